//! kill -9 under mixed load, again and again: what was acknowledged is there once, where it was said to be, with all it
//! entailed; the rest is wholly there or wholly absent; and views are what a rebuild makes of it.

use std::{sync::atomic::AtomicU32, thread, time::Duration};

use event_store::Position;
use tests::{
    facts::{county, unit},
    folded,
    instance::Seeded,
    server::{Server, signal_kill, wengang},
};

use crate::{journal::Log, load, scale::times};

#[test]
fn nothing_acknowledged_is_lost_to_kills() {
    let (mut seeded, logs, kills) = (Seeded::told(), times(1, 100), times(60, 100));
    let (mut acknowledged, mut recorded) = (0, 0);
    for _ in 0..logs {
        let (by_clients, in_log) = one_log(kills, &mut seeded);
        acknowledged += by_clients;
        recorded += in_log;
    }
    println!("{} kills, {acknowledged} posted events acknowledged, {recorded} in the log, none lost", logs * kills);
}

/// How many posted events were acknowledged, and how many stand in the log.
fn one_log(kills: usize, seeded: &mut Seeded) -> (usize, Position) {
    let mut server = Server::start();
    for event in county().into_iter().chain(unit()) {
        server.record(&event);
    }
    let (next, mut acknowledged, mut log) = (AtomicU32::new(0), 0, Log::default());
    for _ in 0..kills {
        let (enough, then) = (seeded.below(150), Duration::from_micros(seeded.below(3_000) as u64));
        let journal = load::until_ended(&mut server, &next, seeded, |life| {
            life.has_told(enough);
            thread::sleep(then);
            signal_kill(life.server.pid());
        });
        server.revive();
        log.grows(&server.bytes(&format!("/v1/events.ndjson?after={}", log.end())));
        journal.holds(&log);
        acknowledged += journal.acknowledged();
    }

    folded::ends_caught_up(&mut server);
    let folder = server.folder.path();
    let export = wengang(folder, &["export"]).stdout;
    assert!(export.starts_with(&log.bytes), "what was read once is read again, byte for byte");
    let verified = wengang(folder, &["verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    let live = folded::dump(folder);
    folded::same(&live, &folded::rebuilt(folder, &[]), "rebuilt");
    (acknowledged, log.end())
}
