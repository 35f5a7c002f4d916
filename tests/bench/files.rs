//! Folders on a disk, and what the disk and the machine are.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

use crate::{options::Options, server::timed};

pub fn folder(options: &Options) -> TempDir {
    TempDir::with_prefix_in("wengang-bench-", &options.scratch).expect("a folder")
}

/// With all that is in another, and on the disk: what follows does not wait for it.
pub fn copy_of(folder: &Path, options: &Options) -> TempDir {
    let copy = self::folder(options);
    timed(Command::new("cp").arg("-r").arg(folder.join(".")).arg(copy.path()));
    timed(Command::new("sync").arg("--file-system").arg(copy.path()));
    copy
}

/// The kind of file system that a folder is on.
pub fn system_of(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.into());
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    let mounted = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?, words.next()?))
    });
    let above = mounted.filter(|(point, _)| folder.starts_with(point));
    above.max_by_key(|(point, _)| point.len()).map_or_else(|| "unknown".into(), |(_, system)| system.into())
}

pub fn machine() -> String {
    let field = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).map(str::to_owned);
        line.and_then(|line| Some(line.split_once(':')?.1.trim().to_owned())).unwrap_or_default()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let memory = field("/proc/meminfo", "MemTotal");
    let memory_kib: u64 = memory.split(' ').next().and_then(|kib| kib.parse().ok()).unwrap_or_default();
    let processor = field("/proc/cpuinfo", "model name");
    format!("{cores} cores ({processor}), {} GiB, Linux {}", memory_kib >> 20, kernel.trim())
}
