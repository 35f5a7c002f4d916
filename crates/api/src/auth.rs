//! Who is calling: `Authorization: Bearer <token>`.

use std::sync::Arc;

use access::Key;
use axum::http::{HeaderMap, header};

use crate::{
    App,
    problem::{Fault, Problem},
};

pub fn key_of(app: &App, headers: &HeaderMap) -> Result<Arc<Key>, Problem> {
    let stated = headers.get(header::AUTHORIZATION).ok_or(Fault::MissingKey)?;
    let token = stated.to_str().ok().and_then(|text| {
        let (scheme, token) = text.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let key = app.keys.lookup(token.ok_or(Fault::MissingKey)?)?;
    Ok(key.ok_or(Fault::WrongKey)?)
}
