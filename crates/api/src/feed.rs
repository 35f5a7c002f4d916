//! The log as it is: the export, and the live feed. Both read pages at the pace of whoever reads them.

use std::{
    collections::VecDeque,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use access::Key;
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header},
    response::{
        IntoResponse,
        sse::{self, KeepAlive, Sse},
    },
};
use event_store::{EventStore, Position, Recorded, StoreError};
use futures_util::stream;
use tokio::{
    sync::{OwnedSemaphorePermit, watch},
    task::JoinHandle,
    time::{self, Instant},
};

use crate::{
    App,
    call::{Call, bad_query},
    events::has_come_to,
    filter::Filter,
    problem::Problem,
    route::Answer,
};

/// Where the live feed is.
pub const PATH: &str = "/v1/events/stream";
/// Events read at once for an export.
const PAGE_EVENTS: usize = 512;
/// Events read at once for a feed, which holds them for as long as its reader stalls.
const FEED_EVENTS: usize = 100;
/// Every feed tells what has come once in so long times the number of feeds, and they take turns: so all of them together,
/// however many, leave most of the machine to others, and one alone tells at once.
const TURN: Duration = Duration::from_micros(100);
/// 2³² over the golden ratio: multiples of it, wrapped, lie evenly however many there are.
const GOLDEN: u32 = 2_654_435_769;
/// So that nobody between takes a silent feed for a dead one.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// `GET /v1/events.ndjson`
pub async fn export(app: Arc<App>, key: Arc<Key>, call: Call) -> Answer {
    let permit = app.stream_permit()?;
    let after: Position = call.parsed("after", "position")?.unwrap_or(0);
    has_come_to(&app, after).await?;
    let store = app.recorder.store().clone();
    let end = *store.head().borrow();
    let filter = Filter::reach(&key).into_owned();
    let export = Export { next: (after < end).then(|| read_ahead(&store, after)), store, filter, end, _permit: permit };
    let pages = stream::try_unfold(export, |mut export| async move {
        let lines = export.next().await.inspect_err(|error| Problem::from(error.clone()).log())?;
        Ok::<_, StoreError>(lines.map(|lines| (lines, export)))
    });
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(pages)).into_response())
}

/// One reader of the whole log. While it takes a page the next one is read.
struct Export {
    store: Arc<dyn EventStore>,
    filter: Filter<'static>,
    end: Position,
    /// `None` when all was read.
    next: Option<JoinHandle<Result<Vec<Recorded>, StoreError>>>,
    _permit: OwnedSemaphorePermit,
}

fn read_ahead(store: &Arc<dyn EventStore>, after: Position) -> JoinHandle<Result<Vec<Recorded>, StoreError>> {
    tokio::spawn(store.read_all(after, PAGE_EVENTS))
}

impl Export {
    async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        while let Some(next) = self.next.as_mut() {
            let page = next.await.map_err(|gone| StoreError::Io(gone.to_string()))??;
            let last = page.last().map(|last| last.position).filter(|last| *last < self.end);
            self.next = last.map(|last| read_ahead(&self.store, last));
            let mut lines = Vec::with_capacity(page.iter().map(|recorded| recorded.event.body.len() + 1).sum());
            for recorded in page.iter().filter(|recorded| recorded.position <= self.end) {
                if self.filter.passes(recorded)? {
                    lines.extend_from_slice(&recorded.event.body);
                    lines.push(b'\n');
                }
            }
            if !lines.is_empty() {
                return Ok(Some(lines.into()));
            }
        }
        Ok(None)
    }
}

/// Whoever has hung up takes no turn at reading any more.
impl Drop for Export {
    fn drop(&mut self) {
        if let Some(next) = &self.next {
            next.abort();
        }
    }
}

/// `GET /v1/events/stream`
pub async fn live(app: Arc<App>, key: Arc<Key>, call: Call) -> Answer {
    let permit = app.feed_permit()?;
    let after = match call.header("last-event-id") {
        Some(seen) => seen.parse().map_err(|_| bad_query("Last-Event-ID", "position"))?,
        None => call.parsed("after", "position")?.unwrap_or(0),
    };
    has_come_to(&app, after).await?;
    let store = app.recorder.store().clone();
    let feed = Feed {
        head: store.head(),
        store,
        filter: Filter::of(&key, &call)?.into_owned(),
        headers: call.headers,
        after,
        ready: VecDeque::new(),
        rests_until: None,
        place: app.feeds_begun.fetch_add(1, Ordering::Relaxed).wrapping_mul(GOLDEN),
        stopping: app.stopping.subscribe(),
        app,
        _permit: permit,
    };
    let events = stream::unfold(feed, |mut feed| async move { feed.next().await.map(|event| (event, feed)) });
    let mut answer = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    crate::events::set(&mut answer, header::HeaderName::from_static("x-accel-buffering"), "no");
    Ok(answer)
}

/// One reader of the live feed: at most a page of events in memory, and the place it has come to.
struct Feed {
    app: Arc<App>,
    /// Who reads; a key that is revoked meanwhile ends the feed.
    headers: HeaderMap,
    store: Arc<dyn EventStore>,
    head: watch::Receiver<Position>,
    filter: Filter<'static>,
    after: Position,
    ready: VecDeque<Recorded>,
    /// It has come to the head: it waits for more, and not less long than this.
    rests_until: Option<Instant>,
    /// Where it stands in a round of all feeds, in 2⁻³² of the round.
    place: u32,
    stopping: watch::Receiver<bool>,
    _permit: OwnedSemaphorePermit,
}

impl Feed {
    async fn next(&mut self) -> Option<Result<sse::Event, StoreError>> {
        loop {
            if *self.stopping.borrow() {
                return None;
            }
            if let Some(recorded) = self.ready.pop_front() {
                return Some(Ok(frame(&recorded)));
            }
            if crate::auth::key_of(&self.app, &self.headers).is_err() {
                return None;
            }
            if let Some(rests_until) = self.rests_until.take() {
                tokio::select! {
                    changed = self.head.changed() => changed.ok()?,
                    _ = self.stopping.changed() => return None,
                }
                let turn = self.round().mul_f64(f64::from(self.place) / f64::from(u32::MAX));
                time::sleep_until(rests_until.max(Instant::now() + turn)).await;
            }
            match self.read().await {
                // Nothing for this reader, but it need not be looked through again: an id alone moves its place.
                Ok(true) if self.ready.is_empty() => return Some(Ok(sse::Event::default().id(self.after.to_string()))),
                Ok(_) => {}
                Err(error) => {
                    Problem::from(error.clone()).log();
                    return Some(Err(error));
                }
            }
        }
    }

    fn round(&self) -> Duration {
        TURN * self.app.feeds_open().saturating_sub(1)
    }

    /// Reads the next page; false at the head.
    async fn read(&mut self) -> Result<bool, StoreError> {
        // Noted before reading: what comes while we read wakes us afterwards.
        self.head.mark_unchanged();
        let page = self.store.read_all(self.after, FEED_EVENTS).await?;
        if page.len() < FEED_EVENTS {
            self.rests_until = Some(Instant::now() + self.round());
        }
        let Some(last) = page.last() else { return Ok(false) };
        self.after = last.position;
        for recorded in page {
            if self.filter.passes(&recorded)? {
                self.ready.push_back(recorded);
            }
        }
        Ok(true)
    }
}

/// Recorded bytes are one line of JSON, hence one `data:` line.
fn frame(recorded: &Recorded) -> sse::Event {
    let event = sse::Event::default().id(recorded.position.to_string()).event(&*recorded.event.kind);
    event.data(String::from_utf8_lossy(&recorded.event.body))
}
