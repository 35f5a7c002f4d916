//! Moving what is durable from the write-ahead log into the file, without making writers wait for it.
//!
//! A thread of its own copies along every few megabytes. Under load it never catches up, so the write-ahead log would
//! grow for as long as the load lasts; past a limit the writer itself finishes the copy and starts the log over.

use std::{
    cell::Cell,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
};

use rusqlite::{Connection, config::DbConfig};

use crate::{
    error::{OpenError, write_fault},
    gauges::Gauges,
    pace::Pace,
    schema::PAGE_BYTES,
};

thread_local! {
    /// Pages in the write-ahead log after the last commit of this thread. `SQLite` tells a plain function only.
    static WAL_PAGES: Cell<u64> = const { Cell::new(0) };
}

/// Of two checkpoints at once `SQLite` refuses one, whatever its patience; so they take turns.
type Turn = Arc<Mutex<()>>;

/// The writer's side. Dropping it ends the thread.
#[derive(Debug)]
pub struct Checkpoints {
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    turn: Turn,
    gauges: Arc<Gauges>,
    pace: Pace,
    copied_bytes: u64,
    restart_bytes: u64,
}

impl Checkpoints {
    pub fn start(path: &Path, pace: Pace, gauges: Arc<Gauges>) -> Result<Self, OpenError> {
        let failed = |source| OpenError::sqlite(path, source);
        let connection = Connection::open(path).map_err(failed)?;
        copy_at_close(&connection, false).map_err(failed)?;
        let (wake, woken) = sync_channel(1);
        let turn = Turn::default();
        let (its_turn, its_gauges) = (turn.clone(), gauges.clone());
        let thread = thread::Builder::new()
            .name("log-checkpoints".into())
            .spawn(move || copy_along(&connection, &woken, &its_turn, &its_gauges))
            .map_err(|source| OpenError::Io { path: path.into(), source })?;
        let restart_bytes = pace.restart_bytes;
        Ok(Self { wake: Some(wake), thread: Some(thread), turn, gauges, pace, copied_bytes: 0, restart_bytes })
    }

    /// To be called by the writer's thread, between commits of `writer`.
    pub fn after_commit(&mut self, writer: &Connection) {
        let wal_bytes = WAL_PAGES.get() * PAGE_BYTES;
        if wal_bytes < self.copied_bytes {
            (self.copied_bytes, self.restart_bytes) = (0, self.pace.restart_bytes);
        }
        if wal_bytes >= self.restart_bytes {
            // When a reader stands in the way, the next attempt is a whole limit away: each may wait for the reader.
            self.restart_bytes = wal_bytes + self.pace.restart_bytes;
            self.copied_bytes = wal_bytes;
            in_turn(&self.turn, &self.gauges, || checkpoint(writer, "RESTART"));
        } else if wal_bytes - self.copied_bytes >= self.pace.copy_bytes {
            self.copied_bytes = wal_bytes;
            // Full: it is awake already.
            let _ = self.wake.as_ref().map(|wake| wake.try_send(()));
        }
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.wake = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the log's checkpoints panicked");
        }
    }
}

/// Lets `after_commit` know how long the write-ahead log is. Also ends `SQLite`'s own automatic checkpoints, which would
/// run within the writer's commits. To be called by the writer's thread.
pub fn watch_wal(writer: &Connection) {
    writer.wal_hook(Some(|_, pages| {
        WAL_PAGES.set(u64::try_from(pages).unwrap_or(0));
        Ok(())
    }));
}

/// Moves everything into the file and leaves the write-ahead log empty, or as short as other readers let it be.
pub fn empty_wal(writer: &Connection) -> rusqlite::Result<()> {
    checkpoint(writer, "TRUNCATE").map(drop)
}

/// Whether the connection, if it is the last, copies what there is when it is closed, and removes the write-ahead log.
pub fn copy_at_close(connection: &Connection, does: bool) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !does).map(drop)
}

fn copy_along(connection: &Connection, woken: &Receiver<()>, turn: &Turn, gauges: &Gauges) {
    while woken.recv().is_ok() {
        in_turn(turn, gauges, || checkpoint(connection, "PASSIVE"));
    }
}

/// Answers whether something stood in the way. The events are durable either way.
fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<bool> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| row.get(0))
}

fn in_turn(turn: &Turn, gauges: &Gauges, checkpoint: impl FnOnce() -> rusqlite::Result<bool>) {
    let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
    if gauges.failure().is_some() {
        return;
    }
    match checkpoint() {
        Ok(false) => {}
        Ok(true) => tracing::debug!("a reader holds the write-ahead log"),
        Err(error) => {
            tracing::warn!(%error, "the write-ahead log could not be copied into the log file");
            gauges.note(&write_fault(&error, 0));
        }
    }
}
