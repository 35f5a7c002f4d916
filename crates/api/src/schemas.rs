//! The kinds of events and the schemas of what a client posts: `/schemas/<category>/<event>.json` and OpenAPI.

use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use domain::{
    actor::Actor,
    case::Nature,
    kinds::{AnyEvent, event_schemas},
    values::AreaCode,
};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::{
    App,
    call::{Call, shown},
    events::json_answer,
    problem::Fault,
    route::{Answer, schema_of},
    sample,
    types::{data_of, described},
};

/// One stored kind of event.
pub struct Kind {
    /// `welfare_post.placed.v1`
    pub name: String,
    pub category: &'static str,
    pub description: String,
    pub nature: Option<Nature>,
    /// Of the event's data.
    pub data: Value,
}

impl Kind {
    /// May a client make it true?
    pub fn is_posted(&self) -> bool {
        !matches!(self.nature, Some(Nature::Entailed | Nature::Server))
    }
}

/// Every kind, in the order of the list of kinds.
pub static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| event_schemas().into_iter().flat_map(of_category).collect());

fn of_category((category, schema): (&'static str, schemars::Schema)) -> Vec<Kind> {
    let kinds = variants(schema.as_value()).into_iter().map(|(name, description, data)| {
        let instance = AnyEvent::decode(&name, &sample::of(&data).to_string());
        let nature = instance.ok().map(|event| event.nature());
        Kind { name, category, description, nature, data }
    });
    kinds.collect()
}

/// Name, description and data of each kind in the schema of a category's events.
pub fn variants(schema: &Value) -> Vec<(String, String, Value)> {
    let variants = schema["oneOf"].as_array().into_iter().flatten().filter_map(|variant| {
        let (name, data) = variant["properties"].as_object()?.iter().next()?;
        Some((name.clone(), variant["description"].as_str().unwrap_or_default().into(), data.clone()))
    });
    variants.collect()
}

/// The whole event as a client posts it.
pub fn posted(kind: &Kind) -> Value {
    let required = ["specversion", "id", "source", "type", "subject", "occurredon", "data"];
    let whole = json!({"type": "object", "required": required, "properties": attributes(kind, &kind.data)});
    json!({
        "type": "object", "title": kind.name, "description": kind.description, "additionalProperties": false,
        "required": required, "properties": attributes(kind, &schema_of(&data_of(&kind.name))),
        "examples": [sample::of(&whole)],
    })
}

fn attributes(kind: &Kind, data: &Value) -> Value {
    let text = json!({"type": "string", "minLength": 1, "maxLength": 200});
    let mut plain = SchemaGenerator::default();
    let subject = format!("^{}-[0-9a-z][0-9a-z._-]*$", kind.category);
    json!({
        "specversion": {"const": "1.0", "type": "string"},
        "id": {"type": "string", "format": "uuid", "description": "Yours; version 7 advised. Sent again, it is recorded once."},
        "source": text,
        "type": {"const": kind.name, "type": "string"},
        "subject": {"type": "string", "pattern": subject, "maxLength": 200, "description": "The case."},
        "occurredon": {"type": "string", "format": "date", "description": "When it was true in the world."},
        "area": described(AreaCode::json_schema(&mut plain).into(), "Where the case belongs; left out, the case says it."),
        "correlationid": text,
        "decidedin": described(text.clone(), "The other system in which this was decided; stated by a gateway only."),
        "actor": described(Actor::json_schema(&mut plain).into(), "person/organisation/role; stated by a gateway only."),
        "datacontenttype": {"const": "application/json", "type": "string"},
        "data": data,
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
    let mut schema = Map::new();
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("$id".into(), name.into());
    schema.insert("title".into(), kind.name.as_str().into());
    schema.insert("description".into(), kind.description.as_str().into());
    schema.extend(kind.data.as_object().cloned().unwrap_or_default());
    Ok(json_answer(StatusCode::OK, &schema.into()))
}

/// `welfare_post/placed.v1.json`
fn path_of(kind: &Kind) -> String {
    format!("{}.json", kind.name.replacen('.', "/", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_nature() {
        let unknown = KINDS.iter().filter(|kind| kind.nature.is_none()).map(|kind| {
            let sample = sample::of(&kind.data);
            format!("{}: {sample}: {:?}", kind.name, AnyEvent::decode(&kind.name, &sample.to_string()))
        });
        assert_eq!(unknown.collect::<Vec<_>>(), Vec::<String>::new());
    }
}
