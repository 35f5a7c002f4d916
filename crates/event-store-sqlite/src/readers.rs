//! Reads take turns on a few connections, each on a thread where it may block: short ones on that of who asks, when it serves
//! nobody else.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::available_parallelism,
};

use event_store::{Position, Recorded, Revision, StoreError, Ticket};
use futures_util::future::join_all;
use tokio::{
    sync::Semaphore,
    task::{self, JoinError, spawn_blocking},
};
use uuid::Uuid;

use crate::{folder::Length, reader::Reader};

/// Reads that run at once; others wait their turn.
pub const READERS_MAX: usize = 4;
/// Of one page; so it leaves turns to others.
const PARTS_MAX: usize = READERS_MAX / 2;
/// Smaller parts are not worth another thread. An export's page has two.
const PART_EVENTS_MIN: usize = 256;

#[derive(Debug)]
pub struct Readers {
    path: PathBuf,
    turns: Semaphore,
    /// Opened when first needed; of each sort no more than there are turns.
    idle: Mutex<Vec<(Length, Reader)>>,
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
        self.read(Length::Short, move |reader| reader.stream(&stream, from, limit))
    }

    /// `head`: a position that is known to be recorded. Positions are dense, so parts of a long page are read side by side.
    pub fn read_all(
        self: &Arc<Self>,
        after: Position,
        limit: usize,
        head: Position,
    ) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        let parts = recorded(after, limit, head) / PART_EVENTS_MIN;
        let parts = parts.min(available_parallelism().map_or(1, usize::from)).min(PARTS_MAX);
        self.read_in_parts(parts, after, limit, head)
    }

    fn read_in_parts(
        self: &Arc<Self>,
        parts: usize,
        after: Position,
        limit: usize,
        head: Position,
    ) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        let recorded = recorded(after, limit, head);
        let parts = parts.min(recorded);
        if parts < 2 {
            let length = if recorded < PART_EVENTS_MIN { Length::Short } else { Length::Long };
            return self.read(length, move |reader| reader.all(after, limit, head));
        }
        // Only the last one may go on behind the head: what is recorded meanwhile leaves no gap.
        let part = recorded / parts;
        let parts = (0..parts).map(move |nth| {
            let (after, limit) = (after + (nth * part) as Position, limit - nth * part);
            let limit = if nth + 1 < parts { part } else { limit };
            self.read(Length::Long, move |reader| reader.all(after, limit, head))
        });
        let read = join_all(parts.collect::<Vec<_>>());
        // Of several faults the first is told, whichever is found first.
        Box::pin(
            async move { Ok(read.await.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect()) },
        )
    }

    pub fn read_id(self: &Arc<Self>, id: Uuid) -> Ticket<Result<Option<Recorded>, StoreError>> {
        self.read(Length::Short, move |reader| reader.id(id))
    }

    pub fn positions(
        self: &Arc<Self>,
        of: Vec<(Arc<str>, Revision)>,
    ) -> Ticket<Result<Vec<Option<Position>>, StoreError>> {
        self.read(Length::Short, move |reader| {
            of.iter().map(|(stream, revision)| reader.position(stream, *revision)).collect()
        })
    }

    pub fn structure(self: &Arc<Self>) -> Ticket<Result<(), StoreError>> {
        self.read(Length::Long, |reader| reader.structure())
    }

    pub fn last_position(self: &Arc<Self>) -> Ticket<Result<Position, StoreError>> {
        self.read(Length::Short, |reader| reader.last_position())
    }

    /// Reads that run come to their end, all later ones answer `Closed`.
    pub fn close(&self) {
        self.turns.close();
        self.idle().clear();
    }

    fn read<T: Send + 'static>(
        self: &Arc<Self>,
        length: Length,
        read: impl FnOnce(&mut Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Ticket<Result<T, StoreError>> {
        let readers = self.clone();
        Box::pin(async move {
            let reading = readers.clone();
            let _turn = readers.turns.acquire().await.map_err(|_| StoreError::Closed)?;
            // Outside of any task the thread serves nobody else: to change to another takes longer than to read a little.
            if length == Length::Short && task::try_id().is_none() {
                return reading.with_reader(length, read);
            }
            spawn_blocking(move || reading.with_reader(length, read))
                .await
                .unwrap_or_else(|error| Err(unfinished(&error)))
        })
    }

    fn with_reader<T>(
        &self,
        length: Length,
        read: impl FnOnce(&mut Reader) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut reader = match self.take_idle(length) {
            Some(reader) => reader,
            None => Reader::open(&self.path, length)?,
        };
        let answer = read(&mut reader);
        let mut idle = self.idle();
        // A reader whose caller has gone may come back when its turn has been given to another.
        let alike = idle.iter().filter(|(sort, _)| *sort == length).count();
        if !self.turns.is_closed() && alike < READERS_MAX {
            idle.push((length, reader));
        }
        answer
    }

    fn take_idle(&self, length: Length) -> Option<Reader> {
        let mut idle = self.idle();
        let place = idle.iter().rposition(|(sort, _)| *sort == length)?;
        Some(idle.remove(place).1)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Length, Reader)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Events that are known to stand there.
fn recorded(after: Position, limit: usize, head: Position) -> usize {
    usize::try_from(head.saturating_sub(after)).unwrap_or(usize::MAX).min(limit)
}

fn unfinished(error: &JoinError) -> StoreError {
    if error.is_cancelled() { StoreError::Closed } else { StoreError::Io("a read panicked".into()) }
}

#[cfg(test)]
mod tests {
    use event_store::{EventStore, contract::writes};
    use rusqlite::Connection;
    use tempfile::TempDir;

    use super::*;
    use crate::{LOG_FILE, SqliteStore};

    const EVENTS: usize = 23;

    /// A log of as many events, closed.
    async fn filled() -> (TempDir, Arc<Readers>) {
        let folder = TempDir::new().expect("a folder");
        let store = SqliteStore::open(folder.path()).expect("a log");
        store.append(writes("thing-a", None, EVENTS)).await.expect("recorded");
        store.close();
        let readers = Arc::new(Readers::new(folder.path().join(LOG_FILE)));
        (folder, readers)
    }

    #[tokio::test]
    async fn a_page_in_parts_is_the_page() {
        let (_folder, readers) = filled().await;
        let head = EVENTS as Position;
        let all = readers.read_in_parts(1, 0, usize::MAX, head).await.expect("read");
        assert_eq!(all.len(), EVENTS);
        for parts in 1..=5 {
            for after in 0..=EVENTS {
                for limit in [1, 2, 5, 6, EVENTS, usize::MAX] {
                    // What was recorded after the head was known is read as well.
                    for head in [head, head - 4] {
                        let page = readers.read_in_parts(parts, after as Position, limit, head).await.expect("read");
                        let expected: Vec<_> = all.iter().skip(after).take(limit).cloned().collect();
                        assert_eq!(page, expected, "{parts} parts of {limit} after {after}, head {head}");
                    }
                }
            }
        }
    }

    #[tokio::test]
    async fn what_is_missing_anywhere_is_told_and_of_several_the_first() {
        let (head, (sound, _)) = (EVENTS as Position, filled().await);
        for parts in 1..=4 {
            for missing in 1..=head {
                let folder = TempDir::new().expect("a folder");
                let file = folder.path().join(LOG_FILE);
                std::fs::copy(sound.path().join(LOG_FILE), &file).expect("copied");
                let (readers, log) = (Arc::new(Readers::new(file.clone())), Connection::open(&file).expect("opens"));
                for lost in [missing, (missing + 9).min(head)] {
                    log.execute("DELETE FROM event WHERE position = ?1", [lost.cast_signed()]).expect("deleted");
                }
                let read = readers.read_in_parts(parts, 0, usize::MAX, head).await;
                let told = matches!(read, Err(StoreError::Corrupt { position, .. }) if position == missing);
                assert!(told, "{parts} parts, {missing} missing: {read:?}");
            }
        }
    }
}
