//! Folds as sentences: `folded(&PROJECTION, &given([…])).row("table", "key")`.

pub mod money;
pub mod workshops;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use domain::{
    testing::{World, day},
    values::Date,
};
use serde_json::Value as Json;

use super::{Change, Key, LoadError, Projection, Seen, Stored, Table, Value};

/// Tables in memory.
#[derive(Default)]
pub struct Memory(Mutex<BTreeMap<&'static str, BTreeMap<Key, Vec<Value>>>>);

impl Stored for Memory {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Vec<Value>>, LoadError> {
        Ok(self.0.lock().unwrap().get(table.name).and_then(|rows| rows.get(key)).cloned())
    }
    fn under(&self, table: &'static Table, first: &Value) -> Result<Vec<Vec<Value>>, LoadError> {
        let tables = self.0.lock().unwrap();
        let rows = tables.get(table.name).into_iter().flat_map(BTreeMap::values);
        Ok(rows.filter(|row| &row[0] == first).cloned().collect())
    }
}

pub struct Folded {
    projection: &'static Projection,
    rows: Arc<Memory>,
}

pub fn folded(projection: &'static Projection, world: &World) -> Folded {
    fold_where(projection, world, |_| true)
}

/// Only what was true in the world by that day.
pub fn folded_as_of(projection: &'static Projection, world: &World, date: &str) -> Folded {
    let date: Date = day(date);
    fold_where(projection, world, |seen| seen.stamp.occurred_on <= date)
}

/// Two events a batch, and only the latest rows at hand, so that rows are stored and loaded again.
fn fold_where(projection: &'static Projection, world: &World, keep: impl Fn(&Seen) -> bool) -> Folded {
    let seen: Vec<_> = (1..)
        .zip(world.recorded())
        .map(|(position, (stamp, event))| Seen {
            position,
            stamp: stamp.clone(),
            kind: event.encode().0.into(),
            event: event.clone(),
        })
        .filter(|seen| projection.folds.contains(&seen.event.category()) && keep(seen))
        .collect();
    let rows = Arc::<Memory>::default();
    let mut folding = (projection.start)(rows.clone());
    for batch in seen.iter().collect::<Vec<_>>().chunks(2) {
        folding.fold(batch);
        let mut tables = BTreeMap::clone(&rows.0.lock().unwrap());
        for change in folding.changes().expect("a fold in memory") {
            match change {
                Change::Put { table, row } => {
                    let keys = projection.table(table).expect("its own table").keys().count();
                    tables.entry(table).or_default().insert(row[..keys].to_vec(), row);
                }
                Change::Removed { table, key } => {
                    tables.entry(table).or_default().remove(&key);
                }
            }
        }
        *rows.0.lock().unwrap() = tables;
        folding.age(1);
    }
    Folded { projection, rows }
}

impl Folded {
    /// `null` when there is none.
    pub fn row(&self, table: &str, key: &str) -> Json {
        let table = self.projection.table(table).expect("a table of the projection");
        let key = table.parse_key(key).expect("a key of the table");
        let row = self.rows.row(table, &key).expect("rows in memory");
        row.map_or(Json::Null, |row| table.to_json(&row))
    }

    /// In the order of the key.
    pub fn rows(&self, table: &str) -> Vec<Json> {
        let table = self.projection.table(table).expect("a table of the projection");
        let tables = self.rows.0.lock().unwrap();
        tables.get(table.name).into_iter().flat_map(BTreeMap::values).map(|row| table.to_json(row)).collect()
    }
}

/// The row has these fields, among others.
#[track_caller]
pub fn assert_has(row: &Json, expected: &Json) {
    for (name, value) in expected.as_object().expect("fields") {
        assert_eq!(row.get(name), Some(value), "{name} in {row:#}");
    }
}
