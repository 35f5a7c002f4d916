//! Real events, as an import records them.

use std::{fs, path::Path};

use event_store::{EventStore, NewEvent, Recorded};
use event_store_sqlite::SqliteReader;
use serde_json::Value;
use tempfile::TempDir;

use tests::server::{stdout, wengang};

/// A folder with the log of the first lines of a generated province, closed.
pub fn imported(seed: usize, lines: usize) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let generated = wengang(folder.path(), &["generate", "--seed", &seed.to_string(), "--events", &lines.to_string()]);
    assert!(generated.status.success(), "{}", String::from_utf8_lossy(&generated.stderr));
    let file = folder.path().join("lines.ndjson");
    fs::write(&file, &generated.stdout).expect("written");
    let imported = wengang(folder.path(), &["import", file.to_str().expect("UTF-8")]);
    assert!(imported.status.success(), "{}{}", stdout(&imported), String::from_utf8_lossy(&imported.stderr));
    fs::remove_file(file).expect("removed");
    folder
}

pub async fn all(folder: &Path) -> Vec<Recorded> {
    SqliteReader::open(folder).expect("a log").read_all(0, usize::MAX).await.expect("whole")
}

/// The log as it was appended: each event with all it entailed.
pub fn appends(log: Vec<Recorded>) -> Vec<Vec<NewEvent>> {
    let mut appends: Vec<Vec<NewEvent>> = vec![];
    for Recorded { event, .. } in log {
        let line: Value = serde_json::from_slice(&event.body).expect("JSON");
        match appends.last_mut().filter(|_| !line["causationid"].is_null()) {
            Some(append) => append.push(event),
            None => appends.push(vec![event]),
        }
    }
    appends
}
