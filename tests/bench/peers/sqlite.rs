//! SQLite alone: a loop that inserts the rows of our log into the same tables, a thousand a transaction, each synced.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use event_store_sqlite::LOG_FILE;
use rusqlite::{Connection, OpenFlags, Row, params};

const TRANSACTION_EVENTS: usize = 1_000;
/// Rows that are read at once, which does not count.
const READ_EVENTS: usize = 50_000;

struct Event {
    position: i64,
    sid: i64,
    revision: i64,
    id: Vec<u8>,
    kid: i64,
    time_us: i64,
    body: Vec<u8>,
    crc: i64,
}

pub fn version() -> String {
    rusqlite::version().into()
}

/// Seconds for the rows of the log in `source`, in a new folder.
pub fn insert_all(source: &Path, folder: &Path) -> f64 {
    let source = opened(source);
    let mut copy = Connection::open(folder.join("copy.sqlite")).expect("a file");
    copy.execute_batch("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;").expect("set");
    copy.execute_batch(&schema(&source)).expect("the same tables");
    let began = Instant::now();
    copy_names(&source, &mut copy, "kind", 0);
    let (mut took, mut after, mut streams) = (began.elapsed(), 0, 0);
    loop {
        let events = read(&source, after);
        let Some(last) = events.last() else { break };
        after = last.position;
        let names = names(&source, "stream", streams, events.iter().map(|event| event.sid).max().unwrap_or(streams));
        streams = names.last().map_or(streams, |(sid, _)| *sid);
        took += insert(&mut copy, &events, &names);
    }
    let closing = Instant::now();
    copy.close().expect("closed");
    (took + closing.elapsed()).as_secs_f64()
}

fn insert(copy: &mut Connection, events: &[Event], names: &[(i64, String)]) -> Duration {
    let mut names = names.iter().peekable();
    let began = Instant::now();
    for group in events.chunks(TRANSACTION_EVENTS) {
        let transaction = copy.transaction().expect("begun");
        {
            let mut stream = transaction.prepare_cached("INSERT INTO stream VALUES (?1, ?2)").expect("prepared");
            let insert = "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            let mut insert = transaction.prepare_cached(insert).expect("prepared");
            for event in group {
                while let Some((sid, name)) = names.next_if(|(sid, _)| *sid <= event.sid) {
                    stream.execute(params![sid, name]).expect("inserted");
                }
                let Event { position, sid, revision, id, kid, time_us, body, crc } = event;
                insert.execute(params![position, sid, revision, id, kid, time_us, body, crc]).expect("inserted");
            }
        }
        transaction.commit().expect("committed");
    }
    began.elapsed()
}

/// The log of a folder, beside whoever has it open.
pub fn opened(folder: &Path) -> Connection {
    Connection::open_with_flags(folder.join(LOG_FILE), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a log")
}

fn schema(source: &Connection) -> String {
    let mut made = source.prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").expect("prepared");
    let made = made.query_map([], |row| row.get(0)).expect("asked").collect::<Result<Vec<String>, _>>();
    made.expect("tables").join(";")
}

fn names(source: &Connection, table: &str, after: i64, last: i64) -> Vec<(i64, String)> {
    let mut select =
        source.prepare(&format!("SELECT * FROM {table} WHERE rowid > ?1 AND rowid <= ?2")).expect("prepared");
    let rows = select.query_map([after, last], |row| Ok((row.get(0)?, row.get(1)?))).expect("asked");
    rows.collect::<Result<_, _>>().expect("names")
}

fn copy_names(source: &Connection, copy: &mut Connection, table: &str, after: i64) {
    for (number, name) in names(source, table, after, i64::MAX) {
        copy.execute(&format!("INSERT INTO {table} VALUES (?1, ?2)"), params![number, name]).expect("inserted");
    }
}

fn read(source: &Connection, after: i64) -> Vec<Event> {
    let select = "SELECT position, sid, revision, id, kid, time_us, body, crc FROM event WHERE position > ?1 LIMIT ?2";
    let mut select = source.prepare_cached(select).expect("prepared");
    let limit = i64::try_from(READ_EVENTS).expect("few");
    let rows = select.query_map([after, limit], event).expect("asked");
    rows.collect::<Result<_, _>>().expect("events")
}

fn event(row: &Row) -> rusqlite::Result<Event> {
    Ok(Event {
        position: row.get(0)?,
        sid: row.get(1)?,
        revision: row.get(2)?,
        id: row.get(3)?,
        kid: row.get(4)?,
        time_us: row.get(5)?,
        body: row.get(6)?,
        crc: row.get(7)?,
    })
}
