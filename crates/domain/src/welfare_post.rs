//! 乡村公益性岗位 welfare post: a post, who applied for it, who holds it, and what their duty earns.
//!
//! Life of a post: planned → approved → open → filled ⇄ vacant → abolished. Of a placement: applied → village-reviewed →
//! noticed → township-reviewed → county-approved → placed (agreement signed, on duty) ⇄ suspended → renewed | exit noticed →
//! (objected → decided) → left. Notice §二(四); DOMAIN §2.10.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    actor::Actor,
    area::{self, Area},
    case::{Case, Cited, Common, Entailed, Nature, Place, Reason, Stamp, Stop, not_before, only_in},
    claim::Claim,
    organisation::Organisation,
    person::{self, Person},
    stream::Ref,
    values::{AreaCode, Date, Evidence, Fen, Level, Month, Note, Span},
};

pub use placement::*;
pub use vocabulary::*;

mod fold;
mod placement;
#[cfg(test)]
mod tests;
mod vocabulary;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 岗位计划
    #[serde(rename = "welfare_post.planned.v1")]
    Planned { area: AreaCode, category: PostCategory, employing_unit: Ref<Organisation>, full_time: bool },
    /// 岗位核定 Within the area's quota.
    #[serde(rename = "welfare_post.approved.v1")]
    Approved {},
    /// 发布招用
    #[serde(rename = "welfare_post.opened.v1")]
    Opened {},
    /// 个人申请
    #[serde(rename = "welfare_post.applied.v1")]
    Applied { person: Ref<Person>, evidence: Evidence },
    /// 回避申报 An official who is kin of an applicant stands aside.
    #[serde(rename = "welfare_post.recusal_declared.v1")]
    RecusalDeclared { official: Ref<Person>, person: Ref<Person> },
    /// 村级评议
    #[serde(rename = "welfare_post.village_reviewed.v1")]
    VillageReviewed { person: Ref<Person>, minutes: Evidence },
    /// 公示 Of the proposed placement, from a day to a day.
    #[serde(rename = "welfare_post.noticed.v1")]
    Noticed { person: Ref<Person>, span: Span },
    /// 乡镇审核
    #[serde(rename = "welfare_post.township_reviewed.v1")]
    TownshipReviewed { person: Ref<Person> },
    /// 县级审批 `age_review` shows that the person has turned 16, where the birth year cannot.
    #[serde(rename = "welfare_post.county_approved.v1")]
    CountyApproved { person: Ref<Person>, age_review: Option<Evidence> },
    /// 不予录用 The application was refused, for a reason that the notice allows.
    #[serde(rename = "welfare_post.application_refused.v1")]
    ApplicationRefused { person: Ref<Person>, reason: RefusalReason, evidence: Evidence },
    /// 上岗 The agreement is signed; on duty from this day on.
    #[serde(rename = "welfare_post.placed.v1")]
    Placed {
        person: Ref<Person>,
        agreement: Evidence,
        full_time: bool,
        until: Option<Date>,
        /// Why it is for a while only, where it is.
        #[serde(skip_serializing_if = "Option::is_none")]
        temporary: Option<Temporary>,
    },
    /// 更正 A placement that never was; `placement` is the event that said so.
    #[serde(rename = "welfare_post.placement_annulled.v1")]
    PlacementAnnulled { placement: Uuid, reason: Note, evidence: Evidence },
    /// 意外伤害保险
    #[serde(rename = "welfare_post.insured.v1")]
    Insured { span: Span, evidence: Evidence },
    /// 暂停履职
    #[serde(rename = "welfare_post.duty_suspended.v1")]
    DutySuspended { reason: Note },
    /// 恢复履职
    #[serde(rename = "welfare_post.duty_resumed.v1")]
    DutyResumed {},
    /// 续签
    #[serde(rename = "welfare_post.renewed.v1")]
    Renewed { until: Date, agreement: Evidence },
    /// 履职记录 Attendance of one month.
    #[serde(rename = "welfare_post.duty_logged.v1")]
    DutyLogged { person: Ref<Person>, month: Month, days: u8, evidence: Evidence },
    /// 履职考核 `substitute`: by another body than the employing unit, so that an idle unit never leaves a worker unpaid.
    #[serde(rename = "welfare_post.duty_assessed.v1")]
    DutyAssessed { person: Ref<Person>, month: Month, outcome: DutyOutcome, substitute: bool, evidence: Evidence },
    /// 核定补贴 The allowance that a month's duty earned.
    #[serde(rename = "welfare_post.allowance_accrued.v1")]
    AllowanceAccrued { person: Ref<Person>, month: Month, amount_fen: Fen },
    /// The allowance reached the payee.
    #[serde(rename = "welfare_post.allowance_credited.v1")]
    AllowanceCredited { claim: Ref<Claim>, person: Ref<Person>, month: Month, amount_fen: Fen },
    /// 退票 The bank gave it back after all.
    #[serde(rename = "welfare_post.allowance_returned.v1")]
    AllowanceReturned { claim: Ref<Claim>, person: Ref<Person>, month: Month, amount_fen: Fen },
    /// 退出告知 With the reason, before it is decided.
    #[serde(rename = "welfare_post.exit_noticed.v1")]
    ExitNoticed { reason: LeftReason, evidence: Evidence },
    /// 异议
    #[serde(rename = "welfare_post.exit_objected.v1")]
    ExitObjected { evidence: Evidence },
    /// 异议处理 Upheld: the holder stays.
    #[serde(rename = "welfare_post.exit_objection_decided.v1")]
    ExitObjectionDecided { upheld: bool, evidence: Evidence },
    /// 离岗
    #[serde(rename = "welfare_post.left.v1")]
    Left {
        /// The holder, when not said; an observed second holder is told apart by it.
        #[serde(skip_serializing_if = "Option::is_none")]
        person: Option<Ref<Person>>,
        reason: LeftReason,
        evidence: Option<Evidence>,
    },
    /// 撤销岗位
    #[serde(rename = "welfare_post.abolished.v1")]
    Abolished { reason: Note },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The employing unit does not act in that capacity, or is on the blacklist.
    NotAnEmployingUnit { organisation: Ref<Organisation> },
    /// One holder at a time. DOMAIN §2.10.
    AlreadyHeld { holder: Ref<Person>, since: Date },
    /// That person's application is waiting already.
    AlreadyApplied { person: Ref<Person> },
    /// That person has not applied, or was refused.
    NotAnApplicant { person: Ref<Person> },
    /// The application is at another step of its way.
    ApplicationAt { step: Step, needs: Vec<Step> },
    /// The public notice is shorter than the standard asks. DOMAIN §2.10.
    NoticeTooShort { days: i64, days_min: u16 },
    /// A public notice states its last day.
    NoticeOpenEnded {},
    /// Approved before the public notice ended. DOMAIN §4 F21.
    NoticeNotOver { ends: Date },
    /// The statutory minimum age is 16; in the 16th year a birth year cannot decide it, and a review must. DOMAIN §2.10.
    UnderSixteen { birth_year: i16, review_needed: bool },
    /// The official stood aside from this application. DOMAIN §2.10.
    OfficialStoodAside { official: Ref<Person> },
    /// The agreement is for other hours than the post's.
    OtherHours { full_time: bool },
    /// The term is longer than the standard allows. Usual: about one year, renewable.
    TermTooLong { until: Date, latest: Date },
    /// Who is there for a season, or in the place of someone who is ill, is there until a day. DOMAIN §4 F3.
    TemporaryOpenEnded { temporary: Temporary },
    /// Nobody holds the post.
    NotHeld {},
    /// Nobody, or another, held the post in that month.
    NotHeldThen { month: Month },
    /// A month's duty is assessed once.
    AssessedAlready { month: Month },
    /// An allowance needs a duty assessment for its period. DOMAIN §2.10.
    NotAssessed { month: Month },
    /// The duty of that month was not completed.
    DutyNotCompleted { month: Month },
    /// A month earns one allowance.
    AccruedAlready { month: Month, amount_fen: Fen },
    /// An allowance is at most what the standard in force gives, pro rata in the month of entry or exit. DOMAIN §2.10.
    AboveStandard { amount_fen: Fen, limit_fen: Fen },
    /// More days than the month has.
    TooManyDays { month: Month, days: u8 },
    /// An adverse exit is noticed, with that reason, before it is decided. DOMAIN §1.
    ExitNotNoticed { reason: LeftReason },
    /// An objection to the exit is open.
    ObjectionOpen {},
    /// Duty is suspended already, or is not.
    DutyUnchanged { suspended: bool },
    /// No exit is noticed, or no objection is open.
    NothingToObject {},
}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct WelfarePost {
    pub area: Option<AreaCode>,
    pub category: Option<PostCategory>,
    pub state: State,
    pub full_time: bool,
    pub employing_unit: Option<Ref<Organisation>>,
    pub applications: BTreeMap<Ref<Person>, Application>,
    /// In order; the last one without an end is the holder's.
    pub placements: Vec<Placement>,
    #[serde(skip)]
    planned_by: Option<Actor>,
}

impl Case for WelfarePost {
    const CATEGORY: &'static str = "welfare_post";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Planned { .. }) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Approved { .. } | Event::CountyApproved { .. } | Event::PlacementAnnulled { .. } => Nature::Approval,
            Event::DutyLogged { .. } | Event::Insured { .. } | Event::ExitObjected { .. } => Nature::Observation,
            Event::AllowanceCredited { .. } | Event::AllowanceReturned { .. } => Nature::Entailed,
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        use Step::{Applied, CountyApproved, Noticed, TownshipReviewed, VillageReviewed};
        match event {
            Event::Planned { employing_unit, .. } => {
                let unit = cited.get(employing_unit)?;
                let serves = unit.roles.contains(&crate::organisation::OrganisationRole::PostEmployingUnit);
                if !serves || unit.is_blacklisted(stamp.occurred_on) {
                    Err(Refusal::NotAnEmployingUnit { organisation: employing_unit.clone() })?;
                }
            }
            Event::Approved {} => {
                only_in(&self.state, &[State::Planned])?;
                if let Some(planner) = &self.planned_by {
                    stamp.by_another_than(planner)?;
                }
            }
            Event::Opened {} => only_in(&self.state, &[State::Approved])?,
            Event::Applied { person, .. } => {
                only_in(&self.state, &[State::Open, State::Filled])?;
                cited.get(person)?;
                if self.applications.contains_key(person) {
                    Err(Refusal::AlreadyApplied { person: person.clone() })?;
                }
            }
            Event::RecusalDeclared { official, person } => {
                cited.get(official)?;
                self.application(person, &[Applied, VillageReviewed, Noticed, TownshipReviewed, CountyApproved])?;
            }
            Event::VillageReviewed { person, .. } => {
                self.application(person, &[Applied])?.goes_on(stamp)?;
            }
            Event::Noticed { person, span } => {
                self.application(person, &[VillageReviewed])?.goes_on(stamp)?;
                self.long_enough(span, stamp, cited)?;
            }
            Event::TownshipReviewed { person } => {
                self.application(person, &[Noticed])?.goes_on(stamp)?;
            }
            Event::CountyApproved { person, age_review } => {
                let application = self.application(person, &[TownshipReviewed])?;
                application.goes_on(stamp)?;
                match application.notice.map(|notice| notice.to) {
                    Some(None) => Err(Refusal::NoticeOpenEnded {})?,
                    Some(Some(ends)) if stamp.occurred_on <= ends => Err(Refusal::NoticeNotOver { ends })?,
                    _ => {}
                }
                for recorder in &application.by {
                    stamp.by_another_than(recorder)?;
                }
                Self::is_of_age(cited.get(person)?, stamp.occurred_on, age_review.is_some())?;
            }
            Event::ApplicationRefused { person, .. } => {
                self.application(person, &[Applied, VillageReviewed, Noticed, TownshipReviewed])?.goes_on(stamp)?;
            }
            Event::Placed { person, full_time, until, temporary, .. } => {
                only_in(&self.state, &[State::Open, State::Filled])?;
                self.may_hold(stamp)?;
                self.application(person, &[CountyApproved])?.goes_on(stamp)?;
                if *full_time != self.full_time {
                    Err(Refusal::OtherHours { full_time: self.full_time })?;
                }
                match (until, temporary) {
                    (Some(until), _) => self.within_term(stamp.occurred_on, *until, cited)?,
                    (None, Some(temporary)) => Err(Refusal::TemporaryOpenEnded { temporary: *temporary })?,
                    (None, None) => {}
                }
            }
            Event::PlacementAnnulled { placement, .. } => {
                let unpaid = |p: &&Placement| p.event == *placement && p.is_unpaid();
                let wrong = self.placements.iter().find(unpaid);
                let wrong = wrong.ok_or(Common::NothingToCorrect { event: *placement })?;
                stamp.corrects(wrong.span.from)?;
                stamp.by_another_than(&wrong.by)?;
            }
            Event::DutySuspended { .. } | Event::DutyResumed {} => {
                let suspended = self.held()?.suspended;
                if suspended == matches!(event, Event::DutySuspended { .. }) {
                    Err(Refusal::DutyUnchanged { suspended })?;
                }
            }
            Event::Insured { .. } => {
                self.held()?;
            }
            Event::Renewed { until, .. } => {
                let holder = self.held()?;
                self.within_term(holder.until.unwrap_or(stamp.occurred_on), *until, cited)?;
            }
            Event::DutyLogged { person, month, days, .. } => {
                self.placement_in(*month, person)?;
                if *days > month.days() {
                    Err(Refusal::TooManyDays { month: *month, days: *days })?;
                }
            }
            Event::DutyAssessed { person, month, .. } => {
                let placement = self.placement_in(*month, person)?;
                let last = placement.span.to.map_or(month.last(), |to| to.min(month.last()));
                not_before(stamp, last)?;
                if placement.months.get(month).is_some_and(|m| m.outcome.is_some()) {
                    Err(Refusal::AssessedAlready { month: *month })?;
                }
            }
            Event::AllowanceAccrued { person, month, amount_fen } => {
                let placement = self.placement_in(*month, person)?;
                let known = placement.months.get(month);
                match known.and_then(|m| m.outcome) {
                    None => Err(Refusal::NotAssessed { month: *month })?,
                    Some(DutyOutcome::NotCompleted) => Err(Refusal::DutyNotCompleted { month: *month })?,
                    Some(DutyOutcome::Completed) => {}
                }
                if let Some(amount_fen) = known.and_then(|m| m.accrued_fen) {
                    Err(Refusal::AccruedAlready { month: *month, amount_fen })?;
                }
                let limit_fen = self.allowance(placement, *month, cited)?;
                if *amount_fen > limit_fen {
                    Err(Refusal::AboveStandard { amount_fen: *amount_fen, limit_fen })?;
                }
            }
            Event::ExitNoticed { .. } => {
                // A second notice would silence the objection.
                if self.held()?.exit == Some(Exit::Objected) {
                    Err(Refusal::ObjectionOpen {})?;
                }
            }
            Event::ExitObjected { .. } => {
                if self.held()?.exit != Some(Exit::Noticed) {
                    Err(Refusal::NothingToObject {})?;
                }
            }
            Event::ExitObjectionDecided { .. } => {
                if self.held()?.exit != Some(Exit::Objected) {
                    Err(Refusal::NothingToObject {})?;
                }
            }
            Event::Left { person, reason, .. } => {
                let leaver = self.leaver(person.as_ref()).ok_or(Refusal::NotHeld {})?;
                not_before(stamp, leaver.span.from)?;
                if leaver.exit == Some(Exit::Objected) && !stamp.entailed() {
                    Err(Refusal::ObjectionOpen {})?;
                }
                if reason.is_adverse() && leaver.exit_reason.as_ref() != Some(reason) {
                    Err(Refusal::ExitNotNoticed { reason: reason.clone() })?;
                }
            }
            Event::Abolished { .. } => {
                only_in(&self.state, &[State::Planned, State::Approved, State::Open])?;
            }
            Event::AllowanceCredited { .. } | Event::AllowanceReturned { .. } => {}
        }
        Ok(())
    }

    fn entails(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<Vec<Entailed>, Stop> {
        let at = || stamp.subject.clone();
        // The quota is the county's. A post is counted once, whatever another system decided twice.
        let county = self.area.map(|area| Ref::<Area>::of(area.at(Level::County))).zip(self.category.clone());
        Ok(match event {
            Event::Approved {} if self.state == State::Planned => county
                .map(|(county, category)| county.gets(area::Event::PostCounted { post: at(), category }))
                .into_iter()
                .collect(),
            Event::Abolished { .. } if !matches!(self.state, State::Planned | State::Abolished) => county
                .map(|(county, category)| county.gets(area::Event::PostDiscounted { post: at(), category }))
                .into_iter()
                .collect(),
            Event::Placed { person, full_time, .. } => {
                vec![person.gets(person::Event::EngagementStarted { at: at(), full_time: *full_time })]
            }
            Event::PlacementAnnulled { placement, .. } => {
                let wrong = self.placements.iter().find(|p| p.event == *placement);
                wrong.map(|p| p.person.gets(person::Event::EngagementAnnulled { at: at() })).into_iter().collect()
            }
            Event::Left { person, reason, .. } => {
                let Some(holder) = self.leaver(person.as_ref()) else { return Ok(vec![]) };
                let mut all = vec![holder.person.gets(person::Event::EngagementEnded { at: at() })];
                if *reason == LeftReason::Death {
                    all.extend(self.paid_after(stamp.occurred_on, &holder.person, cited)?);
                }
                all
            }
            // On its way when the death was learnt.
            Event::AllowanceCredited { person, .. } => match cited.find(person)?.and_then(|p| p.died_on) {
                Some(died_on) => {
                    let mut credited = self.clone();
                    credited.fold(event, stamp);
                    credited.paid_after(died_on, person, cited)?
                }
                None => vec![],
            },
            _ => vec![],
        })
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        self.fold(event, stamp);
    }
}
