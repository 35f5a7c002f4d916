//! The repository's own rules: which crate may know which, and how long a file may be.

use std::collections::BTreeMap;

use tests::sources::files;

/// For each crate of ours, those it may know. The binary alone knows all.
fn may_know() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("domain", &[] as &[_]),
        ("texts", &[]),
        ("event-store", &["domain"]),
        ("event-store-sqlite", &["domain", "event-store"]),
        ("projections", &["domain"]),
        ("access", &["domain"]),
        ("generator", &["domain"]),
        ("views", &["domain", "event-store", "projections"]),
        ("sentinel", &["domain", "event-store", "projections", "views", "texts"]),
        ("api", &["domain", "event-store", "projections", "views", "access", "texts"]),
    ])
}

/// The names in the `[dependencies]` of a manifest.
fn dependencies(manifest: &str) -> Vec<&str> {
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty() && *name != "#")
        .collect()
}

fn manifests() -> Vec<(String, String)> {
    let all = ["crates", "projections"].into_iter().flat_map(|folder| files(folder, "Cargo.toml"));
    all.map(|(path, text)| {
        let folder = path.trim_end_matches("/Cargo.toml").rsplit('/').next().unwrap_or_default();
        (folder.to_string(), text)
    })
    .collect()
}

#[test]
fn dependencies_point_one_way() {
    let may_know = may_know();
    let ours: Vec<_> = manifests().into_iter().map(|(name, _)| name).collect();
    for (name, text) in manifests().iter().filter(|(name, _)| name != "wengang") {
        let allowed = may_know.get(name.as_str()).unwrap_or_else(|| panic!("{name}: say here what it may know"));
        for known in dependencies(text).into_iter().filter(|known| ours.iter().any(|our| our == known)) {
            assert!(allowed.contains(&known), "{name} may not know {known}");
        }
    }
}

#[test]
fn the_domain_does_no_input_or_output() {
    let pure =
        ["foldhash", "jiff", "schemars", "serde", "serde_json", "serde_path_to_error", "sha2", "thiserror", "uuid"];
    for name in ["domain", "projections"] {
        let (_, text) = manifests().into_iter().find(|(found, _)| found == name).expect("a manifest");
        for known in dependencies(&text) {
            assert!(pure.contains(&known) || known == "domain", "{name} has no business with {known}");
        }
    }
    for (path, text) in files("crates/domain/src", ".rs") {
        for word in ["SystemTime", "Instant::now", "Timestamp::now", "std::fs", "std::net", "std::env", "async fn"] {
            assert!(!text.contains(word), "{path} says {word}");
        }
    }
}

#[test]
fn words_of_http_stand_in_the_interface_alone() {
    for folder in ["crates", "projections"] {
        for (path, text) in files(folder, ".rs").into_iter().filter(|(path, _)| !path.starts_with("crates/api/")) {
            // The binary opens the port and hands it over.
            let words: &[_] =
                if path.starts_with("crates/wengang/") { &["StatusCode"] } else { &["StatusCode", "axum"] };
            for word in words {
                assert!(!text.contains(word), "{path} says {word}");
            }
        }
    }
}

const LINES_MAX: usize = 500;

#[test]
fn a_file_can_be_read_in_one_go() {
    for folder in ["crates", "projections", "tests"] {
        for (path, text) in files(folder, ".rs") {
            let lines = text.lines().count();
            assert!(lines <= LINES_MAX, "{path} has {lines} lines");
        }
    }
}

#[test]
fn nothing_is_left_undone() {
    // In pieces, so that this file passes its own test.
    let words =
        [["TO", "DO"], ["FIX", "ME"], ["db", "g!("], ["to", "do!("], ["unimple", "mented!("]].map(|w| w.concat());
    for folder in ["crates", "projections", "tests"] {
        for (path, text) in files(folder, ".rs") {
            for word in &words {
                assert!(!text.contains(word.as_str()), "{path} says {word}");
            }
        }
    }
}

/// Whose mirror is asked is the machine's business.
#[test]
fn lists_of_packages_name_versions_and_no_addresses() {
    for (path, text) in files("tests", "package-lock.json") {
        assert!(!text.contains("\"resolved\""), "{path} names a registry");
    }
    for (path, text) in files("tests", "requirements.txt") {
        let exact = |line: &str| line.starts_with('#') || line.contains("==");
        assert!(text.lines().all(exact), "{path} leaves a version open");
    }
}

/// Ours to judge: files of tests end the judgement, and so does the module of tests in any other.
#[test]
fn nothing_panics_for_want_of_a_value() {
    for folder in ["crates", "projections"] {
        let of_program = |path: &str| {
            path.contains("/src/")
                && !["/tests", "/testing", "/contract", "fixture.rs"].iter().any(|part| path.contains(part))
        };
        for (path, text) in files(folder, ".rs").into_iter().filter(|(path, _)| of_program(path)) {
            let program = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            assert!(!program.contains(".unwrap()"), "{path} unwraps");
        }
    }
}
