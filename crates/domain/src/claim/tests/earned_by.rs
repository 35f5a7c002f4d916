//! The case that a claim names: a post allowance from `post_allowance`, and cases of other kinds.

use super::{
    loans::{lent, loan},
    post_allowance::{POST, allowance, earned},
    *,
};
use crate::{testing::stream, welfare_post};

fn claims(on: &str, claimed: &Entitlement) -> Fact {
    fact(on, &named(claimed), application(claimed.clone()))
}

/// What the post accrued for March, claimed with this change.
fn other_than_earned(change: impl FnOnce(&mut Entitlement)) -> Fact {
    let mut claimed = allowance();
    change(&mut claimed);
    claims("2025-04-05", &claimed)
}

/// A subsidy that is for no kind of case in particular.
fn for_training(case: &str) -> Entitlement {
    Entitlement { case: Some(stream(case)), ..training(1) }
}

#[test]
fn a_case_that_is_named_exists() {
    let claimed = for_training("organisation-91430225ma4l00001y");
    let world = given(funded()).given(payee(1));
    world.clone().when(claims("2025-03-01", &claimed)).refused("cited_case_missing");
    let found = Event::Identified { entitlement: claimed.clone(), evidence: evidence(EvidenceKind::DataMatch) };
    world.when(fact("2025-03-01", &named(&claimed), found)).refused("cited_case_missing");
}

#[test]
fn a_case_that_is_named_lies_in_the_area_of_the_claim_or_leads_there() {
    let claimed = for_training(BANK);
    let world = given(funded()).given(payee(1)).given(organisation());
    world.clone().when(claims("2025-03-01", &claimed)).admitted();
    let elsewhere = Entitlement { area: area("430400000000"), ..claimed.clone() };
    world.clone().when(claims("2025-03-01", &elsewhere)).refused("case_of_another_area");
    let nowhere = for_training("calendar-2025");
    let began = crate::calendar::Event::DayBegan { date: crate::testing::day("2025-03-01") };
    world
        .given([fact("2025-03-01", "calendar-2025", began)])
        .when(claims("2025-03-01", &nowhere))
        .refused("case_of_another_area");
}

#[test]
fn a_post_allowance_names_a_post() {
    earned(Some(900)).when(other_than_earned(|c| c.case = Some(stream(BANK)))).refused("case_of_another_kind");
}

#[test]
fn a_post_pays_whom_it_was_held_by() {
    let someone_else = || other_than_earned(|c| c.payee = Payee::Person(person(2)));
    let world = earned(Some(900)).given(payee(2));
    world.clone().when(someone_else()).refused("case_of_another_payee");
    // Whatever another system decided, it is noted and not approved at once.
    let world = world.when(someone_else().decided_elsewhere()).irregular("case_of_another_payee");
    let claimed = Entitlement { payee: Payee::Person(person(2)), ..allowance() };
    assert!(world.case::<Claim>(&named(&claimed)).check.is_none());
}

#[test]
fn what_the_case_says_is_looked_at_again_at_the_approval() {
    let world = earned(Some(900)).given([claims("2025-04-05", &allowance())]);
    let placement = world.case::<welfare_post::WelfarePost>(POST).holder().expect("a holder").event;
    let annulled = welfare_post::Event::PlacementAnnulled {
        placement,
        reason: note("同名误录"),
        evidence: evidence(EvidenceKind::Inspection),
    };
    let approved = Event::Approved { amount_fen: yuan(900), standard: case("policy-post_allowance-43"), version: 1 };
    world
        .given([fact("2025-02-01", POST, annulled).learnt("2025-04-06")])
        .when(fact("2025-04-07", &named(&allowance()), approved))
        .refused("case_of_another_payee");
}

#[test]
fn the_interest_of_a_loan_is_paid_to_the_bank_that_lent_it() {
    let interest = |bank: &str| {
        let mut claimed = entitlement(Payee::Organisation(case(bank)), Subsidy::LoanInterest);
        claimed.case = Some(stream(&named(&loan())));
        claims("2025-06-01", &claimed)
    };
    let world = lent().given([issued("2025-01-01", PROVINCE, pays(Subsidy::LoanInterest, 50), false)]);
    world.clone().when(interest(BANK)).admitted();
    let other = "organisation-91430225ma4l00001y";
    let identity = organisation::Identity::CreditCode("91430225MA4L00001Y".parse().expect("a code"));
    let registered = organisation::Event::Registered { identity, area: area(COUNTY) };
    world.given([fact("2025-01-01", other, registered)]).when(interest(other)).refused("case_of_another_payee");
}
