//! `schemas/<category>/<event>.v<n>.json` is what the code says; `UPDATE_GENERATED=1` writes it, and never another shape of it.

use std::{collections::BTreeSet, fs, panic::catch_unwind};

use domain::kinds::{self, AnyEvent};
use serde_json::{Value, json};
use tests::sources::{files, frozen, golden, updating};

#[test]
fn every_stored_kind_has_its_schema() {
    for kind in kinds::schemas() {
        frozen(&format!("schemas/{}.json", kind.path()), &kind.document(), updating());
    }
}

/// A committed schema, what the code would generate now, and what became of the file, or what was said.
fn regenerated(committed: &Value, now: &Value, update: bool) -> Result<Value, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("placed.v1.json");
    fs::write(&file, format!("{committed:#}\n")).expect("written");
    let path = file.to_str().expect("UTF-8");
    let said = catch_unwind(|| frozen(path, now, update));
    let kept: Value = serde_json::from_str(&fs::read_to_string(&file).expect("there")).expect("JSON");
    match said {
        Ok(()) => Ok(kept),
        Err(said) => {
            assert_eq!(kept, *committed, "what is refused is left alone");
            Err(said.downcast_ref::<String>().cloned().unwrap_or_default())
        }
    }
}

fn schema() -> Value {
    json!({"title": "placed", "type": "object", "required": ["until", "title"], "properties": {
        "until": {"description": "The last day.", "type": "string"}, "title": {"type": "string", "maxLength": 200},
    }})
}

#[test]
fn a_changed_shape_is_a_new_version_whoever_asks_for_it_to_be_generated() {
    let changes: [fn(&mut Value); 6] = [
        |schema| schema["properties"]["until"]["type"] = json!(["string", "null"]),
        |schema| schema["properties"]["reason"] = json!({"type": "string"}),
        |schema| schema["properties"]["title"]["maxLength"] = json!(100),
        |schema| schema["required"] = json!(["until"]),
        // Of a field, not of the schema.
        |schema| drop(schema["properties"].as_object_mut().expect("fields").remove("title")),
        // The order in which they are written.
        |schema| {
            let fields = schema["properties"].as_object_mut().expect("fields");
            let until = fields.shift_remove("until").expect("a field");
            fields.insert("until".into(), until);
        },
    ];
    for change in changes {
        let mut now = schema();
        change(&mut now);
        for update in [false, true] {
            let said = regenerated(&schema(), &now, update).expect_err("another shape");
            assert!(said.contains("a changed shape is a new version: add placed.v2"), "{said}");
        }
    }
}

#[test]
fn a_golden_example_is_written_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("placed.v1.example.json");
    let path = file.to_str().expect("UTF-8");
    assert!(!golden(path, "first\n", false) && !file.exists());
    for (text, update) in [("first\n", true), ("second\n", true), ("third\n", false)] {
        assert!(golden(path, text, update));
        assert_eq!(fs::read_to_string(&file).expect("there"), "first\n");
    }
}

#[test]
fn titles_and_descriptions_may_change() {
    let mut now = schema();
    now["title"] = json!("placement");
    now["description"] = json!("Someone holds the post.");
    now["properties"]["until"]["description"] = json!("The last day of the term.");
    assert_eq!(regenerated(&schema(), &now, true), Ok(now.clone()));
    let said = regenerated(&schema(), &now, false).expect_err("not what is committed");
    assert!(said.contains("UPDATE_GENERATED=1"), "{said}");
    assert_eq!(regenerated(&now, &now, false), Ok(now.clone()));
}

#[test]
fn no_schema_is_left_of_a_kind_that_is_gone() {
    let known: BTreeSet<_> = kinds::schemas().iter().map(|kind| format!("schemas/{}", kind.path())).collect();
    for (path, _) in files("schemas", ".json") {
        let stem = path.trim_end_matches(".json").trim_end_matches(".example");
        // What describes the interface as a whole stands beside the folders.
        assert!(
            known.contains(stem) || path.matches('/').count() == 1,
            "{path} is of no kind: what was recorded is read for ever"
        );
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
        check(&kind.kind, &kind.document());
    }
}
