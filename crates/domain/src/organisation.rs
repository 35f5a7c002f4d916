//! 单位 organisation: employers, operators, contractors, HR firms, cooperatives, brokers.
//!
//! Named by its unified social credit code in lower case, so that one firm is one case; a labour broker (劳务经纪人), who is a
//! natural person, by that person's id. DOMAIN §2.3.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    case::{Case, Cited, Malformed, Nature, Place, Reason, Stamp, Stop},
    person::Person,
    stream::{Ref, StreamId},
    values::{Account, AreaCode, CreditCode, Date, Evidence, Note},
};

#[cfg(test)]
mod tests;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 登记
    #[serde(rename = "organisation.registered.v1")]
    Registered { identity: Identity, area: AreaCode },
    /// 赋予身份 Acts in this capacity from now on.
    #[serde(rename = "organisation.role_granted.v1")]
    RoleGranted { role: OrganisationRole, evidence: Evidence },
    /// 撤销身份
    #[serde(rename = "organisation.role_withdrawn.v1")]
    RoleWithdrawn { role: OrganisationRole, reason: Note },
    /// 收款账户
    #[serde(rename = "organisation.account_declared.v1")]
    AccountDeclared { account: Account },
    /// 查实违法违规
    #[serde(rename = "organisation.violation_found.v1")]
    ViolationFound { violation: Violation, evidence: Evidence },
    /// 整改完成 `violation` is the event that found it.
    #[serde(rename = "organisation.violation_cleared.v1")]
    ViolationCleared { violation: Uuid, evidence: Evidence },
    /// 列入失信名单 Until a day, or until removed.
    #[serde(rename = "organisation.blacklisted.v1")]
    Blacklisted { until: Option<Date>, evidence: Evidence },
    /// 移出失信名单
    #[serde(rename = "organisation.blacklist_lifted.v1")]
    BlacklistLifted { evidence: Evidence },
    /// 注销
    #[serde(rename = "organisation.closed.v1")]
    Closed { evidence: Evidence },
}

/// What tells the organisation apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Identity {
    /// 统一社会信用代码
    CreditCode(CreditCode),
    /// A broker, who is a natural person.
    Person(Ref<Person>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationRole {
    /// 用人单位、企业
    Employer,
    /// 车间经营主体
    WorkshopOperator,
    /// 公益性岗位用人单位
    PostEmployingUnit,
    /// 项目业主
    ProjectOwner,
    /// 施工单位
    Contractor,
    /// 劳务专业合作社
    LabourCooperative,
    /// 劳务经纪人
    LabourBroker,
    /// 人力资源服务公司
    HrFirm,
    /// 培训机构
    TrainingProvider,
    /// 银行
    Bank,
    /// 政府部门、乡镇、村委会
    PublicBody,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Violation {
    /// 拖欠劳动报酬
    WageArrears,
    /// 安全生产
    WorkSafety,
    /// 套取、骗取补贴
    SubsidyFraud,
    /// 违法用工
    IllegalEmployment,
    Other {
        reason: Note,
    },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// A closed organisation does nothing more.
    OrganisationClosed { on: Date },
    /// It acts in that capacity already.
    RoleHeld { role: OrganisationRole },
    /// It does not act in that capacity.
    RoleNotHeld { role: OrganisationRole },
    /// It is on the blacklist: no capacity is granted until it is lifted. DOMAIN §2.3.
    Blacklisted { until: Option<Date> },
    /// It is not on the blacklist.
    NotBlacklisted {},
    /// No such open violation.
    NoOpenViolation { violation: Uuid },
}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Organisation {
    pub area: Option<AreaCode>,
    pub identity: Option<Identity>,
    pub roles: BTreeSet<OrganisationRole>,
    pub accounts: BTreeSet<Account>,
    pub open_violations: BTreeSet<Uuid>,
    pub blacklisted: bool,
    pub blacklisted_until: Option<Date>,
    pub closed_on: Option<Date>,
}

impl Organisation {
    pub fn is_blacklisted(&self, on: Date) -> bool {
        self.blacklisted && self.blacklisted_until.is_none_or(|until| on <= until)
    }
}

impl Identity {
    fn case_id(&self) -> String {
        match self {
            Self::CreditCode(code) => code.as_str().to_ascii_lowercase(),
            Self::Person(person) => person.id().into(),
        }
    }
}

impl Case for Organisation {
    const CATEGORY: &'static str = "organisation";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Registered { .. }) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::ViolationFound { .. } | Event::Closed { .. } => Nature::Observation,
            Event::BlacklistLifted { .. } => Nature::Approval,
            _ => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        if let Some(on) = self.closed_on {
            Err(Refusal::OrganisationClosed { on })?;
        }
        match event {
            Event::Registered { identity, .. } => {
                let expected = StreamId::of::<Self>(identity.case_id());
                if expected != stamp.subject {
                    Err(Malformed::CaseNamedOtherwise {
                        subject: stamp.subject.clone(),
                        expected: expected.to_string(),
                    })?;
                }
                if let Identity::Person(person) = identity {
                    cited.get(person)?;
                }
            }
            Event::RoleGranted { role, .. } => {
                if self.is_blacklisted(stamp.occurred_on) {
                    Err(Refusal::Blacklisted { until: self.blacklisted_until })?;
                }
                if self.roles.contains(role) {
                    Err(Refusal::RoleHeld { role: *role })?;
                }
            }
            Event::RoleWithdrawn { role, .. } if !self.roles.contains(role) => {
                Err(Refusal::RoleNotHeld { role: *role })?
            }
            Event::ViolationCleared { violation, .. } if !self.open_violations.contains(violation) => {
                Err(Refusal::NoOpenViolation { violation: *violation })?;
            }
            Event::BlacklistLifted { .. } if !self.blacklisted => Err(Refusal::NotBlacklisted {})?,
            _ => {}
        }
        Ok(())
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        match event {
            Event::Registered { identity, area } => {
                (self.identity, self.area) = (Some(identity.clone()), Some(*area));
            }
            Event::RoleGranted { role, .. } => {
                self.roles.insert(*role);
            }
            Event::RoleWithdrawn { role, .. } => {
                self.roles.remove(role);
            }
            Event::AccountDeclared { account } => {
                self.accounts.insert(account.clone());
            }
            Event::ViolationFound { .. } => {
                self.open_violations.insert(stamp.id);
            }
            Event::ViolationCleared { violation, .. } => {
                self.open_violations.remove(violation);
            }
            Event::Blacklisted { until, .. } => (self.blacklisted, self.blacklisted_until) = (true, *until),
            Event::BlacklistLifted { .. } => (self.blacklisted, self.blacklisted_until) = (false, None),
            Event::Closed { .. } => self.closed_on = Some(stamp.occurred_on),
        }
    }
}
