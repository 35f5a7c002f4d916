//! The write-ahead log, as its bytes stand. `SQLite` takes it up to the first frame that is not sound and passes over the rest
//! in silence: right after a power cut, which leaves half written what nobody was told of, and wrong after rot, which may stand
//! before commits that were acknowledged.
//!
//! The format: <https://sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom},
    path::Path,
};

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
/// Of every log that this program has made.
const PAGE: usize = 8_192;
/// The last bit tells the order of the bytes that checksums are made of: 1 is the most significant first.
const MAGIC: u32 = 0x377f_0682;
const BUFFER_BYTES: usize = 1 << 20;
/// Somebody who writes it changes what is found from one look to the next; more often than this nobody does.
const LOOKS_MAX: usize = 16;

/// A write-ahead log that holds synced commits behind damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// What stands before the damage, up to the end of a commit.
    pub sound_bytes: u64,
    header: [u8; HEADER_BYTES],
}

/// Whether synced commits in this write-ahead log of this file would be passed over. Somebody may be writing both meanwhile.
pub fn damage(wal: &Path, file: &Path) -> io::Result<Option<Damaged>> {
    let mut found = look(wal, file)?;
    for _ in 1..LOOKS_MAX {
        if found.is_none() {
            break;
        }
        // What was only being written is sound when it is looked at again, or belongs to a log that was begun anew.
        let again = look(wal, file)?;
        if again == found {
            break;
        }
        found = again;
    }
    Ok(found)
}

fn look(wal: &Path, file: &Path) -> io::Result<Option<Damaged>> {
    let wal = match File::open(wal) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut wal = BufReader::with_capacity(BUFFER_BYTES, wal);
    let mut header = [0; HEADER_BYTES];
    if !filled(&mut wal, &mut header)? {
        return Ok(None);
    }
    let sound_bytes = match Header::read(&header) {
        Some(header) => behind_a_broken_frame(&header, wal)?,
        None => under_a_broken_header(wal, file)?.then_some(0),
    };
    Ok(sound_bytes.map(|sound_bytes| Damaged { sound_bytes, header }))
}

/// A transaction is written once the one before it is synced, so a sound frame that follows a commit proves that commit synced:
/// if what stands before is not sound, no power cut did it. Of the last transaction nothing proves that, nor of the one before
/// it where the header of its last frame is lost. Answers up to which byte all is sound, if there is such damage.
fn behind_a_broken_frame(header: &Header, mut wal: impl Read) -> io::Result<Option<u64>> {
    let mut bytes = [0; FRAME_HEADER_BYTES + PAGE];
    let (mut sound, mut read) = (true, HEADER_BYTES as u64);
    let mut sound_bytes = read;
    let mut last = Rests { on: [header.checksum; 2], commits: false };
    while filled(&mut wal, &mut bytes)? {
        read += bytes.len() as u64;
        let frame = Frame::read(&bytes);
        let is_ours = frame.salts == header.salts;
        let should = frame.checksum(header.sum, last.on[0]);
        if sound {
            sound = is_ours && frame.stated == should;
        } else if is_ours && last.commits && last.on.map(|on| frame.checksum(header.sum, on)).contains(&frame.stated) {
            return Ok(Some(sound_bytes));
        }
        // One of its salts may be what was damaged.
        let may_be_ours = frame.salts.iter().zip(header.salts).any(|(one, other)| *one == other);
        last = Rests { on: [frame.stated, should], commits: may_be_ours && frame.pages > 0 };
        if sound && last.commits {
            sound_bytes = read;
        }
    }
    Ok(None)
}

/// What the next frame follows.
struct Rests {
    /// The checksum as it stands there, and as it should be.
    on: [[u32; 2]; 2],
    commits: bool,
}

/// The header is synced before the first frame is written. One that was torn was being written over that of an earlier log, which
/// the file holds to its end; if the file does not hold what is committed here, it was rot.
fn under_a_broken_header(mut wal: impl Read, file: &Path) -> io::Result<bool> {
    let sum = Sum(u32::from_ne_bytes);
    let mut bytes = [0; FRAME_HEADER_BYTES + PAGE];
    let (mut before, mut salts) = (None, None);
    let (mut written, mut committed, mut pages) = (HashMap::new(), HashMap::new(), 0);
    while filled(&mut wal, &mut bytes)? {
        let frame = Frame::read(&bytes);
        let follows = before.replace(frame.stated).is_some_and(|before| frame.checksum(sum, before) == frame.stated);
        if !follows {
            continue;
        }
        if *salts.get_or_insert(frame.salts) != frame.salts {
            break;
        }
        written.insert(frame.number, sum.over([0, 0], frame.page));
        if frame.pages > 0 {
            committed.extend(written.drain());
            pages = frame.pages;
        }
    }
    let (mut file, mut page) = (File::open(file)?, [0; PAGE]);
    // Those that the last commit has cut off are not copied.
    for (number, sum_of_page) in committed.into_iter().filter(|(number, _)| *number <= pages) {
        file.seek(SeekFrom::Start(u64::from(number).saturating_sub(1) * PAGE as u64))?;
        if !filled(&mut file, &mut page)? || sum.over([0, 0], &page) != sum_of_page {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Header {
    sum: Sum,
    salts: [u32; 2],
    checksum: [u32; 2],
}

impl Header {
    /// `None`: it is not sound.
    fn read(bytes: &[u8; HEADER_BYTES]) -> Option<Self> {
        let words = words(bytes);
        let sum = match words[0] ^ MAGIC {
            0 => Sum(u32::from_le_bytes),
            1 => Sum(u32::from_be_bytes),
            _ => return None,
        };
        let (salts, checksum) = ([words[4], words[5]], [words[6], words[7]]);
        let sound = words[2] as usize == PAGE && sum.over([0, 0], &bytes[..24]) == checksum;
        sound.then_some(Self { sum, salts, checksum })
    }
}

struct Frame<'a> {
    number: u32,
    /// Of the whole file, in the last frame of a transaction; else 0.
    pages: u32,
    /// Of all frames since the log was begun.
    salts: [u32; 2],
    stated: [u32; 2],
    summed: &'a [u8],
    page: &'a [u8],
}

impl<'a> Frame<'a> {
    fn read(bytes: &'a [u8; FRAME_HEADER_BYTES + PAGE]) -> Self {
        let (head, page) = bytes.split_at(FRAME_HEADER_BYTES);
        let words = words(head);
        let (salts, stated) = ([words[2], words[3]], [words[4], words[5]]);
        Self { number: words[0], pages: words[1], salts, stated, summed: &head[..8], page }
    }

    /// As it should be behind a frame of that checksum.
    fn checksum(&self, sum: Sum, before: [u32; 2]) -> [u32; 2] {
        sum.over(sum.over(before, self.summed), self.page)
    }
}

/// `SQLite`'s checksum, over words in this order of bytes.
#[derive(Clone, Copy)]
struct Sum(fn([u8; 4]) -> u32);

impl Sum {
    fn over(self, from: [u32; 2], bytes: &[u8]) -> [u32; 2] {
        let words = bytes.as_chunks::<4>().0.as_chunks::<2>().0;
        words.iter().fold(from, |[one, other], [even, odd]| {
            let one = one.wrapping_add(self.0(*even)).wrapping_add(other);
            [one, other.wrapping_add(self.0(*odd)).wrapping_add(one)]
        })
    }
}

/// The fields of a header.
fn words(header: &[u8]) -> [u32; 8] {
    let mut words = [0; 8];
    for (word, bytes) in words.iter_mut().zip(header.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    words
}

/// False at the end, also of a frame that is cut off.
fn filled(bytes: &mut impl Read, part: &mut [u8]) -> io::Result<bool> {
    match bytes.read_exact(part) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::{TempDir, tempdir};

    use super::*;

    /// A file and its write-ahead log of several commits, all of which were copied into the file or none.
    struct Left {
        folder: TempDir,
        wal: Vec<u8>,
    }

    impl Left {
        fn behind(copied: bool) -> Self {
            let (made, folder) = (tempdir().expect("a folder"), tempdir().expect("a folder"));
            let db = rusqlite::Connection::open(made.path().join("db")).expect("opens");
            db.pragma_update(None, "page_size", 8_192).expect("set");
            db.execute_batch("PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a)")
                .expect("made");
            for n in 0..4 {
                db.execute("INSERT INTO t VALUES (?1)", [n]).expect("inserted");
            }
            if copied {
                db.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(())).expect("copied");
            }
            for name in ["db", "db-wal"] {
                fs::copy(made.path().join(name), folder.path().join(name)).expect("copied");
            }
            let wal = fs::read(folder.path().join("db-wal")).expect("readable");
            Self { folder, wal }
        }

        fn damage(&self, wal: &[u8]) -> Option<u64> {
            let path = self.folder.path().join("db-wal");
            fs::write(&path, wal).expect("written");
            damage(&path, &self.folder.path().join("db")).expect("readable").map(|damaged| damaged.sound_bytes)
        }
    }

    /// The counter of logs as it would be in the next one.
    fn torn(wal: &[u8]) -> Vec<u8> {
        let mut torn = wal.to_vec();
        torn[15] ^= 1;
        torn
    }

    #[test]
    fn under_a_broken_header_only_what_the_file_lacks_is_damage() {
        for (copied, found) in [(true, None), (false, Some(0))] {
            let left = Left::behind(copied);
            assert_eq!(left.damage(&left.wal), None);
            assert_eq!(left.damage(&torn(&left.wal)), found, "copied: {copied}");
        }
    }

    /// Begun by who found a header half written, and took one of its salts for its own.
    #[test]
    fn what_is_left_of_a_log_that_had_one_of_the_salts_is_no_damage() {
        let left = Left::behind(true);
        let mut begun = left.wal.clone();
        begun[20] ^= 0xff;
        let header: [u8; HEADER_BYTES] = begun[..HEADER_BYTES].try_into().expect("a header");
        let sum = Header::read(left.wal[..HEADER_BYTES].try_into().expect("a header")).expect("sound").sum;
        for (place, word) in [24, 28].into_iter().zip(sum.over([0, 0], &header[..24])) {
            begun[place..place + 4].copy_from_slice(&word.to_be_bytes());
        }
        assert!(Header::read(begun[..HEADER_BYTES].try_into().expect("a header")).is_some());
        assert_eq!(left.damage(&begun), None);
    }
}
