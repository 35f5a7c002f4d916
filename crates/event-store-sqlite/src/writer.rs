//! The one writer: takes whatever waits, records it with one sync, then answers.

use std::{path::Path, sync::Arc, time::Duration};

use event_store::{Appended, NewEvent, Position, Recorded};
use rusqlite::Connection;
use tokio::sync::watch;

use crate::{
    checkpoints::{self, Checkpoints},
    error::OpenError,
    folder::FolderLock,
    gauges::Gauges,
    log::Log,
    pace::Pace,
    packed::Packer,
    queue::{Queue, Verdict, Waiting},
    tail::Tail,
};

/// The fields go in their order: first the connections, at last the lock.
#[derive(Debug)]
pub struct Writer {
    log: Log,
    checkpoints: Checkpoints,
    gather: Duration,
    head: watch::Sender<Position>,
    gauges: Arc<Gauges>,
    tail: Arc<Tail>,
    pages_max: u64,
    queue: Arc<Queue>,
    _lock: FolderLock,
}

impl Writer {
    /// Also answers where the head will be told.
    pub fn new(
        connection: Connection,
        path: &Path,
        pace: Pace,
        queue: Arc<Queue>,
        gauges: Arc<Gauges>,
        tail: Arc<Tail>,
        lock: FolderLock,
    ) -> Result<(Self, watch::Receiver<Position>), OpenError> {
        let packer = Packer::new().map_err(|source| OpenError::Io { path: path.into(), source })?;
        let log = Log::new(connection, packer).map_err(|source| OpenError::sqlite(path, source))?;
        let checkpoints = Checkpoints::start(path, pace, gauges.clone())?;
        let (head, told) = watch::channel(log.last_position());
        let pages_max = gauges.pages_max();
        Ok((Self { log, checkpoints, gather: pace.gather, head, gauges, tail, pages_max, queue, _lock: lock }, told))
    }

    /// Until the queue is closed and drained.
    pub fn run(mut self) {
        let _abandon = AbandonAtTheEnd(self.queue.clone());
        checkpoints::watch_wal(self.log.connection());
        while let Some(group) = self.queue.next_group(self.gather) {
            self.keep_to_limit();
            self.write(group);
        }
        if self.gauges.failure().is_some() {
            return;
        }
        // Of two at a time the other would be in the way.
        drop(self.checkpoints);
        let log = self.log.connection();
        if let Err(error) = checkpoints::empty_wal(log).and_then(|()| checkpoints::copy_at_close(log, true)) {
            tracing::warn!(%error, "the write-ahead log stays as it is until the log is opened again");
        }
    }

    /// Nobody is answered, not even with a refusal, before what the answer rests on is durable.
    fn write(&mut self, group: Vec<Waiting>) {
        if let Some(failure) = self.gauges.failure() {
            self.log.fail(failure.clone());
        }
        let outcome = self.log.record(group.iter().map(|waiting| &waiting.append));
        let last = self.log.last_position();
        let grown = outcome.is_ok() && last > *self.head.borrow();
        // Whoever no longer waits for an answer does not get one.
        match outcome {
            Ok(verdicts) => {
                let (events, answers): (Vec<_>, Vec<_>) =
                    group.into_iter().map(|waiting| (waiting.append.events, waiting.answer)).unzip();
                if grown {
                    self.gauges.count_commit();
                    self.tail.push(events.into_iter().zip(&verdicts).flat_map(recorded));
                    self.head.send_replace(last);
                }
                for (answer, verdict) in answers.into_iter().zip(verdicts) {
                    let _ = answer.send(verdict);
                }
            }
            Err(fault) => {
                self.gauges.note(&fault);
                tracing::error!(%fault, appends = group.len(), "nothing of a group could be recorded");
                for waiting in group {
                    let _ = waiting.answer.send(Err(fault.clone().into()));
                }
            }
        }
        if grown {
            self.checkpoints.after_commit(self.log.connection());
        }
    }

    fn keep_to_limit(&mut self) {
        let pages_max = self.gauges.pages_max();
        if pages_max == self.pages_max {
            return;
        }
        let set = format!("PRAGMA max_page_count = {pages_max}");
        match self.log.connection().query_row(&set, [], |_| Ok(())) {
            Ok(()) => self.pages_max = pages_max,
            Err(error) => tracing::error!(%error, pages_max, "the log's limit could not be set"),
        }
    }
}

/// The events of one append where they went, if it was accepted.
fn recorded((events, verdict): (Vec<NewEvent>, &Verdict)) -> impl Iterator<Item = Recorded> {
    let places = verdict.iter().flat_map(|Appended { positions, revisions }| positions.iter().zip(revisions));
    let at = |(event, (&position, &revision))| Recorded { position, revision, event };
    events.into_iter().zip(places).map(at)
}

/// Even if the writer panics, nobody is left waiting.
struct AbandonAtTheEnd(Arc<Queue>);

impl Drop for AbandonAtTheEnd {
    fn drop(&mut self) {
        self.0.abandon();
    }
}
