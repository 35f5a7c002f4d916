//! Organisations that did wrong, and a broker, who is a person. DOMAIN §2.3.

use domain::{
    organisation::{Event, Identity, Organisation, OrganisationRole, Violation},
    stream::Ref,
    values::EvidenceKind,
};

use super::Scene;
use crate::world::{World, note};

/// 失信 A contractor in arrears with wages: found, listed, paid up, lifted; another violation, and closed.
pub fn blacklisted_and_lifted(world: &mut World, scene: &Scene) {
    let county = world.counties[scene.county].code;
    let firm = world.organisation(scene.on, county, OrganisationRole::Contractor);
    let (clerk, approver) = (&scene.desks.clerk, &scene.desks.approver);
    let account = world.rng.account();
    world.tell(scene.day(2), clerk, &firm, Event::AccountDeclared { account });
    let mut evidence = |kind| world.rng.evidence(kind);
    let found = Event::ViolationFound { violation: Violation::WageArrears, evidence: evidence(EvidenceKind::Decision) };
    let listed =
        Event::Blacklisted { until: Some(scene.day(30).plus_months(12)), evidence: evidence(EvidenceKind::Decision) };
    let slip = evidence(EvidenceKind::BankSlip);
    let lifted = Event::BlacklistLifted { evidence: evidence(EvidenceKind::Decision) };
    let closed = Event::Closed { evidence: evidence(EvidenceKind::Certificate) };
    let violation = world.tell(scene.day(20), clerk, &firm, found);
    world.tell(scene.day(30), clerk, &firm, listed);
    world.tell(scene.day(120), clerk, &firm, Event::ViolationCleared { violation, evidence: slip });
    world.tell(scene.day(140), approver, &firm, lifted);
    let reason = note("不再承接工程");
    let role = OrganisationRole::Contractor;
    world.tell(scene.day(280), clerk, &firm, Event::RoleWithdrawn { role, reason });
    world.tell(scene.day(310), clerk, &firm, closed);
}

/// 劳务经纪人
pub fn broker(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let broker = Ref::<Organisation>::new(person.id());
    let registered = Event::Registered { identity: Identity::Person(person), area: scene.area };
    world.tell(scene.day(3), &scene.desks.clerk, &broker, registered);
    let evidence = world.rng.evidence(EvidenceKind::Certificate);
    let role = OrganisationRole::LabourBroker;
    world.tell(scene.day(4), &scene.desks.clerk, &broker, Event::RoleGranted { role, evidence });
}
