//! Whoever reads Chinese reads it whole: each word that a refusal may contain has its Chinese name.

use std::collections::BTreeSet;

use domain::{
    actor::Role,
    kinds::{refusal_schemas, schemas},
};
use serde_json::Value;
use tests::sources::files;
use texts::Lang;

/// The words of a schema: its constants, its enums, and the tags of its choices.
fn collect(schema: &Value, found: &mut BTreeSet<String>) {
    let texts = |value: &Value| value.as_str().map(String::from);
    found.extend(schema.get("const").and_then(texts));
    found.extend(schema["enum"].as_array().into_iter().flatten().filter_map(texts));
    for choice in ["oneOf", "anyOf"] {
        for one in schema[choice].as_array().into_iter().flatten() {
            found.extend(one["properties"].as_object().into_iter().flatten().map(|(tag, _)| tag.clone()));
            collect(one, found);
        }
    }
    for value in schema["properties"].as_object().into_iter().flatten().map(|(_, value)| value) {
        collect(value, found);
    }
    if let Some(items) = schema.get("items") {
        collect(items, found);
    }
}

/// Of every field of every refusal.
fn of_refusals() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, schema) in refusal_schemas() {
        for refusal in schema.as_value()["oneOf"].as_array().into_iter().flatten() {
            let fields = refusal["properties"].as_object().into_iter().flatten();
            fields.filter(|(name, _)| *name != "code").for_each(|(_, field)| collect(field, &mut found));
        }
    }
    found
}

/// `not_in_state` takes the step of any kind's life: the enums that kinds call so.
fn of_steps() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, text) in files("crates/domain/src", ".rs") {
        for name in ["State", "Stage", "Step"] {
            let body = text.split(&format!("pub enum {name} {{\n")).nth(1).and_then(|rest| rest.split("\n}").next());
            let variants = body.unwrap_or_default().lines().map(str::trim);
            let variants = variants.filter(|line| line.starts_with(char::is_uppercase));
            found.extend(variants.map(|variant| snake(variant.trim_end_matches(','))));
        }
    }
    found
}

fn snake(variant: &str) -> String {
    let mut word = String::new();
    for (at, c) in variant.char_indices() {
        if c.is_uppercase() && at > 0 {
            word.push('_');
        }
        word.push(c.to_ascii_lowercase());
    }
    word
}

/// `not_configured` names a standard.
fn of_standards() -> BTreeSet<String> {
    let issued = schemas().into_iter().find(|kind| kind.kind == "policy.issued.v1").expect("standards are issued");
    let choices = issued.data["properties"]["standard"]["oneOf"].as_array().cloned().expect("one of the standards");
    choices.iter().filter_map(|one| Some(one["properties"].as_object()?.keys().next()?.clone())).collect()
}

#[test]
fn every_word_that_a_refusal_may_contain_has_its_chinese_name() {
    let roles = Role::ALL.into_iter().map(|role| role.as_str().to_owned()).collect();
    let words: BTreeSet<_> = [of_refusals(), of_steps(), of_standards(), roles].into_iter().flatten().collect();
    assert!(words.len() > 100 && words.contains("village_reviewed") && words.contains("risk_removed"), "{words:?}");
    let known: BTreeSet<_> = texts::words(Lang::Zh, "word").collect();
    let missing: Vec<_> = words.iter().filter(|word| !known.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "without a Chinese name in zh.ftl (word-…): {missing:?}");
    // What stands in a field of its own name, and what no schema lists.
    let beside = ["reason", "name", "reason-term", "fund_purposes", "post_quota"];
    let left_over: Vec<_> = known.iter().filter(|word| !words.contains(**word) && !beside.contains(word)).collect();
    assert!(left_over.is_empty(), "of no refusal any more: {left_over:?}");
}

#[test]
fn what_is_expected_and_what_went_wrong_are_said_in_words_of_both_languages() {
    let expected: BTreeSet<_> = domain::decode::EXPECTED.iter().chain(texts::EXPECTED).copied().collect();
    let details: BTreeSet<_> = texts::DETAILS.iter().copied().collect();
    for lang in Lang::ALL {
        assert_eq!(texts::words(lang, "expected").collect::<BTreeSet<_>>(), expected, "{lang:?}");
        assert_eq!(texts::words(lang, "detail").collect::<BTreeSet<_>>(), details, "{lang:?}");
    }
}

/// What the binary announces and explains stands in the texts, and nothing else does.
#[test]
fn what_verbs_say_is_said_in_both_languages() {
    let sources: String = files("crates/wengang/src", ".rs").into_iter().map(|(_, text)| text).collect();
    let announced = sources.split("announce(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let announced: BTreeSet<_> = announced.collect();
    for lang in Lang::ALL {
        assert_eq!(texts::words(lang, "said").collect::<BTreeSet<_>>(), announced, "{lang:?}");
    }
    let whoever_finds = ["wengang", "api", "views", "event-store", "event-store-sqlite"];
    let sources: String = whoever_finds
        .iter()
        .flat_map(|name| files(&format!("crates/{name}/src"), ".rs"))
        .map(|(_, text)| text)
        .collect();
    let is_said = |detail: &str| ['"', ':'].iter().any(|end| sources.contains(&format!("\"{detail}{end}")));
    let unsaid = texts::DETAILS.iter().filter(|detail| !is_said(detail));
    assert_eq!(unsaid.collect::<Vec<_>>(), Vec::<&&str>::new());
}
