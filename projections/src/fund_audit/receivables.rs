//! What is owed back to a fund, and bank lines without an entitlement.

use domain::{
    claim::Claim,
    fund::{Debtor, Event, Fund},
    stream::Ref,
    values::{AreaCode, Date},
};
use uuid::Uuid;

use super::Tables;
use crate::{
    model::{Balance, Seen},
    table,
};

table! {
    /// 应收 What is owed back to one fund for one claim.
    pub struct Receivable in "fund_audit_receivable";
    key {
        /// The fund.
        fund: Ref<Fund>,
        /// The claim.
        claim: Ref<Claim>,
    }
    index {
        /// 所属地区 Of the fund's holder.
        area: Option<AreaCode>,
        /// 账龄 First claimed back on this day.
        claimed_on: Option<Date>,
        /// Something is outstanding.
        open: bool,
    }
    plain {
        /// payee, or holder of the account on which it arrived wrongly.
        debtor: String,
        /// Ever claimed back.
        claimed_fen: Balance,
        /// 应收未收
        outstanding_fen: Balance,
        /// 已收回
        recovered_fen: Balance,
        /// 已豁免
        waived_fen: Balance,
        /// 已核销
        written_off_fen: Balance,
        /// Something was recovered last on this day.
        recovered_on: Option<Date>,
    }
}

table! {
    /// 不明支出 A line of the bank without an entitlement.
    pub struct Unmatched in "fund_audit_unmatched";
    key {
        /// The fund.
        fund: Ref<Fund>,
        /// Position of the event.
        position: u64,
    }
    index {
        /// 所属地区 Of the fund's holder.
        area: Option<AreaCode>,
        /// When the bank moved it.
        occurred_on: Option<Date>,
    }
    plain {
        /// The account that got it, as an opaque reference.
        account: String,
        /// How much.
        amount_fen: Balance,
        /// The event.
        event: Uuid,
    }
}

pub(super) fn owe(t: &mut Tables, fund: &Ref<Fund>, event: &Event, seen: &Seen) {
    let (area, on) = (seen.stamp.area, seen.stamp.occurred_on);
    let row = match event {
        Event::BankLineUnmatched { account, amount_fen, .. } => {
            let row = t.unmatched.of((fund.clone(), seen.position));
            (row.area, row.occurred_on, row.event) = (area, Some(on), seen.stamp.id);
            (row.account, row.amount_fen) = (account.to_string(), (*amount_fen).into());
            return;
        }
        Event::ReceivableClaimed { claim, amount_fen, debtor } => {
            let row = t.receivables.of((fund.clone(), claim.clone()));
            row.debtor = if matches!(debtor, Debtor::Payee) { "payee" } else { "holder" }.into();
            row.claimed_on = Some(row.claimed_on.map_or(on, |first| first.min(on)));
            row.claimed_fen += *amount_fen;
            row
        }
        Event::Recovered { claim, amount_fen, .. } => {
            let row = t.receivables.of((fund.clone(), claim.clone()));
            row.recovered_on = row.recovered_on.max(Some(on));
            row.recovered_fen += *amount_fen;
            row
        }
        Event::ReceivableWaived { claim, amount_fen } => {
            let row = t.receivables.of((fund.clone(), claim.clone()));
            row.waived_fen += *amount_fen;
            row
        }
        Event::ReceivableWrittenOff { claim, amount_fen } => {
            let row = t.receivables.of((fund.clone(), claim.clone()));
            row.written_off_fen += *amount_fen;
            row
        }
        _ => return,
    };
    let settled =
        [row.recovered_fen, row.waived_fen, row.written_off_fen].iter().fold(0, |sum: i64, b| sum.saturating_add(b.0));
    row.outstanding_fen = Balance(row.claimed_fen.0.saturating_sub(settled));
    (row.open, row.area) = (row.outstanding_fen.0 != 0, area);
}
