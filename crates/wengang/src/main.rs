//! The one binary: the only place that chooses adapters.

mod args;
mod calendar;
mod clock;
mod descriptors;
mod failure;
mod folder;
mod logs;
mod usage;
mod verbs;

use std::process::ExitCode;

use mimalloc::MiMalloc;

use crate::{
    args::{Cli, Verb},
    failure::Failure,
};

/// Folds allocate and free small things all the time, on every core: the system's allocator is slow at it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let Cli { global, verb } = match usage::parse() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    logs::start();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::io("tokio", &error).report(global.json),
    };
    let done = runtime.block_on(async {
        match verb {
            Verb::Serve(serve) => verbs::serve::run(&global, &serve).await,
            Verb::Demo(demo) => verbs::demo::run(&global, &demo).await,
            Verb::Import(import) if import.recorded => verbs::import_recorded::run(&global, &import).await,
            Verb::Import(import) => verbs::import::run(&global, &import).await,
            Verb::Export => verbs::export::run(&global).await,
            Verb::Read { stream } => verbs::read::run(&global, &stream).await,
            Verb::Tail { events, no_follow } => verbs::tail::run(&global, events, !no_follow).await,
            Verb::Replay(replay) => verbs::replay::run(&global, &replay).await,
            Verb::Rebuild(rebuild) => verbs::rebuild::run(&global, &rebuild).await,
            Verb::Check { checks } => verbs::check::run(&global, &checks).await,
            Verb::Verify { backup } => verbs::verify::run(&global, backup.as_deref()).await,
            Verb::Backup { file } => verbs::backup::run(&global, &file).await,
            Verb::Restore { file } => verbs::restore::run(&global, &file).await,
            Verb::Key(key) => verbs::key::run(&global, &key),
            Verb::Generate(generate) => verbs::generate::run(&generate),
            Verb::Completions { shell } => verbs::completions::run(shell),
            Verb::Man { folder } => verbs::man::run(&folder),
        }
    });
    match done {
        Ok(code) => code,
        Err(failure) => failure.in_folder(&global.data()).report(global.json),
    }
}
