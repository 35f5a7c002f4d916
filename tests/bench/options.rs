//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, builder::RangedU64ValueParser, value_parser};

/// Measures how fast the binary is beside its bounds and its peers, and prints one table.
#[derive(Debug, Parser)]
#[command(name = "bench")]
pub struct Asked {
    #[command(flatten)]
    pub options: Options,
    #[command(subcommand)]
    pub part: Option<Part>,
}

/// What the bench runs of itself as another process.
#[derive(Debug, Subcommand)]
pub enum Part {
    /// Serves handlers that do nothing.
    #[command(hide = true)]
    Nothing(Nothing),
}

#[derive(Debug, Args)]
pub struct Options {
    /// Print JSON instead of a table.
    #[arg(long)]
    pub json: bool,
    /// Also the rows that need ten million events.
    #[arg(long)]
    pub long: bool,
    /// Only these rows.
    #[arg(long, value_delimiter = ',', value_parser = value_parser!(u8).range(1..=14))]
    pub rows: Vec<u8>,
    /// Turns that each side has.
    #[arg(long, default_value_t = 5, value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    pub repeats: usize,
    /// Of one turn of appends.
    #[arg(long, default_value_t = 4)]
    pub seconds: u64,
    /// Recorded events, about, of the log that most rows read.
    #[arg(long, default_value_t = 1_000_000)]
    pub events: u64,
    /// The same for the larger log of the long rows.
    #[arg(long, default_value_t = 10_000_000)]
    pub events_long: u64,
    /// Movements of the fund that row 11 replays.
    #[arg(long, default_value_t = 10_000)]
    pub movements: usize,
    /// How long memory is watched in row 13.
    #[arg(long, default_value_t = 3_600)]
    pub soak_seconds: u64,
    /// Where folders are made; on a disk, not in memory.
    #[arg(long, env = "BENCH_SCRATCH", default_value = "/var/tmp")]
    pub scratch: PathBuf,
}

impl Options {
    pub fn wants(&self, row: u8, is_long: bool) -> bool {
        if self.rows.is_empty() { self.long || !is_long } else { self.rows.contains(&row) }
    }
}

#[derive(Debug, Args)]
pub struct Nothing {
    /// The folder with the keys.
    #[arg(long)]
    pub data: PathBuf,
    /// What reading answers.
    #[arg(long)]
    pub lines: Option<PathBuf>,
}
