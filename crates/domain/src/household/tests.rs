//! The household and its members; [`monitoring`] holds the procedure.

mod monitoring;

use super::*;
use crate::{
    area::AreaIdentity,
    person::{self, Job, LabourAbility, Sex},
    testing::{Fact, World, area, case, day, evidence, fact, given, note, person_id},
    values::EvidenceKind,
};

const HOME: &str = "household-h1";
const OTHER: &str = "household-h2";
const VILLAGE: &str = "430225103204";

fn paper() -> Evidence {
    evidence(EvidenceKind::Certificate)
}

fn person(n: u32) -> Ref<Person> {
    case(&person_id(n))
}

fn born_in(n: u32, birth_year: i16) -> Fact {
    let event = person::Event::Registered { area: area(VILLAGE), birth_year, sex: Sex::Female };
    fact("2023-01-01", &person_id(n), event)
}

fn registered(household: &str, household_kind: HouseholdKind) -> Fact {
    fact("2023-01-02", household, Event::Registered { area: area(VILLAGE), household_kind })
}

fn joined(household: &str, n: u32) -> Fact {
    fact("2023-01-03", household, Event::MemberJoined { person: person(n), evidence: paper() })
}

/// A household of three, 1 to 3; person 4 lives elsewhere.
fn home(household_kind: HouseholdKind) -> World {
    given((1..=4).map(|n| born_in(n, 1980)))
        .given([registered(HOME, household_kind)])
        .given((1..=3).map(|n| joined(HOME, n)))
}

fn ex_poor() -> World {
    home(HouseholdKind::ExPoor)
}

fn assessed(year: i16, yuan: u32, heads: u16) -> Event {
    Event::IncomeAssessed { year, total_fen: Fen::yuan(yuan), heads, evidence: paper() }
}

fn split(members: &[u32]) -> Fact {
    split_on("2024-05-01", members)
}

fn split_on(on: &str, members: &[u32]) -> Fact {
    let members = members.iter().map(|n| person(*n)).collect();
    fact(on, HOME, Event::SplitOff { into: case(OTHER), members, evidence: paper() })
}

fn told(n: u32, kind: &str) -> String {
    format!("{} person.{kind}.v1", person_id(n))
}

// Members.

#[test]
fn a_household_is_registered_in_a_village() {
    let registered = |code| Event::Registered { area: area(code), household_kind: HouseholdKind::ExPoor };
    given([]).when(fact("2023-01-02", HOME, registered(VILLAGE))).then([]);
    given([]).when(fact("2023-01-02", HOME, registered("430225000000"))).refused("village_needed");
}

#[test]
fn who_joins_or_leaves_is_told() {
    let world = ex_poor().when(joined(HOME, 4)).then([&told(4, "household_joined")]);
    assert_eq!(world.case::<Person>(&person_id(4)).household, Some(case(HOME)));
    let left = Event::MemberLeft { person: person(4), reason: LeaveReason::Marriage };
    let world = world.when(fact("2023-06-01", HOME, left)).then([&told(4, "household_left")]);
    assert_eq!(world.case::<Household>(HOME).members.len(), 3);
    let migrated = Event::MemberMigrated { person: person(3), destination: area("440300000000") };
    world.when(fact("2023-06-01", HOME, migrated)).then([&told(3, "household_left")]);
}

#[test]
fn a_person_joins_once_and_only_one_household() {
    ex_poor().when(joined(HOME, 3)).refused("already_member");
    ex_poor()
        .given([registered(OTHER, HouseholdKind::Ordinary)])
        .when(joined(OTHER, 3))
        .refused("in_another_household");
    ex_poor().when(joined(HOME, 9)).refused("cited_case_missing");
}

#[test]
fn only_members_leave_and_not_before_they_came() {
    let left = |on, n| fact(on, HOME, Event::MemberLeft { person: person(n), reason: LeaveReason::Divorce });
    ex_poor().when(left("2023-06-01", 4)).refused("not_a_member");
    ex_poor().when(left("2023-01-02", 3)).refused("occurs_before");
    let migrated = Event::MemberMigrated { person: person(4), destination: area("440300000000") };
    ex_poor().when(fact("2023-06-01", HOME, migrated)).irregular("not_a_member");
}

#[test]
fn a_child_is_on_file_first_and_born_in_that_year() {
    let birth = |n| fact("2024-03-03", HOME, Event::MemberBorn { person: person(n), evidence: paper() });
    let world = ex_poor().given([fact(
        "2024-03-03",
        &person_id(5),
        person::Event::Registered { area: area(VILLAGE), birth_year: 2024, sex: Sex::Male },
    )]);
    world.when(birth(5)).then([&told(5, "household_joined")]);
    ex_poor().when(birth(5)).refused("cited_case_missing");
    ex_poor().when(birth(4)).irregular("born_in_another_year");
}

#[test]
fn a_death_is_recorded_once_and_the_household_learns_of_it() {
    let died = |n| fact("2024-02-02", &person_id(n), person::Event::Died { evidence: paper() });
    let world = ex_poor().when(died(3)).then(["household-h1 household.member_died.v1", &told(3, "household_left")]);
    assert!(!world.case::<Household>(HOME).members.contains_key(&person(3)));
    let late = Event::MemberJoined { person: person(4), evidence: paper() };
    ex_poor().given([died(4)]).when(fact("2024-03-01", HOME, late)).refused("new_member_died");
}

#[test]
fn a_household_has_room_for_so_many() {
    let many = u32::try_from(Household::MEMBERS_MAX).unwrap();
    let world = given((1..=many + 1).map(|n| born_in(n, 1980)))
        .given([registered(HOME, HouseholdKind::Ordinary)])
        .given((1..=many).map(|n| joined(HOME, n)));
    world.when(joined(HOME, many + 1)).refused("too_many_members");
}

#[test]
fn a_membership_that_never_was_is_annulled_by_another() {
    let join = Uuid::from_u128(5);
    let annulled =
        |on| fact(on, HOME, Event::MembershipAnnulled { joined: join, reason: note("误录"), evidence: paper() });
    let world = || ex_poor().given([joined(HOME, 4).id(join)]);
    let after = world().when(annulled("2023-01-03")).then([&told(4, "household_left")]);
    after.when(annulled("2023-01-03")).refused("nothing_to_correct");
    world().when(annulled("2023-02-01")).refused("correction_dated_otherwise");
    world().when(annulled("2023-01-03").by("c1")).refused("approver_recorded_it");
}

// Splits, mergers, ends.

#[test]
fn a_split_moves_the_members_in_one_append() {
    let world = ex_poor().when(split(&[2, 3])).then([
        "household-h2 household.formed_by_split.v1",
        &told(2, "household_left"),
        &told(2, "household_joined"),
        &told(3, "household_left"),
        &told(3, "household_joined"),
    ]);
    assert_eq!(world.case::<Household>(HOME).members.len(), 1);
    let formed: &Household = world.case(OTHER);
    assert_eq!((formed.members.len(), formed.household_kind), (2, HouseholdKind::ExPoor));
    assert_eq!(formed.area(), Some(area(VILLAGE)));
    assert_eq!(world.case::<Person>(&person_id(3)).household, Some(case(OTHER)));
}

#[test]
fn a_split_takes_some_members_each_once_into_a_new_household() {
    ex_poor().when(split(&[])).refused("split_takes_none_or_all");
    ex_poor().when(split(&[1, 2, 3])).refused("split_takes_none_or_all");
    ex_poor().when(split(&[2, 2])).refused("named_twice");
    ex_poor().when(split(&[4])).refused("not_a_member");
    ex_poor().when(split_on("2023-01-02", &[2])).refused("occurs_before");
    ex_poor().given([registered(OTHER, HouseholdKind::Ordinary)]).when(split(&[2])).refused("case_exists");
}

fn merged(into: &str) -> Fact {
    fact("2024-06-01", HOME, Event::MergedInto { into: case(into), evidence: paper() })
}

#[test]
fn a_merger_moves_everybody_and_ends_the_household() {
    let world = ex_poor().given([registered(OTHER, HouseholdKind::ExPoor), joined(OTHER, 4)]);
    let world = world.when(merged(OTHER)).then([
        "household-h2 household.absorbed.v1",
        &told(1, "household_left"),
        &told(1, "household_joined"),
        &told(2, "household_left"),
        &told(2, "household_joined"),
        &told(3, "household_left"),
        &told(3, "household_joined"),
    ]);
    assert_eq!(world.case::<Household>(OTHER).members.len(), 4);
    assert_eq!(world.case::<Household>(HOME).ended_on, Some(day("2024-06-01")));
    let (clue, evidence) = (Clue::FieldCheck, paper());
    world.clone().when(fact("2024-07-01", HOME, Event::ClueReceived { clue, evidence })).irregular("household_ended");
    world.when(fact("2024-07-01", HOME, assessed(2024, 1, 1))).refused("household_ended");
}

#[test]
fn a_merger_needs_another_household_that_lasts_and_loses_no_status() {
    ex_poor().when(merged(HOME)).refused("unfit_for_merging");
    let early = fact("2023-01-02", HOME, Event::MergedInto { into: case(OTHER), evidence: paper() });
    ex_poor().given([registered(OTHER, HouseholdKind::ExPoor)]).when(early).refused("occurs_before");
    ex_poor().when(merged(OTHER)).refused("cited_case_missing");
    let gone = fact("2023-05-01", OTHER, Event::Dissolved { evidence: paper() });
    let ended = ex_poor().given([registered(OTHER, HouseholdKind::ExPoor), gone]);
    ended.when(merged(OTHER)).refused("unfit_for_merging");
    ex_poor().given([registered(OTHER, HouseholdKind::Ordinary)]).when(merged(OTHER)).refused("merging_loses_status");
}

#[test]
fn a_household_is_dissolved_when_nobody_is_left() {
    ex_poor().when(fact("2024-05-01", HOME, Event::Dissolved { evidence: paper() })).refused("members_remain");
}

// Place, kind, income, risks.

#[test]
fn a_household_moves_to_another_village_or_to_a_relocation_site() {
    let site = Ref::<Area>::new("site.mianyang");
    let registered = |subject, identity| {
        let valid_from = day("2019-01-01");
        fact("2020-01-01", subject, crate::area::Event::Registered { identity, name: note("安置区"), valid_from })
    };
    let areas = [
        registered("area-site.mianyang", AreaIdentity::Site(area("430225103000"))),
        registered("area-430225", AreaIdentity::Division(area("430225000000"))),
    ];
    let relocated = |site: &Ref<Area>| Event::Relocated { site: site.clone(), evidence: paper() };
    let world = ex_poor().given(areas);
    let moved = world.clone().when(fact("2023-05-01", HOME, relocated(&site))).then([]);
    assert_eq!(moved.case::<Household>(HOME).relocated_to, Some(site));
    let county = Ref::of(area("430225000000"));
    world.clone().when(fact("2023-05-01", HOME, relocated(&county))).refused("no_relocation_site");
    let reassigned =
        |code| Event::AreaReassigned { area: area(code), reason: ReassignReason::BoundaryChange, evidence: paper() };
    let after = world.clone().when(fact("2023-06-01", HOME, reassigned("430225103205"))).then([]);
    assert_eq!(after.case::<Household>(HOME).area(), Some(area("430225103205")));
    world.when(fact("2023-06-01", HOME, reassigned("430225103000"))).refused("village_needed");
}

#[test]
fn the_kind_of_a_household_is_restated_by_another() {
    let registration = Uuid::from_u128(3);
    let restated = |registration| Event::KindRestated {
        registration,
        household_kind: HouseholdKind::OtherLowIncome,
        reason: note("误录"),
        evidence: paper(),
    };
    let world = || given([registered(HOME, HouseholdKind::ExPoor).id(registration)]);
    let after = world().when(fact("2023-01-02", HOME, restated(registration))).then([]);
    assert!(!after.case::<Household>(HOME).is_target());
    after.when(fact("2023-01-02", HOME, restated(registration))).refused("nothing_to_correct");
    world().when(fact("2023-02-02", HOME, restated(registration))).refused("correction_dated_otherwise");
    world().when(fact("2023-01-02", HOME, restated(registration)).by("c1")).refused("approver_recorded_it");
}

#[test]
fn a_year_is_assessed_once_and_restated_by_another() {
    let assessment = Uuid::from_u128(4);
    let world = || ex_poor().given([fact("2023-11-01", HOME, assessed(2023, 30_000, 3)).id(assessment)]);
    world().when(fact("2023-12-01", HOME, assessed(2023, 20_000, 3))).refused("already_assessed");
    world().when(fact("2023-12-01", HOME, assessed(2024, 20_000, 3))).refused("year_not_begun");
    world().when(fact("2024-12-01", HOME, assessed(2024, 20_000, 0))).refused("no_heads");
    let restated = |heads| Event::IncomeRestated {
        assessment,
        total_fen: Fen::yuan(20_000),
        heads,
        reason: note("漏算"),
        evidence: paper(),
    };
    let after = world().when(fact("2023-11-01", HOME, restated(3))).then([]);
    assert_eq!(after.case::<Household>(HOME).income[&2023].per_head_fen(), Fen::new(666_666).unwrap());
    after.when(fact("2023-11-01", HOME, restated(3))).refused("nothing_to_correct");
    world().when(fact("2023-11-01", HOME, restated(3)).by("c1")).refused("approver_recorded_it");
    world().when(fact("2023-12-01", HOME, restated(3))).refused("correction_dated_otherwise");
    world().when(fact("2023-11-01", HOME, restated(0))).refused("no_heads");
}

#[test]
fn only_a_recorded_risk_is_resolved() {
    let event = Event::RiskResolved { risk: Uuid::from_u128(6), evidence: paper() };
    ex_poor().when(fact("2023-12-01", HOME, event)).irregular("no_such_risk");
}
