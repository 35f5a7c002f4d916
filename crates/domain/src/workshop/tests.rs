//! A workshop in Yanling county: planned, recognised, watched, awarded, and at last told to go.

mod awards;
mod exit;
mod production;

use super::*;
use crate::{
    carrier::{
        Tier,
        fixture::{COUNTY, FIRM, VILLAGE, counting, ex_poor, heads, issued, operator, person, recognition, seen},
    },
    testing::{Fact, World, area, case, day, fact, given, note},
};

const WORKSHOP: &str = "workshop-w1";

fn said(on: &str, event: Event) -> Fact {
    fact(on, WORKSHOP, event)
}

fn applied(at: &str) -> Event {
    Event::Applied { area: area(at), operator: case(FIRM), model: Model::EnterpriseWorkshop, evidence: seen() }
}

fn rules() -> Fact {
    issued(Standard::WorkshopRules { recognition: recognition(), exit_notice_days_min: 10, exit_days_max: 30 })
}

fn county() -> World {
    given(operator(OrganisationRole::WorkshopOperator)).given([rules()]).given(ex_poor(1)).given(ex_poor(2))
}

/// From the first day of 2024 on.
fn recognised_in(world: World) -> World {
    let span = Span { from: day("2023-12-24"), to: Some(day("2023-12-31")) };
    world.given([
        said("2023-12-20", applied(VILLAGE)),
        said("2023-12-22", Event::SiteChecked { found: heads(20, 5), evidence: seen() }),
        said("2023-12-24", Event::Noticed { span }),
        said("2024-01-01", Event::Recognised { evidence: seen() }),
    ])
}

fn recognised() -> World {
    recognised_in(county())
}

fn watched(on: &str) -> Fact {
    said(on, Event::WatchBegan { reason: note("用工下降"), evidence: seen() })
}

fn suspended(on: &str) -> Fact {
    said(on, Event::Suspended { reason: note("逾期未整改"), evidence: seen() })
}

fn rectified(on: &str) -> Fact {
    said(on, Event::Rectified { evidence: seen() })
}

fn build_planned(year: i16) -> Fact {
    said("2023-11-20", Event::BuildPlanned { area: area(COUNTY), year, evidence: seen() })
}

#[test]
fn a_workshop_to_be_built_begins_with_its_plan() {
    county().when(build_planned(2026)).refused("plan_of_another_year");
    let world = county().given([build_planned(2024)]);
    world.clone().when(build_planned(2024)).refused("case_exists");
    let elsewhere = said("2023-12-20", applied("430224103204"));
    world.clone().when(elsewhere).refused("carrier_stays");
    // Where in the county it will stand is known when it is applied for.
    let workshop = recognised_in(world);
    assert_eq!(workshop.case::<Workshop>(WORKSHOP).area(), Some(area(VILLAGE)));
}

#[test]
fn a_measure_is_planned_once_and_then_taken() {
    let measure = Measure::Upgrade;
    let planned = |year| said("2024-02-01", Event::MeasurePlanned { year, measure, evidence: seen() });
    let taken = said("2024-09-01", Event::MeasureTaken { year: 2024, measure, evidence: seen() });
    county().given([build_planned(2024)]).when(planned(2024)).refused("not_in_state");
    recognised().when(taken.clone()).refused("not_planned");
    recognised().when(planned(2023)).refused("plan_of_another_year");
    let world = recognised().given([planned(2024), planned(2025)]);
    world.clone().when(planned(2024)).refused("planned_already");
    let world = world.when(taken.clone()).then([]);
    world.when(taken).refused("not_planned");
}

#[test]
fn a_watched_workshop_is_rectified_or_suspended() {
    recognised().when(suspended("2024-03-01")).refused("not_in_state");
    recognised().when(rectified("2024-03-01")).refused("not_in_state");
    let world = recognised().given([watched("2024-03-01")]);
    world.clone().when(watched("2024-03-02")).refused("not_in_state");
    world.clone().when(rectified("2024-03-20")).then([]).when(watched("2024-04-01")).then([]);
    let world = world.given([suspended("2024-04-01")]).when(rectified("2024-05-01")).then([]);
    let workshop = world.case::<Workshop>(WORKSHOP);
    assert_eq!(workshop.standing, Standing::Normal);
    assert_eq!(workshop.suspended, [Span { from: day("2024-04-01"), to: Some(day("2024-04-30")) }]);
}

#[test]
fn nothing_is_watched_that_is_not_recognised() {
    county().given([said("2023-12-20", applied(VILLAGE))]).when(watched("2023-12-25")).refused("not_in_state");
}

#[test]
fn a_headcount_adds_up_and_is_verified_by_another_than_reported_it() {
    let reported = |n| said("2024-03-01", Event::HeadcountReported { reported: heads(20, n), evidence: seen() });
    let found = |n| said("2024-03-10", Event::HeadcountVerified { found: heads(20, n), evidence: seen() });
    recognised().when(reported(21)).irregular("more_ex_poor_than_workers");
    recognised().when(found(21)).refused("more_ex_poor_than_workers");
    // An operator that reports nothing is counted all the same.
    recognised().when(found(8)).then([]);
    let world = recognised().given([reported(12)]);
    world.clone().when(found(8).by("c1")).refused("approver_recorded_it");
    world.when(found(8)).then([]);
}
