//! What there is: kinds of events, views, roles, with their descriptions.

use std::sync::{Arc, LazyLock};

use access::Key;
use axum::http::StatusCode;
use domain::{actor::Role, kinds::CATEGORIES};
use projections::model::Place;
use serde_json::{Value, json};

use crate::{
    App,
    call::Call,
    events::json_answer,
    route::Answer,
    schemas::{KINDS, Kind},
};

/// `GET /v1/catalogue`
pub async fn get(_: Arc<App>, _: Arc<Key>, _: Call) -> Answer {
    Ok(json_answer(StatusCode::OK, &CATALOGUE))
}

static CATALOGUE: LazyLock<Value> =
    LazyLock::new(|| json!({"categories": CATEGORIES, "kinds": kinds(), "views": views(), "roles": roles()}));

fn kinds() -> Vec<Value> {
    let told = KINDS.iter().map(|kind| {
        let Kind { schema, nature, .. } = kind;
        json!({
            "kind": schema.kind, "category": schema.category, "nature": nature, "posted": kind.is_posted(),
            "superseded_by": schema.superseded_by, "description": schema.description,
        })
    });
    told.collect()
}

fn views() -> Vec<Value> {
    let told = projections::ALL.iter().flat_map(|projection| {
        projection.tables.iter().map(|table| {
            let columns = table.columns.iter().map(|column| {
                json!({
                    "name": column.name, "type": column.shape.name(), "nullable": column.nullable,
                    "key": column.place == Place::Key, "filter": column.place != Place::Plain,
                    "description": column.doc.trim(),
                })
            });
            json!({
                "view": table.name, "of": projection.name, "version": projection.version,
                "title_zh": projection.title_zh, "title_en": projection.title_en,
                "description": if table.name == projection.name { projection.description } else { table.doc.trim() },
                "columns": columns.collect::<Value>(),
            })
        })
    });
    told.collect()
}

fn roles() -> Vec<Value> {
    Role::ALL.iter().filter(|role| **role != Role::Server).map(|role| json!(role)).collect()
}
