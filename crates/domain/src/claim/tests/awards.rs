//! 奖补 What a workshop or a base reckoned, told back to it.

use super::*;
use crate::{
    base::{Base, Event as BaseEvent},
    carrier::{Counting, Headcount, RecognitionRules, Tier},
    organisation::{Event as Unit, OrganisationRole},
    testing::{day, stream},
    workshop::{Event as WorkshopEvent, Model, Workshop},
};

const BASE: &str = "base-b1";
const WORKSHOP: &str = "workshop-w1";
const QUARTER: Period = Period::Quarter { year: 2025, quarter: 1 };

fn seen() -> Evidence {
    evidence(EvidenceKind::Inspection)
}

fn in_province(standard: Standard) -> Fact {
    issued("2025-01-01", PROVINCE, standard, false)
}

fn granted(role: OrganisationRole) -> Fact {
    fact("2025-01-01", BANK, Unit::RoleGranted { role, evidence: seen() })
}

fn recognition() -> RecognitionRules {
    RecognitionRules { ex_poor_min: 1, ex_poor_per_mille_min: 200, notice_days_min: 3 }
}

fn noticed() -> Span {
    Span { from: day("2025-01-02"), to: Some(day("2025-01-05")) }
}

fn rate(amount: u32) -> Standard {
    let mut standard = pays(Subsidy::BaseAward, 0);
    if let Standard::Subsidy { per, rate, .. } = &mut standard {
        (*per, *rate) = (PeriodKind::Quarter, Rate::Fixed { amount_fen: yuan(amount) });
    }
    standard
}

fn tiers(amount: u32) -> Standard {
    let (rate, cap_fen) = (Rate::Fixed { amount_fen: yuan(amount) }, yuan(amount));
    let counting = Counting { months_min: 3, income_min_fen: yuan(5_000) };
    Standard::WorkshopTiers { per: PeriodKind::Quarter, tiers: vec![Tier { heads_min: 0, counting, rate, cap_fen }] }
}

/// Recognised on the 11th day of the quarter; it earned 80 of 90 days.
fn base(awarded: Option<u32>) -> World {
    let counting = Counting { months_min: 3, income_min_fen: yuan(5_000) };
    let found = Headcount { workers: 9, ex_poor: 4 };
    let said = |on, event| fact(on, BASE, event);
    let world = given(funded()).given(organisation()).given([
        in_province(Standard::BaseRules { recognition: recognition(), counting }),
        in_province(rate(900)),
        granted(OrganisationRole::Employer),
        said("2025-01-01", BaseEvent::Applied { area: area("430225103204"), operator: case(BANK), evidence: seen() }),
        said("2025-01-02", BaseEvent::SiteChecked { found, evidence: seen() }),
        said("2025-01-02", BaseEvent::Noticed { span: noticed() }),
        said("2025-01-11", BaseEvent::Recognised { evidence: seen() }),
    ]);
    let computed = |amount| BaseEvent::AwardComputed { period: QUARTER, amount_fen: yuan(amount) };
    world.given(awarded.map(|amount| said("2025-04-03", computed(amount))))
}

fn workshop() -> World {
    let said = |on, event| fact(on, WORKSHOP, event);
    let rules = Standard::WorkshopRules { recognition: recognition(), exit_notice_days_min: 0, exit_days_max: 30 };
    let (area, operator, model) = (area("430225103204"), case(BANK), Model::Plain);
    given(funded()).given(organisation()).given([
        in_province(rules),
        in_province(tiers(900)),
        granted(OrganisationRole::WorkshopOperator),
        said("2025-01-01", WorkshopEvent::Applied { area, operator, model, evidence: seen() }),
        said(
            "2025-01-02",
            WorkshopEvent::SiteChecked { found: Headcount { workers: 9, ex_poor: 4 }, evidence: seen() },
        ),
        said("2025-01-02", WorkshopEvent::Noticed { span: noticed() }),
        said("2025-01-11", WorkshopEvent::Recognised { evidence: seen() }),
        said("2025-04-02", WorkshopEvent::TierAssigned { period: QUARTER, tier: 1 }),
        said("2025-04-03", WorkshopEvent::AwardComputed { period: QUARTER, amount_fen: yuan(800) }),
    ])
}

fn award(subsidy: Subsidy, of: &str) -> Entitlement {
    let mut claimed = entitlement(Payee::Organisation(case(BANK)), subsidy);
    (claimed.period, claimed.case) = (QUARTER, Some(stream(of)));
    claimed
}

fn of_base() -> Entitlement {
    award(Subsidy::BaseAward, BASE)
}

fn of_workshop() -> Entitlement {
    award(Subsidy::WorkshopAward, WORKSHOP)
}

fn applies(claimed: &Entitlement) -> Fact {
    let (subject, entitlement) = (named(claimed), claimed.clone());
    fact("2025-04-05", &subject, Event::Applied { entitlement, units: 0, base_fen: Fen::ZERO, evidence: seen() })
}

fn check<'a>(world: &'a World, claimed: &Entitlement) -> &'a Check {
    world.case::<Claim>(&named(claimed)).check.as_ref().expect("a check")
}

/// Reviewed, approved by that standard, reserved, instructed; the bank has not answered.
fn at_bank(world: World, claimed: &Entitlement, standard: &str) -> World {
    let said = |on, event| fact(on, &named(claimed), event);
    let reviewed = Event::ManuallyReviewed { passed: true, evidence: seen() };
    let line = Line { claim: case(&named(claimed)), amount_fen: yuan(800), account: account(99) };
    world.given([
        applies(claimed),
        said("2025-04-06", reviewed),
        said("2025-04-07", Event::Approved { amount_fen: yuan(800), standard: case(standard), version: 1 }),
        said("2025-04-08", reserved(&[("fund-c25", 800)])),
        fact("2025-04-09", BATCH, sealed(vec![line])),
        sent_on("2025-04-10", BATCH, 800),
    ])
}

fn answer(on: &str, claimed: &Entitlement, outcome: Outcome) -> Fact {
    fact(on, BATCH, crate::claim::fixture::answer(&named(claimed), 800, outcome))
}

#[test]
fn an_award_pays_what_the_base_reckoned_and_tells_the_base() {
    let claimed = of_base();
    let world = at_bank(base(Some(800)), &claimed, "policy-subsidy.base_award-43")
        .when(answer("2025-04-11", &claimed, Outcome::Credited))
        .then([
            &format!("{} claim.credited.v1", named(&claimed)),
            "fund-c25 fund.credited.v1",
            "base-b1 base.award_credited.v1",
        ]);
    balances(&world);
    let credited = |world: &World| world.case::<Base>(BASE).carrier.periods[0].credited.values().copied().sum::<Fen>();
    assert_eq!(credited(&world), yuan(800));
    let world = world.when(answer("2025-04-20", &claimed, returned())).then([
        &format!("{} claim.returned.v1", named(&claimed)),
        "fund-c25 fund.bank_returned.v1",
        "base-b1 base.award_returned.v1",
    ]);
    assert_eq!(credited(&world), yuan(0));
}

#[test]
fn an_award_pays_what_the_workshop_reckoned_by_its_tiers() {
    let claimed = of_workshop();
    let world = at_bank(workshop(), &claimed, "policy-workshop_tiers-43")
        .when(answer("2025-04-11", &claimed, Outcome::Credited))
        .then([
            &format!("{} claim.credited.v1", named(&claimed)),
            "fund-c25 fund.credited.v1",
            "workshop-w1 workshop.award_credited.v1",
        ]);
    let opened = Event::ClawbackOpened { amount_fen: yuan(300), reason: ClawbackReason::NotEligible };
    let world = world
        .when(fact("2025-05-01", &named(&claimed), opened))
        .then(["fund-c25 fund.receivable_claimed.v1", "workshop-w1 workshop.clawback_opened.v1"]);
    balances(&world);
    assert_eq!(world.case::<Workshop>(WORKSHOP).carrier.periods[0].clawed_back_fen, yuan(300));
    let world = world.when(answer("2025-05-20", &claimed, returned())).admitted();
    assert_eq!(world.case::<Workshop>(WORKSHOP).carrier.periods[0].credited.values().copied().sum::<Fen>(), yuan(0));
}

#[test]
fn a_claw_back_is_told_to_a_base_too() {
    let claimed = of_base();
    let opened = Event::ClawbackOpened { amount_fen: yuan(300), reason: ClawbackReason::WrongAmount };
    at_bank(base(Some(800)), &claimed, "policy-subsidy.base_award-43")
        .given([answer("2025-04-11", &claimed, Outcome::Credited)])
        .when(fact("2025-05-01", &named(&claimed), opened))
        .then(["fund-c25 fund.receivable_claimed.v1", "base-b1 base.clawback_opened.v1"]);
}

#[test]
fn an_award_that_nobody_reckoned_for_that_payee_is_not_paid() {
    let other = |claimed: Entitlement| {
        let world = base(Some(800)).given(payee(1)).given([applies(&claimed)]);
        check(&world, &claimed).findings.clone()
    };
    assert!(!other(of_base()).contains(&Finding::NotAccrued));
    let mut anothers = of_base();
    anothers.payee = Payee::Person(person(1));
    assert!(other(anothers).contains(&Finding::NotAccrued));
    let mut of_nothing = of_base();
    of_nothing.case = None;
    assert!(other(of_nothing).contains(&Finding::NotAccrued));
    let world = base(None).given([applies(&of_base())]);
    assert_eq!(check(&world, &of_base()).findings, [Finding::NotAccrued]);
}

#[test]
fn another_version_is_reckoned_for_the_same_days_and_workers() {
    let adjusted = |standard: &str, to| Event::Adjusted {
        from_fen: yuan(800),
        to_fen: yuan(to),
        standard: case(standard),
        version: 2,
        reason: note("标准调整"),
    };
    for (world, claimed, standard, higher) in [
        (base(Some(800)), of_base(), "policy-subsidy.base_award-43", rate(1_800)),
        (workshop(), of_workshop(), "policy-workshop_tiers-43", tiers(1_800)),
    ] {
        let said = |to| fact("2025-05-02", &named(&claimed), adjusted(standard, to));
        let world = at_bank(world, &claimed, standard)
            .given([answer("2025-04-11", &claimed, Outcome::Credited), in_province(higher)]);
        world.clone().when(said(1_800)).refused("not_as_computed");
        let world = world.when(said(1_600)).admitted();
        assert_eq!(world.case::<Claim>(&named(&claimed)).debt(), yuan(800));
    }
    // What a subsidy's own rate says is never asked of a workshop.
    let standard = "policy-subsidy.workshop_award-43";
    at_bank(workshop(), &of_workshop(), "policy-workshop_tiers-43")
        .given([in_province(pays(Subsidy::WorkshopAward, 100)), in_province(pays(Subsidy::WorkshopAward, 200))])
        .when(fact("2025-05-02", &named(&of_workshop()), adjusted(standard, 200)))
        .refused("not_its_standard");
}
