use domain::{
    carrier::{Counting, WorkerLeftReason},
    claim::{ClawbackReason, Event as ClaimEvent},
    organisation::{self, Violation},
    policy::Standard,
    testing::{World, area, case, day, fact, note, person_id},
    values::Fen,
    workshop::{Event, ExitReason, Measure},
};
use serde_json::json;

use super::*;
use crate::model::testing::{
    assert_has, folded, folded_as_of,
    workshops::{
        FIRM, JOINED, VILLAGE, WORKSHOP, award_claim, awarded, counted, heads, issued, noticed, recognised, rules,
        said, seen, someone, tiers,
    },
};

const VIEW: &Projection = &WORKSHOP_REGISTER;
fn row(world: &World) -> serde_json::Value {
    folded(VIEW, world).row("workshop_register", WORKSHOP)
}

#[test]
fn a_workshop_shows_its_recognition_and_its_plans() {
    let measure = Measure::Support;
    let world = recognised().given([
        said("2025-02-01", Event::MeasurePlanned { year: 2025, measure, evidence: seen() }),
        said("2025-06-01", Event::MeasureTaken { year: 2025, measure, evidence: seen() }),
    ]);
    assert_has(
        &row(&world),
        &json!({"category": "workshop", "state": "normal", "operator": FIRM, "area": VILLAGE, "workers": 1,
            "model": "consortium_workshop", "recognised_on": "2025-01-01", "open_violation": false}),
    );
    let plan =
        |measure: &str| folded(VIEW, &world).row("workshop_register_plan", &format!("{WORKSHOP},2025,{measure}"));
    assert_has(&plan("build"), &json!({"planned_on": "2024-12-05", "taken_on": "2025-01-01"}));
    assert_has(&plan("support"), &json!({"planned_on": "2025-02-01", "taken_on": "2025-06-01", "area": VILLAGE}));
    let then = folded_as_of(VIEW, &world, "2024-12-31").row("workshop_register", WORKSHOP);
    assert_has(&then, &json!({"state": "noticed", "recognised_on": null}));
}

#[test]
fn a_worker_comes_and_goes_and_was_never_there() {
    let left = Event::WorkerLeft { person: someone(), reason: WorkerLeftReason::Resigned, evidence: seen() };
    let key = format!("{WORKSHOP},{JOINED}");
    let world = recognised().given([said("2025-06-30", left)]);
    assert_has(
        &folded(VIEW, &world).row("workshop_register_worker", &key),
        &json!({"person": person_id(1), "since": "2025-01-01", "left_on": "2025-06-30", "left_for": "resigned"}),
    );
    assert_has(&row(&world), &json!({"workers": 0}));
    let annulled = Event::WorkerAnnulled { joined: JOINED, reason: note("同名误录"), evidence: seen() };
    let world = recognised().given([counted(), said("2025-01-01", annulled).learnt("2026-01-12")]);
    assert!(folded(VIEW, &world).rows("workshop_register_worker").is_empty());
    assert!(folded(VIEW, &world).rows("workshop_register_count").is_empty());
    assert_has(&folded(VIEW, &world).rows("workshop_register_period")[0], &json!({"counted": 0}));
}

#[test]
fn what_was_reported_stands_against_what_was_found() {
    let world = recognised().given([
        said("2025-03-01", Event::HeadcountReported { reported: heads(30, 14), evidence: seen() }),
        said("2025-03-10", Event::HeadcountVerified { found: heads(22, 9), evidence: seen() }),
    ]);
    assert_has(
        &row(&world),
        &json!({"reported_ex_poor": 14, "verified_ex_poor": 9, "reported_above_verified": 5, "verified_workers": 22}),
    );
}

#[test]
fn a_stoppage_is_a_cause_to_exit_when_its_season_is_over() {
    let season = |from: &str, to: &str| Event::SeasonRegistered {
        rests: Span { from: day(from), to: Some(day(to)) },
        evidence: seen(),
    };
    let found = Uuid::from_u128(9);
    let stopped = said("2025-04-10", Event::StoppageDetected { evidence: seen() }).id(found);
    let world = recognised().given([said("2025-03-01", season("2025-04-01", "2025-05-31")), stopped]);
    assert_has(&row(&world), &json!({"stopped_since": "2025-04-10", "exit_cause_since": "2025-06-01"}));
    let resumed = said("2025-05-20", Event::ProductionResumed { evidence: seen() });
    assert_has(&row(&world.clone().given([resumed])), &json!({"stopped_since": null, "exit_cause_since": null}));
    let reason = || ExitReason::Stopped;
    let world = world.given([said("2025-06-05", Event::ExitNoticed { reason: reason(), evidence: seen() })]);
    assert_has(&row(&world), &json!({"exit": "noticed", "exit_reason": "stopped", "exit_noticed_on": "2025-06-05"}));
    let world = world.given([said("2025-06-20", Event::Exited { reason: reason(), evidence: seen() })]);
    assert_has(
        &row(&world),
        &json!({"state": "exited", "exited_on": "2025-06-20", "exit_days": 19, "exit_cause_since": null,
            "exit_proof": found, "exit": null}),
    );
}

#[test]
fn an_open_violation_of_the_operator_is_a_cause_to_exit() {
    let found = Uuid::from_u128(9);
    let violation = organisation::Event::ViolationFound { violation: Violation::WorkSafety, evidence: seen() };
    let world = recognised().given([fact("2025-03-05", FIRM, violation).id(found)]);
    assert_has(
        &row(&world),
        &json!({"open_violation": true, "illegal_since": "2025-03-05", "exit_cause_since": "2025-03-05"}),
    );
    let reason = ExitReason::Illegal { violation: found, decision: seen() };
    let noticed = world.clone().given([said("2025-03-10", Event::ExitNoticed { reason, evidence: seen() })]);
    assert_has(&row(&noticed), &json!({"exit_reason": "illegal", "exit_proof": found}));
    let upheld = noticed.given([
        said("2025-03-12", Event::ExitObjected { evidence: seen() }),
        said("2025-03-20", Event::ExitObjectionDecided { upheld: true, evidence: seen() }),
    ]);
    assert_has(&row(&upheld), &json!({"exit": null, "exit_reason": null, "exit_proof": null}));
    let cleared = organisation::Event::ViolationCleared { violation: found, evidence: seen() };
    let world = world.given([fact("2025-04-05", FIRM, cleared)]);
    assert_has(&row(&world), &json!({"open_violation": false, "exit_cause_since": null}));
}

#[test]
fn a_period_shows_who_counts_and_what_was_paid() {
    let clawback = ClawbackReason::WrongAmount;
    let world = recognised().given([tiers()]).given(awarded(Fen::yuan(900))).given([fact(
        "2026-03-01",
        &award_claim(),
        ClaimEvent::ClawbackOpened { amount_fen: Fen::yuan(100), reason: clawback },
    )]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("workshop_register_period", &format!("{WORKSHOP},2025")),
        &json!({"counted": 1, "tier": 1, "awarded_fen": 90000, "credited_fen": 90000, "credited_on": "2026-01-25",
            "clawed_back_fen": 10000, "area": VILLAGE}),
    );
    assert_has(
        &view.row("workshop_register_count", &format!("{WORKSHOP},2025,{}", person_id(1))),
        &json!({"income_fen": 0, "period_to": "2025-12-31"}),
    );
    assert_has(
        &row(&world),
        &json!({"tier": 1, "awarded_fen": 90000, "credited_fen": 90000, "clawed_back_fen": 10000}),
    );
}

#[test]
fn a_base_stands_in_the_same_register() {
    let counting = Counting { months_min: 3, income_min_fen: Fen::ZERO };
    let on_base = |on, event| fact(on, "base-b1", event);
    let world = recognised().given([
        issued(Standard::BaseRules { recognition: rules(), counting }),
        on_base("2024-12-10", base::Event::Applied { area: area(VILLAGE), operator: case(FIRM), evidence: seen() }),
        on_base("2024-12-15", base::Event::SiteChecked { found: heads(20, 6), evidence: seen() }),
        on_base("2024-12-20", base::Event::Noticed { span: noticed() }),
        on_base("2025-01-01", base::Event::Recognised { evidence: seen() }),
        on_base("2025-06-30", base::Event::GivenUp { evidence: seen() }),
    ]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("workshop_register", "base-b1"),
        &json!({"category": "base", "state": "exited", "exited_on": "2025-06-30", "model": null, "tier": null}),
    );
    assert_has(
        &view.row("workshop_register_operator", FIRM),
        &json!({"carriers": [WORKSHOP, "base-b1"], "violations": []}),
    );
}
