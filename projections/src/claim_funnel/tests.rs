use domain::{
    claim::{self, PeriodKind},
    payment_batch::Outcome,
    policy::{self, LegalBasis, Rate, Standard},
    testing::{Fact, area, day, fact, note},
    values::{Fen, Span},
};
use serde_json::json;

use super::*;
use crate::model::testing::{
    assert_has, folded, folded_as_of,
    money::{COUNTY, answered, applied, at_bank, claim, funded, instructed, reserved, returned, slip, training},
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

/// A version of the county's own standard for training.
fn of_county(from: &str, to: Option<&str>, credited_days_max: u16) -> Fact {
    let standard = Standard::Subsidy {
        subsidy: Subsidy::VocationalTraining,
        per: PeriodKind::Year,
        rate: Rate::PerUnit { unit_fen: Fen::yuan(500), units_max: 12 },
        notice_days_min: 0,
        manual_review_above_fen: None,
        automatic_approval: false,
        credited_days_max,
    };
    let legal_basis = LegalBasis { document: note("县人社规〔2025〕1号"), dated: day(from), evidence: slip() };
    let valid = Span { from: day(from), to: to.map(day) };
    let issued = policy::Event::Issued { area: area(COUNTY), standard, valid, legal_basis, claws_back: false };
    fact(from, "policy-subsidy.vocational_training-430225", issued)
}

#[test]
fn a_version_that_gave_way_does_not_come_back_when_its_successor_has_ended() {
    // In March the county has no standard any more: the province's ten days.
    let versions = [of_county("2025-01-01", None, 30), of_county("2025-02-01", Some("2025-02-28"), 20)];
    let view = folded(VIEW, &funded().given(versions).given(applied(1)));
    assert_has(&view.row("claim_funnel_claim", &claim(1)), &json!({"days_max": 10, "due_on": "2025-03-11"}));
}

#[test]
fn a_consent_runs_under_the_limit_of_its_own_day() {
    let of_claim = |on: &str, event: claim::Event| fact(on, &claim(1), event);
    let [registered, declared, _] = applied(1);
    let consented = claim::Event::Consented { units: 2, base_fen: Fen::ZERO, evidence: slip() };
    let asked = funded().given([of_county("2025-02-01", Some("2025-02-28"), 20), registered, declared]).given([
        of_claim("2025-02-10", claim::Event::Identified { entitlement: training(1), evidence: slip() }),
        of_claim("2025-02-11", claim::Event::Invited {}),
    ]);
    assert_has(&folded(VIEW, &asked).row("claim_funnel_claim", &claim(1)), &json!({"days_max": 20, "due_on": null}));
    let world = asked.given([of_claim("2025-03-01", consented)]);
    assert_has(
        &folded(VIEW, &world).row("claim_funnel_claim", &claim(1)),
        &json!({"state": "auto_checked", "days_max": 10, "due_on": "2025-03-11"}),
    );
}
