//! The words in which facts about a post are said. The reasons are a closed list on purpose: what may not be a reason has no
//! word here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::Note;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum PostCategory {
    /// 保洁
    Cleaning,
    /// 护林护河护路
    Patrol,
    /// 养老托幼、助残
    Care,
    /// 公共设施管护
    Upkeep,
    /// 治安协管
    Safety,
    /// 就业、便民服务
    Assistance,
    Other {
        reason: Note,
    },
}

/// Why an application may be refused. Age, disability and the like are not among the reasons. Notice §二(四).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
#[schemars(rename = "ApplicationRefusalReason")]
pub enum RefusalReason {
    /// 不能胜任岗位职责
    CannotDoDuty,
    /// 不属于帮扶对象
    NotInTargetPopulation,
    /// 已有全日制工作
    FullTimeJob,
    /// 财政供养人员
    PublicPayroll,
    /// 未满十六周岁
    UnderSixteen,
    /// 更需帮扶者优先
    NeedierApplicant,
    /// 本人放弃
    Withdrawn,
    Other {
        reason: Note,
    },
}

/// Why someone may come before others where a post is given; in what order, a standard says. Notice §二(四): the weight of
/// difficulty in finding work; DOMAIN §4 F4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NeedClass {
    /// 防返贫监测对象
    Monitored,
    /// 零就业家庭 Nobody of the household works.
    ZeroEmployment,
    /// 弱劳力、半劳力
    PartialLabour,
    /// 脱贫户
    ExPoor,
    /// 其他低收入群体
    OtherLowIncome,
}

impl NeedClass {
    /// The place in an order of whoever is in these classes: 0 comes first, and who is in none of the order's comes last.
    pub fn rank(order: &[Self], classes: &[Self]) -> usize {
        order.iter().position(|class| classes.contains(class)).unwrap_or(order.len())
    }
}

/// Why someone is on a post for a while only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Temporary {
    /// 季节性用工
    Season,
    /// 顶替病休人员
    IllnessCover,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DutyOutcome {
    Completed,
    NotCompleted,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum LeftReason {
    /// 期满
    Term,
    /// 市场就业
    MarketJob,
    /// 未履职
    DutyFailure,
    /// 不能胜任
    Incapacity,
    /// 不再符合条件
    LostEligibility,
    /// 迁出
    Moved,
    /// 岗位撤销
    PostAbolished,
    /// 死亡
    Death,
    /// 骗取
    Fraud,
    /// 辞职
    Resigned,
    Other {
        reason: Note,
    },
}

impl LeftReason {
    /// Adverse acts are noticed with their reason, may be objected to, and only then decided. DOMAIN §1.
    pub(super) fn is_adverse(&self) -> bool {
        matches!(self, Self::DutyFailure | Self::Incapacity | Self::LostEligibility | Self::Fraud | Self::Other { .. })
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Planned,
    Approved,
    /// Open, or vacant after a holder left.
    Open,
    Filled,
    Abolished,
}

/// How far an application has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Applied,
    VillageReviewed,
    Noticed,
    TownshipReviewed,
    CountyApproved,
}
