//! 预警 alert: a limit that is near, or has passed.
//!
//! raised → notified → acknowledged → measure taken → resolved | escalated: found early, acted on early, helped early. The runner
//! of the limits alone raises one, under a name that follows from limit, case and due day, so that it is raised once
//! whatever restarts; it also says when the limit passed, and when what was due came. A limit that passed refuses nothing
//! (DOMAIN §1, Limits). Notice §三(二); DOMAIN §2.18.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    case::{Case, Cited, Common, Malformed, Nature, Place, Reason, Stamp, Stop, only_in},
    organisation::Organisation,
    stream::{Ref, StreamId},
    values::{AreaCode, Bilingual, Date, Evidence, Note, is_hex, named_id},
};

pub use limits::LimitId;

mod limits;
#[cfg(test)]
mod tests;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 预警产生 The limit is near, or has passed already.
    #[serde(rename = "alert.raised.v1")]
    Raised(Box<Raised>),
    /// 逾期 The limit that was near has passed, and nothing came.
    #[serde(rename = "alert.limit_passed.v1")]
    LimitPassed {},
    /// 已办 What was due came, by this event.
    #[serde(rename = "alert.met.v1")]
    Met { by: Uuid, on: Date },
    /// 通知 Brought to whoever has to act.
    #[serde(rename = "alert.notified.v1")]
    Notified { to: Ref<Organisation> },
    /// 知悉
    #[serde(rename = "alert.acknowledged.v1")]
    Acknowledged {},
    /// 采取措施
    #[serde(rename = "alert.measure_taken.v1")]
    MeasureTaken { measure: Note, evidence: Evidence },
    /// 化解
    #[serde(rename = "alert.resolved.v1")]
    Resolved { evidence: Evidence },
    /// 上报 To the level above.
    #[serde(rename = "alert.escalated.v1")]
    Escalated { reason: Note },
}

/// Which limit of which case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Raised {
    pub limit: LimitId,
    pub case: StreamId,
    /// Which of the case's items, where it has several: a month, a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The last day on which it is in time.
    pub due: Date,
    /// Raised when it was near; otherwise when it had passed.
    pub near: bool,
    /// The event from which it runs.
    pub started_by: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    pub sentence: Bilingual,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {}
impl Reason for Refusal {}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Raised,
    /// 已通知
    Notified,
    /// 已知悉
    Acknowledged,
    /// 已采取措施
    MeasureTaken,
    /// 已化解
    Resolved,
    /// 已上报
    Escalated,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Alert {
    pub state: State,
    pub limit: Option<LimitId>,
    pub case: Option<StreamId>,
    pub item: Option<String>,
    pub due: Option<Date>,
    pub area: Option<AreaCode>,
    pub passed: bool,
    pub met_on: Option<Date>,
}

/// The name of a limit of a case, due on a day.
pub fn name(limit: LimitId, case: &StreamId, item: Option<&str>, due: Date) -> Ref<Alert> {
    Ref::new(named_id(&format!("alert {} {case} {} {due}", limit.name(), item.unwrap_or_default())).simple())
}

/// The id of one of the events by which the server speaks of an alert: `what` is `raised`, `limit_passed` or `met`.
pub fn event_id(alert: &Ref<Alert>, what: &str) -> Uuid {
    named_id(&format!("{} {what}", alert.stream()))
}

impl Case for Alert {
    const CATEGORY: &'static str = "alert";
    type Event = Event;
    type Refusal = Refusal;

    fn id_fits(id: &str) -> bool {
        is_hex(id, 32)
    }

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Raised(_)) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Raised(_) | Event::LimitPassed {} | Event::Met { .. } => Nature::Server,
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        use State::{Acknowledged, Escalated, MeasureTaken, Notified};
        match event {
            Event::Raised(raised) => {
                let expected = name(raised.limit, &raised.case, raised.item.as_deref(), raised.due);
                if *expected.stream() != stamp.subject {
                    Err(Malformed::CaseNamedOtherwise {
                        subject: stamp.subject.clone(),
                        expected: expected.stream().to_string(),
                    })?;
                }
            }
            Event::LimitPassed {} => {
                if let Some(due) = self.due.filter(|due| stamp.occurred_on <= *due) {
                    Err(Common::OccursBefore { occurred_on: stamp.occurred_on, earliest: due.plus_days(1) })?;
                }
            }
            Event::Met { .. } => {}
            Event::Notified { to } => {
                only_in(&self.state, &[State::Raised, Notified])?;
                cited.get(to)?;
            }
            Event::Acknowledged {} => only_in(&self.state, &[State::Raised, Notified])?,
            Event::MeasureTaken { .. } => only_in(&self.state, &[Acknowledged, MeasureTaken, Escalated])?,
            Event::Resolved { .. } => only_in(&self.state, &[Acknowledged, MeasureTaken, Escalated])?,
            Event::Escalated { .. } => only_in(&self.state, &[State::Raised, Notified, Acknowledged, MeasureTaken])?,
        }
        Ok(())
    }

    fn evolve(&mut self, event: &Event, _: &Stamp) {
        match event {
            Event::Raised(raised) => {
                self.limit = Some(raised.limit);
                self.case = Some(raised.case.clone());
                self.item.clone_from(&raised.item);
                self.due = Some(raised.due);
                self.area = raised.area;
                self.passed = !raised.near;
            }
            Event::LimitPassed {} => self.passed = true,
            Event::Met { on, .. } => self.met_on = Some(*on),
            Event::Notified { .. } => self.state = State::Notified,
            Event::Acknowledged {} => self.state = State::Acknowledged,
            Event::MeasureTaken { .. } => self.state = State::MeasureTaken,
            Event::Resolved { .. } => self.state = State::Resolved,
            Event::Escalated { .. } => self.state = State::Escalated,
        }
    }
}
