//! Households that change, and procedures that go back and forth. DOMAIN §2.1.

use domain::{
    area::{Area, AreaIdentity, Event as AreaEvent},
    household::{
        Clue, Event, Guarantee, Household, HouseholdKind, LeaveReason, MonitoredKind, ReassignReason, RejectionReason,
        Risk,
    },
    person::{Event as PersonEvent, LabourAbility, Person, Sex},
    stream::Ref,
    values::{Date, EvidenceKind, Fen},
};

use super::Scene;
use crate::world::{When, World, note};

/// A household of the story's own, all of whose members can work.
fn family(world: &mut World, scene: &Scene, kind: HouseholdKind, heads: usize) -> (Ref<Household>, Vec<Ref<Person>>) {
    let (household, _) = world.household(scene, scene.on, kind);
    let member = |_| {
        let person = world.adult(scene.on, scene.area);
        let evidence = world.rng.evidence(EvidenceKind::Inspection);
        let ability = PersonEvent::LabourAbilityAssessed { ability: LabourAbility::Full, evidence };
        world.tell(scene.on, &scene.clerk, &person, ability);
        world.joins(scene, scene.on, &household, &person);
        person
    };
    let members = (0..heads).map(member).collect();
    (household, members)
}

fn clue(world: &mut World, scene: &Scene, on: Date, household: &Ref<Household>, clue: Clue) {
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    world.tell(on, &scene.clerk, household, Event::ClueReceived { clue, evidence });
}

/// 突发严重困难、消除、返贫 An accident; monitored, out of risk, then back: the factory closed.
pub fn sudden_hardship_and_relapse(world: &mut World, scene: &Scene) {
    let (household, members) = family(world, scene, HouseholdKind::Ordinary, 3);
    let heads = u16::try_from(members.len()).unwrap_or(1);
    clue(world, scene, scene.day(4), &household, Clue::Disaster);
    let evidence = world.rng.evidence(EvidenceKind::Certificate);
    let shock = Event::RiskRecorded { risk: Risk::Accident, sudden: true, evidence };
    let risk = world.tell(scene.day(5), &scene.clerk, &household, shock);
    let (_, _, supported) = world.identifies(scene, scene.day(6), &household, MonitoredKind::SuddenHardship);
    let insecure = vec![Guarantee::Medical];
    let checked = Event::GuaranteesChecked { insecure, evidence: world.rng.evidence(EvidenceKind::Inspection) };
    world.tell(supported.plus_days(4), &scene.clerk, &household, checked);
    let evidence = world.rng.evidence(EvidenceKind::Certificate);
    world.tell(supported.plus_days(80), &scene.clerk, &household, Event::RiskResolved { risk, evidence });
    let assessment = world.is_assessed(scene, supported.plus_days(84), &household, (Fen::yuan(7_100), heads));
    let evidence = world.rng.evidence(EvidenceKind::BankSlip);
    let total_fen = Fen::yuan(11_600).times(u64::from(heads));
    let restated =
        Event::IncomeRestated { assessment, total_fen, heads, reason: note("漏计省外务工收入"), evidence };
    let learnt = When::learnt(supported.plus_days(84), supported.plus_days(88));
    world.tell(learnt, &scene.desks.monitor_chief, &household, restated);
    let (_, removed) = world.removes_risk(scene, supported.plus_days(92), &household);
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    let relapsed = Event::Relapsed { cause: Risk::JobLoss, evidence };
    world.tell(removed.plus_days(60), &scene.desks.monitor_chief, &household, relapsed);
}

/// 不予纳入、异议 Noticed as not eligible; the household objected, and was right; in the end it was rejected all the same.
pub fn rejection_objected_to(world: &mut World, scene: &Scene) {
    let (household, _) = family(world, scene, HouseholdKind::ExPoor, 2);
    clue(world, scene, scene.day(3), &household, Clue::SelfReported);
    let mut evidence = |kind| world.rng.evidence(kind);
    let reason = RejectionReason::FalseDeclaration;
    let steps = [
        (5, &scene.clerk, Event::RejectionNoticed { reason, evidence: evidence(EvidenceKind::Notice) }),
        (8, &scene.clerk, Event::Objected { evidence: evidence(EvidenceKind::Application) }),
        (
            14,
            &scene.desks.monitor,
            Event::ObjectionDecided { upheld: true, evidence: evidence(EvidenceKind::Decision) },
        ),
        (
            20,
            &scene.township,
            Event::RejectionNoticed { reason: RejectionReason::NoRiskFound, evidence: evidence(EvidenceKind::Notice) },
        ),
        (
            30,
            &scene.desks.monitor_chief,
            Event::Rejected { reason: RejectionReason::NoRiskFound, evidence: evidence(EvidenceKind::Decision) },
        ),
    ];
    for (after, by, step) in steps {
        world.tell(scene.day(after), by, &household, step);
    }
}

/// 更正 Confirmed under a wrong register entry, and annulled by the prefecture.
pub fn confirmation_annulled(world: &mut World, scene: &Scene) {
    let (household, _) = family(world, scene, HouseholdKind::ExPoor, 2);
    clue(world, scene, scene.day(2), &household, Clue::DataMatch);
    let (confirmation, confirmed, supported) =
        world.identifies(scene, scene.day(3), &household, MonitoredKind::UnstableExPoor);
    let mut evidence = |kind| world.rng.evidence(kind);
    let reason = RejectionReason::NoRiskFound;
    let noticed = Event::RejectionNoticed { reason, evidence: evidence(EvidenceKind::Notice) };
    let reason = note("比对数据属于同名他户");
    let annulled = Event::ConfirmationAnnulled { confirmation, reason, evidence: evidence(EvidenceKind::Decision) };
    let above = world.desks_of(world.counties[scene.county].prefecture).monitor_chief.clone();
    world.tell(supported.plus_days(10), &scene.desks.monitor, &household, noticed);
    let learnt = When::learnt(confirmed, supported.plus_days(20));
    world.tell(learnt, &above, &household, annulled);
}

/// 更正 Taken out of monitoring too early; the prefecture puts it back.
pub fn removal_annulled(world: &mut World, scene: &Scene) {
    let (household, _) = family(world, scene, HouseholdKind::ExPoor, 2);
    clue(world, scene, scene.day(2), &household, Clue::FieldCheck);
    let (_, _, supported) = world.identifies(scene, scene.day(3), &household, MonitoredKind::UnstableExPoor);
    world.is_assessed(scene, supported.plus_days(60), &household, (Fen::yuan(9_900), 2));
    let (removal, removed) = world.removes_risk(scene, supported.plus_days(64), &household);
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let annulled = Event::RemovalAnnulled { removal, reason: note("收入核算依据不足"), evidence };
    let above = world.desks_of(world.counties[scene.county].prefecture).monitor_chief.clone();
    world.tell(When::learnt(removed, removed.plus_days(25)), &above, &household, annulled);
}

/// 分户、并户、出生、死亡、婚嫁、迁出 Three generations: the young split off, a child is born, grandmother dies, the rest move in
/// with the young.
pub fn three_generations(world: &mut World, scene: &Scene) {
    let (old, members) = family(world, scene, HouseholdKind::ExPoor, 6);
    let [son, wife, daughter, uncle, stranger, ..] = members.as_slice() else { return };
    let grandmother = world.person(scene.on, scene.area, 1946, Sex::Female);
    world.joins(scene, scene.on, &old, &grandmother);
    let wrong = world.adult(scene.on, scene.area);
    let joined = world.joins(scene, scene.day(1), &old, &wrong);
    let young = Ref::<Household>::new(world.rng.hex());
    let child = world.person(scene.day(95), scene.area, scene.day(95).year(), Sex::Female);
    let destination = world.counties[(scene.county + 1) % world.counties.len()].code;
    let mut evidence = |kind| world.rng.evidence(kind);
    let annulled =
        Event::MembershipAnnulled {
            joined, reason: note("同名误录"), evidence: evidence(EvidenceKind::Inspection)
        };
    let parted = vec![son.clone(), wife.clone()];
    let split = Event::SplitOff { into: young.clone(), members: parted, evidence: evidence(EvidenceKind::Certificate) };
    let born = Event::MemberBorn { person: child, evidence: evidence(EvidenceKind::Certificate) };
    let died = PersonEvent::Died { evidence: evidence(EvidenceKind::Certificate) };
    let merged = Event::MergedInto { into: young.clone(), evidence: evidence(EvidenceKind::Certificate) };
    world.tell(When::learnt(scene.day(1), scene.day(9)), &scene.desks.monitor_chief, &old, annulled);
    world.tell(scene.day(40), &scene.clerk, &old, split);
    world.tell(scene.day(95), &scene.clerk, &young, born);
    let left = Event::MemberLeft { person: daughter.clone(), reason: LeaveReason::Marriage };
    world.tell(scene.day(110), &scene.clerk, &old, left);
    world.tell(When::learnt(scene.day(120), scene.day(128)), &scene.clerk, &grandmother, died);
    let migrated = Event::MemberMigrated { person: uncle.clone(), destination };
    world.tell(scene.day(140), &scene.clerk, &old, migrated);
    let left = Event::MemberLeft { person: stranger.clone(), reason: LeaveReason::Other { reason: note("入伍") } };
    world.tell(scene.day(150), &scene.clerk, &old, left);
    world.tell(scene.day(170), &scene.clerk, &old, merged);
}

/// 搬迁、调整、销户 A household registered as the wrong kind moves to a relocation site and another village; a lonely one ends.
pub fn moved_and_dissolved(world: &mut World, scene: &Scene) {
    let (household, registration) = world.household(scene, scene.on, HouseholdKind::Ordinary);
    let head = world.adult(scene.on, scene.area);
    world.joins(scene, scene.on, &household, &head);
    let site = Ref::<Area>::new(format_args!("site.{}", &world.rng.hex()[..8]));
    let villages = &world.counties[scene.county].villages;
    let next = villages[(scene.village + 1) % villages.len()].code;
    let mut evidence = |kind| world.rng.evidence(kind);
    let restated = Event::KindRestated {
        registration,
        household_kind: HouseholdKind::ExPoor,
        reason: note("漏标脱贫户"),
        evidence: evidence(EvidenceKind::Inspection),
    };
    let relocated = Event::Relocated { site: site.clone(), evidence: evidence(EvidenceKind::Agreement) };
    let reassigned = Event::AreaReassigned {
        area: next,
        reason: ReassignReason::WholeHouseholdMoved,
        evidence: evidence(EvidenceKind::Certificate),
    };
    let died = PersonEvent::Died { evidence: evidence(EvidenceKind::Certificate) };
    let dissolved = Event::Dissolved { evidence: evidence(EvidenceKind::Certificate) };
    let identity = AreaIdentity::Site(scene.area);
    let registered = AreaEvent::Registered { identity, name: note("集中安置小区"), valid_from: scene.on };
    world.tell(scene.on, &scene.desks.clerk, &site, registered);
    world.tell(When::learnt(scene.on, scene.day(12)), &scene.desks.monitor_chief, &household, restated);
    world.tell(scene.day(30), &scene.clerk, &household, relocated);
    world.tell(scene.day(31), &scene.clerk, &household, reassigned);
    let (last, _) = world.household(scene, scene.on, HouseholdKind::ExPoor);
    let widow = world.person(scene.on, scene.area, 1939, Sex::Female);
    world.joins(scene, scene.on, &last, &widow);
    world.tell(When::learnt(scene.day(60), scene.day(66)), &scene.clerk, &widow, died);
    world.tell(scene.day(75), &scene.clerk, &last, dissolved);
}
