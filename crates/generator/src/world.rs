//! The province in memory: who lives and decides where, what is due on which day, and what is said on it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    actor::Actor,
    case::Case,
    envelope::Posted,
    stream::Ref,
    values::{AreaCode, Date, Fen, Level, Note},
    versions::Verbatim,
};
use uuid::Uuid;

use crate::{
    abuses::Answer,
    claims::PaidMonth,
    county::{County, Desks},
    households::House,
    money::Money,
    people::Human,
    posts::Post,
    rng::Rng,
    scale::Scale,
    standards::Standards,
    workshops::Workshop,
};

/// 2024-01-01 00:00 in Beijing, in milliseconds since 1970 UTC.
const FIRST_MS: u64 = 1_704_038_400_000;
const DAY_MS: u64 = 86_400_000;
/// Two fiscal years.
pub const DAYS: i32 = 731;

pub fn first_day() -> Date {
    Date::of_instant(1_704_038_400_000_000)
}

/// A day of the two years; the first one for a day that the calendar does not have.
pub fn day(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap_or_else(first_day)
}

/// A few words written down in this crate.
///
/// # Panics
/// When they are no note; every one of them is said in the tests.
pub fn note(text: &str) -> Note {
    text.parse().expect("a short text without numbers of persons")
}

/// When something was true, and when and by which desk it is recorded.
#[derive(Clone, Debug)]
pub struct When {
    occurred: Date,
    recorded: Date,
    /// The order within a day: what rests on money comes after the money.
    part: u8,
    elsewhere: bool,
}

impl From<Date> for When {
    fn from(on: Date) -> Self {
        Self { occurred: on, recorded: on, part: 10, elsewhere: false }
    }
}

impl When {
    /// Learnt later than it was true.
    pub fn learnt(occurred: Date, recorded: Date) -> Self {
        Self { occurred, ..recorded.into() }
    }

    /// The hour of the day, which orders what is recorded on it.
    #[must_use]
    pub fn hour(self, hour: u8) -> Self {
        Self { part: hour, ..self }
    }

    /// Decided in another system, and taken over from there.
    #[must_use]
    pub fn elsewhere(self) -> Self {
        Self { elsewhere: true, ..self }
    }
}

type Task = Box<dyn FnOnce(&mut World) + Send>;

/// What is due: facts that are certain, and what is to be thought about on a day. Nothing of it outlives its day.
#[derive(Default)]
struct Agenda {
    facts: BTreeMap<Date, Vec<(u8, Posted)>>,
    tasks: BTreeMap<Date, Vec<Task>>,
}

pub struct World {
    pub rng: Rng,
    pub scale: Scale,
    pub today: Date,
    pub counties: Vec<County>,
    /// Of the province and its prefectures.
    higher: BTreeMap<AreaCode, Desks>,
    pub people: Vec<Human>,
    pub houses: Vec<House>,
    pub posts: Vec<Post>,
    pub workshops: Vec<Workshop>,
    pub standards: Standards,
    pub money: Money,
    /// Months of posts paid by a standard that was raised later.
    pub raised: Vec<PaidMonth>,
    /// Of work, as reported for last month, county by county.
    pub incomes: Vec<Fen>,
    /// Firms whose codes name nobody, numbered.
    pub firms: u32,
    /// Villages merged, numbered.
    pub mergers: u32,
    /// What checks must find, and what they must not.
    pub answers: Vec<Answer>,
    agenda: Agenda,
}

impl World {
    pub fn new(seed: u64, scale: Scale) -> Self {
        let mut rng = Rng::new(seed);
        let counties = crate::county::taking_part(&scale, &mut rng);
        let areas = counties.iter().flat_map(|c| [c.prefecture, c.code.at(Level::Province)]);
        let areas: BTreeSet<AreaCode> = areas.collect();
        let higher = areas.into_iter().map(|area| (area, Desks::new(area.short(), &mut rng))).collect();
        let incomes = vec![Fen::ZERO; counties.len()];
        Self {
            rng,
            scale,
            today: first_day(),
            counties,
            higher,
            people: vec![],
            houses: vec![],
            posts: vec![],
            workshops: vec![],
            standards: Standards::default(),
            money: Money::default(),
            raised: vec![],
            incomes,
            firms: 0,
            mergers: 0,
            answers: vec![],
            agenda: Agenda::default(),
        }
    }

    pub fn province(&self) -> AreaCode {
        self.higher.keys().next().copied().unwrap_or(self.counties[0].code)
    }

    /// The county that an area is, or lies in; counties stand in the order of their codes.
    fn county_at(&self, area: AreaCode) -> Option<&County> {
        let found = self.counties.binary_search_by_key(&area.at(Level::County), |county| county.code);
        found.ok().and_then(|at| self.counties.get(at))
    }

    /// Those of the county, prefecture or province that an area is, or lies in.
    pub fn desks_of(&self, area: AreaCode) -> &Desks {
        let county = || &self.county_at(area).unwrap_or(&self.counties[0]).desks;
        self.higher.get(&area).unwrap_or_else(county)
    }

    /// Who records on the spot.
    pub fn clerk_at(&self, area: AreaCode) -> Actor {
        let county = self.county_at(area);
        let village = county.and_then(|c| c.villages.iter().find(|v| v.code == area));
        village.map_or_else(|| self.desks_of(area).clerk.clone(), |v| v.clerk.clone())
    }

    /// Someone says something of a case; its id, for what refers to it. What is dated before today is said today.
    pub fn tell<T: Case>(&mut self, when: impl Into<When>, by: &Actor, of: &Ref<T>, event: T::Event) -> Uuid {
        let when = when.into();
        let recorded = when.recorded.max(self.today);
        let days = u64::try_from(recorded.days_since(first_day())).unwrap_or_default();
        let id = self.rng.uuid(FIRST_MS + days * DAY_MS + u64::from(when.part) * 3_600_000);
        let posted = Posted {
            id,
            source: source_of(by),
            subject: of.stream().clone(),
            occurred_on: when.occurred,
            area: None,
            correlation_id: None,
            decided_in: when.elsewhere.then(|| "province-legacy".into()),
            actor: Some(by.clone()),
            time_us: None,
            event: Verbatim::from(event),
        };
        self.agenda.facts.entry(recorded).or_default().push((when.part, posted));
        id
    }

    /// Something to think about on a day; at once when that day has come.
    pub fn plan(&mut self, on: Date, task: impl FnOnce(&mut Self) + Send + 'static) {
        self.agenda.tasks.entry(on.max(self.today)).or_default().push(Box::new(task));
    }

    /// The server lets the day begin.
    pub fn begin_day(&mut self) {
        let posted = Posted { actor: Some(Actor::server()), ..domain::calendar::posted(self.today) };
        self.agenda.facts.entry(self.today).or_default().push((0, posted));
    }

    /// How many facts today has so far.
    pub fn said_today(&self) -> usize {
        self.agenda.facts.get(&self.today).map_or(0, Vec::len)
    }

    /// Thinks about everything that is due today, also what comes up meanwhile.
    pub fn think(&mut self) {
        while let Some(tasks) = self.agenda.tasks.remove(&self.today) {
            for task in tasks {
                task(self);
            }
        }
    }

    /// Today's facts in order, each with its instant.
    pub fn facts_of_today(&mut self) -> Vec<Posted> {
        let mut facts = self.agenda.facts.remove(&self.today).unwrap_or_default();
        facts.sort_by_key(|(part, _)| *part);
        let days = u64::try_from(self.today.days_since(first_day())).unwrap_or_default();
        let opens_us = (FIRST_MS + days * DAY_MS) * 1000;
        // Office hours from eight to six; the day itself begins at midnight.
        let step_us = 10 * 3_600_000_000 / (facts.len() as u64 + 1);
        let instant = |(i, (part, mut fact)): (usize, (u8, Posted))| {
            let since = if part == 0 { 0 } else { 8 * 3_600_000_000 + i as u64 * step_us };
            fact.time_us = i64::try_from(opens_us + since).ok();
            fact
        };
        facts.into_iter().enumerate().map(instant).collect()
    }
}

/// The system of the county, prefecture or province whose office it is. (A village's twelve digits would read as a number
/// of somebody.)
fn source_of(by: &Actor) -> Arc<str> {
    let digits = by.organisation().rsplit('-').next().unwrap_or_default();
    match digits.get(..6).unwrap_or(digits) {
        of if of.starts_with("43") => format!("/area/{of}").into(),
        _ => "/wengang".into(),
    }
}
