//! Double entry: every event that moves money posts lines, each from one account to another, so that no sum is ever lost.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::Event;
use crate::{policy::RecoveredMoneyGoes, values::Fen};

/// 科目 Where the money of a fund came from, stands, or went; and, below, what is owed back to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LedgerAccount {
    /// 收到 From the level above, or from outside.
    Received,
    /// 结转收入 From last year's fund, or from a fund with another purpose.
    CarriedIn,
    /// 收回 Cash that came back from payees.
    RecoveredIn,
    /// 可用 Free to be sent down or reserved.
    Available,
    /// 预留 Kept for approved claims.
    Reserved,
    /// 已下达支付 At the agent bank, not yet on an account.
    Instructed,
    /// 已到账 On accounts, net of bank returns.
    Credited,
    /// 下达 Sent to funds below, net of surplus that came back.
    SentDown,
    /// 上缴 Returned to the level above.
    ReturnedUp,
    /// 结转支出 To next year's fund, or to a fund with another purpose.
    CarriedOut,
    /// 应收 Ever claimed back.
    ReceivableClaimed,
    /// 应收未收
    ReceivableOutstanding,
    /// 已收回
    ReceivableRecovered,
    /// 已豁免
    ReceivableWaived,
    /// 已核销
    ReceivableWrittenOff,
}

impl LedgerAccount {
    pub const ALL: [Self; 15] = [
        Self::Received,
        Self::CarriedIn,
        Self::RecoveredIn,
        Self::Available,
        Self::Reserved,
        Self::Instructed,
        Self::Credited,
        Self::SentDown,
        Self::ReturnedUp,
        Self::CarriedOut,
        Self::ReceivableClaimed,
        Self::ReceivableOutstanding,
        Self::ReceivableRecovered,
        Self::ReceivableWaived,
        Self::ReceivableWrittenOff,
    ];

    /// Value comes out of these accounts; they hold how much ever did.
    pub const fn is_origin(self) -> bool {
        matches!(self, Self::Received | Self::CarriedIn | Self::RecoveredIn | Self::ReceivableClaimed)
    }

    /// Is it about what is owed back, where no cash moves?
    pub const fn is_receivable(self) -> bool {
        matches!(
            self,
            Self::ReceivableClaimed
                | Self::ReceivableOutstanding
                | Self::ReceivableRecovered
                | Self::ReceivableWaived
                | Self::ReceivableWrittenOff
        )
    }
}

/// One amount, out of one account and into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub from: LedgerAccount,
    pub to: LedgerAccount,
    pub amount_fen: Fen,
}

/// What an event of a fund posts. The only place that says so: state, views and checks all read it here.
pub fn lines(event: &Event) -> Vec<Line> {
    use LedgerAccount::{
        Available, CarriedIn, CarriedOut, Credited, Instructed, ReceivableClaimed, ReceivableOutstanding,
        ReceivableRecovered, ReceivableWaived, ReceivableWrittenOff, Received, RecoveredIn, Reserved, ReturnedUp,
        SentDown,
    };
    let one = |from, to, amount_fen: &Fen| vec![Line { from, to, amount_fen: *amount_fen }];
    match event {
        Event::Received { amount_fen, .. } => one(Received, Available, amount_fen),
        Event::BudgetAdjusted { change: super::Change::Increase, amount_fen, .. } => {
            one(Received, Available, amount_fen)
        }
        Event::BudgetAdjusted { change: super::Change::Decrease, amount_fen, .. } => {
            one(Available, Received, amount_fen)
        }
        Event::SentDown { amount_fen, .. } => one(Available, SentDown, amount_fen),
        Event::SurplusReturned { amount_fen, .. } => one(Available, ReturnedUp, amount_fen),
        Event::SurplusArrived { amount_fen, .. } => one(SentDown, Available, amount_fen),
        Event::CarriedOut { amount_fen, .. } | Event::Repurposed { amount_fen, .. } => {
            one(Available, CarriedOut, amount_fen)
        }
        Event::CarriedIn { amount_fen, .. } | Event::RepurposedIn { amount_fen, .. } => {
            one(CarriedIn, Available, amount_fen)
        }
        Event::Reserved { amount_fen, .. } => one(Available, Reserved, amount_fen),
        Event::Released { amount_fen, .. } => one(Reserved, Available, amount_fen),
        Event::Instructed { amount_fen, .. } => one(Reserved, Instructed, amount_fen),
        Event::Credited { amount_fen, .. } => one(Instructed, Credited, amount_fen),
        Event::BankReturned { amount_fen, after_credit, .. } => {
            one(if *after_credit { Credited } else { Instructed }, Reserved, amount_fen)
        }
        Event::Recovered { amount_fen, goes, .. } => {
            let to = match goes {
                RecoveredMoneyGoes::Kept => Available,
                RecoveredMoneyGoes::Up => ReturnedUp,
            };
            let mut both = one(RecoveredIn, to, amount_fen);
            both.extend(one(ReceivableOutstanding, ReceivableRecovered, amount_fen));
            both
        }
        Event::ReceivableClaimed { amount_fen, .. } => one(ReceivableClaimed, ReceivableOutstanding, amount_fen),
        Event::ReceivableWaived { amount_fen, .. } => one(ReceivableOutstanding, ReceivableWaived, amount_fen),
        Event::ReceivableWrittenOff { amount_fen, .. } => one(ReceivableOutstanding, ReceivableWrittenOff, amount_fen),
        // What went from here to there goes back from there to here.
        Event::Reversed { from, to, amount_fen, .. } => one(*to, *from, amount_fen),
        // A bank line that nobody instructed is not money of the ledger until it is explained.
        Event::Opened { .. } | Event::BankLineUnmatched { .. } | Event::YearClosed {} => vec![],
    }
}

/// What stands on each account. Σ of all is zero by construction, origins counting below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances(BTreeMap<LedgerAccount, i64>);

impl Balances {
    /// As reports show it: what came out of an origin, what stands on any other account. Below zero only when a fold
    /// leaves out causes.
    pub fn fen(&self, account: LedgerAccount) -> i64 {
        let balance = self.0.get(&account).copied().unwrap_or_default();
        if account.is_origin() { balance.saturating_neg() } else { balance }
    }

    pub fn post(&mut self, line: Line) {
        let mut add = |account, fen: i64| {
            let balance = self.0.entry(account).or_default();
            *balance = balance.saturating_add(fen);
        };
        add(line.from, line.amount_fen.get().saturating_neg());
        add(line.to, line.amount_fen.get());
    }
}

impl Serialize for Balances {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(LedgerAccount::ALL.into_iter().map(|account| (account, self.fen(account))))
    }
}
