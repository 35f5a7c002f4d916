//! One request, as a handler sees it.

use std::{
    str::FromStr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, BodyDataStream, Bytes},
    extract::{FromRequestParts, Query, RawPathParams, Request},
    http::{HeaderMap, header, request::Parts},
};
use domain::values::{Date, shown};
use event_store::{planted, recorder::AsOf};
use futures_util::StreamExt;
use texts::Lang;

use crate::{
    problem::{Fault, Problem},
    route::Route,
};

pub struct Call {
    pub path: String,
    pub headers: HeaderMap,
    places: Vec<(String, String)>,
    query: Vec<(String, String)>,
    /// A body can be sent to another thread but not shared; behind a lock, the rest of the call can be.
    body: Mutex<Body>,
}

/// Waiting for the next piece of a body.
pub const BODY_IDLE: Duration = Duration::from_secs(30);
/// Some programs begin UTF-8 with it; it belongs to no event.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

impl Call {
    /// Refuses query parameters that the route does not have.
    pub async fn of(route: &Route, request: Request) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let places = places(&mut parts).await?;
        let Ok(Query(query)) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri) else {
            return Err(bad_query("?", &route.query_names()));
        };
        for (place, (name, value)) in query.iter().enumerate() {
            if !route.takes(name) {
                return Err(bad_query(name, &route.query_names()));
            }
            // `?as_of=` of a variable that is not set must not answer something else.
            if value.is_empty() {
                return Err(bad_query(name, "a_value"));
            }
            if query.iter().take(place).any(|(earlier, _)| earlier == name) {
                return Err(bad_query(name, "once"));
            }
        }
        Ok(Self { path: parts.uri.path().into(), headers: parts.headers, places, query, body: Mutex::new(body) })
    }

    pub fn lang(&self) -> Lang {
        lang_of(&self.headers)
    }

    /// A part of the path.
    pub fn place(&self, name: &str) -> &str {
        self.places.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A query parameter; never empty.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every query parameter given.
    pub fn queries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub fn parsed<T: FromStr>(&self, name: &str, expected: &str) -> Result<Option<T>, Problem> {
        self.query(name).map(|text| text.parse().map_err(|_| bad_query(name, expected))).transpose()
    }

    /// How many at most; the default is the most.
    pub fn limit(&self, limit_max: usize) -> Result<usize, Problem> {
        match self.parsed::<usize>("limit", "integer")? {
            None => Ok(limit_max.min(LIMIT)),
            Some(limit) if (1..=limit_max).contains(&limit) => Ok(limit),
            Some(_) => Err(bad_query("limit", &format!("1…{limit_max}"))),
        }
    }

    pub fn as_of(&self) -> Result<AsOf, Problem> {
        let as_of: Option<Date> = self.parsed("as_of", "date")?;
        let known_at_us = self
            .query("known_at")
            .map(|text| domain::envelope::instant_of(text).ok_or_else(|| bad_query("known_at", "instant")));
        Ok(AsOf { as_of, known_at_us: known_at_us.transpose()? })
    }

    /// This request's address with another cursor, for a `Link`.
    pub fn link_with_cursor(&self, cursor: &str) -> String {
        let kept = self.query.iter().filter(|(name, _)| name != "cursor" && name != "after");
        let mut link = format!("<{}?", self.path);
        for (name, value) in kept {
            link.push_str(&format!("{name}={}&", percent_encoded(value)));
        }
        link.push_str(&format!("cursor={}>; rel=\"next\"", percent_encoded(cursor)));
        link
    }

    /// Refuses a body of another type than these.
    pub fn content_type(&self, accepted: &'static [&'static str]) -> Result<(), Problem> {
        let stated = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut parts = stated.split(';').map(|part| part.trim().to_ascii_lowercase());
        let known = parts.next().is_some_and(|essence| accepted.contains(&essence.as_str()));
        if known && parts.all(|p| !p.starts_with("charset=") || matches!(&p[8..], "utf-8" | "\"utf-8\"")) {
            return Ok(());
        }
        Err(Fault::WrongContentType { expected: accepted.first().copied().unwrap_or_default() }.into())
    }

    /// The body as it arrives; once.
    pub fn pieces(&mut self) -> BodyDataStream {
        std::mem::take(self.body.get_mut().unwrap_or_else(PoisonError::into_inner)).into_data_stream()
    }

    /// The whole body, up to a limit.
    pub async fn text(&mut self, bytes_max: usize) -> Result<String, Problem> {
        let stated: Option<usize> = self.header("content-length").and_then(|text| text.parse().ok());
        if stated.is_some_and(|stated| stated > bytes_max) {
            return Err(Fault::BodyTooLarge { bytes_max }.into());
        }
        let mut whole = Vec::with_capacity(stated.unwrap_or_default());
        let mut pieces = self.pieces();
        while let Some(piece) = next_piece(&mut pieces).await? {
            if whole.len() + piece.len() > bytes_max && !planted("take_any_body") {
                return Err(Fault::BodyTooLarge { bytes_max }.into());
            }
            whole.extend_from_slice(&piece);
        }
        let text = String::from_utf8(whole).map_err(|_| Problem::from(Fault::NotUtf8))?;
        Ok(text.strip_prefix(BYTE_ORDER_MARK).map(String::from).unwrap_or(text))
    }
}

/// Rows or events in an answer, unless asked otherwise.
const LIMIT: usize = 100;

pub async fn next_piece(pieces: &mut BodyDataStream) -> Result<Option<Bytes>, Problem> {
    match tokio::time::timeout(BODY_IDLE, pieces.next()).await {
        Ok(None) => Ok(None),
        Ok(Some(Ok(piece))) => Ok(Some(piece)),
        Ok(Some(Err(_))) => Err(Fault::BodyInterrupted.into()),
        Err(_) => Err(Fault::TimedOut { seconds_max: BODY_IDLE.as_secs() }.into()),
    }
}

pub fn bad_query(parameter: &str, expected: &str) -> Problem {
    Fault::BadQuery { parameter: shown(parameter), expected: expected.into() }.into()
}

pub fn lang_of(headers: &HeaderMap) -> Lang {
    let stated = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Lang::from_accept_language(stated.unwrap_or_default())
}

async fn places(parts: &mut Parts) -> Result<Vec<(String, String)>, Problem> {
    let Ok(params) = RawPathParams::from_request_parts(parts, &()).await else {
        return Err(Fault::UnknownRoute.into());
    };
    Ok(params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}
