//! The logs that are measured: a generated province, imported once and read by many rows.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use event_store_sqlite::LOG_FILE;
use tempfile::TempDir;

use crate::{
    files,
    options::Options,
    peers::sqlite,
    posting,
    server::{binary, timed, wengang},
};

const SEED: &str = "1";
/// What a generated line entails beside itself, about: lines for so many recorded events.
const LINES_PER_EVENT: f64 = 0.67;

pub struct Log {
    folder: TempDir,
    /// As it was generated: what an import reads.
    pub lines: PathBuf,
    /// As it was recorded.
    pub exported: PathBuf,
    pub events: u64,
    /// What they take in the log, before a server adds what checks and limits find.
    pub bytes: u64,
}

impl Log {
    pub fn make(options: &Options, events: u64) -> Self {
        let folder = files::folder(options);
        let (lines, exported) = (folder.path().join("lines.ndjson"), folder.path().join("exported.ndjson"));
        generate(&lines, events);
        let data = folder.path().join("data");
        import(&data, &lines);
        timed(wengang(&data, &["export"]).stdout(File::create(&exported).expect("a file")));
        let bytes = std::fs::metadata(data.join(LOG_FILE)).expect("a log").len();
        Self { events: events_in(&data), bytes, folder, lines, exported }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

fn generating(events: u64) -> Command {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of lines")]
    let lines = (events as f64 * LINES_PER_EVENT) as u64;
    let mut command = Command::new(binary());
    command.args(["generate", "--seed", SEED, "--events", &lines.to_string()]);
    command
}

fn generate(lines: &Path, events: u64) {
    timed(generating(events).stdout(File::create(lines).expect("a file")));
}

/// Seconds for the lines, in a new data folder.
pub fn import(data: &Path, lines: &Path) -> f64 {
    timed(wengang(data, &["import"]).arg(lines).stdout(Stdio::null()))
}

pub fn events_in(data: &Path) -> u64 {
    let count = sqlite::opened(data).query_row("SELECT max(position) FROM event", [], |row| row.get::<_, i64>(0));
    count.ok().and_then(|count| u64::try_from(count).ok()).expect("events")
}

/// Names of cases of a log, spread over all of it, without order.
pub fn cases_of(data: &Path, cases: usize) -> Vec<String> {
    let log = sqlite::opened(data);
    // A multiplicative hash: the same cases each time.
    let select = "SELECT name FROM stream ORDER BY (sid * 2654435761) % 4294967296 LIMIT ?1";
    let mut select = log.prepare(select).expect("prepared");
    let names = select.query_map([i64::try_from(cases).expect("few")], |row| row.get(0)).expect("asked");
    names.collect::<Result<_, _>>().expect("names")
}

/// Two logs, alike but for their size, each with one fund of many movements behind all else, and with its views folded.
pub struct LongLogs {
    pub million: LongLog,
    pub ten: LongLog,
}

pub struct LongLog {
    folder: TempDir,
    pub name: String,
}

impl LongLogs {
    pub fn make(options: &Options) -> Self {
        let make = |events| LongLog::make(options, events);
        Self { million: make(options.events), ten: make(options.events_long) }
    }

    pub fn both(&self) -> [&LongLog; 2] {
        [&self.million, &self.ten]
    }
}

impl LongLog {
    fn make(options: &Options, events: u64) -> Self {
        let folder = files::folder(options);
        let data = folder.path();
        import_without_a_file(data, events);
        import_posted(data, &posting::fund_of_many_movements(options.movements));
        let name = format!("{:.2} million events", events_in(data) as f64 / 1e6);
        Self { folder, name }
    }

    pub fn data(&self) -> &Path {
        self.folder.path()
    }
}

/// Lines as a clerk posts them; then all views are folded.
pub fn import_posted(data: &Path, lines: &str) {
    let mut import = wengang(data, &["import", "-", "--actor", "b1/bureau/clerk"]);
    let mut importing = import.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it runs");
    importing.stdin.take().expect("its input").write_all(lines.as_bytes()).expect("written");
    assert!(importing.wait().expect("it ends").success());
    timed(wengang(data, &["rebuild"]).stdout(Stdio::null()));
}

fn import_without_a_file(data: &Path, events: u64) {
    let mut generating = generating(events).stdout(Stdio::piped()).spawn().expect("it runs");
    let lines = generating.stdout.take().expect("its output");
    timed(wengang(data, &["import", "-"]).stdin(lines).stdout(Stdio::null()));
    assert!(generating.wait().expect("it ends").success());
}
