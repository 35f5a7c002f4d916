//! Following a log that grows, breaks, or turns out to be another one.

mod support;

use std::sync::Arc;

use projections::model::Projection;
use support::{append, built, dump, history, recorded, wait};
use uuid::Uuid;
use views::{Limits, ViewError, Views};

#[test]
fn what_was_written_can_be_waited_for_and_read() {
    let (store, longer) = (Arc::new(history(&[])), history(&[(0, 0, 1, 5)]));
    wait(async {
        let folder = tempfile::tempdir().unwrap();
        let views = Views::open(folder.path(), projections::ALL).unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let follower = tokio::spawn({
            let (views, store) = (views.clone(), Arc::clone(&store));
            async move { views.run(&*store, async { _ = stopped.await }).await }
        });
        let head = *event_store::EventStore::head(&*store).borrow();
        for more in event_store::EventStore::read_all(&longer, head, 100).await.unwrap() {
            append_one(&store, more.event).await;
        }
        views.wait_for("welfare_post_register_application", head + 1).await.unwrap();
        let row = views.row("welfare_post_register", "welfare_post-p0").await.unwrap().unwrap();
        assert_eq!(row["applicants_waiting"], 1);
        assert!(views.lag(&*store).iter().any(|lag| lag.behind == 0 && lag.view == "welfare_post_register"));

        views.rebuild(&["welfare_post_register"]).await.unwrap();
        views.wait_for("welfare_post_register", head + 1).await.unwrap();
        let again = views.row("welfare_post_register", "welfare_post-p0").await.unwrap().unwrap();
        assert_eq!(again, row);
        stop.send(()).unwrap();
        follower.await.unwrap().unwrap();
    });
}

async fn append_one(store: &event_store::memory::MemoryStore, event: event_store::NewEvent) {
    let append = event_store::Append { events: vec![event], ..event_store::Append::default() };
    event_store::EventStore::append(store, append).await.unwrap();
}

#[test]
fn an_event_that_cannot_be_read_stops_its_view_at_its_place_and_no_other() {
    let store = history(&[(0, 0, 1, 5)]);
    let good = *event_store::EventStore::head(&store).borrow();
    append(
        &store,
        vec![recorded(Uuid::from_u128(1), "welfare_post-p0", "welfare_post.opened.v1", i64::MAX, "{\"id\":")],
    );
    let (_folder, views) = built(&store);
    let lag = |view: &str| views.lag(&store).into_iter().find(|lag| lag.view == view).unwrap();
    let stopped = lag("welfare_post_register");
    assert_eq!((stopped.position, stopped.behind), (good, 1));
    assert!(stopped.stopped.unwrap().contains(&format!("event_unreadable: {},", good + 1)));
    assert_eq!((lag("person_file").behind, lag("person_file").stopped), (0, None));
    let waited = wait(views.wait_for("welfare_post_register", good + 1));
    assert!(matches!(waited, Err(ViewError::Stopped { .. })), "{waited:?}");
    wait(views.wait_for("person_file", good + 1)).unwrap();
    let row = wait(views.row("welfare_post_register", "welfare_post-p0")).unwrap().unwrap();
    assert_eq!(row["applicants_waiting"], 1);
}

#[test]
fn whatever_ends_the_following_is_kept_to_be_told() {
    let store = history(&[(0, 0, 1, 5)]);
    let folder = tempfile::tempdir().unwrap();
    let views = Views::open(folder.path(), projections::ALL).unwrap();
    assert_eq!(views.failure(), None);
    let file = rusqlite::Connection::open(folder.path().join(views::FILE)).unwrap();
    file.execute_batch("DROP TABLE welfare_post_register").unwrap();
    let ended = wait(views.run(&store, std::future::pending())).unwrap_err();
    assert!(!ended.passes(), "{ended}");
    assert_eq!(views.failure(), Some(&*ended.to_string()));
}

#[test]
fn another_version_of_a_view_starts_from_nothing() {
    let store = history(&[(0, 0, 1, 5)]);
    let (folder, views) = built(&store);
    let before = dump(&views);
    drop(views);
    let newer: &'static Projection =
        Box::leak(Box::new(Projection { version: 99, ..projections::welfare_post_register::WELFARE_POST_REGISTER }));
    let views = Views::open(folder.path(), &[newer]).unwrap();
    assert_eq!(views.lag(&store)[0].position, 0);
    wait(views.catch_up(&store, |_| {})).unwrap();
    drop(views);
    let views = Views::open(folder.path(), projections::ALL).unwrap();
    let lag = views.lag(&store);
    assert!(lag.iter().all(|lag| (lag.position == 0) == (lag.view == "welfare_post_register")), "{lag:?}");
    wait(views.catch_up(&store, |_| {})).unwrap();
    assert_eq!(dump(&views), before);
}

/// Another log, or what is left of the one there was.
#[test]
fn rows_that_rest_on_what_the_log_lacks_are_told_until_they_are_built_anew() {
    let facts = [(0, 0, 1, 5), (15, 0, 1, 9)];
    for other in [history(&[(15, 0, 2, 40)]), history(&facts[..1])] {
        let (folder, views) = built(&history(&facts));
        drop(views);
        let views = Views::open(folder.path(), projections::ALL).unwrap();
        let told = wait(views.catch_up(&other, |_| {}));
        assert!(matches!(told, Err(ViewError::NotInLog { .. })), "{told:?}");
        let told = wait(views::rest_on(folder.path(), projections::ALL, &other));
        assert!(matches!(told, Err(ViewError::NotInLog { .. })), "{told:?}");
        wait(views.rebuild(&[])).unwrap();
        wait(views.catch_up(&other, |_| {})).unwrap();
        wait(views::rest_on(folder.path(), projections::ALL, &other)).unwrap();
        assert_eq!(dump(&views), dump(&built(&other).1));
    }
}

#[test]
fn progress_is_told_up_to_the_head() {
    let store = history(&[(0, 0, 1, 5), (15, 0, 1, 9)]);
    let folder = tempfile::tempdir().unwrap();
    let views = Views::open_with(
        folder.path(),
        projections::ALL,
        Limits { batch_events_max: 4, rows_held_max: 8, ..Limits::default() },
    )
    .unwrap();
    let mut told = vec![];
    wait(views.catch_up(&store, |at| told.push(at))).unwrap();
    let head = *event_store::EventStore::head(&store).borrow();
    assert!(told.len() > 2 && told.is_sorted_by_key(|at| at.position));
    assert_eq!((told.last().unwrap().position, told.last().unwrap().head), (head, head));
}

#[test]
fn the_write_ahead_log_stays_short_however_much_is_written() {
    let limits = Limits { batch_events_max: 1, rows_held_max: 1, ..Limits::default() };
    let length_after = |facts| {
        let facts: Vec<_> = (0..facts).map(|n| (0, n, 1, 5)).collect();
        let folder = tempfile::tempdir().unwrap();
        let views = Views::open_with(folder.path(), projections::ALL, limits).unwrap();
        wait(views.catch_up(&history(&facts), |_| {})).unwrap();
        std::fs::metadata(folder.path().join("views.sqlite-wal")).unwrap().len()
    };
    let (few, many) = (length_after(60), length_after(180));
    assert!(many < few * 3 / 2, "{few} bytes, and {many} of three times as many facts");
}

#[test]
fn a_file_of_another_program_or_of_a_later_one_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(views::FILE);
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("CREATE TABLE theirs(a)").unwrap();
    assert!(matches!(Views::open(folder.path(), projections::ALL), Err(ViewError::NotViews { .. })));
    db.execute_batch("PRAGMA application_id = 1464301175; PRAGMA user_version = 2").unwrap();
    let opened = Views::open(folder.path(), projections::ALL);
    assert!(matches!(opened, Err(ViewError::NewerFormat { found: 2, known: 1 })), "{:?}", opened.err());
    drop(db);
    std::fs::write(&path, "no database at all, but some longer text than a header has, so that it is read").unwrap();
    assert!(matches!(Views::open(folder.path(), projections::ALL), Err(ViewError::File(_))));
}
