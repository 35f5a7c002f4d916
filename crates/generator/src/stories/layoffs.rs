//! Layoffs, as the law asks and otherwise. Notice §二(五); DOMAIN §2.13.

use domain::{
    household::HouseholdKind,
    layoff::{Event, Layoff},
    organisation::Organisation,
    person::{Job, Person},
    stream::Ref,
    values::{Date, EvidenceKind, Fen},
};
use uuid::Uuid;

use super::Scene;
use crate::{
    disputes::Employment,
    standards::layoff_rules,
    world::{When, World, note},
};

/// 依法裁减 Told a month before and reported; two get compensation, one of them in two parts, of which a third never was; a
/// third one worked for services.
pub fn told_in_time_and_paid(world: &mut World, scene: &Scene) {
    let firm = world.firm_of(scene.county);
    let staff: Vec<_> =
        [Job::LocalJob, Job::LocalJob, Job::Flexible].map(|job| world.employed(scene, scene.day(2), &firm, job)).into();
    let (household, _) = world.household(scene, scene.on, HouseholdKind::ExPoor);
    world.joins(scene, scene.day(1), &household, &staff[0].worker);
    let first_leaves_on = scene.day(75);
    let layoff = world.lets_go(scene, scene.day(30), &firm, &staff, (24, 180), first_leaves_on);
    for of in &staff {
        world.leaves(scene, first_leaves_on, &layoff, &of.worker);
    }
    let found_on = first_leaves_on.plus_days(4);
    let due: Vec<_> = staff.iter().map(|of| world.is_due(scene, (first_leaves_on, found_on), &layoff, of)).collect();
    world.pays(scene, found_on.plus_days(5), &layoff, &staff[0].worker, due[0]);
    let half_fen = due[1].share(1, 2);
    world.pays(scene, found_on.plus_days(5), &layoff, &staff[1].worker, half_fen);
    let wrong_on = found_on.plus_days(8);
    let payment = world.pays(scene, wrong_on, &layoff, &staff[1].worker, half_fen);
    let (reason, evidence) = (note("回单系上月工资"), world.rng.evidence(EvidenceKind::DataMatch));
    let annulled = Event::PaymentAnnulled { person: staff[1].worker.clone(), payment, reason, evidence };
    let learnt = When::learnt(wrong_on, wrong_on.plus_days(3));
    world.tell(learnt, &scene.desks.approver, &layoff, annulled);
    world.pays(scene, wrong_on.plus_days(12), &layoff, &staff[1].worker, due[1].less(half_fen));
}

/// 突击裁员 Thirty people gone within a week, unreported; of the compensation nothing came.
pub fn gone_overnight(world: &mut World, scene: &Scene) {
    let firm = world.firm_of(scene.county);
    let staff = [world.employed(scene, scene.day(2), &firm, Job::LocalJob)];
    let leaves_on = scene.day(36);
    let layoff = world.lets_go(scene, scene.day(30), &firm, &staff, (30, 90), leaves_on);
    world.leaves(scene, leaves_on, &layoff, &staff[0].worker);
    world.is_due(scene, (leaves_on, scene.day(45)), &layoff, &staff[0]);
}

impl World {
    /// 裁减告知 `heads`: let go, of a staff of so many. Reported where they go as the law asks, a month later.
    fn lets_go(
        &mut self,
        scene: &Scene,
        on: Date,
        firm: &Ref<Organisation>,
        staff: &[Employment],
        heads: (u32, u32),
        first_leaves_on: Date,
    ) -> Ref<Layoff> {
        let layoff = Ref::<Layoff>::new(self.rng.hex());
        let lawful = first_leaves_on.days_since(on) > 30;
        let noticed = Event::Noticed {
            area: self.counties[scene.county].code,
            employer: firm.clone(),
            workers: staff.iter().map(|of| of.worker.clone()).collect(),
            leaving: heads.0,
            staff: heads.1,
            first_leaves_on,
            report: lawful.then(|| self.rng.evidence(EvidenceKind::Application)),
            evidence: self.rng.evidence(EvidenceKind::Notice),
        };
        self.tell(on, &scene.desks.clerk, &layoff, noticed);
        layoff
    }

    fn leaves(&mut self, scene: &Scene, on: Date, layoff: &Ref<Layoff>, person: &Ref<Person>) {
        let evidence = self.rng.evidence(EvidenceKind::Certificate);
        self.tell(on, &scene.desks.clerk, layoff, Event::Left { person: person.clone(), evidence });
    }

    /// 经济补偿核定 By what the file says of the service, but none who worked for services only.
    fn is_due(&mut self, scene: &Scene, (left_on, on): (Date, Date), layoff: &Ref<Layoff>, of: &Employment) -> Fen {
        let monthly_fen = Fen::yuan(self.rng.between(2_800, 5_200));
        let amount_fen = match of.job {
            Job::Flexible => Fen::ZERO,
            _ => layoff_rules().compensation(of.since, left_on, monthly_fen),
        };
        let evidence = self.rng.evidence(EvidenceKind::Certificate);
        let (person, since) = (of.worker.clone(), of.since);
        let due = Event::CompensationDue { person, since, monthly_fen, amount_fen, evidence };
        self.tell(on, &scene.desks.clerk, layoff, due);
        amount_fen
    }

    fn pays(&mut self, scene: &Scene, on: Date, layoff: &Ref<Layoff>, person: &Ref<Person>, amount_fen: Fen) -> Uuid {
        let slip = self.rng.evidence(EvidenceKind::BankSlip);
        self.tell(on, &scene.desks.clerk, layoff, Event::Paid { person: person.clone(), amount_fen, slip })
    }
}
