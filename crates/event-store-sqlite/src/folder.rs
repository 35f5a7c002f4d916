//! The data folder: one process writes it, and its log file is created whole or not at all.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use event_store::Position;
use rusqlite::{Connection, OpenFlags};

use crate::{
    checkpoints::{self, WalLimits},
    error::OpenError,
    log,
    schema::{self, MIGRATIONS, PAGE_BYTES},
};

pub const LOG_FILE: &str = "events.sqlite";
pub const LOCK_FILE: &str = "wengang.lock";

/// What `SQLite` puts beside a file.
const COMPANIONS: [&str; 4] = ["", "-wal", "-shm", "-journal"];
/// How long a connection waits for another to let go, e.g. a stock `sqlite3` that somebody runs on the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);
/// Pages the writer keeps in memory, mostly of the index of ids.
const WRITER_CACHE_KIB: i64 = 64 << 10;
/// What is mapped of the file for each reader; the rest is read.
const READER_MMAP_BYTES: i64 = 1 << 30;

/// The right to write a folder, for as long as it is held.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

/// Makes the folder if need be and claims it for this process.
pub fn claim(folder: &Path) -> Result<FolderLock, OpenError> {
    let path = folder.join(LOCK_FILE);
    let failed = |source| OpenError::Io { path: path.clone(), source };
    if !folder.is_dir() {
        fs::create_dir_all(folder).map_err(failed)?;
        // An event is as durable as the name of the folder it lies in.
        sync_folder(&folder.join("..")).map_err(failed)?;
    }
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(FolderLock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { folder: folder.into() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// The writing connection, in the newest format, with nothing left in the write-ahead log. The folder is claimed.
pub fn open_for_writing(folder: &Path, limits: WalLimits) -> Result<Connection, OpenError> {
    let path = folder.join(LOG_FILE);
    if !is_there(&path)? {
        create(folder, limits)?;
    }
    let failed = |source| OpenError::sqlite(&path, source);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(&path, flags).map_err(failed)?;
    let found = schema::format_of(&connection, &path, MIGRATIONS)?;
    prepare_for_writing(&connection, limits).map_err(failed)?;
    // A killed process may have left commits that no sync has covered. Readers must not see them before one has.
    checkpoints::empty_wal(&connection).map_err(failed)?;
    schema::migrate(&mut connection, found, MIGRATIONS).map_err(failed)?;
    Ok(connection)
}

/// A connection that can only read, to a file that is a log.
pub fn open_for_reading(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "mmap_size", READER_MMAP_BYTES)?;
    Ok(connection)
}

/// Checks that `folder` holds a log this program can read, and where the log ends.
pub fn last_position(folder: &Path) -> Result<Position, OpenError> {
    let path = folder.join(LOG_FILE);
    if !is_there(&path)? {
        return Err(OpenError::Missing { path });
    }
    let failed = |source| OpenError::sqlite(&path, source);
    let connection = open_for_reading(&path).map_err(failed)?;
    let (found, supported) = (schema::format_of(&connection, &path, MIGRATIONS)?, schema::newest(MIGRATIONS));
    if found < supported {
        return Err(OpenError::OlderFormat { path, found, supported });
    }
    Ok(log::last_position(&connection).map_err(failed)?.cast_unsigned())
}

/// Builds the file under another name and moves it into place, so that a log file that is empty or half made is
/// always damage and never a beginning.
fn create(folder: &Path, limits: WalLimits) -> Result<(), OpenError> {
    let path = folder.join(LOG_FILE);
    let unfinished = folder.join(format!("{LOG_FILE}.new"));
    build(&unfinished, limits).map_err(|error| match error {
        BuildError::Io(source) => OpenError::Io { path: unfinished.clone(), source },
        BuildError::Sqlite(source) => OpenError::sqlite(&unfinished, source),
    })?;
    fs::rename(&unfinished, &path).and_then(|()| sync_folder(folder)).map_err(|source| OpenError::Io { path, source })
}

#[derive(Debug)]
enum BuildError {
    Io(io::Error),
    Sqlite(rusqlite::Error),
}

impl From<io::Error> for BuildError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<rusqlite::Error> for BuildError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn build(path: &Path, limits: WalLimits) -> Result<(), BuildError> {
    for leftover in COMPANIONS.map(|suffix| beside(path, suffix)) {
        if leftover.try_exists()? {
            fs::remove_file(leftover)?;
        }
    }
    let mut connection = Connection::open(path)?;
    // Only before the first table can the size of pages be chosen.
    connection.pragma_update(None, "page_size", PAGE_BYTES.cast_signed())?;
    prepare_for_writing(&connection, limits)?;
    schema::migrate(&mut connection, 0, MIGRATIONS)?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(File::open(path)?.sync_all()?)
}

fn prepare_for_writing(connection: &Connection, limits: WalLimits) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    connection.pragma_update(None, "journal_size_limit", limits.restart_bytes.cast_signed())
}

/// Whether the log file is there. Without it, a write-ahead log that is still there holds somebody's events.
fn is_there(path: &Path) -> Result<bool, OpenError> {
    let exists = |path: &Path| path.try_exists().map_err(|source| OpenError::Io { path: path.into(), source });
    if exists(path)? {
        return Ok(true);
    }
    if exists(&beside(path, "-wal"))? {
        return Err(OpenError::Corrupt { path: path.into(), detail: "only its write-ahead log is there".into() });
    }
    Ok(false)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
