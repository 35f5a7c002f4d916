use super::{
    production::{rests, resumed, stopped},
    *,
};
use crate::{carrier::fixture::earns, claim::PeriodKind, policy::Rate};

const YEAR: Period = Period::Year(2024);

/// From one worker on 500 yuan a head; from two on, who earned more, 1000 yuan a head, and no more than 1500.
fn tiers(per: PeriodKind) -> Fact {
    let tier = |heads_min, counting, unit, cap| Tier {
        heads_min,
        counting,
        rate: Rate::PerUnit { unit_fen: Fen::yuan(unit), units_max: 100 },
        cap_fen: Fen::yuan(cap),
    };
    let tiers = vec![tier(1, counting(3, 5_000), 500, 10_000), tier(2, counting(6, 11_000), 1_000, 1_500)];
    issued(Standard::WorkshopTiers { per, tiers })
}

fn counted_for(n: u32, income: u32) -> Fact {
    let income_fen = Fen::yuan(income);
    said("2025-01-10", Event::WorkerCounted { person: person(n), period: YEAR, income_fen, evidence: seen() })
}

/// Two workers of the whole year, with so much income each.
fn counted(first: u32, second: u32) -> World {
    let join = |n| said("2024-01-01", Event::WorkerJoined { person: person(n), full_time: true, evidence: seen() });
    recognised()
        .given([tiers(PeriodKind::Year), join(1), join(2)])
        .given(earns(1, &["2024-05"], first))
        .given(earns(2, &["2024-05"], second))
        .given([counted_for(1, first), counted_for(2, second)])
}

fn in_tier(tier: u32) -> Fact {
    said("2025-01-12", Event::TierAssigned { period: YEAR, tier })
}

fn computed(amount_fen: Fen) -> Fact {
    said("2025-01-15", Event::AwardComputed { period: YEAR, amount_fen })
}

#[test]
fn a_tier_follows_from_those_who_count() {
    let second = counted(12_000, 11_000);
    second.clone().when(in_tier(1)).refused("other_tier");
    second.when(in_tier(2)).then([]);
    let first = counted(12_000, 10_999);
    first.clone().when(in_tier(2)).refused("other_tier");
    first.when(in_tier(1)).then([]);
    counted(4_999, 0).when(in_tier(1)).refused("other_tier");
}

#[test]
fn an_award_is_at_most_what_its_tier_gives() {
    let world = counted(12_000, 5_000);
    world.clone().when(computed(Fen::yuan(1_000))).refused("other_tier");
    let world = world.given([in_tier(1)]);
    world.clone().when(computed(Fen::yuan(1_001))).refused("award_above_standard");
    world.when(computed(Fen::yuan(1_000))).then([]);
    // Two at 1000 yuan, capped.
    let world = counted(12_000, 12_000).given([in_tier(2)]);
    world.clone().when(computed(Fen::yuan(1_501))).refused("award_above_standard");
    let world = world.when(computed(Fen::yuan(1_500))).then([]);
    world.clone().when(computed(Fen::yuan(1_500))).refused("awarded_already");
    world.when(in_tier(2)).refused("awarded_already");
}

#[test]
fn a_tier_that_was_assigned_before_the_last_was_counted_is_assigned_anew() {
    let world = counted(12_000, 12_000).given([in_tier(2), counted_for(2, 6_000)]);
    world.clone().when(computed(Fen::yuan(1_000))).refused("other_tier");
    world.given([in_tier(1)]).when(computed(Fen::yuan(1_000))).then([]);
}

#[test]
fn the_standard_at_the_periods_end_has_awards_for_such_periods() {
    let quarter = Period::Quarter { year: 2024, quarter: 2 };
    let other = said("2025-01-12", Event::TierAssigned { period: quarter, tier: 1 });
    counted(6_000, 6_000).when(other).refused("other_period");
    let early = said("2024-12-30", Event::TierAssigned { period: YEAR, tier: 1 });
    recognised().given([tiers(PeriodKind::Year)]).when(early).refused("occurs_before");
    recognised().when(in_tier(1)).refused("not_configured");
}

/// What the year gives at most when so many of its 366 days earn.
#[track_caller]
fn earning_days(world: World, days: u64) {
    let world = world.given([in_tier(1)]);
    let limit = Fen::yuan(1_000).share(days, 366);
    let above = Fen::new(limit.get() + 1).expect("an amount");
    world.clone().when(computed(above)).refused("award_above_standard");
    world.when(computed(limit)).then([]);
}

#[test]
fn stopped_and_suspended_days_earn_nothing_and_a_registered_season_does() {
    let world = || counted(6_000, 6_000);
    let april = [stopped("2024-04-01"), resumed("2024-05-01")];
    earning_days(world().given(april.clone()), 336);
    earning_days(world().given([rests("2024-03-01", "2024-04-11", Some("2024-05-31"))]).given(april), 356);
    earning_days(world().given([watched("2024-03-01"), suspended("2024-04-01"), rectified("2024-05-01")]), 336);
    earning_days(world().given([watched("2024-03-01"), rectified("2024-05-01")]), 366);
}
