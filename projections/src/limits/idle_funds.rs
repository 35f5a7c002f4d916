//! 资金使用时限: what a fund receives is sent down, given back or instructed within the days that the standard of the check on idle
//! funds sets; what came first goes first. Without that standard no clock runs. DOMAIN §4 F31.

use domain::{
    alert::LimitId,
    finding::CheckId,
    kinds::AnyEvent,
    policy::Standard,
    values::{Date, Limit as Length},
};
use serde::{Deserialize, Serialize};

use super::{Clocks, Limit};
use crate::{
    known::passage::{Level, Receipt},
    model::Seen,
};

pub const IDLE_FUNDS: Limit =
    Limit { id: LimitId::IdleFunds, of: &["fund"], steps: &[], near_days: 15, watch, passed: |_, _| {} };

/// Of a fund. Its receipts are kept one by one, since a fund may have many and most of them are gone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Course {
    level: Level,
    receipts: u32,
    /// All before it are gone.
    first: u32,
    /// On this day all that lies was looked at: the standard may be another than it was.
    looked_on: Option<Date>,
}

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::Fund(event) = &seen.event else { return };
    let case = (&seen.stamp.subject, seen.stamp.area);
    let mut course: Course = clocks.course(case.0, "");
    let Some(came) = course.level.moves(event, seen) else { return };
    let (known, mut from) = (course.receipts, course.first);
    for receipt in came {
        clocks.keep(case, &item(course.receipts), &Some(receipt));
        course.receipts += 1;
    }
    // What the bank gave back lies where it lay before.
    while from > 0 && look(clocks, &course, from - 1, seen) {
        from -= 1;
    }
    course.first = course.receipts;
    let all = course.looked_on.replace(seen.today()) != Some(seen.today());
    for number in from..course.receipts {
        // Those that were known, behind the first that lies, lie as they lay.
        let as_before = course.first < number && number < known;
        if (all || !as_before) && look(clocks, &course, number, seen) {
            course.first = course.first.min(number);
        }
    }
    clocks.keep(case, "", &course);
}

fn item(number: u32) -> String {
    format!("{number:010}")
}

/// Whether something of that receipt lies; its clock runs for as long as it does.
fn look(clocks: &mut Clocks, course: &Course, number: u32, seen: &Seen) -> bool {
    let Some(receipt): Option<Receipt> = clocks.course(&seen.stamp.subject, &item(number)) else { return false };
    let lies = course.level.left_fen(&receipt) > 0;
    let standard = clocks.standard_on(&CheckId::IdleFunds.standard(), seen.stamp.area, receipt.on);
    match standard.filter(|_| lies) {
        Some(Standard::Check { parameters, .. }) => {
            if let Some(days) = parameters.get("days_max").and_then(|days| u16::try_from(*days).ok()) {
                clocks.start(&receipt.event.to_string(), receipt.on, Length::CalendarDays(days));
            }
        }
        _ => clocks.end(&receipt.event.to_string()),
    }
    lies
}
