//! Every code is said in both languages, and no text asks for more than its code has.

use std::collections::{BTreeMap, BTreeSet};

use projections::checks;
use serde_json::{Map, Value};
use texts::{Lang, PROBLEMS, codes, placeholders, render};

/// Every code there is, with its fields.
fn every_code() -> BTreeMap<String, Vec<String>> {
    let ours =
        PROBLEMS.iter().map(|(code, fields)| ((*code).to_string(), fields.iter().map(ToString::to_string).collect()));
    let of_domain = domain::kinds::codes().into_iter().map(|code| (code.code, code.fields));
    of_domain.chain(ours).chain(of_checks()).chain(titles()).collect()
}

/// What a check says: a sentence for each of its ways, what to rule out, what would clear it.
fn of_checks() -> impl Iterator<Item = (String, Vec<String>)> {
    checks::ALL.iter().flat_map(|check| {
        let parameters = check.id.parameters().iter().map(|parameter| parameter.name);
        let fields: Vec<String> = check.says.iter().copied().chain(parameters).map(String::from).collect();
        let says = check.how.iter().copied().chain(["rule_out", "clears"]);
        says.map(move |what| (format!("check_{}_{what}", check.id.name()), fields.clone()))
    })
}

/// The title of each check.
fn titles() -> impl Iterator<Item = (String, Vec<String>)> {
    checks::ALL.iter().map(|check| (format!("check_{}", check.id.name()), vec![]))
}

#[test]
fn every_code_has_a_text_in_both_languages_and_no_text_is_left_over() {
    let known: BTreeSet<String> = every_code().into_keys().collect();
    for lang in Lang::ALL {
        let said: BTreeSet<String> = codes(lang).map(String::from).collect();
        let missing: Vec<_> = known.difference(&said).collect();
        let left_over: Vec<_> = said.difference(&known).collect();
        assert!(
            missing.is_empty() && left_over.is_empty(),
            "{lang:?}: without a text {missing:?}, of no code {left_over:?}"
        );
    }
}

#[test]
fn a_text_asks_only_for_fields_of_its_code_and_both_languages_for_the_same() {
    for (code, fields) in every_code() {
        let asked = |lang| placeholders(lang, &code).iter().copied().collect::<BTreeSet<_>>();
        for name in asked(Lang::Zh) {
            assert!(fields.iter().any(|field| field == name), "{code} has no field {name}, only {fields:?}");
        }
        assert_eq!(asked(Lang::Zh), asked(Lang::En), "{code}");
    }
}

#[test]
fn a_check_has_one_title() {
    for check in checks::ALL {
        let title = |lang| render(lang, check.projection.name, &Map::new());
        assert_eq!(
            (title(Lang::Zh).as_str(), title(Lang::En).as_str()),
            (check.projection.title_zh, check.projection.title_en,)
        );
    }
}

#[test]
fn nothing_is_left_unfilled() {
    let titles: BTreeMap<_, _> = titles().collect();
    for (code, fields) in every_code() {
        let filled: Map<String, Value> = fields.iter().map(|name| (name.clone(), "值".into())).collect();
        for lang in Lang::ALL {
            for text in [render(lang, &code, &filled), render(lang, &code, &Map::new())] {
                assert!(!text.contains(['{', '}', '$', '\u{2068}', '\u{2069}']), "{code}: {text}");
                let ends = titles.contains_key(&code) || text.ends_with(['。', '.', '?', ')']);
                assert!(ends && text != code, "{code}: {text}");
            }
        }
    }
}

#[test]
fn a_refusal_reads_as_a_sentence() {
    let fields: Map<String, Value> =
        serde_json::from_str(r#"{"amount_fen": 95000, "limit_fen": 90000}"#).expect("an object");
    assert_eq!(
        render(Lang::Zh, "above_standard", &fields),
        "950.00 元超过该月最高 900.00 元(入离岗当月按天折算)。请按标准核定。"
    );
    assert_eq!(
        render(Lang::En, "above_standard", &fields),
        "950.00 yuan are more than that month gives, 900.00 yuan (pro rata in the month of entry or exit). Keep to the standard."
    );
    assert_eq!(render(Lang::En, "of_a_newer_release", &fields), "of_a_newer_release");
}
