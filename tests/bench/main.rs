//! Rates of the real binary: appends over HTTP from 1 and from 64 connections, import and rebuild of a million events.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use uuid::Uuid;

const RUNS: usize = 5;
const RUN_SECONDS: u64 = 4;
const IMPORT_EVENTS: u64 = 1_000_000;

fn main() {
    let as_json = std::env::args().any(|arg| arg == "--json");
    let folder = tempfile::TempDir::new().expect("a folder");
    let (one, many) = appends(folder.path());
    let province = tempfile::TempDir::new().expect("a folder");
    let log = import_and_rebuild(province.path());
    let ratio = median(&many) / median(&one);
    if as_json {
        println!("{}", json!({"append_1": one, "append_64": many, "ratio": ratio, "log": log}));
        return;
    }
    println!("durable REST appends a second, medians of {RUNS} interleaved runs of {RUN_SECONDS} s");
    println!("   1 connection   {:>8.0}   {}", median(&one), spread(&one));
    println!("  64 connections  {:>8.0}   {}", median(&many), spread(&many));
    println!("  ratio           {ratio:>8.1}   (at least 5)");
    println!("a million generated events");
    for (name, value) in log.as_object().into_iter().flatten() {
        println!("  {name:<28} {value}");
    }
}

fn binary() -> PathBuf {
    std::env::current_exe().expect("this program's path").with_file_name("wengang")
}

fn wengang(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(args).arg("--data").arg(folder).env("WENGANG_LOG", "error");
    command
}

struct Server(Child, SocketAddr);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(folder: &Path) -> Server {
    let mut child = wengang(folder, &["serve", "--listen", "127.0.0.1:0", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut said = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut said).expect("a line");
    let said: Value = serde_json::from_str(&said).expect("JSON");
    let url = said["url"].as_str().expect("a url");
    let address = url.trim_start_matches("http://").parse().expect("an address");
    Server(child, address)
}

fn appends(folder: &Path) -> (Vec<f64>, Vec<f64>) {
    let key = wengang(folder, &["key", "create", "--role", "clerk", "--area", "43", "--person", "b1", "--json"])
        .output()
        .expect("a key");
    let key: Value = serde_json::from_slice(&key.stdout).expect("JSON");
    let key = key["key"].as_str().expect("a key");
    let server = serve(folder);
    let (mut one, mut many) = (vec![], vec![]);
    for _ in 0..RUNS {
        one.push(rate(server.1, key, 1));
        many.push(rate(server.1, key, 64));
    }
    (one, many)
}

/// Acknowledged appends a second, each an event of a new case.
fn rate(address: SocketAddr, key: &str, connections: usize) -> f64 {
    let (stop, acknowledged) = (AtomicBool::new(false), AtomicU64::new(0));
    let started = Instant::now();
    thread::scope(|scope| {
        for _ in 0..connections {
            scope.spawn(|| {
                let mut connection = TcpStream::connect(address).expect("a connection");
                connection.set_nodelay(true).expect("no delay");
                while !stop.load(Ordering::Relaxed) {
                    assert_eq!(post(&mut connection, key, &registration()), 201);
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        thread::sleep(Duration::from_secs(RUN_SECONDS));
        stop.store(true, Ordering::Relaxed);
    });
    acknowledged.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64()
}

fn registration() -> String {
    json!({
        "specversion": "1.0", "id": Uuid::now_v7(), "source": "/bench", "type": "person.registered.v1",
        "subject": format!("person-{}", Uuid::new_v4().simple()), "occurredon": "2025-01-02",
        "data": {"area": "430225103204", "birth_year": 1980, "sex": "female"},
    })
    .to_string()
}

/// The status of the answer; its body is read and dropped.
fn post(connection: &mut TcpStream, key: &str, body: &str) -> u16 {
    let head = format!(
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\
         Content-Type: application/cloudevents+json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all((head + body).as_bytes()).expect("sent");
    let mut answer = vec![];
    let mut chunk = [0; 4096];
    loop {
        let read = connection.read(&mut chunk).expect("an answer");
        assert!(read > 0, "the server hung up");
        answer.extend_from_slice(&chunk[..read]);
        let Some(end) = answer.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
        let length =
            head.lines().find_map(|l| l.strip_prefix("content-length: ")).and_then(|l| l.parse::<usize>().ok());
        if answer.len() >= end + 4 + length.expect("a length") {
            return head[9..12].parse().expect("a status");
        }
    }
}

fn import_and_rebuild(folder: &Path) -> Value {
    let file = folder.join("province.ndjson");
    let out = std::fs::File::create(&file).expect("a file");
    let events = IMPORT_EVENTS.to_string();
    let generated = timed(Command::new(binary()).args(["generate", "--seed", "1", "--events", &events]).stdout(out));
    let data = folder.join("data");
    let imported = timed(wengang(&data, &["import"]).arg(&file).stdout(Stdio::null()));
    let rebuilt = timed(wengang(&data, &["rebuild"]).stdout(Stdio::null()));
    let verified = wengang(&data, &["verify", "--json"]).output().expect("it runs");
    let recorded =
        serde_json::from_slice::<Value>(&verified.stdout).expect("JSON")["events"].as_u64().unwrap_or_default();
    let bytes = std::fs::metadata(data.join("events.sqlite")).map_or(0, |m| m.len());
    let a_second = |count: u64, seconds: f64| (count as f64 / seconds).round();
    json!({
        "lines": IMPORT_EVENTS,
        "events_recorded": recorded,
        "generate_lines_per_s": a_second(IMPORT_EVENTS, generated),
        "import_events_per_s": a_second(recorded, imported),
        "rebuild_events_per_s": a_second(recorded, rebuilt),
        "bytes_per_event": bytes / recorded.max(1),
    })
}

/// Seconds that a command takes; it must succeed.
fn timed(command: &mut Command) -> f64 {
    let started = Instant::now();
    assert!(command.status().expect("it runs").success(), "{command:?}");
    started.elapsed().as_secs_f64()
}

fn median(runs: &[f64]) -> f64 {
    let mut sorted = runs.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn spread(runs: &[f64]) -> String {
    let (low, high) = runs.iter().fold((f64::MAX, f64::MIN), |(low, high), r| (low.min(*r), high.max(*r)));
    format!("{low:.0}–{high:.0}")
}
