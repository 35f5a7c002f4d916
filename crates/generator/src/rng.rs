//! `SplitMix64`: ten lines that give the same numbers on every machine and for ever, so that a seed names a province.

use domain::values::{Account, Evidence, EvidenceKind};
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0..n; 0 for an empty range.
    pub fn below(&mut self, n: usize) -> usize {
        // The slight bias of a remainder of 64 bits is of no matter here.
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap_or_default()
    }

    /// Both ends included.
    pub fn between(&mut self, least: u32, most: u32) -> u32 {
        let span = u64::from(most.saturating_sub(least)) + 1;
        least + u32::try_from(self.next() % span).unwrap_or_default()
    }

    /// Days, both ends included.
    pub fn days(&mut self, least: u32, most: u32) -> i32 {
        i32::try_from(self.between(least, most)).unwrap_or_default()
    }

    pub fn percent(&mut self, chance: u64) -> bool {
        self.next() % 100 < chance
    }

    /// `None` of nothing.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// One of a few words that are written down here.
    pub fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.pick(of).copied().unwrap_or_default()
    }

    /// 32 hexadecimal digits: the id of a person, and nobody's number.
    pub fn hex(&mut self) -> String {
        format!("{:016x}{:016x}", self.next(), self.next())
    }

    pub fn account(&mut self) -> Account {
        Account::from(self.bytes())
    }

    pub fn evidence(&mut self, kind: EvidenceKind) -> Evidence {
        let [a, b]: [[u8; 16]; 2] = [self.bytes(), self.bytes()];
        let mut digest = [0; 32];
        digest[..16].copy_from_slice(&a);
        digest[16..].copy_from_slice(&b);
        Evidence { sha256: digest.into(), kind }
    }

    /// `UUIDv7`: of this millisecond since 1970 UTC, the rest drawn.
    pub fn uuid(&mut self, time_ms: u64) -> Uuid {
        let bytes: [u8; 16] = self.bytes();
        let mut rest = [0; 10];
        rest.copy_from_slice(&bytes[..10]);
        uuid::Builder::from_unix_timestamp_millis(time_ms, &rest).into_uuid()
    }

    pub fn bytes(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes());
        bytes
    }
}
