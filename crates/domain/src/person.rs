//! 人员 person: one person, one file (一人一档).
//!
//! What someone can and wants to do, what they work at, what they earn, which services they got, where their money goes.
//! The id is 32 random hexadecimal digits; nothing here names anyone. Willingness, ability and engagements are dated
//! facts: turning "unwilling" never erases history. Notice §二(一), (五), (六), §三(二); DOMAIN §2.2.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    case::{Case, Cited, Common, Entailed, Nature, Place, Reason, Stamp, Stop},
    household::{self, Household},
    organisation::Organisation,
    stream::{Ref, StreamId},
    values::{Account, AreaCode, Date, Evidence, Fen, Month, Note, Span, is_hex},
    welfare_post::WelfarePost,
};

use vocabulary::{BIRTH_YEAR_MIN, birth_year};

pub use vocabulary::*;

mod death;
mod fold;
#[cfg(test)]
mod tests;
mod vocabulary;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 建档 A file was opened.
    #[serde(rename = "person.registered.v1")]
    Registered {
        area: AreaCode,
        #[serde(deserialize_with = "birth_year")]
        #[schemars(range(min = BIRTH_YEAR_MIN))]
        birth_year: i16,
        sex: Sex,
    },
    /// 劳动能力认定 Ability to work, from this day on.
    #[serde(rename = "person.labour_ability_assessed.v1")]
    LabourAbilityAssessed { ability: LabourAbility, evidence: Evidence },
    /// 就业意愿 Willingness to work, from this day on.
    #[serde(rename = "person.willingness_stated.v1")]
    WillingnessStated { willing: bool },
    /// 技能 A skill with its certificate.
    #[serde(rename = "person.skill_recorded.v1")]
    SkillRecorded { skill: Note, level: u8, evidence: Evidence },
    /// 学历 Highest education.
    #[serde(rename = "person.education_recorded.v1")]
    EducationRecorded { education: Education },
    /// 任公职 Holds an official post from this day on.
    #[serde(rename = "person.official_post_held.v1")]
    OfficialPostHeld { post: Note, organisation: Option<Ref<Organisation>>, area: AreaCode },
    /// 离公职 Left that post; `held` is the event by which it was held.
    #[serde(rename = "person.official_post_left.v1")]
    OfficialPostLeft { held: Uuid },
    /// 亲属关系 Kin, as declared, as in the household register, or as matched.
    #[serde(rename = "person.kinship_declared.v1")]
    KinshipDeclared { kin: Ref<Person>, relation: Relation, learnt_from: KinshipSource },
    /// The other side of a declared kinship; `relation` is what `kin` is to this person.
    #[serde(rename = "person.kinship_noted.v1")]
    KinshipNoted { kin: Ref<Person>, relation: Relation, learnt_from: KinshipSource },
    /// 就业 A job found on the market, alone or with help.
    #[serde(rename = "person.job_started.v1")]
    JobStarted { job: Job, full_time: bool, employer: Option<Ref<Organisation>>, destination: AreaCode },
    /// 离职 That job ended; `job` is the event by which it started.
    #[serde(rename = "person.job_ended.v1")]
    JobEnded { job: Uuid },
    /// 更正 A job that never was; `job` is the event by which it was said to start.
    #[serde(rename = "person.job_annulled.v1")]
    JobAnnulled { job: Uuid, reason: Note, evidence: Evidence },
    /// 被裁减 Lost that job to a layoff; entails a monitoring clue for the household. Notice §二(五).
    #[serde(rename = "person.laid_off.v1")]
    LaidOff { job: Uuid, evidence: Evidence },
    /// 上岗 Engaged at a case of ours (a welfare post, a workshop …).
    #[serde(rename = "person.engagement_started.v1")]
    EngagementStarted { at: StreamId, full_time: bool },
    /// 离岗 No longer engaged there.
    #[serde(rename = "person.engagement_ended.v1")]
    EngagementEnded { at: StreamId },
    /// The engagement never was.
    #[serde(rename = "person.engagement_annulled.v1")]
    EngagementAnnulled { at: StreamId },
    /// 务工收入 Income from work of one month, a mandatory indicator. Notice §三(二).
    #[serde(rename = "person.income_reported.v1")]
    IncomeReported { month: Month, amount_fen: Fen },
    /// 更正 A reported income was wrong; `report` is the event that said so.
    #[serde(rename = "person.income_restated.v1")]
    IncomeRestated { report: Uuid, amount_fen: Fen, reason: Note, evidence: Evidence },
    /// 311 就业服务 One service received. `content` tells distinct contents apart. Notice §二(五).
    #[serde(rename = "person.service_received.v1")]
    ServiceReceived { service: Service, content: Note },
    /// 收款账户 An account for payments to this person.
    #[serde(rename = "person.account_declared.v1")]
    AccountDeclared { account: Account, holder: AccountHolder },
    /// 账户核验 The bank confirmed account and holder.
    #[serde(rename = "person.account_verified.v1")]
    AccountVerified { account: Account },
    /// 销户 The account takes no more payments.
    #[serde(rename = "person.account_closed.v1")]
    AccountClosed { account: Account },
    /// 资金归集 By a match with the bank's data, so much went on from an account of this person to another one. DOMAIN §4 F6.
    #[serde(rename = "person.money_forwarded.v1")]
    MoneyForwarded { account: Account, to: Account, amount_fen: Fen, evidence: Evidence },
    /// 羁押、服刑 In custody from this day on.
    #[serde(rename = "person.custody_began.v1")]
    CustodyBegan { evidence: Evidence },
    /// 释放 Released.
    #[serde(rename = "person.custody_ended.v1")]
    CustodyEnded { evidence: Evidence },
    /// 死亡 Died on the day the event states; ends every engagement.
    #[serde(rename = "person.died.v1")]
    Died { evidence: Evidence },
    /// 更正 A death that was recorded wrongly; `death` is the event that said so. What it ended is not taken up again by itself.
    #[serde(rename = "person.death_annulled.v1")]
    DeathAnnulled { death: Uuid, reason: Note, evidence: Evidence },
    /// Became a member of a household.
    #[serde(rename = "person.household_joined.v1")]
    HouseholdJoined { household: Ref<Household> },
    /// No longer a member of that household.
    #[serde(rename = "person.household_left.v1")]
    HouseholdLeft { household: Ref<Household> },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// Nobody is registered before the year of birth.
    BornLater { birth_year: i16 },
    /// No decision makes two overlapping full-time engagements. DOMAIN §2.2.
    AlreadyEngaged { at: StreamId, since: Date },
    /// No decision gives a person two active placements. DOMAIN §2.10.
    AlreadyPlaced { at: StreamId, since: Date },
    /// No engagement starts after death. DOMAIN §2.2.
    HasDied { on: Date },
    /// Death is recorded once.
    DeathKnown { on: Date },
    /// No such job, or it has ended.
    NoSuchJob { job: Uuid },
    /// No such official post, or it was left.
    NoSuchOfficialPost { held: Uuid },
    /// Not engaged there.
    NotEngagedThere { at: StreamId },
    /// A person is in one household at any instant. DOMAIN §2.1.
    InAnotherHousehold { household: Ref<Household> },
    /// Not a member of that household.
    NotInHousehold { household: Ref<Household> },
    /// The account was not declared, or is closed.
    AccountUnknown { account: Account },
    /// Nobody is their own kin.
    KinToOneself {},
    /// That month's income is reported; a wrong figure is restated.
    IncomeAlreadyReported { month: Month, report: Uuid },
    /// The month has not ended.
    MonthNotOver { month: Month },
    /// Custody began already, or did not begin.
    CustodyUnchanged {},
}
impl Reason for Refusal {}

/// A spell of work. Without `job` it is led by the case `at`.
#[derive(Clone, Debug, Serialize)]
pub struct Engagement {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<StreamId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<(Uuid, Job)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employer: Option<Ref<Organisation>>,
    pub full_time: bool,
    pub span: Span,
    #[serde(skip)]
    by: crate::actor::Actor,
}

impl Engagement {
    fn begins(full_time: bool, stamp: &Stamp) -> Self {
        let span = Span { from: stamp.occurred_on, to: None };
        Self { at: None, job: None, employer: None, full_time, span, by: stamp.actor.clone() }
    }

    /// What stands in the way of a second one, as a name.
    fn name(&self, own: &StreamId) -> StreamId {
        self.at.clone().unwrap_or_else(|| own.clone())
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub event: Uuid,
    pub amount_fen: Fen,
    #[serde(skip)]
    on: Date,
    #[serde(skip)]
    by: crate::actor::Actor,
}

#[derive(Clone, Debug, Serialize)]
pub struct Kin {
    pub kin: Ref<Person>,
    pub relation: Relation,
    pub learnt_on: Date,
}

#[derive(Clone, Debug, Serialize)]
pub struct OfficialPost {
    held: Uuid,
    pub post: Note,
    pub area: AreaCode,
    pub span: Span,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Person {
    pub area: Option<AreaCode>,
    pub birth_year: i16,
    pub sex: Option<Sex>,
    pub labour_ability: Option<LabourAbility>,
    pub willing: Option<bool>,
    pub education: Option<Education>,
    pub household: Option<Ref<Household>>,
    pub died_on: Option<Date>,
    pub in_custody: bool,
    pub engagements: Vec<Engagement>,
    pub official_posts: Vec<OfficialPost>,
    pub kin: Vec<Kin>,
    pub income: BTreeMap<Month, Report>,
    /// Declared accounts that are open; verified or not.
    pub accounts: BTreeMap<Account, bool>,
    /// Since when what is said of ability and will holds: a statement about an earlier day changes nothing later.
    #[serde(skip)]
    ability_since: Option<Date>,
    #[serde(skip)]
    willing_since: Option<Date>,
    #[serde(skip)]
    death: Option<(Uuid, crate::actor::Actor)>,
}

impl Person {
    fn open_job(&self, job: Uuid, on: Date) -> Result<&Engagement, Refusal> {
        self.engagements
            .iter()
            .find(|e| e.span.to.is_none() && e.span.from <= on && e.job.is_some_and(|(id, _)| id == job))
            .ok_or(Refusal::NoSuchJob { job })
    }

    fn open_at(&mut self, at: &StreamId) -> Option<&mut Engagement> {
        self.engagements.iter_mut().find(|e| e.span.to.is_none() && e.at.as_ref() == Some(at))
    }

    fn may_engage(&self, stamp: &Stamp, at: Option<&StreamId>, full_time: bool) -> Result<(), Refusal> {
        let span = Span { from: stamp.occurred_on, to: None };
        if let Some(on) = self.died_on.filter(|on| *on < span.from) {
            return Err(Refusal::HasDied { on });
        }
        let mut overlapping = self.engagements.iter().filter(|e| e.span.overlaps(&span));
        let is_post = |at: &StreamId| at.category() == WelfarePost::CATEGORY;
        match overlapping
            .find(|e| (full_time && e.full_time) || (at.is_some_and(is_post) && e.at.as_ref().is_some_and(is_post)))
        {
            Some(e) if e.at.as_ref().is_some_and(is_post) => {
                Err(Refusal::AlreadyPlaced { at: e.name(&stamp.subject), since: e.span.from })
            }
            Some(e) => Err(Refusal::AlreadyEngaged { at: e.name(&stamp.subject), since: e.span.from }),
            None => Ok(()),
        }
    }

    /// Jobs with that employer, in the order in which they were recorded.
    pub fn jobs_with(&self, employer: &Ref<Organisation>) -> impl DoubleEndedIterator<Item = &Engagement> {
        self.engagements.iter().filter(move |e| e.employer.as_ref() == Some(employer))
    }
}

impl Case for Person {
    const CATEGORY: &'static str = "person";
    type Event = Event;
    type Refusal = Refusal;

    fn id_fits(id: &str) -> bool {
        is_hex(id, 32)
    }

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Registered { .. }) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::EngagementStarted { .. }
            | Event::EngagementEnded { .. }
            | Event::EngagementAnnulled { .. }
            | Event::KinshipNoted { .. }
            | Event::HouseholdJoined { .. }
            | Event::HouseholdLeft { .. } => Nature::Entailed,
            Event::JobAnnulled { .. } | Event::IncomeRestated { .. } | Event::DeathAnnulled { .. } => Nature::Approval,
            Event::Registered { .. } | Event::AccountDeclared { .. } | Event::AccountClosed { .. } => Nature::Decision,
            _ => Nature::Observation,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let on = stamp.occurred_on;
        match event {
            Event::Registered { birth_year, .. } if *birth_year > on.year() => {
                Err(Refusal::BornLater { birth_year: *birth_year })?;
            }
            Event::JobStarted { full_time, employer, .. } => {
                if let Some(employer) = employer {
                    cited.get(employer)?;
                }
                self.may_engage(stamp, None, *full_time)?;
            }
            Event::EngagementStarted { at, full_time } => self.may_engage(stamp, Some(at), *full_time)?,
            Event::EngagementEnded { at } => {
                let engaged = self.engagements.iter().any(|e| e.span.to.is_none() && e.at.as_ref() == Some(at));
                if !engaged {
                    Err(Refusal::NotEngagedThere { at: at.clone() })?;
                }
            }
            Event::EngagementAnnulled { at }
                if !self.engagements.iter().any(|e| e.span.from == on && e.at.as_ref() == Some(at)) =>
            {
                Err(Refusal::NotEngagedThere { at: at.clone() })?;
            }
            Event::JobEnded { job } | Event::LaidOff { job, .. } => {
                self.open_job(*job, on)?;
            }
            Event::JobAnnulled { job, .. } => {
                let engagement = self.engagements.iter().find(|e| e.job.is_some_and(|(id, _)| id == *job));
                let engagement = engagement.ok_or(Common::NothingToCorrect { event: *job })?;
                stamp.corrects(engagement.span.from)?;
                stamp.by_another_than(&engagement.by)?;
            }
            Event::OfficialPostLeft { held }
                if !self.official_posts.iter().any(|p| p.held == *held && p.span.to.is_none() && p.span.from <= on) =>
            {
                Err(Refusal::NoSuchOfficialPost { held: *held })?;
            }
            Event::KinshipDeclared { kin, .. } => {
                if *kin.stream() == stamp.subject {
                    Err(Refusal::KinToOneself {})?;
                }
                cited.get(kin)?;
            }
            Event::IncomeReported { month, .. } => {
                if let Some(report) = self.income.get(month) {
                    Err(Refusal::IncomeAlreadyReported { month: *month, report: report.event })?;
                }
                if month.last() > stamp.recorded_on() {
                    Err(Refusal::MonthNotOver { month: *month })?;
                }
            }
            Event::IncomeRestated { report, .. } => {
                let reported = self.income.values().find(|r| r.event == *report);
                let reported = reported.ok_or(Common::NothingToCorrect { event: *report })?;
                stamp.corrects(reported.on)?;
                stamp.by_another_than(&reported.by)?;
            }
            Event::AccountVerified { account }
            | Event::AccountClosed { account }
            | Event::MoneyForwarded { account, .. }
                if !self.accounts.contains_key(account) =>
            {
                Err(Refusal::AccountUnknown { account: account.clone() })?;
            }
            Event::CustodyBegan { .. } if self.in_custody => Err(Refusal::CustodyUnchanged {})?,
            Event::CustodyEnded { .. } if !self.in_custody => Err(Refusal::CustodyUnchanged {})?,
            Event::Died { .. } => {
                if let Some(on) = self.died_on {
                    Err(Refusal::DeathKnown { on })?;
                }
            }
            Event::DeathAnnulled { death, .. } => {
                let known = self.death.as_ref().filter(|(event, _)| event == death).zip(self.died_on);
                let ((_, by), died_on) = known.ok_or(Common::NothingToCorrect { event: *death })?;
                stamp.corrects(died_on)?;
                stamp.by_another_than(by)?;
            }
            Event::HouseholdJoined { household } => {
                if let Some(other) = self.household.as_ref().filter(|other| *other != household) {
                    Err(Refusal::InAnotherHousehold { household: other.clone() })?;
                }
            }
            Event::HouseholdLeft { household } if self.household.as_ref() != Some(household) => {
                Err(Refusal::NotInHousehold { household: household.clone() })?;
            }
            _ => {}
        }
        Ok(())
    }

    fn entails(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<Vec<Entailed>, Stop> {
        Ok(match event {
            Event::KinshipDeclared { kin, relation, learnt_from } => Ref::<Self>::to(&stamp.subject)
                .map(|own| {
                    let (relation, learnt_from) = (relation.reversed(), *learnt_from);
                    kin.gets(Event::KinshipNoted { kin: own, relation, learnt_from })
                })
                .into_iter()
                .collect(),
            Event::LaidOff { evidence, .. } => self
                .household
                .iter()
                .map(|h| {
                    h.gets(household::Event::ClueReceived {
                        clue: household::Clue::JobLoss,
                        evidence: evidence.clone(),
                    })
                })
                .collect(),
            Event::Died { evidence } => {
                let Some(own) = Ref::<Self>::to(&stamp.subject) else { return Ok(vec![]) };
                let mut all = self.leaves_work(&own, evidence, stamp.occurred_on, cited)?;
                all.extend(self.household.as_ref().map(|h| h.gets(household::Event::MemberDied { person: own })));
                all
            }
            _ => vec![],
        })
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        self.fold(event, stamp);
    }
}
