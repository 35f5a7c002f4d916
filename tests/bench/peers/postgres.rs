//! PostgreSQL with an append function: the version of the stream is checked, then its events are inserted.

use std::{
    env, fs,
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Signal, geteuid};
use serde_json::Value;
use tempfile::TempDir;

use super::{
    postgres_wire::{Connection, array},
    umadb::free_address,
};
use crate::{
    files,
    load::{self, Client},
    options::Options,
    process::Running,
    stored::{Append, Appends},
};

/// Where `run` has found its programs.
const PROGRAMS: &str = "BENCH_POSTGRES";
/// It refuses to run as root; its package has made this one.
const USER: &str = "postgres";
const PATIENCE: Duration = Duration::from_secs(20);

/// Beside these all is as it comes, which is durable; said once more for the reader. The first two help it.
const SETTINGS: [&str; 6] = [
    "shared_buffers=512MB",
    "max_wal_size=4GB",
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "listen_addresses=127.0.0.1",
];

const SCHEMA: &str = "
    DROP TABLE IF EXISTS event;
    CREATE TABLE event (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        stream   text NOT NULL,
        revision bigint NOT NULL,
        id       uuid NOT NULL UNIQUE,
        kind     text NOT NULL,
        time     timestamptz NOT NULL DEFAULT now(),
        body     text NOT NULL,
        UNIQUE (stream, revision)
    );
    CREATE OR REPLACE FUNCTION append(of_stream text, expected bigint, ids uuid[], kinds text[], bodies text[])
    RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE last bigint; at bigint;
    BEGIN
        SELECT max(revision) INTO last FROM event WHERE stream = of_stream;
        IF coalesce(last, -1) <> expected THEN
            RAISE EXCEPTION 'stream % is at %', of_stream, last USING ERRCODE = 'serialization_failure';
        END IF;
        FOR n IN 1 .. cardinality(ids) LOOP
            INSERT INTO event (stream, revision, id, kind, body)
            VALUES (of_stream, expected + n, ids[n], kinds[n], bodies[n]) RETURNING position INTO at;
        END LOOP;
        RETURN at;
    END $$;
    CREATE OR REPLACE FUNCTION append_many(
        streams text[], expected bigint[], ids uuid[], kinds text[], bodies text[]
    ) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE at bigint;
    BEGIN
        FOR n IN 1 .. cardinality(ids) LOOP
            at := append(streams[n], expected[n], ids[n:n], kinds[n:n], bodies[n:n]);
        END LOOP;
        RETURN at;
    END $$;
";
const APPEND: &str = "SELECT append($1, $2, $3, $4, $5)";
const APPEND_MANY: &str = "SELECT append_many($1, $2, $3, $4, $5)";

pub struct Postgres {
    pub process: Running,
    address: SocketAddr,
    _folder: TempDir,
}

fn programs() -> Result<PathBuf, String> {
    let folder = env::var_os(PROGRAMS).map(PathBuf::from).filter(|folder| folder.join("initdb").is_file());
    folder.ok_or_else(|| format!("PostgreSQL is not installed ({PROGRAMS})"))
}

pub fn version() -> Result<String, String> {
    let said = Command::new(programs()?.join("postgres")).arg("--version").output().map_err(|e| e.to_string())?;
    Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
}

pub fn settings() -> String {
    SETTINGS[..5].join(" ")
}

impl Postgres {
    /// A new server with an empty database.
    pub fn start(options: &Options) -> Result<Self, String> {
        let programs = programs()?;
        let folder = files::folder(options);
        give_away(folder.path())?;
        let data = folder.path().join("data");
        let mut initdb = unprivileged(&programs.join("initdb"));
        initdb.args(["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--pgdata"]);
        succeeds(&initdb.arg(&data).output().map_err(|error| error.to_string())?)?;
        let address = free_address();
        let mut server = unprivileged(&programs.join("postgres"));
        server.arg("-D").arg(&data).arg("-p").arg(address.port().to_string()).arg("-k").arg(folder.path());
        for setting in SETTINGS {
            server.args(["-c", setting]);
        }
        let process = Running::spawn(server.stdout(Stdio::null()).stderr(Stdio::null()))?;
        let mut postgres = Self { process, address, _folder: folder };
        let patience = Instant::now() + PATIENCE;
        while let Err(error) = postgres.empty() {
            if postgres.process.has_ended() || Instant::now() > patience {
                return Err(format!("PostgreSQL does not start: {error}"));
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(postgres)
    }

    /// Its table, made anew.
    pub fn empty(&self) -> Result<(), String> {
        load::block_on(async { Connection::open(self.address, USER).await?.run(SCHEMA).await.map(drop) })
    }

    pub fn events(&self) -> Result<u64, String> {
        let count = "SELECT count(*) FROM event";
        let counted = load::block_on(async { Connection::open(self.address, USER).await?.run(count).await })?;
        counted.trim().parse().map_err(|_| format!("no count: {counted}"))
    }

    /// A client that appends like those lines.
    pub async fn writer(&self, appends: &Appends) -> Writer {
        let mut connection = Connection::open(self.address, USER).await.expect("a connection");
        connection.prepare(APPEND).await.expect("the function");
        Writer { connection, appends: appends.clone(), append: Append::default() }
    }

    /// Seconds for exported lines, so many in a transaction.
    pub fn import(&self, lines: &[String], transaction_events: usize) -> Result<f64, String> {
        let calls: Vec<[String; 5]> = lines.chunks(transaction_events).map(call).collect();
        load::block_on(async {
            let mut connection = Connection::open(self.address, USER).await?;
            connection.prepare(APPEND_MANY).await?;
            let began = Instant::now();
            for call in &calls {
                connection.call(&call.each_ref().map(String::as_str)).await?;
            }
            Ok(began.elapsed().as_secs_f64())
        })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // So that its own processes end with it.
        self.process.end(Signal::INT);
    }
}

/// What `append_many` is called with.
fn call(lines: &[String]) -> [String; 5] {
    let events: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let texts = |field: &str| array(events.iter().map(|event| event[field].as_str().unwrap_or_default()));
    let expected: Vec<String> =
        events.iter().map(|event| (event["revision"].as_i64().expect("a revision") - 1).to_string()).collect();
    let expected = array(expected.iter().map(String::as_str));
    [texts("subject"), expected, texts("id"), texts("type"), array(lines.iter().map(String::as_str))]
}

pub struct Writer {
    connection: Connection,
    appends: Appends,
    append: Append,
}

impl Client for Writer {
    async fn call(&mut self) -> Result<u64, String> {
        self.appends.next(&mut self.append);
        let Append { stream, events } = &self.append;
        let ids: Vec<String> = events.iter().map(|event| event.id.to_string()).collect();
        let ids = array(ids.iter().map(String::as_str));
        let kinds = array(events.iter().map(|event| event.kind.as_str()));
        let bodies = array(events.iter().map(|event| event.body.as_str()));
        self.connection.call(&[stream, "-1", &ids, &kinds, &bodies]).await?;
        Ok(events.len() as u64)
    }
}

fn unprivileged(program: &Path) -> Command {
    if !geteuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", USER, "--regid", USER, "--clear-groups"]).arg(program).current_dir("/");
    command
}

fn give_away(folder: &Path) -> Result<(), String> {
    if geteuid().is_root() {
        succeeds(&Command::new("chown").arg(USER).arg(folder).output().map_err(|error| error.to_string())?)?;
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(|error| error.to_string())
}

fn succeeds(output: &Output) -> Result<(), String> {
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
