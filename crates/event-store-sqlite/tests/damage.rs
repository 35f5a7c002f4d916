//! Whatever is altered behind the log's back is told at the read, with its position, and never passed over.

use std::fs;

use event_store::{EventStore, StoreError, contract::writes};
use event_store_sqlite::{LOG_FILE, OpenError, Pace, SqliteReader, SqliteStore};
use rusqlite::Connection;
use tempfile::TempDir;

/// A log of five events of `thing-a`, after `sql` was done to the file by somebody else. The store was opened meanwhile, so
/// that it has nothing of them in memory.
async fn damaged(sql: &str) -> (SqliteStore, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(folder.path()).expect("opens");
    store.append(writes("thing-a", None, 5)).await.expect("taken");
    drop(store);
    let store = SqliteStore::open(folder.path()).expect("opens");
    damage(&folder, sql);
    (store, folder)
}

fn damage(folder: &TempDir, sql: &str) {
    let stock = Connection::open(folder.path().join(LOG_FILE)).expect("opens");
    stock.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn position<T: std::fmt::Debug>(read: Result<T, StoreError>) -> u64 {
    match read {
        Err(StoreError::Corrupt { position, .. }) => position,
        other => panic!("{other:?}"),
    }
}

/// Each column of an event, one bit or so at a time; the event is the one at position 2.
#[tokio::test]
async fn no_altered_column_gets_past_the_checksum() {
    for damage in [
        "UPDATE event SET body = CAST('{}' AS BLOB) WHERE position = 2",
        "UPDATE event SET body = (SELECT body FROM event WHERE position = 3) WHERE position = 2",
        "UPDATE event SET body = CAST(substr(body, 1, length(body) - 1) AS BLOB) WHERE position = 2",
        "UPDATE event SET time_us = time_us + 1 WHERE position = 2",
        "UPDATE event SET crc = crc + 1 WHERE position = 2",
        "UPDATE event SET crc = -1 WHERE position = 2",
        "UPDATE event SET id = zeroblob(16) WHERE position = 2",
        "UPDATE event SET id = x'01' WHERE position = 2",
        "UPDATE event SET kid = kid + 1 WHERE position = 2",
        "INSERT INTO kind VALUES (9, 'thing.undone.v1'); UPDATE event SET kid = 9 WHERE position = 2",
        "UPDATE event SET sid = sid + 1 WHERE position = 2",
        "INSERT INTO stream VALUES (9, 'thing-b'); UPDATE event SET sid = 9 WHERE position = 2",
        "UPDATE event SET revision = 17 WHERE position = 2",
    ] {
        let (store, _folder) = damaged(damage).await;
        assert_eq!(position(store.read_all(0, 10).await), 2, "{damage}");
        assert_eq!(store.read_all(2, 10).await.expect("the others read").len(), 3, "{damage}");
    }
}

#[tokio::test]
async fn an_altered_event_is_told_by_every_read() {
    let (store, folder) = damaged("").await;
    let id = store.read_stream("thing-a", 1, 1).await.expect("reads")[0].event.id;
    damage(&folder, "UPDATE event SET body = zeroblob(3) WHERE position = 2");
    assert_eq!(position(store.read_all(0, 10).await), 2);
    assert_eq!(position(store.read_stream("thing-a", 0, 10).await), 2);
    assert_eq!(position(store.read_id(id).await), 2);
}

#[tokio::test]
async fn a_renamed_stream_is_told() {
    let (store, _folder) = damaged("UPDATE stream SET name = 'thing-b'").await;
    assert_eq!(position(store.read_all(0, 10).await), 1);
    assert_eq!(position(store.read_stream("thing-b", 0, 10).await), 1);
}

#[tokio::test]
async fn a_missing_event_is_told() {
    let (store, _folder) = damaged("DELETE FROM event WHERE position = 3").await;
    assert_eq!(position(store.read_all(0, 10).await), 3);
    assert_eq!(position(store.read_all(2, 1).await), 3);
    assert_eq!(position(store.read_stream("thing-a", 0, 10).await), 4, "the event in the place of revision 2");
}

#[tokio::test]
async fn a_missing_end_is_told() {
    let (store, _folder) = damaged("DELETE FROM event WHERE position > 3").await;
    assert_eq!(position(store.read_all(0, 10).await), 4);
    assert_eq!(store.read_all(0, 3).await.expect("what is there").len(), 3);
}

const WAL_FILE: &str = "events.sqlite-wal";
const WAL_HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
const FRAME_BYTES: usize = FRAME_HEADER_BYTES + 8_192;

/// What a killed process leaves: a log file, and a write-ahead log in which all these commits stand, each of one event.
struct Left {
    file: Vec<u8>,
    wal: Vec<u8>,
}

impl Left {
    async fn after(commits: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(folder.path()).expect("opens");
        for revision in 0..commits {
            store.append(writes("thing-a", revision.checked_sub(1), 1)).await.expect("taken");
        }
        let [file, wal] = [LOG_FILE, WAL_FILE].map(|name| fs::read(folder.path().join(name)).expect("readable"));
        Self { file, wal }
    }

    /// Where each commit ends.
    fn ends(&self) -> Vec<usize> {
        let frames = self.wal[WAL_HEADER_BYTES..].chunks(FRAME_BYTES).enumerate();
        let commits = frames.filter(|(_, frame)| frame[4..8] != [0; 4]);
        commits.map(|(nth, _)| WAL_HEADER_BYTES + (nth + 1) * FRAME_BYTES).collect()
    }

    /// How many events are there with this write-ahead log, or up to which byte it is sound; to who reads and who writes.
    fn found(&self, wal: &[u8]) -> Result<u64, u64> {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let path = folder.path().join(WAL_FILE);
        fs::write(folder.path().join(LOG_FILE), &self.file).expect("written");
        fs::write(&path, wal).expect("written");
        let told = |error| match error {
            OpenError::WalDamaged { sound_bytes, .. } => sound_bytes,
            other => panic!("{other}"),
        };
        let read = SqliteReader::open(folder.path()).map(|log| *log.head().borrow()).map_err(told);
        let written = SqliteStore::open(folder.path()).map(|log| *log.head().borrow()).map_err(told);
        assert_eq!(read, written);
        assert!(written.is_ok() || fs::read(&path).expect("readable") == wal, "it was changed");
        written
    }
}

/// `SQLite` alone finds the log in order, with fewer events.
#[tokio::test]
async fn no_flipped_bit_takes_a_commit_with_it_in_silence() {
    const COMMITS: u64 = 9;
    let left = Left::after(COMMITS).await;
    assert_eq!(left.found(&left.wal), Ok(COMMITS));
    let ends = left.ends();
    assert_eq!(ends.len() as u64, COMMITS);
    let last = ends[ends.len() - 2];
    let is_header =
        |at: &usize| at.checked_sub(WAL_HEADER_BYTES).is_none_or(|at| at % FRAME_BYTES < FRAME_HEADER_BYTES);
    let pages = (0..left.wal.len()).step_by(1_009);
    for at in (0..left.wal.len()).filter(is_header).chain(pages) {
        let mut altered = left.wal.clone();
        altered[at] ^= 1 << (at % 8);
        let before = ends.iter().copied().take_while(|end| *end <= at).last().unwrap_or(WAL_HEADER_BYTES);
        let sound_bytes = if at < WAL_HEADER_BYTES { 0 } else { before as u64 };
        let found = left.found(&altered);
        // Of the last commit nothing proves that it was synced.
        let passes = at >= last && found == Ok(COMMITS - 1);
        assert!(passes || found == Err(sound_bytes), "byte {at}: {found:?}");
    }
}

/// As a sector that cannot be read any more, with the header and the first frame in it.
#[tokio::test]
async fn a_lost_sector_takes_no_commit_with_it_in_silence() {
    let left = Left::after(4).await;
    let mut altered = left.wal.clone();
    altered[..512].fill(0);
    assert_eq!(left.found(&altered), Err(0));
}

/// What stands before the damage, of which nothing was copied yet, can be had by whoever wants it without the rest.
#[tokio::test]
async fn a_damaged_write_ahead_log_cut_to_what_is_sound_opens() {
    let left = Left::after(4).await;
    let mut altered = left.wal.clone();
    altered[left.ends()[1] + FRAME_HEADER_BYTES] ^= 1;
    let sound_bytes = left.found(&altered).expect_err("damaged");
    altered.truncate(usize::try_from(sound_bytes).expect("in memory"));
    assert_eq!(left.found(&altered), Ok(2));
}

/// A new log over an old one: what is left of the old one is none of it.
#[tokio::test]
async fn a_write_ahead_log_that_was_begun_anew_is_no_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let pace = Pace { copy_bytes: 32 << 10, restart_bytes: 64 << 10, ..Pace::SERVING };
    let store = SqliteStore::open_with(folder.path(), pace).expect("opens");
    for revision in 0..40_u64 {
        store.append(writes("thing-a", revision.checked_sub(1), 1)).await.expect("taken");
        let head = SqliteReader::open(folder.path()).map(|log| *log.head().borrow());
        assert_eq!(head.expect("no damage"), revision + 1);
    }
}
