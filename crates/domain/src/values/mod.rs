//! Values that can only be right: each decodes from JSON or says, with a stable code, what is wrong with it.

mod account;
mod area_code;
mod bilingual;
mod clock;
mod credit_code;
mod date;
mod evidence;
mod fen;
mod limit;
mod naming;
mod note;
mod work_days;

pub use account::Account;
pub use area_code::{AreaCode, Level};
pub use bilingual::Bilingual;
pub use clock::{Clock, Standing, Stopped};
pub use credit_code::CreditCode;
pub use date::{Date, Month, Span};
pub use evidence::{Digest, Evidence, EvidenceKind};
pub use fen::Fen;
pub use limit::Limit;
pub(crate) use naming::none_in_id;
pub use naming::shown;
pub use note::Note;
pub(crate) use note::is_label;
pub use work_days::{Holidays, NoTable, WorkDays};

use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// What is wrong with a value that has the right JSON type. The texts stand in Fluent under the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Invalid {
    /// Not a day of the calendar written YYYY-MM-DD.
    BadDate { value: String },
    /// Not a month of the calendar written YYYY-MM.
    BadMonth { value: String },
    /// Ends before it begins.
    BadSpan { from: Date, to: Date },
    /// An amount of money below zero.
    NegativeMoney { value: String },
    /// An amount of money that is not a whole number of fen.
    FractionalMoney { value: String },
    /// An amount of money above the limit.
    MoneyTooLarge { limit_fen: i64 },
    /// Not 12 digits of a statistical division code: a province of GB/T 2260, and nothing below what is left open.
    BadAreaCode { value: String },
    /// Not 18 characters of the alphabet of GB 32100-2015.
    BadCreditCode { value: String },
    /// The 18th character of the credit code does not follow from the first 17.
    WrongCheckDigit { value: String, expected: char },
    /// Not 64 lower-case hexadecimal digits.
    BadDigest { value: String },
    /// Not 32 lower-case hexadecimal digits.
    BadAccount { value: String },
    /// Longer than free text may be.
    TextTooLong { chars_max: usize, chars: usize },
    /// Free text with a character that cannot be seen: a line break, a NUL.
    ControlCharacter { place: usize },
    /// Free text or an id that holds what looks like an ID, phone or account number. DESIGN §5.
    PersonalNumber { digits: usize },
    /// Not `<category>-<id>` of a known kind of case.
    BadStream { value: String },
    /// Not `person/organisation/role`.
    BadActor { value: String },
    /// Nobody who is on file was born before this year.
    BadBirthYear { value: i16, year_min: i16 },
    /// The stream of another kind of case.
    WrongKindOfCase { value: String, expected: String },
}

/// For programs; people are told in their language, by code and fields.
impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::to_string(self).unwrap_or_default())
    }
}

impl std::error::Error for Invalid {}

impl Invalid {
    /// Carries the value through serde, whose errors are text only; `decode` takes it out again.
    pub(crate) fn into_serde<E: serde::de::Error>(self) -> E {
        E::custom(self)
    }
}

/// Serde and schema of a value that is a JSON string: from `FromStr` and `Display`.
macro_rules! string_value {
    ($T:ty, $name:literal, $schema:tt) => {
        impl serde::Serialize for $T {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $T {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $T;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($name)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$T, E> {
                        text.parse().map_err(crate::values::Invalid::into_serde)
                    }
                }
                d.deserialize_str(Text)
            }
        }
        impl schemars::JsonSchema for $T {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}
pub(crate) use string_value;

/// Two lower-case hexadecimal digits a byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).collect()
}

/// The id that follows from a name alone: a UUIDv8 of its digest.
pub fn named_id(name: &str) -> Uuid {
    let digest = Sha256::digest(name);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// `digits` lower-case hexadecimal digits and nothing else.
pub(crate) fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}
