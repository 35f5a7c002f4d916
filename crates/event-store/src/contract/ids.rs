//! No id is ever recorded twice.

use super::{Store, at, event, everything, expects, fill, writes};
use crate::port::{Append, AppendError, NewEvent, Position};

/// A new event of `stream` that claims the id of `other`.
fn same_id(stream: &str, other: &NewEvent) -> NewEvent {
    NewEvent { id: other.id, ..event(stream) }
}

fn used(event: &NewEvent, position: Position) -> AppendError {
    AppendError::IdUsed { id: event.id, position }
}

pub async fn an_id_used_earlier_is_refused(store: Store) {
    let taken = fill(&store, "thing-a", 2).await;
    let again = expects("thing-a", Some(1)).and(vec![same_id("thing-a", &taken[1])]);
    assert_eq!(store.append(again).await, Err(used(&taken[1], 2)));
    assert_eq!(everything(&store).await.len(), 2);
}

pub async fn an_id_used_in_another_stream_is_refused(store: Store) {
    let taken = fill(&store, "thing-a", 1).await;
    let again = expects("thing-b", None).and(vec![same_id("thing-b", &taken[0])]);
    assert_eq!(store.append(again).await, Err(used(&taken[0], 1)));
}

/// The position is then the one that the first of the two would have had.
pub async fn an_id_used_twice_in_one_append_is_refused(store: Store) {
    let (first, other) = (event("thing-a"), event("thing-a"));
    let second = same_id("thing-b", &first);
    let append = Append { events: vec![other, first.clone(), second], ..Append::default() };
    assert_eq!(store.append(append).await, Err(used(&first, 2)));
    assert_eq!(everything(&store).await, []);
}

pub async fn an_id_used_by_a_neighbour_still_waiting_is_refused(store: Store) {
    let taken = event("thing-a");
    let first = store.append(expects("thing-a", None).and(vec![taken.clone()]));
    let again = store.append(expects("thing-b", None).and(vec![same_id("thing-b", &taken)]));
    let next = store.append(writes("thing-b", None, 1));
    assert_eq!(first.await, Ok(at(&[1], &[0])));
    assert_eq!(again.await, Err(used(&taken, 1)));
    assert_eq!(next.await, Ok(at(&[2], &[0])));
}

pub async fn an_id_of_a_refused_append_is_free(store: Store) {
    let wanted = event("thing-a");
    store.append(expects("thing-a", Some(7)).and(vec![wanted.clone()])).await.expect_err("stale");
    let again = expects("thing-a", None).and(vec![wanted]);
    assert_eq!(store.append(again).await, Ok(at(&[1], &[0])));
}

/// New streams, old streams, kinds: whatever the append had begun is as if it had never been.
pub async fn a_used_id_late_in_an_append_undoes_its_beginning(store: Store) {
    let taken = fill(&store, "thing-a", 1).await;
    let mut begun = vec![event("thing-new"), event("thing-a"), event("thing-new")];
    begun[0].kind = "thing.never_seen.v1".into();
    let claims = same_id("thing-b", &taken[0]);
    let refused = store.append(Append { events: [begun.clone(), vec![claims]].concat(), ..Append::default() });
    let next = store.append(expects("thing-a", Some(0)).citing("thing-new", None).and(begun));
    assert_eq!(refused.await, Err(used(&taken[0], 1)));
    assert_eq!(next.await, Ok(at(&[2, 3, 4], &[0, 1, 1])));
    assert_eq!(everything(&store).await.len(), 4);
}

pub async fn a_stale_expectation_is_named_before_a_used_id(store: Store) {
    let taken = fill(&store, "thing-a", 1).await;
    let refused = store.append(expects("thing-a", None).and(taken)).await;
    assert!(matches!(refused, Err(AppendError::Conflict { .. })), "{refused:?}");
}
