//! Rows 8 and 9: all views folded again, beside decoding alone on every core; all checks, beside the views.

use std::{process::Stdio, thread, time::Instant};

use event_store::{EventStore, Recorded, recorder::read};
use event_store_sqlite::SqliteReader;

use super::{Bench, Measured, in_turns};
use crate::{
    load::block_on,
    logs::Log,
    report::{Line, Side, Target},
    server::{timed, wengang},
    stats::Runs,
};

const PAGE_EVENTS: usize = 10_000;

pub fn of_views_and_checks(bench: &Bench) -> Measured {
    let log = bench.log();
    let data = log.data();
    let events = recorded(log)?;
    let found = in_turns(
        bench.options.repeats,
        &mut [
            &mut || Ok(timed(wengang(&data, &["rebuild"]).stdout(Stdio::null()))),
            &mut || decoded(&events),
            &mut || Ok(timed(wengang(&data, &["check", "--json"]).stdout(Stdio::null()))),
        ],
    )?;
    let [views, decoding, checks] = found.try_into().map_err(|_| "three sides")?;
    let per_s = |seconds: &[f64]| -> Runs { seconds.iter().map(|seconds| events.len() as f64 / seconds).collect() };
    let folded = Side::new("rebuild", "events/s", per_s(&views));
    let decoding = Side::new("typed decode, every core", "events/s", per_s(&decoding));
    let (views, checks) = (Side::new("rebuild", "s", Runs(views)), Side::new("check", "s", Runs(checks)));
    Ok(vec![
        Line::compared(8, "rebuild of all views, checks and limits", folded, decoding, Target::RatioAtLeast(0.6)),
        Line::compared(9, "all checks over the log", checks, views, Target::RatioAtMost(1.5)),
    ])
}

fn recorded(log: &Log) -> Result<Vec<Recorded>, String> {
    let reader = SqliteReader::open(&log.data()).map_err(|error| error.to_string())?;
    let mut events: Vec<Recorded> = vec![];
    block_on(async {
        loop {
            let after = events.last().map_or(0, |last| last.position);
            let page = reader.read_all(after, PAGE_EVENTS).await.map_err(|error| error.to_string())?;
            if page.is_empty() {
                return Ok(events);
            }
            events.extend(page);
        }
    })
}

/// Seconds for all of them, each core its share.
fn decoded(events: &[Recorded]) -> Result<f64, String> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let began = Instant::now();
    thread::scope(|scope| {
        let shares: Vec<_> =
            events.chunks(events.len().div_ceil(cores)).map(|share| scope.spawn(|| decode(share))).collect();
        shares.into_iter().try_for_each(|share| share.join().map_err(|_| "it panicked".to_owned())?)
    })?;
    Ok(began.elapsed().as_secs_f64())
}

fn decode(events: &[Recorded]) -> Result<(), String> {
    for event in events {
        std::hint::black_box(read(event).map_err(|error| error.to_string())?);
    }
    Ok(())
}
