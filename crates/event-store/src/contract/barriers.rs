//! An append without events asks whether what was looked at still holds, once all before it is durable.

use super::{Store, everything, expects, fill, writes};
use crate::port::{Append, AppendError, Appended};

pub async fn an_empty_append_records_nothing(store: Store) {
    assert_eq!(store.append(expects("thing-a", None)).await, Ok(Appended::default()));
    assert_eq!(everything(&store).await, []);
}

pub async fn an_empty_append_confirms_what_still_holds(store: Store) {
    fill(&store, "thing-a", 3).await;
    let looked_at = expects("thing-a", Some(2)).citing("thing-b", None);
    assert_eq!(store.append(looked_at).await, Ok(Appended::default()));
}

pub async fn an_empty_append_names_what_no_longer_holds(store: Store) {
    fill(&store, "thing-a", 3).await;
    let refused = store.append(expects("thing-a", Some(1))).await;
    assert_eq!(refused, Err(AppendError::Conflict { stream: "thing-a".into(), expected: Some(1), actual: Some(2) }));
}

/// Only the barrier is awaited; the append before it must then be there for every reader.
pub async fn an_empty_append_is_answered_after_what_came_before_it(store: Store) {
    for revision in 0..20_u64 {
        let before = store.append(writes("thing-a", revision.checked_sub(1), 1));
        store.append(Append::default()).await.expect("a barrier succeeds");
        assert_eq!(*store.head().borrow(), revision + 1);
        assert_eq!(store.read_all(revision, 10).await.expect("reads").len(), 1);
        before.await.expect("taken");
    }
}

pub async fn an_empty_append_is_judged_on_what_came_before_it(store: Store) {
    let written = store.append(writes("thing-a", None, 1));
    let stale = store.append(expects("thing-a", None));
    let fresh = store.append(expects("thing-a", Some(0)));
    written.await.expect("taken");
    stale.await.expect_err("the stream is there by now");
    fresh.await.expect("holds");
}

pub async fn an_append_of_nothing_on_nothing_succeeds(store: Store) {
    assert_eq!(store.append(Append::default()).await, Ok(Appended::default()));
}
