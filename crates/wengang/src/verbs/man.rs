use std::{fs, path::Path, process::ExitCode};

use clap::CommandFactory;

use crate::{args::Cli, failure::Failure};

pub fn run(folder: &Path) -> Result<ExitCode, Failure> {
    let written = fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Cli::command(), folder));
    written.map_err(|error| Failure::io(folder.display(), &error))?;
    Ok(ExitCode::SUCCESS)
}
