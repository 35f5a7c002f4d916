use domain::{
    testing::{Fact, World, area, days, evidence, fact, note, person_id},
    values::EvidenceKind,
    welfare_post::Event,
};

use super::*;
use crate::checks::testing::{assert_finds, placed, post, set, someone, told, village};

const MARCH: &str = "2025-03";

fn held() -> World {
    village().given([placed("2025-01-10", 1, 1), placed("2025-01-10", 2, 2)])
}

fn accrued(on: &str, post_n: u32, person_n: u32, month: &str) -> Fact {
    let (month, amount_fen) = (month.parse().unwrap(), Fen::yuan(1800));
    told(on, &post(post_n), Event::AllowanceAccrued { person: someone(person_n), month, amount_fen })
}

/// `sheet` tells sheets of attendance apart.
fn logged(on: &str, post_n: u32, person_n: u32, month: &str, sheet: u8) -> Fact {
    let mut sheets = evidence(EvidenceKind::Attendance);
    sheets.sha256 = [sheet; 32].into();
    let event =
        Event::DutyLogged { person: someone(person_n), month: month.parse().unwrap(), days: 20, evidence: sheets };
    fact(on, &post(post_n), event)
}

fn away(from: &str) -> Fact {
    let destination = area("440300000000");
    let event = person::Event::JobStarted { job: Job::AwayJob, full_time: true, employer: None, destination };
    fact(from, &person_id(1), event)
}

fn no_log() -> String {
    format!("no_log,{},{},{MARCH}", post(1), person_id(1))
}

#[test]
fn an_allowance_without_duty_is_found_when_the_grace_is_over() {
    let accrual = held().given([accrued("2025-04-05", 1, 1, MARCH)]);
    assert_finds(&NO_SHOW, &accrual.clone().given(days("2025-04-06", "2025-04-15")), []);
    assert_finds(&NO_SHOW, &accrual.given(days("2025-04-06", "2025-04-16")), [&no_log()]);
}

#[test]
fn without_the_accrual_there_is_nothing_to_find() {
    assert_finds(&NO_SHOW, &held().given(days("2025-04-06", "2025-04-30")), []);
}

#[test]
fn a_log_within_the_days_of_grace_is_innocent() {
    let world = held()
        .given([accrued("2025-04-05", 1, 1, MARCH)])
        .given(days("2025-04-06", "2025-04-14"))
        .given([logged("2025-04-14", 1, 1, MARCH, 1)])
        .given(days("2025-04-15", "2025-04-30"));
    assert_finds(&NO_SHOW, &world, []);
}

#[test]
fn the_days_of_grace_are_those_of_the_standard_in_force() {
    let world = held()
        .given([set(CheckId::NoShow, "grace_days", 3), accrued("2025-04-05", 1, 1, MARCH)])
        .given(days("2025-04-06", "2025-04-09"));
    assert_finds(&NO_SHOW, &world, [&no_log()]);
}

#[test]
fn one_sheet_for_several_months_is_found_and_one_for_a_crew_in_a_month_is_innocent() {
    let crew = held().given([
        logged("2025-04-01", 1, 1, MARCH, 7),
        logged("2025-04-01", 2, 2, MARCH, 7),
        logged("2025-04-01", 2, 2, "2025-02", 8),
    ]);
    assert_finds(&NO_SHOW, &crew, []);
    let copied = crew.given([logged("2025-05-01", 1, 1, "2025-04", 7)]);
    assert_finds(&NO_SHOW, &copied, [&format!("same_sheet,{}", "07".repeat(32))]);
}

#[test]
fn a_holder_who_was_away_all_month_is_found_whichever_is_learnt_first() {
    let key = format!("away,{},{},{MARCH}", post(1), person_id(1));
    let served = || [logged("2025-04-01", 1, 1, MARCH, 1), accrued("2025-04-05", 1, 1, MARCH)];
    assert_finds(&NO_SHOW, &held().given([away("2025-02-20")]).given(served()), [&key]);
    assert_finds(&NO_SHOW, &held().given(served()).given([away("2025-02-20").learnt("2025-05-01")]), [&key]);
    // Part of the month at home is innocent, and so is a job that never was.
    assert_finds(&NO_SHOW, &held().given(served()).given([away("2025-03-10").learnt("2025-05-01")]), []);
    let job = Uuid::from_u128(9);
    let annulled =
        person::Event::JobAnnulled { job, reason: note("录入错误"), evidence: evidence(EvidenceKind::Decision) };
    let world = held().given([away("2025-02-20").id(job), fact("2025-02-20", &person_id(1), annulled)]).given(served());
    assert_finds(&NO_SHOW, &world, []);
}

#[test]
fn a_finding_says_what_it_rests_on() {
    let world = held().given([accrued("2025-04-05", 1, 1, MARCH)]).given(days("2025-04-06", "2025-04-20"));
    let row =
        crate::model::testing::folded(&NO_SHOW.projection, &world).row("check_no_show", &no_log().replace(',', "%2c"));
    crate::model::testing::assert_has(
        &row,
        &serde_json::json!({
            "how": "no_log", "severity": "high", "amount_fen": 180_000, "found_on": "2025-04-16", "pending": true,
            "parameters": [["grace_days", 10], ["identical_logs_min", 3]], "standard": null,
            "cases": [post(1), person_id(1)],
        }),
    );
    let position = world.recorded().iter().position(|(stamp, _)| stamp.occurred_on.to_string() == "2025-04-16");
    assert_eq!(row["position"], position.unwrap() + 1);
}
