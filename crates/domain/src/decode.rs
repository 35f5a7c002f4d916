//! From the text of an event's data to its type, with a stable code and a JSON Pointer for whatever is wrong.

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, EnumAccess, IgnoredAny, IntoDeserializer, VariantAccess, Visitor,
        value::StrDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

use crate::{
    case::Refused,
    values::{Invalid, shown},
};

/// Every code of a [`DecodeError`] beside those of [`Invalid`]: the code, what it says, its fields.
pub const CODES: &[(&str, &str, &[&str])] = &[
    ("malformed_json", "The text is not JSON, or something follows it.", &["json_line", "json_column", "json_error"]),
    ("unknown_kind", "There is no such kind of event.", &["kind"]),
    ("unknown_field", "There is no such field; none is silently lost.", &["field", "known"]),
    ("missing_field", "A field that must be there is not.", &["field"]),
    ("duplicate_field", "A field stands twice.", &["field"]),
    ("wrong_type", "The value is of another type than expected.", &["expected"]),
    ("unknown_value", "The value is none of the known ones.", &["value", "known"]),
    ("attribute_set_by_server", "The server sets this attribute.", &["attribute"]),
    (
        "decided_in_of_gateway",
        "Only a gateway or an import says that something was decided in another system; it is then judged as an observation.",
        &["attribute"],
    ),
    ("time_set_by_server", "The server sets the time of recording; when it happened is `occurredon`.", &["attribute"]),
];

/// What a value should have been, said in words of which the texts have one each (`expected-<word>`).
pub const EXPECTED: &[&str] = &[
    "object",
    "list",
    "choice",
    "text",
    "text_not_empty",
    "true_or_false",
    "whole_number",
    "number_to_255",
    "number_to_32767",
    "number_to_65535",
    "number_to_4294967295",
    "fen",
    "date",
    "month",
    "instant",
    "uuid",
    "area_code",
    "credit_code",
    "sha256",
    "account",
    "note",
    "stream",
    "actor",
    "basis",
    "other",
];

/// From what serde and our visitors expect; a type of the program is nobody's word.
fn expectation(of: &str) -> &'static str {
    let ours = || EXPECTED.iter().find(|word| **word == of).copied();
    match of {
        "u8" => "number_to_255",
        "i16" => "number_to_32767",
        "u16" => "number_to_65535",
        "u32" => "number_to_4294967295",
        "i64" | "u64" | "usize" => "whole_number",
        "a boolean" => "true_or_false",
        "a string" | "str" | "string" => "text",
        "string or map" => "choice",
        "a map" => "object",
        "a sequence" => "list",
        of if of.starts_with("struct ") => "object",
        of if of.starts_with("tuple ") => "list",
        of if of.contains("UUID") => "uuid",
        _ => ours().unwrap_or("other"),
    }
}

/// What is wrong with JSON that should be a value of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// One of [`CODES`], or a code of [`Invalid`].
    pub code: String,
    /// RFC 6901, from the root of the text that was decoded.
    pub pointer: String,
    pub fields: Map<String, Value>,
}

impl DecodeError {
    pub fn new(code: &str, pointer: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Self { code: code.into(), pointer: pointer.into(), fields }
    }

    pub(crate) fn of(invalid: &Invalid, pointer: String) -> Self {
        let Refused { code, fields } = Refused::new(invalid);
        Self { code, pointer, fields }
    }

    pub(crate) fn unknown_kind(kind: &str) -> Self {
        Self::new("unknown_kind", "/type", &[("kind", &shown(kind))])
    }

    /// Below another pointer.
    #[must_use]
    pub fn under(mut self, pointer: &str) -> Self {
        self.pointer.insert_str(0, pointer);
        self
    }
}

/// Decodes JSON text; where it fails, it is read again with its path noted, so that the good case costs nothing.
pub fn decode<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, DecodeError> {
    serde_json::from_str(json).map_err(|trailing| {
        let mut text = serde_json::Deserializer::from_str(json);
        match serde_path_to_error::deserialize::<_, T>(&mut text) {
            Err(error) => explain(error.path(), error.inner(), json),
            Ok(_) => explain([], &trailing, json),
        }
    })
}

/// Decodes an externally tagged enum from its tag and the text of its content, without joining them first.
pub(crate) fn decode_tagged<T: DeserializeOwned>(kind: &str, data: &str) -> Result<T, DecodeError> {
    // Serde would take a list of the fields in their order, which no schema allows.
    if !data.trim_start().starts_with('{') {
        return Err(DecodeError::new("wrong_type", "", &[("expected", "object")]));
    }
    let fast = || {
        let mut text = serde_json::Deserializer::from_str(data);
        let event = T::deserialize(Tagged { kind, data: &mut text })?;
        text.end().map(|()| event)
    };
    fast().map_err(|trailing| {
        let mut text = serde_json::Deserializer::from_str(data);
        match serde_path_to_error::deserialize::<_, T>(Tagged { kind, data: &mut text }) {
            Err(error)
                if error.inner().to_string().starts_with("unknown variant `")
                    && error.path().iter().next().is_none() =>
            {
                DecodeError::unknown_kind(kind)
            }
            // The tag is no part of the text that was decoded.
            Err(error) => explain(error.path().iter().skip(1), error.inner(), data),
            Ok(_) => explain([], &trailing, data),
        }
    })
}

/// Serde's errors are text: their shapes are told apart here and nowhere else.
fn explain<'a>(
    path: impl IntoIterator<Item = &'a serde_path_to_error::Segment>,
    error: &serde_json::Error,
    json: &str,
) -> DecodeError {
    let text = error.to_string();
    let message = text.strip_suffix(&format!(" at line {} column {}", error.line(), error.column())).unwrap_or(&text);
    let mut pointer = pointer_of(path);
    if let Ok(Value::Object(mut fields)) = serde_json::from_str(message) {
        let code = fields.shift_remove("code").and_then(|c| c.as_str().map(String::from)).unwrap_or_default();
        return DecodeError { code, pointer, fields };
    }
    let quoted = message.split('`').nth(1).unwrap_or_default();
    // The last one: a client's own text may stand before it.
    let expected = message.rsplit_once("expected ").map_or("", |(_, expected)| expected);
    let client = |name, text: &str| vec![(name, shown(text))];
    let (code, fields) = match message {
        // Its path ends with it already.
        m if m.starts_with("unknown field") => {
            ("unknown_field", vec![("field", shown(quoted)), ("known", names_in(expected))])
        }
        m if m.starts_with("missing field") => {
            pointer = format!("{pointer}/{}", escape(quoted));
            ("missing_field", client("field", quoted))
        }
        m if m.starts_with("duplicate field") => {
            pointer = format!("{pointer}/{}", escape(quoted));
            ("duplicate_field", client("field", quoted))
        }
        m if m.starts_with("unknown variant") => {
            ("unknown_value", vec![("value", shown(quoted)), ("known", names_in(expected))])
        }
        m if m.starts_with("invalid ") && !expected.is_empty() => {
            ("wrong_type", vec![("expected", expectation(expected).into())])
        }
        // What serde_json says of a number or a list where a choice is expected, as if it were no JSON.
        "expected value" if serde_json::from_str::<IgnoredAny>(json).is_ok() => {
            ("wrong_type", vec![("expected", "choice".into())])
        }
        m if error.is_data() => ("wrong_type", vec![("expected", expectation(m).into())]),
        m => ("malformed_json", client("json_error", m)),
    };
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut told = DecodeError::new(code, pointer, &fields);
    if code == "malformed_json" {
        told.fields.extend([("json_line".into(), error.line().into()), ("json_column".into(), error.column().into())]);
    }
    told
}

/// What serde lists: `` `a` or `b` ``, `` one of `a`, `b`, `c` ``.
fn names_in(list: &str) -> String {
    list.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(", ")
}

fn escape(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}

fn pointer_of<'a>(path: impl IntoIterator<Item = &'a serde_path_to_error::Segment>) -> String {
    use serde_path_to_error::Segment::{Enum, Map, Seq, Unknown};
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Seq { index } => pointer.push_str(&format!("/{index}")),
            Map { key } => pointer.push_str(&format!("/{}", escape(key))),
            Enum { variant } => pointer.push_str(&format!("/{}", escape(variant))),
            Unknown => {}
        }
    }
    pointer
}

/// Presents a tag and the text of its content as one externally tagged enum.
struct Tagged<'a, 'b, R> {
    kind: &'a str,
    data: &'b mut serde_json::Deserializer<R>,
}

impl<'de, R: serde_json::de::Read<'de>> Deserializer<'de> for Tagged<'_, '_, R> {
    type Error = serde_json::Error;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_enum(self)
    }
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, 'b, R: serde_json::de::Read<'de>> EnumAccess<'de> for Tagged<'_, 'b, R> {
    type Error = serde_json::Error;
    type Variant = Content<'b, R>;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Self::Error> {
        let tag: StrDeserializer<'_, Self::Error> = self.kind.into_deserializer();
        Ok((seed.deserialize(tag)?, Content(self.data)))
    }
}

struct Content<'b, R>(&'b mut serde_json::Deserializer<R>);

impl<'de, R: serde_json::de::Read<'de>> VariantAccess<'de> for Content<'_, R> {
    type Error = serde_json::Error;
    fn unit_variant(self) -> Result<(), Self::Error> {
        Deserialize::deserialize(self.0)
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Self::Error> {
        seed.deserialize(self.0)
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_seq(visitor)
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests;
