//! 资金使用时限: what a fund receives is sent down, given back or instructed within the days that the standard of the check on idle
//! funds sets; what came first goes first. Without that standard no clock runs. DOMAIN §4 F31.

use domain::{alert::LimitId, finding::CheckId, kinds::AnyEvent, policy::Standard, values::Limit as Length};

use super::{Clocks, Limit};
use crate::{known::passage::Passage, model::Seen};

pub const IDLE_FUNDS: Limit =
    Limit { id: LimitId::IdleFunds, of: &["fund"], steps: &[], near_days: 15, watch, passed: |_, _| {} };

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::Fund(event) = &seen.event else { return };
    let case = (&seen.stamp.subject, seen.stamp.area);
    let mut passage: Passage = clocks.course(case.0, "");
    if !passage.moves(event, seen) {
        return;
    }
    for (receipt, left_fen) in passage.lying() {
        let item = receipt.event.to_string();
        let standard = clocks.standard_on(&CheckId::IdleFunds.standard(), case.1, receipt.on);
        match standard.filter(|_| left_fen > 0) {
            Some(Standard::Check { parameters, .. }) => {
                if let Some(days) = parameters.get("days_max").and_then(|days| u16::try_from(*days).ok()) {
                    clocks.start(&item, receipt.on, Length::CalendarDays(days));
                }
            }
            _ => clocks.end(&item),
        }
    }
    clocks.keep(case, "", &passage);
}
