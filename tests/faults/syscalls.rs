//! Killed at each call that changes a file of the log, in turn: whatever is left, the next server has all that was
//! acknowledged, and nothing by halves.

use std::os::unix::process::ExitStatusExt;

use tests::instance::Seeded;

use crate::{
    journal::Journal,
    traced::{LOG, Left, Trace, WAL, turns},
};

/// As the log is made, and as it is written.
const FILES: [&str; 5] = ["events.sqlite.new", "events.sqlite.new-wal", "events.sqlite.new-journal", LOG, WAL];
const CALLS: [&str; 7] = ["openat", "pwrite64", "fdatasync", "fsync", "ftruncate", "rename", "unlink"];
/// Of 200 appends.
const PERSONS: u32 = 20;
/// Drawn of the calls of each kind, where not each of them is to be the last in turn.
const IN_GATE: usize = 2;

/// Runs the appends, killed at that call of a thread. False: so many there are not.
fn dies(left: &Left, call: &str, k: usize) -> bool {
    let what = format!("killed at {call} {k}");
    let (trace, mut journal) = (Trace::new(), Journal::default());
    match left.served(&FILES, &trace, call, Some(format!("{call}:signal=KILL:when={k}"))) {
        Err((folder, said)) => {
            assert!(said.contains("signal: 9"), "{what}: {said}");
            left.is_whole(folder.path(), &journal, &what);
            true
        }
        Ok(mut server) => {
            for event in left.script(PERSONS) {
                journal.sends(&[&event]);
                let Some(answer) = server.try_post(server.key_for(&event), &event) else { break };
                journal.is_told(&answer.is(201));
            }
            let killed = server.stop().signal() == Some(9);
            left.is_whole(server.folder.path(), &journal, &what);
            killed
        }
    }
}

fn loses_nothing_killed_at_any_call(left: &Left) {
    let mut seeded = Seeded::told();
    let counts = left.calls(&FILES, &CALLS, PERSONS);
    assert!(counts.iter().sum::<usize>() > 1_000, "{counts:?}: too few for 200 appends");
    for (call, count) in CALLS.iter().zip(counts) {
        let mut killed_at = turns(&mut seeded, count, IN_GATE);
        // Another run may have one call fewer.
        killed_at.retain(|k| dies(left, call, *k));
        println!("of {count} calls of {call} killed at {killed_at:?}");
        // The first in turn is the first call; and of two and more no run has none.
        assert!(count < 2 || !killed_at.is_empty(), "{call} is called {count} times and kills nobody");
    }
}

#[test]
fn killed_at_any_call_while_the_log_begins_it_loses_nothing() {
    loses_nothing_killed_at_any_call(&Left::nothing());
}

#[test]
fn killed_at_any_call_while_the_log_goes_on_it_loses_nothing() {
    loses_nothing_killed_at_any_call(&Left::events());
}
