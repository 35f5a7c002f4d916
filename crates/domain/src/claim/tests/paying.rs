//! Money for a claim: reserved, instructed, answered, adjusted, asked back.

use super::*;

// Reservation.

#[test]
fn a_reservation_over_two_funds_is_whole_or_not_at_all() {
    let second = [open("fund-local25", COUNTY, None), fact("2025-01-05", "fund-local25", received(None, 300))];
    let world = ready().given(second);
    world
        .clone()
        .when(on_claim("2025-03-04", reserved(&[("fund-c25", 600), ("fund-local25", 400)])))
        .refused("balance_short");
    let world = world
        .when(on_claim("2025-03-04", reserved(&[("fund-c25", 700), ("fund-local25", 300)])))
        .then(["fund-c25 fund.reserved.v1", "fund-local25 fund.reserved.v1"])
        .given([fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)])), sent(BATCH, 1000)])
        .when(fact("2025-03-08", BATCH, answered(1, Outcome::Credited)))
        .then([
            &format!("{} claim.credited.v1", claim(1)),
            "fund-c25 fund.credited.v1",
            "fund-local25 fund.credited.v1",
        ]);
    balances(&world);
    assert_eq!(at(&world, "fund-local25", LedgerAccount::Credited), 300);
}

#[test]
fn a_reservation_covers_the_debt_and_nothing_else() {
    ready().when(on_claim("2025-03-04", reserved(&[("fund-c25", 999)]))).refused("not_the_debt");
    given(funded())
        .given(reserved_for(1))
        .when(on_claim("2025-03-04", reserved(&[("fund-c25", 1000)])))
        .refused("not_the_debt");
}

#[test]
fn a_reservation_needs_an_approval() {
    waiting(2).when(on_claim("2025-03-04", reserved(&[("fund-c25", 1000)]))).refused("not_approved");
}

#[test]
fn a_fund_stands_in_a_reservation_once() {
    ready().when(on_claim("2025-03-04", reserved(&[("fund-c25", 500), ("fund-c25", 500)]))).refused("fund_twice");
}

#[test]
fn a_reservation_draws_on_few_funds() {
    let lines = vec![("fund-c25", 1); FUND_LINES_MAX + 1];
    ready().when(on_claim("2025-03-04", reserved(&lines))).refused("too_many_funds");
}

#[test]
fn a_fund_pays_where_its_holder_serves() {
    ready()
        .given([open("fund-hengyang25", "430400000000", Some("fund-p25"))])
        .when(on_claim("2025-03-04", reserved(&[("fund-hengyang25", 1000)])))
        .refused("fund_of_another_area");
}

#[test]
fn what_is_reserved_may_be_released() {
    let release = || on_claim("2025-03-05", Event::ReservationReleased { reason: note("改用其他资金") });
    let world = given(funded()).given(reserved_for(1)).when(release()).then(["fund-c25 fund.released.v1"]);
    balances(&world);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Available), 4000);
    world.when(release()).refused("nothing_reserved");
}

// The bank's answer.

#[test]
fn a_bank_return_opens_the_debt_again() {
    let world = instructed(&[1])
        .when(fact("2025-03-08", BATCH, answered(1, returned())))
        .then([&format!("{} claim.returned.v1", claim(1)), "fund-c25 fund.bank_returned.v1"]);
    balances(&world);
    let open = world.case::<Claim>(&claim(1));
    assert_eq!((open.state, open.debt(), open.reserved()), (State::Returned, yuan(1000), yuan(1000)));
    let again = "payment_batch-b2";
    balances(
        &world.given([fact("2025-03-10", again, sealed(vec![line(1, 1000)])), sent_on("2025-03-11", again, 1000)]),
    );
}

#[test]
fn a_wrong_payee_owes_it_back_while_the_debt_stays_open() {
    let wrong = Outcome::WronglyCredited { account: account(7) };
    let world = instructed(&[1]).when(fact("2025-03-08", BATCH, answered(1, wrong))).then([
        &format!("{} claim.wrongly_credited.v1", claim(1)),
        "fund-c25 fund.credited.v1",
        "fund-c25 fund.receivable_claimed.v1",
    ]);
    balances(&world);
    let owed = world.case::<Claim>(&claim(1));
    assert_eq!((owed.debt(), owed.receivable(), owed.credited()), (yuan(1000), yuan(1000), yuan(0)));
    // The payee is paid with other money; the wrong payee's comes back by itself.
    let recovered = Event::Recovered { fund: case("fund-c25"), amount_fen: yuan(1000), evidence: slip() };
    let world = world
        .given([on_claim("2025-03-09", reserved(&[("fund-c25", 1000)]))])
        .when(on_claim("2025-03-20", recovered))
        .then(["fund-c25 fund.recovered.v1"]);
    balances(&world);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::ReceivableOutstanding), 0);
    assert_eq!(world.case::<Claim>(&claim(1)).debt(), yuan(1000));
}

#[test]
fn an_answer_before_the_instruction_is_noted_and_moves_nothing() {
    let world = given(funded())
        .given(reserved_for(1))
        .given([fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)]))])
        .when(fact("2025-03-06", BATCH, answered(1, Outcome::Credited)))
        .irregular("not_in_state");
    balances(&world);
    assert_eq!(world.case::<Claim>(&claim(1)).debt(), yuan(1000));
    // The bank's true answer still counts.
    let world = world
        .given([sent_on("2025-03-07", BATCH, 1000)])
        .when(fact("2025-03-08", BATCH, answered(1, Outcome::Credited)))
        .then([&format!("{} claim.credited.v1", claim(1)), "fund-c25 fund.credited.v1"]);
    balances(&world);
    assert_eq!(world.case::<Claim>(&claim(1)).debt(), yuan(0));
}

#[test]
fn a_claim_takes_no_answer_from_a_batch_that_did_not_instruct_it() {
    let credited = Event::Credited { batch: case(BATCH), amount_fen: yuan(1000) };
    given(funded()).given(reserved_for(1)).told(on_claim("2025-03-08", credited)).refused("not_instructed");
}

// Adjustments and clawbacks.

#[test]
fn a_higher_standard_is_paid_as_an_instalment_of_its_own() {
    let world = credited()
        .given([issued("2025-04-01", PROVINCE, pays(Subsidy::VocationalTraining, 600), false)])
        .given([on_claim("2025-04-02", adjusted(1000, 1200, 2))]);
    assert_eq!(world.case::<Claim>(&claim(1)).debt(), yuan(200));
    let second = "payment_batch-b2";
    let world = world.given([
        on_claim("2025-04-03", reserved(&[("fund-c25", 200)])),
        fact("2025-04-04", second, sealed(vec![line(1, 200)])),
        sent_on("2025-04-05", second, 200),
        fact("2025-04-06", second, answer(&claim(1), 200, Outcome::Credited)),
    ]);
    balances(&world);
    let paid = world.case::<Claim>(&claim(1));
    assert_eq!((paid.debt(), paid.credited(), paid.instalments.len()), (yuan(0), yuan(1200), 2));
}

#[test]
fn an_adjustment_starts_from_what_the_claim_is_worth_and_ends_at_what_the_standard_gives() {
    credited().when(on_claim("2025-04-02", adjusted(900, 1000, 1))).refused("adjusts_other_amount");
    credited().when(on_claim("2025-04-02", adjusted(1000, 1100, 1))).refused("not_as_computed");
    waiting(2).when(on_claim("2025-04-02", adjusted(0, 1000, 1))).refused("not_approved");
}

#[test]
fn an_adjustment_rests_on_a_standard_of_that_kind() {
    let travel = issued("2025-04-01", PROVINCE, pays(Subsidy::Travel, 0), true);
    let other = Event::Adjusted {
        from_fen: yuan(1000),
        to_fen: Fen::ZERO,
        standard: case("policy-subsidy.travel-43"),
        version: 1,
        reason: note("标准调整"),
    };
    credited().given([travel]).when(on_claim("2025-04-02", other)).refused("not_its_standard");
    credited().when(on_claim("2025-04-02", adjusted(1000, 0, 2))).refused("not_its_standard");
}

#[test]
fn a_lower_standard_claws_back_only_when_it_says_so() {
    let lower = |claws_back| issued("2025-04-01", PROVINCE, pays(Subsidy::VocationalTraining, 400), claws_back);
    credited().given([lower(false)]).when(on_claim("2025-04-02", adjusted(1000, 800, 2))).refused("claws_nothing_back");
    let world = credited()
        .given([lower(true)])
        .when(on_claim("2025-04-02", adjusted(1000, 800, 2)))
        .then([&format!("{} claim.clawback_opened.v1", claim(1)), "fund-c25 fund.receivable_claimed.v1"]);
    balances(&world);
    assert_eq!(world.case::<Claim>(&claim(1)).receivable(), yuan(200));
}

#[test]
fn what_a_lower_standard_took_back_is_owed_again_under_a_higher_one() {
    let standard = |on, unit| issued(on, PROVINCE, pays(Subsidy::VocationalTraining, unit), true);
    let lowered = || credited().given([standard("2025-04-01", 400), on_claim("2025-04-02", adjusted(1000, 800, 2))]);
    let owed = |world: &World| world.case::<Claim>(&claim(1)).debt();
    let higher =
        |world: World| world.given([standard("2025-06-01", 500), on_claim("2025-06-02", adjusted(800, 1000, 3))]);
    assert_eq!(owed(&lowered()), yuan(0));
    let recovered = Event::Recovered { fund: case("fund-c25"), amount_fen: yuan(200), evidence: slip() };
    let world = lowered().given([on_claim("2025-05-01", recovered)]);
    assert_eq!(owed(&world), yuan(0));
    let world = higher(world);
    assert_eq!(owed(&world), yuan(200));
    let second = "payment_batch-b2";
    let world = world.given([
        on_claim("2025-06-03", reserved(&[("fund-c25", 200)])),
        fact("2025-06-04", second, sealed(vec![line(1, 200)])),
        sent_on("2025-06-05", second, 200),
        fact("2025-06-06", second, answer(&claim(1), 200, Outcome::Credited)),
    ]);
    balances(&world);
    assert_eq!(owed(&world), yuan(0));
    // What was waived the payee kept; what was clawed back for another reason is not due again.
    let waived = Event::Waived { fund: case("fund-c25"), amount_fen: yuan(200), reason: note("家庭困难") };
    assert_eq!(owed(&higher(lowered().given([on_claim("2025-05-01", waived).by("a2")]))), yuan(0));
    assert_eq!(owed(&credited().given([on_claim("2025-04-02", clawback(600))])), yuan(0));
}

#[test]
fn a_lower_standard_claws_back_by_an_adjustment_only() {
    let by_hand = Event::ClawbackOpened { amount_fen: yuan(200), reason: ClawbackReason::LowerStandard };
    credited().when(on_claim("2025-04-02", by_hand)).refused("lower_standard_adjusts");
}

#[test]
fn nobody_decides_on_their_own_debt() {
    let own = |event| on_claim("2025-05-02", event).by(person(1).id());
    let waived = Event::Waived { fund: case("fund-c25"), amount_fen: yuan(100), reason: note("家庭困难") };
    let world = credited().given([on_claim("2025-04-02", clawback(600)), on_claim("2025-04-05", appealed())]);
    world.clone().when(own(waived)).refused("approver_is_applicant");
    world.when(own(decided(true))).refused("approver_is_applicant");
    credited().when(own(adjusted(1000, 1000, 1))).refused("approver_is_applicant");
}

#[test]
fn what_is_recovered_without_a_rule_for_it_is_kept_and_noted() {
    let unruled = funded().into_iter().filter(|fact| !format!("{fact:?}").contains("policy-recovered_money"));
    let batch = [fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)])), sent(BATCH, 1000)];
    let recovered = Event::Recovered { fund: case("fund-c25"), amount_fen: yuan(600), evidence: slip() };
    let world = given(unruled)
        .given(reserved_for(1))
        .given(batch)
        .given([fact("2025-03-08", BATCH, answered(1, Outcome::Credited)), on_claim("2025-04-02", clawback(600))])
        .when(on_claim("2025-05-02", recovered))
        .irregular("not_configured");
    balances(&world);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Available), 3600);
}

#[test]
fn a_claim_that_a_batch_left_out_is_still_owed() {
    let world = given(funded()).given(reserved_for(1)).given(reserved_for(2)).given([
        fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)])),
        sent(BATCH, 1000),
        fact("2025-03-08", BATCH, answered(1, Outcome::Credited)),
        fact("2025-03-09", BATCH, crate::payment_batch::Event::Reconciled {}),
    ]);
    let omitted = world.case::<Claim>(&claim(2));
    assert_eq!((omitted.state, omitted.debt()), (State::Reserved, yuan(1000)));
}

#[test]
fn what_is_reserved_is_released_before_a_claim_is_worth_less() {
    given(funded())
        .given(reserved_for(1))
        .given([issued("2025-04-01", PROVINCE, pays(Subsidy::VocationalTraining, 400), false)])
        .when(on_claim("2025-04-02", adjusted(1000, 800, 2)))
        .refused("money_still_reserved");
}

#[test]
fn no_more_is_clawed_back_than_was_credited() {
    credited().when(on_claim("2025-04-02", clawback(1001))).refused("clawback_beyond_credited");
    credited()
        .given([on_claim("2025-04-02", clawback(600))])
        .when(on_claim("2025-04-03", clawback(401)))
        .refused("clawback_beyond_credited");
}

#[test]
fn what_is_waived_or_written_off_moves_no_cash() {
    let fund = || case("fund-c25");
    let waived = Event::Waived { fund: fund(), amount_fen: yuan(300), reason: note("家庭困难") };
    let written_off = Event::WrittenOff {
        fund: fund(),
        amount_fen: yuan(200),
        reason: note("无法收回"),
        evidence: evidence(EvidenceKind::Decision),
    };
    let world = credited().given([on_claim("2025-04-02", clawback(600))]);
    world.clone().when(on_claim("2025-05-02", waived.clone()).by("c1")).refused("approver_recorded_it");
    let world = world
        .when(on_claim("2025-05-02", waived))
        .then(["fund-c25 fund.receivable_waived.v1"])
        .when(on_claim("2025-06-02", written_off))
        .then(["fund-c25 fund.receivable_written_off.v1"]);
    balances(&world);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::ReceivableOutstanding), 100);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::RecoveredIn), 0);
    let recovered = Event::Recovered { fund: fund(), amount_fen: yuan(100), evidence: slip() };
    balances(&world.when(on_claim("2025-07-02", recovered)).admitted());
}

#[test]
fn no_more_is_waived_than_is_owed_back() {
    let waived = Event::Waived { fund: case("fund-c25"), amount_fen: yuan(601), reason: note("家庭困难") };
    credited()
        .given([on_claim("2025-04-02", clawback(600))])
        .when(on_claim("2025-05-02", waived))
        .refused("beyond_receivable");
}

#[test]
fn only_a_fund_that_paid_is_owed_anything_back() {
    let fund = || case("fund-p25");
    let (amount_fen, reason) = (yuan(100), || note("家庭困难"));
    let recovered = Event::Recovered { fund: fund(), amount_fen, evidence: slip() };
    let waived = Event::Waived { fund: fund(), amount_fen, reason: reason() };
    let written_off = Event::WrittenOff { fund: fund(), amount_fen, reason: reason(), evidence: slip() };
    let world = credited().given([on_claim("2025-04-02", clawback(600))]);
    for event in [recovered, waived, written_off] {
        let said = on_claim("2025-05-02", event).decided_elsewhere();
        world.clone().when(said).refused("not_a_fund_of_the_claim");
    }
}

#[test]
fn what_comes_back_beyond_what_is_owed_is_noted_and_makes_no_money() {
    let recovered = || Event::Recovered { fund: case("fund-c25"), amount_fen: yuan(700), evidence: slip() };
    let world = credited().given([on_claim("2025-04-02", clawback(600))]);
    let available = at(&world, "fund-c25", LedgerAccount::Available);
    let world = world.when(on_claim("2025-05-02", recovered())).irregular("beyond_receivable");
    balances(&world);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Available), available + 600);
    assert_eq!(world.case::<Claim>(&claim(1)).sum(|share| share.recovered_fen), yuan(600));
    let world = world.when(on_claim("2025-05-03", recovered())).irregular("beyond_receivable");
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Available), available + 600);
    let waived = Event::Waived { fund: case("fund-c25"), amount_fen: yuan(5), reason: note("家庭困难") };
    let world = world.when(on_claim("2025-05-04", waived).decided_elsewhere()).irregular("beyond_receivable");
    balances(&world);
}

#[test]
fn a_clawback_may_be_appealed_against() {
    credited()
        .given([on_claim("2025-04-02", clawback(600)), on_claim("2025-04-05", appealed())])
        .when(on_claim("2025-04-09", decided(true)))
        .admitted();
}
