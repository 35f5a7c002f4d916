//! F11 重复享受.

use domain::{
    claim::{Claim, Event, Payee, Period, Subsidy},
    finding::CheckId,
    person::Person,
    stream::Ref,
    values::{Account, Date, EvidenceKind, Fen},
};

use crate::{
    claims::entitled,
    paying::{self, Due},
    stories::Scene,
    world::{When, World, day},
};

/// Travel for that period, approved and paid.
fn travels(world: &mut World, scene: &Scene, on: Date, payee: (&Ref<Person>, &Account), period: Period) -> Ref<Claim> {
    let (person, account) = (payee.0.clone(), payee.1.clone());
    let subsidy = Subsidy::Travel;
    let (entitlement, claim) = entitled(scene.area, Payee::Person(person), subsidy.clone(), period, None);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    let applied = Event::Applied { entitlement, units: 1, base_fen: Fen::ZERO, evidence };
    world.tell(When::from(on).elsewhere(), &scene.desks.clerk, &claim, applied);
    let amount = Fen::yuan(400);
    let county = scene.county;
    let (due, by) = (
        Due { claim: claim.clone(), subsidy, amount, account, lines: vec![], then: None },
        scene.desks.approver.clone(),
    );
    let area = world.counties[county].code;
    world.plan(on.plus_days(1), move |world| {
        let Some((standard, version)) = world.standards.version("subsidy.travel", area, on) else { return };
        let approved = Event::Approved { amount_fen: amount, standard, version };
        world.tell(When::from(world.today).elsewhere(), &by, &due.claim, approved);
        paying::due(world, county, due);
    });
    claim
}

/// A month that lies in the year that was paid, taken over from another system.
pub fn month_of_a_paid_year(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let account = world.account_of(scene.on, scene.area, &person);
    let year = Period::Year(scene.day(4).year());
    travels(world, scene, scene.day(4), (&person, &account), year);
    let again = travels(world, scene, scene.day(12), (&person, &account), Period::Month(scene.day(4).month()));
    world.expect(CheckId::DuplicateBenefit, &again, true);
}

/// Once for each of two years.
pub fn year_after_year(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let account = world.account_of(scene.on, scene.area, &person);
    travels(world, scene, scene.day(4), (&person, &account), Period::Year(2024));
    let next = day(2025, 2, 20).plus_days(world.rng.days(0, 200));
    let scene = scene.clone();
    world.plan(next, move |world| {
        let again = travels(world, &scene, next, (&person, &account), Period::Year(2025));
        world.expect(CheckId::DuplicateBenefit, &again, false);
    });
}
