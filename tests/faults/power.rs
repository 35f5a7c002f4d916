//! The power goes: what was acknowledged is there, byte for byte, whatever became of what was not synced; the rest is wholly
//! there or wholly absent, and the log goes on.

use std::{fs, iter, path::Path, thread, time::Instant};

use event_store::{EventStore, NewEvent, Recorded};
use event_store_sqlite::{LOCK_FILE, LOG_FILE, SqliteStore};
use tempfile::TempDir;
use tests::{instance::Seeded, server::wengang};
use tokio::runtime::{Builder, Runtime};

use crate::{
    appending::{Appending, End, whole},
    crash_state::{Crash, Disk, Fates, synced_at},
    province,
    recording::{Act, Recording},
    scale::times,
};

const TEST: &str = "power::nothing_acknowledged_is_lost_when_the_power_goes";
const LINES: usize = 160;
/// Each makes a write-ahead log.
const RUNS: usize = 3;
/// Two folders below the root of the recording, which the first run makes.
const FOLDER: &str = "of/it";
/// One state in so many is also shown to `wengang verify`, and one in so many opened again.
const VERIFIED: usize = 200;
const REOPENED: usize = 16;

#[test]
fn nothing_acknowledged_is_lost_when_the_power_goes() {
    let runtime = runtime();
    if let Some(appending) = Appending::asked() {
        return runtime.block_on(appending.run());
    }
    let mut seeded = Seeded::told();
    let source = province::imported(seeded.below(1_000), LINES);
    let submitted = Submitted::of(province::appends(runtime.block_on(province::all(source.path()))));
    let recording = recorded(source.path(), submitted.appends.len());
    let (begun, copied) = told(&recording);
    let points = points(&recording);
    let synced_at = synced_at(&recording.steps);
    let each = times(10_000, 1_000_000).div_ceil(points.len());
    let seed = seeded.below(usize::MAX);

    let began = Instant::now();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let fates = thread::scope(|scope| {
        let share = |core: usize| {
            let mine = points.iter().copied().skip(core).step_by(cores);
            let (recording, submitted, synced_at) = (&recording, &submitted, &synced_at);
            scope.spawn(move || {
                let (runtime, folder) = (self::runtime(), fast_folder());
                let mut fates = Fates::default();
                for point in mine {
                    let crash = Crash::at(point, &recording.steps, synced_at);
                    for nth in 0..each {
                        let mut seeded = Seeded::new(seed.wrapping_add(point << 32).wrapping_add(nth) as u64);
                        let (disk, fate) = crash.state(&mut seeded);
                        let state = State { disk, acked: crash.acked, name: format!("line {point}, state {nth}") };
                        runtime.block_on(state.is_sound(folder.path(), submitted, &mut seeded));
                        fates += fate;
                    }
                }
                fates
            })
        };
        let shares: Vec<_> = (0..cores).map(share).collect();
        shares.into_iter().map(|share| share.join().expect("sound")).fold(Fates::default(), |mut sum, fates| {
            sum += fates;
            sum
        })
    });
    println!(
        "{} states at {} points of runs of {} steps in {:?}; of what was not synced {fates:?}; \
         the write-ahead log was begun {begun} times, {copied} pages were copied",
        each * points.len(),
        points.len(),
        recording.steps.len(),
        began.elapsed(),
    );
}

/// A run on a fresh folder that closes the log, one that dies, and one that recovers it.
fn recorded(source: &Path, appends: usize) -> Recording {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path().canonicalize().expect("it is there");
    let mut recording = Recording::of(&root);
    // The last appends are left for those who open a state.
    let ends: [_; RUNS + 1] =
        [(0, End::Closes), (appends / 2, End::Dies), (appends * 3 / 4, End::Closes), (appends - 2, End::Closes)];
    for runs in ends.windows(2) {
        let ((from, end), (to, _)) = (runs[0], runs[1]);
        let run = Appending { folder: root.join(FOLDER), source: source.into(), from, to, end };
        recording.run(&run.command(TEST));
    }
    recording
}

/// Before the first step, and wherever one begins or ends.
fn points(recording: &Recording) -> Vec<usize> {
    let steps = recording.steps.iter().flat_map(|step| [step.began, step.ended]);
    let mut points: Vec<_> = iter::once(0).chain(steps).collect();
    points.sort_unstable();
    points.dedup();
    let acked = recording.steps.iter().filter(|step| matches!(step.act, Act::Acked(_))).count();
    assert!(acked > LINES / 2, "{acked} acknowledgements");
    points
}

/// How often a write-ahead log was begun, more often than it was made, and how many pages were copied into the file.
fn told(recording: &Recording) -> (usize, usize) {
    let begun = recording.writes(&format!("{FOLDER}/{LOG_FILE}-wal"), |at| at == 0);
    let copied = recording.writes(&format!("{FOLDER}/{LOG_FILE}"), |at| at > 0);
    assert!(begun > RUNS && copied > 50, "{begun} times begun, {copied} pages copied");
    (begun, copied)
}

/// What was to be recorded.
struct Submitted {
    appends: Vec<Vec<NewEvent>>,
    events: Vec<NewEvent>,
}

impl Submitted {
    fn of(appends: Vec<Vec<NewEvent>>) -> Self {
        Self { events: appends.concat(), appends }
    }

    /// The append after the first `events`, if these are whole appends.
    fn next(&self, events: usize) -> Option<&[NewEvent]> {
        let mut before = 0;
        let mut rest = self.appends.iter().skip_while(|append| {
            let skipped = before < events;
            before += if skipped { append.len() } else { 0 };
            skipped
        });
        let next = rest.next()?;
        (before == events).then_some(next)
    }
}

struct State {
    disk: Disk,
    acked: u64,
    name: String,
}

impl State {
    async fn is_sound(&self, root: &Path, submitted: &Submitted, seeded: &mut Seeded) {
        for entry in fs::read_dir(root).expect("a folder") {
            fs::remove_dir_all(entry.expect("an entry").path()).expect("emptied");
        }
        self.disk.lay_out(root);
        let folder = root.join(FOLDER);
        let verifies = seeded.below(VERIFIED) == 0;
        if verifies && folder.join(LOG_FILE).exists() {
            self.verify(&folder);
        }
        let there = self.opens(&folder, submitted).await;
        if verifies {
            self.verify(&folder);
        }
        if seeded.below(REOPENED) == 0 {
            // A program that another test is just starting may hold what this process had open, and the lock with it.
            fs::remove_file(folder.join(LOCK_FILE)).expect("removed");
            let store = SqliteStore::open(&folder).unwrap_or_else(|error| panic!("{}: {error}", self.name));
            self.holds(&store, submitted, there).await;
        }
    }

    /// How many events are there after one append more.
    async fn opens(&self, folder: &Path, submitted: &Submitted) -> usize {
        let name = &self.name;
        let store = SqliteStore::open(folder).unwrap_or_else(|error| panic!("{name}: {error}"));
        let there = usize::try_from(*store.head().borrow()).expect("a number of events");
        assert!(there as u64 >= self.acked, "{name}: {} acknowledged, {there} there", self.acked);
        self.holds(&store, submitted, there).await;
        let next = submitted.next(there).unwrap_or_else(|| panic!("{name}: {there} events are half an append"));
        for event in next {
            assert_eq!(store.read_id(event.id).await, Ok(None), "{name}: not recorded and found");
        }
        let appended = store.append(whole(next)).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(appended.positions[0], there as u64 + 1, "{name}");
        there + next.len()
    }

    /// The first so many of what was submitted, by whatever way they are asked for.
    async fn holds(&self, store: &SqliteStore, submitted: &Submitted, events: usize) {
        let name = &self.name;
        let log = store.read_all(0, usize::MAX).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let said = log.iter().map(|recorded| &recorded.event);
        assert!(said.eq(&submitted.events[..events]), "{name}: other events than were submitted");
        let Some(last) = log.last() else { return };
        assert_eq!(store.read_id(last.event.id).await, Ok(Some(last.clone())), "{name}");
        let stream = &last.event.stream;
        let of_stream: Vec<Recorded> =
            log.iter().filter(|recorded| recorded.event.stream == *stream).cloned().collect();
        assert_eq!(store.read_stream(stream, 0, usize::MAX).await, Ok(of_stream), "{name}");
    }

    fn verify(&self, folder: &Path) {
        let verified = wengang(folder, &["verify"]);
        assert!(verified.status.success(), "{}: {}", self.name, String::from_utf8_lossy(&verified.stderr));
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().build().expect("a runtime")
}

/// In memory where the system has such a place.
pub fn fast_folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.expect("a folder")
}
