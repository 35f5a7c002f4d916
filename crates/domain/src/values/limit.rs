use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, NoTable, Span, WorkDays};

/// 期限 How long something may take, and in which unit.
///
/// The first day is not counted, nor are days on which the limit stands still. An end of calendar days or of months that
/// falls on a day off rolls on to the next day worked; a limit of working days ends on one anyway. DOMAIN §1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
#[schemars(inline)]
pub enum Limit {
    /// 工作日
    WorkingDays(u16),
    /// 自然日
    CalendarDays(u16),
    /// 月
    Months(u16),
}

impl Limit {
    /// A year: no limit is longer.
    pub const DAYS_MAX: u16 = 366;
    pub const MONTHS_MAX: u16 = 12;

    pub fn is_too_long(self) -> bool {
        match self {
            Self::WorkingDays(days) | Self::CalendarDays(days) => days > Self::DAYS_MAX,
            Self::Months(months) => months > Self::MONTHS_MAX,
        }
    }

    /// 延长 Longer by so many of its own unit.
    #[must_use]
    pub fn longer(self, by: u16) -> Self {
        match self {
            Self::WorkingDays(days) => Self::WorkingDays(days.saturating_add(by)),
            Self::CalendarDays(days) => Self::CalendarDays(days.saturating_add(by)),
            Self::Months(months) => Self::Months(months.saturating_add(by)),
        }
    }

    /// 届满日 The last day of a limit that runs from a day on. It stands still from the day after each pause begins up to the
    /// day on which the pause ends; while a pause goes on that began before the limit was over, it has no last day.
    pub fn last_day(self, from: Date, pauses: &[Span], days: &WorkDays) -> Result<Option<Date>, NoTable> {
        let end = match self {
            Self::WorkingDays(length) => {
                let (mut end, mut left) = (from, length);
                while left > 0 {
                    end = WorkDays::next(end)?;
                    match pauses.iter().find(|pause| stands_still(pause, end)) {
                        Some(Span { to: None, .. }) => return Ok(None),
                        Some(_) => {}
                        None => left -= u16::from(days.works(end)?),
                    }
                }
                return Ok(Some(end));
            }
            Self::CalendarDays(length) => from.plus_days(length.into()),
            Self::Months(length) => from.plus_months(length.into()),
        };
        let mut end = end;
        for pause in pauses.iter().filter(|pause| pause.to.is_none_or(|to| to > from)) {
            if pause.from < end {
                let Some(to) = pause.to else { return Ok(None) };
                let days = to.days_since(pause.from.max(from));
                end = end.plus_days(i32::try_from(days).unwrap_or(i32::MAX));
            }
        }
        days.on_or_after(end).map(Some)
    }

    /// How much of a limit that runs from a day on is used by another day: working days, or calendar days also of one in months.
    pub fn used(self, from: Date, by: Date, pauses: &[Span], days: &WorkDays) -> Result<i64, NoTable> {
        let (mut day, mut used) = (from, 0);
        while day < by {
            day = WorkDays::next(day)?;
            let runs = !pauses.iter().any(|pause| stands_still(pause, day));
            used += i64::from(runs && (!matches!(self, Self::WorkingDays(_)) || days.works(day)?));
        }
        Ok(used)
    }
}

fn stands_still(pause: &Span, day: Date) -> bool {
    pause.from < day && pause.holds(day)
}

/// As a table shows it: `5 working_days`.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WorkingDays(length) => write!(f, "{length} working_days"),
            Self::CalendarDays(length) => write!(f, "{length} calendar_days"),
            Self::Months(length) => write!(f, "{length} months"),
        }
    }
}

/// Not the length and the unit of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotALimit;

impl FromStr for Limit {
    type Err = NotALimit;
    fn from_str(text: &str) -> Result<Self, NotALimit> {
        let (length, unit) = text.split_once(' ').ok_or(NotALimit)?;
        let length = length.parse().map_err(|_| NotALimit)?;
        match unit {
            "working_days" => Ok(Self::WorkingDays(length)),
            "calendar_days" => Ok(Self::CalendarDays(length)),
            "months" => Ok(Self::Months(length)),
            _ => Err(NotALimit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{testing::labour::holidays_2025, values::Holidays};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn span(from: &str, to: &str) -> Span {
        Span { from: day(from), to: to.parse().ok() }
    }

    /// 2025 as published; no other year.
    fn table(missing: NoTable) -> Result<Holidays, NoTable> {
        if missing.day.year() == 2025 { Ok(holidays_2025()) } else { Err(missing) }
    }

    fn last_day(limit: Limit, from: &str, pauses: &[Span]) -> Result<Option<Date>, NoTable> {
        WorkDays::computing(|days| limit.last_day(day(from), pauses, days), table)
    }

    #[track_caller]
    fn ends(limit: Limit, from: &str, pauses: &[Span], on: &str) {
        assert_eq!(last_day(limit, from, pauses), Ok(on.parse().ok()), "{limit} from {from}");
    }

    #[test]
    fn the_first_day_is_not_counted() {
        ends(Limit::WorkingDays(5), "2025-03-03", &[], "2025-03-10");
        ends(Limit::CalendarDays(5), "2025-03-03", &[], "2025-03-10"); // the 8th is a Saturday
        ends(Limit::Months(12), "2024-03-03", &[], "2025-03-03");
    }

    #[test]
    fn working_days_leap_over_holidays_and_count_weekend_days_that_are_worked() {
        // Worked: Sunday 26 and Monday 27 January, 5, 6 and 7 February.
        ends(Limit::WorkingDays(5), "2025-01-24", &[], "2025-02-07");
        // Saturday 8 February is worked.
        ends(Limit::WorkingDays(6), "2025-01-24", &[], "2025-02-08");
    }

    #[test]
    fn an_end_of_calendar_days_or_months_on_a_day_off_rolls_on() {
        ends(Limit::CalendarDays(30), "2025-09-01", &[], "2025-10-09");
        ends(Limit::Months(3), "2025-07-01", &[], "2025-10-09");
        // On a Saturday that is worked it stays.
        ends(Limit::CalendarDays(10), "2025-10-01", &[], "2025-10-11");
    }

    #[test]
    fn the_31st_of_a_shorter_month_is_its_last_day() {
        ends(Limit::Months(3), "2025-03-31", &[], "2025-06-30");
    }

    #[test]
    fn a_pause_takes_out_the_days_after_its_first_up_to_its_last() {
        let pause = [span("2025-03-05", "2025-03-12")];
        // The 4th and the 5th, then the 13th, 14th and 17th.
        ends(Limit::WorkingDays(5), "2025-03-03", &pause, "2025-03-17");
        ends(Limit::CalendarDays(45), "2025-03-03", &pause, "2025-04-24");
        // What ended before the limit began, or begins when it is over, takes out nothing.
        ends(Limit::CalendarDays(4), "2025-03-20", &pause, "2025-03-24");
        ends(Limit::CalendarDays(2), "2025-03-03", &pause, "2025-03-05");
    }

    #[test]
    fn pauses_follow_one_another() {
        let pauses = [span("2025-03-05", "2025-03-10"), span("2025-03-12", "2025-03-20")];
        ends(Limit::CalendarDays(10), "2025-03-03", &pauses, "2025-03-26");
        ends(Limit::WorkingDays(4), "2025-03-03", &pauses, "2025-03-12");
        ends(Limit::WorkingDays(5), "2025-03-03", &pauses, "2025-03-21");
    }

    #[test]
    fn a_limit_that_stands_still_has_no_last_day_unless_it_was_over() {
        let open = [span("2025-03-05", "")];
        for limit in [Limit::WorkingDays(3), Limit::CalendarDays(10), Limit::Months(1)] {
            assert_eq!(last_day(limit, "2025-03-03", &open), Ok(None), "{limit}");
        }
        ends(Limit::WorkingDays(2), "2025-03-03", &open, "2025-03-05");
        ends(Limit::CalendarDays(2), "2025-03-03", &open, "2025-03-05");
    }

    #[test]
    fn a_limit_that_reaches_into_a_year_without_a_table_has_no_end_yet() {
        let missing = |limit| last_day(limit, "2025-12-29", &[]).map_err(|missing| missing.day.year());
        assert_eq!(missing(Limit::WorkingDays(2)), Ok("2025-12-31".parse().ok()));
        assert_eq!(missing(Limit::WorkingDays(3)), Err(2026));
        assert_eq!(missing(Limit::CalendarDays(3)), Err(2026));
    }

    #[test]
    fn what_is_used_leaves_out_pauses_and_days_off() {
        let used = |limit: Limit, by: &str| {
            let pauses = [span("2025-03-05", "2025-03-12")];
            WorkDays::computing(|days| limit.used(day("2025-03-03"), day(by), &pauses, days), table)
        };
        assert_eq!(used(Limit::CalendarDays(45), "2025-03-17"), Ok(7));
        assert_eq!(used(Limit::WorkingDays(5), "2025-03-17"), Ok(5));
        assert_eq!(used(Limit::WorkingDays(5), "2025-03-03"), Ok(0));
    }

    #[test]
    fn a_limit_is_read_as_it_is_shown() {
        for limit in [Limit::WorkingDays(5), Limit::CalendarDays(45), Limit::Months(12)] {
            assert_eq!(limit.to_string().parse(), Ok(limit));
        }
        assert_eq!("5 weeks".parse::<Limit>(), Err(NotALimit));
    }
}
