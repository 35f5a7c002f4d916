//! What a read model is made of: [`Projection`], its tables ([`table!`](crate::table)), their rows at work
//! ([`Loaded`]) and the cells of a row ([`Cell`]).

mod cell;
mod kept;
mod loaded;
mod projection;
mod row;
mod standards;
#[cfg(test)]
pub(crate) mod testing;

pub use cell::{Balance, Cell, List, Named, Shape, Value, Whole, word};
pub use kept::Kept;
pub use loaded::{Change, LoadError, Loaded, Nothing, Stored, Then};
pub use projection::{Folding, Projection, Seen};
pub use row::{Column, Key, Place, Row, Table};
pub use standards::{Held, Holding, StandardRow, holidays, in_force, keep, may_hold};
