use domain::{
    household::HouseholdKind::{ExPoor, Ordinary},
    testing::{Fact, World, day, evidence, person_id},
    values::EvidenceKind,
    welfare_post::{self, Temporary},
};

use super::*;
use crate::checks::testing::{
    annulled, applied, assert_finds, left, lives_in, placed, post, priority, refused, set, someone, told, village,
};

/// Person 6 is the only one of an ex-poor household, and has applied for another post of the village.
fn waiting() -> World {
    village().given([priority()]).given(lives_in(ExPoor, 6)).given(lives_in(Ordinary, 3)).given([applied(
        "2024-02-01",
        2,
        6,
    )])
}

/// From a day to a day on post 1, then left for that reason.
fn spell(person_n: u32, from: &str, to: &str, reason: LeftReason) -> [Fact; 2] {
    [placed(from, 1, person_n).id(placement(person_n, from)), left(to, 1, person_n, reason)]
}

fn placement(person_n: u32, from: &str) -> Uuid {
    domain::values::named_id(&format!("{person_n} {from}"))
}

fn found(person_n: u32, from: &str) -> String {
    format!("{},{},{}", post(1), person_id(person_n), placement(person_n, from))
}

/// A year each of 1 and 2.
fn two_years() -> Vec<Fact> {
    let first = spell(1, "2024-03-01", "2025-02-28", LeftReason::Term);
    [first, spell(2, "2025-03-01", "2026-02-28", LeftReason::Term)].concat()
}

fn third() -> Fact {
    placed("2026-03-01", 1, 3).id(placement(3, "2026-03-01"))
}

#[test]
fn a_post_handed_round_while_someone_needier_waits_is_found_with_the_third_holder() {
    assert_finds(&ROTATION, &waiting().given(two_years()), []);
    let world = waiting().given(two_years()).given([third()]);
    assert_finds(&ROTATION, &world, [&found(3, "2026-03-01")]);
    let row = crate::model::testing::folded(&ROTATION.projection, &world)
        .row("check_rotation", &found(3, "2026-03-01").replace(',', "%2c"));
    let expected = serde_json::json!({"how": "handed_round", "severity": "medium"});
    crate::model::testing::assert_has(&row, &expected);
    assert_eq!(row["says"][2], serde_json::json!(["other_person", person_id(6)]));
}

#[test]
fn without_a_standard_of_priority_or_anybody_needier_nothing_is_found() {
    let unordered = village().given(lives_in(ExPoor, 6)).given([applied("2024-02-01", 2, 6)]);
    assert_finds(&ROTATION, &unordered.given(two_years()).given([third()]), []);
    let nobody_waits = village().given([priority()]).given(two_years()).given([third()]);
    assert_finds(&ROTATION, &nobody_waits, []);
    let as_needy = waiting().given(lives_in(ExPoor, 2)).given(lives_in(ExPoor, 1));
    let world = as_needy.given(two_years()).given([placed("2026-03-01", 1, 1)]);
    assert_finds(&ROTATION, &world, []);
    let declined = refused("2025-06-01", 2, 6, welfare_post::RefusalReason::Withdrawn);
    assert_finds(&ROTATION, &waiting().given(two_years()).given([declined, third()]), []);
}

#[test]
fn whichever_is_learnt_last_completes_it() {
    let late = |facts: Vec<Fact>| facts.into_iter().map(|fact| fact.learnt("2026-04-01")).collect::<Vec<_>>();
    let key = found(3, "2026-03-01");
    let [first, second] = [
        spell(1, "2024-03-01", "2025-02-28", LeftReason::Term).to_vec(),
        spell(2, "2025-03-01", "2026-02-28", LeftReason::Term).to_vec(),
    ];
    let world = waiting().given(second.clone()).given([third()]);
    assert_finds(&ROTATION, &world.given(late(first.clone())), [&key]);
    let [began, ended] = [second[0].clone(), second[1].clone()];
    let world = waiting().given(first).given([began, third()]);
    assert_finds(&ROTATION, &world.given(late(vec![ended])), [&key]);
    // The one who waits, and what makes them needier.
    let nobody = village().given([priority()]).given(two_years()).given([third()]);
    let applied = applied("2024-02-01", 2, 6);
    let world = nobody.clone().given(lives_in(ExPoor, 6));
    assert_finds(&ROTATION, &world.given(late(vec![applied.clone()])), [&key]);
    assert_finds(&ROTATION, &nobody.given([applied]).given(late(lives_in(ExPoor, 6).to_vec())), [&key]);
}

#[test]
fn who_left_for_a_job_or_a_failed_duty_was_not_rotated_out() {
    use LeftReason::{Death, DutyFailure, Incapacity, MarketJob, Moved};
    for reason in [MarketJob, DutyFailure, Incapacity, Moved, Death] {
        let facts =
            [spell(1, "2024-03-01", "2025-02-28", LeftReason::Term), spell(2, "2025-03-01", "2026-02-28", reason)];
        assert_finds(&ROTATION, &waiting().given(facts.concat()).given([third()]), []);
    }
}

#[test]
fn a_season_and_cover_for_an_illness_are_innocent() {
    for temporary in [Temporary::Season, Temporary::IllnessCover] {
        let placed = |person_n, from: &str, until: &str| {
            let agreement = evidence(EvidenceKind::Agreement);
            let (until, temporary) = (Some(day(until)), Some(temporary));
            let person = someone(person_n);
            told(from, &post(1), welfare_post::Event::Placed { person, agreement, full_time: true, until, temporary })
        };
        let [one, ended] = spell(1, "2024-03-01", "2025-02-28", LeftReason::Term);
        // A short while in between, and a third who is there for a short while only.
        let world = waiting().given([one, ended]).given([
            placed(2, "2025-03-01", "2025-06-01"),
            left("2025-06-01", 1, 2, LeftReason::Term),
            placed(3, "2026-03-01", "2026-06-01"),
        ]);
        assert_finds(&ROTATION, &world, []);
        let back = world.given([left("2026-06-01", 1, 3, LeftReason::Term), placed_again()]);
        assert_finds(&ROTATION, &back, []);
    }
}

fn placed_again() -> Fact {
    placed("2026-06-02", 1, 1)
}

#[test]
fn holders_long_ago_are_not_counted_and_the_window_is_a_parameter() {
    let facts = || {
        [spell(1, "2024-03-01", "2024-12-31", LeftReason::Term), spell(2, "2025-01-01", "2028-02-28", LeftReason::Term)]
            .concat()
    };
    let third = || placed("2028-03-01", 1, 3).id(placement(3, "2028-03-01"));
    assert_finds(&ROTATION, &waiting().given(facts()).given([third()]), []);
    let longer = set(CheckId::Rotation, "window_months", 60);
    let world = waiting().given([longer]).given(facts()).given([third()]);
    assert_finds(&ROTATION, &world, [&found(3, "2028-03-01")]);
}

#[test]
fn two_who_hold_it_for_a_few_months_each_are_found() {
    let facts = || {
        [spell(1, "2024-03-01", "2024-06-30", LeftReason::Term), spell(2, "2024-07-01", "2024-10-31", LeftReason::Term)]
            .concat()
    };
    let again = || placed("2024-11-01", 1, 1).id(placement(1, "2024-11-01"));
    assert_finds(&ROTATION, &waiting().given(facts()).given([again()]), [&found(1, "2024-11-01")]);
    let shorter = set(CheckId::Rotation, "holding_months_max", 3);
    assert_finds(&ROTATION, &waiting().given([shorter]).given(facts()).given([again()]), []);
}

#[test]
fn an_order_that_repeats_is_found_whoever_waits() {
    let year = |n, year: i32| spell(n, &format!("{year}-03-01"), &format!("{year}-08-31"), LeftReason::Term);
    let facts = [year(1, 2024), year(2, 2025), year(1, 2026)].concat();
    let last = placed("2026-09-01", 1, 2).id(placement(2, "2026-09-01"));
    let world = village().given(facts);
    assert_finds(&ROTATION, &world, []);
    assert_finds(&ROTATION, &world.given([last]), [&found(2, "2026-09-01")]);
}

#[test]
fn a_placement_that_never_was_is_no_holder() {
    let never = annulled("2025-03-01", 1, placement(2, "2025-03-01"));
    let facts = [
        spell(1, "2024-03-01", "2025-02-28", LeftReason::Term).to_vec(),
        vec![placed("2025-03-01", 1, 2).id(placement(2, "2025-03-01")), never, third()],
    ];
    assert_finds(&ROTATION, &waiting().given(facts.concat()), []);
}
