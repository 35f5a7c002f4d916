//! 追缴时限: from a confirmed finding to the first money recovered or written off, in the days that the standard gives. Usual: 90.
//! DOMAIN §2.18, §4 F25.

use domain::{alert::LimitId, finding::Event, kinds::AnyEvent, policy::Standard};

use super::{Clocks, Limit};
use crate::model::Seen;

pub const FINDING_RECOVERY: Limit =
    Limit { id: LimitId::FindingRecovery, of: "finding", near_days: 15, watch, passed: |_, _| {} };

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::Finding(event) = &seen.event else { return };
    match event {
        Event::Confirmed { amount_fen, .. } if !amount_fen.is_zero() => {
            if let Some(Standard::FindingRecovery { days_max }) = clocks.standard("finding_recovery") {
                clocks.start("", seen.stamp.occurred_on.plus_days(days_max.into()));
            }
        }
        Event::Recovered { .. } | Event::WrittenOff { .. } | Event::Closed { .. } => clocks.end(""),
        _ => {}
    }
}
