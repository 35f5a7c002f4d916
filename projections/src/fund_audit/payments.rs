//! Approved claims and their payments, from the claims' own streams.

use domain::{
    claim::{Claim, ClawbackReason, Event, FundLine, Payee, Subsidy},
    fund::Fund,
    payment_batch::PaymentBatch,
    policy::Policy,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Fen, Note},
};

use super::Tables;
use crate::{
    model::{Balance, List, Seen, Then},
    table,
};

table! {
    /// 补贴与欠付 One claim: the amount recomputed from the standard, the amount approved and by whom, and what is unpaid.
    pub struct ApprovedClaim in "fund_audit_claim";
    key {
        /// The claim.
        claim: Ref<Claim>,
    }
    index {
        /// 所属地区 Where it is decided and paid.
        area: Option<AreaCode>,
        /// 补贴种类
        subsidy: String,
        /// 收款对象
        payee: Option<StreamId>,
        /// 已批未付 Approved, and not all of it is on the payee's account.
        unpaid: bool,
        /// The standard under which it was decided last.
        standard: Option<Ref<Policy>>,
        /// And its version.
        version: Option<u32>,
    }
    plain {
        /// Whom the money goes to: the payee, or the bank whose guarantee was called.
        pays_to: Option<StreamId>,
        /// 所属期
        period: String,
        /// The post, workshop, course … that earns it.
        earned_by: Option<StreamId>,
        /// 复算金额 What that standard gives, as last computed; none when we did not compute under that version.
        recomputed_fen: Option<Balance>,
        /// 批准金额 What was approved.
        approved_fen: Option<Balance>,
        /// 差额 The approved amount is not what was computed at the check; none without a check under the same version.
        differs: Option<bool>,
        /// 批准日期
        approved_on: Option<Date>,
        /// 审批人 Who approved or adjusted it; an automatic approval names the standard's version.
        approvers: List<String>,
        /// 经办人 Who recorded the application.
        recorder: Option<String>,
        /// What the payee is entitled to, after adjustments; of a loan, what was called of its guarantee.
        entitled_fen: Balance,
        /// Reserved and not instructed.
        reserved_fen: Balance,
        /// At the agent bank.
        instructed_fen: Balance,
        /// 已到账 Net of bank returns.
        credited_fen: Balance,
        /// 追回 Of what was credited, ever asked back from the payee.
        clawed_fen: Balance,
        /// 标准下调 Of what was credited, clawed back because the claim became worth less: a higher standard owes it again.
        lowered_fen: Balance,
        /// 欠付 Entitled less what the payee holds.
        unpaid_fen: Balance,
        /// 应收未收 Owed back by the payee or a wrong one.
        receivable_fen: Balance,
        /// Of a loan only its guarantee is paid from funds.
        loan: bool,
        /// Position of the last event of the claim.
        changed_at: u64,
    }
}

table! {
    /// 支付 One instruction for one claim out of one fund, and what the bank answered.
    pub struct Payment in "fund_audit_payment";
    key {
        /// The claim.
        claim: Ref<Claim>,
        /// 发放批次
        batch: Ref<PaymentBatch>,
        /// The fund.
        fund: Ref<Fund>,
    }
    index {
        /// 所属地区 Where the claim is decided and paid.
        area: Option<AreaCode>,
        /// 回执 open, credited, returned or wrongly_credited.
        outcome: String,
        /// Instructed on this day.
        instructed_on: Option<Date>,
        /// 收款对象 Whom it goes to.
        payee: Option<StreamId>,
    }
    plain {
        /// 补贴种类
        subsidy: String,
        /// How much.
        amount_fen: Balance,
        /// The payee's account, as an opaque reference.
        account: String,
        /// The standard under which the claim was decided.
        standard: Option<Ref<Policy>>,
        /// And its version.
        version: Option<u32>,
        /// 复算金额 What that standard gives for the claim, where we computed it.
        recomputed_fen: Option<Balance>,
        /// 批准金额 Of the claim.
        approved_fen: Option<Balance>,
        /// 审批人 Of the claim, then who instructed the batch.
        approvers: List<String>,
        /// The bank's answer came on this day.
        answered_on: Option<Date>,
        /// 退票原因 The bank's code.
        bank_code: Option<String>,
        /// Position of the event that instructed it.
        instructed_at: u64,
    }
}

pub(super) fn fold(t: &mut Tables, event: &Event, seen: &Seen) {
    let Some(claim) = Ref::<Claim>::to(&seen.stamp.subject) else { return };
    let on = seen.stamp.occurred_on;
    let row = t.claims.of((claim.clone(),));
    row.changed_at = seen.position;
    row.area = seen.stamp.area.or(row.area);
    match event {
        Event::Identified { entitlement, .. } | Event::Applied { entitlement, .. } => {
            (row.subsidy, row.period) = (entitlement.subsidy.name(), entitlement.period.to_string());
            row.payee = Some(match &entitlement.payee {
                Payee::Person(person) => person.stream().clone(),
                Payee::Organisation(organisation) => organisation.stream().clone(),
            });
            row.earned_by.clone_from(&entitlement.case);
            row.loan = entitlement.subsidy == Subsidy::GuaranteedLoan;
            if !row.loan {
                row.pays_to.clone_from(&row.payee);
            }
            row.recorder = Some(seen.stamp.actor.to_string());
        }
        Event::Consented { .. } => row.recorder = Some(seen.stamp.actor.to_string()),
        Event::AutoChecked { amount_fen, standard, version, .. } => {
            row.decided_under(standard, *version);
            row.recomputed_fen = Some((*amount_fen).into());
        }
        Event::Approved { amount_fen, standard, version } => {
            row.approve(*amount_fen, standard, *version, on);
            row.approvers.add(seen.stamp.actor.to_string());
        }
        Event::ApprovedAutomatically { amount_fen, standard, version } => {
            row.approve(*amount_fen, standard, *version, on);
            row.approvers.add(format!("{standard} v{version}"));
        }
        Event::Adjusted { to_fen, standard, version, .. } => {
            row.decided_under(standard, *version);
            row.recomputed_fen = Some((*to_fen).into());
            row.entitled_fen = (*to_fen).into();
            row.approvers.add(seen.stamp.actor.to_string());
        }
        Event::Disbursed { bank, .. } if row.loan => {
            row.pays_to.get_or_insert_with(|| bank.stream().clone());
        }
        Event::GuaranteeCalled { amount_fen, .. } if row.loan => row.entitled_fen += *amount_fen,
        Event::BudgetReserved { lines } => row.reserved_fen += total(lines),
        Event::ReservationReleased { .. } => row.reserved_fen = Balance::default(),
        Event::Instructed { batch, account, lines } => {
            row.reserved_fen -= total(lines);
            row.instructed_fen += total(lines);
            let row = row.clone();
            for FundLine { fund, amount_fen } in lines {
                let payment = t.payments.of((claim.clone(), batch.clone(), fund.clone()));
                (payment.area, payment.payee) = (row.area, row.pays_to.clone());
                (payment.outcome, payment.instructed_on) = ("open".into(), Some(on));
                (payment.subsidy, payment.amount_fen) = (row.subsidy.clone(), (*amount_fen).into());
                (payment.account, payment.instructed_at) = (account.to_string(), seen.position);
                (payment.standard, payment.version) = (row.standard.clone(), row.version);
                (payment.recomputed_fen, payment.approved_fen) = (row.recomputed_fen, row.approved_fen);
                payment.approvers = row.approvers.clone();
                payment.approvers.add(seen.stamp.actor.to_string());
            }
        }
        Event::Credited { batch, .. } => answer(t, &claim, batch, "credited", None, on),
        Event::Returned { batch, code, .. } => answer(t, &claim, batch, "returned", Some(code), on),
        Event::WronglyCredited { batch, .. } => answer(t, &claim, batch, "wrongly_credited", None, on),
        Event::ClawbackOpened { amount_fen, reason } => {
            // No more than the payee holds, whatever another system decided.
            let held = row.credited_fen.0.saturating_sub(row.clawed_fen.0).max(0);
            let clawed = amount_fen.get().min(held);
            row.clawed_fen.add(clawed);
            row.receivable_fen.add(clawed);
            if *reason == ClawbackReason::LowerStandard && seen.stamp.entailed() && !row.loan {
                row.lowered_fen += *amount_fen;
            }
        }
        Event::Recovered { amount_fen, .. } => {
            row.settle(*amount_fen);
        }
        Event::Waived { amount_fen, .. } | Event::WrittenOff { amount_fen, .. } => {
            let given_up = row.settle(*amount_fen);
            row.lowered_fen = Balance(row.lowered_fen.0.saturating_sub(given_up).max(0));
        }
        _ => {}
    }
    let row = t.claims.of((claim,));
    let held = row.credited_fen.0.saturating_sub(row.lowered_fen.0).max(0);
    row.unpaid_fen = Balance(row.entitled_fen.0.saturating_sub(held).max(0));
    row.unpaid = row.unpaid_fen.0 > 0;
}

impl ApprovedClaim {
    /// Takes so much off what is owed back, and no more than that.
    fn settle(&mut self, amount_fen: Fen) -> i64 {
        let settled = amount_fen.get().min(self.receivable_fen.0.max(0));
        self.receivable_fen.add(-settled);
        settled
    }

    fn decided_under(&mut self, standard: &Ref<Policy>, version: u32) {
        (self.standard, self.version) = (Some(standard.clone()), Some(version));
    }

    fn approve(&mut self, amount_fen: Fen, standard: &Ref<Policy>, version: u32, on: Date) {
        // An approval decided elsewhere is held against what our own check computed under the same version.
        let checked = (self.standard.as_ref(), self.version) == (Some(standard), Some(version));
        let approved = Balance::from(amount_fen);
        self.recomputed_fen = self.recomputed_fen.filter(|_| checked);
        self.differs = self.recomputed_fen.map(|computed| computed != approved);
        self.decided_under(standard, version);
        (self.approved_fen, self.approved_on) = (Some(approved), Some(on));
        if !self.loan {
            self.entitled_fen = approved;
        }
    }
}

/// What the bank answered moves the claim's money as it moves the funds'. A second answer moves nothing, but a credit may
/// still come back.
fn answer(t: &mut Tables, claim: &Ref<Claim>, batch: &Ref<PaymentBatch>, outcome: &str, code: Option<&Note>, on: Date) {
    let mut moved: Vec<(String, i64)> = vec![];
    t.payments.under(claim, |payment| {
        let may = payment.outcome == "open" || (payment.outcome == "credited" && outcome == "returned");
        if payment.batch != *batch || !may {
            return Then::Kept;
        }
        moved.push((std::mem::replace(&mut payment.outcome, outcome.into()), payment.amount_fen.0));
        (payment.answered_on, payment.bank_code) = (Some(on), code.map(Note::to_string));
        Then::Changed
    });
    let row = t.claims.of((claim.clone(),));
    for (before, amount) in moved {
        let from = if before == "credited" { &mut row.credited_fen } else { &mut row.instructed_fen };
        from.add(-amount);
        let to = match outcome {
            "credited" => &mut row.credited_fen,
            "returned" => &mut row.reserved_fen,
            _ => &mut row.receivable_fen,
        };
        to.add(amount);
    }
}

fn total(lines: &[FundLine]) -> Fen {
    lines.iter().map(|line| line.amount_fen).sum()
}
