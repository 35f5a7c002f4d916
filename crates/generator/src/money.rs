//! 资金 and 补贴.

use domain::values::{Date, Fen, Month};

use crate::world::World;

#[derive(Clone, Debug, Default)]
pub struct Money {}

pub fn allowance(world: &mut World, on: Date, post: usize, human: usize, month: Month, amount_fen: Fen) {
    let _ = (world, on, post, human, month, amount_fen);
}
