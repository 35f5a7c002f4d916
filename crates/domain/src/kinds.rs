//! The list of kinds: the one line that a new kind adds. Decoding, schemas, routes and laws come from it.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

use crate::{
    case::{Case, Cited, Entailed, Malformed, Nature, Place, Stamp, Stop},
    decode::{DecodeError, decode_tagged},
    values::AreaCode,
};

/// A state of any kind, seen as one kind.
pub trait AsCase<T> {
    fn as_case(&self) -> Option<&T>;
}

macro_rules! kinds { ($($Kind:ident = $module:ident),* $(,)?) => {
    /// An event of any kind of case.
    #[derive(Clone, Debug)]
    pub enum AnyEvent { $($Kind(crate::$module::Event)),* }

    /// The state of a case of any kind; cheap to clone, copied only when it changes.
    #[derive(Clone)]
    pub enum AnyState { $($Kind(Arc<crate::$module::$Kind>)),* }

    /// Every category, in the order of the list.
    pub const CATEGORIES: &[&str] = &[$(crate::$module::$Kind::CATEGORY),*];

    $(impl From<crate::$module::Event> for AnyEvent {
        fn from(event: crate::$module::Event) -> Self { Self::$Kind(event) }
    }
    impl AsCase<crate::$module::$Kind> for AnyState {
        fn as_case(&self) -> Option<&crate::$module::$Kind> {
            #[allow(irrefutable_let_patterns)]
            if let Self::$Kind(state) = self { Some(state) } else { None }
        }
    })*

    /// May a case of this category have this id? False for an unknown category.
    pub(crate) fn id_fits(category: &str, id: &str) -> bool {
        match category { $(crate::$module::$Kind::CATEGORY => crate::$module::$Kind::id_fits(id),)* _ => false }
    }

    impl AnyState {
        /// A case of which nothing is known yet; `None` for an unknown category.
        pub fn new(category: &str) -> Option<Self> {
            match category { $(crate::$module::$Kind::CATEGORY => Some(Self::$Kind(Arc::default())),)* _ => None }
        }

        pub fn category(&self) -> &'static str {
            match self { $(Self::$Kind(_) => crate::$module::$Kind::CATEGORY),* }
        }

        pub fn area(&self) -> Option<AreaCode> {
            match self { $(Self::$Kind(state) => state.area()),* }
        }

        /// As `GET /v1/cases/…` shows it.
        pub fn to_json(&self) -> Value {
            match self { $(Self::$Kind(state) => serde_json::to_value(&**state).unwrap_or_default()),* }
        }

        pub(crate) fn admit(&self, event: &AnyEvent, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
            #[allow(unreachable_patterns)]
            match (self, event) {
                $((Self::$Kind(state), AnyEvent::$Kind(event)) => state.admit(event, stamp, cited),)*
                _ => Err(mismatch(stamp, event)),
            }
        }

        pub(crate) fn entails(&self, event: &AnyEvent, stamp: &Stamp, cited: &Cited) -> Result<Vec<Entailed>, Stop> {
            #[allow(unreachable_patterns)]
            match (self, event) {
                $((Self::$Kind(state), AnyEvent::$Kind(event)) => state.entails(event, stamp, cited),)*
                _ => Err(mismatch(stamp, event)),
            }
        }

        /// An event of another kind changes nothing.
        pub fn evolve(&mut self, event: &AnyEvent, stamp: &Stamp) {
            #[allow(unreachable_patterns)]
            match (self, event) {
                $((Self::$Kind(state), AnyEvent::$Kind(event)) => Arc::make_mut(state).evolve(event, stamp),)*
                _ => {}
            }
        }
    }

    impl AnyEvent {
        pub fn category(&self) -> &'static str {
            match self { $(Self::$Kind(_) => crate::$module::$Kind::CATEGORY),* }
        }

        pub fn place(&self) -> Place {
            match self { $(Self::$Kind(event) => crate::$module::$Kind::place(event)),* }
        }

        pub fn nature(&self) -> Nature {
            match self { $(Self::$Kind(event) => crate::$module::$Kind::nature(event)),* }
        }

        /// `data` is the JSON text of the event's data.
        pub fn decode(kind: &str, data: &str) -> Result<Self, DecodeError> {
            match kind.split('.').next().unwrap_or_default() {
                $(crate::$module::$Kind::CATEGORY => decode_tagged::<crate::$module::Event>(kind, data).map(Self::$Kind),)*
                _ => Err(DecodeError::unknown_kind(kind)),
            }
        }

        /// `{"<kind>":<data>}`: the stored name and the data, in one line.
        pub(crate) fn to_tagged(&self) -> String {
            match self { $(Self::$Kind(event) => serde_json::to_string(event)),* }.unwrap_or_default()
        }
    }

    /// The schema of each category's events, a `oneOf` with one externally tagged variant a stored kind. The generator
    /// says whether the types that they are made of stand within or are referred to.
    pub fn event_schemas_by(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
        vec![$((crate::$module::$Kind::CATEGORY, <crate::$module::Event as JsonSchema>::json_schema(generator))),*]
    }

    /// The schema of each category's refusals, a `oneOf` tagged by `code`.
    pub fn refusal_schemas() -> Vec<(&'static str, Schema)> {
        vec![$((crate::$module::$Kind::CATEGORY, schema_of::<<crate::$module::$Kind as Case>::Refusal>())),*]
    }
} }

kinds! {
    Area = area,
    Calendar = calendar,
    Household = household,
    Person = person,
    Organisation = organisation,
    Policy = policy,
    Fund = fund,
    Claim = claim,
    PaymentBatch = payment_batch,
    WelfarePost = welfare_post,
    Irregularity = irregularity,
}

fn mismatch(stamp: &Stamp, event: &AnyEvent) -> Stop {
    Malformed::SubjectMismatch { subject: stamp.subject.clone(), category: event.category().into() }.into()
}

/// The schemas of [`event_schemas_by`], each whole by itself.
pub fn event_schemas() -> Vec<(&'static str, Schema)> {
    event_schemas_by(&mut whole())
}

fn schema_of<T: JsonSchema>() -> Schema {
    whole().into_root_schema_for::<T>()
}

fn whole() -> SchemaGenerator {
    SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true).into_generator()
}

impl AnyEvent {
    /// Stored name and data, apart: `("welfare_post.placed.v1", "{…}")`.
    pub fn encode(&self) -> (String, String) {
        let tagged = self.to_tagged();
        let inner = tagged.strip_prefix("{\"").and_then(|t| t.strip_suffix('}'));
        let (kind, data) = inner.and_then(|t| t.split_once("\":")).unwrap_or_default();
        (kind.into(), data.into())
    }
}

impl std::fmt::Debug for AnyState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.category(), self.to_json())
    }
}

/// The schema of one stored kind's data, as it stands in `schemas/<category>/<event>.v<n>.json`.
#[derive(Clone, Debug)]
pub struct EventSchema {
    pub category: &'static str,
    pub kind: String,
    pub schema: Value,
}

impl EventSchema {
    /// Below `schemas/`, without its ending: `welfare_post/placed.v1`.
    pub fn path(&self) -> String {
        self.kind.replacen('.', "/", 1)
    }
}

/// One schema a stored kind, in the order of the list of kinds and of each event enum.
pub fn schemas() -> Vec<EventSchema> {
    let mut all = vec![];
    for (category, schema) in event_schemas() {
        for variant in variants(&schema) {
            let Some((kind, data)) = variant["properties"].as_object().and_then(|p| p.iter().next()) else { continue };
            let mut cut = EventSchema { category, kind: kind.clone(), schema: Value::Null };
            let mut head = serde_json::Map::new();
            head.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
            head.insert("$id".into(), format!("{}.json", cut.path()).into());
            head.insert("title".into(), kind.as_str().into());
            head.extend(variant.get("description").map(|text| ("description".into(), text.clone())));
            head.extend(data.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())));
            cut.schema = head.into();
            all.push(cut);
        }
    }
    all
}

/// A stable code with which something is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// A category, or what all kinds share: `common`, `malformed`, `invalid`, `decode`.
    pub of: &'static str,
    pub code: String,
    /// The guard in words.
    pub guard: String,
    /// What its text is filled with.
    pub fields: Vec<String>,
}

/// Every code with which the domain refuses: of each kind, then what all kinds share.
pub fn codes() -> Vec<Code> {
    let shared = [
        ("common", schema_of::<crate::case::Common>()),
        ("malformed", schema_of::<Malformed>()),
        ("invalid", schema_of::<crate::values::Invalid>()),
    ];
    let mut all = vec![];
    for (of, schema) in refusal_schemas().into_iter().chain(shared) {
        for variant in variants(&schema) {
            let Some(properties) = variant["properties"].as_object() else { continue };
            let code = properties.get("code").and_then(|code| code["const"].as_str()).unwrap_or_default();
            let guard = variant["description"].as_str().unwrap_or_default().replace('\n', " ");
            let fields = properties.keys().filter(|name| *name != "code").cloned().collect();
            all.push(Code { of, code: code.into(), guard, fields });
        }
    }
    all.extend(crate::decode::CODES.iter().map(|(code, guard, fields)| Code {
        of: "decode",
        code: (*code).into(),
        guard: (*guard).into(),
        fields: fields.iter().map(|name| (*name).into()).collect(),
    }));
    all
}

fn variants(schema: &Schema) -> Vec<Value> {
    schema.get("oneOf").and_then(Value::as_array).cloned().unwrap_or_default()
}
