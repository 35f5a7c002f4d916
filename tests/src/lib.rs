//! What tests of several crates share.

pub mod instance;
pub mod sources;
