//! What every request passes: a place among those served at once, a time limit, a net for panics, a line in the log,
//! safe headers.

use std::{
    any::Any,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    App, REQUESTS_MAX,
    call::lang_of,
    problem::{Fault, Problem},
};

/// Until the head of an answer. A stream may then go on.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(60);

/// Scripts and styles come from this server alone.
const SAFE_HEADERS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
        img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    ),
];

pub async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let lang = lang_of(request.headers());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let mut answer = match app.requests.try_acquire() {
        Err(_) => Problem::from(Fault::TooManyRequests { requests_max: REQUESTS_MAX }).into_response(),
        Ok(_permit) => match tokio::time::timeout(REQUEST_TIME_MAX, next.run(request)).await {
            Ok(answer) => answer,
            Err(_) => Problem::from(Fault::TimedOut { seconds_max: REQUEST_TIME_MAX.as_secs() }).into_response(),
        },
    };
    if let Some(problem) = answer.extensions_mut().remove::<Problem>() {
        problem.log();
        answer = problem.to_response(lang);
    }
    for (name, value) in SAFE_HEADERS {
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    let took = began.elapsed();
    let status = answer.status().as_u16();
    app.metrics.answered(method.as_str(), route, status, took);
    tracing::info!(%method, route, status, took_us = took.as_micros(), "answered");
    answer
}

/// The bare answer of a problem, until `guard` says it in the client's language.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut answer = self.status.into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

/// `CatchPanicLayer` gives what was thrown away.
#[allow(clippy::needless_pass_by_value)]
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
    Problem::from(Fault::Internal).because(text).into_response()
}
