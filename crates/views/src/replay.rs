//! Two-clock replays: what a view said of the world *as of* a day, *as known at* an instant.
//!
//! `as_of` keeps the events that occurred up to that day, `known_at` those recorded up to that instant; the order of
//! folding is always the order of the log. One row is folded in memory from the few cases it rests on; a whole list is
//! built in a temporary file.

use std::{
    collections::{BTreeSet, VecDeque},
    io::Write,
    sync::{Arc, Mutex},
};

use domain::{stream::StreamId, values::Date};
use event_store::{EventStore, Position, Recorded};
use projections::model::{Change, Key, Nothing, Projection, Seen, Table, Value};
use rusqlite::Connection;
use serde_json::Value as Json;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    Answer, BATCH_EVENTS_MAX, Query, REPLAY_ROWS_HELD_MAX, REPLAYS_MAX, ROW_EVENTS_MAX, ViewError,
    batch::{Decoded, SIDE_BY_SIDE_EVENTS_MIN, Undecodable, decode, make_room},
    blocking, lock,
    query::{answer, dump, parse_key, row},
    rows::{Fresh, OnFile, indexes, tables, write},
    threads::Threads,
};

/// The two clocks; without a bound, all there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// What was true in the world by the end of this day.
    pub as_of: Option<Date>,
    /// What had been recorded by this instant, in microseconds since 1970 UTC.
    pub known_at_us: Option<i64>,
}

impl Bounds {
    fn known(&self, recorded: &Recorded) -> bool {
        self.known_at_us.is_none_or(|at| recorded.event.time_us <= at)
    }

    fn keep(&self, decoded: &Decoded) -> bool {
        match (decoded, self.as_of) {
            (Ok(seen), Some(date)) => seen.stamp.occurred_on <= date,
            _ => true,
        }
    }
}

/// Replays of a list of projections; clones share the limit on whole lists.
#[derive(Clone)]
pub struct Replays {
    projections: Arc<[&'static Projection]>,
    permits: Arc<Semaphore>,
    threads: Arc<Threads>,
}

/// A whole view on two clocks. Its file goes with it, and so does its place among those allowed at once.
pub struct Replayed {
    db: Arc<Mutex<Connection>>,
    projection: &'static Projection,
    position: Position,
    threads: Arc<Threads>,
    _permit: OwnedSemaphorePermit,
}

impl Replays {
    /// Of a log alone.
    pub fn new(projections: &[&'static Projection]) -> Result<Self, ViewError> {
        Ok(Self::on(projections, Arc::new(Threads::start()?)))
    }

    pub(crate) fn on(projections: &[&'static Projection], threads: Arc<Threads>) -> Self {
        Self { projections: projections.into(), permits: Arc::new(Semaphore::new(REPLAYS_MAX)), threads }
    }

    fn table(&self, name: &str) -> Result<(&'static Projection, &'static Table), ViewError> {
        let found = self.projections.iter().find_map(|p| Some((*p, p.table(name)?)));
        found.ok_or_else(|| ViewError::UnknownView { view: name.into() })
    }

    /// A whole view (named by any of its tables). [`ViewError::Busy`] when [`REPLAYS_MAX`] are at it already.
    pub async fn whole(&self, store: &dyn EventStore, view: &str, bounds: Bounds) -> Result<Replayed, ViewError> {
        let (projection, _) = self.table(view)?;
        let busy = || ViewError::Busy { replays_max: REPLAYS_MAX };
        let permit = Arc::clone(&self.permits).try_acquire_owned().map_err(|_| busy())?;
        let db = blocking(move || temporary(projection)).await?;
        let replayed = Replayed {
            db: Arc::new(Mutex::new(db)),
            projection,
            position: 0,
            threads: self.threads.clone(),
            _permit: permit,
        };
        replayed.filled(store, bounds).await
    }

    /// One row, by its key (its columns joined by commas).
    pub async fn row(
        &self,
        store: &dyn EventStore,
        view: &str,
        key: &str,
        bounds: Bounds,
    ) -> Result<Option<Json>, ViewError> {
        let (projection, table) = self.table(view)?;
        let key = parse_key(table, key)?;
        let own_case = match key.first() {
            Some(Value::Text(text)) if projection.by_case.contains(&table.name) => text.parse::<StreamId>().ok(),
            _ => None,
        };
        if let Some(case) = own_case
            && let Some(seen) = rests_on(store, &self.threads, projection, case, bounds).await?
        {
            let mut folding = (projection.start)(Arc::new(Nothing));
            folding.fold(&seen.iter().collect::<Vec<_>>());
            let found = folding.changes()?.into_iter().find_map(|change| of_key(change, table, &key));
            return Ok(found.map(|row| table.to_json(&row)));
        }
        let replayed = self.whole(store, view, bounds).await?;
        blocking(move || row(&lock(&replayed.db), table, &key)).await
    }
}

impl Replayed {
    pub async fn rows(&self, query: Query) -> Result<Answer, ViewError> {
        let table = self.projection.table(&query.view);
        let table = table.ok_or_else(|| ViewError::UnknownView { view: query.view.clone() })?;
        let (db, position) = (Arc::clone(&self.db), self.position);
        blocking(move || answer(&lock(&db), table, &query, position)).await
    }

    /// As [`Views::dump`](crate::Views::dump).
    pub fn dump(&self, to: &mut dyn Write) -> Result<(), ViewError> {
        dump(&lock(&self.db), self.projection.tables, to)
    }

    /// The last position that was known then.
    pub fn position(&self) -> Position {
        self.position
    }

    async fn filled(mut self, store: &dyn EventStore, bounds: Bounds) -> Result<Self, ViewError> {
        let projection = self.projection;
        let stored = Arc::new(OnFile::new(Arc::clone(&self.db), projection.tables));
        let mut folding = (projection.start)(Arc::new(Fresh(stored)));
        loop {
            let mut page = store.read_all(self.position, BATCH_EVENTS_MAX).await?;
            let read = page.len();
            page.truncate(page.iter().position(|recorded| !bounds.known(recorded)).unwrap_or(read));
            let last = page.len() < BATCH_EVENTS_MAX;
            self.position = page.last().map_or(self.position, |recorded| recorded.position);
            let (db, threads) = (Arc::clone(&self.db), Arc::clone(&self.threads));
            folding = blocking(move || {
                let decoded = threads.install(|| decode(&page, projection.folds));
                let batch: Result<Vec<Seen>, Undecodable> =
                    decoded.into_iter().filter(|event| bounds.keep(event)).collect();
                folding.fold(&batch?.iter().collect::<Vec<_>>());
                if !last && folding.rows() < REPLAY_ROWS_HELD_MAX {
                    return Ok(folding);
                }
                let mut db = lock(&db);
                let tx = db.transaction()?;
                write(&tx, projection, &folding.changes()?)?;
                if last {
                    indexes(projection).try_for_each(|index| tx.execute_batch(&index))?;
                }
                tx.commit()?;
                drop(db);
                threads.install(|| make_room(&mut [folding.as_mut()], REPLAY_ROWS_HELD_MAX));
                Ok(folding)
            })
            .await?;
            if last {
                return Ok(self);
            }
        }
    }
}

/// SQLite keeps a database without a name in a file of its own and removes it with the connection.
fn temporary(projection: &Projection) -> Result<Connection, ViewError> {
    let db = Connection::open("")?;
    db.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -65536;",
    )?;
    db.set_prepared_statement_cache_capacity(64);
    db.execute_batch(&tables(projection))?;
    Ok(db)
}

/// The events of a case and of all that it leads to, in the order of the log; `None` when they are too many to hold.
async fn rests_on(
    store: &dyn EventStore,
    threads: &Threads,
    projection: &'static Projection,
    case: StreamId,
    bounds: Bounds,
) -> Result<Option<Vec<Seen>>, ViewError> {
    const PAGE_EVENTS_MAX: usize = 1_000;
    let mut known = BTreeSet::from([case.clone()]);
    let mut todo = VecDeque::from([case]);
    let mut seen: Vec<Seen> = vec![];
    while let Some(case) = todo.pop_front() {
        let mut from = 0;
        loop {
            let mut page = store.read_stream(case.as_str(), from, PAGE_EVENTS_MAX).await?;
            let whole_page = page.len() == PAGE_EVENTS_MAX;
            from += page.len() as u64;
            page.retain(|recorded| bounds.known(recorded));
            // A short one is not worth waiting for threads that give way to others.
            let decoded = if page.len() < SIDE_BY_SIDE_EVENTS_MIN {
                decode(&page, projection.folds)
            } else {
                threads.run(move || Ok(decode(&page, projection.folds))).await?
            };
            for event in decoded {
                let event = event?;
                for further in (projection.leads_to)(&event) {
                    if known.insert(further.clone()) {
                        todo.push_back(further);
                    }
                }
                if bounds.as_of.is_none_or(|date| event.stamp.occurred_on <= date) {
                    seen.push(event);
                }
            }
            if seen.len() > ROW_EVENTS_MAX || known.len() > ROW_EVENTS_MAX {
                return Ok(None);
            }
            if !whole_page {
                break;
            }
        }
    }
    seen.sort_unstable_by_key(|event| event.position);
    Ok(Some(seen))
}

fn of_key(change: Change, table: &Table, key: &Key) -> Option<Vec<Value>> {
    match change {
        Change::Put { table: name, row } if name == table.name && row.starts_with(key) => Some(row),
        _ => None,
    }
}
