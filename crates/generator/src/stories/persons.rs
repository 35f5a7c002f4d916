//! What happens to people. Notice §二(一), (五); DOMAIN §2.2.

use domain::{
    person::{AccountHolder, Education, Event, Job},
    values::{EvidenceKind, Fen},
};

use super::Scene;
use crate::world::{When, World, note};

/// 羁押、释放
pub fn custody(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let evidence = world.rng.evidence(EvidenceKind::DataMatch);
    let began = When::learnt(scene.day(20), scene.day(27));
    world.tell(began, &scene.desks.clerk, &person, Event::CustodyBegan { evidence });
    let evidence = world.rng.evidence(EvidenceKind::DataMatch);
    world.tell(scene.day(180), &scene.desks.clerk, &person, Event::CustodyEnded { evidence });
}

/// 技能、学历 A certificate, a better job, and an income that was entered wrongly and restated by another.
pub fn certificate_and_better_wage(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let evidence = world.rng.evidence(EvidenceKind::Certificate);
    let skill = Event::SkillRecorded { skill: note("焊工"), level: 4, evidence };
    world.tell(scene.day(5), &scene.clerk, &person, skill);
    let education = Event::EducationRecorded { education: Education::HigherVocational };
    world.tell(scene.day(5), &scene.clerk, &person, education);
    let firm = world.rng.below(world.counties[scene.county].firms.len());
    let employer = world.counties[scene.county].firms.get(firm).cloned();
    let job = Event::JobStarted { job: Job::LocalJob, full_time: true, employer, destination: scene.area };
    world.tell(scene.day(10), &scene.clerk, &person, job);
    let month = scene.day(40).month();
    let reported = month.last().plus_days(6);
    let wrong = Event::IncomeReported { month, amount_fen: Fen::yuan(48_500) };
    let report = world.tell(reported, &scene.clerk, &person, wrong);
    let evidence = world.rng.evidence(EvidenceKind::BankSlip);
    let reason = note("多录一位");
    let right = Event::IncomeRestated { report, amount_fen: Fen::yuan(4_850), reason, evidence };
    let learnt = When::learnt(reported, reported.plus_days(4));
    world.tell(learnt, &scene.desks.approver, &person, right);
}

/// 更正 A job recorded for the wrong person.
pub fn job_that_never_was(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let destination = world.counties[scene.county].prefecture;
    let job = Event::JobStarted { job: Job::AwayJob, full_time: true, employer: None, destination };
    let job = world.tell(scene.day(6), &scene.clerk, &person, job);
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    let annulled = Event::JobAnnulled { job, reason: note("张冠李戴,本人未外出"), evidence };
    world.tell(When::learnt(scene.day(6), scene.day(30)), &scene.desks.approver, &person, annulled);
}

/// 更正 A namesake died; this person is alive.
pub fn death_of_a_namesake(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let evidence = world.rng.evidence(EvidenceKind::DataMatch);
    let death = world.tell(When::learnt(scene.day(20), scene.day(31)), &scene.clerk, &person, Event::Died { evidence });
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    let annulled = Event::DeathAnnulled { death, reason: note("同名误判,本人健在"), evidence };
    world.tell(When::learnt(scene.day(20), scene.day(45)), &scene.desks.approver, &person, annulled);
}

/// 换卡 The household card gives way to an own account.
pub fn changed_account(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let old = world.rng.account();
    let declared = Event::AccountDeclared { account: old.clone(), holder: AccountHolder::HouseholdCard };
    world.tell(scene.day(1), &scene.clerk, &person, declared);
    world.account_of(scene.day(60), scene.area, &person);
    let (to, evidence) = (world.rng.account(), world.rng.evidence(EvidenceKind::DataMatch));
    let forwarded = Event::MoneyForwarded { account: old.clone(), to, amount_fen: Fen::yuan(300), evidence };
    world.tell(scene.day(62), &scene.desks.bank.clone(), &person, forwarded);
    world.tell(scene.day(66), &scene.clerk, &person, Event::AccountClosed { account: old });
}
