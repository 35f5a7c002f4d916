//! The words of a carrier, and what standards say of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::{
    policy::Rate,
    values::{Fen, Note},
};

/// Who works there, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Headcount {
    /// 用工总数
    pub workers: u32,
    /// 其中脱贫人口(含监测对象)
    pub ex_poor: u32,
}

impl Headcount {
    pub(crate) fn adds_up(self) -> Result<(), Refusal> {
        let Self { workers, ex_poor } = self;
        if ex_poor > workers { Err(Refusal::MoreExPoorThanWorkers { workers, ex_poor }) } else { Ok(()) }
    }
}

/// How far a recognition has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Nothing is applied for yet.
    #[default]
    Planned,
    Applied,
    SiteChecked,
    Noticed,
    Refused,
    Recognised,
    /// 已退出
    Exited,
}

/// Why someone works there no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum WorkerLeftReason {
    /// 期满
    Term,
    /// 辞职
    Resigned,
    /// 被裁减 Entails a monitoring clue for the household. Notice §二(五).
    LaidOff,
    /// 死亡
    Death,
    Other {
        reason: Note,
    },
}

/// 认定条件 Enough ex-poor workers in number *or* in share, and a public notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct RecognitionRules {
    pub ex_poor_min: u32,
    pub ex_poor_per_mille_min: u16,
    /// 公示天数 The first day is not counted.
    pub notice_days_min: u16,
}

impl RecognitionRules {
    pub(super) fn are_met(&self, found: Headcount) -> bool {
        let (workers, ex_poor) = (u64::from(found.workers), u64::from(found.ex_poor));
        let share = ex_poor > 0 && ex_poor * 1000 >= workers * u64::from(self.ex_poor_per_mille_min);
        found.ex_poor >= self.ex_poor_min || share
    }
}

/// 吸纳就业认定 Who counts in a period: whoever worked there for so many whole months of it and earned so much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Counting {
    pub months_min: u8,
    pub income_min_fen: Fen,
}

/// 梯次 From so many counted workers on; its rate reckons with their number and their income, up to its cap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Tier {
    pub heads_min: u32,
    pub counting: Counting,
    pub rate: Rate,
    pub cap_fen: Fen,
}

/// 退出人数标准 So many ex-poor workers are asked of a workshop in which so many work in all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct HeadcountFloor {
    pub workers_min: u32,
    pub ex_poor_min: u32,
}
