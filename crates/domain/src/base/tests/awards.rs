use super::*;
use crate::{
    carrier::fixture::{earns, person, violation},
    policy,
};

const YEAR: Period = Period::Year(2024);

/// Two workers from February on; both are counted, the second one with less than the standard asks.
fn counted() -> World {
    let join = |n| said("2024-02-01", Event::WorkerJoined { person: person(n), full_time: true, evidence: seen() });
    let count = |n, income| {
        let income_fen = Fen::yuan(income);
        said("2025-01-10", Event::WorkerCounted { person: person(n), period: YEAR, income_fen, evidence: seen() })
    };
    recognised()
        .given([join(1).id(Uuid::from_u128(1)), join(2)])
        .given(earns(1, &["2024-03", "2024-04"], 2_500))
        .given(earns(2, &["2024-03"], 2_500))
        .given([count(1, 5_000), count(2, 2_500)])
}

fn computed_for(period: Period, amount_fen: Fen) -> Fact {
    said("2025-01-15", Event::AwardComputed { period, amount_fen })
}

fn computed(amount_fen: Fen) -> Fact {
    computed_for(YEAR, amount_fen)
}

#[test]
fn an_award_is_at_most_what_the_standard_gives_for_those_who_count() {
    let world = counted().given([rate(PeriodKind::Year)]);
    world.clone().when(computed(Fen::yuan(1_001))).refused("award_above_standard");
    let world = world.when(computed(Fen::yuan(1_000))).then([]);
    world.clone().when(computed(Fen::yuan(1_000))).refused("awarded_already");
    // The same days have no other name.
    let quarter = Period::Quarter { year: 2024, quarter: 2 };
    world.clone().when(computed_for(quarter, Fen::ZERO)).refused("other_period");
    let count = |period| Event::WorkerCounted { person: person(1), period, income_fen: Fen::ZERO, evidence: seen() };
    world.clone().when(said("2025-01-16", count(quarter))).refused("awarded_already");
    // What it rests on stays.
    let joined = Uuid::from_u128(1);
    let annulled = Event::WorkerAnnulled { joined, reason: note("同名误录"), evidence: seen() };
    world.when(said("2024-02-01", annulled)).refused("awarded_already");
}

#[test]
fn months_that_are_not_whole_do_not_count() {
    let left = |on| {
        let (person, reason) = (person(1), WorkerLeftReason::Resigned);
        said(on, Event::WorkerLeft { person, reason, evidence: seen() })
    };
    let world = counted().given([rate(PeriodKind::Year)]);
    world.clone().given([left("2024-04-29")]).when(computed(Fen::yuan(1_000))).refused("award_above_standard");
    world.given([left("2024-04-30")]).when(computed(Fen::yuan(1_000))).then([]);
}

#[test]
fn days_outside_the_recognition_earn_nothing() {
    let world = counted().given([rate(PeriodKind::Year), said("2024-02-29", given_up())]);
    // 60 of 366 days: 163.934… yuan.
    let limit = Fen::yuan(1_000).share(60, 366);
    let above = Fen::new(limit.get() + 1).expect("an amount");
    world.clone().when(computed(above)).refused("award_above_standard");
    world.when(computed(limit)).then([]);
}

#[test]
fn an_open_violation_of_the_operator_blocks_an_award() {
    let found = Uuid::from_u128(7);
    let world = counted().given([rate(PeriodKind::Year), violation("2024-11-11").id(found)]);
    world.clone().when(computed(Fen::yuan(1_000))).refused("violation_blocks_award");
    let cleared = organisation::Event::ViolationCleared { violation: found, evidence: seen() };
    world.given([firm("2025-01-12", cleared)]).when(computed(Fen::yuan(1_000))).then([]);
}

#[test]
fn the_standard_at_the_periods_end_decides() {
    counted().when(computed(Fen::yuan(1_000))).refused("not_configured");
    let withdrawn = policy::Event::Withdrawn { version: 1, reason: note("失效") };
    let world =
        counted().given([rate(PeriodKind::Year), fact("2025-01-02", "policy-subsidy.base_award-43", withdrawn)]);
    world.when(computed(Fen::yuan(1_000))).then([]);
}
