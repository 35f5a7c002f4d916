//! The kinds of events and the schemas of what a client posts: `/schemas/<category>/<event>.json` and OpenAPI.

use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use domain::{
    case::Nature,
    kinds::{self, AnyEvent, EventSchema},
    values::AreaCode,
};
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::{
    App,
    call::{Call, shown},
    events::json_answer,
    problem::Fault,
    route::Answer,
    sample,
};

/// One stored kind of event, and who may make it true.
pub struct Kind {
    pub schema: EventSchema,
    pub nature: Option<Nature>,
}

impl Kind {
    /// May a client make it true?
    pub fn is_posted(&self) -> bool {
        let by_others = matches!(self.nature, Some(Nature::Entailed | Nature::Server));
        !by_others && self.schema.superseded_by.is_none()
    }
}

/// Every kind, in the order of the list of kinds.
pub static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let kind = |schema: EventSchema| {
        let instance = AnyEvent::decode(&schema.kind, &sample::of(&schema.data).to_string());
        Kind { nature: instance.ok().map(|event| event.nature()), schema }
    };
    kinds::schemas().into_iter().map(kind).collect()
});

/// The whole event as a client posts it.
pub fn posted(EventSchema { category, kind, description, data, .. }: &EventSchema) -> Value {
    let text = json!({"type": "string", "minLength": 1, "maxLength": 200});
    let subject = format!("^{category}-[0-9a-z][0-9a-z._-]*$");
    let properties = json!({
        "specversion": {"const": "1.0", "type": "string"},
        "id": {"type": "string", "format": "uuid", "description": "Yours; version 7 advised. Sent again, it is recorded once."},
        "source": text,
        "type": {"const": kind, "type": "string"},
        "subject": {"type": "string", "pattern": subject, "maxLength": 200, "description": "The case."},
        "occurredon": {"type": "string", "format": "date", "description": "When it was true in the world."},
        "area": AreaCode::json_schema(&mut schemars::SchemaGenerator::default()),
        "correlationid": text,
        "decidedin": {"type": "string", "description": "The other system in which this was decided."},
        "actor": {"type": "string", "description": "person/organisation/role; stated by a gateway only."},
        "datacontenttype": {"const": "application/json", "type": "string"},
        "data": data,
    });
    let required = ["specversion", "id", "source", "type", "subject", "occurredon", "data"];
    let whole = json!({"type": "object", "required": required, "properties": properties});
    json!({
        "type": "object", "title": kind, "description": description, "additionalProperties": false,
        "required": required, "properties": properties, "examples": [sample::of(&whole)],
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
    fn every_kind_has_a_nature() {
        let unknown = KINDS.iter().filter(|kind| kind.nature.is_none()).map(|Kind { schema, .. }| {
            let sample = sample::of(&schema.data);
            format!("{}: {sample}: {:?}", schema.kind, AnyEvent::decode(&schema.kind, &sample.to_string()))
        });
        assert_eq!(unknown.collect::<Vec<_>>(), Vec::<String>::new());
    }
}
