//! Workshops that did not go the usual way. Notice §二(二); DOMAIN §2.8.

use domain::{
    carrier::{Headcount, WorkerLeftReason},
    claim::{ClawbackReason, Event as ClaimEvent},
    organisation::{Event as OrganisationEvent, OrganisationRole, Violation},
    payment_batch::PaymentBatch,
    person::{Event as PersonEvent, Person},
    stream::Ref,
    values::{Date, Evidence, EvidenceKind, Fen, Span},
    workshop::{Event, ExitReason, Measure, Model, Workshop},
};

use super::Scene;
use crate::{
    paying::{self, Due},
    workshops::Operator,
    world::{When, World, day, note},
};

/// A workshop of the story's own; recognised on the 25th day.
fn recognised(world: &mut World, scene: &Scene) -> (Ref<Workshop>, Operator) {
    let operator = world.operator(scene.on, scene.county, OrganisationRole::WorkshopOperator);
    let workshop = world.workshop_name(scene);
    world.recognises(scene, scene.day(1), &workshop, &operator);
    (workshop, operator)
}

/// Said by the county, with a document.
fn county_says(world: &mut World, scene: &Scene, on: Date, workshop: &Ref<Workshop>, event: fn(Evidence) -> Event) {
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    world.tell(on, &scene.desks.clerk, workshop, event(evidence));
}

/// 退出告知、异议、退出 Noticed and, eight days later at the earliest, decided.
fn goes(world: &mut World, scene: &Scene, on: Date, workshop: &Ref<Workshop>, reason: ExitReason, objects: bool) {
    let mut evidence = |kind| world.rng.evidence(kind);
    let noticed = Event::ExitNoticed { reason: reason.clone(), evidence: evidence(EvidenceKind::Notice) };
    let objected = Event::ExitObjected { evidence: evidence(EvidenceKind::Application) };
    let decided = Event::ExitObjectionDecided { upheld: false, evidence: evidence(EvidenceKind::Decision) };
    let exited = Event::Exited { reason, evidence: evidence(EvidenceKind::Decision) };
    let (clerk, approver) = (&scene.desks.clerk, &scene.desks.approver);
    world.tell(on, clerk, workshop, noticed);
    if objects {
        world.tell(on.plus_days(4), &scene.clerk, workshop, objected);
        world.tell(on.plus_days(9), approver, workshop, decided);
    }
    world.tell(on.plus_days(12), approver, workshop, exited);
}

/// 升级 On watch for a month, put right, and upgraded as the year's plan has it.
pub fn upgraded_after_a_watch(world: &mut World, scene: &Scene) {
    let (workshop, _) = recognised(world, scene);
    let (year, measure) = (scene.day(40).year(), Measure::Upgrade);
    let mut evidence = |kind| world.rng.evidence(kind);
    let planned = Event::MeasurePlanned { year, measure, evidence: evidence(EvidenceKind::Decision) };
    let taken = Event::MeasureTaken { year, measure, evidence: evidence(EvidenceKind::Inspection) };
    let watch = Event::WatchBegan { reason: note("消防通道堵塞"), evidence: evidence(EvidenceKind::Inspection) };
    world.tell(scene.day(40), &scene.desks.clerk, &workshop, planned);
    world.tell(scene.day(60), &scene.township, &workshop, watch);
    county_says(world, scene, scene.day(92), &workshop, |evidence| Event::Rectified { evidence });
    world.tell(scene.day(240), &scene.desks.clerk, &workshop, taken);
    // 同名误录 A namesake stood on the roll.
    let wrong = world.ex_poor_adult(scene, scene.day(20));
    let joined = world.joins_workshop(scene, scene.day(30), &workshop, &wrong);
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    let annulled = Event::WorkerAnnulled { joined, reason: note("同名误录"), evidence };
    world.tell(When::learnt(scene.day(30), scene.day(36)), &scene.desks.approver, &workshop, annulled);
}

/// 吸纳人数未达要求 On watch, suspended, and too few were found; the operator objected in vain.
pub fn suspended_and_too_small(world: &mut World, scene: &Scene) {
    let (workshop, _) = recognised(world, scene);
    let worker = world.ex_poor_adult(scene, scene.day(20));
    world.joins_workshop(scene, scene.day(28), &workshop, &worker);
    let mut evidence = |kind| world.rng.evidence(kind);
    let watch = Event::WatchBegan { reason: note("用工人数下降"), evidence: evidence(EvidenceKind::Inspection) };
    let suspended =
        Event::Suspended { reason: note("逾期未补足用工"), evidence: evidence(EvidenceKind::Decision) };
    world.tell(scene.day(70), &scene.township, &workshop, watch);
    world.tell(scene.day(110), &scene.desks.clerk, &workshop, suspended);
    let (reported, found) = (Headcount { workers: 12, ex_poor: 6 }, Headcount { workers: 9, ex_poor: 2 });
    world.counts_heads(scene, scene.day(115), &workshop, reported, found);
    goes(world, scene, scene.day(128), &workshop, ExitReason::BelowHeadcount, true);
    world.leaves_workshop(scene, scene.day(150), &workshop, &worker, WorkerLeftReason::LaidOff);
}

/// 停工停产 Production rested in its season, which is no reason; when it stopped again, it was.
pub fn stopped_after_its_season(world: &mut World, scene: &Scene) {
    let (workshop, _) = recognised(world, scene);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    let rests = Span { from: scene.day(60), to: Some(scene.day(120)) };
    world.tell(scene.day(50), &scene.desks.clerk, &workshop, Event::SeasonRegistered { rests, evidence });
    county_says(world, scene, scene.day(62), &workshop, |evidence| Event::StoppageDetected { evidence });
    county_says(world, scene, scene.day(118), &workshop, |evidence| Event::ProductionResumed { evidence });
    let (stopped, learnt) = (scene.day(200), scene.day(212));
    let evidence = world.rng.evidence(EvidenceKind::DataMatch);
    let detected = Event::StoppageDetected { evidence };
    world.tell(When::learnt(stopped, learnt), &scene.desks.clerk, &workshop, detected);
    goes(world, scene, learnt.plus_days(2), &workshop, ExitReason::Stopped, false);
}

/// 违法违规 Noticed to go for a violation; the operator objected, put it right, and stayed.
pub fn illegal_and_heard(world: &mut World, scene: &Scene) {
    let (workshop, operator) = recognised(world, scene);
    let mut evidence = |kind| world.rng.evidence(kind);
    let found = OrganisationEvent::ViolationFound {
        violation: Violation::WorkSafety,
        evidence: evidence(EvidenceKind::Inspection),
    };
    let decision = evidence(EvidenceKind::Decision);
    let objected = Event::ExitObjected { evidence: evidence(EvidenceKind::Application) };
    let decided = Event::ExitObjectionDecided { upheld: true, evidence: evidence(EvidenceKind::Decision) };
    let (noticed, put_right) = (evidence(EvidenceKind::Notice), evidence(EvidenceKind::Inspection));
    let violation = world.tell(scene.day(60), &scene.desks.clerk, &operator.firm, found);
    let reason = ExitReason::Illegal { violation, decision };
    let noticed = Event::ExitNoticed { reason, evidence: noticed };
    world.tell(scene.day(66), &scene.desks.clerk, &workshop, noticed);
    world.tell(scene.day(70), &scene.clerk, &workshop, objected);
    let cleared = OrganisationEvent::ViolationCleared { violation, evidence: put_right };
    world.tell(scene.day(80), &scene.desks.clerk, &operator.firm, cleared);
    world.tell(scene.day(84), &scene.desks.approver, &workshop, decided);
}

/// 自愿退出 At the operator's request; when it applied again, the site was not fit.
pub fn left_and_came_again(world: &mut World, scene: &Scene) {
    let (workshop, operator) = recognised(world, scene);
    county_says(world, scene, scene.day(60), &workshop, |evidence| Event::ExitRequested { evidence });
    let mut evidence = |kind| world.rng.evidence(kind);
    let exited = Event::Exited { reason: ExitReason::Voluntary, evidence: evidence(EvidenceKind::Decision) };
    let again = Event::Applied {
        area: scene.area,
        operator: operator.firm,
        model: Model::Plain,
        evidence: evidence(EvidenceKind::Application),
    };
    let reason = note("场地未通过安全验收");
    let refused = Event::ApplicationRefused { reason, evidence: evidence(EvidenceKind::Inspection) };
    world.tell(scene.day(70), &scene.desks.approver, &workshop, exited);
    world.tell(scene.day(180), &scene.clerk, &workshop, again);
    world.tell(scene.day(192), &scene.desks.clerk, &workshop, refused);
}

/// Three people who work from the 30th day on and earn in the three months after it.
pub fn three_workers(world: &mut World, scene: &Scene) -> Vec<(Ref<Person>, Fen)> {
    let mut workers = vec![];
    for _ in 0..3 {
        let person = world.ex_poor_adult(scene, scene.day(20));
        let mut income = Fen::ZERO;
        for after in 2..5 {
            let month = scene.day(30).plus_months(after).month();
            let amount_fen = Fen::yuan(world.rng.between(1_900, 3_200));
            let reported = PersonEvent::IncomeReported { month, amount_fen };
            world.tell(month.last().plus_days(6), &scene.clerk, &person, reported);
            income = income + amount_fen;
        }
        workers.push((person, income));
    }
    workers
}

/// 追回 The award came back from the bank, went out again, and part of it was claimed back.
pub fn award_sent_back_and_clawed_back(world: &mut World, scene: &Scene) {
    let (workshop, operator) = recognised(world, scene);
    let workers = three_workers(world, scene);
    for (person, _) in &workers {
        world.joins_workshop(scene, scene.day(30), &workshop, person);
    }
    let (scene, year) = (scene.clone(), scene.on.year());
    world.plan(day(year + 1, 1, 22), move |world| {
        let counted: Vec<_> = workers.into_iter().map(|(person, income)| (person, 5, income)).collect();
        let days = u64::try_from(day(year, 12, 31).days_since(scene.day(25)) + 1).unwrap_or(0);
        if let Some(award) = world.awards_workshop(&scene, &workshop, &operator, &counted, (year, days)) {
            world.claims_award(&scene, world.today.plus_days(5), award, Some(comes_back));
        }
    });
}

pub fn comes_back(world: &mut World, county: usize, batch: &Ref<PaymentBatch>, due: &Due) {
    paying::comes_back(world, county, batch, due.clone(), Some(clawed_back));
}

fn clawed_back(world: &mut World, county: usize, _: &Ref<PaymentBatch>, due: &Due) {
    let (amount_fen, reason) = (due.amount.share(1, 3), ClawbackReason::WrongAmount);
    let by = world.counties[county].desks.clerk.clone();
    let opened = ClaimEvent::ClawbackOpened { amount_fen, reason };
    world.tell(world.today.plus_days(30), &by, &due.claim, opened);
}
