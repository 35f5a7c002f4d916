//! The kinds of events and the schemas of what a client posts: `/schemas/<category>/<event>.json` and OpenAPI.

use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use domain::{
    actor::Actor,
    case::Nature,
    kinds::{self, AnyEvent, EventSchema},
    values::{AreaCode, shown},
};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::{
    App,
    call::Call,
    events::json_answer,
    problem::Fault,
    route::{Answer, schema_of},
    types::{data_of, described},
};

// `EXAMPLES`: by stored kind, the golden example that stands beside its schema.
include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// One stored kind of event, and who may make it true.
pub struct Kind {
    pub schema: EventSchema,
    pub nature: Option<Nature>,
    /// As it was recorded.
    example: Value,
}

impl Kind {
    /// May a client make it true?
    pub fn is_posted(&self) -> bool {
        let by_others = matches!(self.nature, Some(Nature::Entailed | Nature::Server));
        !by_others && self.schema.superseded_by.is_none()
    }
}

fn example(name: &str) -> Value {
    let line = EXAMPLES.iter().find(|(known, _)| *known == name).map_or("null", |(_, line)| line);
    serde_json::from_str(line).unwrap_or_default()
}

/// Every kind, in the order of the list of kinds.
pub static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let kind = |schema: EventSchema| {
        let example = example(&schema.kind);
        let instance = AnyEvent::decode(&schema.kind, &example["data"].to_string());
        Kind { nature: instance.ok().map(|event| event.nature()), schema, example }
    };
    kinds::schemas().into_iter().map(kind).collect()
});

/// The whole event as a client posts it.
pub fn posted(Kind { schema, example, .. }: &Kind) -> Value {
    let EventSchema { category, kind, description, .. } = schema;
    let text = json!({"type": "string", "minLength": 1, "maxLength": 200});
    let mut plain = SchemaGenerator::default();
    let subject = format!("^{category}-[0-9a-z][0-9a-z._-]*$");
    let properties = json!({
        "specversion": {"const": "1.0", "type": "string"},
        "id": {"type": "string", "format": "uuid", "description": "Yours; version 7 advised. Sent again, it is recorded once."},
        "source": text,
        "type": {"const": kind, "type": "string"},
        "subject": {"type": "string", "pattern": subject, "maxLength": 200, "description": "The case."},
        "occurredon": {"type": "string", "format": "date", "description": "When it was true in the world."},
        "area": described(AreaCode::json_schema(&mut plain).into(), "Where the case belongs; left out, the case says it."),
        "correlationid": text,
        "decidedin": described(text.clone(), "The other system in which this was decided; stated by a gateway only."),
        "actor": described(Actor::json_schema(&mut plain).into(), "person/organisation/role; stated by a gateway only."),
        "datacontenttype": {"const": "application/json", "type": "string"},
        "data": schema_of(&data_of(kind)),
    });
    let required = ["specversion", "id", "source", "type", "subject", "occurredon", "data"];
    let stated = |name: &&str| Some(((*name).to_owned(), example.get(*name)?.clone()));
    let example: Map<_, _> = required.iter().filter_map(stated).collect();
    json!({
        "type": "object", "title": kind, "description": description, "additionalProperties": false,
        "required": required, "properties": properties, "examples": [example],
    })
}

/// `GET /schemas`: every schema there is.
pub async fn list(_: Arc<App>, _: Call) -> Answer {
    let files: Vec<_> = KINDS.iter().map(|kind| format!("/schemas/{}.json", kind.schema.path())).collect();
    Ok(json_answer(StatusCode::OK, &json!({"schemas": files})))
}

/// `GET /schemas/{category}/{file}`
pub async fn one(_: Arc<App>, call: Call) -> Answer {
    let name = format!("{}/{}", call.place("category"), call.place("file"));
    let kind = KINDS.iter().find(|kind| name.strip_suffix(".json").is_some_and(|path| path == kind.schema.path()));
    let kind = kind.ok_or(Fault::SchemaMissing { name: shown(&name) })?;
    Ok(json_answer(StatusCode::OK, &kind.schema.document()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_nature_and_an_example() {
        let unknown =
            KINDS.iter().filter(|kind| kind.nature.is_none() || kind.example["type"] != kind.schema.kind.as_str());
        assert_eq!(unknown.map(|kind| kind.schema.kind.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
        let person = KINDS.iter().find(|kind| kind.schema.kind == "person.registered.v1").expect("a kind");
        let example = &posted(person)["examples"][0];
        assert!(example["data"]["birth_year"].is_i64() && example.get("actor").is_none(), "{example}");
    }
}
