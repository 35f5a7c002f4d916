//! Whatever is altered behind the log's back is told at the read, with its position, and never passed over.

use event_store::{EventStore, StoreError, contract::writes};
use event_store_sqlite::{LOG_FILE, SqliteStore};
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
