//! What a disk may hold after the power went at some point of a recording: all that was synced before, and of the rest
//! anything.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::AddAssign,
    path::Path,
};

use tests::instance::Seeded;

use crate::recording::{Act, FileNo, Of, Step, folder_of};

/// What a disk writes whole or not at all.
const SECTOR_BYTES: usize = 512;

/// Folders, names, and what stands in the files.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    folders: BTreeSet<String>,
    names: BTreeMap<String, FileNo>,
    files: BTreeMap<FileNo, Vec<u8>>,
}

/// How much of what was not synced went which way.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fates {
    pub whole: usize,
    pub torn: usize,
    pub lost: usize,
}

impl AddAssign for Fates {
    fn add_assign(&mut self, other: Self) {
        self.whole += other.whole;
        self.torn += other.torn;
        self.lost += other.lost;
    }
}

/// The power goes after line `at` of the trace.
pub struct Crash<'a> {
    /// Events acknowledged before.
    pub acked: u64,
    synced: Disk,
    unsynced: Vec<&'a Step>,
}

/// The line at which each step has been covered by a sync that began after its end, if there is one.
pub fn synced_at(steps: &[Step]) -> Vec<Option<usize>> {
    let mut syncs: BTreeMap<&Of, Vec<(usize, usize)>> = BTreeMap::new();
    for step in steps {
        if let Act::Sync(of) = &step.act {
            syncs.entry(of).or_default().push((step.began, step.ended));
        }
    }
    let covered = |step: &Step| {
        let of_it = syncs.get(&step.of()?)?;
        of_it.iter().filter(|(began, _)| *began > step.ended).map(|(_, ended)| *ended).min()
    };
    steps.iter().map(covered).collect()
}

impl<'a> Crash<'a> {
    /// `synced_at`: of `steps`.
    pub fn at(at: usize, steps: &'a [Step], synced_at: &[Option<usize>]) -> Self {
        let mut crash = Self { acked: 0, synced: Disk::default(), unsynced: vec![] };
        crash.synced.folders.insert(String::new());
        for (step, synced) in steps.iter().zip(synced_at).take_while(|(step, _)| step.began <= at) {
            match step.act {
                Act::Acked(events) if step.ended <= at => crash.acked = events,
                Act::Acked(_) | Act::Sync(_) => {}
                _ if synced.is_some_and(|synced| synced <= at) => crash.synced.take(&step.act),
                _ => crash.unsynced.push(step),
            }
        }
        crash
    }

    /// One of the states that are possible.
    pub fn state(&self, seeded: &mut Seeded) -> (Disk, Fates) {
        let (mut disk, mut fates) = (self.synced.clone(), Fates::default());
        let (of_files, of_names) = (Mood::drawn(seeded), Mood::drawn(seeded));
        let garbage = seeded.below(3) == 0;
        for (nth, step) in self.unsynced.iter().enumerate() {
            match &step.act {
                Act::Write(file, at, bytes) => match of_files.fate(nth, self.unsynced.len(), seeded) {
                    Fate::Whole => {
                        disk.take(&step.act);
                        fates.whole += 1;
                    }
                    Fate::Torn => {
                        disk.tear(*file, *at, bytes, seeded);
                        fates.torn += 1;
                    }
                    Fate::Lost => fates.lost += 1,
                },
                act => {
                    let mood = if matches!(act, Act::Truncate(..)) { of_files } else { of_names };
                    if mood.fate(nth, self.unsynced.len(), seeded) == Fate::Whole {
                        disk.take(act);
                        fates.whole += 1;
                    } else {
                        fates.lost += 1;
                    }
                }
            }
        }
        for step in &self.unsynced {
            if let Act::Write(file, at, bytes) = &step.act
                && seeded.below(4) == 0
            {
                disk.lengthen(*file, at + bytes.len(), garbage, seeded);
            }
        }
        (disk, fates)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Whole,
    Torn,
    Lost,
}

/// How a disk goes about what it has not been told to keep.
#[derive(Clone, Copy, Debug)]
enum Mood {
    /// All of it the same way.
    All(Fate),
    /// In order up to some place of a hundred, where it tears.
    InOrder(usize),
    /// Backwards down to some place of a hundred: the later is there, the earlier is not.
    Backwards(usize),
    /// Each by chance, so many of a hundred whole, and some of the others torn.
    ByChance(usize),
}

impl Mood {
    fn drawn(seeded: &mut Seeded) -> Self {
        let of_hundred = seeded.below(101);
        match seeded.below(8) {
            0 => Self::All(Fate::Lost),
            1 => Self::All(Fate::Whole),
            2 => Self::All(Fate::Torn),
            3 => Self::InOrder(of_hundred),
            4 => Self::Backwards(of_hundred),
            _ => Self::ByChance(of_hundred),
        }
    }

    fn fate(self, nth: usize, of: usize, seeded: &mut Seeded) -> Fate {
        let ordered = |nth: usize, until: usize| match nth.cmp(&until) {
            std::cmp::Ordering::Less => Fate::Whole,
            std::cmp::Ordering::Equal => Fate::Torn,
            std::cmp::Ordering::Greater => Fate::Lost,
        };
        match self {
            Self::All(fate) => fate,
            Self::InOrder(place) => ordered(nth, of * place / 100),
            Self::Backwards(place) => ordered(of - 1 - nth, of * place / 100),
            Self::ByChance(whole) if seeded.below(100) < whole => Fate::Whole,
            Self::ByChance(_) if seeded.below(3) == 0 => Fate::Torn,
            Self::ByChance(_) => Fate::Lost,
        }
    }
}

impl Disk {
    fn take(&mut self, act: &Act) {
        match act {
            Act::MakeFolder(name) => drop(self.folders.insert(name.clone())),
            Act::Create(name, file) => drop(self.names.insert(name.clone(), *file)),
            Act::Rename(from, to, file) => {
                self.names.remove(from);
                self.names.insert(to.clone(), *file);
            }
            Act::Unlink(name) => drop(self.names.remove(name)),
            Act::Write(file, at, bytes) => self.write(*file, *at, bytes),
            Act::Truncate(file, len) => self.files.entry(*file).or_default().resize(*len, 0),
            Act::Sync(_) | Act::Acked(_) => {}
        }
    }

    fn write(&mut self, file: FileNo, at: usize, bytes: &[u8]) {
        let held = self.files.entry(file).or_default();
        if held.len() < at {
            held.resize(at, 0);
        }
        let (over, beyond) = bytes.split_at(bytes.len().min(held.len() - at));
        held[at..at + over.len()].copy_from_slice(over);
        held.extend_from_slice(beyond);
    }

    /// Its first bytes, its first sectors, or any of its sectors.
    fn tear(&mut self, file: FileNo, at: usize, bytes: &[u8], seeded: &mut Seeded) {
        let kind = seeded.below(3);
        let until = at + seeded.below(bytes.len());
        match kind {
            0 => self.write(file, at, &bytes[..until - at]),
            1 => self.write(file, at, &bytes[..(until - until % SECTOR_BYTES).max(at) - at]),
            _ => {
                let mut from = at;
                while from < at + bytes.len() {
                    let to = (from - from % SECTOR_BYTES + SECTOR_BYTES).min(at + bytes.len());
                    if seeded.below(2) == 0 {
                        self.write(file, from, &bytes[from - at..to - at]);
                    }
                    from = to;
                }
            }
        }
    }

    /// The length was kept, what stands there was not.
    fn lengthen(&mut self, file: FileNo, len: usize, garbage: bool, seeded: &mut Seeded) {
        let held = self.files.entry(file).or_default();
        while held.len() < len {
            let byte = if garbage { seeded.below(256) } else { 0 };
            held.push(u8::try_from(byte).unwrap_or_default());
        }
    }

    /// The folder is there, and all that it lies in.
    fn leads_to(&self, folder: &str) -> bool {
        self.folders.contains(folder) && (folder.is_empty() || self.leads_to(folder_of(folder)))
    }

    /// Lays it out below `root`, which is empty.
    pub fn lay_out(&self, root: &Path) {
        for folder in self.folders.iter().filter(|folder| self.leads_to(folder)) {
            fs::create_dir_all(root.join(folder)).expect("a folder");
        }
        let nothing = vec![];
        for (name, file) in &self.names {
            if self.leads_to(folder_of(name)) {
                fs::write(root.join(name), self.files.get(file).unwrap_or(&nothing)).expect("written");
            }
        }
    }
}
