//! UmaDB's own client, doing what ours does: many writers at once, a whole log, or reading all of it. Prints what was
//! acknowledged as one line of JSON. On one thread, as our clients.

#[path = "../../stored.rs"]
mod stored;
#[path = "../../template.rs"]
mod template;

use std::{
    error::Error,
    fs::File,
    io::{BufRead, BufReader},
    time::{Duration, Instant},
};

use futures_util::future::{join_all, try_join_all};
use serde_json::Value;
use umadb_client::{AsyncUmaDbClient, UmaDbClient};
use umadb_dcb::{DcbAppendCondition, DcbEvent, DcbEventStoreAsync, DcbQuery, DcbQueryItem};

use crate::stored::{Append, Appends};

type Failed = Box<dyn Error>;

const USAGE: &str = "write <url> <clients> <seconds> <lines> | fill <url> <lines> <events> | read <url>";
/// Events of a log that are appended together, and groups that are under way at once.
const GROUP_EVENTS: usize = 1_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failed> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["write", url, clients, seconds, lines] => {
            let appends = Appends::of(&std::fs::read_to_string(lines)?);
            write(url, clients.parse()?, Duration::from_secs(seconds.parse()?), &appends).await
        }
        ["fill", url, lines, events] => fill(url, lines, events.parse()?).await,
        ["read", url] => read(url).await,
        _ => Err(USAGE.into()),
    }
}

async fn connected(url: &str) -> Result<AsyncUmaDbClient, Failed> {
    Ok(UmaDbClient::new(url.into()).connect_async().await?)
}

/// Each append only if the case has no event yet, as our rules have it.
async fn write(url: &str, clients: usize, lasting: Duration, appends: &Appends) -> Result<(), Failed> {
    let connections = try_join_all((0..clients).map(|_| connected(url))).await?;
    let began = Instant::now();
    let writing = |client: AsyncUmaDbClient| async move {
        let (mut appends, mut append) = (appends.clone(), Append::default());
        let (mut calls, mut events) = (0_u64, 0_u64);
        while began.elapsed() < lasting {
            appends.next(&mut append);
            let condition = DcbAppendCondition::new(of_case(&append.stream));
            client
                .append(
                    append.events.iter().map(|event| stored(&append.stream, event)).collect(),
                    Some(condition),
                    None,
                )
                .await?;
            calls += 1;
            events += append.events.len() as u64;
        }
        Ok::<_, Failed>((calls, events))
    };
    let done = join_all(connections.into_iter().map(writing)).await;
    let seconds = began.elapsed().as_secs_f64();
    let (mut calls, mut events) = (0, 0);
    for one in done {
        let (more_calls, more_events) = one?;
        (calls, events) = (calls + more_calls, events + more_events);
    }
    println!("{}", serde_json::json!({"calls": calls, "events": events, "seconds": seconds}));
    Ok(())
}

fn of_case(stream: &str) -> DcbQuery {
    DcbQuery::new().item(DcbQueryItem::new().tags([stream]))
}

fn stored(stream: &str, event: &stored::Event) -> DcbEvent {
    DcbEvent::new().event_type(&event.kind).tags([stream]).data(event.body.as_bytes()).uuid(event.id)
}

/// The first events of an exported log.
async fn fill(url: &str, lines: &str, events: usize) -> Result<(), Failed> {
    let client = connected(url).await?;
    let mut lines = BufReader::new(File::open(lines)?).lines().take(events);
    let (mut filled, began) = (0, Instant::now());
    loop {
        let group: Vec<DcbEvent> =
            lines.by_ref().take(GROUP_EVENTS).map(|line| exported(&line?)).collect::<Result<_, _>>()?;
        if group.is_empty() {
            break;
        }
        filled += group.len();
        client.append(group, None, None).await?;
    }
    println!("{}", serde_json::json!({"events": filled, "seconds": began.elapsed().as_secs_f64()}));
    Ok(())
}

fn exported(line: &str) -> Result<DcbEvent, Failed> {
    let event: Value = serde_json::from_str(line)?;
    let text = |field: &str| event[field].as_str().unwrap_or_default();
    let made = DcbEvent::new().event_type(text("type")).tags([text("subject")]).data(line.as_bytes());
    Ok(made.uuid(text("id").parse()?))
}

async fn read(url: &str) -> Result<(), Failed> {
    let client = connected(url).await?;
    let began = Instant::now();
    let mut answer = client.read(None, None, false, None).await?;
    let (mut events, mut bytes) = (0, 0);
    loop {
        let batch = answer.next_batch().await?;
        if batch.is_empty() {
            break;
        }
        events += batch.len();
        bytes += batch.iter().map(|event| event.event.data.len()).sum::<usize>();
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{}", serde_json::json!({"events": events, "bytes": bytes, "seconds": seconds}));
    Ok(())
}
