use std::collections::BTreeSet;

use domain::{
    alert::LimitId,
    policy::Standard,
    testing::{Fact, World, days, evidence, fact},
    values::EvidenceKind,
    welfare_post::{DutyOutcome, Event},
};
use serde_json::{Value, json};

use super::{ALL, LIMITS};
use crate::{
    checks::testing::{placed, post, someone, standard, told, village},
    model::testing::folded,
};

/// Of each warning: limit, case, item, due day, whether it was near, when it passed, when it was met.
fn warnings(world: &World) -> Vec<Value> {
    let told =
        |row: &Value| json!([row["rule"], row["item"], row["due"], row["near"], row["passed_on"], row["met_on"]]);
    folded(&LIMITS, world).rows("deadline").iter().map(told).collect()
}

fn held() -> World {
    let insured = Event::Insured {
        span: domain::values::Span { from: "2025-03-01".parse().unwrap(), to: None },
        evidence: evidence(EvidenceKind::Certificate),
    };
    village().given([standard(Standard::DutyAssessment { days_max: 10 }), placed("2025-03-01", 1, 1)]).given([fact(
        "2025-03-01",
        &post(1),
        insured,
    )])
}

fn assessed(on: &str, month: &str) -> Fact {
    let event = Event::DutyAssessed {
        person: someone(1),
        month: month.parse().unwrap(),
        outcome: DutyOutcome::Completed,
        substitute: false,
        evidence: evidence(EvidenceKind::Attendance),
    };
    told(on, &post(1), event)
}

fn item(month: &str) -> String {
    format!("{},{month}", someone(1).id())
}

#[test]
fn a_limit_is_near_then_passes_then_is_met() {
    let near = held().given(days("2025-03-02", "2025-04-07"));
    assert_eq!(warnings(&near), [json!(["duty_assessment", item("2025-03"), "2025-04-10", true, null, null])]);
    let passed = near.given(days("2025-04-08", "2025-04-12"));
    let passed_on = "2025-04-11";
    assert_eq!(warnings(&passed), [json!(["duty_assessment", item("2025-03"), "2025-04-10", true, passed_on, null])]);
    let met = passed.given([assessed("2025-04-12", "2025-03")]);
    assert_eq!(
        warnings(&met),
        [json!(["duty_assessment", item("2025-03"), "2025-04-10", true, passed_on, "2025-04-12"])]
    );
}

#[test]
fn what_is_done_in_time_raises_nothing() {
    let world = held()
        .given(days("2025-03-02", "2025-04-02"))
        .given([assessed("2025-04-02", "2025-03")])
        .given(days("2025-04-03", "2025-05-05"));
    assert_eq!(warnings(&world), [] as [Value; 0]);
}

#[test]
fn a_month_that_nobody_assesses_does_not_silence_the_next() {
    let world = held().given(days("2025-03-02", "2025-06-12"));
    let months: BTreeSet<_> =
        warnings(&world).iter().map(|warning| warning[1].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(months, BTreeSet::from([item("2025-03"), item("2025-04"), item("2025-05")]));
}

#[test]
fn the_month_of_leaving_is_the_last_one_that_is_due() {
    let left = Event::Left {
        person: Some(someone(1)),
        reason: domain::welfare_post::LeftReason::Resigned,
        evidence: Some(evidence(EvidenceKind::Decision)),
    };
    let world = held()
        .given(days("2025-03-02", "2025-03-20"))
        .given([told("2025-03-20", &post(1), left)])
        .given(days("2025-03-21", "2025-07-01"));
    assert_eq!(warnings(&world).len(), 1, "{:?}", warnings(&world));
}

#[test]
fn without_a_standard_no_clock_runs() {
    let world = village().given([placed("2025-03-01", 1, 1)]).given(days("2025-03-02", "2025-06-12"));
    assert!(warnings(&world).iter().all(|warning| warning[0] == "post_insurance"), "{:?}", warnings(&world));
}

#[test]
fn a_placement_without_insurance_is_told_the_day_after() {
    let world = village().given([placed("2025-03-01", 1, 1)]).given(days("2025-03-02", "2025-03-03"));
    let of = someone(1).id().to_owned();
    assert_eq!(warnings(&world), [json!(["post_insurance", of, "2025-03-01", false, "2025-03-02", null])]);
}

#[test]
fn every_file_is_in_the_list_and_bears_the_name() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/limits");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| Some(name.strip_suffix(".rs")?.to_owned()))
        .filter(|name| !["mod", "tests"].contains(&name.as_str()))
        .collect();
    let listed: BTreeSet<_> = ALL.iter().map(|limit| limit.id.name()).collect();
    assert_eq!(listed, files);
    assert_eq!(listed, LimitId::ALL.iter().map(|id| id.name()).collect());
    assert!(ALL.iter().all(|limit| LIMITS.folds.contains(&limit.of)));
}
