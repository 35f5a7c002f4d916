use domain::{
    household,
    person::Relation,
    testing::{Fact, World, days, evidence, fact, person_id},
    values::EvidenceKind,
};

use super::*;
use crate::{
    checks::testing::{assert_finds, kin, lives_in, set, someone, village},
    model::testing::money::{account, at_bank},
};

fn declared(n: u32, holder: AccountHolder) -> Fact {
    fact("2025-03-01", &person_id(n), person::Event::AccountDeclared { account: account(9), holder })
}

fn of_themselves<const N: usize>(people: [u32; N]) -> [Fact; N] {
    people.map(|n| declared(n, AccountHolder::Oneself))
}

fn next_day(world: World) -> World {
    world.given(days("2025-03-02", "2025-03-02"))
}

fn found() -> String {
    format!("declared,{}", account(9))
}

/// They live in the household of the first.
fn moves_in(n: u32) -> Fact {
    let joined = household::Event::MemberJoined { person: someone(n), evidence: evidence(EvidenceKind::Certificate) };
    fact("2024-01-05", "household-h1", joined)
}

#[test]
fn one_account_for_three_strangers_is_found() {
    assert_finds(&SHARED_ACCOUNT, &next_day(village().given(of_themselves([1, 2, 3]))), [&found()]);
}

#[test]
fn two_are_too_few_and_the_standard_may_say_otherwise() {
    let two = village().given(of_themselves([1, 2]));
    assert_finds(&SHARED_ACCOUNT, &next_day(two), []);
    let strict = village().given([set(CheckId::SharedAccount, "payees_min", 2)]).given(of_themselves([1, 2]));
    assert_finds(&SHARED_ACCOUNT, &next_day(strict), [&found()]);
}

#[test]
fn a_card_of_the_household_is_innocent_whichever_is_learnt_first() {
    let cards = || [1, 2, 3].map(|n| declared(n, AccountHolder::HouseholdCard));
    let home = || lives_in(household::HouseholdKind::Ordinary, 1).into_iter().chain([moves_in(2), moves_in(3)]);
    assert_finds(&SHARED_ACCOUNT, &next_day(village().given(home()).given(cards())), []);
    let later = home().map(|fact| fact.learnt("2025-03-01"));
    assert_finds(&SHARED_ACCOUNT, &next_day(village().given(cards()).given(later)), []);
    assert_finds(&SHARED_ACCOUNT, &next_day(village().given(cards())), [&found()]);
}

#[test]
fn near_kin_are_innocent() {
    let family = [kin("2024-02-01", 1, Relation::Spouse, 2)];
    assert_finds(&SHARED_ACCOUNT, &next_day(village().given(family).given(of_themselves([1, 2, 3]))), []);
}

#[test]
fn a_guardian_or_a_registered_agent_is_innocent() {
    for holder in [AccountHolder::Guardian, AccountHolder::Agent] {
        let world = village().given(of_themselves([1, 2])).given([declared(3, holder)]);
        assert_finds(&SHARED_ACCOUNT, &next_day(world), []);
    }
}

#[test]
fn an_account_that_was_closed_is_innocent() {
    let closed = fact("2025-03-01", &person_id(3), person::Event::AccountClosed { account: account(9) });
    assert_finds(&SHARED_ACCOUNT, &next_day(village().given(of_themselves([1, 2, 3])).given([closed])), []);
}

#[test]
fn what_was_paid_by_way_of_it_is_at_stake() {
    let strangers = [7, 8].map(|n| {
        let registered = person::Event::Registered {
            area: domain::testing::area(crate::checks::testing::VILLAGE),
            birth_year: 1980,
            sex: person::Sex::Male,
        };
        let declared = person::Event::AccountDeclared { account: account(1), holder: AccountHolder::Oneself };
        [fact("2025-01-01", &person_id(n), registered), fact("2025-01-02", &person_id(n), declared)]
    });
    let world = at_bank().given(strangers.into_iter().flatten()).given(days("2025-03-07", "2025-03-07"));
    let key = format!("paid,{}", account(1));
    assert_finds(&SHARED_ACCOUNT, &world, [&key]);
    let row = crate::model::testing::folded(&SHARED_ACCOUNT.projection, &world)
        .row("check_shared_account", &key.replace(',', "%2c"));
    crate::model::testing::assert_has(&row, &serde_json::json!({"severity": "high", "amount_fen": 100_000}));
}
