//! The documents that other people's programs read.

use tests::sources::{generated, root};

use crate::clients::{copied, run, tool};
use tests::server::Server;

#[test]
fn the_openapi_document_is_committed_and_a_foreign_validator_accepts_it() {
    let served = Server::start().get("/openapi.json").is(200);
    generated("schemas/openapi.json", &format!("{served:#}\n"));
    run(tool("openapi-spec-validator").arg(root().join("schemas/openapi.json")));
}

#[test]
fn the_asyncapi_document_is_committed_and_a_foreign_parser_accepts_it() {
    let server = Server::start();
    let served = server.get("/asyncapi.json").is(200);
    generated("schemas/asyncapi.json", &format!("{served:#}\n"));
    // A script finds its packages from where it lies.
    let script = copied("typescript/asyncapi.mjs", &root().join("target/tools"));
    let messages = run(tool("node").arg(script).arg(root().join("schemas/asyncapi.json")));
    let kinds = server.get("/v1/catalogue").is(200)["kinds"].as_array().map_or(0, Vec::len);
    assert_eq!(messages.trim(), kinds.to_string(), "a message a kind");
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
