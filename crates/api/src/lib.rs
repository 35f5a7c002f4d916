//! The HTTP surface: REST with CloudEvents, a live feed, views on two clocks, and its own documentation.
//!
//! | file | idea |
//! |---|---|
//! | `routes.rs` | the one list of routes: router, checks of parameters and OpenAPI come from it |
//! | `route.rs`, `call.rs` | what a route is, and one request as a handler sees it |
//! | `problem.rs` | the one place where an error becomes an answer |
//! | `edge.rs`, `serve.rs` | what every request and every connection passes |
//! | `auth.rs`, `filter.rs`, `cursor.rs`, `posting.rs` | who calls, what they may see and from where on, what they post |
//! | `openapi.rs`, `asyncapi.rs` | the documents, with `types.rs` and `answers.rs`: the schemas of what goes in and comes out |
//! | the others | one resource each |

mod answers;
mod asyncapi;
mod auth;
mod bulk;
mod call;
mod cases;
mod catalogue;
mod cursor;
mod docs;
mod edge;
mod events;
mod feed;
mod filter;
mod health;
mod metrics;
mod openapi;
mod posting;
mod problem;
mod route;
mod routes;
mod rows;
mod schemas;
mod serve;
mod spool;
mod types;

use std::{
    path::PathBuf,
    sync::{Arc, atomic::AtomicU32},
};

use access::KeyStore;
use axum::{
    Router,
    extract::Request,
    middleware,
    response::{IntoResponse, Response},
    routing,
};
use domain::values::shown;
use event_store::{Position, recorder::Recorder};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower_http::catch_panic::CatchPanicLayer;
use views::Views;

use crate::{metrics::Metrics, problem::Fault, route::Handler};

pub use crate::{
    call::{BODY_IDLE, Call},
    edge::REQUEST_TIME_MAX,
    events::{BATCH_BYTES_MAX, EVENT_BYTES_MAX, EVENT_TYPES, PAGE_EVENTS_MAX, PAGE_SCANNED_MAX, json_answer},
    posting::submission,
    problem::Problem,
    route::{Answer, Route},
    serve::{CONNECTIONS_MAX, serve, serve_routes},
};

/// Requests answered at once.
pub const REQUESTS_MAX: usize = 1_024;
/// Exports and bulk requests at once.
pub const STREAMS_MAX: usize = 512;
/// Live feeds at once.
pub const FEEDS_MAX: usize = 12_288;

/// What the server serves.
pub struct App {
    recorder: Arc<Recorder>,
    keys: Arc<KeyStore>,
    views: Views,
    scratch: PathBuf,
    commits: Option<Box<dyn Fn() -> u64 + Send + Sync>>,
    connections_max: usize,
    metrics: Metrics,
    requests: Semaphore,
    streams: Arc<Semaphore>,
    feeds: Arc<Semaphore>,
    feeds_begun: AtomicU32,
    stopping: watch::Sender<bool>,
    /// The last position when it started.
    started_at: Position,
}

impl App {
    /// `scratch`: where verdicts lie that a client does not read yet; the data folder will do.
    pub fn new(recorder: Arc<Recorder>, keys: Arc<KeyStore>, views: Views, scratch: PathBuf) -> Self {
        let started_at = *recorder.store().head().borrow();
        Self {
            started_at,
            recorder,
            keys,
            views,
            scratch,
            commits: None,
            connections_max: CONNECTIONS_MAX,
            metrics: Metrics::new(),
            requests: Semaphore::new(REQUESTS_MAX),
            streams: Arc::new(Semaphore::new(STREAMS_MAX)),
            feeds: Arc::new(Semaphore::new(FEEDS_MAX)),
            feeds_begun: AtomicU32::new(0),
            stopping: watch::Sender::new(false),
        }
    }

    /// Shows the commits of the log among the metrics.
    #[must_use]
    pub fn counting_commits(mut self, commits: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.commits = Some(Box::new(commits));
        self
    }

    /// Where the system lets the process have fewer connections than [`CONNECTIONS_MAX`].
    #[must_use]
    pub fn with_connections(mut self, at_most: usize) -> Self {
        self.connections_max = self.connections_max.min(at_most);
        self
    }

    fn stream_permit(&self) -> Result<OwnedSemaphorePermit, Problem> {
        self.streams.clone().try_acquire_owned().map_err(|_| Fault::TooManyStreams { streams_max: STREAMS_MAX }.into())
    }

    fn feed_permit(&self) -> Result<OwnedSemaphorePermit, Problem> {
        self.feeds.clone().try_acquire_owned().map_err(|_| Fault::TooManyFeeds { feeds_max: FEEDS_MAX }.into())
    }

    fn feeds_open(&self) -> u32 {
        u32::try_from(FEEDS_MAX - self.feeds.available_permits()).unwrap_or(u32::MAX)
    }
}

/// Every route, behind what every request passes.
pub fn router(app: Arc<App>) -> Router {
    router_of(app, routes::all())
}

/// These routes, behind the same.
fn router_of(app: Arc<App>, routes: Vec<Route>) -> Router {
    let mut router = Router::new();
    for route in routes {
        let (app, route) = (app.clone(), Arc::new(route));
        let (path, method) = (route.path.clone(), route.method.clone());
        let answering = move |request: Request| {
            let (app, route) = (app.clone(), route.clone());
            async move { answer(app, &route, request).await.unwrap_or_else(Problem::into_response) }
        };
        let method =
            if method == axum::http::Method::POST { routing::post(answering) } else { routing::get(answering) };
        router = router.route(&path, method);
    }
    router
        .fallback(nowhere)
        .method_not_allowed_fallback(|| async { Problem::from(Fault::MethodNotAllowed).into_response() })
        .layer(CatchPanicLayer::custom(edge::panicked))
        .layer(middleware::from_fn_with_state(app, edge::guard))
}

async fn answer(app: Arc<App>, route: &Route, request: Request) -> Answer {
    match &route.handler {
        Handler::Open(handler) => handler(app, Call::of(route, request).await?).await,
        Handler::Keyed(handler) => {
            let key = auth::key_of(&app, request.headers())?;
            handler(app, key, Call::of(route, request).await?).await
        }
    }
}

/// What no route leads to.
async fn nowhere(request: Request) -> Response {
    let view = request.uri().path().strip_prefix("/v1/views/").and_then(|rest| rest.split('/').next());
    let view = view.filter(|view| !view.is_empty()).map(|view| Fault::ViewMissing { view: shown(view) });
    Problem::from(view.unwrap_or(Fault::UnknownRoute)).into_response()
}

/// The OpenAPI document, as `/openapi.json` serves it.
pub fn openapi() -> serde_json::Value {
    openapi::document(&routes::all())
}

/// The AsyncAPI document, as `/asyncapi.json` serves it.
pub fn asyncapi() -> serde_json::Value {
    asyncapi::document(&routes::all())
}
