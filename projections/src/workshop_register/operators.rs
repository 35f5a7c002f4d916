//! 经营主体 Whose violations stand against which workshops and bases.

use domain::{
    organisation::{Event, Organisation},
    stream::{Ref, StreamId},
    values::{AreaCode, Date},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Tables, settle};
use crate::{
    model::{List, Seen},
    table,
};

/// 未整改违法违规
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenViolation {
    /// The event that found it.
    pub violation: Uuid,
    pub since: Date,
}

table! {
    /// 经营主体 One organisation with its open violations, and what it operates.
    pub struct Operator in "workshop_register_operator";
    key {
        /// The organisation.
        operator: Ref<Organisation>,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
    }
    plain {
        /// 未整改违法违规
        violations: List<OpenViolation>,
        /// 车间、基地
        carriers: List<StreamId>,
    }
}

pub(super) fn fold(t: &mut Tables, event: &Event, seen: &Seen) {
    let Some(operator) = Ref::<Organisation>::to(&seen.stamp.subject) else { return };
    let (violation, since) = (seen.stamp.id, seen.stamp.occurred_on);
    match event {
        Event::ViolationFound { .. } => {
            let row = t.operators.of((operator.clone(),));
            row.area = seen.stamp.area;
            row.violations.add(OpenViolation { violation, since });
        }
        Event::ViolationCleared { violation, .. } => {
            let Some(row) = t.operators.find((operator.clone(),)) else { return };
            row.violations.0.retain(|open| open.violation != *violation);
        }
        _ => return,
    }
    for carrier in t.operators.of((operator.clone(),)).carriers.0.clone() {
        judge(t, &operator, &carrier);
    }
}

/// From its application on; another operator has it no longer.
pub(super) fn takes_over(t: &mut Tables, operator: &Ref<Organisation>, seen: &Seen) {
    let own = &seen.stamp.subject;
    let before = t.carriers.of((own.clone(),)).operator.replace(operator.clone());
    if let Some(row) = before.and_then(|before| t.operators.find((before,))) {
        row.carriers.0.retain(|carrier| carrier != own);
    }
    let row = t.operators.of((operator.clone(),));
    row.area = row.area.or(seen.stamp.area);
    row.carriers.add(own.clone());
    judge(t, operator, own);
}

fn judge(t: &mut Tables, operator: &Ref<Organisation>, carrier: &StreamId) {
    let first = t.operators.of((operator.clone(),)).violations.0.iter().map(|open| open.since).min();
    let row = t.carriers.of((carrier.clone(),));
    (row.illegal_since, row.open_violation) = (first, first.is_some());
    settle(t, carrier);
}
