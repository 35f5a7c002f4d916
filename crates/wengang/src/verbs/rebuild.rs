use std::{process::ExitCode, time::Instant};

use event_store::EventStore;
use event_store_sqlite::SqliteStore;
use indicatif::{ProgressBar, ProgressStyle};
use projections::ALL;
use serde_json::json;
use views::Views;

use super::announce;
use crate::{args::Global, failure::Failure, folder};

/// Holds the folder as its one writer meanwhile, so that no server folds the same rows.
pub async fn run(global: &Global, named: &[String]) -> Result<ExitCode, Failure> {
    folder::holds_a_log(global)?;
    let store = SqliteStore::open(&global.data())?;
    let views = Views::open(&global.data(), ALL)?;
    views.rebuild(&named.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let head = *store.head().borrow();
    let bar = ProgressBar::new(head);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
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
        println!("{}", json!({"events": head, "seconds": seconds}));
    } else {
        announce("rebuilt", &[("events", &head), ("seconds", &format_args!("{seconds:.1}"))]);
    }
    Ok(ExitCode::SUCCESS)
}
