//! 资金 fund: the ledger. Holder × source × allocation document × purpose × fiscal year.
//!
//! Life: opened → received → sent down | reserved → instructed → credited; what is left is returned up or carried out, and
//! the year is closed. Every event that moves money posts balanced [`lines`], so that at every position received + carried
//! in + recovered in = available + reserved + instructed + credited net of bank returns + sent down + returned up + carried
//! out. Money between levels is two-sided: sent here, received there, and in transit between; the child is whom the
//! document names, never the code's parent. What a claim does to a fund is entailed by the claim. Repurposed money counts
//! as carried, out of one fund and into another of the same holder. Carried money keeps its [`Origin`]: the document under
//! which it came, and the fund that sent it, to which it may go back. Notice §二(四), §二(五); DOMAIN §2.12.

mod fold;
mod judging;
mod ledger;
mod passage;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::passage::Movement;
pub use self::{
    ledger::{Balances, LedgerAccount, Line, lines},
    passage::{Passage, Passages},
    vocabulary::{AllocationDocument, Change, Debtor, Origin, Payer, Purpose, Source},
};
use crate::{
    case::{Case, Cited, Entailed, Nature, Place, Reason, Stamp, Stop},
    claim::{Claim, Subsidy},
    organisation::Organisation,
    payment_batch::PaymentBatch,
    policy::RecoveredMoneyGoes,
    stream::Ref,
    values::{Account, AreaCode, Date, Evidence, Fen, Note},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 设立 `parent` is the fund from which the document allocates; without it the money comes from outside.
    #[serde(rename = "fund.opened.v1")]
    Opened {
        area: AreaCode,
        holder: Option<Ref<Organisation>>,
        source: Source,
        document: AllocationDocument,
        purpose: Purpose,
        fiscal_year: i16,
        /// 01中央直达资金 The tag stays on the money unchanged.
        central_direct: bool,
        parent: Option<Ref<Fund>>,
    },
    /// 收到 From above under a document, or from outside.
    #[serde(rename = "fund.received.v1")]
    Received { from: Payer, document: Note, amount_fen: Fen, evidence: Evidence },
    /// 下达 To the fund that the document names.
    #[serde(rename = "fund.sent_down.v1")]
    SentDown { to: Ref<Fund>, document: Note, amount_fen: Fen, evidence: Evidence },
    /// 结余上缴 To the fund above, or outside where there is none; what was carried over goes to the fund that sent it under
    /// that document, also after its year.
    #[serde(rename = "fund.surplus_returned.v1")]
    SurplusReturned {
        /// The fund above, when not said.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Ref<Fund>>,
        document: Note,
        amount_fen: Fen,
        evidence: Evidence,
    },
    /// 结余收回 What a fund below returned has arrived.
    #[serde(rename = "fund.surplus_arrived.v1")]
    SurplusArrived { from: Ref<Fund>, document: Note, amount_fen: Fen, evidence: Evidence },
    /// 结转 To next year's fund.
    #[serde(rename = "fund.carried_out.v1")]
    CarriedOut {
        to: Ref<Fund>,
        /// Of what came under this document; in the order of documents, when not said.
        #[serde(skip_serializing_if = "Option::is_none")]
        document: Option<Note>,
        amount_fen: Fen,
        evidence: Evidence,
    },
    /// 结转 From last year's fund.
    #[serde(rename = "fund.carried_in.v1")]
    CarriedIn {
        from: Ref<Fund>,
        amount_fen: Fen,
        /// As far as it was allocated.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        origins: Vec<Origin>,
    },
    /// 预算调整 Of money from outside; below, more is sent down or a surplus returned.
    #[serde(rename = "fund.budget_adjusted.v1")]
    BudgetAdjusted { change: Change, amount_fen: Fen, document: Note, evidence: Evidence },
    /// 调整用途 To a fund of the same holder with another purpose.
    #[serde(rename = "fund.repurposed.v1")]
    Repurposed { to: Ref<Fund>, amount_fen: Fen, document: Note, evidence: Evidence },
    /// 调整用途 From a fund of the same holder with another purpose.
    #[serde(rename = "fund.repurposed_in.v1")]
    RepurposedIn {
        from: Ref<Fund>,
        amount_fen: Fen,
        /// As far as it was allocated.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        origins: Vec<Origin>,
    },
    /// 预留 For an approved claim.
    #[serde(rename = "fund.reserved.v1")]
    Reserved { claim: Ref<Claim>, subsidy: Subsidy, amount_fen: Fen },
    /// 释放 Reserved, and not needed.
    #[serde(rename = "fund.released.v1")]
    Released { claim: Ref<Claim>, amount_fen: Fen },
    /// 支付指令 Given to the agent bank.
    #[serde(rename = "fund.instructed.v1")]
    Instructed { claim: Ref<Claim>, batch: Ref<PaymentBatch>, amount_fen: Fen },
    /// 到账 `wrong_payee`: on an account that was not the instructed one.
    #[serde(rename = "fund.credited.v1")]
    Credited { claim: Ref<Claim>, batch: Ref<PaymentBatch>, amount_fen: Fen, wrong_payee: bool },
    /// 退票 The bank gave it back; it is reserved again.
    #[serde(rename = "fund.bank_returned.v1")]
    BankReturned { claim: Ref<Claim>, batch: Ref<PaymentBatch>, amount_fen: Fen, after_credit: bool },
    /// 收回 Cash came back from whom it was claimed.
    #[serde(rename = "fund.recovered.v1")]
    Recovered {
        claim: Ref<Claim>,
        amount_fen: Fen,
        goes: RecoveredMoneyGoes,
        /// To which funds it goes up, as far as there are any above.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        up: Vec<Origin>,
    },
    /// 应收 Someone owes money back: a wrong payee, or a payee who was not entitled.
    #[serde(rename = "fund.receivable_claimed.v1")]
    ReceivableClaimed { claim: Ref<Claim>, amount_fen: Fen, debtor: Debtor },
    /// 豁免 No cash moves.
    #[serde(rename = "fund.receivable_waived.v1")]
    ReceivableWaived { claim: Ref<Claim>, amount_fen: Fen },
    /// 核销 No cash moves.
    #[serde(rename = "fund.receivable_written_off.v1")]
    ReceivableWrittenOff { claim: Ref<Claim>, amount_fen: Fen },
    /// 不明支出 A line of the bank without an entitlement.
    #[serde(rename = "fund.bank_line_unmatched.v1")]
    BankLineUnmatched { account: Account, amount_fen: Fen, evidence: Evidence },
    /// 年终关账
    #[serde(rename = "fund.year_closed.v1")]
    YearClosed {},
    /// 冲销 `event` moved money wrongly from one account to another; it goes back, on the day of the fact it corrects.
    #[serde(rename = "fund.reversed.v1")]
    Reversed { event: Uuid, from: LedgerAccount, to: LedgerAccount, amount_fen: Fen, reason: Note, evidence: Evidence },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// No account of the ledger falls below zero by a decision. DOMAIN §2.12.
    BalanceShort { account: LedgerAccount, amount_fen: Fen, balance_fen: i64 },
    /// The standard does not let this source serve that purpose. DOMAIN §2.12, §4 F6.
    PurposeNotOfSource { source: Source, purpose: Purpose },
    /// The fund is for another purpose. DOMAIN §2.12, §4 F6.
    FundForOtherPurpose { purpose: Purpose },
    /// 01中央直达资金 The tag stays on the money unchanged. DOMAIN §2.12.
    CentralDirectTagChanged { central_direct: bool },
    /// A fund has the source of the money that it is allocated from.
    FundSourceChanged { source: Source },
    /// The money does not come from where the allocation says.
    NotFromTheParent { parent: Option<Ref<Fund>> },
    /// The document names another fund as the child.
    NotTheChild { fund: Ref<Fund>, parent: Option<Ref<Fund>> },
    /// More than the other side passed on under that document and has not arrived yet. DOMAIN §2.12.
    BeyondTransit { document: Note, amount_fen: Fen, in_transit_fen: Fen },
    /// More goes back, or is carried over, than is left of what came under that document.
    ReturnsMoreThanCame { document: Note, amount_fen: Fen, came_fen: Fen },
    /// Not the same holder's fund of the same source and purpose for the next year.
    NotTheSuccessor { fund: Ref<Fund> },
    /// Not the same holder's fund of the same source and year.
    NotASisterFund { fund: Ref<Fund> },
    /// The budget of money from above changes above.
    BudgetSetAbove { parent: Ref<Fund> },
    /// The year is closed.
    FiscalYearClosed { fiscal_year: i16 },
    /// The year has not ended.
    FiscalYearNotOver { fiscal_year: i16 },
    /// Money is left that is neither spent, returned nor carried out.
    MoneyLeft { account: LedgerAccount, balance_fen: i64 },
    /// Money is on its way to the fund, which takes none in after its year: it is received first, or taken back by its sender.
    MoneyOnItsWay { fund: Ref<Fund>, document: Note, in_transit_fen: Fen },
    /// Each instruction has one entitlement; the bank moved money without one. DOMAIN §2.12.
    LineWithoutEntitlement { amount_fen: Fen },
    /// A reversal states what the event moved, and carries its date. DOMAIN §1.
    ReversesOtherwise { event: Uuid, from: LedgerAccount, to: LedgerAccount, amount_fen: Fen, on: Date },
    /// The other side has taken it over already; it has to come back first.
    PassedOnAlready { event: Uuid },
}
impl Reason for Refusal {}

/// Beside the ledger: how much ever, whatever came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Gross {
    pub credited_fen: Fen,
    /// 退票
    pub bank_returned_fen: Fen,
    /// 错发
    pub wrongly_credited_fen: Fen,
    pub sent_down_fen: Fen,
    /// Of what was carried in, from other purposes.
    pub repurposed_in_fen: Fen,
    /// Of what was carried out, to other purposes.
    pub repurposed_out_fen: Fen,
    /// Of what was returned up, recovered money.
    pub recovered_up_fen: Fen,
    /// Lines of the bank without an entitlement.
    pub unmatched_fen: Fen,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Fund {
    pub area: Option<AreaCode>,
    pub holder: Option<Ref<Organisation>>,
    pub source: Option<Source>,
    pub document: Option<AllocationDocument>,
    pub purpose: Option<Purpose>,
    pub fiscal_year: i16,
    pub central_direct: bool,
    pub parent: Option<Ref<Fund>>,
    pub closed_on: Option<Date>,
    pub balances: Balances,
    pub gross: Gross,
    /// With the fund above.
    pub above: Passages,
    /// With the funds below.
    pub below: Passages,
    #[serde(skip)]
    movements: BTreeMap<Uuid, Movement>,
}

impl Fund {
    pub fn balance(&self, account: LedgerAccount) -> i64 {
        self.balances.fen(account)
    }
}

impl Case for Fund {
    const CATEGORY: &'static str = "fund";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Opened { .. }) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Reversed { .. } => Nature::Approval,
            Event::BankLineUnmatched { .. } => Nature::Observation,
            Event::CarriedIn { .. }
            | Event::RepurposedIn { .. }
            | Event::Reserved { .. }
            | Event::Released { .. }
            | Event::Instructed { .. }
            | Event::Credited { .. }
            | Event::BankReturned { .. }
            | Event::Recovered { .. }
            | Event::ReceivableClaimed { .. }
            | Event::ReceivableWaived { .. }
            | Event::ReceivableWrittenOff { .. } => Nature::Entailed,
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        self.judge(event, stamp, cited)
    }

    fn entails(&self, event: &Event, stamp: &Stamp, _: &Cited) -> Result<Vec<Entailed>, Stop> {
        let Some(from) = Ref::<Self>::to(&stamp.subject) else { return Ok(vec![]) };
        Ok(match event {
            Event::CarriedOut { to, document, amount_fen, .. } => {
                let origins = self.origins(*amount_fen, document.as_ref());
                vec![to.gets(Event::CarriedIn { from, amount_fen: *amount_fen, origins })]
            }
            Event::Repurposed { to, amount_fen, .. } => {
                let origins = self.origins(*amount_fen, None);
                vec![to.gets(Event::RepurposedIn { from, amount_fen: *amount_fen, origins })]
            }
            _ => vec![],
        })
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        self.fold(event, stamp);
    }
}
