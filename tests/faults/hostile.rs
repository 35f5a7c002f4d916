//! Clients that are slow, silent, huge or many: others are served beside them, and memory stays bounded.

use std::{
    fs,
    io::{self, BufRead, BufReader, ErrorKind, Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tests::{
    facts::{person, registered},
    server::Server,
};

use crate::scale::{is_long, times};

/// Far longer than the server lets anybody hold a connection without asking for something.
const PATIENCE: Duration = Duration::from_secs(90);
/// The slowest of a hundred answers to a client that behaves, while others do not; held to where the machine is alone.
const P99_MAX: Duration = Duration::from_millis(50);
/// More than twice what a server comes to take that records some hundreds of events and is followed by nobody.
const OWN_KIB_MAX: u64 = 32 << 10;
/// About half as much again as a feed takes whose client does not read.
const FEED_KIB_MAX: u64 = 48;

fn connected(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.url.trim_start_matches("http://")).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("set");
    stream.set_write_timeout(Some(PATIENCE)).expect("set");
    stream
}

fn head(server: &Server, method: &str, path: &str, headers: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n{headers}\r\n", server.clerk)
}

/// The status of the next answer, and its head read.
fn status(stream: &mut BufReader<TcpStream>) -> Option<u16> {
    let mut status = None;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return status;
        }
        if line == "\r\n" {
            return status;
        }
        status = status.or_else(|| line.split(' ').nth(1)?.parse().ok());
    }
}

/// What the server takes that is no file's, in KiB.
fn anonymous_kib(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.pid())).expect("readable");
    let line = status.lines().find(|line| line.starts_with("RssAnon")).expect("told by the kernel");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).expect("a number")
}

static PERSONS: AtomicU32 = AtomicU32::new(0);

/// Registers persons and reads them for as long as `others` do what they do: how long each answer took, in order of length.
fn beside(server: &Server, others: impl FnOnce() + Send) -> Vec<Duration> {
    thread::scope(|scope| {
        let others = scope.spawn(others);
        let mut took = vec![];
        while !others.is_finished() {
            let id = person(PERSONS.fetch_add(1, Ordering::Relaxed));
            let began = Instant::now();
            server.record(&registered(&id));
            took.push(began.elapsed());
            let began = Instant::now();
            server.get(&format!("/v1/cases/person/{}", &id["person-".len()..])).is(200);
            took.push(began.elapsed());
        }
        took.sort();
        took
    })
}

/// Says how a client fared, and in a run of its own holds the server to it.
fn fared(what: &str, took: &[Duration]) {
    assert!(took.len() >= 20, "{what}: only {} answers", took.len());
    let p99 = took[took.len() * 99 / 100];
    println!("{what}: {} answers beside, p50 {:?}, p99 {p99:?}", took.len(), took[took.len() / 2]);
    assert!(!is_long() || p99 <= P99_MAX, "{what}: p99 {p99:?}");
}

#[test]
fn whoever_asks_slowly_or_not_at_all_is_closed_and_others_are_served() {
    let server = Server::start();
    let clients = times(100, 1_000);
    let took = beside(&server, || {
        // Half never say a word, half say their request one byte at a time.
        let began = Instant::now();
        let silent: Vec<_> = (0..clients).map(|_| connected(&server)).collect();
        let mut slow: Vec<_> = (0..clients).map(|_| connected(&server)).collect();
        let request = head(&server, "GET", "/v1/events", "");
        for byte in request.bytes().cycle() {
            slow.retain_mut(|stream| stream.write_all(&[byte]).is_ok());
            if slow.is_empty() {
                break;
            }
            assert!(began.elapsed() < PATIENCE, "{} still ask", slow.len());
            thread::sleep(Duration::from_millis(500));
        }
        for mut stream in silent {
            let left = PATIENCE.saturating_sub(began.elapsed()).max(Duration::from_millis(1));
            stream.set_read_timeout(Some(left)).expect("set");
            // Closed with a word about it, without, or by a reset; the one thing that may not be is that nothing comes.
            let is_open = |error: io::Error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
            assert!(!stream.read_to_end(&mut vec![]).is_err_and(is_open), "silent for {PATIENCE:?} and not closed");
        }
    });
    fared("slow and silent", &took);
}

/// The largest body that is read.
const BATCH_KIB: u64 = 32 << 10;

#[test]
fn a_body_without_end_is_refused_and_takes_no_memory() {
    const GIB: usize = 1 << 30;
    let server = Server::start();
    let bytes = times(GIB / 2, GIB);
    let before = anonymous_kib(&server);
    let took = beside(&server, || {
        let event = "Content-Type: application/cloudevents+json\r\n";
        // Said in advance, it is refused at once.
        let mut told = connected(&server);
        let request = head(&server, "POST", "/v1/events", &format!("{event}Content-Length: {bytes}\r\n"));
        told.write_all(request.as_bytes()).expect("sent");
        assert_eq!(status(&mut BufReader::new(told)), Some(413));
        // Untold, as soon as it is too long; whatever is sent after that.
        for (path, content, expected) in [
            ("/v1/events", event, 413),
            ("/v1/events/batch", "Content-Type: application/cloudevents-batch+json\r\n", 413),
            // The verdict on the line is in the answer.
            ("/v1/events/bulk", "Content-Type: application/x-ndjson\r\n", 200),
        ] {
            let mut untold = connected(&server);
            let request = head(&server, "POST", path, &format!("{content}Transfer-Encoding: chunked\r\n"));
            untold.write_all(request.as_bytes()).expect("sent");
            let reading = untold.try_clone().expect("cloned");
            let sending = thread::spawn(move || {
                let piece = [b"10000\r\n".as_slice(), &vec![b'1'; 1 << 16], b"\r\n"].concat();
                for _ in 0..bytes >> 16 {
                    if untold.write_all(&piece).is_err() {
                        return;
                    }
                }
                let _ = untold.write_all(b"0\r\n\r\n");
            });
            assert_eq!(status(&mut BufReader::new(reading)), Some(expected), "{path}");
            sending.join().expect("sent");
        }
    });
    let grown = anonymous_kib(&server).saturating_sub(before);
    println!("bodies of {} MiB: {grown} KiB", bytes >> 20);
    // What a batch may take, a few times: the allocator keeps for a moment what was given back.
    assert!(grown < 8 * BATCH_KIB, "{grown} KiB for bodies that were refused");
    let given_back = Instant::now() + Duration::from_secs(30);
    while anonymous_kib(&server).saturating_sub(before) >= 64 << 10 {
        assert!(Instant::now() < given_back, "{} KiB are kept", anonymous_kib(&server).saturating_sub(before));
        // It gives back while it works.
        server.get("/v1/events?limit=1").is(200);
    }
    fared("endless bodies", &took);
}

#[test]
fn many_idle_feeds_and_some_stalled_ones_leave_room_for_others() {
    let server = Server::start();
    let feeds = times(500, 10_000).min(connections_at_most());
    let before = anonymous_kib(&server);
    let request = head(&server, "GET", "/v1/events/stream", "");
    let follow = || {
        let mut stream = connected(&server);
        stream.write_all(request.as_bytes()).expect("sent");
        let mut reader = BufReader::with_capacity(512, stream);
        assert_eq!(status(&mut reader), Some(200));
        reader
    };
    // Nobody reads on: what the kernel does not hold for them waits in the server.
    let followers: Vec<_> = (0..feeds).map(|_| follow()).collect();
    let took = beside(&server, || {
        let mut reading = follow();
        let mut line = String::new();
        // As many events as the one who reads is told.
        for _ in 0..times(200, 20_000) {
            line.clear();
            while !line.starts_with("id:") {
                line.clear();
                assert!(reading.read_line(&mut line).expect("told") > 0);
            }
        }
    });
    let grown = anonymous_kib(&server).saturating_sub(before);
    println!("{feeds} feeds: {grown} KiB, {} KiB each", grown / feeds as u64);
    assert!(grown < OWN_KIB_MAX + FEED_KIB_MAX * feeds as u64, "{grown} KiB for {feeds} feeds");
    drop(followers);
    fared("idle feeds", &took);
}

#[test]
fn many_tiny_requests_take_no_memory() {
    const CONNECTIONS: usize = 8;
    /// Sent before the first answer is read.
    const PIPELINED: usize = 50;
    let server = Server::start();
    let each = times(100_000, 1_000_000) / CONNECTIONS / PIPELINED;
    let requests = head(&server, "GET", "/livez", "").repeat(PIPELINED);
    let before = anonymous_kib(&server);
    let took = beside(&server, || {
        thread::scope(|scope| {
            for _ in 0..CONNECTIONS {
                scope.spawn(|| {
                    let mut stream = connected(&server);
                    let mut answers = BufReader::new(stream.try_clone().expect("cloned"));
                    for _ in 0..each {
                        stream.write_all(requests.as_bytes()).expect("sent");
                        for _ in 0..PIPELINED {
                            assert_eq!(status(&mut answers), Some(200));
                            let mut body = [0; br#"{"status":"alive"}"#.len()];
                            answers.read_exact(&mut body).expect("a body");
                        }
                    }
                });
            }
        });
    });
    let grown = anonymous_kib(&server).saturating_sub(before);
    println!("{} requests: {grown} KiB", each * CONNECTIONS * PIPELINED);
    assert!(grown < 64 << 10, "{grown} KiB");
    fared("tiny requests", &took);
}

/// The most that this process may have open, beside what else it has.
fn connections_at_most() -> usize {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).expect("up to the maximum it is free");
    maximum.map_or(usize::MAX, |maximum| usize::try_from(maximum).unwrap_or(usize::MAX)).saturating_sub(1_024)
}
