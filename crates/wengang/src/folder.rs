//! The data folder: the log, its views and the keys, opened for the one writer or beside it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use event_store::{EventStore, recorder::Recorder};
use event_store_sqlite::{LOG_FILE, Pace, SqliteReader, SqliteStore};
use projections::model::Projection;

use crate::{args::Global, clock::now_us, failure::Failure};

/// The log, open for writing, and the recorder upon it.
pub struct Writing {
    pub store: Arc<SqliteStore>,
    pub recorder: Arc<Recorder>,
}

/// # Errors
/// Also when the folder's rows rest on events that are not there in the log: what is appended would take their positions.
pub async fn open(global: &Global, pace: Pace) -> Result<Writing, Failure> {
    let store = Arc::new(SqliteStore::open_with(&global.data(), pace)?);
    views::rest_on(&global.data(), &folded(), &*store).await?;
    let recorder = Recorder::open(store.clone(), Box::new(now_us)).await?;
    Ok(Writing { store, recorder: Arc::new(recorder) })
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
