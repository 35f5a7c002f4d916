//! A run that appends in groups and says on standard output how many events were acknowledged. It is this test's own
//! program, run again.

use std::{
    env,
    io::{Write, stdout},
    path::PathBuf,
    process::Command,
    slice,
};

use event_store::{Append, AppendError, EventStore, NewEvent};
use event_store_sqlite::{Pace, SqliteStore};
use tests::instance::Seeded;

use crate::{province, recording::ACKED};

const WHAT: &str = "WENGANG_APPENDING";
/// Appends that wait at once.
const WAITING_MAX: usize = 12;

/// Short, so that a short run comes to see the write-ahead log copied along and started over.
const SHORT: Pace = Pace { copy_bytes: 96 << 10, restart_bytes: 256 << 10, ..Pace::SERVING };

/// What such a run is to do.
pub struct Appending {
    pub folder: PathBuf,
    /// Another folder, with the log whose appends are repeated.
    pub source: PathBuf,
    /// Of these, from which to which.
    pub from: usize,
    pub to: usize,
    pub end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The log is closed.
    Closes,
    /// The process ends and leaves the write-ahead log as it is. It never copied any of it.
    Dies,
}

impl Appending {
    /// `test`: the one that calls [`asked`](Self::asked) first of all.
    pub fn command(&self, test: &str) -> Command {
        let Self { folder, source, from, to, end } = self;
        let what = format!("{} {} {from} {to} {end:?}", folder.display(), source.display());
        let mut command = Command::new(env::current_exe().expect("this test's path"));
        command.args(["--exact", test, "--nocapture"]).env(WHAT, what);
        command
    }

    /// What this process is to do, if it is such a run.
    pub fn asked() -> Option<Self> {
        let what = env::var(WHAT).ok()?;
        let [folder, source, from, to, end] = what.split(' ').collect::<Vec<_>>()[..] else { panic!("not {what}") };
        let number = |text: &str| text.parse().expect("a number");
        let end = if end == "Dies" { End::Dies } else { End::Closes };
        Some(Self { folder: folder.into(), source: source.into(), from: number(from), to: number(to), end })
    }

    pub async fn run(self) {
        let appends = province::appends(province::all(&self.source).await);
        let pace = if self.end == End::Dies { Pace::SERVING } else { SHORT };
        let store = SqliteStore::open_with(&self.folder, pace).expect("opens");
        let used = &appends[0][0];
        let mut acked = appends[..self.from].iter().map(Vec::len).sum::<usize>();
        let mut left = &appends[self.from..self.to];
        // Not for chance but for groups of every size, the same each time.
        let mut seeded = Seeded::new(self.from as u64);
        while !left.is_empty() {
            let (group, rest) = left.split_at(left.len().min(1 + seeded.below(WAITING_MAX)));
            let waiting: Vec<_> = group.iter().map(|events| store.append(whole(events))).collect();
            // What comes next is begun and taken back, since the last of its ids is taken.
            let begun = rest.first().map(|events| store.append(whole(&[&events[..], slice::from_ref(used)].concat())));
            for answer in waiting {
                acked += answer.await.expect("recorded").positions.len();
                say(acked);
            }
            if let Some(begun) = begun {
                assert!(matches!(begun.await, Err(AppendError::IdUsed { .. })));
            }
            left = rest;
        }
        if self.end == End::Dies {
            std::process::exit(0);
        }
    }
}

pub fn whole(events: &[NewEvent]) -> Append {
    Append { events: events.to_vec(), ..Append::default() }
}

/// In one write.
fn say(acked: usize) {
    let mut out = stdout().lock();
    out.write_all(format!("{ACKED}{acked}\n").as_bytes()).and_then(|()| out.flush()).expect("said");
}
