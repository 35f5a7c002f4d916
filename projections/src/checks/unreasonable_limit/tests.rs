use domain::{
    testing::{Fact, World, case, evidence, note, person_id},
    values::EvidenceKind::{self, Attendance, Decision, Inspection, Minutes},
};

use super::*;
use crate::checks::testing::{applied, assert_finds, keys, placed, post, refused, standard, told, village};

const REFUSAL: uuid::Uuid = uuid::Uuid::from_u128(3);

fn refusal(text: &str, kind: EvidenceKind) -> Fact {
    let (reason, evidence) = (RefusalReason::Other { reason: note(text) }, evidence(kind));
    told(
        "2025-01-10",
        &post(1),
        welfare_post::Event::ApplicationRefused { person: case(&person_id(1)), reason, evidence },
    )
    .id(REFUSAL)
}

fn applicant() -> World {
    village().given([applied("2025-01-05", 1, 1)])
}

fn is_found(text: &str, kind: EvidenceKind) -> bool {
    !keys(&UNREASONABLE_LIMIT, &applicant().given([refusal(text, kind)])).is_empty()
}

#[test]
fn a_refusal_that_cites_age_disability_and_the_like_is_found() {
    let world = applicant().given([refusal("年龄偏大", Minutes)]);
    assert_finds(&UNREASONABLE_LIMIT, &world, [&format!("refused,{},{REFUSAL}", post(1))]);
    assert_finds(&UNREASONABLE_LIMIT, &applicant(), []);
    for text in [
        "已满六十岁",
        "超龄",
        "持有残疾证",
        "该岗位限男性",
        "正在怀孕",
        "少数民族,语言不便",
        "未婚",
        "户口不在本村",
        "未满十六周岁以外,年纪太大",
    ] {
        assert!(is_found(text, Minutes), "{text}");
    }
}

#[test]
fn other_words_and_the_reason_codes_are_innocent() {
    for text in
        ["材料不全", "岗位已撤销", "民族地区名额另行安排", "未满十六周岁", "与年龄无关,本人未到场", "不因残疾,名额已满"]
    {
        assert!(!is_found(text, Minutes), "{text}");
    }
    for reason in [RefusalReason::CannotDoDuty, RefusalReason::UnderSixteen, RefusalReason::NotInTargetPopulation] {
        assert_finds(&UNREASONABLE_LIMIT, &applicant().given([refused("2025-01-10", 1, 1, reason)]), []);
    }
}

#[test]
fn a_failed_duty_test_with_its_record_is_innocent() {
    let text = "残疾,现场试岗三天未能完成巡护";
    assert!(!is_found(text, Inspection) && !is_found(text, Attendance));
    assert!(is_found(text, Decision), "without the record it is a claim");
    assert!(is_found("残疾", Inspection), "a visit that tested nothing");
}

#[test]
fn a_removal_and_a_standard_of_another_system_are_found() {
    let exit = |reason| {
        let event = welfare_post::Event::ExitNoticed { reason, evidence: evidence(EvidenceKind::Notice) };
        village().given([placed("2025-01-05", 1, 1), told("2025-03-01", &post(1), event).id(REFUSAL)])
    };
    let for_age = LeftReason::Other { reason: note("年满六十周岁清退") };
    assert_finds(&UNREASONABLE_LIMIT, &exit(for_age), [&format!("removed,{},{REFUSAL}", post(1))]);
    assert_finds(&UNREASONABLE_LIMIT, &exit(LeftReason::DutyFailure), []);

    let rules = |exclusion| {
        let exclusions = vec![Exclusion::PublicPayroll, exclusion];
        let rules = Standard::PostRules { notice_days_min: 5, term_months_max: 12, exclusions };
        village().given([standard(rules).decided_elsewhere().id(REFUSAL)])
    };
    let key = format!("standard,policy-post_rules-43,{REFUSAL}");
    assert_finds(&UNREASONABLE_LIMIT, &rules(Exclusion::Age), [&key]);
    assert_finds(&UNREASONABLE_LIMIT, &rules(Exclusion::Other { reason: note("六十五岁以上") }), [&key]);
    assert_finds(&UNREASONABLE_LIMIT, &rules(Exclusion::Other { reason: note("服刑期间") }), []);
}

#[test]
fn a_finding_names_who_refused_and_the_words() {
    let world = applicant().given([refusal("年龄偏大", Minutes).by("v1")]);
    let row = crate::model::testing::folded(&UNREASONABLE_LIMIT.projection, &world)
        .row("check_unreasonable_limit", &format!("refused%2c{}%2c{REFUSAL}", post(1)));
    let expected = serde_json::json!({
        "how": "refused", "severity": "medium", "amount_fen": 0, "officials": ["v1/bureau/clerk"],
        "says": [["case", post(1)], ["words", "年龄"], ["person", person_id(1)]],
    });
    crate::model::testing::assert_has(&row, &expected);
}
