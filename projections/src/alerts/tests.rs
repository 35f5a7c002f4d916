use domain::{
    actor::Role,
    alert::{LimitId, Raised, name},
    testing::{Fact, World, area, fact, given, stream},
    values::Bilingual,
};
use serde_json::json;

use super::*;
use crate::model::testing::{assert_has, folded};

fn subject() -> String {
    name(LimitId::DutyAssessment, &stream("welfare_post-p1"), None, "2025-04-10".parse().unwrap()).to_string()
}

fn server(on: &str, event: Event) -> Fact {
    fact(on, &subject(), event).by_role(Role::Server)
}

fn raised(near: bool) -> World {
    let raised = Raised {
        limit: LimitId::DutyAssessment,
        case: stream("welfare_post-p1"),
        item: None,
        due: "2025-04-10".parse().unwrap(),
        near,
        started_by: Uuid::nil(),
        area: Some(area("430225103204")),
        sentence: Bilingual::default(),
    };
    given([server(if near { "2025-04-07" } else { "2025-04-11" }, Event::Raised(Box::new(raised)))])
}

#[test]
fn a_limit_is_overdue_until_what_was_due_comes_and_is_then_so_many_days_late() {
    let row = |world: &World| folded(&ALERTS, world).row("alerts", &subject());
    assert_has(&row(&raised(true)), &json!({"state": "raised", "overdue": false, "passed_on": null}));
    let passed = raised(true).given([server("2025-04-11", Event::LimitPassed {})]);
    assert_has(&row(&passed), &json!({"overdue": true, "passed_on": "2025-04-11"}));
    let met = Event::Met { by: Uuid::nil(), on: "2025-04-14".parse().unwrap() };
    let met = passed.given([server("2025-04-14", met)]);
    assert_has(&row(&met), &json!({"overdue": false, "met_on": "2025-04-14", "late_days": 4}));
    assert_has(&row(&raised(false)), &json!({"overdue": true}));
}

#[test]
fn what_people_did_about_it_is_shown() {
    let measure = Event::MeasureTaken {
        measure: domain::testing::note("由乡镇代为考核"),
        evidence: domain::testing::evidence(domain::values::EvidenceKind::Decision),
    };
    let world = raised(true).given([
        fact("2025-04-08", &subject(), Event::Acknowledged {}),
        fact("2025-04-09", &subject(), measure),
        fact("2025-04-09", &subject(), Event::Escalated { reason: domain::testing::note("用人单位停业") }),
    ]);
    let row = folded(&ALERTS, &world).row("alerts", &subject());
    assert_has(&row, &json!({"state": "escalated", "measures": 1, "acknowledged_on": "2025-04-08"}));
}
