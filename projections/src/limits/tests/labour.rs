//! Disputes, complaints and layoffs: Monday is 2025-03-03.

use domain::{
    dispute::{self, Claimed},
    layoff,
    policy::Standard,
    testing::{
        Fact, World, area, day, days, fact,
        labour::{VILLAGE, dispute_limits, firm, holidays_2025, issued, paper, person, slip, standards, workplace},
        person_id,
    },
    values::Fen,
    wage_complaint,
};
use serde_json::{Value, json};

use super::warnings;

fn disputed(on: &str, event: dispute::Event) -> Fact {
    fact(on, "dispute-d1", event)
}

fn filed(on: &str) -> Fact {
    disputed(
        on,
        dispute::Event::Filed {
            area: area(VILLAGE),
            worker: person(1),
            employer: firm(),
            claims: vec![Claimed { kind: dispute::ClaimKind::Wages, amount_fen: Some(Fen::yuan(8_000)) }],
            arose_on: day("2025-01-20"),
            green_channel: false,
            evidence: paper(),
        },
    )
}

fn accepted(on: &str) -> Fact {
    disputed(on, dispute::Event::Accepted { evidence: paper() })
}

fn at_work() -> World {
    workplace().given(standards())
}

/// What was said of one item of a step.
fn of(world: &World, item: &str) -> Vec<Value> {
    warnings(world).into_iter().filter(|warning| warning[1] == item).collect()
}

#[test]
fn acceptance_is_due_in_working_days() {
    let world = at_work().given([filed("2025-03-03")]).given(days("2025-03-04", "2025-03-11"));
    assert_eq!(
        warnings(&world),
        [json!(["dispute_step", "acceptance", "2025-03-10", true, "2025-03-11", null])],
        "five working days after Monday are over next Monday"
    );
    let met = world.given([accepted("2025-03-12")]);
    assert_eq!(of(&met, "acceptance")[0][5], "2025-03-12");
}

#[test]
fn what_is_accepted_in_time_raises_nothing_about_acceptance() {
    let world = at_work()
        .given([filed("2025-03-03")])
        .given(days("2025-03-04", "2025-03-06"))
        .given([accepted("2025-03-06")])
        .given(days("2025-03-07", "2025-03-20"));
    assert_eq!(of(&world, "acceptance"), [] as [Value; 0]);
    assert_eq!(of(&world, "tribunal").len(), 1);
}

#[test]
fn an_extension_takes_the_place_of_the_award_that_was_due() {
    let extended = dispute::Event::Extended { days: 15, notice: paper() };
    let noticed = dispute::Event::TribunalNoticed { evidence: paper() };
    let world = at_work()
        .given([filed("2025-03-03"), accepted("2025-03-06"), disputed("2025-03-07", noticed)])
        .given(days("2025-03-08", "2025-04-19"))
        .given([disputed("2025-04-19", extended)])
        .given(days("2025-04-20", "2025-05-08"));
    // Forty-five days after 6 March are over on Sunday 20 April, rolled on; sixty on Monday 5 May, a holiday.
    assert_eq!(
        of(&world, "award"),
        [json!(["dispute_step", "award", "2025-04-21", true, null, "2025-04-19"])],
        "near, and over by the extension"
    );
    assert_eq!(of(&world, "extension"), [json!(["dispute_step", "extension", "2025-05-06", true, "2025-05-07", null])]);
}

#[test]
fn a_suspension_moves_what_is_due() {
    let suspended =
        dispute::Event::Suspended { reason: dispute::SuspensionReason::InjuryAssessment, evidence: paper() };
    let resumed = dispute::Event::Resumed { evidence: paper() };
    let noticed = dispute::Event::TribunalNoticed { evidence: paper() };
    let world = at_work()
        .given([filed("2025-03-03"), accepted("2025-03-06"), disputed("2025-03-07", noticed)])
        .given(days("2025-03-08", "2025-03-10"))
        .given([disputed("2025-03-10", suspended)])
        .given(days("2025-03-11", "2025-04-09"))
        .given([disputed("2025-04-09", resumed)])
        .given(days("2025-04-10", "2025-05-22"));
    // Thirty days later than 20 April.
    assert_eq!(of(&world, "award"), [json!(["dispute_step", "award", "2025-05-20", true, "2025-05-21", null])]);
}

#[test]
fn a_clock_that_lacks_a_table_of_holidays_waits_for_it() {
    let alone = [Standard::Dispute(dispute_limits())].map(|standard| issued("2024-01-01", standard));
    let waiting = workplace().given(alone).given([filed("2025-03-03")]).given(days("2025-03-04", "2025-03-12"));
    assert_eq!(warnings(&waiting), [] as [Value; 0]);
    let table = issued("2024-01-01", Standard::Holidays(holidays_2025())).learnt("2025-03-13");
    assert_eq!(
        warnings(&waiting.given([table])),
        [json!(["dispute_step", "acceptance", "2025-03-10", false, "2025-03-13", null])]
    );
}

#[test]
fn a_complaint_is_checked_and_ordered_by_the_standard_and_paid_by_the_day_of_the_order() {
    let complained = |on: &str, event| fact(on, "wage_complaint-w1", event);
    let filed = wage_complaint::Event::Filed {
        area: area(VILLAGE),
        worker: person(1),
        employer: firm(),
        from: "2025-01".parse().unwrap(),
        to: "2025-02".parse().unwrap(),
        claimed_fen: Fen::yuan(6_000),
        evidence: paper(),
    };
    let checked = wage_complaint::Event::Checked { owed_fen: Fen::yuan(6_000), evidence: paper() };
    let ordered = wage_complaint::Event::Ordered { pay_by: day("2025-03-20"), evidence: paper() };
    let paid = wage_complaint::Event::Paid { amount_fen: Fen::yuan(6_000), slip: slip() };
    let world = at_work()
        .given([complained("2025-03-03", filed)])
        .given(days("2025-03-04", "2025-03-12"))
        .given([complained("2025-03-12", checked), complained("2025-03-13", ordered).by("inspector2")])
        .given(days("2025-03-13", "2025-03-21"))
        .given([complained("2025-03-22", paid)]);
    assert_eq!(
        warnings(&world),
        [
            json!(["wage_complaint_step", "check", "2025-03-10", true, "2025-03-11", "2025-03-12"]),
            json!(["wage_complaint_step", "payment", "2025-03-20", true, "2025-03-21", "2025-03-22"]),
        ]
    );
}

#[test]
fn compensation_is_paid_in_the_days_after_the_last_one_in_the_job() {
    let said = |on: &str, event| fact(on, "layoff-l1", event);
    let noticed = layoff::Event::Noticed {
        area: area(VILLAGE),
        employer: firm(),
        workers: vec![person(1)],
        leaving: 5,
        staff: 150,
        first_leaves_on: day("2025-03-14"),
        report: None,
        evidence: paper(),
    };
    let left = layoff::Event::Left { person: person(1), evidence: paper() };
    let (since, monthly_fen, amount_fen) = (day("2023-03-01"), Fen::yuan(4_000), Fen::yuan(10_000));
    let due = layoff::Event::CompensationDue { person: person(1), since, monthly_fen, amount_fen, evidence: paper() };
    let paid = |yuan| layoff::Event::Paid { person: person(1), amount_fen: Fen::yuan(yuan), slip: slip() };
    let world = at_work()
        .given([said("2025-03-03", noticed), said("2025-03-14", left), said("2025-03-17", due)])
        .given(days("2025-03-18", "2025-03-27"))
        .given([said("2025-03-27", paid(4_000))])
        .given(days("2025-03-28", "2025-04-01"))
        .given([said("2025-04-01", paid(6_000))]);
    // Fifteen days after 14 March end on Saturday 29 March.
    let of = person_id(1).trim_start_matches("person-").to_owned();
    assert_eq!(
        warnings(&world),
        [json!(["layoff_payment", of, "2025-03-31", true, "2025-04-01", "2025-04-01"])],
        "a part of it ends nothing"
    );
}
