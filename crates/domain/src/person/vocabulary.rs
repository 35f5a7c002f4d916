//! The words in which facts about a person are said.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::Invalid;

/// Whoever was born before is not among the living.
pub(super) const BIRTH_YEAR_MIN: i16 = 1900;

pub(super) fn birth_year<'de, D: Deserializer<'de>>(d: D) -> Result<i16, D::Error> {
    match i16::deserialize(d)? {
        year if year < BIRTH_YEAR_MIN => {
            Err(Invalid::BadBirthYear { value: year, year_min: BIRTH_YEAR_MIN }.into_serde())
        }
        year => Ok(year),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabourAbility {
    /// 有劳动能力
    Full,
    /// 弱劳动力、半劳动力
    Partial,
    /// 丧失劳动能力、无劳动能力
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Education {
    /// 小学及以下
    Primary,
    /// 初中
    JuniorSecondary,
    /// 高中
    SeniorSecondary,
    /// 中职、技工
    SecondaryVocational,
    /// 高职、大专
    HigherVocational,
    /// 本科及以上
    Bachelor,
}

/// Within the range that counts for recusal: spouse, lineal, collateral within three generations, close in-laws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 配偶
    Spouse,
    /// 直系血亲(长辈)
    Parent,
    /// 直系血亲(晚辈)
    Child,
    /// 三代以内旁系血亲
    Collateral,
    /// 近姻亲
    InLaw,
}

impl Relation {
    pub(super) fn reversed(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            same => same,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KinshipSource {
    /// 申报
    Declaration,
    /// 户籍
    HouseholdRegister,
    /// 数据比对
    Match,
}

/// Ways of working that no case of ours leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// 外出务工
    AwayJob,
    /// 就近就业
    LocalJob,
    /// 灵活就业
    Flexible,
    /// 创业
    OwnBusiness,
}

/// The three services of the "311" action: at least 3, 1 and 1 a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 岗位信息
    VacancyInfo,
    /// 职业培训信息
    TrainingInfo,
    /// 职业指导
    CareerGuidance,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountHolder {
    /// 本人
    #[serde(rename = "self")]
    Oneself,
    /// 惠农补贴一卡通
    HouseholdCard,
    /// 监护人
    Guardian,
    /// 委托代理人
    Agent,
}
