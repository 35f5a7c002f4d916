//! The words of a finding.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{stream::StreamId, values::Note};

/// How grave it would be, were it true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Severity {
    #[default]
    Low,
    Medium,
    High,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Raised,
    /// 已交办
    Assigned,
    InfoRequested,
    /// 查实
    Confirmed,
    /// 有合理解释
    Explained,
    /// 数据差错
    DataError,
    /// 已整改
    Rectified,
    /// 追缴中
    Recovering,
    /// 已追回
    Recovered,
    /// 已核销
    WrittenOff,
    /// 已移送
    Referred,
    /// 已处分处罚
    Sanctioned,
    /// 办结
    Closed,
}

/// Who takes over what is beyond the programme's own means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
#[schemars(inline)]
pub enum Authority {
    /// 纪委监委
    DisciplineInspection,
    /// 公安机关
    Police,
    /// 审计机关
    Audit,
    /// 法院
    Court,
    Other {
        name: Note,
    },
}

/// What a suppression hides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
#[schemars(inline)]
pub enum Scope {
    /// This finding.
    Finding,
    /// Whatever the same check says of that case.
    Case { case: StreamId },
}
