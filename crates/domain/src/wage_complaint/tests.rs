//! A worker complains on Monday 2025-03-03 that February's wages are not paid.

use uuid::Uuid;

use super::*;
use crate::{
    dispute::{self, ClaimKind, Claimed},
    testing::{
        Fact, World, area, case, day, fact,
        labour::{VILLAGE, complaint_limits, firm, holidays_2025, paper, person, slip, standards, workplace},
        note,
    },
    values::WorkDays,
};

const CASE: &str = "wage_complaint-c1";
const DISPUTE: &str = "dispute-d1";

fn on(on: &str, event: Event) -> Fact {
    fact(on, CASE, event)
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn filed(from: &str, to: &str) -> Fact {
    on(
        "2025-03-03",
        Event::Filed {
            area: area(VILLAGE),
            worker: person(1),
            employer: firm(),
            from: month(from),
            to: month(to),
            claimed_fen: Fen::yuan(4_000),
            evidence: paper(),
        },
    )
}

fn checked(date: &str, yuan: u32) -> Fact {
    on(date, Event::Checked { owed_fen: Fen::yuan(yuan), evidence: paper() })
}

fn ordered(date: &str) -> Fact {
    on(date, Event::Ordered { pay_by: day("2025-03-31"), evidence: paper() })
}

fn paid(date: &str, yuan: u32) -> Fact {
    on(date, Event::Paid { amount_fen: Fen::yuan(yuan), slip: slip() })
}

fn transferred(date: &str, to: Destination) -> Fact {
    on(date, Event::Transferred { to, evidence: paper() })
}

fn state(world: &World) -> State {
    world.case::<WageComplaint>(CASE).course.state
}

fn complained() -> World {
    workplace().given(standards()).given([filed("2025-02", "2025-02")])
}

#[test]
fn it_is_about_months_that_follow_one_another_and_have_begun() {
    workplace().when(filed("2025-02", "2025-01")).refused("months_reversed");
    workplace().when(filed("2025-04", "2025-04")).refused("occurs_before");
    crate::testing::given([]).when(filed("2025-02", "2025-02")).refused("cited_case_missing");
}

#[test]
fn it_is_checked_ordered_and_paid() {
    complained().when(ordered("2025-03-10")).refused("not_in_state");
    complained().when(checked("2025-03-01", 3_500)).refused("occurs_before");
    let world = complained().given([checked("2025-03-07", 3_500), ordered("2025-03-10"), paid("2025-03-20", 1_500)]);
    assert_eq!(state(&world), State::Ordered);
    world.clone().when(paid("2025-03-20", 2_001)).refused("beyond_outstanding");
    let by_word = on("2025-03-28", Event::Paid { amount_fen: Fen::yuan(2_000), slip: paper() });
    world.clone().when(by_word).refused("credit_not_shown");
    assert_eq!(state(&world.given([paid("2025-03-28", 2_000)])), State::Paid);
}

#[test]
fn what_is_found_to_be_unfounded_ends_there() {
    let world = complained().given([checked("2025-03-07", 0)]);
    assert_eq!(state(&world), State::Unfounded);
    world.when(ordered("2025-03-10")).refused("not_in_state");
}

#[test]
fn who_found_what_is_owed_does_not_order_it_paid() {
    let world = complained().given([checked("2025-03-07", 3_500)]);
    world.when(ordered("2025-03-10").by("c1")).refused("approver_recorded_it");
}

#[test]
fn an_order_leaves_time_to_obey_it() {
    let world = complained().given([checked("2025-03-07", 3_500)]);
    world.clone().when(ordered("2025-04-01")).refused("occurs_before");
    let world = world.given([ordered("2025-03-10")]);
    let payment =
        |world: &World| world.case::<WageComplaint>(CASE).course.payment().map(|(by, clock)| (by, clock.stopped));
    assert_eq!(payment(&world), Some((day("2025-03-31"), None)));
    let world = world.given([paid("2025-04-02", 3_500)]);
    assert_eq!(payment(&world), Some((day("2025-03-31"), Some(Stopped::Met(day("2025-04-02"))))));
}

#[test]
fn court_and_police_take_up_an_order_that_was_not_obeyed() {
    let world = complained().given([checked("2025-03-07", 3_500)]);
    world.clone().when(transferred("2025-03-10", Destination::Police)).refused("not_in_state");
    let world = world.given([ordered("2025-03-10")]);
    for to in [Destination::Police, Destination::Court] {
        assert_eq!(state(&world.clone().given([transferred("2025-04-01", to)])), State::Transferred);
    }
}

#[test]
fn it_is_transferred_to_the_workers_own_dispute() {
    let to_dispute = || transferred("2025-03-10", Destination::Dispute(case(DISPUTE)));
    let dispute_of = |n| {
        let filed = dispute::Event::Filed {
            area: area(VILLAGE),
            worker: person(n),
            employer: firm(),
            claims: vec![Claimed { kind: ClaimKind::Wages, amount_fen: None }],
            arose_on: day("2025-02-28"),
            green_channel: true,
            evidence: paper(),
        };
        fact("2025-03-08", DISPUTE, filed)
    };
    complained().when(to_dispute()).refused("cited_case_missing");
    complained().given([dispute_of(2)]).when(to_dispute()).refused("dispute_of_others");
    assert_eq!(state(&complained().given([dispute_of(1), to_dispute()])), State::Transferred);
}

#[test]
fn it_may_be_withdrawn_while_it_is_open() {
    let withdrawn = |date| on(date, Event::Withdrawn { evidence: paper() });
    let world = complained().given([withdrawn("2025-03-05")]);
    assert_eq!(state(&world), State::Withdrawn);
    world.when(withdrawn("2025-03-06")).refused("not_in_state");
}

#[test]
fn a_payment_that_never_was_is_annulled_by_another() {
    let payment = Uuid::from_u128(9);
    let annulled = |payment| Event::PaymentAnnulled { payment, reason: note("重复登记"), evidence: paper() };
    let world = complained().given([checked("2025-03-07", 3_500), paid("2025-03-20", 3_500).id(payment)]);
    world.clone().when(on("2025-03-20", annulled(Uuid::nil()))).refused("nothing_to_correct");
    world.clone().when(on("2025-03-20", annulled(payment)).by("c1")).refused("approver_recorded_it");
    let world = world.when(on("2025-03-20", annulled(payment))).then([]);
    assert_eq!(state(&world), State::Checked);
}

#[test]
fn its_clocks_run_from_the_complaint() {
    let clocks = |world: &World| {
        let clocks = world.case::<WageComplaint>(CASE).course.clocks();
        let limits = complaint_limits();
        let due = |clock: &Clock, name| {
            WorkDays::computing(|days| clock.due(limits.of(name), days), |_| Ok::<_, ()>(holidays_2025()))
        };
        clocks.into_iter().map(|(name, clock)| (due(&clock, name), clock.stopped)).collect::<Vec<_>>()
    };
    let (check, order) = (Ok(Some(day("2025-03-10"))), Ok(Some(day("2025-05-29"))));
    assert_eq!(clocks(&complained()), [(check, None), (order, None)]);
    let unfounded = complained().given([checked("2025-03-07", 0)]);
    let (met, void) = (Stopped::Met(day("2025-03-07")), Stopped::Void(day("2025-03-07")));
    assert_eq!(clocks(&unfounded), [(check, Some(met)), (order, Some(void))]);
}
