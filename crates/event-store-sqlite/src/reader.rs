//! One connection that reads, each event checked against its checksum and its neighbours.

use std::{collections::HashMap, path::Path, sync::Arc};

use event_store::{NewEvent, Position, Recorded, Revision, StoreError, planted};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use uuid::Uuid;

use crate::{
    checksum::checksum,
    error::fault,
    folder::{self, Length},
    log,
    packed::{self, Unpacker},
};

/// Kinds whose names a reader remembers.
const KINDS_MAX: usize = 4_096;

/// `?1`: the name of the stream.
const OF_STREAM: &str = "SELECT position, revision, id, kid, time_us, body, crc, ?1 FROM event
    WHERE sid = (SELECT sid FROM stream WHERE name = ?1) AND revision >= ?2 ORDER BY revision LIMIT ?3";
/// LEFT: an event whose stream is lost must be told, not passed over.
const OF_ALL: &str = "SELECT position, revision, id, kid, time_us, body, crc, name
    FROM event LEFT JOIN stream USING (sid) WHERE position > ?1 ORDER BY position LIMIT ?2";
const BY_ID: &str = "SELECT position, revision, id, kid, time_us, body, crc, name
    FROM event LEFT JOIN stream USING (sid) WHERE id = ?1";

#[derive(Debug)]
pub struct Reader {
    connection: Connection,
    decoder: Decoder,
}

impl Reader {
    pub fn open(path: &Path, length: Length) -> Result<Self, StoreError> {
        let connection = folder::open_for_reading(path, length).map_err(|error| fault(&error, 0))?;
        let unpacker = Unpacker::new().map_err(|error| StoreError::Io(error.to_string()))?;
        Ok(Self { connection, decoder: Decoder { kinds: HashMap::new(), unpacker } })
    }

    pub fn stream(&mut self, stream: &str, from: Revision, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        let events = self.select(OF_STREAM, params![stream, clamp(from), clamp(limit as u64)], 0)?;
        for (event, revision) in events.iter().zip(from..) {
            if event.revision != revision {
                let detail = format!("revision_differs: {} ≠ {revision}", event.revision);
                return Err(StoreError::Corrupt { position: event.position, detail });
            }
        }
        Ok(events)
    }

    /// `head`: a position that is known to be recorded.
    pub fn all(&mut self, after: Position, limit: usize, head: Position) -> Result<Vec<Recorded>, StoreError> {
        let events = self.select(OF_ALL, params![clamp(after), clamp(limit as u64)], after)?;
        let mut last = after;
        for event in &events {
            if event.position != last + 1 {
                return Err(StoreError::Corrupt { position: last + 1, detail: "event_missing".into() });
            }
            last = event.position;
        }
        if events.len() < limit && last < head {
            return Err(StoreError::Corrupt { position: last + 1, detail: "end_missing".into() });
        }
        Ok(events)
    }

    pub fn id(&mut self, id: Uuid) -> Result<Option<Recorded>, StoreError> {
        Ok(self.select(BY_ID, params![id.as_bytes()], 0)?.pop())
    }

    /// From the index alone.
    pub fn position(&self, stream: &str, revision: Revision) -> Result<Option<Position>, StoreError> {
        let select =
            "SELECT position FROM event WHERE sid = (SELECT sid FROM stream WHERE name = ?1) AND revision = ?2";
        let asked = params![stream, clamp(revision)];
        let found = self
            .connection
            .prepare_cached(select)
            .and_then(|mut select| select.query_row(asked, |row| row.get::<_, i64>(0)).optional());
        Ok(found.map_err(|error| fault(&error, 0))?.map(i64::cast_unsigned))
    }

    /// That the file's pages, its rows and its indexes belong together, as `SQLite` finds.
    pub fn structure(&self) -> Result<(), StoreError> {
        let check = "PRAGMA integrity_check(1)";
        let found: String = self.connection.query_row(check, [], |row| row.get(0)).map_err(|error| fault(&error, 0))?;
        if found == "ok" {
            let sound = packed::check_dictionary(&self.connection).map_err(|error| fault(&error, 0))?;
            if !sound {
                return Err(StoreError::Corrupt { position: 0, detail: "dictionary_differs".into() });
            }
            return self.each_stream_has_events();
        }
        // "row 17 missing from index event_by_id": the rows of events are named by their position.
        let row = found.strip_prefix("row ").filter(|_| found.contains(" index event_"));
        let position = row.and_then(|rest| rest.split(' ').next()?.parse().ok()).unwrap_or(0);
        let found = found.split_whitespace().collect::<Vec<_>>().join(" ");
        Err(StoreError::Corrupt { position, detail: format!("structure_damaged: {found}") })
    }

    /// A stream is written with its first event.
    fn each_stream_has_events(&self) -> Result<(), StoreError> {
        let empty = "SELECT name FROM stream
            WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.sid = stream.sid) LIMIT 1";
        let found = self.connection.query_row(empty, [], |row| row.get::<_, String>(0)).optional();
        match found.map_err(|error| fault(&error, 0))? {
            Some(name) => Err(StoreError::Corrupt { position: 0, detail: format!("events_missing: {name}") }),
            None => Ok(()),
        }
    }

    pub fn last_position(&self) -> Result<Position, StoreError> {
        let last = log::last_position(&self.connection).map_err(|error| fault(&error, 0))?;
        Ok(last.cast_unsigned())
    }

    /// `after`: a position before what is read, to say about where a fault lies that leaves no row to name.
    fn select(&mut self, sql: &str, from: &[&dyn ToSql], after: Position) -> Result<Vec<Recorded>, StoreError> {
        let mut near = after.saturating_add(1);
        let mut select = self.connection.prepare_cached(sql).map_err(|error| fault(&error, near))?;
        let mut rows = select.query(from).map_err(|error| fault(&error, near))?;
        let mut events = Vec::new();
        while let Some(row) = rows.next().map_err(|error| fault(&error, near))? {
            near = row.get(0).map(i64::cast_unsigned).map_err(|error| fault(&error, near))?;
            events.push(self.decoder.checked(&self.connection, row, near)?);
            near = near.saturating_add(1);
        }
        Ok(events)
    }
}

/// What makes events of rows.
#[derive(Debug)]
struct Decoder {
    /// Integer names of kinds and what they stand for, shared by the events read.
    kinds: HashMap<i64, Arc<str>>,
    unpacker: Unpacker,
}

impl Decoder {
    fn checked(&mut self, log: &Connection, row: &Row<'_>, position: Position) -> Result<Recorded, StoreError> {
        let corrupt = |detail: &str| StoreError::Corrupt { position, detail: detail.into() };
        let stored =
            row.get_ref(5).and_then(|stored| Ok(stored.as_blob()?)).map_err(|error| fault(&error, position))?;
        let body = self.unpacker.unpack(stored).ok_or_else(|| corrupt("body_damaged"))?.into();
        let (event, crc) = self.decode(log, row, body).map_err(|error| fault(&error, position))?;
        if checksum(event.position, event.revision, &event.event) != crc && !planted("skip_checksum") {
            return Err(corrupt("checksum_differs"));
        }
        Ok(event)
    }

    fn decode(&mut self, log: &Connection, row: &Row<'_>, body: Arc<[u8]>) -> rusqlite::Result<(Recorded, u32)> {
        let event = NewEvent {
            id: Uuid::from_bytes(row.get(2)?),
            kind: self.name(log, row.get(3)?)?,
            time_us: row.get(4)?,
            body,
            stream: row.get(7)?,
        };
        let recorded = Recorded {
            position: row.get::<_, i64>(0)?.cast_unsigned(),
            revision: row.get::<_, i64>(1)?.cast_unsigned(),
            event,
        };
        Ok((recorded, row.get(6)?))
    }

    fn name(&mut self, log: &Connection, kid: i64) -> rusqlite::Result<Arc<str>> {
        if let Some(name) = self.kinds.get(&kid) {
            return Ok(name.clone());
        }
        let name: Arc<str> = log.query_row("SELECT name FROM kind WHERE kid = ?1", [kid], |row| row.get(0))?;
        if self.kinds.len() >= KINDS_MAX {
            self.kinds.clear();
        }
        self.kinds.insert(kid, name.clone());
        Ok(name)
    }
}

/// `SQLite` counts to 2⁶³ − 1, which no log reaches.
fn clamp(place: u64) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}
