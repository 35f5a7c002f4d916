use std::{
    io::{BufWriter, Write, stdout},
    process::ExitCode,
};

use super::{output, say};
use crate::{args::Global, failure::Failure, folder};

const PAGE_EVENTS: usize = 2_000;

pub async fn run(global: &Global) -> Result<ExitCode, Failure> {
    let log = folder::open_beside(global)?;
    let mut out = BufWriter::with_capacity(1 << 18, stdout().lock());
    let mut after = 0;
    loop {
        let page = log.read_all(after, PAGE_EVENTS).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
        for recorded in &page {
            say(&mut out, &recorded.event.body)?;
        }
    }
    out.flush().map_err(|error| output(&error))?;
    Ok(ExitCode::SUCCESS)
}
