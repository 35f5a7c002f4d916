use std::{path::Path, process::ExitCode};

use event_store_sqlite::{OpenError, restore};
use serde_json::json;

use super::{announce, tell, verify};
use crate::{args::Global, failure::Failure};

/// Every event of the backup is checked before the folder is touched.
pub async fn run(global: &Global, file: &Path) -> Result<ExitCode, Failure> {
    let (events, cases) = verify::check(file).await?;
    let folder = global.data();
    restore(file, &folder).map_err(|error| match error {
        OpenError::Exists { .. } => Failure::new("folder_not_empty", &[("folder", &folder.display())]),
        error => error.into(),
    })?;
    if global.json {
        tell(&json!({"events": events, "cases": cases}));
    } else {
        announce("restored", &[("events", &events), ("cases", &cases), ("folder", &folder.display())]);
    }
    Ok(ExitCode::SUCCESS)
}
