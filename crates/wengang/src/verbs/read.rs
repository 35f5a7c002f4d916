use std::{io::stdout, process::ExitCode};

use domain::stream::StreamId;

use super::say;
use crate::{args::Global, failure::Failure, folder};

const PAGE_EVENTS: usize = 1_000;

pub async fn run(global: &Global, stream: &str) -> Result<ExitCode, Failure> {
    let stream: StreamId = stream.parse().map_err(|invalid| Failure::of(&invalid))?;
    let log = folder::open_beside(global)?;
    let mut out = stdout().lock();
    let mut from = 0;
    loop {
        let page = log.read_stream(stream.as_str(), from, PAGE_EVENTS).await?;
        for recorded in &page {
            say(&mut out, &recorded.event.body)?;
        }
        match page.last() {
            Some(last) => from = last.revision + 1,
            None if from == 0 => return Err(Failure::new("case_missing", &[("subject", &stream)])),
            None => return Ok(ExitCode::SUCCESS),
        }
    }
}
