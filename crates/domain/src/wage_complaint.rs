//! 欠薪投诉 wage complaint: a worker tells labour inspection (劳动监察) that wages are not paid.
//!
//! Life: filed → checked → ordered → paid | transferred; unfounded, withdrawn. Paid when all that was found to be owed is on the
//! worker's account. Notice §二(五); DOMAIN §2.13, §4 F7.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    actor::Actor,
    case::{Case, Cited, Common, Nature, Place, Reason, Stamp, Stop, not_before, only_in},
    dispute::Dispute,
    organisation::Organisation,
    owed::Owed,
    person::Person,
    stream::Ref,
    values::{AreaCode, Clock, Date, Evidence, Fen, Limit, Month, Note, Stopped},
};

#[cfg(test)]
mod tests;

/// The name of the standard with the [`Limits`].
pub const STANDARD: &str = "wage_complaint";

/// 欠薪投诉办理期限 General knowledge: 5 and 60 working days. DOMAIN §2.13.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Limits {
    /// 核查 From the complaint. Usual: 5 working days.
    pub check: Limit,
    /// 责令支付 From the complaint. Usual: 60 working days.
    pub order: Limit,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 投诉 Wages of these months.
    #[serde(rename = "wage_complaint.filed.v1")]
    Filed {
        area: AreaCode,
        worker: Ref<Person>,
        employer: Ref<Organisation>,
        from: Month,
        to: Month,
        claimed_fen: Fen,
        evidence: Evidence,
    },
    /// 核查 What is owed, as found; nothing where the complaint is unfounded.
    #[serde(rename = "wage_complaint.checked.v1")]
    Checked { owed_fen: Fen, evidence: Evidence },
    /// 责令限期支付 In writing, up to a day.
    #[serde(rename = "wage_complaint.ordered.v1")]
    Ordered { pay_by: Date, evidence: Evidence },
    /// 支付到账 So much reached the worker's account, as the bank's slip shows.
    #[serde(rename = "wage_complaint.paid.v1")]
    Paid { amount_fen: Fen, slip: Evidence },
    /// 更正 A payment that never was; `payment` is the event that said so.
    #[serde(rename = "wage_complaint.payment_annulled.v1")]
    PaymentAnnulled { payment: Uuid, reason: Note, evidence: Evidence },
    /// 移送
    #[serde(rename = "wage_complaint.transferred.v1")]
    Transferred { to: Destination, evidence: Evidence },
    /// 撤回投诉
    #[serde(rename = "wage_complaint.withdrawn.v1")]
    Withdrawn { evidence: Evidence },
}

/// 移送去向
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Destination {
    /// 劳动仲裁
    Dispute(Ref<Dispute>),
    /// 人民法院 To enforce the order.
    Court,
    /// 公安机关 An order to pay was not obeyed.
    Police,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The last month lies before the first.
    MonthsReversed { from: Month, to: Month },
    /// The dispute is of another worker, or with another employer.
    DisputeOfOthers { dispute: Ref<Dispute> },
}
impl Reason for Refusal {}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Filed,
    Checked,
    /// 不属实
    Unfounded,
    Ordered,
    Paid,
    Transferred,
    Withdrawn,
}

/// 办理期限
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockName {
    /// 核查
    Check,
    /// 责令支付
    Order,
}

impl Limits {
    pub fn of(&self, clock: ClockName) -> Limit {
        match clock {
            ClockName::Check => self.check,
            ClockName::Order => self.order,
        }
    }
}

/// How far a complaint has come, which clocks run, and what is owed: one fold, which rules, views and alerts share.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Course {
    pub state: State,
    pub since: Option<Date>,
    pub filed_on: Option<Date>,
    pub checked_on: Option<Date>,
    pub ordered_on: Option<Date>,
    /// 限期支付 The order's own limit; where it passes unpaid, the payment is late.
    pub pay_by: Option<Date>,
    /// Unfounded, paid, transferred or withdrawn.
    pub ended_on: Option<Date>,
    pub owed: Owed,
}

impl Course {
    /// The clocks that run or ran.
    pub fn clocks(&self) -> Vec<(ClockName, Clock)> {
        let until = |met: Option<Date>| met.map(Stopped::Met).or(self.ended_on.map(Stopped::Void));
        let clock = |name, met| self.filed_on.map(|from| (name, Clock::running(from).stopped(until(met))));
        [clock(ClockName::Check, self.checked_on), clock(ClockName::Order, self.ordered_on)]
            .into_iter()
            .flatten()
            .collect()
    }

    /// The clock of the payment, and the last day that the order set.
    pub fn payment(&self) -> Option<(Date, Clock)> {
        let how = if self.state == State::Paid { Stopped::Met } else { Stopped::Void };
        let clock = Clock::running(self.ordered_on?).stopped(self.ended_on.map(how));
        self.pay_by.map(|pay_by| (pay_by, clock))
    }

    /// Bookkeeping without rules.
    pub fn take(&mut self, event: &Event, stamp: &Stamp) {
        let on = stamp.occurred_on;
        match event {
            Event::Filed { .. } => {
                self.stands_at(State::Filed, on);
                self.filed_on = Some(on);
            }
            Event::Checked { owed_fen, .. } => {
                (self.checked_on, self.owed.due_fen) = (Some(on), *owed_fen);
                self.stands_at(if owed_fen.is_zero() { State::Unfounded } else { State::Checked }, on);
            }
            Event::Ordered { pay_by, .. } => {
                (self.ordered_on, self.pay_by) = (Some(on), Some(*pay_by));
                self.stands_at(State::Ordered, on);
            }
            Event::Paid { amount_fen, slip } => {
                self.owed.credit(*amount_fen, slip, stamp);
                if self.owed.is_paid() && matches!(self.state, State::Checked | State::Ordered) {
                    self.stands_at(State::Paid, on);
                }
            }
            Event::PaymentAnnulled { payment, .. } => {
                self.owed.annul(*payment);
                if self.state == State::Paid && !self.owed.is_paid() {
                    self.stands_at(if self.ordered_on.is_some() { State::Ordered } else { State::Checked }, on);
                }
            }
            Event::Transferred { .. } => self.stands_at(State::Transferred, on),
            Event::Withdrawn { .. } => self.stands_at(State::Withdrawn, on),
        }
    }

    fn stands_at(&mut self, state: State, on: Date) {
        (self.state, self.since) = (state, Some(on));
        let open = matches!(state, State::Filed | State::Checked | State::Ordered);
        self.ended_on = (!open).then_some(on);
    }
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct WageComplaint {
    pub area: Option<AreaCode>,
    pub worker: Option<Ref<Person>>,
    pub employer: Option<Ref<Organisation>>,
    pub claimed_fen: Fen,
    #[serde(flatten)]
    pub course: Course,
    /// Who found what is owed; another one orders it paid.
    #[serde(skip)]
    checked_by: Option<Actor>,
}

impl Case for WageComplaint {
    const CATEGORY: &'static str = "wage_complaint";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Filed { .. }) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Ordered { .. } | Event::PaymentAnnulled { .. } => Nature::Approval,
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        use State::{Checked, Filed, Ordered};
        let at = |states: &[State]| {
            only_in(&self.course.state, states)?;
            self.course.since.map_or(Ok(()), |since| not_before(stamp, since))
        };
        match event {
            Event::Filed { worker, employer, from, to, .. } => {
                cited.get(worker)?;
                cited.get(employer)?;
                not_before(stamp, from.first())?;
                if to < from {
                    Err(Refusal::MonthsReversed { from: *from, to: *to })?;
                }
            }
            Event::Checked { .. } => at(&[Filed])?,
            Event::Ordered { pay_by, .. } => {
                at(&[Checked])?;
                if *pay_by < stamp.occurred_on {
                    Err(Common::OccursBefore { occurred_on: *pay_by, earliest: stamp.occurred_on })?;
                }
                self.checked_by.as_ref().map_or(Ok(()), |checker| stamp.by_another_than(checker))?;
            }
            Event::Paid { amount_fen, slip } => self.course.owed.takes(*amount_fen, slip)?,
            Event::PaymentAnnulled { payment, .. } => self.course.owed.may_annul(*payment, stamp)?,
            Event::Transferred { to: Destination::Dispute(dispute), .. } => {
                at(&[Filed, Checked, Ordered])?;
                let found = cited.get(dispute)?;
                if (&found.worker, &found.employer) != (&self.worker, &self.employer) {
                    Err(Refusal::DisputeOfOthers { dispute: dispute.clone() })?;
                }
            }
            // Court and police take up an order that was not obeyed.
            Event::Transferred { to: Destination::Court | Destination::Police, .. } => at(&[Ordered])?,
            Event::Withdrawn { .. } => at(&[Filed, Checked, Ordered])?,
        }
        Ok(())
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        match event {
            Event::Filed { area, worker, employer, claimed_fen, .. } => {
                (self.area, self.claimed_fen) = (Some(*area), *claimed_fen);
                (self.worker, self.employer) = (Some(worker.clone()), Some(employer.clone()));
            }
            Event::Checked { .. } => self.checked_by = Some(stamp.actor.clone()),
            _ => {}
        }
        self.course.take(event, stamp);
    }
}
