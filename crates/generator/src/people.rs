//! Ordinary people: who they are, where they work, what they earn, and which services they get.

use domain::{
    person::{AccountHolder, Education, Event, Job, LabourAbility, Person, Service, Sex},
    stream::Ref,
    values::{Account, AreaCode, Date, EvidenceKind, Fen, Month},
};
use uuid::Uuid;

use crate::{
    households, workshops,
    world::{When, World, day, note},
};

/// Someone of working age, as far as their next months depend on it.
#[derive(Clone, Debug)]
pub struct Human {
    pub of: Ref<Person>,
    pub county: usize,
    pub village: usize,
    pub account: Account,
    pub work: Work,
    wage_yuan: u32,
    /// Works beside a part-time post.
    pub flexible: bool,
    /// The household that hears of a layoff.
    pub house: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Unemployed and willing.
    Seeking,
    /// Between two steps that are on their way.
    Promised,
    Job {
        started: Uuid,
        since: Date,
        away: bool,
    },
    Post,
    /// At a workshop, by its place among all.
    Workshop {
        at: usize,
        since: Date,
    },
    /// Cannot or does not want to work.
    None,
}

impl World {
    /// Opens a file for someone; what else is known of them follows.
    pub fn person(&mut self, on: Date, area: AreaCode, birth_year: i16, sex: Sex) -> Ref<Person> {
        let person = Ref::<Person>::new(self.rng.hex());
        let by = self.clerk_at(area);
        self.tell(on, &by, &person, Event::Registered { area, birth_year, sex });
        person
    }

    pub fn adult(&mut self, on: Date, area: AreaCode) -> Ref<Person> {
        let birth_year = 2024 - i16::try_from(self.rng.between(19, 58)).unwrap_or(30);
        let sex = if self.rng.percent(47) { Sex::Female } else { Sex::Male };
        self.person(on, area, birth_year, sex)
    }

    /// Declared by the payee, confirmed by the bank two days later.
    pub fn account_of(&mut self, on: Date, area: AreaCode, person: &Ref<Person>) -> Account {
        let account = self.rng.account();
        let by = self.clerk_at(area);
        let holder = if self.rng.percent(70) { AccountHolder::Oneself } else { AccountHolder::HouseholdCard };
        self.tell(on, &by, person, Event::AccountDeclared { account: account.clone(), holder });
        let bank = self.desks_of(area).bank.clone();
        self.tell(on.plus_days(2), &bank, person, Event::AccountVerified { account: account.clone() });
        account
    }

    /// An adult who can work, with everything that is asked of them once.
    pub fn worker(&mut self, on: Date, county: usize, village: usize) -> usize {
        let area = self.counties[county].villages[village].code;
        let of = self.adult(on, area);
        let by = self.clerk_at(area);
        let ability = if self.rng.percent(85) { LabourAbility::Full } else { LabourAbility::Partial };
        let evidence = self.rng.evidence(EvidenceKind::Inspection);
        self.tell(on, &by, &of, Event::LabourAbilityAssessed { ability, evidence });
        let willing = self.rng.percent(94);
        self.tell(on, &by, &of, Event::WillingnessStated { willing });
        if self.rng.percent(40) {
            let education = [Education::Primary, Education::JuniorSecondary, Education::SeniorSecondary];
            let education = self.rng.pick(&education).copied().unwrap_or(Education::Primary);
            self.tell(on, &by, &of, Event::EducationRecorded { education });
        }
        let account = self.account_of(on.plus_days(1), area, &of);
        let work = if willing { Work::Seeking } else { Work::None };
        let wage_yuan = self.rng.between(2_200, 5_600);
        self.people.push(Human { of, county, village, account, work, wage_yuan, flexible: false, house: usize::MAX });
        self.people.len() - 1
    }

    /// Someone in that county who looks for work, the village's own people first.
    pub fn seeker(&mut self, county: usize, village: usize) -> Option<usize> {
        self.seeker_who(county, village, |_, _| true)
    }

    /// The same, of an ex-poor household.
    pub fn ex_poor_seeker(&mut self, county: usize, village: usize) -> Option<usize> {
        self.seeker_who(county, village, |world, human| {
            world.houses.get(human.house).is_some_and(households::House::is_ex_poor)
        })
    }

    fn seeker_who(&mut self, county: usize, village: usize, fits: fn(&Self, &Human) -> bool) -> Option<usize> {
        let from = self.rng.below(self.people.len());
        let all = || (from..self.people.len()).chain(0..from);
        let seeks = |i: &usize| {
            let human = &self.people[*i];
            human.work == Work::Seeking && human.county == county && fits(self, human)
        };
        all().find(|i| seeks(i) && self.people[*i].village == village).or_else(|| all().find(seeks))
    }
}

/// Takes a job on that day, away or near.
pub fn takes_job(world: &mut World, human: usize, on: Date) {
    let Human { of, county, village, .. } = world.people[human].clone();
    let (code, here) = (world.counties[county].code, world.counties[county].villages[village].code);
    let (job, full_time, employer, destination) = match world.rng.below(10) {
        0..5 => {
            let towns: Vec<AreaCode> =
                ["440300000000", "441900000000", "440100000000", "330200000000", "430100000000", "350500000000"]
                    .iter()
                    .filter_map(|code| code.parse().ok())
                    .collect();
            (Job::AwayJob, true, None, world.rng.pick(&towns).copied().unwrap_or(code))
        }
        5..8 => {
            let firm = world.rng.below(world.counties[county].firms.len());
            (Job::LocalJob, true, world.counties[county].firms.get(firm).cloned(), code)
        }
        8 => (Job::Flexible, false, None, here),
        _ => (Job::OwnBusiness, true, None, here),
    };
    let by = world.clerk_at(here);
    let started = world.tell(on, &by, &of, Event::JobStarted { job, full_time, employer, destination });
    world.people[human].work = Work::Job { started, since: on, away: job == Job::AwayJob };
}

/// What a day of the month brings: incomes from the 3rd to the 12th, changes of work from the 13th to the 22nd.
pub fn routine(world: &mut World) {
    let of_month = usize::try_from(world.today.days_since(world.today.month().first()) + 1).unwrap_or_default();
    let last = world.today.month().first().plus_days(-1).month();
    match of_month {
        3..=12 if last.first() >= day(2024, 1, 1) => {
            for human in (of_month - 3..world.people.len()).step_by(10) {
                income(world, human, last);
            }
        }
        13..=22 => {
            for human in (of_month - 13..world.people.len()).step_by(10) {
                change(world, human);
            }
        }
        _ => {}
    }
}

fn income(world: &mut World, human: usize, month: Month) {
    let Human { of, county, village, work, wage_yuan, flexible, .. } = &world.people[human];
    let earns = match work {
        Work::Job { since, .. } => *since <= month.first(),
        Work::Workshop { since, .. } => *since <= month.first(),
        Work::Post => *flexible,
        _ => false,
    };
    if !earns {
        return;
    }
    let at_workshop = if let Work::Workshop { at, .. } = work { Some(*at) } else { None };
    let (of, county, village, wage_yuan) = (of.clone(), *county, *village, *wage_yuan / if *flexible { 3 } else { 1 });
    // Nobody earns the same every month; February has the festival.
    let festival = month.first().month() == day(month.first().year(), 2, 1).month();
    let per_mille = world.rng.between(880, 1_140) - if festival { 180 } else { 0 };
    let amount_fen = Fen::yuan(wage_yuan).share(u64::from(per_mille), 1_000);
    let by = world.counties[county].villages[village].clerk.clone();
    if let Some(sum) = world.incomes.get_mut(county) {
        *sum = *sum + amount_fen;
    }
    world.tell(world.today, &by, &of, Event::IncomeReported { month, amount_fen });
    if let Some(workshop) = at_workshop {
        workshops::earns(world, workshop, human, amount_fen);
    }
}

fn change(world: &mut World, human: usize) {
    let today = world.today;
    let Human { of, county, village, work, house, .. } = world.people[human].clone();
    let by = world.counties[county].villages[village].clerk.clone();
    match work {
        Work::Job { started, since, .. } if today.days_since(since) > 45 && world.rng.percent(3) => {
            let ended = today.plus_days(-world.rng.days(0, 6));
            let evidence = world.rng.evidence(EvidenceKind::Certificate);
            let laid_off = world.rng.percent(20);
            let event =
                if laid_off { Event::LaidOff { job: started, evidence } } else { Event::JobEnded { job: started } };
            world.tell(When::learnt(ended, today), &by, &of, event);
            if laid_off && house < world.houses.len() {
                households::clue_received(world, house);
            }
            world.people[human].work = Work::Seeking;
        }
        Work::Seeking if world.rng.percent(22) => takes_job(world, human, today),
        Work::Seeking if world.rng.percent(1) => {
            world.tell(today, &by, &of, Event::WillingnessStated { willing: false });
            world.people[human].work = Work::None;
        }
        Work::None if world.rng.percent(6) => {
            world.tell(today, &by, &of, Event::WillingnessStated { willing: true });
            world.people[human].work = Work::Seeking;
        }
        _ => {}
    }
}

/// 311 就业服务: one service for someone who looks for work, each time another content.
pub fn service(world: &mut World) {
    let from = world.rng.below(world.people.len());
    let seeks = |i: &usize| world.people[*i].work == Work::Seeking;
    let found = (from..world.people.len()).chain(0..from).find(seeks);
    // Where nobody looks for work, someone at work hears of better work.
    let Some(human) = found.or_else(|| (from < world.people.len()).then_some(from)) else { return };
    let kinds = [Service::VacancyInfo, Service::VacancyInfo, Service::VacancyInfo, Service::TrainingInfo];
    let service = world.rng.pick(&kinds).copied().unwrap_or(Service::CareerGuidance);
    let service = if world.rng.percent(18) { Service::CareerGuidance } else { service };
    let Human { of, county, village, .. } = world.people[human].clone();
    let by = world.counties[county].villages[village].clerk.clone();
    let trade = world.rng.word(TRADES);
    let town = world.rng.word(&["长沙", "株洲", "深圳", "东莞", "宁波", "本县", "邻县", "园区"]);
    let number = world.rng.between(1, 90);
    let content = match service {
        Service::VacancyInfo => format!("{town}{trade}岗位,第{number}批"),
        Service::TrainingInfo => format!("{trade}技能培训第{number}期招生"),
        Service::CareerGuidance => format!("{trade}方向一对一指导({number})"),
    };
    world.tell(world.today, &by, &of, Event::ServiceReceived { service, content: note(&content) });
}

const TRADES: &[&str] = &[
    "电子装配",
    "缝纫",
    "餐饮服务",
    "家政",
    "物流分拣",
    "叉车",
    "焊工",
    "电工",
    "建筑木工",
    "保洁",
    "养老护理",
    "育婴",
    "茶叶采摘",
    "油茶管护",
    "箱包制作",
    "陶瓷",
    "保安",
    "快递",
    "直播销售",
    "汽车装配",
    "家具",
    "食品加工",
    "园林",
    "水电安装",
];
