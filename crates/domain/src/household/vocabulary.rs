//! The words of a household: what it is, what happened to it, what is done for it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::monitoring::{MonitoredKind, Stage};
use crate::{
    area::Area,
    stream::Ref,
    values::{Date, Fen, Note},
};

/// What a household is by register; whether it is monitored is another question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HouseholdKind {
    /// 脱贫户
    ExPoor,
    /// 其他低收入群体 A target of work relief only. Notice §二(三).
    OtherLowIncome,
    /// 一般农户
    #[default]
    Ordinary,
}

/// Why a member left while living.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum LeaveReason {
    /// 婚嫁
    Marriage,
    /// 离异
    Divorce,
    /// 收养
    Adoption,
    Other {
        reason: Note,
    },
}

/// Why a household belongs to another village now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReassignReason {
    /// 区划调整 Its village was merged or split.
    BoundaryChange,
    /// 整户迁移 It moved.
    WholeHouseholdMoved,
}

/// 三保障和饮水安全
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Guarantee {
    /// 义务教育
    Education,
    /// 基本医疗
    Medical,
    /// 住房安全
    Housing,
    /// 饮水安全
    Water,
}

/// What threatens a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Risk {
    /// 失业 Counted by county and month: no large-scale return to poverty through unemployment. Notice §一.
    JobLoss,
    /// 因病
    Illness,
    /// 因残
    Disability,
    /// 因学
    Schooling,
    /// 因灾
    Disaster,
    /// 意外事故
    Accident,
    /// 产业失败
    BusinessFailure,
    Other {
        reason: Note,
    },
}

/// What made somebody look: a cause, or a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Clue {
    /// 失业 A member was laid off.
    JobLoss,
    /// 收入骤减
    IncomeDrop,
    /// 大额医疗支出
    MedicalExpense,
    /// 灾害、意外
    Disaster,
    /// 农户自主申报
    SelfReported,
    /// 基层干部排查
    FieldCheck,
    /// 部门筛查预警
    DataMatch,
    /// 信访、媒体
    Petition,
    Other {
        reason: Note,
    },
}

/// 帮扶措施
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
#[schemars(rename = "ReliefMeasure")]
pub enum Measure {
    /// 就业帮扶
    Employment,
    /// 公益性岗位
    WelfarePost,
    /// 产业帮扶
    Business,
    /// 医疗救助
    MedicalAid,
    /// 教育资助
    SchoolAid,
    /// 住房、饮水
    HousingAndWater,
    /// 综合保障 Basic living allowance and the like.
    SocialAssistance,
    Other {
        reason: Note,
    },
}

/// Why a household is not, or should not be, monitored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum RejectionReason {
    /// 收入、支出达不到标准
    NoRiskFound,
    /// 拒绝授权
    AuthorisationWithheld,
    /// 申报不实
    FalseDeclaration,
    /// 本人放弃
    Withdrawn,
    Other {
        reason: Note,
    },
}

/// A risk that is not resolved, by the event that recorded it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRisk {
    pub event: Uuid,
    pub risk: Risk,
    pub since: Date,
}

/// What a household passes on to one that splits off.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inherited {
    pub household_kind: HouseholdKind,
    /// Where monitoring goes on; a household that is not confirmed passes on nothing of it.
    pub stage: Stage,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monitored_kind: Option<MonitoredKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shocked_on: Option<Date>,
    pub open_risks: Vec<OpenRisk>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relocated_to: Option<Ref<Area>>,
}

/// Income of one year.
#[derive(Clone, Debug, Serialize)]
pub struct Income {
    /// The event that assessed or last restated it.
    pub event: Uuid,
    pub total_fen: Fen,
    pub heads: u16,
    pub assessed_on: Date,
    #[serde(skip)]
    pub(super) by: crate::actor::Actor,
}

impl Income {
    pub(super) fn of(stamp: &crate::case::Stamp, total_fen: Fen, heads: u16) -> Self {
        Self { event: stamp.id, total_fen, heads, assessed_on: stamp.occurred_on, by: stamp.actor.clone() }
    }

    /// Rounded down to the fen.
    pub fn per_head_fen(&self) -> Fen {
        self.total_fen.share(1, u64::from(self.heads))
    }
}
