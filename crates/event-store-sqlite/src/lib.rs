//! The embedded log: one `SQLite` file, one writer that commits whatever waits with one sync, a few readers beside it.
//!
//! | file | idea |
//! |---|---|
//! | `folder.rs` | the data folder: its one writer, its log file, created whole or not at all |
//! | `schema.rs` | tables, format version, migrations |
//! | `queue.rs` → `writer.rs` → `log.rs` | an append waits, is taken in a group, is judged and recorded |
//! | `pace.rs` | whether somebody waits for each answer |
//! | `packed.rs` | bodies in a quarter of their size |
//! | `heads.rs` | where the streams written lately stand |
//! | `tail.rs` | the end of the log in memory, for those who follow |
//! | `checkpoints.rs` | moving what is durable from the write-ahead log into the file |
//! | `wal.rs` | damage in the write-ahead log that would pass for a power cut |
//! | `reader.rs`, `checksum.rs` | reads, each event checked |
//! | `readers.rs`, `beside.rs` | turns at reading, in the writing process and in any other |
//! | `backup.rs` | the log as one file, and back |
//!
//! After a write or sync that failed for another reason than want of room nothing is written until the log is opened again:
//! the kernel may have dropped what it could not sync, and a second sync would say that all is well.
//!
//! Readers see durable events only: with `synchronous=FULL` `SQLite` syncs the write-ahead log before it publishes the
//! commit to other connections, and opening a folder syncs whatever a killed process had left unsynced.

use std::{
    future::ready,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use event_store::{Append, AppendError, Appended, EventStore, Position, Recorded, Revision, StoreError, Ticket};
use tokio::sync::watch;
use uuid::Uuid;

mod backup;
mod beside;
mod checkpoints;
mod checksum;
mod error;
mod folder;
mod gauges;
mod heads;
mod log;
mod pace;
mod packed;
mod queue;
mod reader;
mod readers;
mod schema;
mod tail;
mod wal;
mod writer;

pub use backup::{back_up, restore};
pub use beside::SqliteReader;
pub use error::{OpenError, is_full};
pub use folder::{LOCK_FILE, LOG_FILE};
pub use pace::Pace;
pub use queue::{GROUP_BYTES_MAX, GROUP_EVENTS_MAX, WAITING_APPENDS_MAX, WAITING_BYTES_MAX};
pub use readers::READERS_MAX;

use crate::{
    folder::{FolderLock, Unfinished},
    gauges::Gauges,
    queue::Queue,
    readers::Readers,
    tail::Tail,
    writer::Writer,
};

/// The log of one folder, open for writing. Dropping it closes it.
#[derive(Debug)]
pub struct SqliteStore {
    queue: Arc<Queue>,
    readers: Arc<Readers>,
    gauges: Arc<Gauges>,
    tail: Arc<Tail>,
    /// Its sender lives in the writer, so that whoever waits for the head learns of the close.
    head: watch::Receiver<Position>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl SqliteStore {
    /// Opens the log in `folder`, which is made if it is not there; an older format is brought up to date.
    ///
    /// # Errors
    /// Every [`OpenError`] but `Missing` and `OlderFormat`. Nothing is ever repaired or replaced.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        Self::open_with(folder, Pace::SERVING)
    }

    /// As [`open`](Self::open), at another pace.
    ///
    /// # Errors
    /// The same.
    pub fn open_with(folder: &Path, pace: Pace) -> Result<Self, OpenError> {
        let lock = folder::claim(folder)?;
        Self::open_at(folder.join(LOG_FILE), pace, lock)
    }

    fn open_at(path: PathBuf, pace: Pace, lock: FolderLock) -> Result<Self, OpenError> {
        let connection = folder::open_for_writing(&path, pace)?;
        let (queue, gauges, tail) = (Arc::<Queue>::default(), Arc::<Gauges>::default(), Arc::<Tail>::default());
        let (writer, head) = Writer::new(connection, &path, pace, queue.clone(), gauges.clone(), tail.clone(), lock)?;
        let writer = thread::Builder::new()
            .name("log-writer".into())
            .spawn(move || writer.run())
            .map_err(|source| OpenError::Io { path: path.clone(), source })?;
        let readers = Arc::new(Readers::new(path));
        Ok(Self { queue, readers, gauges, tail, head, writer: Mutex::new(Some(writer)) })
    }

    /// Records what still waits, folds the write-ahead log into the file and frees the folder. Afterwards every call
    /// answers `Closed`. Blocks for as long as that takes.
    pub fn close(&self) {
        self.queue.close();
        self.readers.close();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if writer.is_some_and(|writer| writer.join().is_err()) {
            tracing::error!("the log's writer panicked");
        }
        self.tail.clear();
    }

    /// How many commits, each one sync, have succeeded since the log was opened.
    pub fn commits(&self) -> u64 {
        self.gauges.commits()
    }

    /// Lets the log file grow to `bytes` (whole pages; `None`: as far as the disk goes) and no further: beyond, appends
    /// answer `Full` until it is raised. Holds from the next group on; a file that is already larger stays as it is.
    pub fn limit_log(&self, bytes: Option<u64>) {
        self.gauges.limit_pages(bytes.map(|bytes| bytes / schema::PAGE_BYTES));
    }
}

/// A log that is filled before it is one, e.g. of an export: whole or not at all.
#[derive(Debug)]
pub struct Filling {
    store: SqliteStore,
    unfinished: Unfinished,
}

impl Filling {
    /// Begins in `folder`, which is made if it is not there; what one before has left, who was cut off, goes.
    ///
    /// # Errors
    /// `Exists` when there is a log; `InUse`, `Full`, `Io`, `Sqlite`.
    pub fn begin(folder: &Path) -> Result<Self, OpenError> {
        let (lock, path) = (folder::claim(folder)?, folder.join(LOG_FILE));
        if folder::is_there(&path)? {
            return Err(OpenError::Exists { path });
        }
        let unfinished = Unfinished::log(&path, Pace::SERVING)?;
        let store = SqliteStore::open_at(unfinished.at().into(), Pace::SERVING, lock)?;
        Ok(Self { store, unfinished })
    }

    /// What is appended here is not in the folder's log yet.
    pub fn store(&self) -> &SqliteStore {
        &self.store
    }

    /// Makes it the folder's log. Whoever would begin one meanwhile finds this one in use.
    ///
    /// # Errors
    /// `Io`.
    pub fn finish(self) -> Result<(), OpenError> {
        self.store.close();
        self.unfinished.finish(|_| Ok(()))
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.close();
    }
}

impl EventStore for SqliteStore {
    fn append(&self, append: Append) -> Ticket<Result<Appended, AppendError>> {
        let place = self.queue.push(append);
        Box::pin(async move { place?.await.unwrap_or(Err(StoreError::Closed.into())) })
    }

    fn read_stream(&self, stream: &str, from: Revision, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        self.readers.read_stream(stream, from, limit)
    }

    fn read_all(&self, after: Position, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        match self.tail.after(after, limit) {
            Some(events) => Box::pin(ready(Ok(events))),
            None => self.readers.read_all(after, limit, *self.head.borrow()),
        }
    }

    fn read_id(&self, id: Uuid) -> Ticket<Result<Option<Recorded>, StoreError>> {
        self.readers.read_id(id)
    }

    fn failure(&self) -> Option<StoreError> {
        self.gauges.failure().cloned()
    }

    fn head(&self) -> watch::Receiver<Position> {
        let mut head = self.head.clone();
        head.mark_unchanged();
        head
    }
}
