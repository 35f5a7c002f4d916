//! F3 轮流坐庄.

use domain::{
    finding::CheckId,
    household::HouseholdKind,
    welfare_post::{LeftReason, Temporary},
};

use super::neglected_need::applies;
use crate::{stories::Scene, world::World};

/// Three holders of four months each, while someone of a monitored household waits.
pub fn handed_round(world: &mut World, scene: &Scene) {
    let post = world.post(scene.on, scene.county, scene.village, false);
    applies(world, scene, scene.day(5), &post, HouseholdKind::ExPoor);
    let mut on = scene.day(8);
    for turn in 0..3 {
        let holder = world.adult(on, scene.area);
        world.placed_elsewhere(on, &scene.clerk, (&post, false), &holder, None);
        if turn < 2 {
            let leaves = on.plus_months(4).plus_days(-5);
            world.left_elsewhere(leaves, &scene.clerk, &post, &holder, LeftReason::Term);
            on = leaves.plus_days(2);
        }
    }
    world.expect(CheckId::Rotation, &post, true);
    world.expect(CheckId::NeglectedNeed, &post, true);
}

/// On the forest watch for the dry months, one after the other; nobody else asked for it.
pub fn there_for_the_season(world: &mut World, scene: &Scene) {
    let post = world.post(scene.on, scene.county, scene.village, false);
    let mut on = scene.day(8);
    for _ in 0..3 {
        let holder = world.adult(on, scene.area);
        world.placed_elsewhere(on, &scene.clerk, (&post, false), &holder, Some(Temporary::Season));
        let leaves = on.plus_months(4).plus_days(-5);
        world.left_elsewhere(leaves, &scene.clerk, &post, &holder, LeftReason::Term);
        on = leaves.plus_days(2);
    }
    world.expect(CheckId::Rotation, &post, false);
}
