use domain::{
    claim,
    payment_batch::Outcome,
    testing::{Fact, World, days, fact, labour::issued, note},
    values::Holidays,
};

use super::*;
use crate::{
    checks::testing::{assert_finds, set},
    model::testing::{
        assert_has, folded,
        money::{answered, applied, applied_on, at_bank, claim, funded, instructed, reserved, returned, slip},
    },
};

const BATCH: &str = "payment_batch-b1";

/// Applied on the 1st of March, and due within ten days.
fn owed() -> String {
    format!("{},2025-03-01", claim(1))
}

fn of_claim(on: &str, event: Event) -> Fact {
    fact(on, &claim(1), event)
}

fn until(world: World, last: &str) -> World {
    world.given(days("2025-03-21", last))
}

fn how(world: &World) -> serde_json::Value {
    folded(&ARREARS.projection, world).row("check_arrears", &owed().replace(',', "%2c"))
}

#[test]
fn an_instruction_is_no_credit() {
    assert_finds(&ARREARS, &until(at_bank(), "2025-03-26"), []);
    let late = until(at_bank(), "2025-03-27");
    assert_finds(&ARREARS, &late, [&owed()]);
    assert_has(
        &how(&late),
        &serde_json::json!({"how": "unpaid", "severity": "high", "amount_fen": 100_000, "found_on": "2025-03-27",
            "parameters": [["overdue_days_max", 15]], "cases": [claim(1)]}),
    );
}

#[test]
fn a_claim_that_nobody_decides_is_found_too() {
    let world = until(funded().given(applied(1)), "2025-03-27");
    assert_has(&how(&world), &serde_json::json!({"how": "undecided", "severity": "medium", "amount_fen": 100_000}));
}

#[test]
fn what_was_credited_or_refused_is_not_owed() {
    let credited = at_bank().given([answered("2025-03-20", BATCH, 1, Outcome::Credited)]);
    assert_finds(&ARREARS, &until(credited, "2025-04-10"), []);
    let refused = Event::Refused { reason: claim::RefusalReason::NotEligible, evidence: slip() };
    let world = funded().given(applied(1)).given([of_claim("2025-03-05", refused)]);
    assert_finds(&ARREARS, &until(world, "2025-04-10"), []);
    assert_finds(&ARREARS, &until(funded(), "2025-04-10"), []);
}

#[test]
fn a_bounce_counts_before_a_credit_and_after_one() {
    let bounced = at_bank().given([answered("2025-03-08", BATCH, 1, returned())]);
    assert_has(&how(&until(bounced, "2025-03-27")), &serde_json::json!({"how": "returned", "amount_fen": 100_000}));
    let came_back = at_bank()
        .given([answered("2025-03-08", BATCH, 1, Outcome::Credited), answered("2025-03-20", BATCH, 1, returned())]);
    assert_has(&how(&until(came_back, "2025-03-27")), &serde_json::json!({"how": "returned"}));
}

#[test]
fn the_clock_pauses_only_after_the_payee_was_told() {
    let asked = Event::SupplementAsked { missing: note("结业证书") };
    let asked = funded().given(applied(1)).given([of_claim("2025-03-01", asked)]);
    assert_finds(&ARREARS, &until(asked.clone(), "2025-03-27"), [&owed()]);
    let told = asked.given([of_claim("2025-03-02", Event::PayeeTold { evidence: slip() })]);
    assert_finds(&ARREARS, &until(told.clone(), "2025-06-30"), []);
    let supplied = told.given([of_claim("2025-03-05", Event::Supplied { evidence: slip() })]);
    assert_finds(&ARREARS, &until(supplied.clone(), "2025-03-29"), []);
    assert_finds(&ARREARS, &until(supplied, "2025-03-30"), [&owed()]);
}

#[test]
fn the_days_are_those_of_the_standard_in_force() {
    let strict = funded().given([set(CheckId::Arrears, "overdue_days_max", 3)]).given(applied(1));
    assert_finds(&ARREARS, &strict.clone().given(days("2025-03-10", "2025-03-14")), []);
    assert_finds(&ARREARS, &strict.given(days("2025-03-10", "2025-03-15")), [&owed()]);
}

/// Applied for on another day, and three days of patience.
fn waiting_since(on: &str) -> World {
    funded().given([set(CheckId::Arrears, "overdue_days_max", 3)]).given(applied_on(on, 1))
}

#[test]
fn a_last_day_in_the_holidays_rolls_on() {
    let owed = format!("{},2025-04-22", claim(1));
    let world = waiting_since("2025-04-22");
    assert_finds(&ARREARS, &world.clone().given(days("2025-05-01", "2025-05-09")), []);
    assert_finds(&ARREARS, &world.given(days("2025-05-01", "2025-05-10")), [&owed]);
}

#[test]
fn without_the_table_of_holidays_nothing_is_due_until_it_is_issued() {
    let owed = format!("{},2025-12-28", claim(1));
    let world = waiting_since("2025-12-28").given(days("2025-12-29", "2026-02-01"));
    assert_finds(&ARREARS, &world, []);
    let table = Holidays { year: 2026, days_off: vec![], days_worked: vec![] };
    let world = world.given([issued("2026-02-01", Standard::Holidays(table))]);
    assert_finds(&ARREARS, &world.given(days("2026-02-02", "2026-02-02")), [&owed]);
}

#[test]
fn a_history_taken_over_is_read_to_its_end() {
    let learnt = |facts: Vec<Fact>| facts.into_iter().map(|fact| fact.learnt("2025-06-01")).collect::<Vec<_>>();
    let world = funded().given(learnt(applied(1).into())).given(learnt(reserved(1).into()));
    let world = world.given(learnt(instructed(BATCH, 1).into()));
    assert_finds(&ARREARS, &world.clone().given(days("2025-06-02", "2025-06-02")), [&owed()]);
    let credited = world.given([answered("2025-03-10", BATCH, 1, Outcome::Credited).learnt("2025-06-01")]);
    assert_finds(&ARREARS, &credited.given(days("2025-06-02", "2025-06-10")), []);
}
