//! F2 应回避未回避 missed recusal: an official signed a step of a decision for someone who was kin as known then, and had not
//! declared it.
//!
//! Innocent: kinship learnt after the day of the signature is not held against anybody (what it led to is F1's to find); kin by a
//! marriage told for a later day; an official who had stood aside. DOMAIN §2.10, §4 F2; notice §二(四).

use domain::{
    claim::{self, Claim},
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    person::Person,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Fen},
    welfare_post,
};

use super::{Check, Finding, Finds};
use crate::{
    check_tables, kinship,
    known::kinship::{keep_kinship, near_kin},
    model::{Projection, Seen, Then},
    table,
};

pub const MISSED_RECUSAL: Check = Check {
    id: CheckId::MissedRecusal,
    how: &["placement", "award"],
    says: &["case", "person", "official"],
    projection: Projection {
        name: "check_missed_recusal",
        version: 1,
        title_zh: "应回避未回避",
        title_en: "Missed recusal",
        description: "An official signed a step of a decision for someone who was kin as known then, without having \
                      stood aside.",
        tables: TABLES,
        folds: &["calendar", "claim", "finding", "person", "policy", "welfare_post"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

kinship!("check_missed_recusal_kinship");

table! {
    /// 回避申报 An official who stood aside from an application.
    pub struct Recusal in "check_missed_recusal_declared";
    key {
        /// The post.
        subject: StreamId,
        /// Who applied.
        person: Ref<Person>,
        /// The official.
        official: Ref<Person>,
    }
    plain {
        /// Where the post is.
        area: Option<AreaCode>,
        /// When.
        day: Option<Date>,
    }
}

check_tables! { CheckId::MissedRecusal, in "check_missed_recusal"; kin: Kinship, recusals: Recusal }

fn fold(t: &mut Tables, seen: &Seen) {
    use welfare_post::Event::{Applied, RecusalDeclared};
    let case = &seen.stamp.subject;
    match &seen.event {
        AnyEvent::Person(event) => keep_kinship(&mut t.kin, event, seen),
        AnyEvent::WelfarePost(Applied { person, .. }) => {
            t.recusals.under(case, |row| if row.person == *person { Then::Removed } else { Then::Kept });
        }
        AnyEvent::WelfarePost(RecusalDeclared { official, person }) => {
            let recusal = t.recusals.of((case.clone(), person.clone(), official.clone()));
            (recusal.day, recusal.area) = (Some(seen.stamp.occurred_on), seen.stamp.area);
        }
        AnyEvent::WelfarePost(event) => {
            if let Some(person) = event.signed_for() {
                signed(t, "placement", person, Fen::ZERO, seen);
            }
        }
        AnyEvent::Claim(event) if event.is_signed() => {
            let amount_fen =
                if let claim::Event::Approved { amount_fen, .. } = event { *amount_fen } else { Fen::ZERO };
            if let Some(person) = Ref::<Claim>::to(case).and_then(|claim| claim.paid_person()) {
                signed(t, "award", &person, amount_fen, seen);
            }
        }
        _ => {}
    }
}

fn signed(t: &mut Tables, how: &'static str, person: &Ref<Person>, amount_fen: Fen, seen: &Seen) {
    let (on, case, actor) = (seen.stamp.occurred_on, &seen.stamp.subject, &seen.stamp.actor);
    let known = near_kin(&mut t.kin, person, |edge| edge.learnt_on <= on && edge.held_on(on));
    let Some((official, told)) = known.into_iter().find(|(kin, _)| kin.id() == actor.person()) else { return };
    if t.recusals.get((case.clone(), person.clone(), official.clone())).is_some() {
        return;
    }
    let by = seen.stamp.area.map(|area| t.parameters(area, on)).unwrap_or_default();
    let finding = Finding {
        how,
        severity: Severity::Medium,
        amount_fen,
        area: seen.stamp.area,
        events: told.into_iter().chain([seen.stamp.id]).collect(),
        cases: vec![case.clone(), person.stream().clone()],
        officials: vec![actor.clone()],
        says: vec![("case", case.to_string()), ("person", person.to_string()), ("official", actor.to_string())],
    };
    t.raise(format!("{how},{case},{person},{}", official.id()), finding, &by, seen);
}

#[cfg(test)]
mod tests;
