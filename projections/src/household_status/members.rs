//! Who lives in a household, where they work and what they earn: from the persons' own files.

use domain::{
    household::Household,
    person::{Event, Person},
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Fen, Month},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Tables;
use crate::{
    model::{Balance, List, Seen, Then, word},
    table,
};

/// One open engagement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// A way of working (`away_job`, `local_job`, `flexible`, `own_business`), or the category of the case that leads it.
    pub way: String,
    /// The case that leads it, such as a welfare post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<StreamId>,
    /// The event by which a job without a case started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<Uuid>,
    /// 用人单位
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employer: Option<StreamId>,
    /// 务工地
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<AreaCode>,
    pub full_time: bool,
    pub since: Date,
}

table! {
    /// 家庭成员 One member, and where they work.
    pub struct Member in "household_status_member";
    key {
        /// The household.
        household: Ref<Household>,
        /// The member.
        person: Ref<Person>,
    }
    index {
        /// 所在村
        area: Option<AreaCode>,
        /// 在业 In any engagement.
        works: bool,
    }
    plain {
        /// Member since.
        since: Option<Date>,
        /// 劳动能力 full, partial or none.
        labour_ability: Option<String>,
        /// 就业意愿
        willing: Option<bool>,
        /// 在何处就业 Open engagements.
        work: List<Work>,
    }
}

table! {
    /// 人员 What a person brings into a household.
    pub struct Earner in "household_status_earner";
    key {
        /// The person.
        person: Ref<Person>,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
        /// 所在农户
        household: Option<Ref<Household>>,
    }
    plain {
        /// 劳动能力
        labour_ability: Option<String>,
        /// Assessed for this day; what is said of an earlier one changes nothing later.
        labour_ability_since: Option<Date>,
        /// 就业意愿
        willing: Option<bool>,
        /// Stated for this day.
        willing_since: Option<Date>,
        /// Open engagements.
        work: List<Work>,
    }
}

table! {
    /// 个人务工收入 What a person earned from work in one month, as reported.
    pub struct EarnerMonth in "household_status_earner_month";
    key {
        /// The person.
        person: Ref<Person>,
        /// The month.
        month: Month,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
    }
    plain {
        /// What was earned.
        amount_fen: Balance,
        /// The event that says so now.
        report: Option<Uuid>,
    }
}

pub(super) fn fold(t: &mut Tables, event: &Event, seen: &Seen) {
    let Some(person) = Ref::<Person>::to(&seen.stamp.subject) else { return };
    let on = seen.stamp.occurred_on;
    let earner = t.earners.of((person.clone(),));
    earner.area = seen.stamp.area.or(earner.area);
    let open = &mut earner.work.0;
    match event {
        Event::HouseholdJoined { household } => return join(t, &person, household, seen),
        Event::HouseholdLeft { household } => return leave(t, &person, household),
        Event::IncomeReported { month, amount_fen } => return pay(t, &person, *month, *amount_fen, seen),
        Event::IncomeRestated { report, amount_fen, .. } => {
            let mut restated = None;
            t.earner_months.under(&person, |row| {
                restated = if row.report == Some(*report) { Some(row.month) } else { restated };
                Then::Kept
            });
            if let Some(month) = restated {
                pay(t, &person, month, *amount_fen, seen);
            }
            return;
        }
        Event::LabourAbilityAssessed { ability, .. } if earner.labour_ability_since.is_none_or(|since| since <= on) => {
            (earner.labour_ability, earner.labour_ability_since) = (Some(word(ability)), Some(on));
        }
        Event::WillingnessStated { willing } if earner.willing_since.is_none_or(|since| since <= on) => {
            (earner.willing, earner.willing_since) = (Some(*willing), Some(on));
        }
        Event::JobStarted { job, full_time, employer, destination } => open.push(Work {
            way: word(job),
            at: None,
            job: Some(seen.stamp.id),
            employer: employer.as_ref().map(|employer| employer.stream().clone()),
            destination: Some(*destination),
            full_time: *full_time,
            since: on,
        }),
        Event::EngagementStarted { at, full_time } => open.push(Work {
            way: at.category().into(),
            at: Some(at.clone()),
            job: None,
            employer: None,
            destination: None,
            full_time: *full_time,
            since: on,
        }),
        Event::JobEnded { job } | Event::LaidOff { job, .. } | Event::JobAnnulled { job, .. } => {
            open.retain(|work| work.job != Some(*job));
        }
        Event::EngagementEnded { at } => {
            if let Some(ended) = open.iter().position(|work| work.at.as_ref() == Some(at)) {
                open.remove(ended);
            }
        }
        Event::EngagementAnnulled { at } => open.retain(|work| work.since != on || work.at.as_ref() != Some(at)),
        Event::Died { .. } => open.retain(|work| work.job.is_none()),
        _ => return,
    }
    let earner = earner.clone();
    if let Some(household) = earner.household.clone()
        && let Some(member) = t.members.find((household.clone(), person))
    {
        let worked = member.works;
        member.takes(&earner);
        let works = member.works;
        count(t, &household, 0, i64::from(works) - i64::from(worked));
    }
}

impl Member {
    fn takes(&mut self, earner: &Earner) {
        self.works = !earner.work.0.is_empty();
        self.work = earner.work.clone();
        (self.labour_ability, self.willing) = (earner.labour_ability.clone(), earner.willing);
    }
}

fn join(t: &mut Tables, person: &Ref<Person>, household: &Ref<Household>, seen: &Seen) {
    let before = t.earners.of((person.clone(),)).household.clone();
    if before.as_ref() == Some(household) {
        return;
    }
    // Nobody is in two households at any instant.
    if let Some(before) = before {
        leave(t, person, &before);
    }
    let earner = t.earners.of((person.clone(),));
    earner.household = Some(household.clone());
    let earner = earner.clone();
    let area = t.households.of((household.clone(),)).area.or(seen.stamp.area);
    let member = t.members.of((household.clone(), person.clone()));
    (member.since, member.area) = (Some(seen.stamp.occurred_on), area);
    member.takes(&earner);
    count(t, household, 1, i64::from(!earner.work.0.is_empty()));
    for (year, wages) in brought(t, person) {
        earn(t, household, year, wages, 1);
    }
}

fn leave(t: &mut Tables, person: &Ref<Person>, household: &Ref<Household>) {
    let earner = t.earners.of((person.clone(),));
    if earner.household.as_ref() != Some(household) {
        return;
    }
    earner.household = None;
    let worked = !earner.work.0.is_empty();
    t.members.remove((household.clone(), person.clone()));
    count(t, household, -1, -i64::from(worked));
    for (year, wages) in brought(t, person) {
        earn(t, household, year, -wages, -1);
    }
}

/// Year and fen of each month of a person's wages.
fn brought(t: &mut Tables, person: &Ref<Person>) -> Vec<(i16, i64)> {
    let mut months = vec![];
    t.earner_months.under(person, |row| {
        months.push((row.month.first().year(), row.amount_fen.0));
        Then::Kept
    });
    months
}

/// A report of income, in the place of an earlier one or as the month's first.
fn pay(t: &mut Tables, person: &Ref<Person>, month: Month, amount_fen: Fen, seen: &Seen) {
    let row = t.earner_months.of((person.clone(), month));
    let first = row.report.replace(seen.stamp.id).is_none();
    let change = amount_fen.get().saturating_sub(row.amount_fen.0);
    (row.area, row.amount_fen) = (seen.stamp.area, amount_fen.into());
    if let Some(household) = t.earners.of((person.clone(),)).household.clone() {
        earn(t, &household, month.first().year(), change, first.into());
    }
}

fn earn(t: &mut Tables, household: &Ref<Household>, year: i16, wages: i64, months: i64) {
    let area = t.households.of((household.clone(),)).area;
    let row = t.years.of((household.clone(), year));
    row.area = area;
    row.wages_fen.add(wages);
    row.wage_months = changed(row.wage_months, months);
}

fn count(t: &mut Tables, household: &Ref<Household>, members: i64, working: i64) {
    let row = t.households.of((household.clone(),));
    row.members = changed(row.members, members);
    row.working = changed(row.working, working);
}

/// Never below zero.
fn changed(count: u32, by: i64) -> u32 {
    u32::try_from(i64::from(count).saturating_add(by)).unwrap_or_default()
}
