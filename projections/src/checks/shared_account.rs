//! F13 多人共用账户 shared account: one account, declared by or paid to so many people who are not related.
//!
//! Innocent: people of one household, as with a household's card, and near kin, who together count as one; an account that a
//! guardian or a registered agent holds for the payee; an account that the payee closed. It is looked at on the following day, so that
//! households and kin that are learnt with the accounts are known. Notice §二(四); DOMAIN §2.2, §4 F13.

use domain::{
    actor::Actor,
    claim::{Claim, Event},
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    person::{self, AccountHolder, Person},
    stream::Ref,
    values::{Account, AreaCode, Fen},
};
use uuid::Uuid;

use super::{Check, Finding, Finds};
use crate::{
    agenda, check_tables, homes, kinship,
    known::{
        agenda::{due, look_on},
        homes::{home_of, keep_home},
        kinship::{keep_kinship, near_kin},
    },
    model::{Balance, List, Projection, Seen, Then},
    table,
};

pub const SHARED_ACCOUNT: Check = Check {
    id: CheckId::SharedAccount,
    how: &["declared", "paid"],
    says: &["account", "payees"],
    projection: Projection {
        name: "check_shared_account",
        version: 1,
        title_zh: "多人共用账户",
        title_en: "Shared account",
        description: "One account for several payees who are neither of one household nor near kin.",
        tables: TABLES,
        folds: &["calendar", "claim", "finding", "person", "policy"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

table! {
    /// 收款账户 Who is paid by way of an account.
    pub struct Usage in "check_shared_account_usage";
    key {
        /// 账户
        account: String,
        /// 收款人
        person: Ref<Person>,
    }
    plain {
        /// Where the person belongs.
        area: Option<AreaCode>,
        /// 监护人、委托代理人 Held for the payee, as registered.
        entrusted: bool,
        /// Paid by way of it.
        paid_fen: Balance,
        /// The events that say so.
        told_by: List<Uuid>,
        /// Who ordered the payments.
        officials: List<Actor>,
    }
}

agenda!("check_shared_account_day"; /// 账户
account: String);

homes!("check_shared_account_home");
kinship!("check_shared_account_kinship");

check_tables! {
    CheckId::SharedAccount, in "check_shared_account";
    usages: Usage, homes: HomeRow, days: LookAgain, kin: Kinship
}

fn fold(t: &mut Tables, seen: &Seen) {
    for (account, area) in due(&mut t.days, seen) {
        look(t, &account, area, seen);
    }
    match &seen.event {
        AnyEvent::Person(event) => known(t, event, seen),
        AnyEvent::Claim(Event::Instructed { account, lines, .. }) => {
            let payee = Ref::<Claim>::to(&seen.stamp.subject).and_then(|claim| claim.paid_person());
            if let Some(person) = payee {
                let usage = used(t, account, person, seen);
                for line in lines {
                    usage.paid_fen += line.amount_fen;
                }
                usage.officials.add(seen.stamp.actor.clone());
            }
        }
        _ => {}
    }
}

fn known(t: &mut Tables, event: &person::Event, seen: &Seen) {
    let Some(person) = Ref::<Person>::to(&seen.stamp.subject) else { return };
    match event {
        person::Event::AccountDeclared { account, holder } => {
            let entrusted = matches!(holder, AccountHolder::Guardian | AccountHolder::Agent);
            used(t, account, person, seen).entrusted = entrusted;
        }
        person::Event::AccountClosed { account } => t.usages.remove((account.to_string(), person)),
        _ => {
            keep_home(&mut t.homes, event, seen);
            keep_kinship(&mut t.kin, event, seen);
        }
    }
}

/// That person's use of the account, to be looked at tomorrow.
fn used<'t>(t: &'t mut Tables, account: &Account, person: Ref<Person>, seen: &Seen) -> &'t mut Usage {
    let tomorrow = seen.stamp.recorded_on().plus_days(1);
    if let Some(area) = seen.stamp.area {
        look_on(&mut t.days, tomorrow, account.to_string(), area);
    }
    let usage = t.usages.of((account.to_string(), person));
    usage.area = seen.stamp.area;
    usage.told_by.add(seen.stamp.id);
    usage
}

fn look(t: &mut Tables, account: &String, area: AreaCode, seen: &Seen) {
    let by = t.parameters(area, seen.stamp.occurred_on);
    let Some(min) = by.get("payees_min").and_then(|min| usize::try_from(min).ok()) else { return };
    let mut usages = vec![];
    t.usages.under(account, |usage| {
        usages.extend((!usage.entrusted).then(|| usage.clone()));
        Then::Kept
    });
    let payees = unrelated(t, &usages);
    if payees < min {
        return;
    }
    let paid_fen: Fen = usages.iter().map(|usage| Fen::from(usage.paid_fen)).sum();
    let (how, severity) = if paid_fen.is_zero() { ("declared", Severity::Medium) } else { ("paid", Severity::High) };
    let finding = Finding {
        how,
        severity,
        amount_fen: paid_fen,
        area: Some(area),
        events: usages.iter().flat_map(|usage| usage.told_by.0.clone()).collect(),
        cases: usages.iter().map(|usage| usage.person.stream().clone()).collect(),
        officials: usages.iter().flat_map(|usage| usage.officials.0.clone()).collect(),
        says: vec![("account", account.clone()), ("payees", payees.to_string())],
    };
    t.raise(format!("{how},{account}"), finding, &by, seen);
}

/// How many there are, when those of one household and near kin count as one.
fn unrelated(t: &mut Tables, usages: &[Usage]) -> usize {
    let mut circles: Vec<Vec<Ref<Person>>> = vec![];
    for person in usages.iter().map(|usage| &usage.person) {
        let kin = near_kin(&mut t.kin, person, |_| true);
        let home = home_of(&mut t.homes, person);
        let mut own = vec![person.clone()];
        circles.retain(|circle| {
            let related = circle
                .iter()
                .any(|other| kin.contains_key(other) || (home.is_some() && home_of(&mut t.homes, other) == home));
            if related {
                own.extend(circle.iter().cloned());
            }
            !related
        });
        circles.push(own);
    }
    circles.len()
}

#[cfg(test)]
mod tests;
