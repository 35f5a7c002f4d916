//! The binary as its users run it.

use std::{
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::facts;

/// The binary of the profile under test; `tests/run` builds it first.
pub fn binary() -> PathBuf {
    let tests = std::env::current_exe().expect("this test's path");
    let binary = tests.ancestors().nth(2).expect("the profile's folder").join("wengang");
    assert!(binary.exists(), "{} is not built: run `cargo build --workspace --bins` first", binary.display());
    binary
}

/// Kill -9, without waiting for the end.
pub fn signal_kill(pid: u32) {
    let killed = Command::new("kill").args(["-9", &pid.to_string()]).status().expect("kill runs");
    assert!(killed.success());
}

/// Runs a verb on a folder to its end.
pub fn wengang(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().expect("the binary runs")
}

/// A verb on a folder, with Chinese off and logs silent.
pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(args).arg("--data").arg(folder).env("LC_ALL", "C.UTF-8").env("WENGANG_LOG", "error");
    command
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// A served folder. Dropping it kills the server.
pub struct Server {
    child: Child,
    options: Vec<String>,
    pub url: String,
    pub folder: TempDir,
    agent: ureq::Agent,
    pub clerk: String,
    pub approver: String,
    pub reader: String,
}

/// A status and the JSON that came with it.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub retry_after: Option<String>,
    pub body: Value,
}

impl Answer {
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{:#}", self.body);
        self.body
    }
}

impl Server {
    /// On an empty folder, with a key a role.
    pub fn start() -> Self {
        Self::on(TempDir::new().expect("a folder"))
    }

    pub fn on(folder: TempDir) -> Self {
        Self::with(folder, &[])
    }

    /// With further options of `serve`.
    pub fn with(folder: TempDir, options: &[String]) -> Self {
        let of = |role: &str, person: &str| key(folder.path(), role, &["--person", person, "--organisation", "bureau"]);
        let (clerk, approver, reader) = (of("clerk", "c1"), of("approver", "a1"), of("reader", "r1"));
        let (child, url) = spawn(folder.path(), "127.0.0.1:0", options, &[]).unwrap_or_else(|said| panic!("{said}"));
        Self { child, options: options.to_vec(), url, folder, agent: agent(), clerk, approver, reader }
    }

    /// Another one with the same keys, on a folder that is a copy of this one's at some time; run by a program, e.g. one
    /// that traces it, as that program's own process. Or the folder and what was said when it ended instead of serving.
    pub fn elsewhere(&self, folder: TempDir, run_by: &[String]) -> Result<Self, (TempDir, String)> {
        let (child, url) = match spawn(folder.path(), "127.0.0.1:0", &self.options, run_by) {
            Ok(serving) => serving,
            Err(said) => return Err((folder, said)),
        };
        let (clerk, approver, reader) = (self.clerk.clone(), self.approver.clone(), self.reader.clone());
        Ok(Self { child, options: self.options.clone(), url, folder, agent: agent(), clerk, approver, reader })
    }

    /// A new process on the same folder.
    pub fn revive(&mut self) {
        self.revive_at("127.0.0.1:0");
    }

    /// A new process on the same folder, where the last one listened.
    pub fn revive_in_place(&mut self) {
        self.revive_at(self.url.clone().trim_start_matches("http://"));
    }

    fn revive_at(&mut self, listen: &str) {
        let revived = spawn(self.folder.path(), listen, &self.options, &[]);
        (self.child, self.url) = revived.unwrap_or_else(|said| panic!("{said}"));
    }

    /// As kill -9 does.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.wait();
    }

    /// The folder of one that has ended.
    pub fn into_folder(mut self) -> TempDir {
        std::mem::replace(&mut self.folder, TempDir::new().expect("a folder"))
    }

    /// Told to end in peace, and ended.
    pub fn stop(&mut self) -> std::process::ExitStatus {
        let told = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status();
        assert!(told.expect("kill runs").success());
        self.wait()
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn wait(&mut self) -> std::process::ExitStatus {
        self.child.wait().expect("it ended")
    }

    /// Posts an event; `None` when the connection broke before an answer.
    pub fn try_post(&self, key: &str, event: &Value) -> Option<Answer> {
        self.send(key, "/v1/events", "application/cloudevents+json", &event.to_string(), &[])
    }

    #[track_caller]
    pub fn post(&self, key: &str, event: &Value) -> Answer {
        self.try_post(key, event).expect("an answer")
    }

    /// Posts what must be admitted.
    #[track_caller]
    pub fn record(&self, event: &Value) -> Value {
        self.post(self.key_for(event), event).is(201)
    }

    pub fn key_for(&self, event: &Value) -> &str {
        if facts::needs_approver(event) { &self.approver } else { &self.clerk }
    }

    pub fn send(&self, key: &str, path: &str, content: &str, body: &str, headers: &[(&str, &str)]) -> Option<Answer> {
        let mut request = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("Authorization", format!("Bearer {key}"))
            .header("Content-Type", content);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request.send(body).ok()?)
    }

    /// `None` when the connection broke before an answer.
    pub fn try_get(&self, path: &str) -> Option<Answer> {
        let request =
            self.agent.get(format!("{}{path}", self.url)).header("Authorization", format!("Bearer {}", self.reader));
        answer(request.call().ok()?)
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.try_get(path).expect("an answer")
    }

    /// The exact bytes of an answer.
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let request =
            self.agent.get(format!("{}{path}", self.url)).header("Authorization", format!("Bearer {}", self.reader));
        let mut response = request.call().expect("an answer");
        let mut bytes = vec![];
        response.body_mut().as_reader().read_to_end(&mut bytes).expect("a whole body");
        bytes
    }

    /// Every recorded line, in order.
    pub fn export(&self) -> Vec<Value> {
        let bytes = self.bytes("/v1/events.ndjson");
        let text = String::from_utf8(bytes).expect("UTF-8");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

fn answer(mut response: ureq::http::Response<ureq::Body>) -> Option<Answer> {
    let status = response.status().as_u16();
    let retry_after = response.headers().get("retry-after").and_then(|value| Some(value.to_str().ok()?.into()));
    let text = response.body_mut().with_config().limit(1 << 30).read_to_string().ok()?;
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Some(Answer { status, retry_after, body })
}

/// A new key.
pub fn key(folder: &Path, role: &str, holder: &[&str]) -> String {
    let args = [&["key", "create", "--role", role, "--area", "43", "--json"], holder].concat();
    let made = wengang(folder, &args);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let made: Value = serde_json::from_str(&stdout(&made)).expect("JSON");
    made["key"].as_str().expect("the key").to_owned()
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .max_idle_connections_per_host(256)
        .build();
    config.into()
}

fn spawn(folder: &Path, listen: &str, options: &[String], run_by: &[String]) -> Result<(Child, String), String> {
    let serve = command(folder, &["serve", "--listen", listen, "--json"]);
    let mut command = match run_by {
        [] => serve,
        [program, args @ ..] => {
            let mut command = Command::new(program);
            command.args(args).arg(serve.get_program()).args(serve.get_args());
            command.envs(serve.get_envs().filter_map(|(name, value)| Some((name, value?))));
            command
        }
    };
    let errors = if run_by.is_empty() { Stdio::inherit() } else { Stdio::piped() };
    let mut child = command.args(options).stdout(Stdio::piped()).stderr(errors).spawn().expect("the binary runs");
    let mut first = String::new();
    let out = child.stdout.take().expect("its output");
    BufReader::new(out).read_line(&mut first).expect("a line");
    let Ok(said) = serde_json::from_str::<Value>(&first) else {
        let mut said = first;
        if let Some(mut errors) = child.stderr.take() {
            errors.read_to_string(&mut said).expect("UTF-8");
        }
        let status = child.wait().expect("it ended");
        return Err(format!("{status}: {said}"));
    };
    let url = said["url"].as_str().expect("a url").to_owned();
    Ok((child, url))
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already, or ended now: either is well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
