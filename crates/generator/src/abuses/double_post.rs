//! F10 重复上岗.

use domain::{finding::CheckId, person::Person, stream::Ref, welfare_post::LeftReason};

use crate::{stories::Scene, world::World};

/// Two full-time posts of one person, the second from the 20th day on; the first is left so many days later.
fn twice(world: &mut World, scene: &Scene, overlap_days: i32) -> Ref<Person> {
    let (first, second) = (
        world.post(scene.on, scene.county, scene.village, true),
        world.post(scene.on, scene.county, scene.village, true),
    );
    let person = world.adult(scene.on, scene.area);
    world.placed_elsewhere(scene.day(6), &scene.clerk, (&first, true), &person, None);
    world.placed_elsewhere(scene.day(20), &scene.desks.clerk, (&second, true), &person, None);
    world.left_elsewhere(scene.day(20 + overlap_days), &scene.clerk, &first, &person, LeftReason::Resigned);
    person
}

pub fn two_at_once(world: &mut World, scene: &Scene) {
    let person = twice(world, scene, 45);
    world.expect(CheckId::DoublePost, &person, true);
}

/// In the week of a transfer.
pub fn changed_over(world: &mut World, scene: &Scene) {
    let person = twice(world, scene, 4);
    world.expect(CheckId::DoublePost, &person, false);
}
