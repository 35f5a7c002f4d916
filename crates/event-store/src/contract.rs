//! What every store adapter promises, one small test a promise. An adapter enrols with a file of a few lines:
//!
//! ```ignore
//! event_store::contract::check!(async { (Arc::new(/* an empty store */), /* what must outlive it */) });
//! ```
//!
//! The list of tests stands once, in `contract_check!` below; `tests/contract_is_whole.rs` proves it complete.

use std::sync::Arc;

use uuid::Uuid;

use crate::port::{Append, Appended, EventStore, Expected, NewEvent, Recorded};

pub mod barriers;
pub mod crowds;
pub mod expectations;
pub mod ids;
pub mod order;
pub mod reads;

pub use crate::contract_check as check;

/// An empty store, shared with the tasks of a test.
pub type Store = Arc<dyn EventStore>;

/// A test that hangs longer than this has failed.
pub const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// `check!(fresh)`: `fresh` is a future, made anew for each test, of an empty store in an `Arc` and of whatever must
/// outlive that store.
#[macro_export]
macro_rules! contract_check {
    ($fresh:expr) => {
        $crate::contract_check! { $fresh;
            order {
                positions_are_dense_from_one
                revisions_start_at_nought_in_each_stream
                one_append_writes_several_streams_in_the_order_given
                what_was_submitted_first_is_recorded_first
                bodies_come_back_byte_for_byte
                big_bodies_are_kept
                an_answered_append_can_be_read_at_once
                the_head_follows_the_log
                the_head_stands_still_when_nothing_is_recorded
            }
            expectations {
                a_stale_expectation_of_a_written_stream_is_refused
                a_stale_expectation_of_a_cited_stream_is_refused
                a_stream_that_should_be_new_but_is_not_is_refused
                a_stream_that_should_exist_but_does_not_is_refused
                a_cited_stream_may_be_unknown
                a_citation_writes_nothing
                a_refused_append_leaves_nothing_behind
                a_refused_append_does_not_disturb_its_neighbours
                an_append_is_judged_on_what_was_submitted_before_it
                a_stream_without_expectation_is_written_where_it_stands
            }
            barriers {
                an_empty_append_records_nothing
                an_empty_append_confirms_what_still_holds
                an_empty_append_names_what_no_longer_holds
                an_empty_append_is_answered_after_what_came_before_it
                an_empty_append_is_judged_on_what_came_before_it
                an_append_of_nothing_on_nothing_succeeds
            }
            ids {
                an_id_used_earlier_is_refused
                an_id_used_in_another_stream_is_refused
                an_id_used_twice_in_one_append_is_refused
                an_id_used_by_a_neighbour_still_waiting_is_refused
                an_id_of_a_refused_append_is_free
                a_used_id_late_in_an_append_undoes_its_beginning
                a_stale_expectation_is_named_before_a_used_id
            }
            reads {
                an_empty_log_reads_as_nothing
                an_unknown_stream_has_no_events
                a_stream_is_read_from_a_revision_on
                a_stream_read_keeps_to_its_limit
                a_stream_holds_no_event_of_another
                stream_names_are_told_apart_to_the_byte
                the_whole_log_is_read_page_by_page
                the_whole_log_is_read_after_a_position
                a_limit_of_nought_reads_nothing
                places_past_the_end_read_as_nothing
                an_event_is_found_by_its_id
                an_unknown_id_finds_nothing
            }
            crowds {
                many_writers_of_one_stream_all_get_through
                many_writers_of_their_own_streams_all_get_through
                readers_beside_writers_see_whole_appends_only
            }
        }
    };
    ($fresh:expr; $($group:ident { $($name:ident)* })*) => {
        $(mod $group {
            #[allow(unused_imports)]
            use super::*;
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let (store, _keep) = $fresh.await;
                let store: $crate::contract::Store = store;
                let done = $crate::contract::$group::$name(store);
                tokio::time::timeout($crate::contract::PATIENCE, done).await.expect("in time");
            })*
        })*
    };
}

/// A small event of `stream` with an id of its own.
pub fn event(stream: &str) -> NewEvent {
    let id = Uuid::now_v7();
    NewEvent {
        id,
        stream: stream.into(),
        kind: "thing.happened.v1".into(),
        time_us: 1_750_000_000_000_000,
        body: format!(r#"{{"id":"{id}"}}"#).into_bytes().into(),
    }
}

/// A body of so many bytes that nothing makes smaller.
pub fn noise(bytes: usize) -> Arc<[u8]> {
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    (0..bytes).map(next).collect()
}

/// Writes `count` small events to `stream`, last known at `expected`.
pub fn writes(stream: &str, expected: Expected, count: usize) -> Append {
    expects(stream, expected).and((0..count).map(|_| event(stream)).collect())
}

/// Looks at `stream`, last known at `expected`, and writes nothing yet.
pub fn expects(stream: &str, expected: Expected) -> Append {
    Append { events: Vec::new(), expected: [(stream.into(), expected)].into() }
}

impl Append {
    /// The same with `events` written too.
    #[must_use]
    pub fn and(mut self, events: Vec<NewEvent>) -> Self {
        self.events.extend(events);
        self
    }

    /// The same with `stream` looked at too.
    #[must_use]
    pub fn citing(mut self, stream: &str, expected: Expected) -> Self {
        self.expected.insert(stream.into(), expected);
        self
    }
}

/// `count` events of a new stream, one an append.
async fn fill(store: &Store, stream: &str, count: u64) -> Vec<NewEvent> {
    let mut events = Vec::new();
    for revision in 0..count {
        let append = writes(stream, revision.checked_sub(1), 1);
        events.extend(append.events.clone());
        store.append(append).await.expect("a free stream takes events");
    }
    events
}

async fn everything(store: &Store) -> Vec<Recorded> {
    store.read_all(0, usize::MAX).await.expect("the log reads")
}

fn at(positions: &[u64], revisions: &[u64]) -> Appended {
    Appended { positions: positions.into(), revisions: revisions.into() }
}
