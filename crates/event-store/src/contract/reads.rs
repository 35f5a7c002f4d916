//! Reads give durable events, in order, at most as many as asked for.

use uuid::Uuid;

use super::{Store, event, everything, fill, writes};
use crate::port::{Append, Recorded};

fn revisions(events: &[Recorded]) -> Vec<u64> {
    events.iter().map(|event| event.revision).collect()
}

fn positions(events: &[Recorded]) -> Vec<u64> {
    events.iter().map(|event| event.position).collect()
}

pub async fn an_empty_log_reads_as_nothing(store: Store) {
    assert_eq!(everything(&store).await, []);
    assert_eq!(*store.head().borrow(), 0);
}

pub async fn an_unknown_stream_has_no_events(store: Store) {
    fill(&store, "thing-a", 1).await;
    assert_eq!(store.read_stream("thing-b", 0, 10).await, Ok(vec![]));
}

pub async fn a_stream_is_read_from_a_revision_on(store: Store) {
    let events = fill(&store, "thing-a", 5).await;
    let read = store.read_stream("thing-a", 3, 10).await.expect("reads");
    assert_eq!(revisions(&read), [3, 4]);
    assert_eq!(read[0].event, events[3]);
}

pub async fn a_stream_read_keeps_to_its_limit(store: Store) {
    fill(&store, "thing-a", 5).await;
    assert_eq!(revisions(&store.read_stream("thing-a", 1, 2).await.expect("reads")), [1, 2]);
}

pub async fn a_stream_holds_no_event_of_another(store: Store) {
    let events = ["thing-a", "thing-b", "thing-a", "thing-b", "thing-a"].map(event).to_vec();
    store.append(Append { events, ..Append::default() }).await.expect("taken");
    assert_eq!(positions(&store.read_stream("thing-a", 0, 10).await.expect("reads")), [1, 3, 5]);
    assert_eq!(positions(&store.read_stream("thing-b", 0, 10).await.expect("reads")), [2, 4]);
}

pub async fn stream_names_are_told_apart_to_the_byte(store: Store) {
    for stream in ["thing-a", "thing-A", "thing-a ", "thing-ä", "thing-a\u{308}"] {
        store.append(writes(stream, None, 1)).await.expect("a stream of its own");
    }
}

pub async fn the_whole_log_is_read_page_by_page(store: Store) {
    store.append(writes("thing-a", None, 10)).await.expect("taken");
    let (mut paged, mut after) = (Vec::new(), 0);
    loop {
        let page = store.read_all(after, 3).await.expect("reads");
        assert!(page.len() <= 3);
        let Some(last) = page.last() else { break };
        after = last.position;
        paged.extend(page);
    }
    assert_eq!(paged, everything(&store).await);
}

pub async fn the_whole_log_is_read_after_a_position(store: Store) {
    store.append(writes("thing-a", None, 5)).await.expect("taken");
    assert_eq!(positions(&store.read_all(3, 10).await.expect("reads")), [4, 5]);
}

pub async fn a_limit_of_nought_reads_nothing(store: Store) {
    fill(&store, "thing-a", 1).await;
    assert_eq!(store.read_all(0, 0).await, Ok(vec![]));
    assert_eq!(store.read_stream("thing-a", 0, 0).await, Ok(vec![]));
}

pub async fn places_past_the_end_read_as_nothing(store: Store) {
    fill(&store, "thing-a", 2).await;
    for past in [2, 3, u64::MAX] {
        assert_eq!(store.read_all(past, 10).await, Ok(vec![]));
        assert_eq!(store.read_stream("thing-a", past, 10).await, Ok(vec![]));
    }
}

pub async fn an_event_is_found_by_its_id(store: Store) {
    let events = fill(&store, "thing-a", 3).await;
    let found = store.read_id(events[1].id).await.expect("reads").expect("is there");
    assert_eq!(found, Recorded { position: 2, revision: 1, event: events[1].clone() });
}

pub async fn an_unknown_id_finds_nothing(store: Store) {
    fill(&store, "thing-a", 1).await;
    assert_eq!(store.read_id(Uuid::now_v7()).await, Ok(None));
}
