//! F6 挤占挪用, as the bank's data show it.

use domain::{
    finding::CheckId,
    household::HouseholdKind,
    person::{AccountHolder, Event, Person},
    stream::Ref,
    values::{EvidenceKind, Fen},
};

use crate::{stories::Scene, world::World};

/// The money of three people goes on to one account within days.
fn forwarded(world: &mut World, scene: &Scene) -> Vec<Ref<Person>> {
    let to = world.rng.account();
    let mut people = vec![];
    for n in 0..3 {
        let person = world.adult(scene.on, scene.area);
        let account = world.rng.account();
        let declared = Event::AccountDeclared { account: account.clone(), holder: AccountHolder::Oneself };
        world.tell(scene.day(2), &scene.clerk, &person, declared);
        let (to, amount_fen) = (to.clone(), Fen::yuan(600));
        let evidence = world.rng.evidence(EvidenceKind::DataMatch);
        let forwarded = Event::MoneyForwarded { account, to, amount_fen, evidence };
        world.tell(scene.day(10 + 2 * n), &scene.desks.bank, &person, forwarded);
        people.push(person);
    }
    people
}

pub fn gathered(world: &mut World, scene: &Scene) {
    let people = forwarded(world, scene);
    world.expect(CheckId::Diversion, &people[0], true);
}

/// Husband, wife and grown-up child.
pub fn one_household(world: &mut World, scene: &Scene) {
    let people = forwarded(world, scene);
    let (household, _) = world.household(scene, scene.day(1), HouseholdKind::ExPoor);
    for person in &people {
        world.joins(scene, scene.day(2), &household, person);
    }
    world.expect(CheckId::Diversion, &people[0], false);
}
