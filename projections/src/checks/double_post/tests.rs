use domain::{
    person::Job,
    testing::{Fact, World, area, case, days, evidence, fact, note, person_id},
    values::EvidenceKind,
    welfare_post::LeftReason,
};

use super::*;
use crate::checks::testing::{UNIT, annulled, assert_finds, keys, left, placed, post, set, someone, told, village};

const SECOND: Uuid = Uuid::from_u128(2);

/// Person 1 on post 1 since January; person 1 on post 2 from the 3rd of March.
fn first() -> World {
    village().given([placed("2025-01-10", 1, 1)])
}

fn second() -> Fact {
    placed("2025-03-03", 2, 1).id(SECOND)
}

fn off(on: &str, post_n: u32) -> Fact {
    left(on, post_n, 1, LeftReason::Resigned)
}

fn how_many(world: &World) -> usize {
    keys(&DOUBLE_POST, world).len()
}

#[test]
fn two_full_time_posts_are_found_when_the_days_of_transfer_are_over() {
    let world = first().given([second()]);
    assert_eq!(how_many(&world.clone().given(days("2025-03-04", "2025-03-10"))), 0);
    let found = world.given(days("2025-03-04", "2025-03-11"));
    assert_eq!(how_many(&found), 1);
    assert_eq!(how_many(&first().given(days("2025-03-04", "2025-03-11"))), 0);
    let rows = crate::model::testing::folded(&DOUBLE_POST.projection, &found).rows("check_double_post");
    let expected = serde_json::json!({
        "how": "overlap", "severity": "high", "found_on": "2025-03-11",
        "cases": [person_id(1), post(1), post(2)], "officials": ["c1/bureau/clerk"],
        "says": [["person", person_id(1)], ["case", post(1)], ["other_case", post(2)], ["from", "2025-03-03"],
            ["days", "9"]],
    });
    crate::model::testing::assert_has(&rows[0], &expected);
}

#[test]
fn a_transfer_within_the_week_is_innocent_and_a_longer_one_is_not() {
    let until = |on| first().given([second(), off(on, 1)]).given(days("2025-03-04", "2025-03-31"));
    assert_eq!(how_many(&until("2025-03-10")), 0);
    assert_eq!(
        how_many(&first().given([second()]).given(days("2025-03-04", "2025-03-10")).given([off("2025-03-11", 1)])),
        1
    );
    let longer = set(CheckId::DoublePost, "transfer_days", 14);
    let world = first().given([longer, second()]).given(days("2025-03-04", "2025-03-15")).given([off("2025-03-15", 1)]);
    assert_eq!(how_many(&world), 0);
}

#[test]
fn a_few_days_on_a_second_post_are_innocent() {
    let until = |on| first().given([second(), off(on, 2)]).given(days("2025-03-10", "2025-03-31"));
    assert_eq!(how_many(&until("2025-03-06")), 0, "four days");
    assert_eq!(how_many(&until("2025-03-07")), 1, "five");
    let more = set(CheckId::DoublePost, "overlap_days_min", 6);
    let world = first().given([more, second(), off("2025-03-07", 2)]);
    assert_eq!(how_many(&world.given(days("2025-03-10", "2025-03-31"))), 0);
}

#[test]
fn part_time_work_beside_a_post_and_two_jobs_without_one_are_innocent() {
    let job = |full_time| {
        let (job, destination) = (Job::Flexible, area("430225000000"));
        let started = person::Event::JobStarted { job, full_time, employer: None, destination };
        fact("2025-03-03", &person_id(1), started)
    };
    let later = || days("2025-03-04", "2025-03-31");
    assert_eq!(how_many(&first().given([job(false)]).given(later())), 0);
    assert_eq!(how_many(&first().given([job(true)]).given(later())), 1);
    assert_eq!(how_many(&village().given([job(true), job(true)]).given(later())), 0);
    let planned = welfare_post::Event::Planned {
        area: area("430225103204"),
        category: welfare_post::PostCategory::Care,
        employing_unit: case(UNIT),
        full_time: false,
    };
    let half = welfare_post::Event::Placed {
        person: someone(1),
        agreement: evidence(EvidenceKind::Agreement),
        full_time: false,
        until: None,
        temporary: None,
    };
    let half = [told("2025-02-01", &post(9), planned), told("2025-03-03", &post(9), half)];
    assert_eq!(how_many(&first().given(half).given(later())), 0);
}

#[test]
fn a_post_in_another_county_counts_as_well() {
    let planned = welfare_post::Event::Planned {
        area: area("431321101201"),
        category: welfare_post::PostCategory::Care,
        employing_unit: case(UNIT),
        full_time: true,
    };
    let world = first().given([told("2025-02-01", &post(9), planned), placed("2025-03-03", 9, 1)]);
    assert_eq!(how_many(&world.given(days("2025-03-04", "2025-03-11"))), 1);
}

#[test]
fn whichever_is_learnt_last_completes_it() {
    let late = "2025-04-01";
    assert_eq!(how_many(&first().given([second().learnt(late)])), 1);
    let world = village().given([second()]).given(days("2025-03-04", "2025-03-31"));
    assert_eq!(how_many(&world.given([placed("2025-01-10", 1, 1).learnt(late)])), 1);
    // That the first ended in time may be learnt before the second, or after it, but not when it is found.
    let ended = || off("2025-03-05", 1);
    assert_eq!(how_many(&first().given([ended(), second().learnt(late)])), 0);
    assert_eq!(
        how_many(&first().given([second(), ended().learnt("2025-03-09")]).given(days("2025-03-10", "2025-03-31"))),
        0
    );
}

#[test]
fn what_never_was_is_innocent() {
    let world = first().given([second(), annulled("2025-03-03", 2, SECOND).learnt("2025-03-06")]);
    assert_eq!(how_many(&world.given(days("2025-03-07", "2025-03-31"))), 0);
    let job = Uuid::from_u128(4);
    let (destination, reason) = (area("440300000000"), note("录入错误"));
    let started = person::Event::JobStarted { job: Job::AwayJob, full_time: true, employer: None, destination };
    let annulled = person::Event::JobAnnulled { job, reason, evidence: evidence(EvidenceKind::Decision) };
    let facts = [fact("2025-03-03", &person_id(1), started).id(job), fact("2025-03-03", &person_id(1), annulled)];
    assert_eq!(how_many(&first().given(facts).given(days("2025-03-04", "2025-03-31"))), 0);
}

#[test]
fn allowances_of_both_for_the_months_they_share_are_at_stake() {
    let accrued = |on, post_n, month: &str| {
        let (month, amount_fen) = (month.parse().unwrap(), Fen::yuan(1800));
        let event = welfare_post::Event::AllowanceAccrued { person: someone(1), month, amount_fen };
        told(on, &post(post_n), event)
    };
    let world = first()
        .given([accrued("2025-03-01", 1, "2025-02")])
        .given([accrued("2025-04-01", 1, "2025-03"), placed("2025-03-03", 2, 1).learnt("2025-04-01")]);
    assert_finds(&DOUBLE_POST, &world, [keys(&DOUBLE_POST, &world)[0].as_str()]);
    let rows = crate::model::testing::folded(&DOUBLE_POST.projection, &world).rows("check_double_post");
    assert_eq!(rows[0]["amount_fen"], 180_000);
}
