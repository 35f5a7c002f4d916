use std::{fmt, str::FromStr};

use jiff::{Span as Duration, Timestamp, civil, tz::Offset};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, shown, string_value};

/// A day in Beijing, `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The Beijing day of an instant in microseconds since 1970 UTC. China has kept one offset, +08:00, since 1991.
    pub fn of_instant(time_us: i64) -> Self {
        let instant = Timestamp::from_microsecond(time_us).unwrap_or(Timestamp::UNIX_EPOCH);
        Self(Offset::constant(8).to_datetime(instant).date())
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    pub fn month(self) -> Month {
        Month(self.0.first_of_month())
    }

    /// 31 December of its year.
    #[must_use]
    pub fn last_of_year(self) -> Self {
        Self(self.0.last_of_year())
    }

    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), civil::Weekday::Saturday | civil::Weekday::Sunday)
    }

    /// Saturates at the ends of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(Duration::new().days(i64::from(days))))
    }

    /// Saturates at the ends of the calendar; the 31st of a shorter month is its last day.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        Self(self.0.saturating_add(Duration::new().months(i64::from(months.clamp(-12_000, 12_000)))))
    }

    /// Calendar days from `earlier` to this day; the first day is not counted.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.since(earlier.0).map_or(0, |span| i64::from(span.get_days()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl FromStr for Date {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let plain = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        let date = if plain { text.parse().ok() } else { None };
        date.map(Self).ok_or_else(|| Invalid::BadDate { value: shown(text) })
    }
}
string_value!(Date, "date", {"type": "string", "format": "date"});

/// A calendar month, `YYYY-MM`. Holds its first day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(civil::Date);

impl Month {
    pub fn first(self) -> Date {
        Date(self.0)
    }

    pub fn last(self) -> Date {
        Date(self.0.last_of_month())
    }

    pub fn days(self) -> u8 {
        self.0.days_in_month().unsigned_abs()
    }

    pub fn span(self) -> Span {
        Span { from: self.first(), to: Some(self.last()) }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}
impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for Month {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let first = if text.len() == 7 { format!("{text}-01").parse::<Date>().ok() } else { None };
        first.map(|day| Self(day.0)).ok_or_else(|| Invalid::BadMonth { value: shown(text) })
    }
}
string_value!(Month, "month", {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"});

/// Days from `from` on, up to and with `to`; open-ended without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, try_from = "RawSpan")]
#[schemars(!try_from)]
pub struct Span {
    pub from: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpan {
    from: Date,
    to: Option<Date>,
}

impl TryFrom<RawSpan> for Span {
    type Error = Invalid;
    fn try_from(raw: RawSpan) -> Result<Self, Invalid> {
        match raw.to {
            Some(to) if to < raw.from => Err(Invalid::BadSpan { from: raw.from, to }),
            to => Ok(Self { from: raw.from, to }),
        }
    }
}

impl Span {
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_real_day_and_nothing_else() {
        for wrong in ["2025-02-30", "2025-2-3", "20250203", "2025-02-03T00:00:00", "", "２０２５-02-03"] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
        assert_eq!("2024-02-29".parse::<Date>().unwrap().to_string(), "2024-02-29");
    }

    #[test]
    fn days_are_counted_across_months() {
        let from: Date = "2024-12-30".parse().unwrap();
        assert_eq!(from.plus_days(45).days_since(from), 45);
    }

    #[test]
    fn beijing_is_eight_hours_ahead() {
        let late_utc: Timestamp = "2025-06-30T16:00:00Z".parse().unwrap();
        assert_eq!(Date::of_instant(late_utc.as_microsecond()).to_string(), "2025-07-01");
    }

    #[test]
    fn spans_that_share_a_day_overlap() {
        let span = |from: &str, to: &str| Span { from: from.parse().unwrap(), to: to.parse().ok() };
        assert!(span("2025-01-01", "2025-01-31").overlaps(&span("2025-01-31", "")));
        assert!(!span("2025-01-01", "2025-01-30").overlaps(&span("2025-01-31", "")));
    }
}
