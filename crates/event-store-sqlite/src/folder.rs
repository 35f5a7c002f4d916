//! The data folder: one process writes it, and its log file is created whole or not at all.

use std::{
    ffi::OsStr,
    fs::{self, File, TryLockError},
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    time::Duration,
};

use event_store::{Position, planted};
use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::{
    checkpoints,
    error::OpenError,
    log,
    pace::Pace,
    schema::{self, MIGRATIONS, PAGE_BYTES},
    wal,
};

pub const LOG_FILE: &str = "events.sqlite";
pub const LOCK_FILE: &str = "wengang.lock";

/// What follows the name of a file until it is whole.
const UNFINISHED: &str = ".new";
/// A file, and what `SQLite` puts beside it.
const COMPANIONS: [&str; 4] = ["", "-wal", "-shm", "-journal"];
/// How long a connection waits for another to let go, e.g. a stock `sqlite3` that somebody runs on the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);
/// Pages the writer keeps in memory, mostly of the index of ids.
const WRITER_CACHE_KIB: i64 = 64 << 10;
/// What is mapped of the file for a long read; the rest is copied.
const MAPPED_BYTES_MAX: i64 = 1 << 30;

/// The right to write a folder, for as long as it is held.
#[derive(Debug)]
pub struct FolderLock {
    file: File,
}

impl Drop for FolderLock {
    /// A close alone would leave the folder claimed for as long as a process that is just being started has a copy of all that
    /// was open.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

/// Makes the folder if need be and claims it for this process.
pub fn claim(folder: &Path) -> Result<FolderLock, OpenError> {
    let path = folder.join(LOCK_FILE);
    let failed = |source| OpenError::Io { path: path.clone(), source };
    make_folder(folder).map_err(failed)?;
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(FolderLock { file }),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { folder: folder.into() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// With all that it lies in. An event is as durable as the names of the folders that lead to it.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder_of(folder);
    make_folder(above)?;
    match fs::create_dir(folder) {
        Err(error) if !folder.is_dir() => return Err(error),
        _ => {}
    }
    sync_folder(above)
}

/// What a file or folder lies in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// The writing connection to the log of that name, in the newest format, with nothing left in the write-ahead log. The folder
/// is claimed.
pub fn open_for_writing(path: &Path, pace: Pace) -> Result<Connection, OpenError> {
    if !is_there(path)? {
        create(path, pace)?;
    }
    loses_no_commits(path)?;
    let failed = |source| OpenError::sqlite(path, source);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    let found = schema::format_of(&connection, path, MIGRATIONS)?;
    prepare_for_writing(&connection, pace).map_err(failed)?;
    // A killed process may have left commits that no sync has covered. Readers must not see them before one has. When that
    // fails it is not tried again at the close.
    checkpoints::copy_at_close(&connection, false).map_err(failed)?;
    checkpoints::empty_wal(&connection).map_err(failed)?;
    schema::migrate(&mut connection, found, MIGRATIONS).map_err(failed)?;
    Ok(connection)
}

/// Of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Its few pages are copied: what is mapped is unmapped by each commit of the writer, which costs more than it spares.
    Short,
    /// Its many pages are mapped.
    Long,
}

/// A connection that can only read, to a file that is a log.
pub fn open_for_reading(path: &Path, length: Length) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "mmap_size", if length == Length::Long { MAPPED_BYTES_MAX } else { 0 })?;
    // Else a statement is planned anew for each limit that is bound, which takes as long as a short read.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

/// Checks that `folder` holds a log this program can read, and where the log ends.
pub fn last_position(folder: &Path) -> Result<Position, OpenError> {
    last_position_of(&folder.join(LOG_FILE))
}

/// The same of a log file by its own name.
pub fn last_position_of(path: &Path) -> Result<Position, OpenError> {
    if !is_there(path)? {
        return Err(OpenError::Missing { path: path.into() });
    }
    loses_no_commits(path)?;
    let failed = |source| OpenError::sqlite(path, source);
    let connection = open_for_reading(path, Length::Short).map_err(failed)?;
    let (found, supported) = (schema::format_of(&connection, path, MIGRATIONS)?, schema::newest(MIGRATIONS));
    if found < supported {
        return Err(OpenError::OlderFormat { path: path.into(), found, supported });
    }
    Ok(log::last_position(&connection).map_err(failed)?.cast_unsigned())
}

fn create(path: &Path, pace: Pace) -> Result<(), OpenError> {
    Unfinished::begin(path)?.finish(|at| make(at, pace))
}

/// The tables of a log, in the newest format.
fn make(path: &Path, pace: Pace) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    // Only before the first table can the size of pages be chosen.
    connection.pragma_update(None, "page_size", PAGE_BYTES.cast_signed())?;
    prepare_for_writing(&connection, pace)?;
    schema::migrate(&mut connection, 0, MIGRATIONS)?;
    // A close does not say that there is no room for it.
    checkpoints::empty_wal(&connection)?;
    connection.close().map_err(|(_, error)| error)
}

/// A file that is built under another name and moved into place, so that a log file that is empty or half made is always damage
/// and never a beginning. What is not finished, perhaps for want of room, does not go on taking it.
#[derive(Debug)]
pub struct Unfinished {
    path: PathBuf,
    /// Where it is built.
    at: PathBuf,
    /// Locked, since two who build the same would build on each other's file.
    file: File,
    finished: bool,
}

impl Unfinished {
    /// # Errors
    /// `InUse` while somebody else builds it.
    pub fn begin(path: &Path) -> Result<Self, OpenError> {
        let at = beside(path, if planted("build_in_place") { "" } else { UNFINISHED });
        let failed = |source| OpenError::Io { path: at.clone(), source };
        let file = loop {
            let file = open_or_replace(&at).map_err(|source| match source.kind() {
                io::ErrorKind::NotFound => OpenError::Io { path: folder_of(path).into(), source },
                _ => failed(source),
            })?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(OpenError::InUse { folder: at }),
                // Where there are no locks it is built without one.
                Err(TryLockError::Error(_)) => break file,
                Ok(()) if is_named(&file, &at).map_err(failed)? => break file,
                // Whoever had the lock has moved it into place.
                Ok(()) => {}
            }
        };
        let begun = Self { path: path.into(), at, file, finished: false };
        begun.empty().map_err(|source| OpenError::Io { path: begun.at.clone(), source })?;
        Ok(begun)
    }

    /// The same as a log without events, which others fill.
    pub fn log(path: &Path, pace: Pace) -> Result<Self, OpenError> {
        let begun = Self::begin(path)?;
        make(&begun.at, pace).map_err(|source| OpenError::sqlite(&begun.at, source))?;
        Ok(begun)
    }

    pub fn at(&self) -> &Path {
        &self.at
    }

    pub fn finish<T>(mut self, build: impl FnOnce(&Path) -> rusqlite::Result<T>) -> Result<T, OpenError> {
        let failed = |source| OpenError::Io { path: self.at.clone(), source };
        let built = build(&self.at).map_err(|source| OpenError::sqlite(&self.at, source))?;
        // In which some of it would be left behind.
        let wal = beside(&self.at, "-wal");
        if fs::metadata(&wal).is_ok_and(|left| left.len() > 0) {
            return Err(OpenError::Io { path: wal, source: io::Error::other("it could not be copied into its file") });
        }
        self.file.sync_all().map_err(failed)?;
        self.remove(&COMPANIONS[1..]);
        fs::rename(&self.at, &self.path).map_err(failed)?;
        self.finished = true;
        sync_folder(folder_of(&self.path)).map_err(|source| OpenError::Io { path: self.path.clone(), source })?;
        Ok(built)
    }

    fn remove(&self, companions: &[&str]) {
        for there in companions.iter().map(|suffix| beside(&self.at, suffix)) {
            let _ = fs::remove_file(there);
        }
    }

    /// Of what one before, who was cut off, has left.
    fn empty(&self) -> io::Result<()> {
        self.file.set_len(0)?;
        for leftover in COMPANIONS[1..].iter().map(|suffix| beside(&self.at, suffix)) {
            if leftover.try_exists()? {
                fs::remove_file(leftover)?;
            }
        }
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // If it must stay, the next one empties it. What is finished has left the name to others.
        if !self.finished {
            self.remove(&COMPANIONS);
        }
    }
}

/// What somebody else's program has left there under this name, or a link to another place, goes.
fn open_or_replace(at: &Path) -> io::Result<File> {
    let open = || File::options().create(true).truncate(false).write(true).open(at);
    if fs::symlink_metadata(at).is_ok_and(|found| found.is_symlink()) {
        fs::remove_file(at)?;
    }
    open().or_else(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => fs::remove_file(at).and_then(|()| open()),
        _ => Err(error),
    })
}

/// Whether this is still the file of that name.
fn is_named(file: &File, path: &Path) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(named) => file.metadata().map(|own| (own.dev(), own.ino()) == (named.dev(), named.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether this is what whoever was making a log file has left when it was cut off.
pub fn is_left_unfinished(name: &OsStr) -> bool {
    name == LOCK_FILE || COMPANIONS.iter().any(|suffix| *name == *format!("{LOG_FILE}{UNFINISHED}{suffix}"))
}

fn prepare_for_writing(connection: &Connection, pace: Pace) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    let synchronous = match () {
        () if planted("never_sync") => "off",
        () if planted("sync_at_checkpoints_alone") => "normal",
        () => "full",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    connection.pragma_update(None, "journal_size_limit", pace.restart_bytes.cast_signed())
}

/// Whether the log file is there. Without it, a write-ahead log that is still there holds somebody's events.
pub fn is_there(path: &Path) -> Result<bool, OpenError> {
    let exists = |path: &Path| path.try_exists().map_err(|source| OpenError::Io { path: path.into(), source });
    if path.is_dir() {
        return Err(OpenError::Io { path: path.into(), source: io::ErrorKind::IsADirectory.into() });
    }
    if exists(path)? {
        return Ok(true);
    }
    if exists(&beside(path, "-wal"))? {
        return Err(OpenError::Corrupt { path: path.into(), detail: "wal_alone".into() });
    }
    Ok(false)
}

/// `SQLite` would open the log as if those behind damage had never been.
fn loses_no_commits(file: &Path) -> Result<(), OpenError> {
    let path = beside(file, "-wal");
    match wal::damage(&path, file) {
        Ok(Some(wal::Damaged { sound_bytes, .. })) if !planted("pass_over_damage") => {
            Err(OpenError::WalDamaged { path, sound_bytes })
        }
        Ok(_) => Ok(()),
        Err(source) => Err(OpenError::Io { path, source }),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use tempfile::tempdir;

    use super::*;

    #[test]
    fn what_one_builds_nobody_else_builds_meanwhile_and_what_is_not_finished_goes() {
        let folder = tempdir().expect("a folder");
        let path = folder.path().join("backup");
        let begun = Unfinished::begin(&path).expect("free");
        assert!(matches!(Unfinished::begin(&path), Err(OpenError::InUse { .. })));
        drop(begun);
        assert_eq!(fs::read_dir(folder.path()).expect("lists").count(), 0);
        Unfinished::begin(&path).expect("free again").finish(|at| Connection::open(at).map(drop)).expect("built");
        assert_eq!(fs::read_dir(folder.path()).expect("lists").count(), 1);
    }

    #[test]
    fn a_link_that_is_there_is_not_followed() {
        let folder = tempdir().expect("a folder");
        let [path, link, target] = ["backup", "backup.new", "target"].map(|name| folder.path().join(name));
        fs::write(&target, "somebody's").expect("written");
        std::os::unix::fs::symlink(&target, link).expect("made");
        Unfinished::begin(&path).expect("free").finish(|at| Connection::open(at).map(drop)).expect("built");
        assert!(fs::symlink_metadata(&path).expect("there").is_file());
        assert_eq!(fs::read(&target).expect("readable"), b"somebody's");
    }

    #[test]
    fn a_copy_that_a_starting_process_has_keeps_nobody_out() {
        let folder = tempdir().expect("a folder");
        let lock = claim(folder.path()).expect("free");
        assert!(matches!(claim(folder.path()), Err(OpenError::InUse { .. })));
        let _copy = lock.file.try_clone().expect("a copy");
        drop(lock);
        claim(folder.path()).expect("free again");
    }
}
