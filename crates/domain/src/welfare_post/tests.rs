//! A post in Yanling county with a standard of 900 yuan full-time; people apply, hold it, and leave.

mod duty;
mod exit;
mod placement;

use super::*;
use crate::{
    organisation::{self, Identity, OrganisationRole},
    person::Sex,
    policy::{self, LegalBasis, Standard},
    testing::{Fact, World, area, case, county_with_posts, day, evidence, fact, given, note, person_id},
    values::EvidenceKind,
};

const POST: &str = "welfare_post-p1";
const UNIT: &str = "organisation-12100000400009880k";
const VILLAGE: &str = "430225103204";
const COUNTY: &str = "430225000000";

fn post(on: &str, event: Event) -> Fact {
    fact(on, POST, event)
}

fn at(post: &str, on: &str, event: Event) -> Fact {
    fact(on, post, event)
}

fn seen() -> Evidence {
    evidence(EvidenceKind::Other)
}

fn person(n: u32) -> Ref<Person> {
    case(&person_id(n))
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn someone(n: u32, birth_year: i16) -> Fact {
    let area = area(VILLAGE);
    fact("2024-01-02", &person_id(n), person::Event::Registered { area, birth_year, sex: Sex::Female })
}

fn issued(standard: Standard) -> Fact {
    let legal_basis =
        LegalBasis { document: note("湘人社规〔2024〕1号"), dated: day("2024-01-01"), evidence: seen() };
    let valid = Span { from: day("2024-01-01"), to: None };
    let subject = format!("policy-{}-43", standard.name());
    let area = area("430000000000");
    fact("2024-01-01", &subject, policy::Event::Issued { area, standard, valid, legal_basis, claws_back: false })
}

fn allowance() -> Fact {
    issued(Standard::PostAllowance { full_time_monthly_fen: Fen::yuan(900), part_time_monthly_fen: Fen::yuan(500) })
}

fn rules() -> Fact {
    issued(Standard::PostRules { notice_days_min: 5, term_months_max: 12, exclusions: vec![] })
}

fn unit(on: &str, event: organisation::Event) -> Fact {
    fact(on, UNIT, event)
}

fn planned(id: &str, full_time: bool) -> Fact {
    let (category, employing_unit) = (PostCategory::Cleaning, case(UNIT));
    at(id, "2024-01-05", Event::Planned { area: area(VILLAGE), category, employing_unit, full_time })
}

/// People and a unit that may employ them; no standard yet.
fn village() -> World {
    let identity = Identity::CreditCode("12100000400009880K".parse().expect("a credit code"));
    let role = OrganisationRole::PostEmployingUnit;
    given([
        someone(1, 1980),
        someone(2, 1990),
        unit("2024-01-02", organisation::Event::Registered { identity, area: area(COUNTY) }),
        unit("2024-01-03", organisation::Event::RoleGranted { role, evidence: seen() }),
    ])
    .given(county_with_posts(COUNTY, 9))
}

fn open(id: &str, full_time: bool) -> [Fact; 3] {
    [planned(id, full_time), at(id, "2024-01-08", Event::Approved {}), at(id, "2024-01-09", Event::Opened {})]
}

fn applied(n: u32) -> Event {
    Event::Applied { person: person(n), evidence: seen() }
}

fn reviewed(n: u32) -> Event {
    Event::VillageReviewed { person: person(n), minutes: seen() }
}

fn noticed(n: u32, from: &str, to: Option<&str>) -> Event {
    Event::Noticed { person: person(n), span: Span { from: day(from), to: to.map(day) } }
}

fn approved(n: u32) -> Event {
    Event::CountyApproved { person: person(n), age_review: None }
}

fn placed(n: u32, full_time: bool) -> Event {
    Event::Placed { person: person(n), agreement: seen(), full_time, until: None, temporary: None }
}

/// The way of an application up to the township's review; its notice runs to 2024-01-20.
fn asked(id: &str, n: u32) -> Vec<Fact> {
    vec![
        at(id, "2024-01-10", applied(n)),
        at(id, "2024-01-12", reviewed(n)),
        at(id, "2024-01-13", noticed(n, "2024-01-13", Some("2024-01-20"))),
        at(id, "2024-01-22", Event::TownshipReviewed { person: person(n) }),
    ]
}

/// The whole way, on duty from 2024-02-01.
fn on_duty(id: &str, n: u32, full_time: bool) -> Vec<Fact> {
    let mut all = open(id, full_time).to_vec();
    all.extend(asked(id, n));
    all.extend([at(id, "2024-01-24", approved(n)), at(id, "2024-02-01", placed(n, full_time))]);
    all
}

fn held() -> World {
    village().given([allowance()]).given(on_duty(POST, 1, true))
}
