//! The words of a claim: who claims what, for when, and what was found.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Claim, Event};
use crate::{
    case::{Case, Malformed},
    organisation::Organisation,
    person::Person,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Month, Note, Span},
};

/// 补贴种类 Those that the notice names, and others by standard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Subsidy {
    /// 就业创业服务补助 Mostly to service bodies.
    EmploymentService,
    /// 职业培训补贴
    VocationalTraining,
    /// 社会保险补贴
    SocialInsurance,
    /// 创业担保贷款 Lent by a bank; the fund pays when the guarantee is called.
    GuaranteedLoan,
    /// 创业担保贷款贴息 Per quarter, to the bank.
    LoanInterest,
    /// 就业帮扶基地奖补
    BaseAward,
    /// 就业帮扶车间奖补
    WorkshopAward,
    /// 乡村公益性岗位补贴 What a month's duty earned.
    PostAllowance,
    /// 雨露计划补助
    YuluGrant,
    /// 新型学徒制培训补贴
    Apprenticeship,
    /// 劳动预备制培训补贴
    PreEmploymentTraining,
    /// 外出务工交通补助
    Travel,
    /// Another kind, by the name under which its standard stands (`0-9 a-z _`).
    Other { name: Note },
}

impl Subsidy {
    pub fn name(&self) -> String {
        match self {
            Self::Other { name } => name.to_string(),
            named => serde_json::to_value(named).ok().and_then(|v| v.as_str().map(String::from)).unwrap_or_default(),
        }
    }

    /// Names and ids are made of it: another kind may not be called as one that the notice names.
    pub(crate) fn is_named_well(&self) -> Result<(), Malformed> {
        let Self::Other { name } = self else { return Ok(()) };
        let name = name.to_string();
        let plain = !name.is_empty() && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'z' | b'_'));
        let taken = serde_json::from_value::<Self>(name.as_str().into()).is_ok();
        if plain && !taken { Ok(()) } else { Err(Malformed::NotASubsidyName { name }) }
    }

    /// The standard that says what it pays, and how it is decided.
    pub fn standard(&self) -> String {
        Self::standard_of(&self.name())
    }

    /// The same, of the subsidy of that name.
    pub fn standard_of(name: &str) -> String {
        format!("subsidy.{name}")
    }
}

/// 收款对象
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Payee {
    Person(Ref<Person>),
    Organisation(Ref<Organisation>),
}

impl Payee {
    pub fn id(&self) -> &str {
        match self {
            Self::Person(person) => person.id(),
            Self::Organisation(organisation) => organisation.id(),
        }
    }
}

impl Ref<Claim> {
    /// The person whom a claim of this name pays, a broker too; by [`Entitlement::claim_id`].
    pub fn paid_person(&self) -> Option<Ref<Person>> {
        let payee = self.id().split('.').next()?;
        Ref::to(&format!("{}-{payee}", Person::CATEGORY).parse().ok()?)
    }

    /// The name of the subsidy that a claim of this name is for.
    pub fn subsidy(&self) -> &str {
        self.id().split('.').nth(1).unwrap_or_default()
    }
}

impl Event {
    /// 签批 Is a step of the decision in the payee's favour signed by this?
    pub fn is_signed(&self) -> bool {
        matches!(self, Self::ManuallyReviewed { passed: true, .. } | Self::Approved { .. })
    }
}

/// 补贴所属期 For when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Period {
    Month(Month),
    Quarter {
        year: i16,
        quarter: u8,
    },
    /// 学期
    Term {
        year: i16,
        term: u8,
    },
    Year(i16),
    /// 一次性
    Once,
}

/// For what stretch of time a kind of subsidy is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    Month,
    Quarter,
    /// 学期
    Term,
    Year,
    /// 一次性
    Once,
}

impl Period {
    pub fn kind(self) -> PeriodKind {
        match self {
            Self::Month(_) => PeriodKind::Month,
            Self::Quarter { .. } => PeriodKind::Quarter,
            Self::Term { .. } => PeriodKind::Term,
            Self::Year(_) => PeriodKind::Year,
            Self::Once => PeriodKind::Once,
        }
    }

    /// Its days, with a last one; none where only a school's calendar would tell them, and none of a single payment.
    pub fn span(self) -> Option<Span> {
        let from = match self {
            Self::Month(month) => month.first(),
            Self::Quarter { year, quarter: quarter @ 1..=4 } => Date::new(year, quarter.cast_signed() * 3 - 2, 1)?,
            Self::Year(year) => Date::new(year, 1, 1)?,
            Self::Quarter { .. } | Self::Term { .. } | Self::Once => return None,
        };
        let months = match self {
            Self::Month(_) => 1,
            Self::Quarter { .. } => 3,
            _ => 12,
        };
        Some(Span { from, to: Some(from.plus_months(months).plus_days(-1)) })
    }

    /// Do they share a day?
    pub fn overlaps(self, other: Self) -> bool {
        self.span().zip(other.span()).is_some_and(|(own, other)| own.overlaps(&other))
    }

    /// Four quarters and two terms a year.
    pub fn exists(self) -> bool {
        match self {
            Self::Quarter { quarter, .. } => (1..=4).contains(&quarter),
            Self::Term { term, .. } => (1..=2).contains(&term),
            Self::Month(_) | Self::Year(_) | Self::Once => true,
        }
    }
}

/// As names of claims spell it: `2025-03`, `2025-q1`, `2025-t1`, `2025`, `once`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(month) => month.fmt(f),
            Self::Quarter { year, quarter } => write!(f, "{year:04}-q{quarter}"),
            Self::Term { year, term } => write!(f, "{year:04}-t{term}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Once => f.write_str("once"),
        }
    }
}

/// Who claims what, for when and for which case. It names the claim, so that there is one of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entitlement {
    /// Where it is decided and paid.
    pub area: AreaCode,
    pub payee: Payee,
    pub subsidy: Subsidy,
    pub period: Period,
    /// The post, workshop, course … that earns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<StreamId>,
}

impl Entitlement {
    /// The id of its claim: `<payee>.<subsidy>.<period>.<case>`, `none` where no case earns it.
    pub fn claim_id(&self) -> String {
        let case = self.case.as_ref().map_or("none", StreamId::as_str);
        format!("{}.{}.{}.{case}", self.payee.id(), self.subsidy.name(), self.period)
    }
}

/// What a check found. [`Finding::blocks`] tells what stands in the way from what only needs a person's eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// 已死亡 The payee died; what was earned on a post goes to the heirs.
    PayeeDied,
    /// 失信 The payee is on the blacklist.
    PayeeBlacklisted,
    /// 注销 The payee is closed.
    PayeeClosed,
    /// 违法违规未整改 An open violation blocks an award.
    OpenViolation,
    /// 未核定 The post, workshop or base that is claimed for knows of nothing earned for that payee and period.
    NotAccrued,
    /// The standard gives nothing for it.
    NothingDue,
    /// 需人工复核 The standard does not leave it to the automatic check.
    ManualReviewNeeded,
}

impl Finding {
    pub fn blocks(self) -> bool {
        self != Self::ManualReviewNeeded
    }
}

/// 不予批准的理由
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
#[schemars(rename = "ClaimRefusalReason")]
pub enum RefusalReason {
    /// 不符合条件
    NotEligible,
    /// 材料不齐
    Incomplete,
    /// 材料虚假
    FalseEvidence,
    /// 重复申领
    PaidElsewhere,
    /// 本人撤回
    Withdrawn,
    Other {
        reason: Note,
    },
}

/// 追回原因
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClawbackReason {
    /// 死亡后发放
    PaidAfterDeath,
    /// 不符合条件
    NotEligible,
    /// 骗取、套取
    Fraud,
    /// 计算错误
    WrongAmount,
    /// 标准下调 Where the standard says so.
    LowerStandard,
}
