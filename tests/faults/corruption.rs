//! Rot: whatever bit is flipped, page swapped or end cut off, it is noticed or changes nothing that can be read; no read
//! gives an event that was not recorded so, and none panics.

use std::{fs, path::Path, process::Command};

use event_store::{EventStore, Position, Recorded, StoreError};
use event_store_sqlite::{LOG_FILE, SqliteReader};
use tempfile::TempDir;
use tests::{
    facts::{person, registered},
    folded::catches_up,
    instance::Seeded,
    server::{Server, binary, stdout, wengang},
};

use crate::scale::{is_long, times};

const PAGE_BYTES: usize = 8_192;
/// A year of a small place, as the generator tells it.
const LINES: &str = "150";

/// A log that was closed in peace, and all that can be read of it.
struct Sound {
    bytes: Vec<u8>,
    events: Vec<Recorded>,
}

/// What became of one change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// At the opening or at a read.
    Noticed,
    /// Some read finds less than there was, and `verify` says why.
    NoticedByVerify,
    Harmless,
}

impl Sound {
    async fn log() -> Self {
        let folder = TempDir::new().expect("a folder");
        let lines = folder.path().join("lines");
        let generated = Command::new(binary()).args(["generate", "--events", LINES]).output().expect("runs");
        fs::write(&lines, stdout(&generated)).expect("written");
        let data = folder.path().join("data");
        assert!(wengang(&data, &["import", lines.to_str().expect("UTF-8")]).status.success());
        let events = everything(&data).await.expect("readable").0;
        Self { bytes: fs::read(data.join(LOG_FILE)).expect("readable"), events }
    }

    /// Reads whatever can be read of the altered file, in every way.
    async fn outcome(&self, altered: &[u8], folder: &Path, what: &str) -> Outcome {
        fs::write(folder.join(LOG_FILE), altered).expect("written");
        let Ok((all, streams, ids)) = everything(folder).await else { return Outcome::Noticed };
        for event in all.iter().chain(&streams).chain(&ids) {
            let sound =
                usize::try_from(event.position).ok().and_then(|position| self.events.get(position.checked_sub(1)?));
            assert_eq!(sound, Some(event), "{what}: not what was recorded");
        }
        if [&all, &streams, &ids].iter().all(|read| read.len() == self.events.len()) {
            return Outcome::Harmless;
        }
        let found = match SqliteReader::open(folder) {
            Ok(log) => log.structure().await.is_err(),
            Err(_) => true,
        };
        assert!(found, "{what}: {} of {} events are read, and nobody notices", all.len(), self.events.len());
        Outcome::NoticedByVerify
    }

    async fn outcomes(&self, what: &str, changes: impl Iterator<Item = (String, Vec<u8>)>) {
        let folder = TempDir::new_in(if Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "." }).expect("a folder");
        let mut counts = [0; 3];
        for (change, altered) in changes {
            counts[self.outcome(&altered, folder.path(), &change).await as usize] += 1;
        }
        let [noticed, by_verify, harmless] = counts;
        println!("{what}: {noticed} noticed, {by_verify} noticed by verify, {harmless} harmless");
        assert!(noticed > 0);
    }
}

type Read = (Vec<Recorded>, Vec<Recorded>, Vec<Recorded>);

/// All events in order, all by their streams, all by their ids.
async fn everything(folder: &Path) -> Result<Read, StoreError> {
    const ALL: usize = 100_000;
    let log = SqliteReader::open(folder).map_err(|error| StoreError::Io(error.to_string()))?;
    let all = log.read_all(0, ALL).await?;
    let (mut streams, mut ids) = (vec![], vec![]);
    for event in &all {
        if event.revision == 0 {
            streams.extend(log.read_stream(&event.event.stream, 0, ALL).await?);
        }
        ids.extend(log.read_id(event.event.id).await?);
    }
    Ok((all, streams, ids))
}

#[tokio::test]
async fn a_flipped_bit_is_noticed_or_changes_nothing() {
    let (sound, mut seeded) = (Sound::log().await, Seeded::told());
    let bits = if is_long() { 0..8 } else { 0..1 };
    let (every, flipped) = (times(sound.bytes.len().div_ceil(2_000), 1), &sound.bytes);
    let flips = (0..flipped.len()).step_by(every).flat_map(|start| bits.clone().map(move |bit| (start, bit)));
    let changes = flips.map(|(start, bit)| {
        let (at, bit) = if is_long() { (start, bit) } else { (start + seeded.below(every), seeded.below(8)) };
        let mut altered = flipped.clone();
        let at = at.min(altered.len() - 1);
        altered[at] ^= 1 << bit;
        (format!("bit {bit} of byte {at}"), altered)
    });
    sound.outcomes("flipped bits", changes).await;
}

#[tokio::test]
async fn an_end_that_is_cut_off_is_noticed() {
    let (sound, mut seeded) = (Sound::log().await, Seeded::told());
    let whole = &sound.bytes;
    let ends = whole.len() - PAGE_BYTES..whole.len();
    let drawn: Vec<_> =
        if is_long() { ends.collect() } else { (0..200).map(|_| ends.start + seeded.below(PAGE_BYTES)).collect() };
    sound.outcomes("cut ends", drawn.into_iter().map(|end| (format!("cut at {end}"), whole[..end].to_vec()))).await;
}

#[tokio::test]
async fn pages_that_are_swapped_are_noticed() {
    let sound = Sound::log().await;
    let pages = sound.bytes.len() / PAGE_BYTES;
    let pairs = (0..pages).flat_map(|one| (0..one).map(move |other| (other, one)));
    let changes = pairs.map(|(one, other)| {
        let mut altered = sound.bytes.clone();
        let (low, high) = altered.split_at_mut(other * PAGE_BYTES);
        low[one * PAGE_BYTES..][..PAGE_BYTES].swap_with_slice(&mut high[..PAGE_BYTES]);
        (format!("pages {one} and {other} swapped"), altered)
    });
    sound.outcomes("swapped pages", changes).await;
}

/// What a column holds of the one row that is meant, as the file has it.
fn stored(folder: &Path, select: &str) -> Vec<u8> {
    let write = format!("SELECT writefile('stored', ({select}))");
    let written = Command::new("sqlite3").current_dir(folder).args([LOG_FILE, &write]).output().expect("sqlite3 runs");
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    fs::read(folder.join("stored")).expect("written")
}

/// Of the whole program: the file and the event are named; no event where what is damaged belongs to all of them.
#[tokio::test]
async fn verify_names_the_place() {
    let (sound, folder) = (Sound::log().await, TempDir::new().expect("a folder"));
    let (folder, file) = (folder.path(), folder.path().join(LOG_FILE));
    fs::write(&file, &sound.bytes).expect("written");
    let middle: Position = sound.events.len() as u64 / 2;
    let (body, id) = ["body", "id"].map(|name| format!("SELECT {name} FROM event WHERE position = {middle}")).into();
    for (what, select, position) in [
        ("body", &*body, middle),
        ("id", &id, middle),
        ("dictionary", "SELECT substr(bytes, 1, 99) FROM dictionary", 0),
    ] {
        fs::write(&file, &sound.bytes).expect("written");
        let needle = stored(folder, select);
        // The id stands in the row, and again in the index.
        let windows = sound.bytes.windows(needle.len()).enumerate();
        let places: Vec<_> = windows.filter(|(_, bytes)| *bytes == needle).map(|(at, _)| at).collect();
        assert!(!places.is_empty());
        for at in places {
            let mut altered = sound.bytes.clone();
            altered[at + needle.len() / 2] ^= 4;
            fs::write(&file, altered).expect("written");
            let verified = wengang(folder, &["verify", "--json"]);
            let said: serde_json::Value = serde_json::from_slice(&verified.stderr).expect("a problem");
            assert_eq!(said["code"], "corrupt", "{what}: {said}");
            assert_eq!(said["position"], position.to_string(), "{what} at {at}: {said}");
            assert!(said["path"].as_str().expect("a path").ends_with(LOG_FILE), "{said}");
        }
    }
}

/// A server that had recorded, shown in its views, and was killed: the write-ahead log holds all of it.
fn killed() -> TempDir {
    let mut server = Server::start();
    for n in 1..=RECORDED {
        server.record(&registered(&person(n)));
    }
    catches_up(&server);
    server.kill();
    server.into_folder()
}

const RECORDED: u32 = 12;

/// The code that each verb ends with.
fn refusals(folder: &Path, verbs: &[&[&str]]) -> Vec<serde_json::Value> {
    let refusal = |args: &&[&str]| {
        let ended = wengang(folder, &[*args, &["--json"]].concat());
        assert_eq!(ended.status.code(), Some(1), "{args:?}: {}", stdout(&ended));
        serde_json::from_slice(&ended.stderr).expect("a problem")
    };
    verbs.iter().map(refusal).collect()
}

const SERVES: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

/// To `SQLite` it is a log that ends earlier.
#[test]
fn a_flipped_bit_that_hides_what_was_acknowledged_is_told_before_anything_is_written() {
    let (folder, mut seeded) = (killed(), Seeded::told());
    let (folder, backup) = (folder.path(), folder.path().join("backup"));
    let path = folder.join(format!("{LOG_FILE}-wal"));
    let sound = fs::read(&path).expect("readable");
    let mut altered = sound.clone();
    let at = seeded.below(sound.len() / 2);
    altered[at] ^= 1 << seeded.below(8);
    fs::write(&path, &altered).expect("written");
    let backs_up = ["backup", backup.to_str().expect("UTF-8")];
    let refusals = refusals(folder, &[&["verify"], &["export"], &backs_up, &["check"], &["rebuild"], &SERVES]);
    assert!(refusals.iter().all(|refusal| refusal["code"] == "wal_damaged"), "byte {at}: {refusals:?}");
    assert!(!backup.exists() && fs::read(&path).expect("readable") == altered, "byte {at}");
    fs::write(&path, sound).expect("written");
    assert!(wengang(folder, &["verify"]).status.success());
}

/// A new one would give its positions to others.
#[test]
fn a_log_that_is_gone_is_not_begun_anew_where_views_have_shown_it() {
    let folder = killed();
    let folder = folder.path();
    for companion in ["", "-wal", "-shm"] {
        fs::remove_file(folder.join(format!("{LOG_FILE}{companion}"))).expect("removed");
    }
    for refusal in refusals(folder, &[&["import", "-"], &["import", "--recorded", "-"], &SERVES]) {
        assert_eq!(refusal["code"], "log_lost_event", "{refusal}");
    }
    assert!(!folder.join(LOG_FILE).exists());
}

/// Of the last commit the log itself cannot know that it was synced; the views have shown it.
#[test]
fn an_end_that_was_lost_and_shown_before_is_told_until_the_views_are_built_anew() {
    let folder = killed();
    let folder = folder.path();
    let path = folder.join(format!("{LOG_FILE}-wal"));
    let mut altered = fs::read(&path).expect("readable");
    let last = altered.len() - 1;
    altered[last] ^= 1;
    fs::write(&path, &altered).expect("written");
    let backup = folder.join("backup");
    let refusals = refusals(folder, &[&["verify"], &["backup", backup.to_str().expect("UTF-8")], &SERVES]);
    assert!(
        !backup.exists() && fs::read(&path).expect("readable") == altered,
        "what was lost may still be found there"
    );
    assert!(wengang(folder, &["rebuild"]).status.success());
    assert!(wengang(folder, &["verify"]).status.success());
    let lost = stdout(&wengang(folder, &["export"])).lines().count() + 1;
    assert!(lost >= RECORDED as usize);
    for refusal in refusals {
        assert_eq!((&refusal["code"], &refusal["position"]), (&"log_lost_event".into(), &lost.to_string().into()));
        assert!(refusal["detail"].as_str().is_some_and(|detail| detail.contains("rebuild")), "{refusal}");
    }
}
