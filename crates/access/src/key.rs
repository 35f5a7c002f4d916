use std::{fmt::Write, path::PathBuf};

use domain::{
    actor::{Actor, Role},
    values::Invalid,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// A key as its store knows it; the token itself is nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// 16 hexadecimal digits, safe to show.
    pub id: String,
    pub role: Role,
    /// First digits of the areas it reaches; empty for everywhere.
    pub area_prefix: String,
    /// Who acts with it, by id; without one, the key stands for itself.
    pub person: Option<String>,
    pub organisation: Option<String>,
    /// Microseconds since 1970 UTC.
    pub created_us: i64,
    pub revoked_us: Option<i64>,
}

/// What a new key shall be.
#[derive(Clone, Debug)]
pub struct NewKey {
    pub role: Role,
    pub area_prefix: String,
    pub person: Option<String>,
    pub organisation: Option<String>,
}

#[derive(Debug, Error)]
pub enum KeyError {
    #[error("the server's own role is not given to a key")]
    ServerRole,
    #[error("an area prefix is up to 12 digits, not {0:?}")]
    BadAreaPrefix(String),
    #[error("a person or organisation is named by an id of 0-9 a-z . _ -, not {0:?}")]
    BadName(String),
    #[error("{digits} digits in it look like an ID, phone or account number; a person is named by an id")]
    PersonalNumber { digits: usize },
    #[error("a gateway names the person in each event; its key belongs to none")]
    GatewayPerson,
    #[error(
        "a clerk's or approver's key names its person, so that nobody approves what they recorded with another key"
    )]
    PersonMissing,
    #[error("there are no keys at {}", .0.display())]
    Missing(PathBuf),
    #[error("there is no key {0}")]
    Unknown(String),
    #[error("the file of the keys has format {found}; this program knows format {known}")]
    NewerFormat { found: i64, known: i64 },
    #[error("the file of the keys cannot be used: {0}")]
    File(#[from] rusqlite::Error),
    #[error("the file of the keys holds what was never written: {0}")]
    Corrupt(String),
    #[error("no randomness to be had: {0}")]
    Randomness(#[from] getrandom::Error),
}

impl NewKey {
    pub(crate) fn check(&self) -> Result<(), KeyError> {
        if self.role == Role::Server {
            return Err(KeyError::ServerRole);
        }
        if self.area_prefix.len() > 12 || !self.area_prefix.bytes().all(|b| b.is_ascii_digit()) {
            return Err(KeyError::BadAreaPrefix(self.area_prefix.clone()));
        }
        if matches!(self.role, Role::Clerk | Role::Approver) && self.person.is_none() {
            return Err(KeyError::PersonMissing);
        }
        if self.role == Role::Gateway && self.person.is_some() {
            return Err(KeyError::GatewayPerson);
        }
        for name in [&self.person, &self.organisation].into_iter().flatten() {
            Actor::may_be_called(name).map_err(|invalid| match invalid {
                Invalid::PersonalNumber { digits } => KeyError::PersonalNumber { digits },
                _ => KeyError::BadName(name.clone()),
            })?;
        }
        Ok(())
    }
}

/// What the holder of a key shows: `wg_` and 64 hexadecimal digits. Shown once, when it is made.
pub struct Token(String);

impl Token {
    pub(crate) fn random() -> Result<Self, KeyError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(format!("wg_{}", hex(&bytes))))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// All that is kept of a token. It has 256 random bits, so a plain digest cannot be searched.
pub(crate) fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
