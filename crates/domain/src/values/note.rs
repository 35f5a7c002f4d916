use std::{fmt, str::FromStr, sync::Arc};

use super::{
    Invalid,
    naming::{none_in_id, none_in_text},
    string_value,
};

/// Free text of at most 200 characters that names nobody: digits in the length of an ID, phone or account number are
/// refused, also when spaces or dashes stand between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note(Arc<str>);

impl Note {
    pub const CHARS_MAX: usize = 200;
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl FromStr for Note {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        is_short_and_visible(text)?;
        none_in_text(text)?;
        Ok(Self(text.into()))
    }
}

/// A name that a program gave, a trace's for example: digits in it are judged as in an id.
pub(crate) fn is_label(text: &str) -> Result<(), Invalid> {
    is_short_and_visible(text)?;
    none_in_id(text)
}

fn is_short_and_visible(text: &str) -> Result<(), Invalid> {
    let chars = text.chars().count();
    if chars > Note::CHARS_MAX {
        return Err(Invalid::TextTooLong { chars_max: Note::CHARS_MAX, chars });
    }
    match text.chars().position(char::is_control) {
        Some(place) => Err(Invalid::ControlCharacter { place: place + 1 }),
        None => Ok(()),
    }
}

string_value!(Note, "note", {"type": "string", "maxLength": Self::CHARS_MAX});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_holds_no_number_that_could_name_someone() {
        for right in ["2025-03-03 起停工 14 天", "urn:uuid:0192a000-0000-7000-8000-000000000001"] {
            assert!(right.parse::<Note>().is_ok(), "{right}");
        }
        for wrong in ["电话13800000000", "138 0000 0000", "11010519491231002X", "１３８００００００００"] {
            assert!(matches!(wrong.parse::<Note>(), Err(Invalid::PersonalNumber { .. })), "{wrong}");
        }
        for right in ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "0192a000-0000-7000-8000-000000000001"]
        {
            assert_eq!(is_label(right), Ok(()), "{right}");
        }
        assert!(is_label("call-13800138000").is_err());
        assert_eq!("停工\n复工".parse::<Note>(), Err(Invalid::ControlCharacter { place: 3 }));
        assert!(matches!("字".repeat(201).parse::<Note>(), Err(Invalid::TextTooLong { chars: 201, .. })));
    }
}
