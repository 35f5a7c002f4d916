use super::*;
use crate::{
    claim::{Answer, fixture::*},
    fund::LedgerAccount,
    testing::{World, case, fact, given},
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
        .when(sent(BATCH).by("c1"))
        .refused("approver_recorded_it");
}

#[test]
fn an_instruction_reaches_every_claim_and_every_fund() {
    let world =
        ready().given([fact("2025-03-05", BATCH, sealed(vec![line(1, 1000), line(2, 400)]))]).when(sent(BATCH)).then([
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
            sent(BATCH),
        ])
        .when(sent(second))
        .refused("beyond_reservation");
}

#[test]
fn a_batch_is_sealed_then_instructed_then_answered() {
    ready()
        .given([fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)]))])
        .when(sent_on("2025-03-04", BATCH))
        .refused("occurs_before");
    let world =
        instructed(&[1]).when(fact("2025-03-05", BATCH, answered(1, Outcome::Credited))).irregular("occurs_before");
    balances(&world);
}

#[test]
fn a_batch_is_instructed_once() {
    instructed(&[1]).when(sent(BATCH)).refused("not_in_state");
}

// Answers.

#[test]
fn a_batch_that_failed_in_part_credits_the_rest() {
    let world = instructed(&[1, 2])
        .given([
            fact("2025-03-08", BATCH, answered(1, Outcome::Credited)),
            fact("2025-03-08", BATCH, answered(2, returned())),
        ])
        .when(fact("2025-03-09", BATCH, Event::Reconciled {}))
        .then([&format!("{} claim.reconciled.v1", claim(1))]);
    balances(&world);
    assert_eq!(world.case::<Claim>(&claim(1)).debt(), yuan(0));
    assert_eq!(world.case::<Claim>(&claim(2)).debt(), yuan(1000));
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Credited), 1000);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Reserved), 1000);
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
