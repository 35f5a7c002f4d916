//! One file a verb of the command line.

pub mod backup;
pub mod check;
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
pub mod restore;
pub mod serve;
pub mod tail;
pub mod verify;

use std::{
    fmt::Display,
    fs::File,
    io::{self, BufRead, BufReader, Write, stdin},
    path::Path,
};

use texts::Lang;

use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;

const STANDARD_INPUT: &str = "-";
/// Some programs begin UTF-8 with it; it belongs to no line.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The lines of a file, or of standard input for `-`.
fn open(file: &Path) -> Result<Box<dyn BufRead + Send>, Failure> {
    const BUFFER_BYTES: usize = 1 << 18;
    let mut lines: Box<dyn BufRead + Send> = if file == Path::new(STANDARD_INPUT) {
        Box::new(BufReader::new(stdin()))
    } else {
        Box::new(BufReader::with_capacity(BUFFER_BYTES, opened(file)?))
    };
    let begins = lines.fill_buf().map_err(|error| Failure::io(file.display(), &error))?;
    if begins.starts_with(BYTE_ORDER_MARK) {
        lines.consume(BYTE_ORDER_MARK.len());
    }
    Ok(lines)
}

fn opened(file: &Path) -> Result<File, Failure> {
    File::open(file).map_err(|error| Failure::io(file.display(), &error))
}

/// Before a folder is made for them: how many bytes the files hold that are named.
fn size(files: &[impl AsRef<Path>]) -> Result<u64, Failure> {
    let named = files.iter().map(AsRef::as_ref).filter(|file| *file != Path::new(STANDARD_INPUT));
    named.map(|file| Ok(opened(file)?.metadata().map_or(0, |metadata| metadata.len()))).sum()
}

/// What a verb has done (`said-<what>` in the texts), on standard output, for a person.
fn announce(what: &str, fields: &[(&str, &dyn Display)]) {
    let fields = fields.iter().map(|(name, value)| ((*name).into(), value.to_string().into())).collect();
    tell(&texts::render(Lang::from_locale(), &format!("said-{what}"), &fields));
}

/// A line of what was done, on standard output; it is done though nobody reads it.
fn tell(line: &dyn Display) {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Failure::io("stdout", &error).tell(false),
        _ => {}
    }
}

/// A line on standard output; a reader that went away ends the verb.
fn say(out: &mut impl Write, line: &[u8]) -> Result<(), Failure> {
    out.write_all(line).and_then(|()| out.write_all(b"\n")).map_err(|error| output(&error))
}

fn output(error: &io::Error) -> Failure {
    // Whoever read has seen enough, as `head` does.
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    Failure::io("stdout", error)
}

/// On standard error, while so many events are folded.
fn progress(events: u64) -> ProgressBar {
    let bar = ProgressBar::new(events);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
