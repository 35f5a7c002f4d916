use serde_json::json;

use super::*;
use crate::{
    claim::{Answer, fixture::*},
    fund::LedgerAccount,
    kinds::AnyEvent,
    testing::{Fact, World, case, fact, given, note},
};

const BATCH: &str = "payment_batch-b1";

fn ready() -> World {
    given(funded()).given(reserved_for(1)).given(reserved_for(2))
}

fn seal(event: Event) -> crate::testing::Outcome {
    ready().when(fact("2025-03-05", BATCH, event))
}

// Sealing.

#[test]
fn a_batch_holds_some_lines_and_not_too_many() {
    seal(sealed(vec![])).refused("batch_size");
    seal(sealed(vec![line(1, 1); LINES_MAX + 1])).refused("batch_size");
    let too_many = fact("2025-03-05", BATCH, sealed(vec![line(1, 1); LINES_MAX + 1]));
    ready().when(too_many.decided_elsewhere()).refused("batch_size");
}

#[test]
fn the_total_is_the_sum_of_the_lines() {
    let mut event = sealed(vec![line(1, 1000), line(2, 1000)]);
    let Event::Sealed { total_fen, .. } = &mut event else { return };
    *total_fen = yuan(1999);
    seal(event).refused("total_differs");
}

#[test]
fn the_hash_is_that_of_the_lines() {
    let mut event = sealed(vec![line(1, 1000), line(2, 1000)]);
    let Event::Sealed { lines, .. } = &mut event else { return };
    lines.reverse();
    seal(event).refused("hash_differs");
}

#[test]
fn a_claim_stands_in_a_batch_once() {
    seal(sealed(vec![line(1, 500), line(1, 500)])).refused("claim_twice");
}

#[test]
fn a_line_pays_something() {
    seal(sealed(vec![line(1, 0)])).refused("empty_line");
}

#[test]
fn a_line_pays_no_more_than_is_reserved_for_its_claim() {
    seal(sealed(vec![line(1, 1001)])).refused("beyond_reservation");
}

#[test]
fn a_line_goes_to_an_account_that_the_payee_declared() {
    let mut strange = line(1, 1000);
    strange.account = account(2);
    seal(sealed(vec![strange])).refused("account_not_of_payee");
}

#[test]
fn a_line_needs_an_approved_claim() {
    given(funded())
        .given(payee(1))
        .given([applied(&training(1), 2)])
        .when(fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)])))
        .refused("not_approved");
}

// Instruction.

#[test]
fn who_sealed_a_batch_does_not_send_it() {
    ready()
        .given([fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)]))])
        .when(sent(BATCH, 1000).by("c1"))
        .refused("approver_recorded_it");
}

#[test]
fn an_instruction_reaches_every_claim_and_every_fund() {
    let world = ready()
        .given([fact("2025-03-05", BATCH, sealed(vec![line(1, 1000), line(2, 400)]))])
        .when(sent(BATCH, 1400))
        .then([
            &format!("{} claim.instructed.v1", claim(1)),
            "fund-c25 fund.instructed.v1",
            &format!("{} claim.instructed.v1", claim(2)),
            "fund-c25 fund.instructed.v1",
        ]);
    balances(&world);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Instructed), 1400);
    assert_eq!(world.case::<Claim>(&claim(2)).reserved(), yuan(600));
}

#[test]
fn a_claim_in_two_sealed_batches_is_instructed_once() {
    let second = "payment_batch-b2";
    ready()
        .given([
            fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)])),
            fact("2025-03-05", second, sealed(vec![line(1, 1000)])),
            sent(BATCH, 1000),
        ])
        .when(sent(second, 1000))
        .refused("beyond_reservation");
}

#[test]
fn a_batch_is_sealed_then_instructed_then_answered() {
    ready()
        .given([fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)]))])
        .when(sent_on("2025-03-04", BATCH, 1000))
        .refused("occurs_before");
    let world =
        instructed(&[1]).when(fact("2025-03-05", BATCH, answered(1, Outcome::Credited))).irregular("occurs_before");
    balances(&world);
    instructed(&[1])
        .given([fact("2025-03-08", BATCH, answered(1, Outcome::Credited))])
        .when(fact("2025-03-07", BATCH, Event::Reconciled {}))
        .refused("occurs_before");
}

#[test]
fn a_batch_is_instructed_once() {
    instructed(&[1]).when(sent(BATCH, 1000)).refused("not_in_state");
}

#[test]
fn the_voucher_is_over_the_total_of_the_lines() {
    let world = ready().given([fact("2025-03-05", BATCH, sealed(vec![line(1, 1000), line(2, 400)]))]);
    world.clone().when(sent(BATCH, 1000)).refused("voucher_differs");
    // What another system sent is gone, whatever its voucher says.
    let world = world.when(sent(BATCH, 1000).decided_elsewhere()).irregular("voucher_differs");
    balances(&world);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Instructed), 1400);
}

// Voiding.

fn voided(on: &str) -> Fact {
    fact(on, BATCH, Event::Voided { reason: note("附件有误") })
}

#[test]
fn a_batch_that_is_voided_is_not_sent_and_its_lines_go_out_in_another() {
    let sealed = |batch| fact("2025-03-05", batch, sealed(vec![line(1, 1000)]));
    ready().given([sealed(BATCH)]).when(voided("2025-03-04")).refused("occurs_before");
    let world = ready().given([sealed(BATCH), voided("2025-03-05")]);
    world.clone().when(sent(BATCH, 1000)).refused("not_in_state");
    world.clone().when(voided("2025-03-06")).refused("not_in_state");
    let world = world.when(fact("2025-03-08", BATCH, answered(1, Outcome::Credited))).irregular("not_in_state");
    assert_eq!(world.case::<Claim>(&claim(1)).debt(), yuan(1000));
    let second = "payment_batch-b2";
    balances(&world.given([sealed(second), sent(second, 1000)]));
}

#[test]
fn what_is_sent_is_not_voided_any_more() {
    instructed(&[1]).when(voided("2025-03-07")).refused("not_in_state");
    let world = instructed(&[1]).when(voided("2025-03-07").decided_elsewhere()).irregular("not_in_state");
    assert_eq!(world.case::<PaymentBatch>(BATCH).state, State::Instructed);
}

// Answers.

#[test]
fn a_batch_that_failed_in_part_credits_the_rest() {
    let wrong = Outcome::WronglyCredited { account: account(7) };
    let world = instructed(&[1, 2, 3])
        .given([
            fact("2025-03-08", BATCH, answered(1, Outcome::Credited)),
            fact("2025-03-08", BATCH, answered(2, returned())),
            fact("2025-03-08", BATCH, answered(3, wrong)),
        ])
        .when(fact("2025-03-09", BATCH, Event::Reconciled {}))
        .then([&format!("{} claim.reconciled.v1", claim(1))]);
    balances(&world);
    let debt = |n| world.case::<Claim>(&claim(n)).debt();
    assert_eq!([debt(1), debt(2), debt(3)], [yuan(0), yuan(1000), yuan(1000)]);
    let funds = |account| at(&world, "fund-c25", account);
    assert_eq!((funds(LedgerAccount::Credited), funds(LedgerAccount::Reserved)), (2000, 1000));
    assert_eq!((funds(LedgerAccount::Instructed), funds(LedgerAccount::ReceivableOutstanding)), (0, 1000));
}

#[test]
fn a_second_answer_to_a_line_is_noted_and_moves_nothing() {
    let world = instructed(&[1])
        .given([fact("2025-03-08", BATCH, answered(1, Outcome::Credited))])
        .when(fact("2025-03-09", BATCH, answered(1, Outcome::Credited)))
        .irregular("line_answered_already");
    balances(&world);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Credited), 1000);
}

#[test]
fn an_answer_for_a_line_that_is_not_there_is_noted() {
    instructed(&[1]).when(fact("2025-03-08", BATCH, answered(2, Outcome::Credited))).irregular("line_unknown");
}

#[test]
fn an_answer_of_another_amount_is_noted_and_moves_nothing() {
    for outcome in [Outcome::Credited, returned(), Outcome::WronglyCredited { account: account(7) }] {
        for amount in [999, 1001] {
            let wrong = fact("2025-03-08", BATCH, answer(&claim(1), amount, outcome.clone()));
            let world = instructed(&[1]).when(wrong).irregular("answer_differs");
            balances(&world);
            assert_eq!(at(&world, "fund-c25", LedgerAccount::Instructed), 1000);
            // The batch waits for the bank's true answer.
            world.clone().when(fact("2025-03-09", BATCH, Event::Reconciled {})).refused("lines_unanswered");
            let world = world.given([fact("2025-03-09", BATCH, answered(1, outcome.clone()))]);
            balances(&world);
            assert_eq!(at(&world, "fund-c25", LedgerAccount::Instructed), 0);
        }
    }
    let world =
        credited().when(fact("2025-03-12", BATCH, answer(&claim(1), 400, returned()))).irregular("answer_differs");
    assert_eq!(world.case::<Claim>(&claim(1)).debt(), yuan(0));
}

#[test]
fn what_was_credited_may_still_come_back() {
    let world = credited().when(fact("2025-03-12", BATCH, answered(1, returned()))).admitted();
    balances(&world);
    assert_eq!(world.case::<Claim>(&claim(1)).debt(), yuan(1000));
    assert_eq!(world.case::<crate::fund::Fund>("fund-c25").gross.bank_returned_fen, yuan(1000));
    let instalment = world.case::<Claim>(&claim(1)).instalments.values().next().expect("an instalment");
    assert_eq!(instalment.answer, Answer::Returned);
}

#[test]
fn a_line_that_nobody_instructed_is_noted_at_the_fund() {
    let event = Event::UnmatchedLineReported {
        fund: case("fund-c25"),
        account: account(7),
        amount_fen: yuan(30),
        evidence: slip(),
    };
    balances(&instructed(&[1]).when(fact("2025-03-08", BATCH, event)).irregular("line_without_entitlement"));
}

#[test]
fn a_batch_is_reconciled_when_every_line_is_answered() {
    instructed(&[1, 2])
        .given([fact("2025-03-08", BATCH, answered(1, Outcome::Credited))])
        .when(fact("2025-03-09", BATCH, Event::Reconciled {}))
        .refused("lines_unanswered");
}

// Limits.

const LAST: u32 = 500;
const FUNDS: [&str; 3] = ["fund-a25", "fund-b25", "fund-d25"];

/// A claim of a thousand yuan, on so much of each fund.
fn reserved_on(n: u32, yuan: [u32; 3]) -> Fact {
    let lines: Vec<_> = FUNDS.into_iter().zip(yuan).filter(|(_, yuan)| *yuan > 0).collect();
    fact("2025-03-04", &claim(n), reserved(&lines))
}

/// The most lines, with the most payments: each claim is reserved on three funds, the last one on two.
fn largest() -> World {
    assert_eq!((LINES_MAX, PAYMENTS_MAX), (LAST as usize, 3 * LAST as usize - 1));
    let filled = |name| [open(name, COUNTY, None), fact("2025-01-05", name, received(None, 200_000))];
    let claims = (1..=LAST).flat_map(|n| {
        let on = if n < LAST { [334, 333, 333] } else { [500, 500, 0] };
        approved(n).into_iter().chain([reserved_on(n, on)])
    });
    given(standards()).given(FUNDS.into_iter().flat_map(filled)).given(claims)
}

fn all_lines() -> Vec<Line> {
    (1..=LAST).map(|n| line(n, 1000)).collect()
}

/// Recorded with the instruction of a batch: itself, each line, each payment.
fn recorded_by(world: World, instruction: Fact) -> usize {
    let before = world.recorded().len();
    world.when(instruction).admitted().recorded().len() - before
}

#[test]
fn the_largest_batch_has_room_in_one_append() {
    let world = largest().given([fact("2025-03-05", BATCH, sealed(all_lines()))]);
    assert_eq!(recorded_by(world, sent(BATCH, 500_000)), 1 + LINES_MAX + PAYMENTS_MAX);
}

#[test]
fn whatever_a_batch_breaks_takes_no_more_than_as_much_room_again() {
    // To a strange account, and out of funds that are closed.
    let filled = |name| [open(name, COUNTY, None), fact("2025-01-05", name, received(None, 1000))];
    let closed = |name| fact("2025-03-05", name, fund::Event::YearClosed {}).decided_elsewhere();
    let strange = Line { account: account(2), ..line(1, 1000) };
    let world = given(standards())
        .given(FUNDS.into_iter().flat_map(filled))
        .given(approved(1))
        .given([reserved_on(1, [334, 333, 333])])
        .given([fact("2025-03-05", BATCH, sealed(vec![strange])).decided_elsewhere()])
        .given(FUNDS.into_iter().map(closed));
    assert_eq!(recorded_by(world, sent(BATCH, 1).decided_elsewhere()), 2 * (1 + 1 + 3));
    assert_eq!(2 * (1 + LINES_MAX + PAYMENTS_MAX), ENTAILED_MAX);
}

#[test]
fn a_batch_makes_no_more_payments_than_have_room_in_one_append() {
    // Between the seal and the instruction the last claim is reserved on one fund more.
    let release = claim::Event::ReservationReleased { reason: note("改用其他资金") };
    let world = largest().given([
        fact("2025-03-05", BATCH, sealed(all_lines())),
        fact("2025-03-05", &claim(LAST), release),
        reserved_on(LAST, [400, 300, 300]),
    ]);
    world.clone().when(sent(BATCH, 500_000)).refused("too_many_payments");
    let again = fact("2025-03-06", "payment_batch-b2", sealed(all_lines()));
    world.clone().when(again.clone()).refused("too_many_payments");
    world.when(again.decided_elsewhere()).refused("too_many_payments");
}

// The first versions.

fn first_version(kind: &str, data: &serde_json::Value) -> AnyEvent {
    AnyEvent::decode(&format!("payment_batch.{kind}.v1"), &data.to_string()).expect("read for ever")
}

#[test]
fn what_was_said_before_amounts_were_stated_is_of_the_whole_line() {
    let voucher = json!({"sha256": "ab".repeat(32), "kind": "bank_slip"});
    let answer = |outcome| first_version("line_answered", &json!({"claim": claim(1), "outcome": outcome}));
    let world = ready()
        .given([fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)]))])
        .given([fact("2025-03-06", BATCH, first_version("instructed", &json!({"voucher": voucher}))).by("a2")])
        .when(fact("2025-03-08", BATCH, answer(json!("credited"))))
        .then([&format!("{} claim.credited.v1", claim(1)), "fund-c25 fund.credited.v1"])
        .given([fact("2025-03-09", BATCH, Event::Reconciled {})])
        .when(fact("2025-03-10", BATCH, answer(json!({"returned": {"code": "户名不符"}}))))
        .then([&format!("{} claim.returned.v1", claim(1)), "fund-c25 fund.bank_returned.v1"]);
    let open = world.case::<Claim>(&claim(1));
    assert_eq!((open.debt(), open.reserved()), (yuan(1000), yuan(1000)));
}
