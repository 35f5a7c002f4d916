//! A disk that fails: from the first write or sync that does not succeed the log is written no more, nobody is told anything
//! false, and reading goes on; started again, the server has all it acknowledged.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use tempfile::TempDir;
use tests::{
    facts::{approved_applicant, county, open_post, person, placed, registered, unit},
    instance::Seeded,
    server::{Server, wengang},
};

use crate::{
    journal::{Journal, Log},
    scale::is_long,
};

const LOG: &str = "events.sqlite";
const WAL: &str = "events.sqlite-wal";
/// What fails, and of which file.
const FAULTS: [(&str, &str); 4] = [("pwrite64", WAL), ("fdatasync", WAL), ("pwrite64", LOG), ("fdatasync", LOG)];
/// Drawn of the calls of each kind, where not all of them are to fail in turn.
const IN_GATE: usize = 4;
/// More calls than any of the runs makes.
const CALLS_MAX: usize = 400;

/// Somebody comes onto a post, and what is made true by it elsewhere.
fn script() -> Vec<Value> {
    let (post, person) = ("welfare_post-d", person(1));
    let facts = [registered(&person)].into_iter().chain(open_post(post)).chain(approved_applicant(post, &person));
    facts.chain([placed(post, &person)]).collect()
}

/// A folder whose server was killed, so that the next one begins with what is left in the write-ahead log.
fn killed() -> Server {
    let mut server = Server::start();
    for event in county().into_iter().chain(unit()) {
        server.record(&event);
    }
    server.kill();
    server
}

/// The files of the log and the keys; views are built anew.
fn copied(from: &Path) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for entry in fs::read_dir(from).expect("readable") {
        let entry = entry.expect("an entry");
        let name = entry.file_name();
        let is_view = name.to_string_lossy().starts_with(views::FILE);
        if !is_view {
            fs::copy(entry.path(), folder.path().join(name)).expect("copied");
        }
    }
    folder
}

/// Lets the k-th of these calls of a thread fail, and writes down what is done to the file before and after.
fn failing(call: &str, file: &Path, k: usize, trace: &Path) -> Vec<String> {
    let shown = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let mut args: Vec<String> = ["strace", "-D", "-f", "-qq", "-y", "-o"].map(String::from).into();
    args.extend([shown(trace), "-P".into(), shown(file)]);
    args.extend(["-e".into(), "trace=pwrite64,fdatasync,fsync,ftruncate".into()]);
    args.extend(["-e".into(), format!("inject={call}:error=EIO:when={k}")]);
    args
}

/// Calls on the file from the one that failed on: itself and those that should not be.
fn from_the_failure(trace: &Path) -> Option<usize> {
    let trace = fs::read_to_string(trace).expect("a trace");
    let mut lines = trace.lines().skip_while(|line| !line.contains("(INJECTED)")).peekable();
    lines.peek()?;
    Some(lines.filter(|line| !line.contains("resumed>") && !line.contains("+++") && !line.contains("---")).count())
}

/// Runs the script with that fault. False: so many calls there are not.
fn fails(before: &Server, known: &Log, call: &str, file: &str, k: usize) -> bool {
    let what = format!("{call} {k} of {file}");
    let (folder, traces) = (copied(before.folder.path()), TempDir::new().expect("a folder"));
    let trace: PathBuf = traces.path().join("trace");
    let run_by = failing(call, &folder.path().join(file), k, &trace);
    let mut journal = Journal::default();
    let kept = match before.elsewhere(folder, &run_by) {
        Err(said) => {
            assert!(said.contains("exit status: 1") && said.contains("\"io\""), "{what}: {said}");
            None
        }
        Ok(mut server) => {
            let failed = answers(&server, &mut journal, &what);
            server.stop();
            assert!(!failed || from_the_failure(&trace).is_some(), "{what}: failed by itself");
            Some(server)
        }
    };
    let Some(calls) = from_the_failure(&trace) else { return false };
    assert_eq!(calls, 1, "{what}: written on after the failure: {}", fs::read_to_string(&trace).expect("a trace"));
    let Some(kept) = kept else { return true };

    let revived = before.elsewhere(copied(kept.folder.path()), &[]).unwrap_or_else(|said| panic!("{what}: {said}"));
    let mut log = Log::default();
    log.grows(&revived.bytes("/v1/events.ndjson"));
    assert!(log.bytes.starts_with(&known.bytes), "{what}: what was there is there");
    journal.holds(&log);
    revived.record(&registered(&person(2)));
    let verified = wengang(revived.folder.path(), &["verify"]);
    assert!(verified.status.success(), "{what}: {}", String::from_utf8_lossy(&verified.stderr));
    true
}

/// Sends the script; true when the log failed on the way.
fn answers(server: &Server, journal: &mut Journal, what: &str) -> bool {
    let mut failed = false;
    for event in script() {
        journal.sends(&[&event]);
        let answer = server.post(server.key_for(&event), &event);
        // Once it has failed it stays so; and what rests on what was not recorded may be refused for that.
        match answer.status {
            201 if !failed => journal.is_told(&answer.body),
            503 => {
                assert_eq!(answer.body["code"], "log_failed", "{what}: {:#}", answer.body);
                failed = true;
            }
            422 if failed => {}
            status => panic!("{what}: {status} {:#}", answer.body),
        }
    }
    if failed {
        let mut log = Log::default();
        log.grows(&server.bytes("/v1/events.ndjson"));
        journal.holds(&log);
        server.get("/v1/cases/area/430225").is(200);
        for probe in ["/livez", "/readyz"] {
            assert_eq!(server.get(probe).is(503)["code"], "log_failed", "{what}");
        }
    }
    failed
}

#[test]
fn after_a_write_or_sync_that_failed_nothing_is_written_and_nothing_acknowledged_is_lost() {
    let mut seeded = Seeded::told();
    let before = killed();
    let mut known = Log::default();
    known.grows(&wengang(before.folder.path(), &["export"]).stdout);
    for (call, file) in FAULTS {
        let mut failed = vec![];
        if is_long() {
            failed.extend((1..CALLS_MAX).take_while(|k| fails(&before, &known, call, file, *k)));
        } else {
            // The first always; of the others some, nearer to the beginning where there are few.
            let mut most = CALLS_MAX;
            while failed.len() < IN_GATE && most > 1 {
                let k = if failed.is_empty() { 1 } else { 1 + seeded.below(most) };
                if fails(&before, &known, call, file, k) {
                    failed.push(k);
                } else {
                    most = k - 1;
                }
            }
        }
        println!("{call} of {file} failed at {failed:?}");
        assert!(!failed.is_empty(), "{call} of {file} is never called");
    }
}
