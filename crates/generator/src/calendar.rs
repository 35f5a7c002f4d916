//! Day by day: what is begun, what comes every day, and how the count is filled.

use crate::{
    abuses, areas, claims, firms, households, money, paying, people, posts, standards, stories, workshops,
    world::{DAYS, World, day, first_day},
};

/// Everything that starts within the first weeks.
pub fn begin(world: &mut World) {
    world.today = first_day();
    world.plan(day(2024, 1, 2), |world| {
        areas::register_all(world, world.today);
        standards::issue_all(world);
        firms::register_all(world, world.today);
    });
    let (households, counties) = (world.scale.households, world.counties.len());
    // Villages are entered one after the other, and posts as their units are ready.
    for batch in 0..20 {
        world.plan(day(2024, 1, 3).plus_days(batch), move |world| {
            for household in (usize::try_from(batch).unwrap_or(0)..households).step_by(20) {
                households::settle(world, household % counties, household / counties);
            }
        });
    }
    for batch in 0..40 {
        world.plan(day(2024, 1, 25).plus_days(batch), move |world| {
            for post in (usize::try_from(batch).unwrap_or(0)..world.scale.posts).step_by(40) {
                let county = post % counties;
                let village = (post / counties) % world.counties[county].villages.len().max(1);
                posts::found(world, world.today, county, village);
            }
        });
    }
    for batch in 0..30 {
        world.plan(day(2024, 1, 12).plus_days(batch), move |world| {
            for workshop in (usize::try_from(batch).unwrap_or(0)..world.scale.workshops).step_by(30) {
                let county = workshop % counties;
                let village = (workshop / counties) % world.counties[county].villages.len().max(1);
                workshops::found(world, county, village);
            }
        });
    }
    money::plan_all(world);
    paying::plan_mishaps(world);
    stories::plan_all(world);
    abuses::plan_all(world);
    world.today = first_day().plus_days(-1);
}

/// What the day before and the months before amounted to.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    services: u64,
    month_began_at: u64,
    usual_month: u64,
}

/// Lives through one more day, after `said` lines; false when the two years are over.
pub fn next_day(world: &mut World, pace: &mut Pace, said: u64) -> bool {
    world.today = world.today.plus_days(1);
    let gone = world.today.days_since(first_day());
    if gone >= i64::from(DAYS) {
        return false;
    }
    world.begin_day();
    people::routine(world);
    areas::routine(world);
    posts::routine(world);
    workshops::routine(world);
    households::routine(world);
    claims::routine(world);
    paying::routine(world);
    world.think();
    fill(world, pace, said, u64::try_from(i64::from(DAYS) - gone).unwrap_or(1));
    true
}

/// 311 services: some every day, and as many as it takes for the last line to fall into the last days.
fn fill(world: &mut World, pace: &mut Pace, said: u64, days_left: u64) {
    let other = said - pace.services;
    if world.today == world.today.month().first() {
        pace.usual_month = other - pace.month_began_at;
        pace.month_began_at = other;
    }
    let settled = world.today >= day(2024, 4, 1);
    let missing = world.scale.events.saturating_sub(said + world.said_today() as u64);
    // On the last two days whatever is missing; before them, what ordinary months to come will not bring.
    let wanted = match days_left {
        0..=2 => missing,
        _ if settled => missing.saturating_sub(pace.usual_month * days_left / 30) / days_left,
        _ => 0,
    };
    // About two a person and year, whatever the count.
    let usual = (world.people.len() + world.rng.below(200)) as u64 / 200;
    let services = if days_left > 2 { wanted.max(usual) } else { wanted };
    for _ in 0..services.min(missing) {
        people::service(world);
        pace.services += 1;
    }
}
