//! F13 多人共用账户.

use domain::{
    finding::CheckId,
    household::HouseholdKind,
    person::{AccountHolder, Event, Person},
    stream::Ref,
};

use crate::{stories::Scene, world::World};

fn three(world: &mut World, scene: &Scene, holder: AccountHolder) -> Vec<Ref<Person>> {
    let account = world.rng.account();
    let people: Vec<_> = (0..3).map(|_| world.adult(scene.on, scene.area)).collect();
    for person in &people {
        let declared = Event::AccountDeclared { account: account.clone(), holder };
        world.tell(scene.day(3), &scene.clerk, person, declared);
    }
    people
}

pub fn three_on_one(world: &mut World, scene: &Scene) {
    let people = three(world, scene, AccountHolder::Oneself);
    world.expect(CheckId::SharedAccount, &people[0], true);
}

/// 一卡通 Of one household.
pub fn one_card(world: &mut World, scene: &Scene) {
    let people = three(world, scene, AccountHolder::HouseholdCard);
    let (household, _) = world.household(scene, scene.day(1), HouseholdKind::ExPoor);
    for person in &people {
        world.joins(scene, scene.day(2), &household, person);
    }
    world.expect(CheckId::SharedAccount, &people[0], false);
}
