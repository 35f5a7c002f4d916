//! The words of a fund: where money comes from, what it is for, and who owes it back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Fund;
use crate::{
    claim::Subsidy,
    stream::Ref,
    values::{Account, Date, Evidence, Fen, Note},
};

/// 资金来源
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 就业补助资金
    EmploymentSubsidy,
    /// 衔接推进乡村振兴补助资金
    Transition,
    /// 以工代赈中央投资
    WorkReliefCentral,
    /// 地方资金
    Local,
    /// 社会资金
    Social,
}

impl Source {
    /// The standard that says which purposes this source may serve.
    pub fn standard(self) -> String {
        let name = match self {
            Self::EmploymentSubsidy => "employment_subsidy",
            Self::Transition => "transition",
            Self::WorkReliefCentral => "work_relief_central",
            Self::Local => "local",
            Self::Social => "social",
        };
        format!("fund_purposes.{name}")
    }
}

/// 资金用途
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Purpose {
    /// 就业补贴 Any subsidy.
    AnySubsidy,
    /// One kind of subsidy.
    Subsidy {
        subsidy: Subsidy,
    },
    /// 劳务报酬 Wages of work relief.
    ReliefWages,
    /// 工程建设
    Works,
    Other {
        reason: Note,
    },
}

impl Purpose {
    pub fn serves(&self, subsidy: &Subsidy) -> bool {
        match self {
            Self::AnySubsidy => true,
            Self::Subsidy { subsidy: own } => own == subsidy,
            Self::ReliefWages | Self::Works | Self::Other { .. } => false,
        }
    }
}

/// 分配文件 The document that allocates the money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocationDocument {
    /// 文号
    pub number: Note,
    pub dated: Date,
    pub evidence: Evidence,
}

/// Whom money is received from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Payer {
    /// The fund above.
    Fund { fund: Ref<Fund> },
    /// 国库、捐赠 Outside all funds.
    Outside { payer: Note },
}

/// 指标来源 So much came from that fund under that document, whichever years and purposes it has passed through since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Origin {
    pub fund: Ref<Fund>,
    pub document: Note,
    pub amount_fen: Fen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// 调增
    Increase,
    /// 调减
    Decrease,
}

/// Who owes money back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Debtor {
    /// The payee of the claim.
    Payee,
    /// 错发 Whoever holds the account on which it arrived.
    Holder { account: Account },
}
