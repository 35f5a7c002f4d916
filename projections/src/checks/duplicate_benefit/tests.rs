use domain::{
    claim::{self, FundLine, PeriodKind, Subsidy},
    payment_batch::Outcome,
    policy::{self, LegalBasis, Rate, Standard},
    testing::{Fact, World, area, case, day, fact, note},
    values::{Fen, Span},
};

use super::*;
use crate::{
    checks::testing::{assert_finds, village},
    model::testing::{
        assert_has, folded,
        money::{self, COUNTY, TRAINING, applied, claim, funded, reserved, slip, training},
    },
};

const OF_COUNTY: &str = "policy-subsidy.vocational_training-430225";

/// From the 10th of March on the county pays by the quarter.
fn by_the_quarter() -> Fact {
    let standard = Standard::Subsidy {
        subsidy: Subsidy::VocationalTraining,
        per: PeriodKind::Quarter,
        rate: Rate::PerUnit { unit_fen: Fen::yuan(400), units_max: 12 },
        notice_days_min: 0,
        manual_review_above_fen: Some(Fen::yuan(2000)),
        automatic_approval: false,
        credited_days_max: 10,
    };
    let legal_basis =
        LegalBasis { document: note("县人社规〔2025〕1号"), dated: day("2025-03-10"), evidence: slip() };
    let valid = Span { from: day("2025-03-10"), to: None };
    let issued = policy::Event::Issued { area: area(COUNTY), standard, valid, legal_basis, claws_back: false };
    fact("2025-03-10", OF_COUNTY, issued)
}

fn quarter(n: u32, quarter: u8) -> (String, Entitlement) {
    let entitlement = Entitlement { period: Period::Quarter { year: 2025, quarter }, ..training(n) };
    (StreamId::of::<Claim>(entitlement.claim_id()).to_string(), entitlement)
}

/// Applied for that quarter and was approved.
fn again(n: u32, of: u8) -> [Fact; 2] {
    let (claim, entitlement) = quarter(n, of);
    let applied = claim::Event::Applied { entitlement, units: 2, base_fen: Fen::ZERO, evidence: slip() };
    let approved = claim::Event::Approved { amount_fen: Fen::yuan(800), standard: case(OF_COUNTY), version: 1 };
    [fact("2025-03-11", &claim, applied), fact("2025-03-12", &claim, approved)]
}

fn approved() -> World {
    funded().given(applied(1)).given(reserved(1)).given([by_the_quarter()])
}

fn pair() -> String {
    let mut claims = [claim(1), quarter(1, 1).0];
    claims.sort();
    claims.join(",")
}

#[test]
fn a_quarter_within_a_year_that_was_paid_is_found() {
    let world = approved().given(again(1, 1));
    assert_finds(&DUPLICATE_BENEFIT, &world, [&pair()]);
    let row = folded(&DUPLICATE_BENEFIT.projection, &world).row("check_duplicate_benefit", &pair().replace(',', "%2c"));
    assert_has(
        &row,
        &serde_json::json!({"how": "overlap", "severity": "high", "amount_fen": 80_000,
            "officials": ["a1/bureau/approver"]}),
    );
}

#[test]
fn without_the_second_approval_there_is_nothing_to_find() {
    let [asked, _] = again(1, 1);
    assert_finds(&DUPLICATE_BENEFIT, &approved().given([asked]), []);
}

#[test]
fn another_payee_is_innocent() {
    let registered: Vec<Fact> = applied(2).into_iter().take(2).collect();
    assert_finds(&DUPLICATE_BENEFIT, &approved().given(registered).given(again(2, 1)), []);
}

#[test]
fn times_that_share_no_day_are_innocent() {
    let quarters = funded().given(applied(1)).given([by_the_quarter()]).given(again(1, 1)).given(again(1, 2));
    assert_finds(&DUPLICATE_BENEFIT, &quarters, []);
}

#[test]
fn a_claim_that_was_corrected_before_is_innocent() {
    let nothing = claim::Event::Adjusted {
        from_fen: Fen::yuan(1000),
        to_fen: Fen::ZERO,
        standard: case(TRAINING),
        version: 1,
        reason: note("改按季度发放"),
    };
    let corrected = approved().given([fact("2025-03-10", &claim(1), nothing).decided_elsewhere()]);
    assert_finds(&DUPLICATE_BENEFIT, &corrected.given(again(1, 1)), []);
}

#[test]
fn what_different_cases_earned_is_innocent() {
    let earned = |case: Option<&str>| Entitlement { case: case.map(domain::testing::stream), ..training(1) };
    assert!(is_the_same(&earned(None), &earned(Some("welfare_post-p1"))));
    assert!(!is_the_same(&earned(Some("welfare_post-p1")), &earned(Some("welfare_post-p2"))));
}

const FIRST: &str = "payment_batch-b1";
const SECOND: &str = "payment_batch-b2";

/// Once with the county's batch, and once with that of another system.
fn paid_again(first: Outcome) -> World {
    let again = |fact: Fact| fact.decided_elsewhere();
    let lines = vec![FundLine { fund: case("fund-c25"), amount_fen: Fen::yuan(1000) }];
    let reserved = fact("2025-03-09", &claim(1), claim::Event::BudgetReserved { lines });
    money::at_bank()
        .given([money::answered("2025-03-08", FIRST, 1, first)])
        .given([again(reserved)])
        .given(money::instructed_on(["2025-03-09", "2025-03-10"], SECOND, 1).map(again))
        .given([money::answered("2025-03-12", SECOND, 1, Outcome::Credited)])
}

#[test]
fn a_claim_that_was_credited_by_two_batches_is_found() {
    let world = paid_again(Outcome::Credited);
    assert_finds(&DUPLICATE_BENEFIT, &world, [&claim(1)]);
    assert_has(
        &folded(&DUPLICATE_BENEFIT.projection, &world).row("check_duplicate_benefit", &claim(1)),
        &serde_json::json!({"how": "twice", "amount_fen": 100_000, "severity": "high"}),
    );
}

#[test]
fn a_reissue_after_a_return_is_innocent_and_so_is_a_supplement() {
    assert_finds(&DUPLICATE_BENEFIT, &paid_again(money::returned()), []);
    let raised = claim::Event::Adjusted {
        from_fen: Fen::yuan(1000),
        to_fen: Fen::yuan(2000),
        standard: case(TRAINING),
        version: 1,
        reason: note("补贴标准提高"),
    };
    let raised = fact("2025-03-08", &claim(1), raised).decided_elsewhere();
    let lines = vec![FundLine { fund: case("fund-c25"), amount_fen: Fen::yuan(1000) }];
    let reserved = fact("2025-03-09", &claim(1), claim::Event::BudgetReserved { lines });
    let world = money::at_bank()
        .given([money::answered("2025-03-08", FIRST, 1, Outcome::Credited), raised, reserved])
        .given(money::instructed_on(["2025-03-09", "2025-03-10"], SECOND, 1))
        .given([money::answered("2025-03-12", SECOND, 1, Outcome::Credited)]);
    assert_finds(&DUPLICATE_BENEFIT, &world, []);
}

#[test]
fn claims_that_different_cases_earned_are_innocent() {
    let of = |n: &str| {
        let entitlement = Entitlement {
            subsidy: Subsidy::PostAllowance,
            period: Period::Month("2025-03".parse().unwrap()),
            case: Some(format!("welfare_post-{n}").parse().unwrap()),
            ..training(1)
        };
        let claim = StreamId::of::<Claim>(entitlement.claim_id()).to_string();
        let applied = claim::Event::Applied { entitlement, units: 1, base_fen: Fen::ZERO, evidence: slip() };
        let standard = case("policy-post_allowance-43");
        let approved = claim::Event::Approved { amount_fen: Fen::yuan(500), standard, version: 1 };
        [
            fact("2025-04-02", &claim, applied).decided_elsewhere(),
            fact("2025-04-03", &claim, approved).decided_elsewhere(),
        ]
    };
    assert_finds(&DUPLICATE_BENEFIT, &village().given(of("p1")).given(of("p2")), []);
}
