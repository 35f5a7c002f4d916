//! Reading a log while another process may be writing it.

use std::{path::Path, sync::Arc};

use event_store::{Append, AppendError, Appended, EventStore, Position, Recorded, Revision, StoreError, Ticket};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    error::OpenError,
    folder::{self, LOG_FILE},
    readers::Readers,
};

/// The log of one folder, open for reading only: takes no lock and writes nothing. It is an [`EventStore`] so that
/// whatever folds a log can fold this one; `append` answers `Closed`. Its head moves at [`SqliteReader::refresh`] alone.
#[derive(Debug)]
pub struct SqliteReader {
    readers: Arc<Readers>,
    head: watch::Sender<Position>,
}

impl SqliteReader {
    /// Opens the log in `folder`, which must be there in the format of this program.
    ///
    /// # Errors
    /// Every [`OpenError`] but `InUse`.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        Self::open_file(&folder.join(LOG_FILE))
    }

    /// The same of a log file by its own name, e.g. of a backup.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn open_file(path: &Path) -> Result<Self, OpenError> {
        let head = folder::last_position_of(path)?;
        Ok(Self { readers: Arc::new(Readers::new(path.into())), head: watch::Sender::new(head) })
    }

    /// Looks how far the log has come, moves the head there and answers it.
    ///
    /// # Errors
    /// `Corrupt` when the log is shorter than it was; `Io`.
    pub async fn refresh(&self) -> Result<Position, StoreError> {
        let last = self.readers.last_position().await?;
        let known = *self.head.borrow();
        if last < known {
            return Err(StoreError::Corrupt { position: known, detail: "end_missing".into() });
        }
        self.head.send_if_modified(|head| std::mem::replace(head, last.max(*head)) < last);
        Ok(last)
    }

    /// Whether the file's pages, rows and indexes belong together: damage that hides an event from one read and not from
    /// another. Takes about as long as reading all of it.
    ///
    /// # Errors
    /// `Corrupt`, with the position of an event where there is one to name; `Io`.
    pub async fn structure(&self) -> Result<(), StoreError> {
        self.readers.structure().await
    }

    /// Where these revisions of streams stand, as the index says; `None` for what is not recorded.
    ///
    /// # Errors
    /// `Io`, `Corrupt`.
    pub async fn positions(&self, of: Vec<(Arc<str>, Revision)>) -> Result<Vec<Option<Position>>, StoreError> {
        self.readers.positions(of).await
    }
}

impl EventStore for SqliteReader {
    fn append(&self, _: Append) -> Ticket<Result<Appended, AppendError>> {
        Box::pin(std::future::ready(Err(StoreError::Closed.into())))
    }

    fn read_stream(&self, stream: &str, from: Revision, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        self.readers.read_stream(stream, from, limit)
    }

    fn read_all(&self, after: Position, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        self.readers.read_all(after, limit, *self.head.borrow())
    }

    fn read_id(&self, id: Uuid) -> Ticket<Result<Option<Recorded>, StoreError>> {
        self.readers.read_id(id)
    }

    fn head(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }
}
