//! The file: its format, its checkpoints, its connections.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use event_store::Position;
use projections::model::{Change, Folding, LoadError, Projection};
use rusqlite::{
    Connection,
    Error::{FromSqlConversionFailure, IntegralValueOutOfRange},
    OpenFlags, OptionalExtension, Row, Transaction, params,
    types::Type,
};
use uuid::Uuid;

use crate::{
    ViewError,
    rows::{self, Fresh, OnFile},
};

/// Counted up when an older program could misread the file.
const FORMAT: i64 = 1;
/// "WGvw": whose file this is.
const APPLICATION: i64 = 0x5747_7677;
/// Enough for every statement of every table.
const STATEMENTS_MAX: usize = 256;
const BUSY_MS_MAX: u32 = 5_000;

/// How far a projection's rows have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    pub position: Position,
    /// The event there: another one means another log.
    pub event: Uuid,
}

/// What the one writer holds.
pub struct Work {
    pub sides: Vec<Side>,
    /// The write-ahead log is long, and is to be copied into the file beside the next page.
    pub to_copy: bool,
    /// Closed last: who only reads cannot fold the write-ahead log into the file.
    pub db: Connection,
}

/// One projection at work.
pub struct Side {
    pub projection: &'static Projection,
    /// Rows as the file has them, loaded beside the other projections.
    stored: Arc<OnFile>,
    /// The file is known to have its indexes.
    indexed: bool,
    /// Rows at work.
    folding: Option<Box<dyn Folding>>,
    /// How far the rows at work have come, and how far those in the file.
    pub folded: Checkpoint,
    pub kept: Checkpoint,
}

impl Side {
    pub fn folding(&mut self) -> &mut dyn Folding {
        let Self { folding, projection, stored, kept, .. } = self;
        let begin = || match kept.position {
            0 => (projection.start)(Arc::new(Fresh(stored.clone()))),
            _ => (projection.start)(stored.clone()),
        };
        folding.get_or_insert_with(begin).as_mut()
    }

    pub fn stored(&self) -> Arc<OnFile> {
        self.stored.clone()
    }

    /// Something of what was folded is not in the file yet.
    pub fn owes(&self) -> bool {
        self.folded != self.kept || !self.indexed
    }

    /// What became of the rows since this was last asked.
    pub fn changes(&mut self) -> Result<Vec<Change>, LoadError> {
        self.folding.as_mut().map_or(Ok(vec![]), |folding| folding.changes())
    }

    /// Writes these changes and the checkpoint; they count as kept once the caller has committed.
    pub fn write(&self, tx: &Transaction, changes: &[Change]) -> Result<(), ViewError> {
        rows::write(tx, self.projection, changes)?;
        self.keep_checkpoint(tx)
    }

    /// In the transaction that writes the rows.
    pub fn keep_checkpoint(&self, db: &Connection) -> Result<(), ViewError> {
        if self.folded == self.kept {
            return Ok(());
        }
        let position = i64::try_from(self.folded.position).unwrap_or(i64::MAX);
        let mut update = db.prepare_cached("UPDATE checkpoint SET position = ?2, event = ?3 WHERE view = ?1")?;
        update.execute(params![self.projection.name, position, self.folded.event.to_string()])?;
        Ok(())
    }

    /// Made where the rows have come to an end, over all of them at once: kept up from the first row on, indexes cost more
    /// than all else in a rebuild. One at a time, so that the write-ahead log stays short and a kill undoes one at most.
    pub fn index(&mut self, db: &Connection) -> Result<(), ViewError> {
        if !self.indexed {
            for index in rows::indexes(self.projection) {
                db.execute_batch(&index)?;
            }
            self.indexed = true;
        }
        Ok(())
    }

    /// Back to what the file has.
    pub fn fall_back(&mut self) {
        self.folding = None;
        self.folded = self.kept;
    }
}

impl Work {
    pub fn open(path: &Path, projections: &[&'static Projection]) -> Result<Self, ViewError> {
        let mut db = Connection::open(path)?;
        db.busy_timeout(std::time::Duration::from_millis(BUSY_MS_MAX.into()))?;
        check_format(&db, path)?;
        // Rows are written in the order of their keys, many at a time. Larger pages take less work as long as views are
        // small, and of views of many millions each row that changes writes more.
        db.execute_batch(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
             PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -65536;",
        )?;
        db.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        tx.execute_batch(&format!(
            "PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};
             CREATE TABLE IF NOT EXISTS checkpoint(
                 view TEXT PRIMARY KEY, version INTEGER NOT NULL, shape TEXT NOT NULL,
                 position INTEGER NOT NULL, event TEXT NOT NULL) STRICT, WITHOUT ROWID;"
        ))?;
        let at: Vec<Checkpoint> = projections.iter().map(|p| checkpoint(&tx, p)).collect::<Result<_, _>>()?;
        tx.commit()?;
        let side = |(projection, kept): (&&'static Projection, Checkpoint)| {
            let loader = Arc::new(Mutex::new(reader(path)?));
            let stored = Arc::new(OnFile::new(loader, projection.tables));
            Ok(Side { projection, stored, indexed: false, folding: None, folded: kept, kept })
        };
        let sides = projections.iter().zip(at).map(side).collect::<Result<_, ViewError>>()?;
        Ok(Self { sides, to_copy: false, db })
    }

    /// Back to nothing, as if the projection were new.
    pub fn reset(&mut self, index: usize) -> Result<(), ViewError> {
        let Some(side) = self.sides.get_mut(index) else { return Ok(()) };
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        make(&tx, side.projection)?;
        tx.commit()?;
        (side.kept, side.indexed) = (Checkpoint::default(), false);
        side.fall_back();
        Ok(())
    }
}

/// How far the rows of these projections have come in the file, if it is there.
pub fn checkpoints(path: &Path, projections: &[&'static Projection]) -> Result<Vec<Checkpoint>, ViewError> {
    if !path.exists() {
        return Ok(vec![]);
    }
    let db = reader(path)?;
    check_format(&db, path)?;
    let made: bool = db.query_row("SELECT count(*) > 0 FROM sqlite_schema", [], |row| row.get(0))?;
    if !made {
        return Ok(vec![]);
    }
    let mut select = db.prepare("SELECT view, position, event FROM checkpoint ORDER BY position")?;
    let known = |view: &str| projections.iter().any(|projection| projection.name == view);
    let one = |row: &Row| if known(row.get_ref(0)?.as_str()?) { place(row, 1).map(Some) } else { Ok(None) };
    select.query_map([], one)?.filter_map(|row| row.transpose().map(|row| Ok(row?))).collect()
}

/// Position and event, from this column on.
fn place(row: &Row, column: usize) -> rusqlite::Result<Checkpoint> {
    let event = row.get_ref(column + 1)?.as_str()?.parse();
    let event = event.map_err(|error| FromSqlConversionFailure(column + 1, Type::Text, Box::new(error)))?;
    let position: i64 = row.get(column)?;
    let position = position.try_into().map_err(|_| IntegralValueOutOfRange(column, position))?;
    Ok(Checkpoint { position, event })
}

/// Copies the write-ahead log into the file, as far as its readers let it. Borrowed whole, the connection may do so on
/// another thread.
pub fn copy_wal(db: &mut Connection) -> Result<(), ViewError> {
    Ok(db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
}

/// A file of another program, or of a later one, is left alone.
fn check_format(db: &Connection, path: &Path) -> Result<(), ViewError> {
    let pragma = |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let (application, found) = (pragma("application_id")?, pragma("user_version")?);
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && (application != 0 || tables > 0) {
        return Err(ViewError::NotViews { path: path.display().to_string() });
    }
    if found > FORMAT {
        return Err(ViewError::NewerFormat { found, known: FORMAT });
    }
    Ok(())
}

/// The checkpoint of a projection as it is written here; when its tables are of another make, they are made anew.
fn checkpoint(tx: &Transaction, projection: &Projection) -> Result<Checkpoint, ViewError> {
    let found = tx
        .query_row(
            "SELECT position, event FROM checkpoint WHERE view = ?1 AND version = ?2 AND shape = ?3",
            params![projection.name, projection.version, rows::shape(projection)],
            |row| place(row, 0),
        )
        .optional()?;
    if found.is_none() {
        make(tx, projection)?;
    }
    Ok(found.unwrap_or_default())
}

/// Makes a projection's tables, empty and without indexes; those of an older make go.
pub fn make(db: &Connection, projection: &Projection) -> Result<(), ViewError> {
    let old: Vec<String> = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND (name = ?1 OR name GLOB ?1 || '_*')")?
        .query_map([projection.name], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for table in old {
        db.execute_batch(&format!("DROP TABLE {table}"))?;
    }
    db.execute_batch(&rows::tables(projection))?;
    set_checkpoint(db, projection, Checkpoint::default(), &rows::shape(projection))
}

fn set_checkpoint(db: &Connection, projection: &Projection, at: Checkpoint, shape: &str) -> Result<(), ViewError> {
    let position = i64::try_from(at.position).unwrap_or(i64::MAX);
    db.execute(
        "INSERT OR REPLACE INTO checkpoint VALUES(?1, ?2, ?3, ?4, ?5)",
        params![projection.name, projection.version, shape, position, at.event.to_string()],
    )?;
    Ok(())
}

/// A connection that only reads.
pub fn reader(path: &Path) -> Result<Connection, ViewError> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(std::time::Duration::from_millis(BUSY_MS_MAX.into()))?;
    db.execute_batch("PRAGMA mmap_size = 268435456; PRAGMA cache_size = -2048;")?;
    db.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    Ok(db)
}
