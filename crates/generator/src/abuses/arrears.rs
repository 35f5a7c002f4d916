//! F7 拖欠.

use domain::{
    claim::{Claim, Event, Payee, Period, Subsidy},
    finding::CheckId,
    stream::Ref,
    values::{EvidenceKind, Fen},
};

use crate::{
    claims::entitled,
    stories::Scene,
    world::{When, World, note},
};

fn applies(world: &mut World, scene: &Scene) -> Ref<Claim> {
    let person = world.adult(scene.on, scene.area);
    world.account_of(scene.on, scene.area, &person);
    let period = Period::Year(scene.day(4).year());
    let (entitlement, claim) = entitled(scene.area, Payee::Person(person), Subsidy::Apprenticeship, period, None);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    let applied = Event::Applied { entitlement, units: 1, base_fen: Fen::ZERO, evidence };
    world.tell(scene.day(4), &scene.clerk, &claim, applied);
    claim
}

/// Nobody ever looks at it.
pub fn forgotten(world: &mut World, scene: &Scene) {
    let claim = applies(world, scene);
    world.expect(CheckId::Arrears, &claim, true);
}

/// Told what is missing, and has not brought it yet.
pub fn waits_for_the_payee(world: &mut World, scene: &Scene) {
    let claim = applies(world, scene);
    let asked = Event::SupplementAsked { missing: note("用人单位盖章的学徒协议") };
    let evidence = world.rng.evidence(EvidenceKind::Notice);
    world.tell(scene.day(9), &scene.desks.clerk, &claim, asked);
    world.tell(When::from(scene.day(9)).hour(16), &scene.desks.clerk, &claim, Event::PayeeTold { evidence });
    world.expect(CheckId::Arrears, &claim, false);
}
