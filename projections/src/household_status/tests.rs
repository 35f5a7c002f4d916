use domain::{
    household::{Clue, HouseholdKind, LeaveReason, Measure, Risk},
    person::{self, Job, Sex},
    policy::{self, LegalBasis, Standard},
    testing::{Fact, World, area, case, day, evidence, fact, given, note, person_id},
    values::{Evidence, EvidenceKind, Fen, Span},
};
use serde_json::json;

use super::*;
use crate::model::testing::{assert_has, folded, folded_as_of};

const VIEW: &Projection = &HOUSEHOLD_STATUS;
const HOME: &str = "household-h1";
const OTHER: &str = "household-h2";
const VILLAGE: &str = "430225103204";
const JOB: Uuid = Uuid::from_u128(31);

fn paper() -> Evidence {
    evidence(EvidenceKind::Certificate)
}

fn at_home(on: &str, event: Event) -> Fact {
    fact(on, HOME, event)
}

fn of_person(on: &str, n: u32, event: person::Event) -> Fact {
    fact(on, &person_id(n), event)
}

fn earned(on: &str, n: u32, month: &str, yuan: u32) -> Fact {
    let (month, amount_fen) = (month.parse().unwrap(), Fen::yuan(yuan));
    of_person(on, n, person::Event::IncomeReported { month, amount_fen })
}

/// An ex-poor household of three.
fn home() -> World {
    let registered = |n| {
        of_person(
            "2023-01-01",
            n,
            person::Event::Registered { area: area(VILLAGE), birth_year: 1980, sex: Sex::Female },
        )
    };
    let kind = HouseholdKind::ExPoor;
    let joined = |n| at_home("2023-01-03", Event::MemberJoined { person: case(&person_id(n)), evidence: paper() });
    given((1..=3).map(registered))
        .given([at_home("2023-01-02", Event::Registered { area: area(VILLAGE), household_kind: kind })])
        .given((1..=3).map(joined))
}

fn away_job() -> Fact {
    let (job, destination) = (Job::AwayJob, area("440300000000"));
    of_person("2024-02-20", 1, person::Event::JobStarted { job, full_time: true, employer: None, destination }).id(JOB)
}

fn monitored() -> World {
    let standard = Standard::Monitoring { confirmation_days_max: 15, notice_days_min: 5 };
    let issued = policy::Event::Issued {
        area: area("430000000000"),
        standard,
        valid: Span { from: day("2021-01-01"), to: None },
        legal_basis: LegalBasis { document: note("湘乡振发"), dated: day("2020-12-01"), evidence: paper() },
        claws_back: false,
    };
    let span = Span { from: day("2024-03-06"), to: Some(day("2024-03-11")) };
    home().given([
        fact("2021-01-01", "policy-monitoring-43", issued),
        at_home("2024-03-01", Event::ClueReceived { clue: Clue::SelfReported, evidence: paper() }),
        at_home("2024-03-02", Event::Authorised { evidence: paper() }),
        at_home("2024-03-03", Event::HomeVerified { evidence: paper() }),
        at_home("2024-03-04", Event::DataMatched { evidence: paper() }),
        at_home("2024-03-05", Event::DemocraticallyReviewed { minutes: paper() }),
        at_home("2024-03-06", Event::VillageNoticed { span, evidence: paper() }),
        at_home("2024-03-12", Event::TownshipReviewed { evidence: paper() }),
        at_home("2024-03-13", Event::CountyConfirmed { kind: MonitoredKind::UnstableExPoor, evidence: paper() }),
        at_home("2024-03-14", Event::Announced { evidence: paper() }),
        at_home("2024-03-15", Event::PlanMade { measures: vec![Measure::Employment], evidence: paper() }),
        at_home("2024-03-16", Event::Supported { measure: Measure::Employment, evidence: paper() }),
    ])
}

#[test]
fn members_are_shown_with_where_they_work() {
    let view = folded(VIEW, &home().given([away_job()]));
    assert_has(
        &view.row("household_status", HOME),
        &json!({"area": VILLAGE, "household_kind": "ex_poor", "members": 3, "working": 1, "stage": "not_monitored"}),
    );
    let member = view.row("household_status_member", &format!("{HOME},{}", person_id(1)));
    assert_has(&member, &json!({"works": true, "since": "2023-01-03", "area": VILLAGE}));
    assert_has(
        &member["work"][0],
        &json!({"way": "away_job", "destination": "440300000000", "full_time": true, "since": "2024-02-20"}),
    );
}

#[test]
fn a_lost_job_is_gone_and_leaves_a_clue() {
    let laid_off = of_person("2024-05-01", 1, person::Event::LaidOff { job: JOB, evidence: paper() });
    let world = home().given([away_job(), laid_off]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("household_status", HOME),
        &json!({"working": 0, "stage": "clue_received", "clue_on": "2024-05-01", "monitored": false}),
    );
    assert_has(&folded_as_of(VIEW, &world, "2024-04-30").row("household_status", HOME), &json!({"working": 1}));
}

#[test]
fn who_splits_off_takes_work_and_wages_along() {
    let split = Event::SplitOff { into: case(OTHER), members: vec![case(&person_id(1))], evidence: paper() };
    let world = home().given([
        away_job(),
        earned("2024-04-05", 1, "2024-03", 4000),
        earned("2024-04-05", 2, "2024-03", 1000),
        at_home("2024-05-01", split),
    ]);
    let view = folded(VIEW, &world);
    assert_has(&view.row("household_status", HOME), &json!({"members": 2, "working": 0}));
    assert_has(
        &view.row("household_status", OTHER),
        &json!({"members": 1, "working": 1, "household_kind": "ex_poor", "area": VILLAGE}),
    );
    let wages = |home: &str| view.row("household_status_year", &format!("{home},2024"));
    assert_has(&wages(HOME), &json!({"wages_fen": 100_000, "wage_months": 1}));
    assert_has(&wages(OTHER), &json!({"wages_fen": 400_000, "wage_months": 1}));
}

#[test]
fn who_left_or_died_is_no_member() {
    let left = Event::MemberLeft { person: case(&person_id(2)), reason: LeaveReason::Marriage };
    let world = home().given([
        away_job(),
        at_home("2024-03-01", left),
        of_person("2024-06-01", 1, person::Event::Died { evidence: paper() }),
    ]);
    let view = folded(VIEW, &world);
    assert_has(&view.row("household_status", HOME), &json!({"members": 1, "working": 0}));
    assert_eq!(view.rows("household_status_member").len(), 1);
}

#[test]
fn monitoring_is_shown_step_by_step() {
    let world = monitored();
    let now = folded(VIEW, &world).row("household_status", HOME);
    assert_has(
        &now,
        &json!({"stage": "supported", "stage_since": "2024-03-16", "monitored": true, "clue_on": "2024-03-01",
            "monitored_kind": "unstable_ex_poor", "confirmed_on": "2024-03-13", "supports": 1}),
    );
    assert_has(
        &folded_as_of(VIEW, &world, "2024-03-10").row("household_status", HOME),
        &json!({"stage": "village_noticed", "monitored": false, "monitored_kind": null}),
    );
}

/// The view's bookkeeping of the procedure is that of the case.
#[test]
fn the_stage_is_the_cases_own() {
    let after = |facts: Vec<Fact>| {
        let world = monitored().given(facts);
        let state = &world.case::<Household>(HOME).monitoring;
        let row = folded(VIEW, &world).row("household_status", HOME);
        assert_has(
            &row,
            &json!({"stage": state.stage, "stage_since": state.since, "clue_on": state.clue_on,
                "monitored_kind": state.kind, "rejection_noticed_on": state.rejection_noticed_on,
                "objection_open": state.objection_open}),
        );
    };
    let elsewhere = |on: &str, event: Event| at_home(on, event).decided_elsewhere();
    let proposed = || elsewhere("2025-03-01", Event::RiskRemovalProposed { evidence: paper() });
    let objected = || elsewhere("2025-03-06", Event::Objected { evidence: paper() });
    let decided = |upheld| elsewhere("2025-03-07", Event::ObjectionDecided { upheld, evidence: paper() });
    let removed = || elsewhere("2025-03-12", Event::RiskRemoved { evidence: paper() });
    after(vec![]);
    after(vec![proposed()]);
    after(vec![proposed(), objected()]);
    after(vec![proposed(), objected(), decided(false)]);
    after(vec![proposed(), objected(), decided(true)]);
    after(vec![proposed(), removed()]);
    after(vec![
        proposed(),
        removed(),
        elsewhere("2025-06-01", Event::Relapsed { cause: Risk::JobLoss, evidence: paper() }),
    ]);
    after(vec![elsewhere("2025-03-01", Event::HomeVerified { evidence: paper() })]);
}

#[test]
fn risks_are_open_until_resolved() {
    let risk = Uuid::from_u128(21);
    let world = home().given([
        at_home("2024-04-01", Event::RiskRecorded { risk: Risk::Illness, sudden: true, evidence: paper() }).id(risk),
        at_home("2024-04-02", Event::RiskRecorded { risk: Risk::JobLoss, sudden: false, evidence: paper() }),
        at_home("2024-07-01", Event::RiskResolved { risk, evidence: paper() }),
    ]);
    let view = folded(VIEW, &world);
    assert_has(&view.row("household_status", HOME), &json!({"open_risks": 1, "shocked_on": "2024-04-01"}));
    assert_has(
        &view.row("household_status_risk", &format!("{HOME},{risk}")),
        &json!({"what": "illness", "open": false, "sudden": true, "since": "2024-04-01", "resolved_on": "2024-07-01"}),
    );
}

#[test]
fn a_restated_income_replaces_the_assessed_one() {
    let assessment = Uuid::from_u128(25);
    let assessed = Event::IncomeAssessed { year: 2023, total_fen: Fen::yuan(30_000), heads: 3, evidence: paper() };
    let restated = Event::IncomeRestated {
        assessment,
        total_fen: Fen::yuan(24_000),
        heads: 3,
        reason: note("重复计算"),
        evidence: paper(),
    };
    let world =
        home().given([at_home("2024-01-10", assessed).id(assessment), at_home("2024-01-10", restated).by("a9")]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("household_status_year", &format!("{HOME},2023")),
        &json!({"assessed_fen": 2_400_000, "heads": 3, "per_head_fen": 800_000}),
    );
    assert_has(&view.row("household_status", HOME), &json!({"income_year": 2023, "income_per_head_fen": 800_000}));
}
