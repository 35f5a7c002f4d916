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

/// The first two digits of provinces, regions and municipalities (GB/T 2260).
const PROVINCES: [&[u8; 2]; 34] = [
    b"11", b"12", b"13", b"14", b"15", b"21", b"22", b"23", b"31", b"32", b"33", b"34", b"35", b"36", b"37", b"41",
    b"42", b"43", b"44", b"45", b"46", b"50", b"51", b"52", b"53", b"54", b"61", b"62", b"63", b"64", b"65", b"71",
    b"81", b"82",
];
/// Cities without counties 不设区的地级市: their townships lie in the city itself (Jiayuguan, Dongguan, Zhongshan, Danzhou).
const WITHOUT_COUNTIES: [&[u8; 4]; 4] = [b"6202", b"4419", b"4420", b"4604"];

pub(super) fn is_province(digits: &[u8]) -> bool {
    PROVINCES.iter().any(|province| digits.starts_with(*province))
}

/// Nothing is left open above what is stated: the groups that are open come last.
fn is_filled_from_above(digits: &[u8; 12]) -> bool {
    let open = |group: &[u8]| group.iter().all(|d| *d == b'0');
    let county = open(&digits[4..6]) && !WITHOUT_COUNTIES.iter().any(|city| digits.starts_with(*city));
    [open(&digits[2..4]), county, open(&digits[6..9]), open(&digits[9..])].is_sorted()
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
            Ok(digits)
                if digits.iter().all(u8::is_ascii_digit) && is_province(&digits) && is_filled_from_above(&digits) =>
            {
                Ok(Self(digits))
            }
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
    #[test]
    fn a_code_begins_with_a_province_and_leaves_nothing_open_above_what_it_states() {
        for right in ["430000000000", "430200000000", "429004000000", "441900003000", "442000001007", "710000000000"] {
            assert!(right.parse::<AreaCode>().is_ok(), "{right}");
        }
        for wrong in [
            "990225103204",
            "000000000000",
            "470000000000",
            "430025000000",
            "430000103204",
            "430200103000",
            "430225000204",
            "43022510320",
            "4302251032045",
            "43022510320x",
            "",
        ] {
            assert!(matches!(wrong.parse::<AreaCode>(), Err(Invalid::BadAreaCode { .. })), "{wrong}");
        }
    }
}
