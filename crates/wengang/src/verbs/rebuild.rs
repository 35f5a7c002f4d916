use std::{process::ExitCode, time::Instant};

use event_store::EventStore;
use event_store_sqlite::SqliteStore;
use serde_json::json;
use views::Views;

use super::{announce, progress, tell};
use crate::{
    args::{Global, Rebuild},
    failure::Failure,
    folder,
};

/// Holds the folder as its one writer meanwhile, so that no server folds the same rows.
pub async fn run(global: &Global, rebuild: &Rebuild) -> Result<ExitCode, Failure> {
    folder::holds_a_log(global)?;
    let store = SqliteStore::open(&global.data())?;
    let views = Views::open_with(&global.data(), &folder::folded(), (&rebuild.limits).into())?;
    views.rebuild(&rebuild.views.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let head = *store.head().borrow();
    let bar = progress(head);
    let started = Instant::now();
    views.catch_up(&store, |done| bar.set_position(done.position)).await?;
    bar.finish_and_clear();
    let stopped = views.lag(&store).into_iter().find_map(|lag| Some((lag.view, lag.stopped?)));
    store.close();
    if let Some((view, detail)) = stopped {
        return Err(Failure::new("view_stopped", &[("view", &view), ("detail", &detail)]));
    }
    let seconds = started.elapsed().as_secs_f64();
    if global.json {
        tell(&json!({"events": head, "seconds": seconds}));
    } else {
        announce("rebuilt", &[("events", &head), ("seconds", &format_args!("{seconds:.1}"))]);
    }
    Ok(ExitCode::SUCCESS)
}
