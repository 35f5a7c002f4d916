use super::*;
use crate::{
    carrier::fixture::{earns, ordinary, person},
    person,
    testing::person_id,
};

fn joined(on: &str, n: u32) -> Fact {
    said(on, Event::WorkerJoined { person: person(n), full_time: true, evidence: seen() })
}

fn left(on: &str, n: u32, reason: WorkerLeftReason) -> Fact {
    said(on, Event::WorkerLeft { person: person(n), reason, evidence: seen() })
}

fn counted(n: u32, income: u32) -> Fact {
    counted_in("2025-01-10", n, Period::Year(2024), income)
}

fn counted_in(on: &str, n: u32, period: Period, income: u32) -> Fact {
    let income_fen = Fen::yuan(income);
    said(on, Event::WorkerCounted { person: person(n), period, income_fen, evidence: seen() })
}

#[test]
fn work_at_a_carrier_is_an_engagement_of_the_person() {
    let started = format!("{} person.engagement_started.v1", person_id(1));
    let ended = format!("{} person.engagement_ended.v1", person_id(1));
    let world = recognised().when(joined("2024-02-01", 1)).then([&started]);
    world.clone().when(joined("2024-03-01", 1)).irregular("works_there_already");
    let world = world.when(left("2024-06-30", 1, WorkerLeftReason::Term)).then([&ended]);
    let still = &world.case::<Person>(&person_id(1)).engagements;
    assert!(still.iter().all(|engagement| engagement.span.to == Some(day("2024-06-30"))));
    world.when(left("2024-07-01", 1, WorkerLeftReason::Term)).irregular("not_a_worker");
}

#[test]
fn nobody_leaves_before_they_came_or_comes_to_what_is_no_carrier() {
    let world = recognised().given([joined("2024-02-01", 1)]);
    world.when(left("2024-01-31", 1, WorkerLeftReason::Resigned)).irregular("occurs_before");
    recognised().given([said("2024-06-30", given_up())]).when(joined("2024-07-01", 1)).irregular("not_in_state");
}

#[test]
fn a_second_full_time_job_is_irregular() {
    let (job, employer, destination) = (person::Job::LocalJob, None, area(VILLAGE));
    let started = person::Event::JobStarted { job, full_time: true, employer, destination };
    let world = recognised().given([fact("2024-01-10", &person_id(1), started)]);
    world.when(joined("2024-02-01", 1)).irregular("already_engaged");
}

#[test]
fn the_household_of_who_was_laid_off_is_looked_after() {
    let ended = format!("{} person.engagement_ended.v1", person_id(1));
    let world = recognised().given([joined("2024-02-01", 1)]);
    world
        .when(left("2024-06-30", 1, WorkerLeftReason::LaidOff))
        .then([&ended, "household-h1 household.clue_received.v1"]);
}

#[test]
fn death_ends_the_work_of_a_person() {
    let ended = format!("{} person.engagement_ended.v1", person_id(1));
    let died = fact("2024-06-30", &person_id(1), person::Event::Died { evidence: seen() });
    let world = recognised().given([joined("2024-02-01", 1)]);
    let household_left = format!("{} person.household_left.v1", person_id(1));
    let world = world.when(died).then([
        "base-b1 base.worker_left.v1",
        &ended,
        "household-h1 household.member_died.v1",
        &household_left,
    ]);
    assert_eq!(world.case::<Base>(BASE).carrier.workers[0].span.to, Some(day("2024-06-30")));
}

#[test]
fn work_that_never_was_is_annulled_for_its_day_by_another() {
    let wrong = Uuid::from_u128(11);
    let annulled = |on, joined| said(on, Event::WorkerAnnulled { joined, reason: note("同名误录"), evidence: seen() });
    let world = recognised().given([joined("2024-02-01", 1).id(wrong)]);
    world.clone().when(annulled("2024-02-01", Uuid::nil())).refused("nothing_to_correct");
    world.clone().when(annulled("2024-02-05", wrong)).refused("correction_dated_otherwise");
    world.clone().when(annulled("2024-02-01", wrong).by("c1")).refused("approver_recorded_it");
    let world = world.given(earns(1, &["2024-02"], 6_000)).given([counted(1, 6_000)]);
    let gone = format!("{} person.engagement_annulled.v1", person_id(1));
    let world = world.when(annulled("2024-02-01", wrong).learnt("2025-01-12")).then([&gone]);
    let carrier = &world.case::<Base>(BASE).carrier;
    assert!(carrier.workers.is_empty() && carrier.periods[0].counted.is_empty());
}

#[test]
fn a_period_counts_when_it_is_over_and_the_calendar_has_it() {
    let world = recognised().given([joined("2024-02-01", 1)]).given(earns(1, &["2024-02"], 6_000));
    world.clone().when(counted_in("2024-12-30", 1, Period::Year(2024), 6_000)).refused("occurs_before");
    for period in [Period::Once, Period::Term { year: 2024, term: 1 }, Period::Quarter { year: 2024, quarter: 5 }] {
        world.clone().when(counted_in("2025-01-10", 1, period, 6_000)).refused("other_period");
    }
    world.when(counted_in("2024-12-31", 1, Period::Quarter { year: 2024, quarter: 1 }, 6_000)).then([]);
}

#[test]
fn only_ex_poor_people_who_worked_there_count() {
    let world = recognised().given(ordinary(3)).given([joined("2024-02-01", 3), joined("2025-01-02", 1)]);
    world.clone().when(counted(3, 0)).refused("not_in_target_population");
    world.clone().when(counted(1, 0)).refused("not_a_worker");
    world.when(counted(2, 0)).refused("not_a_worker");
}

#[test]
fn income_counts_as_reported_for_the_months_of_work() {
    let world = recognised()
        .given([joined("2024-02-10", 1), left("2024-03-31", 1, WorkerLeftReason::Term)])
        .given(earns(1, &["2024-01", "2024-02", "2024-03", "2024-04"], 2_000));
    world.clone().when(counted(1, 4_001)).refused("income_above_reported");
    let world = world.when(counted(1, 3_000)).then([]).when(counted(1, 4_000)).then([]);
    assert_eq!(world.case::<Base>(BASE).carrier.periods[0].counted[&person(1)], Fen::yuan(4_000));
}

#[test]
fn a_worker_counts_once_in_a_period() {
    let other = |on: &str, event| fact(on, "base-b2", event);
    let join = Event::WorkerJoined { person: person(1), full_time: true, evidence: seen() };
    let count = |period, income| Event::WorkerCounted {
        person: person(1),
        period,
        income_fen: Fen::yuan(income),
        evidence: seen(),
    };
    let world = recognised()
        .given([joined("2024-02-01", 1), left("2024-06-30", 1, WorkerLeftReason::Resigned)])
        .given([other("2024-06-01", applied()), other("2024-07-01", join)])
        .given(earns(1, &["2024-02", "2024-07"], 6_000))
        .given([counted(1, 6_000)]);
    world.clone().when(other("2025-01-11", count(Period::Year(2024), 6_000))).refused("counted_elsewhere");
    let third = Period::Quarter { year: 2024, quarter: 3 };
    world.clone().when(other("2025-01-11", count(third, 6_000))).refused("counted_elsewhere");
    world.when(other("2026-01-11", count(Period::Year(2025), 0))).then([]);
}
