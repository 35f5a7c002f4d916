//! Room on the disk: rows can be folded again, events cannot be recorded elsewhere, so what is left at the end is the log's.

use std::path::Path;

use rusqlite::Connection;

use crate::ViewError;

/// Of a small disk no more than this share is left.
const SHARE: u64 = 16;
/// Of what is left, the share that a write-ahead log may take through which rows come to where others were.
const SHARE_IN_PASSING: u64 = 4;

/// Whether rows may take more of it, of which these bytes are to be left. Looked at now and then: what is written between may
/// still take from them. Where the system does not say how much there is, nobody waits.
pub fn is_there(db: &Connection, file: &Path, left_bytes: u64) -> Result<(), ViewError> {
    let Ok(disk) = rustix::fs::statvfs(file) else { return Ok(()) };
    let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
    let left_bytes = left_bytes.min(bytes(disk.f_blocks) / SHARE);
    let free_bytes = bytes(disk.f_bavail);
    // Of views that were emptied the file still has the pages.
    let within = || Ok::<_, ViewError>(free_bytes.saturating_add(emptied_bytes(db)?) >= left_bytes);
    if free_bytes >= left_bytes || (free_bytes >= left_bytes / SHARE_IN_PASSING && within()?) {
        return Ok(());
    }
    Err(ViewError::NoRoom { free_bytes, left_bytes })
}

fn emptied_bytes(db: &Connection) -> rusqlite::Result<u64> {
    let pragma = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let pages = pragma("freelist_count")?;
    Ok(pages.saturating_mul(pragma("page_size")?).cast_unsigned())
}
