//! The documentation, served by the server itself: nothing is fetched from elsewhere.

use std::sync::{Arc, LazyLock};

use axum::{
    http::{StatusCode, header},
    response::IntoResponse,
};

use serde_json::json;
use texts::Lang;

use crate::{
    App,
    call::Call,
    events::{json_answer, json_text},
    problem::Fault,
    route::Answer,
};

static OPENAPI: LazyLock<String> = LazyLock::new(|| crate::openapi().to_string());
static ASYNCAPI: LazyLock<String> = LazyLock::new(|| crate::asyncapi().to_string());

/// `GET /openapi.json`
pub async fn openapi(_: Arc<App>, _: Call) -> Answer {
    Ok(json_text(StatusCode::OK, OPENAPI.clone()))
}

/// `GET /asyncapi.json`
pub async fn asyncapi(_: Arc<App>, _: Call) -> Answer {
    Ok(json_text(StatusCode::OK, ASYNCAPI.clone()))
}

/// `GET /docs`
pub async fn page(_: Arc<App>, _: Call) -> Answer {
    Ok(typed("text/html; charset=utf-8", include_str!("docs/page.html")))
}

/// `GET /docs/page.js`
pub async fn script(_: Arc<App>, _: Call) -> Answer {
    Ok(typed("text/javascript; charset=utf-8", include_str!("docs/page.js")))
}

/// `GET /docs/page.css`
pub async fn style(_: Arc<App>, _: Call) -> Answer {
    Ok(typed("text/css; charset=utf-8", include_str!("docs/page.css")))
}

/// `GET /problems/{code}`: what an error's `type` leads to, with the names of its fields where their values would stand.
pub async fn problem(_: Arc<App>, call: Call) -> Answer {
    let code = call.place("code");
    if !texts::codes(Lang::En).any(|known| known == code) {
        return Err(Fault::UnknownRoute.into());
    }
    let text = |lang| {
        let names = texts::placeholders(lang, code).iter().map(|name| ((*name).into(), format!("<{name}>").into()));
        texts::render(lang, code, &names.collect())
    };
    Ok(json_answer(StatusCode::OK, &json!({"code": code, "zh": text(Lang::Zh), "en": text(Lang::En)})))
}

fn typed(content_type: &'static str, text: &'static str) -> axum::response::Response {
    ([(header::CONTENT_TYPE, content_type)], text).into_response()
}
