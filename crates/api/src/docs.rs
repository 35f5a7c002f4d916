//! The documentation, served by the server itself: nothing is fetched from elsewhere.

use std::sync::{Arc, LazyLock};

use axum::{
    http::{StatusCode, header},
    response::IntoResponse,
};

use crate::{App, call::Call, events::json_text, problem::Fault, route::Answer};

static OPENAPI: LazyLock<String> = LazyLock::new(|| crate::openapi().to_string());

/// `GET /openapi.json`
pub async fn openapi(_: Arc<App>, _: Call) -> Answer {
    Ok(json_text(StatusCode::OK, OPENAPI.clone()))
}

/// `GET /docs`
pub async fn page(_: Arc<App>, _: Call) -> Answer {
    Ok(typed("text/html; charset=utf-8", include_str!("docs/page.html")))
}

/// `GET /docs/{file}`
pub async fn file(_: Arc<App>, call: Call) -> Answer {
    match call.place("file") {
        "page.js" => Ok(typed("text/javascript; charset=utf-8", include_str!("docs/page.js"))),
        "page.css" => Ok(typed("text/css; charset=utf-8", include_str!("docs/page.css"))),
        _ => Err(Fault::UnknownRoute.into()),
    }
}

fn typed(content_type: &'static str, text: &'static str) -> axum::response::Response {
    ([(header::CONTENT_TYPE, content_type)], text).into_response()
}
