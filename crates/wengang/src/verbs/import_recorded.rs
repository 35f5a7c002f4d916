//! An export taken back into an empty folder: the same bytes, in the same order.

use std::{
    collections::{BTreeMap, HashMap},
    io::BufRead,
    path::Path,
    process::ExitCode,
    sync::Arc,
};

use domain::envelope;
use event_store::{Append, AppendError, EventStore, NewEvent};
use event_store_sqlite::{LOG_FILE, SqliteStore};
use serde_json::json;

use super::{announce, open, size};
use crate::{
    args::{Global, Import},
    failure::Failure,
};

const EVENTS_A_COMMIT: usize = 1_000;

pub async fn run(global: &Global, import: &Import) -> Result<ExitCode, Failure> {
    size(&import.files)?;
    let store = SqliteStore::open(&global.data())?;
    if *store.head().borrow() != 0 {
        return Err(Failure::new("folder_not_empty", &[("folder", &global.data().display())]));
    }
    let mut taking =
        Taking { store: &store, revisions: HashMap::new(), time_us: i64::MIN, append: Append::default(), events: 0 };
    for file in &import.files {
        taking.file(file).await?;
    }
    taking.commit().await?;
    let events = taking.events;
    store.close();
    if global.json {
        println!("{}", json!({"events": events}));
    } else {
        announce("taken_back", &[("events", &events)]);
    }
    Ok(ExitCode::SUCCESS)
}

struct Taking<'a> {
    store: &'a SqliteStore,
    revisions: HashMap<Arc<str>, u64>,
    time_us: i64,
    append: Append,
    events: u64,
}

impl Taking<'_> {
    async fn file(&mut self, file: &Path) -> Result<(), Failure> {
        for (number, line) in (1_u64..).zip(open(file)?.lines()) {
            let line = line.map_err(|error| Failure::io(file.display(), &error))?;
            self.line(&line).map_err(|detail| {
                Failure::new("not_an_export", &[("file", &file.display()), ("line", &number), ("detail", &detail)])
            })?;
            if self.append.events.len() >= EVENTS_A_COMMIT {
                self.commit().await?;
            }
        }
        Ok(())
    }

    /// The line must be what this program would have recorded there.
    fn line(&mut self, line: &str) -> Result<(), String> {
        let (stamp, event) = envelope::read_verbatim(line).map_err(|e| format!("{} {}", e.code, e.pointer))?;
        let (kind, again) = envelope::record_verbatim(&stamp, &event);
        if again != line {
            return Err("bytes_differ".into());
        }
        let stream = stamp.subject.shared();
        let last = self.revisions.get(&stream).copied();
        let next = last.map_or(0, |revision| revision + 1);
        if stamp.revision != next {
            return Err("revision_differs".into());
        }
        if stamp.time_us < self.time_us {
            return Err("runs_backwards".into());
        }
        self.append.expected.entry(stream.clone()).or_insert(last);
        self.revisions.insert(stream.clone(), next);
        self.time_us = stamp.time_us;
        let body = line.as_bytes().into();
        self.append.events.push(NewEvent { id: stamp.id, stream, kind: kind.into(), time_us: stamp.time_us, body });
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), Failure> {
        let append = std::mem::replace(&mut self.append, Append { events: vec![], expected: BTreeMap::new() });
        self.events += append.events.len() as u64;
        match self.store.append(append).await {
            Ok(_) => Ok(()),
            Err(AppendError::Store(error)) => Err(error.into()),
            Err(AppendError::IdUsed { id, position }) => {
                Err(Failure::new("id_reused", &[("id", &id), ("position", &position)]))
            }
            Err(error @ AppendError::Conflict { .. }) => Err(Failure::used(LOG_FILE, &error)),
        }
    }
}
