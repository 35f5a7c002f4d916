//! Every limit of the interface: beyond it an answer that names and states it, and how to go on.

mod support;

use std::{convert::Infallible, time::Duration};

use api::{BATCH_BYTES_MAX, BODY_IDLE, FEEDS_MAX, PAGE_SCANNED_MAX, REQUEST_TIME_MAX, REQUESTS_MAX, STREAMS_MAX};
use axum::{
    body::{Body, Bytes},
    http::Request,
};
use futures_util::stream;
use serde_json::{Value, json};
use support::{Answer, Server, registered, request};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tower::ServiceExt;
use views::Bounds;

/// Says that there is no place now, under this code, with the limit.
#[track_caller]
fn turned_away(answer: &Answer, code: &str, limit: &str, is: u64) {
    assert_eq!((answer.problem(), answer.header("retry-after")), (format!("503 {code}"), "1"));
    let problem = answer.json();
    assert_eq!(problem[limit], is, "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains(&is.to_string()), "{problem}");
}

/// An event of which nothing arrives, or a space every now and then.
fn slow(server: &Server, path: &str, pause: Option<Duration>) -> Request<Body> {
    let body = match pause {
        None => Body::from_stream(stream::pending::<Result<Bytes, Infallible>>()),
        Some(pause) => Body::from_stream(stream::unfold((), move |()| async move {
            tokio::time::sleep(pause).await;
            Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), ()))
        })),
    };
    let content_type = if path.ends_with("bulk") { "application/x-ndjson" } else { "application/json" };
    request("POST", path, &server.key, &[("content-type", content_type)], body)
}

#[tokio::test]
async fn so_many_requests_at_once_and_no_more() {
    let server = Server::new().await;
    let waiting: Vec<_> = (0..REQUESTS_MAX)
        .map(|_| tokio::spawn(server.router.clone().oneshot(slow(&server, "/v1/events", None))))
        .collect();
    while server.get("/livez").await.status == 200 {
        tokio::task::yield_now().await;
    }
    turned_away(&server.get("/livez").await, "too_many_requests", "requests_max", REQUESTS_MAX as u64);
    for request in waiting {
        request.abort();
        assert!(request.await.is_err());
    }
    assert_eq!(server.get("/livez").await.status, 200);
}

#[tokio::test]
async fn so_many_streams_at_once_and_no_more() {
    let server = Server::new().await;
    let open = |path: &str| server.router.clone().oneshot(request("GET", path, &server.key, &[], Body::empty()));
    let (mut exports, mut feeds) = (vec![], vec![]);
    for _ in 0..STREAMS_MAX {
        exports.push(open("/v1/events.ndjson").await.unwrap());
    }
    for _ in 0..FEEDS_MAX {
        feeds.push(open("/v1/events/stream").await.unwrap());
    }
    let (streams, feed) = (server.get("/v1/events.ndjson").await, server.get("/v1/events/stream").await);
    turned_away(&streams, "too_many_streams", "streams_max", STREAMS_MAX as u64);
    turned_away(&feed, "too_many_feeds", "feeds_max", FEEDS_MAX as u64);
    let bulk = server.post_as(&server.key, "/v1/events/bulk", &[], registered(1).to_string()).await;
    turned_away(&bulk, "too_many_streams", "streams_max", STREAMS_MAX as u64);
    assert_eq!(server.get("/v1/events").await.status, 200, "other requests are none of them");
    exports.pop();
    assert_eq!(server.get("/v1/events.ndjson").await.status, 200);
}

#[tokio::test]
async fn a_third_whole_list_is_not_replayed_beside_two() {
    let server = Server::new().await;
    server.register(1, 1).await;
    let store = server.recorder.store().clone();
    let whole = || server.views.replays().whole(&*store, "person_file", Bounds::default());
    let (first, _second) = (whole().await.unwrap(), whole().await.unwrap());
    let list = "/v1/views/person_file?as_of=2025-05-01";
    turned_away(&server.get(list).await, "too_many_replays", "replays_max", views::REPLAYS_MAX as u64);
    let row = format!("/v1/views/person_file/{}?as_of=2025-05-01", support::person(1));
    assert_eq!(server.get(&row).await.status, 200, "a row is replayed by itself");
    drop(first);
    assert_eq!(server.get(list).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_comes_too_slowly_is_given_up() {
    let server = Server::new().await;
    let silent = server.send(slow(&server, "/v1/events", None)).await;
    turned_away(&silent, "timed_out", "seconds_max", BODY_IDLE.as_secs());
    let trickling = server.send(slow(&server, "/v1/events", Some(BODY_IDLE / 2))).await;
    turned_away(&trickling, "timed_out", "seconds_max", REQUEST_TIME_MAX.as_secs());
    // Bulk has begun its answer: the verdict says so, and is the last.
    let bulk = server.send(slow(&server, "/v1/events/bulk", None)).await;
    let verdict: Value = serde_json::from_str(&bulk.body).expect("one verdict");
    assert_eq!((&verdict["code"], &verdict["status"]), (&json!("timed_out"), &json!(503)));
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_asks_too_slowly_is_closed() {
    let server = Server::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(api::serve(listener, server.app.clone(), std::future::pending()));
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(b"GET /livez HTTP/1.1\r\n").await.unwrap();
    let mut answer = vec![];
    let read = tokio::time::timeout(REQUEST_TIME_MAX, connection.read_to_end(&mut answer)).await;
    assert!(read.is_ok(), "closed before any request would be");
    serving.abort();
}

#[tokio::test]
async fn a_batch_has_a_limit_of_its_own() {
    let server = Server::new().await;
    let length = (BATCH_BYTES_MAX + 1).to_string();
    let headers = [("content-length", length.as_str())];
    let too_large = server.post_as(&server.key, "/v1/events/batch", &headers, "[]".into()).await;
    assert_eq!(too_large.problem(), "413 body_too_large");
    assert_eq!(too_large.json()["bytes_max"], BATCH_BYTES_MAX);
}

#[tokio::test]
async fn a_filter_that_few_events_pass_is_answered_in_pages_that_may_be_empty() {
    let server = Server::new().await;
    let events = u32::try_from(PAGE_SCANNED_MAX).unwrap() + 1;
    let body = (0..events).map(|n| registered(n).to_string()).collect::<Vec<_>>().join("\n");
    server.post_as(&server.key, "/v1/events/bulk", &[], body).await;
    let page = server.get("/v1/events?area=430224").await.json();
    assert_eq!((page["events"].as_array().unwrap().len(), page["next"].is_string()), (0, true));
    let next = page["next"].as_str().unwrap();
    let end = server.get(&format!("/v1/events?area=430224&cursor={next}")).await.json();
    assert_eq!((end["events"].as_array().unwrap().len(), end["next"].is_null()), (0, true));
}
