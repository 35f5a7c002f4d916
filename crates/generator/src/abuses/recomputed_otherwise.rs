//! F32 复算不符.

use domain::{
    claim::{Claim, Event, Payee, Period, Subsidy},
    finding::CheckId,
    stream::Ref,
    values::{EvidenceKind, Fen},
};

use crate::{
    claims::entitled,
    paying::{self, Due},
    stories::Scene,
    world::{When, World, note},
};

/// Apprenticeship, for which the standard gives 4000 yuan; approved for `amount`, adjusted or not, and paid so.
fn paid(world: &mut World, scene: &Scene, amount: Fen, adjusted_to: Option<Fen>) -> Ref<Claim> {
    let person = world.adult(scene.on, scene.area);
    let account = world.account_of(scene.on, scene.area, &person);
    let (subsidy, period) = (Subsidy::Apprenticeship, Period::Year(scene.day(4).year()));
    let (entitlement, claim) = entitled(scene.area, Payee::Person(person), subsidy.clone(), period, None);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    let applied = Event::Applied { entitlement, units: 1, base_fen: Fen::ZERO, evidence };
    world.tell(scene.day(4), &scene.clerk, &claim, applied);
    let (county, area, of) = (scene.county, world.counties[scene.county].code, claim.clone());
    let (approver, chief) = (scene.desks.approver.clone(), scene.desks.monitor_chief.clone());
    world.plan(scene.day(6), move |world| {
        let today = world.today;
        let Some((standard, version)) = world.standards.version("subsidy.apprenticeship", area, today) else { return };
        let approved = Event::Approved { amount_fen: amount, standard: standard.clone(), version };
        world.tell(When::from(today).hour(9).elsewhere(), &approver, &of, approved);
        if let Some(to_fen) = adjusted_to {
            let reason = note("补贴标准调整,补发差额");
            let adjusted = Event::Adjusted { from_fen: amount, to_fen, standard, version, reason };
            world.tell(When::from(today).hour(10).elsewhere(), &chief, &of, adjusted);
        }
        let amount = adjusted_to.unwrap_or(amount);
        paying::due(world, county, Due { claim: of, subsidy, amount, account, lines: vec![], then: None });
    });
    claim
}

pub fn more_than_the_standard(world: &mut World, scene: &Scene) {
    let claim = paid(world, scene, Fen::yuan(4_500), None);
    world.expect(CheckId::RecomputedOtherwise, &claim, true);
}

pub fn adjusted_on_the_record(world: &mut World, scene: &Scene) {
    let claim = paid(world, scene, Fen::yuan(4_000), Some(Fen::yuan(4_500)));
    world.expect(CheckId::RecomputedOtherwise, &claim, false);
}
