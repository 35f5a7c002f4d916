//! 工作日 Which days are worked: weekdays, but for the holidays, and the weekend days worked instead of some.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Span};

/// 节假日安排 The table of one year, as the State Council publishes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Holidays {
    pub year: i16,
    /// 放假 Days off, weekends among them or not.
    pub days_off: Vec<Span>,
    /// 调休上班 Weekend days that are worked.
    pub days_worked: Vec<Date>,
}

impl Holidays {
    /// The first day that has no place in the table: one of another year, or said to be worked and no weekend day, or off.
    /// A stretch without an end has none either.
    pub fn misplaced(&self) -> Option<Date> {
        let outside = |day: &Date| day.year() != self.year;
        let ends = |span: &Span| span.to.is_some_and(|to| !outside(&to));
        let off = self.days_off.iter().find(|span| outside(&span.from) || !ends(span)).map(|span| span.from);
        off.or_else(|| {
            let fits = |day: &Date| !outside(day) && day.is_weekend() && !self.is_off(*day);
            self.days_worked.iter().find(|day| !fits(day)).copied()
        })
    }

    fn is_off(&self, day: Date) -> bool {
        self.days_off.iter().any(|span| span.holds(day))
    }

    fn works(&self, day: Date) -> bool {
        self.days_worked.contains(&day) || !(self.is_off(day) || day.is_weekend())
    }
}

/// There is no table for the year of that day, so nothing is said of it: never a guess. DOMAIN §1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTable {
    pub day: Date,
}

/// 工作日历 Tables by year, as far as they were asked for.
#[derive(Clone, Debug, Default)]
pub struct WorkDays(BTreeMap<i16, Holidays>);

impl WorkDays {
    /// Computes with the tables of those years that turn out to be needed, and asks for no others. Rules ask the standards in
    /// force, folds what they have read of them.
    pub fn computing<T, E>(
        compute: impl Fn(&Self) -> Result<T, NoTable>,
        mut table: impl FnMut(NoTable) -> Result<Holidays, E>,
    ) -> Result<T, E> {
        let mut days = Self::default();
        loop {
            match compute(&days) {
                Ok(computed) => return Ok(computed),
                Err(missing) => {
                    days.0.insert(missing.day.year(), table(missing)?);
                }
            }
        }
    }

    pub fn works(&self, day: Date) -> Result<bool, NoTable> {
        self.0.get(&day.year()).map(|table| table.works(day)).ok_or(NoTable { day })
    }

    /// That day, or the next one that is worked.
    pub fn on_or_after(&self, mut day: Date) -> Result<Date, NoTable> {
        while !self.works(day)? {
            day = Self::next(day)?;
        }
        Ok(day)
    }

    /// The day after; no table goes beyond the end of the calendar.
    pub(super) fn next(day: Date) -> Result<Date, NoTable> {
        let next = day.plus_days(1);
        if next == day { Err(NoTable { day }) } else { Ok(next) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn span(from: &str, to: &str) -> Span {
        Span { from: day(from), to: to.parse().ok() }
    }

    fn spring() -> Holidays {
        let days_worked = vec![day("2025-01-26"), day("2025-02-08")];
        Holidays { year: 2025, days_off: vec![span("2025-01-28", "2025-02-04")], days_worked }
    }

    #[test]
    fn holidays_are_off_and_some_weekend_days_are_worked_instead() {
        let worked = |on: &str| WorkDays::computing(|days| days.works(day(on)), |_| Ok::<_, ()>(spring())) == Ok(true);
        for on in ["2025-01-26", "2025-01-27", "2025-02-05", "2025-02-08"] {
            assert!(worked(on), "{on}");
        }
        for on in ["2025-01-25", "2025-01-28", "2025-02-04", "2025-02-09"] {
            assert!(!worked(on), "{on}");
        }
    }

    #[test]
    fn a_year_without_a_table_is_not_guessed() {
        let asked = |on: &str| WorkDays::computing(|days| days.on_or_after(day(on)), Err::<Holidays, _>);
        assert_eq!(asked("2026-03-02"), Err(NoTable { day: day("2026-03-02") }));
    }

    #[test]
    fn a_table_has_a_place_for_days_of_its_year_only() {
        let with = |off: Span, worked: &str| {
            Holidays { days_off: vec![off], days_worked: vec![day(worked)], ..spring() }.misplaced().is_none()
        };
        assert!(spring().misplaced().is_none());
        let may = || span("2025-05-01", "2025-05-05");
        assert!(with(may(), "2025-04-27"));
        assert!(!with(span("2024-12-31", "2025-01-01"), "2025-04-27"), "another year");
        assert!(!with(span("2025-05-01", ""), "2025-04-27"), "without an end");
        assert!(!with(may(), "2025-04-28"), "a Monday");
        assert!(!with(may(), "2025-05-04"), "off");
        assert!(!with(may(), "2024-04-28"), "another year");
    }
}
