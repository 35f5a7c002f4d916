//! 单位: village committees that employ on posts, firms, contractors. Their codes check, and belong to nobody: no division
//! is numbered 99.

use domain::{
    organisation::{Event, Identity, Organisation, OrganisationRole},
    person::{Event as PersonEvent, Person, Sex},
    stream::Ref,
    values::{AreaCode, CreditCode, Date, EvidenceKind, Level},
};

use crate::world::{World, note};

impl World {
    /// Registers an organisation that acts in one capacity.
    pub fn organisation(&mut self, on: Date, area: AreaCode, role: OrganisationRole) -> Ref<Organisation> {
        let code = self.credit_code(if role == OrganisationRole::PostEmployingUnit { "54" } else { "91" });
        let id = code.as_str().to_ascii_lowercase();
        let organisation = Ref::<Organisation>::new(id);
        let by = self.desks_of(area.at(Level::County)).clerk.clone();
        self.tell(on, &by, &organisation, Event::Registered { identity: Identity::CreditCode(code), area });
        let evidence = self.rng.evidence(EvidenceKind::Certificate);
        self.tell(on, &by, &organisation, Event::RoleGranted { role, evidence });
        organisation
    }

    /// # Panics
    /// Never: the alphabet has digits, and the check character follows from them.
    fn credit_code(&mut self, authority: &str) -> CreditCode {
        self.firms += 1;
        let first = format!("{authority}99{:04}{:09}", self.firms % 10_000, self.firms);
        let check = CreditCode::check_character(&first).unwrap_or('0');
        format!("{first}{check}").parse().expect("18 characters with their check")
    }
}

/// A unit for the posts of each village, and some employers for each county; who records in a village is on file as an
/// official, so that kinship with whom they decide on can be known.
pub fn register_all(world: &mut World, on: Date) {
    for i in 0..world.counties.len() {
        for v in 0..world.counties[i].villages.len() {
            let code = world.counties[i].villages[v].code;
            let unit = world.organisation(on, code, OrganisationRole::PostEmployingUnit);
            world.counties[i].villages[v].unit = Some(unit);
            official(world, on, i, v);
        }
        let (code, firms) = (world.counties[i].code, 2 + world.scale.households / world.counties.len() / 40);
        for _ in 0..firms.min(40) {
            let firm = world.organisation(on, code, OrganisationRole::Employer);
            world.counties[i].firms.push(firm);
        }
    }
}

fn official(world: &mut World, on: Date, county: usize, village: usize) {
    let scene = world.scene(county, village, on);
    let person = Ref::<Person>::new(scene.clerk.person());
    let sex = if world.rng.percent(30) { Sex::Female } else { Sex::Male };
    let birth_year = 2024 - i16::try_from(world.rng.between(28, 55)).unwrap_or(40);
    let by = &scene.desks.clerk;
    world.tell(on, by, &person, PersonEvent::Registered { area: scene.area, birth_year, sex });
    let held = PersonEvent::OfficialPostHeld { post: note("村委会委员"), organisation: None, area: scene.area };
    world.tell(on, by, &person, held);
}
