//! `/v1/cases`: a case as it stands or stood, and its history.

use std::sync::Arc;

use access::Key;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{kinds::AnyState, stream::StreamId, values::shown};
use event_store::recorder::{AsOf, state_at};
use serde_json::json;

use crate::{
    App,
    call::Call,
    cursor,
    events::{PAGE_EVENTS_MAX, etag, json_answer, listed, page_of_events, set},
    filter::check_area,
    problem::{Fault, Problem},
    route::Answer,
};

/// `GET /v1/cases/{category}/{id}`
pub async fn one(app: Arc<App>, key: Arc<Key>, call: Call) -> Answer {
    let subject = subject(&call)?;
    let as_of = call.as_of()?;
    if as_of == AsOf::default() {
        let (revision, state) = app.recorder.case(&subject).await?.ok_or_else(|| missing(&subject))?;
        check_area(&key, subject.category(), state.area())?;
        let etag = etag(revision);
        if call.header("if-none-match") == Some(&etag) {
            return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
        }
        let mut answer = told(&subject, revision, &state);
        set(&mut answer, header::ETAG, &etag);
        return Ok(answer);
    }
    let (revision, state) = state_at(&**app.recorder.store(), &subject, as_of).await?;
    let revision = revision.ok_or_else(|| missing(&subject))?;
    check_area(&key, subject.category(), state.area())?;
    Ok(told(&subject, revision, &state))
}

/// `GET /v1/cases/{category}/{id}/events`
pub async fn history(app: Arc<App>, key: Arc<Key>, call: Call) -> Answer {
    let subject = subject(&call)?;
    let limit = call.limit(PAGE_EVENTS_MAX)?;
    let from = cursor::place_of(&call, &key)?.unwrap_or(0);
    let (last, state) = app.recorder.case(&subject).await?.ok_or_else(|| missing(&subject))?;
    check_area(&key, subject.category(), state.area())?;
    let page = app.recorder.store().read_stream(subject.as_str(), from, limit).await?;
    let mut events = String::new();
    for recorded in &page {
        listed(&mut events, recorded.position, &recorded.event.body);
    }
    let next = page.last().filter(|end| end.revision < last).map(|end| cursor::at(&call, &key, &(end.revision + 1)));
    Ok(page_of_events(&call, &events, next))
}

fn told(subject: &StreamId, revision: u64, state: &AnyState) -> Response {
    json_answer(
        StatusCode::OK,
        &json!({
            "stream": subject, "category": subject.category(), "id": subject.id(), "revision": revision,
            "area": state.area(), "state": state.to_json(),
        }),
    )
}

/// A name that no case can have is the name of no case.
fn subject(call: &Call) -> Result<StreamId, Problem> {
    let name = format!("{}-{}", call.place("category"), call.place("id"));
    name.parse().map_err(|_| Fault::CaseMissing { subject: shown(&name) }.into())
}

fn missing(subject: &StreamId) -> Problem {
    Fault::CaseMissing { subject: subject.to_string() }.into()
}
