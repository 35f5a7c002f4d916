//! F16 停产仍领奖补.

use domain::{
    claim::{Period, Subsidy},
    finding::CheckId,
    organisation::OrganisationRole,
    values::{EvidenceKind, Fen, Span},
    workshop::Event,
};

use crate::{
    stories::Scene,
    workshops::Award,
    world::{When, World, day},
};

/// Recognised in spring, at rest from the summer on, and paid for the whole of 2024. `registered`: it was to rest by season.
fn awarded(world: &mut World, scene: &Scene, registered: bool) {
    let workshop = world.workshop_name(scene);
    let operator = world.operator(scene.on, scene.county, OrganisationRole::WorkshopOperator);
    let recognised = world.recognises(scene, scene.day(1), &workshop, &operator);
    let stops = recognised.plus_days(60);
    let mut evidence = |kind| world.rng.evidence(kind);
    let (season, stopped) = (evidence(EvidenceKind::Application), evidence(EvidenceKind::Inspection));
    if registered {
        let rests = Span { from: stops.plus_days(-3), to: Some(day(2025, 12, 31)) };
        let season = Event::SeasonRegistered { rests, evidence: season };
        world.tell(stops.plus_days(-20), &scene.clerk, &workshop, season);
    }
    world.tell(stops, &scene.township, &workshop, Event::StoppageDetected { evidence: stopped });
    world.expect(CheckId::AwardAfterStoppage, &workshop, !registered);
    let scene = scene.clone();
    let reckoned = day(2025, 1, 16).plus_days(world.rng.days(0, 25));
    world.plan(reckoned, move |world| {
        let (period, amount) = (Period::Year(2024), Fen::yuan(3_000));
        let computed = Event::AwardComputed { period, amount_fen: amount };
        world.tell(When::from(world.today).elsewhere(), &scene.desks.clerk, &workshop, computed);
        let county = world.counties[scene.county].code;
        let Some(standard) = world.standards.version("workshop_tiers", county, day(2024, 12, 31)) else { return };
        let (subsidy, case) = (Subsidy::WorkshopAward, workshop.stream().clone());
        let award = Award { subsidy, case, operator, period, amount, standard };
        world.claims_award(&scene, world.today.plus_days(1), award, None);
    });
}

pub fn paid_for_the_whole_year(world: &mut World, scene: &Scene) {
    awarded(world, scene, false);
}

pub fn rested_by_season(world: &mut World, scene: &Scene) {
    awarded(world, scene, true);
}
