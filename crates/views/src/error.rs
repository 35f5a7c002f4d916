use event_store::{Position, StoreError};
use projections::model::LoadError;
use thiserror::Error;
use uuid::Uuid;

/// Why a view could not be brought forward or asked.
#[derive(Debug, Error)]
pub enum ViewError {
    /// Delete the file: it is built anew from the log.
    #[error("the file of the views cannot be used ({0}); it may be deleted, and is then built anew")]
    File(#[from] rusqlite::Error),
    /// What there is of it is left to the log.
    #[error("{free_bytes} bytes are free on the disk of the views; the last {left_bytes} are the log's")]
    NoRoom { free_bytes: u64, left_bytes: u64 },
    #[error("the file of the views has format {found}; this program knows format {known}")]
    NewerFormat { found: i64, known: i64 },
    #[error("the file {path} does not hold views")]
    NotViews { path: String },
    #[error("rows of the views cannot be used ({0}); rebuild the view")]
    Rows(#[from] LoadError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the event at position {position} cannot be read: {detail}")]
    CorruptEvent { position: Position, detail: String },
    /// The end of the log was lost, or it is another log. A rebuild makes rows of the log as it is.
    #[error("rows rest on event {event} at position {position}, which is not there in the log")]
    NotInLog { position: Position, event: Uuid },
    /// The view stands still since an event that cannot be read.
    #[error("view {view} has stopped: {detail}")]
    Stopped { view: String, detail: String },
    #[error("there is no view {view}")]
    UnknownView { view: String },
    #[error("view {view} cannot be filtered by {column}; it can by: {known}")]
    UnknownFilter { view: String, column: String, known: String },
    #[error("{value} is not a value of {column}, which is of type {expected}")]
    BadFilter { column: String, value: String, expected: &'static str },
    #[error("{key} is not the key of a row of {view}")]
    BadKey { view: String, key: String },
    #[error("no answer of {view} goes on there")]
    BadCursor { view: String },
    /// Try again later.
    #[error("{replays_max} whole views are being replayed already")]
    Busy { replays_max: usize },
    #[error("the system gives the views no threads: {0}")]
    NoThreads(#[from] rayon::ThreadPoolBuildError),
    #[error("work on the views was interrupted: {0}")]
    Interrupted(String),
}

impl ViewError {
    /// Is it the file that is no good, which may be deleted?
    pub fn damage(&self) -> Option<String> {
        let damaged = |error: &rusqlite::Error| match error.sqlite_error_code() {
            Some(code) => matches!(code, rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt),
            // A value that is none of its column.
            None => true,
        };
        match self {
            Self::NotViews { .. } => Some("no_views".into()),
            Self::File(error) if damaged(error) => Some(format!("structure_damaged: {error}")),
            _ => None,
        }
    }

    /// May the same be tried again in a moment?
    pub fn passes(&self) -> bool {
        match self {
            Self::Store(error) => !matches!(error, StoreError::Corrupt { .. } | StoreError::Closed),
            Self::File(rusqlite::Error::SqliteFailure(error, _)) => matches!(
                error.code,
                rusqlite::ErrorCode::DatabaseBusy
                    | rusqlite::ErrorCode::DatabaseLocked
                    | rusqlite::ErrorCode::DiskFull
                    | rusqlite::ErrorCode::OutOfMemory
                    | rusqlite::ErrorCode::SystemIoFailure
            ),
            Self::Busy { .. } | Self::NoRoom { .. } => true,
            _ => false,
        }
    }
}
