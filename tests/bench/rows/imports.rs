//! Row 6: a log imported, each line judged, beside SQLite that is handed the rows, and PostgreSQL that is handed the events.

use std::{
    fs::File,
    io::{BufRead, BufReader},
};

use super::{Bench, Measured, in_turns};
use crate::{
    files,
    logs::{Log, import},
    peers::{postgres::Postgres, sqlite},
    report::{Line, Side, Target},
    stats::Runs,
};

const TRANSACTION_EVENTS: usize = 1_000;
/// It is slow, and as fast at the end of these as at their beginning.
const POSTGRES_EVENTS: usize = 200_000;
const WORK: &str = "import, durable, recorded events";

pub fn of_a_log(bench: &Bench) -> Measured {
    let log = bench.log();
    let first: Vec<String> = lines(log, POSTGRES_EVENTS)?;
    let mut postgres = Postgres::start(bench.options);
    let mut of_postgres = Runs::default();
    let per_s = |seconds: f64| log.events as f64 / seconds;
    let found = in_turns(
        bench.options.repeats,
        &mut [
            &mut || Ok(per_s(import(&files::folder(bench.options).path().join("data"), &log.lines))),
            &mut || Ok(per_s(sqlite::insert_all(&log.data(), files::folder(bench.options).path()))),
            &mut || {
                let imported = postgres.as_ref().map_err(Clone::clone).and_then(|postgres| inserted(postgres, &first));
                match imported {
                    Ok(rate) => of_postgres.0.push(rate),
                    Err(why) => postgres = Err(why),
                }
                Ok(f64::NAN)
            },
        ],
    )?;
    let [ours, of_sqlite, _] = found.try_into().map_err(|_| "three sides")?;
    let ours = || Side::new("import", "events/s", Runs(ours.clone()));
    let of_sqlite = Side::new("rusqlite loop, 1000 a transaction", "events/s", Runs(of_sqlite));
    let beside_sqlite = Line::compared(6, WORK, ours(), of_sqlite, Target::RatioAtLeast(0.7));
    if let Err(why) = postgres {
        return Ok(vec![beside_sqlite, Line::missing(6, format!("{WORK}, PostgreSQL"), why)]);
    }
    let theirs = Side::new("PostgreSQL function, 1000 a transaction", "events/s", of_postgres);
    let beside_postgres = Line::compared(6, WORK, ours(), theirs, Target::RatioAtLeast(5.0));
    Ok(vec![beside_sqlite, beside_postgres.noting(format!("theirs the first {} events", first.len()))])
}

fn lines(log: &Log, events: usize) -> Result<Vec<String>, String> {
    let exported = File::open(&log.exported).map_err(|error| error.to_string())?;
    let lines = BufReader::new(exported).lines().take(events);
    lines.collect::<Result<_, _>>().map_err(|error| error.to_string())
}

fn inserted(postgres: &Postgres, lines: &[String]) -> Result<f64, String> {
    postgres.empty()?;
    let seconds = postgres.import(lines, TRANSACTION_EVENTS)?;
    let stored = postgres.events()?;
    if stored != lines.len() as u64 {
        return Err(format!("{stored} of {} stored", lines.len()));
    }
    Ok(lines.len() as f64 / seconds)
}
