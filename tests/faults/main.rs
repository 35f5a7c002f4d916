//! Nothing acknowledged is lost, doubled or altered unnoticed: whatever is killed, fails, fills up, tears or rots. And in
//! whatever order things are done, the answers are those of a model, and no money is made or lost.
//!
//! What takes long does a bounded part of it here and the whole of it with `tests/faults/run --long`. What is drawn comes
//! from a seed that is printed; `SEED=…` draws the same again.

mod appending;
mod backup;
mod corruption;
mod crash_state;
mod disk;
mod full_disk;
mod hostile;
mod journal;
mod kill;
mod load;
mod memory;
mod model;
mod money;
mod power;
mod province;
mod recording;
mod scale;
mod syscalls;
mod traced;
