//! 补贴办理 claim funnel: how many claims reached each step, and how long payees waited.
//!
//! Lateness runs to the credit on the payee's account, not to the instruction; the clock pauses only after the payee was
//! told what is missing. Without a standard that sets the days, a claim is neither late nor in time. Open claims whose
//! `due_on` has passed are those that are late today. Notice §二(五); DOMAIN §2.11, §3, §4 F7.

#[cfg(test)]
mod tests;

use domain::{
    case::Case,
    claim::{Claim, ClawbackReason, Entitlement, Event, Payee, Subsidy},
    kinds::AnyEvent,
    payment_batch::PaymentBatch,
    policy::{Policy, Standard, holidays_of},
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Level, Limit, WorkDays},
};

use crate::{
    model::{Balance, Projection, Seen, holidays, in_force, keep, may_hold},
    standards, table, tables,
};

pub const CLAIM_FUNNEL: Projection = Projection {
    name: "claim_funnel",
    version: 4,
    title_zh: "补贴办理进度",
    title_en: "Claims funnel and lateness",
    description: "Per county, subsidy and year: claims that reached each step, days waited and late credits; and each \
                  claim with the day it reached each step, when its credit is due and whether it came in time.",
    tables: TABLES,
    folds: &[Claim::CATEGORY, Policy::CATEGORY],
    start,
    by_case: &["claim_funnel_claim", "claim_funnel_instalment", "claim_funnel_standard"],
    leads_to,
};

table! {
    /// 办理汇总 Claims of one county, subsidy and year. A claim counts once at each step that it ever reached.
    pub struct Funnel in "claim_funnel";
    key {
        /// 县 County (or, for claims decided above, that area).
        area: AreaCode,
        /// 补贴种类
        subsidy: String,
        /// Year in which the claim began.
        year: i16,
    }
    plain {
        /// 直补快办 Found by the system.
        identified: i64,
        /// 已告知
        invited: i64,
        /// 申请 Applied or consented.
        applied: i64,
        /// 已核验
        checked: i64,
        /// 已批准
        approved: i64,
        /// Of these, approved automatically.
        approved_automatically: i64,
        /// 不予批准 Ever refused.
        refused: i64,
        /// 已预留
        reserved: i64,
        /// 已下达
        instructed: i64,
        /// 退票 Ever returned by the bank, or credited to a wrong payee.
        returned: i64,
        /// 已到账 Credited in full, now.
        credited: i64,
        /// 逾期到账 Of these, later than the standard allows.
        credited_late: i64,
        /// Of these, under a standard that sets the days.
        credited_with_limit: i64,
        /// Σ days waited of those credited in full.
        waited_days: i64,
        /// 批准金额 Approved, after adjustments.
        approved_fen: Balance,
        /// 到账金额 Net of bank returns.
        credited_fen: Balance,
    }
}

table! {
    /// 办理进度 One claim: the day on which it first reached each step.
    pub struct Progress in "claim_funnel_claim";
    key {
        /// The claim.
        claim: Ref<Claim>,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
        /// 补贴种类
        subsidy: String,
        /// identified, invited, applied, auto_checked, reviewed, noticed, refused, approved, reserved, instructed,
        /// part_credited, credited, returned or reconciled.
        state: String,
        /// 应到账日 The credit is due by this day; later while the clock is paused. None without a standard
        /// or a table of holidays, or once credited.
        due_on: Option<Date>,
        /// 逾期 Credited later than was due; none while it is not credited.
        late: Option<bool>,
    }
    plain {
        /// 收款对象
        payee: Option<StreamId>,
        /// Year in which it began.
        year: i16,
        /// 识别
        identified_on: Option<Date>,
        /// 告知
        invited_on: Option<Date>,
        /// 申请 The clock runs from the last application on.
        applied_on: Option<Date>,
        /// 核验
        checked_on: Option<Date>,
        /// 批准
        approved_on: Option<Date>,
        /// 不予批准
        refused_on: Option<Date>,
        /// 预留
        reserved_on: Option<Date>,
        /// 下达
        instructed_on: Option<Date>,
        /// 退票
        returned_on: Option<Date>,
        /// 到账 The day on which nothing was owed any more.
        credited_on: Option<Date>,
        /// Days from the last application to the full credit, without pauses; the first day is not counted.
        waited_days: Option<i64>,
        /// Days that the standard allows.
        days_max: Option<u32>,
        /// The clock is paused since the payee was told what is missing.
        paused_since: Option<Date>,
        /// Days on which the clock was paused.
        paused_days: i64,
        /// What the payee is entitled to; of a loan, what was called of its guarantee.
        entitled_fen: Balance,
        /// On the payee's account, net of bank returns.
        credited_fen: Balance,
        /// Of that, clawed back because the claim became worth less: a higher standard owes it again.
        lowered_fen: Balance,
        /// Of a loan only its guarantee is paid.
        loan: bool,
        /// Ever approved automatically.
        approved_automatically: bool,
    }
}

table! {
    /// 支付 What one batch instructed for one claim, and the bank's answer.
    pub struct Instalment in "claim_funnel_instalment";
    key {
        /// The claim.
        claim: Ref<Claim>,
        /// 发放批次
        batch: Ref<PaymentBatch>,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
    }
    plain {
        /// How much.
        amount_fen: Balance,
        /// open, credited, returned or wrongly_credited.
        answer: String,
    }
}

standards!("claim_funnel_standard");

tables! { funnels: Funnel, claims: Progress, instalments: Instalment, standards: StandardVersion }

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Claim(event) => {
            if let Some(claim) = Ref::<Claim>::to(&seen.stamp.subject) {
                let before = t.claims.get((claim.clone(),)).cloned();
                step(t, &claim, event, seen);
                count(t, &claim, before.as_ref());
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

fn step(t: &mut Tables, claim: &Ref<Claim>, event: &Event, seen: &Seen) {
    let on = seen.stamp.occurred_on;
    let limit = match event {
        Event::Applied { entitlement, .. } | Event::Identified { entitlement, .. } => {
            days_max(t, &entitlement.subsidy.standard(), entitlement.area, on)
        }
        Event::Consented { .. } => {
            let known = t.claims.get((claim.clone(),)).and_then(|row| Some((row.subsidy.clone(), row.area?)));
            known.and_then(|(subsidy, area)| days_max(t, &Subsidy::standard_of(&subsidy), area, on))
        }
        _ => None,
    };
    let moved = match event {
        Event::Credited { batch, .. } => answered(t, claim, batch, "credited"),
        Event::Returned { batch, .. } => answered(t, claim, batch, "returned"),
        Event::WronglyCredited { batch, .. } => answered(t, claim, batch, "wrongly_credited"),
        _ => 0,
    };
    let row = t.claims.of((claim.clone(),));
    row.area = seen.stamp.area.or(row.area);
    if row.year == 0 {
        row.year = on.year();
    }
    let first = |day: &mut Option<Date>| *day = day.or(Some(on));
    match event {
        Event::Identified { entitlement, .. } => {
            row.entitle(entitlement, limit);
            row.state = "identified".into();
            first(&mut row.identified_on);
        }
        Event::Invited {} => {
            row.state = "invited".into();
            first(&mut row.invited_on);
        }
        Event::Applied { .. } | Event::Consented { .. } => {
            if let Event::Applied { entitlement, .. } = event {
                row.entitle(entitlement, limit);
            }
            row.days_max = limit;
            row.state = "applied".into();
            (row.applied_on, row.paused_since, row.paused_days) = (Some(on), None, 0);
        }
        Event::AutoChecked { .. } => {
            row.state = "auto_checked".into();
            first(&mut row.checked_on);
        }
        Event::PayeeTold { .. } => first(&mut row.paused_since),
        Event::Supplied { .. } => {
            if let Some(since) = row.paused_since.take() {
                row.paused_days = row.paused_days.saturating_add(on.days_since(since).max(0));
            }
        }
        Event::ManuallyReviewed { passed: true, .. } => row.state = "reviewed".into(),
        Event::Noticed { .. } => row.state = "noticed".into(),
        Event::Approved { amount_fen, .. } | Event::ApprovedAutomatically { amount_fen, .. } => {
            row.state = "approved".into();
            row.approved_automatically |= matches!(event, Event::ApprovedAutomatically { .. });
            first(&mut row.approved_on);
            if !row.loan {
                row.entitled_fen = (*amount_fen).into();
            }
        }
        Event::Refused { .. } => {
            row.state = "refused".into();
            first(&mut row.refused_on);
        }
        Event::AppealDecided { upheld: true, .. } if row.state == "refused" => {
            row.state = if row.checked_on.is_some() { "auto_checked" } else { "identified" }.into();
        }
        Event::BudgetReserved { .. } => {
            row.state = "reserved".into();
            first(&mut row.reserved_on);
        }
        Event::ReservationReleased { .. } if row.state == "reserved" => row.state = "approved".into(),
        Event::Instructed { batch, lines, .. } => {
            row.state = "instructed".into();
            first(&mut row.instructed_on);
            let instalment = t.instalments.of((claim.clone(), batch.clone()));
            (instalment.area, instalment.answer) = (row.area, "open".into());
            instalment.amount_fen = Balance(lines.iter().map(|line| line.amount_fen.get()).sum());
        }
        Event::Credited { .. } => row.credited_fen.add(moved),
        Event::Returned { .. } | Event::WronglyCredited { .. } => {
            row.state = "returned".into();
            first(&mut row.returned_on);
            row.credited_fen.add(moved);
        }
        Event::Reconciled { .. } if row.owes_nothing() => row.state = "reconciled".into(),
        Event::Adjusted { to_fen, .. } => row.entitled_fen = (*to_fen).into(),
        Event::GuaranteeCalled { amount_fen, .. } if row.loan => row.entitled_fen += *amount_fen,
        Event::ClawbackOpened { amount_fen, reason: ClawbackReason::LowerStandard }
            if seen.stamp.entailed() && !row.loan =>
        {
            row.lowered_fen += *amount_fen;
        }
        Event::Waived { amount_fen, .. } | Event::WrittenOff { amount_fen, .. } => {
            row.lowered_fen = Balance(row.lowered_fen.0.saturating_sub(amount_fen.get()).max(0));
        }
        _ => {}
    }
    let due = row.clone().due(t);
    t.claims.of((claim.clone(),)).settle(on, due);
}

/// The standard of its subsidy, and the tables of holidays up to the year in which its credit may be due.
fn leads_to(seen: &Seen) -> Vec<StreamId> {
    let AnyEvent::Claim(event) = &seen.event else { return vec![] };
    let year = seen.stamp.occurred_on.year();
    let mut names: Vec<_> = [year, year.saturating_add(1)].map(holidays_of).into();
    if let Event::Identified { entitlement, .. } | Event::Applied { entitlement, .. } = event {
        names.push(entitlement.subsidy.standard());
    }
    let held = seen.stamp.area.map(|area| names.iter().flat_map(move |name| may_hold(name, area)));
    held.into_iter().flatten().map(|policy| policy.stream().clone()).collect()
}

/// How many days the standard allows from the application to the credit.
fn days_max(t: &mut Tables, standard: &str, area: AreaCode, on: Date) -> Option<u32> {
    match in_force(&mut t.standards, standard, area, on)?.sets {
        Standard::Subsidy { credited_days_max, .. } => Some(credited_days_max.into()),
        _ => None,
    }
}

/// Marks a batch's instalment answered, and tells by how much the payee's account changed. A second answer changes nothing,
/// but a credit may still come back.
fn answered(t: &mut Tables, claim: &Ref<Claim>, batch: &Ref<PaymentBatch>, answer: &str) -> i64 {
    let Some(row) = t.instalments.find((claim.clone(), batch.clone())) else { return 0 };
    let moved = match (row.answer.as_str(), answer) {
        ("open", "credited") => row.amount_fen.0,
        ("credited", "returned") => -row.amount_fen.0,
        _ => 0,
    };
    if row.answer == "open" || moved != 0 {
        row.answer = answer.into();
    }
    moved
}

impl Progress {
    fn entitle(&mut self, entitlement: &Entitlement, limit: Option<u32>) {
        self.subsidy = entitlement.subsidy.name();
        self.loan = entitlement.subsidy == Subsidy::GuaranteedLoan;
        self.days_max = limit;
        self.payee = Some(match &entitlement.payee {
            Payee::Person(person) => person.stream().clone(),
            Payee::Organisation(organisation) => organisation.stream().clone(),
        });
    }

    fn owes_nothing(&self) -> bool {
        let held = self.credited_fen.0.saturating_sub(self.lowered_fen.0);
        self.entitled_fen.0 > 0 && held >= self.entitled_fen.0
    }

    /// 应到账日 Later by the days on which the clock was paused, and rolled on from a holiday; none without a standard or a table.
    fn due(&self, t: &mut Tables) -> Option<Date> {
        let (since, days_max, area) = (self.applied_on?, i64::from(self.days_max?), self.area?);
        let length = Limit::CalendarDays(u16::try_from(days_max + self.paused_days).unwrap_or(u16::MAX));
        let compute = |days: &WorkDays| length.last_day(since, &[], days);
        WorkDays::computing(compute, |missing| holidays(&mut t.standards, area, missing)).ok().flatten()
    }

    /// Whether all is credited, since when, and whether that was in time.
    fn settle(&mut self, on: Date, due: Option<Date>) {
        if self.owes_nothing() {
            if self.credited_on.is_none() {
                self.credited_on = Some(on);
                let until = self.paused_since.map_or(on, |since| since.min(on));
                self.waited_days = self.applied_on.map(|since| until.days_since(since) - self.paused_days);
                self.late = due.map(|due| until > due);
            }
            if self.state != "reconciled" {
                self.state = "credited".into();
            }
            self.due_on = None;
            return;
        }
        if matches!(self.state.as_str(), "credited" | "reconciled")
            || (self.credited_fen.0 > 0 && self.state == "instructed")
        {
            self.state = "part_credited".into();
        }
        (self.credited_on, self.waited_days, self.late) = (None, None, None);
        self.due_on = due;
    }
}

impl Funnel {
    /// Counts a claim in (`sign` 1) or out again (−1).
    fn tally(&mut self, claim: &Progress, sign: i64) {
        let count = |counted: bool, sum: &mut i64| *sum = sum.saturating_add(if counted { sign } else { 0 });
        count(claim.identified_on.is_some(), &mut self.identified);
        count(claim.invited_on.is_some(), &mut self.invited);
        count(claim.applied_on.is_some(), &mut self.applied);
        count(claim.checked_on.is_some(), &mut self.checked);
        count(claim.approved_on.is_some(), &mut self.approved);
        count(claim.approved_automatically, &mut self.approved_automatically);
        count(claim.refused_on.is_some(), &mut self.refused);
        count(claim.reserved_on.is_some(), &mut self.reserved);
        count(claim.instructed_on.is_some(), &mut self.instructed);
        count(claim.returned_on.is_some(), &mut self.returned);
        count(claim.credited_on.is_some(), &mut self.credited);
        count(claim.late == Some(true), &mut self.credited_late);
        count(claim.late.is_some(), &mut self.credited_with_limit);
        self.waited_days = self.waited_days.saturating_add(sign * claim.waited_days.unwrap_or_default());
        self.approved_fen.add(sign * claim.entitled_fen.0);
        self.credited_fen.add(sign * claim.credited_fen.0);
    }
}

/// What one event changed of a claim changes the counts of its county, subsidy and year.
fn count(t: &mut Tables, claim: &Ref<Claim>, before: Option<&Progress>) {
    let now = t.claims.get((claim.clone(),)).cloned();
    if now.as_ref() == before {
        return;
    }
    for (claim, sign) in before.map(|before| (before, -1)).into_iter().chain(now.as_ref().map(|now| (now, 1))) {
        if let Some(area) = claim.area {
            t.funnels.of((area.at(Level::County), claim.subsidy.clone(), claim.year)).tally(claim, sign);
        }
    }
}
