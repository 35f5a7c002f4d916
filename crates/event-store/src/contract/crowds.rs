//! Many at once.

use std::collections::HashSet;

use tokio::task::JoinSet;

use super::{Store, event, everything, expects, writes};
use crate::port::{AppendError, Expected};

const WRITERS: usize = 64;

pub async fn many_writers_of_one_stream_all_get_through(store: Store) {
    let mut tasks = JoinSet::new();
    for _ in 0..WRITERS {
        let store = store.clone();
        tasks.spawn(async move { append_until_it_fits(&store, "fund-f").await });
    }
    let revisions: HashSet<_> = tasks.join_all().await.into_iter().collect();
    assert_eq!(revisions, (0..WRITERS as u64).collect());
    let events = store.read_stream("fund-f", 0, usize::MAX).await.expect("reads");
    assert!(events.iter().map(|event| event.revision).eq(0..WRITERS as u64));
}

/// Optimistic writing: learn from each conflict where the stream stands. Answers the revision written.
async fn append_until_it_fits(store: &Store, stream: &str) -> u64 {
    let event = event(stream);
    let mut expected: Expected = None;
    loop {
        match store.append(expects(stream, expected).and(vec![event.clone()])).await {
            Ok(appended) => return appended.revisions[0],
            Err(AppendError::Conflict { actual, .. }) => expected = actual,
            Err(error) => panic!("{error}"),
        }
    }
}

pub async fn many_writers_of_their_own_streams_all_get_through(store: Store) {
    const EACH: u64 = 10;
    let mut tasks = JoinSet::new();
    for writer in 0..WRITERS {
        let store = store.clone();
        tasks.spawn(async move { super::fill(&store, &format!("thing-{writer}"), EACH).await });
    }
    let written: HashSet<_> = tasks.join_all().await.into_iter().flatten().map(|event| event.id).collect();
    let log = everything(&store).await;
    assert!(log.iter().map(|event| event.position).eq(1..=WRITERS as u64 * EACH), "positions are dense");
    assert_eq!(log.into_iter().map(|recorded| recorded.event.id).collect::<HashSet<_>>(), written);
}

/// Appends of three go in while the log is read over and over: no read ever ends inside one of them.
pub async fn readers_beside_writers_see_whole_appends_only(store: Store) {
    const APPENDS: u64 = 100;
    let writer = tokio::spawn({
        let store = store.clone();
        async move {
            for n in 0..APPENDS {
                store.append(writes("thing-a", (n * 3).checked_sub(1), 3)).await.expect("taken");
            }
        }
    });
    let mut seen = 0;
    while seen < APPENDS * 3 {
        let read = everything(&store).await.len() as u64;
        assert_eq!(read % 3, 0);
        assert!(read >= seen, "what was seen stays");
        seen = read;
        tokio::task::yield_now().await;
    }
    writer.await.expect("all written");
}
