//! F7 拖欠 arrears: by the standard a claim should have been credited, and so many days after the due day it is not — nobody
//! decided, it was approved and never credited, or the bank gave it back and it was not paid again.
//!
//! The debt runs to the credit, not to the instruction, and a credit that comes back opens it again. Innocent: a claim that
//! waits for its payee, from the day on which they were told what is missing; one that was refused; a supplement, which is due
//! from the adjustment on; a loan, which the bank lends; one whose last day is a holiday, up to the next working day. Without a
//! standard for the days, or the year's table of holidays, nothing is due ("not configured"). It is looked at on the day after
//! an event at the earliest, so that a history taken over is read to its end. Notice §二(五); DOMAIN §2.11, §4 F7.

use domain::{
    actor::Actor,
    claim::{Claim, Event, Subsidy},
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    payment_batch::PaymentBatch,
    policy::Standard,
    stream::Ref,
    values::{AreaCode, Date, Limit, WorkDays},
};
use uuid::Uuid;

use super::{Check, Finding, Finds};
use crate::{
    agenda, check_tables,
    known::agenda::{due, look_on},
    model::{Balance, List, Projection, Seen, Then, holidays, in_force, keep},
    table,
};

pub const ARREARS: Check = Check {
    id: CheckId::Arrears,
    how: &["undecided", "unpaid", "returned"],
    says: &["case", "due"],
    projection: Projection {
        name: "check_arrears",
        version: 1,
        title_zh: "拖欠补贴",
        title_en: "Arrears",
        description: "A claim that by the standard should have been credited, and is not, so many days after the due day.",
        tables: TABLES,
        folds: &["calendar", "claim", "finding", "policy"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

table! {
    /// 应付 What is owed on a claim, and since when.
    pub struct Debt in "check_arrears_debt";
    key {
        /// The claim.
        claim: Ref<Claim>,
    }
    plain {
        /// 所属地区
        area: Option<AreaCode>,
        /// The days run from here: the application, the consent, or the adjustment that made it worth more.
        since: Option<Date>,
        /// Days that the standard allows.
        days_max: Option<u32>,
        /// The clock stands still since the payee was told what is missing.
        paused_since: Option<Date>,
        /// Days on which it stood still.
        paused_days: i64,
        /// As checked, approved and adjusted.
        worth_fen: Balance,
        /// Somebody approved it.
        approved: bool,
        /// 不予批准 Nothing is owed, as long as it stands.
        refused: bool,
        /// The last answer of the bank was no credit.
        returned: bool,
        /// The events that make the debt.
        made_by: List<Uuid>,
        /// Who decided on it and gave the order to pay.
        officials: List<Actor>,
    }
}

table! {
    /// 到账 What stands credited by one batch.
    pub struct Credit in "check_arrears_credit";
    key {
        /// The claim.
        claim: Ref<Claim>,
        /// 发放批次
        batch: Ref<PaymentBatch>,
    }
    plain {
        /// 所属地区
        area: Option<AreaCode>,
        /// How much.
        amount_fen: Balance,
    }
}

agenda!("check_arrears_day"; /// The claim.
claim: Ref<Claim>);

check_tables! { CheckId::Arrears, in "check_arrears"; debts: Debt, credits: Credit, days: LookAgain }

fn fold(t: &mut Tables, seen: &Seen) {
    for (claim, _) in due(&mut t.days, seen) {
        look(t, &claim, seen);
    }
    match &seen.event {
        AnyEvent::Claim(event) => {
            if let Some(claim) = Ref::<Claim>::to(&seen.stamp.subject) {
                owe(t, &claim, event, seen);
                look_later(t, &claim, seen);
            }
        }
        AnyEvent::Policy(event) => {
            keep(&mut t.standards, event, seen, |standard| {
                matches!(standard, Standard::Subsidy { .. } | Standard::Holidays(_))
            });
        }
        _ => {}
    }
}

fn owe(t: &mut Tables, claim: &Ref<Claim>, event: &Event, seen: &Seen) {
    let (on, area) = (seen.stamp.occurred_on, seen.stamp.area);
    let limit = match event {
        Event::Applied { .. } | Event::Consented { .. } => area.and_then(|area| days_max(t, claim, area, on)),
        _ => None,
    };
    let held = credited(t, claim);
    let debt = t.debts.of((claim.clone(),));
    debt.area = area.or(debt.area);
    match event {
        Event::Applied { .. } | Event::Consented { .. } => {
            (debt.since, debt.days_max, debt.made_by) = (Some(on), limit, List(vec![seen.stamp.id]));
            (debt.paused_since, debt.paused_days, debt.worth_fen, debt.approved) = (None, 0, Balance(0), false);
            debt.refused = false;
        }
        Event::AutoChecked { amount_fen, .. } => debt.worth_fen = (*amount_fen).into(),
        Event::PayeeTold { .. } => debt.paused_since = debt.paused_since.or(Some(on)),
        Event::Supplied { .. } => {
            if let Some(since) = debt.paused_since.take() {
                debt.paused_days = debt.paused_days.saturating_add(on.days_since(since).max(0));
            }
        }
        Event::Approved { amount_fen, .. } | Event::ApprovedAutomatically { amount_fen, .. } => {
            (debt.approved, debt.worth_fen) = (true, (*amount_fen).into());
            debt.made_by.add(seen.stamp.id);
            if matches!(event, Event::Approved { .. }) {
                debt.officials.add(seen.stamp.actor.clone());
            }
        }
        Event::Refused { .. } => debt.refused = true,
        Event::AppealDecided { upheld: true, .. } => debt.refused = false,
        Event::BudgetReserved { .. } | Event::Instructed { .. } => debt.officials.add(seen.stamp.actor.clone()),
        Event::Adjusted { to_fen, .. } => {
            // Nothing was open: the supplement is due from now on.
            if held >= debt.worth_fen.0 {
                (debt.since, debt.paused_since, debt.paused_days) = (Some(on), None, 0);
            }
            debt.worth_fen = (*to_fen).into();
            debt.made_by.add(seen.stamp.id);
        }
        Event::Credited { batch, amount_fen } => {
            debt.returned = false;
            let credit = t.credits.of((claim.clone(), batch.clone()));
            (credit.amount_fen, credit.area) = ((*amount_fen).into(), area);
        }
        Event::Returned { batch, .. } | Event::WronglyCredited { batch, .. } => {
            debt.returned = true;
            debt.made_by.add(seen.stamp.id);
            t.credits.remove((claim.clone(), batch.clone()));
        }
        _ => {}
    }
}

/// How many days the standard allows from the application to the credit. A loan is lent by the bank.
fn days_max(t: &mut Tables, claim: &Ref<Claim>, area: AreaCode, on: Date) -> Option<u32> {
    let subsidy = claim.subsidy();
    if subsidy == Subsidy::GuaranteedLoan.name() {
        return None;
    }
    match in_force(&mut t.standards, &Subsidy::standard_of(subsidy), area, on)?.sets {
        Standard::Subsidy { credited_days_max, .. } => Some(credited_days_max.into()),
        _ => None,
    }
}

fn credited(t: &mut Tables, claim: &Ref<Claim>) -> i64 {
    let mut held = Balance(0);
    t.credits.under(claim, |credit| {
        held.add(credit.amount_fen.0);
        Then::Kept
    });
    held.0
}

impl Debt {
    /// How long the credit may take, by the calendar; none while the clock stands still, and where nothing is owed.
    fn length(&self) -> Option<Limit> {
        let days = i64::from(self.days_max?).saturating_add(self.paused_days);
        let stands = self.paused_since.is_some() || self.refused;
        (!stands).then(|| Limit::CalendarDays(u16::try_from(days).unwrap_or(u16::MAX)))
    }

    /// 应到账日 The last day on which the credit is in time; none without the table of holidays that tells it.
    fn due(&self, t: &mut Tables, area: AreaCode) -> Option<Date> {
        let (since, length) = (self.since?, self.length()?);
        let compute = |days: &WorkDays| length.last_day(since, &[], days);
        WorkDays::computing(compute, |missing| holidays(&mut t.standards, area, missing)).ok().flatten()
    }
}

/// When it may be overdue for so long, and not before tomorrow.
fn look_later(t: &mut Tables, claim: &Ref<Claim>, seen: &Seen) {
    let Some(debt) = t.debts.get((claim.clone(),)).cloned() else { return };
    let (Some(area), Some(since), Some(Limit::CalendarDays(days))) = (debt.area, debt.since, debt.length()) else {
        return;
    };
    if let Some(overdue_max) = t.parameters(area, seen.stamp.recorded_on()).days("overdue_days_max") {
        let tomorrow = seen.stamp.recorded_on().plus_days(1);
        let day = since.plus_days(days.into()).plus_days(overdue_max.saturating_add(1)).max(tomorrow);
        look_on(&mut t.days, day, claim.clone(), area);
    }
}

fn look(t: &mut Tables, claim: &Ref<Claim>, seen: &Seen) {
    let Some(debt) = t.debts.get((claim.clone(),)).cloned() else { return };
    let (Some(area), Some(since), Some(_)) = (debt.area, debt.since, debt.length()) else { return };
    let open = Balance(debt.worth_fen.0.saturating_sub(credited(t, claim)));
    let today = seen.stamp.recorded_on();
    let by = t.parameters(area, today);
    let Some(overdue_max) = by.days("overdue_days_max") else { return };
    if open.0 <= 0 {
        return;
    }
    // Not configured: a table that is issued late is found on the day after.
    let Some(due) = debt.due(t, area) else { return look_on(&mut t.days, today.plus_days(1), claim.clone(), area) };
    if today.days_since(due) <= overdue_max.into() {
        // It rolled on, the clock stood still meanwhile, or the standard gives more days now.
        let day = due.plus_days(overdue_max.saturating_add(1));
        look_on(&mut t.days, day, claim.clone(), area);
        return;
    }
    let (how, severity) = match &debt {
        Debt { approved: false, .. } => ("undecided", Severity::Medium),
        Debt { returned: true, .. } => ("returned", Severity::High),
        _ => ("unpaid", Severity::High),
    };
    let finding = Finding {
        how,
        severity,
        amount_fen: open.into(),
        area: Some(area),
        events: debt.made_by.0.into_iter().chain([seen.stamp.id]).collect(),
        cases: vec![claim.stream().clone()],
        officials: debt.officials.0,
        says: vec![("case", claim.to_string()), ("due", due.to_string())],
    };
    t.raise(format!("{claim},{since}"), finding, &by, seen);
}

#[cfg(test)]
mod tests;
