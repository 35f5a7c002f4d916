//! The schemas of what the server answers, whatever the kinds of events and the views.
//!
//! What comes out is described more openly than what goes in is checked: a client of today reads the kinds, codes and
//! fields of a later server. So a word that may be joined by others is a string here, beside an enumeration of those
//! known today that a client may compare with.

use domain::kinds::CATEGORIES;
use serde_json::{Map, Value, json};
use texts::Lang;

use crate::{route::schema_of, schemas::KINDS};

pub fn schemas() -> Map<String, Value> {
    let mut schemas = Map::new();
    for part in [recorded(), receipts(), problems(), about()] {
        schemas.extend(part.as_object().cloned().unwrap_or_default());
    }
    schemas.extend(words());
    schemas
}

/// What is known today.
pub fn words() -> [(String, Value); 3] {
    let kinds: Vec<_> = KINDS.iter().map(|kind| &kind.schema.kind).collect();
    let codes: Vec<_> = texts::codes(Lang::En).collect();
    let word = |name: &str, about: &str, known: Value| {
        (name.into(), json!({"type": "string", "description": about, "enum": known}))
    };
    [
        word("Category", "A kind of case.", json!(CATEGORIES)),
        word("EventKind", "A stored kind of event.", json!(kinds)),
        word("ProblemCode", "Why something is refused; `/problems/{code}` tells more.", json!(codes)),
    ]
}

/// An event as the log, the feed and the export have it.
pub fn recorded_event() -> Value {
    json!({
        "type": "object",
        "description": "A CloudEvent as it was posted, with what the server set. Its `data` has the schema `<type>.data`.",
        "required": ["specversion", "id", "source", "type", "subject", "time", "occurredon", "actor", "revision", "data"],
        "properties": {
            "specversion": {"type": "string", "const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "source": {"type": "string"},
            "type": described("string", "Its kind, e.g. `welfare_post.placed.v1`."),
            "subject": described("string", "The case."),
            "time": {"type": "string", "format": "date-time", "description": "When it was recorded."},
            "occurredon": {"type": "string", "format": "date", "description": "When it was true in the world."},
            "area": {"type": "string"},
            "correlationid": {"type": "string"},
            "decidedin": {"type": "string"},
            "actor": described("string", "person/organisation/role"),
            "via": described("string", "The gateway's key, or import."),
            "causationid": {"type": "string", "format": "uuid", "description": "The event that made this one true."},
            "basis": described("string", "What the decision looked at: <stream>@<revision> …"),
            "revision": described("integer", "Place within the case, from 0."),
            "data": {"type": "object"},
        },
    })
}

fn recorded() -> Value {
    let position = described("integer", "Place among all events, from 1.");
    json!({
        "RecordedEvent": recorded_event(),
        "ListedEvent": object(&json!({"position": position, "event": schema_of("RecordedEvent")})),
        "EventPage": object(&json!({"events": list_of("ListedEvent"), "next": next()})),
        "Case": object(&json!({
            "stream": {"type": "string"},
            "category": {"type": "string"},
            "id": {"type": "string"},
            "revision": described("integer", "Of the last event that counts."),
            "area": {"type": ["string", "null"]},
            "state": {"type": "object"},
        })),
    })
}

fn receipts() -> Value {
    let entailed = json!({
        "id": {"type": "string", "format": "uuid"},
        "kind": {"type": "string"},
        "stream": described("string", "The case."),
        "revision": described("integer", "Place within the case, from 0."),
        "position": described("integer", "Place among all events, from 1; absent in a dry run."),
    });
    let mut posted = entailed.clone();
    posted["entailed"] = list_of("EntailedReceipt");
    if let Value::Object(posted) = &mut posted {
        posted.shift_remove("kind");
    }
    let mut verdict = posted.clone();
    verdict["line"] = described("integer", "Which line it is about, from 1.");
    verdict["status"] = described("integer", "As of the answer to that line alone: 201, 200, or a problem's.");
    verdict["code"] = described("string", "Why it is refused, with the fields of a Problem.");
    verdict["detail"] = json!({"type": "string"});
    verdict["errors"] = list_of("Flaw");
    json!({
        "Receipt": {"type": "object", "required": ["id", "stream", "revision", "entailed"], "properties": posted},
        "EntailedReceipt": {"type": "object", "required": ["id", "kind", "stream", "revision"], "properties": entailed},
        "Receipts": object(&json!({"events": list_of("Receipt")})),
        "Verdict": {
            "type": "object",
            "description": "One line of the answer to lines.",
            "required": ["line", "status"],
            "properties": verdict,
        },
    })
}

fn problems() -> Value {
    json!({
        "Problem": {
            "type": "object",
            "description": "RFC 9457; with the fields of its code beside these.",
            "required": ["type", "title", "status", "detail", "code"],
            "properties": {
                "type": {"type": "string", "format": "uri-reference"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": described("string", "What happened and how to mend it, in Chinese or English."),
                "code": described("string", "Stable; programs branch on it. Those of this version: ProblemCode."),
                "index": described("integer", "Which event of a batch."),
                "errors": list_of("Flaw"),
            },
            "additionalProperties": true,
        },
        "Flaw": object(&json!({
            "pointer": described("string", "RFC 6901, into the body."),
            "code": {"type": "string"},
            "detail": {"type": "string"},
        })),
    })
}

fn about() -> Value {
    let text = json!({"type": "string"});
    let flag = json!({"type": "boolean"});
    json!({
        "Catalogue": object(&json!({
            "categories": {"type": "array", "items": text},
            "kinds": list_of("KindEntry"),
            "views": list_of("ViewEntry"),
            "roles": {"type": "array", "items": text},
        })),
        "KindEntry": object(&json!({
            "kind": text,
            "category": text,
            "nature": {"type": ["string", "null"], "description": "Who may make it true, and what a broken guard means for it."},
            "posted": described("boolean", "May a client post it?"),
            "superseded_by": {"type": ["string", "null"], "description": "The version that is written instead of this one."},
            "description": text,
        })),
        "ViewEntry": object(&json!({
            "view": text,
            "of": text,
            "version": {"type": "integer"},
            "title_zh": text,
            "title_en": text,
            "description": text,
            "columns": list_of("ColumnEntry"),
        })),
        "ColumnEntry": object(&json!({
            "name": text,
            "type": text,
            "nullable": flag,
            "key": flag,
            "filter": flag,
            "description": text,
        })),
        "SchemaList": object(&json!({"schemas": {"type": "array", "items": text}})),
        "ProblemTexts": object(&json!({"code": text, "zh": text, "en": text})),
        "Alive": object(&json!({"status": text})),
        "Ready": object(&json!({"status": text, "position": described("integer", "Of the last event.")})),
    })
}

/// An object with all of these.
pub fn object(properties: &Value) -> Value {
    let required: Vec<_> = properties.as_object().into_iter().flat_map(Map::keys).cloned().collect();
    json!({"type": "object", "required": required, "properties": properties})
}

pub fn list_of(name: &str) -> Value {
    json!({"type": "array", "items": schema_of(name)})
}

pub fn described(of_type: &str, about: &str) -> Value {
    json!({"type": of_type, "description": about})
}

pub fn next() -> Value {
    json!({"type": ["string", "null"], "description": "Cursor of the next page; null at the end."})
}
