use uuid::Uuid;

use super::*;
use crate::{
    actor::Role,
    testing::{Fact, World, area, case, evidence, fact, given, note, person_id},
    values::EvidenceKind,
};

const COUNTY: &str = "430225000000";
const GUANGDONG: &str = "440300000000";

fn about(on: &str, event: Event) -> Fact {
    fact(on, &person_id(1), event)
}

fn registered(n: u32) -> Fact {
    fact("2024-01-02", &person_id(n), Event::Registered { area: area(COUNTY), birth_year: 1980, sex: Sex::Female })
}

fn someone() -> World {
    given([registered(1), registered(2)])
}

fn seen(kind: EvidenceKind) -> Evidence {
    evidence(kind)
}

fn job(on: &str, id: u128, full_time: bool) -> Fact {
    let (employer, destination) = (None, area(GUANGDONG));
    about(on, Event::JobStarted { job: Job::AwayJob, full_time, employer, destination }).id(Uuid::from_u128(id))
}

fn died(on: &str) -> Fact {
    about(on, Event::Died { evidence: seen(EvidenceKind::Certificate) })
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

#[test]
fn a_file_is_opened_once() {
    someone().when(registered(1)).refused("case_exists");
    given([]).when(about("2024-01-02", Event::WillingnessStated { willing: true })).refused("case_missing");
}

#[test]
fn nobody_is_registered_before_their_birth() {
    let unborn = Event::Registered { area: area(COUNTY), birth_year: 2025, sex: Sex::Male };
    given([]).when(about("2024-01-02", unborn)).refused("born_later");
}

#[test]
fn what_someone_can_and_wants_is_what_was_said_for_the_latest_day() {
    let evidence = seen(EvidenceKind::Certificate);
    let world = someone().given([
        about("2024-03-01", Event::WillingnessStated { willing: false }),
        about("2024-02-01", Event::WillingnessStated { willing: true }).learnt("2024-04-01"),
        about(
            "2024-03-01",
            Event::LabourAbilityAssessed { ability: LabourAbility::Partial, evidence: evidence.clone() },
        ),
        about("2024-02-01", Event::LabourAbilityAssessed { ability: LabourAbility::Full, evidence })
            .learnt("2024-04-01"),
        about("2024-03-01", Event::EducationRecorded { education: Education::JuniorSecondary }),
        about(
            "2024-03-01",
            Event::SkillRecorded { skill: note("焊工"), level: 4, evidence: seen(EvidenceKind::Certificate) },
        ),
        about("2024-03-02", Event::ServiceReceived { service: Service::VacancyInfo, content: note("电子厂普工") }),
    ]);
    let person = world.case::<Person>(&person_id(1));
    assert_eq!((person.willing, person.labour_ability), (Some(false), Some(LabourAbility::Partial)));
    assert_eq!(person.education, Some(Education::JuniorSecondary));
}

#[test]
fn a_second_full_time_job_is_true_and_found() {
    someone().given([job("2024-03-01", 1, true)]).when(job("2024-04-01", 2, true)).irregular("already_engaged");
}

#[test]
fn part_time_work_goes_with_any_other() {
    let world = someone().given([job("2024-03-01", 1, true)]).when(job("2024-04-01", 2, false)).then([]);
    assert_eq!(world.case::<Person>(&person_id(1)).engagements.len(), 2);
}

#[test]
fn a_job_ends_once_and_leaves_room_for_the_next() {
    let ends = |on| about(on, Event::JobEnded { job: Uuid::from_u128(1) });
    let world = someone().given([job("2024-03-01", 1, true)]);
    world.clone().when(ends("2024-02-01")).irregular("no_such_job");
    let world = world.when(ends("2024-05-01")).then([]);
    assert_eq!(world.case::<Person>(&person_id(1)).engagements[0].span.to, "2024-05-01".parse().ok());
    world.clone().when(job("2024-05-02", 2, true)).then([]);
    world.when(ends("2024-06-01")).irregular("no_such_job");
}

#[test]
fn an_employer_must_be_on_file() {
    let employer = Some(case("organisation-12100000400009880k"));
    let hired = Event::JobStarted { job: Job::LocalJob, full_time: true, employer, destination: area(COUNTY) };
    someone().when(about("2024-03-01", hired)).refused("cited_case_missing");
}

#[test]
fn a_job_that_never_was_is_annulled_for_the_day_it_was_said_to_start() {
    let annulled = |job| Event::JobAnnulled {
        job: Uuid::from_u128(job),
        reason: note("张冠李戴"),
        evidence: seen(EvidenceKind::Inspection),
    };
    let world = someone().given([job("2024-03-01", 1, true)]);
    let right = about("2024-03-01", annulled(1)).learnt("2024-04-01");
    world.clone().when(about("2024-03-01", annulled(9))).refused("nothing_to_correct");
    world.clone().when(about("2024-04-01", annulled(1))).refused("correction_dated_otherwise");
    world.clone().when(right.clone().by("c1")).refused("approver_recorded_it");
    world.clone().when(right.clone().by_role(Role::Clerk)).refused("role_not_allowed");
    let world = world.when(right.clone()).then([]);
    assert!(world.case::<Person>(&person_id(1)).engagements.is_empty());
    world.when(right).refused("nothing_to_correct");
}

#[test]
fn income_is_reported_once_a_month_and_restated_by_another() {
    let report = Uuid::from_u128(7);
    let reported = |on| about(on, Event::IncomeReported { month: month("2024-03"), amount_fen: Fen::yuan(48_500) });
    let restated = |report| Event::IncomeRestated {
        report,
        amount_fen: Fen::yuan(4_850),
        reason: note("多录一位"),
        evidence: seen(EvidenceKind::BankSlip),
    };
    someone().when(reported("2024-03-30")).irregular("month_not_over");
    let world = someone().given([reported("2024-04-03").id(report)]);
    world.clone().when(reported("2024-04-04")).irregular("income_already_reported");

    let right = about("2024-04-03", restated(report)).learnt("2024-04-09").id(Uuid::from_u128(8));
    world.clone().when(about("2024-04-03", restated(Uuid::nil()))).refused("nothing_to_correct");
    world.clone().when(about("2024-04-09", restated(report))).refused("correction_dated_otherwise");
    world.clone().when(right.clone().by("c1")).refused("approver_recorded_it");
    let world = world.when(right.clone()).then([]);
    let known = &world.case::<Person>(&person_id(1)).income[&month("2024-03")];
    assert_eq!((known.event, known.amount_fen), (Uuid::from_u128(8), Fen::yuan(4_850)));
    // What was restated is corrected by naming the restatement.
    world.when(right).refused("nothing_to_correct");
}

#[test]
fn kinship_is_known_from_both_sides() {
    let declared = |kin: u32, relation| {
        let (kin, learnt_from) = (case(&person_id(kin)), KinshipSource::Declaration);
        about("2024-03-01", Event::KinshipDeclared { kin, relation, learnt_from })
    };
    someone().when(declared(1, Relation::Spouse)).irregular("kin_to_oneself");
    someone().when(declared(9, Relation::Spouse)).refused("cited_case_missing");
    let noted = format!("{} person.kinship_noted.v1", person_id(2));
    let world = someone().when(declared(2, Relation::Parent)).then([noted.as_str()]);
    assert_eq!(world.case::<Person>(&person_id(2)).kin[0].relation, Relation::Child);
}

#[test]
fn an_official_post_is_left_once() {
    let held = Uuid::from_u128(3);
    let holds = about(
        "2024-03-01",
        Event::OfficialPostHeld { post: note("村会计"), organisation: None, area: area("430225103204") },
    );
    let left = |on| about(on, Event::OfficialPostLeft { held });
    someone().when(left("2024-04-01")).irregular("no_such_official_post");
    let world = someone().given([holds.id(held)]);
    world.clone().when(left("2024-02-01")).irregular("no_such_official_post");
    world.given([left("2024-04-01")]).when(left("2024-05-01")).irregular("no_such_official_post");
}

#[test]
fn only_a_declared_account_is_verified_or_closed_or_forwards_money() {
    let account: Account = "0a".repeat(16).parse().expect("an account");
    let declared = Event::AccountDeclared { account: account.clone(), holder: AccountHolder::Oneself };
    let verified = about("2024-03-02", Event::AccountVerified { account: account.clone() });
    let closed = about("2024-03-03", Event::AccountClosed { account: account.clone() });
    someone().when(verified.clone()).irregular("account_unknown");
    someone().when(closed.clone()).refused("account_unknown");
    let (to, evidence) = ("0b".repeat(16).parse().expect("an account"), seen(EvidenceKind::DataMatch));
    let forwarded = Event::MoneyForwarded { account: account.clone(), to, amount_fen: Fen::yuan(100), evidence };
    someone().when(about("2024-03-03", forwarded)).irregular("account_unknown");
    let world = someone().given([about("2024-03-01", declared), verified]);
    assert!(world.case::<Person>(&person_id(1)).accounts[&account]);
    let world = world.given([closed.clone()]);
    world.when(closed).refused("account_unknown");
}

#[test]
fn custody_begins_and_ends_in_turn() {
    let evidence = || seen(EvidenceKind::Decision);
    let began = about("2024-03-01", Event::CustodyBegan { evidence: evidence() });
    let ended = about("2024-05-01", Event::CustodyEnded { evidence: evidence() });
    someone().when(ended.clone()).irregular("custody_unchanged");
    let world = someone().given([began.clone()]);
    world.clone().when(began).irregular("custody_unchanged");
    let world = world.when(ended).then([]);
    assert!(!world.case::<Person>(&person_id(1)).in_custody);
}

#[test]
fn death_ends_jobs_and_nothing_starts_after_it() {
    let world = someone().given([job("2024-03-01", 1, true)]).when(died("2024-04-01")).then([]);
    let person = world.case::<Person>(&person_id(1));
    assert_eq!(person.engagements[0].span.to, person.died_on);
    world.clone().when(job("2024-04-02", 2, true)).irregular("has_died");
    world.when(died("2024-04-02")).irregular("death_known");
}

#[test]
fn a_death_recorded_wrongly_is_annulled_by_another() {
    let death = Uuid::from_u128(4);
    let annulled =
        |death| Event::DeathAnnulled { death, reason: note("同名误录"), evidence: seen(EvidenceKind::Certificate) };
    let world = someone().given([died("2024-04-01").id(death)]);
    let right = about("2024-04-01", annulled(death)).learnt("2024-04-20");
    world.clone().when(about("2024-04-01", annulled(Uuid::nil()))).refused("nothing_to_correct");
    world.clone().when(about("2024-04-20", annulled(death))).refused("correction_dated_otherwise");
    world.clone().when(right.clone().by("c1")).refused("approver_recorded_it");
    let world = world.when(right.clone()).then([]);
    world.clone().when(job("2024-04-02", 2, true)).then([]);
    world.when(right).refused("nothing_to_correct");
}

#[test]
fn what_cases_make_true_of_a_person_no_client_says() {
    let at = crate::testing::stream("welfare_post-p1");
    for event in [
        Event::EngagementStarted { at: at.clone(), full_time: true },
        Event::EngagementEnded { at: at.clone() },
        Event::EngagementAnnulled { at },
        Event::HouseholdJoined { household: case("household-h1") },
        Event::HouseholdLeft { household: case("household-h1") },
    ] {
        someone().when(about("2024-03-01", event)).refused("entailed_only");
    }
}

#[test]
fn a_case_ends_only_the_engagement_that_it_began() {
    let at = crate::testing::stream("welfare_post-p1");
    someone().told(about("2024-03-01", Event::EngagementEnded { at: at.clone() })).refused("not_engaged_there");
    someone().told(about("2024-03-01", Event::EngagementAnnulled { at })).refused("not_engaged_there");
}

#[test]
fn only_a_member_leaves_a_household() {
    let left = Event::HouseholdLeft { household: case("household-h1") };
    someone().told(about("2024-03-01", left)).refused("not_in_household");
}
