//! F8 吃空饷.

use domain::{
    finding::CheckId,
    stream::Ref,
    values::{EvidenceKind, Fen},
    welfare_post::{DutyOutcome, Event, WelfarePost},
};

use crate::{
    stories::Scene,
    world::{When, World},
};

/// Assessed and accrued for a whole month, whose sheet comes so many days later, if ever.
fn accrued(world: &mut World, scene: &Scene, sheet_after: Option<i32>) -> Ref<WelfarePost> {
    let post = world.post(scene.on, scene.county, scene.village, true);
    let person = world.adult(scene.on, scene.area);
    world.placed_elsewhere(scene.day(6), &scene.clerk, (&post, true), &person, None);
    let month = scene.day(6).plus_months(1).month();
    let on = month.last().plus_days(3);
    let mut evidence = |kind| world.rng.evidence(kind);
    let (outcome, paper) = (DutyOutcome::Completed, evidence(EvidenceKind::Attendance));
    let sheet = evidence(EvidenceKind::Attendance);
    let assessed = Event::DutyAssessed { person: person.clone(), month, outcome, substitute: false, evidence: paper };
    world.tell(When::from(on).elsewhere(), &scene.clerk, &post, assessed);
    let amount_fen = Fen::yuan(1_000);
    let accrued = Event::AllowanceAccrued { person: person.clone(), month, amount_fen };
    world.tell(When::from(on.plus_days(1)).elsewhere(), &scene.desks.clerk, &post, accrued);
    if let Some(after) = sheet_after {
        let logged = Event::DutyLogged { person, month, days: 21, evidence: sheet };
        world.tell(on.plus_days(1 + after), &scene.clerk, &post, logged);
    }
    post
}

pub fn nobody_saw_them(world: &mut World, scene: &Scene) {
    let post = accrued(world, scene, None);
    world.expect(CheckId::NoShow, &post, true);
}

pub fn sheet_came_later(world: &mut World, scene: &Scene) {
    let post = accrued(world, scene, Some(6));
    world.expect(CheckId::NoShow, &post, false);
}
