//! 村级公示时限: the village notice stands its days inside the time from a clue to its confirmation, so it is put up so many days
//! before that one is over. Usual: 5 inside 15. DOMAIN §2.1.

use domain::{alert::LimitId, household::Event, kinds::AnyEvent, policy::Standard, values::Limit as Length};

use super::{Clocks, Limit};
use crate::model::Seen;

pub const VILLAGE_NOTICE: Limit =
    Limit { id: LimitId::VillageNotice, of: &["household"], steps: &[], near_days: 2, watch, passed: |_, _| {} };

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::Household(event) = &seen.event else { return };
    match event {
        Event::ClueReceived { .. } if clocks.running().is_empty() => {
            if let Some(Standard::Monitoring { confirmation_days_max, notice_days_min }) = clocks.standard("monitoring")
            {
                let days = confirmation_days_max.saturating_sub(notice_days_min);
                clocks.start("", seen.stamp.occurred_on, Length::CalendarDays(days));
            }
        }
        // Who is confirmed or rejected without a notice has another fault than being late.
        Event::VillageNoticed { .. }
        | Event::CountyConfirmed { .. }
        | Event::Rejected { .. }
        | Event::MergedInto { .. }
        | Event::Dissolved { .. } => clocks.end(""),
        _ => {}
    }
}
