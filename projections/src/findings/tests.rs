use std::collections::BTreeMap;

use domain::{
    actor::Role,
    finding::{CheckId, name},
    testing::{Fact, World, actor_of, area, evidence, fact, given, note, person_id, stream},
    values::{Bilingual, Evidence, EvidenceKind, Fen},
};
use serde_json::json;

use super::*;
use crate::model::testing::{assert_has, folded};

fn subject(key: &str) -> String {
    name(CheckId::NoShow, key).to_string()
}

fn raised(on: &str, key: &str) -> Fact {
    let raised = Raised {
        check: CheckId::NoShow,
        version: 1,
        key: key.into(),
        position: 7,
        severity: Severity::High,
        amount_fen: Fen::yuan(900),
        area: Some(area("430225103204")),
        events: vec![Uuid::nil()],
        cases: vec![stream("welfare_post-p1"), stream(&person_id(1))],
        officials: vec![actor_of("o1/village/clerk")],
        parameters: BTreeMap::from([("grace_days".into(), 10)]),
        standard: None,
        sentence: Bilingual { zh: "无履职记录".into(), en: "No duty was logged.".into() },
        rule_out: Bilingual::default(),
        clears: Bilingual::default(),
    };
    fact(on, &subject(key), Event::Raised(Box::new(raised))).by_role(Role::Server)
}

fn paper() -> Evidence {
    evidence(EvidenceKind::Inspection)
}

fn assigned(key: &str) -> Fact {
    fact("2025-04-21", &subject(key), Event::Assigned { to: actor_of("i1/inspection/clerk") })
}

fn looked_into(keys: &[&str]) -> World {
    given(keys.iter().flat_map(|key| [raised("2025-04-20", key), assigned(key)]))
}

#[test]
fn a_flag_shows_what_it_says_and_what_became_of_it() {
    let says = |on: &str, event| fact(on, &subject("a"), event);
    let world = looked_into(&["a"]).given([
        says("2025-05-10", Event::Confirmed { amount_fen: Fen::yuan(900), evidence: paper() }),
        says("2025-05-11", Event::RecoveryStarted { evidence: paper() }),
        says("2025-05-20", Event::Recovered { amount_fen: Fen::yuan(500), evidence: paper() }),
    ]);
    let row = folded(&FINDINGS, &world).row("findings", &subject("a"));
    assert_has(
        &row,
        &json!({
            "state": "recovering", "severity": "high", "check_name": "no_show", "about": "a", "true_at": 7,
            "confirmed_fen": 90_000, "recovered_fen": 50_000, "disposition": "confirmed", "sentence_zh": "无履职记录",
            "assigned_to": "i1/inspection/clerk", "parameters": [["grace_days", 10]],
        }),
    );
    let rest = says("2025-06-20", Event::Recovered { amount_fen: Fen::yuan(400), evidence: paper() });
    let row = folded(&FINDINGS, &world.given([rest])).row("findings", &subject("a"));
    assert_has(&row, &json!({"state": "recovered"}));
}

#[test]
fn the_precision_of_a_check_follows_from_the_dispositions() {
    let confirmed =
        |key| fact("2025-05-10", &subject(key), Event::Confirmed { amount_fen: Fen::ZERO, evidence: paper() });
    let explained = Event::Explained { explanation: note("纸质考勤补录"), evidence: paper() };
    let world = looked_into(&["a", "b", "c", "d"]).given([confirmed("a"), confirmed("b")]);
    let world = world.given([fact("2025-05-10", &subject("c"), explained)]);
    let row = folded(&FINDINGS, &world).row("findings_precision", "no_show,430225000000");
    assert_has(
        &row,
        &json!({"raised": 4, "confirmed": 2, "explained": 1, "data_errors": 0, "precision_per_mille": 666}),
    );
}

#[test]
fn a_suppression_of_a_case_hides_what_the_check_says_of_it_until_it_ends() {
    let suppressed = Event::Suppressed {
        scope: Scope::Case { case: stream("welfare_post-p1") },
        until: "2025-10-01".parse().unwrap(),
        reason: note("季节性停岗"),
        evidence: paper(),
    };
    let world = looked_into(&["a"]).given([
        fact("2025-05-10", &subject("a"), suppressed),
        raised("2025-06-01", "b"),
        raised("2025-10-02", "c"),
    ]);
    let until = |key: &str| folded(&FINDINGS, &world).row("findings", &subject(key))["suppressed_until"].clone();
    assert_eq!((until("a"), until("b"), until("c")), (json!("2025-10-01"), json!("2025-10-01"), json!(null)));
}
