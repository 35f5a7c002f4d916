//! 日历 calendar: the days that began.
//!
//! Time passing is a fact too: the server appends each day once, missed days in order, and a history file brings its own.
//! Folds, checks and alerts know no other today, so that they are the same live and from scratch. Named `calendar-<year>`;
//! the id of each event follows from its date alone, so that a day which is appended twice is the same event. DESIGN §1.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    case::{Case, Cited, Malformed, Nature, Place, Reason, Stamp, Stop},
    envelope::Posted,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, named_id},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 新的一天 This day began in Beijing.
    #[serde(rename = "calendar.day_began.v1")]
    DayBegan { date: Date },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// A day begins once. DESIGN §1.
    DayBeganAlready { date: Date, last: Date },
    /// Missed days come first, in order. DESIGN §1.
    DaySkipped { date: Date, expected: Date },
    /// A day begins on that day.
    BeginsOnAnotherDay { date: Date, occurred_on: Date },
}
impl Reason for Refusal {}

/// One year, and how far it has come.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Calendar {
    pub last: Option<Date>,
}

/// The event by which the server lets a day begin.
pub fn posted(date: Date) -> Posted {
    Posted {
        id: day_id(date),
        source: "/wengang/calendar".into(),
        subject: StreamId::of::<Calendar>(year_id(date.year())),
        occurred_on: date,
        area: None,
        correlation_id: None,
        decided_in: None,
        actor: None,
        time_us: None,
        event: Event::DayBegan { date }.into(),
    }
}

/// The id of the event by which a day begins: a UUIDv8 of a digest of the date.
pub fn day_id(date: Date) -> Uuid {
    named_id(&format!("calendar.day_began {date}"))
}

fn year_id(year: i16) -> String {
    format!("{year:04}")
}

impl Case for Calendar {
    const CATEGORY: &'static str = "calendar";
    type Event = Event;
    type Refusal = Refusal;

    fn id_fits(id: &str) -> bool {
        id.len() == 4 && id.bytes().all(|b| b.is_ascii_digit())
    }

    fn place(_: &Event) -> Place {
        Place::Any
    }

    fn nature(_: &Event) -> Nature {
        Nature::Server
    }

    fn area(&self) -> Option<AreaCode> {
        None
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let Event::DayBegan { date } = *event;
        let expected = StreamId::of::<Self>(year_id(date.year()));
        if expected != stamp.subject {
            Err(Malformed::CaseNamedOtherwise { subject: stamp.subject.clone(), expected: expected.to_string() })?;
        }
        if date != stamp.occurred_on {
            Err(Refusal::BeginsOnAnotherDay { date, occurred_on: stamp.occurred_on })?;
        }
        // A year begins where the year before it ended; the first year of a log begins anywhere.
        let mut last = self.last;
        if last.is_none() {
            let year_before = Ref::<Self>::new(year_id(date.year().saturating_sub(1)));
            last = cited.find(&year_before)?.and_then(|calendar| calendar.last);
        }
        match last {
            Some(last) if date <= last => Err(Refusal::DayBeganAlready { date, last })?,
            Some(last) if date != last.plus_days(1) => {
                Err(Refusal::DaySkipped { date, expected: last.plus_days(1) })?;
            }
            _ => {}
        }
        Ok(())
    }

    fn evolve(&mut self, event: &Event, _: &Stamp) {
        let Event::DayBegan { date } = *event;
        self.last = self.last.max(Some(date));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        actor::Role,
        testing::{Fact, day, fact, given},
    };

    fn begins(date: &str) -> Fact {
        fact(date, &format!("calendar-{}", &date[..4]), Event::DayBegan { date: day(date) })
    }

    #[test]
    fn days_begin_one_after_the_other_and_years_too() {
        let world = given([begins("2024-12-30"), begins("2024-12-31"), begins("2025-01-01"), begins("2025-01-02")]);
        assert_eq!(world.case::<Calendar>("calendar-2025").last, Some(day("2025-01-02")));
    }

    #[test]
    fn a_day_begins_once() {
        given([begins("2025-03-03"), begins("2025-03-04")]).when(begins("2025-03-03")).refused("day_began_already");
    }

    #[test]
    fn no_day_is_skipped_within_a_year_or_between_years() {
        given([begins("2025-03-03")]).when(begins("2025-03-05")).refused("day_skipped");
        given([begins("2024-12-31")]).when(begins("2025-01-02")).refused("day_skipped");
    }

    #[test]
    fn a_day_stands_in_its_year_and_begins_on_itself() {
        let date = day("2025-03-03");
        given([]).when(fact("2025-03-03", "calendar-2024", Event::DayBegan { date })).refused("case_named_otherwise");
        given([]).when(fact("2025-03-04", "calendar-2025", Event::DayBegan { date })).refused("begins_on_another_day");
    }

    #[test]
    fn only_the_server_lets_a_day_begin() {
        given([]).when(begins("2025-03-03").by_role(Role::Approver)).refused("server_only");
    }

    #[test]
    fn the_id_of_a_day_follows_from_its_date() {
        let event = posted(day("2025-03-03"));
        assert_eq!((event.id, event.subject.as_str()), (day_id(day("2025-03-03")), "calendar-2025"));
        assert_eq!(event.id.get_version_num(), 8);
        assert_ne!(event.id, day_id(day("2025-03-04")));
    }
}
