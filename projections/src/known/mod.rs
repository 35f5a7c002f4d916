//! What several checks know in the same way, each in tables of its own: who is kin of whom, and who applied for and held the
//! posts of a village.

pub mod kinship;
pub mod pool;
