//! What a run does to a folder, call by call, as `strace` sees it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// All that changes what is stored. Of those not understood below none may touch the folder.
const TRACED: &str = "trace=openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync_file_range,ftruncate,\
     truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,mmap,\
     sendfile,copy_file_range";
/// More than is written at once.
const BYTES_SHOWN: &str = "65536";
/// What a run says on standard output when so many events were acknowledged.
pub const ACKED: &str = "acked ";

/// What a file or folder lies in; empty for the root.
pub fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A file by the order in which files were made: its name may change, and another may get it.
pub type FileNo = usize;

/// What a sync covers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    File(FileNo),
    Folder(String),
}

/// Names are paths from the root of the recording, which itself is `""`.
#[derive(Clone, Debug)]
pub enum Act {
    MakeFolder(String),
    Create(String, FileNo),
    Rename(String, String, FileNo),
    Unlink(String),
    Write(FileNo, usize, Vec<u8>),
    Truncate(FileNo, usize),
    Sync(Of),
    Acked(u64),
}

/// A call took from one line of the trace to another; calls of several threads overlap.
#[derive(Clone, Debug)]
pub struct Step {
    pub began: usize,
    pub ended: usize,
    pub act: Act,
}

impl Step {
    /// What has to be synced for this to last.
    pub fn of(&self) -> Option<Of> {
        let folder = |name: &str| Of::Folder(folder_of(name).into());
        match &self.act {
            Act::MakeFolder(name) | Act::Create(name, _) | Act::Rename(_, name, _) | Act::Unlink(name) => {
                Some(folder(name))
            }
            Act::Write(file, ..) | Act::Truncate(file, _) => Some(Of::File(*file)),
            Act::Sync(_) | Act::Acked(_) => None,
        }
    }

    /// The file that it gives this name.
    fn names(&self, name: &str) -> Option<FileNo> {
        match &self.act {
            Act::Create(given, file) | Act::Rename(_, given, file) if given == name => Some(*file),
            _ => None,
        }
    }
}

/// The steps of runs one after the other on what lies below `root`.
pub struct Recording {
    root: PathBuf,
    pub steps: Vec<Step>,
    lines: usize,
    names: BTreeMap<String, FileNo>,
    files: usize,
}

impl Recording {
    /// `root`: without links in its path.
    pub fn of(root: &Path) -> Self {
        Self { root: root.into(), steps: vec![], lines: 0, names: BTreeMap::new(), files: 0 }
    }

    /// Runs `command` to its end and adds what it did.
    pub fn run(&mut self, command: &Command) {
        let trace = self.root.with_extension("trace");
        let mut strace = Command::new("strace");
        strace.args(["-f", "-xx", "-y", "-s", BYTES_SHOWN, "-e", TRACED, "-o"]).arg(&trace);
        strace.arg(command.get_program()).args(command.get_args());
        strace.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let ran = strace.output().expect("strace runs");
        let said = || [String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr)].concat();
        assert!(ran.status.success(), "{}", said());
        self.read(&fs::read_to_string(&trace).expect("a trace"));
        fs::remove_file(&trace).expect("removed");
    }

    /// How often the file that came to have this name was written at `place`.
    pub fn writes(&self, name: &str, place: impl Fn(usize) -> bool) -> usize {
        let files: BTreeSet<FileNo> = self.steps.iter().filter_map(|step| step.names(name)).collect();
        let writes = self.steps.iter().filter(|step| match step.act {
            Act::Write(file, at, _) => files.contains(&file) && place(at),
            _ => false,
        });
        writes.count()
    }

    fn read(&mut self, trace: &str) {
        let mut unfinished: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for line in trace.lines() {
            self.lines += 1;
            let (thread, line) = line.split_once(' ').expect("a thread and what it did");
            let line = line.trim_start();
            if let Some(begun) = line.strip_suffix(" <unfinished ...>") {
                unfinished.insert(thread, (self.lines, begun));
            } else if line.starts_with("<... ") {
                let (began, begun) = unfinished.remove(thread).expect("its beginning");
                let rest = line.split_once(" resumed>").expect("its rest").1;
                self.call(began, &format!("{begun}{rest}"));
            } else if !line.starts_with("---") && !line.starts_with("+++") {
                self.call(self.lines, line);
            }
        }
        for (_, (_, call)) in unfinished {
            assert!(!self.touches_root(call), "it ended in the midst of {call}");
        }
        self.steps.sort_by_key(|step| step.began);
    }

    /// Texts are shown in hexadecimal, so what parts them is unmistakable.
    fn call(&mut self, began: usize, call: &str) {
        let (call, result) = call.rsplit_once(" = ").unwrap_or_else(|| panic!("no result: {call}"));
        if result.starts_with('-') || result.starts_with('?') {
            return;
        }
        let (name, given) = call.split_once('(').unwrap_or_else(|| panic!("no call: {call}"));
        let given: Vec<&str> = given.trim_end().trim_end_matches(')').split(", ").collect();
        if let Some(act) = self.act(name, &given, result) {
            self.steps.push(Step { began, ended: self.lines, act });
        }
    }

    fn act(&mut self, name: &str, given: &[&str], result: &str) -> Option<Act> {
        if name == "write" && given[0].starts_with("1<") {
            let said = String::from_utf8(text(given[1])).unwrap_or_default();
            let acked = said.strip_prefix(ACKED)?.trim_end();
            return Some(Act::Acked(acked.parse().expect("how many were acknowledged")));
        }
        if !self.touches_root(&given.join(" ")) && !self.touches_root(result) {
            return None;
        }
        let number = |given: &str| given.parse::<usize>().expect("a number");
        match name {
            "mkdir" => Some(Act::MakeFolder(self.named(given[0])?)),
            "openat" => {
                let name = self.named(result)?;
                assert!(!given[2].contains("O_TRUNC"), "not understood: {given:?}");
                let is_new = given[2].contains("O_CREAT") && !self.names.contains_key(&name);
                is_new.then(|| Act::Create(name.clone(), self.new_file(&name)))
            }
            "rename" => {
                let (from, to) = (self.named(given[0])?, self.named(given[1])?);
                let file = self.names.remove(&from).expect("a file of this name");
                self.names.insert(to.clone(), file);
                Some(Act::Rename(from, to, file))
            }
            "unlink" => {
                let name = self.named(given[0])?;
                self.names.remove(&name).expect("a file of this name");
                Some(Act::Unlink(name))
            }
            "pwrite64" => {
                let (file, bytes) = (self.file(given[0])?, text(given[1]));
                assert_eq!(
                    (bytes.len(), number(result)),
                    (number(given[2]), number(given[2])),
                    "shown and written whole"
                );
                Some(Act::Write(file, number(given[3]), bytes))
            }
            "ftruncate" => Some(Act::Truncate(self.file(given[0])?, number(given[1]))),
            "fsync" | "fdatasync" => {
                let name = self.named(given[0])?;
                let of = self.names.get(&name).map_or(Of::Folder(name), |file| Of::File(*file));
                Some(Act::Sync(of))
            }
            // What is mapped is read, but for the shared index of a write-ahead log.
            "mmap" => {
                let writes = given[2].contains("PROT_WRITE") && given[3].contains("MAP_SHARED");
                assert!(!writes || self.named(given[4]).is_none(), "not understood: {given:?}");
                None
            }
            _ => panic!("not understood: {name} {given:?}"),
        }
    }

    fn touches_root(&self, call: &str) -> bool {
        call.contains(&hex(self.root.to_str().expect("UTF-8")))
    }

    /// A path below the root, of a descriptor or as it was given. The shared index of a write-ahead log is left out: it is
    /// made anew by whoever opens first.
    fn named(&self, shown: &str) -> Option<String> {
        let path = PathBuf::from(String::from_utf8(text(shown)).expect("UTF-8"));
        let name = path.strip_prefix(&self.root).ok()?.to_str()?.to_owned();
        (!name.ends_with("-shm")).then_some(name)
    }

    fn file(&self, shown: &str) -> Option<FileNo> {
        let name = self.named(shown)?;
        Some(*self.names.get(&name).unwrap_or_else(|| panic!("{name} was never made")))
    }

    fn new_file(&mut self, name: &str) -> FileNo {
        self.names.insert(name.into(), self.files);
        self.files += 1;
        self.files - 1
    }
}

fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |shown, byte| shown + &format!("\\x{byte:02x}"))
}

/// `"\x61"`, or `7<\x61>` of a descriptor.
fn text(shown: &str) -> Vec<u8> {
    let start = shown.find(['"', '<']).map_or(0, |at| at + 1);
    let digits = shown[start..].trim_end_matches(['"', '>']).as_bytes();
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let byte = |shown: &[u8]| match shown {
        [b'\\', b'x', high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    digits.chunks(4).map(|shown| byte(shown).expect("a byte in hexadecimal")).collect()
}
