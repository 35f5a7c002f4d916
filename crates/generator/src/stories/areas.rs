//! Relocation sites, and areas that change. Notice §二(七); DOMAIN §1, §2.16.

use domain::{
    area::{Area, AreaIdentity, Designation, Event, HiringProject},
    finding::CheckId,
    stream::Ref,
    values::{EvidenceKind, Level},
};

use super::Scene;
use crate::world::{World, day, note};

/// 按比例安排就业 Two projects at a relocation site: one hires enough of its people, one too few; a third reports more
/// relocated workers than it has staff.
pub fn relocation_site(world: &mut World, scene: &Scene) {
    let site = Ref::<Area>::new(format_args!("site.{}", &world.rng.hex()[..8]));
    let (clerk, approver) = (scene.desks.clerk.clone(), scene.desks.approver.clone());
    let name = note("易地搬迁集中安置区");
    let identity = AreaIdentity::Site(scene.area);
    world.tell(scene.on, &clerk, &site, Event::Registered { identity, name, valid_from: scene.on });
    let designated = Event::Designated {
        designation: Designation::RelocationSite,
        evidence: world.rng.evidence(EvidenceKind::Decision),
    };
    world.tell(scene.day(1), &clerk, &site, designated);
    let projects = [
        (HiringProject::GovernmentInvested, "配套厂房建设", 40, 14),
        (HiringProject::GrassRootsManagement, "社区物业管理", 18, 3),
        (HiringProject::GrassRootsManagement, "安置区绿化", 6, 8),
    ];
    for (i, (project, name, staff, relocated)) in projects.into_iter().enumerate() {
        let later = i32::try_from(i).unwrap_or(0) * 6;
        let mut evidence = |kind| world.rng.evidence(kind);
        let set = Event::HiringObligationSet {
            project,
            name: note(name),
            ratio_per_mille: Some(300),
            evidence: evidence(EvidenceKind::Decision),
        };
        let (list, visit, end) =
            (evidence(EvidenceKind::Attendance), evidence(EvidenceKind::Inspection), evidence(EvidenceKind::Decision));
        let obligation = world.tell(scene.day(5 + later), &clerk, &site, set);
        let reported = Event::HiringReported { obligation, staff, relocated, evidence: list };
        world.tell(scene.day(60 + later), &clerk, &site, reported);
        let relocated = relocated.min(staff);
        let verified = Event::HiringVerified { obligation, staff, relocated, evidence: visit };
        world.tell(scene.day(70 + later), &approver, &site, verified);
        let ended = Event::HiringObligationEnded { obligation, evidence: end };
        world.tell(scene.day(200 + later), &clerk, &site, ended);
    }
}

/// 需求摸底 Two surveys of demand in one county: the first is answered in time, the second after fifty days.
pub fn demand_answered_and_not(world: &mut World, scene: &Scene) {
    let (clerk, county) = (scene.desks.clerk.clone(), Ref::<Area>::of(scene.area.at(Level::County)));
    let surveys = [("家门口的保洁、护林岗位", 0, 12), ("照护老人期间能做的计件活", 20, 50)];
    for (wanted, after, patience) in surveys {
        let people = world.rng.between(6, 40);
        let evidence = world.rng.evidence(EvidenceKind::Inspection);
        let surveyed = Event::DemandSurveyed { wanted: note(wanted), people, evidence };
        let survey = world.tell(scene.day(after), &clerk, &county, surveyed);
        let evidence = world.rng.evidence(EvidenceKind::Decision);
        let answered = Event::DemandAnswered { survey, answer: note("列入下一批岗位计划"), evidence };
        world.tell(scene.day(after + patience), &clerk, &county, answered);
    }
    world.expect(CheckId::NeglectedNeed, &county, true);
}

/// 并村 A village takes another name, then is merged into its neighbour; a designation of its own is lifted before.
pub fn merged_villages(world: &mut World, scene: &Scene) {
    let township = scene.area.at(Level::Township);
    world.mergers += 1;
    // Old villages keep their place in the nine hundreds of the township, where no village of today has its code.
    let old = |n: u32| format!("{}9{:02}", township.short(), n % 100).parse::<domain::values::AreaCode>();
    let (Ok(small), Ok(large)) = (old(world.mergers % 50 * 2), old(world.mergers % 50 * 2 + 1)) else { return };
    let clerk = scene.desks.clerk.clone();
    for (code, name) in [(small, "石坳村"), (large, "双江村")] {
        let registered = Event::Registered {
            identity: AreaIdentity::Division(code),
            name: note(name),
            valid_from: day(2023, 6, 30),
        };
        world.tell(scene.on, &clerk, &Ref::<Area>::of(code), registered);
    }
    let (small, large) = (Ref::<Area>::of(small), Ref::<Area>::of(large));
    let mut evidence = || world.rng.evidence(EvidenceKind::Decision);
    let named = || Designation::Other { reason: note("省级乡村振兴示范村") };
    let designated = Event::Designated { designation: named(), evidence: evidence() };
    let renamed = Event::Renamed { name: note("石坳新村"), evidence: evidence() };
    let lifted = Event::DesignationLifted { designation: named(), evidence: evidence() };
    let succeeded = Event::Succeeded { by: vec![large], evidence: evidence() };
    world.tell(scene.day(5), &clerk, &small, designated);
    world.tell(scene.day(20), &clerk, &small, renamed);
    world.tell(scene.day(50), &clerk, &small, lifted);
    world.tell(scene.day(60), &clerk, &small, succeeded);
}
