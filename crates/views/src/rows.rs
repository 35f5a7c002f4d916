//! Rows in SQLite. `INSERT OR REPLACE` with one statement a table; a key's columns are its primary key.

use std::{
    fmt::Write,
    sync::{Arc, Mutex},
};

use projections::model::{Change, LoadError, Place, Projection, Stored, Table, Value};
use rusqlite::{
    Connection, OptionalExtension, Row, ToSql, params_from_iter,
    types::{ToSqlOutput, ValueRef},
};

use crate::{ViewError, lock};

/// A cell on its way to SQLite.
pub struct Bound<'a>(pub &'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// The cells of a row of this table; what is neither number nor text was never written, and is refused by the row.
pub fn cells(table: &Table, row: &Row) -> rusqlite::Result<Vec<Value>> {
    let cell = |i: usize| {
        Ok(match row.get_ref(i)? {
            ValueRef::Integer(n) => Value::Int(n),
            ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
            _ => Value::Null,
        })
    };
    (0..table.columns.len()).map(cell).collect()
}

/// Rows as a connection sees them.
pub struct OnFile {
    db: Arc<Mutex<Connection>>,
    /// The two questions for each table, spelt once.
    sql: Vec<(&'static str, String, String)>,
}

impl OnFile {
    pub fn new(db: Arc<Mutex<Connection>>, tables: &[&'static Table]) -> Self {
        Self { db, sql: tables.iter().map(|table| (table.name, by_key_sql(table), under_sql(table))).collect() }
    }

    /// What is looked up meanwhile is looked up in one state of the file: to ask for the state at each row takes longer than
    /// to find the row.
    pub fn in_one_state<T>(&self, look: impl FnOnce() -> T) -> Result<T, ViewError> {
        self.now("BEGIN")?;
        let looked = look();
        self.now("COMMIT")?;
        Ok(looked)
    }

    fn now(&self, statement: &str) -> rusqlite::Result<()> {
        lock(&self.db).prepare_cached(statement)?.execute([]).map(drop)
    }

    fn sql(&self, table: &Table) -> Result<(&str, &str), LoadError> {
        let found = self.sql.iter().find(|(name, ..)| *name == table.name);
        let unknown = || LoadError(format!("{} is not a table of this projection", table.name));
        found.map(|(_, row, under)| (row.as_str(), under.as_str())).ok_or_else(unknown)
    }
}

impl Stored for OnFile {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Vec<Value>>, LoadError> {
        find(&lock(&self.db), self.sql(table)?.0, table, key).map_err(failed)
    }

    fn under(&self, table: &'static Table, first: &Value) -> Result<Vec<Vec<Value>>, LoadError> {
        let db = lock(&self.db);
        let mut select = db.prepare_cached(self.sql(table)?.1).map_err(failed)?;
        let rows = select.query_map([Bound(first)], |row| cells(table, row)).map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }
}

/// The same before the first event.
pub struct Fresh(pub Arc<OnFile>);

impl Stored for Fresh {
    fn is_empty(&self) -> bool {
        true
    }
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Vec<Value>>, LoadError> {
        self.0.row(table, key)
    }
    fn under(&self, table: &'static Table, first: &Value) -> Result<Vec<Vec<Value>>, LoadError> {
        self.0.under(table, first)
    }
}

/// The row of this key.
pub fn row(db: &Connection, table: &'static Table, key: &[Value]) -> rusqlite::Result<Option<Vec<Value>>> {
    find(db, &by_key_sql(table), table, key)
}

fn find(db: &Connection, sql: &str, table: &Table, key: &[Value]) -> rusqlite::Result<Option<Vec<Value>>> {
    let mut select = db.prepare_cached(sql)?;
    select.query_row(params_from_iter(key.iter().map(Bound)), |row| cells(table, row)).optional()
}

fn by_key_sql(table: &Table) -> String {
    format!("SELECT {} FROM {} WHERE {}", columns(table), table.name, by_key(table))
}

fn under_sql(table: &Table) -> String {
    let first = table.keys().map(|c| c.name).next().unwrap_or_default();
    format!("SELECT {} FROM {} WHERE {first} = ?1 ORDER BY {}", columns(table), table.name, key_columns(table))
}

fn failed(error: impl std::fmt::Display) -> LoadError {
    LoadError(error.to_string())
}

/// `a, b, c`: every column of a table.
pub fn columns(table: &Table) -> String {
    table.columns.iter().map(|c| c.name).collect::<Vec<_>>().join(", ")
}

pub fn key_columns(table: &Table) -> String {
    table.keys().map(|c| c.name).collect::<Vec<_>>().join(", ")
}

fn by_key(table: &Table) -> String {
    let terms: Vec<_> = (1..).zip(table.keys()).map(|(i, c)| format!("{} = ?{i}", c.name)).collect();
    terms.join(" AND ")
}

/// The statements that make a projection's tables.
pub fn tables(projection: &Projection) -> String {
    let mut sql = String::new();
    for table in projection.tables {
        let column = |c: &projections::model::Column| {
            let sort = c.shape.sql();
            format!("{} {sort}{}", c.name, if c.nullable { "" } else { " NOT NULL" })
        };
        let columns: Vec<_> = table.columns.iter().map(column).collect();
        let _ = write!(
            sql,
            "CREATE TABLE {}({}, PRIMARY KEY({})) STRICT, WITHOUT ROWID;",
            table.name,
            columns.join(", "),
            key_columns(table)
        );
    }
    sql
}

/// The statements that make the indexes that are not there yet, one an index.
pub fn indexes(projection: &Projection) -> impl Iterator<Item = String> {
    let of_table = |table: &&'static Table| {
        let name = table.name;
        let indexed = table.columns.iter().filter(|c| c.place == Place::Indexed);
        indexed.map(move |c| format!("CREATE INDEX IF NOT EXISTS {name}_by_{0} ON {name}({0});", c.name))
    };
    projection.tables.iter().flat_map(of_table)
}

/// What a projection's rows look like in the file: rows of another shape are of no use.
pub fn shape(projection: &Projection) -> String {
    tables(projection) + &indexes(projection).collect::<String>()
}

/// Writes what became of a projection's rows; the caller commits, or lets go of all of them.
pub fn write(db: &Connection, projection: &Projection, changes: &[Change]) -> rusqlite::Result<()> {
    let mut writers = vec![];
    for table in projection.tables {
        let marks = vec!["?"; table.columns.len()].join(", ");
        let put = db.prepare_cached(&format!("INSERT OR REPLACE INTO {} VALUES({marks})", table.name))?;
        let remove = db.prepare_cached(&format!("DELETE FROM {} WHERE {}", table.name, by_key(table)))?;
        writers.push((table.name, put, remove));
    }
    for change in changes {
        let (table, put, cells) = match change {
            Change::Put { table, row } => (table, true, row),
            Change::Removed { table, key } => (table, false, key),
        };
        if let Some((_, puts, removes)) = writers.iter_mut().find(|(name, ..)| name == table) {
            let statement = if put { puts } else { removes };
            statement.execute(params_from_iter(cells.iter().map(Bound)))?;
        }
    }
    Ok(())
}
