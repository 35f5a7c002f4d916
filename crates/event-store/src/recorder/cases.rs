//! The cases that were judged on of late.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, HashMap},
};

use domain::{
    case::{Cases, Known},
    stream::StreamId,
};

/// Most cases kept; the rest are folded again when they are looked at.
pub const RECENT_CASES_MAX: usize = 200_000;

/// Recent cases in two generations: when the young one is half of all, it becomes the old one, and what was not used
/// since is gone.
#[derive(Default)]
pub struct Recent {
    young: HashMap<StreamId, Known>,
    old: HashMap<StreamId, Known>,
    /// Every case of the log is here: what is not, does not exist.
    whole: bool,
}

impl Recent {
    /// Of a log that is empty so far.
    pub fn whole() -> Self {
        Self { whole: true, ..Self::default() }
    }

    pub fn is_whole(&self) -> bool {
        self.whole
    }

    pub fn get(&self, case: &StreamId) -> Option<&Known> {
        self.young.get(case).or_else(|| self.old.get(case))
    }

    pub fn put(&mut self, case: StreamId, known: Known) {
        self.old.remove(&case);
        if self.young.len() >= RECENT_CASES_MAX / 2 {
            self.whole &= self.old.is_empty();
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(case, known);
    }

    /// What was read from the store; what is known here already is newer and stays. A case about to be aged out is young again.
    pub fn offer(&mut self, case: &StreamId, read: Known) -> Known {
        let known = self.get(case).cloned().unwrap_or(read);
        self.put(case.clone(), known.clone());
        known
    }

    pub fn forget(&mut self, cases: impl IntoIterator<Item = impl Borrow<StreamId>>) {
        self.whole = false;
        for case in cases {
            self.young.remove(case.borrow());
            self.old.remove(case.borrow());
        }
    }
}

/// What a batch has made of cases so far, above what was known before it.
pub struct Layered<'a> {
    pub upper: &'a BTreeMap<StreamId, Known>,
    pub lower: &'a Recent,
}

impl Cases for Layered<'_> {
    fn known(&self, case: &StreamId) -> Option<&Known> {
        self.upper.get(case).or_else(|| self.lower.get(case))
    }
}
