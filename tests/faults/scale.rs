//! How much of it: a part that a gate can wait for, or all.

/// Is this `tests/faults/run --long`, for hours and on a machine of its own?
pub fn is_long() -> bool {
    std::env::var_os("WENGANG_FAULTS_LONG").is_some()
}

/// The second number is for a long run.
pub fn times(in_gate: usize, long: usize) -> usize {
    if is_long() { long } else { in_gate }
}
