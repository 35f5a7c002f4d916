//! An export taken back into an empty folder: the same bytes, in the same order; all of them, or there is no log.

use std::{collections::HashMap, io::BufRead, path::Path, process::ExitCode, sync::Arc};

use domain::envelope;
use event_store::{Append, AppendError, EventStore, NewEvent};
use event_store_sqlite::{Filling, OpenError, SqliteStore};
use serde_json::json;

use super::{announce, open, size, tell};
use crate::{
    args::{Global, Import},
    failure::Failure,
    folder,
};

const EVENTS_A_COMMIT: usize = 1_000;

pub async fn run(global: &Global, import: &Import) -> Result<ExitCode, Failure> {
    size(&import.files)?;
    folder::has_what_views_saw(global).await?;
    let filling = Filling::begin(&global.data()).map_err(|error| match error {
        OpenError::Exists { .. } => Failure::new("folder_not_empty", &[("folder", &global.data().display())]),
        other => other.into(),
    })?;
    let mut taking = Taking {
        store: filling.store(),
        time_us: i64::MIN,
        append: Append::default(),
        begun: HashMap::new(),
        events: 0,
    };
    for file in &import.files {
        taking.file(file).await?;
    }
    let events = taking.events;
    filling.finish()?;
    if global.json {
        tell(&json!({"events": events}));
    } else {
        announce("taken_back", &[("events", &events)]);
    }
    Ok(ExitCode::SUCCESS)
}

struct Taking<'a> {
    store: &'a SqliteStore,
    time_us: i64,
    append: Append,
    /// The streams of the append: the line with which each goes on, and how far it has come.
    begun: HashMap<Arc<str>, (u64, u64)>,
    events: u64,
}

impl Taking<'_> {
    async fn file(&mut self, file: &Path) -> Result<(), Failure> {
        for (number, line) in (1_u64..).zip(open(file)?.lines()) {
            let line = line.map_err(|error| Failure::io(file.display(), &error))?;
            self.line(number, &line).map_err(|detail| no_export(file, number, &detail))?;
            if self.append.events.len() >= EVENTS_A_COMMIT {
                self.commit(file).await?;
            }
        }
        self.commit(file).await
    }

    /// The line must be what this program would have recorded there.
    fn line(&mut self, number: u64, line: &str) -> Result<(), String> {
        let (stamp, event) =
            envelope::read_verbatim(line).map_err(|e| format!("unreadable: {} {}", e.code, e.pointer))?;
        let (kind, again) = envelope::record_verbatim(&stamp, &event);
        if again != line {
            return Err("bytes_differ".into());
        }
        if stamp.time_us < self.time_us {
            return Err("runs_backwards".into());
        }
        let (stream, revision) = (stamp.subject.shared(), stamp.revision);
        match self.begun.get_mut(&stream) {
            Some((_, last)) if revision == *last + 1 => *last = revision,
            Some(_) => return Err("revision_differs".into()),
            // The store knows where the stream stands.
            None => {
                self.begun.insert(stream.clone(), (number, revision));
                self.append.expected.insert(stream.clone(), revision.checked_sub(1));
            }
        }
        self.time_us = stamp.time_us;
        let body = line.as_bytes().into();
        self.append.events.push(NewEvent { id: stamp.id, stream, kind: kind.into(), time_us: stamp.time_us, body });
        Ok(())
    }

    async fn commit(&mut self, file: &Path) -> Result<(), Failure> {
        let append = std::mem::take(&mut self.append);
        self.events += append.events.len() as u64;
        match self.store.append(append).await {
            Ok(_) => {
                self.begun.clear();
                Ok(())
            }
            Err(AppendError::Store(error)) => Err(error.into()),
            Err(AppendError::IdUsed { id, position }) => {
                Err(Failure::new("id_reused", &[("id", &id), ("position", &position)]))
            }
            Err(AppendError::Conflict { stream, .. }) => {
                let line = self.begun.get(&stream).map_or(0, |(line, _)| *line);
                Err(no_export(file, line, "revision_differs"))
            }
        }
    }
}

fn no_export(file: &Path, line: u64, detail: &str) -> Failure {
    Failure::new("not_an_export", &[("file", &file.display()), ("line", &line), ("detail", &detail)])
}
