//! Whether the OpenAPI document tells of an answer: every answer of every test is held to it.

use std::sync::LazyLock;

use serde_json::Value;

static PATHS: LazyLock<Value> = LazyLock::new(|| api::openapi()["paths"].take());

#[track_caller]
pub fn tells(method: &str, path: &str, status: u16) {
    let paths = PATHS.as_object().unwrap();
    let operations =
        paths.get(path).or_else(|| paths.iter().find(|(pattern, _)| fits(pattern, path)).map(|(_, it)| it));
    // A path or a method that is not there is nobody's answer.
    let Some(operation) = operations.and_then(|it| it.get(method.to_ascii_lowercase())) else { return };
    assert!(operation["responses"].get(status.to_string()).is_some(), "nothing tells of {method} {path} {status}");
}

fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len() && pattern.iter().zip(path).all(|(part, said)| part.starts_with('{') || *part == said)
}
