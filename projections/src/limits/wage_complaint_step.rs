//! 欠薪投诉办理时限: the check and the order by the standard, and the payment by the day that the order set. DOMAIN §2.13.

use domain::{
    alert::LimitId,
    kinds::AnyEvent,
    policy::Standard,
    wage_complaint::{Course, STANDARD},
};

use super::{Clocks, Limit};
use crate::model::{Seen, word};

pub const WAGE_COMPLAINT_STEP: Limit = Limit {
    id: LimitId::WageComplaintStep,
    of: &["wage_complaint"],
    steps: &["check", "order", PAYMENT],
    near_days: 3,
    watch,
    passed: |_, _| {},
};

const PAYMENT: &str = "payment";

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::WageComplaint(event) = &seen.event else { return };
    let case = (&seen.stamp.subject, seen.stamp.area);
    let mut course: Course = clocks.course(case.0, "");
    course.take(event, &seen.stamp);
    clocks.keep(case, "", &course);
    for (name, clock) in course.clocks() {
        if let Some(Standard::WageComplaint(limits)) = clocks.standard_on(STANDARD, case.1, clock.from) {
            clocks.start_of(case, &word(&name), &clock, limits.of(name));
        }
    }
    match course.payment() {
        Some((pay_by, clock)) if clock.stopped.is_none() => clocks.start_until(PAYMENT, pay_by),
        _ => clocks.end(PAYMENT),
    }
}
