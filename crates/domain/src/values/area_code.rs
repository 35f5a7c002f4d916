use std::{fmt, str::FromStr};

use super::{Invalid, shown, string_value};

/// Statistical division code 统计用区划代码: 12 digits (province 2, prefecture 2, county 2, township 3, village 3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode([u8; 12]);

/// How far down a code reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Province,
    Prefecture,
    County,
    Township,
    Village,
}

impl Level {
    /// Digits that tell areas of this level apart.
    pub const fn digits(self) -> usize {
        match self {
            Self::Province => 2,
            Self::Prefecture => 4,
            Self::County => 6,
            Self::Township => 9,
            Self::Village => 12,
        }
    }
}

impl AreaCode {
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    pub fn level(self) -> Level {
        [Level::Province, Level::Prefecture, Level::County, Level::Township]
            .into_iter()
            .find(|level| self.0[level.digits()..].iter().all(|d| *d == b'0'))
            .unwrap_or(Level::Village)
    }

    /// The area of `level` that this one lies in.
    #[must_use]
    pub fn at(self, level: Level) -> Self {
        let mut digits = [b'0'; 12];
        digits[..level.digits()].copy_from_slice(&self.0[..level.digits()]);
        Self(digits)
    }

    /// The digits that matter at its level: `430225` for a county.
    pub fn short(&self) -> &str {
        &self.as_str()[..self.level().digits()]
    }

    /// Is this area `outer`, or does it lie in it?
    pub fn lies_in(self, outer: Self) -> bool {
        self.as_str().starts_with(outer.short())
    }

    pub fn starts_with(&self, prefix: &str) -> bool {
        self.as_str().starts_with(prefix)
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl FromStr for AreaCode {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        match <[u8; 12]>::try_from(text.as_bytes()) {
            Ok(digits) if digits.iter().all(u8::is_ascii_digit) => Ok(Self(digits)),
            _ => Err(Invalid::BadAreaCode { value: shown(text) }),
        }
    }
}
string_value!(AreaCode, "area_code", {"type": "string", "pattern": "^[0-9]{12}$"});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_knows_its_level_and_what_it_lies_in() {
        let village: AreaCode = "430225103204".parse().unwrap();
        let county: AreaCode = "430225000000".parse().unwrap();
        assert_eq!((village.level(), county.level()), (Level::Village, Level::County));
        assert_eq!(village.at(Level::County), county);
        assert!(village.lies_in(county) && !county.lies_in(village));
        assert_eq!(county.short(), "430225");
    }
}
