//! What the writer tells and is told while it runs.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What `SQLite` takes as "no limit" (2³² − 2 pages).
const PAGES_UNLIMITED: u64 = 4_294_967_294;

#[derive(Debug)]
pub struct Gauges {
    commits: AtomicU64,
    pages_max: AtomicU64,
}

impl Default for Gauges {
    fn default() -> Self {
        Self { commits: AtomicU64::new(0), pages_max: AtomicU64::new(PAGES_UNLIMITED) }
    }
}

impl Gauges {
    pub fn commits(&self) -> u64 {
        self.commits.load(Relaxed)
    }

    pub fn count_commit(&self) {
        self.commits.fetch_add(1, Relaxed);
    }

    pub fn pages_max(&self) -> u64 {
        self.pages_max.load(Relaxed)
    }

    /// `SQLite` takes nought pages for a question, hence at least one.
    pub fn limit_pages(&self, pages: Option<u64>) {
        self.pages_max.store(pages.unwrap_or(PAGES_UNLIMITED).clamp(1, PAGES_UNLIMITED), Relaxed);
    }
}
