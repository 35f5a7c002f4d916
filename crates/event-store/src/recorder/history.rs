//! Cases folded from their events: as they stand, and as they stood.

use domain::{
    case::{Known, Stamp},
    envelope,
    kinds::{AnyEvent, AnyState},
    stream::StreamId,
    values::Date,
    versions::Verbatim,
};

use crate::{EventStore, Recorded, Revision, StoreError};

const PAGE_EVENTS: usize = 1_000;

/// The two clocks: what was true on a day, as far as it was known at an instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    /// Keeps the events that occurred on or before this Beijing day.
    pub as_of: Option<Date>,
    /// Keeps the events recorded at or before this instant, microseconds since 1970 UTC.
    pub known_at_us: Option<i64>,
}

impl AsOf {
    pub fn keeps(&self, stamp: &Stamp) -> bool {
        self.as_of.is_none_or(|day| stamp.occurred_on <= day) && self.known_at_us.is_none_or(|at| stamp.time_us <= at)
    }
}

/// What a recorded event says; bytes that say nothing are corruption.
pub fn read(recorded: &Recorded) -> Result<(Stamp, AnyEvent), StoreError> {
    read_verbatim(recorded).map(|(stamp, written)| (stamp, written.says))
}

pub(super) fn read_verbatim(recorded: &Recorded) -> Result<(Stamp, Verbatim), StoreError> {
    let corrupt =
        |why: String| StoreError::Corrupt { position: recorded.position, detail: format!("unreadable: {why}") };
    let line = std::str::from_utf8(&recorded.event.body).map_err(|e| corrupt(e.to_string()))?;
    envelope::read_verbatim(line).map_err(|e| corrupt(format!("{} {}", e.code, e.pointer)))
}

/// A case as its events make it so far.
pub(super) async fn fold_stream(store: &dyn EventStore, stream: &StreamId) -> Result<Known, StoreError> {
    let (revision, state) = state_at(store, stream, AsOf::default()).await?;
    Ok(Known { revision, state })
}

/// A case as it stood, and the last revision that counts for it; `None` when none does.
pub async fn state_at(
    store: &dyn EventStore,
    stream: &StreamId,
    as_of: AsOf,
) -> Result<(Option<Revision>, AnyState), StoreError> {
    let unknown = || StoreError::Io(format!("{stream} is of no known category"));
    let mut state = AnyState::new(stream.category()).ok_or_else(unknown)?;
    let (mut last, mut from) = (None, 0);
    loop {
        let page = store.read_stream(stream.as_str(), from, PAGE_EVENTS).await?;
        let Some(end) = page.last().map(|recorded| recorded.revision) else { return Ok((last, state)) };
        for recorded in &page {
            let (stamp, event) = read(recorded)?;
            if as_of.keeps(&stamp) {
                state.evolve(&event, &stamp);
                last = Some(recorded.revision);
            }
        }
        if page.len() < PAGE_EVENTS {
            return Ok((last, state));
        }
        from = end + 1;
    }
}
