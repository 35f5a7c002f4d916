//! What checks find and limits say, by the real server on a history that brought no days of its own: the same as a look at
//! the whole log finds, each once, whenever it is killed.

use std::{
    collections::BTreeSet,
    io::Write,
    process::Stdio,
    time::{Duration, Instant},
};

use domain::{envelope::instant_of, values::Date};
use serde_json::Value;
use tempfile::TempDir;

use tests::server::{Server, command, signal_kill, stdout, wengang};

/// The longest that the server may take to say everything, many times what it needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Imported without the days that the generator says.
fn history() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let lines = stdout(&wengang(folder.path(), &["generate", "--seed", "5", "--events", "12000"]));
    let mut import =
        command(folder.path(), &["import", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it runs");
    let mut input = import.stdin.take().expect("its input");
    for line in lines.lines().filter(|line| !line.contains("\"calendar.day_began.v1\"")) {
        writeln!(input, "{line}").expect("it reads on");
    }
    drop(input);
    assert!(import.wait().expect("it ended").success());
    folder
}

/// The findings that a look at the whole log has, by check and key.
fn looked_for(server: &Server) -> BTreeSet<(String, String)> {
    let found = stdout(&wengang(server.folder.path(), &["check", "--json"]));
    let name = |line: &str| {
        let found: Value = serde_json::from_str(line).expect("JSON");
        (found["check"].as_str().unwrap_or_default().into(), found["key"].as_str().unwrap_or_default().into())
    };
    found.lines().map(name).collect()
}

/// The findings that the server raised, in the order of the log.
fn raised(server: &Server) -> Vec<(String, String)> {
    let own = |line: &&Value| line["type"] == "finding.raised.v1" && line["source"] == "/wengang/checks";
    let name = |line: &Value| {
        let word = |name: &str| line["data"][name].as_str().unwrap_or_default().to_owned();
        (word("check"), word("key"))
    };
    server.export().iter().filter(own).map(name).collect()
}

#[test]
fn a_killed_server_says_what_the_log_holds_and_says_it_once() {
    let mut server = Server::on(history());
    let began = Instant::now();
    let mut kills = 0;
    loop {
        let (found, said) = (looked_for(&server), raised(&server));
        if kills < 3 {
            // In the midst of saying it, as far as it has come.
            signal_kill(server.pid());
            server.wait();
            server.revive();
            kills += 1;
        } else if said.len() >= found.len() {
            let once: BTreeSet<_> = said.iter().cloned().collect();
            assert_eq!(once.len(), said.len(), "said twice: {said:?}");
            assert_eq!(once, found);
            assert!(found.len() >= 3, "{found:?}");
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{} of {} findings said", said.len(), found.len());
        std::thread::sleep(Duration::from_millis(100));
    }
    let export = server.export();
    let first_day = export.iter().find(|line| line["type"] == "calendar.day_began.v1").expect("days");
    let began_on = instant_of(export[0]["time"].as_str().unwrap_or_default()).map(Date::of_instant).expect("a time");
    assert_eq!(first_day["occurredon"], began_on.to_string(), "the days begin with the history");
    let alerts: Vec<_> = export.iter().filter(|line| line["type"] == "alert.raised.v1").collect();
    let subjects: BTreeSet<_> = alerts.iter().map(|line| line["subject"].as_str()).collect();
    assert!(!alerts.is_empty() && subjects.len() == alerts.len(), "{} of {}", subjects.len(), alerts.len());
}
