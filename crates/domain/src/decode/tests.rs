//! What a client did wrong is said with a code and a pointer to the place.

use serde_json::{Value, json};

use crate::envelope::{MayState, Posted};

const PERSON: &str = "person-00000000000000000000000000000001";

/// A hire that is right; tests change one thing of it.
fn hire() -> Value {
    json!({
        "specversion": "1.0",
        "id": "01920000-0000-7000-8000-000000000001",
        "source": "/county/430225",
        "type": "welfare_post.placed.v1",
        "subject": "welfare_post-p17",
        "occurredon": "2025-03-03",
        "data": {
            "person": PERSON,
            "agreement": {"sha256": "ab".repeat(32), "kind": "agreement"},
            "full_time": false,
        },
    })
}

/// With the value at a pointer replaced, or added to its object.
fn with(pointer: &str, value: impl Into<Value>) -> Value {
    let mut event = hire();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let parent = event.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
    parent.insert(name.into(), value.into());
    event
}

fn without(pointer: &str) -> Value {
    let mut event = hire();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    event.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object").remove(name);
    event
}

/// Of another kind.
fn says(kind: &str, data: Value) -> Value {
    let mut event = with("/type", kind);
    event["subject"] = PERSON.into();
    event["data"] = data;
    event
}

#[track_caller]
fn check_text(json: &str, code: &str, pointer: &str) -> serde_json::Map<String, Value> {
    match Posted::decode(json, MayState::default()) {
        Err(error) => {
            assert_eq!((error.code.as_str(), error.pointer.as_str()), (code, pointer), "{error:?}");
            error.fields
        }
        Ok(posted) => panic!("expected {code} at {pointer}, got {posted:?}"),
    }
}

#[track_caller]
fn check(event: &Value, code: &str, pointer: &str) -> serde_json::Map<String, Value> {
    check_text(&event.to_string(), code, pointer)
}

#[test]
fn what_is_right_decodes() {
    Posted::decode(&hire().to_string(), MayState::default()).expect("a right event");
}

#[test]
fn fields_have_names() {
    check_text("[\"1.0\"]", "wrong_type", "");
    check(&with("/data", json!([PERSON])), "wrong_type", "/data");
}

#[test]
fn unknown_fields_are_refused_where_they_stand() {
    check(&with("/colour", "red"), "unknown_field", "/colour");
    check(&with("/data/persn", PERSON), "unknown_field", "/data/persn");
    let fields = check(&with("/data/agreement/name", "x.pdf"), "unknown_field", "/data/agreement/name");
    assert_eq!((fields["field"].as_str(), fields["known"].as_str()), (Some("name"), Some("sha256, kind")));
    check(&with("/data/agreement/agreement", 1), "unknown_field", "/data/agreement/agreement");
    check(&with("/data/a~1b", 1), "unknown_field", "/data/a~01b");
    check(&says("person.willingness_stated.v1", json!({"willing": true, "why": ""})), "unknown_field", "/data/why");
    // An event without fields takes none.
    let mut opened = says("welfare_post.opened.v1", json!({"x": 1}));
    opened["subject"] = "welfare_post-p1".into();
    check(&opened, "unknown_field", "/data/x");
}

#[test]
fn unknown_fields_below_a_list_and_a_choice_are_found_too() {
    let line = json!({
        "area": "430000000000",
        "standard": {"post_rules": {"notice_days_min": 5, "term_months_max": 12,
            "exclusions": ["public_payroll", {"other": {"reason": "x", "colour": 1}}]}},
        "valid": {"from": "2025-01-01", "until": "2025-12-31"},
        "legal_basis": {"document": "x", "dated": "2025-01-01",
            "evidence": {"sha256": "ab".repeat(32), "kind": "decision"}},
        "claws_back": false,
    });
    let issued = |data| {
        let mut event = says("policy.issued.v1", data);
        event["subject"] = "policy-post_rules-43".into();
        event
    };
    check(&issued(line.clone()), "unknown_field", "/data/standard/post_rules/exclusions/1/other/colour");
    let mut line = line;
    line["standard"]["post_rules"]["exclusions"] = json!([]);
    check(&issued(line.clone()), "unknown_field", "/data/valid/until");
    line["valid"] = json!({"from": "2025-02-01", "to": "2025-01-01"});
    check(&issued(line), "bad_span", "/data/valid");
}

#[test]
fn missing_fields_are_named() {
    check(&without("/subject"), "missing_field", "/subject");
    check(&without("/data"), "missing_field", "/data");
    check(&without("/data/person"), "missing_field", "/data/person");
    check(&without("/data/agreement/kind"), "missing_field", "/data/agreement/kind");
    check(&json!({}), "missing_field", "/specversion");
}

#[test]
fn an_unknown_kind_is_told_from_an_unknown_value() {
    check(&with("/type", "welfare_post.vanished.v1"), "unknown_kind", "/type");
    check(&with("/type", "spaceship.launched.v1"), "unknown_kind", "/type");
    check(&with("/type", ""), "unknown_kind", "/type");
    check(&with("/data/agreement/kind", "poem"), "unknown_value", "/data/agreement/kind");
    check(&with("/specversion", "0.3"), "unknown_value", "/specversion");
    let fields = check(&with("/datacontenttype", "text/xml"), "unknown_value", "/datacontenttype");
    assert_eq!(fields["value"], "\"text/xml\"");
}

#[test]
fn a_wrong_type_says_what_is_expected() {
    for (pointer, value, expected) in [
        ("/data/full_time", json!("no"), "true_or_false"),
        ("/data/person", json!(7), "stream"),
        ("/data/agreement", json!([]), "object"),
        ("/data/agreement/kind", json!(7), "choice"),
        ("/data/agreement/sha256", json!({}), "sha256"),
        ("/data", json!("x"), "object"),
        ("/id", json!("7"), "uuid"),
        ("/source", json!(""), "text_not_empty"),
        ("/source", json!(1), "text"),
        ("/occurredon", json!(20_250_303), "date"),
        ("/subject", json!("expected u8"), ""),
    ] {
        let code = if expected.is_empty() { "bad_stream" } else { "wrong_type" };
        let fields = check(&with(pointer, value), code, pointer);
        assert_eq!(fields.get("expected").and_then(Value::as_str).unwrap_or_default(), expected, "{pointer}");
    }
    let skill = |level: Value| {
        let evidence = json!({"sha256": "ab".repeat(32), "kind": "certificate"});
        says("person.skill_recorded.v1", json!({"skill": "焊工", "level": level, "evidence": evidence}))
    };
    for (wrong, expected) in
        [(json!(300), "number_to_255"), (json!(1.5), "number_to_255"), (json!(-1), "number_to_255")]
    {
        assert_eq!(check(&skill(wrong), "wrong_type", "/data/level")["expected"], expected);
    }
    check(&with("/data", Value::Null), "missing_field", "/data");
    check_text("[]", "wrong_type", "");
    check_text("7", "wrong_type", "");
}

#[test]
fn a_birth_year_is_of_somebody_who_may_live() {
    let registered =
        |year: i16| says("person.registered.v1", json!({"area": "430225103204", "birth_year": year, "sex": "male"}));
    let fields = check(&registered(1899), "bad_birth_year", "/data/birth_year");
    assert_eq!((&fields["value"], &fields["year_min"]), (&json!(1899), &json!(1900)));
    Posted::decode(&registered(1900).to_string(), MayState::default()).expect("the oldest");
}

#[test]
fn no_id_names_somebody_by_number() {
    for (pointer, value) in [
        ("/subject", "welfare_post-13800138000"),
        ("/subject", "person-11010519491231002X"),
        ("/subject", "household-440524188001010014"),
        ("/correlationid", "6222020200112233445"),
        ("/source", "138-0013-8000"),
        ("/data/person", "person-13800138000"),
    ] {
        check(&with(pointer, value), "personal_number", pointer);
    }
    for actor in ["13800138000/bureau/clerk", "c1/11010519491231002x/clerk"] {
        let named = with("/actor", actor).to_string();
        let refused = Posted::decode(&named, MayState { others: true, time: false }).expect_err("refused");
        assert_eq!((refused.code.as_str(), refused.pointer.as_str()), ("personal_number", "/actor"));
    }
    // Nor does an error about one repeat the number.
    let account = says("person.account_verified.v1", json!({"account": "6222020200112233445"}));
    assert_eq!(check(&account, "bad_account", "/data/account")["value"], "*".repeat(19));
}

#[test]
fn a_value_that_cannot_be_has_its_own_code() {
    check(&with("/occurredon", "2025-02-30"), "bad_date", "/occurredon");
    check(&with("/subject", "spaceship-1"), "bad_stream", "/subject");
    check(&with("/subject", "person-1"), "bad_stream", "/subject");
    check(&with("/area", "430225"), "bad_area_code", "/area");
    check(&with("/data/person", "welfare_post-p1"), "wrong_kind_of_case", "/data/person");
    check(&with("/data/agreement/sha256", "abc"), "bad_digest", "/data/agreement/sha256");
    check(&with("/data/until", "soon"), "bad_date", "/data/until");
    check(&with("/source", "13800000000"), "personal_number", "/source");
    check(&with("/correlationid", "x".repeat(201)), "text_too_long", "/correlationid");
    let income =
        |month: &str, amount: Value| says("person.income_reported.v1", json!({"month": month, "amount_fen": amount}));
    check(&income("2025-13", json!(1)), "bad_month", "/data/month");
    check(&income("2025-03", json!(-1)), "negative_money", "/data/amount_fen");
    check(&income("2025-03", json!(1.5)), "fractional_money", "/data/amount_fen");
    check(&income("2025-03", json!(99_999_999_999_999_i64)), "money_too_large", "/data/amount_fen");
    check(&income("2025-03", json!("100")), "wrong_type", "/data/amount_fen");
    let account = says("person.account_verified.v1", json!({"account": "6222020200112233445"}));
    check(&account, "bad_account", "/data/account");
}

#[test]
fn a_credit_code_is_told_what_its_last_character_should_be() {
    let firm = |code: &str| {
        let identity = json!({"credit_code": code});
        let mut event = says("organisation.registered.v1", json!({"identity": identity, "area": "430225000000"}));
        event["subject"] = "organisation-x".into();
        event
    };
    let fields = check(&firm("12100000400009880L"), "wrong_check_digit", "/data/identity/credit_code");
    assert_eq!(fields["expected"], "K");
    check(&firm("12100000400009880"), "bad_credit_code", "/data/identity/credit_code");
}

#[test]
fn what_the_server_sets_is_not_claimed() {
    check(&with("/time", "2025-03-03T00:00:00Z"), "time_set_by_server", "/time");
    check(&with("/decidedin", "province-legacy"), "decided_in_of_gateway", "/decidedin");
    for (name, value) in [
        ("actor", json!("x/y/clerk")),
        ("via", json!("k")),
        ("causationid", json!("01920000-0000-7000-8000-000000000001")),
        ("basis", json!("")),
        ("revision", json!(3)),
        ("position", json!(3)),
    ] {
        check(&with(&format!("/{name}"), value), "attribute_set_by_server", &format!("/{name}"));
    }
    let gateway = MayState { others: true, time: true };
    let bad = with("/actor", "nobody").to_string();
    assert_eq!(Posted::decode(&bad, gateway).expect_err("refused").code, "bad_actor");
    let bad = with("/time", "yesterday").to_string();
    assert_eq!(Posted::decode(&bad, gateway).expect_err("refused").pointer, "/time");
}

#[test]
fn a_field_stands_once() {
    let twice =
        hire().to_string().replacen("\"source\"", "\"id\":\"01920000-0000-7000-8000-000000000001\",\"source\"", 1);
    check_text(&twice, "duplicate_field", "/id");
    let twice = hire().to_string().replacen("\"full_time\"", "\"full_time\":true,\"full_time\"", 1);
    check_text(&twice, "duplicate_field", "/data/full_time");
}

#[test]
fn text_that_is_not_json_says_so() {
    check_text("", "malformed_json", "");
    let fields = check_text("{", "malformed_json", "");
    assert_eq!((&fields["json_line"], &fields["json_column"]), (&json!(1), &json!(1)));
    check_text("{\"id\":", "malformed_json", "/id");
    check_text(&format!("{} trailing", hire()), "malformed_json", "");
    check_text(&format!("{}{}", hire(), hire()), "malformed_json", "");
    check_text("\u{feff}{}", "malformed_json", "");
    let deep = "[".repeat(100_000);
    let deep = with("/data", json!({})).to_string().replace("{}", &format!("{{\"x\":{deep}"));
    check_text(&deep, "malformed_json", "/data");
}
