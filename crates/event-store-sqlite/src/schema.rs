//! The tables, and how a file of an older format becomes one of this.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::{error::OpenError, packed};

/// "WENG", in the header of every log file.
pub const APPLICATION_ID: i32 = 0x5745_4e47;
pub const PAGE_BYTES: u64 = 8_192;

/// `MIGRATIONS[v]` turns format `v` into `v + 1`; format 0 is the file that [`migrate`] begins with. Released steps never
/// change.
pub const MIGRATIONS: &[Step] =
    &[|log| log.execute_batch(V1), |log| log.execute_batch(V2).and_then(|()| packed::keep_dictionary_1(log))];

/// In a transaction with the others.
pub type Step = fn(&Connection) -> rusqlite::Result<()>;

/// Integer names for streams and kinds keep the indexes small. The last revision of a stream is not stored: it is the
/// end of `event_of_stream`. Ids have an index of their own; those of version 7 arrive nearly in order.
const V1: &str = "
    CREATE TABLE stream (
        sid  INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE kind (
        kid  INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE event (
        position INTEGER PRIMARY KEY, -- dense from 1
        sid      INTEGER NOT NULL,
        revision INTEGER NOT NULL,    -- from 0 without a gap
        id       BLOB NOT NULL,       -- UUID, 16 bytes
        kid      INTEGER NOT NULL,
        time_us  INTEGER NOT NULL,    -- since 1970 UTC
        body     BLOB NOT NULL,       -- one line of JSON, as exported
        crc      INTEGER NOT NULL     -- CRC-32 of all of it, see checksum.rs
    ) STRICT;
    CREATE UNIQUE INDEX event_of_stream ON event (sid, revision);
    CREATE UNIQUE INDEX event_by_id ON event (id);
";

/// What bodies are packed with, for whoever reads them without this program.
const V2: &str = "
    CREATE TABLE dictionary (
        number INTEGER PRIMARY KEY, -- as in the frames that are packed with it
        bytes  BLOB NOT NULL
    ) STRICT;
";

/// The format of the log file at `path`.
///
/// # Errors
/// `NotALog` when the header does not say that it is ours, `NewerFormat` when this program does not know it, `Corrupt` when
/// it is ours and of no format: a log has had one since it was made.
pub fn format_of(connection: &Connection, path: &Path, migrations: &[Step]) -> Result<u32, OpenError> {
    let failed = |source| OpenError::sqlite(path, source);
    let application: i32 = pragma(connection, "application_id").map_err(failed)?;
    if application != APPLICATION_ID {
        return Err(OpenError::NotALog { path: path.into() });
    }
    let found: u32 = pragma(connection, "user_version").map_err(failed)?;
    let supported = newest(migrations);
    match found {
        0 => Err(OpenError::Corrupt { path: path.into(), detail: "no_format".into() }),
        found if found > supported => Err(OpenError::NewerFormat { path: path.into(), found, supported }),
        found => Ok(found),
    }
}

/// Takes the file from format `found` to the newest, by every step between in its order, all of them or none.
pub fn migrate(connection: &mut Connection, found: u32, migrations: &[Step]) -> rusqlite::Result<()> {
    let newest = newest(migrations);
    if found == newest {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in migrations.iter().skip(found as usize) {
        step(&transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", newest)?;
    transaction.commit()?;
    if found > 0 {
        tracing::info!(from = found, to = newest, "the event log has a new format");
    }
    Ok(())
}

/// The format that all of `migrations` lead to.
pub fn newest(migrations: &[Step]) -> u32 {
    u32::try_from(migrations.len()).unwrap_or(u32::MAX)
}

fn pragma<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> rusqlite::Result<T> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Step = MIGRATIONS[0];
    /// Steps that no release has.
    const NOTED: Step =
        |log| log.execute_batch("ALTER TABLE event ADD COLUMN note TEXT; UPDATE event SET note = 'from 1'");
    const REMARKED: Step = |log| {
        log.execute_batch("UPDATE event SET note = note || ' by 2'; ALTER TABLE event RENAME COLUMN note TO remark")
    };
    const BROKEN: Step = |log| log.execute_batch("CREATE TABLE extra (x); SELECT nonsense;");

    /// With one event.
    fn of_format_1() -> Connection {
        let mut connection = Connection::open_in_memory().expect("memory");
        migrate(&mut connection, 0, &[FIRST]).expect("migrates");
        connection.execute_batch("INSERT INTO event VALUES (1, 1, 0, x'00', 1, 0, x'7b7d', 0)").expect("an event");
        connection
    }

    fn format(connection: &Connection, migrations: &[Step]) -> Result<u32, OpenError> {
        format_of(connection, Path::new("events.sqlite"), migrations)
    }

    #[test]
    fn an_older_file_takes_every_step_in_order_with_what_it_holds() {
        let mut older = of_format_1();
        let found = format(&older, &[FIRST, NOTED, REMARKED]).expect("a log");
        migrate(&mut older, found, &[FIRST, NOTED, REMARKED]).expect("migrates");
        assert_eq!(format(&older, &[FIRST, NOTED, REMARKED]).expect("a log"), 3);
        let remark: String = older.query_row("SELECT remark FROM event", [], |row| row.get(0)).expect("the event");
        assert_eq!(remark, "from 1 by 2");
    }

    #[test]
    fn when_a_step_fails_the_older_file_is_as_it_was() {
        let mut older = of_format_1();
        migrate(&mut older, 1, &[FIRST, NOTED, BROKEN]).expect_err("fails");
        assert_eq!(format(&older, &[FIRST]).expect("a log"), 1);
        assert!(!older.table_exists(None, "extra").expect("asks"));
        assert!(!older.column_exists(None, "event", "note").expect("asks"));
    }

    #[test]
    fn a_newer_file_is_refused_with_both_formats() {
        let mut newer = of_format_1();
        migrate(&mut newer, 1, &[FIRST, MIGRATIONS[1], NOTED]).expect("migrates");
        let refused = format(&newer, MIGRATIONS).expect_err("newer");
        assert!(matches!(refused, OpenError::NewerFormat { found: 3, supported: 2, .. }), "{refused}");
    }
}
