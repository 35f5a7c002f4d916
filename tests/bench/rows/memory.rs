//! Row 13: memory of a server that has appended, answered and fed for a while, also those who stopped reading.

use std::{
    io::Read,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::{Bench, Measured};
use crate::{
    http::{Connection, Head, open_stream},
    load::block_on,
    logs::{LongLog, cases_of},
    posting::{Poster, Posting},
    report::{Line, Side, Target},
    server::Server,
    stats::Runs,
};

const FEEDS: usize = 100;
const STALLED: usize = 10;
const READERS: usize = 8;
const WRITERS: usize = 8;
const CASES: usize = 100_000;
/// Of each reader and writer, between its calls: what is watched is memory, not speed.
const PAUSE: Duration = Duration::from_millis(20);
const LOOK: Duration = Duration::from_secs(1);
const FEED_BYTES: usize = 64 << 10;
/// Of samples, those of the last minutes count.
const LAST_SAMPLES: usize = 120;
const MOST_MIB: f64 = 512.0;
const FLAT: f64 = 1.2;

pub fn after_a_while(bench: &Bench) -> Measured {
    let lasting = Duration::from_secs(bench.options.soak_seconds);
    let [million, ten] = bench.long_logs().both();
    let [of_million, of_ten] = thread::scope(|scope| {
        let both = [million, ten].map(|log| scope.spawn(move || watched(log, lasting)));
        both.map(|watching| watching.join().unwrap_or_else(|_| Err("it panicked".into())))
    });
    let (of_million, of_ten) = (of_million?, of_ten?);
    let work = format!("anonymous memory after {} s under load", bench.options.soak_seconds);
    let ours = || Side::new(&ten.name, "MiB", of_ten.clone());
    Ok(vec![
        Line::compared(
            13,
            work.clone(),
            ours(),
            Side::new(&million.name, "MiB", of_million),
            Target::RatioAtMost(FLAT),
        ),
        Line::alone(13, work, ours(), Target::AtMost(MOST_MIB)),
    ])
}

/// Samples of the last minutes, in MiB.
fn watched(log: &LongLog, lasting: Duration) -> Result<Runs, String> {
    let server = Server::start(log.data());
    let head = server.ready();
    server.process.rests();
    let cases = cases_of(log.data(), CASES);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        // These read nothing behind the head of the answer, and begin where much is to be sent.
        let stalled: Vec<_> = (0..STALLED).map(|_| feed(&server, 0)).collect::<Result<_, _>>()?;
        for _ in STALLED..FEEDS {
            let feed = feed(&server, head)?;
            scope.spawn(|| follow(feed, &over));
        }
        let working = scope.spawn(|| block_on(work(&server, &cases, &over)));
        let (began, mut samples) = (Instant::now(), vec![]);
        while began.elapsed() < lasting && !working.is_finished() {
            thread::sleep(LOOK);
            samples.push(server.process.anonymous_bytes() as f64 / f64::from(1 << 20));
        }
        over.store(true, Ordering::Relaxed);
        drop(stalled);
        working.join().map_err(|_| "it panicked")??;
        Ok(Runs(samples.split_off(samples.len().saturating_sub(LAST_SAMPLES))))
    })
}

type Feed = std::io::BufReader<std::net::TcpStream>;

fn feed(server: &Server, after: u64) -> Result<Feed, String> {
    open_stream(server.address, &format!("/v1/events/stream?after={after}"), &server.reader)
}

fn follow(mut feed: Feed, over: &AtomicBool) {
    let mut read = vec![0; FEED_BYTES];
    // So that it sees when all is over.
    feed.get_mut().set_read_timeout(Some(LOOK)).expect("set");
    while !over.load(Ordering::Relaxed) {
        // Nothing came, or something did: either is well.
        let _ = feed.read(&mut read);
    }
}

/// Readers and writers until all is over.
async fn work(server: &Server, cases: &[String], over: &AtomicBool) -> Result<(), String> {
    let readers = (0..READERS).map(|n| read(server, &cases[n * cases.len() / READERS..], over));
    let writers = (0..WRITERS).map(|_| write(server, over));
    let all =
        futures_util::future::join(futures_util::future::join_all(readers), futures_util::future::join_all(writers));
    let (readers, writers) = all.await;
    readers.into_iter().chain(writers).collect()
}

async fn read(server: &Server, cases: &[String], over: &AtomicBool) -> Result<(), String> {
    let mut connection = Connection::open(server.address).await;
    for case in cases.iter().cycle() {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let head = Head::get(&format!("/v1/cases/{}", case.replacen('-', "/", 1)), &server.reader);
        connection.get(&head).await?.is(200)?;
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

async fn write(server: &Server, over: &AtomicBool) -> Result<(), String> {
    let mut poster = Poster::open(server.address, &server.clerk, &Posting::registrations()).await;
    while !over.load(Ordering::Relaxed) {
        crate::load::Client::call(&mut poster).await?;
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}
