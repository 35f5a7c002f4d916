use super::*;

#[test]
fn a_dispute_is_about_something_between_parties_on_file() {
    let world = workplace().given(standards());
    world.clone().when(filed("2025-03-03", "2025-01-20", vec![])).refused("nothing_claimed");
    world.when(filed("2025-03-03", "2025-03-04", vec![contract()])).refused("occurs_before");
    crate::testing::given(standards())
        .when(filed("2025-03-03", "2025-01-20", vec![contract()]))
        .refused("cited_case_missing");
}

#[test]
fn it_goes_its_way_step_by_step() {
    at_filing().when(heard("2025-03-04")).refused("not_in_state");
    at_filing().when(accepted("2025-03-02")).refused("occurs_before");
    let world = under_way().given([
        on("2025-03-10", Event::TribunalNoticed { evidence: paper() }),
        on("2025-03-12", Event::MediationBegan {}),
        heard("2025-03-20"),
        on("2025-03-21", Event::PartiallyAwarded { amount_fen: Fen::yuan(3_000), evidence: paper() }),
    ]);
    assert_eq!(state(&world), State::PartiallyAwarded);
    let world = world.given([awarded("2025-03-31", Finality::Final, 5_000), effective("2025-04-02", "2025-04-02")]);
    assert_eq!(state(&world), State::Effective);
    assert_eq!(world.case::<Dispute>(CASE).course.owed.due_fen, Fen::yuan(8_000));
}

#[test]
fn what_is_decided_elsewhere_comes_in_any_order() {
    let world = at_filing().when(heard("2025-03-04").decided_elsewhere()).irregular("not_in_state");
    assert_eq!(state(&world), State::Hearing);
}

#[test]
fn it_lapses_when_what_is_missing_was_not_supplied_in_time() {
    let asked = Event::SupplementAsked { missing: note("工资条"), until: day("2025-03-14"), evidence: paper() };
    let lapsed = |date| on(date, Event::Lapsed { evidence: paper() });
    at_filing().when(lapsed("2025-03-14")).refused("not_in_state");
    let world = at_filing().given([on("2025-03-05", asked)]);
    world.clone().when(lapsed("2025-03-14")).refused("supplement_not_overdue");
    assert_eq!(state(&world.clone().given([lapsed("2025-03-17")])), State::Lapsed);
    let world = world.given([on("2025-03-12", Event::Supplemented { evidence: paper() })]);
    world.when(lapsed("2025-03-17")).refused("not_in_state");
}

fn refused(reason: RefusalReason) -> Fact {
    on("2025-03-05", Event::Refused { reason, evidence: paper() })
}

#[test]
fn a_refusal_for_lateness_needs_that_every_claim_came_too_late() {
    let too_late = || refused(RefusalReason::LimitationPassed);
    let filing = |arose_on, claims| workplace().given(standards()).given([filed("2025-03-03", arose_on, claims)]);
    // A year after 2 March 2024 is a Sunday.
    filing("2024-03-02", vec![contract()]).when(too_late()).refused("limitation_not_passed");
    filing("2024-02-29", vec![contract()]).when(too_late()).then([]);
    // The job goes on, so wages are never too late.
    filing("2024-02-29", vec![contract(), wages(800)]).when(too_late()).refused("limitation_not_passed");
    filing("2023-02-28", vec![wages(800)]).when(refused(RefusalReason::OtherJurisdiction)).then([]);
}

#[test]
fn on_wages_the_limitation_runs_from_the_end_of_the_job() {
    let after = |ended_on| {
        let world = workplace().given(standards()).given([crate::testing::labour::ended(ended_on, 1)]);
        world.given([filed("2025-03-03", "2023-06-30", vec![wages(800)])])
    };
    after("2024-03-04").when(refused(RefusalReason::LimitationPassed)).refused("limitation_not_passed");
    after("2024-02-28").when(refused(RefusalReason::LimitationPassed)).then([]);
}

#[test]
fn nothing_is_heard_or_decided_while_it_is_suspended() {
    let reason = || SuspensionReason::InjuryAssessment;
    let suspended = |date| on(date, Event::Suspended { reason: reason(), evidence: paper() });
    let resumed = |date| on(date, Event::Resumed { evidence: paper() });
    under_way().when(resumed("2025-03-10")).refused("not_suspended");
    let world = under_way().given([suspended("2025-03-10")]);
    for event in [heard("2025-03-12"), suspended("2025-03-12"), on("2025-03-12", Event::MediationBegan {})] {
        world.clone().when(event).refused("proceedings_suspended");
    }
    world.clone().when(resumed("2025-03-09")).refused("occurs_before");
    world.given([resumed("2025-03-20")]).when(heard("2025-03-21")).then([]);
}

#[test]
fn the_parties_are_told_once_who_decides() {
    let told = |date| on(date, Event::TribunalNoticed { evidence: paper() });
    under_way().given([told("2025-03-10")]).when(told("2025-03-11")).refused("tribunal_noticed_already");
}

#[test]
fn a_final_award_takes_effect_when_served_and_another_when_nobody_sued() {
    with_award(Finality::Final, 800).when(effective("2025-04-02", "2025-03-30")).refused("occurs_before");
    with_award(Finality::Final, 800).when(effective("2025-04-01", "2025-04-02")).refused("occurs_before");
    with_award(Finality::Final, 800).when(effective("2025-04-02", "2025-04-02")).then([]);
    // Fifteen days after Tuesday 1 April.
    with_award(Finality::Appealable, 800).when(effective("2025-04-16", "2025-04-01")).refused("still_appealable");
    with_award(Finality::Appealable, 800).when(effective("2025-04-17", "2025-04-01")).then([]);
}

#[test]
fn against_a_final_award_the_worker_sues_and_not_the_employer() {
    let sued = |by| on("2025-04-08", Event::TakenToCourt { by, evidence: paper() });
    let world = with_award(Finality::Final, 800).when(sued(Party::Employer)).irregular("award_is_final");
    assert_eq!(state(&world), State::Awarded);
    let world = world.when(sued(Party::Worker)).then([]);
    assert_eq!(state(&world), State::Court);
    assert_eq!(world.case::<Dispute>(CASE).course.owed.due_fen, Fen::ZERO);
    with_award(Finality::Appealable, 800).when(sued(Party::Employer)).then([]);
}

#[test]
fn where_nobody_decides_in_time_whether_to_accept_the_worker_may_sue() {
    let sued = |date| on(date, Event::TakenToCourt { by: Party::Worker, evidence: paper() });
    at_filing().when(sued("2025-03-10")).irregular("acceptance_not_overdue");
    let world = at_filing().when(sued("2025-03-11")).then([]);
    assert_eq!(state(&world), State::Court);
}

#[test]
fn an_application_may_be_withdrawn_before_and_dismissed_after_acceptance() {
    let withdrawn = |date| on(date, Event::Withdrawn { evidence: paper() });
    let dismissed = |date| on(date, Event::Dismissed { evidence: paper() });
    at_filing().when(dismissed("2025-03-05")).refused("not_in_state");
    assert_eq!(state(&at_filing().given([withdrawn("2025-03-05")])), State::Withdrawn);
    assert_eq!(state(&under_way().given([dismissed("2025-03-20")])), State::Dismissed);
    with_award(Finality::Final, 800).when(withdrawn("2025-04-01")).refused("not_in_state");
}
