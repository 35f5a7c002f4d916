//! How far a claim has come, and what each fund keeps, paid and is owed for it.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Finding, FundLine};
use crate::{
    fund::Fund,
    organisation::Organisation,
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

/// Takes `amount_fen` out of `stock`, fund by fund; less when there is less.
pub(super) fn split<'a>(amount_fen: Fen, stock: impl Iterator<Item = (&'a Ref<Fund>, Fen)>) -> Vec<FundLine> {
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
