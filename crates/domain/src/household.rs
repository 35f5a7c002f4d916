//! 农户 household: who lives together, what threatens them, and how they come to be monitored against a return to poverty.
//!
//! Life: registered → members join, are born, leave, die → split, merged, dissolved. Identification as a monitored household
//! (监测对象): clue received → authorised → home verified → data matched → democratically reviewed → village noticed →
//! township reviewed → county confirmed → announced → plan made → supported; or rejected. Removal goes the same way: removal
//! proposed → home verified → democratically reviewed → noticed → township reviewed → announced → risk removed ⇄ relapsed.
//! The table of these steps is `monitoring.rs`. Notice §一, §二; DOMAIN §2.1.

mod fold;
mod members;
mod monitoring;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::{
    monitoring::{Decision, MonitoredKind, Monitoring, Stage},
    vocabulary::{
        Clue, Guarantee, HouseholdKind, Income, Inherited, LeaveReason, Measure, OpenRisk, ReassignReason,
        RejectionReason, Risk,
    },
};
use crate::{
    actor::Actor,
    area::Area,
    case::{Case, Cited, Common, Entailed, Nature, Place, Reason, Stamp, Stop, not_before},
    person::Person,
    stream::Ref,
    values::{AreaCode, Date, Evidence, Fen, Level, Note, Span},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 建档 In a village.
    #[serde(rename = "household.registered.v1")]
    Registered { area: AreaCode, household_kind: HouseholdKind },
    /// 更正 It is another kind of household; `registration` is the event that said, or last restated, which.
    #[serde(rename = "household.kind_restated.v1")]
    KindRestated { registration: Uuid, household_kind: HouseholdKind, reason: Note, evidence: Evidence },
    /// 家庭成员增加
    #[serde(rename = "household.member_joined.v1")]
    MemberJoined { person: Ref<Person>, evidence: Evidence },
    /// 更正 A membership that never was; `joined` is the event that said so.
    #[serde(rename = "household.membership_annulled.v1")]
    MembershipAnnulled { joined: Uuid, reason: Note, evidence: Evidence },
    /// 出生 A child whose file was opened first.
    #[serde(rename = "household.member_born.v1")]
    MemberBorn { person: Ref<Person>, evidence: Evidence },
    /// 家庭成员减少
    #[serde(rename = "household.member_left.v1")]
    MemberLeft { person: Ref<Person>, reason: LeaveReason },
    /// 户口迁出 A member is registered elsewhere now.
    #[serde(rename = "household.member_migrated.v1")]
    MemberMigrated { person: Ref<Person>, destination: AreaCode },
    /// 死亡 A member died, as that person's file says.
    #[serde(rename = "household.member_died.v1")]
    MemberDied { person: Ref<Person> },
    /// 分户 These members are a household of their own now, with what they inherit.
    #[serde(rename = "household.split_off.v1")]
    SplitOff { into: Ref<Household>, members: Vec<Ref<Person>>, evidence: Evidence },
    /// 分户新立 Formed by those who split off.
    #[serde(rename = "household.formed_by_split.v1")]
    FormedBySplit { from: Ref<Household>, area: AreaCode, members: Vec<Ref<Person>>, inherited: Inherited },
    /// 并户 All members live in that household now; this one ends.
    #[serde(rename = "household.merged_into.v1")]
    MergedInto { into: Ref<Household>, evidence: Evidence },
    /// 并户接收 The members of another household.
    #[serde(rename = "household.absorbed.v1")]
    Absorbed { from: Ref<Household>, members: Vec<Ref<Person>> },
    /// 销户 Nobody is left.
    #[serde(rename = "household.dissolved.v1")]
    Dissolved { evidence: Evidence },
    /// 变更所属村 To another village.
    #[serde(rename = "household.area_reassigned.v1")]
    AreaReassigned { area: AreaCode, reason: ReassignReason, evidence: Evidence },
    /// 易地搬迁 To a relocation site.
    #[serde(rename = "household.relocated.v1")]
    Relocated { site: Ref<Area>, evidence: Evidence },
    /// 收入核算 Income of all heads in that year.
    #[serde(rename = "household.income_assessed.v1")]
    IncomeAssessed { year: i16, total_fen: Fen, heads: u16, evidence: Evidence },
    /// 更正 An assessment was wrong; `assessment` is the event that assessed, or last restated, it.
    #[serde(rename = "household.income_restated.v1")]
    IncomeRestated { assessment: Uuid, total_fen: Fen, heads: u16, reason: Note, evidence: Evidence },
    /// 三保障及饮水安全核查 What was found insecure; nothing when all is secure.
    #[serde(rename = "household.guarantees_checked.v1")]
    GuaranteesChecked { insecure: Vec<Guarantee>, evidence: Evidence },
    /// 风险登记 `sudden`: a shock, as sudden hardship supposes.
    #[serde(rename = "household.risk_recorded.v1")]
    RiskRecorded { risk: Risk, sudden: bool, evidence: Evidence },
    /// 单项风险化解 `risk` is the event that recorded it.
    #[serde(rename = "household.risk_resolved.v1")]
    RiskResolved { risk: Uuid, evidence: Evidence },
    /// 风险线索 Something that made somebody look.
    #[serde(rename = "household.clue_received.v1")]
    ClueReceived { clue: Clue, evidence: Evidence },
    /// 授权承诺 The household lets its data be matched.
    #[serde(rename = "household.authorised.v1")]
    Authorised { evidence: Evidence },
    /// 入户核实
    #[serde(rename = "household.home_verified.v1")]
    HomeVerified { evidence: Evidence },
    /// 数据比对
    #[serde(rename = "household.data_matched.v1")]
    DataMatched { evidence: Evidence },
    /// 民主评议
    #[serde(rename = "household.democratically_reviewed.v1")]
    DemocraticallyReviewed { minutes: Evidence },
    /// 村级公示 From a day to a day; it carries no ID, phone, bank or health data.
    #[serde(rename = "household.village_noticed.v1")]
    VillageNoticed { span: Span, evidence: Evidence },
    /// 乡镇审核
    #[serde(rename = "household.township_reviewed.v1")]
    TownshipReviewed { evidence: Evidence },
    /// 县级确认 As a monitored household of that kind.
    #[serde(rename = "household.county_confirmed.v1")]
    CountyConfirmed { kind: MonitoredKind, evidence: Evidence },
    /// 公告
    #[serde(rename = "household.announced.v1")]
    Announced { evidence: Evidence },
    /// 制定帮扶计划
    #[serde(rename = "household.plan_made.v1")]
    PlanMade { measures: Vec<Measure>, evidence: Evidence },
    /// 落实帮扶 May precede confirmation.
    #[serde(rename = "household.supported.v1")]
    Supported { measure: Measure, evidence: Evidence },
    /// 不予纳入告知 With the reason, before it is decided; also before a confirmation is annulled.
    #[serde(rename = "household.rejection_noticed.v1")]
    RejectionNoticed { reason: RejectionReason, evidence: Evidence },
    /// 不予纳入 The household is not monitored.
    #[serde(rename = "household.rejected.v1")]
    Rejected { reason: RejectionReason, evidence: Evidence },
    /// 异议 Against a rejection, or against what is on public notice.
    #[serde(rename = "household.objected.v1")]
    Objected { evidence: Evidence },
    /// 异议处理 Upheld: what was objected to is called off.
    #[serde(rename = "household.objection_decided.v1")]
    ObjectionDecided { upheld: bool, evidence: Evidence },
    /// 拟消除风险
    #[serde(rename = "household.risk_removal_proposed.v1")]
    RiskRemovalProposed { evidence: Evidence },
    /// 风险消除
    #[serde(rename = "household.risk_removed.v1")]
    RiskRemoved { evidence: Evidence },
    /// 返贫、风险反弹 Back under monitoring, with a new plan to make.
    #[serde(rename = "household.relapsed.v1")]
    Relapsed { cause: Risk, evidence: Evidence },
    /// 更正 A confirmation that should not have been; `confirmation` is its event.
    #[serde(rename = "household.confirmation_annulled.v1")]
    ConfirmationAnnulled { confirmation: Uuid, reason: Note, evidence: Evidence },
    /// 更正 A removal that should not have been; `removal` is its event.
    #[serde(rename = "household.removal_annulled.v1")]
    RemovalAnnulled { removal: Uuid, reason: Note, evidence: Evidence },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The household was merged into another, or dissolved.
    HouseholdEnded { on: Date },
    /// A household belongs to a village.
    VillageNeeded { area: AreaCode },
    /// That person is a member already.
    AlreadyMember { person: Ref<Person>, since: Date },
    /// That person is not a member.
    NotAMember { person: Ref<Person> },
    /// Nobody joins a household after death.
    NewMemberDied { person: Ref<Person>, on: Date },
    /// Born in another year than the file says.
    BornInAnotherYear { person: Ref<Person>, birth_year: i16 },
    /// More members than a household may have.
    TooManyMembers { members_max: usize },
    /// A split takes some members, each once, and leaves some.
    SplitTakesNoneOrAll { members: usize, taken: usize },
    /// The same person stands in the list twice.
    NamedTwice { person: Ref<Person> },
    /// A household does not merge into itself, nor into one that has ended.
    UnfitForMerging { into: Ref<Household> },
    /// The household that goes on lacks what this one has: merge it the other way round, or end monitoring first.
    MergingLosesStatus { household_kind: HouseholdKind, stage: Stage },
    /// Somebody is left.
    MembersRemain { members: usize },
    /// Not a relocation site, or it has ended.
    NoRelocationSite { site: Ref<Area> },
    /// A year is assessed once; a wrong figure is restated. DOMAIN §1.
    AlreadyAssessed { year: i16, assessment: Uuid },
    /// That year has not begun.
    YearNotBegun { year: i16 },
    /// Income of no heads.
    NoHeads {},
    /// No such open risk.
    NoSuchRisk { risk: Uuid },
    /// Unstable ex-poor households are ex-poor. DOMAIN §2.1.
    NotExPoor {},
    /// Marginal households are not ex-poor. DOMAIN §2.1.
    IsExPoor {},
    /// Sudden hardship supposes a recorded shock. DOMAIN §2.1.
    NoShockRecorded {},
    /// The village notice has no last day.
    VillageNoticeOpenEnded {},
    /// The village notice is shorter than the standard asks. DOMAIN §2.1.
    VillageNoticeTooShort { days: i64, days_min: u16 },
    /// Decided before the village notice ended. DOMAIN §2.1.
    VillageNoticeNotOver { ends: Date },
    /// No clue was received, or the household was rejected.
    NothingToSupport {},
    /// Neither under identification nor monitored.
    NothingToReject { stage: Stage },
    /// An adverse act is noticed with its reason before it is decided. DOMAIN §1.
    RejectionNotNoticed {},
    /// An objection is not decided. DOMAIN §1.
    MonitoringObjectionOpen {},
    /// Nothing is on notice that could be objected to.
    NothingNoticed {},
    /// No objection is open.
    NoObjectionOpen {},
    /// Removal needs the income of this year or the last. DOMAIN §2.1.
    IncomeNotAssessed { year: i16 },
    /// Removal needs income above that year's line. DOMAIN §2.1.
    IncomeNotAboveLine { year: i16, per_head_fen: Fen, line_fen: Fen },
    /// Removal needs the three guarantees and water checked. DOMAIN §2.1.
    GuaranteesNotChecked {},
    /// Removal needs the three guarantees and water secure. DOMAIN §2.1.
    GuaranteesInsecure { insecure: Vec<Guarantee> },
    /// Removal needs every risk resolved. DOMAIN §2.1.
    RiskOpen { risk: Uuid, since: Date },
    /// A household without anybody known to be able to work is not marked removed, unless the standard says so. DOMAIN §2.1.
    NoLabour {},
}
impl Reason for Refusal {}

#[derive(Clone, Debug, Serialize)]
pub struct Member {
    pub since: Date,
    /// The event that said so.
    pub joined: Uuid,
    #[serde(skip)]
    by: Actor,
}

/// Which event said what kind of household it is.
#[derive(Clone, Debug)]
struct Registration {
    event: Uuid,
    on: Date,
    by: Actor,
}

impl Registration {
    fn of(stamp: &Stamp) -> Self {
        Self { event: stamp.id, on: stamp.occurred_on, by: stamp.actor.clone() }
    }
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Household {
    pub area: Option<AreaCode>,
    pub household_kind: HouseholdKind,
    /// At most [`Household::MEMBERS_MAX`].
    pub members: BTreeMap<Ref<Person>, Member>,
    pub monitoring: Monitoring,
    pub relocated_to: Option<Ref<Area>>,
    /// By year.
    pub income: BTreeMap<i16, Income>,
    /// What the last check found insecure; none before the first check.
    pub insecure: Option<Vec<Guarantee>>,
    pub open_risks: Vec<OpenRisk>,
    /// The last shock.
    pub shocked_on: Option<Date>,
    pub ended_on: Option<Date>,
    #[serde(skip)]
    registration: Option<Registration>,
}

impl Household {
    pub const MEMBERS_MAX: usize = 50;

    /// 帮扶对象 Ex-poor or monitored. Notice §一.
    pub fn is_target(&self) -> bool {
        self.household_kind == HouseholdKind::ExPoor || self.monitoring.stage.is_monitored()
    }

    fn in_village(area: AreaCode) -> Result<(), Refusal> {
        if area.level() == Level::Village { Ok(()) } else { Err(Refusal::VillageNeeded { area }) }
    }
}

impl Case for Household {
    const CATEGORY: &'static str = "household";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        match event {
            Event::Registered { .. } | Event::FormedBySplit { .. } => Place::First,
            _ => Place::Later,
        }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::FormedBySplit { .. } | Event::Absorbed { .. } | Event::MemberDied { .. } => Nature::Entailed,
            Event::KindRestated { .. }
            | Event::MembershipAnnulled { .. }
            | Event::IncomeRestated { .. }
            | Event::CountyConfirmed { .. }
            | Event::Rejected { .. }
            | Event::RiskRemoved { .. }
            | Event::Relapsed { .. }
            | Event::ConfirmationAnnulled { .. }
            | Event::RemovalAnnulled { .. } => Nature::Approval,
            Event::MemberBorn { .. }
            | Event::MemberMigrated { .. }
            | Event::GuaranteesChecked { .. }
            | Event::RiskRecorded { .. }
            | Event::RiskResolved { .. }
            | Event::ClueReceived { .. }
            | Event::Objected { .. } => Nature::Observation,
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let on = stamp.occurred_on;
        if let Some(on) = self.ended_on {
            Err(Refusal::HouseholdEnded { on })?;
        }
        match event {
            Event::Registered { area, .. } | Event::AreaReassigned { area, .. } => Self::in_village(*area)?,
            Event::KindRestated { registration, .. } => {
                let known = self.registration.as_ref().filter(|known| known.event == *registration);
                let known = known.ok_or(Common::NothingToCorrect { event: *registration })?;
                stamp.corrects(known.on)?;
                stamp.by_another_than(&known.by)?;
            }
            Event::MemberJoined { person, .. } => self.may_join(person, stamp, cited)?,
            Event::MembershipAnnulled { joined, .. } => {
                let member = self.members.values().find(|m| m.joined == *joined);
                let member = member.ok_or(Common::NothingToCorrect { event: *joined })?;
                stamp.corrects(member.since)?;
                stamp.by_another_than(&member.by)?;
            }
            Event::MemberBorn { person, .. } => {
                self.may_join(person, stamp, cited)?;
                let birth_year = cited.get(person)?.birth_year;
                if birth_year != on.year() {
                    Err(Refusal::BornInAnotherYear { person: person.clone(), birth_year })?;
                }
            }
            Event::MemberLeft { person, .. } | Event::MemberMigrated { person, .. } => {
                not_before(stamp, self.member(person)?.since)?;
            }
            Event::SplitOff { members, .. } => self.may_split(members, stamp)?,
            Event::MergedInto { into, .. } => self.may_merge(into, stamp, cited)?,
            Event::Dissolved { .. } if !self.members.is_empty() => {
                Err(Refusal::MembersRemain { members: self.members.len() })?;
            }
            Event::Relocated { site, .. } => {
                let known = cited.get(site)?;
                if !known.is_site() || !known.is_valid(on) {
                    Err(Refusal::NoRelocationSite { site: site.clone() })?;
                }
            }
            Event::IncomeAssessed { year, heads, .. } => {
                if let Some(known) = self.income.get(year) {
                    Err(Refusal::AlreadyAssessed { year: *year, assessment: known.event })?;
                }
                if *year > on.year() {
                    Err(Refusal::YearNotBegun { year: *year })?;
                }
                if *heads == 0 {
                    Err(Refusal::NoHeads {})?;
                }
            }
            Event::IncomeRestated { assessment, heads, .. } => {
                let known = self.income.values().find(|income| income.event == *assessment);
                let known = known.ok_or(Common::NothingToCorrect { event: *assessment })?;
                stamp.corrects(known.assessed_on)?;
                stamp.by_another_than(&known.by)?;
                if *heads == 0 {
                    Err(Refusal::NoHeads {})?;
                }
            }
            Event::RiskResolved { risk, .. } if !self.open_risks.iter().any(|open| open.event == *risk) => {
                Err(Refusal::NoSuchRisk { risk: *risk })?;
            }
            step => self.may_step(step, stamp, cited)?,
        }
        Ok(())
    }

    fn entails(&self, event: &Event, stamp: &Stamp, _: &Cited) -> Result<Vec<Entailed>, Stop> {
        Ok(Ref::to(&stamp.subject).map(|own| self.told(&own, event)).unwrap_or_default())
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        self.fold(event, stamp);
    }
}
