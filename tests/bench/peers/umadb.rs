//! UmaDB, an event store of its own: the server as its makers package it, driven by their client (`umadb/`).

use std::{
    env, fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{files, options::Options, process::Running};

/// Where `run` has installed the server and built the client.
const SERVER: &str = "BENCH_UMADB";
const CLIENT: &str = "BENCH_UMADB_LOAD";
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Umadb {
    pub process: Running,
    client: PathBuf,
    url: String,
    folder: TempDir,
}

/// What its client has measured.
pub struct Measured {
    pub events: u64,
    pub seconds: f64,
}

impl Measured {
    pub fn events_per_s(&self) -> f64 {
        self.events as f64 / self.seconds
    }
}

/// A program that `run` names, if it is there.
fn program(variable: &str) -> Result<PathBuf, String> {
    let path = env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    path.ok_or_else(|| format!("UmaDB is not installed ({variable})"))
}

pub fn version() -> Result<String, String> {
    let said = Command::new(program(SERVER)?).arg("--version").output().map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
}

impl Umadb {
    /// A new server with an empty log. It has no setting for durability: it always syncs.
    pub fn start(options: &Options) -> Result<Self, String> {
        let (server, client) = (program(SERVER)?, program(CLIENT)?);
        let folder = files::folder(options);
        let address = free_address();
        let mut command = Command::new(server);
        command.arg("--listen").arg(address.to_string()).arg("--db-path").arg(folder.path());
        let log = fs::File::create(folder.path().join("said.txt")).map_err(|error| error.to_string())?;
        command.stdout(log.try_clone().map_err(|error| error.to_string())?).stderr(log);
        let mut process = Running::spawn(&mut command)?;
        let patience = Instant::now() + PATIENCE;
        while TcpStream::connect(address).is_err() {
            if process.has_ended() || Instant::now() > patience {
                return Err(fs::read_to_string(folder.path().join("said.txt")).unwrap_or_default());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Self { process, client, url: format!("http://{address}"), folder })
    }

    /// As many writers as clients, for so long, appending what the lines say.
    pub fn write(&self, clients: usize, lasting: Duration, lines: &str) -> Result<Measured, String> {
        let file = self.folder.path().join("lines.ndjson");
        fs::write(&file, lines).map_err(|error| error.to_string())?;
        let (clients, seconds) = (clients.to_string(), lasting.as_secs().to_string());
        self.measured(&["write", &self.url, &clients, &seconds, &file.to_string_lossy()])
    }

    pub fn fill(&self, exported: &Path, events: u64) -> Result<Measured, String> {
        self.measured(&["fill", &self.url, &exported.to_string_lossy(), &events.to_string()])
    }

    pub fn read_all(&self) -> Result<Measured, String> {
        self.measured(&["read", &self.url])
    }

    fn measured(&self, args: &[&str]) -> Result<Measured, String> {
        let output = Command::new(&self.client).args(args).stderr(Stdio::piped()).output();
        let output = output.map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let said: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
        let number = |name: &str| said[name].as_f64().ok_or_else(|| format!("{said} says no {name}"));
        Ok(Measured { events: said["events"].as_u64().unwrap_or_default(), seconds: number("seconds")? })
    }
}

/// One that nobody listens on now.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port")
}
