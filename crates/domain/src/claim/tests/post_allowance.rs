//! 乡村公益性岗位补贴 What a month's duty earned, told back to the post.

use uuid::Uuid;

use super::*;
use crate::{
    organisation::{Event as Unit, OrganisationRole},
    welfare_post::{DutyOutcome, Event as Post, LeftReason, PostCategory, WelfarePost},
};

pub(super) const POST: &str = "welfare_post-p17";

pub(super) fn earned(accrued: Option<u32>) -> World {
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
    let placed =
        Post::Placed { person: someone(), agreement: decision.clone(), full_time: true, until: None, temporary: None };
    let assessed = Post::DutyAssessed {
        person: someone(),
        month: month(),
        outcome: DutyOutcome::Completed,
        substitute: false,
        evidence: decision.clone(),
    };
    let standard = Standard::PostAllowance { full_time_monthly_fen: yuan(900), part_time_monthly_fen: yuan(300) };
    let county = crate::testing::county_with_posts(COUNTY, 1);
    let world = given(funded()).given(county).given(payee(1)).given(organisation()).given([
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

pub(super) fn allowance() -> Entitlement {
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

fn at_bank() -> World {
    let standard = case("policy-post_allowance-43");
    let reviewed = Event::ManuallyReviewed { passed: true, evidence: evidence(EvidenceKind::Attendance) };
    let line = Line { claim: case(&named(&allowance())), amount_fen: yuan(900), account: account(1) };
    earned(Some(900)).given([
        application(),
        said("2025-04-06", reviewed),
        said("2025-04-07", Event::Approved { amount_fen: yuan(900), standard, version: 1 }),
        said("2025-04-08", reserved(&[("fund-c25", 900)])),
        fact("2025-04-09", BATCH, sealed(vec![line])),
        sent_on("2025-04-10", BATCH, 900),
    ])
}

fn arrives() -> Fact {
    fact("2025-04-11", BATCH, answer(&named(&allowance()), 900, Outcome::Credited))
}

fn paid() -> World {
    at_bank().when(arrives()).then([
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
fn an_allowance_that_came_back_is_not_credited_in_the_posts_book() {
    let came_back = answer(&named(&allowance()), 900, returned());
    let world = paid().when(fact("2025-04-20", BATCH, came_back)).then([
        &format!("{} claim.returned.v1", named(&allowance())),
        "fund-c25 fund.bank_returned.v1",
        "welfare_post-p17 welfare_post.allowance_returned.v1",
    ]);
    balances(&world);
    let month = "2025-03".parse().expect("a month");
    let holder = world.case::<WelfarePost>(POST).holder().expect("a holder");
    assert_eq!(holder.months[&month].credited.values().copied().sum::<Fen>(), Fen::ZERO);
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
fn a_month_after_a_death_earned_nothing() {
    let findings = |died_on: &str| {
        let died = person::Event::Died { evidence: evidence(EvidenceKind::Certificate) };
        let died = fact(died_on, &crate::testing::person_id(1), died);
        let world = earned(Some(900)).given([died, application()]);
        world.case::<Claim>(&named(&allowance())).check.as_ref().expect("a check").findings.clone()
    };
    assert!(findings("2025-02-20").contains(&Finding::PayeeDied));
    assert!(!findings("2025-03-20").contains(&Finding::PayeeDied));
}

fn died(on: &str) -> Fact {
    let died = person::Event::Died { evidence: evidence(EvidenceKind::Certificate) };
    fact(on, &crate::testing::person_id(1), died).learnt("2025-05-20")
}

fn left(on: &str, reason: LeftReason) -> Fact {
    fact(on, POST, Post::Left { person: None, reason, evidence: None })
}

/// Owed back of the 900 yuan for March, in fen.
fn asked_back(world: &World) -> i64 {
    balances(world);
    world.case::<Claim>(&named(&allowance())).receivable().get()
}

#[test]
fn a_death_learnt_late_asks_the_later_months_back() {
    let world = paid().when(died("2025-02-20")).admitted();
    assert_eq!(asked_back(&world), 90_000);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::ReceivableOutstanding), 900);
}

#[test]
fn of_the_month_of_a_death_the_heirs_keep_the_days_until_then() {
    // 20 of 31 days of March.
    assert_eq!(asked_back(&paid().when(died("2025-03-20")).admitted()), 90_000 - 58_064);
    assert_eq!(asked_back(&paid().when(died("2025-03-31")).admitted()), 0);
}

#[test]
fn a_death_learnt_after_the_post_was_left_asks_back_what_was_paid_since() {
    let gone = || paid().given([left("2025-04-15", LeftReason::MarketJob)]);
    let world = gone()
        .when(died("2025-02-20"))
        .then([&format!("{} claim.clawback_opened.v1", named(&allowance())), "fund-c25 fund.receivable_claimed.v1"]);
    assert_eq!(asked_back(&world), 90_000);
    assert_eq!(asked_back(&gone().when(died("2025-03-20")).admitted()), 90_000 - 58_064);
    assert_eq!(asked_back(&gone().when(died("2025-04-10")).then([])), 0);
    assert_eq!(asked_back(&gone().when(died("2025-04-15")).then([])), 0);
}

#[test]
fn what_was_asked_back_already_is_not_asked_back_again() {
    let clerk = || paid().given([left("2025-03-25", LeftReason::Death)]);
    assert_eq!(asked_back(&clerk()), 90_000 - 72_580);
    assert_eq!(asked_back(&clerk().when(died("2025-03-25")).then([])), 90_000 - 72_580);
    assert_eq!(asked_back(&clerk().when(died("2025-03-20")).admitted()), 90_000 - 58_064);
    let wrong = Uuid::from_u128(1);
    let (reason, proof) = (note("同名误录"), evidence(EvidenceKind::Certificate));
    let annulled = person::Event::DeathAnnulled { death: wrong, reason, evidence: proof };
    let annulled = fact("2025-02-20", &crate::testing::person_id(1), annulled).learnt("2025-05-21");
    let world = paid().given([died("2025-02-20").id(wrong), annulled]).when(died("2025-02-21")).then([]);
    assert_eq!(asked_back(&world), 90_000);
}

#[test]
fn what_was_on_its_way_when_a_death_was_learnt_is_asked_back_as_it_arrives() {
    let on_its_way = |died_on| at_bank().given([died(died_on).learnt("2025-04-10")]);
    assert_eq!(asked_back(&on_its_way("2025-03-20").when(arrives()).admitted()), 90_000 - 58_064);
    let world = on_its_way("2025-02-20").when(arrives()).then([
        &format!("{} claim.credited.v1", named(&allowance())),
        "fund-c25 fund.credited.v1",
        "welfare_post-p17 welfare_post.allowance_credited.v1",
        &format!("{} claim.clawback_opened.v1", named(&allowance())),
        "fund-c25 fund.receivable_claimed.v1",
    ]);
    assert_eq!(asked_back(&world), 90_000);
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
