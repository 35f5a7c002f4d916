//! 农户: who lives together, and how some come to be monitored against a return to poverty, and out of it again.

use domain::{
    household::{Clue, Event, Household, HouseholdKind, Measure, MonitoredKind, RejectionReason, Risk},
    person::{Event as PersonEvent, KinshipSource, Person, Relation, Sex},
    stream::Ref,
    values::{Date, EvidenceKind, Fen, Span},
};
use uuid::Uuid;

use crate::{
    people::{self, Work},
    stories::Scene,
    world::{When, World},
};

/// A household as its village knows it.
#[derive(Clone, Debug)]
pub struct House {
    pub of: Ref<Household>,
    county: usize,
    village: usize,
    kind: HouseholdKind,
    heads: u16,
    /// Under identification or monitored; then no other procedure begins.
    busy: bool,
    assessed: i16,
}

impl World {
    pub fn household(&mut self, scene: &Scene, on: Date, household_kind: HouseholdKind) -> (Ref<Household>, Uuid) {
        let household = Ref::<Household>::new(self.rng.hex());
        let registered = Event::Registered { area: scene.area, household_kind };
        let id = self.tell(on, &scene.clerk, &household, registered);
        (household, id)
    }

    pub fn joins(&mut self, scene: &Scene, on: Date, household: &Ref<Household>, person: &Ref<Person>) -> Uuid {
        let evidence = self.rng.evidence(EvidenceKind::Certificate);
        self.tell(on, &scene.clerk, household, Event::MemberJoined { person: person.clone(), evidence })
    }

    pub fn is_assessed(&mut self, scene: &Scene, on: Date, household: &Ref<Household>, income: (Fen, u16)) -> Uuid {
        let (per_head, heads) = income;
        let evidence = self.rng.evidence(EvidenceKind::Inspection);
        let (year, total_fen) = (on.year(), per_head.times(u64::from(heads)));
        self.tell(on, &scene.clerk, household, Event::IncomeAssessed { year, total_fen, heads, evidence })
    }

    /// From the authorisation on, within 15 days of the clue; the confirmation, its day, and the day of support.
    pub fn identifies(
        &mut self,
        scene: &Scene,
        on: Date,
        household: &Ref<Household>,
        kind: MonitoredKind,
    ) -> (Uuid, Date, Date) {
        let day = |after| on.plus_days(after);
        let (clerk, desks) = (&scene.clerk, &scene.desks);
        let mut evidence = |kind| self.rng.evidence(kind);
        let span = Span { from: day(4), to: Some(day(9)) };
        let steps = [
            (day(0), clerk, Event::Authorised { evidence: evidence(EvidenceKind::Application) }),
            (day(1), clerk, Event::HomeVerified { evidence: evidence(EvidenceKind::Inspection) }),
            (day(2), &desks.monitor, Event::DataMatched { evidence: evidence(EvidenceKind::DataMatch) }),
            (day(3), clerk, Event::DemocraticallyReviewed { minutes: evidence(EvidenceKind::Minutes) }),
            (day(4), clerk, Event::VillageNoticed { span, evidence: evidence(EvidenceKind::Notice) }),
            (day(10), &scene.township, Event::TownshipReviewed { evidence: evidence(EvidenceKind::Decision) }),
        ];
        let confirmed = Event::CountyConfirmed { kind, evidence: evidence(EvidenceKind::Decision) };
        let announced = Event::Announced { evidence: evidence(EvidenceKind::Notice) };
        let measures = vec![Measure::Employment, Measure::SocialAssistance];
        let planned = Event::PlanMade { measures, evidence: evidence(EvidenceKind::Decision) };
        let measure = Measure::Employment;
        let supported = Event::Supported { measure, evidence: evidence(EvidenceKind::Other) };
        for (on, by, step) in steps {
            self.tell(on, by, household, step);
        }
        let confirmation = self.tell(day(11), &desks.monitor_chief, household, confirmed);
        self.tell(day(12), &desks.monitor, household, announced);
        self.tell(day(14), clerk, household, planned);
        self.tell(day(20), clerk, household, supported);
        (confirmation, day(11), day(20))
    }

    /// The three guarantees checked, the removal proposed and decided; its event, and its day.
    pub fn removes_risk(&mut self, scene: &Scene, on: Date, household: &Ref<Household>) -> (Uuid, Date) {
        let day = |after| on.plus_days(after);
        let clerk = &scene.clerk;
        let mut evidence = |kind| self.rng.evidence(kind);
        let span = Span { from: day(5), to: Some(day(10)) };
        let secure = Event::GuaranteesChecked { insecure: vec![], evidence: evidence(EvidenceKind::Inspection) };
        let steps = [
            (day(0), clerk, secure),
            (day(1), clerk, Event::RiskRemovalProposed { evidence: evidence(EvidenceKind::Application) }),
            (day(3), clerk, Event::HomeVerified { evidence: evidence(EvidenceKind::Inspection) }),
            (day(4), clerk, Event::DemocraticallyReviewed { minutes: evidence(EvidenceKind::Minutes) }),
            (day(5), clerk, Event::VillageNoticed { span, evidence: evidence(EvidenceKind::Notice) }),
            (day(11), &scene.township, Event::TownshipReviewed { evidence: evidence(EvidenceKind::Decision) }),
            (day(12), &scene.desks.monitor, Event::Announced { evidence: evidence(EvidenceKind::Notice) }),
        ];
        let removed = Event::RiskRemoved { evidence: evidence(EvidenceKind::Decision) };
        for (on, by, step) in steps {
            self.tell(on, by, household, step);
        }
        (self.tell(day(14), &scene.desks.monitor_chief, household, removed), day(14))
    }
}

impl House {
    pub fn is_ex_poor(&self) -> bool {
        self.kind == HouseholdKind::ExPoor
    }
}

/// A household moves into the records, with those who work, and those who do not yet or no longer.
pub fn settle(world: &mut World, county: usize, number: usize) {
    let village = number % world.counties[county].villages.len().max(1);
    let scene = world.scene(county, village, world.today);
    let kind = match world.rng.below(10) {
        0..7 => HouseholdKind::ExPoor,
        7..9 => HouseholdKind::Ordinary,
        _ => HouseholdKind::OtherLowIncome,
    };
    let (of, _) = world.household(&scene, scene.on, kind);
    let house = world.houses.len();
    let mut heads = 0;
    let mut first: Option<Ref<Person>> = None;
    for _ in 0..world.rng.between(1, 3) {
        let human = world.worker(scene.on, county, village);
        let person = world.people[human].of.clone();
        world.joins(&scene, scene.day(1), &of, &person);
        world.people[human].house = house;
        match &first {
            Some(head) if heads == 1 => {
                let (kin, relation, learnt_from) = (person, Relation::Spouse, KinshipSource::HouseholdRegister);
                let kinship = PersonEvent::KinshipDeclared { kin, relation, learnt_from };
                world.tell(scene.day(2), &scene.clerk, head, kinship);
            }
            Some(_) => {}
            None => first = Some(person),
        }
        heads += 1;
        if world.people[human].work == Work::Seeking && world.rng.percent(70) {
            let on = scene.day(world.rng.days(4, 12));
            world.people[human].work = Work::Promised;
            world.plan(on, move |world| people::takes_job(world, human, on));
        }
    }
    for _ in 0..world.rng.below(3) {
        let age = if world.rng.percent(60) { world.rng.between(1, 15) } else { world.rng.between(61, 84) };
        let sex = if world.rng.percent(50) { Sex::Female } else { Sex::Male };
        let person = world.person(scene.on, scene.area, 2024 - i16::try_from(age).unwrap_or(9), sex);
        world.joins(&scene, scene.day(1), &of, &person);
        heads += 1;
    }
    world.houses.push(House { of, county, village, kind, heads, busy: false, assessed: 2023 });
}

/// On the 25th: a few households are looked at; in December every income is assessed.
pub fn routine(world: &mut World) {
    let today = world.today;
    let first = today.month().first();
    if today == first.plus_days(24) && first.year() == first.plus_months(1).year() {
        for house in 0..world.houses.len() {
            if world.rng.below(1_000) < 8 {
                let House { of, county, village, .. } = world.houses[house].clone();
                let scene = world.scene(county, village, today);
                let clues = [Clue::FieldCheck, Clue::SelfReported, Clue::DataMatch, Clue::MedicalExpense];
                let clue = world.rng.pick(&clues).cloned().unwrap_or(Clue::FieldCheck);
                let evidence = world.rng.evidence(EvidenceKind::Inspection);
                world.tell(today, &scene.clerk, &of, Event::ClueReceived { clue, evidence });
                clue_received(world, house);
            }
        }
    }
    // Twenty days from the first of December on, one village after the other.
    let since = today.days_since(crate::world::day(today.year(), 12, 1));
    if let Ok(batch @ 0..20) = usize::try_from(since) {
        for house in (batch..world.houses.len()).step_by(20) {
            assess(world, house, false);
        }
    }
}

/// A year is assessed once; enough for a removal where that is planned.
fn assess(world: &mut World, house: usize, enough: bool) {
    let today = world.today;
    let House { of, county, village, heads, assessed, .. } = world.houses[house].clone();
    if assessed == today.year() {
        return;
    }
    let scene = world.scene(county, village, today);
    let yuan = world.rng.between(if enough { 9_200 } else { 8_600 }, 19_000);
    world.is_assessed(&scene, today, &of, (Fen::yuan(yuan), heads));
    world.houses[house].assessed = today.year();
}

/// Looked into: most come to nothing, some are monitored, supported, and out of risk after months.
pub fn clue_received(world: &mut World, house: usize) {
    if std::mem::replace(&mut world.houses[house].busy, true) {
        return;
    }
    let House { of, county, village, kind, .. } = world.houses[house].clone();
    let on = world.today.plus_days(1);
    let scene = world.scene(county, village, on);
    if world.rng.percent(55) {
        let reason = RejectionReason::NoRiskFound;
        let evidence = world.rng.evidence(EvidenceKind::Inspection);
        let noticed = Event::RejectionNoticed { reason: reason.clone(), evidence };
        world.tell(scene.day(3), &scene.clerk, &of, noticed);
        let evidence = world.rng.evidence(EvidenceKind::Decision);
        world.tell(scene.day(10), &scene.desks.monitor_chief, &of, Event::Rejected { reason, evidence });
        world.plan(scene.day(11), move |world| world.houses[house].busy = false);
        return;
    }
    let monitored = if kind == HouseholdKind::ExPoor { MonitoredKind::UnstableExPoor } else { MonitoredKind::Marginal };
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    let recorded = Event::RiskRecorded { risk: Risk::JobLoss, sudden: false, evidence };
    let risk = world.tell(When::from(scene.day(1)).hour(9), &scene.clerk, &of, recorded);
    let (_, _, supported) = world.identifies(&scene, on, &of, monitored);
    let resolved = supported.plus_days(world.rng.days(90, 200));
    world.plan(resolved, move |world| {
        let scene = world.scene(county, village, resolved);
        assess(world, house, true);
        let evidence = world.rng.evidence(EvidenceKind::Inspection);
        world.tell(resolved, &scene.clerk, &of, Event::RiskResolved { risk, evidence });
        world.removes_risk(&scene, scene.day(2), &of);
    });
}
