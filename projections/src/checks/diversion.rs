//! F6 挤占挪用 diversion: money of a fund was used for something else than the fund is for, or than its source may serve; or the
//! bank's data show that several payees' money went on to one account within days.
//!
//! A payment counts once it is credited. Innocent: a fund that was given that purpose by its document, or a source whose
//! standard allows it; a payment that was released or returned; money that went on within one household, or to another
//! account of the payee. What the bank's data say of forwarded money is there only where a match was made
//! (`person.money_forwarded`). Notice §二(四); DOMAIN §2.12, §4 F6.

use std::collections::BTreeSet;

use domain::{
    actor::Actor,
    claim::{Claim, Subsidy},
    finding::{CheckId, Severity},
    fund::{self, Fund, Purpose, Source},
    kinds::AnyEvent,
    person::{self, Person},
    policy::Standard,
    stream::Ref,
    values::{AreaCode, Date, Fen},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Check, Finding, Finds};
use crate::{
    check_tables, homes, kept,
    known::homes::{home_of, keep_home},
    model::{Balance, Kept, Projection, Seen, Then, Whole, in_force, keep},
    table,
};

pub const DIVERSION: Check = Check {
    id: CheckId::Diversion,
    how: &["other_purpose", "not_of_source", "gathered"],
    says: &["fund", "case", "account", "payees"],
    projection: Projection {
        name: "check_diversion",
        version: 1,
        title_zh: "挤占挪用",
        title_en: "Diversion",
        description: "Money that was used for another purpose than its fund has or its source may serve, or that went on from \
                      several payees to one account.",
        tables: TABLES,
        folds: &["calendar", "finding", "fund", "person", "policy"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

/// 资金 What a fund is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Use {
    source: Source,
    purpose: Purpose,
    opened_on: Date,
    opened_by: Uuid,
}

kept! {
    /// 资金 What a fund is for.
    FundRow in "check_diversion_fund";
    key {
        /// The fund.
        fund: Ref<Fund>,
    }
    of Use
}

table! {
    /// 支出 What was reserved in a fund for a claim.
    pub struct Spent in "check_diversion_claim";
    key {
        /// The fund.
        fund: Ref<Fund>,
        /// The claim.
        claim: Ref<Claim>,
    }
    plain {
        /// 所属地区
        area: Option<AreaCode>,
        /// For which subsidy.
        subsidy: Option<Whole<Subsidy>>,
        /// The event that reserved it.
        reserved_by: Option<Uuid>,
        /// Who did.
        official: Option<Actor>,
    }
}

table! {
    /// 归集 Money that went on to an account, as matched.
    pub struct Forwarded in "check_diversion_forwarded";
    key {
        /// To this account.
        account: String,
        /// The event that says so.
        told_by: Uuid,
    }
    plain {
        /// Where the payee belongs.
        area: Option<AreaCode>,
        /// 收款人
        person: Option<Ref<Person>>,
        /// On this day.
        day: Option<Date>,
        /// How much.
        amount_fen: Balance,
    }
}

table! {
    /// 本人账户 An account that a person has declared.
    pub struct Own in "check_diversion_account";
    key {
        /// The account.
        account: String,
        /// Whose.
        person: Ref<Person>,
    }
    plain {
        /// Where the person belongs.
        area: Option<AreaCode>,
    }
}

homes!("check_diversion_home");

check_tables! {
    CheckId::Diversion, in "check_diversion";
    funds: FundRow, spent: Spent, forwarded: Forwarded, own: Own, homes: HomeRow
}

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Fund(event) => {
            if let Some((fund, area)) = Ref::<Fund>::to(&seen.stamp.subject).zip(seen.stamp.area) {
                used(t, &fund, area, event, seen);
            }
        }
        AnyEvent::Person(event) => {
            if let Some((person, area)) = Ref::<Person>::to(&seen.stamp.subject).zip(seen.stamp.area) {
                known(t, &person, area, event, seen);
            }
        }
        AnyEvent::Policy(event) => {
            keep(&mut t.standards, event, seen, |standard| matches!(standard, Standard::FundPurposes { .. }));
        }
        _ => {}
    }
}

fn used(t: &mut Tables, fund: &Ref<Fund>, area: AreaCode, event: &fund::Event, seen: &Seen) {
    match event {
        fund::Event::Opened { source, purpose, .. } => {
            let (opened_on, opened_by) = (seen.stamp.occurred_on, seen.stamp.id);
            let opened = Use { source: *source, purpose: purpose.clone(), opened_on, opened_by };
            *t.funds.of((fund.clone(),)).keep(Some(area)) = Some(Whole(opened));
        }
        fund::Event::Reserved { claim, subsidy, .. } => {
            let spent = t.spent.of((fund.clone(), claim.clone()));
            (spent.area, spent.subsidy) = (Some(area), Some(Whole(subsidy.clone())));
            (spent.reserved_by, spent.official) = (Some(seen.stamp.id), Some(seen.stamp.actor.clone()));
        }
        fund::Event::Credited { claim, amount_fen, .. } => credited(t, fund, claim, area, *amount_fen, seen),
        _ => {}
    }
}

fn credited(t: &mut Tables, fund: &Ref<Fund>, claim: &Ref<Claim>, area: AreaCode, amount_fen: Fen, seen: &Seen) {
    let Some(is_for) = t.funds.get((fund.clone(),)).and_then(|row| row.known().cloned()) else { return };
    let Some(spent) = t.spent.get((fund.clone(), claim.clone())).cloned() else { return };
    let Some(Whole(subsidy)) = spent.subsidy else { return };
    let allowed = in_force(&mut t.standards, &is_for.source.standard(), area, is_for.opened_on);
    let of_source = match allowed.as_ref().map(|holding| &holding.sets) {
        Some(Standard::FundPurposes { purposes, .. }) => purposes.contains(&is_for.purpose),
        // What a source may serve is not configured.
        _ => true,
    };
    let how = match (is_for.purpose.serves(&subsidy), of_source) {
        (false, _) => "other_purpose",
        (true, false) => "not_of_source",
        (true, true) => return,
    };
    let by = t.parameters(area, seen.stamp.occurred_on);
    let finding = Finding {
        how,
        severity: Severity::High,
        amount_fen,
        area: Some(area),
        events: [is_for.opened_by].into_iter().chain(spent.reserved_by).chain([seen.stamp.id]).collect(),
        cases: vec![fund.stream().clone(), claim.stream().clone()],
        officials: spent.official.into_iter().collect(),
        says: vec![("fund", fund.to_string()), ("case", claim.to_string())],
    };
    t.raise(format!("{fund},{claim}"), finding, &by, seen);
}

fn known(t: &mut Tables, person: &Ref<Person>, area: AreaCode, event: &person::Event, seen: &Seen) {
    match event {
        person::Event::AccountDeclared { account, .. } => {
            t.own.of((account.to_string(), person.clone())).area = Some(area);
        }
        person::Event::MoneyForwarded { to, amount_fen, .. } => {
            let row = t.forwarded.of((to.to_string(), seen.stamp.id));
            (row.area, row.person) = (Some(area), Some(person.clone()));
            (row.day, row.amount_fen) = (Some(seen.stamp.occurred_on), (*amount_fen).into());
            gathered(t, &to.to_string(), area, seen);
        }
        _ => keep_home(&mut t.homes, event, seen),
    }
}

/// Payees of different households within a stretch of days around the match at hand.
fn gathered(t: &mut Tables, account: &String, area: AreaCode, seen: &Seen) {
    let by = t.parameters(area, seen.stamp.occurred_on);
    let (Some(payees_min), Some(days_max)) = (by.get("payees_min"), by.get("days_max")) else { return };
    let mut all = vec![];
    t.forwarded.under(account, |row| {
        all.extend(row.day.zip(row.person.clone()).map(|(day, person)| (day, person, row.clone())));
        Then::Kept
    });
    all.retain(|(_, person, _)| t.own.get((account.clone(), person.clone())).is_none());
    all.sort_by_key(|(day, ..)| *day);
    for first in 0..all.len() {
        let within = |day: Date| day.days_since(all[first].0) < days_max;
        let run: Vec<_> = all[first..].iter().take_while(|(day, ..)| within(*day)).collect();
        if !run.iter().any(|(.., row)| row.told_by == seen.stamp.id) {
            continue;
        }
        let homes: BTreeSet<String> = run
            .iter()
            .map(|(_, person, _)| {
                home_of(&mut t.homes, person).map_or_else(|| person.to_string(), |home| home.to_string())
            })
            .collect();
        if i64::try_from(homes.len()).is_ok_and(|payees| payees < payees_min) {
            continue;
        }
        let finding = Finding {
            how: "gathered",
            severity: Severity::High,
            amount_fen: run.iter().map(|(.., row)| Fen::from(row.amount_fen)).sum(),
            area: Some(area),
            events: run.iter().map(|(.., row)| row.told_by).collect(),
            cases: run.iter().map(|(_, person, _)| person.stream().clone()).collect(),
            officials: vec![],
            says: vec![("account", account.clone()), ("payees", homes.len().to_string())],
        };
        return t.raise(format!("account,{account}"), finding, &by, seen);
    }
}

#[cfg(test)]
mod tests;
