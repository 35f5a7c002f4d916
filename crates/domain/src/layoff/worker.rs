//! 被裁减人员 One worker of a layoff: one fold, which rules, views and alerts share.

use serde::{Deserialize, Serialize};

use super::Event;
use crate::{
    case::Stamp,
    owed::Owed,
    values::{Clock, Date, Stopped},
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkerState {
    #[default]
    Noticed,
    Left,
    CompensationDue,
    Paid,
    /// 无需补偿
    NothingDue,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Worker {
    pub left_on: Option<Date>,
    /// What is due was found out.
    pub found_on: Option<Date>,
    pub owed: Owed,
}

impl Worker {
    pub fn state(&self) -> WorkerState {
        match (self.left_on, self.found_on) {
            _ if self.owed.is_paid() => WorkerState::Paid,
            (_, Some(_)) if self.owed.due_fen.is_zero() => WorkerState::NothingDue,
            (_, Some(_)) => WorkerState::CompensationDue,
            (Some(_), None) => WorkerState::Left,
            (None, None) => WorkerState::Noticed,
        }
    }

    /// 支付期限 From the last day on; met by the credit that left nothing outstanding.
    pub fn clock(&self) -> Option<Clock> {
        let stopped = match self.state() {
            WorkerState::Paid => self.owed.credits.iter().map(|credit| credit.on).max().map(Stopped::Met),
            WorkerState::NothingDue => self.found_on.map(Stopped::Void),
            _ => None,
        };
        self.left_on.map(|from| Clock::running(from).stopped(stopped))
    }

    /// Bookkeeping without rules.
    pub fn take(&mut self, event: &Event, stamp: &Stamp) {
        match event {
            Event::Left { .. } => self.left_on = self.left_on.or(Some(stamp.occurred_on)),
            Event::CompensationDue { amount_fen, .. } => {
                (self.found_on, self.owed.due_fen) = (Some(stamp.occurred_on), *amount_fen);
            }
            Event::Paid { amount_fen, slip, .. } => self.owed.credit(*amount_fen, slip, stamp),
            Event::PaymentAnnulled { payment, .. } => self.owed.annul(*payment),
            Event::Noticed { .. } => {}
        }
    }
}
