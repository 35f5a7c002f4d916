//! 监测识别时限: from a clue to the county's confirmation or rejection, in the days that the standard gives. Usual: 15. DOMAIN §2.1.

use domain::{alert::LimitId, household::Event, kinds::AnyEvent, policy::Standard};

use super::{Clocks, Limit};
use crate::model::Seen;

pub const MONITORING_CONFIRMATION: Limit =
    Limit { id: LimitId::MonitoringConfirmation, of: "household", near_days: 3, watch, passed: |_, _| {} };

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::Household(event) = &seen.event else { return };
    match event {
        // A second clue of the same household runs on the first one's clock.
        Event::ClueReceived { .. } if clocks.running().is_empty() => {
            if let Some(Standard::Monitoring { confirmation_days_max, .. }) = clocks.standard("monitoring") {
                clocks.start("", seen.stamp.occurred_on.plus_days(confirmation_days_max.into()));
            }
        }
        Event::CountyConfirmed { .. } | Event::Rejected { .. } | Event::MergedInto { .. } | Event::Dissolved { .. } => {
            clocks.end("")
        }
        _ => {}
    }
}
