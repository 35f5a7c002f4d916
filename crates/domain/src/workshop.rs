//! 就业帮扶车间 workshop: where ex-poor people work near home, how many of them, and what award that earns.
//!
//! Life: (a build plan) → applied → site-checked → noticed → recognised: normal ⇄ on watch → rectified | suspended → exit noticed
//! → (objected → decided) → exited; may be applied for again. Each reason of an exit has its own proof, which holds both when
//! the exit is noticed and when it is decided. Production that rests in a registered season has not stopped. What workshops
//! and bases have in common is [`carrier`]'s. Notice §二(二); DOMAIN §2.8.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    actor::Actor,
    carrier::{self, Carrier, CarrierKind, Headcount, Money, WorkerLeftReason},
    case::{Case, Cited, Entailed, Nature, Place, Reason, Stamp, Stop, not_before, only_in},
    claim::{Claim, Period},
    organisation::{Organisation, OrganisationRole},
    person::Person,
    policy::Standard,
    stream::Ref,
    values::{AreaCode, Date, Evidence, Fen, Note, Span},
};

pub use exit::*;
pub use plan::*;
pub use production::Production;
pub use vocabulary::*;

mod awards;
mod exit;
mod fold;
mod plan;
mod production;
#[cfg(test)]
mod tests;
mod vocabulary;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 新建计划 To be built in that year, somewhere in this area; there is no workshop yet.
    #[serde(rename = "workshop.build_planned.v1")]
    BuildPlanned { area: AreaCode, year: i16, evidence: Evidence },
    /// 年度计划 To be upgraded, supported or adjusted in that year.
    #[serde(rename = "workshop.measure_planned.v1")]
    MeasurePlanned { year: i16, measure: Measure, evidence: Evidence },
    /// 计划落实
    #[serde(rename = "workshop.measure_taken.v1")]
    MeasureTaken { year: i16, measure: Measure, evidence: Evidence },
    /// 申请认定 For the first time, or again after a refusal or an exit.
    #[serde(rename = "workshop.applied.v1")]
    Applied { area: AreaCode, operator: Ref<Organisation>, model: Model, evidence: Evidence },
    /// 现场核查
    #[serde(rename = "workshop.site_checked.v1")]
    SiteChecked { found: Headcount, evidence: Evidence },
    /// 公示 Of the proposed recognition, from a day to a day.
    #[serde(rename = "workshop.noticed.v1")]
    Noticed { span: Span },
    /// 认定
    #[serde(rename = "workshop.recognised.v1")]
    Recognised { evidence: Evidence },
    /// 不予认定
    #[serde(rename = "workshop.application_refused.v1")]
    ApplicationRefused { reason: Note, evidence: Evidence },
    /// 列入观察
    #[serde(rename = "workshop.watch_began.v1")]
    WatchBegan { reason: Note, evidence: Evidence },
    /// 暂停资格 Not rectified in time; such days earn nothing.
    #[serde(rename = "workshop.suspended.v1")]
    Suspended { reason: Note, evidence: Evidence },
    /// 整改到位
    #[serde(rename = "workshop.rectified.v1")]
    Rectified { evidence: Evidence },
    /// 上岗 As the operator reports.
    #[serde(rename = "workshop.worker_joined.v1")]
    WorkerJoined { person: Ref<Person>, full_time: bool, evidence: Evidence },
    /// 离岗
    #[serde(rename = "workshop.worker_left.v1")]
    WorkerLeft { person: Ref<Person>, reason: WorkerLeftReason, evidence: Evidence },
    /// 更正 A spell of work that never was; `joined` is the event that said so.
    #[serde(rename = "workshop.worker_annulled.v1")]
    WorkerAnnulled { joined: Uuid, reason: Note, evidence: Evidence },
    /// 认定吸纳 That worker counts for a period that is over, with this income from work; said again, it takes the place of what
    /// was said before.
    #[serde(rename = "workshop.worker_counted.v1")]
    WorkerCounted { person: Ref<Person>, period: Period, income_fen: Fen, evidence: Evidence },
    /// 上报人数 As the operator says.
    #[serde(rename = "workshop.headcount_reported.v1")]
    HeadcountReported { reported: Headcount, evidence: Evidence },
    /// 核实人数 As found.
    #[serde(rename = "workshop.headcount_verified.v1")]
    HeadcountVerified { found: Headcount, evidence: Evidence },
    /// 评定梯次 Counted from the lowest, 1.
    #[serde(rename = "workshop.tier_assigned.v1")]
    TierAssigned { period: Period, tier: u32 },
    /// 核算奖补 What the period earned.
    #[serde(rename = "workshop.award_computed.v1")]
    AwardComputed { period: Period, amount_fen: Fen },
    /// The award reached the operator.
    #[serde(rename = "workshop.award_credited.v1")]
    AwardCredited { claim: Ref<Claim>, period: Period, amount_fen: Fen },
    /// 退票 The bank gave it back after all.
    #[serde(rename = "workshop.award_returned.v1")]
    AwardReturned { claim: Ref<Claim>, period: Period, amount_fen: Fen },
    /// 追回 So much of it is claimed back.
    #[serde(rename = "workshop.clawback_opened.v1")]
    ClawbackOpened { claim: Ref<Claim>, period: Period, amount_fen: Fen },
    /// 发现停工停产 From this day on.
    #[serde(rename = "workshop.stoppage_detected.v1")]
    StoppageDetected { evidence: Evidence },
    /// 复工复产 From this day on.
    #[serde(rename = "workshop.production_resumed.v1")]
    ProductionResumed { evidence: Evidence },
    /// 季节性停产备案 Production will rest from a day to a day.
    #[serde(rename = "workshop.season_registered.v1")]
    SeasonRegistered { rests: Span, evidence: Evidence },
    /// 申请退出 By the operator.
    #[serde(rename = "workshop.exit_requested.v1")]
    ExitRequested { evidence: Evidence },
    /// 退出告知 With the reason, before it is decided.
    #[serde(rename = "workshop.exit_noticed.v1")]
    ExitNoticed { reason: ExitReason, evidence: Evidence },
    /// 异议
    #[serde(rename = "workshop.exit_objected.v1")]
    ExitObjected { evidence: Evidence },
    /// 异议处理 Upheld: the workshop stays.
    #[serde(rename = "workshop.exit_objection_decided.v1")]
    ExitObjectionDecided { upheld: bool, evidence: Evidence },
    /// 退出
    #[serde(rename = "workshop.exited.v1")]
    Exited { reason: ExitReason, evidence: Evidence },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// A plan is made for this year or the next. Notice §二(二).
    PlanOfAnotherYear { year: i16 },
    /// That measure is planned for that year already.
    PlannedAlready { year: i16, measure: Measure },
    /// That measure is not planned for that year, or was taken.
    NotPlanned { year: i16, measure: Measure },
    /// The tier follows from those who count, by the standard in force at the period's end. DOMAIN §2.8.
    OtherTier { period: Period, reached: Option<u32> },
    /// Production has stopped already, or has not.
    ProductionUnchanged { stopped: bool },
    /// A season in which production rests has a last day.
    SeasonOpenEnded {},
    /// A season is registered before it begins: afterwards it would excuse a stoppage.
    SeasonRegisteredLate { from: Date },
    /// An exit for illegal operation needs an open violation of the operator. DOMAIN §2.8.
    ViolationNotOpen { violation: Uuid },
    /// An exit for stoppage needs a detected one that goes on. DOMAIN §2.8.
    ProductionGoesOn {},
    /// Production rests in a registered season. DOMAIN §4 F16.
    ProductionRests { until: Option<Date> },
    /// An exit for too few workers needs a verified headcount. DOMAIN §2.8.
    HeadcountNotVerified {},
    /// The verified headcount reaches what the standard asks of a workshop of that size. Notice §二(二).
    HeadcountReached { ex_poor: u32, ex_poor_min: u32 },
    /// A voluntary exit needs the operator's own request. DOMAIN §2.8.
    ExitNotRequested {},
    /// An adverse exit is noticed, with that reason, before it is decided. DOMAIN §1.
    OperatorNotNoticed { reason: ExitReason },
    /// The operator still has time to object. DOMAIN §1.
    ExitNoticeNotOver { earliest: Date },
    /// The operator's objection to the exit is open. DOMAIN §1.
    ExitObjectionOpen {},
    /// No exit is noticed, or no objection is open.
    NoSuchExitStep { step: Option<ExitStep> },
}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Workshop {
    #[serde(flatten)]
    pub carrier: Carrier,
    pub model: Option<Model>,
    /// While recognised.
    pub standing: Standing,
    /// 暂停资格
    pub suspended: Vec<Span>,
    pub plans: Vec<Plan>,
    pub reported: Option<Counted>,
    pub verified: Option<Counted>,
    pub production: Production,
    pub exit_requested_on: Option<Date>,
    pub exit: Option<Exit>,
    /// Why it exited last, until it is recognised again.
    pub exited_for: Option<ExitReason>,
    #[serde(skip)]
    exit_requested_by: Option<Actor>,
}

/// A headcount and its day.
#[derive(Clone, Debug, Serialize)]
pub struct Counted {
    #[serde(flatten)]
    pub headcount: Headcount,
    pub on: Date,
    #[serde(skip)]
    by: Actor,
}

impl CarrierKind for Workshop {
    const ROLE: OrganisationRole = OrganisationRole::WorkshopOperator;
    const RULES: &'static str = "workshop_rules";
    const AWARDS: &'static str = "workshop_tiers";

    fn carrier(&self) -> &Carrier {
        &self.carrier
    }
    fn look<'a>(case: &Ref<Self>, cited: &Cited<'a>) -> Result<&'a Self, Stop> {
        cited.get(case)
    }
    fn worker_left(person: Ref<Person>, reason: WorkerLeftReason, evidence: Evidence) -> Event {
        Event::WorkerLeft { person, reason, evidence }
    }
    fn award_under(&self, standard: &Standard, period: Period, _: &Cited) -> Result<Fen, Stop> {
        match standard {
            Standard::WorkshopTiers { tiers, .. } => Ok(self.reached(tiers, period).1),
            _ => Ok(Fen::ZERO),
        }
    }
    fn told(news: Money, claim: Ref<Claim>, period: Period, amount_fen: Fen) -> Event {
        match news {
            Money::Credited => Event::AwardCredited { claim, period, amount_fen },
            Money::Returned => Event::AwardReturned { claim, period, amount_fen },
            Money::ClawbackOpened => Event::ClawbackOpened { claim, period, amount_fen },
        }
    }
}

impl Case for Workshop {
    const CATEGORY: &'static str = "workshop";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        match event {
            Event::BuildPlanned { .. } => Place::First,
            Event::Applied { .. } => Place::Any,
            _ => Place::Later,
        }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Recognised { .. }
            | Event::WorkerAnnulled { .. }
            | Event::HeadcountVerified { .. }
            | Event::ExitObjectionDecided { .. }
            | Event::Exited { .. } => Nature::Approval,
            Event::WorkerJoined { .. }
            | Event::WorkerLeft { .. }
            | Event::HeadcountReported { .. }
            | Event::StoppageDetected { .. }
            | Event::ProductionResumed { .. }
            | Event::ExitRequested { .. }
            | Event::ExitObjected { .. } => Nature::Observation,
            Event::AwardCredited { .. } | Event::AwardReturned { .. } | Event::ClawbackOpened { .. } => {
                Nature::Entailed
            }
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.carrier.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        use Standing::{Normal, Suspended, Watch};
        let carrier = &self.carrier;
        match event {
            Event::BuildPlanned { year, .. } => planned_for(*year, stamp)?,
            Event::MeasurePlanned { year, measure, .. } => self.may_plan(*year, *measure, stamp)?,
            Event::MeasureTaken { year, measure, .. } => self.is_planned(*year, *measure)?,
            Event::Applied { area, operator, .. } => carrier.may_apply::<Self>(*area, operator, stamp, cited)?,
            Event::SiteChecked { found, .. } => carrier.may_be_checked(*found, stamp)?,
            Event::Noticed { span } => carrier.may_be_noticed::<Self>(*span, stamp, cited)?,
            Event::Recognised { .. } => carrier.may_be_recognised::<Self>(stamp, cited)?,
            Event::ApplicationRefused { .. } => carrier.may_be_refused(stamp)?,
            Event::WatchBegan { .. } => self.stands(&[Normal])?,
            Event::Suspended { .. } => self.stands(&[Watch])?,
            Event::Rectified { .. } => self.stands(&[Watch, Suspended])?,
            Event::WorkerJoined { person, .. } => carrier.may_join(person, cited)?,
            Event::WorkerLeft { person, .. } => carrier.may_leave(person, stamp)?,
            Event::WorkerAnnulled { joined, .. } => carrier.may_annul(*joined, stamp)?,
            Event::WorkerCounted { person, period, income_fen, .. } => {
                carrier.may_count::<Self>(person, *period, *income_fen, stamp, cited)?;
            }
            Event::HeadcountReported { reported, .. } => reported.adds_up()?,
            Event::HeadcountVerified { found, .. } => {
                if let Some(reported) = &self.reported {
                    stamp.by_another_than(&reported.by)?;
                }
                found.adds_up()?;
            }
            Event::TierAssigned { period, tier } => self.may_be_in(*period, *tier, stamp, cited)?,
            Event::AwardComputed { period, amount_fen } => {
                self.is_in_its_tier(*period, stamp, cited)?;
                carrier::may_earn(self, *period, *amount_fen, stamp, cited)?;
            }
            Event::StoppageDetected { .. } => self.production.turns(true)?,
            Event::ProductionResumed { .. } => {
                self.production.turns(false)?;
                if let Some(since) = self.production.stopped_since() {
                    // The first day of production comes after the first day without.
                    not_before(stamp, since.plus_days(1))?;
                }
            }
            Event::SeasonRegistered { rests, .. } => production::is_season(*rests, stamp)?,
            Event::ExitRequested { .. } => carrier.is_recognised()?,
            Event::ExitNoticed { reason, .. } => self.may_be_told_to_exit(reason, stamp, cited)?,
            Event::ExitObjected { .. } => self.exit_at(ExitStep::Noticed).map(drop)?,
            Event::ExitObjectionDecided { .. } => stamp.by_another_than(&self.exit_at(ExitStep::Objected)?.by)?,
            Event::Exited { reason, .. } => self.may_exit(reason, stamp, cited)?,
            Event::AwardCredited { .. } | Event::AwardReturned { .. } | Event::ClawbackOpened { .. } => {}
        }
        Ok(())
    }

    fn entails(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<Vec<Entailed>, Stop> {
        Ok(match event {
            Event::WorkerJoined { person, full_time, .. } => carrier::tells_joined(person, *full_time, stamp),
            Event::WorkerAnnulled { joined, .. } => self.carrier.tells_annulled(*joined, stamp),
            Event::WorkerLeft { person, reason, evidence } => {
                self.carrier.tells_left(person, reason, evidence, stamp, cited)?
            }
            _ => vec![],
        })
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        self.fold(event, stamp);
    }
}

impl Workshop {
    fn stands(&self, allowed: &[Standing]) -> Result<(), Stop> {
        self.carrier.is_recognised()?;
        only_in(&self.standing, allowed)
    }
}
