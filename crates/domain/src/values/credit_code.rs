use std::{fmt, str::FromStr, sync::Arc};

use super::{Invalid, shown, string_value};

/// Unified social credit code 统一社会信用代码 (GB 32100-2015): 18 characters, the last one a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditCode(Arc<str>);

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

impl CreditCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 18th character for the first 17; `None` when one is not of the alphabet.
    pub fn check_character(first: &str) -> Option<char> {
        let values = first.bytes().map(|b| ALPHABET.iter().position(|a| *a == b));
        let sum = values.zip(WEIGHTS).try_fold(0, |sum, (value, weight)| Some(sum + value? * weight))?;
        // The outer modulus turns 31 into 0: without it every 31st code would have no check character.
        Some(char::from(ALPHABET[(31 - sum % 31) % 31]))
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl FromStr for CreditCode {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let bad = || Invalid::BadCreditCode { value: shown(text) };
        let (first, last) = text.is_ascii().then(|| text.split_at_checked(17)).flatten().ok_or_else(bad)?;
        if last.len() != 1 || !ALPHABET.contains(&last.as_bytes()[0]) {
            return Err(bad());
        }
        match Self::check_character(first).ok_or_else(bad)? {
            expected if last.starts_with(expected) => Ok(Self(text.into())),
            expected => Err(Invalid::WrongCheckDigit { value: shown(text), expected }),
        }
    }
}
string_value!(CreditCode, "credit_code", {"type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_must_follow_from_the_rest() {
        assert!("12100000400009880K".parse::<CreditCode>().is_ok());
        for (wrong, value, expected) in [
            ("91430225MA4L00002Y", "91430225MA4L00002Y", '2'),
            // So many digits might be somebody's number, written in the wrong place.
            ("12100000400009880L", "*****************L", 'K'),
        ] {
            let refused = Invalid::WrongCheckDigit { value: value.into(), expected };
            assert_eq!(wrong.parse::<CreditCode>(), Err(refused));
        }
        for wrong in ["12100000400009880", "12100000400009880KK", "1210000040000988IK", "统一社会信用代码"] {
            assert!(matches!(wrong.parse::<CreditCode>(), Err(Invalid::BadCreditCode { .. })), "{wrong}");
        }
    }
}
