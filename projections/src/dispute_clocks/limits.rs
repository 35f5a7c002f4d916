//! Clocks and their last days; what wakes them.

use std::collections::BTreeSet;

use domain::{
    person::Person,
    policy::holidays_of,
    stream::{Ref, StreamId},
    values::{AreaCode, Clock, Date, Limit, Span, Standing, Stopped, WorkDays},
};

use super::Tables;
use crate::{
    model::{List, Named, Row, holidays},
    table,
};

table! {
    /// 期限 One clock of one case.
    pub struct Kept in "dispute_clocks_limit";
    key {
        /// The dispute, complaint or layoff.
        subject: StreamId,
        /// 劳动者
        worker: Ref<Person>,
        /// Of a dispute: acceptance, tribunal, award, extension or green_channel; of a complaint: check, order or payment; of a
        /// layoff: payment.
        clock: String,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
        /// running, paused, met, met_late, late, void (stopped, since nothing is due any more) or not_configured.
        standing: Named<Standing>,
        /// 到期日 The last day on which it is in time; none while it stands still or is not configured.
        due_on: Option<Date>,
    }
    plain {
        /// 起算日 Not counted.
        from_day: Option<Date>,
        /// The limit that was in force then; none where a day was set instead.
        length: Option<Limit>,
        /// 中止 When it stood still.
        pauses: List<Span>,
        /// 完成日
        met_on: Option<Date>,
        /// Stopped on this day, since nothing is due any more.
        void_on: Option<Date>,
        /// 逾期起始日 The first day on which it was late.
        late_from: Option<Date>,
        /// 已用天数 Working days, or calendar days, from its first day up to the one on which it was stopped, pauses taken out.
        days_used: Option<i64>,
        /// 未配置 The standard that is missing.
        missing: Option<String>,
    }
}

table! {
    /// 唤醒 What makes a case look at its clocks again.
    pub struct Wake in "dispute_clocks_wake";
    key {
        /// The day after a last day, or the name of a standard.
        woken_by: String,
        /// The case.
        subject: StreamId,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
    }
}

table! {
    /// 今日 The last day that began.
    pub struct Today in "dispute_clocks_today";
    key {
        /// Always "today".
        name: String,
    }
    index {
        /// None: everywhere.
        area: Option<AreaCode>,
    }
    plain {
        /// The day.
        day: Option<Date>,
    }
}

pub(super) fn begins(t: &mut Tables, date: Date) {
    let today = t.today.of(("today".into(),));
    today.day = today.day.max(Some(date));
}

/// What a clock runs under.
pub(super) enum Under {
    /// What the standard of this name sets, if there is one.
    Standard(&'static str, Option<Limit>),
    /// A day that was set for this case.
    Day(Date),
}

/// Whose clock it is.
pub(super) struct Of {
    pub subject: StreamId,
    pub worker: Ref<Person>,
    pub area: AreaCode,
}

/// Keeps a clock as it stands now. One that was stopped says for ever what it said then.
pub(super) fn keep(t: &mut Tables, of: &Of, name: &str, clock: &Clock, under: &Under) -> Kept {
    let key = (of.subject.clone(), of.worker.clone(), name.to_owned());
    if let Some(known) = t.limits.get(key.clone()).filter(|known| known.is_settled(clock)) {
        return known.clone();
    }
    let mut rests_on = vec![];
    let computed = match *under {
        Under::Day(day) => Ok((Some(day), None)),
        Under::Standard(standard, limit) => {
            rests_on.push(standard.to_owned());
            limit.ok_or(standard.to_owned()).and_then(|limit| {
                WorkDays::computing(
                    |days| Ok((clock.due(limit, days)?, clock.used(limit, days)?)),
                    |missing| {
                        rests_on.push(holidays_of(missing.day.year()));
                        holidays(&mut t.standards, of.area, missing)
                    },
                )
            })
        }
    };
    let today = t.today.get(("today".into(),)).and_then(|today| today.day);
    let mut kept = Kept::new(key.clone());
    kept.area = Some(of.area);
    (kept.from_day, kept.pauses) = (Some(clock.from), List(clock.pauses.clone()));
    match clock.stopped {
        Some(Stopped::Met(on)) => kept.met_on = Some(on),
        Some(Stopped::Void(on)) => kept.void_on = Some(on),
        None => {}
    }
    if let Under::Standard(_, limit) = under {
        kept.length = *limit;
    }
    match computed {
        Ok((due, used)) => {
            (kept.due_on, kept.days_used) = (due, used);
            kept.standing = Named(clock.standing(due, today));
            let late = matches!(kept.standing.0, Standing::Late | Standing::MetLate);
            kept.late_from = due.filter(|_| late).map(|due| due.plus_days(1));
        }
        Err(missing) => (kept.standing, kept.missing) = (Named(Standing::NotConfigured), Some(missing)),
    }
    if !kept.is_settled(clock) {
        let runs_to = kept.due_on.filter(|_| kept.standing.0 == Standing::Running);
        for woken_by in runs_to.map(|due| due.plus_days(1).to_string()).into_iter().chain(rests_on) {
            t.wakes.of((woken_by, of.subject.clone())).area = Some(of.area);
        }
    }
    *t.limits.of(key) = kept.clone();
    kept
}

/// A case of which no clock is open any more waits for no standard.
pub(super) fn rest(t: &mut Tables, subject: &StreamId, standard: &str, kept: &[Kept]) {
    let is_open = |kept: &Kept| kept.missing.is_some() || (kept.met_on.is_none() && kept.void_on.is_none());
    if kept.iter().any(is_open) {
        return;
    }
    let days = kept.iter().flat_map(|kept| [kept.from_day, kept.due_on, kept.met_on, kept.void_on]).flatten();
    let years: BTreeSet<_> = days.map(Date::year).collect();
    let years = years.first().copied().zip(years.last().copied()).map(|(first, last)| first..=last);
    for woken_by in years.into_iter().flatten().map(holidays_of).chain([standard.to_owned()]) {
        t.wakes.remove((woken_by, subject.clone()));
    }
}

impl Kept {
    /// This clock was stopped, and what it says was configured.
    fn is_settled(&self, clock: &Clock) -> bool {
        let stopped = self.met_on.map(Stopped::Met).or(self.void_on.map(Stopped::Void));
        let same = self.from_day == Some(clock.from) && self.pauses.0 == clock.pauses && stopped == clock.stopped;
        same && stopped.is_some() && self.missing.is_none()
    }

    pub(super) fn is_late(&self) -> bool {
        self.late_from.is_some()
    }
}
