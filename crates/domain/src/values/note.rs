use std::{fmt, str::FromStr, sync::Arc};

use super::{Invalid, string_value};

/// Free text of at most 200 characters that names nobody: digits in the length of an ID, phone or account number are
/// refused, also when spaces or dashes stand between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note(Arc<str>);

impl Note {
    pub const CHARS_MAX: usize = 200;
    /// A mobile number has 11 digits, a resident ID 18, an account 16 to 19.
    const DIGITS_MAX: usize = 10;
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl FromStr for Note {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let chars = text.chars().count();
        if chars > Self::CHARS_MAX {
            return Err(Invalid::TextTooLong { chars_max: Self::CHARS_MAX, chars });
        }
        if let Some(place) = text.chars().position(char::is_control) {
            return Err(Invalid::ControlCharacter { place: place + 1 });
        }
        let mut run = 0;
        for c in text.chars() {
            run = match c {
                c if c.is_numeric() => run + 1,
                ' ' | '-' | '\u{3000}' | '－' => run,
                _ => 0,
            };
            if run > Self::DIGITS_MAX {
                return Err(Invalid::PersonalNumber { digits: run });
            }
        }
        Ok(Self(text.into()))
    }
}
string_value!(Note, "note", {"type": "string", "maxLength": Self::CHARS_MAX});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_holds_no_number_that_could_name_someone() {
        assert!("2025-03-03 起停工 14 天".parse::<Note>().is_ok());
        for wrong in ["电话13800000000", "138 0000 0000", "11010519491231002X", "１３８００００００００"] {
            assert!(matches!(wrong.parse::<Note>(), Err(Invalid::PersonalNumber { .. })), "{wrong}");
        }
        assert_eq!("停工\n复工".parse::<Note>(), Err(Invalid::ControlCharacter { place: 3 }));
        assert!(matches!("字".repeat(201).parse::<Note>(), Err(Invalid::TextTooLong { chars: 201, .. })));
    }
}
