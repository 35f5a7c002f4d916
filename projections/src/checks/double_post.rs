//! F10 重复上岗 double post: two full-time engagements at once, one of them on a post, for days enough to count; a county's border
//! makes no difference, since both stand in the person's own file.
//!
//! Innocent: part-time work beside a post; a transfer, where the first is left within the days after the second began; an
//! engagement that never was. DOMAIN §2.2, §4 F10.

use domain::{
    actor::Actor,
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    person::{self, Person},
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Fen, Month},
    welfare_post::{self, WelfarePost},
};
use uuid::Uuid;

use super::{Check, Finding, Finds, Parameters};
use crate::{
    agenda, check_tables,
    known::agenda::{self, due},
    model::{Balance, Projection, Seen, Then},
    table,
};

pub const DOUBLE_POST: Check = Check {
    id: CheckId::DoublePost,
    how: &["overlap"],
    says: &["person", "case", "other_case", "from", "days"],
    projection: Projection {
        name: "check_double_post",
        version: 1,
        title_zh: "重复上岗",
        title_en: "Double post",
        description: "Two full-time engagements of one person at once, one of them on a post, beyond a week of transfer.",
        tables: TABLES,
        folds: &["calendar", "finding", "person", "policy", "welfare_post"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

table! {
    /// 全日制就业 A spell of full-time work.
    pub struct Spell in "check_double_post_spell";
    key {
        /// Whose.
        person: Ref<Person>,
        /// The event that began it.
        began_by: Uuid,
    }
    plain {
        /// Where the person is on file.
        area: Option<AreaCode>,
        /// The case that leads it; none of a job.
        at: Option<StreamId>,
        /// First day.
        since: Option<Date>,
        /// Last day.
        until: Option<Date>,
        /// Who decided on it.
        actor: Option<Actor>,
    }
}

table! {
    /// 核定补贴 What a post's allowance of one month came to.
    pub struct Earned in "check_double_post_earned";
    key {
        /// Whose.
        person: Ref<Person>,
        /// The post.
        post: Ref<WelfarePost>,
        /// The month of duty.
        month: Month,
    }
    plain {
        /// Where the post is.
        area: Option<AreaCode>,
        /// How much.
        amount_fen: Balance,
    }
}

agenda!("check_double_post_day"; /// Whom.
person: Ref<Person>);

check_tables! { CheckId::DoublePost, in "check_double_post"; spells: Spell, earned: Earned, days: LookAgain }

fn fold(t: &mut Tables, seen: &Seen) {
    for (person, area) in due(&mut t.days, seen) {
        look(t, &person, Some(area), seen);
    }
    match &seen.event {
        AnyEvent::Person(event) => {
            if let Some(person) = Ref::<Person>::to(&seen.stamp.subject)
                && works(t, &person, event, seen)
            {
                look(t, &person, seen.stamp.area, seen);
            }
        }
        AnyEvent::WelfarePost(welfare_post::Event::AllowanceAccrued { person, month, amount_fen }) => {
            if let Some(post) = Ref::<WelfarePost>::to(&seen.stamp.subject) {
                let earned = t.earned.of((person.clone(), post, *month));
                (earned.amount_fen, earned.area) = ((*amount_fen).into(), seen.stamp.area);
            }
        }
        _ => {}
    }
}

/// Whether the event changed a spell of full-time work.
fn works(t: &mut Tables, person: &Ref<Person>, event: &person::Event, seen: &Seen) -> bool {
    use person::Event::{
        Died, EngagementAnnulled, EngagementEnded, EngagementStarted, JobAnnulled, JobEnded, JobStarted, LaidOff,
    };
    let on = seen.stamp.occurred_on;
    let mut last = None;
    match event {
        JobStarted { full_time: true, .. } | EngagementStarted { full_time: true, .. } => {
            let spell = t.spells.of((person.clone(), seen.stamp.id));
            (spell.since, spell.area) = (Some(on), seen.stamp.area);
            if let EngagementStarted { at, .. } = event {
                (spell.at, spell.actor) = (Some(at.clone()), Some(seen.stamp.actor.clone()));
            }
            return true;
        }
        JobEnded { job } | LaidOff { job, .. } => last = Some(*job),
        JobAnnulled { job, .. } => t.spells.remove((person.clone(), *job)),
        EngagementEnded { at } => t.spells.under(person, |spell| {
            last = last.or((spell.at.as_ref() == Some(at) && spell.until.is_none()).then_some(spell.began_by));
            Then::Kept
        }),
        EngagementAnnulled { at } => t.spells.under(person, |spell| {
            let is_wrong = spell.at.as_ref() == Some(at) && spell.since == Some(on);
            if is_wrong { Then::Removed } else { Then::Kept }
        }),
        Died { .. } => t.spells.under(person, |spell| {
            if spell.until.is_some() || spell.at.is_some() {
                return Then::Kept;
            }
            spell.until = Some(on);
            Then::Changed
        }),
        _ => return false,
    }
    if let Some(spell) = last.and_then(|last| t.spells.find((person.clone(), last))) {
        spell.until = Some(on);
    }
    true
}

/// At every pair of spells, as far as today shows.
fn look(t: &mut Tables, person: &Ref<Person>, area: Option<AreaCode>, seen: &Seen) {
    let Some(area) = area else { return };
    let mut spells = vec![];
    t.spells.under(person, |spell| {
        spells.extend(spell.since.map(|from| (from, spell.clone())));
        Then::Kept
    });
    spells.sort_by_key(|(from, spell)| (*from, spell.began_by));
    for (i, (_, first)) in spells.iter().enumerate() {
        for (from, second) in &spells[i + 1..] {
            if first.at != second.at {
                let by = t.parameters(area, *from);
                compare(t, (first, second), (area, *from), &by, seen);
            }
        }
    }
}

/// `second` began on that day, while `first` went on or after it.
fn compare(
    t: &mut Tables,
    (first, second): (&Spell, &Spell),
    (area, from): (AreaCode, Date),
    by: &Parameters,
    seen: &Seen,
) {
    let (Some(days_min), Some(transfer_days)) = (by.days("overlap_days_min"), by.days("transfer_days")) else { return };
    let today = seen.today();
    let may_still_leave = from.plus_days(transfer_days);
    let ends = [first.until, second.until].into_iter().flatten().min();
    let days = ends.unwrap_or(today).days_since(from) + 1;
    let transferred = first.until.is_some_and(|to| to <= may_still_leave);
    if transferred || (ends.is_some() && days < days_min.into()) {
        return;
    }
    let look_on = may_still_leave.plus_days(1).max(from.plus_days(days_min - 1));
    if ends.is_none() && today < look_on {
        agenda::look_on(&mut t.days, look_on, first.person.clone(), area);
        return;
    }
    let until = ends.unwrap_or(today);
    let name = |spell: &Spell| spell.at.as_ref().map_or_else(|| spell.began_by.to_string(), ToString::to_string);
    let person = &first.person;
    let finding = Finding {
        how: "overlap",
        severity: Severity::High,
        amount_fen: paid_meanwhile(t, (first, second), from, until),
        area: Some(area),
        events: vec![first.began_by, second.began_by],
        cases: [Some(person.stream()), first.at.as_ref(), second.at.as_ref()].into_iter().flatten().cloned().collect(),
        officials: first.actor.iter().chain(&second.actor).cloned().collect(),
        says: vec![
            ("person", person.to_string()),
            ("case", name(first)),
            ("other_case", name(second)),
            ("from", from.to_string()),
            ("days", days.to_string()),
        ],
    };
    t.raise(format!("{person},{},{}", first.began_by, second.began_by), finding, by, seen);
}

/// Allowances of both for the months they share.
fn paid_meanwhile(t: &mut Tables, (first, second): (&Spell, &Spell), from: Date, until: Date) -> Fen {
    let mut paid = Fen::ZERO;
    t.earned.under(&first.person, |earned| {
        let at = Some(earned.post.stream());
        let of_either = first.at.as_ref() == at || second.at.as_ref() == at;
        if of_either && earned.month.first() <= until && from <= earned.month.last() {
            paid = paid + Fen::new(earned.amount_fen.0).unwrap_or_default();
        }
        Then::Kept
    });
    paid
}

#[cfg(test)]
mod tests;
