//! The kinds of events and the schemas of what a client posts: `/schemas/<category>/<event>.json` and OpenAPI.

use std::sync::{Arc, LazyLock};

use access::Key;
use axum::http::StatusCode;
use domain::{kinds::event_schemas, values::AreaCode};
use schemars::JsonSchema;
use serde_json::{Map, Value, json};

use crate::{
    App,
    call::{Call, shown},
    events::json_answer,
    problem::Fault,
    route::Answer,
};

/// One stored kind of event.
pub struct Kind {
    /// `welfare_post.placed.v1`
    pub name: String,
    pub category: &'static str,
    pub description: String,
    /// Of the event's data.
    pub data: Value,
}

/// Every kind, in the order of the list of kinds.
pub static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| event_schemas().into_iter().flat_map(of_category).collect());

fn of_category((category, schema): (&'static str, schemars::Schema)) -> Vec<Kind> {
    let schema = schema.to_value();
    let variants = schema["oneOf"].as_array().cloned().unwrap_or_default();
    let kinds = variants.into_iter().filter_map(|variant| {
        let (name, data) = variant["properties"].as_object()?.iter().next()?;
        let description = variant["description"].as_str().unwrap_or_default().into();
        Some(Kind { name: name.clone(), category, description, data: data.clone() })
    });
    kinds.collect()
}

/// The whole event as a client posts it.
pub fn posted(kind: &Kind) -> Value {
    let text = json!({"type": "string", "minLength": 1, "maxLength": 200});
    let mut properties = Map::new();
    let mut property = |name: &str, schema: Value| properties.insert(name.into(), schema);
    property("specversion", json!({"const": "1.0", "type": "string"}));
    property("id", json!({"type": "string", "format": "uuid", "description": "Yours; version 7 advised. Sent again, it is recorded once."}));
    property("source", text.clone());
    property("type", json!({"const": kind.name, "type": "string"}));
    property("subject", json!({"type": "string", "pattern": format!("^{}-[0-9a-z][0-9a-z._-]*$", kind.category), "maxLength": 200}));
    property("occurredon", json!({"type": "string", "format": "date", "description": "When it was true in the world."}));
    property("area", AreaCode::json_schema(&mut schemars::SchemaGenerator::default()).to_value());
    property("correlationid", text.clone());
    property("decidedin", text);
    property("actor", json!({"type": "string", "description": "person/organisation/role; stated by a gateway only."}));
    property("datacontenttype", json!({"const": "application/json", "type": "string"}));
    property("data", kind.data.clone());
    json!({
        "type": "object", "title": kind.name, "description": kind.description, "additionalProperties": false,
        "required": ["specversion", "id", "source", "type", "subject", "occurredon", "data"],
        "properties": properties,
    })
}

/// `GET /schemas`: every schema there is.
pub async fn list(_: Arc<App>, _: Call) -> Answer {
    let files: Vec<_> = KINDS.iter().map(|kind| format!("/schemas/{}", path_of(kind))).collect();
    Ok(json_answer(StatusCode::OK, &json!({"schemas": files})))
}

/// `GET /schemas/{category}/{file}`
pub async fn one(_: Arc<App>, call: Call) -> Answer {
    let name = format!("{}/{}", call.place("category"), call.place("file"));
    let kind = KINDS.iter().find(|kind| path_of(kind) == name).ok_or(Fault::SchemaMissing { name: shown(&name) })?;
    let mut schema = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": format!("/schemas/{name}")});
    if let (Value::Object(schema), Value::Object(event)) = (&mut schema, posted(kind)) {
        schema.extend(event);
    }
    Ok(json_answer(StatusCode::OK, &schema))
}

/// `welfare_post/placed.v1.json`
fn path_of(kind: &Kind) -> String {
    let event = kind.name.split_once('.').map_or(kind.name.as_str(), |(_, event)| event);
    format!("{}/{event}.json", kind.category)
}

/// `GET /v1/catalogue`
pub async fn catalogue(_: Arc<App>, _: Arc<Key>, _: Call) -> Answer {
    Ok(json_answer(StatusCode::OK, &crate::catalogue::CATALOGUE))
}
