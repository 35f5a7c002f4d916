//! The OpenAPI 3.1 document, made from the list of routes, the kinds of events and the tables of the views.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::{
    answers,
    route::{Content, Parameter, Place, Route, Told, schema_of},
    rows,
    schemas::{KINDS, posted},
    types::TYPES,
};

pub const ABOUT: &str = "Wengang 稳岗: clients append facts; the system says no to what cannot be true or was not decided \
    rightly; everything else is folded from the facts.";
const ERRORS: &str = "Errors are RFC 9457 problems with a stable `code`; their `detail` is Chinese or English by \
    Accept-Language.";

pub fn document(routes: &[Route]) -> Value {
    let mut paths = Map::new();
    for route in routes {
        let path = paths.entry(route.path.as_str()).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Wengang",
            "version": env!("CARGO_PKG_VERSION"),
            "description": format!("{ABOUT} {ERRORS}"),
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
            "securitySchemes": {"key": key()},
            "responses": REFUSALS.iter().map(|refusal| (refusal.name(), refusal.response())).collect::<Map<_, _>>(),
            "schemas": schemas(),
        },
    })
}

/// Who calls.
pub fn key() -> Value {
    json!({"type": "http", "scheme": "bearer", "description": "`wengang key create` makes one."})
}

fn operation(route: &Route) -> Value {
    let mut operation = json!({
        "operationId": route.operation,
        "tags": [route.tag],
        "summary": route.summary,
        "parameters": parameters(route),
        "responses": responses(route),
    });
    if !route.needs_key() {
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

/// A problem that a route may answer, by its status.
struct Refusal {
    status: StatusCode,
    about: &'static str,
    /// A header that comes with it, and what it says.
    header: Option<(&'static str, &'static str)>,
}

/// Any route may answer these: the query is checked before its handler runs, and something may fail under it.
const OF_ALL: [u16; 3] = [400, 500, 503];
/// Any route that needs a key.
const OF_KEYED: u16 = 401;

const REFUSALS: &[Refusal] = &[
    Refusal::new(
        StatusCode::BAD_REQUEST,
        "Malformed: which parameter, or where in the body, and what is expected.",
        None,
    ),
    Refusal::new(
        StatusCode::UNAUTHORIZED,
        "No key, or none that opens anything.",
        Some(("WWW-Authenticate", "Bearer")),
    ),
    Refusal::new(
        StatusCode::FORBIDDEN,
        "The key's role does not allow it, or the case lies outside the key's area.",
        None,
    ),
    Refusal::new(StatusCode::NOT_FOUND, "No such thing.", None),
    Refusal::new(StatusCode::CONFLICT, "The id stands for other content, or the race for the case was lost.", None),
    Refusal::new(
        StatusCode::PRECONDITION_FAILED,
        "The case is at another revision than was stated.",
        Some(("ETag", "The revision that it is at.")),
    ),
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "More than is taken at once; the limit is named.", None),
    Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Another content type is expected, and named.", None),
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "A rule refuses the fact: `code` says which, its fields why.", None),
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "It failed, and is in the server's log.", None),
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "It cannot be answered now; later it may.",
        Some(("Retry-After", "Seconds.")),
    ),
];

impl Refusal {
    const fn new(status: StatusCode, about: &'static str, header: Option<(&'static str, &'static str)>) -> Self {
        Self { status, about, header }
    }

    /// `NotFound`
    fn name(&self) -> String {
        self.status.canonical_reason().unwrap_or_default().replace(' ', "")
    }

    fn response(&self) -> Value {
        let problem = json!({"application/problem+json": {"schema": schema_of("Problem")}});
        let mut response = json!({"description": self.about, "content": problem});
        if let Some(header) = self.header {
            response["headers"] = headers(&[header]);
        }
        response
    }
}

fn responses(route: &Route) -> Value {
    let mut responses = Map::new();
    for Told { status, about, content: body, headers: sent } in &route.answers {
        let mut response = json!({"description": about});
        if let Some(body) = body {
            response["content"] = content(body);
        }
        if !sent.is_empty() {
            response["headers"] = headers(sent);
        }
        responses.insert(status.to_string(), response);
    }
    let of_keyed = route.needs_key().then_some(OF_KEYED);
    let statuses: BTreeSet<_> = OF_ALL.into_iter().chain(of_keyed).chain(route.refusals.iter().copied()).collect();
    for refusal in REFUSALS.iter().filter(|refusal| statuses.contains(&refusal.status.as_u16())) {
        let reference = json!({"$ref": format!("#/components/responses/{}", refusal.name())});
        responses.insert(refusal.status.as_str().into(), reference);
    }
    Value::Object(responses)
}

fn headers(headers: &[(&str, &str)]) -> Value {
    let told = |(name, about): &(&str, &str)| {
        ((*name).to_owned(), json!({"description": about, "schema": {"type": "string"}}))
    };
    headers.iter().map(told).collect::<Map<_, _>>().into()
}

fn schemas() -> Value {
    let mut schemas = TYPES.clone();
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
        schemas.insert(rows::row_name(table), rows::schema(table));
        schemas.insert(rows::page_name(table), rows::page_schema(table));
    }
    schemas.extend(answers::schemas());
    Value::Object(schemas)
}
