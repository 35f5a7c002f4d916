//! What a read model is made of: [`Projection`], its tables ([`table!`](crate::table)), their rows in a batch
//! ([`Loaded`]) and the cells of a row ([`Cell`]).

mod cell;
mod loaded;
mod projection;
mod row;
#[cfg(test)]
pub(crate) mod testing;

pub use cell::{Balance, Cell, List, Named, Shape, Value, word};
pub use loaded::{Change, LoadError, Loaded, Stored, Then};
pub use projection::{Fold, Projection, Seen};
pub use row::{Column, Key, Place, Row, Table};
