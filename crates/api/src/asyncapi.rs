//! The AsyncAPI 3.0 document of the live feed, made from its route and the kinds of events.

use serde_json::{Map, Value, json};

use crate::{
    answers, feed,
    openapi::{ABOUT, key},
    route::{Parameter, Place, Route, schema_of},
    schemas::{KINDS, Kind},
    types::{TYPES, data_of},
};

/// Of the HTTP binding for AsyncAPI.
const BINDING: &str = "0.3.0";

pub fn document(routes: &[Route]) -> Value {
    let route = routes.iter().find(|route| route.path == feed::PATH);
    let parameters = route.into_iter().flat_map(|route| &route.parameters);
    let query: Map<_, _> = parameters.filter(|p| p.place == Place::Query).map(in_query).collect();
    let messages: Map<_, _> =
        KINDS.iter().map(|Kind { schema, .. }| (schema.kind.clone(), reference("messages", &schema.kind))).collect();
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Wengang live feed",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "local": {"host": "127.0.0.1:4300", "protocol": "http", "security": [reference("securitySchemes", "key")]},
        },
        "channels": {
            "events": {
                "address": feed::PATH,
                "title": "Recorded events as they come",
                "description": route.map(|route| route.summary.as_str()),
                "messages": messages,
            },
        },
        "operations": {
            "follow_events": {
                "action": "send",
                "channel": {"$ref": "#/channels/events"},
                "summary": "Each recorded event once, in order; who comes back with Last-Event-ID misses none.",
                "bindings": {
                    "http": {
                        "method": "GET",
                        "query": {"type": "object", "properties": query, "additionalProperties": false},
                        "bindingVersion": BINDING,
                    },
                },
            },
        },
        "components": {
            "securitySchemes": {"key": key()},
            "messageTraits": {"frame": frame()},
            "messages": KINDS.iter().map(|kind| (kind.schema.kind.clone(), message(kind))).collect::<Map<_, _>>(),
            "schemas": schemas(),
        },
    })
}

/// What every server-sent event has beside its `data`.
fn frame() -> Value {
    json!({
        "headers": {
            "type": "object",
            "description": "The fields of the server-sent event.",
            "required": ["id", "event"],
            "properties": {
                "id": {"type": "integer", "minimum": 1, "description": "The position; come back with it as Last-Event-ID."},
                "event": {"type": "string", "description": "The kind. An id without event and data moves the place alone."},
            },
        },
    })
}

fn message(Kind { schema, .. }: &Kind) -> Value {
    json!({
        "name": schema.kind,
        "summary": schema.description,
        "traits": [reference("messageTraits", "frame")],
        "payload": schema_of(&schema.kind),
    })
}

fn schemas() -> Value {
    let mut schemas = TYPES.clone();
    for kind in KINDS.iter().map(|kind| &kind.schema.kind) {
        let own = json!({"type": {"const": kind}, "data": schema_of(&data_of(kind))});
        let own = json!({"type": "object", "properties": own});
        schemas.insert(kind.clone(), json!({"allOf": [schema_of("RecordedEvent"), own]}));
    }
    schemas.insert("RecordedEvent".into(), answers::recorded_event());
    schemas.extend(answers::words());
    schemas.into()
}

fn reference(of: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/{of}/{name}")})
}

fn in_query(parameter: &Parameter) -> (String, Value) {
    let mut schema = parameter.schema.clone();
    schema["description"] = parameter.about.into();
    (parameter.name.into(), schema)
}
