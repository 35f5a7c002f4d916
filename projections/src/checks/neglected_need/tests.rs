use domain::{
    household::{
        self,
        HouseholdKind::{ExPoor, OtherLowIncome},
    },
    person::{Job, LabourAbility},
    policy::Standard,
    testing::{Fact, World, area, days, evidence, fact, note, person_id},
    values::EvidenceKind,
    welfare_post::{self, NeedClass, RefusalReason},
};

use super::*;
use crate::checks::testing::{
    VILLAGE, annulled, applied, assert_finds, lives_in, placed, post, priority, refused, set, standard, told, village,
};

const APPLICATION: Uuid = Uuid::from_u128(5);

/// Person 6, of an ex-poor household, applied for post 2 on the 6th of January; the standard puts them before person 3.
fn applicant() -> World {
    village().given([priority()]).given(lives_in(ExPoor, 6)).given([first_in_line()])
}

fn first_in_line() -> Fact {
    applied("2025-01-06", 2, 6).id(APPLICATION)
}

fn lower_placed() -> Fact {
    placed("2025-01-20", 1, 3)
}

fn found(how: &str) -> String {
    format!("{how},{},{},{APPLICATION}", post(2), person_id(6))
}

fn refusal(on: &str, reason: RefusalReason) -> Fact {
    refused(on, 2, 6, reason)
}

#[test]
fn who_waits_too_long_while_another_is_placed_is_found_when_patience_is_over() {
    let world = applicant().given([lower_placed()]);
    assert_finds(&NEGLECTED_NEED, &world.clone().given(days("2025-01-21", "2025-02-05")), []);
    assert_finds(&NEGLECTED_NEED, &world.given(days("2025-01-21", "2025-02-06")), [&found("waiting")]);
    // Placed after the thirty days, it is found at once.
    let world = applicant().given(days("2025-01-21", "2025-02-10")).given([placed("2025-02-11", 1, 3)]);
    assert_finds(&NEGLECTED_NEED, &world, [&found("waiting")]);
}

#[test]
fn nothing_is_found_without_the_other_or_before_they_applied() {
    assert_finds(&NEGLECTED_NEED, &applicant().given(days("2025-01-21", "2025-02-20")), []);
    let earlier = village().given([priority(), placed("2025-01-05", 1, 3)]).given(lives_in(ExPoor, 6));
    assert_finds(&NEGLECTED_NEED, &earlier.given([first_in_line()]).given(days("2025-01-21", "2025-02-20")), []);
    let never = Uuid::from_u128(9);
    let world = applicant().given([lower_placed().id(never), annulled("2025-01-20", 1, never)]);
    assert_finds(&NEGLECTED_NEED, &world.given(days("2025-01-21", "2025-02-20")), []);
}

#[test]
fn what_was_decided_before_they_applied_is_not_held_against_anybody() {
    let approved = welfare_post::Event::CountyApproved { person: crate::checks::testing::someone(3), age_review: None };
    let world = village().given([priority(), applied("2024-12-20", 1, 3)]).given(lives_in(ExPoor, 6)).given([
        told("2025-01-05", &post(1), approved),
        first_in_line(),
        lower_placed(),
    ]);
    assert_finds(&NEGLECTED_NEED, &world.given(days("2025-01-21", "2025-02-20")), []);
}

#[test]
fn without_a_standard_of_priority_it_is_not_configured() {
    let world = village().given(lives_in(ExPoor, 6)).given([first_in_line(), lower_placed()]);
    assert_finds(&NEGLECTED_NEED, &world.given(days("2025-01-21", "2025-02-20")), []);
}

#[test]
fn an_equal_is_not_needier() {
    let world = applicant().given(lives_in(ExPoor, 3)).given([lower_placed()]);
    assert_finds(&NEGLECTED_NEED, &world.given(days("2025-01-21", "2025-02-20")), []);
}

#[test]
fn a_refusal_in_favour_of_another_is_found_when_the_other_comes_after_them() {
    let key = found("refused");
    let reasons = || [RefusalReason::NeedierApplicant, RefusalReason::Other { reason: note("研究未通过") }];
    for reason in reasons() {
        let refused = refusal("2025-01-15", reason.clone());
        assert_finds(&NEGLECTED_NEED, &applicant().given([refused.clone(), lower_placed()]), [&key]);
        let learnt_last = refused.learnt("2025-01-25");
        assert_finds(&NEGLECTED_NEED, &applicant().given([lower_placed(), learnt_last]), [&key]);
        // Long after the refusal a post may go to whoever applied.
        let later = [refusal("2025-01-15", reason), placed("2025-02-15", 1, 3)];
        assert_finds(&NEGLECTED_NEED, &applicant().given(later), []);
    }
}

#[test]
fn who_declined_or_cannot_do_the_duty_is_innocently_passed_over() {
    for reason in [RefusalReason::Withdrawn, RefusalReason::CannotDoDuty, RefusalReason::FullTimeJob] {
        let world = applicant().given([refusal("2025-01-15", reason.clone()), lower_placed()]);
        assert_finds(&NEGLECTED_NEED, &world.given(days("2025-01-21", "2025-02-20")), []);
        // Also after a long wait, and when it is learnt last.
        let world = applicant().given([lower_placed(), refusal("2025-02-20", reason)]);
        assert_finds(&NEGLECTED_NEED, &world, []);
    }
}

#[test]
fn who_is_placed_in_time_was_not_neglected() {
    let world = applicant().given([lower_placed(), placed("2025-02-01", 3, 6)]);
    assert_finds(&NEGLECTED_NEED, &world.given(days("2025-02-02", "2025-02-20")), []);
}

#[test]
fn whichever_is_learnt_last_completes_it() {
    let key = found("waiting");
    let late = "2025-03-01";
    let world = village().given([priority(), lower_placed()]).given(lives_in(ExPoor, 6));
    assert_finds(&NEGLECTED_NEED, &world.given([first_in_line().learnt(late)]), [&key]);
    assert_finds(&NEGLECTED_NEED, &applicant().given([lower_placed().learnt(late)]), [&key]);
    let world = village().given([priority(), first_in_line(), lower_placed()]);
    let world = world.given(days("2025-01-21", "2025-02-20"));
    assert_finds(&NEGLECTED_NEED, &world.given(lives_in(ExPoor, 6).map(|fact| fact.learnt(late))), [&key]);
}

#[test]
fn how_long_anybody_may_wait_is_a_parameter() {
    let world = applicant().given([set(CheckId::NeglectedNeed, "waiting_days_max", 60), lower_placed()]);
    assert_finds(&NEGLECTED_NEED, &world.clone().given(days("2025-01-21", "2025-03-07")), []);
    assert_finds(&NEGLECTED_NEED, &world.given(days("2025-01-21", "2025-03-08")), [&found("waiting")]);
}

// Who is needier.

/// Person 6 with these facts against person 3, under that order.
fn finds(order: &[NeedClass], facts: Vec<Fact>) -> bool {
    let world = village()
        .given([standard(Standard::PostPriority { order: order.into() })])
        .given(facts)
        .given([first_in_line(), lower_placed()])
        .given(days("2025-01-21", "2025-02-20"));
    !crate::checks::testing::keys(&NEGLECTED_NEED, &world).is_empty()
}

fn monitored(on: &str) -> Fact {
    let confirmed = household::Event::CountyConfirmed {
        kind: household::MonitoredKind::Marginal,
        evidence: evidence(EvidenceKind::Decision),
    };
    told(on, "household-h6", confirmed)
}

fn job(on: &str, person_n: u32) -> Fact {
    let (job, destination) = (Job::LocalJob, area(VILLAGE));
    let started = domain::person::Event::JobStarted { job, full_time: false, employer: None, destination };
    fact(on, &person_id(person_n), started)
}

#[test]
fn need_is_what_the_files_said_when_the_other_was_decided_on() {
    use NeedClass::{Monitored, OtherLowIncome as LowIncome, PartialLabour, ZeroEmployment};
    let house = || lives_in(OtherLowIncome, 6).to_vec();
    assert!(finds(&[LowIncome], house()));
    assert!(!finds(&[Monitored], house()));
    assert!(finds(&[Monitored], [house(), vec![monitored("2025-01-10")]].concat()));
    // Monitored only later.
    assert!(!finds(&[Monitored], [house(), vec![monitored("2025-01-21").learnt("2025-01-22")]].concat()));
    let removed = household::Event::RiskRemoved { evidence: evidence(EvidenceKind::Decision) };
    let removed = told("2025-01-11", "household-h6", removed);
    assert!(!finds(&[Monitored], [house(), vec![monitored("2025-01-10"), removed]].concat()));

    let assessed = |ability| {
        let evidence = evidence(EvidenceKind::Inspection);
        fact("2025-01-02", &person_id(6), domain::person::Event::LabourAbilityAssessed { ability, evidence })
    };
    assert!(finds(&[PartialLabour], vec![assessed(LabourAbility::Partial)]));
    assert!(!finds(&[PartialLabour], vec![assessed(LabourAbility::Full)]));

    // Nobody of 5 and 6 works: not before the job, nor after it ended.
    let joined = household::Event::MemberJoined {
        person: crate::checks::testing::someone(5),
        evidence: evidence(EvidenceKind::Certificate),
    };
    let two = || [house(), vec![fact("2024-02-01", "household-h6", joined.clone())]].concat();
    assert!(finds(&[ZeroEmployment], two()));
    let works =
        |facts: Vec<Fact>| finds(&[ZeroEmployment], [two(), vec![job("2024-03-01", 5).id(JOB)], facts].concat());
    assert!(!works(vec![]));
    let ended = |on| fact(on, &person_id(5), domain::person::Event::JobEnded { job: JOB });
    assert!(works(vec![ended("2024-12-31")]));
    assert!(!works(vec![ended("2025-01-21").learnt("2025-01-22")]));
}

const JOB: Uuid = Uuid::from_u128(6);

// Surveys of demand.

const SURVEY: Uuid = Uuid::from_u128(4);

fn surveyed() -> World {
    let village = || "area-430225103204".to_owned();
    let registered = area::Event::Registered {
        identity: area::AreaIdentity::Division(area(VILLAGE)),
        name: note("青石村"),
        valid_from: domain::testing::day("2020-01-01"),
    };
    let evidence = evidence(EvidenceKind::Inspection);
    let found = area::Event::DemandSurveyed { wanted: note("家门口的公益性岗位"), people: 14, evidence };
    domain::testing::given([
        fact("2024-01-02", &village(), registered),
        fact("2025-01-06", &village(), found).id(SURVEY),
    ])
}

fn answered(on: &str) -> Fact {
    let (answer, evidence) = (note("名额已满,列入下年度计划"), evidence(EvidenceKind::Decision));
    fact(on, "area-430225103204", area::Event::DemandAnswered { survey: SURVEY, answer, evidence })
}

#[test]
fn a_survey_that_is_not_answered_in_time_is_found() {
    let key = format!("unanswered,area-430225103204,{SURVEY}");
    let late = surveyed().given(days("2025-01-07", "2025-02-06"));
    assert_finds(&NEGLECTED_NEED, &late, [&key]);
    assert_finds(&NEGLECTED_NEED, &surveyed().given(days("2025-01-07", "2025-02-05")), []);
    // Even the answer that nothing can be done is one.
    let world = surveyed().given([answered("2025-02-05")]).given(days("2025-02-06", "2025-02-20"));
    assert_finds(&NEGLECTED_NEED, &world, []);
}
