//! 用工名册 Who works where.

use domain::{
    carrier::WorkerLeftReason,
    person::Person,
    stream::{Ref, StreamId},
    values::{AreaCode, Date},
};
use uuid::Uuid;

use super::{Tables, awards};
use crate::{
    model::{Seen, Then, word},
    table,
};

table! {
    /// 用工 One spell of work of one person.
    pub struct WorkerRow in "workshop_register_worker";
    key {
        /// The workshop or base.
        carrier: StreamId,
        /// The event that said so.
        joined: Uuid,
    }
    index {
        /// 上岗人员
        person: Option<Ref<Person>>,
        /// Where the workshop or base is.
        area: Option<AreaCode>,
    }
    plain {
        /// 上岗日期
        since: Option<Date>,
        /// 离岗日期
        left_on: Option<Date>,
        /// 离岗原因
        left_for: Option<String>,
        /// 全日制
        full_time: bool,
        /// Position of the event that said so.
        joined_at: u64,
    }
}

pub(super) fn joined(t: &mut Tables, person: &Ref<Person>, full_time: bool, seen: &Seen) {
    let worker = t.workers.of((seen.stamp.subject.clone(), seen.stamp.id));
    (worker.person, worker.area, worker.since) = (Some(person.clone()), seen.stamp.area, Some(seen.stamp.occurred_on));
    (worker.full_time, worker.joined_at) = (full_time, seen.position);
    count(t, &seen.stamp.subject);
}

/// The last spell that is open, should there, irregularly, be several.
pub(super) fn left(t: &mut Tables, person: &Ref<Person>, reason: &WorkerLeftReason, seen: &Seen) {
    let own = &seen.stamp.subject;
    let mut open = None;
    t.workers.under(own, |worker| {
        if worker.left_on.is_none() && worker.person.as_ref() == Some(person) {
            open = open.max(Some((worker.joined_at, worker.joined)));
        }
        Then::Kept
    });
    if let Some(worker) = open.and_then(|(_, joined)| t.workers.find((own.clone(), joined))) {
        (worker.left_on, worker.left_for) = (Some(seen.stamp.occurred_on), Some(word(reason)));
        count(t, own);
    }
}

pub(super) fn annulled(t: &mut Tables, joined: Uuid, seen: &Seen) {
    let own = &seen.stamp.subject;
    let person = t.workers.get((own.clone(), joined)).and_then(|worker| worker.person.clone());
    t.workers.remove((own.clone(), joined));
    count(t, own);
    if let Some(person) = person {
        let mut spells = vec![];
        t.workers.under(own, |worker| {
            spells
                .extend(worker.since.filter(|_| worker.person.as_ref() == Some(&person)).map(|s| (s, worker.left_on)));
            Then::Kept
        });
        awards::uncounted(t, &person, &spells, own);
    }
}

fn count(t: &mut Tables, carrier: &StreamId) {
    let mut open = 0_u32;
    t.workers.under(carrier, |worker| {
        open = open.saturating_add(worker.left_on.is_none().into());
        Then::Kept
    });
    t.carriers.of((carrier.clone(),)).workers = open;
}
