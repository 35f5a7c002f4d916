//! The kinds of events and the schemas of what a client posts: `/schemas/<category>/<event>.json` and OpenAPI.

use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use domain::{
    case::Nature,
    kinds::{AnyEvent, event_schemas},
    values::{AreaCode, shown},
};
use schemars::JsonSchema;
use serde_json::{Map, Value, json};

use crate::{App, call::Call, events::json_answer, problem::Fault, route::Answer};

// `EXAMPLES`: by stored kind, the golden example that stands beside its schema.
include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// One stored kind of event.
pub struct Kind {
    /// `welfare_post.placed.v1`
    pub name: String,
    pub category: &'static str,
    pub description: String,
    pub nature: Option<Nature>,
    /// Of the event's data.
    pub data: Value,
    /// As it was recorded.
    example: Value,
}

impl Kind {
    /// May a client make it true?
    pub fn is_posted(&self) -> bool {
        !matches!(self.nature, Some(Nature::Entailed | Nature::Server))
    }
}

fn example(name: &str) -> Value {
    let line = EXAMPLES.iter().find(|(known, _)| *known == name).map_or("null", |(_, line)| line);
    serde_json::from_str(line).unwrap_or_default()
}

/// Every kind, in the order of the list of kinds.
pub static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| event_schemas().into_iter().flat_map(of_category).collect());

fn of_category((category, schema): (&'static str, schemars::Schema)) -> Vec<Kind> {
    let schema = schema.to_value();
    let variants = schema["oneOf"].as_array().cloned().unwrap_or_default();
    let kinds = variants.into_iter().filter_map(|variant| {
        let (name, data) = variant["properties"].as_object()?.iter().next()?;
        let description = variant["description"].as_str().unwrap_or_default().into();
        let example = example(name);
        let instance = AnyEvent::decode(name, &example["data"].to_string());
        let nature = instance.ok().map(|event| event.nature());
        Some(Kind { name: name.clone(), category, description, nature, data: data.clone(), example })
    });
    kinds.collect()
}

/// The whole event as a client posts it.
pub fn posted(kind: &Kind) -> Value {
    let text = json!({"type": "string", "minLength": 1, "maxLength": 200});
    let subject = format!("^{}-[0-9a-z][0-9a-z._-]*$", kind.category);
    let properties = json!({
        "specversion": {"const": "1.0", "type": "string"},
        "id": {"type": "string", "format": "uuid", "description": "Yours; version 7 advised. Sent again, it is recorded once."},
        "source": text,
        "type": {"const": kind.name, "type": "string"},
        "subject": {"type": "string", "pattern": subject, "maxLength": 200, "description": "The case."},
        "occurredon": {"type": "string", "format": "date", "description": "When it was true in the world."},
        "area": AreaCode::json_schema(&mut schemars::SchemaGenerator::default()),
        "correlationid": text,
        "decidedin": {"type": "string", "description": "The other system in which this was decided."},
        "actor": {"type": "string", "description": "person/organisation/role; stated by a gateway only."},
        "datacontenttype": {"const": "application/json", "type": "string"},
        "data": kind.data,
    });
    let required = ["specversion", "id", "source", "type", "subject", "occurredon", "data"];
    let stated = |name: &&str| Some(((*name).to_owned(), kind.example.get(*name)?.clone()));
    let example: Map<_, _> = required.iter().filter_map(stated).collect();
    json!({
        "type": "object", "title": kind.name, "description": kind.description, "additionalProperties": false,
        "required": required, "properties": properties, "examples": [example],
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
    fn every_kind_has_a_nature_and_an_example() {
        let unknown = KINDS.iter().filter(|kind| kind.nature.is_none() || kind.example["type"] != kind.name);
        assert_eq!(unknown.map(|kind| kind.name.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
        let person = KINDS.iter().find(|kind| kind.name == "person.registered.v1").expect("a kind");
        let example = &posted(person)["examples"][0];
        assert!(example["data"]["birth_year"].is_i64() && example.get("actor").is_none(), "{example}");
    }
}
