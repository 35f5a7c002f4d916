//! How many days a subsidy's standard allows from the application to the credit.

use domain::{
    policy::{self, Policy, Standard},
    stream::Ref,
    values::{AreaCode, Date, Level, Span},
};

use super::Tables;
use crate::{
    model::{Seen, Then},
    table,
};

table! {
    /// 办理时限 Days to the credit that one version of a subsidy's standard allows.
    pub struct Limit in "claim_funnel_limit";
    key {
        /// The standard.
        standard: Ref<Policy>,
        /// Position of the event that issued the version.
        issued_at: u64,
    }
    index {
        /// Where it holds.
        area: Option<AreaCode>,
    }
    plain {
        /// Version, from 1.
        version: u32,
        /// In force from this day on.
        valid_from: Option<Date>,
        /// In force up to this day.
        valid_to: Option<Date>,
        /// No longer in force from this day on.
        withdrawn_on: Option<Date>,
        /// Days from the application to the credit.
        days_max: u32,
    }
}

pub(super) fn limit(t: &mut Tables, event: &policy::Event, seen: &Seen) {
    let Some(standard) = Ref::<Policy>::to(&seen.stamp.subject) else { return };
    match event {
        policy::Event::Issued { area, standard: Standard::Subsidy { credited_days_max, .. }, valid, .. } => {
            let mut version = 1;
            t.limits.under(&standard, |earlier| {
                version = version.max(earlier.version.saturating_add(1));
                Then::Kept
            });
            let row = t.limits.of((standard, seen.position));
            (row.area, row.version, row.days_max) = (Some(*area), version, (*credited_days_max).into());
            (row.valid_from, row.valid_to) = (Some(valid.from), valid.to);
        }
        policy::Event::Withdrawn { version, .. } => t.limits.under(&standard, |row| {
            if row.version != *version {
                return Then::Kept;
            }
            row.withdrawn_on = Some(seen.stamp.occurred_on);
            Then::Changed
        }),
        _ => {}
    }
}

/// The standards that may set the limit of claims for a subsidy of that name: the county's, the prefecture's, the province's.
pub(super) fn standards(subsidy: &str, area: AreaCode) -> impl Iterator<Item = Ref<Policy>> {
    let levels = [Level::County, Level::Prefecture, Level::Province].into_iter();
    levels.map(move |level| Ref::new(format!("subsidy.{subsidy}-{}", area.at(level).short())))
}

/// By the version that rules find in force too.
pub(super) fn days_max(t: &mut Tables, subsidy: &str, area: AreaCode, on: Date) -> Option<u32> {
    standards(subsidy, area).find_map(|standard| {
        let mut versions = vec![];
        t.limits.under(&standard, |row| {
            if let Some(from) = row.valid_from {
                versions.push((Span { from, to: row.valid_to }, row.withdrawn_on, row.days_max));
            }
            Then::Kept
        });
        policy::holding(&versions, on, |(valid, withdrawn_on, _)| (*valid, *withdrawn_on))
            .map(|(.., days_max)| *days_max)
    })
}
