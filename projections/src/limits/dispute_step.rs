//! 仲裁时限: acceptance, tribunal, award, its extension, and the target of the green channel, as the dispute's own course has them.
//! DOMAIN §2.13, §4 F28.

use domain::{
    alert::LimitId,
    dispute::{Course, STANDARD},
    kinds::AnyEvent,
    policy::Standard,
};

use super::{Clocks, Limit};
use crate::model::{Seen, word};

pub const DISPUTE_STEP: Limit = Limit {
    id: LimitId::DisputeStep,
    of: &["dispute"],
    steps: &["acceptance", "tribunal", "award", "extension", "green_channel"],
    near_days: 3,
    watch,
    passed: |_, _| {},
};

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::Dispute(event) = &seen.event else { return };
    let case = (&seen.stamp.subject, seen.stamp.area);
    let mut course: Course = clocks.course(case.0, "");
    course.take(event, &seen.stamp);
    clocks.keep(case, "", &course);
    for (name, clock) in course.clocks() {
        if let Some(Standard::Dispute(limits)) = clocks.standard_on(STANDARD, case.1, clock.from) {
            clocks.start_of(case, &word(&name), &clock, limits.of(name, &course));
        }
    }
}
