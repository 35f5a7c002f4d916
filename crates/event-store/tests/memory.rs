//! The in-memory adapter keeps the contract.

use std::sync::Arc;

use event_store::memory::MemoryStore;

event_store::contract::check!(async { (Arc::new(MemoryStore::new()), ()) });
