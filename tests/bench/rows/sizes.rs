//! Row 12: what an event takes on the disk, with its indexes, beside its line in an export.

use std::fs;

use event_store_sqlite::LOG_FILE;

use super::{Bench, Measured};
use crate::{
    report::{Line, Side, Target},
    stats::Runs,
};

pub fn on_disk(bench: &Bench) -> Measured {
    let log = bench.log();
    let bytes = |path| fs::metadata(path).map(|file| file.len() as f64).map_err(|error| error.to_string());
    let an_event = |bytes: f64| Runs(vec![bytes / log.events as f64]);
    let on_disk = Side::new("log", "B an event", an_event(bytes(log.data().join(LOG_FILE))?));
    let exported = Side::new("exported line", "B an event", an_event(bytes(log.exported.clone())?));
    Ok(vec![Line::compared(12, "size on disk", on_disk, exported, Target::RatioAtMost(0.6))])
}
