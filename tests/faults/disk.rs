//! A disk that fails: from the first write or sync that does not succeed the log is written no more, nobody is told anything
//! false, and reading goes on; started again, the server has all it acknowledged.

use tests::{instance::Seeded, server::Server};

use crate::{
    journal::{Journal, Log},
    traced::{LOG, Left, Trace, WAL, turns},
};

/// What fails, and of which file.
const FAULTS: [(&str, &str); 4] = [("pwrite64", WAL), ("fdatasync", WAL), ("pwrite64", LOG), ("fdatasync", LOG)];
/// Drawn of the calls of each kind, where not all of them are to fail in turn.
const IN_GATE: usize = 4;

/// Calls on the file from the one that failed on: itself and those that should not be. A thread that had called nothing when
/// `strace` let go of it is shown as `???(`.
fn from_the_failure(trace: &str) -> Vec<&str> {
    let called = |line: &&str| !["resumed>", "+++", "---", "???("].iter().any(|other| line.contains(other));
    trace.lines().skip_while(|line| !line.contains("(INJECTED)")).filter(called).collect()
}

/// Runs the script with the k-th such call of a thread failing. False: so many there are not.
fn fails(left: &Left, call: &str, file: &str, k: usize) -> bool {
    let what = format!("{call} {k} of {file}");
    let (trace, mut journal) = (Trace::new(), Journal::default());
    let inject = Some(format!("{call}:error=EIO:when={k}"));
    let served = left.served(&[file], &trace, "pwrite64,fdatasync,fsync,ftruncate", inject);
    let (folder, failed) = match served {
        Err((folder, said)) => {
            assert!(said.contains("exit status: 1") && said.contains("\"io\""), "{what}: {said}");
            (folder, true)
        }
        Ok(mut server) => {
            let failed = answers(left, &server, &mut journal, &what);
            server.stop();
            (server.into_folder(), failed)
        }
    };
    let trace = trace.read();
    let calls = from_the_failure(&trace);
    assert!(calls.len() <= 1, "{what}: written on after the failure: {calls:#?}");
    assert!(!failed || calls.len() == 1, "{what}: failed by itself");
    left.is_whole(folder.path(), &journal, &what);
    !calls.is_empty()
}

/// Sends the script; true when the log failed on the way.
fn answers(left: &Left, server: &Server, journal: &mut Journal, what: &str) -> bool {
    let mut failed = false;
    for event in left.script(1) {
        journal.sends(&[&event]);
        let answer = server.post(server.key_for(&event), &event);
        // Once it has failed it stays so; and what rests on what was not recorded may be refused for that.
        match answer.status {
            201 if !failed => journal.is_told(&answer.body),
            503 => {
                assert_eq!(answer.body["code"], "log_failed", "{what}: {:#}", answer.body);
                failed = true;
            }
            422 if failed => {}
            status => panic!("{what}: {status} {:#}", answer.body),
        }
    }
    if failed {
        let mut log = Log::default();
        log.grows(&server.bytes("/v1/events.ndjson"));
        journal.holds(&log);
        server.get("/v1/cases/area/430225").is(200);
        for probe in ["/livez", "/readyz"] {
            assert_eq!(server.get(probe).is(503)["code"], "log_failed", "{what}");
        }
    }
    failed
}

#[test]
fn after_a_write_or_sync_that_failed_nothing_is_written_and_nothing_acknowledged_is_lost() {
    let (mut seeded, left) = (Seeded::told(), Left::events());
    for (call, file) in FAULTS {
        let count = left.calls(&[file], &[call], 1)[0];
        let mut failed = turns(&mut seeded, count, IN_GATE);
        failed.retain(|k| fails(&left, call, file, *k));
        println!("of {count} calls of {call} on {file} failed at {failed:?}");
        assert!(!failed.is_empty(), "{call} of {file} is never called");
    }
}
