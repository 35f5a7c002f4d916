//! Row 11: one fund of ten thousand movements as it stood on a day, from logs of two sizes.

use std::path::Path;

use super::{Bench, Measured, in_turns};
use crate::{
    posting::LONG_FUND,
    report::{Line, Side, Target},
    server::{said, timed, wengang},
    stats::Runs,
};

const AS_OF: &str = "2025-06-30";
const MOST_MS: f64 = 100.0;
/// As good as flat.
const FLAT: f64 = 1.2;

pub fn of_a_fund(bench: &Bench) -> Measured {
    let work = format!("replay fund_audit of a fund with {} movements", bench.options.movements);
    let [million, ten] = bench.long_logs().both();
    let replay = |data: &Path| {
        let mut command = wengang(data, &["replay", "fund_audit", LONG_FUND, "--as-of", AS_OF, "--json"]);
        let began = std::time::Instant::now();
        let row = said(&mut command);
        if row.trim().is_empty() { Err("no row".to_owned()) } else { Ok(began.elapsed().as_secs_f64() * 1e3) }
    };
    let found = in_turns(
        bench.options.repeats,
        &mut [&mut || replay(million.data()), &mut || replay(ten.data()), &mut || Ok(scan(ten.data()))],
    )?;
    let [of_million, of_ten, scanned] = found.try_into().map_err(|_| "three sides")?;
    let ours = || Side::new(&ten.name, "ms", Runs(of_ten.clone()));
    let of_million = Side::new(&million.name, "ms", Runs(of_million));
    let scanned = Side::new("full scan", "ms", Runs(scanned));
    Ok(vec![
        Line::compared(11, work.clone(), ours(), scanned, Target::AtMost(MOST_MS)),
        Line::compared(11, format!("{work}, flat"), ours(), of_million, Target::RatioAtMost(FLAT)),
    ])
}

/// Milliseconds for every event looked at and folded by nothing: what a replay without a key has to do at least.
fn scan(data: &Path) -> f64 {
    timed(wengang(data, &["export"]).stdout(std::process::Stdio::null())) * 1e3
}
