//! What several checks and limits know in the same way, each in tables of its own: what is to be looked at on which day, who is kin of whom and
//! lives with whom, who applied for and held
//! the posts of a village, and which money lies in a fund since when.

pub mod agenda;
pub mod homes;
pub mod kinship;
pub mod passage;
pub mod pool;
