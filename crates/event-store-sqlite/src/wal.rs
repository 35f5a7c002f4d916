//! The write-ahead log, as its bytes stand. `SQLite` takes it up to the first frame that is not sound and passes over the rest in
//! silence: right after a power cut, which leaves half written what nobody was told of, and wrong after rot, which may stand before
//! commits that were acknowledged.
//!
//! The format: <https://sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom},
    path::Path,
};

use crate::schema::PAGE_BYTES;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
const PAGE: usize = 1 << PAGE_BYTES.ilog2();
/// The last bit tells the order of the bytes that checksums are made of: 1 is the most significant first.
const MAGIC: u32 = 0x377f_0682;
const BUFFER_BYTES: usize = 1 << 20;

/// A write-ahead log that holds synced commits behind damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// What stands before the damage, up to the end of a commit.
    pub sound_bytes: u64,
    header: [u8; HEADER_BYTES],
}

/// Whether synced commits in this write-ahead log of this file would be passed over. Somebody may be writing both meanwhile.
pub fn damage(wal: &Path, file: &Path) -> io::Result<Option<Damaged>> {
    let mut before = None;
    loop {
        // What was only being written is sound when it is looked at again, or belongs to a log that was begun anew.
        let found = look(wal, file)?;
        if found.is_none() || found == before {
            return Ok(found);
        }
        before = found;
    }
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
        Some(header) => behind_a_broken_frame(header, wal)?,
        None => under_a_broken_header(wal, file)?.then_some(0),
    };
    Ok(sound_bytes.map(|sound_bytes| Damaged { sound_bytes, header }))
}

/// A transaction is written once the one before it is synced, so a sound frame that follows a commit proves that commit synced: if
/// what stands before is not sound, no power cut did it. Of the last transaction nothing proves that it was synced. Answers up to
/// which byte all is sound, if there is such damage.
fn behind_a_broken_frame(header: Header, mut wal: impl Read) -> io::Result<Option<u64>> {
    let mut bytes = [0; FRAME_HEADER_BYTES + PAGE];
    let (mut sound, mut read) = (true, HEADER_BYTES as u64);
    let mut sound_bytes = read;
    let mut last = Rests { on: [header.checksum; 2], commits: false };
    while filled(&mut wal, &mut bytes)? {
        read += bytes.len() as u64;
        let frame = Frame::read(&bytes);
        // What is left of earlier logs shares neither.
        let ours = frame.salts.iter().zip(header.salts).any(|(one, other)| *one == other);
        let should = last.on.map(|before| frame.checksum(header.sum, before));
        if ours && should.contains(&frame.stated) && last.commits && !sound {
            return Ok(Some(sound_bytes));
        }
        sound &= frame.salts == header.salts && frame.stated == should[0];
        last = Rests { on: [frame.stated, should[0]], commits: ours && frame.commits };
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
    let (mut written, mut committed) = (HashMap::new(), HashMap::new());
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
        if frame.commits {
            committed.extend(written.drain());
        }
    }
    let (mut file, mut page) = (File::open(file)?, [0; PAGE]);
    for (number, sum_of_page) in committed {
        file.seek(SeekFrom::Start(u64::from(number).saturating_sub(1) * PAGE_BYTES))?;
        if !filled(&mut file, &mut page)? || sum.over([0, 0], &page) != sum_of_page {
            return Ok(true);
        }
    }
    Ok(false)
}

#[derive(Clone, Copy)]
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
        let sound = u64::from(words[2]) == PAGE_BYTES && sum.over([0, 0], &bytes[..24]) == checksum;
        sound.then_some(Self { sum, salts, checksum })
    }
}

struct Frame<'a> {
    number: u32,
    commits: bool,
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
        Self { number: words[0], commits: words[1] > 0, salts, stated, summed: &head[..8], page }
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
