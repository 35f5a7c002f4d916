//! `schemas/<category>/<event>.v<n>.json` is what the code says; `UPDATE_GENERATED=1` writes it.

use std::collections::BTreeSet;

use domain::kinds::{self, AnyEvent};
use serde_json::Value;
use tests::sources::{files, generated};

#[test]
fn every_stored_kind_has_its_schema() {
    for kind in kinds::schemas() {
        let text = serde_json::to_string_pretty(&kind.schema).expect("a schema");
        generated(&format!("schemas/{}.json", kind.path()), &format!("{text}\n"));
    }
}

#[test]
fn no_schema_is_left_of_a_kind_that_is_gone() {
    let known: BTreeSet<_> = kinds::schemas().iter().map(|kind| format!("schemas/{}", kind.path())).collect();
    for (path, _) in files("schemas", ".json") {
        let stem = path.trim_end_matches(".json").trim_end_matches(".example");
        // What describes the interface as a whole stands beside the folders.
        assert!(known.contains(stem) || path.matches('/').count() == 1, "{path} is of no kind");
    }
}

#[test]
fn every_golden_example_still_decodes() {
    for (path, text) in files("schemas", ".example.json") {
        let example: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let kind = example["type"].as_str().unwrap_or_default();
        if let Err(error) = AnyEvent::decode(kind, &example["data"].to_string()) {
            panic!("{path}: {error:?}");
        }
    }
}

/// What `$ref`s to a sibling would leak into a frozen file when that sibling changes.
#[test]
fn a_schema_stands_by_itself_and_is_closed() {
    fn check(kind: &str, schema: &Value) {
        match schema {
            Value::Object(fields) => {
                assert!(!fields.contains_key("$ref") && !fields.contains_key("$defs"), "{kind} leans on another");
                let object = fields.get("type").is_some_and(|of| of == "object") && fields.contains_key("properties");
                assert!(
                    !object || fields.get("additionalProperties") == Some(&false.into()),
                    "{kind} is open: {schema}"
                );
                fields.values().for_each(|value| check(kind, value));
            }
            Value::Array(items) => items.iter().for_each(|item| check(kind, item)),
            _ => {}
        }
    }
    for kind in kinds::schemas() {
        check(&kind.kind, &kind.schema);
    }
}
