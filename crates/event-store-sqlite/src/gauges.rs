//! What the writer tells and is told while it runs.

use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use event_store::{StoreError, planted};

/// What `SQLite` takes as "no limit" (2³² − 2 pages).
const PAGES_UNLIMITED: u64 = 4_294_967_294;

#[derive(Debug)]
pub struct Gauges {
    commits: AtomicU64,
    pages_max: AtomicU64,
    failure: OnceLock<StoreError>,
}

impl Default for Gauges {
    fn default() -> Self {
        Self { commits: AtomicU64::new(0), pages_max: AtomicU64::new(PAGES_UNLIMITED), failure: OnceLock::new() }
    }
}

impl Gauges {
    pub fn commits(&self) -> u64 {
        self.commits.load(Relaxed)
    }

    pub fn count_commit(&self) {
        self.commits.fetch_add(1, Relaxed);
    }

    /// The first fault after which nothing may be written.
    pub fn failure(&self) -> Option<&StoreError> {
        self.failure.get()
    }

    /// Keeps a fault that does not pass; one that may is nobody's concern later.
    pub fn note(&self, fault: &StoreError) {
        if matches!(fault, StoreError::Failed(_))
            && !planted("write_on_after_a_failure")
            && self.failure.set(fault.clone()).is_ok()
        {
            tracing::error!(%fault, "the log takes nothing more until the server is started again");
        }
    }

    pub fn pages_max(&self) -> u64 {
        self.pages_max.load(Relaxed)
    }

    /// `SQLite` takes nought pages for a question, hence at least one.
    pub fn limit_pages(&self, pages: Option<u64>) {
        self.pages_max.store(pages.unwrap_or(PAGES_UNLIMITED).clamp(1, PAGES_UNLIMITED), Relaxed);
    }
}
