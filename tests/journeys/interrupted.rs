//! Views of the generated province under interruption: live, killed and resumed, rebuilt in whatever batches and killed on
//! the way, they hold the same rows; and so do the checks and limits.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;
use tests::{
    folded::{dump, ends_caught_up, rebuilt, same},
    instance::Seeded,
    server::{Server, binary, command, key, signal_kill, stdout},
};

const LINES: usize = 10_000;
/// Of the server while it follows, and of rebuilds.
const KILLS: usize = 2;
/// The province as a bureau's own system would post it today.
fn lines() -> Vec<String> {
    let generated = Command::new(binary())
        .args(["generate", "--seed", "11", "--events", &LINES.to_string()])
        .output()
        .expect("runs");
    let posted = |line: &str| {
        let mut event: Value = serde_json::from_str(line).expect("JSON");
        event.as_object_mut().expect("an object").retain(|name, _| name != "time");
        // The server has its own days, and its own findings and alerts.
        let kind = event["type"].as_str()?;
        let own = ["calendar.", "finding.", "alert."].iter().any(|own| kind.starts_with(own));
        (!own).then(|| event.to_string())
    };
    stdout(&generated).lines().filter_map(posted).collect()
}

/// From small batches and a handful of rows to more than there are.
fn limits(seeded: &mut Seeded) -> Vec<String> {
    let mut drawn = |least_bits: usize, bits: usize| {
        let most = 1 << (least_bits + seeded.below(bits));
        (1 << least_bits) + seeded.below(most)
    };
    let (events, rows) = (drawn(8, 8), drawn(8, 10));
    println!("--batch-events {events} --rows-held {rows}");
    ["--batch-events".into(), events.to_string(), "--rows-held".into(), rows.to_string()].into()
}

/// Posts all lines in pieces of random length; now and then the power goes in the midst of one.
fn live(seeded: &mut Seeded) -> Server {
    let folder = TempDir::new().expect("a folder");
    let gateway = key(folder.path(), "gateway", &[]);
    let mut server = Server::with(folder, &limits(seeded));
    let lines = lines();
    let kills: Vec<usize> = (0..KILLS).map(|_| seeded.below(lines.len())).collect();
    let (mut from, mut refused) = (0, 0);
    while from < lines.len() {
        let to = lines.len().min(from + 1 + seeded.below(2_000));
        let piece = lines[from..to].join("\n");
        if kills.iter().any(|kill| (from..to).contains(kill)) {
            let after = Duration::from_millis(seeded.below(400) as u64);
            thread::scope(|scope| {
                // Whatever of the answer comes.
                let posting =
                    scope.spawn(|| server.send(&gateway, "/v1/events/bulk", "application/x-ndjson", &piece, &[]));
                thread::sleep(after);
                signal_kill(server.pid());
                drop(posting.join().expect("a client"));
            });
            server.wait();
            server.revive();
        }
        // What was recorded before the kill is repeated.
        let answer = server.send(&gateway, "/v1/events/bulk", "application/x-ndjson", &piece, &[]).expect("an answer");
        let verdicts = answer.is(200);
        refused += verdicts.as_str().into_iter().flat_map(str::lines).filter(|line| line.contains("\"code\"")).count();
        from = to;
    }
    // What had to be recorded by a day that is past now, and what rests on it.
    assert!(refused < lines.len() / 50, "{refused} of {} lines refused", lines.len());
    server
}

/// Begins to rebuild and dies of it, unless it is done sooner.
fn killed_rebuild(folder: &Path, seeded: &mut Seeded, whole: Duration) {
    let mut rebuild = command(folder, &["rebuild"]).args(limits(seeded)).stdout(Stdio::null()).spawn().expect("runs");
    thread::sleep(whole.mul_f64(seeded.below(1_000) as f64 / 1_000.0));
    signal_kill(rebuild.id());
    rebuild.wait().expect("it ended");
}

#[test]
fn live_rebuilt_and_interrupted_views_hold_the_same_rows() {
    let mut seeded = Seeded::told();
    let mut server = live(&mut seeded);
    ends_caught_up(&mut server);
    let folder = server.folder.path().to_owned();
    let live = dump(&folder);
    assert!(live.lines().count() > LINES / 2, "{} rows", live.lines().count());

    let started = Instant::now();
    same(&live, &rebuilt(&folder, &limits(&mut seeded)), "rebuilt");
    let whole = started.elapsed();

    for _ in 0..KILLS {
        killed_rebuild(&folder, &mut seeded, whole);
    }
    same(&live, &rebuilt(&folder, &[]), "rebuilt after kills");

    // What a killed rebuild left is gone on with by the server, and that dies of it too; it may say more of its own.
    killed_rebuild(&folder, &mut seeded, whole);
    for _ in 0..KILLS {
        server.revive();
        thread::sleep(whole.mul_f64(seeded.below(1_000) as f64 / 4_000.0));
        signal_kill(server.pid());
        server.wait();
    }
    server.revive();
    ends_caught_up(&mut server);
    let resumed = dump(&folder);
    fs::remove_file(folder.join(views::FILE)).expect("deleted");
    same(&resumed, &rebuilt(&folder, &limits(&mut seeded)), "resumed after kills, and deleted and built anew");
}
