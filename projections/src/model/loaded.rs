//! The rows at work: each is loaded at most once, changed in memory by batch after batch, and written once.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
};

use super::{Cell, Key, Place, Row, Table, Value};

/// Where rows lie when they are not at work.
pub trait Stored: Send + Sync {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Vec<Value>>, LoadError>;
    /// Every row whose first key column is `first`, in the order of the key.
    fn under(&self, table: &'static Table, first: &Value) -> Result<Vec<Vec<Value>>, LoadError>;
}

/// A row could not be loaded, or holds what was never written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for LoadError {}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Put { table: &'static str, row: Vec<Value> },
    Removed { table: &'static str, key: Key },
}

/// What becomes of a row that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    Kept,
    Changed,
    Removed,
}

/// One table's rows at work. A fold cannot fail: the first failure to load is kept, and nothing is written then.
pub struct Loaded<R: Row> {
    stored: Arc<dyn Stored>,
    slots: HashMap<R::Key, Slot<R>>,
    /// Keys at hand by their first column; kept for tables with more than one key column.
    families: HashMap<R::First, Vec<R::Key>>,
    /// Those of which every stored row is at hand.
    whole: HashSet<R::First>,
    failed: Option<LoadError>,
}

struct Slot<R> {
    row: Option<R>,
    stored: bool,
    touched: bool,
}

impl<R: Row> Loaded<R> {
    pub fn new(stored: Arc<dyn Stored>) -> Self {
        let (slots, families, whole) = (HashMap::new(), HashMap::new(), HashSet::new());
        Self { stored, slots, families, whole, failed: None }
    }

    /// The row of this key, a new one when there is none yet.
    pub fn of(&mut self, key: R::Key) -> &mut R {
        let fresh = key.clone();
        let slot = self.slot(key);
        slot.touched = true;
        slot.row.get_or_insert_with(|| R::new(fresh))
    }

    /// The row of this key, to be changed, when there is one.
    pub fn find(&mut self, key: R::Key) -> Option<&mut R> {
        let slot = self.slot(key);
        slot.touched |= slot.row.is_some();
        slot.row.as_mut()
    }

    /// The row of this key, to be read.
    pub fn get(&mut self, key: R::Key) -> Option<&R> {
        self.slot(key).row.as_ref()
    }

    pub fn remove(&mut self, key: R::Key) {
        let slot = self.slot(key);
        slot.touched |= slot.row.is_some();
        slot.row = None;
    }

    /// Every row whose first key column is `first`, in the order of the key.
    pub fn under(&mut self, first: &R::First, mut each: impl FnMut(&mut R) -> Then) {
        self.load_family(first);
        let mut keys = self.families.get(first).cloned().unwrap_or_default();
        keys.sort_unstable();
        for key in keys {
            if let Some(slot) = self.slots.get_mut(&key)
                && let Some(row) = slot.row.as_mut()
            {
                match each(row) {
                    Then::Kept => {}
                    Then::Changed => slot.touched = true,
                    Then::Removed => {
                        slot.touched = true;
                        slot.row = None;
                    }
                }
            }
        }
    }

    /// Rows at hand, changed or not.
    pub fn rows(&self) -> usize {
        self.slots.len()
    }

    pub fn check(&self) -> Result<(), LoadError> {
        self.failed.clone().map_or(Ok(()), Err)
    }

    /// What became of the rows, in the order of the key.
    pub fn finish(self, changed: &mut dyn FnMut(Change)) {
        let mut touched: Vec<_> = self.slots.into_iter().filter(|(_, slot)| slot.touched).collect();
        touched.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let table = R::TABLE.name;
        for (key, slot) in touched {
            match slot.row {
                Some(row) => changed(Change::Put { table, row: row.to_values() }),
                None if slot.stored => changed(Change::Removed { table, key: R::key_values(&key) }),
                None => {}
            }
        }
    }

    fn slot(&mut self, key: R::Key) -> &mut Slot<R> {
        // Loading needs all of `self`, so a key that is not at hand yet is looked up twice.
        if !self.slots.contains_key(&key) {
            let known = self.whole.contains(R::first(&key));
            let row = if known { None } else { self.load(&key) };
            self.remember(&key);
            let stored = row.is_some();
            return self.slots.entry(key).or_insert(Slot { row, stored, touched: false });
        }
        self.slots.entry(key).or_insert(Slot { row: None, stored: false, touched: false })
    }

    fn load(&mut self, key: &R::Key) -> Option<R> {
        let found = self.stored.row(R::TABLE, &R::key_values(key));
        let values = self.noted(found)??;
        self.decoded(values)
    }

    fn load_family(&mut self, first: &R::First) {
        if self.whole.contains(first) {
            return;
        }
        let found = self.stored.under(R::TABLE, &first.to_value());
        for values in self.noted(found).unwrap_or_default() {
            if let Some(row) = self.decoded(values)
                && !self.slots.contains_key(&row.key())
            {
                let key = row.key();
                self.remember(&key);
                self.slots.insert(key, Slot { row: Some(row), stored: true, touched: false });
            }
        }
        self.whole.insert(first.clone());
    }

    fn remember(&mut self, key: &R::Key) {
        const { assert!(matches!(R::TABLE.columns[0].place, Place::Key), "keys stand first") };
        if R::TABLE.keys().nth(1).is_some() {
            self.families.entry(R::first(key).clone()).or_default().push(key.clone());
        }
    }

    fn decoded(&mut self, values: Vec<Value>) -> Option<R> {
        let row = R::from_values(values);
        if row.is_none() {
            let unreadable = LoadError(format!("a row of {} holds what was never written", R::TABLE.name));
            self.failed.get_or_insert(unreadable);
        }
        row
    }

    fn noted<T>(&mut self, loaded: Result<T, LoadError>) -> Option<T> {
        loaded.map_err(|error| self.failed.get_or_insert(error).clone()).ok()
    }
}
