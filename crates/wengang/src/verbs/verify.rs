use std::{
    collections::{HashMap, VecDeque},
    path::Path,
    process::ExitCode,
    sync::Arc,
};

use domain::{admission::ENTAILED_MAX, case::Stamp};
use event_store::{EventStore, Position, Recorded, Revision, recorder::read};
use event_store_sqlite::{LOG_FILE, SqliteReader};
use serde_json::json;
use uuid::Uuid;

use super::{announce, tell};
use crate::{args::Global, failure::Failure, folder};

const PAGE_EVENTS: usize = 2_000;
/// Streams of which it is remembered how far they have come; of the others the log's own index is asked.
const STREAMS_KNOWN_MAX: usize = 100_000;

/// Checks that rows and indexes belong together, and reads every event: checksum and position (the store), data, name,
/// revision, time, and that its predecessor, its cause and what it was decided on stand before it. Memory does not grow with
/// the log. Of a data folder also that the log has not lost its end, as far as the views have come to know it.
pub async fn run(global: &Global, backup: Option<&Path>) -> Result<ExitCode, Failure> {
    let (events, cases) = check(&backup.map_or_else(|| global.data().join(LOG_FILE), Into::into)).await?;
    if backup.is_none() {
        folder::has_what_views_saw(global).await?;
    }
    if global.json {
        tell(&json!({"events": events, "cases": cases, "whole": true}));
    } else {
        announce("whole", &[("events", &events), ("cases", &cases)]);
    }
    Ok(ExitCode::SUCCESS)
}

/// How many events of how many cases the log has, if it is whole.
pub async fn check(file: &Path) -> Result<(Position, u64), Failure> {
    let log = SqliteReader::open_file(file)?;
    log.structure().await.map_err(|error| Failure::from(error).in_file(file))?;
    let mut checked = Checked::default();
    loop {
        let page =
            log.read_all(checked.position, PAGE_EVENTS).await.map_err(|error| Failure::from(error).in_file(file))?;
        if page.is_empty() {
            return Ok((checked.position, checked.cases));
        }
        checked.page(&log, &page).await.map_err(|failure| failure.in_file(file))?;
    }
}

type Place = (Arc<str>, Revision);

/// What is known of the log up to a position.
#[derive(Default)]
struct Checked {
    position: Position,
    time_us: Option<i64>,
    cases: u64,
    /// How far streams have come.
    last: HashMap<Arc<str>, Revision>,
    /// Where the index says that events stand which are not known from above.
    indexed: HashMap<Place, Option<Position>>,
    /// The last events: no cause stands farther back.
    ids: VecDeque<Uuid>,
}

impl Checked {
    async fn page(&mut self, log: &SqliteReader, page: &[Recorded]) -> Result<(), Failure> {
        let said = page.iter().map(|recorded| Ok(read(recorded)?.0)).collect::<Result<Vec<_>, Failure>>()?;
        if self.last.len() > STREAMS_KNOWN_MAX {
            self.last.clear();
        }
        let rests_on = said.iter().flat_map(|stamp| {
            let own = [Some(stamp.revision), stamp.revision.checked_sub(1)].into_iter().flatten();
            let own = own.map(|revision| (stamp.subject.shared(), revision));
            own.chain(stamp.basis.iter().map(|(stream, revision)| (stream.shared(), *revision)))
        });
        let asked: Vec<Place> = rests_on.filter(|(stream, _)| !self.last.contains_key(stream)).collect();
        let found = log.positions(asked.clone()).await?;
        self.indexed = asked.into_iter().zip(found).collect();
        for (recorded, stamp) in page.iter().zip(&said) {
            self.event(recorded, stamp).map_err(|detail| {
                Failure::new("corrupt", &[("path", &LOG_FILE), ("position", &recorded.position), ("detail", &detail)])
            })?;
        }
        Ok(())
    }

    /// What is wrong with it, as texts name it.
    fn event(&mut self, recorded: &Recorded, stamp: &Stamp) -> Result<(), &'static str> {
        let (stream, revision) = (&recorded.event.stream, recorded.revision);
        if stamp.id != recorded.event.id || stamp.subject.as_str() != &**stream {
            return Err("head_differs");
        }
        if stamp.revision != revision || !self.follows(stream, revision, recorded.position) {
            return Err("revision_differs");
        }
        if self.time_us.is_some_and(|last| stamp.time_us < last) || stamp.time_us != recorded.event.time_us {
            return Err("runs_backwards");
        }
        if !stamp.basis.iter().all(|(stream, revision)| self.stands(&stream.shared(), *revision)) {
            return Err("basis_ahead");
        }
        if stamp.causation_id.is_some_and(|cause| !self.ids.iter().rev().any(|id| *id == cause)) {
            return Err("cause_missing");
        }
        (self.position, self.time_us) = (recorded.position, Some(stamp.time_us));
        self.cases += u64::from(revision == 0);
        self.last.insert(stream.clone(), revision);
        self.ids.push_back(stamp.id);
        if self.ids.len() > ENTAILED_MAX {
            self.ids.pop_front();
        }
        Ok(())
    }

    /// It is the next of its stream, and the only one there.
    fn follows(&self, stream: &Arc<str>, revision: Revision, position: Position) -> bool {
        if let Some(last) = self.last.get(stream) {
            return revision == last + 1;
        }
        let alone = self.indexed(stream, revision) == Some(position);
        alone && revision.checked_sub(1).is_none_or(|before| self.stands(stream, before))
    }

    /// Up to here.
    fn stands(&self, stream: &Arc<str>, revision: Revision) -> bool {
        if let Some(last) = self.last.get(stream) {
            return revision <= *last;
        }
        self.indexed(stream, revision).is_some_and(|position| position <= self.position)
    }

    fn indexed(&self, stream: &Arc<str>, revision: Revision) -> Option<Position> {
        self.indexed.get(&(stream.clone(), revision)).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use domain::{envelope::record, kinds::AnyEvent};
    use event_store::{Append, NewEvent};
    use event_store_sqlite::{Pace, SqliteStore};
    use tempfile::TempDir;

    use super::*;
    use crate::verbs::import::generated;

    type Said = Vec<(Stamp, AnyEvent)>;
    type Change<'a> = &'a dyn Fn(&mut Said);

    fn global(folder: &TempDir) -> Global {
        Global { data: Some(folder.path().into()), json: true }
    }

    /// What the generated province leaves in a log of several pages.
    async fn province() -> Said {
        let folder = TempDir::new().expect("a folder");
        let writing = folder::open(&global(&folder), Pace::SERVING).await.expect("opens");
        generated(&writing.recorder, 1, 2_500).await.expect("recorded");
        let log = writing.store.read_all(0, usize::MAX).await.expect("readable");
        assert!(log.len() > PAGE_EVENTS + 500);
        log.iter().map(|recorded| read(recorded).expect("readable")).collect()
    }

    /// What is said of a log whose every checksum is right and whose lines say this.
    async fn verdict(said: &[(Stamp, AnyEvent)]) -> String {
        let folder = TempDir::new().expect("a folder");
        let store = SqliteStore::open(folder.path()).expect("opens");
        let event = |(stamp, event): &(Stamp, AnyEvent)| {
            let ((kind, line), stream) = (record(stamp, event), stamp.subject.shared());
            NewEvent { id: stamp.id, stream, kind: kind.into(), time_us: stamp.time_us, body: line.into_bytes().into() }
        };
        store.append(Append { events: said.iter().map(event).collect(), ..Append::default() }).await.expect("taken");
        store.close();
        run(&global(&folder), None).await.map_or_else(|failure| format!("{failure:?}"), |_| "whole".into())
    }

    #[tokio::test]
    async fn a_log_that_contradicts_itself_is_not_whole() {
        let province = province().await;
        assert_eq!(verdict(&province).await, "whole");
        // In the first page, of which the index alone knows, and in a later one.
        for from in [100, PAGE_EVENTS + 100] {
            let whole = &province[..from + 400];
            let last = whole.last().map(|(stamp, _)| (stamp.subject.clone(), stamp.revision)).expect("events");
            let find = |found: fn(&Stamp) -> bool| {
                let mut rest = whole.iter().enumerate().skip(from);
                rest.find(|(_, (stamp, _))| found(stamp)).map(|(at, _)| at).expect("one such")
            };
            let (grown, caused) = (find(|stamp| stamp.revision > 1), find(Stamp::entailed));
            let resting = find(|stamp| !stamp.basis.is_empty());
            let changes: [(&str, Change); 7] = [
                ("revision_differs", &|said| said[grown].0.revision += 1),
                ("revision_differs", &|said| said[grown].0.revision = 0),
                ("basis_ahead", &|said| said[resting].0.basis[0].1 += 1_000),
                ("basis_ahead", &|said| said[resting].0.basis.push(last.clone())),
                ("cause_missing", &|said| said[caused].0.causation_id = Some(Uuid::now_v7())),
                ("cause_missing", &|said| said[caused].0.causation_id = Some(said[caused].0.id)),
                ("runs_backwards", &|said| said[grown].0.time_us -= 40_000_000_000_000),
            ];
            for (detail, change) in changes {
                let mut said = whole.to_vec();
                change(&mut said);
                let verdict = verdict(&said).await;
                assert!(verdict.contains(detail), "{detail} expected: {verdict}");
            }
        }
    }
}
