//! 年终关账 When a year closes, what is carried into the next one, and what comes late.

use super::*;

#[test]
fn what_is_left_is_carried_to_next_year_and_the_year_is_closed() {
    let world = world()
        .given([open("fund-p26", PROVINCE, None)])
        .when(fact("2026-01-05", "fund-p25", carried_out("fund-p26", 6000)))
        .then(["fund-p26 fund.carried_in.v1"])
        .given([fact("2026-01-06", "fund-p25", Event::YearClosed {})]);
    balances(&world);
    assert_eq!(at(&world, "fund-p26", LedgerAccount::CarriedIn), 6000);
    world.when(fact("2026-01-07", "fund-p25", received(None, 1))).refused("fiscal_year_closed");
}

#[test]
fn a_payment_that_bounces_after_the_year_is_released_and_carried_and_not_instructed_again() {
    let again = "payment_batch-b2";
    let bounced = credited().given([
        open("fund-c26", COUNTY, Some("fund-p25")),
        fact("2026-01-05", "fund-c25", carried_out("fund-c26", 3000)),
        fact("2026-01-06", "fund-c25", Event::YearClosed {}),
        fact("2026-01-07", "payment_batch-b1", answered(1, returned())),
    ]);
    bounced
        .clone()
        .given([fact("2026-01-08", again, sealed(vec![line(1, 1000)]))])
        .when(sent_on("2026-01-09", again, 1000))
        .refused("fiscal_year_closed");
    let world = bounced.given([
        fact("2026-01-08", &claim(1), claim::Event::ReservationReleased { reason: note("跨年退票") }),
        fact("2026-01-09", "fund-c25", carried_out("fund-c26", 1000)),
        fact("2026-01-10", &claim(1), reserved(&[("fund-c26", 1000)])),
    ]);
    balances(&world);
    assert_eq!(at(&world, "fund-c26", LedgerAccount::Available), 3000);
}

#[test]
fn money_is_carried_to_the_same_fund_of_the_next_year_only() {
    world()
        .given([open("fund-training26", PROVINCE, None)])
        .when(fact("2026-01-05", "fund-p25", carried_out("fund-training26", 1)))
        .refused("not_the_successor");
}

#[test]
fn a_year_closes_when_it_is_over() {
    world().when(fact("2025-12-31", "fund-p25", Event::YearClosed {})).refused("fiscal_year_not_over");
}

#[test]
fn a_year_closes_when_no_money_is_left() {
    world().when(fact("2026-01-06", "fund-p25", Event::YearClosed {})).refused("money_left");
}

#[test]
fn a_year_is_not_closed_while_money_is_on_its_way_there() {
    let world = world().given([
        open("fund-c26", COUNTY, None),
        fact("2025-12-30", "fund-p25", sent_down("fund-c25", 500)),
        fact("2026-01-05", "fund-c25", carried_out("fund-c26", 4000)),
    ]);
    world.clone().when(fact("2026-01-06", "fund-c25", Event::YearClosed {})).refused("money_on_its_way");
    balances(&world.given([
        fact("2026-01-06", "fund-c25", received(Some("fund-p25"), 500)),
        fact("2026-01-06", "fund-c25", carried_out("fund-c26", 500)),
        fact("2026-01-07", "fund-c25", Event::YearClosed {}),
    ]));
}

#[test]
fn nothing_new_is_done_with_the_money_of_a_closed_year() {
    let training = "fund-training25";
    let world = world().given(approved(1)).given([
        open("fund-c26", COUNTY, None),
        open(training, COUNTY, None),
        fact("2026-01-05", "fund-c25", carried_out("fund-c26", 4000)),
        fact("2026-01-06", "fund-c25", Event::YearClosed {}),
        fact("2026-01-06", training, Event::YearClosed {}),
    ]);
    for (fund, event) in [
        ("fund-p25", sent_down("fund-c25", 1)),
        ("fund-c25", sent_down("fund-none25", 1)),
        ("fund-c25", received(Some("fund-p25"), 1)),
        ("fund-c25", adjusted(Change::Increase, 1)),
        ("fund-c25", repurposed(training, 1)),
        ("fund-c25", Event::YearClosed {}),
    ] {
        world.clone().when(fact("2026-01-07", fund, event)).refused("fiscal_year_closed");
    }
    world.when(fact("2026-01-07", &claim(1), reserved(&[("fund-c25", 1000)]))).refused("fiscal_year_closed");
}

#[test]
fn money_is_not_carried_into_a_closed_year_nor_to_a_fund_without_its_tag() {
    let untagged = |name: &str| {
        let mut event = opened(name, PROVINCE, None);
        if let Event::Opened { central_direct, .. } = &mut event {
            *central_direct = false;
        }
        fact("2025-01-02", name, event)
    };
    let world = world().given([untagged("fund-p26"), untagged("fund-q25"), open("fund-r26", PROVINCE, None)]);
    let out = |on, event| fact(on, "fund-p25", event);
    world.clone().when(out("2026-01-05", carried_out("fund-p26", 1))).refused("not_the_successor");
    world.clone().when(out("2025-06-01", repurposed("fund-q25", 1))).refused("not_a_sister_fund");
    world
        .given([fact("2027-01-05", "fund-r26", Event::YearClosed {})])
        .when(out("2027-01-06", carried_out("fund-r26", 1)))
        .refused("fiscal_year_closed");
}
