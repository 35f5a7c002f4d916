use super::{
    production::{rests, resumed, stopped},
    *,
};
use crate::carrier::{
    HeadcountFloor,
    fixture::{firm, violation},
};

const FOUND: Uuid = Uuid::from_u128(7);

fn illegal() -> ExitReason {
    ExitReason::Illegal { violation: FOUND, decision: seen() }
}

fn other() -> ExitReason {
    ExitReason::Other { reason: note("场地征收") }
}

fn noticed(on: &str, reason: ExitReason) -> Fact {
    said(on, Event::ExitNoticed { reason, evidence: seen() })
}

fn objected(on: &str) -> Fact {
    said(on, Event::ExitObjected { evidence: seen() })
}

fn decided(on: &str, upheld: bool) -> Fact {
    said(on, Event::ExitObjectionDecided { upheld, evidence: seen() })
}

fn exited(on: &str, reason: ExitReason) -> Fact {
    said(on, Event::Exited { reason, evidence: seen() })
}

fn verified(on: &str, workers: u32, ex_poor: u32) -> Fact {
    said(on, Event::HeadcountVerified { found: heads(workers, ex_poor), evidence: seen() })
}

/// Three ex-poor workers, of whom thirty work in all five.
fn floors() -> Fact {
    let floor = |workers_min, ex_poor_min| HeadcountFloor { workers_min, ex_poor_min };
    issued(Standard::WorkshopHeadcount { floors: vec![floor(0, 3), floor(30, 5)] })
}

#[test]
fn an_exit_for_illegal_operation_needs_the_violation_as_long_as_it_is_open() {
    recognised().when(noticed("2024-05-01", illegal())).refused("violation_not_open");
    let world = recognised().given([violation("2024-04-20").id(FOUND), noticed("2024-05-01", illegal())]);
    let cleared = crate::organisation::Event::ViolationCleared { violation: FOUND, evidence: seen() };
    world
        .clone()
        .given([firm("2024-05-10", cleared)])
        .when(exited("2024-05-12", illegal()))
        .refused("violation_not_open");
    let world = world.when(exited("2024-05-12", illegal())).then([]);
    let workshop = world.case::<Workshop>(WORKSHOP);
    assert_eq!(workshop.carrier.recognised, [Span { from: day("2024-01-01"), to: Some(day("2024-05-12")) }]);
    assert_eq!(workshop.exited_for, Some(illegal()));
}

#[test]
fn an_exit_for_stoppage_needs_one_that_goes_on_outside_a_season() {
    recognised().when(noticed("2024-05-01", ExitReason::Stopped)).refused("production_goes_on");
    let world = recognised().given([rests("2024-03-01", "2024-04-01", Some("2024-05-31")), stopped("2024-04-20")]);
    world.clone().when(noticed("2024-05-01", ExitReason::Stopped)).refused("production_rests");
    let world = world.given([noticed("2024-06-01", ExitReason::Stopped)]);
    world
        .clone()
        .given([resumed("2024-06-10")])
        .when(exited("2024-06-20", ExitReason::Stopped))
        .refused("production_goes_on");
    world.when(exited("2024-06-20", ExitReason::Stopped)).then([]);
}

#[test]
fn an_exit_for_too_few_workers_needs_a_standard_that_fits_and_a_verified_headcount_below_it() {
    let reason = || ExitReason::BelowHeadcount;
    let notice = || noticed("2024-05-01", reason());
    recognised().when(notice()).refused("headcount_not_verified");
    recognised().given([verified("2024-04-10", 20, 2)]).when(notice()).refused("not_configured");
    let found = |workers, ex_poor| recognised().given([floors(), verified("2024-04-10", workers, ex_poor)]);
    found(20, 3).when(notice()).refused("headcount_reached");
    found(29, 2).when(notice()).then([]);
    found(30, 4).when(notice()).then([]);
    found(30, 5).when(notice()).refused("headcount_reached");
    // Fewer work while production rests.
    let season = rests("2024-03-01", "2024-04-01", Some("2024-04-30"));
    recognised().given([floors(), season, verified("2024-04-10", 20, 2)]).when(notice()).refused("production_rests");
    let world = found(20, 2).given([notice(), verified("2024-05-10", 20, 3)]);
    world.when(exited("2024-05-12", reason())).refused("headcount_reached");
}

#[test]
fn a_voluntary_exit_needs_the_operators_request_and_no_notice() {
    let requested = said("2024-05-01", Event::ExitRequested { evidence: seen() });
    let out = || exited("2024-05-12", ExitReason::Voluntary);
    recognised().when(out()).refused("exit_not_requested");
    let world = recognised().given([requested.clone()]);
    world.clone().when(out().by("c1")).refused("approver_recorded_it");
    let world = world.when(out()).then([]);
    world.clone().when(requested).irregular("not_in_state");
    world.when(said("2024-09-01", applied(VILLAGE))).then([]);
}

#[test]
fn an_adverse_exit_is_noticed_with_that_reason_and_time_to_object() {
    recognised().when(exited("2024-05-12", other())).refused("operator_not_noticed");
    let world = recognised().given([stopped("2024-04-20"), noticed("2024-05-01", other())]);
    world.clone().when(exited("2024-05-12", ExitReason::Stopped)).refused("operator_not_noticed");
    // Ten days, the first one not counted.
    world.clone().when(exited("2024-05-11", other())).refused("exit_notice_not_over");
    world.clone().when(exited("2024-05-12", other()).by("c1")).refused("approver_recorded_it");
    world.when(exited("2024-05-12", other())).then([]);
}

#[test]
fn an_objection_is_decided_by_another_before_a_workshop_has_to_go() {
    let world = recognised().given([noticed("2024-05-01", other()), objected("2024-05-03")]);
    world.clone().when(exited("2024-05-12", other())).refused("exit_objection_open");
    // A second notice would silence the objection.
    world.clone().when(noticed("2024-05-12", other())).refused("exit_objection_open");
    world.clone().when(decided("2024-05-06", false).by("c1")).refused("approver_recorded_it");
    world.clone().given([decided("2024-05-06", false)]).when(exited("2024-05-07", other())).then([]);
    world.given([decided("2024-05-06", true)]).when(exited("2024-05-12", other())).refused("operator_not_noticed");
}

#[test]
fn there_is_nothing_to_object_to_without_a_notice() {
    recognised().when(objected("2024-05-03")).irregular("no_such_exit_step");
    let world = recognised().given([noticed("2024-05-01", other())]);
    world.when(decided("2024-05-06", true)).refused("no_such_exit_step");
}

#[test]
fn only_a_recognised_workshop_exits() {
    let world = county().given([said("2023-12-20", applied(VILLAGE))]);
    world.clone().when(noticed("2023-12-25", other())).refused("not_in_state");
    world.when(exited("2023-12-25", other()).decided_elsewhere()).irregular("not_in_state");
}
