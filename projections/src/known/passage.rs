//! 资金沉淀 What a fund received, in order, and how much of all of it was sent down, given back or instructed: what came first goes
//! first, and what the bank returns lies there again. DOMAIN §2.12, §4 F31.

use domain::{
    fund::{Event, LedgerAccount, Line, lines},
    values::Date,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::model::Seen;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    receipts: Vec<Receipt>,
    gone_fen: i64,
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

impl Passage {
    /// Whether money came, went or came back.
    pub fn moves(&mut self, event: &Event, seen: &Seen) -> bool {
        let lies = |account| matches!(account, LedgerAccount::Available | LedgerAccount::Reserved);
        let before = (self.receipts.len(), self.gone_fen);
        for Line { from, to, amount_fen } in lines(event) {
            let amount_fen = amount_fen.get();
            match (lies(from), lies(to)) {
                (false, true) if from.is_origin() => {
                    let up_to_fen = self.receipts.last().map_or(0, |last| last.up_to_fen).saturating_add(amount_fen);
                    let (event, on) = (seen.stamp.id, seen.stamp.occurred_on);
                    self.receipts.push(Receipt { event, on, amount_fen, up_to_fen });
                }
                (true, false) => self.gone_fen = self.gone_fen.saturating_add(amount_fen),
                (false, true) => self.gone_fen = self.gone_fen.saturating_sub(amount_fen),
                _ => {}
            }
        }
        before != (self.receipts.len(), self.gone_fen)
    }

    /// Each receipt with what still lies there of it.
    pub fn lying(&self) -> impl Iterator<Item = (&Receipt, i64)> {
        let left = |receipt: &Receipt| (receipt.up_to_fen - self.gone_fen).clamp(0, receipt.amount_fen);
        self.receipts.iter().map(move |receipt| (receipt, left(receipt)))
    }
}
