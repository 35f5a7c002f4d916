//! 就业帮扶基地 Notice §二(二); DOMAIN §2.8.

use domain::{
    base::{Base, Event, Support},
    carrier::{Headcount, WorkerLeftReason},
    claim::{Period, Subsidy},
    organisation::OrganisationRole,
    stream::Ref,
    values::{EvidenceKind, Fen, Span},
};

use super::{Scene, workshops};
use crate::{
    workshops::{Award, Operator},
    world::{When, World, day, note},
};

/// A base of the story's own; recognised on the 25th day.
fn recognised(world: &mut World, scene: &Scene) -> (Ref<Base>, Operator) {
    let operator = world.operator(scene.on, scene.county, OrganisationRole::Employer);
    let base = Ref::<Base>::new(format_args!("{}-{}", &scene.area.as_str()[..9], &world.rng.hex()[..10]));
    applies(world, scene, 1, &base, &operator);
    let found = Headcount { workers: world.rng.between(40, 120), ex_poor: world.rng.between(8, 30) };
    let mut evidence = |kind| world.rng.evidence(kind);
    let checked = Event::SiteChecked { found, evidence: evidence(EvidenceKind::Inspection) };
    let recognised = Event::Recognised { evidence: evidence(EvidenceKind::Decision) };
    let span = Span { from: scene.day(15), to: Some(scene.day(22)) };
    world.tell(scene.day(10), &scene.township, &base, checked);
    world.tell(scene.day(15), &scene.desks.clerk, &base, Event::Noticed { span });
    world.tell(scene.day(25), &scene.desks.approver, &base, recognised);
    (base, operator)
}

fn applies(world: &mut World, scene: &Scene, after: i32, base: &Ref<Base>, operator: &Operator) {
    let evidence = world.rng.evidence(EvidenceKind::Application);
    let applied = Event::Applied { area: scene.area, operator: operator.firm.clone(), evidence };
    world.tell(scene.day(after), &scene.clerk, base, applied);
}

/// 扶持、奖补 Supported, and awarded for three workers; the award came back, went out again, and was claimed back in part.
pub fn supported_and_awarded(world: &mut World, scene: &Scene) {
    let (base, operator) = recognised(world, scene);
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let supported = Event::Supported { support: Support::Training, evidence };
    world.tell(scene.day(50), &scene.desks.clerk, &base, supported);
    let workers = workshops::three_workers(world, scene);
    let mut evidence = |kind| world.rng.evidence(kind);
    let agreement = evidence(EvidenceKind::Agreement);
    let (wrong, decision) = (evidence(EvidenceKind::Agreement), evidence(EvidenceKind::Inspection));
    for (person, _) in &workers {
        let (person, evidence) = (person.clone(), agreement.clone());
        world.tell(scene.day(30), &scene.clerk, &base, Event::WorkerJoined { person, full_time: true, evidence });
    }
    // 同名误录 And one who never came.
    let person = world.ex_poor_adult(scene, scene.day(20));
    let event = Event::WorkerJoined { person, full_time: true, evidence: wrong };
    let joined = world.tell(scene.day(30), &scene.clerk, &base, event);
    let annulled = Event::WorkerAnnulled { joined, reason: note("同名误录"), evidence: decision };
    world.tell(When::learnt(scene.day(30), scene.day(35)), &scene.desks.approver, &base, annulled);

    let (scene, year) = (scene.clone(), scene.on.year());
    let (period, ended) = (Period::Year(year), day(year, 12, 31));
    world.plan(day(year + 1, 1, 23), move |world| {
        let (heads, county) = (u32::try_from(workers.len()).unwrap_or(0), world.counties[scene.county].code);
        for (person, income_fen) in workers {
            let evidence = world.rng.evidence(EvidenceKind::Attendance);
            let counted = Event::WorkerCounted { person, period, income_fen, evidence };
            world.tell(world.today, &scene.clerk, &base, counted);
        }
        let days = u64::try_from(ended.days_since(scene.day(25)) + 1).unwrap_or(0);
        let of_year = u64::try_from(ended.days_since(day(year, 1, 1)) + 1).unwrap_or(365);
        let subsidy = Subsidy::BaseAward;
        let amount = world.standards.subsidy(&subsidy, county, ended, (heads, Fen::ZERO)).share(days, of_year);
        let computed = Event::AwardComputed { period, amount_fen: amount };
        world.tell(world.today.plus_days(2), &scene.desks.clerk, &base, computed);
        let Some(standard) = world.standards.version(&subsidy.standard(), county, ended) else { return };
        let case = base.stream().clone();
        let award = Award { subsidy, case, operator, period, amount, standard };
        world.claims_award(&scene, world.today.plus_days(4), award, Some(workshops::comes_back));
    });
}

/// 不予认定、放弃 Its operator gave it up, and was refused when it applied again with too few workers.
pub fn refused_and_given_up(world: &mut World, scene: &Scene) {
    let (base, operator) = recognised(world, scene);
    let person = world.ex_poor_adult(scene, scene.day(20));
    let mut evidence = |kind| world.rng.evidence(kind);
    let joined =
        Event::WorkerJoined { person: person.clone(), full_time: true, evidence: evidence(EvidenceKind::Agreement) };
    let (reason, decision) = (WorkerLeftReason::Term, evidence(EvidenceKind::Other));
    let left = Event::WorkerLeft { person, reason, evidence: decision };
    let given_up = Event::GivenUp { evidence: evidence(EvidenceKind::Application) };
    let reason = note("吸纳脱贫人口不足");
    let refused = Event::ApplicationRefused { reason, evidence: evidence(EvidenceKind::Inspection) };
    world.tell(scene.day(28), &scene.clerk, &base, joined);
    world.tell(scene.day(88), &scene.clerk, &base, left);
    world.tell(scene.day(100), &scene.clerk, &base, given_up);
    applies(world, scene, 170, &base, &operator);
    world.tell(scene.day(184), &scene.desks.clerk, &base, refused);
}
