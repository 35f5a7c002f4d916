//! What is done to the log, one thing after another. An operation is drawn before anything is known: whom, which event and
//! which place it means is a number, taken modulo what there is when its turn comes. So any part of a sequence is a sequence.

use std::fmt;

use tests::instance::Seeded;
use uuid::Uuid;

/// Few, so that they meet often.
pub const PERSONS: usize = 4;
const BATCH_MAX: usize = 5;
/// Pages of these, so that some are empty, some are full and some have everything.
const LIMITS: [usize; 5] = [0, 1, 2, 7, 10_000];

#[derive(Clone, Debug)]
pub enum Operation {
    /// A batch of one event or more, whole or absent.
    Append {
        batch: Vec<Event>,
        answer: Answer,
    },
    /// Events that were posted before, under their ids.
    Again {
        first: usize,
        events: usize,
        altered: Option<Altered>,
        answer: Answer,
    },
    /// By another writer, straight to the store.
    Beside {
        person: usize,
        id: Id,
        expected: Expected,
        looks_at: Option<(usize, Expected)>,
    },
    ReadStream {
        person: usize,
        from: usize,
        limit: usize,
    },
    /// The stream's last events, a page back at a time.
    ReadStreamBack {
        person: usize,
        page: usize,
    },
    ReadAll {
        after: usize,
        limit: usize,
    },
    /// The whole log, page by page.
    ReadPages {
        page: usize,
    },
    ReadId {
        nth: usize,
    },
    ReadCase {
        person: usize,
    },
    ReadAsOf {
        person: usize,
        day: Option<usize>,
        known_at: Option<(usize, bool)>,
    },
    /// The clock goes on, or is set back.
    Clock {
        by_us: i64,
    },
    /// The process is killed, and started again.
    Killed,
    /// Stopped in peace, and started again.
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Awaited,
    /// Only asked what would happen.
    DryRun,
    /// The client never sees it: the process is killed, or stopped, as soon as the batch is in the queue.
    Missed {
        killed: bool,
    },
}

#[derive(Clone, Debug)]
pub struct Event {
    pub id: Id,
    pub person: usize,
    pub says: Says,
    /// Of May 2025; 0 for a day that has not come.
    pub day: usize,
    pub expected: Option<Expected>,
}

#[derive(Clone, Copy, Debug)]
pub enum Id {
    Fresh(Uuid),
    /// That of an event which is recorded.
    Taken(usize),
}

#[derive(Clone, Copy, Debug)]
pub enum Says {
    Registered { birth_year: usize },
    Willing(bool),
    CustodyBegan,
    CustodyEnded,
    Kin { other: usize, relation: &'static str },
}

/// What the writer believes of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Right,
    Ahead(usize),
    Behind,
    Absent,
}

#[derive(Clone, Copy, Debug)]
pub enum Altered {
    Day,
    Subject,
    Actor,
    /// And the events are in one batch with a new one.
    Batch(Uuid),
}

impl Operation {
    pub fn drawn(seeded: &mut Seeded) -> Self {
        let person = seeded.below(PERSONS);
        match seeded.below(100) {
            0..=37 => {
                let batch = if seeded.below(3) == 0 { 1 + seeded.below(BATCH_MAX) } else { 1 };
                Self::Append {
                    batch: (0..batch).map(|_| Event::drawn(seeded)).collect(),
                    answer: Answer::drawn(seeded),
                }
            }
            38..=53 => Self::Again {
                first: seeded.below(1_000),
                events: if seeded.below(3) == 0 { 1 + seeded.below(BATCH_MAX) } else { 1 },
                altered: maybe(seeded, 3, Altered::drawn),
                answer: Answer::drawn(seeded),
            },
            54..=61 => Self::Beside {
                person,
                id: Id::drawn(seeded),
                expected: Expected::drawn(seeded),
                looks_at: maybe(seeded, 3, |seeded| (seeded.below(PERSONS), Expected::drawn(seeded))),
            },
            62..=66 => Self::ReadStream { person, from: seeded.below(1_000), limit: *seeded.pick(&LIMITS) },
            67..=69 => Self::ReadStreamBack { person, page: 1 + seeded.below(4) },
            70..=74 => Self::ReadAll { after: seeded.below(1_000), limit: *seeded.pick(&LIMITS) },
            75..=76 => Self::ReadPages { page: 1 + seeded.below(9) },
            77..=79 => Self::ReadId { nth: seeded.below(1_000) },
            80..=82 => Self::ReadCase { person },
            83..=90 => Self::ReadAsOf {
                person,
                day: maybe(seeded, 2, |seeded| 1 + seeded.below(31)),
                known_at: maybe(seeded, 2, |seeded| (seeded.below(1_000), seeded.below(2) == 0)),
            },
            91..=95 => Self::Clock { by_us: i64::try_from(seeded.below(90_000_000)).unwrap_or_default() - 30_000_000 },
            96..=97 => Self::Killed,
            _ => Self::Closed,
        }
    }
}

fn maybe<T>(seeded: &mut Seeded, one_in: usize, drawn: impl FnOnce(&mut Seeded) -> T) -> Option<T> {
    (seeded.below(one_in) == 0).then(|| drawn(seeded))
}

fn fresh(seeded: &mut Seeded) -> Uuid {
    let mut half = || seeded.below(usize::MAX) as u64;
    Uuid::from_u64_pair(half(), half())
}

impl Answer {
    fn drawn(seeded: &mut Seeded) -> Self {
        match seeded.below(20) {
            0 => Self::Missed { killed: true },
            1 => Self::Missed { killed: false },
            2 | 3 => Self::DryRun,
            _ => Self::Awaited,
        }
    }
}

impl Event {
    fn drawn(seeded: &mut Seeded) -> Self {
        let says = match seeded.below(10) {
            0 | 1 => Says::Registered { birth_year: if seeded.below(6) == 0 { 2026 } else { 1960 + seeded.below(40) } },
            2..=4 => Says::Willing(seeded.below(2) == 0),
            5 => Says::CustodyBegan,
            6 => Says::CustodyEnded,
            _ => {
                let relation = seeded.pick(&["spouse", "parent", "child", "collateral", "in_law"]);
                Says::Kin { other: seeded.below(PERSONS), relation }
            }
        };
        let (id, person) = (Id::drawn(seeded), seeded.below(PERSONS));
        let day = if seeded.below(40) == 0 { 0 } else { 1 + seeded.below(31) };
        Self { id, person, says, day, expected: maybe(seeded, 4, Expected::drawn) }
    }
}

impl Id {
    fn drawn(seeded: &mut Seeded) -> Self {
        if seeded.below(16) == 0 { Self::Taken(seeded.below(1_000)) } else { Self::Fresh(fresh(seeded)) }
    }
}

impl Expected {
    fn drawn(seeded: &mut Seeded) -> Self {
        match seeded.below(8) {
            0 => Self::Ahead(1 + seeded.below(3)),
            1 => Self::Behind,
            2 => Self::Absent,
            _ => Self::Right,
        }
    }

    /// The revision that is believed to be the last.
    pub fn of(self, actual: Option<u64>) -> Option<u64> {
        match self {
            Self::Right => actual,
            Self::Ahead(by) => Some(actual.map_or(0, |last| last + by as u64)),
            Self::Behind => actual.and_then(|last| last.checked_sub(1)),
            Self::Absent => None,
        }
    }
}

impl Altered {
    fn drawn(seeded: &mut Seeded) -> Self {
        match seeded.below(4) {
            0 => Self::Day,
            1 => Self::Subject,
            2 => Self::Actor,
            _ => Self::Batch(fresh(seeded)),
        }
    }
}

/// In plain words, for whoever reads what went wrong.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Append { batch, answer } => {
                let events: Vec<_> = batch.iter().map(Event::to_string).collect();
                write!(f, "append {}{answer}", events.join(" and "))
            }
            Self::Again { first, events, altered, answer } => {
                write!(f, "post {events} recorded event(s) from number {first} on again")?;
                altered.iter().try_for_each(|altered| write!(f, ", altered: {altered:?}"))?;
                write!(f, "{answer}")
            }
            Self::Beside { person, id, expected, looks_at } => {
                write!(f, "another writer appends to person {person} {id}, which it expects {expected}")?;
                looks_at.iter().try_for_each(|(person, expected)| write!(f, ", and person {person} {expected}"))
            }
            Self::ReadStream { person, from, limit } => {
                write!(f, "read {limit} events of person {person} from revision {from} on")
            }
            Self::ReadStreamBack { person, page } => write!(f, "read person {person} backwards, {page} at a time"),
            Self::ReadAll { after, limit } => write!(f, "read {limit} events after position {after}"),
            Self::ReadPages { page } => write!(f, "read the whole log, {page} at a time"),
            Self::ReadId { nth } => write!(f, "read event {nth} by its id"),
            Self::ReadCase { person } => write!(f, "read the case of person {person}"),
            Self::ReadAsOf { person, day, known_at } => {
                write!(f, "read person {person} as of May {day:?}, as known at the time of event {known_at:?}")
            }
            Self::Clock { by_us } => write!(f, "the clock moves by {by_us} µs"),
            Self::Killed => f.write_str("the process is killed and started again"),
            Self::Closed => f.write_str("the process is stopped and started again"),
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, person, says, day, expected } = self;
        let day = if *day == 0 { "tomorrow".into() } else { format!("May {day}") };
        write!(f, "person {person} {says:?} on {day} {id}")?;
        expected.iter().try_for_each(|expected| write!(f, ", expected {expected}"))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fresh(_) => f.write_str("under a new id"),
            Self::Taken(nth) => write!(f, "under the id of event {nth}"),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Right => f.write_str("where it is"),
            Self::Ahead(by) => write!(f, "{by} ahead"),
            Self::Behind => f.write_str("one behind"),
            Self::Absent => f.write_str("absent"),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Awaited => "",
            Self::DryRun => ", as a dry run",
            Self::Missed { killed: true } => "; the process is killed before the answer and started again",
            Self::Missed { killed: false } => "; the process is stopped before the answer and started again",
        })
    }
}
