use super::{fixture::*, *};
use crate::{
    fund::LedgerAccount,
    organisation::{self, Violation},
    payment_batch::{Line, Outcome},
    person,
    policy::{Rate, Standard},
    testing::{Fact, World, area, case, evidence, fact, given, note},
    values::EvidenceKind,
};

const STANDARD: &str = "policy-subsidy.vocational_training-43";
const BATCH: &str = "payment_batch-b1";

/// A standard of training that differs from the usual one.
fn training_standard(change: impl FnOnce(&mut u16, &mut bool)) -> Fact {
    let mut standard = pays(Subsidy::VocationalTraining, 500);
    if let Standard::Subsidy { notice_days_min, automatic_approval, .. } = &mut standard {
        change(notice_days_min, automatic_approval);
    }
    issued("2025-02-01", COUNTY, standard, false)
}

fn county_approval(amount: u32) -> Event {
    let standard = case("policy-subsidy.vocational_training-430225");
    Event::Approved { amount_fen: yuan(amount), standard, version: 1 }
}

/// Applied for so many units, nothing decided.
fn waiting(units: u32) -> World {
    given(funded()).given(payee(1)).given([applied(&training(1), units)])
}

fn ready() -> World {
    given(funded()).given(approved(1))
}

fn application(entitlement: Entitlement) -> Event {
    Event::Applied { entitlement, units: 2, base_fen: Fen::ZERO, evidence: evidence(EvidenceKind::Application) }
}

fn on_claim(on: &str, event: Event) -> Fact {
    fact(on, &claim(1), event)
}

fn adjusted(from: u32, to: u32, version: u32) -> Event {
    let (from_fen, to_fen) = (yuan(from), yuan(to));
    Event::Adjusted { from_fen, to_fen, standard: case(STANDARD), version, reason: note("标准调整") }
}

fn clawback(amount: u32) -> Event {
    Event::ClawbackOpened { amount_fen: yuan(amount), reason: ClawbackReason::NotEligible }
}

fn refused() -> Event {
    Event::Refused { reason: RefusalReason::Incomplete, evidence: evidence(EvidenceKind::Decision) }
}

fn appealed() -> Event {
    Event::Appealed { evidence: evidence(EvidenceKind::Application) }
}

fn decided(upheld: bool) -> Event {
    Event::AppealDecided { upheld, evidence: evidence(EvidenceKind::Decision) }
}

// 即申即享 From application to credit.

#[test]
fn an_application_is_checked_and_priced_at_once() {
    let world = given(funded())
        .given(payee(1))
        .when(applied(&training(1), 2))
        .then([&format!("{} claim.auto_checked.v1", claim(1))]);
    let check = world.case::<Claim>(&claim(1)).check.as_ref().expect("a check");
    assert_eq!((check.amount_fen, check.version, check.findings.len()), (yuan(1000), 1, 0));
}

#[test]
fn a_claim_is_paid_from_its_fund_to_the_account_of_its_payee() {
    let reserved =
        ready().when(on_claim("2025-03-04", reserved(&[("fund-c25", 1000)]))).then(["fund-c25 fund.reserved.v1"]);
    assert_eq!(reserved.case::<Claim>(&claim(1)).debt(), yuan(1000));
    let world = instructed(&[1])
        .when(fact("2025-03-08", BATCH, answered(1, Outcome::Credited)))
        .then([&format!("{} claim.credited.v1", claim(1)), "fund-c25 fund.credited.v1"]);
    balances(&world);
    let paid = world.case::<Claim>(&claim(1));
    assert_eq!((paid.state, paid.debt(), paid.credited()), (State::Credited, yuan(0), yuan(1000)));
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Credited), 1000);
    let world = world.given([fact("2025-03-09", BATCH, crate::payment_batch::Event::Reconciled {})]);
    assert_eq!(world.case::<Claim>(&claim(1)).state, State::Reconciled);
}

#[test]
fn a_clean_check_approves_at_once_where_the_standard_says_so() {
    let world = given(funded())
        .given(payee(1))
        .given([training_standard(|_, automatic| *automatic = true)])
        .when(applied(&training(1), 2))
        .then([
            &format!("{} claim.auto_checked.v1", claim(1)),
            &format!("{} claim.approved_automatically.v1", claim(1)),
        ]);
    assert_eq!(world.case::<Claim>(&claim(1)).debt(), yuan(1000));
    let sample = Event::SampleReviewed { passed: true, evidence: evidence(EvidenceKind::Inspection) };
    let world = world.when(on_claim("2025-04-01", sample)).admitted();
    assert_eq!(world.case::<Claim>(&claim(1)).sample_passed, Some(true));
}

#[test]
fn a_check_with_findings_does_not_approve() {
    given(funded())
        .given(payee(1))
        .given([training_standard(|_, automatic| *automatic = true)])
        .when(applied(&training(1), 5))
        .then([&format!("{} claim.auto_checked.v1", claim(1))]);
}

#[test]
fn only_what_the_standard_approved_is_sampled() {
    let sample = Event::SampleReviewed { passed: true, evidence: evidence(EvidenceKind::Inspection) };
    ready().when(on_claim("2025-04-01", sample)).refused("not_approved_automatically");
}

#[test]
fn there_is_one_claim_a_payee_kind_period_and_case() {
    let mut other = training(1);
    other.period = Period::Quarter { year: 2025, quarter: 1 };
    waiting(1).when(on_claim("2025-03-02", application(other))).refused("case_named_otherwise");
    waiting(1).when(on_claim("2025-03-02", application(training(1)))).refused("not_in_state");
}

#[test]
fn a_period_is_one_that_the_standard_knows() {
    for period in [Period::Once, Period::Quarter { year: 2025, quarter: 5 }] {
        let mut other = training(1);
        other.period = period;
        given(funded()).given(payee(1)).when(applied(&other, 1)).refused("not_its_period");
    }
}

#[test]
fn without_a_standard_there_is_no_claim_to_check() {
    let travel = entitlement(Payee::Person(person(1)), Subsidy::Travel);
    given(funded()).given(payee(1)).when(applied(&travel, 1)).refused("not_configured");
}

#[test]
fn a_subsidy_that_the_notice_does_not_name_stands_under_its_own_standard() {
    let other = Subsidy::Other { name: note("rent") };
    let claimed = entitlement(Payee::Person(person(1)), other.clone());
    let world = given(funded())
        .given(payee(1))
        .given([issued("2025-02-01", COUNTY, pays(other, 50), false)])
        .when(applied(&claimed, 2))
        .admitted();
    assert_eq!(world.case::<Claim>(&named(&claimed)).check.as_ref().map(|c| c.amount_fen), Some(yuan(100)));
}

// 直补快办 The system finds who qualifies.

#[test]
fn whom_the_system_found_is_asked_and_then_checked() {
    let found = Event::Identified { entitlement: training(1), evidence: evidence(EvidenceKind::DataMatch) };
    let consented = Event::Consented { units: 2, base_fen: Fen::ZERO, evidence: evidence(EvidenceKind::Application) };
    given(funded())
        .given(payee(1))
        .given([on_claim("2025-02-01", found), on_claim("2025-02-02", Event::Invited {})])
        .when(on_claim("2025-02-03", consented))
        .then([&format!("{} claim.auto_checked.v1", claim(1))])
        .when(on_claim("2025-02-04", approval(1000)))
        .admitted();
}

// Approval.

#[test]
fn nobody_approves_what_they_claim_themselves() {
    waiting(2).when(on_claim("2025-03-03", approval(1000)).by(person(1).id())).refused("approver_is_applicant");
}

#[test]
fn who_recorded_an_application_does_not_approve_it() {
    waiting(2).when(on_claim("2025-03-03", approval(1000)).by("c1")).refused("approver_recorded_it");
}

#[test]
fn eligibility_is_checked_again_at_the_approval() {
    let died = person::Event::Died { evidence: evidence(EvidenceKind::Certificate) };
    waiting(2)
        .given([fact("2025-03-02", &crate::testing::person_id(1), died)])
        .when(on_claim("2025-03-03", approval(1000)))
        .refused("not_eligible");
}

#[test]
fn an_open_violation_blocks_an_award() {
    let award = entitlement(Payee::Organisation(case(BANK)), Subsidy::WorkshopAward);
    let violation = organisation::Event::ViolationFound {
        violation: Violation::WageArrears,
        evidence: evidence(EvidenceKind::Inspection),
    };
    let world = given(funded())
        .given(organisation())
        .given([issued("2025-02-01", COUNTY, pays(Subsidy::WorkshopAward, 100), false)])
        .given([fact("2025-02-02", BANK, violation), applied(&award, 2)]);
    let check = world.case::<Claim>(&named(&award)).check.as_ref().expect("a check");
    assert_eq!(check.findings, [Finding::OpenViolation]);
}

#[test]
fn an_amount_is_computed_and_not_stated() {
    waiting(2).when(on_claim("2025-03-03", approval(1001))).refused("not_as_computed");
}

#[test]
fn a_large_amount_needs_the_eye_of_a_person() {
    let reviewed = Event::ManuallyReviewed { passed: true, evidence: evidence(EvidenceKind::Inspection) };
    let world = waiting(5);
    world.clone().when(on_claim("2025-03-03", approval(2500))).refused("manual_review_missing");
    world.given([on_claim("2025-03-02", reviewed)]).when(on_claim("2025-03-03", approval(2500))).admitted();
}

#[test]
fn an_approval_waits_for_the_notice_that_the_standard_asks_for() {
    let noticed = |to: &str| {
        let span = Span { from: crate::testing::day("2025-03-02"), to: to.parse().ok() };
        on_claim("2025-03-02", Event::Noticed { span })
    };
    let world = || waiting(2).given([training_standard(|days, _| *days = 5)]);
    world().when(on_claim("2025-03-03", county_approval(1000))).refused("claim_notice_too_short");
    world()
        .given([noticed("2025-03-06")])
        .when(on_claim("2025-03-10", county_approval(1000)))
        .refused("claim_notice_too_short");
    world()
        .given([noticed("2025-03-07")])
        .when(on_claim("2025-03-07", county_approval(1000)))
        .refused("claim_notice_not_over");
    world().given([noticed("2025-03-07")]).when(on_claim("2025-03-08", county_approval(1000))).admitted();
}

#[test]
fn an_approval_of_another_system_is_recorded_and_noted() {
    waiting(2).when(on_claim("2025-03-03", approval(900)).decided_elsewhere()).irregular("not_as_computed");
}

// Supplements and appeals.

#[test]
fn the_clock_pauses_only_once_the_payee_was_told() {
    let told = Event::PayeeTold { evidence: evidence(EvidenceKind::Notice) };
    let supplied = Event::Supplied { evidence: evidence(EvidenceKind::Application) };
    let world = waiting(2)
        .given([on_claim("2025-03-03", Event::SupplementAsked { missing: note("培训合格证") })])
        .given([on_claim("2025-03-11", told), on_claim("2025-03-21", supplied)]);
    assert_eq!(world.case::<Claim>(&claim(1)).waited_days(crate::testing::day("2025-03-31")), Some(20));
}

#[test]
fn nobody_is_told_of_a_supplement_that_was_not_asked_for() {
    let told = Event::PayeeTold { evidence: evidence(EvidenceKind::Notice) };
    waiting(2).when(on_claim("2025-03-11", told)).refused("no_supplement_asked");
    let supplied = Event::Supplied { evidence: evidence(EvidenceKind::Application) };
    waiting(2).when(on_claim("2025-03-11", supplied)).irregular("no_supplement_asked");
}

#[test]
fn a_refused_claim_may_be_applied_for_again() {
    waiting(2)
        .given([on_claim("2025-03-02", refused())])
        .when(on_claim("2025-03-05", application(training(1))))
        .admitted();
}

#[test]
fn a_refusal_that_does_not_stand_is_taken_up_again() {
    waiting(2)
        .given([on_claim("2025-03-02", refused()), on_claim("2025-03-03", appealed())])
        .given([on_claim("2025-03-04", decided(true))])
        .when(on_claim("2025-03-05", approval(1000)))
        .admitted();
}

#[test]
fn an_appeal_is_decided_by_another_than_who_refused() {
    waiting(2)
        .given([on_claim("2025-03-02", refused()), on_claim("2025-03-03", appealed())])
        .when(on_claim("2025-03-04", decided(false)).by("c1"))
        .refused("approver_recorded_it");
}

#[test]
fn an_appeal_needs_something_adverse() {
    waiting(2).when(on_claim("2025-03-03", appealed())).irregular("nothing_to_appeal");
    waiting(2).when(on_claim("2025-03-03", decided(true))).refused("no_appeal_open");
}

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
        .given([fact("2025-03-05", BATCH, sealed(vec![line(1, 1000)])), sent(BATCH)])
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
    balances(&world.given([fact("2025-03-10", again, sealed(vec![line(1, 1000)])), sent_on("2025-03-11", again)]));
}

fn sent_on(on: &str, batch: &str) -> Fact {
    fact(on, batch, crate::payment_batch::Event::Instructed { voucher: slip() })
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
        .irregular("not_instructed");
    balances(&world);
    assert_eq!(world.case::<Claim>(&claim(1)).debt(), yuan(1000));
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
        sent_on("2025-04-05", second),
        fact("2025-04-06", second, answered(1, Outcome::Credited)),
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
fn a_clawback_may_be_appealed_against() {
    credited()
        .given([on_claim("2025-04-02", clawback(600)), on_claim("2025-04-05", appealed())])
        .when(on_claim("2025-04-09", decided(true)))
        .admitted();
}

// 创业担保贷款

fn loan() -> Entitlement {
    entitlement(Payee::Person(person(1)), Subsidy::GuaranteedLoan)
}

fn on_loan(on: &str, event: Event) -> Fact {
    fact(on, &named(&loan()), event)
}

fn disbursed(amount: u32) -> Event {
    Event::Disbursed { bank: case(BANK), amount_fen: yuan(amount) }
}

fn called(amount: u32) -> Event {
    Event::GuaranteeCalled { amount_fen: yuan(amount), evidence: slip() }
}

fn defaulted() -> Event {
    Event::Defaulted { evidence: slip() }
}

fn lent() -> World {
    let standard = case("policy-subsidy.guaranteed_loan-43");
    given(funded())
        .given(payee(1))
        .given(organisation())
        .given([issued("2025-01-01", PROVINCE, pays(Subsidy::GuaranteedLoan, 500), false)])
        .given([
            applied(&loan(), 2),
            on_loan("2025-03-03", Event::Approved { amount_fen: yuan(1000), standard, version: 1 }),
            on_loan("2025-03-10", disbursed(1000)),
        ])
}

#[test]
fn a_loan_in_default_is_paid_to_the_bank_that_lent_it() {
    let world = lent().given([
        on_loan("2025-06-01", Event::Repaid { amount_fen: yuan(300) }),
        on_loan("2025-09-01", defaulted()),
        on_loan("2025-09-10", called(700)),
        on_loan("2025-09-11", reserved(&[("fund-c25", 700)])),
    ]);
    let line = Line { claim: case(&named(&loan())), amount_fen: yuan(700), account: account(99) };
    let answer = crate::payment_batch::Event::LineAnswered { claim: line.claim.clone(), outcome: Outcome::Credited };
    let world = world.given([
        fact("2025-09-12", BATCH, sealed(vec![line])),
        sent_on("2025-09-13", BATCH),
        fact("2025-09-14", BATCH, answer),
    ]);
    balances(&world);
    assert_eq!(world.case::<Claim>(&named(&loan())).debt(), yuan(0));
}

#[test]
fn the_fund_owes_nothing_on_a_loan_that_is_served() {
    lent().when(on_loan("2025-03-11", reserved(&[("fund-c25", 1000)]))).refused("not_the_debt");
}

#[test]
fn no_more_is_lent_repaid_or_called_than_the_loan() {
    lent().when(on_loan("2025-03-11", disbursed(1))).irregular("beyond_loan");
    lent().when(on_loan("2025-03-11", Event::Repaid { amount_fen: yuan(1001) })).irregular("beyond_loan");
    lent().given([on_loan("2025-09-01", defaulted())]).when(on_loan("2025-09-02", called(1001))).refused("beyond_loan");
}

#[test]
fn a_guarantee_is_called_on_a_default_only() {
    lent().when(on_loan("2025-09-02", called(1))).refused("not_in_default");
}

#[test]
fn only_a_loan_is_disbursed() {
    ready().given(organisation()).when(on_claim("2025-04-02", disbursed(1))).irregular("not_a_loan");
}

// 乡村公益性岗位补贴

mod post_allowance {
    use super::*;
    use crate::{
        organisation::{Event as Unit, OrganisationRole},
        welfare_post::{DutyOutcome, Event as Post, PostCategory, WelfarePost},
    };

    const POST: &str = "welfare_post-p17";

    fn earned(accrued: Option<u32>) -> World {
        let someone = || person(1);
        let month = || "2025-03".parse().expect("a month");
        let (decision, minutes) = (evidence(EvidenceKind::Decision), evidence(EvidenceKind::Minutes));
        let role = Unit::RoleGranted { role: OrganisationRole::PostEmployingUnit, evidence: decision.clone() };
        let planned = Post::Planned {
            area: area("430225103204"),
            category: PostCategory::Cleaning,
            employing_unit: case(BANK),
            full_time: true,
        };
        let span = Span { from: crate::testing::day("2025-01-12"), to: "2025-01-20".parse().ok() };
        let placed = Post::Placed { person: someone(), agreement: decision.clone(), full_time: true, until: None };
        let assessed = Post::DutyAssessed {
            person: someone(),
            month: month(),
            outcome: DutyOutcome::Completed,
            substitute: false,
            evidence: decision.clone(),
        };
        let standard = Standard::PostAllowance { full_time_monthly_fen: yuan(900), part_time_monthly_fen: yuan(300) };
        let world = given(funded()).given(payee(1)).given(organisation()).given([
            issued("2025-01-01", PROVINCE, standard, false),
            fact("2025-01-02", BANK, role),
            fact("2025-01-05", POST, planned),
            fact("2025-01-06", POST, Post::Approved {}),
            fact("2025-01-07", POST, Post::Opened {}),
            fact("2025-01-08", POST, Post::Applied { person: someone(), evidence: decision }),
            fact("2025-01-10", POST, Post::VillageReviewed { person: someone(), minutes }),
            fact("2025-01-12", POST, Post::Noticed { person: someone(), span }),
            fact("2025-01-21", POST, Post::TownshipReviewed { person: someone() }),
            fact("2025-01-22", POST, Post::CountyApproved { person: someone(), age_review: None }),
            fact("2025-02-01", POST, placed),
            fact("2025-04-02", POST, assessed),
        ]);
        match accrued {
            Some(amount) => world.given([fact(
                "2025-04-03",
                POST,
                Post::AllowanceAccrued { person: someone(), month: month(), amount_fen: yuan(amount) },
            )]),
            None => world,
        }
    }

    fn allowance() -> Entitlement {
        let mut claimed = entitlement(Payee::Person(person(1)), Subsidy::PostAllowance);
        claimed.period = Period::Month("2025-03".parse().expect("a month"));
        claimed.case = Some(crate::testing::stream(POST));
        claimed
    }

    fn said(on: &str, event: Event) -> Fact {
        fact(on, &named(&allowance()), event)
    }

    fn application() -> Fact {
        let evidence = evidence(EvidenceKind::Application);
        said("2025-04-05", Event::Applied { entitlement: allowance(), units: 1, base_fen: Fen::ZERO, evidence })
    }

    fn paid() -> World {
        let standard = case("policy-post_allowance-43");
        let reviewed = Event::ManuallyReviewed { passed: true, evidence: evidence(EvidenceKind::Attendance) };
        let line = Line { claim: case(&named(&allowance())), amount_fen: yuan(900), account: account(1) };
        let answer =
            crate::payment_batch::Event::LineAnswered { claim: line.claim.clone(), outcome: Outcome::Credited };
        earned(Some(900))
            .given([
                application(),
                said("2025-04-06", reviewed),
                said("2025-04-07", Event::Approved { amount_fen: yuan(900), standard, version: 1 }),
                said("2025-04-08", reserved(&[("fund-c25", 900)])),
                fact("2025-04-09", BATCH, sealed(vec![line])),
                sent_on("2025-04-10", BATCH),
            ])
            .when(fact("2025-04-11", BATCH, answer))
            .then([
                &format!("{} claim.credited.v1", named(&allowance())),
                "fund-c25 fund.credited.v1",
                "welfare_post-p17 welfare_post.allowance_credited.v1",
            ])
    }

    #[test]
    fn it_pays_what_the_post_accrued_and_tells_the_post() {
        let world = paid();
        balances(&world);
        let month = "2025-03".parse().expect("a month");
        let post = world.case::<WelfarePost>(POST);
        let known = post.holder().and_then(|h| h.months.get(&month)).expect("the month");
        assert_eq!(known.credited.values().copied().sum::<Fen>(), yuan(900));
    }

    #[test]
    fn it_needs_a_month_that_the_post_accrued() {
        let world = earned(None).given([application()]);
        let check = world.case::<Claim>(&named(&allowance())).check.as_ref().expect("a check");
        assert_eq!(check.findings, [Finding::NotAccrued, Finding::ManualReviewNeeded]);
        let standard = case("policy-post_allowance-43");
        world
            .when(said("2025-04-07", Event::Approved { amount_fen: yuan(900), standard, version: 1 }))
            .refused("not_eligible");
    }

    #[test]
    fn a_death_learnt_late_asks_the_later_months_back() {
        let died = person::Event::Died { evidence: evidence(EvidenceKind::Certificate) };
        let world = paid().when(fact("2025-02-20", &crate::testing::person_id(1), died)).admitted();
        balances(&world);
        assert_eq!(world.case::<Claim>(&named(&allowance())).receivable(), yuan(900));
        assert_eq!(at(&world, "fund-c25", LedgerAccount::ReceivableOutstanding), 900);
    }

    #[test]
    fn a_higher_allowance_for_that_month_is_supplemented() {
        let higher = Standard::PostAllowance { full_time_monthly_fen: yuan(1000), part_time_monthly_fen: yuan(300) };
        let (standard, reason) = (case("policy-post_allowance-43"), note("标准调整"));
        let (from_fen, to_fen) = (yuan(900), yuan(1000));
        let world = paid()
            .given([issued("2025-05-01", PROVINCE, higher, false)])
            .when(said("2025-05-02", Event::Adjusted { from_fen, to_fen, standard, version: 2, reason }))
            .admitted();
        assert_eq!(world.case::<Claim>(&named(&allowance())).debt(), yuan(100));
    }
}

#[test]
fn a_share_of_what_was_spent_is_capped() {
    let mut standard = pays(Subsidy::SocialInsurance, 1);
    if let Standard::Subsidy { rate, .. } = &mut standard {
        *rate = Rate::Share { per_mille: 500, cap_fen: yuan(600) };
    }
    let claimed = entitlement(Payee::Person(person(1)), Subsidy::SocialInsurance);
    let event = Event::Applied {
        entitlement: claimed.clone(),
        units: 0,
        base_fen: yuan(2000),
        evidence: evidence(EvidenceKind::Application),
    };
    let world = given(funded())
        .given(payee(1))
        .given([issued("2025-02-01", COUNTY, standard, false)])
        .when(fact("2025-03-01", &named(&claimed), event))
        .admitted();
    assert_eq!(world.case::<Claim>(&named(&claimed)).check.as_ref().map(|c| c.amount_fen), Some(yuan(600)));
}
