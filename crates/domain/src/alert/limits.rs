//! The limits by name (DOMAIN §1, Limits). How each one runs is in `projections/src/limits`; how long it is, in the standard
//! that it belongs to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A limit by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum LimitId {
    /// 监测识别时限 From a clue to the county's confirmation. DOMAIN §2.1.
    MonitoringConfirmation,
    /// 履职考核时限 From the end of the month to the assessment of its duty. DOMAIN §2.10.
    DutyAssessment,
    /// 上岗前参保 Accident insurance before duty. DOMAIN §2.10.
    PostInsurance,
    /// 补贴到账时限 From the complete application to the credit. DOMAIN §2.11.
    ClaimCredit,
    /// 追缴时限 From a confirmed finding to the first money recovered. DOMAIN §4 F25.
    FindingRecovery,
}

impl LimitId {
    pub const ALL: &'static [Self] = &[
        Self::MonitoringConfirmation,
        Self::DutyAssessment,
        Self::PostInsurance,
        Self::ClaimCredit,
        Self::FindingRecovery,
    ];

    /// As in streams and texts: `duty_assessment`.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|v| v.as_str().map(String::from)).unwrap_or_default()
    }
}
