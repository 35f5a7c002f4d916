//! Every kind of event occurs, and has an example beside its schema that decodes for ever.
//!
//! `UPDATE_GENERATED=1 cargo test -p generator --test golden` writes the examples that are missing: the first recorded event of
//! a kind from seed 1. An example that stands is never written anew, whatever the generator says today.

mod recorded;

use std::{collections::BTreeSet, fs, path::PathBuf};

use domain::{envelope, kinds};
use recorded::Folder;

const LINES: u64 = 20_000;

/// Every stored kind of every category.
fn all_kinds() -> BTreeSet<String> {
    let tags = |schema: &serde_json::Value| -> Vec<String> {
        let variants = schema["oneOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
        let properties = variants.iter().filter_map(|v| v["properties"].as_object());
        properties.flat_map(|p| p.keys().cloned()).collect()
    };
    kinds::event_schemas().iter().flat_map(|(_, schema)| tags(schema.as_value())).collect()
}

/// `schemas/<category>/<event>.v1.example.json`
fn example(kind: &str) -> PathBuf {
    let (category, event) = kind.split_once('.').expect("<category>.<event>");
    let schemas = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    schemas.join(category).join(format!("{event}.example.json"))
}

#[test]
fn every_kind_occurs_and_has_an_example() {
    let folder = Folder::of(generator::province(1, LINES));
    let mut missing = all_kinds();
    assert!(missing.len() > 50, "{missing:?}");
    let update = std::env::var_os("UPDATE_GENERATED").is_some();
    let mut without = vec![];
    for (stamp, event) in &folder.recorded {
        let (kind, line) = envelope::record(stamp, event);
        if !missing.remove(&kind) {
            continue;
        }
        let path = example(&kind);
        if path.exists() {
            continue;
        }
        if update {
            fs::create_dir_all(path.parent().expect("a folder")).expect("created");
            fs::write(&path, line + "\n").expect("written");
        } else {
            without.push(kind);
        }
    }
    assert!(missing.is_empty(), "{} kinds do not occur: {missing:?}", missing.len());
    assert!(without.is_empty(), "no example yet, run with UPDATE_GENERATED=1: {without:?}");
}

#[test]
fn every_example_decodes_and_encodes_to_the_same_line() {
    for kind in all_kinds() {
        let Ok(line) = fs::read_to_string(example(&kind)) else { continue };
        let line = line.trim_end();
        let (stamp, event) = envelope::read(line).unwrap_or_else(|error| panic!("{kind}: {error:?}"));
        assert_eq!(envelope::record(&stamp, &event), (kind, line.to_owned()));
    }
}
