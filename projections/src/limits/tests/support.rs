//! Workshops, funds and village notices.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    finding::CheckId,
    fund,
    household::{Clue, Event as HouseholdEvent, HouseholdKind},
    kinds::AnyEvent,
    organisation::{self, Violation},
    policy::Standard,
    testing::{Fact, World, area, case, day, days, evidence, fact, note},
    values::{EvidenceKind, Fen, Span},
    workshop::{Event, ExitReason, Model},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{LIMITS, warnings};
use crate::{
    checks::testing::{UNIT, VILLAGE, standard, told, village},
    model::testing::{folded, money},
};

const VIOLATION: Uuid = Uuid::from_u128(77);

fn paper() -> domain::values::Evidence {
    evidence(EvidenceKind::Inspection)
}

fn at_workshop(on: &str, event: Event) -> Fact {
    told(on, "workshop-w1", event)
}

fn recognised() -> World {
    let recognition =
        domain::carrier::RecognitionRules { ex_poor_min: 5, ex_poor_per_mille_min: 200, notice_days_min: 0 };
    let rules = Standard::WorkshopRules { recognition, exit_notice_days_min: 5, exit_days_max: 30 };
    let (area, operator, model) = (area(VILLAGE), case(UNIT), Model::Plain);
    village().given([
        standard(rules),
        at_workshop("2025-01-02", Event::Applied { area, operator, model, evidence: paper() }),
        at_workshop("2025-01-03", Event::Recognised { evidence: paper() }),
    ])
}

fn stopped(on: &str) -> Fact {
    at_workshop(on, Event::StoppageDetected { evidence: paper() })
}

fn violated(on: &str) -> Fact {
    let event = organisation::Event::ViolationFound { violation: Violation::IllegalEmployment, evidence: paper() };
    told(on, UNIT, event).id(VIOLATION)
}

#[test]
fn a_stopped_workshop_exits_within_its_days() {
    let stopped = recognised().given([stopped("2025-03-03")]);
    let late = stopped.clone().given(days("2025-03-04", "2025-04-03"));
    assert_eq!(warnings(&late), [json!(["workshop_exit", "stopped", "2025-04-02", true, "2025-04-03", null])]);
    let exited = at_workshop("2025-04-04", Event::Exited { reason: ExitReason::Stopped, evidence: paper() });
    assert_eq!(warnings(&late.given([exited]))[0][5], "2025-04-04");
    let resumed = at_workshop("2025-03-20", Event::ProductionResumed { evidence: paper() });
    let world = stopped.given(days("2025-03-04", "2025-03-20")).given([resumed]);
    assert_eq!(warnings(&world.given(days("2025-03-21", "2025-05-01"))), [] as [Value; 0]);
}

#[test]
fn days_of_a_registered_season_do_not_count() {
    let rests = Span { from: day("2025-03-11"), to: Some(day("2025-03-20")) };
    let season = at_workshop("2025-02-01", Event::SeasonRegistered { rests, evidence: paper() });
    let world = recognised().given([season, stopped("2025-03-03")]).given(days("2025-03-04", "2025-04-14"));
    // Ten days later, on Saturday 12 April, rolled on.
    assert_eq!(warnings(&world), [json!(["workshop_exit", "stopped", "2025-04-14", true, null, null])]);
}

#[test]
fn a_violation_of_the_operator_is_met_by_an_exit_unless_it_is_cleared() {
    let item = VIOLATION.to_string();
    let found = recognised().given([violated("2025-03-03")]);
    let late = found.clone().given(days("2025-03-04", "2025-04-03"));
    assert_eq!(warnings(&late), [json!(["workshop_exit", item, "2025-04-02", true, "2025-04-03", null])]);
    let cleared = organisation::Event::ViolationCleared { violation: VIOLATION, evidence: paper() };
    let world = found.given(days("2025-03-04", "2025-03-10")).given([told("2025-03-10", UNIT, cleared)]);
    assert_eq!(warnings(&world.given(days("2025-03-11", "2025-05-01"))), [] as [Value; 0]);
}

#[test]
fn money_that_lies_longer_than_the_standard_lets_it_is_told_and_what_came_first_goes_first() {
    let idle = Standard::Check { check: CheckId::IdleFunds, parameters: BTreeMap::from([("days_max".into(), 60)]) };
    let funded = money::funded()
        .given([standard(idle), fact("2025-01-21", "fund-p25", money::received(None, 1000))])
        .given(days("2025-01-21", "2025-02-01"));
    let due = |world: &World| -> BTreeSet<String> {
        let passed = warnings(world).into_iter().filter(|warning| !warning[4].is_null());
        passed.map(|warning| warning[2].as_str().unwrap_or_default().to_owned()).collect()
    };
    // Of 10,000 yuan of 5 January 4,000 were sent down; then came the 1,000 of the 21st.
    let lying = funded.clone().given(days("2025-02-02", "2025-03-25"));
    assert_eq!(due(&lying), BTreeSet::from(["2025-03-06", "2025-03-24"].map(String::from)));
    let sent = fact("2025-02-01", "fund-p25", money::sent_down(6000));
    assert_eq!(
        due(&funded.clone().given([sent]).given(days("2025-02-02", "2025-03-25"))),
        BTreeSet::from(["2025-03-24".to_owned()])
    );
    // What comes back lies where it lay before, as money of the 5th of January.
    let most = fact("2025-02-01", "fund-p25", money::sent_down(6500));
    let back = |yuan| {
        let (from, document, amount_fen) = (case("fund-c25"), note(money::DOCUMENT), Fen::yuan(yuan));
        let arrived = fund::Event::SurplusArrived { from, document, amount_fen, evidence: money::slip() };
        let sent = funded.clone().given([most.clone()]).given(days("2025-02-02", "2025-02-10"));
        sent.given([fact("2025-02-10", "fund-p25", arrived).decided_elsewhere()])
    };
    let until = |world: World| due(&world.given(days("2025-02-11", "2025-03-25")));
    assert_eq!(until(back(400)), BTreeSet::from(["2025-03-24".to_owned()]));
    assert_eq!(until(back(600)), BTreeSet::from(["2025-03-06", "2025-03-24"].map(String::from)));
}

/// Against all receipts reckoned anew each time: in whatever order money comes, goes and comes back, or did not come after
/// all, several times a day.
#[test]
fn a_clock_runs_for_each_receipt_of_which_something_lies_and_for_no_other() {
    let idle = Standard::Check { check: CheckId::IdleFunds, parameters: BTreeMap::from([("days_max".into(), 60)]) };
    let beginning = money::funded().given([standard(idle)]).given(days("2025-01-21", "2025-02-01"));
    let first = beginning.recorded().iter().find_map(|(stamp, event)| {
        let came = matches!(event, AnyEvent::Fund(fund::Event::Received { .. })) && stamp.subject.id() == "p25";
        came.then_some(stamp.id)
    });
    for seed in 1..=20_u32 {
        let mut world = beginning.clone();
        let (mut came, mut gone) = (vec![(first.expect("a receipt"), 10_000)], 4_000_i64);
        let mut drawn = seed;
        for n in 0..24_u32 {
            drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let yuan = 1 + (drawn >> 16) % 3_000;
            let id = Uuid::from_u128(u128::from(seed) << 64 | u128::from(n));
            let known = came.get((drawn >> 8) as usize % came.len().max(1)).copied().filter(|(_, yuan)| *yuan > 0);
            let evidence = money::slip();
            let event = match (drawn >> 29, known) {
                (0..3, _) => {
                    came.push((id, i64::from(yuan)));
                    money::received(None, yuan)
                }
                (3, Some((event, left))) => {
                    came.retain(|(id, _)| *id != event);
                    let (from, to) = (fund::LedgerAccount::Received, fund::LedgerAccount::Available);
                    let amount_fen = Fen::yuan(u32::try_from(left).expect("yuan"));
                    fund::Event::Reversed { event, from, to, amount_fen, reason: note("记错"), evidence }
                }
                (4, _) if came.iter().map(|(_, yuan)| yuan).sum::<i64>() > yuan.into() => {
                    let mut less = i64::from(yuan);
                    for (_, yuan) in came.iter_mut().rev() {
                        let taken = less.min(*yuan);
                        (*yuan, less) = (*yuan - taken, less - taken);
                    }
                    let (change, document, amount_fen) =
                        (fund::Change::Decrease, note(money::DOCUMENT), Fen::yuan(yuan));
                    fund::Event::BudgetAdjusted { change, amount_fen, document, evidence }
                }
                (5, _) if came.iter().map(|(_, yuan)| yuan).sum::<i64>() - gone > yuan.into() => {
                    gone += i64::from(yuan);
                    money::sent_down(yuan)
                }
                _ => {
                    let yuan = yuan.min(u32::try_from(gone).unwrap_or_default().max(1));
                    gone -= i64::from(yuan);
                    let (from, document, amount_fen) = (case("fund-c25"), note(money::DOCUMENT), Fen::yuan(yuan));
                    fund::Event::SurplusArrived { from, document, amount_fen, evidence: money::slip() }
                }
            };
            world = world.given([fact("2025-02-01", "fund-p25", event).id(id).decided_elsewhere()]);
            if n % 8 == 7 {
                let day = format!("2025-02-{:02}", 2 + n / 8);
                world = world.given(days(&day, &day));
            }
            let mut up_to = 0;
            let mut lies = |yuan: i64| (up_to += yuan, yuan > 0 && up_to > gone).1;
            let lying = came.iter().filter(|(_, yuan)| lies(*yuan)).map(|(id, _)| id.to_string());
            assert_eq!(running(&world), lying.collect::<BTreeSet<_>>(), "seed {seed}, movement {n}");
        }
    }
}

fn running(world: &World) -> BTreeSet<String> {
    let clocks = folded(&LIMITS, world).rows("deadline_clock");
    let runs = clocks
        .iter()
        .filter(|clock| clock["rule"] == "idle_funds" && clock["subject"] == "fund-p25" && clock["ended_by"].is_null());
    runs.map(|clock| clock["item"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_village_notice_stands_inside_the_time_of_the_confirmation() {
    let registered = HouseholdEvent::Registered { area: area(VILLAGE), household_kind: HouseholdKind::ExPoor };
    let clue = HouseholdEvent::ClueReceived { clue: Clue::JobLoss, evidence: paper() };
    let world = village()
        .given([standard(Standard::Monitoring { confirmation_days_max: 15, notice_days_min: 5 })])
        .given([fact("2025-01-02", "household-h1", registered), fact("2025-03-03", "household-h1", clue)])
        .given(days("2025-03-04", "2025-03-14"));
    assert_eq!(warnings(&world), [json!(["village_notice", "", "2025-03-13", true, "2025-03-14", null])]);
}
