//! The writer's view of the log: what is recorded, and what the group at hand has added to it so far.

use std::{collections::HashMap, sync::Arc};

use event_store::{Append, AppendError, Appended, Expected, NewEvent, Position, Revision, StoreError, planted};
use rusqlite::{Connection, OptionalExtension, ffi::SQLITE_CONSTRAINT_UNIQUE, params};

use crate::{
    checksum::checksum,
    error::write_fault,
    heads::{Head, Heads},
    packed::Packer,
    queue::Verdict,
};

/// Kinds whose integer names are remembered; there are as many as the program knows.
const KINDS_MAX: usize = 4_096;

const INSERT: &str = "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
/// Of no log, but where a fault is planted.
const REPLACE: &str = "INSERT OR REPLACE INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

#[derive(Debug)]
pub struct Log {
    connection: Connection,
    packer: Packer,
    heads: Heads,
    kinds: HashMap<Arc<str>, i64>,
    last: Last,
    /// Something failed, and what is remembered may not be what is recorded.
    stale: bool,
    /// Why nothing is written any more.
    failed: Option<StoreError>,
}

/// The last position and the last integer name of a stream in use.
#[derive(Clone, Copy, Debug)]
struct Last {
    position: i64,
    sid: i64,
}

impl Log {
    pub fn new(connection: Connection, packer: Packer) -> rusqlite::Result<Self> {
        let last = Last::load(&connection)?;
        let (heads, kinds) = (Heads::default(), HashMap::new());
        Ok(Self { connection, packer, heads, kinds, last, stale: false, failed: None })
    }

    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    pub fn last_position(&self) -> Position {
        self.last.position.cast_unsigned()
    }

    /// Writes nothing from now on: an append with events is answered with this fault. The others are still judged.
    pub fn fail(&mut self, fault: StoreError) {
        self.failed = Some(fault);
    }

    /// Judges each append on what is recorded and on the accepted ones before it, records the accepted ones with one
    /// commit, and answers all. Without accepted events nothing is committed.
    ///
    /// # Errors
    /// Nothing of the group is recorded, and the verdicts that were reached are void: they may rest on what is lost.
    pub fn record<'a>(&mut self, group: impl Iterator<Item = &'a Append>) -> Result<Vec<Verdict>, StoreError> {
        if self.stale {
            self.start_over()?;
        }
        if planted("acknowledge_before_commit") && !self.connection.is_autocommit() {
            self.execute("COMMIT")?;
        }
        let outcome = self.judge_and_commit(group);
        if planted("acknowledge_before_commit") {
            return outcome;
        }
        // Also when all was refused: what the refused had begun is still open.
        if !self.connection.is_autocommit() || outcome.is_err() {
            self.stale = true;
            let _ = self.start_over().inspect_err(|error| tracing::error!(%error, "the log could not be rolled back"));
        }
        outcome
    }

    fn judge_and_commit<'a>(&mut self, group: impl Iterator<Item = &'a Append>) -> Result<Vec<Verdict>, StoreError> {
        let before = self.last.position;
        let mut verdicts = Vec::new();
        for append in group {
            match self.judge(append) {
                Err(AppendError::Store(fault)) if self.failed.is_none() => return Err(fault),
                verdict => verdicts.push(verdict),
            }
        }
        if self.last.position > before && !planted("acknowledge_before_commit") {
            self.execute("COMMIT")?;
        }
        Ok(verdicts)
    }

    fn judge(&mut self, append: &Append) -> Verdict {
        for (stream, &expected) in &append.expected {
            let actual: Expected = self.head(stream)?.map(|head| head.revision.cast_unsigned());
            if actual != expected && !planted("skip_expectations") {
                return Err(AppendError::Conflict { stream: stream.clone(), expected, actual });
            }
        }
        if append.events.is_empty() {
            return Ok(Appended::default());
        }
        if let Some(failed) = &self.failed {
            return Err(failed.clone().into());
        }
        if self.connection.is_autocommit() {
            self.execute("BEGIN IMMEDIATE")?;
        }
        let before = self.last;
        let appended = self.insert_all(&append.events);
        if matches!(appended, Err(AppendError::IdUsed { .. })) {
            self.undo(&append.events, before)?;
        }
        appended
    }

    fn insert_all(&mut self, events: &[NewEvent]) -> Verdict {
        let mut appended = Appended::default();
        for event in events {
            let (position, revision) = self.insert(event)?;
            appended.positions.push(position);
            appended.revisions.push(revision);
        }
        Ok(appended)
    }

    /// Inserting first and asking after a collision saves a look into the index of ids for every event.
    fn insert(&mut self, event: &NewEvent) -> Result<(Position, Revision), AppendError> {
        let head = match self.head(&event.stream)? {
            Some(head) => Head { revision: head.revision + 1, ..head },
            None => Head { sid: self.new_stream(&event.stream)?, revision: 0 },
        };
        let kid = self.kid(&event.kind)?;
        let reused = planted("reuse_a_position") && self.last.position % 100 == 99;
        let position = self.last.position + i64::from(!reused);
        let (place, revision) = (position.cast_unsigned(), head.revision.cast_unsigned());
        let crc = checksum(place, revision, event);
        let id = event.id.as_bytes();
        let body = self.packer.pack(&event.body);
        let row = params![position, head.sid, head.revision, id, kid, event.time_us, body, crc];
        let inserted = self
            .connection
            .prepare_cached(if reused { REPLACE } else { INSERT })
            .and_then(|mut insert| insert.execute(row));
        if let Err(error) = inserted {
            return Err(self.collision(event, &error));
        }
        self.heads.set(&event.stream, head);
        self.last.position = position;
        Ok((place, revision))
    }

    fn collision(&self, event: &NewEvent, error: &rusqlite::Error) -> AppendError {
        let unique = error.sqlite_error().is_some_and(|cause| cause.extended_code == SQLITE_CONSTRAINT_UNIQUE);
        let holder = || {
            self.connection
                .prepare_cached("SELECT position FROM event WHERE id = ?1")?
                .query_row([event.id.as_bytes()], |row| row.get::<_, i64>(0))
                .optional()
        };
        match unique.then(holder) {
            Some(Ok(Some(position))) => AppendError::IdUsed { id: event.id, position: position.cast_unsigned() },
            Some(Err(error)) => self.fault(&error).into(),
            _ => self.fault(error).into(),
        }
    }

    /// Takes back what one append had begun; its neighbours in the transaction stay. A kind it was the first to use
    /// may stay as well, no event is the worse for it.
    fn undo(&mut self, events: &[NewEvent], before: Last) -> Result<(), StoreError> {
        for event in events {
            self.heads.forget(&event.stream);
        }
        for (undo, last) in [
            ("DELETE FROM event WHERE position > ?1", before.position),
            ("DELETE FROM stream WHERE sid > ?1", before.sid),
        ] {
            let undone = self.connection.prepare_cached(undo).and_then(|mut undo| undo.execute([last]));
            undone.map_err(|error| self.fault(&error))?;
        }
        if !planted("leave_a_gap") {
            self.last = before;
        }
        Ok(())
    }

    /// `None`: the stream has no events.
    fn head(&mut self, stream: &Arc<str>) -> Result<Option<Head>, StoreError> {
        if let Some(head) = self.heads.get(stream) {
            return Ok(Some(head));
        }
        let found = self
            .connection
            .prepare_cached(
                "SELECT sid, (SELECT max(revision) FROM event WHERE sid = s.sid) FROM stream s WHERE name = ?1",
            )
            .and_then(|mut select| {
                select.query_row([stream], |row| Ok(Head { sid: row.get(0)?, revision: row.get(1)? })).optional()
            })
            .map_err(|error| self.fault(&error))?;
        if let Some(head) = found {
            self.heads.set(stream, head);
        }
        Ok(found)
    }

    fn new_stream(&mut self, name: &str) -> Result<i64, StoreError> {
        let sid = self.last.sid + 1;
        self.connection
            .prepare_cached("INSERT INTO stream (sid, name) VALUES (?1, ?2)")
            .and_then(|mut insert| insert.execute(params![sid, name]))
            .map_err(|error| self.fault(&error))?;
        self.last.sid = sid;
        Ok(sid)
    }

    /// The integer name of a kind, given at its first use.
    fn kid(&mut self, kind: &Arc<str>) -> Result<i64, StoreError> {
        if let Some(&kid) = self.kinds.get(kind) {
            return Ok(kid);
        }
        let found = self.find_or_add_kind(kind).map_err(|error| self.fault(&error))?;
        if self.kinds.len() >= KINDS_MAX {
            self.kinds.clear();
        }
        self.kinds.insert(kind.clone(), found);
        Ok(found)
    }

    fn find_or_add_kind(&self, kind: &str) -> rusqlite::Result<i64> {
        let find = "SELECT kid FROM kind WHERE name = ?1";
        let found = self.connection.query_row(find, [kind], |row| row.get(0)).optional()?;
        let add =
            || self.connection.query_row("INSERT INTO kind (name) VALUES (?1) RETURNING kid", [kind], |row| row.get(0));
        found.map_or_else(add, Ok)
    }

    /// Ends an open transaction and remembers nothing but what is recorded.
    fn start_over(&mut self) -> Result<(), StoreError> {
        self.heads.clear();
        self.kinds.clear();
        // A full disk or a failed write may have ended the transaction already.
        if !self.connection.is_autocommit() {
            self.execute("ROLLBACK")?;
        }
        self.last = Last::load(&self.connection).map_err(|error| self.fault(&error))?;
        self.stale = false;
        Ok(())
    }

    fn execute(&self, statement: &str) -> Result<(), StoreError> {
        let executed = self.connection.prepare_cached(statement).and_then(|mut prepared| prepared.execute([]));
        executed.map(drop).map_err(|error| self.fault(&error))
    }

    fn fault(&self, error: &rusqlite::Error) -> StoreError {
        write_fault(error, self.last_position())
    }
}

impl Last {
    fn load(connection: &Connection) -> rusqlite::Result<Self> {
        let sid = connection.query_row("SELECT coalesce(max(sid), 0) FROM stream", [], |row| row.get(0))?;
        Ok(Self { position: last_position(connection)?, sid })
    }
}

/// 0: the log is empty.
pub fn last_position(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT coalesce(max(position), 0) FROM event", [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use event_store::contract::{expects, noise, writes};
    use tempfile::{TempDir, tempdir};

    use super::*;
    use crate::{folder, pace::Pace};

    /// With one event of `thing-a`.
    fn opened() -> (Log, TempDir) {
        let folder = tempdir().expect("a folder");
        let connection = folder::open_for_writing(&folder.path().join(folder::LOG_FILE), Pace::SERVING).expect("opens");
        let mut log = Log::new(connection, Packer::new().expect("made")).expect("loads");
        record(&mut log, &[writes("thing-a", None, 1)]).expect("recorded");
        (log, folder)
    }

    fn record(log: &mut Log, group: &[Append]) -> Result<Vec<Verdict>, StoreError> {
        log.record(group.iter())
    }

    /// Everything a group had begun (events, a new stream, a new kind) and everything remembered of it is gone.
    fn is_as_before(log: &mut Log) {
        assert_eq!(log.last_position(), 1);
        let verdicts =
            record(log, &[expects("thing-b", None), writes("thing-b", None, 1), writes("thing-a", Some(0), 1)]);
        let positions = verdicts.expect("recorded").into_iter().map(|verdict| verdict.expect("accepted").positions);
        assert_eq!(positions.collect::<Vec<_>>(), [vec![], vec![2], vec![3]]);
    }

    fn group() -> [Append; 4] {
        let mut large = writes("thing-a", Some(0), 1);
        large.events[0].body = noise(1 << 20);
        [writes("thing-b", None, 1), large, expects("thing-a", Some(1)), expects("thing-a", Some(0))]
    }

    #[test]
    fn when_an_insert_fails_the_whole_group_is_void() {
        let (mut log, _folder) = opened();
        log.connection.pragma_update(None, "max_page_count", 1).expect("set");
        assert!(matches!(record(&mut log, &group()), Err(StoreError::Full(_))));
        log.connection.pragma_update(None, "max_page_count", 1_000_000).expect("set");
        is_as_before(&mut log);
    }

    #[test]
    fn when_the_commit_fails_the_whole_group_is_void() {
        let (mut log, _folder) = opened();
        log.connection.commit_hook(Some(|| true)).expect("set");
        assert!(matches!(record(&mut log, &group()), Err(StoreError::Failed(_))));
        log.connection.commit_hook(None::<fn() -> bool>).expect("unset");
        is_as_before(&mut log);
    }

    #[test]
    fn once_it_has_failed_it_judges_and_writes_nothing() {
        let (mut log, _folder) = opened();
        log.fail(StoreError::Failed("EIO".into()));
        let group = [writes("thing-a", Some(0), 1), expects("thing-a", Some(0)), writes("thing-a", None, 1)];
        let verdicts = record(&mut log, &group).expect("judged");
        assert_eq!(verdicts[0], Err(StoreError::Failed("EIO".into()).into()));
        assert_eq!(verdicts[1], Ok(Appended::default()));
        assert!(matches!(verdicts[2], Err(AppendError::Conflict { .. })));
        assert_eq!(log.last_position(), 1);
    }

    #[test]
    fn a_refusal_does_not_void_its_group() {
        let (mut log, _folder) = opened();
        let mut used = writes("thing-c", None, 3);
        used.events[2].id = used.events[0].id;
        let group = [writes("thing-b", None, 1), used, writes("thing-b", Some(7), 1), writes("thing-c", None, 1)];
        let verdicts = record(&mut log, &group).expect("recorded");
        assert_eq!(verdicts.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, true]);
        assert_eq!(log.last_position(), 3);
    }

    #[test]
    fn what_a_refused_append_had_begun_is_not_left_open() {
        let (mut log, _folder) = opened();
        let mut used = writes("thing-b", None, 2);
        used.events[1].id = used.events[0].id;
        assert!(record(&mut log, &[used]).expect("judged")[0].is_err());
        assert!(log.connection.is_autocommit());
        is_as_before(&mut log);
    }
}
