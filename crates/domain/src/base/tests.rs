//! A base in Yanling county, and with it what holds of every carrier: its recognition, its workers, its awards.

mod awards;
mod workers;

use super::*;
use crate::{
    carrier::fixture::{COUNTY, FIRM, VILLAGE, counting, ex_poor, firm, heads, issued, operator, recognition, seen},
    claim::PeriodKind,
    organisation,
    policy::Rate,
    testing::{Fact, World, area, case, day, fact, given, note},
};

const BASE: &str = "base-b1";

fn said(on: &str, event: Event) -> Fact {
    fact(on, BASE, event)
}

fn applied_in(at: &str) -> Event {
    Event::Applied { area: area(at), operator: case(FIRM), evidence: seen() }
}

fn applied() -> Event {
    applied_in(VILLAGE)
}

fn checked(workers: u32, ex_poor: u32) -> Event {
    Event::SiteChecked { found: heads(workers, ex_poor), evidence: seen() }
}

fn noticed(from: &str, to: Option<&str>) -> Event {
    Event::Noticed { span: Span { from: day(from), to: to.map(day) } }
}

fn approved() -> Event {
    Event::Recognised { evidence: seen() }
}

fn refused() -> Event {
    Event::ApplicationRefused { reason: note("场地不符"), evidence: seen() }
}

fn given_up() -> Event {
    Event::GivenUp { evidence: seen() }
}

fn rules() -> Fact {
    issued(Standard::BaseRules { recognition: recognition(), counting: counting(3, 5_000) })
}

/// 1000 yuan a head, up to ten.
fn rate(per: PeriodKind) -> Fact {
    issued(Standard::Subsidy {
        subsidy: Subsidy::BaseAward,
        per,
        rate: Rate::PerUnit { unit_fen: Fen::yuan(1_000), units_max: 10 },
        notice_days_min: 0,
        manual_review_above_fen: None,
        automatic_approval: false,
        credited_days_max: 30,
    })
}

/// A firm that may operate a base, and two people who may work there.
fn county() -> World {
    given(operator(OrganisationRole::Employer)).given([rules()]).given(ex_poor(1)).given(ex_poor(2))
}

/// Applied for, checked, and on notice up to the 31st of December.
fn on_notice(workers: u32, ex_poor: u32) -> World {
    county().given([
        said("2023-12-20", applied()),
        said("2023-12-22", checked(workers, ex_poor)),
        said("2023-12-24", noticed("2023-12-24", Some("2023-12-31"))),
    ])
}

/// From the first day of 2024 on.
fn recognised() -> World {
    on_notice(20, 5).given([said("2024-01-01", approved())])
}

#[test]
fn a_recognition_goes_its_way_step_by_step() {
    let world = county().given([said("2023-12-20", applied())]);
    world.clone().when(said("2023-12-21", applied())).refused("not_in_state");
    world.clone().when(said("2023-12-21", noticed("2023-12-21", Some("2023-12-31")))).refused("not_in_state");
    world.clone().when(said("2023-12-19", checked(20, 5))).refused("occurs_before");
    let world = world.given([said("2023-12-22", checked(20, 5))]);
    world.clone().when(said("2023-12-23", approved())).refused("not_in_state");
    world.when(said("2023-12-21", noticed("2023-12-24", Some("2023-12-31")))).refused("occurs_before");
    on_notice(20, 5).when(said("2023-12-23", refused())).refused("occurs_before");
    let world = on_notice(20, 5).when(said("2024-01-01", approved())).then([]);
    let base = world.case::<Base>(BASE);
    assert_eq!(base.carrier.recognised, [Span { from: day("2024-01-01"), to: None }]);
}

#[test]
fn only_who_acts_in_that_capacity_operates() {
    let role = OrganisationRole::Employer;
    let withdrawn = firm("2023-12-10", organisation::Event::RoleWithdrawn { role, reason: note("停业") });
    county().given([withdrawn]).when(said("2023-12-20", applied())).refused("not_an_operator");
    let listed = |on| firm(on, organisation::Event::Blacklisted { until: None, evidence: seen() });
    county().given([listed("2023-12-10")]).when(said("2023-12-20", applied())).refused("not_an_operator");
    let closed = firm("2023-12-10", organisation::Event::Closed { evidence: seen() });
    county().given([closed]).when(said("2023-12-20", applied())).refused("not_an_operator");
    on_notice(20, 5).given([listed("2023-12-30")]).when(said("2024-01-01", approved())).refused("not_an_operator");
}

#[test]
fn a_carrier_may_be_applied_for_again_and_stays_where_it_is() {
    let refused = on_notice(20, 5).given([said("2023-12-28", refused())]);
    refused.clone().when(said("2024-02-01", applied_in("430225103206"))).refused("carrier_stays");
    refused.when(said("2024-02-01", applied())).then([]);
    let given_up = recognised().given([said("2024-06-30", given_up())]);
    given_up.when(said("2024-08-01", applied())).then([]);
    recognised().when(said("2024-02-01", applied())).refused("not_in_state");
    county()
        .given([said("2023-12-20", applied())])
        .when(said("2023-12-25", self::given_up()))
        .irregular("not_in_state");
}

#[test]
fn a_site_check_finds_no_more_ex_poor_workers_than_workers() {
    let world = county().given([said("2023-12-20", applied())]);
    world.when(said("2023-12-22", checked(4, 5))).refused("more_ex_poor_than_workers");
}

#[test]
fn the_notice_ends_is_long_enough_and_over_before_the_recognition() {
    let world = county().given([said("2023-12-20", applied()), said("2023-12-22", checked(20, 5))]);
    let with = |to| said("2023-12-24", noticed("2023-12-24", to));
    world.clone().when(with(None)).refused("recognition_notice_open_ended");
    // The first day is not counted.
    world.clone().when(with(Some("2023-12-28"))).refused("recognition_notice_too_short");
    world.when(with(Some("2023-12-29"))).then([]);
    on_notice(20, 5).when(said("2023-12-31", approved())).refused("recognition_notice_not_over");
    on_notice(20, 5).when(said("2023-12-31", approved()).decided_elsewhere()).irregular("recognition_notice_not_over");
}

#[test]
fn enough_ex_poor_workers_in_number_or_in_share_are_recognised() {
    for (workers, ex_poor, enough) in [(40, 5, true), (20, 4, true), (21, 4, false), (0, 0, false), (3, 1, true)] {
        let outcome = on_notice(workers, ex_poor).when(said("2024-01-01", approved()));
        if enough { drop(outcome.then([])) } else { outcome.refused("too_few_ex_poor") }
    }
}

#[test]
fn without_rules_a_recognition_is_not_configured() {
    let world = given(operator(OrganisationRole::Employer))
        .given([said("2023-12-20", applied()), said("2023-12-22", checked(20, 5))]);
    world.when(said("2023-12-24", noticed("2023-12-24", Some("2023-12-31")))).refused("not_configured");
}

#[test]
fn who_recorded_an_application_does_not_recognise_it() {
    on_notice(20, 5).when(said("2024-01-01", approved()).by("c1")).refused("approver_recorded_it");
}

#[test]
fn support_is_for_a_recognised_base() {
    let support = |on| said(on, Event::Supported { support: Support::Training, evidence: seen() });
    on_notice(20, 5).when(support("2024-01-01")).refused("not_in_state");
    let world = recognised().when(support("2024-02-01")).then([]);
    assert!(world.case::<Base>(BASE).supports.contains(&Support::Training));
    assert_eq!(world.case::<Base>(BASE).area(), Some(area(VILLAGE)));
    assert!(world.case::<Base>(BASE).area().is_some_and(|at| at.lies_in(area(COUNTY))));
}
