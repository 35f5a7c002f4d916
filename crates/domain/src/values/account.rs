use std::{fmt, str::FromStr, sync::Arc};

use super::{Invalid, hex, is_hex, shown, string_value};

/// A payee's bank account as an opaque reference: 32 hexadecimal digits, equal for equal accounts. The number itself
/// never stands in an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(Arc<str>);

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl From<[u8; 16]> for Account {
    fn from(bytes: [u8; 16]) -> Self {
        Self(hex(&bytes).into())
    }
}
impl FromStr for Account {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        if is_hex(text, 32) { Ok(Self(text.into())) } else { Err(Invalid::BadAccount { value: shown(text) }) }
    }
}
string_value!(Account, "account", {"type": "string", "pattern": "^[0-9a-f]{32}$"});
