//! A worker files on Monday 2025-03-03; accepted on the 6th.

use domain::{
    calendar,
    dispute::{Claimed, Event, Finality, SuspensionReason},
    layoff,
    policy::{self, LegalBasis, Standard},
    testing::{
        Fact, World, area, day, fact,
        labour::{VILLAGE, dispute_limits, firm, holidays_2025, issued, paper, person, slip, standards, workplace},
        note, person_id,
    },
    values::{Fen, Holidays, Limit, Span},
    wage_complaint,
};
use serde_json::{Value, json};

use super::*;
use crate::model::testing::{assert_has, folded, folded_as_of};

const VIEW: &Projection = &DISPUTE_CLOCKS;
const CASE: &str = "dispute-d1";

fn on(on: &str, event: Event) -> Fact {
    fact(on, CASE, event)
}

fn filed() -> Fact {
    on(
        "2025-03-03",
        Event::Filed {
            area: area(VILLAGE),
            worker: person(1),
            employer: firm(),
            claims: vec![Claimed { kind: dispute::ClaimKind::Wages, amount_fen: Some(Fen::yuan(8_000)) }],
            arose_on: day("2025-01-20"),
            green_channel: true,
            evidence: paper(),
        },
    )
}

fn accepted(date: &str) -> Fact {
    on(date, Event::Accepted { evidence: paper() })
}

fn heard(date: &str) -> Fact {
    on(date, Event::HearingHeld { minutes: paper() })
}

fn awarded(date: &str, yuan: u32) -> Fact {
    on(date, Event::Awarded { finality: Finality::Final, amount_fen: Fen::yuan(yuan), evidence: paper() })
}

/// These days begin, both ends included.
fn days(from: &str, to: &str) -> Vec<Fact> {
    let began = |n| {
        let date = day(from).plus_days(n);
        let subject = format!("calendar-{:04}", date.year());
        fact(&date.to_string(), &subject, calendar::Event::DayBegan { date })
    };
    let count = i32::try_from(day(to).days_since(day(from))).unwrap();
    (0..=count).map(began).collect()
}

fn at_filing() -> World {
    workplace().given(standards()).given([filed()])
}

fn under_way() -> World {
    at_filing().given([accepted("2025-03-06")])
}

fn row(world: &World) -> Value {
    folded(VIEW, world).row("dispute_clocks", CASE)
}

fn clock(world: &World, clock: &str) -> Value {
    folded(VIEW, world).row("dispute_clocks_limit", &format!("{CASE},{},{clock}", person_id(1)))
}

#[test]
fn each_limit_is_due_on_its_day() {
    assert_has(
        &row(&under_way()),
        &json!({"state": "accepted", "since": "2025-03-06", "claims": ["wages"], "acceptance_due_on": "2025-03-10",
            "tribunal_due_on": "2025-03-13", "award_due_on": "2025-04-21", "extension_due_on": null,
            "green_channel_due_on": "2025-04-07", "late": [], "not_configured": [], "is_late": false}),
    );
    assert_has(
        &clock(&under_way(), "acceptance"),
        &json!({"standing": "met", "met_on": "2025-03-06", "days_used": 3, "length": "5 working_days"}),
    );
    assert_has(
        &clock(&under_way(), "award"),
        &json!({"standing": "running", "days_used": null, "from_day": "2025-03-06"}),
    );
    assert_has(&folded_as_of(VIEW, &under_way(), "2025-03-05").row("dispute_clocks", CASE), &json!({"state": "filed"}));
}

#[test]
fn a_limit_has_passed_once_the_day_after_its_last_began() {
    let world = at_filing().given(days("2025-03-01", "2025-03-10"));
    assert_has(&clock(&world, "acceptance"), &json!({"standing": "running", "late_from": null}));
    let world = world.given(days("2025-03-11", "2025-03-11"));
    assert_has(&clock(&world, "acceptance"), &json!({"standing": "late", "late_from": "2025-03-11"}));
    assert_has(&row(&world), &json!({"late": ["acceptance"], "is_late": true}));
    let world = world.given([accepted("2025-03-12")]);
    assert_has(
        &clock(&world, "acceptance"),
        &json!({"standing": "met_late", "late_from": "2025-03-11", "met_on": "2025-03-12", "days_used": 7}),
    );
    assert_has(&row(&world), &json!({"late": ["acceptance"]}));
    // As of the last day it was in time.
    let view = folded_as_of(VIEW, &world, "2025-03-10");
    assert_has(&view.row("dispute_clocks", CASE), &json!({"late": [], "acceptance_due_on": "2025-03-10"}));
}

#[test]
fn what_is_learnt_when_its_limit_has_passed_is_late_at_once() {
    let learnt_late = [filed().learnt("2025-03-20")];
    let world = workplace().given(standards()).given(days("2025-03-19", "2025-03-20")).given(learnt_late);
    assert_has(&clock(&world, "acceptance"), &json!({"standing": "late", "late_from": "2025-03-11"}));
}

#[test]
fn days_on_which_it_stood_still_are_taken_out() {
    let suspended = Event::Suspended { reason: SuspensionReason::InjuryAssessment, evidence: paper() };
    let world = under_way().given([on("2025-03-10", suspended)]);
    let later = world.clone().given(days("2025-03-01", "2025-05-20"));
    for world in [&world, &later] {
        assert_has(&clock(world, "award"), &json!({"standing": "paused", "due_on": null}));
    }
    let resumed = on("2025-03-20", Event::Resumed { evidence: paper() });
    let world = world.given([resumed, heard("2025-03-25"), awarded("2025-04-16", 8_000)]);
    assert_has(
        &clock(&world, "award"),
        &json!({"due_on": "2025-04-30", "standing": "met", "days_used": 31,
            "pauses": [{"from": "2025-03-10", "to": "2025-03-20"}]}),
    );
    assert_has(&clock(&world, "green_channel"), &json!({"due_on": "2025-04-15", "standing": "met_late"}));
}

#[test]
fn a_supplement_starts_the_clock_of_acceptance_anew() {
    let asked = Event::SupplementAsked { missing: note("工资条"), until: day("2025-03-14"), evidence: paper() };
    let world = at_filing().given([on("2025-03-05", asked)]);
    assert_has(&clock(&world, "acceptance"), &json!({"standing": "paused"}));
    let world = world.given([on("2025-03-12", Event::Supplemented { evidence: paper() })]);
    assert_has(&clock(&world, "acceptance"), &json!({"standing": "running", "due_on": "2025-03-19"}));
}

#[test]
fn a_longer_limit_takes_the_place_of_the_one_that_was_extended() {
    let extended = on("2025-04-18", Event::Extended { days: 15, notice: paper() });
    let world = under_way().given([extended]).given(days("2025-04-01", "2025-05-06"));
    assert_has(&row(&world), &json!({"award_due_on": "2025-04-21", "extension_due_on": "2025-05-06"}));
    assert_has(&clock(&world, "award"), &json!({"standing": "void", "void_on": "2025-04-18"}));
    assert_has(&clock(&world, "extension"), &json!({"standing": "running", "length": "60 calendar_days"}));
    let world = world.given(days("2025-05-07", "2025-05-07"));
    // Nobody told the parties who decides, and the green channel's aim was missed.
    assert_has(&row(&world), &json!({"late": ["tribunal", "extension", "green_channel"]}));
}

#[test]
fn what_is_missing_is_named_and_counts_from_when_it_is_there() {
    let [holidays, limits, ..] = standards();
    let world = workplace().given([filed()]);
    assert_has(&row(&world), &json!({"not_configured": ["dispute"], "acceptance_due_on": null}));
    let world = world.given([limits]);
    assert_has(&row(&world), &json!({"not_configured": ["holidays.2025"]}));
    assert_has(&clock(&world, "acceptance"), &json!({"standing": "not_configured", "missing": "holidays.2025"}));
    let world = world.given([holidays]);
    assert_has(&row(&world), &json!({"not_configured": [], "acceptance_due_on": "2025-03-10"}));
}

#[test]
fn a_new_table_moves_clocks_that_run_and_leaves_those_that_were_stopped() {
    let longer = Holidays {
        days_off: [holidays_2025().days_off, vec![Span { from: day("2025-03-07"), to: Some(day("2025-03-07")) }]]
            .concat(),
        ..holidays_2025()
    };
    let table = || issued("2025-03-06", Standard::Holidays(longer.clone()));
    let world = at_filing().given([table()]);
    assert_has(&clock(&world, "acceptance"), &json!({"due_on": "2025-03-11"}));
    let world = under_way().given([table()]);
    assert_has(&clock(&world, "acceptance"), &json!({"due_on": "2025-03-10", "standing": "met"}));
    assert_has(&clock(&world, "tribunal"), &json!({"due_on": "2025-03-14"}));
}

#[test]
fn a_clock_runs_under_the_limits_in_force_when_it_began_the_countys_before_the_provinces() {
    let of_county = |from| {
        let limits = dispute::Limits { acceptance: Limit::CalendarDays(3), ..dispute_limits() };
        let document = note("县人社规〔2025〕1号");
        let own = policy::Event::Issued {
            area: area("430225000000"),
            standard: Standard::Dispute(limits),
            valid: Span { from: day(from), to: None },
            legal_basis: LegalBasis { document, dated: day("2025-01-01"), evidence: paper() },
            claws_back: false,
        };
        at_filing().given([fact("2025-01-01", "policy-dispute-430225", own)])
    };
    assert_has(&clock(&of_county("2025-03-04"), "acceptance"), &json!({"due_on": "2025-03-10"}));
    assert_has(
        &clock(&of_county("2025-03-03"), "acceptance"),
        &json!({"due_on": "2025-03-06", "length": "3 calendar_days"}),
    );
}

#[test]
fn a_case_waits_for_days_and_standards_while_a_clock_is_open() {
    let waits = |world: &World| {
        let rows = folded(VIEW, world).rows("dispute_clocks_wake");
        rows.iter().map(|row| row["woken_by"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(waits(&at_filing()), ["2025-03-11", "dispute", "holidays.2025"]);
    let withdrawn = on("2025-03-05", Event::Withdrawn { evidence: paper() });
    let world = at_filing().given([withdrawn]);
    assert_eq!(waits(&world), ["2025-03-11"]);
    assert!(waits(&world.given(days("2025-03-11", "2025-03-11"))).is_empty());
}

#[test]
fn money_is_awarded_credited_and_outstanding() {
    let effective = on("2025-04-02", Event::BecameEffective { served_on: day("2025-04-02"), evidence: paper() });
    let credited = |date, yuan| on(date, Event::Credited { amount_fen: Fen::yuan(yuan), slip: slip() });
    let world = under_way().given([heard("2025-03-20"), awarded("2025-03-31", 8_000), effective]);
    let world = world.given([credited("2025-04-10", 5_000)]);
    assert_has(
        &row(&world),
        &json!({"state": "effective", "awarded_fen": 800_000, "credited_fen": 500_000, "outstanding_fen": 300_000}),
    );
    let world = world.given([credited("2025-04-20", 3_000)]);
    assert_has(&row(&world), &json!({"state": "credited", "since": "2025-04-20", "outstanding_fen": 0}));
}

#[test]
fn a_complaint_has_its_limits_and_the_orders_own() {
    use wage_complaint::Event;
    let case = "wage_complaint-c1";
    let month = || "2025-02".parse().unwrap();
    let filed = Event::Filed {
        area: area(VILLAGE),
        worker: person(1),
        employer: firm(),
        from: month(),
        to: month(),
        claimed_fen: Fen::yuan(4_000),
        evidence: paper(),
    };
    let checked = Event::Checked { owed_fen: Fen::yuan(3_500), evidence: paper() };
    let ordered = Event::Ordered { pay_by: day("2025-03-31"), evidence: paper() };
    let paid = Event::Paid { amount_fen: Fen::yuan(3_500), slip: slip() };
    let world = workplace().given(standards()).given([
        fact("2025-03-03", case, filed),
        fact("2025-03-12", case, checked),
        fact("2025-03-14", case, ordered),
    ]);
    let row = |world: &World| folded(VIEW, world).row("dispute_clocks_complaint", case);
    assert_has(&row(&world), &json!({"state": "ordered", "late": ["check"], "outstanding_fen": 350_000}));
    let world = world.given(days("2025-04-01", "2025-04-01"));
    assert_has(&row(&world), &json!({"late": ["check", "payment"], "is_late": true}));
    let world = world.given([fact("2025-04-03", case, paid)]);
    assert_has(&row(&world), &json!({"state": "paid", "outstanding_fen": 0, "ended_on": "2025-04-03"}));
    let payment = folded(VIEW, &world).row("dispute_clocks_limit", &format!("{case},{},payment", person_id(1)));
    assert_has(&payment, &json!({"standing": "met_late", "due_on": "2025-03-31", "met_on": "2025-04-03"}));
}

#[test]
fn compensation_is_overdue_when_its_last_day_is_over() {
    use layoff::Event;
    let case = "layoff-l1";
    let noticed = Event::Noticed {
        area: area(VILLAGE),
        employer: firm(),
        workers: vec![person(1), person(2)],
        leaving: 5,
        staff: 150,
        first_leaves_on: day("2025-03-14"),
        report: None,
        evidence: paper(),
    };
    let left = |n| Event::Left { person: person(n), evidence: paper() };
    let due = Event::CompensationDue {
        person: person(1),
        since: day("2023-03-01"),
        monthly_fen: Fen::yuan(4_000),
        amount_fen: Fen::yuan(10_000),
        evidence: paper(),
    };
    let paid = Event::Paid { person: person(1), amount_fen: Fen::yuan(10_000), slip: slip() };
    let world = workplace().given(standards()).given([
        fact("2025-03-03", case, noticed),
        fact("2025-03-14", case, left(1)),
        fact("2025-03-14", case, left(2)),
        fact("2025-03-20", case, due),
        fact("2025-03-31", case, paid),
    ]);
    let world = world.given(days("2025-03-31", "2025-04-01"));
    let row = |n| folded(VIEW, &world).row("dispute_clocks_layoff", &format!("{case},{}", person_id(n)));
    // Fifteen days after 14 March is Saturday 29.
    assert_has(&row(1), &json!({"state": "paid", "standing": "met", "due_on": "2025-03-31", "outstanding_fen": 0}));
    assert_has(&row(2), &json!({"state": "left", "standing": "late", "due_on": "2025-03-31"}));
}
