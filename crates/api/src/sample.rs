//! A value that a schema accepts: the examples of the documentation, and a kind's nature, which only an instance tells.

use domain::stream::StreamId;
use serde_json::{Map, Value};

/// Strings that have a form, by what their schema calls it.
const FORMS: &[(&str, &str)] = &[
    ("date", "2025-03-03"),
    ("uuid", "01912345-6789-7abc-8def-0123456789ab"),
    ("^[0-9]{12}$", "430225103204"),
    ("^[0-9]{4}-(0[1-9]|1[0-2])$", "2025-03"),
    ("^[0-9A-HJ-NPQRTUWXY]{18}$", "12100000400009880K"),
];

pub fn of(schema: &Value) -> Value {
    if let Some(only) = schema.get("const") {
        return only.clone();
    }
    if let Some(first) = list(schema, "enum").first() {
        return first.clone();
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(first) = list(schema, choice).iter().find(|one| one["type"] != "null") {
            return of(first);
        }
    }
    match type_of(schema) {
        "object" => object(schema),
        "array" => list_of(schema),
        "integer" | "number" => {
            schema.get("minimum").filter(|least| least.as_i64() > Some(0)).cloned().unwrap_or(1.into())
        }
        "boolean" => true.into(),
        "string" => string(schema).into(),
        _ => Value::Null,
    }
}

fn list<'a>(schema: &'a Value, name: &str) -> &'a [Value] {
    schema.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Of several, the first that is not null.
fn type_of(schema: &Value) -> &str {
    let types = list(schema, "type").iter().filter_map(Value::as_str);
    schema["type"].as_str().or_else(|| types.into_iter().find(|name| *name != "null")).unwrap_or_default()
}

fn object(schema: &Value) -> Value {
    let required = list(schema, "required").iter().filter_map(Value::as_str);
    let fields: Map<_, _> = required.map(|name| (name.to_owned(), of(&schema["properties"][name]))).collect();
    fields.into()
}

fn list_of(schema: &Value) -> Value {
    let least = schema["minItems"].as_u64().unwrap_or_default();
    (0..least.max(1)).map(|_| of(&schema["items"])).collect()
}

fn string(schema: &Value) -> String {
    let pattern = schema["pattern"].as_str().unwrap_or_default();
    let form = schema["format"].as_str().unwrap_or(pattern);
    if let Some((_, sample)) = FORMS.iter().find(|(known, _)| *known == form) {
        return (*sample).into();
    }
    // `^[0-9a-f]{64}$`, `^person-…$`, `^[a-z_]+-…$`, `^…/…/…$`
    if let Some(digits) = pattern.strip_prefix("^[0-9a-f]{").and_then(|rest| rest.strip_suffix("}$")) {
        return "0".repeat(digits.parse().unwrap_or_default());
    }
    let category = pattern.trim_start_matches('^').split('-').next().unwrap_or_default();
    match category {
        _ if pattern.contains('/') => "c1/bureau/clerk".into(),
        _ if pattern.starts_with("^[a-z_]+-") => case("welfare_post"),
        _ => case(category),
    }
}

/// The name of a case; each kind has its own ids.
fn case(category: &str) -> String {
    let ids = ["1", "00000000000000000000000000000000", "430225103204", "430225000000", "2025"];
    let mut names = ids.into_iter().map(|id| format!("{category}-{id}"));
    names.find(|name| name.parse::<StreamId>().is_ok()).unwrap_or_else(|| "x".into())
}
