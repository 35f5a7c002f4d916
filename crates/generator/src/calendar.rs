//! Day by day: what is begun, what comes every day, and how the count is filled.

use crate::{
    claims, firms, money, paying, people, posts, standards, stories,
    world::{DAYS, World, day, first_day},
};

/// Everything that starts within the first weeks.
pub fn begin(world: &mut World) {
    let _ = world;
    world.plan(day(2024, 1, 2), |world| {
        standards::issue_all(world);
        firms::register_all(world, world.today);
    });
    let (households, counties) = (world.scale.households, world.counties.len());
    for h in 0..households {
        let on = day(2024, 1, 3).plus_days(i32::try_from(h % 20).unwrap_or(0));
        world.plan(on, move |world| people::settle(world, h % counties, h / counties));
    }
    for p in 0..world.scale.posts {
        let on = day(2024, 1, 25).plus_days(i32::try_from(p % 40).unwrap_or(0));
        world.plan(on, move |world| {
            let county = p % counties;
            let village = (p / counties) % world.counties[county].villages.len().max(1);
            posts::found(world, world.today, county, village);
        });
    }
    money::plan_all(world);
    paying::plan_mishaps(world);
    stories::plan_all(world);
    world.today = first_day().plus_days(-1);
}

/// Lives through one more day; false when the two years are over and enough is said.
pub fn next_day(world: &mut World, said: u64) -> bool {
    world.today = world.today.plus_days(1);
    let gone = world.today.days_since(first_day());
    if gone >= i64::from(DAYS) {
        return false;
    }
    people::routine(world);
    posts::routine(world);
    claims::routine(world);
    paying::routine(world);
    world.think();
    let _ = said;
    true
}
