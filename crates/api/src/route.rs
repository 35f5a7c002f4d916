//! What a route is: one value from which the router, the check of its parameters and its documentation are made.

use std::{future::Future, pin::Pin, sync::Arc};

use access::Key;
use axum::{http::Method, response::Response};
use serde_json::{Value, json};

use crate::{App, call::Call, problem::Problem};

pub type Answer = Result<Response, Problem>;
type Answering = Pin<Box<dyn Future<Output = Answer> + Send>>;
type Open = Box<dyn Fn(Arc<App>, Call) -> Answering + Send + Sync>;
type Keyed = Box<dyn Fn(Arc<App>, Arc<Key>, Call) -> Answering + Send + Sync>;

/// Who may call it.
pub enum Handler {
    /// Anyone.
    Open(Open),
    /// Whoever shows a key.
    Keyed(Keyed),
}

pub struct Route {
    pub method: Method,
    pub path: String,
    pub tag: &'static str,
    /// Its name in generated clients.
    pub operation: String,
    pub summary: String,
    pub parameters: Vec<Parameter>,
    pub body: Option<Content>,
    pub answers: Vec<Told>,
    /// The statuses of the problems that are its own, beside those that any route may answer.
    pub refusals: &'static [u16],
    pub handler: Handler,
}

/// What a route answers when all goes well.
pub struct Told {
    pub status: u16,
    pub about: &'static str,
    pub content: Option<Content>,
    /// Names, and what each says.
    pub headers: Vec<(&'static str, &'static str)>,
}

/// A media type and a schema of what it carries.
#[derive(Clone)]
pub struct Content {
    /// One type, or several names of the same.
    pub types: &'static [&'static str],
    pub schema: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Path,
    Query,
    Header,
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub place: Place,
    pub about: &'static str,
    pub schema: Value,
}

impl Parameter {
    pub fn new(place: Place, name: &'static str, about: &'static str, schema: Value) -> Self {
        Self { name, place, about, schema }
    }
}

pub const JSON: &[&str] = &["application/json"];

/// `#/components/schemas/<name>`, as JSON.
pub fn json_of(name: &str) -> Content {
    Content { types: JSON, schema: schema_of(name) }
}

pub fn schema_of(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

impl Route {
    pub fn open<F>(
        path: &str,
        operation: &str,
        tag: &'static str,
        handler: impl Fn(Arc<App>, Call) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        Self::with(path, operation, tag, Handler::Open(Box::new(move |app, call| Box::pin(handler(app, call)))))
    }

    pub fn keyed<F>(
        path: &str,
        operation: &str,
        tag: &'static str,
        handler: impl Fn(Arc<App>, Arc<Key>, Call) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        let handler = Handler::Keyed(Box::new(move |app, key, call| Box::pin(handler(app, key, call))));
        Self::with(path, operation, tag, handler)
    }

    fn with(path: &str, operation: &str, tag: &'static str, handler: Handler) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            tag,
            operation: operation.into(),
            summary: String::new(),
            parameters: vec![],
            body: None,
            answers: vec![],
            refusals: &[],
            handler,
        }
    }

    #[must_use]
    pub fn summary(mut self, summary: impl Into<String>) -> Self {
        self.summary = summary.into();
        self
    }

    #[must_use]
    pub fn posting(mut self, types: &'static [&'static str], schema: Value) -> Self {
        self.method = Method::POST;
        self.body = Some(Content { types, schema });
        self
    }

    #[must_use]
    pub fn parameters(mut self, parameters: impl IntoIterator<Item = Parameter>) -> Self {
        self.parameters.extend(parameters);
        self
    }

    #[must_use]
    pub fn answer(mut self, status: u16, about: &'static str, content: impl Into<Option<Content>>) -> Self {
        self.answers.push(Told { status, about, content: content.into(), headers: vec![] });
        self
    }

    /// A header of the answer named last.
    #[must_use]
    pub fn header(mut self, name: &'static str, about: &'static str) -> Self {
        if let Some(answer) = self.answers.last_mut() {
            answer.headers.push((name, about));
        }
        self
    }

    #[must_use]
    pub fn refuses(mut self, statuses: &'static [u16]) -> Self {
        self.refusals = statuses;
        self
    }

    pub fn needs_key(&self) -> bool {
        matches!(self.handler, Handler::Keyed(_))
    }

    pub fn takes(&self, query: &str) -> bool {
        self.parameters.iter().any(|p| p.place == Place::Query && p.name == query)
    }

    /// The names of its query parameters, for an error.
    pub fn query_names(&self) -> String {
        let names: Vec<_> = self.parameters.iter().filter(|p| p.place == Place::Query).map(|p| p.name).collect();
        names.join(", ")
    }
}
