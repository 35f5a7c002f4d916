use serde::{Deserialize, Serialize};

use super::{Date, Limit, NoTable, Span, WorkDays};

/// 计时 A limit at work: since when, when it stood still, and how it was stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub from: Date,
    /// In order. A clock that starts anew has another first day instead.
    pub pauses: Vec<Span>,
    pub stopped: Option<Stopped>,
}

/// How a clock was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// What was due was done.
    Met(Date),
    /// It came to nothing: nothing is due any more.
    Void(Date),
}

/// 时限状态
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 计时中
    #[default]
    Running,
    /// 中止
    Paused,
    /// 按期
    Met,
    /// 逾期完成
    MetLate,
    /// 逾期 Not done, and its last day is over.
    Late,
    /// 终了 Stopped before it was over, since nothing is due any more.
    Void,
    /// 未配置 A standard or a table of holidays is missing.
    NotConfigured,
}

impl Clock {
    pub fn running(from: Date) -> Self {
        Self { from, pauses: vec![], stopped: None }
    }

    #[must_use]
    pub fn stopped(self, how: Option<Stopped>) -> Self {
        Self { stopped: how, ..self }
    }

    /// The last day on which it is in time; none while it stands still.
    pub fn due(&self, limit: Limit, days: &WorkDays) -> Result<Option<Date>, NoTable> {
        limit.last_day(self.from, &self.pauses, days)
    }

    /// What was used of the limit when it was stopped, pauses taken out; none while it runs.
    pub fn used(&self, limit: Limit, days: &WorkDays) -> Result<Option<i64>, NoTable> {
        let Some(Stopped::Met(on) | Stopped::Void(on)) = self.stopped else { return Ok(None) };
        limit.used(self.from, on, &self.pauses, days).map(Some)
    }

    /// Where it stands when `due` is its last day, and `today` the last day that began.
    pub fn standing(&self, due: Option<Date>, today: Option<Date>) -> Standing {
        match (self.stopped, due) {
            (Some(Stopped::Met(on)), Some(due)) if on > due => Standing::MetLate,
            (Some(Stopped::Met(_)), _) => Standing::Met,
            (Some(Stopped::Void(on)), Some(due)) if on > due => Standing::Late,
            (Some(Stopped::Void(_)), _) => Standing::Void,
            (None, None) => Standing::Paused,
            (None, Some(due)) if today.is_some_and(|today| today > due) => Standing::Late,
            (None, Some(_)) => Standing::Running,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_late_once_a_day_after_its_last_began() {
        let day = |n: i8| Date::new(2025, 3, n).unwrap();
        let clock = |how| Clock::running(day(3)).stopped(how);
        let due = Some(day(10));
        for (stopped, today, standing) in [
            (None, None, Standing::Running),
            (None, Some(day(10)), Standing::Running),
            (None, Some(day(11)), Standing::Late),
            (Some(Stopped::Met(day(10))), Some(day(20)), Standing::Met),
            (Some(Stopped::Met(day(11))), None, Standing::MetLate),
            (Some(Stopped::Void(day(10))), Some(day(20)), Standing::Void),
            (Some(Stopped::Void(day(11))), None, Standing::Late),
        ] {
            assert_eq!(clock(stopped).standing(due, today), standing, "{stopped:?} {today:?}");
        }
        assert_eq!(clock(None).standing(None, Some(day(20))), Standing::Paused);
        assert_eq!(clock(Some(Stopped::Met(day(9)))).standing(None, None), Standing::Met);
    }
}
