use std::{path::Path, process::ExitCode};

use event_store_sqlite::back_up;
use serde_json::json;

use super::announce;
use crate::{args::Global, failure::Failure};

/// The log alone: views are folded anew from it, and keys put back from an old backup could be revoked ones.
pub fn run(global: &Global, file: &Path) -> Result<ExitCode, Failure> {
    let events = back_up(&global.data(), file)?;
    if global.json {
        println!("{}", json!({"events": events}));
    } else {
        announce("backed_up", &[("events", &events), ("file", &file.display())]);
    }
    Ok(ExitCode::SUCCESS)
}
