//! Reads take turns on a few connections, each on a thread where it may block.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::available_parallelism,
};

use event_store::{Position, Recorded, Revision, StoreError, Ticket};
use futures_util::future::try_join_all;
use tokio::{
    sync::Semaphore,
    task::{JoinError, spawn_blocking},
};
use uuid::Uuid;

use crate::reader::Reader;

/// Reads that run at once; others wait their turn.
pub const READERS_MAX: usize = 4;
/// Smaller parts are not worth another thread.
const PART_EVENTS_MIN: usize = 256;

#[derive(Debug)]
pub struct Readers {
    path: PathBuf,
    turns: Semaphore,
    /// Opened when first needed; no more than there are turns.
    idle: Mutex<Vec<Reader>>,
}

impl Readers {
    pub fn new(path: PathBuf) -> Self {
        Self { path, turns: Semaphore::new(READERS_MAX), idle: Mutex::default() }
    }

    pub fn read_stream(
        self: &Arc<Self>,
        stream: &str,
        from: Revision,
        limit: usize,
    ) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        let stream: Arc<str> = stream.into();
        self.read(move |reader| reader.stream(&stream, from, limit))
    }

    /// `head`: a position that is known to be recorded. Positions are dense, so parts of a long page are read side by side.
    pub fn read_all(
        self: &Arc<Self>,
        after: Position,
        limit: usize,
        head: Position,
    ) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        let recorded = usize::try_from(head.saturating_sub(after)).unwrap_or(usize::MAX).min(limit);
        let parts = available_parallelism().map_or(1, usize::from).min(READERS_MAX).min(recorded / PART_EVENTS_MIN);
        if parts < 2 {
            return self.read(move |reader| reader.all(after, limit, head));
        }
        let part = recorded.div_ceil(parts);
        let parts = (0..parts).map(move |nth| {
            let (after, limit) = (after + (nth * part) as Position, limit - nth * part);
            let limit = if nth + 1 < parts { part } else { limit };
            self.read(move |reader| reader.all(after, limit, head))
        });
        let read = try_join_all(parts.collect::<Vec<_>>());
        Box::pin(async move { Ok(read.await?.into_iter().flatten().collect()) })
    }

    pub fn read_id(self: &Arc<Self>, id: Uuid) -> Ticket<Result<Option<Recorded>, StoreError>> {
        self.read(move |reader| reader.id(id))
    }

    pub fn positions(
        self: &Arc<Self>,
        of: Vec<(Arc<str>, Revision)>,
    ) -> Ticket<Result<Vec<Option<Position>>, StoreError>> {
        self.read(move |reader| of.iter().map(|(stream, revision)| reader.position(stream, *revision)).collect())
    }

    pub fn structure(self: &Arc<Self>) -> Ticket<Result<(), StoreError>> {
        self.read(|reader| reader.structure())
    }

    pub fn last_position(self: &Arc<Self>) -> Ticket<Result<Position, StoreError>> {
        self.read(|reader| reader.last_position())
    }

    /// Reads that run come to their end, all later ones answer `Closed`.
    pub fn close(&self) {
        self.turns.close();
        self.idle().clear();
    }

    fn read<T: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&mut Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Ticket<Result<T, StoreError>> {
        let readers = self.clone();
        Box::pin(async move {
            let reading = readers.clone();
            let _turn = readers.turns.acquire().await.map_err(|_| StoreError::Closed)?;
            spawn_blocking(move || reading.with_reader(read)).await.unwrap_or_else(|error| Err(unfinished(&error)))
        })
    }

    fn with_reader<T>(&self, read: impl FnOnce(&mut Reader) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = self.idle().pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => Reader::open(&self.path)?,
        };
        let answer = read(&mut reader);
        let mut idle = self.idle();
        // A reader whose caller has gone may come back when its turn has been given to another.
        if !self.turns.is_closed() && idle.len() < READERS_MAX {
            idle.push(reader);
        }
        answer
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unfinished(error: &JoinError) -> StoreError {
    if error.is_cancelled() { StoreError::Closed } else { StoreError::Io("a read panicked".into()) }
}
