//! Disputes and complaints of wages, each way that they go. Notice §二(五); DOMAIN §2.13.

use domain::{
    dispute::{ClaimKind, Event, Finality, Party, RefusalReason, SuspensionReason},
    person::Job,
    values::{EvidenceKind, Fen},
    wage_complaint::{Destination, Event as ComplaintEvent},
};

use super::Scene;
use crate::{
    disputes::Employment,
    world::{When, World, note},
};

/// In a job with one of the county's firms since the first days of the story.
fn at_work(world: &mut World, scene: &Scene) -> Employment {
    let firm = world.firm_of(scene.county);
    world.employed(scene, scene.day(2), &firm, Job::LocalJob)
}

/// 先行裁决 Something was missing; part of the wages was clear at the first hearing and was paid at once.
pub fn awarded_in_part_then_whole(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let clerk = &scene.desks.clerk;
    let dispute = world.files(scene, scene.day(60), &parties, ClaimKind::Wages, 18_000);
    let asked = Event::SupplementAsked {
        missing: note("工资支付记录"),
        until: scene.day(68),
        evidence: world.rng.evidence(EvidenceKind::Notice),
    };
    world.tell(scene.day(62), clerk, &dispute, asked);
    let evidence = world.rng.evidence(EvidenceKind::Other);
    world.tell(scene.day(66), clerk, &dispute, Event::Supplemented { evidence });
    world.accepts(scene, scene.day(69), &dispute);
    let minutes = world.rng.evidence(EvidenceKind::Minutes);
    world.tell(scene.day(80), clerk, &dispute, Event::HearingHeld { minutes });
    let in_part =
        Event::PartiallyAwarded { amount_fen: Fen::yuan(6_000), evidence: world.rng.evidence(EvidenceKind::Decision) };
    world.tell(scene.day(82), clerk, &dispute, in_part);
    world.is_credited(scene, scene.day(90), &dispute, 6_000);
    let effective = world.awards(scene, scene.day(95), &dispute, Finality::Appealable, 10_500);
    world.is_credited(scene, effective.plus_days(12), &dispute, 10_500);
    world.closes(scene, effective.plus_days(13), &dispute);
}

/// 调解 Agreed within two weeks; the first slip was another worker's.
pub fn settled_in_mediation(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let clerk = &scene.desks.clerk;
    let dispute = world.files(scene, scene.day(30), &parties, ClaimKind::Compensation, 9_000);
    world.accepts(scene, scene.day(32), &dispute);
    world.tell(scene.day(36), clerk, &dispute, Event::MediationBegan {});
    let (amount_fen, evidence) = (Fen::yuan(7_500), world.rng.evidence(EvidenceKind::Agreement));
    world.tell(scene.day(40), clerk, &dispute, Event::Settled { amount_fen, evidence });
    let credit = world.is_credited(scene, scene.day(44), &dispute, 7_500);
    let (reason, evidence) = (note("回单系他人"), world.rng.evidence(EvidenceKind::DataMatch));
    let annulled = Event::CreditAnnulled { credit, reason, evidence };
    world.tell(When::learnt(scene.day(44), scene.day(47)), &scene.desks.approver, &dispute, annulled);
    world.is_credited(scene, scene.day(55), &dispute, 7_500);
    world.closes(scene, scene.day(56), &dispute);
}

/// 中止、延期、执行 An injury had to be assessed first; the employer paid when the court enforced.
pub fn suspended_extended_enforced(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let clerk = &scene.desks.clerk;
    let dispute = world.files(scene, scene.day(60), &parties, ClaimKind::Injury, 60_000);
    world.accepts(scene, scene.day(63), &dispute);
    let (reason, evidence) = (SuspensionReason::InjuryAssessment, world.rng.evidence(EvidenceKind::Decision));
    world.tell(scene.day(70), clerk, &dispute, Event::Suspended { reason, evidence });
    let evidence = world.rng.evidence(EvidenceKind::Certificate);
    world.tell(scene.day(115), clerk, &dispute, Event::Resumed { evidence });
    let notice = world.rng.evidence(EvidenceKind::Notice);
    world.tell(scene.day(140), &scene.desks.approver, &dispute, Event::Extended { days: 15, notice });
    let effective = world.awards(scene, scene.day(155), &dispute, Finality::Final, 52_000);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    world.tell(effective.plus_days(20), clerk, &dispute, Event::EnforcementBegan { evidence });
    world.is_credited(scene, effective.plus_days(70), &dispute, 52_000);
    world.closes(scene, effective.plus_days(72), &dispute);
}

/// 终结执行 The award came late, and the employer had nothing left.
pub fn nothing_left_to_enforce(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let clerk = &scene.desks.clerk;
    let dispute = world.files(scene, scene.day(50), &parties, ClaimKind::Wages, 12_000);
    world.accepts(scene, scene.day(60), &dispute);
    let effective = world.awards(scene, scene.day(130), &dispute, Finality::Final, 12_000);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    world.tell(effective.plus_days(20), clerk, &dispute, Event::EnforcementBegan { evidence });
    world.is_credited(scene, effective.plus_days(60), &dispute, 2_000);
    let (reason, evidence) = (note("无可供执行的财产"), world.rng.evidence(EvidenceKind::Decision));
    world.tell(effective.plus_days(140), clerk, &dispute, Event::EnforcementTerminated { reason, evidence });
}

/// 确认劳动关系 No money: closed with its document.
pub fn about_the_contract_only(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let dispute = world.files(scene, scene.day(30), &parties, ClaimKind::Contract, 0);
    world.accepts(scene, scene.day(33), &dispute);
    let effective = world.awards(scene, scene.day(45), &dispute, Finality::Appealable, 0);
    world.closes(scene, effective.plus_days(1), &dispute);
}

/// 不予受理 Of another commission; the worker goes to court.
pub fn refused_and_sued(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let dispute = world.files(scene, scene.day(30), &parties, ClaimKind::Wages, 5_000);
    let (reason, evidence) = (RefusalReason::OtherJurisdiction, world.rng.evidence(EvidenceKind::Decision));
    world.tell(scene.day(33), &scene.desks.clerk, &dispute, Event::Refused { reason, evidence });
    let evidence = world.rng.evidence(EvidenceKind::DataMatch);
    world.tell(scene.day(45), &scene.desks.clerk, &dispute, Event::TakenToCourt { by: Party::Worker, evidence });
}

/// 逾期未补正
pub fn lapsed(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let dispute = world.files(scene, scene.day(20), &parties, ClaimKind::Wages, 3_000);
    let (missing, until) = (note("身份和劳动关系证明"), scene.day(30));
    let evidence = world.rng.evidence(EvidenceKind::Notice);
    world.tell(scene.day(22), &scene.desks.clerk, &dispute, Event::SupplementAsked { missing, until, evidence });
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    world.tell(scene.day(33), &scene.desks.clerk, &dispute, Event::Lapsed { evidence });
}

/// 撤回 The employer paid before anybody decided.
pub fn withdrawn(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let dispute = world.files(scene, scene.day(20), &parties, ClaimKind::Wages, 2_600);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    world.tell(scene.day(23), &scene.desks.clerk, &dispute, Event::Withdrawn { evidence });
}

/// 驳回
pub fn dismissed(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let dispute = world.files(scene, scene.day(30), &parties, ClaimKind::Compensation, 20_000);
    world.accepts(scene, scene.day(34), &dispute);
    let minutes = world.rng.evidence(EvidenceKind::Minutes);
    world.tell(scene.day(50), &scene.desks.clerk, &dispute, Event::HearingHeld { minutes });
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    world.tell(scene.day(58), &scene.desks.clerk, &dispute, Event::Dismissed { evidence });
}

/// 责令支付 Paid within the order; one slip was entered twice.
pub fn wages_ordered_paid(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let complaint = world.complains(scene, scene.day(40), &parties, 4_800);
    let pay_by = world.orders(scene, scene.day(40), &complaint, 4_500);
    let mut paid = |on| {
        let (amount_fen, slip) = (Fen::yuan(2_250), world.rng.evidence(EvidenceKind::BankSlip));
        world.tell(on, &scene.desks.clerk, &complaint, ComplaintEvent::Paid { amount_fen, slip })
    };
    paid(pay_by.plus_days(-8));
    let twice = paid(pay_by.plus_days(-8));
    paid(pay_by.plus_days(-1));
    let (reason, evidence) = (note("同一回单重复登记"), world.rng.evidence(EvidenceKind::DataMatch));
    let annulled = ComplaintEvent::PaymentAnnulled { payment: twice, reason, evidence };
    let learnt = When::learnt(pay_by.plus_days(-8), pay_by.plus_days(-5));
    world.tell(learnt, &scene.desks.approver, &complaint, annulled);
}

/// 移送公安 The order was not obeyed.
pub fn order_disobeyed(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let complaint = world.complains(scene, scene.day(40), &parties, 9_200);
    let pay_by = world.orders(scene, scene.day(40), &complaint, 9_200);
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let transferred = ComplaintEvent::Transferred { to: Destination::Police, evidence };
    world.tell(pay_by.plus_days(6), &scene.desks.clerk, &complaint, transferred);
}

/// 移送仲裁 The parties disagree about what was earned.
pub fn complaint_becomes_a_dispute(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let complaint = world.complains(scene, scene.day(40), &parties, 7_000);
    let dispute = world.files(scene, scene.day(46), &parties, ClaimKind::Wages, 7_000);
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let transferred = ComplaintEvent::Transferred { to: Destination::Dispute(dispute.clone()), evidence };
    world.tell(scene.day(47), &scene.desks.clerk, &complaint, transferred);
    world.accepts(scene, scene.day(49), &dispute);
    let effective = world.awards(scene, scene.day(60), &dispute, Finality::Final, 6_300);
    world.is_credited(scene, effective.plus_days(15), &dispute, 6_300);
    world.closes(scene, effective.plus_days(16), &dispute);
}

/// 撤回投诉
pub fn complaint_withdrawn(world: &mut World, scene: &Scene) {
    let parties = at_work(world, scene);
    let complaint = world.complains(scene, scene.day(20), &parties, 1_900);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    world.tell(scene.day(23), &scene.desks.clerk, &complaint, ComplaintEvent::Withdrawn { evidence });
}
