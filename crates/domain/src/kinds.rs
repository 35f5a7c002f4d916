//! The list of kinds: the one line that a new kind adds. Decoding, schemas, routes and laws come from it.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    case::{Case, Cited, Entailed, Malformed, Nature, Place, Stamp, Stop},
    decode::DecodeError,
    values::AreaCode,
    versions::{self, Verbatim},
};

/// A state of any kind, seen as one kind.
pub trait AsCase<T> {
    fn as_case(&self) -> Option<&T>;
}

/// Counts what is written to it.
struct Counted(usize);

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
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

        /// About how much memory it takes: its own size, and its length as JSON for what lies elsewhere.
        pub fn weight_bytes(&self) -> usize {
            let own = match self { $(Self::$Kind(state) => size_of_val(&**state)),* };
            let mut counted = Counted(own);
            // Counting does not fail; a state that has no JSON counts as far as it came.
            drop(match self { $(Self::$Kind(state) => serde_json::to_writer(&mut counted, &**state)),* });
            counted.0
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

        /// As it was written, which may be in an earlier version. `data` is the JSON text of the event's data.
        pub fn decode_verbatim(kind: &str, data: &str) -> Result<Verbatim, DecodeError> {
            match kind.split('.').next().unwrap_or_default() {
                $(crate::$module::$Kind::CATEGORY => versions::decode::<crate::$module::$Kind>(kind, data),)*
                _ => Err(DecodeError::unknown_kind(kind)),
            }
        }

        /// Stored name and data, apart: `("welfare_post.placed.v1", "{…}")`.
        pub fn encode(&self) -> (String, String) {
            match self { $(Self::$Kind(event) => encode(event)),* }
        }
    }

    /// The schemas of each category's events and of their earlier versions, each a `oneOf` with one externally tagged
    /// variant a stored kind.
    fn event_schemas_by(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema, Option<Schema>)> {
        vec![$((
            crate::$module::$Kind::CATEGORY,
            <crate::$module::Event as JsonSchema>::json_schema(generator),
            crate::$module::$Kind::earlier().map(|earlier| (earlier.schema)(generator)),
        )),*]
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
    Layoff = layoff,
    Dispute = dispute,
    WageComplaint = wage_complaint,
    Workshop = workshop,
    Base = base,
    Irregularity = irregularity,
    Finding = finding,
    Alert = alert,
}

fn mismatch(stamp: &Stamp, event: &AnyEvent) -> Stop {
    Malformed::SubjectMismatch { subject: stamp.subject.clone(), category: event.category().into() }.into()
}

fn schema_of<T: JsonSchema>() -> Schema {
    whole().into_root_schema_for::<T>()
}

fn whole() -> SchemaGenerator {
    SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true).into_generator()
}

impl AnyEvent {
    /// What it says today, whichever version it was written in.
    pub fn decode(kind: &str, data: &str) -> Result<Self, DecodeError> {
        Self::decode_verbatim(kind, data).map(|written| written.says)
    }
}

/// The tag and the content of an externally tagged enum, apart.
pub(crate) fn encode(event: &impl Serialize) -> (String, String) {
    let tagged = serde_json::to_string(event).unwrap_or_default();
    let inner = tagged.strip_prefix("{\"").and_then(|t| t.strip_suffix('}'));
    let (kind, data) = inner.and_then(|t| t.split_once("\":")).unwrap_or_default();
    (kind.into(), data.into())
}

impl std::fmt::Debug for AnyState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.category(), self.to_json())
    }
}

/// One stored kind of event.
#[derive(Clone, Debug)]
pub struct EventSchema {
    pub category: &'static str,
    pub kind: String,
    pub description: String,
    /// The schema of its data.
    pub data: Value,
    /// The version that is written instead of this one.
    pub superseded_by: Option<String>,
}

impl EventSchema {
    /// Below `schemas/`, without its ending: `welfare_post/placed.v1`.
    pub fn path(&self) -> String {
        self.kind.replacen('.', "/", 1)
    }

    /// As it stands in `schemas/<category>/<event>.v<n>.json`.
    pub fn document(&self) -> Value {
        let mut document = Map::new();
        document.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        document.insert("$id".into(), format!("{}.json", self.path()).into());
        document.insert("title".into(), self.kind.as_str().into());
        document.insert("description".into(), self.description.as_str().into());
        document.extend(self.data.as_object().cloned().unwrap_or_default());
        document.into()
    }

    /// Without its version.
    fn event(&self) -> &str {
        self.kind.rsplit_once('.').map_or("", |(event, _)| event)
    }
}

/// Every stored kind, in the order of the list of kinds and of each event enum, the earlier versions of a category last.
/// The schema of each is whole by itself.
pub fn schemas() -> Vec<EventSchema> {
    schemas_by(&mut whole())
}

/// As [`schemas`]; the generator says whether the types that events are made of stand within or are referred to.
pub fn schemas_by(generator: &mut SchemaGenerator) -> Vec<EventSchema> {
    let mut all = vec![];
    for (category, current, earlier) in event_schemas_by(generator) {
        let current = of_category(category, &current);
        let mut earlier = earlier.map_or(vec![], |earlier| of_category(category, &earlier));
        for kind in &mut earlier {
            kind.superseded_by = current.iter().find(|c| c.event() == kind.event()).map(|c| c.kind.clone());
        }
        all.extend(current.into_iter().chain(earlier));
    }
    all
}

fn of_category(category: &'static str, schema: &Schema) -> Vec<EventSchema> {
    let kind = |variant: Value| {
        let (kind, data) = variant["properties"].as_object()?.iter().next()?;
        let description = variant["description"].as_str().unwrap_or_default().into();
        Some(EventSchema { category, kind: kind.clone(), description, data: data.clone(), superseded_by: None })
    };
    variants(schema).into_iter().filter_map(kind).collect()
}

/// A stable code with which something is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// A category, or what several kinds share: `carrier`, `common`, `malformed`, `invalid`, `decode`.
    pub of: &'static str,
    pub code: String,
    /// The guard in words.
    pub guard: String,
    /// What its text is filled with.
    pub fields: Vec<String>,
}

/// Every code with which the domain refuses: of each kind, then what several kinds share.
pub fn codes() -> Vec<Code> {
    let shared = [
        ("carrier", schema_of::<crate::carrier::Refusal>()),
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
