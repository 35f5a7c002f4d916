use std::{collections::HashMap, process::ExitCode};

use domain::stream::StreamId;
use event_store::recorder::read;
use serde_json::json;

use super::announce;
use crate::{args::Global, failure::Failure, folder};

const PAGE_EVENTS: usize = 2_000;

/// Reads every event: checksum and position (the store), data, name, revision, time, and that its causes and what it was
/// decided on stand before it.
pub async fn run(global: &Global) -> Result<ExitCode, Failure> {
    let log = folder::open_beside(global)?;
    let mut revisions: HashMap<StreamId, u64> = HashMap::new();
    let (mut after, mut time_us) = (0, i64::MIN);
    loop {
        let page = log.read_all(after, PAGE_EVENTS).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
        for recorded in &page {
            let position = recorded.position;
            let wrong = |detail: &str| {
                Failure::new(
                    "corrupt",
                    &[("path", &event_store_sqlite::LOG_FILE), ("position", &position), ("detail", &detail)],
                )
            };
            let (stamp, _) = read(recorded)?;
            if stamp.id != recorded.event.id || stamp.subject.as_str() != &*recorded.event.stream {
                return Err(wrong("head_differs"));
            }
            let next = revisions.get(&stamp.subject).map_or(0, |revision| revision + 1);
            if stamp.revision != next || recorded.revision != next {
                return Err(wrong("revision_differs"));
            }
            if stamp.time_us < time_us || stamp.time_us != recorded.event.time_us {
                return Err(wrong("runs_backwards"));
            }
            if stamp.basis.iter().any(|(stream, revision)| revisions.get(stream).is_none_or(|known| revision > known)) {
                return Err(wrong("basis_ahead"));
            }
            time_us = stamp.time_us;
            revisions.insert(stamp.subject, next);
        }
    }
    let cases = revisions.len();
    if global.json {
        println!("{}", json!({"events": after, "cases": cases, "whole": true}));
    } else {
        announce("whole", &[("events", &after), ("cases", &cases)]);
    }
    Ok(ExitCode::SUCCESS)
}
