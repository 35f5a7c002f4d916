use domain::{
    claim,
    payment_batch::Outcome,
    testing::{fact, note},
};
use serde_json::json;

use super::*;
use crate::model::testing::{
    assert_has, folded, folded_as_of,
    money::{answered, applied, at_bank, claim, funded, instructed, reserved, returned, slip},
};

const VIEW: &Projection = &CLAIM_FUNNEL;
const BATCH: &str = "payment_batch-b1";
const COUNTS: &str = "430225000000,vocational_training,2025";

#[test]
fn a_claim_counts_once_at_every_step_it_reached() {
    let world = at_bank().given(applied(2));
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("claim_funnel", COUNTS),
        &json!({"applied": 2, "checked": 2, "approved": 1, "reserved": 1, "instructed": 1, "credited": 0,
            "approved_fen": 100_000}),
    );
    assert_has(
        &view.row("claim_funnel_claim", &claim(1)),
        &json!({"state": "instructed", "applied_on": "2025-03-01", "approved_on": "2025-03-03",
            "instructed_on": "2025-03-06", "credited_on": null, "due_on": "2025-03-11", "days_max": 10}),
    );
    assert_has(&folded_as_of(VIEW, &world, "2025-03-03").row("claim_funnel", COUNTS), &json!({"reserved": 0}));
}

#[test]
fn lateness_runs_to_the_credit() {
    let credited = |on: &str| folded(VIEW, &at_bank().given([answered(on, BATCH, 1, Outcome::Credited)]));
    let in_time = credited("2025-03-11");
    assert_has(
        &in_time.row("claim_funnel_claim", &claim(1)),
        &json!({"state": "credited", "waited_days": 10, "late": false, "credited_on": "2025-03-11", "due_on": null}),
    );
    let late = credited("2025-03-12");
    assert_has(&late.row("claim_funnel_claim", &claim(1)), &json!({"waited_days": 11, "late": true}));
    assert_has(
        &late.row("claim_funnel", COUNTS),
        &json!({"credited": 1, "credited_late": 1, "credited_with_limit": 1, "waited_days": 11, "credited_fen": 100_000}),
    );
}

#[test]
fn the_clock_pauses_only_after_the_payee_was_told() {
    let of_claim = |on: &str, event: claim::Event| fact(on, &claim(1), event);
    let world = funded().given(applied(1)).given([
        of_claim("2025-03-01", claim::Event::SupplementAsked { missing: note("结业证书") }),
        of_claim("2025-03-02", claim::Event::PayeeTold { evidence: slip() }),
        of_claim("2025-03-03", claim::Event::Supplied { evidence: slip() }),
    ]);
    assert_has(
        &folded(VIEW, &world).row("claim_funnel_claim", &claim(1)),
        &json!({"paused_days": 1, "paused_since": null, "due_on": "2025-03-12"}),
    );
    let world = world.given(reserved(1)).given(instructed(BATCH, 1));
    let world = world.given([answered("2025-03-12", BATCH, 1, Outcome::Credited)]);
    assert_has(&folded(VIEW, &world).row("claim_funnel_claim", &claim(1)), &json!({"waited_days": 10, "late": false}));
}

#[test]
fn a_credit_that_came_back_is_no_credit() {
    let world = at_bank()
        .given([answered("2025-03-10", BATCH, 1, Outcome::Credited), answered("2025-03-20", BATCH, 1, returned())]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("claim_funnel_claim", &claim(1)),
        &json!({"state": "returned", "credited_on": null, "late": null, "due_on": "2025-03-11", "credited_fen": 0}),
    );
    assert_has(
        &view.row("claim_funnel", COUNTS),
        &json!({"credited": 0, "returned": 1, "waited_days": 0, "credited_fen": 0, "credited_with_limit": 0}),
    );
}
