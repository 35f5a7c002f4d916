//! A backup: the log as one file that any `sqlite3` opens, made while others write, and put back into an empty folder.

use std::{fs, path::Path};

use event_store::{Position, planted};
use rusqlite::{Connection, backup::Backup};

use crate::{
    error::OpenError,
    folder::{self, LOG_FILE, Length, Unfinished},
    log,
};

/// Copies the log in `folder` into the new file `to`, as it durably stands at one moment, and answers where it ends. Whoever
/// writes the log goes on doing so. The file is there whole, under its name, or not at all.
///
/// # Errors
/// `Exists`, when there is a file of that name; `InUse` while another backup makes one; else as for
/// [`SqliteReader::open`](crate::SqliteReader::open), and `Io`.
pub fn back_up(folder: &Path, to: &Path) -> Result<Position, OpenError> {
    let exists = || to.try_exists().map_err(|source| OpenError::Io { path: to.into(), source });
    if exists()? {
        return Err(OpenError::Exists { path: to.into() });
    }
    folder::last_position(folder)?;
    let path = folder.join(LOG_FILE);
    let log = folder::open_for_reading(&path, Length::Long).map_err(|source| OpenError::sqlite(&path, source))?;
    let begun = Unfinished::begin(to)?;
    // Another one may have come to its end meanwhile.
    if exists()? {
        return Err(OpenError::Exists { path: to.into() });
    }
    copy(&log, begun)
}

/// Puts a backup back as the log of `folder`, which is made if it is not there and must be empty if it is, but for what a
/// restore that was cut off has left.
///
/// # Errors
/// `Exists`, naming what is in the folder; else as for [`SqliteReader::open_file`](crate::SqliteReader::open_file), and `Io`.
pub fn restore(from: &Path, folder: &Path) -> Result<Position, OpenError> {
    folder::last_position_of(from)?;
    is_empty(folder)?;
    let _lock = folder::claim(folder)?;
    // Another one may have come to its end meanwhile.
    is_empty(folder)?;
    let backup = folder::open_for_reading(from, Length::Long).map_err(|source| OpenError::sqlite(from, source))?;
    copy(&backup, Unfinished::begin(&folder.join(LOG_FILE))?)
}

fn is_empty(folder: &Path) -> Result<(), OpenError> {
    match first_entry(folder)?.filter(|_| !planted("restore_over_anything")) {
        Some(path) => Err(OpenError::Exists { path }),
        None => Ok(()),
    }
}

fn first_entry(folder: &Path) -> Result<Option<std::path::PathBuf>, OpenError> {
    let failed = |source| OpenError::Io { path: folder.into(), source };
    if !folder.try_exists().map_err(failed)? {
        return Ok(None);
    }
    let mut entries = fs::read_dir(folder).map_err(failed)?;
    let found =
        entries.find(|entry| entry.as_ref().map_or(true, |entry| !folder::is_left_unfinished(&entry.file_name())));
    found.transpose().map(|entry| entry.map(|entry| entry.path())).map_err(failed)
}

/// In one step, hence in one transaction of the reader: copied bit by bit it would start over with each commit of the writer.
fn copy(log: &Connection, to: Unfinished) -> Result<Position, OpenError> {
    to.finish(|unfinished| {
        let mut file = Connection::open(unfinished)?;
        if planted("back_up_the_file_alone") {
            drop(log.path().map(|log| fs::copy(log, unfinished)));
        } else {
            Backup::new(log, &mut file)?.step(-1)?;
        }
        // A file of its own, which also opens where nothing can be written beside it.
        file.pragma_update(None, "journal_mode", "delete")?;
        let last = log::last_position(&file)?;
        file.close().map_err(|(_, error)| error)?;
        Ok(last.cast_unsigned())
    })
}
