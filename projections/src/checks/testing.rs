//! Checks as sentences: `assert_finds(&CHECK, &world, ["key"])`, and a village whose facts come from another system, so that
//! no guard stands in the way of what a check looks for.

use domain::{
    organisation::{self, Identity, OrganisationRole},
    person::{self, Sex},
    policy,
    stream::Ref,
    testing::{Fact, World, area, case, county_with_posts, day, evidence, fact, given, note, person_id},
    values::{EvidenceKind, Fen, Span},
    welfare_post::{self, PostCategory},
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

/// Placed on that post, in full time.
pub fn placed(on: &str, post_n: u32, person_n: u32) -> Fact {
    let event = welfare_post::Event::Placed {
        person: someone(person_n),
        agreement: evidence(EvidenceKind::Agreement),
        full_time: true,
        until: None,
    };
    told(on, &post(post_n), event)
}
