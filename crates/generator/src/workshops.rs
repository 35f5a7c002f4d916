//! 就业帮扶车间: planned, recognised, filled with people of ordinary life, counted every quarter, and awarded once a year.

use domain::{
    carrier::{Headcount, WorkerLeftReason},
    claim::{Event as ClaimEvent, Payee, Period, Subsidy},
    household::HouseholdKind,
    organisation::{Event as OrganisationEvent, Organisation, OrganisationRole},
    person::Person,
    policy::Policy,
    stream::{Ref, StreamId},
    values::{Account, Date, EvidenceKind, Fen, Span},
    workshop::{Event, Model, Workshop as Case},
};
use uuid::Uuid;

use crate::{
    claims::entitled,
    households,
    paying::{self, Due, Then},
    people::Work,
    stories::Scene,
    world::{When, World, day},
};

/// A workshop as its village knows it.
#[derive(Clone, Debug)]
pub struct Workshop {
    of: Ref<Case>,
    county: usize,
    village: usize,
    operator: Operator,
    recognised: Date,
    workers: Vec<Worker>,
    /// How many it wants.
    places: usize,
}

/// Who operates it and is paid.
#[derive(Clone, Debug)]
pub struct Operator {
    pub firm: Ref<Organisation>,
    pub account: Account,
}

#[derive(Clone, Debug)]
struct Worker {
    human: usize,
    since: Date,
    left: Option<Date>,
    /// In the year that is counted next.
    income: Fen,
}

/// What a period earned, to be claimed by whom it is due to.
#[derive(Clone, Debug)]
pub struct Award {
    pub subsidy: Subsidy,
    pub case: StreamId,
    pub operator: Operator,
    pub period: Period,
    pub amount: Fen,
    /// By which it was reckoned.
    pub standard: (Ref<Policy>, u32),
}

impl World {
    pub fn operator(&mut self, on: Date, county: usize, role: OrganisationRole) -> Operator {
        let (code, by) = (self.counties[county].code, self.counties[county].desks.clerk.clone());
        let firm = self.organisation(on, code, role);
        let account = self.rng.account();
        let declared = OrganisationEvent::AccountDeclared { account: account.clone() };
        self.tell(When::from(on).hour(11), &by, &firm, declared);
        Operator { firm, account }
    }

    pub fn workshop_name(&mut self, scene: &Scene) -> Ref<Case> {
        Ref::new(format_args!("{}-{}", &scene.area.as_str()[..9], &self.rng.hex()[..10]))
    }

    /// The whole way from the application on; the day of the recognition, 24 days later.
    pub fn recognises(&mut self, scene: &Scene, on: Date, workshop: &Ref<Case>, operator: &Operator) -> Date {
        let day = |after| on.plus_days(after);
        let models = [Model::Plain, Model::EnterpriseWorkshop, Model::ConsortiumWorkshop];
        let model = self.rng.pick(&models).cloned().unwrap_or(Model::Plain);
        let workers = self.rng.between(16, 28);
        let found = Headcount { workers, ex_poor: self.rng.between(5, 12) };
        let mut evidence = |kind| self.rng.evidence(kind);
        let (area, firm) = (scene.area, operator.firm.clone());
        let applied = Event::Applied { area, operator: firm, model, evidence: evidence(EvidenceKind::Application) };
        let checked = Event::SiteChecked { found, evidence: evidence(EvidenceKind::Inspection) };
        let recognised = Event::Recognised { evidence: evidence(EvidenceKind::Decision) };
        let span = Span { from: day(14), to: Some(day(21)) };
        self.tell(day(0), &scene.clerk, workshop, applied);
        self.tell(day(9), &scene.township, workshop, checked);
        self.tell(day(14), &scene.desks.clerk, workshop, Event::Noticed { span });
        self.tell(day(24), &scene.desks.approver, workshop, recognised);
        day(24)
    }

    /// Someone of an ex-poor household who works elsewhere in no record.
    pub fn ex_poor_adult(&mut self, scene: &Scene, on: Date) -> Ref<Person> {
        let person = self.adult(on, scene.area);
        let (household, _) = self.household(scene, on, HouseholdKind::ExPoor);
        self.joins(scene, on.plus_days(1), &household, &person);
        person
    }

    pub fn joins_workshop(&mut self, scene: &Scene, on: Date, workshop: &Ref<Case>, person: &Ref<Person>) -> Uuid {
        let evidence = self.rng.evidence(EvidenceKind::Agreement);
        let joined = Event::WorkerJoined { person: person.clone(), full_time: true, evidence };
        self.tell(on, &scene.clerk, workshop, joined)
    }

    pub fn leaves_workshop(
        &mut self,
        scene: &Scene,
        on: Date,
        workshop: &Ref<Case>,
        person: &Ref<Person>,
        reason: WorkerLeftReason,
    ) {
        let evidence = self.rng.evidence(EvidenceKind::Other);
        self.tell(on, &scene.clerk, workshop, Event::WorkerLeft { person: person.clone(), reason, evidence });
    }

    /// What the operator says, and nine days later what was found.
    pub fn counts_heads(
        &mut self,
        scene: &Scene,
        on: Date,
        workshop: &Ref<Case>,
        reported: Headcount,
        found: Headcount,
    ) {
        let evidence = self.rng.evidence(EvidenceKind::Attendance);
        self.tell(on, &scene.clerk, workshop, Event::HeadcountReported { reported, evidence });
        let evidence = self.rng.evidence(EvidenceKind::Inspection);
        let found = Event::HeadcountVerified { found, evidence };
        self.tell(on.plus_days(9), &scene.desks.approver, workshop, found);
    }

    /// Those who count with their whole months and income, the tier that they reach, and what it earns on so many days of the
    /// year; nothing where no tier is reached.
    pub fn awards_workshop(
        &mut self,
        scene: &Scene,
        workshop: &Ref<Case>,
        operator: &Operator,
        workers: &[(Ref<Person>, i32, Fen)],
        (year, days): (i16, u64),
    ) -> Option<Award> {
        let (today, county) = (self.today, self.counties[scene.county].code);
        let period = Period::Year(year);
        let ended = day(year, 12, 31);
        let counted: Vec<_> = workers.iter().map(|(_, months, income)| (*months, *income)).collect();
        let (tier, whole) = self.standards.tier(county, ended, &counted)?;
        let standard = self.standards.version("workshop_tiers", county, ended)?;
        for (person, _, income_fen) in workers.iter().cloned() {
            let evidence = self.rng.evidence(EvidenceKind::Attendance);
            let counted = Event::WorkerCounted { person, period, income_fen, evidence };
            self.tell(today, &scene.clerk, workshop, counted);
        }
        let by = &scene.desks.clerk;
        self.tell(today.plus_days(2), by, workshop, Event::TierAssigned { period, tier });
        let of_year = u64::try_from(ended.days_since(day(year, 1, 1)) + 1).unwrap_or(365);
        let amount = whole.share(days, of_year);
        self.tell(today.plus_days(3), by, workshop, Event::AwardComputed { period, amount_fen: amount });
        let (subsidy, case, operator) = (Subsidy::WorkshopAward, workshop.stream().clone(), operator.clone());
        Some(Award { subsidy, case, operator, period, amount, standard })
    }

    /// Applied for, looked at, on public notice for a week, approved, and then due.
    pub fn claims_award(&mut self, scene: &Scene, on: Date, award: Award, then: Option<Then>) {
        let Award { subsidy, case, operator, period, amount, standard } = award;
        let (area, payee) = (self.counties[scene.county].code, Payee::Organisation(operator.firm));
        let (entitlement, claim) = entitled(area, payee, subsidy.clone(), period, Some(case));
        let mut evidence = |kind| self.rng.evidence(kind);
        let evidences = (evidence(EvidenceKind::Application), evidence(EvidenceKind::Inspection));
        let applied = ClaimEvent::Applied { entitlement, units: 0, base_fen: Fen::ZERO, evidence: evidences.0 };
        let reviewed = ClaimEvent::ManuallyReviewed { passed: true, evidence: evidences.1 };
        let span = Span { from: on.plus_days(3), to: Some(on.plus_days(10)) };
        let by = &scene.desks.clerk;
        self.tell(on, by, &claim, applied);
        self.tell(on.plus_days(2), by, &claim, reviewed);
        self.tell(on.plus_days(3), by, &claim, ClaimEvent::Noticed { span });
        let (approver, county) = (scene.desks.approver.clone(), scene.county);
        self.plan(on.plus_days(12), move |world| {
            let (standard, version) = standard;
            let approved = ClaimEvent::Approved { amount_fen: amount, standard, version };
            world.tell(world.today, &approver, &claim, approved);
            let account = operator.account;
            paying::due(world, county, Due { claim, subsidy, amount, account, lines: vec![], then });
        });
    }
}

/// Adds a workshop to ordinary life; most were planned to be built.
pub fn found(world: &mut World, county: usize, village: usize) {
    let scene = world.scene(county, village, world.today);
    let of = world.workshop_name(&scene);
    let operator = world.operator(scene.on, county, OrganisationRole::WorkshopOperator);
    if world.rng.percent(60) {
        let evidence = world.rng.evidence(EvidenceKind::Decision);
        let planned = Event::BuildPlanned { area: scene.area, year: scene.on.year(), evidence };
        world.tell(scene.on, &scene.desks.clerk, &of, planned);
    }
    let recognised = world.recognises(&scene, scene.day(1), &of, &operator);
    let places = 6 + world.rng.below(5);
    world.workshops.push(Workshop { of, county, village, operator, recognised, workers: vec![], places });
    let workshop = world.workshops.len() - 1;
    world.plan(scene.day(2), move |world| hires(world, workshop));
}

/// As many as it wants and are there, ex-poor people first.
fn hires(world: &mut World, workshop: usize) {
    let Workshop { of, county, village, workers, places, .. } = world.workshops[workshop].clone();
    let scene = world.scene(county, village, world.today);
    let at_work = workers.iter().filter(|worker| worker.left.is_none()).count();
    for _ in at_work..places {
        let found = world.ex_poor_seeker(county, village).or_else(|| world.seeker(county, village));
        let Some(human) = found else { return };
        let person = world.people[human].of.clone();
        world.joins_workshop(&scene, scene.on, &of, &person);
        let since = scene.on;
        world.people[human].work = Work::Workshop { at: workshop, since };
        world.workshops[workshop].workers.push(Worker { human, since, left: None, income: Fen::ZERO });
    }
}

/// What someone at a workshop earned last month, towards the year that is counted next.
pub fn earns(world: &mut World, workshop: usize, human: usize, amount: Fen) {
    let mut workers = world.workshops[workshop].workers.iter_mut();
    if let Some(worker) = workers.find(|worker| worker.human == human && worker.left.is_none()) {
        worker.income = worker.income + amount;
    }
}

/// On the 26th some leave and others come; in the first days of a quarter heads are counted; in the middle of January the
/// year before is awarded.
pub fn routine(world: &mut World) {
    let today = world.today;
    let first = today.month().first();
    let begins = |month| first == day(first.year(), month, 1);
    let of_quarter = [1, 4, 7, 10].into_iter().any(begins) && today > day(2024, 3, 1);
    for workshop in 0..world.workshops.len() {
        match today.days_since(first) {
            25 => turns_over(world, workshop),
            8 if of_quarter => counted(world, workshop),
            19 if begins(1) && of_quarter => awarded(world, workshop),
            _ => {}
        }
    }
}

fn turns_over(world: &mut World, workshop: usize) {
    let Workshop { of, county, village, workers, .. } = world.workshops[workshop].clone();
    let scene = world.scene(county, village, world.today);
    let open = |(_, worker): &(usize, &Worker)| worker.left.is_none() && scene.on.days_since(worker.since) > 60;
    for (at, worker) in workers.iter().enumerate().filter(open) {
        if world.rng.percent(3) {
            let person = world.people[worker.human].of.clone();
            let laid_off = world.rng.percent(30);
            let reason = if laid_off { WorkerLeftReason::LaidOff } else { WorkerLeftReason::Resigned };
            world.leaves_workshop(&scene, scene.on, &of, &person, reason);
            let house = world.people[worker.human].house;
            if laid_off && house < world.houses.len() {
                households::clue_received(world, house);
            }
            world.workshops[workshop].workers[at].left = Some(scene.on);
            world.people[worker.human].work = Work::Seeking;
        }
    }
    hires(world, workshop);
}

/// What is reported is a head or two above what is found, at most.
fn counted(world: &mut World, workshop: usize) {
    let Workshop { of, county, village, workers, .. } = world.workshops[workshop].clone();
    let scene = world.scene(county, village, world.today);
    let at_work = u32::try_from(workers.iter().filter(|worker| worker.left.is_none()).count()).unwrap_or(0);
    let others = world.rng.between(8, 16);
    let found = Headcount { workers: at_work + others, ex_poor: at_work };
    let more = u32::from(world.rng.percent(25));
    let reported = Headcount { workers: found.workers + more, ex_poor: found.ex_poor + more };
    world.counts_heads(&scene, scene.on, &of, reported, found);
}

fn awarded(world: &mut World, workshop: usize) {
    let Workshop { of, county, village, operator, recognised, workers, .. } = world.workshops[workshop].clone();
    let scene = world.scene(county, village, world.today);
    let year = scene.on.year() - 1;
    let (first, last) = (day(year, 1, 1), day(year, 12, 31));
    // Whoever left in the year may count elsewhere.
    let ex_poor = |worker: &&Worker| {
        let house = world.houses.get(world.people[worker.human].house);
        house.is_some_and(households::House::is_ex_poor) && worker.left.is_none_or(|left| left > last)
    };
    // Who left and came again worked there twice.
    let count = |worker: &Worker| {
        let spells = workers.iter().filter(|spell| spell.human == worker.human);
        let months = spells.map(|spell| whole_months(spell.since.max(first), spell.left.unwrap_or(last).min(last)));
        (world.people[worker.human].of.clone(), months.sum(), worker.income)
    };
    let fit: Vec<_> = workers.iter().filter(ex_poor).map(count).filter(|(_, months, _)| *months > 0).collect();
    let days = u64::try_from(last.days_since(recognised.max(first)) + 1).unwrap_or(0);
    if let Some(award) = world.awards_workshop(&scene, &of, &operator, &fit, (year, days)) {
        world.claims_award(&scene, scene.day(5), award, None);
    }
    let workers = &mut world.workshops[workshop].workers;
    workers.retain(|worker| worker.left.is_none());
    for worker in workers {
        worker.income = Fen::ZERO;
    }
}

/// As many whole months as lie between two days of a year.
fn whole_months(from: Date, to: Date) -> i32 {
    (1..=12).take_while(|months| from.plus_months(*months) <= to.plus_days(1)).last().unwrap_or(0)
}
