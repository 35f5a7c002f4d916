//! Where a page ends and the next begins. A cursor is opaque, since what it holds may change, and belongs to its list: with
//! another path, another filter, other clocks or another key's area it is refused, and so is one that was tampered with.

use std::{fmt::Display, str::FromStr};

use access::Key;
use sha2::{Digest, Sha256};

use crate::{
    call::Call,
    problem::{Fault, Problem},
};

pub const PARAMETER: &str = "cursor";
/// What may differ from page to page of one list.
const OF_THE_PAGE: [&str; 3] = [PARAMETER, "after", "limit"];
const SEAL_BYTES: usize = 8;

/// The cursor of the page that begins at this place.
pub fn at(call: &Call, key: &Key, place: &impl Display) -> String {
    let place = place.to_string();
    hex(place.as_bytes()) + "." + &seal(call, key, &place)
}

/// The place where the page that is asked for begins; `None` for the first one.
pub fn place_of<T: FromStr>(call: &Call, key: &Key) -> Result<Option<T>, Problem> {
    let Some(cursor) = call.query(PARAMETER) else { return Ok(None) };
    let place = || {
        let (place, stated) = cursor.split_once('.')?;
        let place = String::from_utf8(bytes(place)?).ok()?;
        (seal(call, key, &place) == stated).then(|| place.parse().ok()).flatten()
    };
    place().map(Some).ok_or_else(|| Fault::BadCursor { parameter: PARAMETER }.into())
}

fn seal(call: &Call, key: &Key, place: &str) -> String {
    let mut list: Vec<_> = call.queries().filter(|(name, _)| !OF_THE_PAGE.contains(name)).collect();
    list.sort_unstable();
    let digest = Sha256::digest(format!("{:?}", (&call.path, list, &key.area_prefix, place)));
    hex(&digest[..SEAL_BYTES])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"))
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok());
    pairs.collect()
}
