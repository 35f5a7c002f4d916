use uuid::Uuid;

use super::*;
use crate::{
    organisation::{self, Identity},
    person::{self, Job, Sex},
    testing::{Fact, World, area, case, evidence, fact, given, note, person_id},
    values::EvidenceKind,
    welfare_post::{self, LeftReason},
};

const VILLAGE: &str = "430225103204";

fn registered(n: u32) -> Fact {
    fact(
        "2024-01-02",
        &person_id(n),
        person::Event::Registered { area: area(VILLAGE), birth_year: 1980, sex: Sex::Male },
    )
}

fn willing(on: &str) -> Fact {
    fact(on, &person_id(1), person::Event::WillingnessStated { willing: true })
}

fn job(on: &str) -> Fact {
    let (employer, destination) = (None, area("440300000000"));
    let started = person::Event::JobStarted { job: Job::AwayJob, full_time: true, employer, destination };
    fact(on, &person_id(1), started)
}

fn someone() -> World {
    given([registered(1)])
}

#[test]
fn an_event_belongs_to_the_kind_of_its_subject() {
    let event = person::Event::WillingnessStated { willing: true };
    someone().when(fact("2024-02-01", "policy-income_line-43", event)).refused("subject_mismatch");
}

#[test]
fn nothing_happens_after_the_day_on_which_it_is_recorded() {
    someone().when(willing("2024-02-02").learnt("2024-02-01")).refused("occurs_in_future");
    someone().when(willing("2024-02-01").learnt("2024-02-02")).then([]);
}

#[test]
fn a_reader_and_a_gateway_say_nothing_themselves() {
    for role in [Role::Reader, Role::Gateway] {
        someone().when(willing("2024-02-01").by_role(role)).refused("role_not_allowed");
    }
    for role in [Role::Clerk, Role::Approver, Role::Server] {
        someone().when(willing("2024-02-01").by_role(role)).then([]);
    }
}

#[test]
fn a_key_writes_in_its_own_area_only() {
    someone().when(willing("2024-02-01").within("4301")).refused("outside_area");
    someone().when(willing("2024-02-01").within("4302")).then([]);
    given([]).when(registered(1).within("44")).refused("outside_area");
    // Of a case beyond its reach a key learns nothing, not from the rules either.
    someone().when(registered(1).within("4301")).refused("outside_area");
}

#[test]
fn an_event_claims_the_area_of_its_case_or_none() {
    someone().when(willing("2024-02-01").in_area("430225103000")).refused("area_of_case");
    someone().when(willing("2024-02-01").in_area(VILLAGE)).then([]);
}

#[test]
fn what_is_malformed_is_refused_from_observers_too() {
    someone().when(job("2024-02-01").decided_elsewhere().in_area("430225103000")).refused("area_of_case");
    given([]).when(job("2024-02-01").decided_elsewhere()).refused("case_missing");
}

#[test]
fn a_decision_of_another_system_is_an_observation_and_so_is_all_that_it_makes_true() {
    let post = |event| fact("2024-03-01", "welfare_post-p1", event);
    let planned = welfare_post::Event::Planned {
        area: area(VILLAGE),
        category: welfare_post::PostCategory::Cleaning,
        employing_unit: case("organisation-12100000400009880k"),
        full_time: true,
    };
    let unit = organisation::Event::Registered {
        identity: Identity::CreditCode("12100000400009880K".parse().expect("a credit code")),
        area: area(VILLAGE),
    };
    let placed = welfare_post::Event::Placed {
        person: case(&person_id(1)),
        agreement: evidence(EvidenceKind::Agreement),
        full_time: true,
        until: None,
        temporary: None,
    };
    let world = someone()
        .given([job("2024-02-01"), fact("2024-02-01", "organisation-12100000400009880k", unit)])
        .when(post(planned).decided_elsewhere())
        .irregular("not_an_employing_unit")
        .when(post(placed).decided_elsewhere())
        .irregular("not_in_state");
    // The engagement that it entailed broke a guard of the person.
    let noted: Vec<_> = world
        .recorded()
        .iter()
        .filter_map(|(stamp, event)| match event {
            AnyEvent::Irregularity(irregularity::Event::Noted { event, at, guard, .. }) => {
                assert_eq!(stamp.subject.id(), event.simple().to_string());
                Some((at.category(), guard.as_str()))
            }
            _ => None,
        })
        .collect();
    let expected =
        [("welfare_post", "not_an_employing_unit"), ("person", "already_engaged"), ("welfare_post", "not_in_state")];
    assert_eq!(noted, expected);
}

#[test]
fn an_irregularity_is_never_posted() {
    let (event, at) = (Uuid::from_u128(1), crate::testing::stream(&person_id(1)));
    let noted = irregularity::Event::Noted { event, at, area: None, guard: "x".into(), fields: BTreeMap::new() };
    let subject = format!("irregularity-{}", event.simple());
    given([]).when(fact("2024-02-01", &subject, noted)).refused("entailed_only");
}

#[test]
fn what_an_event_entails_follows_it_with_its_actor_day_and_time() {
    let kin = person::Event::KinshipDeclared {
        kin: case(&person_id(2)),
        relation: person::Relation::Spouse,
        learnt_from: person::KinshipSource::Declaration,
    };
    let cause = Uuid::now_v7();
    let declared = fact("2024-02-01", &person_id(1), kin).id(cause).by("x7");
    let noted = format!("{} person.kinship_noted.v1", person_id(2));
    let world = given([registered(1), registered(2)]).when(declared).then([noted.as_str()]);
    let [.., (cause, _), (entailed, _)] = world.recorded() else { panic!("two events") };
    assert_eq!((entailed.causation_id, entailed.revision), (Some(cause.id), 1));
    assert_eq!((entailed.occurred_on, entailed.time_us), (cause.occurred_on, cause.time_us));
    assert_eq!((entailed.actor.as_str(), entailed.area), (cause.actor.as_str(), Some(area(VILLAGE))));
    assert_eq!(entailed.id.get_version_num(), 8);
    assert_eq!(entailed.id.as_bytes()[..6], cause.id.as_bytes()[..6]);
    // What it looked at is its basis: the kin, as it stood.
    let basis: Vec<_> = cause.basis.iter().map(|(stream, revision)| (stream.to_string(), *revision)).collect();
    assert_eq!(basis, [(person_id(2), 0)]);
}

#[test]
fn one_event_makes_so_much_true_and_no_more() {
    // Someone whom another system put on more posts than one append may end: each end entails the person's.
    let posts = ENTAILED_MAX / 2 + 1;
    let unit = organisation::Event::Registered {
        identity: Identity::CreditCode("12100000400009880K".parse().expect("a credit code")),
        area: area(VILLAGE),
    };
    let mut world = someone().given([fact("2024-01-02", "organisation-12100000400009880k", unit)]);
    for n in 0..posts {
        let planned = welfare_post::Event::Planned {
            area: area(VILLAGE),
            category: welfare_post::PostCategory::Other { reason: note("其他") },
            employing_unit: case("organisation-12100000400009880k"),
            full_time: false,
        };
        let placed = welfare_post::Event::Placed {
            person: case(&person_id(1)),
            agreement: evidence(EvidenceKind::DataMatch),
            full_time: false,
            until: None,
            temporary: None,
        };
        let subject = format!("welfare_post-p{n}");
        world = world.given([
            fact("2024-02-01", &subject, planned).decided_elsewhere(),
            fact("2024-02-01", &subject, placed).decided_elsewhere(),
        ]);
    }
    let died = person::Event::Died { evidence: evidence(EvidenceKind::Certificate) };
    world.clone().when(fact("2024-03-01", &person_id(1), died)).refused("entails_too_much");
    let left = welfare_post::Event::Left { person: None, reason: LeftReason::Resigned, evidence: None };
    world.when(fact("2024-03-01", "welfare_post-p0", left)).admitted();
}
