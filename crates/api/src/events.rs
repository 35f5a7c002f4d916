//! `/v1/events`: recording one event or an atomic batch, and reading what is recorded.

use std::sync::Arc;

use access::Key;
use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{decode, values::shown};
use event_store::{
    Position,
    recorder::{BATCH_EVENTS_MAX, Precondition},
};
use serde_json::{Value, json, value::RawValue};
use uuid::Uuid;

use crate::{
    App,
    call::Call,
    cursor,
    filter::Filter,
    posting::{allowed_to_write, submission, told},
    problem::{Fault, Problem},
    route::Answer,
};

pub const EVENT_TYPES: &[&str] = &["application/cloudevents+json", "application/json"];
pub const BATCH_TYPES: &[&str] = &["application/cloudevents-batch+json"];
/// One event as text.
pub const EVENT_BYTES_MAX: usize = 1 << 20;
/// One batch as text.
pub const BATCH_BYTES_MAX: usize = 32 << 20;
/// Events in one page.
pub const PAGE_EVENTS_MAX: usize = 1_000;
/// Events looked at for one page; a filter that few events pass is answered in pages that may be empty.
pub const PAGE_SCANNED_MAX: usize = 20_000;

/// `POST /v1/events`
pub async fn post(app: Arc<App>, key: Arc<Key>, mut call: Call) -> Answer {
    allowed_to_write(&key)?;
    call.content_type(EVENT_TYPES)?;
    let dry_run = dry_run(&call)?;
    let precondition = precondition(&call)?;
    let text = call.text(EVENT_BYTES_MAX).await?;
    let submission = submission(&key, &text, precondition)?;
    let receipts = app.recorder.record(vec![submission], dry_run).await?;
    let recorded = receipts.events.first().map(Vec::as_slice).unwrap_or_default();
    let (answer, last_revision) = told(recorded);
    let mut response = json_answer(status(receipts.repeated, dry_run), &answer);
    if let Some(posted) = recorded.first().filter(|posted| posted.position.is_some()) {
        set(&mut response, header::LOCATION, &format!("/v1/events/{}", posted.id));
        if let Some(revision) = last_revision {
            set(&mut response, header::ETAG, &etag(revision));
        }
    }
    Ok(response)
}

/// `POST /v1/events/batch`
pub async fn post_batch(app: Arc<App>, key: Arc<Key>, mut call: Call) -> Answer {
    allowed_to_write(&key)?;
    call.content_type(BATCH_TYPES)?;
    no_precondition(&call)?;
    let dry_run = dry_run(&call)?;
    let text = call.text(BATCH_BYTES_MAX).await?;
    let events: Vec<&RawValue> = decode::decode(&text)?;
    if events.is_empty() {
        return Err(Fault::EmptyBatch.into());
    }
    if events.len() > BATCH_EVENTS_MAX {
        return Err(event_store::recorder::RecordError::TooMany { events_max: BATCH_EVENTS_MAX }.into());
    }
    let decoded = |(index, event): (usize, &&RawValue)| {
        submission(&key, event.get(), None).map_err(|problem| problem.in_batch(index))
    };
    let batch = events.iter().enumerate().map(decoded).collect::<Result<Vec<_>, _>>()?;
    let receipts = app.recorder.record(batch, dry_run).await.map_err(|error| {
        let index = error.index();
        let problem = Problem::from(error);
        index.map_or(problem.clone(), |index| problem.in_batch(index))
    })?;
    let events: Vec<Value> = receipts.events.iter().map(|receipts| told(receipts).0).collect();
    Ok(json_answer(status(receipts.repeated, dry_run), &json!({"events": events})))
}

/// `GET /v1/events`
pub async fn list(app: Arc<App>, key: Arc<Key>, call: Call) -> Answer {
    let filter = Filter::of(&key, &call)?;
    let limit = call.limit(PAGE_EVENTS_MAX)?;
    let mut after = match cursor::place_of(&call, &key)? {
        Some(place) => place,
        None => call.parsed("after", "position")?.unwrap_or(0),
    };
    has_come_to(&app, after).await?;
    let store = app.recorder.store();
    let (mut events, mut found, mut scanned, mut more) = (String::new(), 0, 0, true);
    'pages: while more && found < limit && scanned < PAGE_SCANNED_MAX {
        let wanted = if filter.passes_all() { limit - found } else { PAGE_EVENTS_MAX };
        let page = store.read_all(after, wanted).await?;
        more = page.len() == wanted;
        scanned += page.len();
        for recorded in &page {
            after = recorded.position;
            if filter.passes(recorded)? {
                listed(&mut events, recorded.position, &recorded.event.body);
                found += 1;
                if found == limit {
                    more = true;
                    break 'pages;
                }
            }
        }
    }
    more &= after < *store.head().borrow();
    Ok(page_of_events(&call, &events, more.then(|| cursor::at(&call, &key, &after))))
}

/// Refuses a reader who has come farther than the log.
pub async fn has_come_to(app: &App, after: Position) -> Result<(), Problem> {
    let store = app.recorder.store();
    let position = *store.head().borrow();
    // An event can be read a moment before the head is told to have moved.
    if after > position && store.read_all(after - 1, 1).await?.is_empty() {
        return Err(Fault::PositionAhead { after, position }.into());
    }
    Ok(())
}

/// `GET /v1/events/{id}`
pub async fn one(app: Arc<App>, key: Arc<Key>, call: Call) -> Answer {
    let missing = || Problem::from(Fault::EventMissing { id: shown(call.place("id")) });
    let id: Uuid = call.place("id").parse().map_err(|_| missing())?;
    let recorded = app.recorder.store().read_id(id).await?.ok_or_else(missing)?;
    Filter::reach(&key).check(&recorded)?;
    let mut event = String::new();
    listed(&mut event, recorded.position, &recorded.event.body);
    Ok(json_text(StatusCode::OK, event))
}

/// `{"position":N,"event":…}`, the event in its recorded bytes; after a comma where there is one before it.
pub fn listed(events: &mut String, position: u64, body: &[u8]) {
    if !events.is_empty() {
        events.push(',');
    }
    events.push_str(&format!("{{\"position\":{position},\"event\":{}}}", String::from_utf8_lossy(body)));
}

/// A page of what [`listed`] has written.
pub fn page_of_events(call: &Call, events: &str, next: Option<String>) -> Response {
    let cursor = next.as_deref().map_or(Value::Null, Value::from);
    let mut response = json_text(StatusCode::OK, format!("{{\"events\":[{events}],\"next\":{cursor}}}"));
    if let Some(next) = next {
        set(&mut response, header::LINK, &call.link_with_cursor(&next));
    }
    response
}

pub fn etag(revision: u64) -> String {
    format!("\"{revision}\"")
}

pub fn json_answer(status: StatusCode, answer: &Value) -> Response {
    json_text(status, answer.to_string())
}

pub fn json_text(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], Body::from(text)).into_response()
}

pub fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn status(repeated: bool, dry_run: bool) -> StatusCode {
    if repeated || dry_run { StatusCode::OK } else { StatusCode::CREATED }
}

fn dry_run(call: &Call) -> Result<bool, Problem> {
    Ok(call.parsed("dry_run", "boolean")?.unwrap_or(false))
}

fn precondition(call: &Call) -> Result<Option<Precondition>, Problem> {
    let revision = |text: &str| text.strip_prefix('"')?.strip_suffix('"')?.parse().ok();
    match (call.header("if-match"), call.header("if-none-match")) {
        (None, None) => Ok(None),
        (Some(stated), None) => match revision(stated) {
            Some(revision) => Ok(Some(Precondition::Revision(revision))),
            None => Err(Fault::BadPrecondition { header: "If-Match", expected: "quoted_revision" }.into()),
        },
        (None, Some("*")) => Ok(Some(Precondition::Absent)),
        (None, Some(_)) => Err(Fault::BadPrecondition { header: "If-None-Match", expected: "*" }.into()),
        (Some(_), Some(_)) => Err(Fault::BadPrecondition { header: "If-None-Match", expected: "alone" }.into()),
    }
}

/// A batch has no one case that a precondition could be about; an ignored one would be worse than a refused one.
pub fn no_precondition(call: &Call) -> Result<(), Problem> {
    for header in ["If-Match", "If-None-Match"] {
        if call.header(header).is_some() {
            return Err(Fault::BadPrecondition { header, expected: "no_precondition" }.into());
        }
    }
    Ok(())
}
