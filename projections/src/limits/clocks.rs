//! The clocks of one limit: when they start, stand still and end, and when they are due by the table of holidays.

use domain::{
    alert,
    policy::{self, Policy, Standard},
    stream::{Ref, StreamId},
    values::{self, AreaCode, Date, Span, WorkDays},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Clock, Limit, Tables, named};
use crate::model::{Holding, List, Seen, Then, Whole, holidays, in_force};

/// The clocks of one limit, as it follows the event at hand.
pub struct Clocks<'a> {
    t: &'a mut Tables,
    limit: &'static Limit,
    seen: &'a Seen,
}

/// Of which case, and where it belongs.
type Of<'a> = (&'a StreamId, Option<AreaCode>);

impl<'a> Clocks<'a> {
    pub(super) fn new(t: &'a mut Tables, limit: &'static Limit, seen: &'a Seen) -> Self {
        Self { t, limit, seen }
    }

    /// The standard in force where the event belongs, on its day.
    pub fn standard(&mut self, name: &str) -> Option<Standard> {
        self.standard_on(name, self.seen.stamp.area, self.seen.stamp.occurred_on)
    }

    pub fn standard_on(&mut self, name: &str, area: Option<AreaCode>, on: Date) -> Option<Standard> {
        in_force(&mut self.t.standards, name, area?, on).map(|Holding { sets, .. }| sets)
    }

    /// What that version of a standard sets.
    pub fn version(&mut self, policy: &Ref<Policy>, version: u32) -> Option<Standard> {
        self.t.standards.get((policy.clone(), version))?.sets.clone()
    }

    /// How far a case has come, as [`keep`](Self::keep) was told.
    pub fn course<T: DeserializeOwned + Default>(&mut self, case: &StreamId, item: &str) -> T {
        let row = self.t.progress.get(self.key(case, item));
        row.and_then(|row| serde_json::from_value(row.course.0.clone()).ok()).unwrap_or_default()
    }

    pub fn keep(&mut self, (case, area): Of, item: &str, course: &impl Serialize) {
        let row = self.t.progress.of(self.key(case, item));
        (row.area, row.course) = (area.or(row.area), Whole(serde_json::to_value(course).unwrap_or_default()));
    }

    /// A clock of the event's case begins, or begins again from another day.
    pub fn start(&mut self, item: &str, from: Date, length: values::Limit) {
        let stamp = &self.seen.stamp;
        self.start_of((&stamp.subject, stamp.area), item, &values::Clock::running(from), length);
    }

    /// As [`start`](Self::start), of another case, with its pauses; one that was stopped ends.
    pub fn start_of(&mut self, (case, area): Of, item: &str, as_told: &values::Clock, length: values::Limit) {
        let key = self.key(case, item);
        let known = self.t.clocks.get(key.clone()).map(|clock| (clock.ended_by.is_some(), clock.clone()));
        let same = known.as_ref().is_some_and(|(_, known)| {
            let told = (Some(as_told.from), Some(length), &as_told.pauses);
            (known.from_day, known.length, &known.pauses.0) == told
        });
        if as_told.stopped.is_some() {
            return self.end_of(case, item);
        }
        if same && known.is_some_and(|(ended, _)| !ended) {
            return;
        }
        let clock = self.t.clocks.of(key.clone());
        (clock.from_day, clock.length, clock.pauses) = (Some(as_told.from), Some(length), List(as_told.pauses.clone()));
        (clock.area, clock.ended_by) = (area.or(clock.area), None);
        if !same {
            clock.started_by = Some(self.seen.stamp.id);
        }
        reckon(self.t, self.limit, key, self.seen);
    }

    /// A clock of the event's case begins whose last day was set.
    pub fn start_until(&mut self, item: &str, due: Date) {
        let stamp = &self.seen.stamp;
        let key = self.key(&stamp.subject, item);
        let clock = self.t.clocks.of(key.clone());
        if clock.ended_by.is_none() && clock.from_day == Some(stamp.occurred_on) && clock.due == Some(due) {
            return;
        }
        (clock.area, clock.started_by, clock.ended_by) = (stamp.area.or(clock.area), Some(stamp.id), None);
        clock.from_day = Some(stamp.occurred_on);
        falls_due(self.t, self.limit, key, Some(due), self.seen);
    }

    /// The clock of the event's case.
    pub fn clock(&mut self, item: &str) -> Option<&mut Clock> {
        self.clock_of(&self.seen.stamp.subject, item)
    }

    /// As [`clock`](Self::clock), of another case.
    pub fn clock_of(&mut self, case: &StreamId, item: &str) -> Option<&mut Clock> {
        self.t.clocks.find(self.key(case, item))
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
        self.end_of(&self.seen.stamp.subject, item);
    }

    /// As [`end`](Self::end), of another case.
    pub fn end_of(&mut self, case: &StreamId, item: &str) {
        let key = self.key(case, item);
        let Some(clock) = self.t.clocks.find(key).filter(|clock| clock.ended_by.is_none()) else { return };
        clock.ended_by = Some(self.seen.stamp.id);
        let ended = clock.clone();
        over(self.t, self.limit, &ended, self.seen);
    }

    /// What had come is taken back: it is due again, on the same day.
    pub fn reopen(&mut self, item: &str) {
        if let Some(clock) = self.clock(item) {
            clock.ended_by = None;
            reckon(self.t, self.limit, self.key(&self.seen.stamp.subject, item), self.seen);
        }
    }

    /// It stands still from this day on.
    pub fn pause(&mut self, item: &str) {
        let on = self.seen.stamp.occurred_on;
        self.pauses(item, |pauses| {
            if pauses.last().is_none_or(|pause| pause.to.is_some()) {
                pauses.push(Span { from: on, to: None });
            }
        });
    }

    /// It runs again, and is due as many days later as it stood still.
    pub fn resume(&mut self, item: &str) {
        let on = self.seen.stamp.occurred_on;
        self.pauses(item, |pauses| {
            if let Some(pause) = pauses.last_mut().filter(|pause| pause.to.is_none()) {
                pause.to = Some(on.max(pause.from));
            }
        });
    }

    fn pauses(&mut self, item: &str, change: impl FnOnce(&mut Vec<Span>)) {
        let Some(clock) = self.clock(item).filter(|clock| clock.ended_by.is_none()) else { return };
        change(&mut clock.pauses.0);
        reckon(self.t, self.limit, self.key(&self.seen.stamp.subject, item), self.seen);
    }

    fn key(&self, case: &StreamId, item: &str) -> Key {
        (case.clone(), self.limit.id.name(), item.to_owned())
    }
}

/// Case, limit, item.
type Key = (StreamId, String, String);

/// Computes anew when a running clock is due.
fn reckon(t: &mut Tables, limit: &'static Limit, key: Key, seen: &Seen) {
    let Some(clock) = t.clocks.get(key.clone()).filter(|clock| clock.ended_by.is_none()) else { return };
    let (Some(from), Some(length), pauses) = (clock.from_day, clock.length, clock.pauses.0.clone()) else { return };
    let area = clock.area;
    let due = WorkDays::computing(
        |days| length.last_day(from, &pauses, days),
        |missing| {
            let table = policy::holidays_of(missing.day.year());
            t.waits.of((table.clone(), key.0.clone(), key.1.clone(), key.2.clone())).area = area;
            area.map_or(Err(table), |area| holidays(&mut t.standards, area, missing))
        },
    );
    falls_due(t, limit, key, due.ok().flatten(), seen);
}

/// A clock has that last day now. What was said of another day is over.
fn falls_due(t: &mut Tables, limit: &'static Limit, key: Key, due: Option<Date>, seen: &Seen) {
    let before = t.clocks.of(key.clone()).clone();
    if before.due.is_some() && before.due != due {
        over(t, limit, &before, seen);
    }
    let clock = t.clocks.of(key);
    clock.due = due;
    let clock = clock.clone();
    look(t, limit, &clock, seen.today(), seen);
}

/// Nothing is due on that day any more.
fn over(t: &mut Tables, limit: &'static Limit, clock: &Clock, seen: &Seen) {
    let Some(due) = clock.due else { return };
    let name = alert::name(limit.id, &clock.subject, Some(clock.item.as_str()).filter(|item| !item.is_empty()), due);
    if let Some(warning) = t.warnings.find((name,)).filter(|warning| warning.met_by.is_none()) {
        (warning.met_by, warning.met_on) = (Some(seen.stamp.id), Some(seen.stamp.occurred_on));
        warning.pending = true;
    }
}

/// A table of holidays has another version: the clocks that rest on it, or wait for it, are reckoned anew.
pub(super) fn holidays_changed(t: &mut Tables, event: &policy::Event, seen: &Seen) {
    let changes = match event {
        policy::Event::Issued { standard, .. } => matches!(standard, Standard::Holidays(_)),
        policy::Event::Withdrawn { .. } => true,
        _ => false,
    };
    let Some(policy) = Ref::<Policy>::to(&seen.stamp.subject).filter(|_| changes) else { return };
    let Some((table, _)) = policy.id().rsplit_once('-') else { return };
    let mut waiting = vec![];
    t.waits.under(&table.to_owned(), |wait| {
        waiting.push((wait.subject.clone(), wait.rule.clone(), wait.item.clone()));
        Then::Removed
    });
    for key in waiting {
        if let Some(limit) = named(&key.1) {
            reckon(t, limit, key, seen);
        }
    }
}

/// Whether a clock is near its due day, has passed it, or is to be looked at on a later day.
pub(super) fn look(t: &mut Tables, limit: &'static Limit, clock: &Clock, today: Date, seen: &Seen) {
    let Some(due) = clock.due.filter(|_| clock.ended_by.is_none()) else { return };
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
