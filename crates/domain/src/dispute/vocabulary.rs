//! The words of a dispute, and the standard that sets its limits.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ClockName, Course};
use crate::values::{Fen, Limit, Note};

/// The name of the standard with the [`Limits`].
pub const STANDARD: &str = "dispute";

/// 劳动仲裁期限 Public rule: one year, 5, 5, 45 and at most 15 more days; green channels aim at 30. That short limits are counted in
/// working days, and that a suit is brought within 15 days, is general knowledge. DOMAIN §2.13.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Limits {
    /// 仲裁时效 From when the worker knew; on wages from the end of the job. Usual: 12 months.
    pub limitation: Limit,
    /// 受理决定 From when the application is complete. Usual: 5 working days.
    pub acceptance: Limit,
    /// 组庭通知 From acceptance. Usual: 5 working days.
    pub tribunal: Limit,
    /// 审结 From acceptance to award, settlement or dismissal. Usual: 45 calendar days.
    pub award: Limit,
    /// 延期 At most so many more, in the unit of the award's limit. Usual: 15.
    pub extension_max: u16,
    /// 绿色通道办结目标 From acceptance. Usual: 30 calendar days.
    pub green_channel: Limit,
    /// 起诉期 From the service of an appealable award. Usual: 15 calendar days.
    pub suit: Limit,
}

impl Limits {
    pub(crate) fn all(&self) -> Vec<Limit> {
        let extension = Limit::CalendarDays(self.extension_max);
        vec![self.limitation, self.acceptance, self.tribunal, self.award, extension, self.green_channel, self.suit]
    }

    /// What a clock of a dispute runs under.
    pub fn of(&self, clock: ClockName, course: &Course) -> Limit {
        match clock {
            ClockName::Acceptance => self.acceptance,
            ClockName::Tribunal => self.tribunal,
            ClockName::Award => self.award,
            ClockName::Extension => self.award.longer(course.extended_by.unwrap_or_default()),
            ClockName::GreenChannel => self.green_channel,
        }
    }
}

/// 仲裁请求
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claimed {
    pub kind: ClaimKind,
    /// None where no money is claimed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_fen: Option<Fen>,
}

/// 争议类型
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum ClaimKind {
    /// 劳动报酬
    Wages,
    /// 经济补偿、赔偿金
    Compensation,
    /// 工伤待遇
    Injury,
    /// 劳动关系、劳动合同
    Contract,
    Other {
        reason: Note,
    },
}

/// 不予受理的理由
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
#[schemars(rename = "DisputeRefusalReason")]
pub enum RefusalReason {
    /// 不属于受案范围
    NotALabourDispute,
    /// 不属于本委管辖
    OtherJurisdiction,
    /// 超过仲裁时效
    LimitationPassed,
    /// 重复申请
    DecidedAlready,
    Other {
        reason: Note,
    },
}

/// 中止原因 Lawful ones; the limits stand still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum SuspensionReason {
    /// 等待工伤认定、劳动能力鉴定
    InjuryAssessment,
    /// 等待另案结果
    OtherProceedings,
    /// 当事人死亡、丧失行为能力等
    PartyUnable,
    /// 公告送达
    PublicService,
    Other {
        reason: Note,
    },
}

/// 裁决效力
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finality {
    /// 终局裁决 The employer cannot sue against it; the worker can.
    Final,
    /// 非终局裁决
    Appealable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// 劳动者
    Worker,
    /// 用人单位
    Employer,
}
