//! 补贴到账时限: from the complete application to the credit of all that was approved, in the days that the standard gives. It runs to
//! the credit on the payee's account, not to the instruction, and stands still only after the payee was told what is
//! missing; a payment that the bank gives back opens the debt again. DOMAIN §2.11.

use domain::{alert::LimitId, claim::Event, kinds::AnyEvent, policy::Standard};

use super::{Clock, Clocks, Limit};
use crate::model::Seen;

pub const CLAIM_CREDIT: Limit = Limit { id: LimitId::ClaimCredit, of: "claim", near_days: 5, watch, passed: |_, _| {} };

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::Claim(event) = &seen.event else { return };
    match event {
        Event::AutoChecked { standard, version, .. } => {
            if let Some(Standard::Subsidy { credited_days_max, .. }) = clocks.version(standard, *version) {
                clocks.start("", seen.stamp.occurred_on.plus_days(credited_days_max.into()));
            }
        }
        Event::PayeeTold { .. } => clocks.pause(""),
        Event::Supplied { .. } => clocks.resume(""),
        Event::Approved { amount_fen, .. } | Event::ApprovedAutomatically { amount_fen, .. } => {
            if let Some(clock) = clocks.clock("") {
                clock.open_fen = (*amount_fen).into();
            }
        }
        Event::Credited { amount_fen, .. } => {
            let Some(clock) = clocks.clock("") else { return };
            clock.open_fen -= *amount_fen;
            if clock.open_fen.0 <= 0 {
                clocks.end("");
            }
        }
        Event::Returned { amount_fen, .. } => {
            let Some(clock) = clocks.clock("") else { return };
            clock.open_fen += *amount_fen;
            if let Clock { ended_by: Some(_), due: Some(due), .. } = *clock {
                clocks.start("", due);
            }
        }
        // A loan is lent by the bank; nothing is credited from a fund.
        Event::Refused { .. } | Event::Disbursed { .. } => clocks.end(""),
        _ => {}
    }
}
