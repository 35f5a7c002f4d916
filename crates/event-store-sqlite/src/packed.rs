//! Bodies as the file has them: packed with Zstandard (RFC 8878) and a dictionary of what the events of this field have in
//! common, to about a quarter. One that gets no smaller stands as it is; a frame is told from it by its first bytes, which no
//! JSON has.
//!
//! The dictionary stands in the file as well, so that its bodies can be read without this program:
//! `zstd -d -D` with what `dictionary.bytes` holds. This program reads with its own copy, which no damaged disk reaches.

use std::{fmt, io};

use rusqlite::{Connection, OptionalExtension, params};
use zstd::{
    bulk::{Compressor, Decompressor},
    zstd_safe::{compress_bound, get_frame_content_size},
};

/// Trained with `zstd --train --maxdict=65536 --dictID=1` on every 29th body of an import of
/// `wengang generate --seed 1 --events 200000`. Its number is in each frame. Never changed: another one gets another number.
const DICTIONARY_1: &[u8] = include_bytes!("dictionary-1");
const NUMBER: i64 = 1;

/// Packs 3 % worse than the default level, in less time.
const LEVEL: i32 = 1;
/// What every frame begins with.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// What is larger is not packed. So what a damaged frame says of its size is not believed beyond.
const PACKED_BODY_BYTES_MAX: usize = 16 << 20;

/// What a file needs before it may have bodies that are packed with it.
pub fn keep_dictionary_1(log: &Connection) -> rusqlite::Result<()> {
    log.execute("INSERT INTO dictionary VALUES (?1, ?2)", params![NUMBER, DICTIONARY_1]).map(drop)
}

/// That others can read the file, too.
pub fn check_dictionary(log: &Connection) -> rusqlite::Result<bool> {
    if !log.table_exists(None, "dictionary")? {
        return Ok(false);
    }
    let select = "SELECT bytes FROM dictionary WHERE number = ?1";
    let found: Option<Vec<u8>> = log.query_row(select, [NUMBER], |row| row.get(0)).optional()?;
    Ok(found.is_some_and(|bytes| bytes == DICTIONARY_1))
}

pub struct Packer {
    compressor: Compressor<'static>,
    packed: Vec<u8>,
}

impl Packer {
    pub fn new() -> io::Result<Self> {
        Ok(Self { compressor: Compressor::with_dictionary(LEVEL, DICTIONARY_1)?, packed: vec![] })
    }

    /// What to store of a body.
    pub fn pack<'a>(&'a mut self, body: &'a [u8]) -> &'a [u8] {
        let Self { compressor, packed } = self;
        if body.len() > PACKED_BODY_BYTES_MAX {
            return body;
        }
        packed.clear();
        packed.reserve(compress_bound(body.len()));
        match compressor.compress_to_buffer(body, packed) {
            Ok(size) if size < body.len() => packed,
            _ => body,
        }
    }
}

impl fmt::Debug for Packer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Packer")
    }
}

pub struct Unpacker {
    decompressor: Decompressor<'static>,
    body: Vec<u8>,
}

impl Unpacker {
    pub fn new() -> io::Result<Self> {
        Ok(Self { decompressor: Decompressor::with_dictionary(DICTIONARY_1)?, body: vec![] })
    }

    /// The body of what is stored; `None` of a damaged frame.
    pub fn unpack<'a>(&'a mut self, stored: &'a [u8]) -> Option<&'a [u8]> {
        if !stored.starts_with(&MAGIC) {
            return Some(stored);
        }
        let size = usize::try_from(get_frame_content_size(stored).ok()??).ok()?;
        if size > PACKED_BODY_BYTES_MAX {
            return None;
        }
        let Self { decompressor, body } = self;
        body.clear();
        body.reserve_exact(size);
        (decompressor.decompress_to_buffer(stored, body).ok()? == size).then_some(body)
    }
}

impl fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unpacker")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_whatever_it_is() {
        let (mut packer, mut unpacker) = (Packer::new().expect("made"), Unpacker::new().expect("made"));
        let event =
            br#"{"specversion":"1.0","id":"0191d9a8-bd00-767a-8941-3ee5ab38fa50","type":"person.registered.v1"}"#;
        let (large, too_large) = (event.repeat(50_000), vec![b' '; PACKED_BODY_BYTES_MAX + 1]);
        let bodies = [(&b""[..], false), (b"{}", false), (event, true), (&large, true), (&too_large, false)];
        for (body, smaller) in bodies {
            let stored = packer.pack(body).to_vec();
            assert_eq!(stored.len() < body.len(), smaller);
            assert_eq!(unpacker.unpack(&stored), Some(body));
        }
    }

    #[test]
    fn a_damaged_frame_is_no_body_or_another_one_and_takes_no_more_memory_than_a_body_may() {
        let (mut packer, mut unpacker) = (Packer::new().expect("made"), Unpacker::new().expect("made"));
        let body = br#"{"specversion":"1.0","type":"person.registered.v1","data":{"area":"430225103204"}}"#;
        let stored = packer.pack(body).to_vec();
        for bit in 0..stored.len() * 8 {
            let mut damaged = stored.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            unpacker.unpack(&damaged);
            assert!(unpacker.body.capacity() <= PACKED_BODY_BYTES_MAX);
        }
        for end in MAGIC.len()..stored.len() {
            assert_eq!(unpacker.unpack(&stored[..end]), None);
        }
    }

    /// Files have it for ever.
    #[test]
    fn the_dictionary_is_the_one_of_its_number() {
        assert_eq!(i64::from(u32::from_le_bytes(DICTIONARY_1[4..8].try_into().expect("four"))), NUMBER);
        assert_eq!(crc32fast::hash(DICTIONARY_1), 3_986_668_925);
    }
}
