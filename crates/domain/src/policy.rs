//! 政策 policy: a standard, version by version, and how it was made known.
//!
//! One case is one standard of one area, named `policy-<standard>-<area>` (`policy-post_allowance-430225`), so that a rule
//! finds what is in force by name alone: the county's, else the prefecture's, else the province's. Decisions cite the
//! version they were taken under and replay under it for ever. Notice §二(四), §三(三); DOMAIN §1, §2.17.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    carrier::{Counting, HeadcountFloor, RecognitionRules, Tier},
    case::{Case, Cited, Common, Malformed, Nature, Place, Reason, Stamp, Stop},
    claim::{PeriodKind, Subsidy},
    dispute,
    finding::CheckId,
    fund::{Purpose, Source},
    layoff,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Evidence, Fen, Holidays, Level, Limit, NoTable, Note, Span, WorkDays},
    wage_complaint,
    welfare_post::NeedClass,
};

#[cfg(test)]
mod tests;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 出台 A version of the standard, with its validity; it takes the place of an earlier one from its first day on.
    #[serde(rename = "policy.issued.v1")]
    Issued {
        area: AreaCode,
        standard: Standard,
        valid: Span,
        legal_basis: LegalBasis,
        /// Whether a lower amount for time already paid is clawed back; a higher one is always supplemented.
        claws_back: bool,
    },
    /// An earlier version gave way to a later one.
    #[serde(rename = "policy.superseded.v1")]
    Superseded { version: u32, by: u32, from: Date },
    /// 废止 That version no longer holds from this day on.
    #[serde(rename = "policy.withdrawn.v1")]
    Withdrawn { version: u32, reason: Note },
    /// 政策清单 Made known to an audience, with the procedure. Notice §三(三).
    #[serde(rename = "policy.list_published.v1")]
    ListPublished { audience: Audience, evidence: Evidence },
    /// 知晓度调查
    #[serde(rename = "policy.awareness_surveyed.v1")]
    AwarenessSurveyed { audience: Audience, asked: u32, aware: u32, evidence: Evidence },
    /// 典型案例 Published with the consent of whom it is about.
    #[serde(rename = "policy.typical_case_published.v1")]
    TypicalCasePublished { consent: Evidence, evidence: Evidence },
}

/// The document that a standard rests on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// 文号 Document number and title.
    pub document: Note,
    pub dated: Date,
    pub evidence: Evidence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// 脱贫人口
    Worker,
    /// 市场主体
    MarketEntity,
    /// 人力资源服务机构
    HrFirm,
}

/// What a standard sets. Amounts, numbers and days here are parameters: nothing of the kind is a constant of the program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Standard {
    /// 公益性岗位补贴标准
    PostAllowance { full_time_monthly_fen: Fen, part_time_monthly_fen: Fen },
    /// 公益性岗位招用规则 Rules of recruitment for welfare posts.
    PostRules { notice_days_min: u16, term_months_max: u16, exclusions: Vec<Exclusion> },
    /// 公益性岗位优先顺序 Who comes first where a post is given, the neediest first; who is in none of the classes comes last. No
    /// usual order.
    PostPriority { order: Vec<NeedClass> },
    /// 补贴标准 What one kind of subsidy pays, and how it is decided.
    Subsidy {
        subsidy: Subsidy,
        /// 补贴周期 For what stretch of time it is claimed, so that nobody claims the same twice under two names.
        per: PeriodKind,
        rate: Rate,
        /// 公示 Days of public notice before approval; none for most kinds.
        notice_days_min: u16,
        /// 人工复核 Above this amount an automatic check is not enough; without it, it always is.
        manual_review_above_fen: Option<Fen>,
        /// 即申即享 A clean check without notice approves at once; this version is the approver, and samples are reviewed.
        automatic_approval: bool,
        /// Working time from completeness to the credit, in calendar days; a longer one is late.
        credited_days_max: u16,
    },
    /// 监测收入线 Yearly income a head, above which a risk may be removed.
    IncomeLine { yearly_fen: Fen },
    /// 监测程序 Limits of identification and removal. Usual: 15 days from the clue, 5 days of notice inside them.
    Monitoring { confirmation_days_max: u16, notice_days_min: u16 },
    /// 履职考核期限 Days after the month's end within which the employing unit assesses. Usual: 10.
    DutyAssessment { days_max: u16 },
    /// 收回资金去向 Where recovered money goes.
    RecoveredMoney { goes: RecoveredMoneyGoes },
    /// 资金使用范围 Which purposes a source of funds may serve.
    FundPurposes { source: Source, purposes: Vec<Purpose> },
    /// 风险消除 Whether a household without labour may be marked as removed from risk. Usual: no.
    RiskRemoval { without_labour: bool },
    /// 疑点核查参数 What a check goes by, parameter by parameter; those not named keep their defaults. DOMAIN §4.
    Check { check: CheckId, parameters: BTreeMap<String, i64> },
    /// 追缴期限 Days from a confirmed finding to the first money recovered. Usual: 90.
    FindingRecovery { days_max: u16 },
    /// 安置区按比例安排就业 Share of relocated workers in a project at a site, in thousandths. No usual number.
    RelocationHiring { ratio_per_mille: u16 },
    /// 节假日安排 Days off and weekend days worked in one year, as the State Council publishes them.
    Holidays(Holidays),
    /// 劳动仲裁期限
    Dispute(dispute::Limits),
    /// 裁减人员规则
    Layoff(layoff::Rules),
    /// 欠薪投诉办理期限
    WageComplaint(wage_complaint::Limits),
    /// 车间认定与退出规则 Usual: recognised with 5 ex-poor workers or 20 % of all; an exit 30 days after illegal operation or
    /// stoppage at the latest. `exit_notice_days_min`: days between its notice and an adverse exit, in which the operator may
    /// object.
    WorkshopRules { recognition: RecognitionRules, exit_notice_days_min: u16, exit_days_max: u16 },
    /// 车间退出人数标准 Fitted to operations: of the floors that a workshop's size reaches, the last one holds. No usual number.
    /// Notice §二(二).
    WorkshopHeadcount { floors: Vec<HeadcountFloor> },
    /// 车间梯次奖补标准 Of the tiers that are reached, the last one holds. Usual: a worker counts after 3 months and 5,000 yuan in
    /// the year; of a demonstration workshop (示范车间), 30 workers with 6 months and 11,000 yuan each. Notice §二(二).
    WorkshopTiers { per: PeriodKind, tiers: Vec<Tier> },
    /// 基地认定规则 And who counts towards an award, whose rate is that of the subsidy.
    BaseRules { recognition: RecognitionRules, counting: Counting },
}

/// How an amount is computed; always rounded down to the fen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Rate {
    /// The same for every claim.
    Fixed { amount_fen: Fen },
    /// So much a unit (a month, a head, a course, a trip), up to so many units.
    PerUnit { unit_fen: Fen, units_max: u32 },
    /// A share of what was spent or earned, in thousandths, up to a cap.
    Share { per_mille: u16, cap_fen: Fen },
}

impl Rate {
    /// `units` and `base_fen` as the claim states them.
    pub fn amount(&self, units: u32, base_fen: Fen) -> Fen {
        match self {
            Self::Fixed { amount_fen } => *amount_fen,
            Self::PerUnit { unit_fen, units_max } => unit_fen.times(u64::from(units.min(*units_max))),
            Self::Share { per_mille, cap_fen } => base_fen.share(u64::from(*per_mille), 1000).min(*cap_fen),
        }
    }
}

/// A ground for not taking someone on a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Exclusion {
    /// 财政供养人员
    PublicPayroll,
    /// 已有全日制工作
    FullTimeJob,
    /// 不能胜任岗位职责
    CannotDoDuty,
    Age,
    Disability,
    Sex,
    Ethnicity,
    Marriage,
    HouseholdRegister,
    Other {
        reason: Note,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecoveredMoneyGoes {
    /// 留用 Back into the fund that paid.
    Kept,
    /// 上缴 To the level that allocated it.
    Up,
}

impl Standard {
    /// As its cases are named: `post_allowance`, `subsidy.vocational_training`.
    pub fn name(&self) -> String {
        match self {
            Self::PostAllowance { .. } => "post_allowance".into(),
            Self::PostRules { .. } => "post_rules".into(),
            Self::PostPriority { .. } => "post_priority".into(),
            Self::Subsidy { subsidy, .. } => subsidy.standard(),
            Self::IncomeLine { .. } => "income_line".into(),
            Self::Monitoring { .. } => "monitoring".into(),
            Self::DutyAssessment { .. } => "duty_assessment".into(),
            Self::RecoveredMoney { .. } => "recovered_money".into(),
            Self::FundPurposes { source, .. } => source.standard(),
            Self::RiskRemoval { .. } => "risk_removal".into(),
            Self::Check { check, .. } => check.standard(),
            Self::FindingRecovery { .. } => "finding_recovery".into(),
            Self::RelocationHiring { .. } => "relocation_hiring".into(),
            Self::Holidays(table) => holidays_of(table.year),
            Self::Dispute(_) => dispute::STANDARD.into(),
            Self::Layoff(_) => layoff::STANDARD.into(),
            Self::WageComplaint(_) => wage_complaint::STANDARD.into(),
            Self::WorkshopRules { .. } => "workshop_rules".into(),
            Self::WorkshopHeadcount { .. } => "workshop_headcount".into(),
            Self::WorkshopTiers { .. } => "workshop_tiers".into(),
            Self::BaseRules { .. } => "base_rules".into(),
        }
    }

    fn limits(&self) -> Vec<Limit> {
        match self {
            Self::Dispute(limits) => limits.all(),
            Self::Layoff(rules) => vec![rules.notice, rules.payment],
            Self::WageComplaint(limits) => vec![limits.check, limits.order],
            _ => vec![],
        }
    }
}

/// The standard that holds a year's table: `holidays.2025`.
pub fn holidays_of(year: i16) -> String {
    format!("holidays.{year:04}")
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// 取消不合理限制 The test is "can do the job and completes the duty": age, disability, sex, ethnicity, marriage and household
    /// register are no grounds, and a standard that names them is rejected. Notice §二(四).
    UnreasonableLimit { ground: Exclusion },
    /// Standards are the county's, the prefecture's or the province's; a rule looks no lower.
    BelowCounty { area: AreaCode },
    /// A version takes effect no earlier than the one before it.
    EarlierThanVersion { version: u32, from: Date },
    /// No such version, or it no longer holds.
    NoSuchVersion { version: u32 },
    /// The check has no parameter of that name; none is silently lost.
    UnknownParameter { parameter: String, known: Vec<&'static str> },
    /// A year's table names days off of that year, and weekend days worked instead. DOMAIN §1.
    DayOutsideTable { year: i16, day: Date },
    /// No limit is longer than a year.
    LimitTooLong { days_max: u16, months_max: u16 },
    /// A class has one place in an order of priority.
    ClassNamedTwice { class: NeedClass },
    /// More people knew than were asked.
    MoreAwareThanAsked { asked: u32, aware: u32 },
}
impl Reason for Refusal {}

#[derive(Clone, Debug, Serialize)]
pub struct Version {
    pub version: u32,
    pub valid: Span,
    pub standard: Standard,
    pub claws_back: bool,
    pub withdrawn_on: Option<Date>,
    #[serde(skip)]
    by: Actor,
}

/// Which of a standard's versions, the earliest first, holds on that day; `term` tells a version's validity and the day on
/// which it was withdrawn. A later one takes the place of an earlier one for good, also when it has ended itself, unless it
/// was withdrawn before its first day.
pub fn holding<T>(versions: &[T], on: Date, term: impl Fn(&T) -> (Span, Option<Date>)) -> Option<&T> {
    let took_effect = |version: &&T| {
        let (valid, withdrawn_on) = term(version);
        valid.from <= on && withdrawn_on.is_none_or(|withdrawn| valid.from < withdrawn)
    };
    let holds = |version: &&T| {
        let (valid, withdrawn_on) = term(version);
        valid.holds(on) && withdrawn_on.is_none_or(|withdrawn| on < withdrawn)
    };
    versions.iter().rev().find(took_effect).filter(holds)
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Policy {
    pub area: Option<AreaCode>,
    pub versions: Vec<Version>,
}

impl Policy {
    /// The version that holds on that day, by [`holding`].
    pub fn in_force(&self, on: Date) -> Option<&Version> {
        holding(&self.versions, on, |version| (version.valid, version.withdrawn_on))
    }
}

/// A standard that a rule found in force, and where it stands.
#[derive(Clone, Debug)]
pub struct InForce<'a> {
    pub policy: Ref<Policy>,
    pub version: &'a Version,
}

/// The standard of that name in force in an area on a day: the county's, else the prefecture's, else the province's; else
/// the rule answers "not configured".
pub fn in_force<'a>(cited: &Cited<'a>, standard: &str, area: AreaCode, on: Date) -> Result<InForce<'a>, Stop> {
    match in_force_if_any(cited, standard, area, on)? {
        Some(found) => Ok(found),
        None => Err(Common::NotConfigured { standard: standard.into(), area, on })?,
    }
}

/// As [`in_force`], where a rule has something to say without a standard too.
pub fn in_force_if_any<'a>(
    cited: &Cited<'a>,
    standard: &str,
    area: AreaCode,
    on: Date,
) -> Result<Option<InForce<'a>>, Stop> {
    for level in [Level::County, Level::Prefecture, Level::Province] {
        let policy = Ref::new(format_args!("{standard}-{}", area.at(level).short()));
        if let Some(version) = cited.find::<Policy>(&policy)?.and_then(|p| p.in_force(on)) {
            return Ok(Some(InForce { policy, version }));
        }
    }
    Ok(None)
}

/// Computes with the tables of holidays in force in an area: of a year, the one that holds on its last day. Asks for the years
/// that turn out to be needed, and for no others.
pub fn on_work_days<T>(
    cited: &Cited,
    area: AreaCode,
    compute: impl Fn(&WorkDays) -> Result<T, NoTable>,
) -> Result<T, Stop> {
    WorkDays::computing(compute, |missing| {
        let (standard, on) = (holidays_of(missing.day.year()), missing.day.last_of_year());
        match &in_force(cited, &standard, area, on)?.version.standard {
            Standard::Holidays(table) => Ok(table.clone()),
            _ => Err(Common::NotConfigured { standard, area, on })?,
        }
    })
}

impl Case for Policy {
    const CATEGORY: &'static str = "policy";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Issued { .. }) { Place::Any } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Superseded { .. } => Nature::Entailed,
            Event::Withdrawn { .. } => Nature::Approval,
            Event::AwarenessSurveyed { .. } => Nature::Observation,
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, _: &Cited) -> Result<(), Stop> {
        match event {
            Event::Issued { area, standard, valid, .. } => {
                if let Standard::Subsidy { subsidy, .. } = standard {
                    subsidy.is_named_well()?;
                }
                if area.level() > Level::County {
                    Err(Refusal::BelowCounty { area: *area })?;
                }
                let expected = StreamId::of::<Self>(format_args!("{}-{}", standard.name(), area.short()));
                if expected != stamp.subject {
                    Err(Malformed::CaseNamedOtherwise {
                        subject: stamp.subject.clone(),
                        expected: expected.to_string(),
                    })?;
                }
                if let Standard::Holidays(table) = standard
                    && let Some(day) = table.misplaced()
                {
                    Err(Refusal::DayOutsideTable { year: table.year, day })?;
                }
                if standard.limits().into_iter().any(Limit::is_too_long) {
                    Err(Refusal::LimitTooLong { days_max: Limit::DAYS_MAX, months_max: Limit::MONTHS_MAX })?;
                }
                if let Some(before) = self.versions.last().filter(|before| valid.from < before.valid.from) {
                    Err(Refusal::EarlierThanVersion { version: before.version, from: before.valid.from })?;
                }
                if let Standard::Check { check, parameters } = standard {
                    let known: Vec<_> = check.parameters().iter().map(|parameter| parameter.name).collect();
                    if let Some(unknown) = parameters.keys().find(|name| !known.contains(&name.as_str())) {
                        Err(Refusal::UnknownParameter { parameter: unknown.clone(), known })?;
                    }
                }
                if let Standard::PostPriority { order } = standard {
                    let repeated = |(at, class): &(usize, &NeedClass)| order.iter().take(*at).any(|c| c == *class);
                    if let Some((_, class)) = order.iter().enumerate().find(repeated) {
                        Err(Refusal::ClassNamedTwice { class: *class })?;
                    }
                }
                if let Standard::PostRules { exclusions, .. } = standard {
                    use Exclusion::{CannotDoDuty, FullTimeJob, Other, PublicPayroll};
                    let lawful =
                        |e: &&Exclusion| matches!(e, PublicPayroll | FullTimeJob | CannotDoDuty | Other { .. });
                    if let Some(ground) = exclusions.iter().find(|e| !lawful(e)) {
                        Err(Refusal::UnreasonableLimit { ground: ground.clone() })?;
                    }
                }
            }
            Event::Withdrawn { version, .. } => {
                let found = self.versions.iter().find(|v| v.version == *version && v.withdrawn_on.is_none());
                let found = found.ok_or(Refusal::NoSuchVersion { version: *version })?;
                stamp.by_another_than(&found.by)?;
            }
            Event::AwarenessSurveyed { asked, aware, .. } if aware > asked => {
                Err(Refusal::MoreAwareThanAsked { asked: *asked, aware: *aware })?;
            }
            _ => {}
        }
        Ok(())
    }

    fn entails(&self, event: &Event, stamp: &Stamp, _: &Cited) -> Result<Vec<crate::case::Entailed>, Stop> {
        Ok(match (event, self.versions.last(), Ref::<Self>::to(&stamp.subject)) {
            (Event::Issued { valid, .. }, Some(before), Some(own)) if before.withdrawn_on.is_none() => {
                let version = before.version;
                vec![own.gets(Event::Superseded { version, by: version + 1, from: valid.from })]
            }
            _ => vec![],
        })
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        match event {
            Event::Issued { area, standard, valid, claws_back, .. } => {
                self.area = Some(*area);
                self.versions.push(Version {
                    version: u32::try_from(self.versions.len()).unwrap_or(u32::MAX).saturating_add(1),
                    valid: *valid,
                    standard: standard.clone(),
                    claws_back: *claws_back,
                    withdrawn_on: None,
                    by: stamp.actor.clone(),
                });
            }
            Event::Withdrawn { version, .. } => {
                if let Some(found) = self.versions.iter_mut().find(|v| v.version == *version) {
                    found.withdrawn_on = Some(stamp.occurred_on);
                }
            }
            // Which version holds follows from order and validity; the fact is there for its readers.
            Event::Superseded { .. }
            | Event::ListPublished { .. }
            | Event::AwarenessSurveyed { .. }
            | Event::TypicalCasePublished { .. } => {}
        }
    }
}
