//! The standards under which clocks run: limits, and tables of holidays.

use domain::{
    policy::{self, Policy, Standard, holidays_of},
    stream::Ref,
    values::{AreaCode, Date, Holidays, Level, NoTable, Span},
};

use super::Tables;
use crate::{
    model::{Seen, Then, Whole},
    table,
};

table! {
    /// 适用标准 What one version of a standard sets.
    pub struct Set in "dispute_clocks_standard";
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
        /// Limits, rules or a year's holidays.
        sets: Option<Whole<Standard>>,
    }
}

/// The name of the standard, when clocks may run under it.
pub(super) fn learnt(t: &mut Tables, event: &policy::Event, seen: &Seen) -> Option<String> {
    let policy = Ref::<Policy>::to(&seen.stamp.subject)?;
    let (name, _) = policy.id().rsplit_once('-')?;
    match event {
        policy::Event::Issued { area, standard, valid, .. } if is_of_clocks(standard) => {
            let mut version = 1;
            t.standards.under(&policy, |earlier| {
                version = version.max(earlier.version.saturating_add(1));
                Then::Kept
            });
            let row = t.standards.of((policy.clone(), seen.position));
            (row.area, row.version, row.sets) = (Some(*area), version, Some(Whole(standard.clone())));
            (row.valid_from, row.valid_to) = (Some(valid.from), valid.to);
        }
        policy::Event::Withdrawn { version, .. } => t.standards.under(&policy, |row| {
            if row.version != *version {
                return Then::Kept;
            }
            row.withdrawn_on = Some(seen.stamp.occurred_on);
            Then::Changed
        }),
        _ => return None,
    }
    Some(name.into())
}

fn is_of_clocks(standard: &Standard) -> bool {
    matches!(standard, Standard::Dispute(_) | Standard::Layoff(_) | Standard::WageComplaint(_) | Standard::Holidays(_))
}

/// Where a standard may stand: the county's, the prefecture's, the province's.
pub(super) fn at_levels(name: &str, area: AreaCode) -> [Ref<Policy>; 3] {
    let at = |level| Ref::new(format_args!("{name}-{}", area.at(level).short()));
    [Level::County, Level::Prefecture, Level::Province].map(at)
}

/// By the version that rules find in force too.
pub(super) fn in_force(t: &mut Tables, name: &str, area: AreaCode, on: Date) -> Option<Standard> {
    at_levels(name, area).into_iter().find_map(|policy| {
        let mut versions = vec![];
        t.standards.under(&policy, |row| {
            if let (Some(from), Some(Whole(standard))) = (row.valid_from, &row.sets) {
                versions.push((Span { from, to: row.valid_to }, row.withdrawn_on, standard.clone()));
            }
            Then::Kept
        });
        let held = policy::holding(&versions, on, |(valid, withdrawn_on, _)| (*valid, *withdrawn_on));
        held.map(|(.., standard)| standard.clone())
    })
}

/// The table of a year, or the name of the one that is missing.
pub(super) fn holidays(t: &mut Tables, area: AreaCode, missing: NoTable) -> Result<Holidays, String> {
    let name = holidays_of(missing.day.year());
    match in_force(t, &name, area, missing.day.last_of_year()) {
        Some(Standard::Holidays(table)) => Ok(table),
        _ => Err(name),
    }
}
