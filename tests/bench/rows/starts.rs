//! Row 14: from the start of the server to its first answer that it is ready, after an end in peace and after kill -9.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::{Bench, Measured};
use crate::{
    load::Load,
    posting::Posting,
    report::{Line, Side, Target},
    server::Server,
    stats::Runs,
};

const MOST_S: f64 = 2.0;
/// Appended before each kill, so that there is something to take up again.
const APPENDING: Load = Load { clients: 8, lasting: Duration::from_millis(500) };

pub fn to_ready(bench: &Bench) -> Measured {
    let ten = &bench.long_logs().ten;
    let log = ten.data();
    let mut server = Server::start(log);
    server.ready();
    let (mut stopped, mut killed) = (Runs::default(), Runs::default());
    for _ in 0..bench.options.repeats {
        server.process.rests();
        server.process.end(Signal::TERM);
        let (again, seconds) = started(log, &server);
        stopped.0.push(seconds);
        super::appends::recording(&again, APPENDING, &Posting::registrations())?;
        let mut again = again;
        again.process.end(Signal::KILL);
        let (again, seconds) = started(log, &again);
        killed.0.push(seconds);
        server = again;
    }
    let line = |after: &str, runs| {
        let work = format!("start to ready, {}, after {after}", ten.name);
        Line::alone(14, work, Side::new(after, "s", runs), Target::AtMost(MOST_S))
    };
    Ok(vec![line("a clean stop", stopped), line("kill -9", killed)])
}

fn started(log: &std::path::Path, before: &Server) -> (Server, f64) {
    let (clerk, reader) = (before.clerk.clone(), before.reader.clone());
    let began = Instant::now();
    let server = Server::keyed(log, clerk, reader);
    server.ready();
    (server, began.elapsed().as_secs_f64())
}
