//! Bookkeeping without rules.

use super::{Event, Fund, lines, passage::Movement};
use crate::{case::Stamp, policy::RecoveredMoneyGoes, values::Fen};

impl Fund {
    pub(super) fn fold(&mut self, event: &Event, stamp: &Stamp) {
        let posted = lines(event);
        for line in &posted {
            self.balances.post(*line);
        }
        let passed = self.passed(event);
        for (passed, amount_fen) in &passed {
            let sum = self.passage_mut(passed);
            *sum = *sum + *amount_fen;
        }
        let by_document = matches!(
            event,
            Event::Received { .. }
                | Event::SentDown { .. }
                | Event::SurplusReturned { .. }
                | Event::SurplusArrived { .. }
                | Event::BudgetAdjusted { .. }
        );
        if let Some(line) = posted.first().filter(|_| by_document) {
            let (on, by) = (stamp.occurred_on, stamp.actor.clone());
            let passed = passed.into_iter().next().map(|(passed, _)| passed);
            self.movements.insert(stamp.id, Movement { line: *line, on, by, passed });
        }
        let gross = &mut self.gross;
        let add = |sum: &mut Fen, amount_fen: &Fen| *sum = *sum + *amount_fen;
        match event {
            Event::Opened { area, holder, source, document, purpose, fiscal_year, central_direct, parent } => {
                (self.area, self.source, self.purpose) = (Some(*area), Some(*source), Some(purpose.clone()));
                (self.holder, self.parent) = (holder.clone(), parent.clone());
                (self.document, self.fiscal_year) = (Some(document.clone()), *fiscal_year);
                self.central_direct = *central_direct;
            }
            Event::SentDown { amount_fen, .. } => add(&mut gross.sent_down_fen, amount_fen),
            Event::Credited { amount_fen, wrong_payee, .. } => {
                add(&mut gross.credited_fen, amount_fen);
                if *wrong_payee {
                    add(&mut gross.wrongly_credited_fen, amount_fen);
                }
            }
            Event::BankReturned { amount_fen, .. } => add(&mut gross.bank_returned_fen, amount_fen),
            Event::RepurposedIn { amount_fen, .. } => add(&mut gross.repurposed_in_fen, amount_fen),
            Event::Repurposed { amount_fen, .. } => add(&mut gross.repurposed_out_fen, amount_fen),
            Event::Recovered { amount_fen, goes: RecoveredMoneyGoes::Up, .. } => {
                add(&mut gross.recovered_up_fen, amount_fen);
            }
            Event::BankLineUnmatched { amount_fen, .. } => add(&mut gross.unmatched_fen, amount_fen),
            Event::YearClosed {} => self.closed_on = Some(stamp.occurred_on),
            Event::Reversed { event, amount_fen, .. } => {
                if let Some(known) = self.movements.remove(event)
                    && let Some(passed) = known.passed
                {
                    let sum = self.passage_mut(&passed);
                    *sum = sum.less(*amount_fen);
                }
            }
            _ => {}
        }
    }
}
