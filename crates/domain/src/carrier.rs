//! 就业帮扶载体 carrier: what a workshop (车间) and a base (基地) have in common.
//!
//! It is recognised on application: applied → site-checked → noticed → recognised, or refused; and may be applied for again.
//! People work at it. For each period it is settled who counts, what award that earned, and what became of the money. It
//! is no kind of case: workshop and base each say these facts under their own names, by these rules. Notice §二(二),
//! §二(五); DOMAIN §2.8.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    actor::Actor,
    base::Base,
    case::{Case, Cited, Entailed, Malformed, Reason, Stamp, Stop},
    claim::{Claim, Period, PeriodKind},
    organisation::{Organisation, OrganisationRole},
    person::Person,
    policy::Standard,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Evidence, Fen, Span},
    workshop::Workshop,
};

pub(crate) use awards::may_earn;
pub use awards::{Award, PeriodBook, pro_rata};
pub use vocabulary::*;
pub use workers::Worker;
pub(crate) use workers::tells_joined;

mod awards;
#[cfg(test)]
pub(crate) mod fixture;
mod recognition;
mod vocabulary;
mod workers;

/// Guards that workshops and bases share.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The operator does not act in that capacity, is on the blacklist, or is closed.
    NotAnOperator { organisation: Ref<Organisation>, role: OrganisationRole },
    /// A carrier stays where it is; elsewhere it is another case.
    CarrierStays { area: AreaCode },
    /// More ex-poor workers than workers.
    MoreExPoorThanWorkers { workers: u32, ex_poor: u32 },
    /// The notice of the recognition has no last day.
    RecognitionNoticeOpenEnded {},
    /// The notice of the recognition is shorter than the standard asks.
    RecognitionNoticeTooShort { days: i64, days_min: u16 },
    /// Recognised before the public notice ended.
    RecognitionNoticeNotOver { ends: Date },
    /// The site check found fewer ex-poor workers than the standard asks, in number and in share. DOMAIN §2.8.
    TooFewExPoor { workers: u32, ex_poor: u32, ex_poor_min: u32, ex_poor_per_mille_min: u16 },
    /// That person works there already.
    WorksThereAlready { person: Ref<Person>, since: Date },
    /// That person does not work there, or did not in that period.
    NotAWorker { person: Ref<Person> },
    /// Only ex-poor and monitored people count. Notice §二(二).
    NotInTargetPopulation { person: Ref<Person> },
    /// A worker counts once per period. DOMAIN §2.8.
    CountedElsewhere { at: StreamId, period: Period },
    /// More income than is reported for the months in which the person worked there.
    IncomeAboveReported { income_fen: Fen, reported_fen: Fen },
    /// The standard in force at the period's end has awards for other periods, or the calendar has no such period.
    OtherPeriod { period: Period, per: Option<PeriodKind> },
    /// The award of that period is reckoned: its days earn one, and what it rests on stays.
    AwardedAlready { period: Period },
    /// An open violation of the operator blocks an award. DOMAIN §2.8.
    ViolationBlocksAward { organisation: Ref<Organisation> },
    /// An award is at most what the standard in force at the period's end gives for those who count, for days within the
    /// recognition alone. DOMAIN §2.8.
    AwardAboveStandard { amount_fen: Fen, limit_fen: Fen },
}
impl Reason for Refusal {}

/// What is remembered of a carrier.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Carrier {
    pub area: Option<AreaCode>,
    /// 经营主体
    pub operator: Option<Ref<Organisation>>,
    /// How far its recognition has come.
    pub step: Step,
    /// What the site check found.
    pub found: Option<Headcount>,
    pub notice: Option<Span>,
    /// 认定期间 In order; the last one without an end goes on.
    pub recognised: Vec<Span>,
    pub workers: Vec<Worker>,
    pub periods: Vec<PeriodBook>,
    #[serde(skip)]
    step_on: Option<Date>,
    /// Who recorded the application and its steps; none of them may recognise it.
    #[serde(skip)]
    by: Vec<Actor>,
}

/// A kind of case that is a carrier.
pub trait CarrierKind: Case {
    /// In which capacity its operator acts.
    const ROLE: OrganisationRole;
    /// The standard by which it is recognised.
    const RULES: &'static str;
    /// The standard by which its awards are reckoned.
    const AWARDS: &'static str;

    fn carrier(&self) -> &Carrier;
    /// Another case of the kind.
    fn look<'a>(case: &Ref<Self>, cited: &Cited<'a>) -> Result<&'a Self, Stop>;
    /// The person works there no longer.
    fn worker_left(person: Ref<Person>, reason: WorkerLeftReason, evidence: Evidence) -> Self::Event;
    /// What a standard of awards gives for a period at most; nothing under a standard of something else.
    fn award_under(&self, standard: &Standard, period: Period, cited: &Cited) -> Result<Fen, Stop>;
    /// What became of the money of an award.
    fn told(news: Money, claim: Ref<Claim>, period: Period, amount_fen: Fen) -> Self::Event;
}

/// What became of the money of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    Credited,
    Returned,
    ClawbackOpened,
}

impl Carrier {
    /// Every case of a carrier begins with its area.
    pub(crate) fn place(&self, stamp: &Stamp) -> Result<AreaCode, Stop> {
        Ok(self.area.ok_or_else(|| Malformed::CaseMissing { subject: stamp.subject.clone() })?)
    }
}

/// Death ends a person's work at a carrier, which tells the person in turn.
pub(crate) fn left_by_death(at: &StreamId, person: &Ref<Person>, evidence: &Evidence) -> Option<Entailed> {
    fn left<K: CarrierKind>(at: &StreamId, person: &Ref<Person>, evidence: &Evidence) -> Option<Entailed> {
        Some(Ref::<K>::to(at)?.gets(K::worker_left(person.clone(), WorkerLeftReason::Death, evidence.clone())))
    }
    left::<Workshop>(at, person, evidence).or_else(|| left::<Base>(at, person, evidence))
}
