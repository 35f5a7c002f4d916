use super::*;
use crate::{
    testing::labour::{dispute_limits, holidays_2025},
    values::{Holidays, NoTable, Standing, Stopped, WorkDays},
};

fn table(missing: NoTable) -> Result<Holidays, NoTable> {
    if missing.day.year() == 2025 { Ok(holidays_2025()) } else { Err(missing) }
}

/// The last day of a clock, and how it was stopped.
fn clock(world: &World, name: ClockName) -> Option<(Option<Date>, Option<Stopped>)> {
    let course = &world.case::<Dispute>(CASE).course;
    let clock = course.clock(name)?;
    let limit = dispute_limits().of(name, course);
    let due = WorkDays::computing(|days| clock.due(limit, days), table).expect("a table");
    Some((due, clock.stopped))
}

#[track_caller]
fn runs_to(world: &World, name: ClockName, due: &str) {
    assert_eq!(clock(world, name), Some((Some(day(due)), None)), "{name:?}");
}

#[test]
fn each_clock_runs_from_its_step() {
    let world = at_filing();
    runs_to(&world, ClockName::Acceptance, "2025-03-10");
    assert_eq!(clock(&world, ClockName::Award), None);
    let world = under_way();
    assert_eq!(clock(&world, ClockName::Acceptance).unwrap().1, Some(Stopped::Met(day("2025-03-06"))));
    runs_to(&world, ClockName::Tribunal, "2025-03-13");
    // Day 45 is a Sunday.
    runs_to(&world, ClockName::Award, "2025-04-21");
    // Day 30 is the Saturday of Qingming, which lasts to Sunday.
    runs_to(&world, ClockName::GreenChannel, "2025-04-07");
    assert_eq!(clock(&world, ClockName::Extension), None);
}

#[test]
fn the_clock_of_acceptance_stands_still_until_a_supplement_and_then_starts_anew() {
    let asked = Event::SupplementAsked { missing: note("工资条"), until: day("2025-03-14"), evidence: paper() };
    let world = at_filing().given([on("2025-03-05", asked)]);
    assert_eq!(clock(&world, ClockName::Acceptance), Some((None, None)));
    let world = world.given([on("2025-03-12", Event::Supplemented { evidence: paper() })]);
    runs_to(&world, ClockName::Acceptance, "2025-03-19");
}

#[test]
fn a_suspension_pauses_the_award_and_the_green_channel() {
    let suspended = Event::Suspended { reason: SuspensionReason::InjuryAssessment, evidence: paper() };
    let world = under_way().given([on("2025-03-10", suspended)]);
    assert_eq!(clock(&world, ClockName::Award), Some((None, None)));
    let world = world.given([on("2025-03-20", Event::Resumed { evidence: paper() })]);
    // Ten days later: 30 April; and 15 April.
    runs_to(&world, ClockName::Award, "2025-04-30");
    runs_to(&world, ClockName::GreenChannel, "2025-04-15");
    let world = world.given([heard("2025-03-25"), awarded("2025-04-16", Finality::Final, 800)]);
    let course = &world.case::<Dispute>(CASE).course;
    let green = course.clock(ClockName::GreenChannel).unwrap();
    let limit = dispute_limits().green_channel;
    let used = WorkDays::computing(|days| green.used(limit, days), table);
    assert_eq!(used, Ok(Some(31)));
    assert_eq!(green.standing(Some(day("2025-04-15")), None), Standing::MetLate);
}

fn extended(date: &str, days: u16) -> Fact {
    on(date, Event::Extended { days, notice: paper() })
}

#[test]
fn an_extension_comes_once_and_before_the_last_day() {
    under_way().when(extended("2025-04-21", 10)).refused("extension_too_late");
    under_way().when(extended("2025-04-18", 10).learnt("2025-04-21")).refused("extension_too_late");
    under_way().when(extended("2025-04-18", 16)).refused("extension_too_long");
    under_way().when(extended("2025-04-18", 15).by("c1")).refused("approver_recorded_it");
    let world = under_way().given([extended("2025-04-18", 15)]);
    world.clone().when(extended("2025-04-19", 1)).refused("extended_already");
    // Day 60 is the fifth of May, a holiday.
    runs_to(&world, ClockName::Extension, "2025-05-06");
    assert_eq!(clock(&world, ClockName::Award).unwrap().1, Some(Stopped::Void(day("2025-04-18"))));
}

#[test]
fn an_extension_that_came_too_late_elsewhere_shows_as_late() {
    let world = under_way().when(extended("2025-04-25", 15).decided_elsewhere()).irregular("extension_too_late");
    let course = &world.case::<Dispute>(CASE).course;
    let award = course.clock(ClockName::Award).unwrap();
    assert_eq!(award.standing(Some(day("2025-04-21")), None), Standing::Late);
}

#[test]
fn what_comes_to_nothing_stops_the_clocks_without_meeting_them() {
    let world = under_way().given([on("2025-03-12", Event::Withdrawn { evidence: paper() })]);
    for name in [ClockName::Tribunal, ClockName::Award, ClockName::GreenChannel] {
        assert_eq!(clock(&world, name).unwrap().1, Some(Stopped::Void(day("2025-03-12"))), "{name:?}");
    }
}

#[test]
fn without_a_standard_or_a_table_nothing_is_guessed() {
    let [holidays, limits, ..] = standards();
    let filing = || filed("2025-03-03", "2025-01-20", vec![wages(8_000)]);
    let way = || [filing(), accepted("2025-03-06")];
    workplace().given([limits]).given(way()).when(extended("2025-04-18", 5)).refused("not_configured");
    workplace().given([holidays]).given(way()).when(extended("2025-04-18", 5)).refused("not_configured");
}
