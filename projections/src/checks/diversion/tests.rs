use domain::{
    claim::{self, FundLine, Subsidy},
    fund::{AllocationDocument, Event as FundEvent},
    payment_batch::Outcome,
    person::AccountHolder,
    testing::{Fact, World, area, case, day, evidence, fact, note, person_id},
    values::{Account, Evidence, EvidenceKind},
};
use serde_json::json;

use super::*;
use crate::{
    checks::testing::{assert_finds, lives_in, set, someone, village},
    model::testing::{
        assert_has, folded,
        money::{self, COUNTY, answered, applied, claim, funded, instructed, slip},
    },
};

const FUND: &str = "fund-w25";
const BATCH: &str = "payment_batch-b1";

/// A fund for workshop awards alone, with 5000 yuan.
fn of_workshops(purpose: Purpose) -> [Fact; 2] {
    let opened = FundEvent::Opened {
        area: area(COUNTY),
        holder: None,
        source: Source::EmploymentSubsidy,
        document: AllocationDocument { number: note("湘财社指9号"), dated: day("2025-01-02"), evidence: slip() },
        purpose,
        fiscal_year: 2025,
        central_direct: false,
        parent: None,
    };
    [
        fact("2025-01-03", FUND, opened).decided_elsewhere(),
        fact("2025-01-05", FUND, money::received(None, 5000)).decided_elsewhere(),
    ]
}

/// The first person's training, paid from that fund.
fn paid_from(purpose: Purpose) -> World {
    let lines = vec![FundLine { fund: case(FUND), amount_fen: Fen::yuan(1000) }];
    let [approved, _] = money::reserved(1);
    let reserved = fact("2025-03-04", &claim(1), claim::Event::BudgetReserved { lines }).decided_elsewhere();
    funded().given(of_workshops(purpose)).given(applied(1)).given([approved, reserved]).given(instructed(BATCH, 1))
}

fn awards() -> Purpose {
    Purpose::Subsidy { subsidy: Subsidy::WorkshopAward }
}

fn credited() -> Fact {
    answered("2025-03-08", BATCH, 1, Outcome::Credited)
}

fn key() -> String {
    format!("{FUND},{}", claim(1))
}

fn row(world: &World, key: &str) -> serde_json::Value {
    folded(&DIVERSION.projection, world).row("check_diversion", &key.replace(',', "%2c"))
}

#[test]
fn training_that_is_paid_from_a_fund_for_awards_is_found() {
    let world = paid_from(awards()).given([credited()]);
    assert_finds(&DIVERSION, &world, [&key()]);
    assert_has(
        &row(&world, &key()),
        &json!({"how": "other_purpose", "severity": "high", "amount_fen": 100_000, "cases": [FUND, claim(1)]}),
    );
}

#[test]
fn what_was_not_credited_and_what_the_fund_is_for_is_innocent() {
    assert_finds(&DIVERSION, &paid_from(awards()), []);
    assert_finds(&DIVERSION, &paid_from(Purpose::AnySubsidy).given([credited()]), []);
}

#[test]
fn a_fund_with_a_purpose_that_its_source_may_not_serve_is_found_when_it_pays() {
    let world = paid_from(Purpose::Subsidy { subsidy: Subsidy::VocationalTraining }).given([credited()]);
    assert_has(&row(&world, &key()), &json!({"how": "not_of_source"}));
}

fn account(n: u32) -> Account {
    format!("{n:032x}").parse().expect("an account")
}

fn matched() -> Evidence {
    evidence(EvidenceKind::DataMatch)
}

fn forwarded(on: &str, n: u32) -> [Fact; 2] {
    let declared = person::Event::AccountDeclared { account: account(n), holder: AccountHolder::Oneself };
    let sent = person::Event::MoneyForwarded {
        account: account(n),
        to: account(99),
        amount_fen: Fen::yuan(500),
        evidence: matched(),
    };
    [fact("2025-01-02", &person_id(n), declared), fact(on, &person_id(n), sent)]
}

fn gathering(days: [&str; 3]) -> World {
    village().given((1..).zip(days).flat_map(|(n, on)| forwarded(on, n)))
}

#[test]
fn the_money_of_three_payees_that_goes_on_to_one_account_within_a_week_is_found() {
    let world = gathering(["2025-03-01", "2025-03-04", "2025-03-07"]);
    let key = format!("account,{}", account(99));
    assert_finds(&DIVERSION, &world, [&key]);
    assert_has(
        &row(&world, &key),
        &json!({"how": "gathered", "amount_fen": 150_000, "cases": [person_id(1), person_id(2), person_id(3)]}),
    );
}

#[test]
fn two_payees_or_more_days_are_innocent() {
    assert_finds(&DIVERSION, &gathering(["2025-03-01", "2025-03-04", "2025-03-08"]), []);
    let two = village().given(forwarded("2025-03-01", 1)).given(forwarded("2025-03-02", 2));
    assert_finds(&DIVERSION, &two, []);
}

#[test]
fn how_many_and_how_soon_are_parameters() {
    let slow = ["2025-03-01", "2025-03-04", "2025-03-08"];
    let all: Vec<Fact> = (1..).zip(slow).flat_map(|(n, on)| forwarded(on, n)).collect();
    let world = village().given([set(CheckId::Diversion, "days_max", 8)]).given(all);
    assert_finds(&DIVERSION, &world, [&format!("account,{}", account(99))]);
}

#[test]
fn one_household_is_innocent_and_so_is_an_own_account() {
    let joined = |n| domain::household::Event::MemberJoined { person: someone(n), evidence: matched() };
    let home = village()
        .given(lives_in(domain::household::HouseholdKind::ExPoor, 1))
        .given([fact("2024-01-05", "household-h1", joined(2)), fact("2024-01-05", "household-h1", joined(3))]);
    let all: Vec<Fact> = (1..4).flat_map(|n| forwarded("2025-03-01", n)).collect();
    assert_finds(&DIVERSION, &home.given(all), []);
    let own = person::Event::AccountDeclared { account: account(99), holder: AccountHolder::Oneself };
    let all: Vec<Fact> = (1..4).flat_map(|n| forwarded("2025-03-01", n)).collect();
    assert_finds(&DIVERSION, &village().given([fact("2025-01-02", &person_id(3), own)]).given(all), []);
}
