//! 核查、预警: what an earlier server of the province raised, and what people made of it. Notice §二(四), §三(二); DOMAIN §2.18.

use std::collections::BTreeMap;

use domain::{
    actor::{Actor, Role},
    alert::{self, LimitId},
    finding::{self, Authority, CheckId, Event, Finding, Raised, Scope, Severity},
    person::{AccountHolder, Event as PersonEvent},
    stream::Ref,
    values::{Bilingual, EvidenceKind, Fen},
};

use super::Scene;
use crate::{
    county::actor,
    world::{World, note},
};

/// 查实并追回 Confirmed, partly recovered, partly written off; the official is referred, and the county mends its ways.
pub fn confirmed_and_recovered(world: &mut World, scene: &Scene) {
    let (finding, officer) = flagged(world, scene);
    let mut paper = |kind| world.rng.evidence(kind);
    let asked = Event::InfoRequested { question: note("三户账户开户资料"), until: scene.day(30) };
    let received = Event::InfoReceived { evidence: paper(EvidenceKind::DataMatch) };
    let confirmed = Event::Confirmed { amount_fen: Fen::yuan(900), evidence: paper(EvidenceKind::Inspection) };
    let started = Event::RecoveryStarted { evidence: paper(EvidenceKind::Notice) };
    let recovered = Event::Recovered { amount_fen: Fen::yuan(600), evidence: paper(EvidenceKind::BankSlip) };
    let evidence = paper(EvidenceKind::Decision);
    let lost = Event::WrittenOff { amount_fen: Fen::yuan(300), reason: note("无可追缴财产"), evidence };
    let evidence = paper(EvidenceKind::Decision);
    let referred = Event::Referred { to: Authority::DisciplineInspection, evidence };
    let sanctioned = Event::Sanctioned { sanction: note("诫勉谈话"), evidence: paper(EvidenceKind::Decision) };
    let rectified = Event::Rectified { measure: note("账户逐户核验"), evidence: paper(EvidenceKind::Inspection) };
    let closed = Event::Closed { evidence: paper(EvidenceKind::Decision) };
    let chief = &scene.desks.approver;
    let course = [
        (16, &officer, asked),
        (24, &officer, received),
        (40, chief, confirmed),
        (45, &officer, started),
        (70, &officer, recovered),
        (90, chief, lost),
        (95, &officer, referred),
        (130, &officer, sanctioned),
        (140, &officer, rectified),
        (150, chief, closed),
    ];
    for (after, by, event) in course {
        world.tell(scene.day(after), by, &finding, event);
    }
}

/// 合理解释 Out of the inbox while the register is mended, then explained: one household, one card.
pub fn explained(world: &mut World, scene: &Scene) {
    let (finding, _) = flagged(world, scene);
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let hidden =
        Event::Suppressed {
            scope: Scope::Finding, until: scene.day(60), reason: note("户籍资料补录中"), evidence
        };
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    let explained = Event::Explained { explanation: note("同一农户一卡通"), evidence };
    let closed = Event::Closed { evidence: world.rng.evidence(EvidenceKind::Decision) };
    for (after, event) in [(16, hidden), (30, explained), (31, closed)] {
        world.tell(scene.day(after), &scene.desks.approver, &finding, event);
    }
}

/// 数据差错 An account typed wrongly, and closed.
pub fn data_error(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let account = world.rng.account();
    let declared = PersonEvent::AccountDeclared { account: account.clone(), holder: AccountHolder::Oneself };
    world.tell(scene.day(1), &scene.clerk, &person, declared);
    let mended_by = world.tell(scene.day(20), &scene.clerk, &person, PersonEvent::AccountClosed { account });
    let (finding, _) = flagged(world, scene);
    let found = Event::DataErrorFound { mended_by, evidence: world.rng.evidence(EvidenceKind::DataMatch) };
    world.tell(scene.day(30), &scene.desks.approver, &finding, found);
}

/// 预警 Near, then passed, passed on to the level above, and met late.
pub fn limit_passed(world: &mut World, scene: &Scene) {
    let post = world.post(scene.on, scene.county, scene.village, true);
    let Some(unit) = world.counties[scene.county].villages[scene.village].unit.clone() else { return };
    let started_by = world.rng.uuid(0);
    let due = scene.day(20);
    let named = alert::name(LimitId::DutyAssessment, post.stream(), None, due);
    let raised = alert::Raised {
        limit: LimitId::DutyAssessment,
        case: post.stream().clone(),
        item: None,
        due,
        near: true,
        started_by,
        area: Some(scene.area),
        sentence: said(&format!("{post} 的履职应于 {due} 前考核。"), &format!("Duty at {post} is due by {due}.")),
    };
    let server = Actor::server();
    let measure = world.rng.evidence(EvidenceKind::Notice);
    let measure = alert::Event::MeasureTaken { measure: note("由乡镇代为考核"), evidence: measure };
    let met = alert::Event::Met { by: world.rng.uuid(0), on: scene.day(25) };
    let resolved = alert::Event::Resolved { evidence: world.rng.evidence(EvidenceKind::Attendance) };
    let course = [
        (17, &server, alert::Event::Raised(Box::new(raised))),
        (18, &scene.desks.clerk, alert::Event::Notified { to: unit }),
        (19, &scene.clerk, alert::Event::Acknowledged {}),
        (21, &server, alert::Event::LimitPassed {}),
        (22, &scene.desks.clerk, alert::Event::Escalated { reason: note("用人单位停业") }),
        (24, &scene.township, measure),
        (25, &server, met),
        (26, &scene.desks.clerk, resolved),
    ];
    for (after, by, event) in course {
        world.tell(scene.day(after), by, &named, event);
    }
}

/// Several payees on one account, found by matching; and who looks into it.
fn flagged(world: &mut World, scene: &Scene) -> (Ref<Finding>, Actor) {
    let account = world.rng.account();
    let payee = world.adult(scene.on, scene.area);
    let declared = PersonEvent::AccountDeclared { account: account.clone(), holder: AccountHolder::Oneself };
    let declared = world.tell(scene.day(2), &scene.clerk, &payee, declared);
    let (check, key) = (CheckId::SharedAccount, account.to_string());
    let named = finding::name(check, &key);
    let raised = Raised {
        check,
        version: 1,
        key,
        position: 1,
        severity: Severity::Medium,
        amount_fen: Fen::yuan(900),
        area: Some(scene.area),
        events: vec![declared],
        cases: vec![payee.stream().clone()],
        officials: vec![scene.clerk.clone()],
        parameters: BTreeMap::from([("payees_min".into(), 3)]),
        standard: None,
        sentence: said("三名无亲属关系的收款人使用同一账户。", "Three payees who are no kin use one account."),
        rule_out: said("同一农户一卡通;登记的代领人。", "One household's card; a registered agent."),
        clears: said("户籍或代领登记。", "The household register, or the agent's registration."),
    };
    let officer = actor(&world.rng.hex(), &format!("inspection-{}", scene.desks.clerk.organisation()), Role::Clerk);
    world.tell(scene.day(14), &Actor::server(), &named, Event::Raised(Box::new(raised)));
    world.tell(scene.day(15), &scene.desks.clerk, &named, Event::Assigned { to: officer.clone() });
    (named, officer)
}

fn said(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.into(), en: en.into() }
}
