//! The embedded adapter keeps the contract.

use std::sync::Arc;

use event_store_sqlite::SqliteStore;

event_store::contract::check!(async {
    let folder = tempfile::tempdir().expect("a folder");
    (Arc::new(SqliteStore::open(folder.path()).expect("opens")), folder)
});
