//! A server that runs out of memory under load ends, or says that it failed, and loses nothing acknowledged.

use std::{
    fs,
    process::Command,
    sync::atomic::AtomicU32,
    thread,
    time::{Duration, Instant},
};

use tests::{
    facts::{county, unit},
    folded,
    instance::Seeded,
    server::{Server, signal_kill, wengang},
};

use crate::{
    journal::Log,
    load::{self, Life},
};

const TIMES: usize = 5;
/// With too little memory; then it is ended as the system ends the one that takes too much.
const STARVED_MS: u64 = 2_000;

const GONE: &str = "ended, or answered no more";
const FAILED: &str = "said that it failed";

/// What it has now and so much more is all that it gets from here on.
fn capped(pid: u32, more: usize) {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let held = status.lines().find_map(|line| line.strip_prefix("VmData:")).expect("a size");
    let held: usize = held.trim().trim_end_matches(" kB").parse().expect("a number");
    let limit = format!("--data={}", held * 1024 + more);
    let set = Command::new("prlimit").args(["--pid", &pid.to_string(), &limit]).status();
    assert!(set.expect("prlimit runs").success());
}

/// Until it ends by itself, or says that it has failed and is ended for that, as by whoever runs it.
fn starves(life: &Life, more: usize) -> &'static str {
    life.may_fail();
    capped(life.server.pid(), more);
    let patience = Instant::now() + Duration::from_millis(STARVED_MS);
    let how = loop {
        match life.server.try_get("/livez").map(|answer| answer.status) {
            None => break GONE,
            Some(200) if Instant::now() < patience => thread::sleep(Duration::from_millis(20)),
            Some(200) => break "had enough still",
            Some(_) => break FAILED,
        }
    };
    // Who does not answer may live on, and would be waited for without end; one that has ended takes it, unnoticed.
    signal_kill(life.server.pid());
    how
}

#[test]
fn nothing_acknowledged_is_lost_when_memory_runs_out() {
    let mut seeded = Seeded::told();
    let mut server = Server::start();
    for event in county().into_iter().chain(unit()) {
        server.record(&event);
    }
    let (next, mut log, mut starved) = (AtomicU32::new(0), Log::default(), 0);
    for turn in 0..TIMES {
        let (enough, more) = (seeded.below(300), seeded.below(1 << 20));
        let mut how = "";
        let journal = load::until_ended(&mut server, &next, &mut seeded, |life| {
            life.has_told(enough);
            how = starves(life, more);
        });
        starved += usize::from(how == GONE || how == FAILED);
        println!("{turn}: {} posted events acknowledged, then it {how}", journal.acknowledged());
        server.revive();
        log.grows(&server.bytes(&format!("/v1/events.ndjson?after={}", log.end())));
        journal.holds(&log);
    }
    assert!(starved > 0, "memory never ran out");
    folded::ends_caught_up(&mut server);
    let folder = server.folder.path();
    let verified = wengang(folder, &["verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    folded::same(&folded::dump(folder), &folded::rebuilt(folder, &[]), "rebuilt");
}
