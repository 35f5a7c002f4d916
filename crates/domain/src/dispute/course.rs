//! 进程与期限 How far a dispute has come, which clocks run, and what is owed: one fold, which rules, views and alerts share.

use serde::{Deserialize, Serialize};

use super::{Event, Finality, Party};
use crate::{
    case::Stamp,
    owed::Owed,
    values::{Clock, Date, Span, Stopped},
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Filed,
    SupplementAsked,
    Accepted,
    Refused,
    Lapsed,
    Mediating,
    Settled,
    Hearing,
    PartiallyAwarded,
    Awarded,
    Effective,
    Enforcing,
    Credited,
    Closed,
    Withdrawn,
    Dismissed,
    EnforcementTerminated,
    Court,
}

/// 各项期限
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockName {
    /// 受理
    Acceptance,
    /// 组庭
    Tribunal,
    /// 审结
    Award,
    /// 延期审结
    Extension,
    /// 绿色通道
    GreenChannel,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Course {
    pub state: State,
    pub since: Option<Date>,
    pub green_channel: bool,
    /// 收到申请 Filed, or supplied what was missing: then the clock of acceptance starts anew.
    pub received_on: Option<Date>,
    /// 要求补正 Told what is missing, and not supplied.
    pub asked_on: Option<Date>,
    /// Accepted or refused.
    pub answered_on: Option<Date>,
    pub accepted_on: Option<Date>,
    pub tribunal_on: Option<Date>,
    pub suspensions: Vec<Span>,
    pub extended_on: Option<Date>,
    pub extended_by: Option<u16>,
    /// Settled, awarded or dismissed.
    pub concluded_on: Option<Date>,
    /// Lapsed, withdrawn or taken to court.
    pub ended_on: Option<Date>,
    pub finality: Option<Finality>,
    /// What the settlement or the awards that stand give.
    pub owed: Owed,
}

/// Where an event may stand (anywhere, if nothing is said), and where it leads, if anywhere.
pub(super) fn way(event: &Event) -> (&'static [State], Option<State>) {
    use State::{
        Accepted, Awarded, Closed, Court, Credited, Dismissed, Effective, EnforcementTerminated, Enforcing, Filed,
        Hearing, Lapsed, Mediating, PartiallyAwarded, Refused, Settled, SupplementAsked, Withdrawn,
    };
    const UNDER_WAY: &[State] = &[Accepted, Mediating, Hearing, PartiallyAwarded];
    match event {
        Event::Filed { .. } => (&[], Some(Filed)),
        Event::SupplementAsked { .. } => (&[Filed], Some(SupplementAsked)),
        Event::Supplemented { .. } => (&[SupplementAsked], Some(Filed)),
        Event::Accepted { .. } => (&[Filed, SupplementAsked], Some(Accepted)),
        Event::Refused { .. } => (&[Filed, SupplementAsked], Some(Refused)),
        Event::Lapsed { .. } => (&[SupplementAsked], Some(Lapsed)),
        Event::TribunalNoticed { .. } | Event::Suspended { .. } | Event::Resumed { .. } | Event::Extended { .. } => {
            (UNDER_WAY, None)
        }
        Event::MediationBegan {} => (&[Accepted, Hearing, PartiallyAwarded], Some(Mediating)),
        Event::Settled { .. } => (&[Mediating], Some(Settled)),
        Event::HearingHeld { .. } => (UNDER_WAY, Some(Hearing)),
        Event::PartiallyAwarded { .. } => (&[Hearing], Some(PartiallyAwarded)),
        Event::Awarded { .. } => (&[Hearing, PartiallyAwarded], Some(Awarded)),
        Event::Dismissed { .. } => (&[Accepted, Mediating, Hearing], Some(Dismissed)),
        Event::Withdrawn { .. } => (&[Filed, SupplementAsked, Accepted, Mediating, Hearing], Some(Withdrawn)),
        Event::BecameEffective { .. } => (&[Awarded], Some(Effective)),
        Event::EnforcementBegan { .. } => (&[Settled, Effective], Some(Enforcing)),
        Event::EnforcementTerminated { .. } => (&[Enforcing], Some(EnforcementTerminated)),
        Event::Credited { .. } | Event::CreditAnnulled { .. } => (&[], None),
        Event::Closed { .. } => (&[Settled, Effective, Credited], Some(Closed)),
        Event::TakenToCourt { .. } => (&[Filed, Refused, Awarded, Dismissed], Some(Court)),
    }
}

impl Course {
    /// 中止 Suspended, since when.
    pub fn suspended(&self) -> Option<Date> {
        self.suspensions.last().filter(|pause| pause.to.is_none()).map(|pause| pause.from)
    }

    /// The clocks that run or ran.
    pub fn clocks(&self) -> Vec<(ClockName, Clock)> {
        let void = || self.ended_on.map(Stopped::Void);
        let until = |met: Option<Date>| met.map(Stopped::Met).or_else(void);
        let running = |from: Date| Clock { from, pauses: self.suspensions.clone(), stopped: until(self.concluded_on) };
        let mut clocks = vec![];
        if let Some(from) = self.received_on {
            let pauses = self.asked_on.map(|from| Span { from, to: self.answered_on.map(|on| on.max(from)) });
            let clock = Clock { from, pauses: pauses.into_iter().collect(), stopped: until(self.answered_on) };
            clocks.push((ClockName::Acceptance, clock));
        }
        let Some(from) = self.accepted_on else { return clocks };
        let in_vain = || self.concluded_on.map(Stopped::Void);
        let tribunal = self.tribunal_on.map(Stopped::Met).or_else(in_vain).or_else(void);
        clocks.push((ClockName::Tribunal, Clock::running(from).stopped(tribunal)));
        // A limit that was extended gives way to the longer one.
        let award = running(from);
        let award = if let Some(on) = self.extended_on { award.stopped(Some(Stopped::Void(on))) } else { award };
        clocks.push((ClockName::Award, award));
        if self.extended_on.is_some() {
            clocks.push((ClockName::Extension, running(from)));
        }
        if self.green_channel {
            clocks.push((ClockName::GreenChannel, running(from)));
        }
        clocks
    }

    pub fn clock(&self, name: ClockName) -> Option<Clock> {
        self.clocks().into_iter().find(|(found, _)| *found == name).map(|(_, clock)| clock)
    }

    /// Bookkeeping without rules.
    pub fn take(&mut self, event: &Event, stamp: &Stamp) {
        let on = stamp.occurred_on;
        // Against a final award an employer's suit changes nothing.
        let in_vain =
            matches!(event, Event::TakenToCourt { by: Party::Employer, .. }) && self.finality == Some(Finality::Final);
        if in_vain {
            return;
        }
        if let (_, Some(state)) = way(event) {
            self.stands_at(state, on);
        }
        match event {
            Event::Filed { green_channel, .. } => (self.green_channel, self.received_on) = (*green_channel, Some(on)),
            Event::SupplementAsked { .. } => self.asked_on = Some(on),
            Event::Supplemented { .. } => (self.asked_on, self.received_on) = (None, Some(on)),
            Event::Accepted { .. } => (self.answered_on, self.accepted_on) = (Some(on), Some(on)),
            Event::Refused { .. } => self.answered_on = Some(on),
            Event::TribunalNoticed { .. } => self.tribunal_on = self.tribunal_on.or(Some(on)),
            Event::Suspended { .. } if self.suspended().is_none() => {
                self.suspensions.push(Span { from: on, to: None });
            }
            Event::Resumed { .. } => {
                if let Some(pause) = self.suspensions.last_mut().filter(|pause| pause.to.is_none()) {
                    pause.to = Some(on.max(pause.from));
                }
            }
            Event::Extended { days, .. } => (self.extended_on, self.extended_by) = (Some(on), Some(*days)),
            Event::PartiallyAwarded { amount_fen, .. } => self.owed.due_fen = self.owed.due_fen + *amount_fen,
            Event::Settled { amount_fen, .. } | Event::Awarded { amount_fen, .. } => {
                self.owed.due_fen = self.owed.due_fen + *amount_fen;
                self.concluded_on = Some(on);
                if let Event::Awarded { finality, .. } = event {
                    self.finality = Some(*finality);
                }
            }
            Event::Dismissed { .. } => self.concluded_on = Some(on),
            Event::Lapsed { .. } | Event::Withdrawn { .. } => self.ended_on = Some(on),
            // An award against which a party sues does not stand.
            Event::TakenToCourt { .. } => (self.ended_on, self.owed.due_fen) = (Some(on), crate::values::Fen::ZERO),
            Event::Credited { amount_fen, slip } => {
                self.owed.credit(*amount_fen, slip, stamp);
                let concluded = matches!(
                    self.state,
                    State::Settled
                        | State::Awarded
                        | State::Effective
                        | State::Enforcing
                        | State::EnforcementTerminated
                );
                if concluded && self.owed.is_paid() {
                    self.stands_at(State::Credited, on);
                }
            }
            Event::CreditAnnulled { credit, .. } => {
                self.owed.annul(*credit);
                if matches!(self.state, State::Credited | State::Closed) && !self.owed.is_paid() {
                    self.stands_at(State::Effective, on);
                }
            }
            _ => {}
        }
    }

    fn stands_at(&mut self, state: State, on: Date) {
        (self.state, self.since) = (state, Some(on));
    }
}
