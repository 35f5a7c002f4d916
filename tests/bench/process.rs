//! What the system tells of a process, and how it is ended: by its id, and only what was started here.

use std::{
    fs,
    process::{Child, Command, ExitStatus},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// Linux tells times of processes in hundredths of a second, whatever the machine.
const TICKS_PER_SECOND: f64 = 100.0;
/// A process that uses less of a core is at rest.
const RESTING_SHARE: f64 = 0.05;
const LOOK: Duration = Duration::from_millis(300);
/// The longest that is waited for a process to come to rest.
const PATIENCE: Duration = Duration::from_secs(900);

/// Ended when dropped.
#[derive(Debug)]
pub struct Running(Child);

impl Running {
    pub fn new(child: Child) -> Self {
        Self(child)
    }

    pub fn spawn(command: &mut Command) -> Result<Self, String> {
        command.spawn().map(Self).map_err(|error| format!("{command:?}: {error}"))
    }

    pub fn pid(&self) -> u32 {
        self.0.id()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }

    pub fn end(&mut self, signal: Signal) -> ExitStatus {
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw).expect("a process");
        if !self.has_ended() {
            kill_process(pid, signal).expect("it is told");
        }
        self.0.wait().expect("it ended")
    }

    /// Processor time so far, with that of its children.
    pub fn cpu_seconds(&self) -> f64 {
        let own = times_of(self.pid()).map_or(0.0, |(seconds, _)| seconds);
        own + children_of(self.pid())
    }

    /// Memory that is no file's.
    pub fn anonymous_bytes(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
        let kib: u64 = line.trim().trim_end_matches(" kB").parse().unwrap_or_default();
        kib << 10
    }

    /// Waits until it has nothing left to do, so that the other side's turn is not disturbed; the processor time it had by then.
    pub fn rests(&self) -> f64 {
        let patience = Instant::now() + PATIENCE;
        loop {
            let before = self.cpu_seconds();
            thread::sleep(LOOK);
            let after = self.cpu_seconds();
            if after - before < RESTING_SHARE * LOOK.as_secs_f64() {
                return after;
            }
            assert!(Instant::now() < patience, "process {} does not come to rest", self.pid());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Of one process with the children it has waited for, and its parent.
fn times_of(pid: u32) -> Option<(f64, u32)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // Its name may have blanks and ends with the last parenthesis.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11..15)?.iter().filter_map(|field| field.parse::<u64>().ok()).sum();
    Some((ticks as f64 / TICKS_PER_SECOND, fields.get(1)?.parse().ok()?))
}

fn children_of(parent: u32) -> f64 {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    pids.filter_map(times_of).filter(|(_, of)| *of == parent).map(|(seconds, _)| seconds).sum()
}
