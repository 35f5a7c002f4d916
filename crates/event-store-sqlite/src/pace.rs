//! How the writer goes about it.

use std::time::Duration;

#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The write-ahead log is copied along each time it has grown by this.
    pub copy_bytes: u64,
    /// Past this the writer starts it over; a longer one is cut back to this.
    pub restart_bytes: u64,
    /// A small group waits so long for company.
    pub gather: Duration,
}

impl Pace {
    /// Somebody waits for each answer.
    pub const SERVING: Self = Self { copy_bytes: 8 << 20, restart_bytes: 64 << 20, gather: Duration::ZERO };
    /// Nobody does: a page that many events share is written fewer times.
    pub const BULK: Self = Self { copy_bytes: 64 << 20, restart_bytes: 256 << 20, gather: Duration::from_millis(20) };
}
