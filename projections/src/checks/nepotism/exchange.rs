//! 互相安排 Officials of two villages who sign for each other's kin, neither for their own.

use std::collections::BTreeSet;

use domain::{
    claim::Claim,
    finding::Severity,
    person::Person,
    stream::Ref,
    values::{Date, Fen},
};

use super::{Decision, Part, Tables, decisions_for, signers, up_to};
use crate::{
    checks::{Finding, Finds, Parameters},
    known::kinship::near_kin,
    model::Seen,
};

/// `on` is the day of the placement, `kin` are those of who was placed.
pub(super) fn look(
    t: &mut Tables,
    here: &Decision,
    signed_here: &[Part],
    (on, kin): (Date, &BTreeSet<Ref<Person>>),
    by: &Parameters,
    seen: &Seen,
) {
    let Some(days_max) = by.get("reciprocal_days_max") else { return };
    let signs = |parts: &[Part], official: &str| parts.iter().any(|part| part.official == official);
    for part in signed_here.iter().filter(|part| !kin.contains(&Ref::new(&part.official))) {
        let theirs = near_kin(&mut t.kin, &Ref::new(&part.official), |edge| edge.held_on(on));
        for there in theirs.keys().flat_map(|theirs| decisions_for(t, theirs)).collect::<Vec<_>>() {
            let soon = there.on.is_some_and(|then| on.days_since(then).abs() <= days_max);
            if !soon || there.area == here.area || Ref::<Claim>::to(&there.case).is_some() {
                continue;
            }
            let signed_there = signers(t, &there);
            let in_return = signed_there
                .iter()
                .find(|other| kin.contains(&Ref::new(&other.official)) && !signs(signed_here, &other.official));
            if let Some(other) = in_return.filter(|_| !signs(&signed_there, &part.official)) {
                say(t, [(here, part), (&there, other)], by, seen);
            }
        }
    }
}

fn say(t: &mut Tables, both: [(&Decision, &Part); 2], by: &Parameters, seen: &Seen) {
    let [(here, _), (there, _)] = both;
    let mut names = both.map(|(decision, _)| format!("{},{}", decision.case, decision.person));
    names.sort();
    let events = both.into_iter().flat_map(|(decision, part)| part.signed_by.into_iter().chain(decision.decided_by));
    let finding = Finding {
        how: "reciprocal",
        severity: Severity::Medium,
        amount_fen: both.iter().map(|(decision, _)| Fen::new(decision.amount_fen.0).unwrap_or_default()).sum(),
        area: here.area,
        events: up_to(events, seen),
        cases: both.iter().flat_map(|(d, _)| [d.case.clone(), d.person.stream().clone()]).collect(),
        officials: both.iter().filter_map(|(_, part)| part.actor.clone()).collect(),
        says: vec![
            ("case", here.case.to_string()),
            ("person", here.person.to_string()),
            ("other_case", there.case.to_string()),
            ("other_person", there.person.to_string()),
        ],
    };
    t.raise(format!("reciprocal,{}", names.join(",")), finding, by, seen);
}
