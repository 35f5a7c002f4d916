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

mod awards;
mod earned_by;
mod loans;
mod paying;
mod post_allowance;

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

#[test]
fn another_kind_of_subsidy_has_a_name_of_its_own() {
    for name in ["post_allowance", "vocational_training", "Rent", "rent.2025", "租房", ""] {
        let other = Subsidy::Other { name: note(name) };
        let claimed = entitlement(Payee::Person(person(1)), other.clone());
        let world = given(funded()).given(payee(1));
        world.clone().when(on_claim("2025-03-01", application(claimed.clone()))).refused("not_a_subsidy_name");
        let found = Event::Identified { entitlement: claimed, evidence: evidence(EvidenceKind::DataMatch) };
        world.clone().when(on_claim("2025-03-01", found)).refused("not_a_subsidy_name");
        let standard = version("2025-02-01", COUNTY, pays(other, 50), false);
        let subject = "policy-subsidy.travel-430225";
        world.when(fact("2025-02-01", subject, standard)).refused("not_a_subsidy_name");
    }
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
fn nobody_approves_what_their_organisation_claims() {
    let claimed = entitlement(Payee::Organisation(case(BANK)), Subsidy::Apprenticeship);
    let standard = case("policy-subsidy.apprenticeship-430225");
    let approved = Event::Approved { amount_fen: yuan(200), standard, version: 1 };
    let id = Payee::Organisation(case(BANK)).id().to_string();
    given(funded())
        .given(organisation())
        .given([issued("2025-02-01", COUNTY, pays(Subsidy::Apprenticeship, 100), false), applied(&claimed, 2)])
        .when(fact("2025-03-03", &named(&claimed), approved).of(&id))
        .refused("approver_is_applicant");
}

#[test]
fn an_approval_and_a_notice_come_no_earlier_than_the_application() {
    waiting(2).when(on_claim("2025-02-28", approval(1000))).refused("occurs_before");
    let span = Span { from: crate::testing::day("2025-02-28"), to: "2025-03-10".parse().ok() };
    waiting(2).when(on_claim("2025-03-02", Event::Noticed { span })).refused("occurs_before");
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
    let award = entitlement(Payee::Organisation(case(BANK)), Subsidy::BaseAward);
    let violation = organisation::Event::ViolationFound {
        violation: Violation::WageArrears,
        evidence: evidence(EvidenceKind::Inspection),
    };
    let world = given(funded())
        .given(organisation())
        .given([issued("2025-02-01", COUNTY, pays(Subsidy::BaseAward, 100), false)])
        .given([fact("2025-02-02", BANK, violation), applied(&award, 2)]);
    let check = world.case::<Claim>(&named(&award)).check.as_ref().expect("a check");
    assert_eq!(check.findings, [Finding::OpenViolation, Finding::NotAccrued]);
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
    let clock = world.case::<Claim>(&claim(1)).clock;
    assert_eq!((clock.since, clock.paused_since, clock.paused_days), ("2025-03-01".parse().ok(), None, 10));
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
fn who_applies_again_claims_the_same() {
    let mut other = training(1);
    other.area = area("430225103205");
    waiting(2)
        .given([on_claim("2025-03-02", refused())])
        .when(on_claim("2025-03-05", application(other)))
        .refused("other_entitlement");
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
