//! 劳动争议 dispute: what a worker has against an employer, before the arbitration commission; its green channel (绿色通道).
//!
//! Life: filed → supplement asked → accepted | refused | lapsed → mediating → settled | hearing → (partially awarded) → awarded
//! {final, appealable} → effective → enforcing → credited → closed; withdrawn, dismissed, enforcement terminated; or → court.
//! The table of these steps, the clocks and the money are `course.rs`. Fast filing, mediation, hearing and closing (快立快调快审
//! 快结): a limit that passed raises an alert and refuses nothing. Notice §二(五); DOMAIN §2.13, §4 F28.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    actor::Actor,
    case::{Case, Cited, Common, Nature, Place, Reason, Stamp, Stop, not_before, only_in},
    organisation::Organisation,
    person::Person,
    policy::{Standard, in_force, on_work_days},
    stream::Ref,
    values::{AreaCode, Date, Evidence, Fen, Note},
};

use self::course::way;
pub use self::{
    course::{ClockName, Course, State},
    vocabulary::*,
};

mod course;
#[cfg(test)]
mod tests;
mod vocabulary;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 申请仲裁 `arose_on`: when the worker knew that a right was infringed.
    #[serde(rename = "dispute.filed.v1")]
    Filed {
        area: AreaCode,
        worker: Ref<Person>,
        employer: Ref<Organisation>,
        claims: Vec<Claimed>,
        arose_on: Date,
        /// 绿色通道
        green_channel: bool,
        evidence: Evidence,
    },
    /// 要求补正 The worker is told, once, all that is missing, and until when to supply it.
    #[serde(rename = "dispute.supplement_asked.v1")]
    SupplementAsked { missing: Note, until: Date, evidence: Evidence },
    /// 补正 Complete: the clock of acceptance starts anew.
    #[serde(rename = "dispute.supplemented.v1")]
    Supplemented { evidence: Evidence },
    /// 受理
    #[serde(rename = "dispute.accepted.v1")]
    Accepted { evidence: Evidence },
    /// 不予受理 In writing, with the reason.
    #[serde(rename = "dispute.refused.v1")]
    Refused { reason: RefusalReason, evidence: Evidence },
    /// 逾期未补正 Nothing was supplied in time.
    #[serde(rename = "dispute.lapsed.v1")]
    Lapsed { evidence: Evidence },
    /// 组庭通知 The parties were told who decides.
    #[serde(rename = "dispute.tribunal_noticed.v1")]
    TribunalNoticed { evidence: Evidence },
    /// 调解
    #[serde(rename = "dispute.mediation_began.v1")]
    MediationBegan {},
    /// 调解书 Agreed, for so much money; for none where other things were agreed.
    #[serde(rename = "dispute.settled.v1")]
    Settled { amount_fen: Fen, evidence: Evidence },
    /// 开庭
    #[serde(rename = "dispute.hearing_held.v1")]
    HearingHeld { minutes: Evidence },
    /// 中止审理 Lawfully; the clocks stand still.
    #[serde(rename = "dispute.suspended.v1")]
    Suspended { reason: SuspensionReason, evidence: Evidence },
    /// 恢复审理
    #[serde(rename = "dispute.resumed.v1")]
    Resumed { evidence: Evidence },
    /// 延期 By so many days, with notice in writing to the parties.
    #[serde(rename = "dispute.extended.v1")]
    Extended { days: u16, notice: Evidence },
    /// 先行裁决 Of what is clear already.
    #[serde(rename = "dispute.partially_awarded.v1")]
    PartiallyAwarded { amount_fen: Fen, evidence: Evidence },
    /// 裁决 Beside what was awarded in part; no money where other things were awarded.
    #[serde(rename = "dispute.awarded.v1")]
    Awarded { finality: Finality, amount_fen: Fen, evidence: Evidence },
    /// 驳回
    #[serde(rename = "dispute.dismissed.v1")]
    Dismissed { evidence: Evidence },
    /// 撤回申请
    #[serde(rename = "dispute.withdrawn.v1")]
    Withdrawn { evidence: Evidence },
    /// 裁决生效 Served, and nobody sued in time.
    #[serde(rename = "dispute.became_effective.v1")]
    BecameEffective { served_on: Date, evidence: Evidence },
    /// 申请强制执行
    #[serde(rename = "dispute.enforcement_began.v1")]
    EnforcementBegan { evidence: Evidence },
    /// 终结执行 By the court.
    #[serde(rename = "dispute.enforcement_terminated.v1")]
    EnforcementTerminated { reason: Note, evidence: Evidence },
    /// 到账 So much reached the worker's account, as the bank's slip shows.
    #[serde(rename = "dispute.credited.v1")]
    Credited { amount_fen: Fen, slip: Evidence },
    /// 更正 A credit that never was; `credit` is the event that said so.
    #[serde(rename = "dispute.credit_annulled.v1")]
    CreditAnnulled { credit: Uuid, reason: Note, evidence: Evidence },
    /// 结案
    #[serde(rename = "dispute.closed.v1")]
    Closed { document: Evidence },
    /// 起诉 Against a refusal, a dismissal or an award, or because nobody decided in time whether to accept.
    #[serde(rename = "dispute.taken_to_court.v1")]
    TakenToCourt { by: Party, evidence: Evidence },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// A dispute is about something.
    NothingClaimed {},
    /// Refused as too late, though it was filed within the limitation (usual: a year), which on wages runs from the end of the
    /// job. DOMAIN §2.13.
    LimitationNotPassed { ends: Option<Date> },
    /// The time that was set for supplying what is missing is not over.
    SupplementNotOverdue { until: Date },
    /// The commission can still decide in time whether to accept.
    AcceptanceNotOverdue { due_on: Option<Date> },
    /// The parties were told who decides.
    TribunalNoticedAlready { on: Date },
    /// While it is suspended nothing is heard or decided. DOMAIN §2.13.
    ProceedingsSuspended { since: Date },
    /// It is not suspended.
    NotSuspended {},
    /// One extension. DOMAIN §2.13.
    ExtendedAlready { days: u16 },
    /// The extension is longer than the standard allows. DOMAIN §2.13.
    ExtensionTooLong { days: u16, days_max: u16 },
    /// An extension is recorded before the last day of what it extends. DOMAIN §2.13.
    ExtensionTooLate { recorded_on: Date, due_on: Date },
    /// An award against which the parties can sue takes effect when the time for that is over.
    StillAppealable { ends: Date },
    /// Against a final award the worker can sue, not the employer.
    AwardIsFinal {},
}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Dispute {
    pub area: Option<AreaCode>,
    pub worker: Option<Ref<Person>>,
    pub employer: Option<Ref<Organisation>>,
    pub claims: Vec<Claimed>,
    pub filed_on: Option<Date>,
    pub arose_on: Option<Date>,
    /// 补正期限
    pub supplement_until: Option<Date>,
    #[serde(flatten)]
    pub course: Course,
    /// Who accepted it; another one extends.
    #[serde(skip)]
    accepted_by: Option<Actor>,
}

impl Case for Dispute {
    const CATEGORY: &'static str = "dispute";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Filed { .. }) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Extended { .. } | Event::CreditAnnulled { .. } => Nature::Approval,
            Event::EnforcementTerminated { .. } | Event::TakenToCourt { .. } => Nature::Observation,
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let (from, to) = way(event);
        if !from.is_empty() {
            only_in(&self.course.state, from)?;
        }
        if let Some(since) = self.course.since.filter(|_| to.is_some()) {
            not_before(stamp, since)?;
        }
        match event {
            Event::Filed { worker, employer, claims, arose_on, .. } => {
                cited.get(worker)?;
                cited.get(employer)?;
                not_before(stamp, *arose_on)?;
                if claims.is_empty() {
                    Err(Refusal::NothingClaimed {})?;
                }
            }
            Event::Refused { reason: RefusalReason::LimitationPassed, .. } => self.came_too_late(cited)?,
            Event::Lapsed { .. } => {
                if let Some(until) = self.supplement_until.filter(|until| stamp.occurred_on <= *until) {
                    Err(Refusal::SupplementNotOverdue { until })?;
                }
            }
            Event::TribunalNoticed { .. } => {
                if let Some(on) = self.course.tribunal_on {
                    Err(Refusal::TribunalNoticedAlready { on })?;
                }
            }
            Event::Resumed { .. } => {
                let since = self.course.suspended().ok_or(Refusal::NotSuspended {})?;
                not_before(stamp, since)?;
            }
            Event::MediationBegan {}
            | Event::Settled { .. }
            | Event::HearingHeld { .. }
            | Event::Suspended { .. }
            | Event::PartiallyAwarded { .. }
            | Event::Awarded { .. }
            | Event::Dismissed { .. } => {
                if let Some(since) = self.course.suspended() {
                    Err(Refusal::ProceedingsSuspended { since })?;
                }
            }
            Event::Extended { days, .. } => self.may_be_extended(*days, stamp, cited)?,
            Event::BecameEffective { served_on, .. } => self.takes_effect(*served_on, stamp, cited)?,
            Event::Credited { amount_fen, slip } => self.course.owed.takes(*amount_fen, slip)?,
            Event::CreditAnnulled { credit, .. } => self.course.owed.may_annul(*credit, stamp)?,
            Event::Closed { .. } => self.course.owed.is_settled()?,
            Event::TakenToCourt { by, .. } => match self.course.state {
                State::Filed => {
                    let due_on = self.due(ClockName::Acceptance, cited)?;
                    if due_on.is_none_or(|due_on| stamp.occurred_on <= due_on) {
                        Err(Refusal::AcceptanceNotOverdue { due_on })?;
                    }
                }
                State::Awarded if *by == Party::Employer && self.course.finality == Some(Finality::Final) => {
                    Err(Refusal::AwardIsFinal {})?;
                }
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        match event {
            Event::Filed { area, worker, employer, claims, arose_on, .. } => {
                (self.area, self.worker, self.employer) = (Some(*area), Some(worker.clone()), Some(employer.clone()));
                (self.claims, self.arose_on) = (claims.clone(), Some(*arose_on));
                self.filed_on = Some(stamp.occurred_on);
            }
            Event::SupplementAsked { until, .. } => self.supplement_until = Some(*until),
            Event::Accepted { .. } => self.accepted_by = Some(stamp.actor.clone()),
            _ => {}
        }
        self.course.take(event, stamp);
    }
}

impl Dispute {
    /// When a clock is due; none when it does not run, or stands still.
    fn due(&self, name: ClockName, cited: &Cited) -> Result<Option<Date>, Stop> {
        let Some((area, clock)) = self.area.zip(self.course.clock(name)) else { return Ok(None) };
        let limit = limits(area, clock.from, cited)?.of(name, &self.course);
        on_work_days(cited, area, |days| clock.due(limit, days))
    }

    /// Each claim was filed after its limitation: a year from when the worker knew, on wages from the end of the job.
    fn came_too_late(&self, cited: &Cited) -> Result<(), Stop> {
        let (Some(area), Some(filed_on)) = (self.area, self.filed_on) else { return Ok(()) };
        let limitation = limits(area, filed_on, cited)?.limitation;
        for claimed in &self.claims {
            let from = self.limitation_runs_from(claimed, cited)?;
            let ends = match from {
                Some(from) => on_work_days(cited, area, |days| limitation.last_day(from, &[], days))?,
                None => None,
            };
            if ends.is_none_or(|ends| filed_on <= ends) {
                Err(Refusal::LimitationNotPassed { ends })?;
            }
        }
        Ok(())
    }

    /// None for wages of a job that goes on.
    fn limitation_runs_from(&self, claimed: &Claimed, cited: &Cited) -> Result<Option<Date>, Stop> {
        if claimed.kind == ClaimKind::Wages
            && let (Some(worker), Some(employer)) = (&self.worker, &self.employer)
            && let Some(job) = cited.get(worker)?.jobs_with(employer).next_back()
        {
            return Ok(job.span.to);
        }
        Ok(self.arose_on)
    }

    /// Once, by another than who accepted, no longer than the standard allows, and recorded before the last day.
    fn may_be_extended(&self, by: u16, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        if let Some(days) = self.course.extended_by {
            Err(Refusal::ExtendedAlready { days })?;
        }
        let (Some(area), Some(accepted_on)) = (self.area, self.course.accepted_on) else { return Ok(()) };
        let days_max = limits(area, accepted_on, cited)?.extension_max;
        if by > days_max {
            Err(Refusal::ExtensionTooLong { days: by, days_max })?;
        }
        let recorded_on = stamp.recorded_on();
        if let Some(due_on) = self.due(ClockName::Award, cited)?.filter(|due_on| recorded_on >= *due_on) {
            Err(Refusal::ExtensionTooLate { recorded_on, due_on })?;
        }
        self.accepted_by.as_ref().map_or(Ok(()), |accepter| stamp.by_another_than(accepter))
    }

    /// A final award takes effect when it is served; another one when nobody sued in time.
    fn takes_effect(&self, served_on: Date, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        not_before(stamp, served_on)?;
        let (Some(area), Some(awarded_on)) = (self.area, self.course.concluded_on) else { return Ok(()) };
        if served_on < awarded_on {
            Err(Common::OccursBefore { occurred_on: served_on, earliest: awarded_on })?;
        }
        if self.course.finality == Some(Finality::Appealable) {
            let suit = limits(area, served_on, cited)?.suit;
            let ends = on_work_days(cited, area, |days| suit.last_day(served_on, &[], days))?;
            if let Some(ends) = ends.filter(|ends| stamp.occurred_on <= *ends) {
                Err(Refusal::StillAppealable { ends })?;
            }
        }
        Ok(())
    }
}

/// In force when the clock at hand began to run.
fn limits<'a>(area: AreaCode, on: Date, cited: &Cited<'a>) -> Result<&'a Limits, Stop> {
    match &in_force(cited, STANDARD, area, on)?.version.standard {
        Standard::Dispute(limits) => Ok(limits),
        _ => Err(Common::NotConfigured { standard: STANDARD.into(), area, on })?,
    }
}
