//! 核查 finding: a red flag that a check raised, and what people made of it.
//!
//! raised → assigned → (info requested ⇄ received) → confirmed | explained | data error; confirmed → rectified | recovering →
//! recovered | written off; referred (移送) → sanctioned; → closed. Only the runner of the checks raises one, under a name
//! that follows from the check and what it is about, so that it is raised once whatever restarts. A flag is about decisions,
//! payments and officials, explains itself, and stops no payment by itself (DOMAIN §1). A suppression hides and never
//! unmakes: it has a scope, a reason and an end. Notice §二(四); DOMAIN §2.18, §4.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    actor::Actor,
    case::{Case, Cited, Malformed, Nature, Place, Reason, Stamp, Stop, only_in},
    person::Person,
    policy::Policy,
    stream::{Ref, StreamId},
    values::{AreaCode, Bilingual, Date, Evidence, Fen, Note, is_hex, named_id},
};

pub use checks::{CheckId, Family, Parameter};
pub use vocabulary::*;

mod checks;
#[cfg(test)]
mod tests;
mod vocabulary;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 预警产生 What a check found, and all that it rests on.
    #[serde(rename = "finding.raised.v1")]
    Raised(Box<Raised>),
    /// 交办 To whom it is given to look into.
    #[serde(rename = "finding.assigned.v1")]
    Assigned { to: Actor },
    /// 调取材料
    #[serde(rename = "finding.info_requested.v1")]
    InfoRequested { question: Note, until: Date },
    /// 材料收到
    #[serde(rename = "finding.info_received.v1")]
    InfoReceived { evidence: Evidence },
    /// 查实 It is as the check says; `amount_fen` is what is to be put right.
    #[serde(rename = "finding.confirmed.v1")]
    Confirmed { amount_fen: Fen, evidence: Evidence },
    /// 合理解释 There is an innocent explanation.
    #[serde(rename = "finding.explained.v1")]
    Explained { explanation: Note, evidence: Evidence },
    /// 数据差错 The data was wrong; `mended_by` is the event that put it right.
    #[serde(rename = "finding.data_error_found.v1")]
    DataErrorFound { mended_by: Uuid, evidence: Evidence },
    /// 整改
    #[serde(rename = "finding.rectified.v1")]
    Rectified { measure: Note, evidence: Evidence },
    /// 追缴 Money is asked back.
    #[serde(rename = "finding.recovery_started.v1")]
    RecoveryStarted { evidence: Evidence },
    /// 追回 Some of it, or all.
    #[serde(rename = "finding.recovered.v1")]
    Recovered { amount_fen: Fen, evidence: Evidence },
    /// 核销 What cannot be recovered.
    #[serde(rename = "finding.written_off.v1")]
    WrittenOff { amount_fen: Fen, reason: Note, evidence: Evidence },
    /// 移送
    #[serde(rename = "finding.referred.v1")]
    Referred { to: Authority, evidence: Evidence },
    /// 处分处罚 By the authority it was referred to.
    #[serde(rename = "finding.sanctioned.v1")]
    Sanctioned { sanction: Note, evidence: Evidence },
    /// 办结
    #[serde(rename = "finding.closed.v1")]
    Closed { evidence: Evidence },
    /// 暂不显示 Out of the inbox until that day. It stays recorded, and so does all that falls under the scope.
    #[serde(rename = "finding.suppressed.v1")]
    Suppressed { scope: Scope, until: Date, reason: Note, evidence: Evidence },
}

/// What a check found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Raised {
    pub check: CheckId,
    /// Of the check.
    pub version: u32,
    /// What it is about, in the check's own terms; with the check it names the finding.
    pub key: String,
    /// Position of the event that completed it.
    pub position: u64,
    pub severity: Severity,
    /// 涉及金额 What is at stake.
    pub amount_fen: Fen,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The events that make it.
    pub events: Vec<Uuid>,
    /// The cases it is about.
    pub cases: Vec<StreamId>,
    /// 经办审批人 Whose decisions it is about.
    pub officials: Vec<Actor>,
    /// As they were in force.
    pub parameters: BTreeMap<String, i64>,
    /// The standard that set them, where it is not the check's defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<StandardVersion>,
    /// What was found, in one sentence.
    pub sentence: Bilingual,
    /// Innocent explanations to rule out.
    pub rule_out: Bilingual,
    /// What would clear it.
    pub clears: Bilingual,
}

/// Which standard, in which version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct StandardVersion {
    pub policy: Ref<Policy>,
    pub version: u32,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// Nobody decides on a finding about themselves. DOMAIN §2.18.
    SubjectOfFinding { person: String },
    /// Whoever looked into it does not let it go alone. DOMAIN §1.
    OfficerDecidesAlone { person: String },
    /// More is recovered and written off than was confirmed.
    MoreThanConfirmed { amount_fen: Fen, open_fen: Fen },
    /// Something of what was confirmed is neither recovered nor written off.
    StillOwed { open_fen: Fen },
    /// A suppression ends, and within a year. DOMAIN §2.18.
    SuppressedTooLong { until: Date, latest: Date },
    /// A suppression of another case is not this finding's to make.
    NotACaseOfTheFinding { case: StreamId },
}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Finding {
    pub state: State,
    pub check: Option<CheckId>,
    pub area: Option<AreaCode>,
    pub severity: Severity,
    pub amount_fen: Fen,
    pub cases: Vec<StreamId>,
    pub assigned_to: Option<Actor>,
    pub confirmed_fen: Fen,
    pub recovered_fen: Fen,
    pub written_off_fen: Fen,
    pub suppressed_until: Option<Date>,
    #[serde(skip)]
    officials: Vec<Actor>,
}

/// The name of what a check says of a key: the same whatever the check's version, parameters and words.
pub fn name(check: CheckId, key: &str) -> Ref<Finding> {
    Ref::new(named_id(&format!("finding {} {key}", check.name())).simple())
}

/// The id of the event that raises it.
pub fn raised_id(check: CheckId, key: &str) -> Uuid {
    named_id(&format!("finding.raised {} {key}", check.name()))
}

impl Finding {
    /// The longest suppression, in months.
    const SUPPRESSED_MONTHS_MAX: i32 = 12;

    /// Of what was confirmed.
    fn open_fen(&self) -> Fen {
        self.confirmed_fen.less(self.recovered_fen + self.written_off_fen)
    }

    fn by_no_subject(&self, stamp: &Stamp) -> Result<(), Refusal> {
        let person = stamp.actor.person();
        let is_about = self.cases.iter().any(|case| case.category() == Person::CATEGORY && case.id() == person);
        if is_about || self.officials.iter().any(|official| official.person() == person) {
            return Err(Refusal::SubjectOfFinding { person: person.into() });
        }
        Ok(())
    }

    fn by_another_than_the_officer(&self, stamp: &Stamp) -> Result<(), Refusal> {
        match &self.assigned_to {
            Some(officer) if officer.person() == stamp.actor.person() => {
                Err(Refusal::OfficerDecidesAlone { person: officer.person().into() })
            }
            _ => Ok(()),
        }
    }

    fn within_what_is_owed(&self, amount_fen: Fen) -> Result<(), Refusal> {
        let open_fen = self.open_fen();
        if amount_fen > open_fen { Err(Refusal::MoreThanConfirmed { amount_fen, open_fen }) } else { Ok(()) }
    }
}

impl Case for Finding {
    const CATEGORY: &'static str = "finding";
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
            Event::Raised(_) => Nature::Server,
            Event::InfoReceived { .. } | Event::Recovered { .. } | Event::Sanctioned { .. } => Nature::Observation,
            Event::Confirmed { .. }
            | Event::Explained { .. }
            | Event::DataErrorFound { .. }
            | Event::WrittenOff { .. }
            | Event::Closed { .. }
            | Event::Suppressed { .. } => Nature::Approval,
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, _: &Cited) -> Result<(), Stop> {
        use State::{
            Assigned, Confirmed, DataError, Explained, InfoRequested, Recovered, Recovering, Rectified, Referred,
            Sanctioned, WrittenOff,
        };
        if let Event::Raised(raised) = event {
            let expected = name(raised.check, &raised.key);
            if *expected.stream() != stamp.subject {
                Err(Malformed::CaseNamedOtherwise {
                    subject: stamp.subject.clone(),
                    expected: expected.stream().to_string(),
                })?;
            }
            return Ok(());
        }
        self.by_no_subject(stamp)?;
        match event {
            Event::Raised(_) => {}
            Event::Assigned { to } => {
                only_in(&self.state, &[State::Raised, Assigned, InfoRequested])?;
                if self.officials.iter().any(|official| official.person() == to.person()) {
                    Err(Refusal::SubjectOfFinding { person: to.person().into() })?;
                }
            }
            Event::InfoRequested { .. } => only_in(&self.state, &[Assigned, InfoRequested])?,
            Event::InfoReceived { .. } => only_in(&self.state, &[InfoRequested])?,
            Event::Confirmed { .. } => only_in(&self.state, &[Assigned, InfoRequested])?,
            Event::Explained { .. } | Event::DataErrorFound { .. } => {
                only_in(&self.state, &[Assigned, InfoRequested])?;
                self.by_another_than_the_officer(stamp)?;
            }
            Event::Rectified { .. } => only_in(&self.state, &[Confirmed, Recovering, Recovered, Referred, Sanctioned])?,
            Event::RecoveryStarted { .. } => only_in(&self.state, &[Confirmed, Rectified, Referred, Sanctioned])?,
            Event::Recovered { amount_fen, .. } => {
                only_in(&self.state, &[Recovering])?;
                self.within_what_is_owed(*amount_fen)?;
            }
            Event::WrittenOff { amount_fen, .. } => {
                only_in(&self.state, &[Confirmed, Recovering])?;
                self.within_what_is_owed(*amount_fen)?;
                self.by_another_than_the_officer(stamp)?;
            }
            Event::Referred { .. } => {
                only_in(&self.state, &[Confirmed, Rectified, Recovering, Recovered, WrittenOff])?;
            }
            Event::Sanctioned { .. } => only_in(&self.state, &[Referred])?,
            Event::Closed { .. } => {
                only_in(&self.state, &[Explained, DataError, Rectified, Recovered, WrittenOff, Sanctioned])?;
                let open_fen = self.open_fen();
                if !open_fen.is_zero() {
                    Err(Refusal::StillOwed { open_fen })?;
                }
            }
            Event::Suppressed { scope, until, .. } => {
                only_in(&self.state, &[State::Raised, Assigned, InfoRequested])?;
                let latest = stamp.occurred_on.plus_months(Self::SUPPRESSED_MONTHS_MAX);
                if *until > latest || *until <= stamp.occurred_on {
                    Err(Refusal::SuppressedTooLong { until: *until, latest })?;
                }
                if let Scope::Case { case } = scope
                    && !self.cases.contains(case)
                {
                    Err(Refusal::NotACaseOfTheFinding { case: case.clone() })?;
                }
                self.by_another_than_the_officer(stamp)?;
            }
        }
        Ok(())
    }

    fn evolve(&mut self, event: &Event, _: &Stamp) {
        match event {
            Event::Raised(raised) => {
                self.check = Some(raised.check);
                self.area = raised.area;
                self.severity = raised.severity;
                self.amount_fen = raised.amount_fen;
                self.cases.clone_from(&raised.cases);
                self.officials.clone_from(&raised.officials);
            }
            Event::Assigned { to } => {
                self.assigned_to = Some(to.clone());
                self.state = State::Assigned;
            }
            Event::InfoRequested { .. } => self.state = State::InfoRequested,
            Event::InfoReceived { .. } => self.state = State::Assigned,
            Event::Confirmed { amount_fen, .. } => {
                self.confirmed_fen = *amount_fen;
                self.state = State::Confirmed;
            }
            Event::Explained { .. } => self.state = State::Explained,
            Event::DataErrorFound { .. } => self.state = State::DataError,
            Event::Rectified { .. } => self.state = State::Rectified,
            Event::RecoveryStarted { .. } => self.state = State::Recovering,
            Event::Recovered { amount_fen, .. } => {
                self.recovered_fen = self.recovered_fen + *amount_fen;
                if self.open_fen().is_zero() {
                    self.state = State::Recovered;
                }
            }
            Event::WrittenOff { amount_fen, .. } => {
                self.written_off_fen = self.written_off_fen + *amount_fen;
                if self.open_fen().is_zero() {
                    self.state = State::WrittenOff;
                }
            }
            Event::Referred { .. } => self.state = State::Referred,
            Event::Sanctioned { .. } => self.state = State::Sanctioned,
            Event::Closed { .. } => self.state = State::Closed,
            Event::Suppressed { until, .. } => self.suppressed_until = Some(*until),
        }
    }
}
