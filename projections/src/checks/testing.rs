//! Checks as sentences: `assert_finds(&CHECK, &world, ["key"])`, and a village whose facts come from another system, so that
//! no guard stands in the way of what a check looks for.

use domain::{
    finding::CheckId,
    household::{self, HouseholdKind},
    organisation::{self, Identity, OrganisationRole},
    person::{self, KinshipSource, Relation, Sex},
    policy,
    stream::Ref,
    testing::{Fact, World, area, case, county_with_posts, day, evidence, fact, given, note, person_id},
    values::{EvidenceKind, Fen, Span},
    welfare_post::{self, NeedClass, PostCategory, RefusalReason},
};

use super::Check;
use crate::model::testing::folded;

pub const VILLAGE: &str = "430225103204";
pub const UNIT: &str = "organisation-12100000400009880k";

/// What the check found, by key, in the order of the key.
pub fn keys(check: &'static Check, world: &World) -> Vec<String> {
    let rows = folded(&check.projection, world).rows(check.projection.name);
    rows.iter().map(|row| row["key"].as_str().expect("a key").to_owned()).collect()
}

#[track_caller]
pub fn assert_finds<const N: usize>(check: &'static Check, world: &World, expected: [&str; N]) {
    assert_eq!(keys(check, world), expected, "{} findings", check.id.name());
}

/// As another system tells it.
pub fn told(on: &str, subject: &str, event: impl Into<domain::kinds::AnyEvent>) -> Fact {
    fact(on, subject, event).decided_elsewhere()
}

pub fn someone(n: u32) -> Ref<person::Person> {
    case(&person_id(n))
}

pub fn post(n: u32) -> String {
    format!("welfare_post-p{n}")
}

/// Registered in the village.
pub fn resident(n: u32) -> Fact {
    let event = person::Event::Registered { area: area(VILLAGE), birth_year: 1980, sex: Sex::Female };
    fact("2024-01-02", &person_id(n), event)
}

/// A standard of the province, in force from the first day of 2024.
pub fn standard(standard: policy::Standard) -> Fact {
    let subject = format!("policy-{}-43", standard.name());
    let issued = policy::Event::Issued {
        area: area("430000000000"),
        standard,
        valid: Span { from: day("2024-01-01"), to: None },
        legal_basis: policy::LegalBasis {
            document: note("湘人社发〔2024〕1号"),
            dated: day("2024-01-01"),
            evidence: evidence(EvidenceKind::Decision),
        },
        claws_back: false,
    };
    fact("2024-01-01", &subject, issued)
}

/// Six residents, and three open posts of full time.
pub fn village() -> World {
    let registered = organisation::Event::Registered {
        identity: Identity::CreditCode("12100000400009880K".parse().unwrap()),
        area: area(VILLAGE),
    };
    let granted = organisation::Event::RoleGranted {
        role: OrganisationRole::PostEmployingUnit,
        evidence: evidence(EvidenceKind::Agreement),
    };
    let allowance = policy::Standard::PostAllowance {
        full_time_monthly_fen: Fen::yuan(1800),
        part_time_monthly_fen: Fen::yuan(900),
    };
    let posts = (1..=3).flat_map(|n| {
        let planned = welfare_post::Event::Planned {
            area: area(VILLAGE),
            category: PostCategory::Cleaning,
            employing_unit: case(UNIT),
            full_time: true,
        };
        [
            fact("2024-01-03", &post(n), planned),
            fact("2024-01-04", &post(n), welfare_post::Event::Approved {}),
            fact("2024-01-05", &post(n), welfare_post::Event::Opened {}),
        ]
    });
    given([fact("2024-01-01", UNIT, registered), fact("2024-01-01", UNIT, granted), standard(allowance)])
        .given((1..=6).map(resident))
        .given(county_with_posts("430225000000", 10))
        .given(posts)
}

/// The id under which a person on file acts.
pub fn official(n: u32) -> String {
    someone(n).id().to_owned()
}

/// That person declares the other to be kin.
pub fn kin(on: &str, of: u32, relation: Relation, other: u32) -> Fact {
    let learnt_from = KinshipSource::Declaration;
    fact(on, &person_id(of), person::Event::KinshipDeclared { kin: someone(other), relation, learnt_from })
}

/// A household of that kind, and its first member.
pub fn lives_in(household_kind: HouseholdKind, person_n: u32) -> [Fact; 2] {
    let home = format!("household-h{person_n}");
    let joined =
        household::Event::MemberJoined { person: someone(person_n), evidence: evidence(EvidenceKind::Certificate) };
    [
        fact("2024-01-03", &home, household::Event::Registered { area: area(VILLAGE), household_kind }),
        fact("2024-01-04", &home, joined),
    ]
}

/// Monitored households first, then ex-poor ones.
pub fn priority() -> Fact {
    standard(policy::Standard::PostPriority { order: vec![NeedClass::Monitored, NeedClass::ExPoor] })
}

/// The numbers by which a check goes.
pub fn set(check: CheckId, name: &str, value: i64) -> Fact {
    standard(policy::Standard::Check { check, parameters: [(name.to_owned(), value)].into() })
}

pub fn applied(on: &str, post_n: u32, person_n: u32) -> Fact {
    let event =
        welfare_post::Event::Applied { person: someone(person_n), evidence: evidence(EvidenceKind::Application) };
    fact(on, &post(post_n), event)
}

pub fn refused(on: &str, post_n: u32, person_n: u32, reason: RefusalReason) -> Fact {
    let (person, evidence) = (someone(person_n), evidence(EvidenceKind::Minutes));
    told(on, &post(post_n), welfare_post::Event::ApplicationRefused { person, reason, evidence })
}

pub fn village_reviewed(on: &str, post_n: u32, person_n: u32) -> Fact {
    let (person, minutes) = (someone(person_n), evidence(EvidenceKind::Minutes));
    told(on, &post(post_n), welfare_post::Event::VillageReviewed { person, minutes })
}

pub fn recused(on: &str, post_n: u32, official_n: u32, person_n: u32) -> Fact {
    let (official, person) = (someone(official_n), someone(person_n));
    told(on, &post(post_n), welfare_post::Event::RecusalDeclared { official, person })
}

/// That placement never was.
pub fn annulled(on: &str, post_n: u32, placement: uuid::Uuid) -> Fact {
    let (reason, evidence) = (note("同名误录"), evidence(EvidenceKind::Decision));
    told(on, &post(post_n), welfare_post::Event::PlacementAnnulled { placement, reason, evidence })
}

/// Off that post.
pub fn left(on: &str, post_n: u32, person_n: u32, reason: welfare_post::LeftReason) -> Fact {
    told(on, &post(post_n), welfare_post::Event::Left { person: Some(someone(person_n)), reason, evidence: None })
}

/// Placed on that post, in full time.
pub fn placed(on: &str, post_n: u32, person_n: u32) -> Fact {
    let event = welfare_post::Event::Placed {
        person: someone(person_n),
        agreement: evidence(EvidenceKind::Agreement),
        full_time: true,
        until: None,
        temporary: None,
    };
    told(on, &post(post_n), event)
}
