//! 履职考核时限: a month's duty is assessed within the days that the standard gives after the month's end. Otherwise the employing
//! unit is alerted, and a substitute may assess, so that an idle unit never leaves a worker unpaid. DOMAIN §2.10.

use domain::{alert::LimitId, kinds::AnyEvent, policy::Standard, values::Month, welfare_post::Event};

use super::{Clock, Clocks, Limit};
use crate::model::Seen;

pub const DUTY_ASSESSMENT: Limit =
    Limit { id: LimitId::DutyAssessment, of: "welfare_post", near_days: 3, watch, passed: next_month };

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::WelfarePost(event) = &seen.event else { return };
    let on = seen.stamp.occurred_on;
    match event {
        Event::Placed { person, .. } => begin(clocks, person.id(), on.month()),
        Event::DutyAssessed { person, month, .. } => {
            let item = item(person.id(), *month);
            let series_until = clocks.clock(&item).and_then(|clock| clock.series_until);
            clocks.end(&item);
            if series_until.is_none_or(|until| month.last() < until) {
                begin(clocks, person.id(), month.last().plus_days(1).month());
                until(clocks, person.id(), series_until);
            }
        }
        // The month of leaving is the last one to be assessed.
        Event::Left { person, .. } => until(clocks, person.as_ref().map_or("", |person| person.id()), Some(on)),
        Event::PlacementAnnulled { .. } => {
            for clock in clocks.running() {
                clocks.end(&clock.item);
            }
        }
        _ => {}
    }
}

/// The month after one that was not assessed is due all the same.
fn next_month(clocks: &mut Clocks, passed: &Clock) {
    let Some((person, month)) = passed.item.split_once(',') else { return };
    let Ok(month) = month.parse::<Month>() else { return };
    if passed.series_until.is_none_or(|until| month.last() < until) {
        begin_of(clocks, passed, person, month.last().plus_days(1).month());
    }
}

fn item(person: &str, month: Month) -> String {
    format!("{person},{month}")
}

fn begin(clocks: &mut Clocks, person: &str, month: Month) {
    if let Some(Standard::DutyAssessment { days_max }) = clocks.standard("duty_assessment") {
        clocks.start(&item(person, month), month.last().plus_days(days_max.into()));
    }
}

fn begin_of(clocks: &mut Clocks, before: &Clock, person: &str, month: Month) {
    // As long after its month's end as the one before.
    let days = before.due.zip(before.item.split_once(',').and_then(|(_, month)| month.parse::<Month>().ok()));
    let Some(days) = days.and_then(|(due, month)| i32::try_from(due.days_since(month.last())).ok()) else { return };
    let clock = clocks.start_of((&before.subject, before.area), &item(person, month), month.last().plus_days(days));
    clock.series_until = before.series_until;
}

/// No month begins after that day; all holders of the post when nobody is named.
fn until(clocks: &mut Clocks, person: &str, until: Option<domain::values::Date>) {
    for running in clocks.running() {
        let (of, month) = running.item.split_once(',').unwrap_or_default();
        if !person.is_empty() && of != person {
            continue;
        }
        let begins_later = month.parse::<Month>().is_ok_and(|month| until.is_some_and(|until| month.first() > until));
        if begins_later {
            clocks.end(&running.item);
        } else if let Some(clock) = clocks.clock(&running.item) {
            clock.series_until = until.or(clock.series_until);
        }
    }
}
