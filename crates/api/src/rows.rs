//! `/v1/views`: rows of the read models, as they are and as they were.

use std::sync::Arc;

use access::Key;
use axum::{
    http::{StatusCode, header},
    response::Response,
};
use domain::values::shown;
use event_store::recorder::AsOf;
use projections::model::{Column, Place as InTable, Shape, Table};
use serde_json::{Value, json};
use views::{Answer as Rows, Bounds, Query, ROWS_MAX};

use crate::{
    App,
    answers::{described, list_of, next, object},
    call::Call,
    cursor,
    events::{json_answer, set},
    problem::{Fault, Problem},
    route::{Answer, Parameter, Place},
};

/// Who may see a row is decided by it; every table has it.
const AREA: &str = "area";
/// What every list of rows takes beside its filters.
const NOT_FILTERS: &[&str] = &["limit", "cursor", "as_of", "known_at"];

/// `GET /v1/views/<view>`
pub async fn list(app: Arc<App>, key: Arc<Key>, call: Call, table: &'static Table) -> Answer {
    let own_area = Some((AREA.to_owned(), key.area_prefix.clone())).filter(|(_, prefix)| !prefix.is_empty());
    let asked = call.queries().filter(|(name, _)| !NOT_FILTERS.contains(name));
    let filters = own_area.into_iter().chain(asked.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect();
    let query =
        Query { view: table.name.into(), filters, after: cursor::place_of(&call, &key)?, limit: call.limit(ROWS_MAX)? };
    let rows = match bounds(&call)? {
        None => app.views.rows(query).await?,
        Some(bounds) => {
            let replayed = app.views.replays().whole(&**app.recorder.store(), table.name, bounds).await?;
            replayed.rows(query).await?
        }
    };
    Ok(page(&call, &key, rows))
}

/// `GET /v1/views/<view>/{key}`
pub async fn one(app: Arc<App>, key: Arc<Key>, call: Call, table: &'static Table) -> Answer {
    let asked = call.place("key");
    let row = match bounds(&call)? {
        None => app.views.row(table.name, asked).await?,
        Some(bounds) => app.views.replays().row(&**app.recorder.store(), table.name, asked, bounds).await?,
    };
    let missing = || Problem::from(Fault::RowMissing { view: table.name.into(), key: shown(asked) });
    let row = row.ok_or_else(missing)?;
    let area = row.get(AREA).and_then(Value::as_str).unwrap_or_default();
    if !area.starts_with(&key.area_prefix) {
        return Err(Fault::OutsideArea { allowed: key.area_prefix.clone() }.into());
    }
    Ok(json_answer(StatusCode::OK, &row))
}

pub fn filters(table: &'static Table) -> impl Iterator<Item = Parameter> {
    let filtered = table.columns.iter().filter(|column| column.place != InTable::Plain);
    filtered.map(|column| {
        // Ranges and prefixes are text, whatever the column holds.
        Parameter::new(Place::Query, column.name, column.doc.trim(), json!({"type": "string"}))
    })
}

/// The name of the schema of a row.
pub fn row_name(table: &Table) -> String {
    format!("{}_row", table.name)
}

pub fn page_name(table: &Table) -> String {
    format!("{}_page", table.name)
}

pub fn page_schema(table: &Table) -> Value {
    let position = described("integer", "The rows rest on everything up to here.");
    object(&json!({"rows": list_of(&row_name(table)), "next": next(), "position": position}))
}

/// The schema of a row.
pub fn schema(table: &Table) -> Value {
    let properties: serde_json::Map<_, _> =
        table.columns.iter().map(|column| (column.name.to_owned(), column_schema(column))).collect();
    let required: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    json!({"type": "object", "description": table.doc.trim(), "properties": properties, "required": required})
}

fn column_schema(column: &Column) -> Value {
    let mut schema = match column.shape {
        Shape::Integer | Shape::Fen => json!({"type": "integer", "format": "int64"}),
        Shape::Bool => json!({"type": "boolean"}),
        Shape::Text | Shape::Stream => json!({"type": "string"}),
        Shape::Area => json!({"type": "string", "pattern": "^[0-9]{12}$"}),
        Shape::Date => json!({"type": "string", "format": "date"}),
        Shape::Month => json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}),
        Shape::Uuid => json!({"type": "string", "format": "uuid"}),
        Shape::List => json!({"type": "array", "items": {}}),
        Shape::Object => json!({"type": "object"}),
    };
    if column.nullable {
        schema["type"] = json!([schema["type"], "null"]);
    }
    schema["description"] = column.doc.trim().into();
    schema
}

fn bounds(call: &Call) -> Result<Option<Bounds>, Problem> {
    let AsOf { as_of, known_at_us } = call.as_of()?;
    Ok((as_of.is_some() || known_at_us.is_some()).then_some(Bounds { as_of, known_at_us }))
}

fn page(call: &Call, key: &Key, rows: Rows) -> Response {
    let Rows { rows, next, position } = rows;
    let next = next.map(|place| cursor::at(call, key, &place));
    let mut answer = json_answer(StatusCode::OK, &json!({"rows": rows, "next": next, "position": position}));
    if let Some(next) = next {
        set(&mut answer, header::LINK, &call.link_with_cursor(&next));
    }
    answer
}
