//! For whoever runs the server: is it alive, does it serve, what does it do.

use std::sync::Arc;

use axum::{
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde_json::json;

use crate::{
    App,
    call::Call,
    events::json_answer,
    problem::{Fault, Problem},
    route::Answer,
};

/// `GET /livez`: nothing is wrong with it that a restart would mend, as it would a log that could not be written, or views
/// that nobody brings forward.
pub async fn alive(app: Arc<App>, _: Call) -> Answer {
    if let Some(failed) = app.recorder.store().failure() {
        return Err(failed.into());
    }
    if let Some(why) = app.views.failure() {
        return Err(Problem::from(Fault::ViewsFailed).because(why));
    }
    Ok(json_answer(StatusCode::OK, &json!({"status": "alive"})))
}

/// `GET /readyz`: it can read its log and write it, its views hold what was there when it started, and it is not stopping. A view that
/// stopped at an event it cannot read keeps nobody from the others.
pub async fn ready(app: Arc<App>, _: Call) -> Answer {
    let store = app.recorder.store();
    if let Some(failed) = store.failure() {
        return Err(failed.into());
    }
    if *app.stopping.borrow() {
        return Err(Fault::Unavailable.into());
    }
    let running = app.views.lag(&**store).into_iter().filter(|lag| lag.stopped.is_none());
    let hindmost = running.map(|lag| lag.position).min().unwrap_or(app.started_at);
    if hindmost < app.started_at {
        return Err(Fault::ViewsBehind { behind: app.started_at - hindmost }.into());
    }
    let head = *store.head().borrow();
    store.read_all(head.saturating_sub(1), 1).await?;
    Ok(json_answer(StatusCode::OK, &json!({"status": "ready", "position": head})))
}

/// `GET /metrics`: counts only, nothing of any case or person, hence without a key.
pub async fn metrics(app: Arc<App>, _: Call) -> Answer {
    let text = app.metrics.text(&app).map_err(|error| Problem::from(Fault::Internal).because(error))?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
