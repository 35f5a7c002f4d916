//! Row 7: the whole log read over HTTP, beside the same bytes sent by the same server, and UmaDB's client reading its log.

use std::{net::SocketAddr, time::Instant};

use super::{Bench, Measured};
use crate::{
    http,
    logs::Log,
    nothing,
    peers::umadb::Umadb,
    report::{Line, Side, Target},
    server::Server,
    stats::Runs,
};

const PATH: &str = "/v1/events.ndjson";
const WORK: &str = "read all events";

pub fn of_all(bench: &Bench) -> Measured {
    let log = bench.log();
    let server = Server::start(&log.data());
    server.process.rests();
    let events = server.ready();
    let (nothing, nothing_at) = nothing::start(&log.data(), Some(&log.exported));
    let mut umadb = Umadb::start(bench.options).and_then(|umadb| filled(umadb, log));
    let (mut ours, mut bytes, mut of_umadb) = (Runs::default(), Runs::default(), Runs::default());
    for _ in 0..bench.options.repeats {
        ours.0.push(lines_per_s(server.address, &server.reader, events)?);
        bytes.0.push(lines_per_s(nothing_at, &server.reader, log.events)?);
        umadb = umadb.and_then(|umadb| {
            of_umadb.0.push(read(&umadb, log.events)?);
            Ok(umadb)
        });
    }
    drop(nothing);
    let ours = || Side::new("NDJSON over HTTP", "events/s", ours.clone());
    let bytes = Side::new("the same bytes, sent", "events/s", bytes);
    let beside_bytes = Line::compared(7, WORK, ours(), bytes, Target::RatioAtLeast(0.3));
    if let Err(why) = umadb {
        return Ok(vec![beside_bytes, Line::missing(7, format!("{WORK}, UmaDB"), why)]);
    }
    let of_umadb = Side::new("UmaDB, its client", "events/s", of_umadb);
    Ok(vec![beside_bytes, Line::compared(7, WORK, ours(), of_umadb, Target::RatioAtLeast(2.5))])
}

fn lines_per_s(address: SocketAddr, key: &str, events: u64) -> Result<f64, String> {
    let began = Instant::now();
    let (_, lines) = http::drain(address, PATH, key)?;
    let seconds = began.elapsed().as_secs_f64();
    if lines < events { Err(format!("{lines} lines of {events} came")) } else { Ok(lines as f64 / seconds) }
}

fn filled(umadb: Umadb, log: &Log) -> Result<Umadb, String> {
    let filled = umadb.fill(&log.exported, log.events)?;
    if filled.events == log.events {
        Ok(umadb)
    } else {
        Err(format!("{} of {} events filled in", filled.events, log.events))
    }
}

fn read(umadb: &Umadb, events: u64) -> Result<f64, String> {
    let read = umadb.read_all()?;
    if read.events == events {
        Ok(read.events_per_s())
    } else {
        Err(format!("{} events of {events} read", read.events))
    }
}
