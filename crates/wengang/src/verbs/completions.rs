use std::{io::stdout, process::ExitCode};

use clap::CommandFactory;
use clap_complete::Shell;

use super::say;
use crate::{args::Cli, failure::Failure};

pub fn run(shell: Shell) -> Result<ExitCode, Failure> {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    let mut script = vec![];
    clap_complete::generate(shell, &mut command, name, &mut script);
    say(&mut stdout(), script.trim_ascii_end())?;
    Ok(ExitCode::SUCCESS)
}
