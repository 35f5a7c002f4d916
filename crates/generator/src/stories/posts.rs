//! Posts that did not go the usual way. Notice §二(四).

use domain::{
    finding::CheckId,
    person::{Event as PersonEvent, KinshipSource, Person, Relation, Sex},
    stream::Ref,
    values::{EvidenceKind, Span},
    welfare_post::{DutyOutcome, Event, LeftReason, Temporary, WelfarePost},
};

use super::Scene;
use crate::world::{When, World, note};

/// 回避 The village head's sister-in-law applies; the head stands aside, and someone else reviews.
pub fn kin_of_an_official(world: &mut World, scene: &Scene) {
    let official = world.adult(scene.on, scene.area);
    let post = note("村党总支书记");
    let held = PersonEvent::OfficialPostHeld { post, organisation: None, area: scene.area };
    let held = world.tell(scene.on, &scene.desks.clerk, &official, held);
    let applicant = world.adult(scene.on, scene.area);
    world.account_of(scene.day(1), scene.area, &applicant);
    let kinship = PersonEvent::KinshipDeclared {
        kin: applicant.clone(),
        relation: Relation::InLaw,
        learnt_from: KinshipSource::Declaration,
    };
    world.tell(scene.day(2), &scene.clerk, &official, kinship);
    let post = world.post(scene.day(3), scene.county, scene.village, false);
    let recusal = Event::RecusalDeclared { official: official.clone(), person: applicant.clone() };
    world.places(scene.day(8), scene.county, scene.village, (&post, false), &applicant);
    world.tell(When::from(scene.day(8)).hour(11), &scene.clerk, &post, recusal);
    let left = PersonEvent::OfficialPostLeft { held };
    world.tell(scene.day(80), &scene.desks.clerk, &official, left);
}

/// A post with a holder of the story's own, from about the 30th day on; the first day on duty.
fn held_post(world: &mut World, scene: &Scene) -> (Ref<WelfarePost>, Ref<Person>, domain::values::Date) {
    let holder = world.adult(scene.on, scene.area);
    world.account_of(scene.day(1), scene.area, &holder);
    let post = world.post(scene.on, scene.county, scene.village, true);
    let (_, placed, _) = world.places(scene.day(4), scene.county, scene.village, (&post, true), &holder);
    (post, holder, placed)
}

/// 更正 Someone of the same name was recorded as placed; the approver annuls it, and the right one comes.
pub fn annulled_and_placed_again(world: &mut World, scene: &Scene) {
    let (wrong, right) = (world.adult(scene.on, scene.area), world.adult(scene.on, scene.area));
    let post = world.post(scene.on, scene.county, scene.village, false);
    let at = (scene.county, scene.village);
    let (placement, placed, _) = world.places(scene.day(4), at.0, at.1, (&post, false), &wrong);
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    let annulled = Event::PlacementAnnulled { placement, reason: note("同名误录"), evidence };
    let learnt = placed.plus_days(3);
    world.tell(When::learnt(placed, learnt), &scene.desks.approver, &post, annulled);
    world.places(learnt.plus_days(1), at.0, at.1, (&post, false), &right);
}

/// 暂停履职 Two weeks in hospital.
pub fn suspended_for_an_illness(world: &mut World, scene: &Scene) {
    let (post, _, placed) = held_post(world, scene);
    let reason = note("住院治疗");
    world.tell(placed.plus_days(20), &scene.clerk, &post, Event::DutySuspended { reason });
    world.tell(placed.plus_days(36), &scene.clerk, &post, Event::DutyResumed {});
    let evidence = Some(world.rng.evidence(EvidenceKind::Application));
    let left = Event::Left { person: None, reason: LeftReason::Resigned, evidence };
    world.tell(placed.plus_days(90), &scene.clerk, &post, left);
}

/// 未履职 Noticed, objected to, decided, left.
pub fn exit_upheld_against_the_holder(world: &mut World, scene: &Scene) {
    let (post, person, placed) = held_post(world, scene);
    let month = placed.plus_months(1).month();
    let assessed = month.last().plus_days(5);
    let evidence = world.rng.evidence(EvidenceKind::Attendance);
    let logged = Event::DutyLogged { person: person.clone(), month, days: 2, evidence };
    world.tell(assessed, &scene.clerk, &post, logged);
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    let outcome = DutyOutcome::NotCompleted;
    let event = Event::DutyAssessed { person, month, outcome, substitute: false, evidence };
    world.tell(assessed, &scene.clerk, &post, event);
    exit(world, scene, &post, assessed, false);
}

/// 异议成立 Noticed, objected to with evidence; the holder stays.
pub fn exit_objection_upheld(world: &mut World, scene: &Scene) {
    let (post, _, placed) = held_post(world, scene);
    exit(world, scene, &post, placed.plus_days(40), true);
}

fn exit(world: &mut World, scene: &Scene, post: &Ref<WelfarePost>, on: domain::values::Date, upheld: bool) {
    let mut evidence = |kind| world.rng.evidence(kind);
    let noticed = Event::ExitNoticed { reason: LeftReason::DutyFailure, evidence: evidence(EvidenceKind::Notice) };
    let objected = Event::ExitObjected { evidence: evidence(EvidenceKind::Application) };
    let decided = Event::ExitObjectionDecided { upheld, evidence: evidence(EvidenceKind::Decision) };
    let left =
        Event::Left { person: None, reason: LeftReason::DutyFailure, evidence: Some(evidence(EvidenceKind::Decision)) };
    world.tell(on.plus_days(2), &scene.township, post, noticed);
    world.tell(on.plus_days(6), &scene.clerk, post, objected);
    world.tell(on.plus_days(14), &scene.desks.approver, post, decided);
    if !upheld {
        world.tell(on.plus_days(16), &scene.clerk, post, left);
    }
}

/// 满十六周岁 The birth year cannot tell; a review of the register does.
pub fn sixteen_this_year(world: &mut World, scene: &Scene) {
    let person = world.person(scene.on, scene.area, scene.on.year() - 16, Sex::Male);
    let post = world.post(scene.on, scene.county, scene.village, false);
    let mut evidence = |kind| world.rng.evidence(kind);
    let span = Span { from: scene.day(7), to: Some(scene.day(13)) };
    let applied = Event::Applied { person: person.clone(), evidence: evidence(EvidenceKind::Application) };
    let reviewed = Event::VillageReviewed { person: person.clone(), minutes: evidence(EvidenceKind::Minutes) };
    let age_review = Some(evidence(EvidenceKind::Certificate));
    let agreement = evidence(EvidenceKind::Agreement);
    world.tell(scene.day(4), &scene.clerk, &post, applied);
    world.tell(scene.day(6), &scene.clerk, &post, reviewed);
    world.tell(scene.day(7), &scene.clerk, &post, Event::Noticed { person: person.clone(), span });
    world.tell(scene.day(14), &scene.township, &post, Event::TownshipReviewed { person: person.clone() });
    let approved = Event::CountyApproved { person: person.clone(), age_review };
    world.tell(scene.day(16), &scene.desks.approver, &post, approved);
    let until = Some(scene.day(18).plus_months(6));
    world.tell(
        scene.day(18),
        &scene.clerk,
        &post,
        Event::Placed { person, agreement, full_time: false, until, temporary: None },
    );
}

/// 重复上岗 A file from another system shows a holder on a second post: true, and noted as irregular.
pub fn second_post_found_by_matching(world: &mut World, scene: &Scene) {
    let (_, person, placed) = held_post(world, scene);
    let second = world.post(placed, scene.county, scene.village, true);
    let mut evidence = |kind| world.rng.evidence(kind);
    let agreement = evidence(EvidenceKind::DataMatch);
    let left =
        Event::Left { person: None, reason: LeftReason::Resigned, evidence: Some(evidence(EvidenceKind::Decision)) };
    let twice = Event::Placed { person, agreement, full_time: true, until: None, temporary: None };
    let found = placed.plus_days(30);
    world.tell(When::learnt(placed.plus_days(12), found).elsewhere(), &scene.desks.clerk, &second, twice);
    world.tell(found.plus_days(3), &scene.desks.clerk, &second, left);
    world.expect(CheckId::DoublePost, &second, true);
}

/// 公示未满 An approval taken over from another system came before the public notice ended.
pub fn approved_before_the_notice_ended(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let post = world.post(scene.on, scene.county, scene.village, false);
    let mut evidence = |kind| world.rng.evidence(kind);
    let span = Span { from: scene.day(6), to: Some(scene.day(12)) };
    let applied = Event::Applied { person: person.clone(), evidence: evidence(EvidenceKind::Application) };
    let reviewed = Event::VillageReviewed { person: person.clone(), minutes: evidence(EvidenceKind::Minutes) };
    let agreement = evidence(EvidenceKind::Agreement);
    world.tell(scene.day(4), &scene.clerk, &post, applied);
    world.tell(scene.day(5), &scene.clerk, &post, reviewed);
    world.tell(scene.day(6), &scene.clerk, &post, Event::Noticed { person: person.clone(), span });
    world.tell(scene.day(8), &scene.township, &post, Event::TownshipReviewed { person: person.clone() });
    let approved = Event::CountyApproved { person: person.clone(), age_review: None };
    world.tell(When::from(scene.day(9)).elsewhere(), &scene.desks.approver, &post, approved);
    let until = Some(scene.day(14).plus_months(6));
    world.tell(
        scene.day(14),
        &scene.clerk,
        &post,
        Event::Placed { person, agreement, full_time: false, until, temporary: None },
    );
}

/// 季节性用工 On the forest watch for the dry months.
pub fn there_for_a_season(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let post = world.post(scene.on, scene.county, scene.village, true);
    let (placed, until) = (scene.day(20), scene.day(20).plus_months(4));
    let mut evidence = |kind| world.rng.evidence(kind);
    let span = Span { from: scene.day(6), to: Some(scene.day(12)) };
    let applied = Event::Applied { person: person.clone(), evidence: evidence(EvidenceKind::Application) };
    let reviewed = Event::VillageReviewed { person: person.clone(), minutes: evidence(EvidenceKind::Minutes) };
    let (agreement, temporary) = (evidence(EvidenceKind::Agreement), Some(Temporary::Season));
    let approved = Event::CountyApproved { person: person.clone(), age_review: None };
    world.tell(scene.day(4), &scene.clerk, &post, applied);
    world.tell(scene.day(5), &scene.clerk, &post, reviewed);
    world.tell(scene.day(6), &scene.clerk, &post, Event::Noticed { person: person.clone(), span });
    world.tell(scene.day(13), &scene.township, &post, Event::TownshipReviewed { person: person.clone() });
    world.tell(scene.day(15), &scene.desks.approver, &post, approved);
    let event = Event::Placed { person, agreement, full_time: true, until: Some(until), temporary };
    world.tell(placed, &scene.clerk, &post, event);
    world.tell(until, &scene.clerk, &post, Event::Left { person: None, reason: LeftReason::Term, evidence: None });
}

/// 撤销岗位
pub fn abolished_before_anyone_came(world: &mut World, scene: &Scene) {
    let post = world.post(scene.on, scene.county, scene.village, true);
    let abolished = Event::Abolished { reason: note("与邻村岗位合并") };
    world.tell(scene.day(30), &scene.desks.clerk, &post, abolished);
}
