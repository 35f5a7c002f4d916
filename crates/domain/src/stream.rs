//! Names of cases: `<category>-<id>`, and references that accept one category only.

use std::{borrow::Cow, cmp::Ordering, fmt, hash::Hash, marker::PhantomData, str::FromStr, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    case::{Case, Entailed},
    kinds,
    values::{Invalid, none_in_id, shown, string_value},
};

/// The stream of one case: `welfare_post-p17`. What stands before the first dash is its category.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId(Arc<str>);

impl StreamId {
    pub const CHARS_MAX: usize = 200;

    /// Of a case that the program itself names.
    pub fn of<T: Case>(id: impl fmt::Display) -> Self {
        Self(format!("{}-{id}", T::CATEGORY).into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    pub fn category(&self) -> &str {
        self.0.split_once('-').map_or("", |(category, _)| category)
    }

    pub fn id(&self) -> &str {
        self.0.split_once('-').map_or("", |(_, id)| id)
    }
}

/// The ids that most kinds of case accept.
pub(crate) fn is_plain_id(id: &str) -> bool {
    let bytes = id.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'z' | b'.' | b'_' | b'-'))
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Debug for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl FromStr for StreamId {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        none_in_id(text)?;
        let fits = text.len() <= Self::CHARS_MAX
            && text.split_once('-').is_some_and(|(category, id)| is_plain_id(id) && kinds::id_fits(category, id));
        if fits { Ok(Self(text.into())) } else { Err(Invalid::BadStream { value: shown(text) }) }
    }
}
string_value!(StreamId, "stream", {"type": "string", "pattern": "^[a-z_]+-[0-9a-z][0-9a-z._-]*$", "maxLength": Self::CHARS_MAX});

/// A case of a known kind: `Ref<Person>` decodes only `person-…`.
pub struct Ref<T>(StreamId, PhantomData<fn() -> T>);

impl<T: Case> Ref<T> {
    /// Of a case that the program itself names.
    pub fn new(id: impl fmt::Display) -> Self {
        Self(StreamId::of::<T>(id), PhantomData)
    }

    /// `None` for a stream of another kind.
    pub fn to(stream: &StreamId) -> Option<Self> {
        (stream.category() == T::CATEGORY).then(|| Self(stream.clone(), PhantomData))
    }

    pub fn stream(&self) -> &StreamId {
        &self.0
    }

    pub fn id(&self) -> &str {
        self.0.id()
    }

    /// What becomes true of that case by the fact at hand.
    pub fn gets(&self, event: T::Event) -> Entailed {
        Entailed { subject: self.0.clone(), event: event.into() }
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}
impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Ref<T> {}
impl<T> PartialOrd for Ref<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ref<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Ref<T> {
    fn hash<H: std::hash::Hasher>(&self, hasher: &mut H) {
        self.0.hash(hasher);
    }
}
impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
impl<T> fmt::Display for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
impl<T> Serialize for Ref<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(s)
    }
}
impl<'de, T: Case> Deserialize<'de> for Ref<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let stream = StreamId::deserialize(d)?;
        Self::to(&stream).ok_or_else(|| {
            Invalid::WrongKindOfCase { value: shown(stream.as_str()), expected: T::CATEGORY.into() }.into_serde()
        })
    }
}
impl<T: Case> JsonSchema for Ref<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("{}_ref", T::CATEGORY).into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": format!("^{}-[0-9a-z][0-9a-z._-]*$", T::CATEGORY), "maxLength": StreamId::CHARS_MAX})
    }
}
