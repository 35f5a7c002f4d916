//! 资金沉淀 What a fund received, in order, and how much of all of it was sent down, given back or instructed: what came first goes
//! first, and what the bank returns lies there again. DOMAIN §2.12, §4 F31.

use domain::{
    fund::{Event, LedgerAccount, Line, lines},
    values::Date,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::model::Seen;

/// What a fund received, each amount with what lies of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    receipts: Vec<Receipt>,
    level: Level,
}

/// 到账 One amount that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The event.
    pub event: Uuid,
    pub on: Date,
    amount_fen: i64,
    /// With all that came before.
    up_to_fen: i64,
}

/// What came in all, and how much of it went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    came_fen: i64,
    gone_fen: i64,
}

impl Level {
    /// What came by the event; `None` when no money came, went or came back.
    pub fn moves(&mut self, event: &Event, seen: &Seen) -> Option<Vec<Receipt>> {
        let lies = |account| matches!(account, LedgerAccount::Available | LedgerAccount::Reserved);
        let (before, mut receipts) = (*self, vec![]);
        for Line { from, to, amount_fen } in lines(event) {
            let amount_fen = amount_fen.get();
            match (lies(from), lies(to)) {
                (false, true) if from.is_origin() => {
                    self.came_fen = self.came_fen.saturating_add(amount_fen);
                    let (event, on) = (seen.stamp.id, seen.stamp.occurred_on);
                    receipts.push(Receipt { event, on, amount_fen, up_to_fen: self.came_fen });
                }
                (true, false) => self.gone_fen = self.gone_fen.saturating_add(amount_fen),
                (false, true) => self.gone_fen = self.gone_fen.saturating_sub(amount_fen),
                _ => {}
            }
        }
        (before != *self).then_some(receipts)
    }

    /// What lies of a receipt still.
    pub fn left_fen(self, receipt: &Receipt) -> i64 {
        (receipt.up_to_fen - self.gone_fen).clamp(0, receipt.amount_fen)
    }
}

impl Passage {
    /// Whether money came, went or came back.
    pub fn moves(&mut self, event: &Event, seen: &Seen) -> bool {
        let came = self.level.moves(event, seen);
        let moved = came.is_some();
        self.receipts.extend(came.into_iter().flatten());
        moved
    }

    /// Each receipt with what still lies there of it.
    pub fn lying(&self) -> impl Iterator<Item = (&Receipt, i64)> {
        self.receipts.iter().map(|receipt| (receipt, self.level.left_fen(receipt)))
    }
}
