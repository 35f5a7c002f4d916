//! The checks by name, with the parameters that a standard may set (DOMAIN §4). How each one looks is in
//! `projections/src/checks`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The five families that the notice names, and a sixth. Notice §二(四).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// 优亲厚友
    Nepotism,
    /// 轮流坐庄
    Rotation,
    /// 漠视群众实际需求
    Neglect,
    /// 挤占挪用
    Diversion,
    /// 拖欠工资补贴
    Arrears,
    /// 虚报冒领
    FalseClaims,
    /// Of none of them.
    Other,
}

/// A red flag by its name; the number is that of DOMAIN §4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum CheckId {
    /// F1 优亲厚友 Kin of a signer placed or awarded without recusal.
    Nepotism,
    /// F2 应回避未回避 A signer was kin as known then, and none stood aside.
    MissedRecusal,
    /// F3 轮流坐庄 A post handed round while a needier applicant waits.
    Rotation,
    /// F4 漠视需求 A needier applicant refused or waiting while another is placed.
    NeglectedNeed,
    /// F5 不合理限制 A refusal for age, disability and the like.
    UnreasonableLimit,
    /// F6 挤占挪用 Money used for another purpose, or gathered by one account.
    Diversion,
    /// F7 拖欠 Due and not credited.
    Arrears,
    /// F8 吃空饷 Paid without duty.
    NoShow,
    /// F10 重复上岗 Two full-time engagements at once.
    DoublePost,
    /// F11 重复享受 The same benefit twice.
    DuplicateBenefit,
    /// F13 多人共用账户 One account for unrelated payees.
    SharedAccount,
    /// F16 停产仍领奖补 An award for days after a stop.
    AwardAfterStoppage,
    /// F31 资金滞留闲置 Money received and left lying.
    IdleFunds,
    /// F32 复算不符 Paid otherwise than the standard says.
    RecomputedOtherwise,
}

/// A number that a check uses, and that a standard `check.<name>` may set for an area and a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    /// Without it the check answers "not configured" until a standard sets it.
    pub default: Option<i64>,
    pub doc: &'static str,
}

const fn usual(name: &'static str, default: i64, doc: &'static str) -> Parameter {
    Parameter { name, default: Some(default), doc }
}

impl CheckId {
    pub const ALL: &'static [Self] = &[
        Self::Nepotism,
        Self::MissedRecusal,
        Self::Rotation,
        Self::NeglectedNeed,
        Self::UnreasonableLimit,
        Self::Diversion,
        Self::Arrears,
        Self::NoShow,
        Self::DoublePost,
        Self::DuplicateBenefit,
        Self::SharedAccount,
        Self::AwardAfterStoppage,
        Self::IdleFunds,
        Self::RecomputedOtherwise,
    ];

    /// As in streams, texts and standards: `no_show`.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|v| v.as_str().map(String::from)).unwrap_or_default()
    }

    /// The standard that sets its parameters.
    pub fn standard(self) -> String {
        format!("check.{}", self.name())
    }

    pub const fn family(self) -> Family {
        match self {
            Self::Nepotism | Self::MissedRecusal => Family::Nepotism,
            Self::Rotation => Family::Rotation,
            Self::NeglectedNeed | Self::UnreasonableLimit => Family::Neglect,
            Self::Diversion | Self::IdleFunds => Family::Diversion,
            Self::Arrears => Family::Arrears,
            Self::NoShow
            | Self::DoublePost
            | Self::DuplicateBenefit
            | Self::SharedAccount
            | Self::AwardAfterStoppage => Family::FalseClaims,
            Self::RecomputedOtherwise => Family::Other,
        }
    }

    /// What a standard may set.
    pub fn parameters(self) -> &'static [Parameter] {
        PARAMETERS.iter().find(|(check, _)| *check == self).map_or(&[], |(_, parameters)| parameters)
    }
}

/// Of the checks that have any; the defaults are DOMAIN §4's where it gives one.
const PARAMETERS: &[(CheckId, &[Parameter])] = &[
    (
        CheckId::Nepotism,
        &[
            usual(
                "reciprocal_days_max",
                365,
                "Villages that place each other's kin within so many days do it in return.",
            ),
            usual("residents_min", 8, "From so many people on file on a village has a base rate of kin."),
            usual(
                "dense_percent_min",
                20,
                "From so many kin in a hundred on a placement of kin is what chance would do.",
            ),
            usual("decisions_min", 8, "From so many decisions on their share of kin is weighed against the base rate."),
            usual("deviations_min", 2, "By more than so many standard deviations above it, it is no chance."),
        ],
    ),
    (
        CheckId::Rotation,
        &[
            usual("window_months", 36, "The time over which holders of one post are counted."),
            usual("holders_min", 3, "From so many holders on a post is handed round."),
            usual("holding_months_max", 4, "Or when each held it no longer than so many months."),
        ],
    ),
    (CheckId::NeglectedNeed, &[usual("waiting_days_max", 30, "Days an applicant or a surveyed need may wait.")]),
    (
        CheckId::Diversion,
        &[
            usual("payees_min", 3, "From so many payees whose money is forwarded to one account."),
            usual("days_max", 7, "Within so many days."),
        ],
    ),
    (CheckId::Arrears, &[usual("overdue_days_max", 15, "Days after the due day without a credit.")]),
    (
        CheckId::NoShow,
        &[
            usual("grace_days", 10, "Days after the accrual in which a duty log may still come."),
            usual("identical_logs_min", 3, "From so many logs with the same sheet on it is no coincidence."),
        ],
    ),
    (
        CheckId::DoublePost,
        &[
            usual("overlap_days_min", 5, "Days on two full-time engagements from which it counts."),
            usual("transfer_days", 7, "Days after the second began in which one may still leave the first."),
        ],
    ),
    (CheckId::SharedAccount, &[usual("payees_min", 3, "From so many unrelated payees on one account.")]),
    (
        CheckId::IdleFunds,
        &[Parameter {
            name: "days_max",
            default: None,
            doc: "Days in which money that was received is sent down or used.",
        }],
    ),
    (CheckId::RecomputedOtherwise, &[usual("tolerance_fen", 0, "A difference up to so many fen is none.")]),
];
