//! 资金使用时限: what a fund receives is sent down, given back or instructed within the days that the standard of the check on idle
//! funds sets; what came first goes first. Without that standard no clock runs. DOMAIN §4 F31.

use domain::{
    alert::LimitId,
    finding::CheckId,
    fund::{Event, LedgerAccount, Line, lines},
    kinds::AnyEvent,
    policy::Standard,
    values::{Date, Limit as Length},
};
use serde::{Deserialize, Serialize};

use super::{Clocks, Limit};
use crate::model::Seen;

pub const IDLE_FUNDS: Limit =
    Limit { id: LimitId::IdleFunds, of: &["fund"], steps: &[], near_days: 15, watch, passed: |_, _| {} };

/// 到账 What came, in order, and how much of all of it went.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Passage {
    receipts: Vec<Receipt>,
    gone_fen: i64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Receipt {
    /// The event, which names the clock.
    item: String,
    on: Date,
    /// With all that came before.
    up_to_fen: i64,
}

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::Fund(event) = &seen.event else { return };
    let case = (&seen.stamp.subject, seen.stamp.area);
    let mut passage: Passage = clocks.course(case.0, "");
    if !passage.moves(event, seen) {
        return;
    }
    for receipt in &passage.receipts {
        let is_gone = receipt.up_to_fen <= passage.gone_fen;
        match clocks.standard_on(&CheckId::IdleFunds.standard(), case.1, receipt.on).filter(|_| !is_gone) {
            Some(Standard::Check { parameters, .. }) => {
                if let Some(days) = parameters.get("days_max").and_then(|days| u16::try_from(*days).ok()) {
                    clocks.start(&receipt.item, receipt.on, Length::CalendarDays(days));
                }
            }
            _ => clocks.end(&receipt.item),
        }
    }
    clocks.keep(case, "", &passage);
}

impl Passage {
    /// Whether money came, went or came back.
    fn moves(&mut self, event: &Event, seen: &Seen) -> bool {
        let lies = |account| matches!(account, LedgerAccount::Available | LedgerAccount::Reserved);
        let before = (self.receipts.len(), self.gone_fen);
        for Line { from, to, amount_fen } in lines(event) {
            match (lies(from), lies(to)) {
                (false, true) if from.is_origin() => {
                    let up_to_fen = self.receipts.last().map_or(0, |last| last.up_to_fen) + amount_fen.get();
                    let (item, on) = (seen.stamp.id.to_string(), seen.stamp.occurred_on);
                    self.receipts.push(Receipt { item, on, up_to_fen });
                }
                (true, false) => self.gone_fen += amount_fen.get(),
                (false, true) => self.gone_fen -= amount_fen.get(),
                _ => {}
            }
        }
        before != (self.receipts.len(), self.gone_fen)
    }
}
