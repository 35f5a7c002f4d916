//! A log in memory, for tests and for judging what would happen. It forgets all when dropped.

use std::{
    collections::HashMap,
    future::ready,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;
use uuid::Uuid;

use crate::port::{
    Append, AppendError, Appended, EventStore, Expected, NewEvent, Position, Recorded, Revision, StoreError, Ticket,
};

/// Every append is judged and done at the call; nothing here ever waits or fails.
#[derive(Debug, Default)]
pub struct MemoryStore {
    log: Mutex<Log>,
    head: watch::Sender<Position>,
}

impl MemoryStore {
    pub fn new() -> Self {
        Self::default()
    }

    /// A panic elsewhere leaves the log whole: it changes only after every rule has been asked.
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EventStore for MemoryStore {
    fn append(&self, append: Append) -> Ticket<Result<Appended, AppendError>> {
        let mut log = self.log();
        let verdict = log.append(append);
        // Told under the lock, so that the head never goes back.
        let last = log.last();
        self.head.send_if_modified(|head| std::mem::replace(head, last) < last);
        Box::pin(ready(verdict))
    }

    fn read_stream(&self, stream: &str, from: Revision, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        Box::pin(ready(Ok(self.log().stream(stream, from, limit))))
    }

    fn read_all(&self, after: Position, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        let page = self.log().events.iter().skip(index(after)).take(limit).cloned().collect();
        Box::pin(ready(Ok(page)))
    }

    fn read_id(&self, id: Uuid) -> Ticket<Result<Option<Recorded>, StoreError>> {
        let log = self.log();
        let found = log.ids.get(&id).map(|&position| log.at(position));
        Box::pin(ready(Ok(found)))
    }

    fn head(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }
}

#[derive(Debug, Default)]
struct Log {
    /// `events[i]` stands at position `i + 1`.
    events: Vec<Recorded>,
    /// `streams[name][r]` is the position of revision `r`.
    streams: HashMap<Arc<str>, Vec<Position>>,
    ids: HashMap<Uuid, Position>,
}

impl Log {
    fn append(&mut self, append: Append) -> Result<Appended, AppendError> {
        for (stream, &expected) in &append.expected {
            let actual = self.revision(stream);
            if actual != expected {
                return Err(AppendError::Conflict { stream: stream.clone(), expected, actual });
            }
        }
        self.refuse_used_ids(&append.events)?;
        let mut appended = Appended::default();
        for event in append.events {
            let (position, revision) = self.push(event);
            appended.positions.push(position);
            appended.revisions.push(revision);
        }
        Ok(appended)
    }

    fn refuse_used_ids(&self, events: &[NewEvent]) -> Result<(), AppendError> {
        let mut among = HashMap::new();
        for (event, place) in events.iter().zip(self.last() + 1..) {
            let used = self.ids.get(&event.id).copied().or_else(|| among.insert(event.id, place));
            if let Some(position) = used {
                return Err(AppendError::IdUsed { id: event.id, position });
            }
        }
        Ok(())
    }

    fn push(&mut self, event: NewEvent) -> (Position, Revision) {
        let position = self.last() + 1;
        let stream = self.streams.entry(event.stream.clone()).or_default();
        let revision = stream.len() as Revision;
        stream.push(position);
        self.ids.insert(event.id, position);
        self.events.push(Recorded { position, revision, event });
        (position, revision)
    }

    fn stream(&self, name: &str, from: Revision, limit: usize) -> Vec<Recorded> {
        let positions = self.streams.get(name).map_or(&[][..], Vec::as_slice);
        positions.iter().skip(index(from)).take(limit).map(|&position| self.at(position)).collect()
    }

    fn at(&self, position: Position) -> Recorded {
        self.events[index(position) - 1].clone()
    }

    fn last(&self) -> Position {
        self.events.len() as Position
    }

    fn revision(&self, stream: &str) -> Expected {
        self.streams.get(stream).map(|positions| positions.len() as Revision - 1)
    }
}

/// What is past the address space is past the end of any vector.
fn index(place: u64) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
