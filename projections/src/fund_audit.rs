//! 资金审计 fund audit: what stands on each account of each fund, every movement that made it so, what is on its way between
//! levels, what is owed back, and each payment with its claim, its standard, the amount recomputed and who approved it.
//!
//! A figure's events are the movements out of or into its account: `fund_audit_movement?fund=…&to_account=credited`.
//! The claims that a retroactive standard touches: `fund_audit_claim?standard=policy-…&version=1`.
//! Money is posted by [`lines`](domain::fund::lines), the one place that says which accounts an event touches. Notice §二(四); DOMAIN §2.12, §3.

mod ledger;
mod passage;
mod payments;
mod receivables;
#[cfg(test)]
mod tests;

use domain::{case::Case, claim::Claim, fund::Fund, kinds::AnyEvent, stream::Ref};

pub use self::{
    ledger::{Account, Movement},
    passage::{ByDocument, Transit},
    payments::{ApprovedClaim, Payment},
    receivables::{Receivable, Unmatched},
};
use crate::{
    model::{Projection, Seen},
    tables,
};

pub const FUND_AUDIT: Projection = Projection {
    name: "fund_audit",
    version: 4,
    title_zh: "资金审计",
    title_en: "Fund audit",
    description: "Each fund's balances by account, the movements that made them, money in transit between levels, \
                  receivables, bank lines without an entitlement, approved claims with what is still unpaid, and each \
                  payment with its standard, the amount recomputed and its approvers.",
    tables: TABLES,
    folds: &[Fund::CATEGORY, Claim::CATEGORY],
    start,
    by_case: &[
        "fund_audit",
        "fund_audit_claim",
        "fund_audit_document",
        "fund_audit_movement",
        "fund_audit_payment",
        "fund_audit_receivable",
        "fund_audit_unmatched",
    ],
    leads_to: |_| vec![],
};

tables! {
    funds: Account,
    movements: Movement,
    documents: ByDocument,
    transits: Transit,
    receivables: Receivable,
    unmatched: Unmatched,
    claims: ApprovedClaim,
    payments: Payment,
}

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Fund(event) => {
            if let Some(fund) = Ref::<Fund>::to(&seen.stamp.subject) {
                ledger::describe(t.funds.of((fund.clone(),)), event, seen);
                ledger::post(t, &fund, event, seen);
                passage::pass(t, &fund, event, seen);
                receivables::owe(t, &fund, event, seen);
            }
        }
        AnyEvent::Claim(event) => payments::fold(t, event, seen),
        _ => {}
    }
}
