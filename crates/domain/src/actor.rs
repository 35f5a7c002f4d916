//! Who acted: person, organisation and role, on every event.

use std::{fmt, str::FromStr, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    stream::is_plain_id,
    values::{Invalid, none_in_id, shown, string_value},
};

/// What a caller may do at all; finer rules narrow it by place and purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 查询: reads everything in its area, writes nothing.
    Reader,
    /// 经办: records facts; approves nothing.
    Clerk,
    /// 审批: records facts and approves what others recorded.
    Approver,
    /// 业务系统: a bureau's own system that has authenticated its people and names them as actors.
    Gateway,
    /// 本系统: the server itself; no key has this role.
    Server,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Reader, Self::Clerk, Self::Approver, Self::Gateway, Self::Server];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Clerk => "clerk",
            Self::Approver => "approver",
            Self::Gateway => "gateway",
            Self::Server => "server",
        }
    }
}

/// `person/organisation/role`. Persons and organisations by id, never by name; a person who is on file has that id here
/// too (`person-<id>` without its prefix), so that kinship can be looked up.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Actor {
    text: Arc<str>,
    role: Role,
}

impl Actor {
    /// `None` when a part [may not be called so](Self::may_be_called).
    pub fn new(person: &str, organisation: &str, role: Role) -> Option<Self> {
        let fits = [person, organisation].into_iter().all(|part| Self::may_be_called(part).is_ok());
        fits.then(|| Self::of(person, organisation, role))
    }

    /// Refuses a person or an organisation that is empty, longer than 64 characters, has other characters than
    /// `0-9 a-z . _ -`, or holds a number that names somebody.
    pub fn may_be_called(part: &str) -> Result<(), Invalid> {
        none_in_id(part)?;
        if is_name(part) { Ok(()) } else { Err(Invalid::BadActor { value: shown(part) }) }
    }

    fn of(person: &str, organisation: &str, role: Role) -> Self {
        Self { text: format!("{person}/{organisation}/{}", role.as_str()).into(), role }
    }

    /// The server, for what it records by itself.
    pub fn server() -> Self {
        Self { text: "wengang/wengang/server".into(), role: Role::Server }
    }

    pub fn person(&self) -> &str {
        self.text.split('/').next().unwrap_or_default()
    }

    pub fn organisation(&self) -> &str {
        self.text.split('/').nth(1).unwrap_or_default()
    }

    pub fn role(&self) -> Role {
        self.role
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn is_name(part: &str) -> bool {
    const PART_CHARS_MAX: usize = 64;
    part.len() <= PART_CHARS_MAX && is_plain_id(part)
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl FromStr for Actor {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        none_in_id(text)?;
        let bad = || Invalid::BadActor { value: shown(text) };
        let mut parts = text.split('/');
        let (Some(person), Some(organisation), Some(role), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(bad());
        };
        let role = Role::ALL.into_iter().find(|r| r.as_str() == role).ok_or_else(bad)?;
        if is_name(person) && is_name(organisation) { Ok(Self::of(person, organisation, role)) } else { Err(bad()) }
    }
}
string_value!(Actor, "actor", {"type": "string", "pattern": "^[0-9a-z][0-9a-z._-]*/[0-9a-z][0-9a-z._-]*/(reader|clerk|approver|gateway|server)$"});
