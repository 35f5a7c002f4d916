use domain::{
    person::Relation::{Collateral, Parent, Spouse},
    testing::{Fact, World, person_id},
};

use super::*;
use crate::checks::testing::{
    applied, assert_finds, kin, official, placed, post, recused, resident, village, village_reviewed,
};

const SIGNER: u32 = 9;

/// Person 1 has applied on the 5th.
fn applicant() -> World {
    village().given([resident(SIGNER), applied("2025-01-05", 1, 1)])
}

fn reviewed() -> Fact {
    village_reviewed("2025-01-10", 1, 1).by(&official(SIGNER))
}

fn known(on: &str) -> Fact {
    kin(on, SIGNER, Collateral, 1)
}

fn found() -> String {
    format!("placement,{},{},{}", post(1), person_id(1), official(SIGNER))
}

#[test]
fn a_signature_for_known_kin_is_found_when_it_is_made() {
    assert_finds(&MISSED_RECUSAL, &applicant().given([known("2025-01-08"), reviewed()]), [&found()]);
    assert_finds(&MISSED_RECUSAL, &applicant().given([reviewed()]), []);
    assert_finds(&MISSED_RECUSAL, &applicant().given([known("2025-01-08"), reviewed().by("c1")]), []);
}

#[test]
fn kinship_is_walked_and_each_step_counts() {
    let grandchild = [kin("2024-06-01", 1, Parent, 2), kin("2024-06-01", 2, Parent, SIGNER)];
    let signed = placed("2025-01-20", 1, 1).by(&official(SIGNER));
    assert_finds(&MISSED_RECUSAL, &applicant().given(grandchild).given([signed]), [&found()]);
}

#[test]
fn kinship_learnt_later_is_not_held_against_anybody() {
    assert_finds(&MISSED_RECUSAL, &applicant().given([reviewed(), known("2025-01-11")]), []);
    // Nor when the signature is recorded after the kinship, for a day before it was learnt.
    let world = applicant().given([known("2025-03-01"), reviewed().learnt("2025-04-01")]);
    assert_finds(&MISSED_RECUSAL, &world, []);
    let told_for_before = known("2024-06-01").learnt("2025-03-01");
    assert_finds(&MISSED_RECUSAL, &applicant().given([told_for_before, reviewed().learnt("2025-04-01")]), []);
    // Known then, and the signature learnt last.
    let world = applicant().given([known("2025-01-08"), reviewed().learnt("2025-04-01")]);
    assert_finds(&MISSED_RECUSAL, &world, [&found()]);
}

#[test]
fn kin_by_a_later_marriage_is_innocent() {
    let married = kin("2025-02-01", SIGNER, Spouse, 1);
    let backdated = placed("2025-01-20", 1, 1).by(&official(SIGNER)).learnt("2025-03-01");
    assert_finds(&MISSED_RECUSAL, &applicant().given([married, backdated]), []);
}

#[test]
fn who_had_declared_it_has_not_missed_it() {
    let declared = recused("2025-01-09", 1, SIGNER, 1);
    let world = applicant().given([known("2025-01-08")]);
    assert_finds(&MISSED_RECUSAL, &world.clone().given([declared.clone(), reviewed()]), []);
    // Declared after the signature, it was missed; and another application needs its own.
    assert_finds(&MISSED_RECUSAL, &world.clone().given([reviewed(), declared.clone()]), [&found()]);
    let other = [applied("2025-01-05", 2, 1), village_reviewed("2025-01-10", 2, 1).by(&official(SIGNER))];
    let key = found().replace(&post(1), &post(2));
    assert_finds(&MISSED_RECUSAL, &world.given([declared]).given(other), [&key]);
}
