//! A firm of 150 lets people go; it tells them on Monday 2025-03-03.

use uuid::Uuid;

use super::*;
use crate::{
    actor::Role,
    household::{self, Clue, HouseholdKind},
    organisation::{self, OrganisationRole},
    testing::{
        Fact, World, area, case, day, fact,
        labour::{FIRM, VILLAGE, firm, layoff_rules, paper, person, slip, standards, workplace},
        note, person_id,
    },
    values::Stopped,
    welfare_post::{self, PostCategory},
};

const CASE: &str = "layoff-l1";

fn on(on: &str, event: Event) -> Fact {
    fact(on, CASE, event)
}

fn noticed(leaving: u32, first_leaves_on: &str, reported: bool) -> Fact {
    on(
        "2025-03-03",
        Event::Noticed {
            area: area(VILLAGE),
            employer: firm(),
            workers: vec![person(1), person(3), person(4)],
            leaving,
            staff: 150,
            first_leaves_on: day(first_leaves_on),
            report: reported.then(paper),
            evidence: paper(),
        },
    )
}

fn left(date: &str, n: u32) -> Fact {
    on(date, Event::Left { person: person(n), evidence: paper() })
}

fn due(date: &str, n: u32, since: &str, monthly: u32, yuan: u32) -> Fact {
    let (monthly_fen, amount_fen) = (Fen::yuan(monthly), Fen::yuan(yuan));
    on(
        date,
        Event::CompensationDue { person: person(n), since: day(since), monthly_fen, amount_fen, evidence: paper() },
    )
}

fn paid(date: &str, n: u32, yuan: u32) -> Fact {
    on(date, Event::Paid { person: person(n), amount_fen: Fen::yuan(yuan), slip: slip() })
}

fn at_work() -> World {
    workplace().given(standards())
}

fn told() -> World {
    at_work().given([noticed(5, "2025-03-14", false)])
}

/// In the job since 2023-03-01: two years and two weeks.
fn gone() -> World {
    told().given([left("2025-03-14", 1)])
}

fn worker(world: &World, n: u32) -> &Worker {
    &world.case::<Layoff>(CASE).workers[&person(n)]
}

#[test]
fn twenty_people_or_a_tenth_of_the_staff_are_told_thirty_days_before_and_reported() {
    // Thirty days after 3 March is 2 April.
    at_work().when(noticed(20, "2025-04-01", true)).irregular("layoff_notice_too_short");
    at_work().when(noticed(15, "2025-04-01", true)).irregular("layoff_notice_too_short");
    at_work().when(noticed(15, "2025-04-02", false)).irregular("layoff_not_reported");
    at_work().when(noticed(20, "2025-04-02", true)).then([]);
    at_work().when(noticed(14, "2025-03-04", false)).then([]);
    // Whoever leaves before it is over leaves too early, whatever was announced.
    let world = at_work().given([noticed(20, "2025-04-02", true)]);
    world.clone().when(left("2025-04-01", 1)).irregular("layoff_notice_too_short");
    world.when(left("2025-04-02", 1)).admitted();
}

#[test]
fn no_more_are_named_than_leave_and_no_more_leave_than_work_there() {
    at_work().when(noticed(1, "2025-03-14", false)).irregular("heads_do_not_add_up");
    at_work().when(noticed(151, "2025-04-02", true)).irregular("heads_do_not_add_up");
    let many = Event::Noticed {
        area: area(VILLAGE),
        employer: firm(),
        workers: (0..=500).map(person).collect(),
        leaving: 600,
        staff: 900,
        first_leaves_on: day("2025-04-02"),
        report: Some(paper()),
        evidence: paper(),
    };
    at_work().when(on("2025-03-03", many)).refused("too_many_named");
}

#[test]
fn without_the_standard_nothing_is_passed() {
    workplace().when(noticed(20, "2025-04-02", true)).irregular("not_configured");
    let [_, _, rules, _] = standards();
    workplace().given([rules]).when(noticed(20, "2025-04-02", true)).irregular("not_configured");
}

#[test]
fn who_left_is_laid_off_on_their_own_file_and_their_household_gets_a_clue() {
    let home = "household-h1";
    let registered = household::Event::Registered { area: area(VILLAGE), household_kind: HouseholdKind::ExPoor };
    let joined = household::Event::MemberJoined { person: person(1), evidence: paper() };
    let world = told().given([fact("2025-01-02", home, registered), fact("2025-01-02", home, joined)]);
    let laid_off = format!("{} person.laid_off.v1", person_id(1));
    let world = world.when(left("2025-03-14", 1)).then([laid_off.as_str(), "household-h1 household.clue_received.v1"]);
    let clue = world.recorded().iter().any(|(_, event)| {
        let crate::kinds::AnyEvent::Household(event) = event else { return false };
        matches!(event, household::Event::ClueReceived { clue: Clue::JobLoss, .. })
    });
    assert!(clue);
    assert_eq!(world.case::<Person>(&person_id(1)).engagements[0].span.to, Some(day("2025-03-14")));
}

#[test]
fn only_those_who_were_told_leave_and_once_and_from_a_job_there() {
    told().when(left("2025-03-14", 2)).irregular("not_named");
    told().when(left("2025-03-02", 1)).irregular("occurs_before");
    gone().when(left("2025-03-20", 1)).irregular("not_in_state");
    let elsewhere = told().given([crate::testing::labour::ended("2025-03-05", 1)]);
    let world = elsewhere.when(left("2025-03-14", 1)).irregular("not_employed_there");
    assert_eq!(worker(&world, 1).state(), WorkerState::Left);
}

#[test]
fn a_months_wage_a_year_and_half_a_month_for_less_than_six() {
    let rules = layoff_rules();
    let of = |since: &str, left_on: &str, yuan| rules.compensation(day(since), day(left_on), Fen::yuan(yuan));
    for (since, left_on, half_months) in [
        ("2025-01-01", "2025-03-14", 1),
        ("2025-01-01", "2025-06-29", 1),
        ("2025-01-01", "2025-06-30", 2),
        ("2024-01-01", "2024-12-31", 2),
        ("2023-03-01", "2025-03-14", 5),
        ("2023-03-01", "2025-09-14", 6),
        ("2005-01-01", "2024-12-31", 40),
    ] {
        assert_eq!(of(since, left_on, 4_000), Fen::yuan(2_000 * half_months), "{since} {left_on}");
    }
    // Above the cap the wage is cut, and the years with it.
    assert_eq!(of("2023-03-01", "2025-02-28", 20_000), Fen::yuan(36_000));
    assert_eq!(of("2005-01-01", "2024-12-31", 20_000), Fen::yuan(18_000 * 12));
    assert_eq!(of("2005-01-01", "2024-12-31", 18_000), Fen::yuan(18_000 * 20));
}

#[test]
fn compensation_is_computed_from_all_the_service() {
    told().when(due("2025-03-20", 1, "2023-03-01", 4_000, 10_000)).refused("not_in_state");
    gone().when(due("2025-03-13", 1, "2023-03-01", 4_000, 10_000)).refused("occurs_before");
    gone().when(due("2025-03-20", 1, "2023-03-02", 4_000, 10_000)).refused("service_shortened");
    gone().when(due("2025-03-20", 1, "2023-03-01", 4_000, 9_000)).refused("compensation_computed_otherwise");
    let world = gone().when(due("2025-03-20", 1, "2023-03-01", 4_000, 10_000)).then([]);
    assert_eq!(worker(&world, 1).state(), WorkerState::CompensationDue);
    // The file may begin later than the service did.
    gone().when(due("2025-03-20", 1, "2020-03-01", 4_000, 22_000)).then([]);
}

#[test]
fn services_give_no_right_to_compensation() {
    let world = told().given([left("2025-03-14", 3)]);
    world.clone().when(due("2025-03-20", 3, "2023-03-01", 4_000, 10_000)).refused("no_compensation");
    let world = world.given([due("2025-03-20", 3, "2023-03-01", 4_000, 0)]);
    assert_eq!(worker(&world, 3).state(), WorkerState::NothingDue);
    assert_eq!(worker(&world, 3).clock().and_then(|c| c.stopped), Some(Stopped::Void(day("2025-03-20"))));
}

#[test]
fn a_welfare_post_gives_no_right_to_compensation_and_is_left_by_its_own_exit() {
    let unit = organisation::Event::RoleGranted { role: OrganisationRole::PostEmployingUnit, evidence: paper() };
    let planned = welfare_post::Event::Planned {
        area: area(VILLAGE),
        category: PostCategory::Cleaning,
        employing_unit: firm(),
        full_time: true,
    };
    let placed = welfare_post::Event::Placed {
        person: person(4),
        agreement: paper(),
        full_time: true,
        until: None,
        temporary: None,
    };
    let world = told().given([
        fact("2024-01-02", FIRM, unit),
        fact("2024-01-03", "welfare_post-p1", planned),
        fact("2024-02-01", "welfare_post-p1", placed).decided_elsewhere(),
    ]);
    let world = world.when(left("2025-03-14", 4)).irregular("not_employed_there");
    assert!(world.case::<Person>(&person_id(4)).engagements[0].span.to.is_none());
    world.when(due("2025-03-20", 4, "2024-02-01", 4_000, 6_000)).refused("no_compensation");
}

#[test]
fn it_is_paid_by_the_credit_that_leaves_nothing_outstanding() {
    let world = gone().given([due("2025-03-20", 1, "2023-03-01", 4_000, 10_000)]);
    let by_word = Event::Paid { person: person(1), amount_fen: Fen::yuan(10_000), slip: paper() };
    world.clone().when(on("2025-03-25", by_word)).refused("credit_not_shown");
    world.clone().when(paid("2025-03-25", 1, 10_001)).refused("beyond_outstanding");
    world.clone().when(paid("2025-03-25", 2, 1)).refused("not_named");
    let world = world.given([paid("2025-03-25", 1, 6_000)]);
    assert_eq!(worker(&world, 1).clock().and_then(|c| c.stopped), None);
    let world = world.given([paid("2025-04-10", 1, 4_000)]);
    assert_eq!(worker(&world, 1).state(), WorkerState::Paid);
    assert_eq!(worker(&world, 1).clock().and_then(|c| c.stopped), Some(Stopped::Met(day("2025-04-10"))));
}

#[test]
fn a_payment_that_never_was_is_annulled_by_another() {
    let payment = Uuid::from_u128(9);
    let annulled =
        |payment| Event::PaymentAnnulled {
            person: person(1), payment, reason: note("重复登记"), evidence: paper()
        };
    let world = gone().given([due("2025-03-20", 1, "2023-03-01", 4_000, 10_000)]);
    let world = world.given([paid("2025-03-25", 1, 10_000).id(payment)]);
    let right = on("2025-03-25", annulled(payment)).learnt("2025-04-02");
    world.clone().when(on("2025-03-25", annulled(Uuid::nil()))).refused("nothing_to_correct");
    world.clone().when(right.clone().by("c1")).refused("approver_recorded_it");
    world.clone().when(right.clone().by_role(Role::Clerk)).refused("role_not_allowed");
    let world = world.when(right).then([]);
    assert_eq!(worker(&world, 1).state(), WorkerState::CompensationDue);
}

#[test]
fn nobody_on_a_layoff_is_unknown() {
    crate::testing::given([]).when(noticed(5, "2025-03-14", false)).refused("cited_case_missing");
    told()
        .when(on("2025-03-14", Event::Left { person: case(&person_id(9)), evidence: paper() }))
        .irregular("not_named");
}
