//! The real binary: its verbs, and the server on a folder.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    http, load,
    posting::{Poster, beforehand},
    process::Running,
};

/// The longest that a server may take to be ready after a start.
const PATIENCE: Duration = Duration::from_secs(900);
const LOOK: Duration = Duration::from_millis(2);

/// Beside this program.
pub fn binary() -> PathBuf {
    std::env::current_exe().expect("this program's path").with_file_name("wengang")
}

pub fn wengang(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(args).arg("--data").arg(folder).env("WENGANG_LOG", "error");
    command
}

/// Seconds that a command takes; it must succeed.
pub fn timed(command: &mut Command) -> f64 {
    let began = Instant::now();
    assert!(command.status().expect("it runs").success(), "{command:?}");
    began.elapsed().as_secs_f64()
}

/// What a command says on standard output; it must succeed.
pub fn said(command: &mut Command) -> String {
    let output = command.stderr(Stdio::inherit()).output().expect("it runs");
    assert!(output.status.success(), "{command:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

pub struct Server {
    pub process: Running,
    pub address: SocketAddr,
    pub clerk: String,
    pub reader: String,
}

impl Server {
    /// On a folder, with new keys.
    pub fn start(folder: &Path) -> Self {
        Self::keyed(folder, key(folder, "clerk"), key(folder, "reader"))
    }

    /// With keys that the folder has.
    pub fn keyed(folder: &Path, clerk: String, reader: String) -> Self {
        let (process, address) = served(&mut wengang(folder, &["serve", "--listen", "127.0.0.1:0", "--json"]));
        Self { process, address, clerk, reader }
    }

    /// On a new folder, with what must be recorded before claims.
    pub fn prepared(folder: &Path) -> Self {
        let server = Self::start(folder);
        load::block_on(async {
            let mut poster = Poster::open(server.address, &server.clerk, &crate::posting::Posting::claims()).await;
            for event in beforehand() {
                poster.record(&event).await.expect("recorded");
            }
        });
        server
    }

    /// The last position, once it is ready.
    pub fn ready(&self) -> u64 {
        let patience = Instant::now() + PATIENCE;
        loop {
            if let Ok((200, body)) = http::get(self.address, "/readyz", &self.reader) {
                let body: Value = serde_json::from_str(&body).expect("JSON");
                return body["position"].as_u64().expect("a position");
            }
            assert!(Instant::now() < patience, "the server does not become ready");
            std::thread::sleep(LOOK);
        }
    }
}

/// Starts what serves and says where in its first line.
pub fn served(command: &mut Command) -> (Running, SocketAddr) {
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the server starts");
    let mut said = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut said).expect("a line");
    let said: Value = serde_json::from_str(&said).expect("JSON");
    let url = said["url"].as_str().expect("a url");
    (Running::new(child), url.trim_start_matches("http://").parse().expect("an address"))
}

pub fn key(folder: &Path, role: &str) -> String {
    let made =
        said(&mut wengang(folder, &["key", "create", "--role", role, "--area", "43", "--person", "b1", "--json"]));
    let made: Value = serde_json::from_str(&made).expect("JSON");
    made["key"].as_str().expect("a key").to_owned()
}
