//! F1 优亲厚友, F2 应回避未回避.

use domain::{
    finding::CheckId,
    person::{Event as PersonEvent, KinshipSource, Person, Relation},
    stream::Ref,
    values::{Date, EvidenceKind},
    welfare_post::{Event, WelfarePost},
};

use crate::{
    stories::Scene,
    world::{When, World},
};

/// Who records in the village, and a cousin of theirs; the kinship is learnt on that day.
fn cousins(world: &mut World, scene: &Scene, learnt: Date) -> (Ref<Person>, Ref<Person>, Ref<WelfarePost>) {
    let official = Ref::<Person>::new(scene.clerk.person());
    let cousin = world.adult(scene.on, scene.area);
    let (relation, learnt_from) = (Relation::Collateral, KinshipSource::HouseholdRegister);
    let kinship = PersonEvent::KinshipDeclared { kin: cousin.clone(), relation, learnt_from };
    world.tell(learnt, &scene.desks.clerk, &official, kinship);
    let post = world.post(scene.on, scene.county, scene.village, false);
    (official, cousin, post)
}

/// The kinship is in the register; the clerk reviews and places the cousin.
pub fn cousin_of_the_clerk(world: &mut World, scene: &Scene) {
    let (_, cousin, post) = cousins(world, scene, scene.day(2));
    world.places(scene.day(6), scene.county, scene.village, (&post, false), &cousin);
    world.expect(CheckId::Nepotism, &post, true);
    world.expect(CheckId::MissedRecusal, &post, true);
}

/// Nobody could know of it then.
pub fn cousin_shown_by_the_register_later(world: &mut World, scene: &Scene) {
    let (_, cousin, post) = cousins(world, scene, scene.day(50));
    world.places(scene.day(6), scene.county, scene.village, (&post, false), &cousin);
    world.expect(CheckId::Nepotism, &post, true);
    world.expect(CheckId::MissedRecusal, &post, false);
}

/// Declared, and the township does the clerk's part.
pub fn cousin_of_one_who_stood_aside(world: &mut World, scene: &Scene) {
    let (official, cousin, post) = cousins(world, scene, scene.day(2));
    let by = &scene.desks.clerk;
    let mut evidence = |kind| world.rng.evidence(kind);
    let applied = Event::Applied { person: cousin.clone(), evidence: evidence(EvidenceKind::Application) };
    let reviewed = Event::VillageReviewed { person: cousin.clone(), minutes: evidence(EvidenceKind::Minutes) };
    world.tell(scene.day(6), by, &post, applied);
    let recused = Event::RecusalDeclared { official, person: cousin.clone() };
    world.tell(When::from(scene.day(6)).hour(12), &scene.township, &post, recused);
    world.tell(When::from(scene.day(8)).elsewhere(), by, &post, reviewed);
    world.placed_elsewhere(scene.day(14), by, (&post, false), &cousin, None);
    world.expect(CheckId::Nepotism, &post, false);
    world.expect(CheckId::MissedRecusal, &post, false);
}
