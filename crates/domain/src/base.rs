//! 就业帮扶基地 base: an enterprise that takes in ex-poor workers, and is supported and awarded for it.
//!
//! Life: applied → site-checked → noticed → recognised → given up by its operator; may be applied for again. It has neither
//! tiers nor the exit mechanism of a [`workshop`](crate::workshop); what both have in common is [`carrier`]'s. Notice
//! §二(二), §二(五); DOMAIN §2.8.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    carrier::{self, Carrier, CarrierKind, Headcount, Money, WorkerLeftReason, pro_rata},
    case::{Case, Cited, Entailed, Nature, Place, Reason, Stamp, Stop},
    claim::{Claim, Period, Subsidy},
    organisation::{Organisation, OrganisationRole},
    person::Person,
    policy::{Standard, in_force},
    stream::Ref,
    values::{AreaCode, Evidence, Fen, Note, Span},
};

#[cfg(test)]
mod tests;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 申请认定 For the first time, or again after a refusal or when it was given up.
    #[serde(rename = "base.applied.v1")]
    Applied { area: AreaCode, operator: Ref<Organisation>, evidence: Evidence },
    /// 现场核查
    #[serde(rename = "base.site_checked.v1")]
    SiteChecked { found: Headcount, evidence: Evidence },
    /// 公示 Of the proposed recognition, from a day to a day.
    #[serde(rename = "base.noticed.v1")]
    Noticed { span: Span },
    /// 认定
    #[serde(rename = "base.recognised.v1")]
    Recognised { evidence: Evidence },
    /// 不予认定
    #[serde(rename = "base.application_refused.v1")]
    ApplicationRefused { reason: Note, evidence: Evidence },
    /// 扶持 A policy for those who take in ex-poor workers was applied to it.
    #[serde(rename = "base.supported.v1")]
    Supported { support: Support, evidence: Evidence },
    /// 上岗 As the operator reports.
    #[serde(rename = "base.worker_joined.v1")]
    WorkerJoined { person: Ref<Person>, full_time: bool, evidence: Evidence },
    /// 离岗
    #[serde(rename = "base.worker_left.v1")]
    WorkerLeft { person: Ref<Person>, reason: WorkerLeftReason, evidence: Evidence },
    /// 更正 A spell of work that never was; `joined` is the event that said so.
    #[serde(rename = "base.worker_annulled.v1")]
    WorkerAnnulled { joined: Uuid, reason: Note, evidence: Evidence },
    /// 认定吸纳 That worker counts for a period that is over, with this income from work; said again, it takes the place of what
    /// was said before.
    #[serde(rename = "base.worker_counted.v1")]
    WorkerCounted { person: Ref<Person>, period: Period, income_fen: Fen, evidence: Evidence },
    /// 核算奖补 What the period earned.
    #[serde(rename = "base.award_computed.v1")]
    AwardComputed { period: Period, amount_fen: Fen },
    /// The award reached the operator.
    #[serde(rename = "base.award_credited.v1")]
    AwardCredited { claim: Ref<Claim>, period: Period, amount_fen: Fen },
    /// 退票 The bank gave it back after all.
    #[serde(rename = "base.award_returned.v1")]
    AwardReturned { claim: Ref<Claim>, period: Period, amount_fen: Fen },
    /// 追回 So much of it is claimed back.
    #[serde(rename = "base.clawback_opened.v1")]
    ClawbackOpened { claim: Ref<Claim>, period: Period, amount_fen: Fen },
    /// 放弃资格 By the operator.
    #[serde(rename = "base.given_up.v1")]
    GivenUp { evidence: Evidence },
}

/// 扶持政策 For taking in ex-poor workers. Notice §二(二), §二(五).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Support {
    /// 社会保险补贴
    SocialInsurance,
    /// 培训
    Training,
    /// 创业担保贷款及贴息
    Credit,
    /// 场地、水电
    Premises,
    /// 用工对接
    Recruitment,
    Other {
        reason: Note,
    },
}

/// A base has no guards but those of every [carrier](carrier::Refusal).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Base {
    #[serde(flatten)]
    pub carrier: Carrier,
    pub supports: BTreeSet<Support>,
}

impl CarrierKind for Base {
    const ROLE: OrganisationRole = OrganisationRole::Employer;
    const RULES: &'static str = "base_rules";
    const AWARDS: &'static str = "subsidy.base_award";

    fn carrier(&self) -> &Carrier {
        &self.carrier
    }
    fn look<'a>(case: &Ref<Self>, cited: &Cited<'a>) -> Result<&'a Self, Stop> {
        cited.get(case)
    }
    fn worker_left(person: Ref<Person>, reason: WorkerLeftReason, evidence: Evidence) -> Event {
        Event::WorkerLeft { person, reason, evidence }
    }
    fn award_under(&self, standard: &Standard, period: Period, cited: &Cited) -> Result<Fen, Stop> {
        let (Standard::Subsidy { subsidy: Subsidy::BaseAward, rate, .. }, Some(area), Some(days)) =
            (standard, self.carrier.area, period.span())
        else {
            return Ok(Fen::ZERO);
        };
        let rules = in_force(cited, Self::RULES, area, days.to.unwrap_or(days.from))?;
        let Standard::BaseRules { counting, .. } = &rules.version.standard else { return Ok(Fen::ZERO) };
        let counted = self.carrier.count(period, counting);
        let whole_fen = rate.amount(counted.heads, counted.income_fen);
        Ok(pro_rata(whole_fen, period, |day| self.carrier.was_recognised_on(day)))
    }
    fn told(news: Money, claim: Ref<Claim>, period: Period, amount_fen: Fen) -> Event {
        match news {
            Money::Credited => Event::AwardCredited { claim, period, amount_fen },
            Money::Returned => Event::AwardReturned { claim, period, amount_fen },
            Money::ClawbackOpened => Event::ClawbackOpened { claim, period, amount_fen },
        }
    }
}

impl Case for Base {
    const CATEGORY: &'static str = "base";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Applied { .. }) { Place::Any } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Recognised { .. } | Event::WorkerAnnulled { .. } => Nature::Approval,
            Event::WorkerJoined { .. } | Event::WorkerLeft { .. } | Event::GivenUp { .. } => Nature::Observation,
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
        let carrier = &self.carrier;
        match event {
            Event::Applied { area, operator, .. } => carrier.may_apply::<Self>(*area, operator, stamp, cited),
            Event::SiteChecked { found, .. } => carrier.may_be_checked(*found, stamp),
            Event::Noticed { span } => carrier.may_be_noticed::<Self>(*span, stamp, cited),
            Event::Recognised { .. } => carrier.may_be_recognised::<Self>(stamp, cited),
            Event::ApplicationRefused { .. } => carrier.may_be_refused(stamp),
            Event::Supported { .. } | Event::GivenUp { .. } => carrier.is_recognised(),
            Event::WorkerJoined { person, .. } => carrier.may_join(person, cited),
            Event::WorkerLeft { person, .. } => carrier.may_leave(person, stamp),
            Event::WorkerAnnulled { joined, .. } => carrier.may_annul(*joined, stamp),
            Event::WorkerCounted { person, period, income_fen, .. } => {
                carrier.may_count::<Self>(person, *period, *income_fen, stamp, cited)
            }
            Event::AwardComputed { period, amount_fen } => carrier::may_earn(self, *period, *amount_fen, stamp, cited),
            Event::AwardCredited { .. } | Event::AwardReturned { .. } | Event::ClawbackOpened { .. } => Ok(()),
        }
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
        let carrier = &mut self.carrier;
        match event {
            Event::Applied { area, operator, .. } => carrier.applied(*area, operator, stamp),
            Event::SiteChecked { found, .. } => carrier.checked(*found, stamp),
            Event::Noticed { span } => carrier.noticed(*span, stamp),
            Event::Recognised { .. } => carrier.recognised(stamp),
            Event::ApplicationRefused { .. } => carrier.refused(stamp),
            Event::Supported { support, .. } => {
                self.supports.insert(support.clone());
            }
            Event::WorkerJoined { person, .. } => carrier.joined(person, stamp),
            Event::WorkerLeft { person, .. } => carrier.left(person, stamp.occurred_on),
            Event::WorkerAnnulled { joined, .. } => carrier.annulled(*joined),
            Event::WorkerCounted { person, period, income_fen, .. } => carrier.counted(person, *period, *income_fen),
            Event::AwardComputed { period, amount_fen } => carrier.awarded(*period, *amount_fen),
            Event::AwardCredited { claim, period, amount_fen } => {
                carrier.learns(Money::Credited, claim, *period, *amount_fen);
            }
            Event::AwardReturned { claim, period, amount_fen } => {
                carrier.learns(Money::Returned, claim, *period, *amount_fen);
            }
            Event::ClawbackOpened { claim, period, amount_fen } => {
                carrier.learns(Money::ClawbackOpened, claim, *period, *amount_fen);
            }
            Event::GivenUp { .. } => carrier.exited(stamp),
        }
    }
}
