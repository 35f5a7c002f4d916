//! A server on the store in memory, and a client that says little.
#![allow(dead_code, clippy::needless_pass_by_value)]

mod document;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use access::{KeyStore, NewKey};
use api::App;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request},
};
use domain::actor::Role;
use event_store::{memory::MemoryStore, recorder::Recorder};
use projections::model::Projection;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;
use views::Views;

/// 2025-06-01T00:00:00Z
pub const NOW_US: i64 = 1_748_736_000_000_000;

pub struct Server {
    pub router: Router,
    pub app: Arc<App>,
    pub recorder: Arc<Recorder>,
    pub views: Views,
    pub keys: Arc<KeyStore>,
    /// A clerk's, everywhere.
    pub key: String,
    pub clock_us: Arc<AtomicI64>,
    folder: TempDir,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().into()
    }

    /// `400 bad_date /occurredon`
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.body);
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        assert_eq!(problem["type"], format!("/problems/{}", self.code()));
        assert_ne!(problem["detail"], problem["code"], "it has a text");
        let pointer = problem["errors"][0]["pointer"].as_str().map_or(String::new(), |pointer| format!(" {pointer}"));
        format!("{} {}{pointer}", self.status, self.code())
    }
}

fn served(recorder: &Arc<Recorder>, keys: &Arc<KeyStore>, views: &Views, folder: &Path) -> (Router, Arc<App>) {
    let app = Arc::new(App::new(recorder.clone(), keys.clone(), views.clone(), folder.into()));
    (api::router(app.clone()), app)
}

impl Server {
    pub async fn new() -> Self {
        Self::showing(projections::ALL).await
    }

    /// With these views.
    pub async fn showing(views: &[&'static Projection]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock_us = Arc::new(AtomicI64::new(NOW_US));
        let clock = clock_us.clone();
        let store = Arc::new(MemoryStore::default());
        let clock = Box::new(move || clock.load(Ordering::Relaxed));
        let recorder = Arc::new(Recorder::open(store, clock).await.unwrap());
        let keys = Arc::new(KeyStore::open(folder.path()).unwrap());
        let views = Views::open(folder.path(), views).unwrap();
        let (router, app) = served(&recorder, &keys, &views, folder.path());
        let mut server = Self { router, app, recorder, views, keys, key: String::new(), clock_us, folder };
        server.key = server.key(Role::Clerk, "", Some("c1"));
        server
    }

    /// Begun anew on what is there.
    pub fn restarted(mut self) -> Self {
        (self.router, self.app) = served(&self.recorder, &self.keys, &self.views, self.folder.path());
        self
    }

    pub fn key(&self, role: Role, area_prefix: &str, person: Option<&str>) -> String {
        let new = NewKey {
            role,
            area_prefix: area_prefix.into(),
            person: person.map(Into::into),
            organisation: Some("bureau".into()),
        };
        self.keys.create(&new).unwrap().1.as_str().into()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let answer = self.router.clone().oneshot(request).await.unwrap();
        document::tells(method.as_str(), uri.path(), answer.status().as_u16());
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_as(&self.key, path, &[]).await
    }

    pub async fn get_as(&self, key: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(request("GET", path, key, headers, Body::empty())).await
    }

    pub async fn post(&self, event: &Value) -> Answer {
        self.post_as(&self.key, "/v1/events", &[], event.to_string()).await
    }

    pub async fn post_as(&self, key: &str, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let mut headers = headers.to_vec();
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            headers.push((
                "content-type",
                match path.split('?').next().unwrap() {
                    "/v1/events/batch" => "application/cloudevents-batch+json",
                    "/v1/events/bulk" => "application/x-ndjson",
                    _ => "application/cloudevents+json",
                },
            ));
        }
        self.send(request("POST", path, key, &headers, body.into())).await
    }

    /// Registers persons `first`…`last`, one event each.
    pub async fn register(&self, first: u32, last: u32) {
        for n in first..=last {
            let answer = self.post(&registered(n)).await;
            assert_eq!(answer.status, 201, "{}", answer.body);
        }
    }
}

pub fn request(method: &str, path: &str, key: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !key.is_empty() {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

pub fn event(kind: &str, subject: &str, data: Value) -> Value {
    json!({
        "specversion": "1.0", "id": Uuid::now_v7(), "source": "/county/430225", "type": kind, "subject": subject,
        "occurredon": "2025-03-03", "data": data,
    })
}

pub fn person(n: u32) -> String {
    format!("person-{n:032x}")
}

pub fn registered(n: u32) -> Value {
    registered_in(n, "430225103204")
}

pub fn registered_in(n: u32, area: &str) -> Value {
    event("person.registered.v1", &person(n), json!({"area": area, "birth_year": 1980, "sex": "male"}))
}

pub fn willing(n: u32) -> Value {
    event("person.willingness_stated.v1", &person(n), json!({"willing": true}))
}

pub fn job(n: u32) -> Value {
    let data = json!({"job": "away_job", "full_time": true, "destination": "440100000000"});
    event("person.job_started.v1", &person(n), data)
}

/// With one attribute (or `data/<field>`) set to something else, or left out when null.
pub fn with(mut event: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = event.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    if value.is_null() {
        parent.shift_remove(name);
    } else {
        parent.insert(name.into(), value);
    }
    event
}
