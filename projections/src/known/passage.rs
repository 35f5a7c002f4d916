//! 资金沉淀 What a fund received, in order, and how much of all of it was sent down, given back or instructed: what came first goes
//! first, and what the bank returns lies there again. What is taken back as if it had never come was not used: of a reversed
//! receipt it is that receipt, of a smaller budget what came last. DOMAIN §1, §2.12, §4 F31.

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

impl Receipt {
    /// All of it was taken back.
    pub fn is_void(&self) -> bool {
        self.amount_fen <= 0
    }
}

/// What came in all, and how much of it went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    came_fen: i64,
    gone_fen: i64,
}

/// 撤回 So much did not come after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// What was received by this event, else what came last.
    of: Option<Uuid>,
    left_fen: i64,
}

impl TakenBack {
    /// From one receipt; they are asked in turn, the last one first. Nothing is left to be taken at the end.
    pub fn from(&mut self, receipt: &mut Receipt) {
        receipt.up_to_fen = receipt.up_to_fen.saturating_sub(self.left_fen);
        if self.of.is_none_or(|of| of == receipt.event) {
            let taken = self.left_fen.min(receipt.amount_fen);
            receipt.amount_fen -= taken;
            self.left_fen -= taken;
            if self.of.is_some() {
                self.left_fen = 0;
            }
        }
    }

    pub fn is_done(self) -> bool {
        self.left_fen <= 0
    }
}

/// What became of a fund's money by one event.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    pub came: Vec<Receipt>,
    pub taken_back: Option<TakenBack>,
}

impl Level {
    /// `None` when no money came, went or came back.
    pub fn moves(&mut self, event: &Event, seen: &Seen) -> Option<Moved> {
        let lies = |account| matches!(account, LedgerAccount::Available | LedgerAccount::Reserved);
        let (before, mut moved) = (*self, Moved::default());
        for Line { from, to, amount_fen } in lines(event) {
            let amount_fen = amount_fen.get();
            match (lies(from), lies(to)) {
                (false, true) if from.is_origin() => {
                    self.came_fen = self.came_fen.saturating_add(amount_fen);
                    let (event, on) = (seen.stamp.id, seen.stamp.occurred_on);
                    moved.came.push(Receipt { event, on, amount_fen, up_to_fen: self.came_fen });
                }
                (true, false) if to.is_origin() => {
                    self.came_fen = self.came_fen.saturating_sub(amount_fen);
                    let of = if let Event::Reversed { event, .. } = event { Some(*event) } else { None };
                    moved.taken_back = Some(TakenBack { of, left_fen: amount_fen });
                }
                (true, false) => self.gone_fen = self.gone_fen.saturating_add(amount_fen),
                (false, true) => self.gone_fen = self.gone_fen.saturating_sub(amount_fen),
                _ => {}
            }
        }
        (before != *self).then_some(moved)
    }

    /// What lies of a receipt still.
    pub fn left_fen(self, receipt: &Receipt) -> i64 {
        (receipt.up_to_fen - self.gone_fen).clamp(0, receipt.amount_fen)
    }
}

impl Passage {
    /// Whether money came, went or came back.
    pub fn moves(&mut self, event: &Event, seen: &Seen) -> bool {
        let Some(Moved { came, taken_back }) = self.level.moves(event, seen) else { return false };
        self.receipts.extend(came);
        if let Some(mut taken_back) = taken_back {
            for receipt in self.receipts.iter_mut().rev() {
                taken_back.from(receipt);
                if taken_back.is_done() {
                    break;
                }
            }
        }
        true
    }

    /// Each receipt with what still lies there of it.
    pub fn lying(&self) -> impl Iterator<Item = (&Receipt, i64)> {
        self.receipts.iter().map(|receipt| (receipt, self.level.left_fen(receipt)))
    }
}
