//! Those that do the same work: one file each. A peer that is not installed says why, and its rows with it.

pub mod disk;
pub mod postgres;
pub mod postgres_wire;
pub mod sqlite;
pub mod umadb;
