//! F32 复算不符 recomputed otherwise: what was approved and then credited differs from what the standard in force on the day of the
//! approval gives for the units and the base that the claim states.
//!
//! Innocent: a difference within the tolerance; an adjustment that is recorded; a standard that was issued only afterwards, since the
//! claim is held against what was known. What a post, a workshop or a base reckoned itself is not recomputed here: it rests
//! on duty and heads, which have checks of their own. DOMAIN §2.11, §4 F32.

use domain::{
    actor::Actor,
    claim::{Claim, Event, Subsidy},
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    policy::{Policy, Standard},
    stream::Ref,
    values::{AreaCode, Fen},
};
use uuid::Uuid;

use super::{Check, Finding, Finds};
use crate::{
    check_tables,
    model::{Balance, List, Projection, Seen, in_force, keep},
    table,
};

pub const RECOMPUTED_OTHERWISE: Check = Check {
    id: CheckId::RecomputedOtherwise,
    how: &["otherwise"],
    says: &["case", "by_standard"],
    projection: Projection {
        name: "check_recomputed_otherwise",
        version: 1,
        title_zh: "复算不符",
        title_en: "Recomputed otherwise",
        description: "A credited claim that was approved for another amount than the standard in force gave.",
        tables: TABLES,
        folds: &["calendar", "claim", "finding", "policy"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

table! {
    /// 复算 What a claim states, and what it was approved for.
    pub struct Reckoned in "check_recomputed_otherwise_claim";
    key {
        /// The claim.
        claim: Ref<Claim>,
    }
    plain {
        /// 所属地区
        area: Option<AreaCode>,
        /// Months, heads, courses …; none while nothing is stated.
        units: Option<u32>,
        /// Spent or earned.
        base_fen: Balance,
        /// Approved for.
        approved_fen: Balance,
        /// By the standard in force then; none where it is not for this check to say.
        recomputed_fen: Option<Balance>,
        /// That standard.
        standard: Option<Ref<Policy>>,
        /// Adjusted since, on the record.
        adjusted: bool,
        /// The event that approved it.
        approved_by: Option<Uuid>,
        /// Who approved it.
        officials: List<Actor>,
    }
}

check_tables! { CheckId::RecomputedOtherwise, in "check_recomputed_otherwise"; claims: Reckoned }

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Claim(event) => {
            if let Some(claim) = Ref::<Claim>::to(&seen.stamp.subject) {
                step(t, &claim, event, seen);
            }
        }
        AnyEvent::Policy(event) => {
            keep(&mut t.standards, event, seen, |standard| matches!(standard, Standard::Subsidy { .. }));
        }
        _ => {}
    }
}

fn step(t: &mut Tables, claim: &Ref<Claim>, event: &Event, seen: &Seen) {
    match event {
        Event::Applied { units, base_fen, .. } | Event::Consented { units, base_fen, .. } => {
            let row = t.claims.of((claim.clone(),));
            (row.units, row.base_fen, row.area) = (Some(*units), (*base_fen).into(), seen.stamp.area);
        }
        Event::Approved { amount_fen, .. } | Event::ApprovedAutomatically { amount_fen, .. } => {
            let recomputed = recompute(t, claim, seen);
            let row = t.claims.of((claim.clone(),));
            (row.approved_fen, row.approved_by) = ((*amount_fen).into(), Some(seen.stamp.id));
            row.adjusted = false;
            (row.recomputed_fen, row.standard) = recomputed.map(|(fen, policy)| (Balance::from(fen), policy)).unzip();
            if matches!(event, Event::Approved { .. }) {
                row.officials.add(seen.stamp.actor.clone());
            }
        }
        Event::Adjusted { .. } => t.claims.of((claim.clone(),)).adjusted = true,
        Event::Credited { .. } => compare(t, claim, seen),
        _ => {}
    }
}

/// What the standard in force gives, and which one that is.
fn recompute(t: &mut Tables, claim: &Ref<Claim>, seen: &Seen) -> Option<(Fen, Ref<Policy>)> {
    let reckoned_by_its_case = [Subsidy::PostAllowance, Subsidy::WorkshopAward, Subsidy::BaseAward];
    if reckoned_by_its_case.iter().any(|subsidy| subsidy.name() == claim.subsidy()) {
        return None;
    }
    let row = t.claims.get((claim.clone(),))?;
    let (area, units, base_fen) = (row.area?, row.units?, Fen::from(row.base_fen));
    let name = Subsidy::standard_of(claim.subsidy());
    let holding = in_force(&mut t.standards, &name, area, seen.stamp.occurred_on)?;
    match &holding.sets {
        Standard::Subsidy { rate, .. } => Some((rate.amount(units, base_fen), holding.policy)),
        _ => None,
    }
}

fn compare(t: &mut Tables, claim: &Ref<Claim>, seen: &Seen) {
    let Some(row) = t.claims.get((claim.clone(),)).filter(|row| !row.adjusted).cloned() else { return };
    let (Some(area), Some(recomputed), Some(standard)) = (row.area, row.recomputed_fen, row.standard) else { return };
    let by = t.parameters(area, seen.stamp.occurred_on);
    let difference = row.approved_fen.0.saturating_sub(recomputed.0).saturating_abs();
    if by.get("tolerance_fen").is_none_or(|tolerance| difference <= tolerance) {
        return;
    }
    let finding = Finding {
        how: "otherwise",
        severity: if row.approved_fen > recomputed { Severity::High } else { Severity::Medium },
        amount_fen: Balance(difference).into(),
        area: Some(area),
        events: row.approved_by.into_iter().chain([seen.stamp.id]).collect(),
        cases: vec![claim.stream().clone(), standard.stream().clone()],
        officials: row.officials.0,
        says: vec![("case", claim.to_string()), ("by_standard", standard.to_string())],
    };
    t.raise(claim.to_string(), finding, &by, seen);
}

#[cfg(test)]
mod tests;
