//! Names never change once released, so they are right from the start.

use std::collections::BTreeSet;

use domain::kinds::{CATEGORIES, codes, schemas};

fn is_snake(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.bytes().all(fits)
}

#[test]
fn a_category_is_snake_case_without_a_dash() {
    let names: BTreeSet<_> = CATEGORIES.iter().collect();
    assert_eq!(names.len(), CATEGORIES.len(), "a category stands twice");
    for category in CATEGORIES {
        assert!(is_snake(category), "{category}");
    }
}

#[test]
fn a_stored_name_is_category_event_and_version() {
    let mut seen = BTreeSet::new();
    for kind in schemas() {
        let parts: Vec<_> = kind.kind.split('.').collect();
        let [category, event, version] = parts[..] else { panic!("{}", kind.kind) };
        let number = version.strip_prefix('v').and_then(|n| n.parse::<u32>().ok());
        assert!(category == kind.category && is_snake(event) && number.is_some_and(|n| n > 0), "{}", kind.kind);
        assert!(seen.insert(kind.kind.clone()), "{} stands twice", kind.kind);
    }
}

#[test]
fn a_code_belongs_to_one_refusal() {
    let mut seen = BTreeSet::new();
    for code in codes() {
        assert!(is_snake(&code.code) && code.fields.iter().all(|field| is_snake(field)), "{code:?}");
        assert!(!code.guard.is_empty(), "{} says nothing", code.code);
        assert!(seen.insert(code.code.clone()), "{} stands twice", code.code);
    }
    for (code, _) in texts::PROBLEMS {
        assert!(seen.insert((*code).into()), "{code} stands twice");
    }
}
