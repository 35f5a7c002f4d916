//! The documents that other people's programs read.

use std::{env, fs, path::Path, process::Command};

use crate::server::Server;

/// `UPDATE_GENERATED=1` writes it anew.
#[test]
fn the_openapi_document_is_committed_and_a_foreign_validator_accepts_it() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/openapi.json");
    let served = Server::start().get("/openapi.json").is(200);
    let served = format!("{served:#}\n");
    if env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&committed, &served).expect("written");
    }
    let kept = fs::read_to_string(&committed).unwrap_or_default();
    assert!(kept == served, "schemas/openapi.json is not what the server serves: UPDATE_GENERATED=1 writes it");

    let ran = Command::new("openapi-spec-validator").arg(&committed).output();
    let ran = ran.expect("openapi-spec-validator runs: tests/run installs it");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
}

#[test]
fn an_errors_type_leads_to_its_texts() {
    let server = Server::start();
    let problem = server.get("/v1/nowhere").is(404);
    let page = server.get(problem["type"].as_str().expect("a type")).is(200);
    assert_eq!(page["code"], problem["code"]);
    assert!(page["zh"].is_string() && page["en"].is_string(), "{page:#}");
    server.get("/problems/no_such_code").is(404);
}
