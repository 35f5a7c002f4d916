use std::{io::stdout, process::ExitCode, time::Duration};

use event_store::EventStore;
use event_store_sqlite::SqliteReader;

use super::say;
use crate::{args::Global, failure::Failure};

const PAGE_EVENTS: usize = 1_000;
/// A log that another process writes is looked at this often.
const LOOK_EVERY: Duration = Duration::from_millis(200);

pub async fn run(global: &Global, events: u64, follow: bool) -> Result<ExitCode, Failure> {
    let log = SqliteReader::open(&global.data())?;
    let mut after = log.refresh().await?.saturating_sub(events);
    loop {
        let page = log.read_all(after, PAGE_EVENTS).await?;
        let mut out = stdout().lock();
        for recorded in &page {
            say(&mut out, &recorded.event.body)?;
            after = recorded.position;
        }
        drop(out);
        if page.is_empty() {
            if !follow {
                return Ok(ExitCode::SUCCESS);
            }
            tokio::time::sleep(LOOK_EVERY).await;
            log.refresh().await?;
        }
    }
}
