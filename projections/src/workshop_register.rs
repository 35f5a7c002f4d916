//! 就业帮扶车间、基地台账 workshop register: each workshop and base, who works there, what its year's plans are, what each period
//! earned and was paid, and, of a workshop, why it should go or went. Notice §二(二); DOMAIN §2.8, §3.
//!
//! No fold knows today: how long a workshop that should go has stayed is read from `exit_cause_since`.

mod awards;
mod life;
mod operators;
mod workers;

use domain::{
    base::{self, Base},
    carrier::Headcount,
    case::Case,
    kinds::AnyEvent,
    organisation::Organisation,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Span},
    workshop::{self, Workshop},
};
use uuid::Uuid;

pub use self::{
    awards::{Counted, PeriodRow},
    operators::{OpenViolation, Operator},
    workers::WorkerRow,
};
use crate::{
    model::{Balance, List, Projection, Seen},
    table, tables,
};

pub const WORKSHOP_REGISTER: Projection = Projection {
    name: "workshop_register",
    version: 1,
    title_zh: "就业帮扶车间、基地台账",
    title_en: "Workshop register",
    description: "Each workshop and base: its operator, its recognition, its workers, reported and verified headcounts, \
                  stoppages and seasons, plans, tiers and awards, and why a workshop should exit or did.",
    tables: TABLES,
    folds: &[Workshop::CATEGORY, Base::CATEGORY, Organisation::CATEGORY],
    start,
    by_case: &[
        "workshop_register",
        "workshop_register_count",
        "workshop_register_period",
        "workshop_register_plan",
        "workshop_register_worker",
    ],
    leads_to: |seen| match &seen.event {
        AnyEvent::Workshop(workshop::Event::Applied { operator, .. })
        | AnyEvent::Base(base::Event::Applied { operator, .. }) => vec![operator.stream().clone()],
        _ => vec![],
    },
};

table! {
    /// 车间、基地 One workshop or base, now.
    pub struct Carrier in "workshop_register";
    key {
        /// The workshop or base.
        carrier: StreamId,
    }
    index {
        /// 所在地 Where it is.
        area: Option<AreaCode>,
        /// workshop or base.
        category: String,
        /// planned, applied, site_checked, noticed, refused, normal, watch, suspended or exited.
        state: String,
        /// 经营主体
        operator: Option<Ref<Organisation>>,
        /// 梯次 As assigned last; 1 is the lowest.
        tier: Option<u32>,
        /// 未整改违法违规 The operator has an open violation.
        open_violation: bool,
        /// 应退未退 A recognised workshop should exit since this day: its operator's violation is open, or production has stopped
        /// and does not rest by season.
        exit_cause_since: Option<Date>,
    }
    plain {
        /// 车间模式
        model: Option<String>,
        /// 申请日期
        applied_on: Option<Date>,
        /// 认定日期
        recognised_on: Option<Date>,
        /// 在岗人数 People on its roll.
        workers: u32,
        /// 上报用工总数
        reported_workers: Option<u32>,
        /// 上报脱贫人口
        reported_ex_poor: Option<u32>,
        /// Reported for this day.
        reported_on: Option<Date>,
        /// 核实用工总数
        verified_workers: Option<u32>,
        /// 核实脱贫人口
        verified_ex_poor: Option<u32>,
        /// Verified on this day.
        verified_on: Option<Date>,
        /// The event that verified it.
        verification: Option<Uuid>,
        /// 虚报人数 Ex-poor workers reported last above those verified last.
        reported_above_verified: Option<i64>,
        /// 停工停产 Without production since.
        stopped_since: Option<Date>,
        /// The event that found the stoppage.
        stoppage: Option<Uuid>,
        /// 季节性停产 Registered seasons in which production rests.
        seasons: List<Span>,
        /// The operator's first open violation was found on this day.
        illegal_since: Option<Date>,
        /// The event by which the operator asked to exit.
        exit_request: Option<Uuid>,
        /// Where a noticed exit stands: noticed, objected or rejected.
        exit: Option<String>,
        /// 退出原因 Of the noticed exit, or of the last one.
        exit_reason: Option<String>,
        /// The event that proves it: the violation, the stoppage, the verified headcount, the request.
        exit_proof: Option<Uuid>,
        /// 退出告知日期
        exit_noticed_on: Option<Date>,
        /// 退出日期 Or given up.
        exited_on: Option<Date>,
        /// Days for which it should have gone when it went.
        exit_days: Option<i64>,
        /// 核算奖补 Awards computed so far.
        awarded_fen: Balance,
        /// Awards that reached their operators, net of bank returns.
        credited_fen: Balance,
        /// 追回 Of that, claimed back.
        clawed_back_fen: Balance,
        /// Position of the last event of the workshop or base itself.
        changed_at: u64,
    }
}

table! {
    /// 年度计划 What a year has in mind for a workshop.
    pub struct PlanRow in "workshop_register_plan";
    key {
        /// The workshop.
        carrier: StreamId,
        /// The year.
        year: i16,
        /// build, upgrade, support or adjust.
        measure: String,
    }
    index {
        /// 所在地
        area: Option<AreaCode>,
    }
    plain {
        /// Planned on this day.
        planned_on: Option<Date>,
        /// 落实日期 Taken on this day; what was to be built, recognised.
        taken_on: Option<Date>,
    }
}

tables! {
    carriers: Carrier,
    counts: Counted,
    operators: Operator,
    periods: PeriodRow,
    plans: PlanRow,
    workers: WorkerRow,
}

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Workshop(event) => {
            begin(t, seen);
            life::of_workshop(t, event, seen);
            settle(t, &seen.stamp.subject);
        }
        AnyEvent::Base(event) => {
            begin(t, seen);
            life::of_base(t, event, seen);
        }
        AnyEvent::Organisation(event) => operators::fold(t, event, seen),
        _ => {}
    }
}

fn begin(t: &mut Tables, seen: &Seen) {
    let row = t.carriers.of((seen.stamp.subject.clone(),));
    row.category = seen.stamp.subject.category().into();
    row.area = seen.stamp.area.or(row.area);
    row.changed_at = seen.position;
}

/// Since when a recognised workshop should exit.
fn settle(t: &mut Tables, workshop: &StreamId) {
    let Some(row) = t.carriers.find((workshop.clone(),)) else { return };
    let recognised = matches!(row.state.as_str(), "normal" | "watch" | "suspended");
    let causes = row.illegal_since.into_iter().chain(row.failing_since());
    row.exit_cause_since = causes.min().filter(|_| recognised && row.category == Workshop::CATEGORY);
}

impl Carrier {
    /// Without production, from the end of the season on in which it was to rest.
    fn failing_since(&self) -> Option<Date> {
        let since = self.stopped_since?;
        let season = self.seasons.0.iter().find(|season| season.holds(since));
        Some(season.and_then(|season| season.to).map_or(since, |until| until.plus_days(1)))
    }

    fn count(&mut self, reported: Option<Headcount>, found: Option<Headcount>, seen: &Seen) {
        let on = seen.stamp.occurred_on;
        if let Some(Headcount { workers, ex_poor }) = reported {
            (self.reported_workers, self.reported_ex_poor, self.reported_on) = (Some(workers), Some(ex_poor), Some(on));
        }
        if let Some(Headcount { workers, ex_poor }) = found {
            (self.verified_workers, self.verified_ex_poor, self.verified_on) = (Some(workers), Some(ex_poor), Some(on));
            self.verification = Some(seen.stamp.id);
        }
        let both = self.reported_ex_poor.zip(self.verified_ex_poor);
        self.reported_above_verified = both.map(|(said, found)| i64::from(said) - i64::from(found));
    }
}

#[cfg(test)]
mod tests;
