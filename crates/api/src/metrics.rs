//! What the server counts, as Prometheus reads it. Labels have few values: routes are named by their pattern.

use std::{fmt, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::{ConstCounter, Counter},
        family::Family,
        gauge::{ConstGauge, Gauge},
        histogram::Histogram,
    },
    registry::Registry,
};

use crate::App;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRoute {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfView {
    view: &'static str,
}

const SECONDS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0];

pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<OfRoute, Histogram>,
    lag: Family<OfView, Gauge>,
}

impl Metrics {
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("wengang");
        let requests = Family::default();
        let seconds = Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        let lag = Family::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Until the head of the answer", seconds.clone());
        registry.register("projection_lag_events", "Positions that a view is behind the log", lag.clone());
        Self { registry, requests, seconds, lag }
    }

    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let answered = Answered { method: method.into(), route: route.into(), status };
        self.requests.get_or_create(&answered).inc();
        self.seconds.get_or_create(&OfRoute { route: route.into() }).observe(took.as_secs_f64());
    }

    /// What others count is asked of them now.
    pub fn text(&self, app: &App) -> Result<String, fmt::Error> {
        let store = app.recorder.store();
        for lag in app.views.lag(&**store) {
            self.lag.get_or_create(&OfView { view: lag.view }).set(i64::try_from(lag.behind).unwrap_or(i64::MAX));
        }
        let mut text = String::new();
        let mut asked = Registry::with_prefix("wengang");
        let head = *store.head().borrow();
        asked.register("events_recorded", "Events in the log", ConstCounter::new(head));
        if let Some(commits) = &app.commits {
            asked.register("log_commits", "Commits, each one sync, since the start", ConstCounter::new(commits()));
        }
        let free =
            |semaphore: &tokio::sync::Semaphore| i64::try_from(semaphore.available_permits()).unwrap_or(i64::MAX);
        asked.register("http_requests_free", "Further requests it would take", ConstGauge::new(free(&app.requests)));
        asked.register("http_streams_free", "Further streams it would take", ConstGauge::new(free(&app.streams)));
        encode(&mut text, &self.registry)?;
        // One exposition has one end.
        if let Some(end) = text.rfind("# EOF") {
            text.truncate(end);
        }
        encode(&mut text, &asked)?;
        Ok(text)
    }
}
