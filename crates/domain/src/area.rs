//! 区域 area: a division or a relocation site (安置区), what it is designated as, what it owes, and its monthly figures.
//!
//! A division is named by the digits that matter at its level (`area-430225`, a village by all 12), a relocation site by an
//! id of its own (`area-site.<id>`). Life: registered → renamed … → succeeded by others; a merged or split area ends, and its
//! households are reassigned one by one. A hiring obligation: set → reported → verified → met | short, for each period anew.
//! A month: closed → restated, the published figure frozen in its event. Notice §二(四), §二(七), §三; DOMAIN §1, §2.16.

mod hiring;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::hiring::{Obligation, ObligationState};
use self::hiring::{missing, no_more_than};
pub use self::vocabulary::{AreaIdentity, CategoryPosts, Department, Designation, HiringProject, QuotaBasis, Task};
use crate::{
    actor::Actor,
    case::{Case, Cited, Common, Entailed, Malformed, Nature, Place, Reason, Stamp, Stop, not_before},
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Evidence, Fen, Level, Month, Note, Span},
    welfare_post::PostCategory,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 登记 A division under its code, or a relocation site, by its public name.
    #[serde(rename = "area.registered.v1")]
    Registered { identity: AreaIdentity, name: Note, valid_from: Date },
    /// 更名 From this day on.
    #[serde(rename = "area.renamed.v1")]
    Renamed { name: Note, evidence: Evidence },
    /// 撤并、拆分 From this day on others stand in its place: one when it was merged, several when it was split.
    #[serde(rename = "area.succeeded.v1")]
    Succeeded { by: Vec<Ref<Area>>, evidence: Evidence },
    /// 认定重点地区
    #[serde(rename = "area.designated.v1")]
    Designated { designation: Designation, evidence: Evidence },
    /// 退出重点地区
    #[serde(rename = "area.designation_lifted.v1")]
    DesignationLifted { designation: Designation, evidence: Evidence },
    /// 核定岗位数量 How many welfare posts a county may have, in all and of a category, and why. Notice §二(四).
    #[serde(rename = "area.post_quota_set.v1")]
    PostQuotaSet { total: u32, by_category: Vec<CategoryPosts>, basis: QuotaBasis, evidence: Evidence },
    /// A welfare post was approved within the quota.
    #[serde(rename = "area.post_counted.v1")]
    PostCounted { post: StreamId, category: PostCategory },
    /// A welfare post was abolished; its place in the quota is free.
    #[serde(rename = "area.post_discounted.v1")]
    PostDiscounted { post: StreamId, category: PostCategory },
    /// 就业需求摸底 So many people there want work of that kind; an answer is owed to them. Notice §二(四).
    #[serde(rename = "area.demand_surveyed.v1")]
    DemandSurveyed { wanted: Note, people: u32, evidence: Evidence },
    /// 需求回应 What is done about it, or why nothing can be; `survey` is the event that found it.
    #[serde(rename = "area.demand_answered.v1")]
    DemandAnswered { survey: Uuid, answer: Note, evidence: Evidence },
    /// 务工规模目标 How many ex-poor people shall be at work in that year; a later target takes the place of an earlier one.
    #[serde(rename = "area.workforce_target_set.v1")]
    WorkforceTargetSet { year: i16, heads: u32, evidence: Evidence },
    /// 按比例安排就业 A project at a relocation site shall hire that share of relocated workers, in thousandths; without it, the
    /// share that the standard in force sets. Notice §二(七).
    #[serde(rename = "area.hiring_obligation_set.v1")]
    HiringObligationSet {
        project: HiringProject,
        name: Note,
        #[serde(skip_serializing_if = "Option::is_none")]
        ratio_per_mille: Option<u16>,
        evidence: Evidence,
    },
    /// 报告安排人数 `obligation` is the event that set it; `relocated` of `staff` are relocated workers.
    #[serde(rename = "area.hiring_reported.v1")]
    HiringReported { obligation: Uuid, staff: u32, relocated: u32, evidence: Evidence },
    /// 核实 The numbers that were found.
    #[serde(rename = "area.hiring_verified.v1")]
    HiringVerified { obligation: Uuid, staff: u32, relocated: u32, evidence: Evidence },
    /// 达到比例 The verified numbers meet the obligation.
    #[serde(rename = "area.hiring_obligation_met.v1")]
    HiringObligationMet { obligation: Uuid, ratio_per_mille: u16 },
    /// 未达比例 The verified numbers miss it by so many relocated workers.
    #[serde(rename = "area.hiring_fell_short.v1")]
    HiringFellShort { obligation: Uuid, ratio_per_mille: u16, missing: u32 },
    /// 项目结束 The project ended, and its obligation with it.
    #[serde(rename = "area.hiring_obligation_ended.v1")]
    HiringObligationEnded { obligation: Uuid, evidence: Evidence },
    /// 月度数据 Ex-poor people at work away and near home at the month's end, and their income from work in it. Notice §三(二).
    #[serde(rename = "area.monthly_snapshot_closed.v1")]
    MonthlySnapshotClosed { month: Month, away: u32, local: u32, income_fen: Fen },
    /// 更正 A closed month was wrong; `snapshot` is the event that closed or last restated it.
    #[serde(rename = "area.monthly_snapshot_restated.v1")]
    MonthlySnapshotRestated { snapshot: Uuid, away: u32, local: u32, income_fen: Fen, reason: Note, evidence: Evidence },
    /// 实施方案 Notice §三(一).
    #[serde(rename = "area.implementation_plan_issued.v1")]
    ImplementationPlanIssued { document: Note, evidence: Evidence },
    /// 职责分工 A department leads a task of the notice, or takes part in it. Notice §三(一).
    #[serde(rename = "area.responsibility_assigned.v1")]
    ResponsibilityAssigned { department: Department, task: Task, leads: bool },
    /// 信息共享 Records went from one department to another. Notice §三(一).
    #[serde(rename = "area.data_shared.v1")]
    DataShared { from: Department, to: Department, content: Note, records: u32 },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The area was succeeded by others; nothing new is decided for it. DOMAIN §1.
    AreaEnded { on: Date },
    /// An area that ends has a successor. DOMAIN §1.
    NoSuccessor {},
    /// No area succeeds itself, and none that has ended succeeds another. DOMAIN §1.
    UnfitSuccessor { area: Ref<Area> },
    /// It is designated so already.
    AlreadyDesignated { designation: Designation, since: Date },
    /// It is not designated so.
    NotDesignated { designation: Designation },
    /// Key and ex-poor counties are counties, relocation sites are sites. Notice §二(七).
    MisplacedDesignation { designation: Designation },
    /// Welfare posts are counted against the quota of a county. DOMAIN §2.10.
    QuotaOfCountyOnly {},
    /// The categories add up to more posts than there are in all.
    CategoriesAboveTotal { total: u32, by_category: u64 },
    /// One category, one number.
    CategoryNamedTwice { category: PostCategory },
    /// All posts of the quota, or of its category, exist. Notice §二(四).
    QuotaReached { quota: u32, category: Option<PostCategory> },
    /// No such survey, or it is answered.
    NoSuchSurvey { survey: Uuid },
    /// A target is set for this year or the next.
    TargetOfAnotherYear { year: i16 },
    /// The obligation to hire by proportion is one of relocation sites. Notice §二(七).
    NotASite {},
    /// More than the whole.
    RatioAboveWhole { ratio_per_mille: u16 },
    /// No such obligation, or it has ended.
    NoSuchObligation { obligation: Uuid },
    /// What was not reported cannot be verified.
    HiringNotReported { obligation: Uuid },
    /// More relocated workers than workers.
    MoreRelocatedThanStaff { staff: u32, relocated: u32 },
    /// A month is closed once; a wrong figure is restated. DOMAIN §2.16.
    MonthClosed { month: Month, snapshot: Uuid },
    /// A month is closed when it is over.
    MonthNotEnded { month: Month },
    /// A department shares data with another.
    SharedWithItself { department: Department },
}
impl Reason for Refusal {}

/// A dated designation; of each, the latest spell.
#[derive(Clone, Debug, Serialize)]
pub struct Designated {
    pub designation: Designation,
    pub span: Span,
}

#[derive(Clone, Debug, Serialize)]
pub struct Quota {
    pub total: u32,
    pub by_category: Vec<CategoryPosts>,
    pub basis: QuotaBasis,
}

#[derive(Clone, Debug, Serialize)]
pub struct Snapshot {
    /// The event that closed or last restated it.
    pub event: Uuid,
    pub away: u32,
    pub local: u32,
    pub income_fen: Fen,
    pub closed_on: Date,
    #[serde(skip)]
    by: Actor,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Area {
    pub identity: Option<AreaIdentity>,
    pub name: Option<Note>,
    pub valid: Option<Span>,
    pub successors: Vec<Ref<Area>>,
    pub designations: Vec<Designated>,
    pub quota: Option<Quota>,
    /// Welfare posts that exist.
    pub posts: u32,
    /// The same by category.
    pub posts_by_category: Vec<CategoryPosts>,
    pub workforce_targets: BTreeMap<i16, u32>,
    /// Surveys of demand that are not answered.
    pub unanswered: BTreeSet<Uuid>,
    /// Of projects that go on, by the event that set them.
    pub obligations: BTreeMap<Uuid, Obligation>,
    pub months: BTreeMap<Month, Snapshot>,
    /// Who leads which task.
    pub leads: BTreeMap<Task, Department>,
}

impl Ref<Area> {
    /// The case of a division.
    pub fn of(division: AreaCode) -> Self {
        Self::new(division.short())
    }
}

impl Area {
    const SITE_PREFIX: &str = "site.";

    pub fn is_site(&self) -> bool {
        matches!(self.identity, Some(AreaIdentity::Site(_)))
    }

    /// Does it exist on that day: not yet succeeded by another?
    pub fn is_valid(&self, on: Date) -> bool {
        self.valid.is_some_and(|valid| valid.holds(on))
    }

    pub fn is_designated(&self, designation: &Designation, on: Date) -> bool {
        self.designations.iter().any(|d| d.designation == *designation && d.span.holds(on))
    }

    fn held(&self, designation: &Designation) -> Option<&Designated> {
        self.designations.iter().find(|d| d.designation == *designation && d.span.to.is_none())
    }

    fn has_room(&self, category: &PostCategory, stamp: &Stamp) -> Result<(), Stop> {
        let Some(area) = self.area() else { return Ok(()) };
        let not_configured = || Common::NotConfigured { standard: "post_quota".into(), area, on: stamp.occurred_on };
        let quota = self.quota.as_ref().ok_or_else(not_configured)?;
        if self.posts >= quota.total {
            Err(Refusal::QuotaReached { quota: quota.total, category: None })?;
        }
        let counted = vocabulary::posts_of(&self.posts_by_category, category).unwrap_or(0);
        if let Some(quota) = vocabulary::posts_of(&quota.by_category, category).filter(|quota| counted >= *quota) {
            Err(Refusal::QuotaReached { quota, category: Some(category.clone()) })?;
        }
        Ok(())
    }

    fn may_end(stamp: &Stamp, by: &[Ref<Self>], cited: &Cited) -> Result<(), Stop> {
        if by.is_empty() {
            Err(Refusal::NoSuccessor {})?;
        }
        for area in by {
            let valid = cited.get(area)?.is_valid(stamp.occurred_on);
            if *area.stream() == stamp.subject || !valid {
                Err(Refusal::UnfitSuccessor { area: area.clone() })?;
            }
        }
        Ok(())
    }
}

impl Case for Area {
    const CATEGORY: &'static str = "area";
    type Event = Event;
    type Refusal = Refusal;

    fn id_fits(id: &str) -> bool {
        let digits = matches!(id.len(), 2 | 4 | 6 | 9 | 12) && id.bytes().all(|b| b.is_ascii_digit());
        digits || id.strip_prefix(Self::SITE_PREFIX).is_some_and(|own| !own.is_empty())
    }

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Registered { .. }) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::PostCounted { .. }
            | Event::PostDiscounted { .. }
            | Event::HiringObligationMet { .. }
            | Event::HiringFellShort { .. } => Nature::Entailed,
            Event::PostQuotaSet { .. } | Event::HiringVerified { .. } | Event::MonthlySnapshotRestated { .. } => {
                Nature::Approval
            }
            Event::HiringReported { .. } | Event::DataShared { .. } | Event::DemandSurveyed { .. } => {
                Nature::Observation
            }
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        match self.identity {
            Some(AreaIdentity::Division(code) | AreaIdentity::Site(code)) => Some(code),
            None => None,
        }
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let on = stamp.occurred_on;
        if let Some(valid) = self.valid {
            not_before(stamp, valid.from)?;
            let settles = matches!(
                event,
                Event::PostDiscounted { .. }
                    | Event::MonthlySnapshotClosed { .. }
                    | Event::MonthlySnapshotRestated { .. }
                    | Event::HiringObligationEnded { .. }
            );
            if let Some(to) = valid.to.filter(|to| on > *to && !settles) {
                Err(Refusal::AreaEnded { on: to })?;
            }
        }
        match event {
            Event::Registered { identity, .. } => {
                let expected = match identity {
                    AreaIdentity::Division(code) => code.short(),
                    AreaIdentity::Site(_) if stamp.subject.id().starts_with(Self::SITE_PREFIX) => stamp.subject.id(),
                    AreaIdentity::Site(_) => "site.<id>",
                };
                if stamp.subject.id() != expected {
                    let (subject, expected) = (stamp.subject.clone(), format!("{}-{expected}", Self::CATEGORY));
                    Err(Malformed::CaseNamedOtherwise { subject, expected })?;
                }
            }
            Event::Succeeded { by, .. } => Self::may_end(stamp, by, cited)?,
            Event::Designated { designation, .. } => {
                if !self.identity.is_some_and(|identity| designation.fits(identity)) {
                    Err(Refusal::MisplacedDesignation { designation: designation.clone() })?;
                }
                if let Some(held) = self.held(designation) {
                    Err(Refusal::AlreadyDesignated { designation: designation.clone(), since: held.span.from })?;
                }
            }
            Event::DesignationLifted { designation, .. } => {
                let held = self.held(designation);
                let held = held.ok_or_else(|| Refusal::NotDesignated { designation: designation.clone() })?;
                not_before(stamp, held.span.from)?;
            }
            Event::PostQuotaSet { total, by_category, .. } => {
                if self.is_site() || self.area().is_none_or(|area| area.level() != Level::County) {
                    Err(Refusal::QuotaOfCountyOnly {})?;
                }
                if let Some(category) = vocabulary::named_twice(by_category) {
                    Err(Refusal::CategoryNamedTwice { category: category.clone() })?;
                }
                let sum = by_category.iter().map(|c| u64::from(c.posts)).sum();
                if sum > u64::from(*total) {
                    Err(Refusal::CategoriesAboveTotal { total: *total, by_category: sum })?;
                }
            }
            Event::PostCounted { category, .. } => self.has_room(category, stamp)?,
            Event::DemandAnswered { survey, .. } if !self.unanswered.contains(survey) => {
                Err(Refusal::NoSuchSurvey { survey: *survey })?;
            }
            Event::WorkforceTargetSet { year, .. } if *year != on.year() && *year != on.year().saturating_add(1) => {
                Err(Refusal::TargetOfAnotherYear { year: *year })?;
            }
            Event::HiringObligationSet { ratio_per_mille, .. } => {
                if !self.is_site() {
                    Err(Refusal::NotASite {})?;
                }
                if let Some(ratio_per_mille) = ratio_per_mille.filter(|ratio| *ratio > 1000) {
                    Err(Refusal::RatioAboveWhole { ratio_per_mille })?;
                }
            }
            Event::HiringReported { obligation, staff, relocated, .. } => {
                self.obligation(*obligation)?;
                no_more_than(*staff, *relocated)?;
            }
            Event::HiringVerified { obligation, staff, relocated, .. } => {
                let found = self.obligation(*obligation)?;
                let reporter = found.reported_by.as_ref().filter(|_| found.state == ObligationState::Reported);
                stamp.by_another_than(reporter.ok_or(Refusal::HiringNotReported { obligation: *obligation })?)?;
                no_more_than(*staff, *relocated)?;
            }
            Event::HiringObligationEnded { obligation, .. } => {
                self.obligation(*obligation)?;
            }
            Event::MonthlySnapshotClosed { month, .. } => {
                if let Some(snapshot) = self.months.get(month) {
                    Err(Refusal::MonthClosed { month: *month, snapshot: snapshot.event })?;
                }
                if on <= month.last() {
                    Err(Refusal::MonthNotEnded { month: *month })?;
                }
            }
            Event::MonthlySnapshotRestated { snapshot, .. } => {
                let closed = self.months.values().find(|s| s.event == *snapshot);
                let closed = closed.ok_or(Common::NothingToCorrect { event: *snapshot })?;
                stamp.corrects(closed.closed_on)?;
                stamp.by_another_than(&closed.by)?;
            }
            Event::DataShared { from, to, .. } if from == to => {
                Err(Refusal::SharedWithItself { department: from.clone() })?;
            }
            _ => {}
        }
        Ok(())
    }

    fn entails(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<Vec<Entailed>, Stop> {
        let Event::HiringVerified { obligation, staff, relocated, .. } = event else { return Ok(vec![]) };
        let (Some(found), Some(own)) = (self.obligations.get(obligation), Ref::<Self>::to(&stamp.subject)) else {
            return Ok(vec![]);
        };
        let (obligation, ratio_per_mille) = (*obligation, self.ratio(found, stamp, cited)?);
        Ok(vec![own.gets(match missing(*staff, *relocated, ratio_per_mille) {
            0 => Event::HiringObligationMet { obligation, ratio_per_mille },
            missing => Event::HiringFellShort { obligation, ratio_per_mille, missing },
        })])
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        let on = stamp.occurred_on;
        let by = || stamp.actor.clone();
        match event {
            Event::Registered { identity, name, valid_from } => {
                self.identity = Some(*identity);
                self.name = Some(name.clone());
                self.valid = Some(Span { from: *valid_from, to: None });
            }
            Event::Renamed { name, .. } => self.name = Some(name.clone()),
            Event::Succeeded { by, .. } => {
                self.successors.clone_from(by);
                // Its last day is the one before its successors' first.
                if let Some(valid) = &mut self.valid {
                    valid.to = Some(on.plus_days(-1));
                }
            }
            Event::Designated { designation, .. } => {
                self.designations.retain(|d| d.designation != *designation);
                let span = Span { from: on, to: None };
                self.designations.push(Designated { designation: designation.clone(), span });
            }
            Event::DesignationLifted { designation, .. } => {
                let held = |d: &&mut Designated| d.designation == *designation && d.span.to.is_none();
                if let Some(held) = self.designations.iter_mut().find(held) {
                    held.span.to = Some(on);
                }
            }
            Event::PostQuotaSet { total, by_category, basis, .. } => {
                let (total, by_category, basis) = (*total, by_category.clone(), basis.clone());
                self.quota = Some(Quota { total, by_category, basis });
            }
            Event::PostCounted { category, .. } => {
                self.posts = self.posts.saturating_add(1);
                vocabulary::count(&mut self.posts_by_category, category, 1);
            }
            Event::PostDiscounted { category, .. } => {
                self.posts = self.posts.saturating_sub(1);
                vocabulary::count(&mut self.posts_by_category, category, -1);
            }
            Event::DemandSurveyed { .. } => {
                self.unanswered.insert(stamp.id);
            }
            Event::DemandAnswered { survey, .. } => {
                self.unanswered.remove(survey);
            }
            Event::WorkforceTargetSet { year, heads, .. } => {
                self.workforce_targets.insert(*year, *heads);
            }
            Event::HiringObligationSet { project, name, ratio_per_mille, .. } => {
                let (project, name, ratio_per_mille) = (*project, name.clone(), *ratio_per_mille);
                let state = ObligationState::Set;
                let set = Obligation { project, name, ratio_per_mille, state, reported_by: None };
                self.obligations.insert(stamp.id, set);
            }
            Event::HiringReported { obligation, .. } => {
                self.hiring(*obligation, ObligationState::Reported);
                if let Some(found) = self.obligations.get_mut(obligation) {
                    found.reported_by = Some(by());
                }
            }
            Event::HiringVerified { obligation, .. } => self.hiring(*obligation, ObligationState::Verified),
            Event::HiringObligationMet { obligation, .. } => self.hiring(*obligation, ObligationState::Met),
            Event::HiringFellShort { obligation, .. } => self.hiring(*obligation, ObligationState::Short),
            Event::HiringObligationEnded { obligation, .. } => {
                self.obligations.remove(obligation);
            }
            Event::MonthlySnapshotClosed { month, away, local, income_fen } => {
                let (away, local, income_fen) = (*away, *local, *income_fen);
                self.months
                    .insert(*month, Snapshot { event: stamp.id, away, local, income_fen, closed_on: on, by: by() });
            }
            Event::MonthlySnapshotRestated { snapshot, away, local, income_fen, .. } => {
                if let Some(closed) = self.months.values_mut().find(|s| s.event == *snapshot) {
                    let (away, local, income_fen) = (*away, *local, *income_fen);
                    *closed = Snapshot { event: stamp.id, away, local, income_fen, closed_on: on, by: by() };
                }
            }
            Event::ResponsibilityAssigned { department, task, leads: true } => {
                self.leads.insert(*task, department.clone());
            }
            Event::ResponsibilityAssigned { .. }
            | Event::ImplementationPlanIssued { .. }
            | Event::DataShared { .. } => {}
        }
    }
}
