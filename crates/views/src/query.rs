//! Questions to the rows.

use std::io::Write;

use domain::values::shown;
use event_store::Position;
use projections::model::{Column, Key, Place, Shape, Table, Value};
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::Value as Json;

use crate::{
    ROWS_MAX, ViewError, Views, blocking, file, lock,
    rows::{self, Bound, cells, columns, key_columns},
};

/// Which rows of one table.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// A view, or any table of one.
    pub view: String,
    /// Indexed or key columns and what they must be: a value; of an area its first digits; of a date, a month or a
    /// number also `from..to`, both counted, either left out. All must hold.
    pub filters: Vec<(String, String)>,
    /// `next` of the answer before.
    pub after: Option<String>,
    /// At most [`ROWS_MAX`].
    pub limit: usize,
}

/// Rows in the order of the key; filtered by a range or by an area's first digits, in the order of that column first.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub rows: Vec<Json>,
    /// Where the next answer goes on; none at the end.
    pub next: Option<String>,
    /// The rows rest on everything up to here.
    pub position: Position,
}

impl Views {
    pub async fn rows(&self, query: Query) -> Result<Answer, ViewError> {
        let (followed, table) = self.table(&query.view)?;
        let projection = followed.projection.name;
        self.reading(move |db| {
            let snapshot = db.unchecked_transaction()?;
            let position = position(&snapshot, projection)?;
            answer(&snapshot, table, &query, position)
        })
        .await
    }

    /// The row of this key (its columns joined by commas).
    pub async fn row(&self, view: &str, key: &str) -> Result<Option<Json>, ViewError> {
        let (_, table) = self.table(view)?;
        let key = parse_key(table, key)?;
        self.reading(move |db| row(db, table, &key)).await
    }

    /// Every table of a view, whole: `<table>\t<row as JSON>`, tables in the order of the projection, rows in the order
    /// of the key. Equal rows, equal bytes.
    pub fn dump(&self, view: &str, to: &mut dyn Write) -> Result<(), ViewError> {
        let (_, followed) = self.followed(view)?;
        let db = file::reader(&self.0.path)?;
        let snapshot = db.unchecked_transaction()?;
        dump(&snapshot, followed.projection.tables, to)
    }

    /// Lends a connection that only reads; it goes back for the next question.
    async fn reading<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, ViewError> + Send + 'static,
    ) -> Result<T, ViewError> {
        let this = self.clone();
        blocking(move || {
            let kept = lock(&this.0.readers).pop();
            let db = kept.map_or_else(|| file::reader(&this.0.path), Ok)?;
            let answer = ask(&db);
            lock(&this.0.readers).push(db);
            answer
        })
        .await
    }
}

pub fn parse_key(table: &'static Table, key: &str) -> Result<Key, ViewError> {
    table.parse_key(key).ok_or_else(|| ViewError::BadKey { view: table.name.into(), key: shown(key) })
}

pub fn row(db: &Connection, table: &'static Table, key: &[Value]) -> Result<Option<Json>, ViewError> {
    Ok(rows::row(db, table, key)?.map(|row| table.to_json(&row)))
}

pub fn dump(db: &Connection, tables: &[&'static Table], to: &mut dyn Write) -> Result<(), ViewError> {
    for table in tables {
        let sql = format!("SELECT {} FROM {} ORDER BY {}", columns(table), table.name, key_columns(table));
        let mut select = db.prepare(&sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let row = table.to_json(&cells(table, row)?);
            writeln!(to, "{}\t{row}", table.name).map_err(|error| ViewError::Interrupted(error.to_string()))?;
        }
    }
    Ok(())
}

fn position(db: &Connection, projection: &str) -> Result<Position, ViewError> {
    let mut select = db.prepare_cached("SELECT position FROM checkpoint WHERE view = ?1")?;
    let position = select.query_row([projection], |row| row.get::<_, i64>(0)).optional()?;
    Ok(position.and_then(|position| position.try_into().ok()).unwrap_or_default())
}

/// The rows of one table that a query asks for.
pub fn answer(db: &Connection, table: &'static Table, query: &Query, position: Position) -> Result<Answer, ViewError> {
    let limit = query.limit.clamp(1, ROWS_MAX);
    let mut terms: Vec<String> = vec![];
    let mut bound: Vec<Value> = vec![];
    let mut leading: Option<&'static Column> = None;
    for (name, text) in &query.filters {
        let column = filtered(table, name)?;
        match test(column, text)? {
            Test::Is(value) => {
                bound.push(value);
                terms.push(format!("{} = ?{}", column.name, bound.len()));
            }
            Test::Within { from, below, to } => {
                leading = leading.or(Some(column));
                terms.push(format!("{} IS NOT NULL", column.name));
                for (sign, value) in [(">=", from), ("<", below), ("<=", to)] {
                    if let Some(value) = value {
                        bound.push(value);
                        terms.push(format!("{} {sign} ?{}", column.name, bound.len()));
                    }
                }
            }
        }
    }
    let order = leading.map_or_else(String::new, |c| format!("{}, ", c.name)) + &key_columns(table);
    if let Some(after) = &query.after {
        let from = bound.len();
        bound.extend(parse_cursor(table, leading, after)?);
        let marks: Vec<_> = (from + 1..=bound.len()).map(|i| format!("?{i}")).collect();
        terms.push(format!("({order}) > ({})", marks.join(", ")));
    }
    let filter = if terms.is_empty() { String::new() } else { format!("WHERE {}", terms.join(" AND ")) };
    let sql = format!("SELECT {} FROM {} {filter} ORDER BY {order} LIMIT {}", columns(table), table.name, limit + 1);
    let mut select = db.prepare_cached(&sql)?;
    let found = select.query_map(params_from_iter(bound.iter().map(Bound)), |row| cells(table, row))?;
    let mut rows: Vec<Vec<Value>> = found.collect::<Result<_, _>>()?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| cursor(table, leading, last));
    Ok(Answer { rows: rows.iter().map(|row| table.to_json(row)).collect(), next, position })
}

enum Test {
    Is(Value),
    Within { from: Option<Value>, below: Option<Value>, to: Option<Value> },
}

fn filtered(table: &'static Table, name: &str) -> Result<&'static Column, ViewError> {
    let filters = |c: &&Column| c.place != Place::Plain;
    table.column(name).filter(filters).ok_or_else(|| {
        let known: Vec<_> = table.columns.iter().filter(filters).map(|c| c.name).collect();
        ViewError::UnknownFilter { view: table.name.into(), column: shown(name), known: known.join(", ") }
    })
}

fn test(column: &'static Column, text: &str) -> Result<Test, ViewError> {
    let bad = || ViewError::BadFilter { column: column.name.into(), value: shown(text), expected: column.shape.name() };
    let parse = |text: &str| column.shape.parse(text).ok_or_else(bad);
    let end = |text: &str| if text.is_empty() { Ok(None) } else { parse(text).map(Some) };
    match (column.shape, text.split_once("..")) {
        (Shape::Area, _) if text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit()) => {
            // ':' follows '9'.
            let below = Some(Value::Text(format!("{text}:")));
            Ok(Test::Within { from: Some(Value::Text(text.into())), below, to: None })
        }
        (Shape::Area, _) => Err(bad()),
        (Shape::Date | Shape::Month | Shape::Integer | Shape::Fen, Some((from, to))) => {
            Ok(Test::Within { from: end(from)?, below: None, to: end(to)? })
        }
        _ => parse(text).map(Test::Is),
    }
}

fn cursor(table: &'static Table, leading: Option<&Column>, row: &[Value]) -> String {
    let led_by = leading.and_then(|led| table.columns.iter().zip(row).find(|(c, _)| c.name == led.name));
    let key = table.key_text(row);
    match led_by {
        Some((_, Value::Text(text))) => format!("{text},{key}"),
        Some((_, Value::Int(n))) => format!("{n},{key}"),
        _ => key,
    }
}

fn parse_cursor(table: &'static Table, leading: Option<&Column>, after: &str) -> Result<Vec<Value>, ViewError> {
    let bad = || ViewError::BadCursor { view: table.name.into() };
    let Some(leading) = leading else { return table.parse_key(after).ok_or_else(bad) };
    let (first, key) = after.split_once(',').ok_or_else(bad)?;
    let mut values = vec![leading.shape.parse(first).ok_or_else(bad)?];
    values.extend(table.parse_key(key).ok_or_else(bad)?);
    Ok(values)
}
