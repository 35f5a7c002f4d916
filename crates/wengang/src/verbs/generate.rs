use std::{
    io::{BufWriter, Write, stdout},
    process::ExitCode,
};

use super::{output, say};
use crate::failure::Failure;

pub fn run(seed: u64, events: u64) -> Result<ExitCode, Failure> {
    let mut out = BufWriter::with_capacity(1 << 18, stdout().lock());
    for line in generator::province(seed, events) {
        say(&mut out, line.as_bytes())?;
    }
    out.flush().map_err(|error| output(&error))?;
    Ok(ExitCode::SUCCESS)
}
