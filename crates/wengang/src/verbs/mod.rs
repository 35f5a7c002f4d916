//! One file a verb of the command line.

pub mod completions;
pub mod demo;
pub mod export;
pub mod generate;
pub mod import;
pub mod import_recorded;
pub mod key;
pub mod man;
pub mod read;
pub mod rebuild;
pub mod replay;
pub mod serve;
pub mod tail;
pub mod verify;

use std::io::{self, Write};

use crate::failure::Failure;

/// A line on standard output; a reader that went away ends the verb.
fn say(out: &mut impl Write, line: &[u8]) -> Result<(), Failure> {
    out.write_all(line).and_then(|()| out.write_all(b"\n")).map_err(|error| output(&error))
}

fn output(error: &io::Error) -> Failure {
    // Whoever read has seen enough, as `head` does.
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    Failure::io("standard output", error)
}
