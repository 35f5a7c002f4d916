use super::*;
use crate::{
    actor::Role,
    testing::{Fact, area, case, day, evidence, fact, given, note, stream},
    values::EvidenceKind,
};

const UNIT: &str = "organisation-12100000400009880k";

fn named() -> Ref<Alert> {
    name(LimitId::DutyAssessment, &stream("welfare_post-p1"), Some("2025-03"), day("2025-04-10"))
}

fn raised() -> Fact {
    let raised = Raised {
        limit: LimitId::DutyAssessment,
        case: stream("welfare_post-p1"),
        item: Some("2025-03".into()),
        due: day("2025-04-10"),
        near: true,
        started_by: Uuid::nil(),
        area: Some(area("430225103204")),
        sentence: Bilingual::default(),
    };
    says("2025-04-07", Event::Raised(Box::new(raised))).by_role(Role::Server)
}

fn says(on: &str, event: Event) -> Fact {
    fact(on, &named().stream().to_string(), event)
}

#[test]
fn an_alert_goes_from_raised_to_resolved() {
    let identity = crate::organisation::Identity::CreditCode("12100000400009880K".parse().unwrap());
    let unit = crate::organisation::Event::Registered { identity, area: area("430225103204") };
    let measure =
        Event::MeasureTaken { measure: note("由乡镇代为考核"), evidence: evidence(EvidenceKind::Notice) };
    let world = given([
        fact("2025-01-01", UNIT, unit),
        raised(),
        says("2025-04-08", Event::Notified { to: case(UNIT) }),
        says("2025-04-09", Event::Acknowledged {}),
        says("2025-04-11", Event::LimitPassed {}).by_role(Role::Server),
        says("2025-04-12", Event::Escalated { reason: note("用人单位停业") }),
        says("2025-04-13", measure),
        says("2025-04-14", Event::Met { by: Uuid::nil(), on: day("2025-04-14") }).by_role(Role::Server),
        says("2025-04-15", Event::Resolved { evidence: evidence(EvidenceKind::Decision) }),
    ]);
    let alert = world.case::<Alert>(named().stream().as_str());
    assert_eq!((alert.state, alert.passed, alert.met_on), (State::Resolved, true, Some(day("2025-04-14"))));
}

#[test]
fn only_the_runner_raises_one_and_under_its_name() {
    given([]).when(raised().by_role(Role::Clerk)).refused("server_only");
    let other = format!("alert-{}", "0".repeat(32));
    given([]).when(raised().about(&other)).refused("case_named_otherwise");
}

#[test]
fn a_limit_has_passed_only_after_its_last_day() {
    given([raised()]).when(says("2025-04-10", Event::LimitPassed {}).by_role(Role::Server)).refused("occurs_before");
}

#[test]
fn an_alert_is_resolved_only_once_someone_knows_of_it() {
    let resolved = Event::Resolved { evidence: evidence(EvidenceKind::Decision) };
    given([raised()]).when(says("2025-04-08", resolved)).refused("not_in_state");
}
