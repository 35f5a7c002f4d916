//! The one place where an error becomes an answer: RFC 9457 problem details, in the language of whoever asked.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use domain::{case::Refused, decode::DecodeError};
use event_store::{Revision, StoreError, recorder::RecordError};
use serde::Serialize;
use serde_json::{Map, Value, json};
use texts::Lang;
use views::ViewError;

/// What is wrong with a request before any rule looks at it: a stable code with its fields, as everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Fault {
    /// No `Authorization: Bearer …`.
    MissingKey,
    /// No such key, or it is revoked.
    WrongKey,
    RoleNotAllowed {
        role: &'static str,
    },
    /// Of what a key may not see it learns nothing, the area neither.
    OutsideArea {
        allowed: String,
    },
    UnknownRoute,
    MethodNotAllowed,
    CaseMissing {
        subject: String,
    },
    EventMissing {
        id: String,
    },
    ViewMissing {
        view: String,
    },
    RowMissing {
        view: String,
        key: String,
    },
    SchemaMissing {
        name: String,
    },
    /// A query parameter that is unknown, given twice, or no such value.
    BadQuery {
        parameter: String,
        expected: String,
    },
    /// A position that the log has not come to: whoever knows it has read another log, and would never be sent what takes the
    /// positions up to there.
    PositionAhead {
        after: u64,
        position: u64,
    },
    /// Of another list, or of none: nobody is shown a page that they did not ask for.
    BadCursor {
        parameter: &'static str,
    },
    /// A filter that no event can pass.
    UnknownKind {
        parameter: &'static str,
        kind: String,
    },
    UnknownCategory {
        parameter: &'static str,
        category: String,
        known: String,
    },
    /// An `If-Match` or `If-None-Match` that does not say what this server keeps.
    BadPrecondition {
        header: &'static str,
        expected: &'static str,
    },
    /// A gateway has to say who acted.
    ActorMissing,
    EmptyBatch,
    NotUtf8,
    WrongContentType {
        expected: &'static str,
    },
    BodyTooLarge {
        bytes_max: usize,
    },
    LineTooLong {
        bytes_max: usize,
    },
    BodyInterrupted,
    /// Every place is taken of those there are at once.
    TooManyRequests {
        requests_max: usize,
    },
    TooManyStreams {
        streams_max: usize,
    },
    TooManyFeeds {
        feeds_max: usize,
    },
    TooManyReplays {
        replays_max: usize,
    },
    TimedOut {
        seconds_max: u64,
    },
    Unavailable,
    /// So many events that were there at the start.
    ViewsBehind {
        behind: u64,
    },
    /// Nobody brings the views forward any more.
    ViewsFailed,
    Internal,
}

impl Fault {
    fn status(&self) -> StatusCode {
        match self {
            Self::MissingKey | Self::WrongKey => StatusCode::UNAUTHORIZED,
            Self::RoleNotAllowed { .. } | Self::OutsideArea { .. } => StatusCode::FORBIDDEN,
            Self::UnknownRoute
            | Self::CaseMissing { .. }
            | Self::EventMissing { .. }
            | Self::ViewMissing { .. }
            | Self::RowMissing { .. }
            | Self::SchemaMissing { .. } => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadQuery { .. }
            | Self::BadCursor { .. }
            | Self::UnknownKind { .. }
            | Self::UnknownCategory { .. }
            | Self::BadPrecondition { .. }
            | Self::ActorMissing
            | Self::EmptyBatch
            | Self::NotUtf8
            | Self::BodyInterrupted => StatusCode::BAD_REQUEST,
            Self::PositionAhead { .. } => StatusCode::CONFLICT,
            Self::WrongContentType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooLarge { .. } | Self::LineTooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyRequests { .. }
            | Self::TooManyStreams { .. }
            | Self::TooManyFeeds { .. }
            | Self::TooManyReplays { .. }
            | Self::TimedOut { .. }
            | Self::Unavailable
            | Self::ViewsBehind { .. }
            | Self::ViewsFailed => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// An error on its way to the client. In an answer's extensions until its language is known.
#[derive(Clone, Debug)]
pub struct Problem {
    pub status: StatusCode,
    refused: Box<Refused>,
    /// Where in the body it stands (RFC 6901).
    pointer: Option<String>,
    /// Which event of a batch.
    index: Option<usize>,
    /// For a stale precondition: where the case stands.
    revision: Option<Revision>,
    /// What the log says of it, and the client does not learn.
    pub cause: Option<String>,
}

/// After this many seconds what was refused for lack of room may fit.
const RETRY_AFTER_S: u64 = 1;

impl Problem {
    fn new(status: StatusCode, refused: Refused) -> Self {
        Self { status, refused: Box::new(refused), pointer: None, index: None, revision: None, cause: None }
    }

    pub fn code(&self) -> &str {
        &self.refused.code
    }

    #[must_use]
    pub fn at(mut self, pointer: &str) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// It is about that event of a batch; a pointer so far was relative to it.
    #[must_use]
    pub fn in_batch(mut self, index: usize) -> Self {
        self.pointer = Some(format!("/{index}{}", self.pointer.unwrap_or_default()));
        self.index = Some(index);
        self
    }

    #[must_use]
    pub fn because(mut self, cause: impl std::fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// Said once, where it is answered; never what the client sent.
    pub fn log(&self) {
        if self.status.is_server_error() {
            let cause = self.cause.as_deref().unwrap_or_default();
            if self.status == StatusCode::INTERNAL_SERVER_ERROR {
                tracing::error!(code = self.code(), cause, "failed");
            } else {
                tracing::warn!(code = self.code(), cause, "turned away");
            }
        }
    }

    pub fn to_json(&self, lang: Lang) -> Map<String, Value> {
        let Refused { code, fields } = &*self.refused;
        let detail = texts::render(lang, code, fields);
        let mut problem = Map::new();
        problem.insert("type".into(), format!("/problems/{code}").into());
        problem.insert("title".into(), code.replace('_', " ").into());
        problem.insert("status".into(), self.status.as_u16().into());
        problem.insert("detail".into(), detail.as_str().into());
        problem.insert("code".into(), code.as_str().into());
        if let Some(index) = self.index {
            problem.insert("index".into(), index.into());
        }
        if let Some(pointer) = &self.pointer {
            problem.insert("errors".into(), json!([{"pointer": pointer, "code": code, "detail": detail}]));
        }
        for (name, value) in fields {
            problem.entry(name.as_str()).or_insert_with(|| value.clone());
        }
        problem
    }

    /// The answer; its extensions keep the problem, for the log.
    pub fn to_response(&self, lang: Lang) -> Response {
        let mut answer = Response::new(Body::from(Value::Object(self.to_json(lang)).to_string()));
        *answer.status_mut() = self.status;
        let headers = answer.headers_mut();
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        put(header::CONTENT_TYPE, "application/problem+json");
        put(header::VARY, "accept-language");
        put(header::CONTENT_LANGUAGE, lang.as_str());
        match self.status {
            StatusCode::UNAUTHORIZED => put(header::WWW_AUTHENTICATE, "Bearer"),
            StatusCode::SERVICE_UNAVAILABLE => put(header::RETRY_AFTER, &RETRY_AFTER_S.to_string()),
            _ => {}
        }
        if let Some(revision) = self.revision {
            put(header::ETAG, &format!("\"{revision}\""));
        }
        answer
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::new(fault.status(), Refused::new(&fault))
    }
}

/// Not JSON, or not what it should be.
impl From<DecodeError> for Problem {
    fn from(error: DecodeError) -> Self {
        let DecodeError { code, pointer, fields } = error;
        Self { pointer: Some(pointer), ..Self::new(StatusCode::BAD_REQUEST, Refused { code, fields }) }
    }
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Self {
        if let RecordError::Store(error) = error {
            return error.into();
        }
        let refused = error.refused();
        let status = match &error {
            RecordError::Refused { .. } if matches!(refused.code.as_str(), "role_not_allowed" | "outside_area") => {
                StatusCode::FORBIDDEN
            }
            RecordError::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            RecordError::IdReused { .. } | RecordError::LostRace => StatusCode::CONFLICT,
            RecordError::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            RecordError::IdTwice { .. } => StatusCode::BAD_REQUEST,
            RecordError::TooMany { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            RecordError::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let revision = if let RecordError::Stale { actual, .. } = error { actual } else { None };
        Self { revision, ..Self::new(status, refused) }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let status = match error {
            StoreError::Full(_) | StoreError::Busy(_) | StoreError::Closed | StoreError::Failed(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            StoreError::Corrupt { .. } | StoreError::Io(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let cause = error.to_string();
        Self::new(status, RecordError::Store(error).refused()).because(cause)
    }
}

impl From<ViewError> for Problem {
    fn from(error: ViewError) -> Self {
        let told = error.to_string();
        match error {
            ViewError::Store(error) => error.into(),
            ViewError::UnknownView { view } => Fault::ViewMissing { view }.into(),
            ViewError::UnknownFilter { column, known, .. } => {
                Fault::BadQuery { parameter: column, expected: known }.into()
            }
            ViewError::BadFilter { column, expected, .. } => {
                Fault::BadQuery { parameter: column, expected: expected.into() }.into()
            }
            ViewError::BadCursor { .. } => Fault::BadCursor { parameter: crate::cursor::PARAMETER }.into(),
            ViewError::BadKey { view, key } => Fault::RowMissing { view, key }.into(),
            ViewError::Busy { replays_max } => Fault::TooManyReplays { replays_max }.into(),
            _ => Self::from(Fault::Internal).because(told),
        }
    }
}

impl From<access::KeyError> for Problem {
    fn from(error: access::KeyError) -> Self {
        Self::from(Fault::Internal).because(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_that_is_full_is_said_with_its_limit() {
        let problem = Problem::from(StoreError::Busy("waiting_appends_max = 16384".into()));
        for lang in Lang::ALL {
            let answer = problem.to_response(lang);
            assert_eq!(
                (answer.status(), &answer.headers()[header::RETRY_AFTER]),
                (StatusCode::SERVICE_UNAVAILABLE, &"1".parse().unwrap())
            );
            let detail = problem.to_json(lang)["detail"].to_string();
            assert!(problem.code() == "too_busy" && detail.contains("waiting_appends_max = 16384"), "{detail}");
        }
    }
}
