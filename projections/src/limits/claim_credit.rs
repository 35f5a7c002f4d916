//! 补贴到账时限: from the complete application to the credit of all that was approved, in the days that the standard gives. It runs to
//! the credit on the payee's account, not to the instruction, and stands still only after the payee was told what is
//! missing; a payment that the bank gives back opens the debt again. DOMAIN §2.11.

use domain::{alert::LimitId, claim::Event, kinds::AnyEvent, policy::Standard, values::Limit as Length};

use super::{Clock, Clocks, Limit};
use crate::model::Seen;

pub const CLAIM_CREDIT: Limit =
    Limit { id: LimitId::ClaimCredit, of: &["claim"], steps: &[], near_days: 5, watch, passed: |_, _| {} };

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::Claim(event) = &seen.event else { return };
    match event {
        Event::AutoChecked { standard, version, .. } => {
            if let Some(Standard::Subsidy { credited_days_max, .. }) = clocks.version(standard, *version) {
                clocks.start("", seen.stamp.occurred_on, Length::CalendarDays(credited_days_max));
            }
        }
        Event::PayeeTold { .. } => clocks.pause(""),
        Event::Supplied { .. } => clocks.resume(""),
        Event::Approved { amount_fen, .. } | Event::ApprovedAutomatically { amount_fen, .. } => {
            if let Some(clock) = clocks.clock("") {
                clock.owed_fen = (*amount_fen).into();
            }
        }
        Event::Credited { batch, amount_fen } => {
            let Some(clock) = clocks.clock("") else { return };
            clock.paid.add((batch.to_string(), amount_fen.get()));
            if clock.is_paid() {
                clocks.end("");
            }
        }
        // What never arrived leaves the debt as it is.
        Event::Returned { batch, .. } => {
            let Some(clock) = clocks.clock("") else { return };
            let batch = batch.to_string();
            clock.paid.0.retain(|(by, _)| *by != batch);
            if clock.ended_by.is_some() && !clock.is_paid() {
                clocks.reopen("");
            }
        }
        // A loan is lent by the bank; nothing is credited from a fund.
        Event::Refused { .. } | Event::Disbursed { .. } => clocks.end(""),
        _ => {}
    }
}

impl Clock {
    fn is_paid(&self) -> bool {
        self.paid.0.iter().map(|(_, fen)| fen).sum::<i64>() >= self.owed_fen.0
    }
}
