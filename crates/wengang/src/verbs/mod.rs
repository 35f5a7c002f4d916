//! One file a verb of the command line.

pub mod check;
pub mod demo;
pub mod export;
pub mod generate;
pub mod import;
pub mod import_recorded;
pub mod key;
pub mod read;
pub mod rebuild;
pub mod replay;
pub mod serve;
pub mod tail;
pub mod verify;

use std::io::{self, Write};

use indicatif::{ProgressBar, ProgressStyle};

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

/// On standard error, while so many events are folded.
fn progress(events: u64) -> ProgressBar {
    let bar = ProgressBar::new(events);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
