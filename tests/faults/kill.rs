//! kill -9 under mixed load, again and again: what was acknowledged is there once, where it was said to be, with all it
//! entailed; the rest is wholly there or wholly absent; and views are what a rebuild makes of it.

use std::{sync::atomic::AtomicU32, thread, time::Duration};

use tests::{
    facts::{county, unit},
    folded,
    instance::Seeded,
    server::{Server, signal_kill, wengang},
};

use crate::{journal::Log, load, scale::times};

#[test]
fn nothing_acknowledged_is_lost_to_kills() {
    let mut seeded = Seeded::told();
    let mut server = Server::start();
    for event in county().into_iter().chain(unit()) {
        server.record(&event);
    }
    let (next, kills) = (AtomicU32::new(0), times(60, 10_000));
    let (mut acknowledged, mut log) = (0, Log::default());
    for _ in 0..kills {
        let (enough, then) = (seeded.below(150), Duration::from_micros(seeded.below(3_000) as u64));
        let journal = load::until_ended(&mut server, &next, &mut seeded, |life| {
            life.has_told(enough);
            thread::sleep(then);
            signal_kill(life.server.pid());
        });
        server.revive();
        log.grows(&server.bytes(&format!("/v1/events.ndjson?after={}", log.end())));
        journal.holds(&log);
        acknowledged += journal.acknowledged();
    }
    println!("{kills} kills, {acknowledged} posted events acknowledged, {} in the log, none lost", log.end());

    folded::ends_caught_up(&mut server);
    let folder = server.folder.path();
    let export = wengang(folder, &["export"]).stdout;
    assert!(export.starts_with(&log.bytes), "what was read once is read again, byte for byte");
    let verified = wengang(folder, &["verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    let live = folded::dump(folder);
    folded::same(&live, &folded::rebuilt(folder, &[]), "rebuilt");
}
