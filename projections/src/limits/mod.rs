//! Limits 期限: one file and one value each. A limit says which events start, pause and end a clock of a case; what is near and
//! what has passed follows from the days that began (`calendar.day_began`). What is to be said of it stands in the first
//! table until the runner has appended it (`crates/sentinel`), once, under a name that follows from limit, case and due day.
//!
//! How long a limit is, is said by a standard; where none is in force, no clock runs ("not configured"). The first day is not
//! counted, and an end on a holiday rolls on, by the year's table of holidays: a clock that lacks one waits for it and guesses
//! nothing. DOMAIN §1, Limits; §2.18.

use domain::{
    alert::{self, Alert, LimitId},
    calendar,
    finding::CheckId,
    kinds::AnyEvent,
    policy::Standard,
    stream::Ref,
    values::Date,
};

use crate::{
    model::{Projection, Seen, Then, keep},
    standards, tables,
};

pub use clocks::Clocks;
pub use rows::{Clock, LookAgain, Progress, Wait, Warning};

mod claim_credit;
mod clocks;
mod dispute_step;
mod duty_assessment;
mod finding_recovery;
mod idle_funds;
mod layoff_payment;
mod monitoring_confirmation;
mod post_insurance;
mod rows;
#[cfg(test)]
mod tests;
mod village_notice;
mod wage_complaint_step;
mod workshop_exit;

/// A limit of the cases of some kind.
pub struct Limit {
    pub id: LimitId,
    /// The categories whose events it follows.
    pub of: &'static [&'static str],
    /// 事项 Where its items are told apart each has its sentence, `limit_<limit>_<step>`; an item without a name of its own has
    /// the last one.
    pub steps: &'static [&'static str],
    /// So many days before the due day it is near; 0 when it is no use to warn.
    pub near_days: i32,
    pub watch: fn(&mut Clocks, &Seen),
    /// What follows when a clock has passed: of a monthly duty, the next month's.
    pub passed: fn(&mut Clocks, &Clock),
}

impl Limit {
    /// The text that says what of an item is due.
    pub fn sentence(&self, item: &str) -> String {
        let step = self.steps.iter().find(|step| **step == item).or(self.steps.last());
        step.map_or_else(|| self.text(""), |step| self.text(&format!("_{step}")))
    }

    /// Every text it may say.
    pub fn sentences(&self) -> Vec<String> {
        if self.steps.is_empty() {
            return vec![self.text("")];
        }
        self.steps.iter().map(|step| self.text(&format!("_{step}"))).collect()
    }

    fn text(&self, step: &str) -> String {
        format!("limit_{}{step}", self.id.name())
    }
}

/// Every limit; a new one adds its line here.
pub const ALL: &[&Limit] = &[
    &claim_credit::CLAIM_CREDIT,
    &dispute_step::DISPUTE_STEP,
    &duty_assessment::DUTY_ASSESSMENT,
    &finding_recovery::FINDING_RECOVERY,
    &idle_funds::IDLE_FUNDS,
    &layoff_payment::LAYOFF_PAYMENT,
    &monitoring_confirmation::MONITORING_CONFIRMATION,
    &post_insurance::POST_INSURANCE,
    &village_notice::VILLAGE_NOTICE,
    &wage_complaint_step::WAGE_COMPLAINT_STEP,
    &workshop_exit::WORKSHOP_EXIT,
];

pub const LIMITS: Projection = Projection {
    name: "deadline",
    version: 4,
    title_zh: "期限",
    title_en: "Limits",
    description: "The clocks that run, and what is to be said of those that are near their due day, have passed it, \
                  or were met.",
    tables: TABLES,
    folds: &[
        "alert",
        "calendar",
        "claim",
        "dispute",
        "finding",
        "fund",
        "household",
        "layoff",
        "organisation",
        "policy",
        "wage_complaint",
        "welfare_post",
        "workshop",
    ],
    start,
    by_case: &[],
    leads_to: |_| vec![],
};

standards!("deadline_standard");
tables! {
    warnings: Warning,
    clocks: Clock,
    days: LookAgain,
    waits: Wait,
    progress: Progress,
    standards: StandardVersion,
}

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Policy(event) => {
            keep(&mut t.standards, event, seen, sets_a_limit);
            clocks::holidays_changed(t, event, seen);
        }
        AnyEvent::Calendar(calendar::Event::DayBegan { date }) => day_began(t, *date, seen),
        AnyEvent::Alert(event) => said(t, event, seen),
        _ => {}
    }
    for limit in ALL.iter().filter(|limit| limit.of.contains(&seen.event.category())) {
        (limit.watch)(&mut Clocks::new(t, limit, seen), seen);
    }
}

/// The standards that limits go by.
fn sets_a_limit(standard: &Standard) -> bool {
    matches!(
        standard,
        Standard::Monitoring { .. }
            | Standard::DutyAssessment { .. }
            | Standard::Subsidy { .. }
            | Standard::FindingRecovery { .. }
            | Standard::Check { check: CheckId::IdleFunds, .. }
            | Standard::Dispute(_)
            | Standard::Layoff(_)
            | Standard::WageComplaint(_)
            | Standard::WorkshopRules { .. }
            | Standard::Holidays(_)
    )
}

fn day_began(t: &mut Tables, date: Date, seen: &Seen) {
    let mut due = vec![];
    t.days.under(&date, |row| {
        due.push((row.subject.clone(), row.rule.clone(), row.item.clone()));
        Then::Removed
    });
    for key in due {
        let limit = named(&key.1);
        let clock = t.clocks.get(key).cloned();
        if let Some((limit, clock)) = limit.zip(clock) {
            clocks::look(t, limit, &clock, date, seen);
        }
    }
}

/// The limit of that name.
pub fn named(rule: &str) -> Option<&'static Limit> {
    ALL.iter().copied().find(|limit| limit.id.name() == rule)
}

/// The log has it now.
fn said(t: &mut Tables, event: &alert::Event, seen: &Seen) {
    let what = match event {
        alert::Event::Raised(_) => "raised",
        alert::Event::LimitPassed {} => "limit_passed",
        alert::Event::Met { .. } => "met",
        _ => return,
    };
    let Some(warning) = Ref::<Alert>::to(&seen.stamp.subject).and_then(|alert| t.warnings.find((alert,))) else {
        return;
    };
    warning.said.add(what.to_owned());
    let said = |what: &str| warning.said.0.iter().any(|known| known == what);
    let passed_later = warning.near && warning.passed_on.is_some();
    warning.pending = (passed_later && !said("limit_passed")) || (warning.met_by.is_some() && !said("met"));
}
