//! Logs go to standard error: text on a terminal, JSON elsewhere. `WENGANG_LOG` filters them (`info`, `api=debug` …).

use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;

pub fn start() {
    let filter = EnvFilter::try_from_env("WENGANG_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    if stderr().is_terminal() { logs.compact().init() } else { logs.json().init() }
}
