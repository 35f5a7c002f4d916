//! 预警台账 alerts: limits that are near or have passed, who was told, what was done. Notice §三(二); DOMAIN §2.18.

use domain::{
    alert::{Alert, Event},
    kinds::AnyEvent,
    organisation::Organisation,
    stream::{Ref, StreamId},
    values::{AreaCode, Date},
};
use uuid::Uuid;

use crate::{
    model::{Projection, Seen},
    table, tables,
};

pub const ALERTS: Projection = Projection {
    name: "alerts",
    version: 1,
    title_zh: "预警台账",
    title_en: "Alerts",
    description: "Each limit of a case that came near or passed: when it was due, whether what was due came and how \
                  late, who was told and what was done.",
    tables: TABLES,
    folds: &["alert"],
    start,
    by_case: &["alerts"],
    leads_to: |_| vec![],
};

table! {
    /// 预警 One limit of one case, now.
    pub struct Warned in "alerts";
    key {
        /// The alert.
        alert: Ref<Alert>,
    }
    index {
        /// Where the case belongs.
        area: Option<AreaCode>,
        /// Which limit.
        rule: String,
        /// The case.
        subject: Option<StreamId>,
        /// raised, notified, acknowledged, measure_taken, resolved or escalated.
        state: String,
        /// The last day on which it is in time.
        due: Option<Date>,
        /// The limit has passed, and what was due has not come.
        overdue: bool,
    }
    plain {
        /// Which of the case's items.
        item: Option<String>,
        /// The event from which it runs.
        started_by: Option<Uuid>,
        /// On this day.
        raised_on: Option<Date>,
        /// On this day the limit had passed.
        passed_on: Option<Date>,
        /// What was due came on this day.
        met_on: Option<Date>,
        /// Days after the due day, once it came.
        late_days: Option<i64>,
        /// Who was told last.
        notified: Option<Ref<Organisation>>,
        /// Acknowledged on this day.
        acknowledged_on: Option<Date>,
        /// Measures so far.
        measures: u32,
        /// What is due.
        sentence_zh: String,
        /// What is due.
        sentence_en: String,
        /// Position of its last event.
        changed_at: u64,
    }
}

tables! { alerts: Warned }

fn fold(t: &mut Tables, seen: &Seen) {
    let AnyEvent::Alert(event) = &seen.event else { return };
    let Some(alert) = Ref::<Alert>::to(&seen.stamp.subject) else { return };
    let on = seen.stamp.occurred_on;
    let row = t.alerts.of((alert,));
    row.changed_at = seen.position;
    match event {
        Event::Raised(raised) => {
            (row.area, row.rule, row.subject) = (raised.area, raised.limit.name(), Some(raised.case.clone()));
            (row.due, row.item, row.started_by) = (Some(raised.due), raised.item.clone(), Some(raised.started_by));
            (row.raised_on, row.state) = (Some(on), "raised".into());
            row.passed_on = (!raised.near).then_some(on);
            (row.sentence_zh, row.sentence_en) = (raised.sentence.zh.clone(), raised.sentence.en.clone());
        }
        Event::LimitPassed {} => row.passed_on = Some(on),
        Event::Met { on, .. } => {
            row.met_on = Some(*on);
            row.late_days = row.due.map(|due| on.days_since(due).max(0));
        }
        Event::Notified { to } => (row.notified, row.state) = (Some(to.clone()), "notified".into()),
        Event::Acknowledged {} => (row.acknowledged_on, row.state) = (Some(on), "acknowledged".into()),
        Event::MeasureTaken { .. } => {
            row.measures = row.measures.saturating_add(1);
            row.state = "measure_taken".into();
        }
        Event::Resolved { .. } => row.state = "resolved".into(),
        Event::Escalated { .. } => row.state = "escalated".into(),
    }
    row.overdue = row.passed_on.is_some() && row.met_on.is_none();
}

#[cfg(test)]
mod tests;
