//! F11 重复享受 duplicate benefit: one payee, one subsidy, and two approved claims for times that overlap; or one claim that was
//! credited twice.
//!
//! Innocent: a claim that was refused, adjusted to nothing or claimed back whole before the other was approved (a
//! correction); a reissue after a return and a supplement, which are instalments of one claim; claims that different cases
//! earned — two loans, two workshops, a month begun on one post and ended on another. Notice §二(四); DOMAIN §2.11, §4 F11.

use domain::{
    actor::Actor,
    claim::{Claim, Entitlement, Event, Payee, Period, Subsidy},
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    payment_batch::PaymentBatch,
    stream::{Ref, StreamId},
    values::AreaCode,
};
use uuid::Uuid;

use super::{Check, Finding, Finds};
use crate::{
    check_tables,
    model::{Balance, List, Projection, Seen, Then, Whole},
    table,
};

pub const DUPLICATE_BENEFIT: Check = Check {
    id: CheckId::DuplicateBenefit,
    how: &["overlap", "twice"],
    says: &["payee", "case", "other_case", "period", "other_period"],
    projection: Projection {
        name: "check_duplicate_benefit",
        version: 1,
        title_zh: "重复享受补贴",
        title_en: "Duplicate benefit",
        description: "Two approved claims of one payee for the same subsidy, for times that overlap.",
        tables: TABLES,
        folds: &["calendar", "claim", "finding", "policy"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

table! {
    /// 补贴 What one payee was approved.
    pub struct Benefit in "check_duplicate_benefit_claim";
    key {
        /// 收款对象
        payee: StreamId,
        /// The claim.
        claim: Ref<Claim>,
    }
    plain {
        /// 所属地区
        area: Option<AreaCode>,
        /// Who, what, when, and the case that earns it.
        entitlement: Option<Whole<Entitlement>>,
        /// What it is worth now: approved, adjusted, less what is claimed back.
        worth_fen: Balance,
        /// The event that approved it.
        approved_by: Option<Uuid>,
        /// Who approved it, or had it paid.
        officials: List<Actor>,
        /// 到账 What stands credited, by the batch that brought it and the event that says so.
        credited: List<(Ref<PaymentBatch>, i64, Uuid)>,
    }
}

table! {
    /// 收款对象 Whose claim it is.
    pub struct Payees in "check_duplicate_benefit_payee";
    key {
        /// The claim.
        claim: Ref<Claim>,
    }
    plain {
        /// 所属地区
        area: Option<AreaCode>,
        /// 收款对象
        payee: Option<StreamId>,
    }
}

check_tables! { CheckId::DuplicateBenefit, in "check_duplicate_benefit"; benefits: Benefit, payees: Payees }

fn fold(t: &mut Tables, seen: &Seen) {
    let AnyEvent::Claim(event) = &seen.event else { return };
    let Some(claim) = Ref::<Claim>::to(&seen.stamp.subject) else { return };
    if let Event::Identified { entitlement, .. } | Event::Applied { entitlement, .. } = event {
        let payee = match &entitlement.payee {
            Payee::Person(person) => person.stream().clone(),
            Payee::Organisation(organisation) => organisation.stream().clone(),
        };
        let row = t.payees.of((claim.clone(),));
        (row.payee, row.area) = (Some(payee.clone()), seen.stamp.area);
        let benefit = t.benefits.of((payee, claim));
        (benefit.entitlement, benefit.area) = (Some(Whole(entitlement.clone())), seen.stamp.area);
        return;
    }
    let Some(payee) = t.payees.get((claim.clone(),)).and_then(|row| row.payee.clone()) else { return };
    let benefit = t.benefits.of((payee.clone(), claim.clone()));
    match event {
        Event::Approved { amount_fen, .. } | Event::ApprovedAutomatically { amount_fen, .. } => {
            (benefit.worth_fen, benefit.approved_by) = ((*amount_fen).into(), Some(seen.stamp.id));
            if matches!(event, Event::Approved { .. }) {
                benefit.officials.add(seen.stamp.actor.clone());
            }
            compare(t, &payee, &claim, seen);
        }
        Event::Adjusted { to_fen, .. } => benefit.worth_fen = (*to_fen).into(),
        // By an adjustment it is worth less already.
        Event::ClawbackOpened { amount_fen, .. } if !seen.stamp.entailed() => benefit.worth_fen -= *amount_fen,
        Event::Refused { .. } => benefit.worth_fen = Balance(0),
        Event::Instructed { .. } => benefit.officials.add(seen.stamp.actor.clone()),
        Event::Credited { batch, amount_fen } => {
            benefit.credited.add((batch.clone(), amount_fen.get(), seen.stamp.id));
            paid_twice(t, &payee, &claim, seen);
        }
        // It went out again: a reissue is none.
        Event::Returned { batch, .. } => benefit.credited.0.retain(|(by, ..)| by != batch),
        _ => {}
    }
}

/// The claim at hand with every other of that payee.
fn compare(t: &mut Tables, payee: &StreamId, claim: &Ref<Claim>, seen: &Seen) {
    let mut approved = vec![];
    t.benefits.under(payee, |row| {
        approved.extend((row.approved_by.is_some() && row.worth_fen.0 > 0).then(|| row.clone()));
        Then::Kept
    });
    let Some(own) = approved.iter().find(|row| row.claim == *claim).cloned() else { return };
    for other in approved.into_iter().filter(|row| row.claim != *claim) {
        say(t, &other, &own, seen);
    }
}

fn say(t: &mut Tables, earlier: &Benefit, own: &Benefit, seen: &Seen) {
    let (Some(Whole(before)), Some(Whole(now)), Some(area)) = (&earlier.entitlement, &own.entitlement, own.area) else {
        return;
    };
    if !is_the_same(before, now) {
        return;
    }
    let by = t.parameters(area, seen.stamp.occurred_on);
    let finding = Finding {
        how: "overlap",
        severity: Severity::High,
        amount_fen: earlier.worth_fen.min(own.worth_fen).into(),
        area: Some(area),
        events: earlier.approved_by.into_iter().chain(own.approved_by).collect(),
        cases: vec![earlier.claim.stream().clone(), own.claim.stream().clone(), own.payee.clone()],
        officials: earlier.officials.0.iter().chain(&own.officials.0).cloned().collect(),
        says: vec![
            ("payee", own.payee.to_string()),
            ("case", own.claim.to_string()),
            ("other_case", earlier.claim.to_string()),
            ("period", now.period.to_string()),
            ("other_period", before.period.to_string()),
        ],
    };
    let [first, second] = if earlier.claim < own.claim { [earlier, own] } else { [own, earlier] };
    t.raise(format!("{},{}", first.claim, second.claim), finding, &by, seen);
}

/// More stands credited by several batches than the claim is worth.
fn paid_twice(t: &mut Tables, payee: &StreamId, claim: &Ref<Claim>, seen: &Seen) {
    let Some(benefit) = t.benefits.get((payee.clone(), claim.clone())).cloned() else { return };
    let beyond_fen = benefit.credited.0.iter().map(|(_, fen, _)| fen).sum::<i64>() - benefit.worth_fen.0;
    let (Some(Whole(entitlement)), Some(area)) = (&benefit.entitlement, benefit.area) else { return };
    // A loan is lent by its bank; what is paid of it is its guarantee.
    if benefit.credited.0.len() < 2 || beyond_fen <= 0 || entitlement.subsidy == Subsidy::GuaranteedLoan {
        return;
    }
    let by = t.parameters(area, seen.stamp.occurred_on);
    let finding = Finding {
        how: "twice",
        severity: Severity::High,
        amount_fen: Balance(beyond_fen).into(),
        area: Some(area),
        events: benefit.approved_by.into_iter().chain(benefit.credited.0.iter().map(|(.., event)| *event)).collect(),
        cases: vec![claim.stream().clone(), payee.clone()],
        officials: benefit.officials.0,
        says: vec![
            ("payee", payee.to_string()),
            ("case", claim.to_string()),
            ("period", entitlement.period.to_string()),
        ],
    };
    t.raise(claim.to_string(), finding, &by, seen);
}

/// The same subsidy for a time that they share, and not earned by two cases.
fn is_the_same(one: &Entitlement, other: &Entitlement) -> bool {
    let share = |one: Period, other: Period| one == other || one.overlaps(other);
    let earned_apart = one.case.as_ref().zip(other.case.as_ref()).is_some_and(|(one, other)| one != other);
    one.subsidy == other.subsidy && share(one.period, other.period) && !earned_apart
}

#[cfg(test)]
mod tests;
