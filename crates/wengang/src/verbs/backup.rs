use std::{path::Path, process::ExitCode};

use event_store_sqlite::back_up;
use serde_json::json;

use super::{announce, tell};
use crate::{args::Global, failure::Failure, folder};

/// The log alone: views are folded anew from it, and keys put back from an old backup could be revoked ones.
///
/// # Errors
/// Also when the log has lost an event that the views saw: a good backup would give way to a worse one.
pub async fn run(global: &Global, file: &Path) -> Result<ExitCode, Failure> {
    folder::has_what_views_saw(global).await?;
    let events = back_up(&global.data(), file)?;
    if global.json {
        tell(&json!({"events": events}));
    } else {
        announce("backed_up", &[("events", &events), ("file", &file.display())]);
    }
    Ok(ExitCode::SUCCESS)
}
