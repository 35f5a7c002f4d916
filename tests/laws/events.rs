//! Arbitrary events of every kind: what is written reads back, and nothing unknown gets in.

use std::collections::BTreeSet;

use domain::{
    actor::{Actor, Role},
    case::{Refused, Stamp},
    decode::EXPECTED,
    envelope::{read_verbatim, record_verbatim},
    kinds::{self, AnyEvent, EventSchema},
    versions::Verbatim,
};
use serde_json::{Value, json};
use tests::instance::{Seeded, instance};
use uuid::Uuid;

const INSTANCES: u64 = 24;

fn each(law: impl FnMut(&EventSchema, &Value)) {
    each_of(INSTANCES, law);
}

fn each_of(instances: u64, mut law: impl FnMut(&EventSchema, &Value)) {
    for kind in kinds::schemas() {
        for seed in 0..instances {
            law(&kind, &instance(&kind.data, &mut Seeded::new(seed)));
        }
    }
}

fn decode(kind: &EventSchema, data: &Value) -> Verbatim {
    AnyEvent::decode_verbatim(&kind.kind, &data.to_string())
        .unwrap_or_else(|error| panic!("{} {data}: {error:?}", kind.kind))
}

fn stamp(kind: &EventSchema) -> Stamp {
    let id = ["a".repeat(32), "2025".into(), "430225103204".into()];
    let subject = id.iter().find_map(|id| format!("{}-{id}", kind.category).parse().ok());
    Stamp {
        id: Uuid::from_u128(1),
        source: "/law".into(),
        subject: subject.unwrap_or_else(|| panic!("no id of {} is known", kind.category)),
        occurred_on: "2025-03-03".parse().expect("a date"),
        time_us: 1_740_960_000_000_001,
        area: None,
        actor: Actor::new("c1", "bureau", Role::Clerk).expect("an actor"),
        via: None,
        decided_in: None,
        correlation_id: None,
        causation_id: None,
        basis: vec![],
        revision: 7,
    }
}

#[test]
fn whatever_the_schema_allows_decodes_and_is_written_as_it_was_read() {
    each(|kind, data| {
        let event = decode(kind, data);
        let (name, written) = event.encode();
        assert_eq!(name, kind.kind);
        let again =
            AnyEvent::decode_verbatim(&name, &written).unwrap_or_else(|error| panic!("{name} {written}: {error:?}"));
        assert_eq!(again.encode(), (name, written));
    });
}

#[test]
fn every_event_survives_the_log() {
    each(|kind, data| {
        let event = decode(kind, data);
        let (name, line) = record_verbatim(&stamp(kind), &event);
        assert!(!line.contains('\n'), "one line: {line}");
        let (read_stamp, read_event) = read_verbatim(&line).unwrap_or_else(|error| panic!("{line}: {error:?}"));
        assert_eq!(record_verbatim(&read_stamp, &read_event), (name, line));
    });
}

#[test]
fn an_earlier_version_says_today_what_its_successor_says_and_is_posted_no_more() {
    let mut earlier = BTreeSet::new();
    each(|kind, data| {
        let event = decode(kind, data);
        let (today, _) = event.says.encode();
        let refused = event.is_current().err().map(|reason| Refused::new(&reason));
        let Some(successor) = &kind.superseded_by else {
            assert!(today == kind.kind && refused.is_none(), "{refused:?}");
            return;
        };
        assert_eq!(&today, successor, "what {} is today", kind.kind);
        assert!(version(&kind.kind) < version(successor), "{} before {successor}", kind.kind);
        let refused = refused.expect("refused");
        assert_eq!((refused.code.as_str(), &refused.fields["by"]), ("kind_superseded", &json!(successor)));
        earlier.insert(kind.kind.clone());
    });
    assert!(earlier.len() >= 2, "{earlier:?}");
}

fn version(kind: &str) -> Option<u32> {
    kind.rsplit_once(".v")?.1.parse().ok()
}

/// The pointers of a value and of all in it.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.into());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| places(value, &format!("{at}/{name}"), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| places(item, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

#[test]
fn an_unknown_field_is_refused_wherever_it_stands() {
    each(|kind, data| {
        let mut found = vec![];
        places(data, "", &mut found);
        for place in found {
            let mut data = data.clone();
            let Some(object) = data.pointer_mut(&place).and_then(Value::as_object_mut) else { continue };
            // A choice is an object with one field, its tag: a second one is refused as text that is no choice.
            object.insert("no_such_field".into(), Value::Null);
            let Err(error) = AnyEvent::decode(&kind.kind, &data.to_string()) else {
                panic!("{}: an unknown field at {place:?} got in: {data}", kind.kind);
            };
            if error.code == "unknown_field" {
                assert_eq!(error.pointer, format!("{place}/no_such_field"), "{}", kind.kind);
            } else {
                assert!(error.pointer.starts_with(&place), "{} {place}: {error:?}", kind.kind);
            }
        }
    });
}

#[test]
fn a_required_field_is_missed_by_its_pointer() {
    each(|kind, data| {
        for name in kind.data["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let mut data = data.clone();
            data.as_object_mut().expect("an object").remove(name);
            let error = AnyEvent::decode(&kind.kind, &data.to_string()).expect_err("a field is missing");
            let found = (error.code.as_str(), error.pointer);
            assert_eq!(found, ("missing_field", format!("/{name}")), "{} {data}", kind.kind);
        }
    });
}

/// Nor does a type of the program name it.
#[test]
fn whatever_stands_for_a_value_what_was_expected_is_said_in_a_known_word() {
    let wrong =
        [json!(null), json!(7), json!(-1), json!(1.5), json!(true), json!("x"), json!([]), json!({}), json!([7])];
    // Every place takes every wrong value, so a few instances are many.
    each_of(INSTANCES / 6, |kind, data| {
        let mut found = vec![];
        places(data, "", &mut found);
        for (place, value) in found.iter().skip(1).flat_map(|place| wrong.iter().map(move |value| (place, value))) {
            let mut data = data.clone();
            *data.pointer_mut(place).expect("a place") = value.clone();
            let Err(error) = AnyEvent::decode(&kind.kind, &data.to_string()) else { continue };
            assert_ne!(error.code, "malformed_json", "{} {place} {value}: {error:?}", kind.kind);
            if error.code == "wrong_type" {
                let expected = error.fields["expected"].as_str().unwrap_or_default();
                assert!(
                    EXPECTED.contains(&expected) && expected != "other",
                    "{} {place} {value}: {error:?}",
                    kind.kind
                );
            }
        }
    });
}
