//! The command line.

use std::{net::SocketAddr, path::PathBuf, str::FromStr};

use clap::{Args, Parser, Subcommand, builder::FalseyValueParser};
use clap_complete::Shell;
use domain::{
    actor::{Actor, Role},
    values::{Date, Invalid},
};
use thiserror::Error;
use views::{BATCH_EVENTS_MAX, Limits, ROWS_HELD_MAX};

/// Wengang 稳岗: event-sourced case management for employment assistance.
#[derive(Debug, Parser)]
#[command(name = "wengang", version, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Args)]
pub struct Global {
    /// The data folder; `wengang-data` without it, and for `demo` a fresh one that is removed at the end.
    #[arg(long, global = true, env = "WENGANG_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print JSON instead of text.
    #[arg(long, global = true, env = "WENGANG_JSON", value_parser = FalseyValueParser::new())]
    pub json: bool,
}

impl Global {
    pub fn data(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| "wengang-data".into())
    }
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Serve the API on the data folder until SIGTERM or SIGINT.
    Serve(Serve),
    /// Serve a fresh folder with a seeded demo province, and print where to look.
    Demo(Demo),
    /// Append the events of NDJSON files; each line is judged by the rules. Exit code 1 if any is refused.
    Import(Import),
    /// Write all events as NDJSON to standard output, exactly the recorded bytes.
    Export,
    /// Print the events of one case.
    Read {
        /// The case's stream, e.g. `fund-430225-2024`.
        stream: String,
    },
    /// Print the last events, then each new one as it is recorded.
    Tail {
        /// How many of the events before.
        #[arg(long, env = "WENGANG_TAIL_EVENTS", default_value_t = 10, value_parser = number)]
        events: u64,
        /// Stop at the end of the log instead of waiting for more.
        #[arg(long, env = "WENGANG_NO_FOLLOW", value_parser = FalseyValueParser::new())]
        no_follow: bool,
    },
    /// Answer a view as of a day, and as known at an instant.
    Replay(Replay),
    /// Fold views again from the first event.
    Rebuild(Rebuild),
    /// Look for red flags in the whole log, and print what is found; appends nothing.
    Check {
        /// Which checks; all of them without any.
        checks: Vec<String>,
    },
    /// Check that the log is whole: every event's checksum, order, revisions, times and data.
    Verify {
        /// A backup to check instead of the data folder's log.
        backup: Option<PathBuf>,
    },
    /// Copy the log into a new file, as it stands at one moment; a server on the folder goes on. Keys and views are not in it.
    Backup { file: PathBuf },
    /// Check a backup and put it back as the log of an empty folder.
    Restore { file: PathBuf },
    /// Keys of callers.
    #[command(subcommand)]
    Key(Key),
    /// Write the events of a plausible province as NDJSON to standard output; the same seed, the same bytes.
    Generate(Generate),
    /// Write what a shell needs to complete a command line to standard output.
    Completions { shell: Shell },
    /// Write the manual into a folder, one page a verb.
    Man { folder: PathBuf },
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen.
    #[arg(long, env = "WENGANG_LISTEN", default_value = "127.0.0.1:4300", value_parser = address)]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub views: ViewLimits,
}

#[derive(Debug, Args)]
pub struct Rebuild {
    /// Which views; all of them without any.
    pub views: Vec<String>,
    #[command(flatten)]
    pub limits: ViewLimits,
}

/// What bounds the memory of views that catch up with the log.
#[derive(Debug, Args)]
pub struct ViewLimits {
    /// Events that the views fold together at most.
    #[arg(long, env = "WENGANG_BATCH_EVENTS", value_name = "EVENTS", default_value_t = BATCH_EVENTS_MAX as u64, value_parser = number)]
    batch_events: u64,
    /// Rows that the views hold in memory together at most before they are written.
    #[arg(long, env = "WENGANG_ROWS_HELD", value_name = "ROWS", default_value_t = ROWS_HELD_MAX as u64, value_parser = number)]
    rows_held: u64,
}

impl From<&ViewLimits> for Limits {
    fn from(limits: &ViewLimits) -> Self {
        let bounded = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        Self {
            batch_events_max: bounded(limits.batch_events),
            rows_held_max: bounded(limits.rows_held),
            ..Self::default()
        }
    }
}

#[derive(Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    pub serve: Serve,
    #[arg(long, env = "WENGANG_SEED", default_value_t = 1, value_parser = number)]
    pub seed: u64,
    #[arg(long, env = "WENGANG_EVENTS", default_value_t = 20_000, value_parser = number)]
    pub events: u64,
}

#[derive(Debug, Args)]
pub struct Generate {
    #[arg(long, env = "WENGANG_SEED", default_value_t = 1, value_parser = number)]
    pub seed: u64,
    #[arg(long, env = "WENGANG_EVENTS", default_value_t = 20_000, value_parser = number)]
    pub events: u64,
    /// Write there, line by line, which findings the checks must have in it, and which not.
    #[arg(long, env = "WENGANG_ANSWER_KEY", value_name = "FILE")]
    pub answer_key: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Import {
    /// NDJSON files of CloudEvents; `-` is standard input.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The files are exports: take them back into an empty folder byte for byte.
    #[arg(long, env = "WENGANG_RECORDED", value_parser = FalseyValueParser::new())]
    pub recorded: bool,
    /// Who answers for lines that name no actor: person/organisation/role.
    #[arg(long, env = "WENGANG_ACTOR", value_parser = value::<Actor>)]
    pub actor: Option<Actor>,
}

#[derive(Debug, Args)]
pub struct Replay {
    pub view: String,
    /// One row's key; all rows without it.
    pub key: Option<String>,
    /// Only what occurred on or before this day.
    #[arg(long, env = "WENGANG_AS_OF", value_name = "DATE", value_parser = value::<Date>)]
    pub as_of: Option<Date>,
    /// Only what was recorded at or before this instant.
    #[arg(long, env = "WENGANG_KNOWN_AT", value_name = "INSTANT", value_parser = instant)]
    pub known_at: Option<i64>,
}

#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make a key; it is printed once and only its hash is kept.
    Create {
        #[arg(long, env = "WENGANG_ROLE", value_parser = role)]
        role: Role,
        /// The area codes it reaches, as a prefix: 43 for Hunan, 430225 for a county.
        #[arg(long, env = "WENGANG_AREA", value_name = "PREFIX")]
        area: String,
        /// Who holds it; an id, never a name.
        #[arg(long, env = "WENGANG_PERSON")]
        person: Option<String>,
        #[arg(long, env = "WENGANG_ORGANISATION")]
        organisation: Option<String>,
    },
    /// The keys there are, without their secrets.
    List,
    /// The key opens nothing from now on.
    Revoke { id: String },
}

/// What an argument should have been: a word of the texts (`expected-<word>`).
#[derive(Debug, Error)]
#[error("{0}")]
pub struct Expected(pub &'static str);

/// A value of the domain, which says what is wrong with it.
fn value<T: FromStr<Err = Invalid>>(text: &str) -> Result<T, Invalid> {
    text.parse()
}

fn role(text: &str) -> Result<Role, Expected> {
    let may_hold = [Role::Reader, Role::Clerk, Role::Approver, Role::Gateway];
    may_hold.into_iter().find(|role| role.as_str() == text).ok_or(Expected("reader, clerk, approver, gateway"))
}

fn instant(text: &str) -> Result<i64, Expected> {
    domain::envelope::instant_of(text).ok_or(Expected("instant"))
}

fn number(text: &str) -> Result<u64, Expected> {
    text.parse().map_err(|_| Expected("whole_number"))
}

fn address(text: &str) -> Result<SocketAddr, Expected> {
    text.parse().map_err(|_| Expected("address"))
}
