//! Limits 期限: one file and one value each. A limit says which events start, pause and end a clock of a case; what is near and
//! what has passed follows from the days that began (`calendar.day_began`). What is to be said of it stands in the first
//! table until the runner has appended it (`crates/sentinel`), once, under a name that follows from limit, case and due day.
//!
//! How long a limit is, is said by a standard; where none is in force, no clock runs ("not configured"). DOMAIN §1, Limits;
//! §2.18.

use domain::{
    alert::{self, Alert, LimitId},
    calendar,
    kinds::AnyEvent,
    policy::{Policy, Standard},
    stream::{Ref, StreamId},
    values::{AreaCode, Date},
};
use uuid::Uuid;

use crate::{
    model::{Balance, Holding, Projection, Seen, Then, in_force, keep},
    standards, table, tables,
};

mod claim_credit;
mod duty_assessment;
mod finding_recovery;
mod monitoring_confirmation;
mod post_insurance;
#[cfg(test)]
mod tests;

/// A limit of the cases of some kind.
pub struct Limit {
    pub id: LimitId,
    /// The category whose events it follows.
    pub of: &'static str,
    /// So many days before the due day it is near; 0 when it is no use to warn.
    pub near_days: i32,
    pub watch: fn(&mut Clocks, &Seen),
    /// What follows when a clock has passed: of a monthly duty, the next month's.
    pub passed: fn(&mut Clocks, &Clock),
}

/// Every limit; a new one adds its line here.
pub const ALL: &[&Limit] = &[
    &claim_credit::CLAIM_CREDIT,
    &duty_assessment::DUTY_ASSESSMENT,
    &finding_recovery::FINDING_RECOVERY,
    &monitoring_confirmation::MONITORING_CONFIRMATION,
    &post_insurance::POST_INSURANCE,
];

pub const LIMITS: Projection = Projection {
    name: "deadline",
    version: 1,
    title_zh: "期限",
    title_en: "Limits",
    description: "The clocks that run, and what is to be said of those that are near their due day, have passed it, \
                  or were met.",
    tables: TABLES,
    folds: &["alert", "calendar", "claim", "finding", "household", "policy", "welfare_post"],
    start,
    by_case: &[],
    leads_to: |_| vec![],
};

table! {
    /// 预警 What there is to say of a limit.
    pub struct Warning in "deadline";
    key {
        /// The alert.
        alert: Ref<Alert>,
    }
    index {
        /// Where the case belongs.
        area: Option<AreaCode>,
        /// Something of it is not in the log yet.
        pending: bool,
    }
    plain {
        /// Which limit.
        rule: String,
        /// The case.
        subject: Option<StreamId>,
        /// Which of its items.
        item: String,
        /// The event from which it runs.
        started_by: Option<Uuid>,
        /// The last day on which it is in time.
        due: Option<Date>,
        /// Position of the event by which it became near, or was found to have passed.
        position: u64,
        /// On this day.
        raised_on: Option<Date>,
        /// When it was raised, it was only near.
        near: bool,
        /// The day after the due day had begun.
        passed_on: Option<Date>,
        /// What was due came by this event.
        met_by: Option<Uuid>,
        /// It came on this day.
        met_on: Option<Date>,
        /// Its events that are in the log.
        said: crate::model::List<String>,
    }
}

table! {
    /// 计时 A clock of a case.
    pub struct Clock in "deadline_clock";
    key {
        /// The case.
        subject: StreamId,
        /// Which limit.
        rule: String,
        /// Which of the case's items; empty when it has one.
        item: String,
    }
    index {
        /// Where the case belongs.
        area: Option<AreaCode>,
    }
    plain {
        /// The event that started it.
        started_by: Option<Uuid>,
        /// The last day on which it is in time.
        due: Option<Date>,
        /// Stands still since.
        paused_since: Option<Date>,
        /// What ended it.
        ended_by: Option<Uuid>,
        /// Of a series: no item begins after this day.
        series_until: Option<Date>,
        /// Of a debt: what is still open.
        open_fen: Balance,
    }
}

table! {
    /// 待查 Clocks to look at on a day.
    pub struct LookAgain in "deadline_day";
    key {
        /// The day.
        day: Date,
        /// The case.
        subject: StreamId,
        /// Which limit.
        rule: String,
        /// Which of the case's items.
        item: String,
    }
    index {
        /// Where the case belongs.
        area: Option<AreaCode>,
    }
    plain {}
}

standards!("deadline_standard");
tables! { warnings: Warning, clocks: Clock, days: LookAgain, standards: StandardVersion }

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Policy(event) => keep(&mut t.standards, event, seen, sets_a_limit),
        AnyEvent::Calendar(calendar::Event::DayBegan { date }) => day_began(t, *date, seen),
        AnyEvent::Alert(event) => said(t, event, seen),
        _ => {}
    }
    for limit in ALL.iter().filter(|limit| limit.of == seen.event.category()) {
        (limit.watch)(&mut Clocks { t, limit, seen }, seen);
    }
}

/// The standards that limits go by.
fn sets_a_limit(standard: &Standard) -> bool {
    matches!(
        standard,
        Standard::Monitoring { .. }
            | Standard::DutyAssessment { .. }
            | Standard::Subsidy { .. }
            | Standard::FindingRecovery { .. }
    )
}

/// The clocks of one limit, as it follows the event at hand.
pub struct Clocks<'a> {
    t: &'a mut Tables,
    limit: &'static Limit,
    seen: &'a Seen,
}

impl Clocks<'_> {
    /// The standard in force where the event belongs, on its day.
    pub fn standard(&mut self, name: &str) -> Option<Standard> {
        let (area, on) = (self.seen.stamp.area?, self.seen.stamp.occurred_on);
        in_force(&mut self.t.standards, name, area, on).map(|Holding { sets, .. }| sets)
    }

    /// What that version of a standard sets.
    pub fn version(&mut self, policy: &Ref<Policy>, version: u32) -> Option<Standard> {
        self.t.standards.get((policy.clone(), version))?.sets.clone()
    }

    /// A clock of the event's case begins, or begins again with another due day.
    pub fn start(&mut self, item: &str, due: Date) -> &mut Clock {
        let stamp = &self.seen.stamp;
        self.start_of((&stamp.subject, stamp.area), item, due)
    }

    /// As [`start`](Self::start), of another case.
    pub fn start_of(&mut self, (case, area): (&StreamId, Option<AreaCode>), item: &str, due: Date) -> &mut Clock {
        let key = (case.clone(), self.limit.id.name(), item.to_owned());
        let moved = self.t.clocks.get(key.clone()).is_some_and(|clock| clock.due.is_some_and(|before| before != due));
        if moved {
            self.end_of(case, item);
        }
        let clock = self.t.clocks.of(key.clone());
        (clock.due, clock.ended_by, clock.paused_since) = (Some(due), None, None);
        clock.started_by = Some(self.seen.stamp.id);
        clock.area = area.or(clock.area);
        let clock = clock.clone();
        look(self.t, self.limit, &clock, self.seen.stamp.recorded_on(), self.seen);
        self.t.clocks.of(key)
    }

    /// The clock of the event's case.
    pub fn clock(&mut self, item: &str) -> Option<&mut Clock> {
        self.t.clocks.find((self.seen.stamp.subject.clone(), self.limit.id.name(), item.to_owned()))
    }

    /// The running clocks of the event's case.
    pub fn running(&mut self) -> Vec<Clock> {
        let (mut found, name) = (vec![], self.limit.id.name());
        self.t.clocks.under(&self.seen.stamp.subject, |clock| {
            found.extend((clock.rule == name && clock.ended_by.is_none()).then(|| clock.clone()));
            Then::Kept
        });
        found
    }

    /// What was due came, or is due no longer.
    pub fn end(&mut self, item: &str) {
        let subject = self.seen.stamp.subject.clone();
        self.end_of(&subject, item);
    }

    fn end_of(&mut self, case: &StreamId, item: &str) {
        let (id, on) = (self.seen.stamp.id, self.seen.stamp.occurred_on);
        let key = (case.clone(), self.limit.id.name(), item.to_owned());
        let Some(clock) = self.t.clocks.find(key).filter(|clock| clock.ended_by.is_none()) else { return };
        clock.ended_by = Some(id);
        let Some(due) = clock.due else { return };
        let name = alert::name(self.limit.id, case, Some(item).filter(|item| !item.is_empty()), due);
        if let Some(warning) = self.t.warnings.find((name,)).filter(|warning| warning.met_by.is_none()) {
            (warning.met_by, warning.met_on, warning.pending) = (Some(id), Some(on), true);
        }
    }

    /// It stands still from this day on.
    pub fn pause(&mut self, item: &str) {
        let on = self.seen.stamp.occurred_on;
        if let Some(clock) = self.clock(item).filter(|clock| clock.ended_by.is_none()) {
            clock.paused_since = clock.paused_since.or(Some(on));
        }
    }

    /// It runs again, and is due as many days later as it stood still.
    pub fn resume(&mut self, item: &str) {
        let on = self.seen.stamp.occurred_on;
        let Some(clock) = self.clock(item) else { return };
        let Some((since, due)) = clock.paused_since.take().zip(clock.due) else { return };
        let stood = i32::try_from(on.days_since(since).max(0)).unwrap_or(i32::MAX);
        clock.due = Some(due.plus_days(stood));
        let clock = clock.clone();
        look(self.t, self.limit, &clock, self.seen.stamp.recorded_on(), self.seen);
    }
}

/// Whether a clock is near its due day, has passed it, or is to be looked at on a later day.
fn look(t: &mut Tables, limit: &'static Limit, clock: &Clock, today: Date, seen: &Seen) {
    let Some(due) = clock.due.filter(|_| clock.ended_by.is_none() && clock.paused_since.is_none()) else { return };
    // A limit that is never near is looked at when it has passed.
    let near = due.plus_days(if limit.near_days > 0 { -limit.near_days } else { 1 });
    if today < near {
        return again(t, clock, near);
    }
    let item = Some(clock.item.as_str()).filter(|item| !item.is_empty());
    let warning = t.warnings.of((alert::name(limit.id, &clock.subject, item, due),));
    if warning.position == 0 {
        (warning.position, warning.raised_on, warning.near) = (seen.position, Some(today), today <= due);
        (warning.rule, warning.item) = (clock.rule.clone(), clock.item.clone());
        (warning.subject, warning.area) = (Some(clock.subject.clone()), clock.area);
        (warning.due, warning.started_by) = (Some(due), clock.started_by);
        warning.pending = true;
    }
    if today <= due {
        return again(t, clock, due.plus_days(1));
    }
    if warning.passed_on.is_none() {
        (warning.passed_on, warning.pending) = (Some(today), true);
        (limit.passed)(&mut Clocks { t, limit, seen }, clock);
    }
}

fn again(t: &mut Tables, clock: &Clock, on: Date) {
    t.days.of((on, clock.subject.clone(), clock.rule.clone(), clock.item.clone())).area = clock.area;
}

fn day_began(t: &mut Tables, date: Date, seen: &Seen) {
    let mut due = vec![];
    t.days.under(&date, |row| {
        due.push((row.subject.clone(), row.rule.clone(), row.item.clone()));
        Then::Removed
    });
    for key in due {
        let limit = ALL.iter().find(|limit| limit.id.name() == key.1);
        let clock = t.clocks.get(key).cloned();
        if let Some((limit, clock)) = limit.zip(clock) {
            look(t, limit, &clock, date, seen);
        }
    }
}

/// The log has it now.
fn said(t: &mut Tables, event: &alert::Event, seen: &Seen) {
    let what = match event {
        alert::Event::Raised(_) => "raised",
        alert::Event::LimitPassed {} => "limit_passed",
        alert::Event::Met { .. } => "met",
        _ => return,
    };
    let Some(warning) = Ref::<Alert>::to(&seen.stamp.subject).and_then(|alert| t.warnings.find((alert,))) else {
        return;
    };
    warning.said.add(what.to_owned());
    let said = |what: &str| warning.said.0.iter().any(|known| known == what);
    let passed_later = warning.near && warning.passed_on.is_some();
    warning.pending = (passed_later && !said("limit_passed")) || (warning.met_by.is_some() && !said("met"));
}
