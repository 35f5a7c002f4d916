use domain::{
    organisation::{self, Identity, OrganisationRole},
    person::{self, Sex},
    policy,
    testing::{Fact, World, area, case, county_with_posts, day, evidence, fact, given, note, person_id},
    values::{EvidenceKind, Fen},
    welfare_post::{DutyOutcome, LeftReason, PostCategory},
};
use serde_json::json;

use super::*;
use crate::model::testing::{assert_has, folded, folded_as_of};

const VIEW: &Projection = &WELFARE_POST_REGISTER;
const POST: &str = "welfare_post-p1";
const PLACED: Uuid = Uuid::from_u128(17);

fn on_post(on: &str, event: Event) -> Fact {
    fact(on, POST, event)
}

fn someone(n: u32) -> Ref<Person> {
    case(&person_id(n))
}

fn open_post() -> World {
    let unit = "organisation-12100000400009880k";
    given([
        fact(
            "2025-01-02",
            unit,
            organisation::Event::Registered {
                identity: Identity::CreditCode("12100000400009880K".parse().unwrap()),
                area: area("430225103204"),
            },
        ),
        fact(
            "2025-01-02",
            unit,
            organisation::Event::RoleGranted {
                role: OrganisationRole::PostEmployingUnit,
                evidence: evidence(EvidenceKind::Agreement),
            },
        ),
        fact(
            "2025-01-03",
            &person_id(1),
            person::Event::Registered { area: area("430225103204"), birth_year: 1970, sex: Sex::Female },
        ),
        fact(
            "2025-01-01",
            "policy-post_allowance-430225",
            policy::Event::Issued {
                area: area("430225000000"),
                standard: policy::Standard::PostAllowance {
                    full_time_monthly_fen: Fen::yuan(1800),
                    part_time_monthly_fen: Fen::yuan(900),
                },
                valid: Span { from: day("2025-01-01"), to: None },
                legal_basis: policy::LegalBasis {
                    document: note("株人社发〔2025〕1号"),
                    dated: day("2025-01-01"),
                    evidence: evidence(EvidenceKind::Agreement),
                },
                claws_back: false,
            },
        ),
        on_post(
            "2025-01-05",
            Event::Planned {
                area: area("430225103204"),
                category: PostCategory::Cleaning,
                employing_unit: case(unit),
                full_time: false,
            },
        ),
    ])
    .given(county_with_posts("430225000000", 10))
    .given([on_post("2025-01-06", Event::Approved {}), on_post("2025-01-07", Event::Opened {})])
}

fn held_post() -> World {
    let person = || someone(1);
    open_post().given([
        on_post("2025-01-08", Event::Applied { person: person(), evidence: evidence(EvidenceKind::Agreement) }),
        on_post("2025-01-09", Event::VillageReviewed { person: person(), minutes: evidence(EvidenceKind::Agreement) }),
        on_post(
            "2025-01-10",
            Event::Noticed { person: person(), span: Span { from: day("2025-01-10"), to: Some(day("2025-01-17")) } },
        ),
        on_post("2025-01-18", Event::TownshipReviewed { person: person() }),
        on_post("2025-01-20", Event::CountyApproved { person: person(), age_review: None }),
        on_post(
            "2025-02-01",
            Event::Placed {
                person: person(),
                agreement: evidence(EvidenceKind::Agreement),
                full_time: false,
                until: Some(day("2026-01-31")),
                temporary: None,
            },
        )
        .id(PLACED),
    ])
}

#[test]
fn a_placement_shows_at_the_post_the_application_and_the_spell() {
    let view = folded(VIEW, &held_post());
    let person = person_id(1);
    assert_has(
        &view.row("welfare_post_register", POST),
        &json!({"area": "430225103204", "state": "filled", "holder": person, "since": "2025-02-01",
            "category": "cleaning", "until": "2026-01-31", "placements": 1, "applicants_waiting": 0}),
    );
    assert_has(
        &view.row("welfare_post_register_application", &format!("{POST},{person}")),
        &json!({"step": "placed", "noticed_to": "2025-01-17", "approver": "a1/bureau/approver"}),
    );
    assert_has(
        &view.row("welfare_post_register_placement", &format!("{POST},{PLACED}")),
        &json!({"person": person, "since": "2025-02-01", "left_on": null}),
    );
}

#[test]
fn a_post_that_was_left_is_vacant_and_the_spell_ended() {
    let world = held_post()
        .given([on_post("2025-06-30", Event::Left { person: None, reason: LeftReason::MarketJob, evidence: None })]);
    let view = folded(VIEW, &world);
    assert_has(&view.row("welfare_post_register", POST), &json!({"state": "vacant", "holder": null}));
    assert_has(
        &view.rows("welfare_post_register_placement")[0],
        &json!({"left_on": "2025-06-30", "left_for": "market_job"}),
    );
    let then = folded_as_of(VIEW, &world, "2025-06-29");
    assert_has(&then.row("welfare_post_register", POST), &json!({"state": "filled", "holder": person_id(1)}));
}

#[test]
fn an_annulled_placement_never_was() {
    let world = held_post().given([on_post(
        "2025-02-01",
        Event::PlacementAnnulled {
            placement: PLACED,
            reason: note("录入错误"),
            evidence: evidence(EvidenceKind::Agreement),
        },
    )]);
    let view = folded(VIEW, &world);
    assert_has(&view.row("welfare_post_register", POST), &json!({"state": "open", "placements": 0}));
    assert!(view.rows("welfare_post_register_placement").is_empty());
}

#[test]
fn a_month_shows_its_duty_and_what_it_earned() {
    let (person, month) = (|| someone(1), "2025-02".parse::<Month>().unwrap());
    let sheet = || evidence(EvidenceKind::Agreement);
    let world = held_post().given([
        on_post("2025-03-01", Event::DutyLogged { person: person(), month, days: 20, evidence: sheet() }),
        on_post(
            "2025-03-02",
            Event::DutyAssessed {
                person: person(),
                month,
                outcome: DutyOutcome::Completed,
                substitute: true,
                evidence: sheet(),
            },
        ),
        on_post("2025-03-03", Event::AllowanceAccrued { person: person(), month, amount_fen: Fen::yuan(900) }),
    ]);
    let view = folded(VIEW, &world);
    assert_has(
        &view.row("welfare_post_register_month", &format!("{POST},{},2025-02", person_id(1))),
        &json!({"days_logged": 20, "outcome": "completed", "substitute": true, "accrued_fen": 90000,
            "credited_fen": 0, "area": "430225103204"}),
    );
    assert_has(&view.row("welfare_post_register", POST), &json!({"accrued_fen": 90000}));
}

#[test]
fn consequences_without_their_causes_stand_alone() {
    let view = folded_as_of(VIEW, &held_post(), "2024-12-31");
    assert!(view.rows("welfare_post_register").is_empty());
}

#[test]
fn a_second_holder_is_irregular_and_shown() {
    let placed = |person: Ref<Person>| Event::Placed {
        person,
        agreement: evidence(EvidenceKind::Agreement),
        full_time: false,
        until: None,
        temporary: None,
    };
    let registered = person::Event::Registered { area: area("430225103204"), birth_year: 1975, sex: Sex::Male };
    let world = held_post().given([
        fact("2025-01-03", &person_id(2), registered),
        on_post("2025-03-01", placed(someone(2))).decided_elsewhere(),
    ]);
    let row = folded(VIEW, &world).row("welfare_post_register", POST);
    assert_has(&row, &json!({"holders": 2, "holder": person_id(2), "state": "filled"}));
    let left = Event::Left { person: Some(someone(2)), reason: LeftReason::MarketJob, evidence: None };
    let row = folded(VIEW, &world.given([on_post("2025-04-01", left)])).row("welfare_post_register", POST);
    assert_has(&row, &json!({"holders": 1, "holder": person_id(1), "since": "2025-02-01", "state": "filled"}));
}
