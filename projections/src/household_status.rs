//! 农户状况 household status: who lives there, what threatens them, how far monitoring has come, who works where, and what
//! they earn in a year.
//!
//! Membership is folded from the persons' own files, where joining and leaving stand beside work and income, so that one
//! household rests on its own case and its members' cases alone. Notice §一, §二(五); DOMAIN §2.1, §3.

mod members;
#[cfg(test)]
mod tests;

use domain::{
    area::Area,
    case::Case,
    household::{Event, Guarantee, Household, MonitoredKind, Stage},
    kinds::AnyEvent,
    person::Person,
    stream::{Ref, StreamId},
    values::{AreaCode, Date},
};
use uuid::Uuid;

pub use self::members::{Earner, EarnerMonth, Member, Work};
use crate::{
    model::{Balance, List, Named, Projection, Seen, Then, word},
    table, tables,
};

pub const HOUSEHOLD_STATUS: Projection = Projection {
    name: "household_status",
    version: 1,
    title_zh: "农户状况",
    title_en: "Household status",
    description: "Each household: its members and where they work, its kind, how far monitoring against a return to \
                  poverty has come, its open risks, and its income year by year.",
    tables: TABLES,
    folds: &[Household::CATEGORY, Person::CATEGORY],
    start,
    by_case: &[
        "household_status",
        "household_status_earner",
        "household_status_earner_month",
        "household_status_member",
        "household_status_risk",
        "household_status_year",
    ],
    leads_to,
};

table! {
    /// 农户 One household, now.
    pub struct Status in "household_status";
    key {
        /// The household.
        household: Ref<Household>,
    }
    index {
        /// 所在村
        area: Option<AreaCode>,
        /// 户类型 ex_poor, other_low_income or ordinary.
        household_kind: String,
        /// 监测程序 How far identification or removal has come.
        stage: Named<Stage>,
        /// 监测对象类型 Kept after removal.
        monitored_kind: Option<Named<MonitoredKind>>,
        /// 监测对象 Confirmed, and its risk not removed.
        monitored: bool,
        /// 易地搬迁安置区
        relocated_to: Option<Ref<Area>>,
    }
    plain {
        /// It came to this stage on this day.
        stage_since: Option<Date>,
        /// 线索日期 The clue that began the procedure; limits run from here.
        clue_on: Option<Date>,
        /// 县级确认日期
        confirmed_on: Option<Date>,
        /// 风险消除日期
        risk_removed_on: Option<Date>,
        /// An adverse decision was noticed with its reason and is not decided.
        rejection_noticed_on: Option<Date>,
        /// 异议 An objection is not decided.
        objection_open: bool,
        /// 家庭人口
        members: u32,
        /// 就业人数 Members in any engagement.
        working: u32,
        /// 未消除风险 Open risks.
        open_risks: u32,
        /// 三保障及饮水安全 What the last check found insecure.
        insecure: List<Guarantee>,
        /// The last check's day.
        guarantees_checked_on: Option<Date>,
        /// 突发 The last shock.
        shocked_on: Option<Date>,
        /// Measures of support that were given.
        supports: u32,
        /// 收入年度 The last year of which income was assessed.
        income_year: Option<i16>,
        /// 人均收入 Of that year.
        income_per_head_fen: Option<Balance>,
        /// 销户 Merged into another household, or dissolved.
        ended_on: Option<Date>,
        /// Position of the last event of the household itself.
        changed_at: u64,
    }
}

table! {
    /// 风险 What threatens a household, or did.
    pub struct RiskRow in "household_status_risk";
    key {
        /// The household.
        household: Ref<Household>,
        /// The event that recorded it.
        risk: Uuid,
    }
    index {
        /// 所在村
        area: Option<AreaCode>,
        /// Not resolved.
        open: bool,
        /// job_loss, illness, disability, schooling, disaster, accident, business_failure or other.
        what: String,
    }
    plain {
        /// Since when.
        since: Option<Date>,
        /// 突发 A shock.
        sudden: bool,
        /// 化解日期
        resolved_on: Option<Date>,
    }
}

table! {
    /// 年收入 Income of a household in one year.
    pub struct Year in "household_status_year";
    key {
        /// The household.
        household: Ref<Household>,
        /// The year.
        year: i16,
    }
    index {
        /// 所在村
        area: Option<AreaCode>,
    }
    plain {
        /// 核算收入 As assessed.
        assessed_fen: Option<Balance>,
        /// Heads that it was assessed for.
        heads: Option<u32>,
        /// 人均收入
        per_head_fen: Option<Balance>,
        /// The event that assessed or last restated it.
        assessment: Option<Uuid>,
        /// 务工收入 Reported income from work of those who are members now.
        wages_fen: Balance,
        /// Members' months of which income from work is known.
        wage_months: u32,
    }
}

tables! {
    households: Status,
    risks: RiskRow,
    years: Year,
    members: Member,
    earners: Earner,
    earner_months: EarnerMonth,
}

fn leads_to(seen: &Seen) -> Vec<StreamId> {
    let AnyEvent::Household(event) = &seen.event else { return vec![] };
    let named = match event {
        Event::MemberJoined { person, .. } | Event::MemberBorn { person, .. } => std::slice::from_ref(person),
        Event::FormedBySplit { members, .. } | Event::Absorbed { members, .. } => members,
        _ => &[],
    };
    named.iter().map(|person| person.stream().clone()).collect()
}

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Household(event) => {
            if let Some(household) = Ref::<Household>::to(&seen.stamp.subject) {
                t.households.of((household.clone(),)).happened(event, seen);
                threatened(t, &household, event, seen);
                earned(t, &household, event, seen);
                moved(t, &household, event, seen);
            }
        }
        AnyEvent::Person(event) => members::fold(t, event, seen),
        _ => {}
    }
}

impl Status {
    fn happened(&mut self, event: &Event, seen: &Seen) {
        let on = seen.stamp.occurred_on;
        self.changed_at = seen.position;
        self.area = seen.stamp.area.or(self.area);
        if let Some(stage) = self.stage.0.after(event) {
            self.stands_at(stage, on);
        }
        match event {
            Event::Registered { household_kind, .. } | Event::KindRestated { household_kind, .. } => {
                self.household_kind = word(household_kind);
            }
            Event::FormedBySplit { inherited, .. } => {
                self.household_kind = word(&inherited.household_kind);
                self.monitored_kind = inherited.monitored_kind.map(Named);
                (self.shocked_on, self.relocated_to) = (inherited.shocked_on, inherited.relocated_to.clone());
                if inherited.stage != Stage::NotMonitored {
                    self.stands_at(inherited.stage, on);
                }
            }
            Event::Relocated { site, .. } => self.relocated_to = Some(site.clone()),
            Event::GuaranteesChecked { insecure, .. } => {
                (self.insecure, self.guarantees_checked_on) = (List(insecure.clone()), Some(on));
            }
            Event::RiskRecorded { sudden: true, .. } => self.shocked_on = self.shocked_on.max(Some(on)),
            Event::ClueReceived { .. } if self.stage.0 == Stage::ClueReceived && self.stage_since == Some(on) => {
                self.clue_on = Some(on);
            }
            Event::CountyConfirmed { kind, .. } => {
                (self.monitored_kind, self.confirmed_on) = (Some(Named(*kind)), Some(on));
            }
            Event::RiskRemoved { .. } => self.risk_removed_on = Some(on),
            Event::Relapsed { .. } => self.risk_removed_on = None,
            Event::Supported { .. } => self.supports = self.supports.saturating_add(1),
            Event::RejectionNoticed { .. } => self.rejection_noticed_on = Some(on),
            Event::Objected { .. } => self.objection_open = true,
            Event::ObjectionDecided { upheld, .. } => {
                self.objection_open = false;
                let of_a_rejection = self.rejection_noticed_on.is_some();
                if *upheld && of_a_rejection {
                    self.rejection_noticed_on = None;
                } else if *upheld {
                    self.stands_at(if self.stage.0.is_removal() { Stage::Supported } else { Stage::DataMatched }, on);
                }
            }
            Event::ConfirmationAnnulled { .. } => {
                (self.monitored_kind, self.confirmed_on) = (None, None);
                self.stands_at(Stage::Rejected, on);
            }
            Event::RemovalAnnulled { .. } => {
                (self.risk_removed_on, self.rejection_noticed_on, self.objection_open) = (None, None, false);
                self.stands_at(Stage::Supported, on);
            }
            Event::MergedInto { .. } | Event::Dissolved { .. } => self.ended_on = Some(on),
            _ => {}
        }
    }

    fn stands_at(&mut self, stage: Stage, on: Date) {
        (self.stage, self.stage_since, self.monitored) = (Named(stage), Some(on), stage.is_monitored());
        let begins_or_ends = matches!(
            stage,
            Stage::ClueReceived
                | Stage::RemovalProposed
                | Stage::Relapsed
                | Stage::Rejected
                | Stage::RiskRemoved
                | Stage::CountyConfirmed
        );
        if begins_or_ends {
            (self.rejection_noticed_on, self.objection_open) = (None, false);
        }
    }
}

/// Risks recorded, inherited and resolved.
fn threatened(t: &mut Tables, household: &Ref<Household>, event: &Event, seen: &Seen) {
    let (on, area) = (seen.stamp.occurred_on, seen.stamp.area);
    let new = match event {
        Event::RiskRecorded { risk, sudden, .. } => vec![(seen.stamp.id, word(risk), on, *sudden)],
        Event::Relapsed { cause, .. } => vec![(seen.stamp.id, word(cause), on, false)],
        Event::FormedBySplit { inherited, .. } => {
            inherited.open_risks.iter().map(|open| (open.event, word(&open.risk), open.since, false)).collect()
        }
        Event::RiskResolved { risk, .. } => {
            if let Some(row) = t.risks.find((household.clone(), *risk)).filter(|row| row.open) {
                (row.open, row.resolved_on) = (false, Some(on));
                let status = t.households.of((household.clone(),));
                status.open_risks = status.open_risks.saturating_sub(1);
            }
            return;
        }
        _ => return,
    };
    for (risk, what, since, sudden) in new {
        let row = t.risks.of((household.clone(), risk));
        (row.area, row.open, row.what, row.since, row.sudden) = (area, true, what, Some(since), sudden);
        let status = t.households.of((household.clone(),));
        status.open_risks = status.open_risks.saturating_add(1);
    }
}

/// Income assessed and restated.
fn earned(t: &mut Tables, household: &Ref<Household>, event: &Event, seen: &Seen) {
    let (year, total_fen, heads) = match event {
        Event::IncomeAssessed { year, total_fen, heads, .. } => (Some(*year), *total_fen, *heads),
        Event::IncomeRestated { assessment, total_fen, heads, .. } => {
            let mut year = None;
            t.years.under(household, |row| {
                year = if row.assessment == Some(*assessment) { Some(row.year) } else { year };
                Then::Kept
            });
            (year, *total_fen, *heads)
        }
        _ => return,
    };
    let Some(year) = year else { return };
    let per_head_fen = Balance::from(total_fen.share(1, u64::from(heads)));
    let row = t.years.of((household.clone(), year));
    (row.assessed_fen, row.heads, row.area) = (Some(total_fen.into()), Some(heads.into()), seen.stamp.area);
    (row.per_head_fen, row.assessment) = (Some(per_head_fen), Some(seen.stamp.id));
    let status = t.households.of((household.clone(),));
    if status.income_year.is_none_or(|last| last <= year) {
        (status.income_year, status.income_per_head_fen) = (Some(year), Some(per_head_fen));
    }
}

/// All that is filed under the household moves with it to another village.
fn moved(t: &mut Tables, household: &Ref<Household>, event: &Event, seen: &Seen) {
    if !matches!(event, Event::AreaReassigned { .. }) {
        return;
    }
    let area = seen.stamp.area;
    t.risks.under(household, |row| {
        row.area = area;
        Then::Changed
    });
    t.years.under(household, |row| {
        row.area = area;
        Then::Changed
    });
    t.members.under(household, |row| {
        row.area = area;
        Then::Changed
    });
}
