//! How fast the real binary is, as ratios: each row measures it beside what bounds it, or beside a peer doing the same work
//! on the same events with the same durability, in turns. `README.md` says what each row is.
//!
//! | file | idea |
//! |---|---|
//! | `rows.rs`, `rows/` | the rows: what is compared with what, and the target |
//! | `peers.rs`, `peers/` | one file a peer, which may be missing |
//! | `server.rs`, `nothing.rs` | the binary served, and the same server with handlers that do nothing |
//! | `load.rs`, `http.rs` | many clients on one thread; HTTP over connections that are kept |
//! | `posting.rs`, `stored.rs`, `template.rs` | the events, made so that the clients have little to do |
//! | `logs.rs` | the logs that are measured, each made once |
//! | `process.rs`, `files.rs` | what the system tells of a process, and folders on a disk |
//! | `stats.rs`, `report.rs` | medians and spreads, and the table |

mod files;
mod http;
mod load;
mod logs;
mod nothing;
mod options;
mod peers;
mod posting;
mod process;
mod report;
mod rows;
mod server;
mod stats;
mod stored;
mod template;

use clap::Parser;
use mimalloc::MiMalloc;

use crate::options::{Asked, Options, Part};

/// As the binary has it, so that the server that does nothing is the same server.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    let Asked { options, part } = Asked::parse();
    match part {
        None => measure(&options),
        Some(Part::Nothing(nothing)) => nothing::serve(&nothing),
    }
}

fn measure(options: &Options) {
    let lines = rows::measured(options);
    let report = report::Report::of(options, lines);
    if options.json {
        println!("{:#}", report.to_json());
    } else {
        println!("{}", report.to_text());
    }
}
