//! Whatever waits is committed together; when that fails, all of it is void and service goes on.

use event_store::{
    AppendError, EventStore, StoreError,
    contract::{expects, noise, writes},
};
use event_store_sqlite::{LOG_FILE, SqliteStore};
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

fn opened() -> (SqliteStore, TempDir) {
    let folder = tempdir().expect("a folder");
    (SqliteStore::open(folder.path()).expect("opens"), folder)
}

/// Submitted faster than a disk can sync: the first few may go alone, the rest waits for them and goes together.
#[tokio::test]
async fn many_appends_share_a_commit() {
    let (store, _folder) = opened();
    let tickets: Vec<_> = (0..1_000).map(|n| store.append(writes(&format!("thing-{n}"), None, 1))).collect();
    for ticket in tickets {
        ticket.await.expect("taken");
    }
    assert!((1..500).contains(&store.commits()), "{} commits for 1000 appends", store.commits());
}

#[tokio::test]
async fn what_records_nothing_costs_no_commit() {
    let (store, _folder) = opened();
    store.append(expects("thing-a", None)).await.expect("holds");
    store.append(writes("thing-a", Some(3), 1)).await.expect_err("stale");
    let taken = writes("thing-a", None, 1);
    let mut again = writes("thing-b", None, 1);
    again.events[0].id = taken.events[0].id;
    store.append(taken).await.expect("taken");
    store.append(again).await.expect_err("the id is used");
    assert_eq!(store.commits(), 1);
}

fn is_full<T>(verdict: &Result<T, AppendError>) -> bool {
    matches!(verdict, Err(AppendError::Store(StoreError::Full(_))))
}

#[tokio::test]
async fn a_full_log_refuses_and_serves_again_once_there_is_room() {
    let (store, _folder) = opened();
    store.append(writes("thing-a", None, 1)).await.expect("taken");
    store.limit_log(Some(0));
    let mut large = writes("thing-a", Some(0), 1);
    large.events[0].body = noise(1 << 20);
    let verdict = store.append(large.clone()).await;
    assert!(is_full(&verdict), "{verdict:?}");
    assert_eq!(*store.head().borrow(), 1);
    assert_eq!(store.read_all(0, 10).await.expect("reads").len(), 1);
    store.append(expects("thing-a", Some(0))).await.expect("still where it was");

    store.limit_log(None);
    let appended = store.append(large).await.expect("taken");
    assert_eq!((appended.positions, appended.revisions), (vec![2], vec![1]));
}

#[tokio::test]
async fn a_log_that_another_holds_fails_and_serves_again_once_it_lets_go() {
    let (store, folder) = opened();
    let other = Connection::open(folder.path().join(LOG_FILE)).expect("opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("holds the log");
    let verdict = store.append(writes("thing-a", None, 1)).await;
    assert!(matches!(verdict, Err(AppendError::Store(StoreError::Busy(_)))), "{verdict:?}");
    other.execute_batch("ROLLBACK").expect("lets go");
    store.append(writes("thing-a", None, 1)).await.expect("taken");
}

/// Whatever the load, the write-ahead log starts over; else it grows for as long as the load lasts.
#[tokio::test]
async fn the_write_ahead_log_stays_bounded_under_load() {
    let (store, folder) = opened();
    let (mut longest, body) = (0, noise(4 << 20));
    for revision in 0..48_u64 {
        let mut large = writes("thing-a", revision.checked_sub(1), 1);
        large.events[0].body = body.clone();
        store.append(large).await.expect("taken");
        let wal = folder.path().join(format!("{LOG_FILE}-wal"));
        longest = longest.max(wal.metadata().expect("is there").len());
    }
    assert!((32 << 20..80 << 20).contains(&longest), "it was {longest} bytes long");
}
