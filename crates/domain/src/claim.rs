//! 补贴 claim: one subsidy for one payee, kind, period and case.
//!
//! 即申即享: applied → checked at once → (manual review) → (noticed) → approved → budget reserved → instructed → credited |
//! part credited | returned → reconciled; refused → applied again, or appealed. 直补快办: identified → invited → consented,
//! then the same way. Named by its [`Entitlement`], so that there is one of each. The amount is computed from the standard
//! in force, never stated. Debt = entitled − net credited: a bank return reopens it, and a wrong payee makes a receivable
//! while it stays open. Notice §二(五); DOMAIN §2.11.

mod assessment;
mod awards;
mod consequences;
mod earned_by;
#[cfg(test)]
pub(crate) mod fixture;
mod fold;
mod judging;
mod progress;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::progress::{Answer, Approval, Check, Clock, Instalment, Loan, Share, State};
pub use self::vocabulary::{ClawbackReason, Entitlement, Finding, Payee, Period, PeriodKind, RefusalReason, Subsidy};
use crate::{
    actor::Actor,
    case::{Case, Cited, Entailed, Nature, Place, Reason, Stamp, Stop},
    fund::Fund,
    organisation::Organisation,
    payment_batch::PaymentBatch,
    policy::Policy,
    stream::{Ref, StreamId},
    values::{Account, AreaCode, Date, Evidence, Fen, Note, Span},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 直补快办 The system found who qualifies.
    #[serde(rename = "claim.identified.v1")]
    Identified { entitlement: Entitlement, evidence: Evidence },
    /// 告知 The payee was asked for consent.
    #[serde(rename = "claim.invited.v1")]
    Invited {},
    /// 同意 `units` (months, heads, courses …) and `base_fen` (spent or earned) are what the standard reckons with.
    #[serde(rename = "claim.consented.v1")]
    Consented { units: u32, base_fen: Fen, evidence: Evidence },
    /// 申请 Again after a refusal.
    #[serde(rename = "claim.applied.v1")]
    Applied { entitlement: Entitlement, units: u32, base_fen: Fen, evidence: Evidence },
    /// 自动核验 At once, with the amount under the standard in force.
    #[serde(rename = "claim.auto_checked.v1")]
    AutoChecked { amount_fen: Fen, standard: Ref<Policy>, version: u32, findings: Vec<Finding> },
    /// 一次性告知补正 Something is missing.
    #[serde(rename = "claim.supplement_asked.v1")]
    SupplementAsked { missing: Note },
    /// 已告知 The payee was told what is missing: the clock pauses from this day on.
    #[serde(rename = "claim.payee_told.v1")]
    PayeeTold { evidence: Evidence },
    /// 补正 It was supplied: the clock runs again.
    #[serde(rename = "claim.supplied.v1")]
    Supplied { evidence: Evidence },
    /// 人工复核
    #[serde(rename = "claim.manually_reviewed.v1")]
    ManuallyReviewed { passed: bool, evidence: Evidence },
    /// 公示 From a day to a day.
    #[serde(rename = "claim.noticed.v1")]
    Noticed { span: Span },
    /// 批准 Of the amount that the standard in force gives.
    #[serde(rename = "claim.approved.v1")]
    Approved { amount_fen: Fen, standard: Ref<Policy>, version: u32 },
    /// 自动批准 The approver is this version of the standard; a sample is reviewed afterwards.
    #[serde(rename = "claim.approved_automatically.v1")]
    ApprovedAutomatically { amount_fen: Fen, standard: Ref<Policy>, version: u32 },
    /// 抽查 Of an automatic approval.
    #[serde(rename = "claim.sample_reviewed.v1")]
    SampleReviewed { passed: bool, evidence: Evidence },
    /// 不予批准
    #[serde(rename = "claim.refused.v1")]
    Refused { reason: RefusalReason, evidence: Evidence },
    /// 申诉 Against a refusal or a clawback.
    #[serde(rename = "claim.appealed.v1")]
    Appealed { evidence: Evidence },
    /// 申诉处理 A refusal that does not stand is taken up again; a clawback is then waived.
    #[serde(rename = "claim.appeal_decided.v1")]
    AppealDecided { upheld: bool, evidence: Evidence },
    /// 预留资金 The whole debt that no money is kept for, on one or more funds: all lines or none.
    #[serde(rename = "claim.budget_reserved.v1")]
    BudgetReserved { lines: Vec<FundLine> },
    /// 释放预留 What is reserved and not instructed.
    #[serde(rename = "claim.reservation_released.v1")]
    ReservationReleased { reason: Note },
    /// 支付指令 By a batch, to this account, which holds from now on.
    #[serde(rename = "claim.instructed.v1")]
    Instructed { batch: Ref<PaymentBatch>, account: Account, lines: Vec<FundLine> },
    /// 到账 On the payee's account.
    #[serde(rename = "claim.credited.v1")]
    Credited { batch: Ref<PaymentBatch>, amount_fen: Fen },
    /// 退票 The debt is open again. `code` is the bank's.
    #[serde(rename = "claim.returned.v1")]
    Returned { batch: Ref<PaymentBatch>, amount_fen: Fen, code: Note },
    /// 错发 On another account: its holder owes it back, and the debt to the payee stays open.
    #[serde(rename = "claim.wrongly_credited.v1")]
    WronglyCredited { batch: Ref<PaymentBatch>, amount_fen: Fen, account: Account },
    /// 对账
    #[serde(rename = "claim.reconciled.v1")]
    Reconciled { batch: Ref<PaymentBatch> },
    /// 调整 To what another version of the standard gives; the difference is an instalment of its own.
    #[serde(rename = "claim.adjusted.v1")]
    Adjusted { from_fen: Fen, to_fen: Fen, standard: Ref<Policy>, version: u32, reason: Note },
    /// 追回 Credited, and not due: noticed to the payee, who may appeal.
    #[serde(rename = "claim.clawback_opened.v1")]
    ClawbackOpened { amount_fen: Fen, reason: ClawbackReason },
    /// 收回 Cash came back to that fund, from the payee or from a wrong one.
    #[serde(rename = "claim.recovered.v1")]
    Recovered { fund: Ref<Fund>, amount_fen: Fen, evidence: Evidence },
    /// 豁免
    #[serde(rename = "claim.waived.v1")]
    Waived { fund: Ref<Fund>, amount_fen: Fen, reason: Note },
    /// 核销
    #[serde(rename = "claim.written_off.v1")]
    WrittenOff { fund: Ref<Fund>, amount_fen: Fen, reason: Note, evidence: Evidence },
    /// 放款 By the bank; only of a loan.
    #[serde(rename = "claim.disbursed.v1")]
    Disbursed { bank: Ref<Organisation>, amount_fen: Fen },
    /// 还款
    #[serde(rename = "claim.repaid.v1")]
    Repaid { amount_fen: Fen },
    /// 违约
    #[serde(rename = "claim.defaulted.v1")]
    Defaulted { evidence: Evidence },
    /// 担保代偿 The fund owes the bank this much of the loan.
    #[serde(rename = "claim.guarantee_called.v1")]
    GuaranteeCalled { amount_fen: Fen, evidence: Evidence },
}

/// So much of one fund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FundLine {
    pub fund: Ref<Fund>,
    pub amount_fen: Fen,
}

/// The most funds that one reservation draws on.
pub const FUND_LINES_MAX: usize = 20;

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The standard has this kind claimed for other stretches of time; or the year has no such quarter or term. Otherwise
    /// one could claim twice under two names. DOMAIN §2.11.
    NotItsPeriod { period: Period, per: Option<PeriodKind> },
    /// Who applies again, or for what was identified, claims the same for the same area.
    OtherEntitlement {},
    /// The subsidy is for another kind of case. DOMAIN §2.11.
    CaseOfAnotherKind { case: StreamId, category: String },
    /// The case that is to earn it neither lies in the area of the claim nor leads there. DOMAIN §2.11.
    CaseOfAnotherArea { case: StreamId, area: Option<AreaCode> },
    /// Whom the case knows as its holder, operator or lender is not the payee. DOMAIN §2.11.
    CaseOfAnotherPayee { case: StreamId },
    /// Nobody approves what they or their organisation claim: not the claim, nor its adjustment, an appeal, a waiver. DOMAIN §2.11.
    ApproverIsApplicant {},
    /// Eligibility is checked again at the approval. DOMAIN §2.11.
    NotEligible { findings: Vec<Finding> },
    /// The amount is computed from the standard in force, never stated. DOMAIN §2.11.
    NotAsComputed { amount_fen: Fen, standard: Ref<Policy>, version: u32 },
    /// The standard does not leave this amount to the automatic check, and no review has passed it.
    ManualReviewMissing {},
    /// The standard asks for a public notice of so many days, the first one not counted.
    ClaimNoticeTooShort { days: i64, days_min: u16 },
    /// Approved before the public notice ended. DOMAIN §4 F21.
    ClaimNoticeNotOver { ends: Date },
    /// Nothing is asked of the payee, or they were told already.
    NoSupplementAsked {},
    /// A person approved it: there is no sample to review.
    NotApprovedAutomatically {},
    /// Nothing is refused or clawed back, or the appeal is open already.
    NothingToAppeal {},
    /// No appeal is open.
    NoAppealOpen {},
    /// Not approved: nothing is owed.
    NotApproved {},
    /// A reservation covers the debt for which no money is kept yet, no more and no less. DOMAIN §2.11.
    NotTheDebt { amount_fen: Fen, due_fen: Fen },
    /// A fund stands in a reservation once.
    FundTwice { fund: Ref<Fund> },
    /// One reservation draws on no more funds than this.
    TooManyFunds { funds_max: usize },
    /// The holder of the fund does not serve the area of the claim. DOMAIN §4 F6.
    FundOfAnotherArea { fund: Ref<Fund>, area: Option<AreaCode> },
    /// Nothing is reserved that could be released.
    NothingReserved {},
    /// Nothing is instructed beyond the reservation. DOMAIN §2.11.
    BeyondReservation { amount_fen: Fen, reserved_fen: Fen },
    /// The account is not declared by whom the claim pays, or is closed.
    AccountNotOfPayee { account: Account },
    /// That batch instructed nothing of this claim, or is answered.
    NotInstructed { batch: Ref<PaymentBatch> },
    /// An adjustment rests on a version of the standard of that kind, there, that was not withdrawn.
    NotItsStandard { standard: Ref<Policy>, version: u32 },
    /// An adjustment starts from what the claim is worth now.
    AdjustsOtherAmount { from_fen: Fen, entitled_fen: Fen },
    /// A lower standard claws nothing back unless it says so. DOMAIN §1.
    ClawsNothingBack { to_fen: Fen, credited_fen: Fen },
    /// A lower standard claws back by an adjustment, which asks whether the standard says so. DOMAIN §1.
    LowerStandardAdjusts {},
    /// More money is kept for the claim than it will be worth: release it first.
    MoneyStillReserved { kept_fen: Fen, due_fen: Fen },
    /// More than was credited and is not claimed back yet.
    ClawbackBeyondCredited { amount_fen: Fen, credited_fen: Fen },
    /// More than is owed back to that fund.
    BeyondReceivable { fund: Ref<Fund>, amount_fen: Fen, outstanding_fen: Fen },
    /// Only a loan is disbursed, repaid or defaulted.
    NotALoan {},
    /// More than the approved loan leaves open.
    BeyondLoan { amount_fen: Fen, open_fen: Fen },
    /// A guarantee is called when the loan is in default.
    NotInDefault {},
}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Claim {
    pub entitlement: Option<Entitlement>,
    pub state: State,
    pub units: u32,
    pub base_fen: Fen,
    pub clock: Clock,
    pub check: Option<Check>,
    pub review_passed: Option<bool>,
    pub notice: Option<Span>,
    pub approval: Option<Approval>,
    /// What the claim is worth: approved, then adjusted.
    pub entitled_fen: Fen,
    pub appeal_open: bool,
    pub funds: BTreeMap<Ref<Fund>, Share>,
    pub instalments: BTreeMap<Ref<PaymentBatch>, Instalment>,
    pub loan: Option<Loan>,
    pub sample_passed: Option<bool>,
    /// Who recorded what an approval rests on; none of them may approve.
    #[serde(skip)]
    recorders: Vec<Actor>,
    #[serde(skip)]
    refused_by: Option<Actor>,
    #[serde(skip)]
    receivable_by: Option<Actor>,
    /// Clawed back because the claim became worth less, and not given up: the payee does not hold it.
    #[serde(skip)]
    lowered_fen: Fen,
}

impl Case for Claim {
    const CATEGORY: &'static str = "claim";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        match event {
            Event::Identified { .. } => Place::First,
            Event::Applied { .. } => Place::Any,
            _ => Place::Later,
        }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Approved { .. }
            | Event::SampleReviewed { .. }
            | Event::AppealDecided { .. }
            | Event::Adjusted { .. }
            | Event::Waived { .. }
            | Event::WrittenOff { .. } => Nature::Approval,
            Event::Supplied { .. }
            | Event::Appealed { .. }
            | Event::Recovered { .. }
            | Event::Disbursed { .. }
            | Event::Repaid { .. }
            | Event::Defaulted { .. } => Nature::Observation,
            Event::AutoChecked { .. }
            | Event::ApprovedAutomatically { .. }
            | Event::Instructed { .. }
            | Event::Credited { .. }
            | Event::Returned { .. }
            | Event::WronglyCredited { .. }
            | Event::Reconciled { .. } => Nature::Entailed,
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.entitlement.as_ref().map(|e| e.area)
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        self.judge(event, stamp, cited)
    }

    fn entails(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<Vec<Entailed>, Stop> {
        self.consequences(event, stamp, cited)
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        self.fold(event, stamp);
    }
}
