//! 亲属 Who is kin of whom, near enough for recusal: spouse, lineal kin, collateral kin within three generations, near in-laws;
//! walked over what was declared, as far as it is known. DOMAIN §4 F1.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::{
    person::{self, Person, Relation},
    stream::Ref,
    values::Date,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::model::{Kept, Loaded, Row, Seen, Then, Whole};

/// Declares the table of kinship of one projection.
#[macro_export]
macro_rules! kinship {
    ($name:literal) => {
        $crate::kept! {
            /// 亲属关系 Someone's kin, as declared by either side.
            Kinship in $name;
            key {
                /// Whose kin.
                person: domain::stream::Ref<domain::person::Person>,
                /// The kin.
                kin: domain::stream::Ref<domain::person::Person>,
                /// The event that says so.
                told_by: uuid::Uuid,
            }
            of $crate::known::kinship::Edge
        }
    };
}

/// One declared kinship, seen from one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// What the kin is to the person.
    pub relation: Relation,
    /// From when on it is said to be so.
    pub since: Date,
    /// When the system learnt it.
    pub learnt_on: Date,
}

impl Edge {
    /// Blood has no beginning; kinship by marriage counts from the day for which it is told.
    pub fn held_on(&self, on: Date) -> bool {
        !matches!(self.relation, Relation::Spouse | Relation::InLaw) || self.since <= on
    }
}

/// A row declared with [`kinship!`](crate::kinship).
pub trait KinshipRow: Kept<Known = Edge> + Row<Key = (Ref<Person>, Ref<Person>, Uuid), First = Ref<Person>> {}
impl<R: Kept<Known = Edge> + Row<Key = (Ref<Person>, Ref<Person>, Uuid), First = Ref<Person>>> KinshipRow for R {}

/// From one side to the other, a letter a step: `p` to a parent, `c` to a child, `s` to a spouse, `k` to a collateral and `l` to
/// an in-law (both declared as such). Who is near to one side is near to the other.
const NEAR: &[&str] = &[
    // Spouse and lineal.
    "s p pp ppp c cc ccc",
    // Siblings, nephews, uncles, cousins.
    "k pc pcc ppc ppcc",
    // The spouse's parents and siblings with theirs, the child's spouse and parents-in-law, step-parents and -children.
    "l sp cs spc pcs sk ks spcs sks csp ps sc",
    // The spouses of nephews, uncles and cousins.
    "pccs sppc ppcs spcc ppccs sppcc",
];

/// The most steps of [`NEAR`].
const STEPS_MAX: usize = 5;
/// A walk goes no further than to so many people.
const PEOPLE_MAX: usize = 1_000;

fn ways_to_kin() -> impl Iterator<Item = &'static str> {
    NEAR.iter().flat_map(|ways| ways.split(' '))
}

const fn letter(relation: Relation) -> char {
    match relation {
        Relation::Spouse => 's',
        Relation::Parent => 'p',
        Relation::Child => 'c',
        Relation::Collateral => 'k',
        Relation::InLaw => 'l',
    }
}

/// Keeps what an event says of kinship. Each side tells its own.
pub fn keep_kinship<R: KinshipRow>(rows: &mut Loaded<R>, event: &person::Event, seen: &Seen) {
    let (person::Event::KinshipDeclared { kin, relation, .. } | person::Event::KinshipNoted { kin, relation, .. }) =
        event
    else {
        return;
    };
    if let Some(person) = Ref::<Person>::to(&seen.stamp.subject) {
        let (since, learnt_on) = (seen.stamp.occurred_on, seen.stamp.recorded_on());
        let edge = Edge { relation: *relation, since, learnt_on };
        *rows.of((person, kin.clone(), seen.stamp.id)).keep(seen.stamp.area) = Some(Whole(edge));
    }
}

fn edges<R: KinshipRow>(rows: &mut Loaded<R>, person: &Ref<Person>) -> Vec<(Ref<Person>, Uuid, Edge)> {
    let mut found = vec![];
    rows.under(person, |row| {
        let (_, kin, told_by) = row.key();
        found.extend(row.known().map(|edge| (kin, told_by, edge.clone())));
        Then::Kept
    });
    found
}

/// Everybody near to that person by edges that count, each with the events that say so.
pub fn near_kin<R: KinshipRow>(
    rows: &mut Loaded<R>,
    person: &Ref<Person>,
    counts: impl Fn(&Edge) -> bool,
) -> BTreeMap<Ref<Person>, Vec<Uuid>> {
    let mut found = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let mut ways = VecDeque::from([(person.clone(), String::new(), vec![])]);
    while let Some((at, way, told)) = ways.pop_front() {
        for (kin, told_by, edge) in edges(rows, &at) {
            let way = format!("{way}{}", letter(edge.relation));
            let leads_on = ways_to_kin().any(|near| near.starts_with(&way));
            if kin == *person || !leads_on || !counts(&edge) || !taken.insert((kin.clone(), way.clone())) {
                continue;
            }
            let told = [told.clone(), vec![told_by]].concat();
            if ways_to_kin().any(|near| near == way) {
                found.entry(kin.clone()).or_insert_with(|| told.clone());
            }
            if taken.len() >= PEOPLE_MAX {
                return found;
            }
            ways.push_back((kin, way, told));
        }
    }
    found
}

/// Everybody whose nearness to someone may rest on an edge of that person, with the person.
pub fn around<R: KinshipRow>(rows: &mut Loaded<R>, person: &Ref<Person>) -> BTreeSet<Ref<Person>> {
    let mut found = BTreeSet::from([person.clone()]);
    let mut outermost = vec![person.clone()];
    for _ in 0..STEPS_MAX {
        let next = outermost.iter().flat_map(|at| edges(rows, at)).map(|(kin, ..)| kin);
        outermost = next.collect::<BTreeSet<_>>().into_iter().filter(|kin| !found.contains(kin)).collect();
        outermost.truncate(PEOPLE_MAX.saturating_sub(found.len()));
        found.extend(outermost.iter().cloned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_near_to_one_side_is_near_to_the_other() {
        for near in ways_to_kin() {
            let back: String = near
                .chars()
                .rev()
                .map(|c| {
                    if c == 'p' {
                        'c'
                    } else if c == 'c' {
                        'p'
                    } else {
                        c
                    }
                })
                .collect();
            assert!(ways_to_kin().any(|near| near == back), "{near} back is {back}");
            assert!(near.len() <= STEPS_MAX);
        }
    }
}
