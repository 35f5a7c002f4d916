//! The in-memory adapter keeps the contract.

use std::sync::Arc;

use event_store::{EventStore, memory::MemoryStore};

async fn fresh() -> (Arc<dyn EventStore>, ()) {
    (Arc::new(MemoryStore::new()), ())
}

event_store::contract::check!(crate::fresh);
