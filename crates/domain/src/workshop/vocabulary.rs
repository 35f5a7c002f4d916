//! The words in which facts about a workshop are said.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::values::{Evidence, Note};

/// 车间模式 Notice §二(二).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Model {
    /// 普通
    Plain,
    /// 企业+就业帮扶车间
    EnterpriseWorkshop,
    /// 联合体+就业帮扶车间
    ConsortiumWorkshop,
    Other {
        reason: Note,
    },
}

/// 升级、扶持、调整 What a year's plan has in mind for a workshop that exists. Notice §二(二).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PlannedMeasure")]
pub enum Measure {
    /// 升级
    Upgrade,
    /// 扶持
    Support,
    /// 调整
    Adjust,
}

/// How a recognised workshop stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    #[default]
    Normal,
    /// 观察
    Watch,
    /// 暂停
    Suspended,
}

/// 退出原因
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum ExitReason {
    /// 违法违规生产经营 The event that found the operator's violation, and the decision on it.
    Illegal {
        violation: Uuid,
        decision: Evidence,
    },
    /// 停工停产
    Stopped,
    /// 吸纳脱贫人口就业人数未达要求
    BelowHeadcount,
    /// 自愿退出
    Voluntary,
    Other {
        reason: Note,
    },
}

impl ExitReason {
    /// Adverse acts are noticed with their reason, may be objected to, and only then decided. DOMAIN §1.
    pub(super) fn is_adverse(&self) -> bool {
        *self != Self::Voluntary
    }
}

/// Where a noticed exit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExitStep {
    Noticed,
    Objected,
    /// The objection was rejected.
    Rejected,
}
