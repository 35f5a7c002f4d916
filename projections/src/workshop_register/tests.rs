use domain::{
    carrier::{Counting, RecognitionRules, Tier, WorkerLeftReason},
    claim::{ClawbackReason, Entitlement, Event as ClaimEvent, FundLine, Payee, Period, PeriodKind, Subsidy},
    household::{self, HouseholdKind},
    organisation::{self, Identity, OrganisationRole, Violation},
    payment_batch::{Event as BatchEvent, Line, Outcome, hash},
    person::{self, Person, Sex},
    policy::{self, LegalBasis, Rate, Standard},
    testing::{Fact, World, area, case, day, evidence, fact, note, person_id, stream},
    values::{Evidence, EvidenceKind, Fen},
    workshop::{Event, ExitReason, Measure, Model},
};
use serde_json::json;

use super::*;
use crate::model::testing::{assert_has, folded, folded_as_of, money};

const VIEW: &Projection = &WORKSHOP_REGISTER;
const WORKSHOP: &str = "workshop-w1";
const FIRM: &str = "organisation-12100000400009880k";
const VILLAGE: &str = "430225103204";
const JOINED: Uuid = Uuid::from_u128(17);
const YEAR: Period = Period::Year(2025);

fn said(on: &str, event: Event) -> Fact {
    fact(on, WORKSHOP, event)
}

fn seen() -> Evidence {
    evidence(EvidenceKind::Inspection)
}

fn someone() -> Ref<Person> {
    case(&person_id(1))
}

fn issued(standard: Standard) -> Fact {
    let subject = format!("policy-{}-43", standard.name());
    let legal_basis =
        LegalBasis { document: note("湘人社规〔2024〕9号"), dated: day("2024-12-01"), evidence: seen() };
    let (area, valid) = (area("430000000000"), Span { from: day("2024-12-01"), to: None });
    fact("2024-12-01", &subject, policy::Event::Issued { area, standard, valid, legal_basis, claws_back: false })
}

fn rules() -> RecognitionRules {
    RecognitionRules { ex_poor_min: 5, ex_poor_per_mille_min: 200, notice_days_min: 0 }
}

fn heads(workers: u32, ex_poor: u32) -> Headcount {
    Headcount { workers, ex_poor }
}

fn noticed() -> Span {
    Span { from: day("2024-12-20"), to: Some(day("2024-12-31")) }
}

/// Planned to be built, recognised from the first day of 2025 on, with one worker.
fn recognised() -> World {
    let identity = Identity::CreditCode("12100000400009880K".parse().unwrap());
    let granted = |role| organisation::Event::RoleGranted { role, evidence: seen() };
    let registered = person::Event::Registered { area: area(VILLAGE), birth_year: 1980, sex: Sex::Female };
    let (operator, model) = (case(FIRM), Model::ConsortiumWorkshop);
    money::funded().given([
        issued(Standard::WorkshopRules { recognition: rules(), exit_notice_days_min: 0, exit_days_max: 30 }),
        fact("2024-12-01", FIRM, organisation::Event::Registered { identity, area: area("430225000000") }),
        fact("2024-12-01", FIRM, granted(OrganisationRole::WorkshopOperator)),
        fact("2024-12-01", FIRM, granted(OrganisationRole::Employer)),
        fact("2024-12-01", &person_id(1), registered),
        fact(
            "2024-12-01",
            "household-h1",
            household::Event::Registered { area: area(VILLAGE), household_kind: HouseholdKind::ExPoor },
        ),
        fact("2024-12-01", "household-h1", household::Event::MemberJoined { person: someone(), evidence: seen() }),
        said("2024-12-05", Event::BuildPlanned { area: area("430225000000"), year: 2025, evidence: seen() }),
        said("2024-12-10", Event::Applied { area: area(VILLAGE), operator, model, evidence: seen() }),
        said("2024-12-15", Event::SiteChecked { found: heads(20, 6), evidence: seen() }),
        said("2024-12-20", Event::Noticed { span: noticed() }),
        said("2025-01-01", Event::Recognised { evidence: seen() }),
        said("2025-01-01", Event::WorkerJoined { person: someone(), full_time: true, evidence: seen() }).id(JOINED),
    ])
}

fn row(world: &World) -> serde_json::Value {
    folded(VIEW, world).row("workshop_register", WORKSHOP)
}

#[test]
fn a_workshop_shows_its_recognition_and_its_plans() {
    let measure = Measure::Support;
    let world = recognised().given([
        said("2025-02-01", Event::MeasurePlanned { year: 2025, measure, evidence: seen() }),
        said("2025-06-01", Event::MeasureTaken { year: 2025, measure, evidence: seen() }),
    ]);
    assert_has(
        &row(&world),
        &json!({"category": "workshop", "state": "normal", "operator": FIRM, "area": VILLAGE, "workers": 1,
            "model": "consortium_workshop", "recognised_on": "2025-01-01", "open_violation": false}),
    );
    let plan =
        |measure: &str| folded(VIEW, &world).row("workshop_register_plan", &format!("{WORKSHOP},2025,{measure}"));
    assert_has(&plan("build"), &json!({"planned_on": "2024-12-05", "taken_on": "2025-01-01"}));
    assert_has(&plan("support"), &json!({"planned_on": "2025-02-01", "taken_on": "2025-06-01", "area": VILLAGE}));
    let then = folded_as_of(VIEW, &world, "2024-12-31").row("workshop_register", WORKSHOP);
    assert_has(&then, &json!({"state": "noticed", "recognised_on": null}));
}

#[test]
fn a_worker_comes_and_goes_and_was_never_there() {
    let left = Event::WorkerLeft { person: someone(), reason: WorkerLeftReason::Resigned, evidence: seen() };
    let key = format!("{WORKSHOP},{JOINED}");
    let world = recognised().given([said("2025-06-30", left)]);
    assert_has(
        &folded(VIEW, &world).row("workshop_register_worker", &key),
        &json!({"person": person_id(1), "since": "2025-01-01", "left_on": "2025-06-30", "left_for": "resigned"}),
    );
    assert_has(&row(&world), &json!({"workers": 0}));
    let annulled = Event::WorkerAnnulled { joined: JOINED, reason: note("同名误录"), evidence: seen() };
    let world = recognised().given([counted(), said("2025-01-01", annulled).learnt("2026-01-12")]);
    assert!(folded(VIEW, &world).rows("workshop_register_worker").is_empty());
    assert!(folded(VIEW, &world).rows("workshop_register_count").is_empty());
    assert_has(&folded(VIEW, &world).rows("workshop_register_period")[0], &json!({"counted": 0}));
}

#[test]
fn what_was_reported_stands_against_what_was_found() {
    let world = recognised().given([
        said("2025-03-01", Event::HeadcountReported { reported: heads(30, 14), evidence: seen() }),
        said("2025-03-10", Event::HeadcountVerified { found: heads(22, 9), evidence: seen() }),
    ]);
    assert_has(
        &row(&world),
        &json!({"reported_ex_poor": 14, "verified_ex_poor": 9, "reported_above_verified": 5, "verified_workers": 22}),
    );
}

#[test]
fn a_stoppage_is_a_cause_to_exit_when_its_season_is_over() {
    let season = |from: &str, to: &str| Event::SeasonRegistered {
        rests: Span { from: day(from), to: Some(day(to)) },
        evidence: seen(),
    };
    let found = Uuid::from_u128(9);
    let stopped = said("2025-04-10", Event::StoppageDetected { evidence: seen() }).id(found);
    let world = recognised().given([said("2025-03-01", season("2025-04-01", "2025-05-31")), stopped]);
    assert_has(&row(&world), &json!({"stopped_since": "2025-04-10", "exit_cause_since": "2025-06-01"}));
    let resumed = said("2025-05-20", Event::ProductionResumed { evidence: seen() });
    assert_has(&row(&world.clone().given([resumed])), &json!({"stopped_since": null, "exit_cause_since": null}));
    let reason = || ExitReason::Stopped;
    let world = world.given([said("2025-06-05", Event::ExitNoticed { reason: reason(), evidence: seen() })]);
    assert_has(&row(&world), &json!({"exit": "noticed", "exit_reason": "stopped", "exit_noticed_on": "2025-06-05"}));
    let world = world.given([said("2025-06-20", Event::Exited { reason: reason(), evidence: seen() })]);
    assert_has(
        &row(&world),
        &json!({"state": "exited", "exited_on": "2025-06-20", "exit_days": 19, "exit_cause_since": null,
            "exit_proof": found, "exit": null}),
    );
}

#[test]
fn an_open_violation_of_the_operator_is_a_cause_to_exit() {
    let found = Uuid::from_u128(9);
    let violation = organisation::Event::ViolationFound { violation: Violation::WorkSafety, evidence: seen() };
    let world = recognised().given([fact("2025-03-05", FIRM, violation).id(found)]);
    assert_has(
        &row(&world),
        &json!({"open_violation": true, "illegal_since": "2025-03-05", "exit_cause_since": "2025-03-05"}),
    );
    let reason = ExitReason::Illegal { violation: found, decision: seen() };
    let noticed = world.clone().given([said("2025-03-10", Event::ExitNoticed { reason, evidence: seen() })]);
    assert_has(&row(&noticed), &json!({"exit_reason": "illegal", "exit_proof": found}));
    let upheld = noticed.given([
        said("2025-03-12", Event::ExitObjected { evidence: seen() }),
        said("2025-03-20", Event::ExitObjectionDecided { upheld: true, evidence: seen() }),
    ]);
    assert_has(&row(&upheld), &json!({"exit": null, "exit_reason": null, "exit_proof": null}));
    let cleared = organisation::Event::ViolationCleared { violation: found, evidence: seen() };
    let world = world.given([fact("2025-04-05", FIRM, cleared)]);
    assert_has(&row(&world), &json!({"open_violation": false, "exit_cause_since": null}));
}

fn counted() -> Fact {
    let (person, income_fen) = (someone(), Fen::ZERO);
    said("2026-01-10", Event::WorkerCounted { person, period: YEAR, income_fen, evidence: seen() })
}

#[test]
fn a_period_shows_who_counts_and_what_was_paid() {
    let tier = Tier {
        heads_min: 1,
        counting: Counting { months_min: 3, income_min_fen: Fen::ZERO },
        rate: Rate::Fixed { amount_fen: Fen::yuan(900) },
        cap_fen: Fen::yuan(900),
    };
    let entitlement = Entitlement {
        area: area(VILLAGE),
        payee: Payee::Organisation(case(FIRM)),
        subsidy: Subsidy::WorkshopAward,
        period: YEAR,
        case: Some(stream(WORKSHOP)),
    };
    let claim = format!("claim-{}", entitlement.claim_id());
    let on_claim = |on, event| fact(on, &claim, event);
    let in_batch = |on, event| fact(on, "payment_batch-b9", event);
    let (amount_fen, standard) = (Fen::yuan(900), case("policy-workshop_tiers-43"));
    let lines = vec![Line { claim: case(&claim), amount_fen, account: money::account(9) }];
    let hash = hash(&lines).parse().unwrap();
    let sealed = BatchEvent::Sealed { area: area(money::COUNTY), lines, total_fen: amount_fen, hash };
    let reserved = vec![FundLine { fund: case("fund-c25"), amount_fen }];
    let answered = BatchEvent::LineAnswered {
        claim: case(&claim),
        outcome: Outcome::Credited,
        amount_fen: amount_fen.into(),
        evidence: money::slip().into(),
    };
    let clawback = ClawbackReason::WrongAmount;
    let world = recognised().given([
        issued(Standard::WorkshopTiers { per: PeriodKind::Year, tiers: vec![tier] }),
        fact("2025-01-02", FIRM, organisation::Event::AccountDeclared { account: money::account(9) }),
        counted(),
        said("2026-01-12", Event::TierAssigned { period: YEAR, tier: 1 }),
        said("2026-01-15", Event::AwardComputed { period: YEAR, amount_fen }),
        on_claim("2026-01-16", ClaimEvent::Applied { entitlement, units: 0, base_fen: Fen::ZERO, evidence: seen() }),
        on_claim("2026-01-17", ClaimEvent::ManuallyReviewed { passed: true, evidence: seen() }),
        on_claim("2026-01-18", ClaimEvent::Approved { amount_fen, standard, version: 1 }),
        on_claim("2026-01-19", ClaimEvent::BudgetReserved { lines: reserved }),
        in_batch("2026-01-20", sealed),
        in_batch("2026-01-21", BatchEvent::Instructed { voucher: money::slip(), total_fen: amount_fen.into() })
            .by("a2"),
        in_batch("2026-01-25", answered),
        on_claim("2026-03-01", ClaimEvent::ClawbackOpened { amount_fen: Fen::yuan(100), reason: clawback }),
    ]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("workshop_register_period", &format!("{WORKSHOP},2025")),
        &json!({"counted": 1, "tier": 1, "awarded_fen": 90000, "credited_fen": 90000, "credited_on": "2026-01-25",
            "clawed_back_fen": 10000, "area": VILLAGE}),
    );
    assert_has(
        &view.row("workshop_register_count", &format!("{WORKSHOP},2025,{}", person_id(1))),
        &json!({"income_fen": 0, "period_to": "2025-12-31"}),
    );
    assert_has(
        &row(&world),
        &json!({"tier": 1, "awarded_fen": 90000, "credited_fen": 90000, "clawed_back_fen": 10000}),
    );
}

#[test]
fn a_base_stands_in_the_same_register() {
    let counting = Counting { months_min: 3, income_min_fen: Fen::ZERO };
    let on_base = |on, event| fact(on, "base-b1", event);
    let world = recognised().given([
        issued(Standard::BaseRules { recognition: rules(), counting }),
        on_base("2024-12-10", base::Event::Applied { area: area(VILLAGE), operator: case(FIRM), evidence: seen() }),
        on_base("2024-12-15", base::Event::SiteChecked { found: heads(20, 6), evidence: seen() }),
        on_base("2024-12-20", base::Event::Noticed { span: noticed() }),
        on_base("2025-01-01", base::Event::Recognised { evidence: seen() }),
        on_base("2025-06-30", base::Event::GivenUp { evidence: seen() }),
    ]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("workshop_register", "base-b1"),
        &json!({"category": "base", "state": "exited", "exited_on": "2025-06-30", "model": null, "tier": null}),
    );
    assert_has(
        &view.row("workshop_register_operator", FIRM),
        &json!({"carriers": [WORKSHOP, "base-b1"], "violations": []}),
    );
}
