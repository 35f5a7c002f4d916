//! Row 10: one case's state, asked by 64 clients, in a log of a million events and in one of ten.

use std::time::Duration;

use futures_util::future::join_all;

use super::{Bench, Measured};
use crate::{
    http::{Connection, Head},
    load::block_on,
    logs::{LongLog, cases_of},
    report::{Line, Side, Target},
    server::Server,
    stats::{Runs, quantile_us},
};

const CLIENTS: usize = 64;
/// Asked for once each in a turn, which no other turn asked for before.
const COLD_CASES: usize = 4_000;
/// How often the last of them are asked for again.
const WARM_TIMES: usize = 8;
const WARM_CASES: usize = 500;

/// Median and p99, of cases that were not asked for and of those that just were.
#[derive(Default)]
struct Times {
    cold_p50: Runs,
    cold_p99: Runs,
    warm_p50: Runs,
    warm_p99: Runs,
}

struct Asked {
    server: Server,
    log: String,
    cases: Vec<String>,
    /// Of them, asked for in a turn.
    share: usize,
    times: Times,
}

impl Asked {
    fn of(log: &LongLog, repeats: usize) -> Self {
        let server = Server::start(log.data());
        server.ready();
        let cases = cases_of(log.data(), repeats * COLD_CASES);
        let share = cases.len() / repeats;
        Self { server, log: log.name.clone(), cases, share, times: Times::default() }
    }

    fn turn(&mut self, n: usize) -> Result<(), String> {
        self.server.process.rests();
        let cold: Vec<&str> = self.cases.iter().skip(n * self.share).take(self.share).map(String::as_str).collect();
        let mut times = self.ask(&cold)?;
        self.times.cold_p50.0.push(quantile_us(&mut times, 0.5));
        self.times.cold_p99.0.push(quantile_us(&mut times, 0.99));
        let warm = &cold[cold.len().saturating_sub(WARM_CASES)..];
        let mut times = self.ask(&warm.repeat(WARM_TIMES))?;
        self.times.warm_p50.0.push(quantile_us(&mut times, 0.5));
        self.times.warm_p99.0.push(quantile_us(&mut times, 0.99));
        Ok(())
    }

    /// Each client asks for its share, one case after the other.
    fn ask(&self, cases: &[&str]) -> Result<Vec<Duration>, String> {
        block_on(async {
            let shares = cases.chunks(cases.len().div_ceil(CLIENTS));
            let each = join_all(shares.map(|share| self.ask_in_turn(share))).await;
            Ok(each.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
        })
    }

    async fn ask_in_turn(&self, cases: &[&str]) -> Result<Vec<Duration>, String> {
        let mut connection = Connection::open(self.server.address).await;
        let mut times = Vec::with_capacity(cases.len());
        for case in cases {
            let head = Head::get(&format!("/v1/cases/{}", case.replacen('-', "/", 1)), &self.server.reader);
            let began = std::time::Instant::now();
            connection.get(&head).await?.is(200)?;
            times.push(began.elapsed());
        }
        Ok(times)
    }
}

pub fn states(bench: &Bench) -> Measured {
    let repeats = bench.options.repeats;
    let [mut million, mut ten] = bench.long_logs().both().map(|log| Asked::of(log, repeats));
    for n in 0..repeats {
        million.turn(n)?;
        ten.turn(n)?;
    }
    let line = |work: &str, runs: fn(&Times) -> &Runs, at_most: f64| {
        let side = |asked: &Asked| Side::new(&asked.log, "µs", runs(&asked.times).clone());
        let (ours, theirs) = (side(&ten), side(&million));
        Line::compared(
            10,
            format!("a case's state, 64 connections, {work}"),
            ours,
            theirs,
            Target::RatioAtMost(at_most),
        )
    };
    Ok(vec![
        line("not in memory, p50", |times| &times.cold_p50, 1.2),
        line("not in memory, p99", |times| &times.cold_p99, 1.5),
        line("in memory, p50", |times| &times.warm_p50, 1.2),
        line("in memory, p99", |times| &times.warm_p99, 1.5),
    ])
}
