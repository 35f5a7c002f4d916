//! Names never change once released, so they are right from the start.

use std::collections::BTreeSet;

use domain::kinds::{CATEGORIES, codes, schemas};
use tests::sources::files;

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

/// The interface and the binary name codes of their own: an enum's variants, and words in their sources.
#[test]
fn every_code_that_the_interface_and_the_binary_name_has_a_text() {
    let known: BTreeSet<_> = texts::codes(texts::Lang::En).collect();
    for (path, text) in files("crates/wengang/src", ".rs") {
        let named =
            text.split("::new(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
        for code in named.filter(|code| code.contains('_') && is_snake(code)) {
            assert!(known.contains(code), "{path} says {code}");
        }
    }
    let api = files("crates/api/src", "problem.rs");
    let faults = api.iter().filter_map(|(_, text)| text.split("pub enum Fault {").nth(1)?.split("\n}\n").next());
    let lines = faults.flat_map(str::lines);
    let variants: Vec<_> =
        lines.filter_map(|line| line.strip_prefix("    ")).filter(|l| l.starts_with(char::is_uppercase)).collect();
    assert!(variants.len() > 10, "the interface's faults are where they were");
    for variant in variants {
        let name = variant.trim_end_matches([',', '{', ' ']);
        let code: String = name.char_indices().fold(String::new(), |mut code, (at, c)| {
            if c.is_uppercase() && at > 0 {
                code.push('_');
            }
            code.push(c.to_ascii_lowercase());
            code
        });
        assert!(known.contains(code.as_str()), "the interface says {code}");
    }
}
