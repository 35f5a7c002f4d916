//! The port every store adapter implements: names and bytes, never a kind of case.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use thiserror::Error;
use uuid::Uuid;

/// Place in the order of all events. Dense from 1 in the embedded store; 0 stands before the first.
pub type Position = u64;
/// Place within a stream, from 0 without a gap.
pub type Revision = u64;
/// What a writer believes of a stream: its last revision, or `None` when it has no event yet.
pub type Expected = Option<Revision>;

/// An event on its way into the log. `body` is what is stored and exported, byte for byte: one line of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// Never used twice in one log.
    pub id: Uuid,
    /// `<category>-<id>`.
    pub stream: Arc<str>,
    /// Stored type, e.g. `welfare_post.placed.v1`.
    pub kind: Arc<str>,
    /// Microseconds since 1970 UTC; never decreasing along the log (the recorder sees to it).
    pub time_us: i64,
    pub body: Arc<[u8]>,
}

/// An event as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub position: Position,
    pub revision: Revision,
    pub event: NewEvent,
}

/// One all-or-nothing append. Without events it only asks whether `expected` still holds, and is answered once
/// everything submitted before it is durable: how a refusal or a read makes sure of what it rests on.
#[derive(Clone, Debug, Default)]
pub struct Append {
    pub events: Vec<NewEvent>,
    /// Every stream written, and every stream that the decision looked at.
    pub expected: BTreeMap<Arc<str>, Expected>,
}

/// Where the events of an append went: `positions[i]`, `revisions[i]` belong to `events[i]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    pub positions: Vec<Position>,
    pub revisions: Vec<Revision>,
}

#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AppendError {
    /// A stream has moved on, or is not where the writer thought; nothing was recorded.
    #[error("stream {stream} is at {actual:?}, expected {expected:?}")]
    Conflict { stream: Arc<str>, expected: Expected, actual: Expected },
    /// The log has this id already; nothing was recorded.
    #[error("event id {id} is already recorded at position {position}")]
    IdUsed { id: Uuid, position: Position },
    /// It may not be tried again as it is; whether it was recorded is known: it was not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// No space left on the device. A quota that is used up is `Failed`: SQLite does not tell it from a broken disk.
    #[error("no space left for the log: {0}")]
    Full(String),
    /// `detail`: a word of the texts, after which `: ` and more may stand.
    #[error("the log is corrupt at position {position}: {detail}")]
    Corrupt { position: Position, detail: String },
    /// More waits to be written than the store's queue holds, and this limit says; nothing was recorded, later it may fit.
    #[error("too much is waiting to be written: {0}")]
    Busy(String),
    #[error("the store is closed")]
    Closed,
    /// A write failed, and nothing is written any more until the store is opened again: what a failed sync has left on the
    /// disk nobody can tell. Whether the append at hand is recorded is uncertain; reading goes on.
    #[error("a write to the log failed, and nothing is written until it is opened again: {0}")]
    Failed(String),
    #[error("{0}")]
    Io(String),
}

pub type Ticket<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// An append-only log of streams. Every adapter passes `contract`.
pub trait EventStore: Send + Sync + 'static {
    /// Takes its place in the queue at the call, not at the first poll: appends are judged by the store in the order in
    /// which `append` was called. Resolves once the events are durable (synced), or refused as a whole.
    fn append(&self, append: Append) -> Ticket<Result<Appended, AppendError>>;
    /// Durable events of one stream from `from` on, at most `limit`, in order. An unknown stream has none.
    fn read_stream(&self, stream: &str, from: Revision, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>>;
    /// Durable events in commit order, at most `limit` after `after`.
    fn read_all(&self, after: Position, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>>;
    /// The durable event of this id.
    fn read_id(&self, id: Uuid) -> Ticket<Result<Option<Recorded>, StoreError>>;
    /// The last durable position; the receiver changes whenever it grows.
    fn head(&self) -> tokio::sync::watch::Receiver<Position>;
    /// Why nothing is written any more, if so: `Failed`.
    fn failure(&self) -> Option<StoreError> {
        None
    }
}
