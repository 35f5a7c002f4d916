//! The server with handlers that do nothing: what connections, authentication and the rest cost that every request passes.

use std::{path::Path, process::Command, sync::Arc};

use access::KeyStore;
use api::{Answer, App, Call, EVENT_BYTES_MAX, EVENT_TYPES, Route, json_answer, submission};
use axum::{
    body::{Body, Bytes},
    http::{StatusCode, header},
    response::IntoResponse,
};
use event_store::{memory::MemoryStore, recorder::Recorder};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use views::Views;

use crate::{options::Nothing, process::Running, server::served};

/// About what a page of events is that the real server streams.
const PIECE_BYTES: usize = 256 << 10;

/// As a process of its own, with the keys of a folder; reading answers the bytes of a file.
pub fn start(keys_of: &Path, lines: Option<&Path>) -> (Running, std::net::SocketAddr) {
    let mut command = Command::new(std::env::current_exe().expect("this program's path"));
    command.arg("nothing").arg("--data").arg(keys_of);
    if let Some(lines) = lines {
        command.arg("--lines").arg(lines);
    }
    served(&mut command)
}

/// Serves until it is ended.
pub fn serve(nothing: &Nothing) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let app = app(&nothing.data).await;
        let lines = nothing.lines.as_ref().map(|lines| Bytes::from(std::fs::read(lines).expect("the lines")));
        println!("{}", json!({"url": format!("http://{address}")}));
        let routes = vec![posting(), reading(lines.unwrap_or_default())];
        api::serve_routes(listener, Arc::new(app), routes, std::future::pending()).await.expect("it serves");
    });
}

/// Its log stays empty, and it has no views.
async fn app(data: &Path) -> App {
    let recorder = Recorder::open(Arc::new(MemoryStore::new()), Box::new(|| 0)).await.expect("a recorder");
    let keys = Arc::new(KeyStore::open(data).expect("keys"));
    // Goes with the folder, however this process ends.
    let scratch = data.join("nothing");
    std::fs::create_dir_all(&scratch).expect("a folder");
    let views = Views::open(&scratch, &[]).expect("no views");
    App::new(Arc::new(recorder), keys, views, scratch)
}

/// Decodes the event as the real one does, and records nothing.
fn posting() -> Route {
    let route = Route::keyed("/v1/events", "decode_event", "nothing", |_, key, mut call: Call| async move {
        call.content_type(EVENT_TYPES)?;
        let text = call.text(EVENT_BYTES_MAX).await?;
        let posted = submission(&key, &text, None)?.posted;
        let answer = json!({"id": posted.id, "stream": posted.subject, "revision": 0, "position": 1, "entailed": []});
        Answer::Ok(json_answer(StatusCode::CREATED, &answer))
    });
    route.posting(EVENT_TYPES, Value::Null)
}

fn reading(lines: Bytes) -> Route {
    Route::keyed("/v1/events.ndjson", "send_bytes", "nothing", move |_, _, _| {
        let pieces = stream::unfold(lines.clone(), |mut rest| async move {
            let piece = rest.split_to(rest.len().min(PIECE_BYTES));
            (!piece.is_empty()).then_some((Ok::<_, std::convert::Infallible>(piece), rest))
        });
        let head = [(header::CONTENT_TYPE, "application/x-ndjson")];
        std::future::ready(Answer::Ok((head, Body::from_stream(pieces)).into_response()))
    })
}
