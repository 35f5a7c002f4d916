//! F8 吃空饷 no-show: an allowance accrued without duty — no duty log for the month, one sheet that serves for several months,
//! or a holder who was away for work all that month.
//!
//! Innocent: a log that comes within the days of grace; one sheet for a crew in one month; a part of the month at home; a
//! job that never was. Notice §二(四); DOMAIN §4 F8.

use domain::{
    actor::Actor,
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    person::{self, Job, Person},
    stream::Ref,
    values::{AreaCode, Date, Fen, Month},
    welfare_post::{self, WelfarePost},
};
use uuid::Uuid;

use super::{Check, Finding, Finds, Parameters};
use crate::{
    check_tables,
    model::{Balance, List, Projection, Seen, Then},
    table,
};

pub const NO_SHOW: Check = Check {
    id: CheckId::NoShow,
    how: &["no_log", "same_sheet", "away"],
    says: &["case", "person", "month"],
    projection: Projection {
        name: "check_no_show",
        version: 1,
        title_zh: "吃空饷",
        title_en: "No-show",
        description: "An allowance accrued for a month without a duty log, on a sheet that served for other months \
                      too, or while the holder was away for work.",
        tables: TABLES,
        folds: &["calendar", "finding", "person", "policy", "welfare_post"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

table! {
    /// 履职与补贴 What is known of one month of one person on one post.
    pub struct DutyMonth in "check_no_show_month";
    key {
        /// 在岗人员
        person: Ref<Person>,
        /// The month of duty.
        month: Month,
        /// The post.
        post: Ref<WelfarePost>,
    }
    plain {
        /// Where the post is.
        area: Option<AreaCode>,
        /// The event that logged duty.
        logged_by: Option<Uuid>,
        /// The event that accrued the allowance.
        accrued_by: Option<Uuid>,
        /// 核定补贴
        accrued_fen: Balance,
        /// Who accrued it.
        officials: List<Actor>,
    }
}

table! {
    /// 待查 Months to look at again on a day.
    pub struct LookAgain in "check_no_show_day";
    key {
        /// The day.
        day: Date,
        /// 在岗人员
        person: Ref<Person>,
        /// The month of duty.
        month: Month,
        /// The post.
        post: Ref<WelfarePost>,
    }
    plain {
        /// Where the post is.
        area: Option<AreaCode>,
    }
}

table! {
    /// 考勤表 Which duty one sheet of attendance was evidence of.
    pub struct Sheet in "check_no_show_sheet";
    key {
        /// SHA-256 of the sheet.
        sheet: String,
        /// The event that logged the duty.
        logged_by: Uuid,
    }
    plain {
        /// Where the post is.
        area: Option<AreaCode>,
        /// 在岗人员
        person: Option<Ref<Person>>,
        /// The month of duty.
        month: Option<Month>,
        /// The post.
        post: Option<Ref<WelfarePost>>,
    }
}

table! {
    /// 外出务工 A spell of work away from home.
    pub struct Away in "check_no_show_away";
    key {
        /// Who was away.
        person: Ref<Person>,
        /// The event that began it.
        job: Uuid,
    }
    plain {
        /// Where the person belongs.
        area: Option<AreaCode>,
        /// First day.
        since: Option<Date>,
        /// Last day.
        until: Option<Date>,
    }
}

check_tables! { CheckId::NoShow, in "check_no_show"; months: DutyMonth, days: LookAgain, sheets: Sheet, away: Away }

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Calendar(domain::calendar::Event::DayBegan { date }) => day_began(t, *date, seen),
        AnyEvent::Person(event) => worked_away(t, event, seen),
        AnyEvent::WelfarePost(event) => served(t, event, seen),
        _ => {}
    }
}

fn served(t: &mut Tables, event: &welfare_post::Event, seen: &Seen) {
    use welfare_post::Event::{AllowanceAccrued, DutyLogged};
    let (Some(post), Some(area)) = (Ref::<WelfarePost>::to(&seen.stamp.subject), seen.stamp.area) else { return };
    match event {
        DutyLogged { person, month, evidence, .. } => {
            let known = t.months.of((person.clone(), *month, post.clone()));
            (known.logged_by, known.area) = (Some(seen.stamp.id), Some(area));
            let sheet = t.sheets.of((evidence.sha256.to_string(), seen.stamp.id));
            (sheet.person, sheet.month, sheet.post) = (Some(person.clone()), Some(*month), Some(post));
            sheet.area = Some(area);
            same_sheet(t, &evidence.sha256.to_string(), area, seen);
        }
        AllowanceAccrued { person, month, amount_fen } => {
            let known = t.months.of((person.clone(), *month, post.clone()));
            (known.accrued_by, known.accrued_fen) = (Some(seen.stamp.id), (*amount_fen).into());
            known.area = Some(area);
            known.officials.add(seen.stamp.actor.clone());
            let by = t.parameters(area, seen.stamp.occurred_on);
            if let Some(grace) = by.days("grace_days") {
                let on = seen.today().plus_days(grace + 1);
                t.days.of((on, person.clone(), *month, post)).area = Some(area);
            }
            was_away(t, person, *month, seen);
        }
        _ => {}
    }
}

/// The grace is over.
fn day_began(t: &mut Tables, date: Date, seen: &Seen) {
    let mut due = vec![];
    t.days.under(&date, |row| {
        due.push((row.person.clone(), row.month, row.post.clone()));
        Then::Removed
    });
    for (person, month, post) in due {
        let Some(known) = t.months.get((person, month, post)).filter(|known| known.logged_by.is_none()).cloned() else {
            continue;
        };
        let Some(area) = known.area else { continue };
        let by = t.parameters(area, date);
        say(t, "no_log", &known, vec![], &by, seen);
    }
}

/// One sheet for a crew is usual; one that serves for another month too was copied.
fn same_sheet(t: &mut Tables, sheet: &str, area: AreaCode, seen: &Seen) {
    let mut logs: Vec<Sheet> = vec![];
    t.sheets.under(&sheet.to_owned(), |row| {
        logs.push(row.clone());
        Then::Kept
    });
    let by = t.parameters(area, seen.stamp.occurred_on);
    let enough = by.get("identical_logs_min").is_some_and(|min| logs.len() >= usize::try_from(min).unwrap_or_default());
    if !enough || logs.iter().all(|log| log.month == logs[0].month) {
        return;
    }
    let finding = Finding {
        how: "same_sheet",
        severity: Severity::Medium,
        amount_fen: Fen::ZERO,
        area: Some(area),
        events: logs.iter().map(|log| log.logged_by).collect(),
        cases: logs.iter().filter_map(|log| Some(log.post.as_ref()?.stream().clone())).collect(),
        officials: vec![seen.stamp.actor.clone()],
        says: vec![
            ("case", seen.stamp.subject.to_string()),
            ("person", logs[0].person.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("month", logs[0].month.map(|month| month.to_string()).unwrap_or_default()),
        ],
    };
    t.raise(format!("same_sheet,{sheet}"), finding, &by, seen);
}

fn worked_away(t: &mut Tables, event: &person::Event, seen: &Seen) {
    let Some(person) = Ref::<Person>::to(&seen.stamp.subject) else { return };
    match event {
        person::Event::JobStarted { job: Job::AwayJob, full_time: true, .. } => {
            let spell = t.away.of((person.clone(), seen.stamp.id));
            (spell.since, spell.area) = (Some(seen.stamp.occurred_on), seen.stamp.area);
        }
        person::Event::JobEnded { job } | person::Event::LaidOff { job, .. } => {
            if let Some(spell) = t.away.find((person.clone(), *job)) {
                spell.until = Some(seen.stamp.occurred_on);
            }
        }
        person::Event::JobAnnulled { job, .. } => t.away.remove((person.clone(), *job)),
        _ => return,
    }
    // A spell that is learnt late covers months that are accrued already.
    let mut accrued = vec![];
    t.months.under(&person, |row| {
        accrued.extend(row.accrued_by.is_some().then_some(row.month));
        Then::Kept
    });
    for month in accrued {
        was_away(t, &person, month, seen);
    }
}

/// All of a month that has ended.
fn was_away(t: &mut Tables, person: &Ref<Person>, month: Month, seen: &Seen) {
    let mut spells = vec![];
    t.away.under(person, |row| {
        let until = row.until.unwrap_or(seen.today());
        if row.since.is_some_and(|since| since <= month.first()) && month.last() <= until {
            spells.push(row.job);
        }
        Then::Kept
    });
    let mut accrued = vec![];
    t.months.under(person, |row| {
        accrued.extend((row.month == month && row.accrued_by.is_some()).then(|| row.clone()));
        Then::Kept
    });
    for known in accrued {
        let (Some(job), Some(area)) = (spells.first(), known.area) else { return };
        let by = t.parameters(area, seen.stamp.occurred_on);
        say(t, "away", &known, vec![*job], &by, seen);
    }
}

fn say(t: &mut Tables, how: &'static str, known: &DutyMonth, more: Vec<Uuid>, by: &Parameters, seen: &Seen) {
    let DutyMonth { person, month, post, .. } = known;
    let events = known.logged_by.into_iter().chain(known.accrued_by).chain(more);
    let finding = Finding {
        how,
        severity: Severity::High,
        amount_fen: Fen::new(known.accrued_fen.0).unwrap_or_default(),
        area: known.area,
        events: events.collect(),
        cases: vec![post.stream().clone(), person.stream().clone()],
        officials: known.officials.0.clone(),
        says: vec![("case", post.to_string()), ("person", person.to_string()), ("month", month.to_string())],
    };
    t.raise(format!("{how},{post},{person},{month}"), finding, by, seen);
}

#[cfg(test)]
mod tests;
