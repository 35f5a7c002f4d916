//! 一人一档 person file: what someone can and wants to do, works at, earns, and which of the "311" services they got.
//!
//! Whether someone sought work in a year is judged on dated spells, so that what is learnt late counts for its own time.
//! Notice §二(一), (五), §三(二); DOMAIN §2.2, §3.

use domain::{
    case::Case,
    household::Household,
    kinds::AnyEvent,
    organisation::Organisation,
    person::{Event, Person, Service},
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Month, Span},
};
use uuid::Uuid;

use crate::{
    model::{Balance, Projection, Seen, Then, word},
    table, tables,
};

pub const PERSON_FILE: Projection = Projection {
    name: "person_file",
    version: 1,
    title_zh: "一人一档",
    title_en: "Person file",
    description: "Each person: ability and willingness to work, spells of work, monthly income, and year by year \
                  whether work was sought and which of the 311 services were received.",
    tables: TABLES,
    folds: &[Person::CATEGORY],
    start,
    by_case: &[
        "person_file",
        "person_file_engagement",
        "person_file_income",
        "person_file_service",
        "person_file_willingness",
        "person_file_year",
    ],
    leads_to: |_| vec![],
};

table! {
    /// 人员 One person, now.
    pub struct File in "person_file";
    key {
        /// The person.
        person: Ref<Person>,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
        /// 所在农户
        household: Option<Ref<Household>>,
        /// 在业 In any engagement.
        works: bool,
        /// 有意愿未就业 Unemployed and willing since this day; seeks work in every year from here on.
        seeking_since: Option<Date>,
    }
    plain {
        /// 出生年
        birth_year: i16,
        /// female or male.
        sex: Option<String>,
        /// 劳动能力 full, partial or none.
        labour_ability: Option<String>,
        /// Assessed for this day; what is said of an earlier one changes nothing later.
        labour_ability_since: Option<Date>,
        /// 就业意愿 As stated for the last day.
        willing: Option<bool>,
        /// 学历
        education: Option<String>,
        /// 技能 Skills with a certificate.
        skills: u32,
        /// 全日制 In a full-time engagement.
        full_time: bool,
        /// 死亡日期
        died_on: Option<Date>,
        /// 羁押、服刑
        in_custody: bool,
        /// 最近申报月份 Last month of which income is known.
        last_income_month: Option<Month>,
        /// Position of the last event of the person.
        changed_at: u64,
    }
}

table! {
    /// 就业经历 One spell of work.
    pub struct Engagement in "person_file_engagement";
    key {
        /// The person.
        person: Ref<Person>,
        /// Position of the event by which it started.
        started_at: u64,
    }
    index {
        /// 所属地区 Of the person.
        area: Option<AreaCode>,
        /// A way of working (away_job, local_job, flexible, own_business), or the category of the case that leads it.
        way: String,
        /// The case that leads it, such as a welfare post.
        at: Option<StreamId>,
        /// 用人单位
        employer: Option<Ref<Organisation>>,
        /// 务工地
        destination: Option<AreaCode>,
    }
    plain {
        /// The event by which a job without a case started.
        job: Option<Uuid>,
        /// 全日制
        full_time: bool,
        /// First day.
        since: Option<Date>,
        /// Last day; open without it.
        ended_on: Option<Date>,
        /// 被裁减 Ended by a layoff.
        laid_off: bool,
    }
}

table! {
    /// 务工收入 Income of one month.
    pub struct Income in "person_file_income";
    key {
        /// The person.
        person: Ref<Person>,
        /// The month in which it was earned.
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
        report: Uuid,
        /// First reported on this day (of recording).
        reported_on: Option<Date>,
        /// Days from the end of the month to the first report.
        days_to_report: i64,
        /// 更正 Times that it was restated.
        restated: u32,
    }
}

table! {
    /// 311 服务 One content of service in one year; the same content again counts once.
    pub struct Served in "person_file_service";
    key {
        /// The person.
        person: Ref<Person>,
        /// The year.
        year: i16,
        /// vacancy_info, training_info or career_guidance.
        service: String,
        /// What it was about.
        content: String,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
    }
    plain {
        /// Times received.
        times: u32,
        /// Received first on this day.
        first_on: Option<Date>,
        /// Received last on this day.
        last_on: Option<Date>,
    }
}

table! {
    /// 就业意愿 Willingness as stated for a day and after.
    pub struct Willingness in "person_file_willingness";
    key {
        /// The person.
        person: Ref<Person>,
        /// From this day on.
        since: Date,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
    }
    plain {
        /// Wants to work.
        willing: bool,
    }
}

table! {
    /// 年度情况 One person in one year: the 311 services, and income.
    pub struct Year in "person_file_year";
    key {
        /// The person.
        person: Ref<Person>,
        /// The year.
        year: i16,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
        /// 有就业意愿的未就业人员 Unemployed and willing at any time in the year: in the denominator of the 311 action.
        sought: bool,
        /// 3 个岗位信息、1 次培训信息、1 次职业指导 All services received.
        served: bool,
    }
    plain {
        /// 岗位信息 Distinct ones received; at least 3 are due.
        vacancy_infos: u32,
        /// 培训信息 Distinct ones received; at least 1 is due.
        training_infos: u32,
        /// 职业指导 Distinct ones received; at least 1 is due.
        career_guidances: u32,
        /// 年务工收入 Reported income of the year's months.
        income_fen: Balance,
        /// Months of the year of which income is known.
        income_months: u32,
    }
}

tables! {
    files: File,
    engagements: Engagement,
    incomes: Income,
    services: Served,
    willingness: Willingness,
    years: Year,
}

/// Notice §二(五): at least 3 vacancy infos, 1 training info and 1 career guidance a year.
const VACANCY_INFOS_DUE: u32 = 3;

fn fold(t: &mut Tables, seen: &Seen) {
    let AnyEvent::Person(event) = &seen.event else { return };
    let Some(person) = Ref::<Person>::to(&seen.stamp.subject) else { return };
    let (on, area) = (seen.stamp.occurred_on, seen.stamp.area);
    let file = t.files.of((person.clone(),));
    (file.changed_at, file.area) = (seen.position, area.or(file.area));
    match event {
        Event::Registered { birth_year, sex, .. } => (file.birth_year, file.sex) = (*birth_year, Some(word(sex))),
        Event::LabourAbilityAssessed { ability, .. } if file.labour_ability_since.is_none_or(|since| since <= on) => {
            (file.labour_ability, file.labour_ability_since) = (Some(word(ability)), Some(on));
        }
        Event::EducationRecorded { education } => file.education = Some(word(education)),
        Event::SkillRecorded { .. } => file.skills = file.skills.saturating_add(1),
        Event::CustodyBegan { .. } => file.in_custody = true,
        Event::CustodyEnded { .. } => file.in_custody = false,
        Event::HouseholdJoined { household } => file.household = Some(household.clone()),
        Event::HouseholdLeft { household } if file.household.as_ref() == Some(household) => file.household = None,
        Event::WillingnessStated { willing } => {
            let stated = t.willingness.of((person.clone(), on));
            (stated.willing, stated.area) = (*willing, area);
            judge_years(t, &person, on);
        }
        Event::JobStarted { job, full_time, employer, destination } => {
            let spell = t.engagements.of((person.clone(), seen.position));
            (spell.way, spell.job, spell.full_time) = (word(job), Some(seen.stamp.id), *full_time);
            (spell.employer, spell.destination) = (employer.clone(), Some(*destination));
            (spell.since, spell.area) = (Some(on), area);
            judge_years(t, &person, on);
        }
        Event::EngagementStarted { at, full_time } => {
            let spell = t.engagements.of((person.clone(), seen.position));
            (spell.way, spell.at, spell.full_time) = (at.category().into(), Some(at.clone()), *full_time);
            (spell.since, spell.area) = (Some(on), area);
            judge_years(t, &person, on);
        }
        Event::JobEnded { job } => end(t, &person, on, false, |spell| spell.job == Some(*job)),
        Event::LaidOff { job, .. } => end(t, &person, on, true, |spell| spell.job == Some(*job)),
        Event::EngagementEnded { at } => {
            let mut first = true;
            end(t, &person, on, false, |spell| spell.at.as_ref() == Some(at) && std::mem::take(&mut first));
        }
        Event::JobAnnulled { job, .. } => annul(t, &person, on, |spell| spell.job == Some(*job)),
        Event::EngagementAnnulled { at } => {
            annul(t, &person, on, |spell| spell.since == Some(on) && spell.at.as_ref() == Some(at));
        }
        Event::Died { .. } => {
            file.died_on = Some(on);
            end(t, &person, on, false, |spell| spell.job.is_some());
        }
        Event::DeathAnnulled { .. } => {
            file.died_on = None;
            judge_years(t, &person, on);
        }
        Event::IncomeReported { month, amount_fen } => {
            file.last_income_month = file.last_income_month.max(Some(*month));
            let year = t.years.of((person.clone(), month.first().year()));
            year.area = area;
            let income = t.incomes.of((person, *month));
            if income.reported_on.is_none() {
                year.income_months = year.income_months.saturating_add(1);
                income.reported_on = Some(seen.stamp.recorded_on());
                income.days_to_report = seen.stamp.recorded_on().days_since(month.last());
            }
            year.income_fen.0 = year.income_fen.0.saturating_sub(income.amount_fen.0);
            year.income_fen += *amount_fen;
            (income.amount_fen, income.report, income.area) = ((*amount_fen).into(), seen.stamp.id, area);
        }
        Event::IncomeRestated { report, amount_fen, .. } => {
            let mut restated = None;
            t.incomes.under(&person, |income| {
                if income.report != *report {
                    return Then::Kept;
                }
                restated = Some((income.month, income.amount_fen));
                (income.amount_fen, income.report) = ((*amount_fen).into(), seen.stamp.id);
                income.restated = income.restated.saturating_add(1);
                Then::Changed
            });
            if let Some((month, before)) = restated {
                let year = t.years.of((person, month.first().year()));
                year.income_fen.0 = year.income_fen.0.saturating_sub(before.0);
                year.income_fen += *amount_fen;
            }
        }
        Event::ServiceReceived { service, content } => {
            let served = t.services.of((person.clone(), on.year(), word(service), content.to_string()));
            let year = t.years.of((person, on.year()));
            year.area = area;
            if served.times == 0 {
                let count = match service {
                    Service::VacancyInfo => &mut year.vacancy_infos,
                    Service::TrainingInfo => &mut year.training_infos,
                    Service::CareerGuidance => &mut year.career_guidances,
                };
                *count = count.saturating_add(1);
            }
            (served.times, served.area) = (served.times.saturating_add(1), area);
            served.first_on = Some(served.first_on.map_or(on, |first| first.min(on)));
            served.last_on = served.last_on.max(Some(on));
            year.served =
                year.vacancy_infos >= VACANCY_INFOS_DUE && year.training_infos > 0 && year.career_guidances > 0;
        }
        _ => {}
    }
}

/// Ends the open spells that are meant.
fn end(t: &mut Tables, person: &Ref<Person>, on: Date, laid_off: bool, mut meant: impl FnMut(&Engagement) -> bool) {
    t.engagements.under(person, |spell| {
        if spell.ended_on.is_some() || !meant(spell) {
            return Then::Kept;
        }
        (spell.ended_on, spell.laid_off) = (Some(on), laid_off);
        Then::Changed
    });
    judge_years(t, person, on);
}

fn annul(t: &mut Tables, person: &Ref<Person>, on: Date, meant: impl Fn(&Engagement) -> bool) {
    t.engagements.under(person, |spell| if meant(spell) { Then::Removed } else { Then::Kept });
    judge_years(t, person, on);
}

/// Who works, who seeks work, and in which years up to that of `on`: judged anew on all dated spells.
fn judge_years(t: &mut Tables, person: &Ref<Person>, on: Date) {
    let mut spells: Vec<(Span, bool)> = vec![];
    t.engagements.under(person, |spell| {
        spells.extend(spell.since.map(|from| (Span { from, to: spell.ended_on }, spell.full_time)));
        Then::Kept
    });
    let mut stated: Vec<(Date, bool)> = vec![];
    t.willingness.under(person, |row| {
        stated.push((row.since, row.willing));
        Then::Kept
    });

    let file = t.files.of((person.clone(),));
    file.willing = stated.last().map(|(_, willing)| *willing);
    let open = || spells.iter().filter(|(span, _)| span.to.is_none());
    file.works = file.died_on.is_none() && open().next().is_some();
    file.full_time = file.works && open().any(|(_, full_time)| *full_time);
    let died_on = file.died_on;
    let seeks = |day: Date| {
        let willing = stated.iter().rev().find(|(since, _)| *since <= day).is_some_and(|(_, willing)| *willing);
        willing && died_on.is_none_or(|died| day < died) && !spells.iter().any(|(span, _)| span.holds(day))
    };
    // A spell of seeking begins where willingness does, or the day after work ended.
    let mut begins: Vec<Date> = stated.iter().filter(|(_, willing)| *willing).map(|(since, _)| *since).collect();
    begins.extend(spells.iter().filter_map(|(span, _)| Some(span.to?.plus_days(1))));
    begins.retain(|day| seeks(*day));
    begins.sort_unstable();
    let still = stated.last().is_some_and(|(_, willing)| *willing) && !file.works && died_on.is_none();
    file.seeking_since = if still { begins.last().copied() } else { None };

    let Some((first, _)) = stated.first() else { return };
    let area = file.area;
    for year in first.year()..=on.year() {
        let new_year = Date::new(year, 1, 1);
        let sought = new_year.is_some_and(seeks) || begins.iter().any(|day| day.year() == year);
        if sought || t.years.get((person.clone(), year)).is_some() {
            let row = t.years.of((person.clone(), year));
            (row.sought, row.area) = (sought, area);
        }
    }
}

#[cfg(test)]
mod tests;
