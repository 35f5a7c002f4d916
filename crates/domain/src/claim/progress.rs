//! How far a claim has come, and what each fund keeps, paid and is owed for it.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Claim, Finding, FundLine, Payee, Subsidy, assessment::Stated};
use crate::{
    fund::Fund,
    organisation::Organisation,
    payment_batch::PaymentBatch,
    policy::Policy,
    stream::Ref,
    values::{Account, Date, Fen},
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Identified,
    Invited,
    Applied,
    AutoChecked,
    Reviewed,
    Noticed,
    Refused,
    Approved,
    Reserved,
    Instructed,
    PartCredited,
    Credited,
    /// Returned by the bank, or credited to a wrong payee.
    Returned,
    Reconciled,
}

/// What the last check said.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    pub amount_fen: Fen,
    pub standard: Ref<Policy>,
    pub version: u32,
    pub findings: Vec<Finding>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Approval {
    pub amount_fen: Fen,
    pub standard: Ref<Policy>,
    pub version: u32,
    pub automatic: bool,
    pub on: Date,
}

/// One instruction and the bank's answer.
#[derive(Clone, Debug, Serialize)]
pub struct Instalment {
    pub account: Account,
    pub lines: Vec<FundLine>,
    pub answer: Answer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Open,
    Credited,
    Returned,
    WronglyCredited,
}

/// What one fund keeps, paid and is owed for this claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Reserved and not instructed.
    pub reserved_fen: Fen,
    /// At the bank.
    pub instructed_fen: Fen,
    /// On the payee's account, net of bank returns.
    pub credited_fen: Fen,
    /// Of that, clawed back from the payee.
    pub clawed_fen: Fen,
    /// Owed back, by the payee or a wrong one.
    pub outstanding_fen: Fen,
    pub recovered_fen: Fen,
    pub waived_fen: Fen,
    pub written_off_fen: Fen,
}

impl Share {
    /// Takes so much off what is owed back, and no more than that.
    pub(super) fn settle(&mut self, amount_fen: Fen) -> Fen {
        let settled_fen = amount_fen.min(self.outstanding_fen);
        self.outstanding_fen = self.outstanding_fen.less(settled_fen);
        settled_fen
    }
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Loan {
    pub bank: Option<Ref<Organisation>>,
    pub disbursed_fen: Fen,
    pub repaid_fen: Fen,
    pub defaulted: bool,
    pub called_fen: Fen,
}

impl Loan {
    pub fn open_fen(&self) -> Fen {
        self.disbursed_fen.less(self.repaid_fen).less(self.called_fen)
    }
}

/// How long the payee has waited: from the application on, without the days on which they were told that something is
/// missing.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Clock {
    pub since: Option<Date>,
    pub asked: bool,
    pub paused_since: Option<Date>,
    pub paused_days: i64,
}

impl Claim {
    /// 欠付 What the payee is still owed: entitled − held. Of a loan, what was called − net credited to the bank.
    pub fn debt(&self) -> Fen {
        self.owed().less(self.held())
    }

    /// Net credited, without what a lower standard took back: a higher one owes that again.
    pub(super) fn held(&self) -> Fen {
        self.credited().less(if self.is_loan() { Fen::ZERO } else { self.lowered_fen })
    }

    /// On the account of whom it pays, net of bank returns.
    pub fn credited(&self) -> Fen {
        self.sum(|share| share.credited_fen)
    }

    /// 追回 Of what was credited, ever asked back from the payee.
    pub fn clawed(&self) -> Fen {
        self.sum(|share| share.clawed_fen)
    }

    /// Reserved and not instructed.
    pub fn reserved(&self) -> Fen {
        self.sum(|share| share.reserved_fen)
    }

    /// Reserved or at the bank.
    pub fn kept(&self) -> Fen {
        self.sum(|share| share.reserved_fen + share.instructed_fen)
    }

    /// Owed back to the funds.
    pub fn receivable(&self) -> Fen {
        self.sum(|share| share.outstanding_fen)
    }

    /// Of which funds an instruction of this amount takes.
    pub fn instruction(&self, amount_fen: Fen) -> Vec<FundLine> {
        split(amount_fen, self.funds.iter().map(|(fund, share)| (fund, share.reserved_fen)))
    }

    /// Whom the money goes to: the payee, or the bank whose guarantee was called.
    pub fn pays_to(&self) -> Option<Payee> {
        if self.is_loan() {
            return self.loan.as_ref().and_then(|loan| loan.bank.clone()).map(Payee::Organisation);
        }
        self.entitlement.as_ref().map(|e| e.payee.clone())
    }

    /// A loan of that bank, or of one that is not known before it is lent.
    pub(super) fn is_lent_by(&self, payee: &Payee) -> bool {
        self.is_loan() && self.pays_to().is_none_or(|bank| bank == *payee)
    }

    pub(super) fn is_loan(&self) -> bool {
        self.entitlement.as_ref().is_some_and(|e| e.subsidy == Subsidy::GuaranteedLoan)
    }

    pub(super) fn owed(&self) -> Fen {
        if self.is_loan() { self.loan.as_ref().map_or(Fen::ZERO, |l| l.called_fen) } else { self.entitled_fen }
    }

    pub(super) fn sum(&self, of: impl Fn(&Share) -> Fen) -> Fen {
        self.funds.values().map(of).sum()
    }

    pub(super) fn stated(&self) -> Stated {
        Stated { units: self.units, base_fen: self.base_fen }
    }

    pub(super) fn clawback(&self, amount_fen: Fen) -> Vec<FundLine> {
        split(amount_fen, self.funds.iter().map(|(fund, share)| (fund, share.credited_fen.less(share.clawed_fen))))
    }

    /// On the payee's account and not claimed back.
    pub(super) fn unclawed(&self) -> Fen {
        total(&self.clawback(Fen::MAX))
    }

    pub(super) fn each(&mut self, lines: &[FundLine], change: impl Fn(&mut Share, Fen)) {
        for line in lines {
            change(self.funds.entry(line.fund.clone()).or_default(), line.amount_fen);
        }
    }

    /// The lines of an instalment whose answer was one of `before`, which becomes `after`.
    pub(super) fn answered(&mut self, batch: &Ref<PaymentBatch>, before: &[Answer], after: Answer) -> Vec<FundLine> {
        match self.instalments.get_mut(batch).filter(|i| before.contains(&i.answer)) {
            Some(instalment) => {
                instalment.answer = after;
                instalment.lines.clone()
            }
            None => vec![],
        }
    }

    pub(super) fn approved(&mut self, approval: Approval) {
        self.state = State::Approved;
        self.entitled_fen = approval.amount_fen;
        self.approval = Some(approval);
    }

    pub(super) fn settle(&mut self) {
        self.state = if self.debt().is_zero() { State::Credited } else { State::PartCredited };
    }
}

/// Takes `amount_fen` out of `stock`, fund by fund; less when there is less.
fn split<'a>(amount_fen: Fen, stock: impl Iterator<Item = (&'a Ref<Fund>, Fen)>) -> Vec<FundLine> {
    let mut left = amount_fen;
    let taken = stock.map(|(fund, there)| {
        let amount_fen = there.min(left);
        left = left.less(amount_fen);
        FundLine { fund: fund.clone(), amount_fen }
    });
    taken.filter(|line| !line.amount_fen.is_zero()).collect()
}

pub(super) fn total(lines: &[FundLine]) -> Fen {
    lines.iter().map(|line| line.amount_fen).sum()
}
