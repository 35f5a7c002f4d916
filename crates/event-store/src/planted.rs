//! Faults planted to see that the tests of faults find them: one at a time, in a build with `--cfg planted_faults`. No other
//! build has any.

/// Is it this fault that `WENGANG_PLANTED` names?
#[cfg(planted_faults)]
pub fn planted(fault: &str) -> bool {
    std::env::var("WENGANG_PLANTED").is_ok_and(|named| named == fault)
}

/// Is it this fault that is planted? None is.
#[cfg(not(planted_faults))]
pub const fn planted(_: &str) -> bool {
    false
}
