use domain::{
    claim::{Entitlement, Payee, Period, Subsidy},
    person::Relation::{self, Child, Collateral, InLaw, Parent, Spouse},
    testing::{Fact, World, area, case, evidence, person_id},
    values::EvidenceKind,
};

use super::*;
use crate::checks::testing::{
    UNIT, VILLAGE, annulled, applied, assert_finds, kin, official, placed, post, recused, resident, set, someone, told,
    village, village_reviewed,
};

/// Who signs; on file like everybody.
const SIGNER: u32 = 9;

/// Person 1 is placed on the 20th, after the signer reviewed on the 10th.
fn decided() -> [Fact; 3] {
    [
        applied("2025-01-05", 1, 1),
        village_reviewed("2025-01-10", 1, 1).by(&official(SIGNER)),
        placed("2025-01-20", 1, 1),
    ]
}

fn signer() -> World {
    village().given([resident(SIGNER)])
}

fn found(post_n: u32, person_n: u32) -> String {
    format!("placed,{},{},{}", post(post_n), person_id(person_n), official(SIGNER))
}

fn cousin(on: &str) -> Fact {
    kin(on, SIGNER, Collateral, 1)
}

#[test]
fn kin_placed_without_recusal_is_found_whichever_is_learnt_first() {
    assert_finds(&NEPOTISM, &signer().given([cousin("2024-06-01")]).given(decided()), [&found(1, 1)]);
    assert_finds(&NEPOTISM, &signer().given(decided()).given([cousin("2025-06-01")]), [&found(1, 1)]);
}

#[test]
fn without_kinship_signature_or_placement_there_is_nothing_to_find() {
    let [applied, reviewed, placed] = decided();
    assert_finds(&NEPOTISM, &signer().given(decided()), []);
    let world = signer().given([cousin("2024-06-01")]);
    assert_finds(&NEPOTISM, &world.clone().given([applied.clone(), placed]), []);
    assert_finds(&NEPOTISM, &world.given([applied, reviewed]), []);
}

#[test]
fn kin_are_those_within_three_generations_and_near_in_laws() {
    // From the signer over one or two others to who was placed.
    let finds = |path: &[Relation]| {
        let people = [SIGNER, 2, 3, 4, 5, 6];
        let world = path.iter().enumerate().fold(signer(), |world, (i, relation)| {
            let to = if i + 1 == path.len() { 1 } else { people[i + 1] };
            world.given([kin("2024-06-01", people[i], *relation, to)])
        });
        crate::checks::testing::keys(&NEPOTISM, &world.given(decided())).len()
    };
    let near: [&[Relation]; 9] = [
        &[Spouse],
        &[InLaw],
        &[Parent, Parent],
        &[Parent, Child],
        &[Parent, Parent, Child, Child],
        &[Parent, Child, Child, Spouse],
        &[Spouse, Parent, Child],
        &[Child, Spouse, Parent],
        &[Collateral, Spouse],
    ];
    for path in near {
        assert_eq!(finds(path), 1, "{path:?}");
    }
    let far: [&[Relation]; 5] = [
        &[Collateral, Collateral],
        &[InLaw, Collateral],
        &[Parent, Parent, Parent, Child],
        &[Spouse, Parent, Parent],
        &[Child, Parent],
    ];
    for path in far {
        assert_eq!(finds(path), 0, "{path:?}");
    }
}

#[test]
fn who_stood_aside_before_the_placement_is_innocent_unless_they_signed_after_all() {
    let [applied, reviewed, placed] = decided();
    let world = signer().given([cousin("2024-06-01"), applied]);
    let mended = world.clone().given([reviewed.clone(), recused("2025-01-12", 1, SIGNER, 1), placed.clone()]);
    assert_finds(&NEPOTISM, &mended, []);
    let in_spite = world.given([recused("2025-01-08", 1, SIGNER, 1), reviewed.clone(), placed.clone()]);
    assert_finds(&NEPOTISM, &in_spite, [&found(1, 1)]);
    // Recusal known, kinship learnt last.
    let world = signer().given([decided()[0].clone(), reviewed, recused("2025-01-12", 1, SIGNER, 1), placed]);
    assert_finds(&NEPOTISM, &world.given([cousin("2025-06-01")]), []);
}

#[test]
fn who_became_kin_later_is_innocent_and_a_marriage_learnt_later_is_not() {
    let married = |on: &str| kin(on, SIGNER, Spouse, 1);
    assert_finds(&NEPOTISM, &signer().given(decided()).given([married("2025-03-01")]), []);
    let learnt = married("2024-12-01").learnt("2025-06-01");
    assert_finds(&NEPOTISM, &signer().given(decided()).given([learnt]), [&found(1, 1)]);
}

#[test]
fn a_placement_that_never_was_is_innocent() {
    let placement = Uuid::from_u128(7);
    let [applied, reviewed, placed] = decided();
    let world = signer().given([applied, reviewed, placed.id(placement), annulled("2025-01-20", 1, placement)]);
    assert_finds(&NEPOTISM, &world.given([cousin("2025-06-01")]), []);
}

#[test]
fn what_was_accrued_by_then_is_at_stake() {
    let accrued = welfare_post::Event::AllowanceAccrued {
        person: someone(1),
        month: "2025-02".parse().unwrap(),
        amount_fen: Fen::yuan(1800),
    };
    let world = signer().given(decided()).given([told("2025-03-02", &post(1), accrued), cousin("2025-06-01")]);
    let row = crate::model::testing::folded(&NEPOTISM.projection, &world)
        .row("check_nepotism", &found(1, 1).replace(',', "%2c"));
    let expected = serde_json::json!({
        "how": "placed", "severity": "high", "amount_fen": 180_000, "found_on": "2025-06-01",
        "officials": [format!("{}/bureau/clerk", official(SIGNER))], "cases": [post(1), person_id(1)],
    });
    crate::model::testing::assert_has(&row, &expected);
    assert_eq!(row["events"].as_array().map(Vec::len), Some(3), "signature, placement, and the kinship learnt last");
}

// The village's base rate.

/// A village of 16 others, of whom `kin_of_signer` (from person 11 on) are kin of the signer; posts 11 to 26 are open.
fn crowded(kin_of_signer: u32) -> World {
    let posts = (11..=26).flat_map(|n| {
        let planned = welfare_post::Event::Planned {
            area: area(VILLAGE),
            category: welfare_post::PostCategory::Patrol,
            employing_unit: case(UNIT),
            full_time: true,
        };
        let opened = welfare_post::Event::Opened {};
        [told("2024-02-01", &post(n), planned), told("2024-02-02", &post(n), opened)]
    });
    signer()
        .given((11..=20).map(resident))
        .given(posts)
        .given((11..11 + kin_of_signer).map(|n| kin("2024-06-01", SIGNER, Collateral, n)))
}

/// Each is placed on the post of the same number by the signer.
fn places(people: impl IntoIterator<Item = u32>) -> Vec<Fact> {
    people.into_iter().map(|n| placed("2025-01-20", n, n).by(&official(SIGNER))).collect()
}

#[test]
fn where_kin_are_many_their_placement_is_chance() {
    // 3 of 16 are rare enough to be seen, 4 are not; the number is a parameter.
    assert_finds(&NEPOTISM, &crowded(3).given(places([11])), [&found(11, 11)]);
    assert_finds(&NEPOTISM, &crowded(4).given(places([11])), []);
    let rarer = set(CheckId::Nepotism, "dense_percent_min", 30);
    assert_finds(&NEPOTISM, &crowded(4).given([rarer]).given(places([11])), [&found(11, 11)]);
}

#[test]
fn where_kin_are_many_it_takes_clearly_more_than_their_share() {
    let strangers = [1, 2, 3, 4, 5, 6];
    let posts = |n: u32| n + 20;
    let of_strangers = |n: usize| {
        strangers.iter().take(n).map(|n| placed("2025-01-19", posts(*n), *n).by(&official(SIGNER))).collect::<Vec<_>>()
    };
    // 5 of 16 are kin. Of eight placed, four kin are within two deviations (5.12), six are not.
    let expected = crowded(5).given(of_strangers(4)).given(places([11, 12, 13, 14]));
    assert_finds(&NEPOTISM, &expected, []);
    let favoured = crowded(6).given(of_strangers(2)).given(places([11, 12, 13, 14, 15, 16]));
    assert_finds(&NEPOTISM, &favoured, [&found(16, 16)]);
    // With fewer decisions nothing can be said.
    assert_finds(&NEPOTISM, &crowded(6).given(places([11, 12, 13, 14, 15, 16])), []);
}

#[test]
fn where_all_are_kin_there_is_no_spread() {
    let all = crowded(10).given((1..=6).map(|n| kin("2024-06-01", SIGNER, Collateral, n)));
    assert_finds(&NEPOTISM, &all.given(places(11..=20)), []);
}

// Awards.

#[test]
fn an_award_to_kin_of_who_approved_it_is_found_once_a_subsidy() {
    let claimed = |year| {
        let entitlement = Entitlement {
            area: area(VILLAGE),
            payee: Payee::Person(someone(1)),
            subsidy: Subsidy::VocationalTraining,
            period: Period::Year(year),
            case: None,
        };
        let subject = StreamId::of::<Claim>(entitlement.claim_id()).to_string();
        let evidence = evidence(EvidenceKind::Application);
        let applied = claim::Event::Applied { entitlement, units: 1, base_fen: Fen::ZERO, evidence };
        let (amount_fen, standard) = (Fen::yuan(1000), case("policy-subsidy.vocational_training-43"));
        let approved = claim::Event::Approved { amount_fen, standard, version: 1 };
        [told("2025-03-01", &subject, applied), told("2025-03-05", &subject, approved).by(&official(SIGNER))]
    };
    let rate = domain::policy::Rate::Fixed { amount_fen: Fen::yuan(1000) };
    let training = crate::checks::testing::standard(domain::policy::Standard::Subsidy {
        subsidy: Subsidy::VocationalTraining,
        per: claim::PeriodKind::Year,
        rate,
        notice_days_min: 0,
        manual_review_above_fen: Some(Fen::ZERO),
        automatic_approval: false,
        credited_days_max: 30,
    });
    let world = signer().given([training, cousin("2024-06-01")]);
    let key = format!("awarded,{},{},vocational_training", person_id(1), official(SIGNER));
    assert_finds(&NEPOTISM, &world.clone().given(claimed(2025)).given(claimed(2024)), [&key]);
    let [applied, approved] = claimed(2025);
    assert_finds(&NEPOTISM, &world.given([applied, approved.by("a1")]), []);
}

// In return.

/// A post in another village, and person 8 who lives there; officials 9 here and 10 there.
fn two_villages() -> World {
    let planned = welfare_post::Event::Planned {
        area: area("430225103205"),
        category: welfare_post::PostCategory::Patrol,
        employing_unit: case(UNIT),
        full_time: true,
    };
    let there = post(30);
    signer()
        .given([8, 10].map(resident))
        .given([told("2024-02-01", &there, planned), told("2024-02-02", &there, welfare_post::Event::Opened {})])
}

/// Person 1 placed here by 9, person 8 there by 10.
fn each_placed(on: &str, then: &str) -> [Fact; 2] {
    [placed(on, 1, 1).by(&official(SIGNER)), placed(then, 30, 8).by(&official(10))]
}

fn in_return() -> String {
    format!("reciprocal,{},{},{},{}", post(1), person_id(1), post(30), person_id(8))
}

#[test]
fn villages_that_place_each_others_kin_are_found_whichever_is_learnt_last() {
    let both = || [kin("2024-06-01", 10, Child, 1), kin("2024-06-01", SIGNER, Collateral, 8)];
    let placements = || each_placed("2025-01-20", "2025-09-01");
    assert_finds(&NEPOTISM, &two_villages().given(both()).given(placements()), [&in_return()]);
    assert_finds(
        &NEPOTISM,
        &two_villages().given(placements()).given(both().map(|f| f.learnt("2025-10-01"))),
        [&in_return()],
    );
    let [here, there] = placements();
    assert_finds(&NEPOTISM, &two_villages().given(both()).given([there, here.learnt("2025-10-01")]), [&in_return()]);
    // One side alone is none, and neither is what lies years apart.
    let [one, _] = both();
    assert_finds(&NEPOTISM, &two_villages().given([one]).given(placements()), []);
    let years_apart = each_placed("2025-01-20", "2026-02-01");
    assert_finds(&NEPOTISM, &two_villages().given(both()).given(years_apart), []);
}
