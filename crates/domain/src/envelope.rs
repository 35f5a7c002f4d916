//! The CloudEvents 1.0 envelope: what a client posts, and the one line that is recorded, exported and hashed.

use std::{borrow::Cow, fmt::Write, sync::Arc};

use serde::{Deserialize, Deserializer};
use serde_json::{Value, value::RawValue};
use uuid::Uuid;

use crate::{
    actor::Actor,
    case::Stamp,
    decode::{DecodeError, decode},
    kinds::AnyEvent,
    stream::StreamId,
    values::{AreaCode, Date, Note, is_label, shown},
    versions::Verbatim,
};

/// An event as a client states it.
#[derive(Clone, Debug)]
pub struct Posted {
    pub id: Uuid,
    pub source: Arc<str>,
    pub subject: StreamId,
    pub occurred_on: Date,
    pub area: Option<AreaCode>,
    pub correlation_id: Option<Arc<str>>,
    pub decided_in: Option<Arc<str>>,
    /// Stated by a gateway or an import only.
    pub actor: Option<Actor>,
    /// Stated by an import into an empty folder only; microseconds since 1970 UTC.
    pub time_us: Option<i64>,
    pub event: Verbatim,
}

/// Which of the attributes that the server sets may be stated by whom sends the event.
#[derive(Clone, Copy, Debug, Default)]
pub struct MayState {
    /// Who speaks for others, a gateway or an import, states who acted, and in which other system it was decided.
    pub others: bool,
    pub time: bool,
}

/// Every attribute, so that one set by the server gets a better answer than "unknown".
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire<'a> {
    specversion: Value,
    id: Uuid,
    #[serde(borrow)]
    source: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    subject: StreamId,
    occurredon: Date,
    area: Option<AreaCode>,
    #[serde(borrow)]
    correlationid: Option<Cow<'a, str>>,
    #[serde(borrow)]
    decidedin: Option<Cow<'a, str>>,
    datacontenttype: Option<Value>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    actor: Option<Actor>,
    #[serde(default, deserialize_with = "instant")]
    time: Option<i64>,
    via: Option<Value>,
    causationid: Option<Value>,
    basis: Option<Value>,
    revision: Option<Value>,
    position: Option<Value>,
}

fn instant<'de, D: Deserializer<'de>>(d: D) -> Result<Option<i64>, D::Error> {
    let text = Option::<Cow<'de, str>>::deserialize(d)?;
    let parsed = text.map(|t| t.parse::<jiff::Timestamp>().map_err(|_| serde::de::Error::custom("instant")));
    Ok(parsed.transpose()?.map(jiff::Timestamp::as_microsecond))
}

impl Posted {
    /// Decodes and checks one posted event; a pointer in the error is relative to the event.
    pub fn decode(json: &str, may: MayState) -> Result<Self, DecodeError> {
        if json.trim_start().starts_with('[') {
            return Err(DecodeError::new("wrong_type", "", &[("expected", "object")]));
        }
        let wire: Wire = decode(json)?;
        let claimed = [
            ("actor", wire.actor.is_some() && !may.others),
            ("decidedin", wire.decidedin.is_some() && !may.others),
            ("time", wire.time.is_some() && !may.time),
            ("via", wire.via.is_some()),
            ("causationid", wire.causationid.is_some()),
            ("basis", wire.basis.is_some()),
            ("revision", wire.revision.is_some()),
            ("position", wire.position.is_some()),
        ];
        if let Some((name, _)) = claimed.iter().find(|(_, claimed)| *claimed) {
            let code = match *name {
                "time" => "time_set_by_server",
                "decidedin" => "decided_in_of_gateway",
                _ => "attribute_set_by_server",
            };
            return Err(DecodeError::new(code, format!("/{name}"), &[("attribute", name)]));
        }
        if wire.specversion != "1.0" {
            return Err(DecodeError::new(
                "unknown_value",
                "/specversion",
                &[("value", &shown(&wire.specversion.to_string())), ("known", "1.0")],
            ));
        }
        if let Some(other) = wire.datacontenttype.filter(|t| t != "application/json") {
            return Err(DecodeError::new(
                "unknown_value",
                "/datacontenttype",
                &[("value", &shown(&other.to_string())), ("known", "application/json")],
            ));
        }
        let texts = [
            ("source", Some(&wire.source)),
            ("correlationid", wire.correlationid.as_ref()),
            ("decidedin", wire.decidedin.as_ref()),
        ];
        for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text?))) {
            if text.is_empty() {
                return Err(DecodeError::new("wrong_type", format!("/{name}"), &[("expected", "text_not_empty")]));
            }
            let checked = if name == "correlationid" { is_label(text) } else { text.parse::<Note>().map(drop) };
            if let Err(invalid) = checked {
                return Err(DecodeError::of(&invalid, format!("/{name}")));
            }
        }
        let data = wire.data.ok_or_else(|| DecodeError::new("missing_field", "/data", &[("field", "data")]))?;
        let event = AnyEvent::decode_verbatim(&wire.kind, data.get())
            .map_err(|e| if e.code == "unknown_kind" { e } else { e.under("/data") })?;
        Ok(Self {
            id: wire.id,
            source: wire.source.into(),
            subject: wire.subject,
            occurred_on: wire.occurredon,
            area: wire.area,
            correlation_id: wire.correlationid.map(Into::into),
            decided_in: wire.decidedin.map(Into::into),
            actor: wire.actor,
            time_us: wire.time,
            event,
        })
    }

    /// Is this the event that `recorded` came from? Content is what the client states: attributes, data and actor.
    pub fn says_the_same(&self, actor: &Actor, recorded: &Stamp, event: &Verbatim) -> bool {
        self.id == recorded.id
            && self.source == recorded.source
            && self.subject == recorded.subject
            && self.occurred_on == recorded.occurred_on
            && self.area.is_none_or(|area| recorded.area == Some(area))
            && self.correlation_id == recorded.correlation_id
            && self.decided_in == recorded.decided_in
            && *actor == recorded.actor
            && self.event.encode() == event.encode()
    }

    /// The stamp with which it is judged.
    pub fn stamp(&self, actor: Actor, via: Option<Arc<str>>, time_us: i64) -> Stamp {
        Stamp {
            id: self.id,
            source: self.source.clone(),
            subject: self.subject.clone(),
            occurred_on: self.occurred_on,
            time_us,
            area: None,
            actor,
            via,
            decided_in: self.decided_in.clone(),
            correlation_id: self.correlation_id.clone(),
            causation_id: None,
            basis: vec![],
            revision: 0,
        }
    }

    /// One line as a client posts it.
    pub fn encode(&self) -> String {
        let (kind, data) = self.event.encode();
        let mut line = head(self.id, &self.source, &kind, &self.subject);
        if let Some(time_us) = self.time_us {
            push(&mut line, "time", &instant_text(time_us));
        }
        push(&mut line, "occurredon", &self.occurred_on.to_string());
        push_some(&mut line, "area", self.area.as_ref().map(AreaCode::as_str));
        push_some(&mut line, "correlationid", self.correlation_id.as_deref());
        push_some(&mut line, "decidedin", self.decided_in.as_deref());
        push_some(&mut line, "actor", self.actor.as_ref().map(Actor::as_str));
        let _ = write!(line, ",\"data\":{data}}}");
        line
    }
}

/// The stored type and the recorded bytes: one line, serialised once, at admission.
pub fn record(stamp: &Stamp, event: &AnyEvent) -> (String, String) {
    line_of(stamp, event.encode())
}

/// What [`record`] wrote, or what it wrote in a release before.
pub fn record_verbatim(stamp: &Stamp, event: &Verbatim) -> (String, String) {
    line_of(stamp, event.encode())
}

fn line_of(stamp: &Stamp, (kind, data): (String, String)) -> (String, String) {
    let mut line = head(stamp.id, &stamp.source, &kind, &stamp.subject);
    push(&mut line, "time", &instant_text(stamp.time_us));
    push(&mut line, "occurredon", &stamp.occurred_on.to_string());
    push_some(&mut line, "area", stamp.area.as_ref().map(AreaCode::as_str));
    push_some(&mut line, "correlationid", stamp.correlation_id.as_deref());
    push_some(&mut line, "decidedin", stamp.decided_in.as_deref());
    push(&mut line, "actor", stamp.actor.as_str());
    push_some(&mut line, "via", stamp.via.as_deref());
    if let Some(cause) = stamp.causation_id {
        push(&mut line, "causationid", &cause.to_string());
    }
    if !stamp.basis.is_empty() {
        let basis: Vec<_> = stamp.basis.iter().map(|(stream, revision)| format!("{stream}@{revision}")).collect();
        push(&mut line, "basis", &basis.join(" "));
    }
    let _ = write!(line, ",\"revision\":{},\"data\":{data}}}", stamp.revision);
    (kind, line)
}

fn head(id: Uuid, source: &str, kind: &str, subject: &StreamId) -> String {
    let mut line = String::with_capacity(512);
    line.push_str("{\"specversion\":\"1.0\"");
    push(&mut line, "id", &id.to_string());
    push(&mut line, "source", source);
    push(&mut line, "type", kind);
    push(&mut line, "subject", subject.as_str());
    line
}

fn push(line: &mut String, name: &str, text: &str) {
    let as_it_stands = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(as_it_stands) {
        for part in [",\"", name, "\":\"", text, "\""] {
            line.push_str(part);
        }
    } else {
        let _ = write!(line, ",\"{name}\":{}", Value::from(text));
    }
}

fn push_some(line: &mut String, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        push(line, name, text);
    }
}

/// RFC 3339 in UTC, to the microsecond.
pub fn instant_text(time_us: i64) -> String {
    let instant = jiff::Timestamp::from_microsecond(time_us).unwrap_or_default();
    format!("{instant:.6}")
}

/// RFC 3339 with any offset, to microseconds since 1970 UTC.
pub fn instant_of(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_microsecond)
}

/// Reads a recorded line back: what is known of the event, and what it says today.
pub fn read(line: &str) -> Result<(Stamp, AnyEvent), DecodeError> {
    read_verbatim(line).map(|(stamp, written)| (stamp, written.says))
}

/// Reads a recorded line back: what is known of the event, and the event as it was written.
pub fn read_verbatim(line: &str) -> Result<(Stamp, Verbatim), DecodeError> {
    #[derive(Deserialize)]
    struct Line<'a> {
        id: Uuid,
        #[serde(borrow)]
        source: Cow<'a, str>,
        #[serde(borrow, rename = "type")]
        kind: Cow<'a, str>,
        subject: StreamId,
        #[serde(deserialize_with = "instant")]
        time: Option<i64>,
        occurredon: Date,
        area: Option<AreaCode>,
        #[serde(borrow)]
        correlationid: Option<Cow<'a, str>>,
        #[serde(borrow)]
        decidedin: Option<Cow<'a, str>>,
        actor: Actor,
        #[serde(borrow)]
        via: Option<Cow<'a, str>>,
        causationid: Option<Uuid>,
        #[serde(borrow)]
        basis: Option<Cow<'a, str>>,
        revision: u64,
        #[serde(borrow)]
        data: &'a RawValue,
    }
    let wire: Line = decode(line)?;
    let bad_basis = || DecodeError::new("wrong_type", "/basis", &[("expected", "basis")]);
    let cited = |part: &str| {
        let (stream, revision) = part.rsplit_once('@')?;
        Some((stream.parse().ok()?, revision.parse().ok()?))
    };
    let basis: Option<Vec<_>> = wire.basis.as_deref().unwrap_or_default().split_whitespace().map(cited).collect();
    let event = AnyEvent::decode_verbatim(&wire.kind, wire.data.get())?;
    let stamp = Stamp {
        id: wire.id,
        source: wire.source.into(),
        subject: wire.subject,
        occurred_on: wire.occurredon,
        time_us: wire.time.unwrap_or_default(),
        area: wire.area,
        actor: wire.actor,
        via: wire.via.map(Into::into),
        decided_in: wire.decidedin.map(Into::into),
        correlation_id: wire.correlationid.map(Into::into),
        causation_id: wire.causationid,
        basis: basis.ok_or_else(bad_basis)?,
        revision: wire.revision,
    };
    Ok((stamp, event))
}

#[cfg(test)]
mod tests;
