//! How much of it: a part that a gate can wait for, or all.

/// The second number is for `tests/faults/run --long`.
pub fn times(in_gate: usize, long: usize) -> usize {
    if std::env::var_os("WENGANG_FAULTS_LONG").is_some() { long } else { in_gate }
}
