//! F4 漠视群众实际需求.

use domain::{
    finding::CheckId,
    household::HouseholdKind,
    person::Person,
    stream::Ref,
    values::{Date, EvidenceKind},
    welfare_post::{Event, RefusalReason, WelfarePost},
};

use crate::{
    stories::Scene,
    world::{When, World},
};

/// Someone of a household of that kind applies.
pub(super) fn applies(
    world: &mut World,
    scene: &Scene,
    on: Date,
    post: &Ref<WelfarePost>,
    kind: HouseholdKind,
) -> Ref<Person> {
    let person = world.adult(on, scene.area);
    let (household, _) = world.household(scene, on, kind);
    world.joins(scene, on, &household, &person);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    world.tell(When::from(on).hour(14), &scene.clerk, post, Event::Applied { person: person.clone(), evidence });
    person
}

fn refused(world: &mut World, scene: &Scene, reason: RefusalReason) -> Ref<WelfarePost> {
    let post = world.post(scene.on, scene.county, scene.village, false);
    let person = applies(world, scene, scene.day(5), &post, HouseholdKind::ExPoor);
    let evidence = world.rng.evidence(EvidenceKind::Minutes);
    world.tell(scene.day(9), &scene.township, &post, Event::ApplicationRefused { person, reason, evidence });
    let other = world.adult(scene.day(6), scene.area);
    world.placed_elsewhere(scene.day(12), &scene.clerk, (&post, false), &other, None);
    post
}

/// Of an ex-poor household, and told that the other one was needier, who was in no household on file.
pub fn passed_over(world: &mut World, scene: &Scene) {
    let post = refused(world, scene, RefusalReason::NeedierApplicant);
    world.expect(CheckId::NeglectedNeed, &post, true);
}

/// Declined, as the minutes show.
pub fn withdrew(world: &mut World, scene: &Scene) {
    let post = refused(world, scene, RefusalReason::Withdrawn);
    world.expect(CheckId::NeglectedNeed, &post, false);
}
