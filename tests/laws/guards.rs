//! `crates/domain/GUARDS.md`: every code with which the domain refuses, and the tests that show it.

use std::{collections::BTreeMap, fmt::Write};

use domain::kinds::{Code, codes};
use tests::sources::{files, generated};

/// The tests of a file: name and body, up to the brace that closes it at the same depth.
fn tests_in(text: &str) -> Vec<(String, String)> {
    let mut found = vec![];
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if !matches!(line.trim(), "#[test]" | "#[tokio::test]") {
            continue;
        }
        let Some(head) = lines.find(|line| line.trim_start().trim_start_matches("async ").starts_with("fn ")) else {
            break;
        };
        let depth = head.len() - head.trim_start().len();
        let end = format!("{}}}", " ".repeat(depth));
        let name = head
            .trim_start()
            .trim_start_matches("async ")
            .trim_start_matches("fn ")
            .split('(')
            .next()
            .unwrap_or_default();
        let body: Vec<_> = lines.by_ref().take_while(|line| *line != end).collect();
        found.push((name.into(), body.join("\n")));
    }
    found
}

fn camel(code: &str) -> String {
    code.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

/// A code is shown by its name where something is refused, or as a value's variant.
fn shows(body: &str, code: &Code) -> bool {
    let refuses = ["refused(", "irregular(", "check(", "check_text(", "code(", ".code", "errors("]
        .iter()
        .any(|word| body.contains(word));
    (refuses && body.contains(&format!("\"{}\"", code.code)))
        || (code.of == "invalid" && body.contains(&format!("Invalid::{}", camel(&code.code))))
}

#[test]
fn every_guard_has_a_test_that_shows_it() {
    let sources = files("crates", ".rs");
    let tests: Vec<_> = sources.iter().flat_map(|(_, text)| tests_in(text)).collect();
    let mut table = String::from(
        "# The guards\n\nEvery code with which the domain refuses, what it stands for, and the tests that show it. Generated:\n\
         `UPDATE_GENERATED=1 cargo test -p tests --test laws`.\n",
    );
    let mut unshown = vec![];
    let mut of_kind: BTreeMap<usize, Vec<Code>> = BTreeMap::new();
    let mut order: Vec<&str> = vec![];
    for code in codes() {
        let place = order.iter().position(|of| *of == code.of).unwrap_or_else(|| {
            order.push(code.of);
            order.len() - 1
        });
        of_kind.entry(place).or_default().push(code);
    }
    for (place, codes) in of_kind {
        let _ = write!(table, "\n## {}\n\n| code | guard | shown by |\n|---|---|---|\n", order[place]);
        for code in codes {
            let by: Vec<_> = tests.iter().filter(|(_, body)| shows(body, &code)).map(|(name, _)| name).collect();
            if by.is_empty() {
                unshown.push(format!("{} {}", code.of, code.code));
            }
            let by: Vec<_> = by.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(table, "| `{}` | {} | {} |", code.code, code.guard.replace('|', "\\|"), by.join(", "));
        }
    }
    assert!(unshown.is_empty(), "no test shows {unshown:#?}");
    generated("crates/domain/GUARDS.md", &table);
}
