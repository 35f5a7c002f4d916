//! A firm, ex-poor people who work, and the standards of carriers, for the tests of workshops and bases.

use super::{Counting, Headcount, RecognitionRules};
use crate::{
    household::{self, Household, HouseholdKind},
    organisation::{self, Identity, OrganisationRole, Violation},
    person::{self, Person, Sex},
    policy::{self, LegalBasis, Standard},
    stream::Ref,
    testing::{Fact, area, case, day, evidence, fact, note, person_id},
    values::{Evidence, EvidenceKind, Fen, Span},
};

pub const FIRM: &str = "organisation-12100000400009880k";
pub const VILLAGE: &str = "430225103204";
pub const COUNTY: &str = "430225000000";

pub fn seen() -> Evidence {
    evidence(EvidenceKind::Inspection)
}

pub fn person(n: u32) -> Ref<Person> {
    case(&person_id(n))
}

pub fn heads(workers: u32, ex_poor: u32) -> Headcount {
    Headcount { workers, ex_poor }
}

/// In the province, for all times.
pub fn issued(standard: Standard) -> Fact {
    let legal_basis =
        LegalBasis { document: note("湘人社规〔2023〕9号"), dated: day("2023-11-01"), evidence: seen() };
    let valid = Span { from: day("2023-11-01"), to: None };
    let subject = format!("policy-{}-43", standard.name());
    let area = area("430000000000");
    fact("2023-11-01", &subject, policy::Event::Issued { area, standard, valid, legal_basis, claws_back: false })
}

pub fn recognition() -> RecognitionRules {
    RecognitionRules { ex_poor_min: 5, ex_poor_per_mille_min: 200, notice_days_min: 5 }
}

pub fn counting(months_min: u8, income: u32) -> Counting {
    Counting { months_min, income_min_fen: Fen::yuan(income) }
}

pub fn firm(on: &str, event: organisation::Event) -> Fact {
    fact(on, FIRM, event)
}

pub fn operator(role: OrganisationRole) -> [Fact; 2] {
    let identity = Identity::CreditCode("12100000400009880K".parse().expect("a credit code"));
    [
        firm("2023-11-02", organisation::Event::Registered { identity, area: area(COUNTY) }),
        firm("2023-11-03", organisation::Event::RoleGranted { role, evidence: seen() }),
    ]
}

pub fn violation(on: &str) -> Fact {
    firm(on, organisation::Event::ViolationFound { violation: Violation::WorkSafety, evidence: seen() })
}

fn member(n: u32, household_kind: HouseholdKind) -> Vec<Fact> {
    let household = Ref::<Household>::new(format_args!("h{n}"));
    let subject = household.stream().as_str();
    let area = area(VILLAGE);
    vec![
        fact("2023-12-01", &person_id(n), person::Event::Registered { area, birth_year: 1985, sex: Sex::Female }),
        fact("2023-12-01", subject, household::Event::Registered { area, household_kind }),
        fact("2023-12-02", subject, household::Event::MemberJoined { person: person(n), evidence: seen() }),
    ]
}

/// Of an ex-poor household.
pub fn ex_poor(n: u32) -> Vec<Fact> {
    member(n, HouseholdKind::ExPoor)
}

pub fn ordinary(n: u32) -> Vec<Fact> {
    member(n, HouseholdKind::Ordinary)
}

/// So much in each of these months, reported a year later at the latest.
pub fn earns(n: u32, months: &[&str], yuan: u32) -> Vec<Fact> {
    let reported = |month: &&str| {
        let (month, amount_fen) = (month.parse().expect("a month"), Fen::yuan(yuan));
        fact("2025-01-01", &person_id(n), person::Event::IncomeReported { month, amount_fen })
    };
    months.iter().map(reported).collect()
}
