//! Rows of one projection in memory, between the log and the file: what batches read and changed since the last flush.
//!
//! While a projection catches up, batch after batch changes the same rows; each is loaded once and written once a flush.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashSet},
};

use projections::model::{Change, Key, LoadError, Projection, Seen, Stored, Table, Value};
use rusqlite::Connection;

use crate::rows::{OnFile, Writer};

/// Nothing is held at first.
#[derive(Default)]
pub struct Held {
    tables: BTreeMap<&'static str, BTreeMap<Key, Row>>,
    /// Tables and first key columns of which every stored row is held.
    whole: HashSet<(&'static str, Value)>,
    rows: usize,
}

/// `None` where there is no row.
struct Row {
    cells: Option<Vec<Value>>,
    changed: bool,
}

impl Held {
    /// Folds a batch onto the rows held, loading from this connection what is not.
    pub fn fold(&mut self, projection: &Projection, seen: &[&Seen], db: &Connection) -> Result<(), LoadError> {
        let rows = Over { held: RefCell::new(self), file: OnFile::new(db, projection.tables) };
        let changes = (projection.fold)(&rows, seen)?;
        for change in changes {
            match change {
                Change::Put { table, row } => {
                    let keys = projection.table(table).map_or(0, |table| table.keys().count());
                    let key = row.iter().take(keys).cloned().collect();
                    self.hold(table, key, Some(row), true);
                }
                Change::Removed { table, key } => self.hold(table, key, None, true),
            }
        }
        Ok(())
    }

    /// Rows held, changed or not.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Writes what changed, in the order of the key. The caller commits, and then [forgets](Self::forget).
    pub fn write(&self, db: &Connection, projection: &Projection) -> rusqlite::Result<()> {
        for table in projection.tables {
            let mut writer = Writer::new(db, table)?;
            let rows = self.tables.get(table.name).into_iter().flatten();
            for (key, row) in rows.filter(|(_, row)| row.changed) {
                match &row.cells {
                    Some(cells) => writer.put(cells)?,
                    None => writer.remove(key)?,
                }
            }
        }
        Ok(())
    }

    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn hold(&mut self, table: &'static str, key: Key, cells: Option<Vec<Value>>, changed: bool) {
        let before = self.tables.entry(table).or_default().insert(key, Row { cells, changed });
        self.rows += usize::from(before.is_none());
    }
}

/// The rows held, over those in the file.
struct Over<'a, 'b> {
    held: RefCell<&'a mut Held>,
    file: OnFile<'b>,
}

impl Stored for Over<'_, '_> {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Vec<Value>>, LoadError> {
        let mut held = self.held.borrow_mut();
        if let Some(row) = held.tables.get(table.name).and_then(|rows| rows.get(key)) {
            return Ok(row.cells.clone());
        }
        let first = key.first().cloned().unwrap_or(Value::Null);
        let absent = held.whole.contains(&(table.name, first));
        let cells = if absent { None } else { self.file.row(table, key)? };
        held.hold(table.name, key.to_vec(), cells.clone(), false);
        Ok(cells)
    }

    fn under(&self, table: &'static Table, first: &Value) -> Result<Vec<Vec<Value>>, LoadError> {
        let mut held = self.held.borrow_mut();
        if held.whole.insert((table.name, first.clone())) {
            let keys = table.keys().count();
            for cells in self.file.under(table, first)? {
                let key: Key = cells.iter().take(keys).cloned().collect();
                if !held.tables.get(table.name).is_some_and(|rows| rows.contains_key(&key)) {
                    held.hold(table.name, key, Some(cells), false);
                }
            }
        }
        let rows = held.tables.get(table.name).map(|rows| rows.range(vec![first.clone()]..));
        let family = rows.into_iter().flatten().take_while(|(key, _)| key.first() == Some(first));
        Ok(family.filter_map(|(_, row)| row.cells.clone()).collect())
    }
}
