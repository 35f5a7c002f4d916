//! The read side: folds the log into the rows of the [projections], keeps them in one SQLite file, answers from it, and
//! replays them on two clocks.
//!
//! Rows are disposable: the file can be deleted at any time and is built anew from the log. So it is written without a
//! sync, and a projection whose version or columns changed starts from nothing.
//!
//! [`Views`] is what a server holds; [`Replays`] works beside it, on the log alone.

mod batch;
mod error;
mod file;
mod query;
mod replay;
mod room;
mod rows;
mod runner;
mod threads;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use event_store::{EventStore, Position};
use projections::model::Projection;
use tokio::sync::{Notify, watch};

pub use error::ViewError;
pub use query::{Answer, Query};
pub use replay::{Bounds, Replayed, Replays};
pub use runner::{CaughtUp, Lag};

use crate::{file::Checkpoint, threads::Threads};

/// Events decoded and folded together at most.
pub const BATCH_EVENTS_MAX: usize = 16_384;
/// Rows that all views together have at work at most while they catch up; then they are written.
pub const ROWS_HELD_MAX: usize = 393_216;
/// What views leave of the disk to the log beside them.
pub const ROOM_LEFT_BYTES: u64 = 256 << 20;
/// Rows that one replayed list has at work at most.
pub const REPLAY_ROWS_HELD_MAX: usize = 65_536;
/// Rows in one answer at most.
pub const ROWS_MAX: usize = 1_000;
/// Whole lists replayed at the same time at most.
pub const REPLAYS_MAX: usize = 2;
/// Events from which one row is replayed at most; above, its whole list is.
pub const ROW_EVENTS_MAX: usize = 50_000;

/// The file in the data folder.
pub const FILE: &str = "views.sqlite";

/// The views of one data folder. One process writes them; clones share everything.
#[derive(Clone)]
pub struct Views(Arc<Inner>);

struct Inner {
    path: PathBuf,
    projections: Vec<Followed>,
    work: Mutex<file::Work>,
    readers: Mutex<Vec<rusqlite::Connection>>,
    /// A rebuild was asked for.
    kick: Notify,
    /// Why nobody follows the log any more.
    ended: OnceLock<String>,
    limits: Limits,
    threads: Arc<Threads>,
    replays: Replays,
}

/// What bounds views that catch up.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub batch_events_max: usize,
    pub rows_held_max: usize,
    /// What views leave of the disk.
    pub room_left_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { batch_events_max: BATCH_EVENTS_MAX, rows_held_max: ROWS_HELD_MAX, room_left_bytes: ROOM_LEFT_BYTES }
    }
}

/// A projection and how far its rows have come.
struct Followed {
    projection: &'static Projection,
    progress: watch::Sender<Progress>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Progress {
    position: Position,
    /// Why it goes no further.
    stopped: Option<Arc<str>>,
}

impl Views {
    /// Opens or makes the file in this folder, with the tables of these projections; those whose version or columns
    /// changed lose their rows and start from nothing.
    pub fn open(folder: &Path, projections: &[&'static Projection]) -> Result<Self, ViewError> {
        Self::open_with(folder, projections, Limits::default())
    }

    /// As [`open`](Self::open), with other limits.
    pub fn open_with(folder: &Path, projections: &[&'static Projection], limits: Limits) -> Result<Self, ViewError> {
        let path = folder.join(FILE);
        let work = file::Work::open(&path, projections)?;
        let follow = |side: &file::Side| {
            let progress = watch::Sender::new(Progress { position: side.kept.position, stopped: None });
            Followed { projection: side.projection, progress }
        };
        let threads = Arc::new(Threads::start()?);
        Ok(Self(Arc::new(Inner {
            projections: work.sides.iter().map(follow).collect(),
            path,
            work: Mutex::new(work),
            readers: Mutex::default(),
            kick: Notify::new(),
            ended: OnceLock::new(),
            limits,
            replays: Replays::on(projections, threads.clone()),
            threads,
        })))
    }

    /// Two-clock replays; they need the log only.
    pub fn replays(&self) -> &Replays {
        &self.0.replays
    }

    fn table(&self, name: &str) -> Result<(&Followed, &'static projections::model::Table), ViewError> {
        let found = self.0.projections.iter().find_map(|f| Some((f, f.projection.table(name)?)));
        found.ok_or_else(|| ViewError::UnknownView { view: name.into() })
    }

    fn followed(&self, name: &str) -> Result<(usize, &Followed), ViewError> {
        let mut all = self.0.projections.iter().enumerate();
        all.find(|(_, f)| f.projection.name == name).ok_or_else(|| ViewError::UnknownView { view: name.into() })
    }
}

/// That the log still has the events up to which the rows in `folder` rest on it, if there are such rows: rows are folded of
/// durable events alone, so a log without one of these has lost its end, or is another.
///
/// # Errors
/// `NotInLog`; else of the file, or of the store.
pub async fn rest_on(
    folder: &Path,
    projections: &[&'static Projection],
    store: &dyn EventStore,
) -> Result<(), ViewError> {
    all_in_log(&file::checkpoints(&folder.join(FILE), projections)?, store).await
}

async fn all_in_log(checkpoints: &[Checkpoint], store: &dyn EventStore) -> Result<(), ViewError> {
    let mut looked = None;
    for at in checkpoints.iter().filter(|at| at.position > 0) {
        // Most stand at the same place.
        if looked.replace(at) == Some(at) {
            continue;
        }
        let found = store.read_all(at.position - 1, 1).await?;
        if found.first().is_none_or(|found| found.position != at.position || found.event.id != at.event) {
            return Err(ViewError::NotInLog { position: at.position, event: at.event });
        }
    }
    Ok(())
}

/// A panic elsewhere does not keep what is guarded here from others. Rows half folded by one are never written: whoever
/// follows the log ends by it, and a rebuild begins from nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs what waits for the disk away from the threads that serve.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ViewError> + Send + 'static,
) -> Result<T, ViewError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|gone| Err(ViewError::Interrupted(gone.to_string())))
}
