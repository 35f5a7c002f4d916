//! The log: the port that every store adapter implements, the contract they are held to, and the adapter in memory.

#[cfg(feature = "contract")]
pub mod contract;
pub mod memory;
mod planted;
pub mod port;
pub mod recorder;

pub use planted::planted;
pub use port::*;
