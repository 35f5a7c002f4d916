//! Rows 1, 2, 4, 5: durable appends over HTTP, beside the same server that records nothing, and beside the disk alone.

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use tempfile::TempDir;
use uuid::Uuid;

use super::{Bench, Measured, in_turns};
use crate::{
    files,
    load::{Done, Load, drive},
    logs, nothing,
    peers::disk,
    posting::{self, Poster, Posting},
    process::Running,
    report::{Line, Side, Target},
    server::Server,
    stats::{Runs, quantile_us},
};

/// More than are paid in a second of a turn, so that they last for all of it.
const CLAIMS_PER_S: u64 = 15_000;

/// What one turn of appends was like.
pub struct Turn {
    pub done: Done,
    /// Of the server, while the clients were at it.
    cpu_seconds: f64,
    /// With what it still had to do afterwards: its views follow. Nobody waits for that where the server then ends.
    cpu_seconds_to_rest: Option<f64>,
}

/// What a program spends while something is done and until it rests.
pub fn turn(process: &Running, work: impl FnOnce() -> Result<Done, String>) -> Result<Turn, String> {
    let before = process.rests();
    let turn = last_turn(process, before, work)?;
    Ok(Turn { cpu_seconds_to_rest: Some(process.rests() - before), ..turn })
}

/// The same without the rest: of a program that had spent so much `before`.
fn last_turn(process: &Running, before: f64, work: impl FnOnce() -> Result<Done, String>) -> Result<Turn, String> {
    let done = work()?;
    Ok(Turn { done, cpu_seconds: process.cpu_seconds() - before, cpu_seconds_to_rest: None })
}

/// The server that records and the one that does nothing, both started on one folder's keys.
struct Both {
    server: Server,
    nothing: Running,
    nothing_at: SocketAddr,
    _folder: TempDir,
}

impl Both {
    fn start(bench: &Bench) -> Self {
        let folder = files::folder(bench.options);
        let server = Server::prepared(folder.path());
        let (nothing, nothing_at) = nothing::start(folder.path(), None);
        Self { server, nothing, nothing_at, _folder: folder }
    }

    fn recording(&self, load: Load, posting: &Posting) -> Result<Turn, String> {
        recording(&self.server, load, posting)
    }

    fn decoding(&self, load: Load, posting: &Posting) -> Result<Turn, String> {
        let open = async || Poster::open(self.nothing_at, &self.server.clerk, posting).await;
        turn(&self.nothing, || drive(load, open))
    }
}

/// Appends, of which as many are recorded as were acknowledged.
pub fn recording(server: &Server, load: Load, posting: &Posting) -> Result<Turn, String> {
    let before = server.ready();
    let open = async || Poster::open(server.address, &server.clerk, posting).await;
    let turn = turn(&server.process, || drive(load, open))?;
    all_recorded(server, before, turn)
}

fn all_recorded(server: &Server, before: u64, turn: Turn) -> Result<Turn, String> {
    let (recorded, acknowledged) = (server.ready() - before, turn.done.events);
    let lost = || format!("{acknowledged} events acknowledged, {recorded} recorded");
    if recorded < acknowledged { Err(lost()) } else { Ok(turn) }
}

/// One fund and the claims that it is to pay, approved and in the views.
struct Approved {
    persons: Arc<[Uuid]>,
    folder: TempDir,
}

impl Approved {
    fn make(bench: &Bench) -> Self {
        let persons: Arc<[Uuid]> = (0..CLAIMS_PER_S * bench.options.seconds).map(|_| Uuid::new_v4()).collect();
        let folder = files::folder(bench.options);
        logs::import_posted(folder.path(), &posting::claims_of(&persons));
        Self { persons, folder }
    }

    /// Each time on a copy, by a server of its own: a claim is paid once, and so turns leave nothing to each other.
    fn paying(&self, bench: &Bench, load: Load) -> Result<Turn, String> {
        let folder = files::copy_of(self.folder.path(), bench.options);
        let server = Server::start(folder.path());
        let (posting, before) = (Posting::payments(&self.persons), server.ready());
        let open = async || Poster::open(server.address, &server.clerk, &posting).await;
        let turn = last_turn(&server.process, server.process.rests(), || drive(load, open))?;
        all_recorded(&server, before, turn)
    }
}

pub fn load(bench: &Bench, clients: usize) -> Load {
    Load { clients, lasting: Duration::from_secs(bench.options.seconds) }
}

pub fn calls_per_s(turns: &[Turn]) -> Runs {
    turns.iter().map(|turn| turn.done.calls_per_s()).collect()
}

pub fn events_per_s(turns: &[Turn]) -> Runs {
    turns.iter().map(|turn| turn.done.events_per_s()).collect()
}

/// Processor time of the server for each of what was done, requests or events.
pub fn cpu_us_each(turns: &[Turn], of: fn(&Done) -> u64) -> String {
    let each = |seconds: fn(&Turn) -> Option<f64>| -> Runs {
        turns.iter().filter_map(|turn| Some(seconds(turn)? / of(&turn.done) as f64 * 1e6)).collect()
    };
    let (during, to_rest) = (each(|turn| Some(turn.cpu_seconds)), each(|turn| turn.cpu_seconds_to_rest));
    let follows =
        if to_rest.0.is_empty() { String::new() } else { format!(", {:.0} with what follows", to_rest.median()) };
    format!("{:.0} µs{follows}", during.median())
}

/// Two lines: in requests, and in recorded events.
fn beside_nothing(row: u8, work: &str, ours: &[Turn], theirs: &[Turn], targets: [f64; 2]) -> [Line; 2] {
    let nothing = || Side::new("decoding alone", "requests/s", calls_per_s(theirs));
    let requests = Side::new(work, "requests/s", calls_per_s(ours));
    let events = Side::new(work, "events/s", events_per_s(ours));
    let a_request = ours.iter().map(|turn| turn.done.events as f64 / turn.done.calls as f64).collect::<Runs>().median();
    let notes = [
        format!("CPU of the server a request: ours {}", cpu_us_each(ours, |done| done.calls)),
        format!("theirs {}", cpu_us_each(theirs, |done| done.calls)),
        format!("{a_request:.2} recorded events a request"),
    ];
    let in_requests =
        Line::compared(row, format!("{work}, requests"), requests, nothing(), Target::RatioAtLeast(targets[0]));
    let in_events = format!("{work}, recorded events");
    [
        notes.into_iter().fold(in_requests, Line::noting),
        Line::compared(row, in_events, events, nothing(), Target::RatioAtLeast(targets[1])),
    ]
}

/// Rows 1 and 4.
pub fn of_many_and_of_one(bench: &Bench) -> Measured {
    let (approved, both) = (Approved::make(bench), Both::start(bench));
    let (claims, load) = (Posting::claims(), load(bench, 64));
    let turns = in_turns(
        bench.options.repeats,
        &mut [&mut || both.recording(load, &claims), &mut || both.decoding(load, &claims), &mut || {
            approved.paying(bench, load)
        }],
    )?;
    let [many, nothing, one] = &turns[..] else { return Err("three sides".into()) };
    let mut lines = beside_nothing(1, "append, 64 connections", many, nothing, [0.35, 0.5]).to_vec();
    let of_one = Side::new("one fund", "requests/s", calls_per_s(one));
    let of_many = Side::new("many cases", "requests/s", calls_per_s(many));
    let line = Line::compared(4, "payments from one fund, 64 connections", of_one, of_many, Target::RatioAtLeast(0.7));
    lines.push(line.noting(format!("CPU of the server a request: ours {}", cpu_us_each(one, |done| done.calls))));
    Ok(lines)
}

/// Row 2.
pub fn of_more_connections(bench: &Bench) -> Measured {
    let both = Both::start(bench);
    let (claims, load) = (Posting::claims(), load(bench, 256));
    let turns = in_turns(
        bench.options.repeats,
        &mut [&mut || both.recording(load, &claims), &mut || both.decoding(load, &claims)],
    )?;
    let [ours, nothing] = &turns[..] else { return Err("two sides".into()) };
    Ok(beside_nothing(2, "append, 256 connections", ours, nothing, [0.45, 0.65]).to_vec())
}

/// Row 5.
pub fn of_one_connection(bench: &Bench) -> Measured {
    let folder = files::folder(bench.options);
    let server = Server::prepared(folder.path());
    let (claims, load) = (Posting::claims(), load(bench, 1));
    let times = in_turns(
        bench.options.repeats,
        &mut [&mut || append_p50_us(&server, load, &claims), &mut || Ok(sync_p50_us(folder.path(), load))],
    )?;
    let [ours, disk] = times.try_into().map_err(|_| "two sides")?;
    let ours = Side::new("append", "µs p50", Runs(ours));
    let disk = Side::new("4 KiB fdatasync", "µs p50", Runs(disk));
    Ok(vec![Line::compared(5, "append, 1 connection", ours, disk, Target::RatioAtMost(2.5))])
}

fn append_p50_us(server: &Server, load: Load, posting: &Posting) -> Result<f64, String> {
    let mut turn = recording(server, load, posting)?;
    Ok(quantile_us(&mut turn.done.took, 0.5))
}

fn sync_p50_us(folder: &Path, load: Load) -> f64 {
    disk::sync_p50_us(folder, load.lasting)
}
