//! Why a log does not open, and what a fault of `SQLite` means to the port.

use std::{io, path::PathBuf};

use event_store::{Position, StoreError, planted};
use rusqlite::{
    ErrorCode,
    ffi::{self, SQLITE_IOERR_SHMSIZE},
};
use thiserror::Error;

/// Why the log of a folder cannot be opened. A log that is there is left as it was.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error("{folder} is in use by another process")]
    InUse { folder: PathBuf },
    #[error("{path} has format {found}; this program reads up to {supported}: use a newer one")]
    NewerFormat { path: PathBuf, found: u32, supported: u32 },
    /// Only a writer brings an older format up to date.
    #[error("{path} has format {found}, this program reads {supported}: start the server on it once")]
    OlderFormat { path: PathBuf, found: u32, supported: u32 },
    #[error("{path} is not an event log of Wengang")]
    NotALog { path: PathBuf },
    #[error("there is no event log at {path}")]
    Missing { path: PathBuf },
    #[error("{path} is there already")]
    Exists { path: PathBuf },
    #[error("{path} is corrupt: {detail}")]
    Corrupt { path: PathBuf, detail: String },
    /// Commits that were synced stand in the write-ahead log behind damage, past which nothing can be read.
    #[error("{path} is damaged after byte {sound_bytes}, and holds commits behind that")]
    WalDamaged { path: PathBuf, sound_bytes: u64 },
    /// No space left on the device.
    #[error("no space left for {path}: {detail}")]
    Full { path: PathBuf, detail: String },
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    #[error("{path}: {source}")]
    Sqlite { path: PathBuf, source: rusqlite::Error },
}

impl OpenError {
    pub(crate) fn sqlite(path: impl Into<PathBuf>, source: rusqlite::Error) -> Self {
        let path = path.into();
        if let StoreError::Full(detail) = fault(&source, 0) {
            return Self::Full { path, detail };
        }
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotALog { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt { path, detail: format!("structure_damaged: {source}") },
            _ => Self::Sqlite { path, source },
        }
    }
}

/// What a fault means to whoever writes. Room that was missing may be there later, and so may be a lock; after anything else
/// nobody knows what the disk holds, so nothing more may be built on it.
pub(crate) fn write_fault(error: &rusqlite::Error, near: Position) -> StoreError {
    match fault(error, near) {
        passes @ (StoreError::Full(_) | StoreError::Busy(_)) if !planted("full_for_ever") => passes,
        fails => StoreError::Failed(fails.to_string()),
    }
}

/// Whether it is room that was missing.
pub fn is_full(error: &rusqlite::Error) -> bool {
    // The second is SQLite's answer when the shared index of the write-ahead log finds no space.
    let is_full = |cause: &ffi::Error| cause.code == ErrorCode::DiskFull || cause.extended_code == SQLITE_IOERR_SHMSIZE;
    error.sqlite_error().is_some_and(is_full)
}

/// `near`: the position being read or written when it happened.
pub(crate) fn fault(error: &rusqlite::Error, near: Position) -> StoreError {
    let detail = error.to_string();
    match error.sqlite_error() {
        Some(_) if is_full(error) => StoreError::Full(detail),
        Some(cause) if matches!(cause.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt { position: near, detail: format!("structure_damaged: {detail}") }
        }
        Some(cause) if matches!(cause.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Busy(detail)
        }
        Some(_) => StoreError::Io(detail),
        // Not SQLite but what it gave: a column of another type than the schema's.
        None => StoreError::Corrupt { position: near, detail: format!("structure_damaged: {detail}") },
    }
}
