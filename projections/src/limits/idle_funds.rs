//! 资金使用时限: what a fund receives is sent down, given back or instructed within the days that the standard of the check on idle
//! funds sets; what came first goes first. Without that standard no clock runs. DOMAIN §4 F31.

use domain::{
    alert::LimitId,
    finding::CheckId,
    kinds::AnyEvent,
    policy::Standard,
    stream::StreamId,
    values::{AreaCode, Date, Limit as Length},
};
use serde::{Deserialize, Serialize};

use super::{Clocks, Limit};
use crate::{
    known::passage::{Level, Moved, Receipt, TakenBack},
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
    let Some(Moved { came, taken_back }) = course.level.moves(event, seen) else { return };
    let (known, mut from) = (course.receipts, course.first);
    let is_taken_back = taken_back.is_some();
    if let Some(taken_back) = taken_back {
        from = from.min(take_back(clocks, case, known, taken_back));
    }
    for receipt in came {
        clocks.keep(case, &item(course.receipts), &Some(receipt));
        course.receipts += 1;
    }
    // What the bank gave back lies where it lay before.
    while from > 0 && look(clocks, &course, from - 1, seen) != Lies::Gone {
        from -= 1;
    }
    course.first = course.receipts;
    let all = course.looked_on.replace(seen.today()) != Some(seen.today()) || is_taken_back;
    for number in from..course.receipts {
        // Those that were known, behind the first that lies, lie as they lay.
        let as_before = course.first < number && number < known;
        if (all || !as_before) && look(clocks, &course, number, seen) == Lies::Something {
            course.first = course.first.min(number);
        }
    }
    clocks.keep(case, "", &course);
}

/// Changes the receipts from the last one back, and says which was the first that changed.
fn take_back(
    clocks: &mut Clocks,
    case: (&StreamId, Option<AreaCode>),
    receipts: u32,
    mut taken_back: TakenBack,
) -> u32 {
    for number in (0..receipts).rev() {
        let known: Option<Receipt> = clocks.course(case.0, &item(number));
        if let Some(mut receipt) = known {
            taken_back.from(&mut receipt);
            clocks.keep(case, &item(number), &Some(receipt));
        }
        if taken_back.is_done() {
            return number;
        }
    }
    0
}

fn item(number: u32) -> String {
    format!("{number:010}")
}

/// What there is of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lies {
    Something,
    /// It went, and so did all that came before.
    Gone,
    /// It never was.
    Void,
}

/// A receipt's clock runs for as long as something of it lies.
fn look(clocks: &mut Clocks, course: &Course, number: u32, seen: &Seen) -> Lies {
    let Some(receipt): Option<Receipt> = clocks.course(&seen.stamp.subject, &item(number)) else { return Lies::Void };
    let lies = match course.level.left_fen(&receipt) {
        1.. => Lies::Something,
        _ if receipt.is_void() => Lies::Void,
        _ => Lies::Gone,
    };
    let standard = clocks.standard_on(&CheckId::IdleFunds.standard(), seen.stamp.area, receipt.on);
    let days_max = match standard.filter(|_| lies == Lies::Something) {
        Some(Standard::Check { parameters, .. }) => {
            parameters.get("days_max").and_then(|days| u16::try_from(*days).ok())
        }
        _ => None,
    };
    let clock = receipt.event.to_string();
    match days_max {
        Some(days) => clocks.start(&clock, receipt.on, Length::CalendarDays(days)),
        None => clocks.end(&clock),
    }
    lies
}
