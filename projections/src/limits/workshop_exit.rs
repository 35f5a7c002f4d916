//! 车间退出时限: after illegal operation or stoppage the exit is decided promptly, in the days that the standard gives (general
//! knowledge: 30); production put right ends the clock, and a registered season stops it. Notice §二(二); DOMAIN §2.8.

use domain::{
    alert::LimitId,
    kinds::AnyEvent,
    organisation,
    policy::Standard,
    stream::StreamId,
    values::{AreaCode, Clock, Date, Limit as Length, Span},
    workshop::{Event, Production},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Clocks, Limit};
use crate::model::Seen;

pub const WORKSHOP_EXIT: Limit = Limit {
    id: LimitId::WorkshopExit,
    of: &["organisation", "workshop"],
    steps: &[STOPPED, "violation"],
    near_days: 5,
    watch,
    passed: |_, _| {},
};

/// The item of a stoppage; that of a violation is its event.
const STOPPED: &str = "stopped";

/// 车间 What the clocks of one workshop follow from.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Operation {
    operator: Option<StreamId>,
    is_recognised: bool,
    production: Production,
}

/// 运营单位 What an organisation operates, and its violations that are not cleared.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Operator {
    workshops: Vec<(StreamId, Option<AreaCode>)>,
    violations: Vec<(Uuid, Date)>,
}

fn watch(clocks: &mut Clocks, seen: &Seen) {
    match &seen.event {
        AnyEvent::Workshop(event) => operated(clocks, event, seen),
        AnyEvent::Organisation(event) => violated(clocks, event, seen),
        _ => {}
    }
}

fn operated(clocks: &mut Clocks, event: &Event, seen: &Seen) {
    let case = (&seen.stamp.subject, seen.stamp.area);
    let mut course: Operation = clocks.course(case.0, "");
    course.production.take(event, &seen.stamp);
    match event {
        Event::Applied { operator, .. } => course.operator = Some(operator.stream().clone()),
        Event::Recognised { .. } => {
            course.is_recognised = true;
            of_operator(clocks, &course, |clocks, operator| {
                operator.workshops.push((case.0.clone(), case.1));
                for (violation, on) in &operator.violations {
                    start(clocks, case, &violation.to_string(), &Clock::running(*on));
                }
            });
        }
        Event::Exited { .. } => {
            course.is_recognised = false;
            of_operator(clocks, &course, |_, operator| operator.workshops.retain(|(workshop, _)| workshop != case.0));
            for clock in clocks.running() {
                clocks.end(&clock.item);
            }
        }
        _ => {}
    }
    match course.production.stopped_since().filter(|_| course.is_recognised) {
        Some(since) => start(clocks, case, STOPPED, &Clock { pauses: course.rests(), ..Clock::running(since) }),
        None => clocks.end(STOPPED),
    }
    clocks.keep(case, "", &course);
}

fn violated(clocks: &mut Clocks, event: &organisation::Event, seen: &Seen) {
    let case = (&seen.stamp.subject, seen.stamp.area);
    let mut operator: Operator = clocks.course(case.0, "");
    match event {
        organisation::Event::ViolationFound { .. } => {
            operator.violations.push((seen.stamp.id, seen.stamp.occurred_on));
            for (workshop, area) in &operator.workshops {
                let clock = Clock::running(seen.stamp.occurred_on);
                start(clocks, (workshop, *area), &seen.stamp.id.to_string(), &clock);
            }
        }
        organisation::Event::ViolationCleared { violation, .. } => {
            operator.violations.retain(|(open, _)| open != violation);
            for (workshop, _) in &operator.workshops {
                clocks.end_of(workshop, &violation.to_string());
            }
        }
        _ => return,
    }
    clocks.keep(case, "", &operator);
}

fn of_operator(clocks: &mut Clocks, course: &Operation, change: impl FnOnce(&mut Clocks, &mut Operator)) {
    let Some(stream) = &course.operator else { return };
    let mut operator: Operator = clocks.course(stream, "");
    change(clocks, &mut operator);
    clocks.keep((stream, None), "", &operator);
}

fn start(clocks: &mut Clocks, case: (&StreamId, Option<AreaCode>), item: &str, clock: &Clock) {
    if let Some(Standard::WorkshopRules { exit_days_max, .. }) =
        clocks.standard_on("workshop_rules", case.1, clock.from)
    {
        clocks.start_of(case, item, clock, Length::CalendarDays(exit_days_max));
    }
}

impl Operation {
    /// Seasons as pauses: those stand still from the day after their first one.
    fn rests(&self) -> Vec<Span> {
        self.production.seasons.iter().map(|season| Span { from: season.from.plus_days(-1), to: season.to }).collect()
    }
}
