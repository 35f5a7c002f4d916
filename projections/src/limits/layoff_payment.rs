//! 经济补偿支付时限: from a laid-off worker's last day to the credit that leaves nothing outstanding. DOMAIN §2.13; Labour Contract Law,
//! article 47 (general knowledge).

use domain::{
    alert::LimitId,
    kinds::AnyEvent,
    layoff::{Event, STANDARD, Worker},
    policy::Standard,
};

use super::{Clocks, Limit};
use crate::model::Seen;

pub const LAYOFF_PAYMENT: Limit =
    Limit { id: LimitId::LayoffPayment, of: &["layoff"], steps: &[], near_days: 3, watch, passed: |_, _| {} };

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::Layoff(event) = &seen.event else { return };
    let (Event::Left { person, .. }
    | Event::CompensationDue { person, .. }
    | Event::Paid { person, .. }
    | Event::PaymentAnnulled { person, .. }) = event
    else {
        return;
    };
    let case = (&seen.stamp.subject, seen.stamp.area);
    let mut worker: Worker = clocks.course(case.0, person.id());
    worker.take(event, &seen.stamp);
    clocks.keep(case, person.id(), &worker);
    let Some(clock) = worker.clock() else { return };
    if let Some(Standard::Layoff(rules)) = clocks.standard_on(STANDARD, case.1, clock.from) {
        clocks.start_of(case, person.id(), &clock, rules.payment);
    }
}
