//! F1 优亲厚友 nepotism: kin of whoever signed a step of the decision were placed on a post or awarded a subsidy, and the signer did
//! not stand aside; or officials of two villages signed for each other's kin within a year.
//!
//! Kin are those near enough for recusal by declared kinship, whenever it was declared (never by surname); kinship by marriage
//! counts from the day for which it is told. Innocent: a signer who stood aside before the placement and signed nothing after;
//! kin who became so later; a placement that never was; a village where kin of the signer are so many that chance places them
//! too, unless they are placed clearly more often than that. Notice §二(四); DOMAIN §4 F1.

use std::collections::BTreeSet;

use domain::{
    actor::Actor,
    claim::{self, Claim},
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    person::{self, Person},
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Fen},
    welfare_post,
};
use uuid::Uuid;

use super::{Check, Finding, Finds};
use crate::{
    check_tables, kinship,
    known::kinship::{around, keep_kinship, near_kin},
    model::{Balance, Projection, Seen, Then},
    table,
};

mod chance;
mod exchange;

pub const NEPOTISM: Check = Check {
    id: CheckId::Nepotism,
    how: &["placed", "awarded", "reciprocal"],
    says: &["case", "person", "official", "other_case", "other_person"],
    projection: Projection {
        name: "check_nepotism",
        version: 1,
        title_zh: "优亲厚友",
        title_en: "Nepotism",
        description: "Kin of a signer placed on a post or awarded a subsidy without recusal, more than the village's \
                      base rate of kin makes likely; and villages that place each other's kin.",
        tables: TABLES,
        folds: &["calendar", "claim", "finding", "person", "policy", "welfare_post"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

kinship!("check_nepotism_kinship");

table! {
    /// 经办审批 What one official did in one decision for a person.
    pub struct Part in "check_nepotism_part";
    key {
        /// Who gains by the decision.
        person: Ref<Person>,
        /// The post, or the claim.
        subject: StreamId,
        /// The official's person id.
        official: String,
    }
    plain {
        /// Where it is decided.
        area: Option<AreaCode>,
        /// The event by which the official signed last.
        signed_by: Option<Uuid>,
        /// When that was.
        signed_on: Option<Date>,
        /// As whom.
        actor: Option<Actor>,
        /// 回避 The official stood aside on this day.
        recused_on: Option<Date>,
    }
}

table! {
    /// 录用与奖补决定 A decision in a person's favour.
    pub struct Decision in "check_nepotism_decision";
    key {
        /// Who gains by it.
        person: Ref<Person>,
        /// The post, or the claim.
        subject: StreamId,
    }
    plain {
        /// Where it is decided.
        area: Option<AreaCode>,
        /// The event that placed or awarded.
        decided_by: Option<Uuid>,
        /// When that was.
        day: Option<Date>,
        /// 涉及金额 Awarded, or accrued on the post so far.
        amount_fen: Balance,
    }
}

table! {
    /// 经办审批 A decision that an official signed, by place.
    pub struct Signed in "check_nepotism_signed";
    key {
        /// Where it is decided.
        village: AreaCode,
        /// The official's person id.
        official: String,
        /// Who gains by it.
        person: Ref<Person>,
        /// The post, or the claim.
        subject: StreamId,
    }
    plain {
        /// Where it is decided.
        area: Option<AreaCode>,
    }
}

table! {
    /// 建档人员 Where a person is on file.
    pub struct Resident in "check_nepotism_resident";
    key {
        /// The person.
        person: Ref<Person>,
    }
    plain {
        /// The village.
        area: Option<AreaCode>,
    }
}

table! {
    /// 建档人数 How many people are on file in a village.
    pub struct Village in "check_nepotism_village";
    key {
        /// The village.
        area: AreaCode,
    }
    plain {
        /// So many.
        residents: u32,
    }
}

check_tables! {
    CheckId::Nepotism, in "check_nepotism";
    kin: Kinship, parts: Part, decisions: Decision, signed: Signed, residents: Resident, villages: Village
}

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Person(event) => known(t, event, seen),
        AnyEvent::WelfarePost(event) => on_post(t, event, seen),
        AnyEvent::Claim(event) => awarded(t, event, seen),
        _ => {}
    }
}

fn known(t: &mut Tables, event: &person::Event, seen: &Seen) {
    let Some(person) = Ref::<Person>::to(&seen.stamp.subject) else { return };
    match event {
        person::Event::Registered { area, .. } => {
            t.residents.of((person,)).area = Some(*area);
            let village = t.villages.of((*area,));
            village.residents = village.residents.saturating_add(1);
        }
        person::Event::KinshipDeclared { .. } => keep_kinship(&mut t.kin, event, seen),
        // Now both sides know: decisions for anybody whose kinship may rest on it are looked at again.
        person::Event::KinshipNoted { .. } => {
            keep_kinship(&mut t.kin, event, seen);
            for person in around(&mut t.kin, &person) {
                for decision in decisions_for(t, &person) {
                    look(t, &decision, seen);
                }
            }
        }
        person::Event::EngagementAnnulled { at } => undo(t, &person, at),
        _ => {}
    }
}

fn on_post(t: &mut Tables, event: &welfare_post::Event, seen: &Seen) {
    use welfare_post::Event::{AllowanceAccrued, Applied, Placed, RecusalDeclared};
    let case = &seen.stamp.subject;
    if let Some(person) = event.signed_for() {
        sign(t, person, seen);
    }
    match event {
        Applied { person, .. } => {
            t.parts.under(person, |part| if part.subject == *case { Then::Removed } else { Then::Kept })
        }
        RecusalDeclared { official, person } => {
            let part = t.parts.of((person.clone(), case.clone(), official.id().into()));
            (part.recused_on, part.area) = (Some(seen.stamp.occurred_on), seen.stamp.area);
        }
        Placed { person, .. } => decide(t, person, Fen::ZERO, seen),
        AllowanceAccrued { person, amount_fen, .. } => {
            if let Some(decision) = t.decisions.find((person.clone(), case.clone())) {
                decision.amount_fen += *amount_fen;
            }
        }
        _ => {}
    }
}

fn awarded(t: &mut Tables, event: &claim::Event, seen: &Seen) {
    let person = Ref::<Claim>::to(&seen.stamp.subject).and_then(|claim| claim.paid_person());
    let Some(person) = person.filter(|_| event.is_signed()) else { return };
    sign(t, &person, seen);
    if let claim::Event::Approved { amount_fen, .. } = event {
        decide(t, &person, *amount_fen, seen);
    }
}

fn sign(t: &mut Tables, person: &Ref<Person>, seen: &Seen) {
    let official = seen.stamp.actor.person().to_owned();
    let part = t.parts.of((person.clone(), seen.stamp.subject.clone(), official));
    (part.signed_by, part.signed_on) = (Some(seen.stamp.id), Some(seen.stamp.occurred_on));
    (part.actor, part.area) = (Some(seen.stamp.actor.clone()), seen.stamp.area);
}

fn decide(t: &mut Tables, person: &Ref<Person>, amount_fen: Fen, seen: &Seen) {
    let case = seen.stamp.subject.clone();
    let decision = t.decisions.of((person.clone(), case.clone()));
    (decision.decided_by, decision.day) = (Some(seen.stamp.id), Some(seen.stamp.occurred_on));
    (decision.amount_fen, decision.area) = (amount_fen.into(), seen.stamp.area);
    let decision = decision.clone();
    for part in signers(t, &decision) {
        if let Some(village) = seen.stamp.area {
            t.signed.of((village, part.official, person.clone(), case.clone())).area = Some(village);
        }
    }
    look(t, &decision, seen);
}

/// A placement that never was, with all that was signed for it.
fn undo(t: &mut Tables, person: &Ref<Person>, case: &StreamId) {
    let key = (person.clone(), case.clone());
    let Some(decision) = t.decisions.get(key.clone()).cloned() else { return };
    for part in signers(t, &decision) {
        if let Some(village) = decision.area {
            t.signed.remove((village, part.official.clone(), person.clone(), case.clone()));
        }
        t.parts.remove((person.clone(), case.clone(), part.official));
    }
    t.decisions.remove(key);
}

fn decisions_for(t: &mut Tables, person: &Ref<Person>) -> Vec<Decision> {
    let mut found = vec![];
    t.decisions.under(person, |decision| {
        found.push(decision.clone());
        Then::Kept
    });
    found
}

fn signers(t: &mut Tables, decision: &Decision) -> Vec<Part> {
    let mut found = vec![];
    t.parts.under(&decision.person, |part| {
        found.extend((part.subject == decision.subject && part.signed_by.is_some()).then(|| part.clone()));
        Then::Kept
    });
    found
}

impl Part {
    /// Before the decision, and nothing signed after.
    fn stood_aside(&self, decided_on: Date) -> bool {
        self.signed_on.zip(self.recused_on).is_some_and(|(signed, recused)| signed <= recused && recused <= decided_on)
    }
}

/// Whether a decision favours kin of who signed it, by what is known now.
fn look(t: &mut Tables, decision: &Decision, seen: &Seen) {
    let (Some(area), Some(on)) = (decision.area, decision.day) else { return };
    let by = t.parameters(area, on);
    let kin = near_kin(&mut t.kin, &decision.person, |edge| edge.held_on(on));
    let signers = signers(t, decision);
    for part in &signers {
        let Some(told) = kin.get(&Ref::new(&part.official)).filter(|_| !part.stood_aside(on)) else { continue };
        if chance::explains(t, &part.official, (area, on), &by) {
            continue;
        }
        let Decision { person, subject: case, .. } = decision;
        let (how, key) = match Ref::<Claim>::to(case) {
            Some(claim) => ("awarded", format!("awarded,{person},{},{}", part.official, claim.subsidy())),
            None => ("placed", format!("placed,{case},{person},{}", part.official)),
        };
        let finding = Finding {
            how,
            severity: Severity::High,
            amount_fen: Fen::new(decision.amount_fen.0).unwrap_or_default(),
            area: Some(area),
            events: up_to(told.iter().copied().chain(part.signed_by).chain(decision.decided_by), seen),
            cases: vec![case.clone(), person.stream().clone()],
            officials: part.actor.iter().cloned().collect(),
            says: vec![
                ("case", case.to_string()),
                ("person", person.to_string()),
                ("official", part.actor.as_ref().map(ToString::to_string).unwrap_or_default()),
            ],
        };
        t.raise(key, finding, &by, seen);
    }
    if Ref::<Claim>::to(&decision.subject).is_none() {
        exchange::look(t, decision, &signers, (on, &kin.into_keys().collect()), &by, seen);
    }
}

/// Each event once, the one at hand last.
fn up_to(events: impl Iterator<Item = Uuid>, seen: &Seen) -> Vec<Uuid> {
    let earlier: BTreeSet<Uuid> = events.filter(|event| *event != seen.stamp.id).collect();
    earlier.into_iter().chain([seen.stamp.id]).collect()
}

#[cfg(test)]
mod tests;
