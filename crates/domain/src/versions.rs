//! Versions of events. What was recorded is read for ever: a version that is written no more becomes the current one where
//! it is decoded, and nowhere else, so that rules, folds and views know no other. Its bytes stay what they were.
//!
//! A kind with such versions has them in an enum beside its events, each variant with its stored name, and says what they
//! amount to today: see `payment_batch`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};

use crate::{
    case::{Case, Malformed},
    decode::{DecodeError, decode_tagged},
    kinds::{AnyEvent, encode},
};

/// An event, and how it was written where that is another version than the current one.
#[derive(Clone, Debug)]
pub struct Verbatim {
    /// In the current version.
    pub says: AnyEvent,
    superseded: Option<Superseded>,
}

/// Stored name and data of an event of a version that is written no more.
#[derive(Clone, Debug)]
struct Superseded {
    kind: String,
    data: String,
}

impl Verbatim {
    /// Stored name and data, as they were written.
    pub fn encode(&self) -> (String, String) {
        match &self.superseded {
            Some(Superseded { kind, data }) => (kind.clone(), data.clone()),
            None => self.says.encode(),
        }
    }

    /// A client may say again what is recorded already, and nothing else in an earlier version.
    pub fn is_current(&self) -> Result<(), Malformed> {
        let Some(Superseded { kind, .. }) = &self.superseded else { return Ok(()) };
        Err(Malformed::KindSuperseded { kind: kind.clone(), by: self.says.encode().0 })
    }
}

impl<E: Into<AnyEvent>> From<E> for Verbatim {
    fn from(event: E) -> Self {
        Self { says: event.into(), superseded: None }
    }
}

/// The versions of a kind's events that are written no more.
pub struct Earlier {
    decode: fn(&str, &str) -> Result<Verbatim, DecodeError>,
    pub(crate) schema: fn(&mut SchemaGenerator) -> Schema,
}

impl Earlier {
    /// Of the variants of `V`, each of which is an `E` today.
    pub fn of<V, E>() -> Self
    where
        V: Serialize + DeserializeOwned + JsonSchema + Into<E>,
        E: Into<AnyEvent>,
    {
        Self { decode: decode_earlier::<V, E>, schema: V::json_schema }
    }
}

fn decode_earlier<V, E>(kind: &str, data: &str) -> Result<Verbatim, DecodeError>
where
    V: Serialize + DeserializeOwned + Into<E>,
    E: Into<AnyEvent>,
{
    let written: V = decode_tagged(kind, data)?;
    let (kind, data) = encode(&written);
    let today: E = written.into();
    Ok(Verbatim { says: today.into(), superseded: Some(Superseded { kind, data }) })
}

pub(crate) fn decode<T: Case>(kind: &str, data: &str) -> Result<Verbatim, DecodeError> {
    match (decode_tagged::<T::Event>(kind, data), T::earlier()) {
        (Err(error), Some(earlier)) if error.code == "unknown_kind" => (earlier.decode)(kind, data),
        (event, _) => event.map(Verbatim::from),
    }
}

/// What a later version added: stated by every event of today, and unknown of those before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Added<T>(Option<T>);

impl<T> Added<T> {
    pub const UNKNOWN: Self = Self(None);

    pub fn known(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

impl<T> From<T> for Added<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Added<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        T::deserialize(d).map(Self::from)
    }
}

impl<T: JsonSchema> JsonSchema for Added<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn decode(kind: &str, data: &Value) -> Result<Verbatim, DecodeError> {
        AnyEvent::decode_verbatim(kind, &data.to_string())
    }

    fn answer() -> Value {
        json!({"claim": "claim-x", "outcome": "credited"})
    }

    #[test]
    fn an_earlier_version_is_the_current_one_where_it_is_read_and_keeps_its_bytes() {
        let read = decode("payment_batch.line_answered.v1", &answer()).expect("read for ever");
        assert_eq!(read.encode(), ("payment_batch.line_answered.v1".into(), answer().to_string()));
        assert_eq!(read.says.encode().0, "payment_batch.line_answered.v2");
    }

    #[test]
    fn an_earlier_version_is_refused_where_it_is_wrong() {
        let mut misspelt = answer();
        misspelt["outcom"] = json!("credited");
        for (kind, data, code, pointer) in [
            ("payment_batch.line_answered.v1", misspelt, "unknown_field", "/outcom"),
            ("payment_batch.line_answered.v0", answer(), "unknown_kind", "/type"),
            ("welfare_post.opened.v0", json!({}), "unknown_kind", "/type"),
        ] {
            let error = decode(kind, &data).expect_err("refused");
            assert_eq!((error.code.as_str(), error.pointer.as_str()), (code, pointer));
        }
    }

    #[test]
    fn what_a_later_version_added_is_always_stated() {
        let mut data = answer();
        data["evidence"] = json!({"sha256": "ab".repeat(32), "kind": "bank_slip"});
        for (amount, code) in
            [(None, "missing_field"), (Some(Value::Null), "wrong_type"), (Some(json!(-1)), "negative_money")]
        {
            let mut data = data.clone();
            data.as_object_mut().expect("fields").extend(amount.map(|amount| ("amount_fen".into(), amount)));
            let error = decode("payment_batch.line_answered.v2", &data).expect_err("refused");
            assert_eq!((error.code.as_str(), error.pointer.as_str()), (code, "/amount_fen"));
        }
    }
}
