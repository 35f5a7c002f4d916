//! The data folder: the log, its views and the keys, opened for the one writer or beside it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use event_store::{EventStore, memory::MemoryStore, recorder::Recorder};
use event_store_sqlite::{LOG_FILE, OpenError, Pace, SqliteReader, SqliteStore};
use projections::model::Projection;
use views::ViewError;

use crate::{args::Global, clock::now_us, failure::Failure};

/// The log, open for writing, and the recorder upon it.
pub struct Writing {
    pub store: Arc<SqliteStore>,
    pub recorder: Arc<Recorder>,
}

/// # Errors
/// Also when the log has lost an event that the views saw: what is appended would take its position.
pub async fn open(global: &Global, pace: Pace) -> Result<Writing, Failure> {
    // An opening for writing empties the write-ahead log, in which what was lost may still be found.
    has_what_views_saw(global).await?;
    let store = Arc::new(SqliteStore::open_with(&global.data(), pace)?);
    // One of an older format can be asked only now.
    views_rest_on(global, &*store).await?;
    let recorder = Recorder::open(store.clone(), Box::new(now_us)).await?;
    Ok(Writing { store, recorder: Arc::new(recorder) })
}

/// That the log, which may not be there, has not lost an event that the views saw.
pub async fn has_what_views_saw(global: &Global) -> Result<(), Failure> {
    match SqliteReader::open(&global.data()) {
        Err(OpenError::Missing { .. }) => views_rest_on(global, &MemoryStore::default()).await,
        // Only a writer reads it, and makes it newer.
        Err(OpenError::OlderFormat { .. }) => Ok(()),
        log => views_rest_on(global, &log?).await,
    }
}

/// What else may be wrong with the views is not the log's.
async fn views_rest_on(global: &Global, log: &dyn EventStore) -> Result<(), Failure> {
    match views::rest_on(&global.data(), &folded(), log).await {
        Err(error) if error.damage().is_none() && !matches!(error, ViewError::NewerFormat { .. }) => Err(error.into()),
        _ => Ok(()),
    }
}

/// All that is folded into the folder's rows: the views, and what the checks and limits go by.
pub fn folded() -> Vec<&'static Projection> {
    projections::ALL.iter().copied().chain(sentinel::projections()).collect()
}

/// For a verb that needs one and makes none.
pub fn holds_a_log(global: &Global) -> Result<(), Failure> {
    let path = global.data().join(LOG_FILE);
    if path.is_file() { Ok(()) } else { Err(Failure::new("no_log", &[("path", &path.display())])) }
}

/// The log as a reader beside whoever writes it.
pub fn open_beside(global: &Global) -> Result<Arc<dyn EventStore>, Failure> {
    Ok(Arc::new(SqliteReader::open(&global.data())?))
}

/// A folder of this process alone, gone at its end.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new(what: &str) -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("wengang-{what}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| Failure::io(folder.display(), &error))?;
        Ok(Self(folder))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}
