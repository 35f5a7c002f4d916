//! A backup made while clients write is the log up to its last position, and comes back elsewhere as just that.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;
use tests::{
    facts::{county, person, registered},
    server::{Server, stdout, wengang},
};

use crate::scale::times;

const CLIENTS: u32 = 8;
/// The longest that a hundred appends may take, many times what they need.
const PATIENCE: Duration = Duration::from_secs(60);

/// Lets clients end when it goes, also where the test has failed: else they would go on for ever.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs a verb that must succeed, and reads what it says.
#[track_caller]
fn told(folder: &Path, args: &[&str]) -> Value {
    let ran = wengang(folder, &[args, &["--json"]].concat());
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    serde_json::from_str(&stdout(&ran)).expect("JSON")
}

#[track_caller]
fn refused(folder: &Path, args: &[&str], code: &str) {
    let ran = wengang(folder, args);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(!ran.status.success() && said.contains(&format!("[{code}]")), "{args:?}: {said}");
}

fn entries(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn a_backup_under_load_is_the_log_up_to_its_position() {
    let server = Server::start();
    for event in county() {
        server.record(&event);
    }
    let (next, stop) = (AtomicU32::new(0), AtomicBool::new(false));
    let work = TempDir::new().expect("a folder");
    let file = |n: usize| work.path().join(format!("{n}.sqlite")).to_str().expect("UTF-8").to_owned();
    let backups = times(4, 200);
    let ends: Vec<usize> = thread::scope(|scope| {
        let _ending = Ending(&stop);
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    server.record(&registered(&person(next.fetch_add(1, Ordering::Relaxed))));
                }
            });
        }
        let made = (0..backups).map(|n| {
            let (before, from) = (server.export().len(), next.load(Ordering::Relaxed));
            let patience = Instant::now() + PATIENCE;
            while next.load(Ordering::Relaxed) < from + 100 {
                assert!(Instant::now() < patience, "the clients have come to a halt");
                thread::yield_now();
            }
            let events = told(server.folder.path(), &["backup", &file(n)])["events"].as_u64().expect("a number");
            let events = usize::try_from(events).expect("few");
            assert!(events >= before + 100 - CLIENTS as usize, "{events} of {before} and more");
            events
        });
        made.collect()
    });

    let log = server.bytes("/v1/events.ndjson");
    let log: Vec<&[u8]> = log.split_inclusive(|byte| *byte == b'\n').collect();
    assert!(ends.iter().all(|end| *end < log.len()), "{ends:?}: events came after each");
    for (n, end) in ends.iter().enumerate() {
        assert_eq!(told(work.path(), &["verify", &file(n)])["events"], *end);
        let elsewhere = work.path().join(format!("restored-{n}"));
        assert_eq!(told(&elsewhere, &["restore", &file(n)])["events"], *end);
        let export = wengang(&elsewhere, &["export"]).stdout;
        assert!(export == log[..*end].concat(), "backup {n}");
    }
    println!("{backups} backups, of {ends:?} events");

    let restored = TempDir::new_in(work.path()).expect("a folder");
    told(restored.path(), &["restore", &file(0)]);
    let revived = Server::on(restored);
    revived.record(&registered(&person(u32::MAX)));
}

#[test]
fn nothing_is_restored_over_anything_nor_from_anything_else_nor_from_what_is_damaged() {
    let server = Server::start();
    (0..40).for_each(|n| drop(server.record(&registered(&person(n)))));
    let work = TempDir::new().expect("a folder");
    let path = |name: &str| work.path().join(name).to_str().expect("UTF-8").to_owned();
    let backup = path("backup");
    told(server.folder.path(), &["backup", &backup]);
    refused(server.folder.path(), &["backup", &backup], "file_exists");
    refused(server.folder.path(), &["backup", &path("no/such/folder")], "io");
    refused(&work.path().join("nowhere"), &["backup", &path("other")], "no_log");
    assert_eq!(entries(work.path()), 1, "of what failed nothing is left");

    refused(server.folder.path(), &["restore", &backup], "folder_not_empty");
    let used = TempDir::new().expect("a folder");
    fs::write(used.path().join("note"), "mine").expect("written");
    refused(used.path(), &["restore", &backup], "folder_not_empty");
    assert_eq!(entries(used.path()), 1);

    let whole = fs::read(&backup).expect("readable");
    let at = whole.windows(4).rposition(|bytes| bytes == b"1980").expect("a birth year");
    let altered = [&whole[..at], b"1990", &whole[at + 4..]].concat();
    for (damage, code) in [(&altered[..], "corrupt"), (&whole[..whole.len() / 2], "corrupt"), (b"{}", "not_a_log")] {
        fs::write(path("damaged"), damage).expect("written");
        let elsewhere = work.path().join("restored");
        refused(&elsewhere, &["restore", &path("damaged")], code);
        assert!(!elsewhere.exists(), "nothing is begun");
    }
    refused(&work.path().join("restored"), &["restore", &path("absent")], "no_log");
}
