//! Every stream written or cited must be where the writer believes it; else nothing is recorded.

use super::{Store, at, event, everything, expects, fill, writes};
use crate::port::{Append, AppendError, Expected};

fn conflict(stream: &str, expected: Expected, actual: Expected) -> AppendError {
    AppendError::Conflict { stream: stream.into(), expected, actual }
}

pub async fn a_stale_expectation_of_a_written_stream_is_refused(store: Store) {
    fill(&store, "thing-a", 3).await;
    let refused = store.append(writes("thing-a", Some(1), 1)).await;
    assert_eq!(refused, Err(conflict("thing-a", Some(1), Some(2))));
}

pub async fn a_stale_expectation_of_a_cited_stream_is_refused(store: Store) {
    fill(&store, "policy-p", 2).await;
    let refused = store.append(writes("thing-a", None, 1).citing("policy-p", Some(0))).await;
    assert_eq!(refused, Err(conflict("policy-p", Some(0), Some(1))));
}

pub async fn a_stream_that_should_be_new_but_is_not_is_refused(store: Store) {
    fill(&store, "thing-a", 1).await;
    let refused = store.append(writes("thing-a", None, 1)).await;
    assert_eq!(refused, Err(conflict("thing-a", None, Some(0))));
}

pub async fn a_stream_that_should_exist_but_does_not_is_refused(store: Store) {
    let refused = store.append(writes("thing-a", Some(0), 1)).await;
    assert_eq!(refused, Err(conflict("thing-a", Some(0), None)));
}

pub async fn a_cited_stream_may_be_unknown(store: Store) {
    let append = writes("thing-a", None, 1).citing("policy-county", None);
    assert_eq!(store.append(append).await, Ok(at(&[1], &[0])));
}

pub async fn a_citation_writes_nothing(store: Store) {
    store.append(writes("thing-a", None, 1).citing("policy-p", None)).await.expect("taken");
    assert_eq!(store.read_stream("policy-p", 0, 10).await, Ok(vec![]));
    assert_eq!(store.append(writes("policy-p", None, 1)).await, Ok(at(&[2], &[0])));
}

pub async fn a_refused_append_leaves_nothing_behind(store: Store) {
    fill(&store, "thing-a", 1).await;
    let events = ["thing-b", "thing-a"].map(event).to_vec();
    store.append(expects("thing-a", None).citing("thing-b", None).and(events)).await.expect_err("stale");
    assert_eq!(everything(&store).await.len(), 1);
    assert_eq!(store.append(writes("thing-b", None, 1)).await, Ok(at(&[2], &[0])));
}

pub async fn a_refused_append_does_not_disturb_its_neighbours(store: Store) {
    let first = store.append(writes("thing-a", None, 1));
    let stale = store.append(writes("thing-a", None, 1));
    let second = store.append(writes("thing-a", Some(0), 1));
    let other = store.append(writes("thing-b", None, 1));
    assert_eq!(first.await, Ok(at(&[1], &[0])));
    assert_eq!(stale.await, Err(conflict("thing-a", None, Some(0))));
    assert_eq!(second.await, Ok(at(&[2], &[1])));
    assert_eq!(other.await, Ok(at(&[3], &[0])));
}

/// A decision may rest on an append that is not synced yet: a chain can be submitted without waiting.
pub async fn an_append_is_judged_on_what_was_submitted_before_it(store: Store) {
    let submit = |revision: u64| store.append(writes("fund-f", revision.checked_sub(1), 1));
    let chain: Vec<_> = (0..50).map(submit).collect();
    for (revision, ticket) in (0..).zip(chain) {
        assert_eq!(ticket.await, Ok(at(&[revision + 1], &[revision])));
    }
}

pub async fn a_stream_without_expectation_is_written_where_it_stands(store: Store) {
    fill(&store, "thing-a", 2).await;
    let append = Append { events: vec![event("thing-a")], ..Append::default() };
    assert_eq!(store.append(append).await, Ok(at(&[3], &[2])));
}
