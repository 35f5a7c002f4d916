//! 劳动争议时限 dispute clocks: each dispute, complaint of wages and laid-off worker, how far it has come, which limits run, which
//! were met and which passed, and what is owed.
//!
//! A clock runs under the standard that was in force when it began, in days that the tables of holidays tell apart; where one
//! of them is missing it says so and guesses nothing. That a day has passed is known from the days that began. What a clock
//! rests on wakes its case: the day after its last one, and each new version of a standard. Notice §二(五); DOMAIN §2.13, §3, §4
//! F28.

mod complaints;
mod disputes;
mod layoffs;
mod limits;
mod standards;
#[cfg(test)]
mod tests;

use domain::{
    calendar::{self, Calendar},
    case::Case,
    dispute::{self, Dispute},
    kinds::AnyEvent,
    layoff::{self, Layoff},
    policy::Policy,
    stream::{Ref, StreamId},
    wage_complaint::{self, WageComplaint},
};

pub use self::{
    complaints::Complaint,
    disputes::Status,
    layoffs::LaidOff,
    limits::{Kept, Today, Wake},
    standards::Set,
};
use crate::{
    model::{Projection, Seen, Then},
    tables,
};

pub const DISPUTE_CLOCKS: Projection = Projection {
    name: "dispute_clocks",
    version: 1,
    title_zh: "劳动争议时限",
    title_en: "Disputes with clocks",
    description: "Each labour dispute: its state, when each of its limits is due, which were met or passed, and the money \
                  awarded, credited and outstanding; complaints of wages and laid-off workers with their limits, too.",
    tables: TABLES,
    folds: &[Dispute::CATEGORY, WageComplaint::CATEGORY, Layoff::CATEGORY, Policy::CATEGORY, Calendar::CATEGORY],
    start,
    by_case: &["dispute_clocks", "dispute_clocks_limit", "dispute_clocks_complaint", "dispute_clocks_layoff"],
    leads_to,
};

tables! {
    disputes: Status,
    limits: Kept,
    complaints: Complaint,
    laid_off: LaidOff,
    standards: Set,
    wakes: Wake,
    today: Today,
}

fn fold(t: &mut Tables, seen: &Seen) {
    let case = &seen.stamp.subject;
    match &seen.event {
        AnyEvent::Dispute(event) => disputes::happened(t, event, seen),
        AnyEvent::WageComplaint(event) => complaints::happened(t, event, seen),
        AnyEvent::Layoff(event) => layoffs::happened(t, event, seen),
        AnyEvent::Calendar(calendar::Event::DayBegan { date }) => {
            limits::begins(t, *date);
            wake(t, &date.to_string());
        }
        AnyEvent::Policy(event) => {
            if let Some(name) = standards::learnt(t, event, seen) {
                wake(t, &name);
            }
        }
        _ => {}
    }
    refresh(t, case);
}

/// Computes anew what the clocks of a case say.
fn refresh(t: &mut Tables, case: &StreamId) {
    if let Some(dispute) = Ref::<Dispute>::to(case) {
        disputes::refresh(t, &dispute);
    } else if let Some(complaint) = Ref::<WageComplaint>::to(case) {
        complaints::refresh(t, &complaint);
    } else if let Some(layoff) = Ref::<Layoff>::to(case) {
        layoffs::refresh(t, &layoff);
    }
}

/// A day began, or a standard has another version.
fn wake(t: &mut Tables, by: &str) {
    let mut woken = vec![];
    t.wakes.under(&by.to_owned(), |wake| {
        woken.push(wake.subject.clone());
        Then::Removed
    });
    for case in woken {
        refresh(t, &case);
    }
}

/// The standards under which its clocks may run, up to the years in which they may end, and the days that begin from then on.
fn leads_to(seen: &Seen) -> Vec<StreamId> {
    /// No clock has more than two limits of a year, and a year has more than half its days worked.
    const YEARS_AHEAD: i16 = 4;
    let standard = match &seen.event {
        AnyEvent::Dispute(_) => dispute::STANDARD,
        AnyEvent::WageComplaint(_) => wage_complaint::STANDARD,
        AnyEvent::Layoff(_) => layoff::STANDARD,
        AnyEvent::Calendar(calendar::Event::DayBegan { date }) => {
            return if *date == date.last_of_year() { vec![days_of(date.plus_days(1).year())] } else { vec![] };
        }
        _ => return vec![],
    };
    let (from, to) = (seen.stamp.occurred_on.year(), seen.stamp.recorded_on().year().saturating_add(YEARS_AHEAD));
    let mut all: Vec<_> = (from..=to).map(days_of).collect();
    if let Some(area) = seen.stamp.area {
        let tables = (from..=to).map(domain::policy::holidays_of);
        let named = tables.chain([standard.to_owned()]);
        all.extend(named.flat_map(|name| standards::at_levels(&name, area)).map(|policy| policy.stream().clone()));
    }
    all
}

/// The days that began in a year.
fn days_of(year: i16) -> StreamId {
    StreamId::of::<Calendar>(format_args!("{year:04}"))
}
