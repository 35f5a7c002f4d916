//! 结转 What was carried over, or has another purpose now, still goes back to whom sent it, under its document.

use super::*;
use crate::payment_batch::Outcome;

/// Of the 4000 yuan that the county had from the province in 2025, it carried 2500 into 2026 and closed the year.
fn carried_over() -> World {
    world().given([
        open("fund-p26", PROVINCE, None),
        open("fund-c26", COUNTY, Some("fund-p26")),
        fact("2025-12-20", "fund-c25", surplus(1500)),
        fact("2026-01-05", "fund-c25", carried_out("fund-c26", 2500)),
        fact("2026-01-06", "fund-c25", Event::YearClosed {}),
    ])
}

fn back_to(fund: &str, amount: u32) -> Event {
    let to = Some(case(fund));
    Event::SurplusReturned { to, document: note(DOCUMENT), amount_fen: yuan(amount), evidence: slip() }
}

/// What a fund has of the document under which the province sent money in 2025.
fn passage(world: &World, fund: &str) -> Passage {
    world.case::<Fund>(fund).above[&case("fund-p25")][&note(DOCUMENT)]
}

#[test]
fn carried_money_goes_back_to_the_fund_that_sent_it_also_after_its_year() {
    let world = carried_over().given([
        fact("2026-01-07", "fund-p25", arrived(1500)),
        fact("2026-01-20", "fund-p25", carried_out("fund-p26", 7500)),
        fact("2026-01-21", "fund-p25", Event::YearClosed {}),
        fact("2026-03-01", "fund-c26", back_to("fund-p25", 1000)),
        fact("2026-03-04", "fund-p25", arrived_from("fund-c26", 600)),
    ]);
    balances(&world);
    let (province, county) = (world.case::<Fund>("fund-p25"), world.case::<Fund>("fund-c26"));
    let transit = province.in_transit_up(&case("fund-p25"), &case("fund-c26"), county, &note(DOCUMENT));
    assert_eq!(transit, yuan(400));
    assert_eq!(
        (passage(&world, "fund-c26").carried_in_fen, passage(&world, "fund-c26").up_fen),
        (yuan(2500), yuan(1000))
    );
    // Of 4000 yuan sent 1500 and 600 are back; they are carried on as whatever comes late.
    assert_eq!(at(&world, "fund-p25", LedgerAccount::SentDown), 1900);
    let world = world.given([fact("2026-03-05", "fund-p25", carried_out("fund-p26", 600))]);
    balances(&world);
    assert_eq!(at(&world, "fund-p26", LedgerAccount::Available), 8100);
}

#[test]
fn no_more_of_a_document_goes_back_than_was_carried_over() {
    carried_over().when(fact("2026-03-01", "fund-c26", back_to("fund-p25", 2501))).refused("returns_more_than_came");
    // Nothing came from the fund that allocates in the new year.
    carried_over().when(fact("2026-03-01", "fund-c26", surplus(1))).refused("returns_more_than_came");
    carried_over()
        .given([fact("2026-03-01", "fund-c26", back_to("fund-p25", 500))])
        .when(fact("2026-03-02", "fund-p25", arrived_from("fund-c26", 501)))
        .refused("beyond_transit");
    carried_over().when(fact("2026-03-01", "fund-c26", back_to("fund-none", 1))).refused("cited_case_missing");
}

#[test]
fn carried_again_it_is_still_known_where_it_came_from() {
    let world = carried_over().given([
        open("fund-c27", COUNTY, None),
        fact("2027-01-05", "fund-c26", carried_out("fund-c27", 2500)),
        fact("2027-02-01", "fund-c27", back_to("fund-p25", 2500)),
        fact("2027-02-03", "fund-p25", arrived_from("fund-c27", 2500)),
    ]);
    balances(&world);
    world.when(fact("2027-02-04", "fund-c26", back_to("fund-p25", 1))).refused("returns_more_than_came");
}

#[test]
fn of_two_documents_the_one_that_is_meant_is_carried_over() {
    let second = "湘财社指2号";
    let of_second = |event: Event| match event {
        Event::SentDown { to, amount_fen, evidence, .. } => {
            Event::SentDown { to, document: note(second), amount_fen, evidence }
        }
        Event::Received { from, amount_fen, evidence, .. } => {
            Event::Received { from, document: note(second), amount_fen, evidence }
        }
        Event::CarriedOut { to, amount_fen, evidence, .. } => {
            Event::CarriedOut { to, document: Some(note(second)), amount_fen, evidence }
        }
        other => other,
    };
    let world = world().given([
        fact("2025-05-01", "fund-p25", of_second(sent_down("fund-c25", 300))),
        fact("2025-05-02", "fund-c25", of_second(received(Some("fund-p25"), 300))),
        open("fund-c26", COUNTY, None),
    ]);
    let carried = |amount| fact("2026-01-05", "fund-c25", of_second(carried_out("fund-c26", amount)));
    world.clone().when(carried(301)).refused("returns_more_than_came");
    let kept = |world: &World, document: &str| {
        let above = &world.case::<Fund>("fund-c26").above[&case("fund-p25")];
        above.get(&note(document)).map(|with| with.carried_in_fen)
    };
    let chosen = world.clone().given([carried(300)]);
    assert_eq!((kept(&chosen, DOCUMENT), kept(&chosen, second)), (None, Some(yuan(300))));
    let world = world.given([fact("2026-01-05", "fund-c25", carried_out("fund-c26", 4300))]);
    assert_eq!((kept(&world, DOCUMENT), kept(&world, second)), (Some(yuan(4000)), Some(yuan(300))));
    balances(&world);
}

#[test]
fn a_fund_that_allocates_under_the_same_document_again_is_not_mistaken_for_what_was_carried() {
    let world = world().given([
        open("fund-c26", COUNTY, Some("fund-p25")),
        fact("2025-12-28", "fund-p25", sent_down("fund-c26", 100)),
        fact("2026-01-05", "fund-c25", carried_out("fund-c26", 4000)),
        fact("2026-01-06", "fund-c26", received(Some("fund-p25"), 100)),
    ]);
    balances(&world);
    world.when(fact("2026-01-07", "fund-c26", received(Some("fund-p25"), 1))).refused("beyond_transit");
}

#[test]
fn money_with_another_purpose_goes_back_under_its_document_too() {
    let training = "fund-training25";
    let world = world()
        .given([open(training, COUNTY, None), fact("2025-06-01", "fund-c25", repurposed(training, 700))])
        .given([
            fact("2025-12-01", training, back_to("fund-p25", 700)),
            fact("2025-12-02", "fund-p25", arrived_from(training, 700)),
        ]);
    balances(&world);
    assert_eq!(passage(&world, "fund-c25").carried_out_fen, yuan(700));
    assert_eq!(at(&world, "fund-p25", LedgerAccount::SentDown), 3300);
}

#[test]
fn money_from_outside_is_carried_over_without_a_document_above() {
    let world = world()
        .given([open("fund-p26", PROVINCE, None), fact("2026-01-05", "fund-p25", carried_out("fund-p26", 6000))]);
    assert!(world.case::<Fund>("fund-p26").above.is_empty());
    balances(&world.given([fact("2026-03-01", "fund-p26", surplus(6000))]));
}

#[test]
fn what_is_recovered_of_carried_money_goes_up_the_way_it_came() {
    let claimed = |event| fact("2026-06-01", &claim(1), event);
    let clawback = claim::Event::ClawbackOpened { amount_fen: yuan(1000), reason: claim::ClawbackReason::Fraud };
    let recovered = claim::Event::Recovered { fund: case("fund-c26"), amount_fen: yuan(800), evidence: slip() };
    let world = carried_over()
        .given([issued("2026-01-01", COUNTY, Standard::RecoveredMoney { goes: RecoveredMoneyGoes::Up }, false)])
        .given(approved(1))
        .given([
            fact("2026-02-01", &claim(1), reserved(&[("fund-c26", 1000)])),
            fact("2026-02-02", "payment_batch-b1", sealed(vec![line(1, 1000)])),
            sent_on("2026-02-03", "payment_batch-b1", 1000),
            fact("2026-02-04", "payment_batch-b1", answered(1, Outcome::Credited)),
            claimed(clawback),
            claimed(recovered),
            fact("2026-06-09", "fund-p25", arrived_from("fund-c26", 800)),
        ]);
    balances(&world);
    assert_eq!(at(&world, "fund-c26", LedgerAccount::ReturnedUp), 800);
    assert_eq!(at(&world, "fund-p25", LedgerAccount::SentDown), 3200);
}

#[test]
fn a_receipt_whose_money_was_carried_on_is_not_reversed() {
    let id = Uuid::new_v4();
    let late = [
        fact("2025-01-10", "fund-p25", sent_down("fund-c25", 500)),
        fact("2025-01-11", "fund-c25", received(Some("fund-p25"), 500)).id(id),
        open("fund-c26", COUNTY, None),
        fact("2026-01-05", "fund-c25", carried_out("fund-c26", 4100)),
    ];
    let back = reversed(id, LedgerAccount::Received, LedgerAccount::Available, 500);
    world().given(late).when(fact("2025-01-11", "fund-c25", back)).refused("passed_on_already");
}
