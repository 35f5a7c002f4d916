//! Over real connections: the live feed without gap or duplicate, late readers, and the end.

mod support;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use serde_json::Value;
use support::{Server, registered, registered_in};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

struct Serving {
    server: Arc<Server>,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
}

async fn serving() -> Serving {
    let server = Arc::new(Server::new().await);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let app = server.app.clone();
    let ended = tokio::spawn(async move {
        api::serve(listener, app, async {
            let _ = stopped.await;
        })
        .await
    });
    Serving { server, address, stop, ended }
}

/// A connection whose answer is read line by line, without the chunks' lengths.
async fn open(serving: &Serving, request: &str) -> BufReader<TcpStream> {
    let mut connection = TcpStream::connect(serving.address).await.unwrap();
    let (line, rest) = request.split_once('\n').unwrap_or((request, ""));
    let head = format!("{line} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n{rest}\r\n", serving.server.key);
    connection.write_all(head.as_bytes()).await.unwrap();
    BufReader::new(connection)
}

async fn line(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let read = timeout(Duration::from_secs(10), reader.read_line(&mut line)).await.expect("in time").unwrap();
    (read > 0).then(|| line.trim_end().to_owned())
}

/// The next `id` and `data` of a feed.
async fn next(reader: &mut BufReader<TcpStream>) -> Option<(u64, Value)> {
    let mut id = 0;
    let mut data = None;
    loop {
        let line = line(reader).await?;
        if let Some(text) = line.strip_prefix("id: ") {
            id = text.parse().unwrap();
        } else if let Some(text) = line.strip_prefix("data: ") {
            data = Some(serde_json::from_str(text).unwrap());
        }
        if let Some(data) = data.take_if(|_| id > 0) {
            return Some((id, data));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_resumes_without_gap_or_duplicate_while_events_come() {
    const EVENTS: u32 = 600;
    let serving = serving().await;
    let server = serving.server.clone();
    let appending = tokio::spawn(async move { server.register(1, EVENTS).await });
    let (mut seen, mut reconnects) = (0, 0);
    while seen < u64::from(EVENTS) {
        let mut feed = open(&serving, &format!("GET /v1/events/stream\nlast-event-id: {seen}\r\n")).await;
        for _ in 0..37 {
            if seen == u64::from(EVENTS) {
                break;
            }
            let (id, event) = next(&mut feed).await.expect("goes on");
            assert_eq!(id, seen + 1);
            assert_eq!(event["subject"], support::person(u32::try_from(id).unwrap()));
            seen = id;
        }
        reconnects += 1;
    }
    assert!(reconnects > 10);
    appending.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filtered_feed_shows_what_was_asked_for_and_ends_when_the_server_stops() {
    let serving = serving().await;
    serving.server.register(1, 3).await;
    let mut feed = open(&serving, "GET /v1/events/stream?area=430224").await;
    serving.server.post(&registered_in(4, "430224103204")).await;
    assert_eq!(next(&mut feed).await.expect("one").0, 4);
    serving.stop.send(()).unwrap();
    assert_eq!(next(&mut feed).await, None);
    timeout(Duration::from_secs(10), serving.ended).await.expect("ends").unwrap().unwrap();
    assert!(TcpStream::connect(serving.address).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bulk_is_read_to_its_end_before_the_client_reads_a_verdict() {
    const LINES: u32 = 30_000;
    let serving = serving().await;
    let length = (0..LINES).map(|n| registered(n).to_string().len() + 1).sum::<usize>();
    let head = format!("POST /v1/events/bulk\ncontent-type: application/x-ndjson\r\ncontent-length: {length}\r\n");
    let mut connection = open(&serving, &head).await;
    let sending = async {
        for n in 0..LINES {
            connection.get_mut().write_all(format!("{}\n", registered(n)).as_bytes()).await.unwrap();
        }
    };
    timeout(Duration::from_secs(60), sending).await.expect("not held up by unread verdicts");
    let mut head = *serving.server.recorder.store().head().borrow();
    while head < u64::from(LINES) {
        tokio::time::sleep(Duration::from_millis(20)).await;
        head = *serving.server.recorder.store().head().borrow();
    }
    let mut verdicts = 0;
    while verdicts < LINES {
        verdicts += u32::from(line(&mut connection).await.expect("a verdict each").contains("\"status\":201"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_is_not_http_is_answered_and_closed() {
    let serving = serving().await;
    let mut connection = TcpStream::connect(serving.address).await.unwrap();
    connection.write_all(b"hello\r\n\r\n").await.unwrap();
    let mut answer = vec![];
    timeout(Duration::from_secs(10), connection.read_to_end(&mut answer)).await.expect("closed").unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 400"));
}
