//! What a folder must be like to be opened, and what it says when it is not.

use std::{fs, path::Path};

use event_store::{
    Append, AppendError, EventStore, Recorded, StoreError,
    contract::{expects, writes},
};
use event_store_sqlite::{LOCK_FILE, LOG_FILE, OpenError, SqliteReader, SqliteStore, back_up, restore};
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

/// A folder whose log has three events of `thing-a`, closed.
async fn written() -> TempDir {
    let folder = tempdir().expect("a folder");
    let store = SqliteStore::open(folder.path()).expect("opens");
    store.append(writes("thing-a", None, 3)).await.expect("taken");
    folder
}

fn stock(folder: &Path) -> Connection {
    Connection::open(folder.join(LOG_FILE)).expect("opens")
}

fn refusal(folder: &Path) -> OpenError {
    SqliteStore::open(folder).expect_err("refused")
}

#[tokio::test]
async fn reopening_gives_everything_back() {
    let folder = written().await;
    let before = SqliteStore::open(folder.path()).expect("opens");
    let events = before.read_all(0, 10).await.expect("reads");
    drop(before);
    let after = SqliteStore::open(folder.path()).expect("opens");
    assert_eq!(events.len(), 3);
    assert_eq!(*after.head().borrow(), 3);
    assert_eq!(after.read_all(0, 10).await, Ok(events));
    let appended = after.append(writes("thing-a", Some(2), 1)).await.expect("taken");
    assert_eq!((appended.positions, appended.revisions), (vec![4], vec![3]));
}

/// As format 1 had it: every body as it is, and no dictionary.
#[tokio::test]
async fn a_log_of_format_1_keeps_its_events_as_they_are_and_takes_more() {
    let folder = written().await;
    let mut events = SqliteReader::open(folder.path()).expect("opens").read_all(0, 10).await.expect("reads");
    let older = stock(folder.path());
    for event in &events {
        let plain = (&*event.event.body, event.position.cast_signed());
        older.execute("UPDATE event SET body = ?1 WHERE position = ?2", plain).expect("set");
    }
    older.execute_batch("DROP TABLE dictionary; PRAGMA user_version = 1").expect("set");
    drop(older);
    assert!(matches!(SqliteReader::open(folder.path()), Err(OpenError::OlderFormat { found: 1, supported: 2, .. })));

    let store = SqliteStore::open(folder.path()).expect("opens");
    let more = writes("thing-a", Some(2), 1);
    store.append(more.clone()).await.expect("taken");
    events.extend(more.events.into_iter().map(|event| Recorded { position: 4, revision: 3, event }));
    assert_eq!(store.read_all(0, 10).await, Ok(events));
    store.close();
    SqliteReader::open(folder.path()).expect("opens").structure().await.expect("whole");
    let packed = "SELECT group_concat(substr(body, 1, 1) = x'28') FROM event";
    let packed: String = stock(folder.path()).query_row(packed, [], |row| row.get(0)).expect("asked");
    assert_eq!(packed, "0,0,0,1");
}

/// This program reads without it, others do not.
#[tokio::test]
async fn a_dictionary_that_is_lost_is_told_and_not_put_back() {
    for lost in ["DELETE FROM dictionary", "DROP TABLE dictionary"] {
        let folder = written().await;
        stock(folder.path()).execute_batch(lost).expect("deleted");
        let store = SqliteStore::open(folder.path()).expect("opens");
        assert_eq!(store.read_all(0, 10).await.expect("reads").len(), 3);
        store.close();
        let told = SqliteReader::open(folder.path()).expect("opens").structure().await;
        assert!(matches!(told, Err(StoreError::Corrupt { position: 0, .. })), "{lost}: {told:?}");
    }
}

#[tokio::test]
async fn a_stream_that_lost_its_events_is_told() {
    let folder = written().await;
    let store = SqliteStore::open(folder.path()).expect("opens");
    store.append(writes("thing-b", None, 1)).await.expect("taken");
    store.close();
    stock(folder.path()).execute_batch("DELETE FROM event WHERE position = 4").expect("deleted");
    let told = SqliteReader::open(folder.path()).expect("opens").structure().await;
    assert!(matches!(&told, Err(StoreError::Corrupt { detail, .. }) if detail.contains("thing-b")), "{told:?}");
}

#[tokio::test]
async fn what_was_submitted_before_the_close_is_recorded_and_answered() {
    let folder = tempdir().expect("a folder");
    let store = SqliteStore::open(folder.path()).expect("opens");
    let tickets: Vec<_> = (0..50).map(|n| store.append(writes(&format!("thing-{n}"), None, 1))).collect();
    store.close();
    for ticket in tickets {
        ticket.await.expect("taken");
    }
    assert_eq!(store.append(Append::default()).await, Err(AppendError::Store(StoreError::Closed)));
    assert_eq!(store.read_all(0, 10).await, Err(StoreError::Closed));
    assert_eq!(SqliteReader::open(folder.path()).expect("opens").read_all(0, 100).await.expect("reads").len(), 50);
}

#[tokio::test]
async fn a_clean_close_leaves_the_log_in_one_file() {
    let folder = written().await;
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).expect("lists").map(|entry| entry.expect("a file").file_name()).collect();
    names.sort();
    assert_eq!(names, [LOG_FILE, LOCK_FILE]);
}

#[tokio::test]
async fn whoever_watches_the_head_learns_of_the_close() {
    let folder = written().await;
    let store = SqliteStore::open(folder.path()).expect("opens");
    let mut head = store.head();
    drop(store);
    assert!(head.changed().await.is_err());
}

#[test]
fn the_folder_is_made_with_its_parents() {
    let folder = tempdir().expect("a folder");
    SqliteStore::open(&folder.path().join("deep/er")).expect("opens");
}

#[test]
fn a_folder_has_one_writer() {
    let folder = tempdir().expect("a folder");
    let store = SqliteStore::open(folder.path()).expect("opens");
    assert!(matches!(refusal(folder.path()), OpenError::InUse { .. }));
    store.close();
    SqliteStore::open(folder.path()).expect("free again");
}

#[tokio::test]
async fn a_newer_format_is_refused_and_left_alone() {
    let folder = written().await;
    stock(folder.path()).pragma_update(None, "user_version", 99).expect("set");
    is_left_alone(folder.path(), |error| matches!(error, OpenError::NewerFormat { found: 99, supported: 2, .. }));
}

#[tokio::test]
async fn another_programs_file_is_refused_and_left_alone() {
    for content in [
        &b""[..],
        b"not a database at all, but long enough to hold a header of one hundred bytes .......................",
    ] {
        let folder = tempdir().expect("a folder");
        fs::write(folder.path().join(LOG_FILE), content).expect("written");
        is_left_alone(folder.path(), |error| matches!(error, OpenError::NotALog { .. }));
    }
}

#[test]
fn a_database_of_another_program_is_refused_and_left_alone() {
    // Of no format, and of one of its own that reads like ours.
    for version in [0, 1] {
        let folder = tempdir().expect("a folder");
        let other = stock(folder.path());
        other.execute_batch("CREATE TABLE event (position INTEGER PRIMARY KEY)").expect("a table");
        other.pragma_update(None, "user_version", version).expect("set");
        drop(other);
        is_left_alone(folder.path(), |error| matches!(error, OpenError::NotALog { .. }));
    }
}

#[tokio::test]
async fn a_log_of_no_format_is_damaged_and_left_alone() {
    let folder = written().await;
    stock(folder.path()).pragma_update(None, "user_version", 0).expect("set");
    is_left_alone(folder.path(), |error| matches!(error, OpenError::Corrupt { .. }));
}

/// Whoever opens it is told this, and the file is what it was.
#[track_caller]
fn is_left_alone(folder: &Path, told: impl Fn(&OpenError) -> bool) {
    let path = folder.join(LOG_FILE);
    let before = fs::read(&path).expect("bytes");
    let reading = SqliteReader::open(folder).expect_err("refused");
    for error in [refusal(folder), reading] {
        assert!(told(&error), "{error}");
    }
    assert!(fs::read(&path).expect("bytes") == before, "the file was changed");
}

#[tokio::test]
async fn a_log_cut_short_is_refused() {
    let folder = written().await;
    let path = folder.path().join(LOG_FILE);
    let bytes = fs::read(&path).expect("bytes");
    fs::write(&path, &bytes[..bytes.len() / 2]).expect("written");
    assert!(matches!(refusal(folder.path()), OpenError::Corrupt { .. }), "{}", refusal(folder.path()));
}

#[test]
fn a_write_ahead_log_without_its_file_is_refused() {
    let folder = tempdir().expect("a folder");
    fs::write(folder.path().join(format!("{LOG_FILE}-wal")), b"events of somebody").expect("written");
    assert!(matches!(refusal(folder.path()), OpenError::Corrupt { .. }));
}

#[test]
fn a_beginning_that_was_cut_off_is_begun_again() {
    let folder = tempdir().expect("a folder");
    fs::write(folder.path().join(format!("{LOG_FILE}.new")), b"half made").expect("written");
    SqliteStore::open(folder.path()).expect("opens");
}

#[tokio::test]
async fn a_restore_that_was_cut_off_is_begun_again() {
    let (log, work) = (written().await, tempdir().expect("a folder"));
    let backup = work.path().join("backup");
    assert_eq!(back_up(log.path(), &backup).expect("backed up"), 3);
    let folder = work.path().join("restored");
    fs::create_dir(&folder).expect("made");
    for left in [LOCK_FILE, "events.sqlite.new", "events.sqlite.new-journal"] {
        fs::write(folder.join(left), b"half made").expect("written");
    }
    assert_eq!(restore(&backup, &folder).expect("restored"), 3);
    assert_eq!(SqliteStore::open(&folder).expect("opens").read_all(0, 10).await.expect("reads").len(), 3);
}

#[tokio::test]
async fn of_backups_to_one_name_at_once_one_is_there() {
    let (log, work) = (written().await, tempdir().expect("a folder"));
    let backup = work.path().join("backup");
    let done: Vec<_> = std::thread::scope(|scope| {
        let each = |_| scope.spawn(|| back_up(log.path(), &backup));
        let backups: Vec<_> = (0..8).map(each).collect();
        backups.into_iter().map(|backup| backup.join().expect("no panic")).collect()
    });
    let (made, refused): (Vec<_>, Vec<_>) = done.into_iter().partition(Result::is_ok);
    assert!(matches!(made[..], [Ok(3)]), "{made:?}");
    let told = |refused: &Result<_, _>| matches!(refused, Err(OpenError::Exists { .. } | OpenError::InUse { .. }));
    assert!(refused.iter().all(told), "{refused:?}");
    assert_eq!(SqliteReader::open_file(&backup).expect("opens").read_all(0, 10).await.expect("reads").len(), 3);
    assert_eq!(fs::read_dir(work.path()).expect("lists").count(), 1);
}

#[tokio::test]
async fn a_reader_follows_a_running_writer_and_cannot_append() {
    let folder = written().await;
    let store = SqliteStore::open(folder.path()).expect("opens");
    let reader = SqliteReader::open(folder.path()).expect("opens");
    assert_eq!(*reader.head().borrow(), 3);
    store.append(writes("thing-a", Some(2), 2)).await.expect("taken");
    let mut head = reader.head();
    assert_eq!(reader.refresh().await, Ok(5));
    assert!(head.has_changed().expect("open"));
    assert_eq!(*head.borrow_and_update(), 5);
    assert_eq!(reader.read_all(0, 10).await, store.read_all(0, 10).await);
    assert_eq!(reader.append(expects("thing-a", Some(4))).await, Err(AppendError::Store(StoreError::Closed)));
}

#[test]
fn a_reader_makes_no_log() {
    let folder = tempdir().expect("a folder");
    assert!(matches!(SqliteReader::open(folder.path()), Err(OpenError::Missing { .. })));
    assert_eq!(fs::read_dir(folder.path()).expect("lists").count(), 0);
}
