//! Row 12: what an event takes on the disk, with its indexes, beside its line in an export.

use std::fs;

use super::{Bench, Measured};
use crate::{
    report::{Line, Side, Target},
    stats::Runs,
};

pub fn on_disk(bench: &Bench) -> Measured {
    let log = bench.log();
    let exported = fs::metadata(&log.exported).map_err(|error| error.to_string())?.len();
    let an_event = |bytes: u64| Runs(vec![bytes as f64 / log.events as f64]);
    let on_disk = Side::new("log", "B an event", an_event(log.bytes));
    let exported = Side::new("exported line", "B an event", an_event(exported));
    Ok(vec![Line::compared(12, "size on disk", on_disk, exported, Target::RatioAtMost(0.6))])
}
