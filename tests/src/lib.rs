//! What tests of several crates share.

pub mod facts;
pub mod folded;
pub mod instance;
pub mod server;
pub mod sources;
