use std::{fmt, str::FromStr, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, hex, is_hex, shown, string_value};

/// What shows that a fact is true: the digest of a document, never the document or its file name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub sha256: Digest,
    pub kind: EvidenceKind,
}

/// SHA-256, 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest(Arc<str>);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Self(hex(&bytes).into())
    }
}
impl FromStr for Digest {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        if is_hex(text, 64) { Ok(Self(text.into())) } else { Err(Invalid::BadDigest { value: shown(text) }) }
    }
}
string_value!(Digest, "sha256", {"type": "string", "pattern": "^[0-9a-f]{64}$"});

/// The kind of document that the digest stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// 协议、合同
    Agreement,
    /// 申请表、授权承诺
    Application,
    /// 证明、证书
    Certificate,
    /// 决定、批复、文件
    Decision,
    /// 会议记录、评议记录
    Minutes,
    /// 公示
    Notice,
    /// 入户核实、现场核查记录
    Inspection,
    /// 考勤、履职记录
    Attendance,
    /// 银行回单、凭证
    BankSlip,
    /// 数据比对结果
    DataMatch,
    /// 其他
    Other,
}
