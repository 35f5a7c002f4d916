use serde_json::{Value, json};

use super::*;
use crate::{
    actor::Role,
    person::{self, Sex},
    testing::{area, day, person_id, stream},
};

fn stamp() -> Stamp {
    Stamp {
        id: "01920000-0000-7000-8000-000000000001".parse().expect("an id"),
        source: "/county/\"430225\"\n".into(),
        subject: stream(&person_id(1)),
        occurred_on: day("2025-03-03"),
        time_us: 1_740_960_000_123_456,
        area: Some(area("430225000000")),
        actor: Actor::new("c1", "bureau", Role::Clerk).expect("an actor"),
        via: Some("key-7".into()),
        decided_in: Some("湘就业".into()),
        correlation_id: Some("c".into()),
        causation_id: Some("01920000-0000-7000-8000-000000000002".parse().expect("an id")),
        basis: vec![(stream("policy-income_line-43"), 3), (stream(&person_id(2)), 0)],
        revision: 4,
    }
}

fn event() -> AnyEvent {
    person::Event::Registered { area: area("430225000000"), birth_year: 1980, sex: Sex::Female }.into()
}

#[test]
fn a_recorded_line_reads_back_as_it_was() {
    let (kind, line) = record(&stamp(), &event());
    assert_eq!(kind, "person.registered.v1");
    assert!(!line.contains('\n'), "one line");
    let (read_stamp, read_event) = read(&line).expect("a recorded line");
    assert_eq!(format!("{read_stamp:?}"), format!("{:?}", stamp()));
    assert_eq!(record(&read_stamp, &read_event), (kind, line));
}

#[test]
fn what_is_absent_is_not_written() {
    let bare = Stamp {
        area: None,
        via: None,
        decided_in: None,
        correlation_id: None,
        causation_id: None,
        basis: vec![],
        ..stamp()
    };
    let (_, line) = record(&bare, &event());
    let line: Value = serde_json::from_str(&line).expect("JSON");
    let names: Vec<_> = line.as_object().expect("an object").keys().cloned().collect();
    let expected =
        ["specversion", "id", "source", "type", "subject", "time", "occurredon", "actor", "revision", "data"];
    assert_eq!(names, expected);
}

#[test]
fn a_line_of_the_log_that_was_tampered_with_does_not_read() {
    let (_, line) = record(&stamp(), &event());
    for (from, to, code) in [
        ("policy-income_line-43@3", "policy-income_line-43", "wrong_type"),
        ("\"revision\":4", "\"revision\":\"4\"", "wrong_type"),
        ("\"sex\":\"female\"", "\"sex\":\"x\"", "unknown_value"),
        ("c1/bureau/clerk", "c1/bureau/king", "bad_actor"),
        ("person.registered.v1", "person.registered.v9", "unknown_kind"),
    ] {
        assert!(line.contains(from), "{from}");
        assert_eq!(read(&line.replace(from, to)).expect_err("refused").code, code, "{to}");
    }
}

fn posted(extra: &Value) -> Posted {
    let mut event = json!({
        "specversion": "1.0", "id": "01920000-0000-7000-8000-000000000001", "source": "/x",
        "type": "person.registered.v1", "subject": person_id(1), "occurredon": "2025-03-03",
        "data": {"area": "430225000000", "birth_year": 1980, "sex": "female"},
    });
    for (name, value) in extra.as_object().into_iter().flatten() {
        event[name] = value.clone();
    }
    Posted::decode(&event.to_string(), MayState { others: true, time: true }).expect("an event")
}

#[test]
fn a_posted_event_is_written_as_it_is_posted() {
    let extra = json!({"actor": "x7/bureau/clerk", "time": "2025-03-04T08:00:00+08:00", "area": "430225000000",
        "correlationid": "c", "decidedin": "d", "datacontenttype": "application/json"});
    let event = posted(&extra);
    let again = Posted::decode(&event.encode(), MayState { others: true, time: true }).expect("an event");
    assert_eq!(format!("{again:?}"), format!("{event:?}"));
    assert_eq!(event.time_us.map(instant_text).as_deref(), Some("2025-03-04T00:00:00.000000Z"));
}

#[test]
fn the_same_id_says_the_same_or_does_not() {
    let event = posted(&json!({}));
    let actor = Actor::new("c1", "bureau", Role::Clerk).expect("an actor");
    let recorded = Stamp { area: Some(area("430225000000")), ..event.stamp(actor.clone(), None, 7) };
    let same = |other: &Value| posted(other).says_the_same(&actor, &recorded, &event.event);
    assert!(same(&json!({})));
    // The area may be stated or left to the case.
    assert!(same(&json!({"area": "430225000000"})));
    for other in [
        json!({"area": "430000000000"}),
        json!({"source": "/y"}),
        json!({"occurredon": "2025-03-02"}),
        json!({"subject": person_id(2)}),
        json!({"correlationid": "c"}),
        json!({"decidedin": "d"}),
        json!({"data": {"area": "430225000000", "birth_year": 1981, "sex": "female"}}),
        json!({"id": "01920000-0000-7000-8000-000000000009"}),
    ] {
        assert!(!same(&other), "{other}");
    }
    let another = Actor::new("c2", "bureau", Role::Clerk).expect("an actor");
    assert!(!event.says_the_same(&another, &recorded, &event.event));
}
