//! 创业担保贷款 Lent by a bank; the fund pays when the guarantee is called.

use super::*;

const OTHER_BANK: &str = "organisation-91430225ma4l00001y";

pub(super) fn loan() -> Entitlement {
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

pub(super) fn lent() -> World {
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
    let world = world.given([
        fact("2025-09-12", BATCH, sealed(vec![line])),
        sent_on("2025-09-13", BATCH, 700),
        fact("2025-09-14", BATCH, answer(&named(&loan()), 700, Outcome::Credited)),
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
fn what_a_bank_lends_beyond_the_approval_is_noted_and_not_guaranteed() {
    let early = given(funded())
        .given(payee(1))
        .given(organisation())
        .given([issued("2025-01-01", PROVINCE, pays(Subsidy::GuaranteedLoan, 500), false), applied(&loan(), 2)]);
    early.when(on_loan("2025-03-02", disbursed(1000))).irregular("beyond_loan");
    let world = lent().when(on_loan("2025-03-11", disbursed(500))).irregular("beyond_loan");
    let lent = world.case::<Claim>(&named(&loan())).loan.as_ref().expect("a loan");
    assert_eq!((lent.disbursed_fen, lent.open_fen()), (yuan(1500), yuan(1500)));
    let world = world.given([on_loan("2025-09-01", defaulted())]);
    world.clone().when(on_loan("2025-09-10", called(1001))).refused("beyond_loan");
    world.given([on_loan("2025-09-10", called(600))]).when(on_loan("2025-09-11", called(401))).refused("beyond_loan");
}

#[test]
fn a_guarantee_is_called_on_a_default_only() {
    lent().when(on_loan("2025-09-02", called(1))).refused("not_in_default");
}

#[test]
fn only_a_loan_is_disbursed() {
    ready().given(organisation()).when(on_claim("2025-04-02", disbursed(1))).irregular("not_a_loan");
}

#[test]
fn a_loan_said_of_another_subsidy_does_not_move_its_payment() {
    let world = given(funded())
        .given(organisation())
        .given(reserved_for(1))
        .when(on_claim("2025-03-05", disbursed(1000)))
        .irregular("not_a_loan")
        .when(on_claim("2025-03-05", defaulted()))
        .irregular("not_a_loan");
    let owed = world.case::<Claim>(&claim(1));
    assert_eq!((owed.pays_to(), owed.debt(), owed.loan.is_none()), (Some(Payee::Person(person(1))), yuan(1000), true));
    let mut diverted = line(1, 1000);
    diverted.account = account(99);
    world.clone().when(fact("2025-03-06", BATCH, sealed(vec![diverted]))).refused("account_not_of_payee");
    world.when(fact("2025-03-06", BATCH, sealed(vec![line(1, 1000)]))).admitted();
}

#[test]
fn the_bank_that_lent_stays_the_one_that_is_paid() {
    let other = Event::Disbursed { bank: case(OTHER_BANK), amount_fen: yuan(1) };
    let identity = organisation::Identity::CreditCode("91430225MA4L00001Y".parse().expect("a code"));
    let registered = organisation::Event::Registered { identity, area: area(COUNTY) };
    let world = lent()
        .given([fact("2025-01-01", OTHER_BANK, registered)])
        .when(on_loan("2025-03-11", other))
        .irregular("beyond_loan");
    assert_eq!(world.case::<Claim>(&named(&loan())).pays_to(), Some(Payee::Organisation(case(BANK))));
}
