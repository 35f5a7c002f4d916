//! Counts the lines of a province by kind, and how fast they come: `count [SEED] [EVENTS]`.

use std::{collections::BTreeMap, time::Instant};

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|a| a.parse().ok());
    let (seed, events) = (arguments.next().unwrap_or(1), arguments.next().unwrap_or(20_000));
    let begun = Instant::now();
    let (mut lines, mut bytes, mut last) = (0_u64, 0, String::new());
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let mut months: BTreeMap<String, u64> = BTreeMap::new();
    for line in generator::province(seed, events) {
        lines += 1;
        bytes += line.len() + 1;
        let value = |name: &str| line.split(name).nth(1).and_then(|t| t.split('"').next()).unwrap_or_default();
        *kinds.entry(value("\"type\":\"").into()).or_default() += 1;
        *months.entry(value("\"time\":\"").chars().take(7).collect()).or_default() += 1;
        last = line;
    }
    let seconds = begun.elapsed().as_secs_f64();
    for (kind, count) in &kinds {
        println!("{count:>8} {kind}");
    }
    println!("{months:?}\n{last}");
    println!(
        "{lines} lines of {} kinds, {bytes} bytes, {seconds:.2} s, {:.0} lines/s",
        kinds.len(),
        lines as f64 / seconds
    );
}
