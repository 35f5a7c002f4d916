//! What a flipped bit cannot get past: `SQLite`'s own checks do not see most of them.

use crc32fast::Hasher;
use event_store::{NewEvent, Position, Revision};

/// CRC-32 over everything that is recorded of an event. Names are preceded by their length, so that no two different
/// events feed it the same bytes.
pub fn checksum(position: Position, revision: Revision, event: &NewEvent) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(&position.to_le_bytes());
    hasher.update(&revision.to_le_bytes());
    hasher.update(event.id.as_bytes());
    hasher.update(&event.time_us.to_le_bytes());
    for part in [event.stream.as_bytes(), event.kind.as_bytes(), &event.body] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize()
}
