use uuid::Uuid;

use super::*;
use crate::actor::Role;

fn in_force(yuan: u32) -> World {
    with_award(Finality::Final, yuan).given([effective("2025-04-02", "2025-04-02")])
}

#[test]
fn an_award_of_money_closes_on_credit_alone() {
    in_force(8_000).when(closed("2025-04-10")).refused("still_outstanding");
    let world = in_force(8_000).given([credited("2025-04-10", 5_000)]);
    assert_eq!(state(&world), State::Effective);
    world.clone().when(closed("2025-04-11")).refused("still_outstanding");
    let world = world.given([credited("2025-04-20", 3_000)]);
    assert_eq!(state(&world), State::Credited);
    assert_eq!(state(&world.given([closed("2025-04-21")])), State::Closed);
}

#[test]
fn a_settlement_of_money_closes_on_credit_and_one_without_on_its_document() {
    let settled = |yuan| {
        let settled = Event::Settled { amount_fen: Fen::yuan(yuan), evidence: paper() };
        under_way().given([on("2025-03-12", Event::MediationBegan {}), on("2025-03-14", settled)])
    };
    settled(500).when(closed("2025-03-20")).refused("still_outstanding");
    settled(500).given([credited("2025-03-20", 500)]).when(closed("2025-03-20")).then([]);
    settled(0).when(closed("2025-03-20")).then([]);
}

#[test]
fn a_credit_is_shown_by_the_bank_and_no_more_than_is_owed() {
    let said = on("2025-04-10", Event::Credited { amount_fen: Fen::yuan(500), slip: paper() });
    in_force(8_000).when(said.clone()).refused("credit_not_shown");
    in_force(8_000).when(credited("2025-04-10", 8_001)).refused("beyond_outstanding");
    // What another system says without a slip is recorded, and counts for nothing.
    let world = in_force(500).when(said.decided_elsewhere()).irregular("credit_not_shown");
    assert_eq!(state(&world), State::Effective);
}

#[test]
fn what_was_awarded_in_part_may_be_paid_before_the_rest_is_decided() {
    let in_part = Event::PartiallyAwarded { amount_fen: Fen::yuan(3_000), evidence: paper() };
    let world = under_way().given([heard("2025-03-20"), on("2025-03-21", in_part), credited("2025-03-28", 3_000)]);
    assert_eq!(state(&world), State::PartiallyAwarded);
    let world = world.given([awarded("2025-04-01", Finality::Final, 0), effective("2025-04-02", "2025-04-02")]);
    world.when(closed("2025-04-03")).then([]);
}

#[test]
fn what_cannot_be_enforced_stays_open_and_may_still_be_paid() {
    let began = on("2025-04-20", Event::EnforcementBegan { evidence: paper() });
    let ended = Event::EnforcementTerminated { reason: note("无可供执行财产"), evidence: paper() };
    let ended = on("2025-09-01", ended);
    in_force(8_000).when(ended.clone()).irregular("not_in_state");
    let world = in_force(8_000).given([began, ended]);
    assert_eq!(state(&world), State::EnforcementTerminated);
    world.clone().when(closed("2025-09-02")).refused("not_in_state");
    assert_eq!(state(&world.given([credited("2025-10-20", 8_000)])), State::Credited);
}

#[test]
fn a_credit_that_never_was_is_annulled_by_another_and_opens_the_debt_again() {
    let credit = Uuid::from_u128(7);
    let annulled = |credit| Event::CreditAnnulled { credit, reason: note("张冠李戴"), evidence: paper() };
    let world = in_force(8_000).given([credited("2025-04-10", 8_000).id(credit), closed("2025-04-11")]);
    let right = on("2025-04-10", annulled(credit)).learnt("2025-04-15");
    world.clone().when(on("2025-04-10", annulled(Uuid::nil()))).refused("nothing_to_correct");
    world.clone().when(on("2025-04-15", annulled(credit))).refused("correction_dated_otherwise");
    world.clone().when(right.clone().by("c1")).refused("approver_recorded_it");
    world.clone().when(right.clone().by_role(Role::Clerk)).refused("role_not_allowed");
    let world = world.when(right).then([]);
    assert_eq!(state(&world), State::Effective);
    world.when(closed("2025-04-16")).refused("still_outstanding");
}
