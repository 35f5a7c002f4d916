//! The OpenAPI 3.1 document, made from the list of routes and the kinds of events.

use serde_json::{Map, Value, json};

use crate::{
    route::{Content, Handler, Parameter, Place, Route, schema_of},
    rows,
    schemas::{KINDS, posted},
};

pub fn document(routes: &[Route]) -> Value {
    let mut paths = Map::new();
    for route in routes {
        let path = paths.entry(route.path.as_str()).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Wengang 稳岗",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Clients append facts; the system says no to what cannot be true or was not decided rightly; \
                everything else is folded from the facts. Errors are RFC 9457 problems with a stable `code`; their \
                `detail` is Chinese or English by Accept-Language.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "tags": [
            {"name": "events", "description": "Recording facts, and reading what is recorded."},
            {"name": "cases", "description": "What a case amounts to, now or then."},
            {"name": "views", "description": "Rows folded from all cases, now or then."},
            {"name": "about", "description": "What there is."},
            {"name": "operations", "description": "For whoever runs the server."},
        ],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "`wengang key create` makes one."}},
            "schemas": schemas(),
        },
    })
}

fn operation(route: &Route) -> Value {
    let mut operation = json!({
        "operationId": route.operation,
        "tags": [route.tag],
        "summary": route.summary,
        "parameters": parameters(route),
        "responses": responses(route),
    });
    if matches!(route.handler, Handler::Open(_)) {
        operation["security"] = json!([]);
    }
    if let Some(body) = &route.body {
        operation["requestBody"] = json!({"required": true, "content": content(body)});
    }
    operation
}

fn parameters(route: &Route) -> Vec<Value> {
    let declared = |name: &str| route.parameters.iter().any(|p| p.place == Place::Path && p.name == name);
    let in_path = route.path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
    let undescribed = in_path.filter(|name| !declared(name));
    let undescribed =
        undescribed.map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}));
    undescribed.chain(route.parameters.iter().map(parameter)).collect()
}

fn parameter(parameter: &Parameter) -> Value {
    let Parameter { name, place, about, schema } = parameter;
    let place = match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
    };
    json!({"name": name, "in": place, "required": place == "path", "description": about, "schema": schema})
}

/// Only the first name of a type: generated clients take one a body.
fn content(content: &Content) -> Value {
    let Content { types, schema } = content;
    json!({(types.first().copied().unwrap_or_default()): {"schema": schema}})
}

fn responses(route: &Route) -> Value {
    let mut responses = Map::new();
    for (status, about, body) in &route.answers {
        responses.insert(status.to_string(), json!({"description": about, "content": content(body)}));
    }
    let problem = json!({"application/problem+json": {"schema": schema_of("Problem")}});
    responses.insert("default".into(), json!({"description": "A problem.", "content": problem}));
    Value::Object(responses)
}

fn schemas() -> Value {
    let mut schemas = Map::new();
    let mut mapping = Map::new();
    let mut one_of = vec![];
    for kind in KINDS.iter().filter(|kind| kind.is_posted()) {
        let name = &kind.schema.kind;
        one_of.push(schema_of(name));
        mapping.insert(name.clone(), schema_of(name)["$ref"].clone());
        schemas.insert(name.clone(), posted(kind));
    }
    schemas.insert(
        "CloudEvent".into(),
        json!({"oneOf": one_of, "discriminator": {"propertyName": "type", "mapping": mapping}}),
    );
    for table in projections::ALL.iter().flat_map(|projection| projection.tables.iter()) {
        let rows = json!({"type": "array", "items": schema_of(table.name)});
        let position = described("integer", "The rows rest on everything up to here.");
        schemas.insert(table.name.into(), rows::schema(table));
        schemas.insert(
            format!("{}_page", table.name),
            object(&json!({"rows": rows, "next": next(), "position": position})),
        );
    }
    if let Value::Object(fixed) = fixed() {
        schemas.extend(fixed);
    }
    Value::Object(schemas)
}

fn fixed() -> Value {
    let receipt = json!({
        "id": {"type": "string", "format": "uuid"},
        "stream": described("string", "The case."),
        "revision": described("integer", "Place within the case, from 0."),
        "position": described("integer", "Place among all events, from 1; absent in a dry run."),
        "entailed": {"type": "array", "items": schema_of("EntailedReceipt")},
    });
    let mut entailed = receipt.clone();
    entailed["kind"] = json!({"type": "string"});
    if let Value::Object(entailed) = &mut entailed {
        entailed.remove("entailed");
    }
    let flaw = object(&json!({
        "pointer": described("string", "RFC 6901, into the body."),
        "code": {"type": "string"},
        "detail": {"type": "string"},
    }));
    json!({
        "Receipt": {"type": "object", "required": ["id", "stream", "revision", "entailed"], "properties": receipt},
        "EntailedReceipt": {"type": "object", "required": ["id", "kind", "stream", "revision"], "properties": entailed},
        "Receipts": object(&json!({"events": {"type": "array", "items": schema_of("Receipt")}})),
        "RecordedEvent": {
            "type": "object",
            "description": "A CloudEvent as it was posted, with what the server set.",
            "required": ["specversion", "id", "source", "type", "subject", "time", "occurredon", "actor", "revision", "data"],
            "properties": {
                "specversion": {"const": "1.0"},
                "id": {"type": "string", "format": "uuid"},
                "source": {"type": "string"},
                "type": {"type": "string"},
                "subject": {"type": "string"},
                "time": {"type": "string", "format": "date-time", "description": "When it was recorded."},
                "occurredon": {"type": "string", "format": "date"},
                "area": {"type": "string"},
                "correlationid": {"type": "string"},
                "decidedin": {"type": "string"},
                "actor": described("string", "person/organisation/role"),
                "via": described("string", "The gateway's key, or import."),
                "causationid": {"type": "string", "format": "uuid"},
                "basis": described("string", "What the decision looked at: <stream>@<revision> …"),
                "revision": {"type": "integer"},
                "data": {"type": "object"},
            },
        },
        "ListedEvent": object(&json!({"position": {"type": "integer"}, "event": schema_of("RecordedEvent")})),
        "EventPage": object(&json!({"events": {"type": "array", "items": schema_of("ListedEvent")}, "next": next()})),
        "Case": object(&json!({
            "stream": {"type": "string"},
            "category": {"type": "string"},
            "id": {"type": "string"},
            "revision": described("integer", "Of the last event that counts."),
            "area": {"type": ["string", "null"]},
            "state": {"type": "object"},
        })),
        "Problem": {
            "type": "object",
            "description": "RFC 9457; with the fields of its code beside these.",
            "required": ["type", "title", "status", "detail", "code"],
            "properties": {
                "type": {"type": "string", "format": "uri-reference"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "code": described("string", "Stable; programs branch on it."),
                "index": described("integer", "Which event of a batch."),
                "errors": {"type": "array", "items": flaw},
            },
            "additionalProperties": true,
        },
    })
}

/// An object with all of these.
fn object(properties: &Value) -> Value {
    let required: Vec<_> = properties.as_object().into_iter().flat_map(Map::keys).cloned().collect();
    json!({"type": "object", "required": required, "properties": properties})
}

fn described(of_type: &str, about: &str) -> Value {
    json!({"type": of_type, "description": about})
}

fn next() -> Value {
    json!({"type": ["string", "null"], "description": "Cursor of the next page; null at the end."})
}
