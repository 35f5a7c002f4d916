//! F5 不合理限制.

use domain::{
    finding::CheckId,
    person::Sex,
    stream::Ref,
    values::EvidenceKind,
    welfare_post::{Event, RefusalReason, WelfarePost},
};

use crate::{
    stories::Scene,
    world::{World, note},
};

fn refused(world: &mut World, scene: &Scene, age: i16, reason: RefusalReason) -> Ref<WelfarePost> {
    let post = world.post(scene.on, scene.county, scene.village, false);
    let person = world.person(scene.on, scene.area, scene.on.year() - age, Sex::Female);
    let mut evidence = |kind| world.rng.evidence(kind);
    let applied = Event::Applied { person: person.clone(), evidence: evidence(EvidenceKind::Application) };
    let refused = Event::ApplicationRefused { person, reason, evidence: evidence(EvidenceKind::Inspection) };
    world.tell(scene.day(4), &scene.clerk, &post, applied);
    world.tell(scene.day(8), &scene.township, &post, refused);
    post
}

pub fn too_old(world: &mut World, scene: &Scene) {
    let words = ["年龄偏大,不予考虑", "身有残疾,不宜录用", "女性不适合该岗位", "非本村户籍"];
    let words = note(world.rng.word(&words));
    let post = refused(world, scene, 58, RefusalReason::Other { reason: words });
    world.expect(CheckId::UnreasonableLimit, &post, true);
}

/// Tried it out, and failed the test of the duty.
pub fn cannot_do_it(world: &mut World, scene: &Scene) {
    let post = refused(world, scene, 58, RefusalReason::CannotDoDuty);
    world.expect(CheckId::UnreasonableLimit, &post, false);
}
