use domain::{
    claim::{self, ClawbackReason},
    fund::{self, LedgerAccount},
    payment_batch::{self, Outcome},
    testing::{case, fact, note},
    values::Fen,
};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::model::testing::{
    assert_has, folded, folded_as_of,
    money::{
        TRAINING, account, answered, applied, at_bank, claim, funded, opened, received, returned, sent_down, slip,
    },
};

const VIEW: &Projection = &FUND_AUDIT;
const COUNTY: &str = "fund-c25";
const BATCH: &str = "payment_batch-b1";
const PASSAGE: &str = "fund-p25,fund-c25,湘财社指1号";

fn payment() -> String {
    format!("{},{BATCH},{COUNTY}", claim(1))
}

/// What came is there or went, in every row.
#[track_caller]
fn balances(row: &Json) {
    let sum = |names: &[&str]| names.iter().map(|name| row[format!("{name}_fen")].as_i64().unwrap()).sum::<i64>();
    let came = sum(&["received", "carried_in", "recovered_in"]);
    let there = ["available", "reserved", "instructed", "credited", "sent_down", "returned_up", "carried_out"];
    assert_eq!(came, sum(&there), "{row:#}");
    let settled = ["receivable_outstanding", "receivable_recovered", "receivable_waived", "receivable_written_off"];
    assert_eq!(sum(&["receivable_claimed"]), sum(&settled), "{row:#}");
}

#[test]
fn a_fund_shows_what_stands_on_each_account() {
    let view = folded(VIEW, &at_bank());
    let county = view.row("fund_audit", COUNTY);
    assert_has(
        &county,
        &json!({"area": "430225000000", "source": "employment_subsidy", "purpose": "any_subsidy", "fiscal_year": 2025,
            "document": "湘财社指1号", "parent": "fund-p25", "central_direct": true, "received_fen": 300_000,
            "received_outside_fen": 0, "available_fen": 200_000, "reserved_fen": 0, "instructed_fen": 100_000,
            "credited_fen": 0, "negative": false}),
    );
    let province = view.row("fund_audit", "fund-p25");
    assert_has(
        &province,
        &json!({"received_outside_fen": 1_000_000, "sent_down_fen": 400_000, "available_fen": 600_000}),
    );
    balances(&county);
    balances(&province);
}

#[test]
fn the_events_of_a_figure_are_the_movements_of_its_account() {
    let view = folded(VIEW, &at_bank());
    let into: i64 = view
        .rows("fund_audit_movement")
        .iter()
        .filter(|row| row["fund"] == COUNTY && row["to_account"] == "instructed")
        .map(|row| {
            assert_has(
                row,
                &json!({"from_account": "reserved", "what": "instructed", "claim": claim(1), "actor": "a2/bureau/approver",
                    "occurred_on": "2025-03-06"}),
            );
            row["amount_fen"].as_i64().unwrap()
        })
        .sum();
    assert_eq!(into, 100_000);
}

#[test]
fn what_was_sent_and_not_received_is_in_transit() {
    let view = folded(VIEW, &funded());
    assert_has(
        &view.row("fund_audit_transit", PASSAGE),
        &json!({"sent_fen": 400_000, "received_fen": 300_000, "in_transit_fen": 100_000, "open": true,
            "sent_on": "2025-01-15", "received_on": "2025-01-20"}),
    );
    let world = funded().given([fact("2025-02-01", COUNTY, received(Some("fund-p25"), 1000))]);
    assert_has(
        &folded(VIEW, &world).row("fund_audit_transit", PASSAGE),
        &json!({"in_transit_fen": 0, "open": false, "received_on": "2025-02-01"}),
    );
}

#[test]
fn a_reversal_takes_back_the_movement_and_the_transit() {
    let wrong = Uuid::from_u128(5);
    let reversed = fund::Event::Reversed {
        event: wrong,
        from: LedgerAccount::Available,
        to: LedgerAccount::SentDown,
        amount_fen: Fen::yuan(500),
        reason: note("重复录入"),
        evidence: slip(),
    };
    let world = funded()
        .given([fact("2025-02-01", "fund-p25", sent_down(500)).id(wrong), fact("2025-02-01", "fund-p25", reversed)]);
    let view = folded(VIEW, &world);
    let province = view.row("fund_audit", "fund-p25");
    assert_has(&province, &json!({"sent_down_fen": 400_000, "available_fen": 600_000}));
    balances(&province);
    assert_has(&view.row("fund_audit_transit", PASSAGE), &json!({"sent_fen": 400_000, "in_transit_fen": 100_000}));
    let entry = view.row("fund_audit_document", &format!("fund-p25,{wrong}"));
    assert_has(&entry, &json!({"what": "sent_down", "other": COUNTY, "amount_fen": 50_000}));
    assert!(entry["reversed_by"].is_string());
}

#[test]
fn what_was_carried_over_goes_back_under_its_document() {
    let (to, amount_fen, document) = (case("fund-c26"), Fen::yuan(2500), || note("湘财社指1号"));
    let carried = fund::Event::CarriedOut { to, document: None, amount_fen, evidence: slip() };
    let (to, amount_fen) = (Some(case("fund-p25")), Fen::yuan(700));
    let back = fund::Event::SurplusReturned { to, document: document(), amount_fen, evidence: slip() };
    let (from, amount_fen) = (case("fund-c26"), Fen::yuan(600));
    let arrived = fund::Event::SurplusArrived { from, document: document(), amount_fen, evidence: slip() };
    let world = funded().given([
        opened("fund-c26", "430225000000", Some("fund-p25")),
        fact("2026-01-05", COUNTY, carried),
        fact("2026-02-01", "fund-c26", back),
        fact("2026-02-03", "fund-p25", arrived),
    ]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("fund_audit_transit", "fund-p25,fund-c26,湘财社指1号"),
        &json!({"sent_fen": 0, "received_fen": 0, "carried_in_fen": 250_000, "returned_fen": 70_000,
            "arrived_fen": 60_000, "in_transit_up_fen": 10_000, "open": true}),
    );
    assert_has(&view.row("fund_audit_transit", PASSAGE), &json!({"carried_out_fen": 250_000, "received_fen": 300_000}));
    let province = view.row("fund_audit", "fund-p25");
    assert_has(&province, &json!({"sent_down_fen": 340_000, "available_fen": 660_000}));
    balances(&province);
    balances(&view.row("fund_audit", "fund-c26"));
}

#[test]
fn a_payment_shows_its_claim_standard_amount_and_approvers() {
    let world = at_bank().given([answered("2025-03-08", BATCH, 1, Outcome::Credited)]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("fund_audit_payment", &payment()),
        &json!({"amount_fen": 100_000, "outcome": "credited", "standard": "policy-subsidy.vocational_training-43",
            "version": 1, "recomputed_fen": 100_000, "approved_fen": 100_000, "instructed_on": "2025-03-06",
            "answered_on": "2025-03-08", "approvers": ["a1/bureau/approver", "a2/bureau/approver"]}),
    );
    assert_has(
        &view.row("fund_audit_claim", &claim(1)),
        &json!({"unpaid": false, "unpaid_fen": 0, "credited_fen": 100_000, "instructed_fen": 0, "differs": false,
            "recorder": "c1/bureau/clerk", "approvers": ["a1/bureau/approver"], "approved_on": "2025-03-03"}),
    );
    balances(&view.row("fund_audit", COUNTY));
}

#[test]
fn an_approval_under_a_version_that_nobody_checked_is_held_against_nothing() {
    let approved = |version| {
        let amount_fen = Fen::yuan(800);
        let approved = claim::Event::Approved { amount_fen, standard: case(TRAINING), version };
        let world = funded().given(applied(1)).given([fact("2025-03-03", &claim(1), approved).decided_elsewhere()]);
        folded(VIEW, &world).row("fund_audit_claim", &claim(1))
    };
    assert_has(
        &approved(1),
        &json!({"version": 1, "approved_fen": 80_000, "recomputed_fen": 100_000, "differs": true}),
    );
    assert_has(&approved(7), &json!({"version": 7, "approved_fen": 80_000, "recomputed_fen": null, "differs": null}));
}

#[test]
fn a_returned_payment_is_unpaid_again() {
    let world = at_bank().given([answered("2025-03-08", BATCH, 1, returned())]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("fund_audit_payment", &payment()),
        &json!({"outcome": "returned", "bank_code": "账号户名不符"}),
    );
    assert_has(
        &view.row("fund_audit_claim", &claim(1)),
        &json!({"unpaid": true, "unpaid_fen": 100_000, "reserved_fen": 100_000, "instructed_fen": 0}),
    );
    let county = view.row("fund_audit", COUNTY);
    assert_has(&county, &json!({"bank_returned_fen": 100_000, "reserved_fen": 100_000, "instructed_fen": 0}));
    balances(&county);
}

#[test]
fn a_wrong_payee_owes_it_back_while_the_payee_is_still_owed() {
    let wrong = Outcome::WronglyCredited { account: account(7) };
    let view = folded(VIEW, &at_bank().given([answered("2025-03-08", BATCH, 1, wrong)]));
    assert_has(
        &view.row("fund_audit_claim", &claim(1)),
        &json!({"unpaid_fen": 100_000, "receivable_fen": 100_000, "credited_fen": 0}),
    );
    assert_has(
        &view.row("fund_audit_receivable", &format!("{COUNTY},{}", claim(1))),
        &json!({"debtor": "holder", "outstanding_fen": 100_000, "claimed_on": "2025-03-08", "open": true}),
    );
    assert_has(&view.row("fund_audit", COUNTY), &json!({"wrongly_credited_fen": 100_000, "credited_fen": 100_000}));
}

#[test]
fn a_receivable_is_recovered_waived_or_written_off() {
    let of_claim = |on: &str, event: claim::Event| fact(on, &claim(1), event);
    let fund = || case(COUNTY);
    let world = at_bank().given([
        answered("2025-03-08", BATCH, 1, Outcome::Credited),
        of_claim(
            "2025-04-01",
            claim::Event::ClawbackOpened { amount_fen: Fen::yuan(1000), reason: ClawbackReason::NotEligible },
        ),
        of_claim("2025-05-01", claim::Event::Recovered { fund: fund(), amount_fen: Fen::yuan(600), evidence: slip() }),
        of_claim(
            "2025-06-01",
            claim::Event::Waived { fund: fund(), amount_fen: Fen::yuan(300), reason: note("生活困难") },
        ),
    ]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("fund_audit_receivable", &format!("{COUNTY},{}", claim(1))),
        &json!({"debtor": "payee", "claimed_fen": 100_000, "recovered_fen": 60_000, "waived_fen": 30_000,
            "outstanding_fen": 10_000, "recovered_on": "2025-05-01", "open": true}),
    );
    let county = view.row("fund_audit", COUNTY);
    assert_has(&county, &json!({"recovered_in_fen": 60_000, "receivable_outstanding_fen": 10_000}));
    balances(&county);
    assert_has(&view.row("fund_audit_claim", &claim(1)), &json!({"receivable_fen": 10_000}));
}

#[test]
fn no_more_is_owed_back_than_was_credited() {
    let clawback =
        |yuan| claim::Event::ClawbackOpened { amount_fen: Fen::yuan(yuan), reason: ClawbackReason::NotEligible };
    let of_claim = |yuan| fact("2025-04-01", &claim(1), clawback(yuan)).decided_elsewhere();
    let world = at_bank().given([answered("2025-03-08", BATCH, 1, Outcome::Credited), of_claim(600), of_claim(600)]);
    let view = folded(VIEW, &world);
    assert_has(&view.row("fund_audit_claim", &claim(1)), &json!({"receivable_fen": 100_000, "clawed_fen": 100_000}));
    assert_has(&view.row("fund_audit", COUNTY), &json!({"receivable_outstanding_fen": 100_000}));
}

#[test]
fn a_bank_line_that_nobody_instructed_stands_apart() {
    let line = payment_batch::Event::UnmatchedLineReported {
        fund: case(COUNTY),
        account: account(9),
        amount_fen: Fen::yuan(50),
        evidence: slip(),
    };
    let view = folded(VIEW, &at_bank().given([fact("2025-03-09", BATCH, line)]));
    let rows = view.rows("fund_audit_unmatched");
    assert_has(&rows[0], &json!({"fund": COUNTY, "amount_fen": 5_000, "occurred_on": "2025-03-09"}));
    let county = view.row("fund_audit", COUNTY);
    assert_has(&county, &json!({"unmatched_fen": 5_000}));
    balances(&county);
}

#[test]
fn money_is_held_from_the_day_it_came_to_the_day_it_left() {
    // 10000 yuan came on the 5th, 4000 left on the 15th, when 6000 had lain ten days too.
    let view = folded(VIEW, &funded());
    assert_has(
        &view.row("fund_audit", "fund-p25"),
        &json!({"held_yuan_days": 100_000, "held_days_mean": 10, "first_in_on": "2025-01-05",
            "last_moved_on": "2025-01-15"}),
    );
}

#[test]
fn the_fen_of_what_is_held_add_up() {
    // 100.50 yuan more came on the 5th and left in three parts of 33.50 ten days later.
    let fen = |fen| Fen::new(fen).unwrap();
    let came = fund::Event::Received {
        from: fund::Payer::Outside { payer: note("国库") },
        document: note("湘财社指1号"),
        amount_fen: fen(10_050),
        evidence: slip(),
    };
    let part = fund::Event::SentDown {
        to: case(COUNTY),
        document: note("湘财社指1号"),
        amount_fen: fen(3_350),
        evidence: slip(),
    };
    let parts = || fact("2025-01-15", "fund-p25", part.clone());
    let world = funded().given([fact("2025-01-05", "fund-p25", came), parts(), parts(), parts()]);
    assert_has(
        &folded(VIEW, &world).row("fund_audit", "fund-p25"),
        &json!({"held_yuan_days": 101_005, "held_days_mean": 10}),
    );
}

#[test]
fn by_the_worlds_clock_a_fund_may_be_below_zero_and_says_so() {
    // 9000 yuan left on the 16th, out of money that came on the 20th: so it was learnt, and in this order.
    let world = funded().given([
        fact("2025-01-20", "fund-p25", received(None, 10_000)),
        fact("2025-01-16", "fund-p25", sent_down(9000)),
    ]);
    let then = folded_as_of(VIEW, &world, "2025-01-19").row("fund_audit", "fund-p25");
    assert_has(&then, &json!({"available_fen": -300_000, "negative": true}));
    balances(&then);
    assert_has(&folded(VIEW, &world).row("fund_audit", "fund-p25"), &json!({"negative": false}));
}
