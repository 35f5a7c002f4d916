//! The rows at work: each is loaded once, changed in memory by batch after batch, and written when it is time; it stays at
//! hand until room is needed and nobody has used it of late.

use std::{collections::HashMap, fmt, sync::Arc};

use foldhash::fast::RandomState;

use super::{Cell, Key, Place, Row, Table, Value};

/// Where rows lie when they are not at work.
pub trait Stored: Send + Sync {
    /// There are none yet: what is not at hand does not exist, and is not asked for.
    fn is_empty(&self) -> bool {
        false
    }
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Vec<Value>>, LoadError>;
    /// Every row whose first key column is `first`, in the order of the key.
    fn under(&self, table: &'static Table, first: &Value) -> Result<Vec<Vec<Value>>, LoadError>;
}

/// No rows, and none are kept.
pub struct Nothing;

impl Stored for Nothing {
    fn is_empty(&self) -> bool {
        true
    }
    fn row(&self, _: &'static Table, _: &[Value]) -> Result<Option<Vec<Value>>, LoadError> {
        Ok(None)
    }
    fn under(&self, _: &'static Table, _: &Value) -> Result<Vec<Vec<Value>>, LoadError> {
        Ok(vec![])
    }
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
    slots: HashMap<R::Key, Slot<R>, RandomState>,
    /// For tables with more than one key column.
    families: HashMap<R::First, Family<R::Key>, RandomState>,
    /// Every row there is is at hand.
    whole: bool,
    /// Counts the batches.
    batch: u32,
    failed: Option<LoadError>,
}

struct Slot<R> {
    /// Rows are large: a table that grows moves their places alone.
    row: Option<Box<R>>,
    stored: bool,
    touched: bool,
    /// In which batch it was used last.
    used: u32,
}

/// The rows with the same first key column.
struct Family<K> {
    /// Those at hand, in order.
    keys: Vec<K>,
    /// Every stored row is at hand.
    whole: bool,
    used: u32,
}

impl<R: Row> Loaded<R> {
    pub fn new(stored: Arc<dyn Stored>) -> Self {
        let whole = stored.is_empty();
        Self { stored, slots: HashMap::default(), families: HashMap::default(), whole, batch: 0, failed: None }
    }

    /// Another batch begins.
    pub fn begin(&mut self) {
        self.batch = self.batch.wrapping_add(1);
    }

    /// The row of this key, a new one when there is none yet.
    pub fn of(&mut self, key: R::Key) -> &mut R {
        let fresh = key.clone();
        let slot = self.slot(key);
        slot.touched = true;
        slot.row.get_or_insert_with(|| Box::new(R::new(fresh)))
    }

    /// The row of this key, to be changed, when there is one.
    pub fn find(&mut self, key: R::Key) -> Option<&mut R> {
        let slot = self.slot(key);
        slot.touched |= slot.row.is_some();
        slot.row.as_deref_mut()
    }

    /// The row of this key, to be read.
    pub fn get(&mut self, key: R::Key) -> Option<&R> {
        self.slot(key).row.as_deref()
    }

    pub fn remove(&mut self, key: R::Key) {
        let slot = self.slot(key);
        slot.touched |= slot.row.is_some();
        slot.row = None;
    }

    /// Every row whose first key column is `first`, in the order of the key.
    pub fn under(&mut self, first: &R::First, mut each: impl FnMut(&mut R) -> Then) {
        self.load_family(first);
        let Self { slots, families, batch, .. } = self;
        let Some(family) = families.get_mut(first) else { return };
        family.used = *batch;
        for key in &family.keys {
            if let Some(slot) = slots.get_mut(key)
                && let Some(row) = slot.row.as_deref_mut()
            {
                slot.used = *batch;
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

    /// Rows at hand, changed or not, that were used in the last so many batches.
    pub fn used(&self, batches: u32) -> usize {
        match batches {
            u32::MAX => self.slots.len(),
            _ => self.slots.values().filter(|slot| is_recent(slot.used, self.batch, batches)).count(),
        }
    }

    pub fn check(&self) -> Result<(), LoadError> {
        self.failed.clone().map_or(Ok(()), Err)
    }

    /// What became of the rows since this was last told, in the order of the key.
    pub fn changes(&mut self, changes: &mut Vec<Change>) {
        let mut touched: Vec<_> = self.slots.iter_mut().filter(|(_, slot)| slot.touched).collect();
        touched.sort_unstable_by_key(|(a, _)| *a);
        let table = R::TABLE.name;
        for (key, slot) in touched {
            match &slot.row {
                Some(row) => changes.push(Change::Put { table, row: row.to_values() }),
                None if slot.stored => changes.push(Change::Removed { table, key: R::key_values(key) }),
                None => {}
            }
            (slot.stored, slot.touched) = (slot.row.is_some(), false);
        }
    }

    /// Lets go of the rows that were told and not used for so many batches.
    pub fn age(&mut self, batches: u32) {
        let (before, batch) = (self.slots.len(), self.batch);
        self.slots.retain(|_, slot| slot.touched || is_recent(slot.used, batch, batches));
        if self.slots.len() == before {
            return;
        }
        self.whole = false;
        let slots = &self.slots;
        self.families.retain(|_, family| {
            let keys = family.keys.len();
            family.keys.retain(|key| slots.contains_key(key));
            family.whole &= family.keys.len() == keys;
            !family.keys.is_empty() || family.whole && is_recent(family.used, batch, batches)
        });
        self.slots.shrink_to_fit();
        self.families.shrink_to_fit();
    }

    fn slot(&mut self, key: R::Key) -> &mut Slot<R> {
        // Loading needs all of `self`, so a key that is not at hand yet is looked up twice.
        if !self.slots.contains_key(&key) {
            let known = self.whole || self.families.get(R::first(&key)).is_some_and(|family| family.whole);
            let row = if known { None } else { self.load(&key) };
            self.remember(key.clone(), row);
        }
        let batch = self.batch;
        let slot = self.slots.entry(key).or_insert(Slot { row: None, stored: false, touched: false, used: batch });
        slot.used = batch;
        slot
    }

    fn load(&mut self, key: &R::Key) -> Option<R> {
        let found = self.stored.row(R::TABLE, &R::key_values(key));
        let values = self.noted(found)??;
        self.decoded(values)
    }

    fn load_family(&mut self, first: &R::First) {
        if self.whole || self.families.get(first).is_some_and(|family| family.whole) {
            return;
        }
        let found = self.stored.under(R::TABLE, &first.to_value());
        for values in self.noted(found).unwrap_or_default() {
            if let Some(row) = self.decoded(values)
                && !self.slots.contains_key(&row.key())
            {
                self.remember(row.key(), Some(row));
            }
        }
        self.family(first).whole = true;
    }

    /// A row as it is stored is at hand from now on, or that there is none.
    fn remember(&mut self, key: R::Key, row: Option<R>) {
        const { assert!(matches!(R::TABLE.columns[0].place, Place::Key), "keys stand first") };
        if R::TABLE.keys().nth(1).is_some() {
            let family = self.family(R::first(&key));
            if let Err(place) = family.keys.binary_search(&key) {
                family.keys.insert(place, key.clone());
            }
        }
        let stored = row.is_some();
        self.slots.insert(key, Slot { row: row.map(Box::new), stored, touched: false, used: self.batch });
    }

    fn family(&mut self, first: &R::First) -> &mut Family<R::Key> {
        let used = self.batch;
        self.families.entry(first.clone()).or_insert_with(|| Family { keys: vec![], whole: false, used })
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

/// Whether what was used in batch `used` was so in the last `batches` before the end of batch `now`.
fn is_recent(used: u32, now: u32, batches: u32) -> bool {
    now.wrapping_sub(used) < batches
}
