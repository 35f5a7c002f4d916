//! The types that events are made of, under names: what the OpenAPI and the AsyncAPI document both refer to.
//!
//! A type has its Rust name, so that generated clients have one `Evidence` and not one for every kind of event; the data
//! of a kind is `<kind>.data`.

use std::sync::LazyLock;

use domain::kinds::schemas_by;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::route::schema_of;

/// Every type and the data of every kind.
pub static TYPES: LazyLock<Map<String, Value>> = LazyLock::new(|| types().into_iter().collect());

fn types() -> Vec<(String, Value)> {
    let mut generator = generator();
    let data: Vec<_> = schemas_by(&mut generator)
        .into_iter()
        .map(|kind| (data_of(&kind.kind), described(kind.data, &kind.description)))
        .collect();
    let types = generator.take_definitions(true).into_iter().chain(data);
    types.flat_map(|(name, schema)| choices(&name, schema)).collect()
}

/// The name of the data of a kind.
pub fn data_of(kind: &str) -> String {
    format!("{kind}.data")
}

fn generator() -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    settings.into_generator()
}

/// A type and its choices, each under a name of its own: `Subsidy` is a `SubsidyWord` or a `SubsidyOther`. Generators have
/// no other way to call them. The bare words among the choices are one enumeration.
fn choices(name: &str, mut schema: Value) -> Vec<(String, Value)> {
    let Some(all) = schema["oneOf"].as_array() else { return vec![(name.into(), schema)] };
    let is_word = |choice: &&Value| choice["const"].is_string() || choice["enum"].is_array();
    let (words, others): (Vec<_>, Vec<_>) = all.iter().partition(is_word);
    let words = (!words.is_empty()).then(|| enumeration(&words));
    if let (Some(words), true) = (&words, others.is_empty()) {
        let about = schema["description"].as_str().unwrap_or_default();
        return vec![(name.into(), described(words.clone(), about))];
    }
    let words = words.map(|words| (format!("{name}Word"), words));
    let others = others.into_iter().map(|choice| (format!("{name}{}", pascal(field_of(choice))), choice.clone()));
    let mut choices: Vec<_> = words.into_iter().chain(others).collect();
    schema["oneOf"] = choices.iter().map(|(name, _)| schema_of(name)).collect();
    choices.push((name.into(), schema));
    choices
}

/// What each word means stands in the description.
fn enumeration(words: &[&Value]) -> Value {
    let listed = |word: &&Value| word["enum"].as_array().cloned().unwrap_or_else(|| vec![word["const"].clone()]);
    let told = words.iter().filter_map(|word| Some((word["const"].as_str()?, word["description"].as_str()?)));
    let told: Vec<_> = told.map(|(word, meaning)| format!("- `{word}`: {}", meaning.replace('\n', " "))).collect();
    let listed: Vec<_> = words.iter().flat_map(listed).collect();
    described(json!({"type": "string", "enum": listed}), &told.join("\n"))
}

/// Also described so.
pub fn described(mut schema: Value, about: &str) -> Value {
    let texts = [about, schema["description"].as_str().unwrap_or_default()];
    let texts: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    if !texts.is_empty() {
        schema["description"] = texts.join("\n\n").into();
    }
    schema
}

/// The field by which a choice is told.
fn field_of(choice: &Value) -> &str {
    choice["required"][0].as_str().unwrap_or_default()
}

/// `per_unit` as `PerUnit`
fn pascal(snake: &str) -> String {
    let capital = |word: &str| {
        word.chars().take(1).map(|c| c.to_ascii_uppercase()).chain(word.chars().skip(1)).collect::<String>()
    };
    snake.split('_').map(capital).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_name_means_one_schema() {
        let mut seen: BTreeSet<_> = crate::answers::schemas().keys().cloned().collect();
        for (name, _) in types() {
            // The generator tells types of one name apart by a number, which would change with the order of kinds.
            let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
            let of_kind = name.contains('.');
            assert!(of_kind || base == name, "two types are called {base}: give one a `#[schemars(rename = \"…\")]`");
            assert!(seen.insert(name.clone()), "{name} stands twice: give one a `#[schemars(rename = \"…\")]`");
        }
    }
}
