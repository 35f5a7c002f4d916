//! Servers on copies of one folder, run by `strace`, which makes their calls fail or kills them there; and what has to hold
//! when a server is started on what they left.

use std::{
    collections::BTreeMap,
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

pub const LOG: &str = "events.sqlite";
pub const WAL: &str = "events.sqlite-wal";

/// A folder as a killed server has left it.
pub struct Left {
    server: Server,
    log: Log,
}

impl Left {
    /// With keys and nothing else.
    pub fn nothing() -> Self {
        let mut server = Server::start();
        server.kill();
        for entry in fs::read_dir(server.folder.path()).expect("readable") {
            let path = entry.expect("an entry").path();
            if shown(&path).contains(LOG) {
                fs::remove_file(path).expect("removed");
            }
        }
        Self { server, log: Log::default() }
    }

    /// With a log of which much is in the write-ahead log still, and the next server begins by taking that over.
    pub fn events() -> Self {
        let mut server = Server::start();
        for event in county().into_iter().chain(unit()) {
            server.record(&event);
        }
        server.kill();
        let mut log = Log::default();
        log.grows(&wengang(server.folder.path(), &["export"]).stdout);
        Self { server, log }
    }

    /// So many persons come onto posts, and what is made true by it elsewhere.
    pub fn script(&self, persons: u32) -> Vec<Value> {
        let before: Vec<_> = if self.log.end() == 0 { county().into_iter().chain(unit()).collect() } else { vec![] };
        before.into_iter().chain((0..persons).flat_map(employed)).collect()
    }

    /// A server on a copy, run by `strace`, which watches these files and writes the trace; or the folder and what it said
    /// when it ended instead of serving.
    pub fn served(
        &self,
        files: &[&str],
        trace: &Trace,
        calls: &str,
        inject: Option<String>,
    ) -> Result<Server, (TempDir, String)> {
        let folder = copied(self.server.folder.path(), &std::env::temp_dir());
        let watched = files.iter().flat_map(|file| ["-P".into(), shown(&folder.path().join(file))]);
        let inject = inject.into_iter().flat_map(|inject| ["-e".into(), format!("inject={inject}")]);
        let (calls, trace) = (format!("trace={calls}"), shown(&trace.path()));
        let args = ["strace", "-D", "-f", "-qq", "-y", "-o", &trace, "-e", &calls].map(String::from);
        let run_by: Vec<String> = args.into_iter().chain(inject).chain(watched).collect();
        self.server.elsewhere(folder, &run_by)
    }

    /// A server on a copy in that folder.
    pub fn plain(&self, into: &Path) -> Result<Server, (TempDir, String)> {
        // What it says at its end is only listened to when it is run by something.
        self.server.elsewhere(copied(self.server.folder.path(), into), &["env".into()])
    }

    /// How often one thread calls each of these, when nothing stands in the way of so many persons.
    pub fn calls(&self, files: &[&str], calls: &[&str], persons: u32) -> Vec<usize> {
        let trace = Trace::new();
        let served = self.served(files, &trace, &calls.join(","), None);
        let mut server = served.unwrap_or_else(|(_, said)| panic!("{said}"));
        for event in self.script(persons) {
            server.record(&event);
        }
        assert!(server.stop().success());
        let trace = trace.read();
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for line in trace.lines() {
            let (thread, call) = line.split_once(' ').expect("a thread and its call");
            *counts.entry((thread, call.trim_start().split('(').next().unwrap_or_default())).or_default() += 1;
        }
        let most = |call: &&str| counts.iter().filter(|((_, c), _)| c == call).map(|(_, count)| *count).max();
        calls.iter().map(|call| most(call).unwrap_or(0)).collect()
    }

    /// A server on what is left there now has all that was there, all that was acknowledged since, and nothing by halves;
    /// and it goes on.
    pub fn is_whole(&self, folder: &Path, journal: &Journal, what: &str) {
        let revived = self
            .server
            .elsewhere(copied(folder, &std::env::temp_dir()), &[])
            .unwrap_or_else(|(_, said)| panic!("{what}: {said}"));
        let mut log = Log::default();
        log.grows(&revived.bytes("/v1/events.ndjson"));
        assert!(log.bytes.starts_with(&self.log.bytes), "{what}: what was there is there");
        journal.holds(&log);
        revived.record(&registered(&person(u32::MAX)));
        let verified = wengang(revived.folder.path(), &["verify"]);
        assert!(verified.status.success(), "{what}: {}", String::from_utf8_lossy(&verified.stderr));
    }
}

/// The log and the keys; views are built anew.
fn copied(from: &Path, into: &Path) -> TempDir {
    let folder = TempDir::new_in(into).expect("a folder");
    for entry in fs::read_dir(from).expect("readable") {
        let entry = entry.expect("an entry");
        let name = entry.file_name();
        if !name.to_string_lossy().starts_with(views::FILE) {
            fs::copy(entry.path(), folder.path().join(name)).expect("copied");
        }
    }
    folder
}

fn shown(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

fn employed(n: u32) -> Vec<Value> {
    let (post, person) = (format!("welfare_post-t{n}"), person(n));
    let facts = [registered(&person)].into_iter().chain(open_post(&post)).chain(approved_applicant(&post, &person));
    facts.chain([placed(&post, &person)]).collect()
}

/// Which of so many calls are to be the one: each in turn, or in the gate the first and some that are drawn.
pub fn turns(seeded: &mut Seeded, of: usize, in_gate: usize) -> Vec<usize> {
    let some = |n| if n == 0 { 1 } else { 1 + seeded.below(of) };
    if is_long() { (1..=of).collect() } else { (0..in_gate.min(of)).map(some).collect() }
}

/// Where a trace is written, for as long as it is needed.
pub struct Trace(TempDir);

impl Trace {
    pub fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().join("trace")
    }

    pub fn read(&self) -> String {
        fs::read_to_string(self.path()).expect("a trace")
    }
}
