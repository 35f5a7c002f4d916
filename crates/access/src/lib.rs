//! Who may do what, and where: keys, and the decisions taken on them.
//!
//! A key is a token that its holder shows, of which the folder keeps a digest only. `decide.rs` holds every decision;
//! whatever it does not allow is refused.

mod decide;
mod key;
mod store;

pub use decide::{actor_of, may_name_actor, may_read, may_write, reach_of};
pub use key::{Key, KeyError, NewKey, Token};
pub use store::{FILE, KeyStore};
