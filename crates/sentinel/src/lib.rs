//! Appends what the checks find and what the limits have to say, and nothing else does.
//!
//! Checks and limits are folds; what they have to say stands in their rows as `pending` until they see it in the log. So there
//! is nothing to remember here: whatever is pending is appended, under a name and ids that follow from what it is about.
//! Said twice, by a server that was killed or by another one, it is the same event, and recorded once.

mod alerts;
mod findings;

use std::{future::Future, sync::Arc, time::Duration};

use domain::{
    actor::Actor,
    admission::Reach,
    envelope::Posted,
    kinds::AnyEvent,
    stream::StreamId,
    values::{Bilingual, Date},
};
use event_store::recorder::{RecordError, Recorder, Submission};
use projections::{checks, limits::LIMITS, model::Projection};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use texts::Lang;
use thiserror::Error;
use uuid::Uuid;
use views::{Query, ROWS_MAX, ViewError, Views};

pub use findings::{Found, found};

/// Rows read and events appended at a time.
const SAID_MAX: usize = 256;
/// So that a busy log is looked at often enough, and not at every event.
const LOOK_EVERY: Duration = Duration::from_millis(100);

#[derive(Debug, Error)]
pub enum SentinelError {
    #[error(transparent)]
    View(#[from] ViewError),
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A row holds what was never written.
    #[error("a row of {view} cannot be read: {detail}")]
    Row { view: &'static str, detail: String },
}

/// What the checks and limits fold: to be followed with the other read models.
pub fn projections() -> impl Iterator<Item = &'static Projection> {
    checks::ALL.iter().map(|check| &check.projection).chain([&LIMITS])
}

/// Appends whatever becomes pending, until `stop`. May be dropped at any point.
pub async fn run(recorder: &Recorder, views: &Views, stop: impl Future<Output = ()>) {
    tokio::select! {
        biased;
        () = stop => {}
        () = follow(recorder, views) => {}
    }
}

async fn follow(recorder: &Recorder, views: &Views) {
    let mut head = recorder.store().head();
    loop {
        let at = *head.borrow_and_update();
        if let Err(error) = say_pending(recorder, views, at).await {
            tracing::error!(%error, "what checks and limits have to say waits");
        }
        tokio::time::sleep(LOOK_EVERY).await;
        // Woken by a failure's own pause, or by whatever is recorded.
        if head.changed().await.is_err() {
            return;
        }
    }
}

/// Appends what is pending once everything up to `position` is folded; how many events it took.
pub async fn say_pending(recorder: &Recorder, views: &Views, position: u64) -> Result<usize, SentinelError> {
    let mut said = 0;
    for check in checks::ALL {
        let rows = pending::<Found>(views, check.projection.name, position).await?;
        let events = rows.into_iter().filter_map(|row| findings::posted(check, row));
        said += append(recorder, events).await?;
    }
    let rows: Vec<alerts::Warning> = pending(views, LIMITS.name, position).await?;
    said += append(recorder, rows.iter().flat_map(alerts::posted)).await?;
    Ok(said)
}

/// The rows of a table that are not in the log yet.
async fn pending<T: DeserializeOwned>(
    views: &Views,
    view: &'static str,
    position: u64,
) -> Result<Vec<T>, SentinelError> {
    views.wait_for(view, position).await?;
    rows(views, view, vec![("pending".into(), "true".into())]).await
}

async fn rows<T: DeserializeOwned>(
    views: &Views,
    view: &'static str,
    filters: Vec<(String, String)>,
) -> Result<Vec<T>, SentinelError> {
    let (mut all, mut after) = (vec![], None);
    loop {
        let query = Query { view: view.into(), filters: filters.clone(), after, limit: ROWS_MAX };
        let answer = views.rows(query).await?;
        for row in answer.rows {
            let row =
                serde_json::from_value(row).map_err(|error| SentinelError::Row { view, detail: error.to_string() })?;
            all.push(row);
        }
        after = answer.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// In order, several on their way at a time. What the log has already under that id was said before.
async fn append(recorder: &Recorder, events: impl Iterator<Item = Posted>) -> Result<usize, SentinelError> {
    let mut said = 0;
    let mut events = events.peekable();
    while events.peek().is_some() {
        let mut on_their_way = vec![];
        for posted in events.by_ref().take(SAID_MAX) {
            let (actor, reach) = (Actor::server(), Reach::default());
            let submission = Submission { posted, actor, via: None, reach, precondition: None };
            on_their_way.push(recorder.submit(vec![submission], false).await);
        }
        for pending in on_their_way {
            match pending.verdict().await {
                Ok(receipts) => said += usize::from(!receipts.repeated),
                Err(RecordError::IdReused { .. }) => {}
                Err(RecordError::Refused { refused, .. }) => {
                    tracing::error!(code = refused.code, "the log refuses what a check or a limit has to say");
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(said)
}

fn posted(id: Uuid, source: &str, subject: StreamId, occurred_on: Date, event: impl Into<AnyEvent>) -> Posted {
    Posted {
        id,
        source: Arc::from(source),
        subject,
        occurred_on,
        area: None,
        correlation_id: None,
        decided_in: None,
        actor: None,
        time_us: None,
        event: event.into().into(),
    }
}

fn text(code: &str, fields: &Map<String, Value>) -> Bilingual {
    Bilingual { zh: texts::render(Lang::Zh, code, fields), en: texts::render(Lang::En, code, fields) }
}
