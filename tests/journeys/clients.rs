//! Other people's programs against the real server: clients generated from its documents, a consumer of its feed, a tester.
//! What they need is installed by `tests/run`, into `target/tools`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::sources::root;

use crate::province::province;
use tests::{
    facts::{county, person, registered, unit},
    folded::catches_up,
    server::{Server, command},
};

/// A program of `target/tools`, or of the system.
pub fn tool(name: &str) -> Command {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut tool = Command::new(name);
    // Looked up along the path that it is given.
    tool.env("PATH", format!("{}:{path}", root().join("target/tools/bin").display()));
    tool
}

/// What it says, once it has ended well.
#[track_caller]
pub fn run(command: &mut Command) -> String {
    let ran = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}: tests/run installs it"));
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{command:?}\n{out}\n{err}");
    out.into_owned()
}

/// An empty folder below `target/clients`.
fn workplace(name: &str) -> PathBuf {
    let folder = root().join("target/clients").join(name);
    // There is none the first time.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn source(name: &str) -> PathBuf {
    root().join("tests/clients").join(name)
}

/// A file of `tests/clients`, in another folder.
pub fn copied(name: &str, to: &Path) -> PathBuf {
    let from = source(name);
    let to = to.join(from.file_name().expect("a name"));
    fs::copy(&from, &to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
    to
}

/// A server with a few events.
fn begun() -> Server {
    let server = Server::start();
    for event in county().into_iter().chain(unit()) {
        server.record(&event);
    }
    server
}

/// The same tour in every language prints the same.
fn toured(server: &Server, told: &str) {
    let told: Value = serde_json::from_str(told).unwrap_or_else(|_| panic!("not JSON: {told}"));
    let log = server.export();
    let positions: Vec<_> = (1..=log.len()).collect();
    assert_eq!(told["positions"], json!(positions), "each event on one page");
    assert!(told["pages"].as_u64() > Some(2), "{told}");
    let recorded = &log[told["position"].as_u64().and_then(|n| usize::try_from(n).ok()).expect("a position") - 1];
    assert_eq!(recorded["subject"], told["person"]);
    assert_eq!((&told["code"], &told["again"]), (&json!("case_exists"), &json!(200)));
    assert_eq!(told["row"], json!({"person": told["person"], "birth_year": 1980, "sex": "female"}));
}

#[test]
fn a_python_client_is_generated_and_takes_the_tour() {
    let (server, folder) = (begun(), workplace("python"));
    run(tool("openapi-python-client")
        .args(["generate", "--meta", "none", "--fail-on-warning", "--url"])
        .arg(format!("{}/openapi.json", server.url))
        .arg("--config")
        .arg(source("python/generator.yml"))
        .arg("--output-path")
        .arg(folder.join("wengang_client")));
    let mut tour = tool("python3");
    tour.arg(source("python/tour.py")).args([&server.url, &server.clerk]).env("PYTHONPATH", folder);
    toured(&server, &run(&mut tour));
}

#[test]
fn a_typescript_client_is_generated_and_takes_the_tour() {
    let (server, folder) = (begun(), workplace("typescript"));
    let document = format!("{}/openapi.json", server.url);
    run(node_tool("openapi-ts").args(["-i", &document, "-o", "client"]).current_dir(&folder));
    for name in ["typescript/tour.ts", "typescript/tsconfig.json"] {
        copied(name, &folder);
    }
    run(node_tool("tsc").current_dir(&folder));
    toured(&server, &run(tool("node").args(["out/tour.js", &server.url, &server.clerk]).current_dir(&folder)));
}

/// A command of a package that `package-lock.json` names.
fn node_tool(name: &str) -> Command {
    tool(&root().join("target/tools/node_modules/.bin").join(name).to_string_lossy())
}

/// The example of a consumer, on its way.
fn follow(server: &Server, kept: &Path) -> Child {
    let mut example = tool("python3");
    example.arg(source("python/follow.py")).args([&server.url, &server.clerk]).arg(kept);
    example.stderr(Stdio::piped()).spawn().expect("python3 runs")
}

#[test]
fn a_consumer_who_has_come_farther_than_the_log_is_told_and_ends() {
    let (server, file) = (Server::start(), workplace("ahead").join("kept"));
    fs::write(&file, "999\t{}\n").expect("written");
    let ended = follow(&server, &file).wait_with_output().expect("it ended");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success() && said.contains("999") && !said.contains("Traceback"), "{said}");
}

/// What the consumer keeps, once it has so many lines.
fn kept(file: &Path, lines: usize) -> String {
    let patience = Instant::now() + Duration::from_secs(60);
    loop {
        let text = fs::read_to_string(file).unwrap_or_default();
        let whole = text.bytes().filter(|byte| *byte == b'\n').count();
        if whole >= lines {
            return text;
        }
        assert!(Instant::now() < patience, "{whole} of {lines} lines");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_consumer_of_the_feed_sees_each_event_once_through_kills_of_the_server_and_its_own() {
    let folder = TempDir::new().expect("a folder");
    let mut generate =
        command(folder.path(), &["generate", "--events", "3000"]).stdout(Stdio::piped()).spawn().expect("it runs");
    let lines = generate.stdout.take().expect("its output");
    run(command(folder.path(), &["import", "-"]).stdin(lines));
    assert!(generate.wait().expect("it ended").success());

    let mut server = Server::on(folder);
    let file = workplace("feed").join("kept");
    let mut consumer = follow(&server, &file);
    // In the midst of the log, then at its head.
    for (round, lines) in [300, 900, 1500, server.export().len()].into_iter().enumerate() {
        kept(&file, lines);
        server.kill();
        server.revive_in_place();
        if round % 2 == 1 {
            consumer.kill().expect("it runs");
            consumer.wait().expect("it ended");
            consumer = follow(&server, &file);
        }
        server.record(&registered(&person(u32::try_from(9_000 + round).expect("few"))));
    }
    let log = server.export();
    let text = kept(&file, log.len());
    consumer.kill().expect("it runs");
    consumer.wait().expect("it ended");

    assert_eq!(text.lines().count(), log.len());
    for ((line, event), position) in text.lines().zip(log).zip(1..) {
        let (at, seen) = line.split_once('\t').expect("position and event");
        assert_eq!(at, position.to_string());
        assert_eq!(serde_json::from_str::<Value>(seen).expect("JSON"), event);
    }
}

#[test]
fn a_tester_finds_no_answer_that_the_document_does_not_tell() {
    let data = TempDir::new().expect("a folder");
    run(Command::new("cp").args(["-r"]).arg(province().join(".")).arg(data.path()));
    let server = Server::on(data);
    // Until then it says itself that it is not ready, and views name few cases to ask for.
    catches_up(&server);
    let folder = workplace("schemathesis");
    copied("python/schemathesis_hooks.py", &folder);
    let settings = fs::read_to_string(source("python/schemathesis.toml")).expect("settings");
    fs::write(folder.join("schemathesis.toml"), settings + &what_there_is(&server)).expect("written");

    fs::write(folder.join("cases.json"), cases(&server).to_string()).expect("written");

    let report = folder.join("report.json");
    run(tool("schemathesis")
        .arg("run")
        .arg(format!("{}/openapi.json", server.url))
        .args(["--header", &format!("Authorization: Bearer {}", server.clerk)])
        .args(["--report", "json", "--report-json-path"])
        .arg(&report)
        .current_dir(&folder));
    let report: Value = serde_json::from_str(&fs::read_to_string(&report).expect("a report")).expect("JSON");
    let (cases, seconds) = (&report["test_cases"]["generated"], &report["running_time"]);
    println!("{cases} cases in {seconds} s");
    assert!(cases.as_u64() > Some(1_000), "{cases} cases");
    let answers = fs::read_to_string(folder.join("answers.txt")).expect("answers");
    let with = |status: &str| answers.lines().filter(|answer| *answer == status).count();
    assert!(with("422") > 50 && with("201") > 0, "the rules were reached, and passed: {answers}");
}

/// Cases of each category: some that there are, and one that there may not be.
fn cases(server: &Server) -> Value {
    let mut cases: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for category in domain::kinds::CATEGORIES {
        let page = server.get(&format!("/v1/events?category={category}&limit=50")).is(200);
        let listed = page["events"].as_array().expect("events").iter();
        let recorded = listed.filter_map(|it| it["event"]["subject"].as_str()).map(String::from);
        cases.insert(category, recorded.chain([format!("{category}-{:032x}", 1)]).collect());
    }
    json!(cases)
}

/// Real names for the parameters of a path, so that not everything is missing.
fn what_there_is(server: &Server) -> String {
    let mut settings = String::new();
    let mut tell = |operation: &str, parameter: &str, values: Vec<Value>| {
        if values.is_empty() {
            return;
        }
        let (name, values) = (format!("{operation}_{parameter}"), Value::from(values));
        let told = write!(
            settings,
            "\n[dictionaries.{name}]\nvalues = {values}\n\n[[operations]]\ninclude-operation-id = \"{operation}\"\n\
            parameters = {{\"path.{parameter}\" = {{dictionary = \"{name}\", probability = 0.7}}}}\n"
        );
        told.expect("written");
    };
    for view in server.get("/v1/catalogue").is(200)["views"].as_array().expect("views") {
        let name = view["view"].as_str().expect("a name");
        let columns = view["columns"].as_array().expect("columns");
        let key: Vec<_> = columns.iter().filter(|c| c["key"] == true).filter_map(|c| c["name"].as_str()).collect();
        let text = |cell: &Value| cell.as_str().map_or_else(|| cell.to_string(), Into::into);
        let page = server.get(&format!("/v1/views/{name}?limit=5")).is(200);
        let rows = page["rows"].as_array().expect("rows").iter();
        let keys = rows.map(|row| key.iter().map(|column| text(&row[column])).collect::<Vec<_>>().join(",").into());
        tell(&format!("get_{name}"), "key", keys.collect());
    }
    let listed = server.get("/v1/events?category=person&limit=5").is(200);
    let events: Vec<_> = listed["events"].as_array().expect("events").iter().map(|listed| &listed["event"]).collect();
    tell("get_event", "id", events.iter().map(|event| event["id"].clone()).collect());
    let id = |event: &&Value| event["subject"].as_str().expect("a case").trim_start_matches("person-").into();
    for operation in ["get_case", "list_case_events"] {
        tell(operation, "id", events.iter().map(id).collect());
    }
    let codes = &server.get("/openapi.json").is(200)["components"]["schemas"]["ProblemCode"]["enum"];
    tell("get_problem", "code", codes.as_array().expect("codes").clone());
    settings
}
