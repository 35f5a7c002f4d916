//! A finding, as the runner of the checks raises it.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Fact, actor_of, area, fact, person_id, stream};
use crate::{
    actor::Role,
    finding::{CheckId, Event, Raised, Severity, name},
    values::{Bilingual, Fen},
};

/// 900 yuan paid without duty on post p1, to the first person, as `o1` of the village decided.
pub fn no_show(on: &str, key: &str) -> Fact {
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
    let subject = name(CheckId::NoShow, key).to_string();
    fact(on, &subject, Event::Raised(Box::new(raised))).by_role(Role::Server)
}
