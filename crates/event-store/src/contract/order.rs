//! One order: positions, revisions, and what an answer means.

use super::{Store, at, event, everything, expects, fill, writes};
use crate::port::Append;

pub async fn positions_are_dense_from_one(store: Store) {
    assert_eq!(store.append(writes("thing-a", None, 2)).await, Ok(at(&[1, 2], &[0, 1])));
    assert_eq!(store.append(writes("thing-b", None, 1)).await, Ok(at(&[3], &[0])));
    let positions: Vec<_> = everything(&store).await.iter().map(|event| event.position).collect();
    assert_eq!(positions, [1, 2, 3]);
}

pub async fn revisions_start_at_nought_in_each_stream(store: Store) {
    fill(&store, "thing-a", 3).await;
    fill(&store, "thing-b", 2).await;
    let places: Vec<_> = everything(&store).await.iter().map(|e| (e.event.stream.clone(), e.revision)).collect();
    let expected = [("thing-a", 0), ("thing-a", 1), ("thing-a", 2), ("thing-b", 0), ("thing-b", 1)];
    assert_eq!(places, expected.map(|(stream, revision)| (stream.into(), revision)));
}

pub async fn one_append_writes_several_streams_in_the_order_given(store: Store) {
    let events = ["thing-a", "thing-b", "thing-a", "thing-c", "thing-b"].map(event).to_vec();
    let append = expects("thing-a", None).citing("thing-b", None).citing("thing-c", None).and(events.clone());
    assert_eq!(store.append(append).await, Ok(at(&[1, 2, 3, 4, 5], &[0, 0, 1, 0, 1])));
    let recorded: Vec<_> = everything(&store).await.into_iter().map(|recorded| recorded.event).collect();
    assert_eq!(recorded, events);
}

/// The place in the queue is taken at the call: polled backwards, they still stand in the order of the calls.
pub async fn what_was_submitted_first_is_recorded_first(store: Store) {
    let submit = |n| store.append(writes(&format!("thing-{n}"), None, 1));
    let tickets: Vec<_> = (0..100).map(submit).collect();
    for (n, ticket) in tickets.into_iter().enumerate().rev() {
        assert_eq!(ticket.await, Ok(at(&[n as u64 + 1], &[0])));
    }
}

pub async fn bodies_come_back_byte_for_byte(store: Store) {
    let mut odd = event("thing-稳岗");
    odd.kind = "thing.renamed.v2".into();
    odd.time_us = -1;
    odd.body = " {\"名\" :\t\"\\u0000😀\",\"n\":1.0}  ".as_bytes().into();
    store.append(Append { events: vec![odd.clone()], ..Append::default() }).await.expect("taken");
    assert_eq!(everything(&store).await[0].event, odd);
}

pub async fn big_bodies_are_kept(store: Store) {
    let mut append = writes("thing-a", None, 8);
    for (event, fill) in append.events.iter_mut().zip(b'a'..) {
        event.body = vec![fill; 1 << 20].into();
    }
    let events = append.events.clone();
    store.append(append).await.expect("taken");
    let recorded: Vec<_> = everything(&store).await.into_iter().map(|recorded| recorded.event).collect();
    assert!(recorded == events, "big bodies differ");
}

pub async fn an_answered_append_can_be_read_at_once(store: Store) {
    for revision in 0..20_u64 {
        let append = writes("thing-a", revision.checked_sub(1), 1);
        let id = append.events[0].id;
        store.append(append).await.expect("taken");
        assert_eq!(*store.head().borrow(), revision + 1);
        assert!(store.read_id(id).await.expect("reads").is_some());
        assert_eq!(store.read_stream("thing-a", revision, 1).await.expect("reads").len(), 1);
    }
}

pub async fn the_head_follows_the_log(store: Store) {
    let mut head = store.head();
    assert_eq!(*head.borrow_and_update(), 0);
    store.append(writes("thing-a", None, 3)).await.expect("taken");
    head.changed().await.expect("told");
    assert_eq!(*head.borrow_and_update(), 3);
    assert_eq!(*store.head().borrow(), 3);
}

pub async fn the_head_stands_still_when_nothing_is_recorded(store: Store) {
    fill(&store, "thing-a", 1).await;
    let mut head = store.head();
    head.borrow_and_update();
    store.append(writes("thing-a", None, 1)).await.expect_err("stale");
    store.append(expects("thing-a", Some(0))).await.expect("holds");
    assert!(!head.has_changed().expect("open"));
}
