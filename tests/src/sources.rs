//! The files of the repository, for tests about them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file below a folder of the repository that ends so, as its path from the root and its text, in order.
pub fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = vec![];
    collect(&root().join(folder), ending, &mut found);
    found.sort();
    let named = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        (name, text)
    };
    found.into_iter().map(named).collect()
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && entry.file_name() != "target" {
            collect(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

/// Is the committed to be written anew?
pub fn updating() -> bool {
    std::env::var_os("UPDATE_GENERATED").is_some()
}

/// Compares a generated file with the committed one; with `UPDATE_GENERATED=1` writes it instead.
pub fn generated(path: &str, text: &str) {
    generate(path, text, updating());
}

/// The same for a schema, whose shape stays what it is once it is committed, also where the rest is written anew.
pub fn frozen(path: &str, schema: &Value, update: bool) {
    if let Ok(committed) = fs::read_to_string(root().join(path)) {
        let committed: Value = serde_json::from_str(&committed).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(
            shape(&committed) == shape(schema),
            "{path}: a changed shape is a new version: add {} and leave this one to the kind's earlier versions. Only \
             before release 1.0 may a shape be changed on purpose: delete this file and its example, then UPDATE_GENERATED=1",
            next_version(path),
        );
    }
    generate(path, &format!("{schema:#}\n"), update);
}

/// A golden example is written where none is, and never again. False: there is none, and none was to be written.
pub fn golden(path: &str, text: &str, update: bool) -> bool {
    let there = root().join(path).exists();
    if !there && update {
        generate(path, text, true);
    }
    there || update
}

/// As text, since a line of the log has its fields in the order of the schema.
fn shape(schema: &Value) -> String {
    untold(schema).to_string()
}

/// Without titles and descriptions, which may change: keywords are text, while a field of that name is a schema.
fn untold(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => {
            let told = |name: &str, value: &Value| matches!(name, "title" | "description") && value.is_string();
            let kept = fields.iter().filter(|(name, value)| !told(name, value));
            kept.map(|(name, value)| (name.clone(), untold(value))).collect()
        }
        Value::Array(items) => items.iter().map(untold).collect(),
        other => other.clone(),
    }
}

/// `placed.v2` for `schemas/welfare_post/placed.v1.json`.
fn next_version(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".json");
    let next = name.rsplit_once(".v").and_then(|(event, version)| Some((event, version.parse::<u32>().ok()? + 1)));
    next.map_or_else(|| "one".into(), |(event, version)| format!("{event}.v{version}"))
}

fn generate(path: &str, text: &str, update: bool) {
    let file = root().join(path);
    if update {
        let folder = file.parent().unwrap_or(&file);
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&file, text));
        written.unwrap_or_else(|error| panic!("{path}: {error}"));
        return;
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == text, "{path} is not what the code generates: run this test with UPDATE_GENERATED=1");
}
