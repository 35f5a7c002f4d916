use std::{
    fs::File,
    io::{BufWriter, Write, stdout},
    process::ExitCode,
};

use super::{output, say};
use crate::{args::Generate, failure::Failure};

pub fn run(generate: &Generate) -> Result<ExitCode, Failure> {
    // Before a single line is written: a key that cannot be kept is known at once.
    let key = generate.answer_key.as_ref().map(|path| {
        let file = File::create(path).map_err(|error| Failure::io(path.display(), &error))?;
        Ok::<_, Failure>((path, BufWriter::new(file)))
    });
    let key = key.transpose()?;
    let mut out = BufWriter::with_capacity(1 << 18, stdout().lock());
    let mut province = generator::province(generate.seed, generate.events);
    for line in province.by_ref() {
        say(&mut out, line.as_bytes())?;
    }
    out.flush().map_err(|error| output(&error))?;
    if let Some((path, mut key)) = key {
        let written = province.answers().iter().try_for_each(|answer| writeln!(key, "{answer}"));
        written.and_then(|()| key.flush()).map_err(|error| Failure::io(path.display(), &error))?;
    }
    Ok(ExitCode::SUCCESS)
}
