//! The standards under which clocks run: limits, and tables of holidays.

use domain::{
    policy::{self, Policy, Standard},
    stream::Ref,
    values::{AreaCode, Date},
};

use super::Tables;
use crate::{
    model::{self, Seen, keep},
    standards,
};

standards!("dispute_clocks_standard");

/// The name of the standard, when clocks may run under it.
pub(super) fn learnt(t: &mut Tables, event: &policy::Event, seen: &Seen) -> Option<String> {
    keep(&mut t.standards, event, seen, is_of_clocks);
    let policy = Ref::<Policy>::to(&seen.stamp.subject)?;
    let (name, _) = policy.id().rsplit_once('-')?;
    let changes = match event {
        policy::Event::Issued { standard, .. } => is_of_clocks(standard),
        policy::Event::Withdrawn { .. } => true,
        _ => false,
    };
    changes.then(|| name.into())
}

fn is_of_clocks(standard: &Standard) -> bool {
    matches!(standard, Standard::Dispute(_) | Standard::Layoff(_) | Standard::WageComplaint(_) | Standard::Holidays(_))
}

pub(super) fn in_force(t: &mut Tables, name: &str, area: AreaCode, on: Date) -> Option<Standard> {
    model::in_force(&mut t.standards, name, area, on).map(|holding| holding.sets)
}
