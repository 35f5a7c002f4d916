//! Rows in SQLite. `INSERT OR REPLACE` with one statement a table; a key's columns are its primary key.

use std::fmt::Write;

use projections::model::{LoadError, Place, Projection, Stored, Table, Value};
use rusqlite::{
    CachedStatement, Connection, OptionalExtension, Row, ToSql, params_from_iter,
    types::{ToSqlOutput, ValueRef},
};

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
pub struct OnFile<'a> {
    db: &'a Connection,
    /// The two questions for each table, spelt once.
    sql: Vec<(&'static str, String, String)>,
}

impl<'a> OnFile<'a> {
    pub fn new(db: &'a Connection, tables: &[&'static Table]) -> Self {
        let sql = |table: &&'static Table| {
            let all = format!("SELECT {} FROM {}", columns(table), table.name);
            let first = table.keys().map(|c| c.name).next().unwrap_or_default();
            let under = format!("{all} WHERE {first} = ?1 ORDER BY {}", key_columns(table));
            (table.name, format!("{all} WHERE {}", by_key(table)), under)
        };
        Self { db, sql: tables.iter().map(sql).collect() }
    }

    fn sql(&self, table: &Table) -> Result<(&str, &str), LoadError> {
        let found = self.sql.iter().find(|(name, ..)| *name == table.name);
        let unknown = || LoadError(format!("{} is not a table of this projection", table.name));
        found.map(|(_, row, under)| (row.as_str(), under.as_str())).ok_or_else(unknown)
    }
}

impl Stored for OnFile<'_> {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Vec<Value>>, LoadError> {
        let mut select = self.db.prepare_cached(self.sql(table)?.0).map_err(failed)?;
        let found = select.query_row(params_from_iter(key.iter().map(Bound)), |row| cells(table, row));
        found.optional().map_err(failed)
    }

    fn under(&self, table: &'static Table, first: &Value) -> Result<Vec<Vec<Value>>, LoadError> {
        let mut select = self.db.prepare_cached(self.sql(table)?.1).map_err(failed)?;
        let rows = select.query_map([Bound(first)], |row| cells(table, row)).map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }
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

/// The statements that make a projection's tables and indexes; they tell its shape, too.
pub fn schema(projection: &Projection) -> String {
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
        for column in table.columns.iter().filter(|c| c.place == Place::Indexed) {
            let _ = write!(sql, "CREATE INDEX {0}_by_{1} ON {0}({1});", table.name, column.name);
        }
    }
    sql
}

/// Writes rows of one table.
pub struct Writer<'a> {
    put: CachedStatement<'a>,
    remove: CachedStatement<'a>,
}

impl<'a> Writer<'a> {
    pub fn new(db: &'a Connection, table: &Table) -> rusqlite::Result<Self> {
        let marks = vec!["?"; table.columns.len()].join(", ");
        let put = db.prepare_cached(&format!("INSERT OR REPLACE INTO {} VALUES({marks})", table.name))?;
        let remove = db.prepare_cached(&format!("DELETE FROM {} WHERE {}", table.name, by_key(table)))?;
        Ok(Self { put, remove })
    }

    pub fn put(&mut self, row: &[Value]) -> rusqlite::Result<()> {
        self.put.execute(params_from_iter(row.iter().map(Bound))).map(drop)
    }

    pub fn remove(&mut self, key: &[Value]) -> rusqlite::Result<()> {
        self.remove.execute(params_from_iter(key.iter().map(Bound))).map(drop)
    }
}
