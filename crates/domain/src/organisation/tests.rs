use super::*;
use crate::{
    actor::Role,
    person::{self, Sex},
    testing::{Fact, World, area, case, day, evidence, fact, given, note, person_id},
    values::EvidenceKind,
};

const FIRM: &str = "organisation-12100000400009880k";
const COUNTY: &str = "430225000000";

fn firm(on: &str, event: Event) -> Fact {
    fact(on, FIRM, event)
}

fn code() -> Identity {
    Identity::CreditCode("12100000400009880K".parse().expect("a credit code"))
}

fn registered() -> World {
    given([firm("2024-01-02", Event::Registered { identity: code(), area: area(COUNTY) })])
}

fn seen() -> Evidence {
    evidence(EvidenceKind::Decision)
}

fn granted(on: &str) -> Fact {
    firm(on, Event::RoleGranted { role: OrganisationRole::Employer, evidence: seen() })
}

fn withdrawn(on: &str) -> Fact {
    firm(on, Event::RoleWithdrawn { role: OrganisationRole::Employer, reason: note("不再经营") })
}

fn blacklisted(on: &str, until: Option<&str>) -> Fact {
    firm(on, Event::Blacklisted { until: until.map(day), evidence: seen() })
}

#[test]
fn one_firm_is_one_case_named_by_its_code() {
    let event = || Event::Registered { identity: code(), area: area(COUNTY) };
    given([]).when(fact("2024-01-02", "organisation-acme", event())).refused("case_named_otherwise");
    registered().when(firm("2024-01-03", event())).refused("case_exists");
}

#[test]
fn a_broker_is_a_person_on_file() {
    let broker = person_id(1).replace("person-", "organisation-");
    let event = Event::Registered { identity: Identity::Person(case(&person_id(1))), area: area(COUNTY) };
    let registered = fact("2024-01-03", &broker, event);
    given([]).when(registered.clone()).refused("cited_case_missing");
    let person = person::Event::Registered { area: area(COUNTY), birth_year: 1980, sex: Sex::Male };
    given([fact("2024-01-02", &person_id(1), person)]).when(registered).then([]);
}

#[test]
fn a_capacity_is_granted_and_withdrawn_in_turn() {
    registered().when(withdrawn("2024-02-01")).refused("role_not_held");
    let world = registered().given([granted("2024-02-01")]);
    world.clone().when(granted("2024-02-02")).refused("role_held");
    let world = world.when(withdrawn("2024-03-01")).then([]);
    assert!(world.case::<Organisation>(FIRM).roles.is_empty());
}

#[test]
fn who_is_on_the_blacklist_gets_no_capacity() {
    let lifted = firm("2024-04-01", Event::BlacklistLifted { evidence: seen() });
    registered().when(lifted.clone()).refused("not_blacklisted");
    let world = registered().given([blacklisted("2024-02-01", None)]);
    world.clone().when(granted("2024-03-01")).refused("blacklisted");
    world.clone().when(granted("2024-03-01").decided_elsewhere()).irregular("blacklisted");
    world.clone().when(lifted.clone().by_role(Role::Clerk)).refused("role_not_allowed");
    world.given([lifted]).when(granted("2024-04-01")).then([]);
}

#[test]
fn a_listing_ends_by_itself_on_its_day() {
    let world = registered().given([blacklisted("2024-02-01", Some("2024-06-30"))]);
    world.clone().when(granted("2024-06-30")).refused("blacklisted");
    world.when(granted("2024-07-01")).then([]);
}

#[test]
fn a_violation_is_cleared_once() {
    let violation = Uuid::from_u128(5);
    let found = firm("2024-02-01", Event::ViolationFound { violation: Violation::WageArrears, evidence: seen() });
    let cleared = firm("2024-03-01", Event::ViolationCleared { violation, evidence: seen() });
    registered().when(cleared.clone()).refused("no_open_violation");
    let world = registered().given([found.id(violation), cleared.clone()]);
    world.when(cleared).refused("no_open_violation");
}

#[test]
fn a_closed_firm_does_nothing_more_but_the_world_goes_on() {
    let closed = firm("2024-05-01", Event::Closed { evidence: seen() });
    let account = Event::AccountDeclared { account: "0a".repeat(16).parse().expect("an account") };
    let found = Event::ViolationFound { violation: Violation::SubsidyFraud, evidence: seen() };
    let world = registered().given([firm("2024-04-01", account.clone()), closed]);
    world.clone().when(firm("2024-06-01", account)).refused("organisation_closed");
    world.when(firm("2024-06-01", found)).irregular("organisation_closed");
}
