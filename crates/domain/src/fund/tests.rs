mod carrying;
mod closing;

use uuid::Uuid;

use super::*;
use crate::{
    claim::{self, fixture::*},
    policy::{RecoveredMoneyGoes, Standard},
    testing::{Fact, World, area, case, day, fact, given, note},
};

const DOCUMENT: &str = "湘财社指1号";

fn world() -> World {
    given(funded())
}

fn surplus(amount: u32) -> Event {
    Event::SurplusReturned { to: None, document: note(DOCUMENT), amount_fen: yuan(amount), evidence: slip() }
}

fn arrived(amount: u32) -> Event {
    arrived_from("fund-c25", amount)
}

fn arrived_from(fund: &str, amount: u32) -> Event {
    let (from, document) = (case(fund), note(DOCUMENT));
    Event::SurplusArrived { from, document, amount_fen: yuan(amount), evidence: slip() }
}

fn carried_out(to: &str, amount: u32) -> Event {
    Event::CarriedOut { to: case(to), document: None, amount_fen: yuan(amount), evidence: slip() }
}

fn repurposed(to: &str, amount: u32) -> Event {
    Event::Repurposed { to: case(to), amount_fen: yuan(amount), document: note("调整1号"), evidence: slip() }
}

fn adjusted(change: Change, amount: u32) -> Event {
    Event::BudgetAdjusted { change, amount_fen: yuan(amount), document: note("预算1号"), evidence: slip() }
}

fn reversed(event: Uuid, from: LedgerAccount, to: LedgerAccount, amount: u32) -> Event {
    Event::Reversed { event, from, to, amount_fen: yuan(amount), reason: note("录入错误"), evidence: slip() }
}

fn with(change: impl FnOnce(&mut Event)) -> Fact {
    let mut event = opened("fund-x25", COUNTY, Some("fund-p25"));
    change(&mut event);
    fact("2025-01-02", "fund-x25", event)
}

// Opening.

#[test]
fn a_purpose_must_fit_the_source() {
    world()
        .when(with(|event| {
            let Event::Opened { purpose, .. } = event else { return };
            *purpose = Purpose::Works;
        }))
        .refused("purpose_not_of_source");
}

#[test]
fn without_a_standard_for_the_source_nothing_is_known_to_fit() {
    given([]).when(open("fund-p25", PROVINCE, None)).refused("not_configured");
}

#[test]
fn the_tag_of_central_direct_money_stays_on_it() {
    world()
        .when(with(|event| {
            let Event::Opened { central_direct, .. } = event else { return };
            *central_direct = false;
        }))
        .refused("central_direct_tag_changed");
}

#[test]
fn allocated_money_keeps_its_source() {
    world()
        .when(with(|event| {
            let Event::Opened { source, .. } = event else { return };
            *source = Source::Local;
        }))
        .refused("fund_source_changed");
}

// Between levels.

#[test]
fn a_province_may_allocate_straight_to_a_county_and_the_rest_is_in_transit() {
    let world = world().given([fact("2025-01-10", "fund-p25", sent_down("fund-c25", 500))]);
    balances(&world);
    let (province, county) = (world.case::<Fund>("fund-p25"), world.case::<Fund>("fund-c25"));
    let transit = province.in_transit(&case("fund-p25"), &case("fund-c25"), county, &note(DOCUMENT));
    assert_eq!(transit, yuan(500));
    assert_eq!(at(&world, "fund-p25", LedgerAccount::SentDown), 4500);
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Available), 4000);
}

#[test]
fn a_fund_receives_no_more_than_was_sent_to_it_under_that_document() {
    world().when(fact("2025-01-09", "fund-c25", received(Some("fund-p25"), 1))).refused("beyond_transit");
}

#[test]
fn a_fund_receives_from_the_fund_that_allocates_to_it_and_from_nowhere_else() {
    world().when(fact("2025-01-09", "fund-c25", received(None, 1))).refused("not_from_the_parent");
    world().when(fact("2025-01-09", "fund-p25", received(Some("fund-c25"), 1))).refused("not_from_the_parent");
}

#[test]
fn money_goes_to_the_child_that_the_document_names() {
    world()
        .given([open("fund-other25", COUNTY, None)])
        .when(fact("2025-01-09", "fund-p25", sent_down("fund-other25", 1)))
        .refused("not_the_child");
}

#[test]
fn nothing_is_sent_that_is_not_available() {
    world().when(fact("2025-01-09", "fund-p25", sent_down("fund-c25", 6001))).refused("balance_short");
}

#[test]
fn a_surplus_goes_up_and_arrives_there() {
    let world = world()
        .given([fact("2025-12-01", "fund-c25", surplus(1500))])
        .when(fact("2025-12-03", "fund-p25", arrived(1000)))
        .admitted();
    balances(&world);
    let (province, county) = (world.case::<Fund>("fund-p25"), world.case::<Fund>("fund-c25"));
    let transit = province.in_transit_up(&case("fund-p25"), &case("fund-c25"), county, &note(DOCUMENT));
    assert_eq!(transit, yuan(500));
    assert_eq!(at(&world, "fund-p25", LedgerAccount::SentDown), 3000);
    assert_eq!(province.gross.sent_down_fen, yuan(4000));
}

#[test]
fn no_more_arrives_than_was_returned() {
    world()
        .given([fact("2025-12-01", "fund-c25", surplus(500))])
        .when(fact("2025-12-03", "fund-p25", arrived(501)))
        .refused("beyond_transit");
}

#[test]
fn no_more_goes_back_than_came_under_the_document() {
    world().when(fact("2025-12-01", "fund-c25", surplus(4001))).refused("returns_more_than_came");
}

// Budget, purpose.

#[test]
fn a_budget_is_adjusted_where_the_money_comes_from_outside() {
    let world = world()
        .given([
            fact("2025-06-01", "fund-p25", adjusted(Change::Increase, 2000)),
            fact("2025-06-02", "fund-p25", adjusted(Change::Decrease, 500)),
        ])
        .given([]);
    balances(&world);
    assert_eq!(at(&world, "fund-p25", LedgerAccount::Received), 11_500);
    world.when(fact("2025-06-03", "fund-c25", adjusted(Change::Increase, 1))).refused("budget_set_above");
}

#[test]
fn money_may_change_its_purpose_with_its_holder() {
    let training = "fund-training25";
    let world = world()
        .given([open(training, COUNTY, Some("fund-p25"))])
        .when(fact("2025-06-01", "fund-c25", repurposed(training, 700)))
        .then(["fund-training25 fund.repurposed_in.v1"]);
    balances(&world);
    assert_eq!(at(&world, training, LedgerAccount::Available), 700);
    assert_eq!(world.case::<Fund>(training).gross.repurposed_in_fen, yuan(700));
}

#[test]
fn money_of_another_holder_is_not_repurposed() {
    world().when(fact("2025-06-01", "fund-p25", repurposed("fund-c25", 1))).refused("not_a_sister_fund");
}

// Claims.

#[test]
fn a_fund_pays_for_its_purpose_only() {
    let mut other = training(1);
    other.subsidy = claim::Subsidy::Travel;
    let subject = named(&other);
    let standard = case("policy-subsidy.travel-43");
    world()
        .given([
            issued("2025-01-01", PROVINCE, pays(claim::Subsidy::Travel, 100), false),
            open("fund-training25", COUNTY, Some("fund-p25")),
        ])
        .given(payee(1))
        .given([
            applied(&other, 2),
            fact("2025-03-03", &subject, claim::Event::Approved { amount_fen: yuan(200), standard, version: 1 }),
        ])
        .when(fact("2025-03-04", &subject, reserved(&[("fund-training25", 200)])))
        .refused("fund_for_other_purpose");
}

#[test]
fn a_bank_line_without_an_entitlement_is_recorded_and_noted() {
    let event = Event::BankLineUnmatched { account: account(7), amount_fen: yuan(30), evidence: slip() };
    let world = world().when(fact("2025-04-01", "fund-c25", event)).irregular("line_without_entitlement");
    assert_eq!(world.case::<Fund>("fund-c25").gross.unmatched_fen, yuan(30));
    assert_eq!(at(&world, "fund-c25", LedgerAccount::Available), 4000);
}

#[test]
fn recovered_money_stays_in_the_fund_or_goes_up_as_the_standard_says() {
    for (goes, kept, up) in [(RecoveredMoneyGoes::Kept, 1000, 0), (RecoveredMoneyGoes::Up, 0, 1000)] {
        let clawback = claim::Event::ClawbackOpened { amount_fen: yuan(1000), reason: claim::ClawbackReason::Fraud };
        let recovered = claim::Event::Recovered { fund: case("fund-c25"), amount_fen: yuan(1000), evidence: slip() };
        let world = credited()
            .given([issued("2025-04-01", COUNTY, Standard::RecoveredMoney { goes }, false)])
            .given([fact("2025-04-02", &claim(1), clawback), fact("2025-05-02", &claim(1), recovered)]);
        balances(&world);
        assert_eq!(at(&world, "fund-c25", LedgerAccount::RecoveredIn), 1000);
        assert_eq!(at(&world, "fund-c25", LedgerAccount::Available), 3000 + kept);
        assert_eq!(at(&world, "fund-c25", LedgerAccount::ReturnedUp), up);
        assert_eq!(at(&world, "fund-c25", LedgerAccount::ReceivableRecovered), 1000);
    }
}

// Reversal.

fn sent_wrongly(id: Uuid) -> World {
    world().given([fact("2025-01-10", "fund-p25", sent_down("fund-c25", 500)).id(id)])
}

fn take_back(id: Uuid) -> Event {
    reversed(id, LedgerAccount::Available, LedgerAccount::SentDown, 500)
}

#[test]
fn a_movement_is_reversed_on_its_own_day_by_another_person() {
    let id = Uuid::new_v4();
    let world = sent_wrongly(id).when(fact("2025-01-10", "fund-p25", take_back(id))).admitted();
    balances(&world);
    assert_eq!(at(&world, "fund-p25", LedgerAccount::SentDown), 4000);
    world.when(fact("2025-01-11", "fund-c25", received(Some("fund-p25"), 500))).refused("beyond_transit");
}

#[test]
fn who_recorded_a_movement_does_not_approve_its_reversal() {
    let id = Uuid::new_v4();
    sent_wrongly(id).when(fact("2025-01-10", "fund-p25", take_back(id)).by("c1")).refused("approver_recorded_it");
}

#[test]
fn a_reversal_states_what_was_moved_and_when() {
    let id = Uuid::new_v4();
    let other = reversed(id, LedgerAccount::Available, LedgerAccount::SentDown, 499);
    sent_wrongly(id).when(fact("2025-01-10", "fund-p25", other)).refused("reverses_otherwise");
    sent_wrongly(id).when(fact("2025-01-11", "fund-p25", take_back(id))).refused("reverses_otherwise");
}

#[test]
fn a_movement_is_reversed_once() {
    let id = Uuid::new_v4();
    let back = || fact("2025-01-10", "fund-p25", take_back(id));
    sent_wrongly(id).given([back()]).when(back()).refused("nothing_to_correct");
}

#[test]
fn what_the_child_has_received_is_not_taken_back_by_a_reversal() {
    let id = Uuid::new_v4();
    sent_wrongly(id)
        .given([fact("2025-01-10", "fund-c25", received(Some("fund-p25"), 500))])
        .when(fact("2025-01-10", "fund-p25", take_back(id)))
        .refused("passed_on_already");
}

#[test]
fn a_receipt_is_reversed_as_long_as_its_money_is_there() {
    let id = Uuid::new_v4();
    let wrongly =
        sent_wrongly(Uuid::new_v4()).given([fact("2025-01-11", "fund-c25", received(Some("fund-p25"), 500)).id(id)]);
    let back = reversed(id, LedgerAccount::Received, LedgerAccount::Available, 500);
    balances(&wrongly.clone().when(fact("2025-01-11", "fund-c25", back.clone())).admitted());
    wrongly
        .given([fact("2025-01-12", "fund-c25", surplus(4500))])
        .when(fact("2025-01-11", "fund-c25", back))
        .refused("passed_on_already");
}

#[test]
fn the_accounts_of_a_fund_are_shown_as_reports_show_them() {
    let world = world();
    let shown = serde_json::to_value(world.case::<Fund>("fund-c25")).expect("json");
    assert_eq!(shown["balances"]["received"], 400_000);
    assert_eq!(shown["above"]["fund-p25"][DOCUMENT]["down_fen"], 400_000);
    assert_eq!(shown["document"]["dated"], day("2025-01-02").to_string());
    assert_eq!(shown["area"], area(COUNTY).to_string());
}
