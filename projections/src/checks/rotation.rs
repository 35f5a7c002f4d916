//! F3 轮流坐庄 rotation: in a village's pool, a post handed from one to the next. Either so many people held it within the window,
//! or each only for a few months, the last one replaced without a fault of theirs while someone who comes first by the
//! standard was waiting; or the same people come back to it in the same order.
//!
//! Innocent: who left for a job, for a failed duty, or because they died, moved or no longer could or might; who was there for a
//! season or in the place of someone who was ill; a placement that never was. Without a standard of priority only the order
//! is looked at. Notice §二(四); DOMAIN §4 F3.

use std::collections::BTreeSet;

use domain::{
    finding::{CheckId, Severity},
    person::Person,
    stream::Ref,
    values::{AreaCode, Fen},
    welfare_post::{LeftReason, WelfarePost},
};
use uuid::Uuid;

use super::{Check, Finding, Finds, Parameters};
use crate::{
    check_tables,
    known::pool::{Holding, all_held, happened, needier},
    model::{Projection, Seen},
    pool,
};

pub const ROTATION: Check = Check {
    id: CheckId::Rotation,
    how: &["handed_round", "short_spells", "cyclic"],
    says: &["case", "person", "other_person", "holders"],
    projection: Projection {
        name: "check_rotation",
        version: 1,
        title_zh: "轮流坐庄",
        title_en: "Rotation",
        description: "A post handed from one holder to the next without a fault of theirs while someone needier waits, \
                      or in an order that repeats.",
        tables: TABLES,
        folds: &["calendar", "finding", "household", "person", "policy", "welfare_post"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

pool!(in "check_rotation");

check_tables! {
    CheckId::Rotation, in "check_rotation";
    applicants: ApplicantRow, holdings: HoldingRow, standings: StandingRow, houses: HouseRow
}

type Spell = (Uuid, Holding);

fn fold(t: &mut Tables, seen: &Seen) {
    for village in happened(t, seen) {
        let all = all_held(t, village);
        let posts: BTreeSet<_> = all.iter().map(|(post, ..)| post.clone()).collect();
        for post in posts {
            let of_post = all.iter().filter(|(of, ..)| *of == post);
            let lasting = of_post.filter(|(.., holding)| holding.temporary.is_none());
            let spells: Vec<Spell> = lasting.map(|(_, placement, holding)| (*placement, holding.clone())).collect();
            for at in 1..spells.len() {
                look(t, (village, &post), &spells[..at], &spells[at], seen);
            }
        }
    }
}

/// Ended for no reason but that its time was up.
fn counts(spell: &Holding) -> bool {
    use LeftReason::{Other, Resigned, Term};
    spell.left.as_ref().is_some_and(|(_, reason)| matches!(reason, Term | Resigned | Other { .. }))
}

/// Whether the newest holder took over in a rotation.
fn look(t: &mut Tables, at: (AreaCode, &Ref<WelfarePost>), earlier: &[Spell], newest: &Spell, seen: &Seen) {
    let (_, new) = newest;
    let replaced = earlier.last().is_some_and(|(_, last)| counts(last) && last.person != new.person);
    if !replaced {
        return;
    }
    let by = t.parameters(at.0, new.from);
    let Some(months) = by.get("window_months").and_then(|months| i32::try_from(months).ok()) else { return };
    let begins = new.from.plus_months(-months);
    let within = |spell: &&Spell| counts(&spell.1) && spell.1.left.as_ref().is_some_and(|(to, _)| *to >= begins);
    let spells: Vec<&Spell> = earlier.iter().filter(within).chain([newest]).collect();
    let Some(how) = handed_on(&spells, &by) else { return };
    if how == "cyclic" {
        return say(t, how, at, &spells, None, &by, seen);
    }
    let waits = needier(t, at.0, new, |applicant| {
        applicant.applied_on <= new.decided_on && applicant.ended.as_ref().is_none_or(|ended| ended.on > new.decided_on)
    });
    if let Some((_, person, applicant)) = waits.first() {
        say(t, how, at, &spells, Some((person, applicant.applied_by)), &by, seen);
    }
}

/// In which way these spells, the newest last, are a rotation.
fn handed_on(spells: &[&Spell], by: &Parameters) -> Option<&'static str> {
    let mut order: Vec<&Ref<Person>> = spells.iter().map(|(_, spell)| &spell.person).collect();
    order.dedup();
    let holders: BTreeSet<_> = order.iter().collect();
    // Two who come back one after the other after as many others as before: A, B, C, A, B.
    let comes_back = |period: usize| {
        let last = order.len() - 1;
        last > period && order[last] == order[last - period] && order[last - 1] == order[last - 1 - period]
    };
    if (2..order.len()).any(comes_back) {
        return Some("cyclic");
    }
    let at_least = |name| by.get(name).and_then(|min| usize::try_from(min).ok());
    if at_least("holders_min").is_some_and(|min| holders.len() >= min) {
        return Some("handed_round");
    }
    let months_max = by.get("holding_months_max").and_then(|months| i32::try_from(months).ok())?;
    let is_short =
        |spell: &Holding| spell.left.as_ref().is_some_and(|(to, _)| *to <= spell.from.plus_months(months_max));
    let done = &spells[..spells.len() - 1];
    (done.len() > 1 && holders.len() > 1 && done.iter().all(|(_, spell)| is_short(spell))).then_some("short_spells")
}

fn say(
    t: &mut Tables,
    how: &'static str,
    (village, post): (AreaCode, &Ref<WelfarePost>),
    spells: &[&Spell],
    waits: Option<(&Ref<Person>, Uuid)>,
    by: &Parameters,
    seen: &Seen,
) {
    let Some((placement, new)) = spells.last() else { return };
    let holders: BTreeSet<_> = spells.iter().map(|(_, spell)| &spell.person).collect();
    let waiting = waits.iter().map(|(person, _)| *person);
    let cases = holders.iter().copied().chain(waiting.clone()).map(Ref::stream);
    let finding = Finding {
        how,
        severity: Severity::Medium,
        amount_fen: Fen::ZERO,
        area: Some(village),
        events: spells.iter().map(|(placement, _)| *placement).chain(waits.iter().map(|(_, by)| *by)).collect(),
        cases: std::iter::once(post.stream()).chain(cases).cloned().collect(),
        officials: spells.iter().flat_map(|(_, spell)| &spell.officials).cloned().collect(),
        says: vec![
            ("case", post.to_string()),
            ("person", new.person.to_string()),
            ("other_person", waiting.map(ToString::to_string).collect()),
            ("holders", holders.len().to_string()),
        ],
    };
    t.raise(format!("{post},{},{placement}", new.person), finding, by, seen);
}

#[cfg(test)]
mod tests;
