use super::*;

fn assessed(on: &str, of: &str, outcome: DutyOutcome) -> Fact {
    let (person, month) = (person(1), month(of));
    post(on, Event::DutyAssessed { person, month, outcome, substitute: false, evidence: seen() })
}

fn accrued(of: &str, amount_fen: Fen) -> Fact {
    post("2024-03-12", Event::AllowanceAccrued { person: person(1), month: month(of), amount_fen })
}

fn logged(of: &str, days: u8) -> Fact {
    post("2024-03-02", Event::DutyLogged { person: person(1), month: month(of), days, evidence: seen() })
}

#[test]
fn a_month_on_duty_is_logged_assessed_and_earns_the_allowance() {
    let world = held()
        .given([logged("2024-02", 29), assessed("2024-03-05", "2024-02", DutyOutcome::Completed)])
        .when(accrued("2024-02", Fen::yuan(900)))
        .then([]);
    world.when(accrued("2024-02", Fen::yuan(900))).refused("accrued_already");
}

#[test]
fn an_allowance_needs_a_completed_duty() {
    held().when(accrued("2024-02", Fen::yuan(900))).refused("not_assessed");
    held()
        .given([assessed("2024-03-05", "2024-02", DutyOutcome::NotCompleted)])
        .when(accrued("2024-02", Fen::yuan(900)))
        .refused("duty_not_completed");
}

#[test]
fn an_allowance_is_at_most_the_standard_and_pro_rata_in_the_month_of_exit() {
    let left = post("2024-02-10", Event::Left { person: None, reason: LeftReason::Resigned, evidence: None });
    let world = held().given([left, assessed("2024-02-10", "2024-02", DutyOutcome::Completed)]);
    // Ten of 29 days: 310.344… yuan.
    let limit = Fen::yuan(900).share(10, 29);
    let above = Fen::new(limit.get() + 1).expect("an amount");
    world.clone().when(accrued("2024-02", above)).refused("above_standard");
    world.when(accrued("2024-02", limit)).then([]);
}

#[test]
fn without_a_standard_the_allowance_is_not_configured() {
    village()
        .given(on_duty(POST, 1, true))
        .given([assessed("2024-03-05", "2024-02", DutyOutcome::Completed)])
        .when(accrued("2024-02", Fen::yuan(900)))
        .refused("not_configured");
}

#[test]
fn a_month_is_assessed_once_and_when_it_is_over() {
    held().when(assessed("2024-02-28", "2024-02", DutyOutcome::Completed)).refused("occurs_before");
    let world = held().given([assessed("2024-02-29", "2024-02", DutyOutcome::Completed)]);
    world.when(assessed("2024-03-05", "2024-02", DutyOutcome::Completed)).refused("assessed_already");
}

#[test]
fn a_month_off_the_post_has_no_duty() {
    held().when(assessed("2024-03-05", "2024-01", DutyOutcome::Completed)).refused("not_held_then");
    held().when(logged("2024-01", 20)).irregular("not_held_then");
}

#[test]
fn no_month_has_more_days_than_the_calendar() {
    held().when(logged("2024-02", 30)).irregular("too_many_days");
}

#[test]
fn duty_is_suspended_and_resumed_in_turn() {
    let suspended = post("2024-02-10", Event::DutySuspended { reason: note("住院") });
    let resumed = post("2024-02-20", Event::DutyResumed {});
    held().when(resumed.clone()).refused("duty_unchanged");
    let world = held().given([suspended.clone()]);
    world.clone().when(suspended).refused("duty_unchanged");
    world.when(resumed).then([]);
}

#[test]
fn an_insurance_covers_a_holder() {
    let insured = || {
        let span = Span { from: day("2024-02-01"), to: Some(day("2025-01-31")) };
        post("2024-02-01", Event::Insured { span, evidence: seen() })
    };
    held().when(insured()).then([]);
    village().given(open(POST, true)).when(insured()).irregular("not_held");
}
