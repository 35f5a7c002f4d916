use domain::{
    person::{Job, Sex},
    testing::{Fact, World, area, evidence, fact, given, note, person_id},
    values::{EvidenceKind, Fen},
};
use serde_json::json;

use super::*;
use crate::model::testing::{assert_has, folded, folded_as_of};

const VIEW: &Projection = &PERSON_FILE;
const JOB: Uuid = Uuid::from_u128(7);

fn about(on: &str, event: Event) -> Fact {
    fact(on, &person_id(1), event)
}

fn someone() -> World {
    given([about("2024-01-02", Event::Registered { area: area("430225103204"), birth_year: 1980, sex: Sex::Male })])
}

fn away_job(on: &str) -> Fact {
    let job =
        Event::JobStarted { job: Job::AwayJob, full_time: true, employer: None, destination: area("440300000000") };
    about(on, job).id(JOB)
}

fn served(on: &str, service: Service, content: &str) -> Fact {
    about(on, Event::ServiceReceived { service, content: note(content) })
}

#[test]
fn a_job_shows_in_the_file_and_as_a_spell() {
    let world = someone().given([away_job("2024-03-01"), about("2024-09-30", Event::JobEnded { job: JOB })]);
    let then = folded_as_of(VIEW, &world, "2024-09-29");
    assert_has(&then.row("person_file", &person_id(1)), &json!({"works": true, "full_time": true}));
    let now = folded(VIEW, &world);
    assert_has(&now.row("person_file", &person_id(1)), &json!({"works": false, "full_time": false}));
    assert_has(
        &now.rows("person_file_engagement")[0],
        &json!({"way": "away_job", "since": "2024-03-01", "ended_on": "2024-09-30", "destination": "440300000000"}),
    );
}

#[test]
fn who_was_unemployed_and_willing_at_any_time_in_the_year_sought_work() {
    let world = someone().given([
        about("2024-02-01", Event::WillingnessStated { willing: true }),
        away_job("2024-02-10"),
        about("2025-05-01", Event::JobEnded { job: JOB }),
        about("2025-06-01", Event::WillingnessStated { willing: false }),
    ]);
    let view = folded(VIEW, &world);
    let key = |year: i16| format!("{},{year}", person_id(1));
    assert_has(&view.row("person_file_year", &key(2024)), &json!({"sought": true}));
    assert_has(&view.row("person_file_year", &key(2025)), &json!({"sought": true}));
    assert_has(&view.row("person_file", &person_id(1)), &json!({"seeking_since": null, "willing": false}));
    let earlier = folded_as_of(VIEW, &world, "2025-05-20");
    assert_has(&earlier.row("person_file", &person_id(1)), &json!({"seeking_since": "2025-05-02"}));
}

#[test]
fn a_job_learnt_late_counts_for_its_own_time() {
    // Willing from January, but, as is learnt in December, at work from the same day on.
    let world =
        someone().given([about("2024-01-10", Event::WillingnessStated { willing: true }), away_job("2024-01-10")]);
    let view = folded(VIEW, &world);
    let year = view.row("person_file_year", &format!("{},2024", person_id(1)));
    assert_has(&year, &json!({"sought": false}));
}

#[test]
fn the_same_content_counts_once_towards_311() {
    let world = someone().given([
        served("2024-02-01", Service::VacancyInfo, "缝纫工"),
        served("2024-03-01", Service::VacancyInfo, "缝纫工"),
        served("2024-04-01", Service::VacancyInfo, "保洁"),
        served("2024-05-01", Service::TrainingInfo, "电工培训"),
        served("2024-06-01", Service::CareerGuidance, "职业指导"),
    ]);
    let key = format!("{},2024", person_id(1));
    let view = folded(VIEW, &world);
    assert_has(&view.row("person_file_year", &key), &json!({"vacancy_infos": 2, "served": false}));
    let world = world.given([served("2024-07-01", Service::VacancyInfo, "厨工")]);
    assert_has(&folded(VIEW, &world).row("person_file_year", &key), &json!({"vacancy_infos": 3, "served": true}));
}

#[test]
fn a_restated_income_replaces_the_reported_one_in_the_year() {
    let report = Uuid::from_u128(9);
    let month = "2024-03".parse().unwrap();
    let world = someone().given([
        about("2024-04-10", Event::IncomeReported { month, amount_fen: Fen::yuan(3000) }).id(report),
        about(
            "2024-04-10",
            Event::IncomeRestated {
                report,
                amount_fen: Fen::yuan(2500),
                reason: note("笔误"),
                evidence: evidence(EvidenceKind::Agreement),
            },
        ),
    ]);
    let view = folded(VIEW, &world);
    let key = |rest: &str| format!("{},{rest}", person_id(1));
    assert_has(&view.row("person_file_year", &key("2024")), &json!({"income_fen": 250_000, "income_months": 1}));
    assert_has(
        &view.row("person_file_income", &key("2024-03")),
        &json!({"amount_fen": 250_000, "restated": 1, "days_to_report": 10, "reported_on": "2024-04-10"}),
    );
}

#[test]
fn death_ends_work_and_the_search_for_it() {
    let world = someone().given([
        about("2024-02-01", Event::WillingnessStated { willing: true }),
        away_job("2024-03-01"),
        about("2024-06-01", Event::Died { evidence: evidence(EvidenceKind::Agreement) }),
    ]);
    let file = folded(VIEW, &world).row("person_file", &person_id(1));
    assert_has(&file, &json!({"works": false, "seeking_since": null, "died_on": "2024-06-01"}));
}

#[test]
fn what_is_said_of_an_earlier_day_changes_nothing_later() {
    let world = someone().given([
        about("2024-05-01", Event::WillingnessStated { willing: false }),
        about("2024-02-01", Event::WillingnessStated { willing: true }),
    ]);
    let view = folded(VIEW, &world);
    assert_has(&view.row("person_file", &person_id(1)), &json!({"willing": false, "seeking_since": null}));
    assert_has(&view.row("person_file_year", &format!("{},2024", person_id(1))), &json!({"sought": true}));
}
