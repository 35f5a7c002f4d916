//! 年度计划 "Upgrade some, support some, build some, adjust some": what a year has in mind for each workshop. A workshop to be
//! built begins with its plan, which is carried out when it is recognised. Notice §二(二).

use serde::Serialize;

use super::{Measure, Refusal, Workshop};
use crate::{
    case::{Stamp, Stop},
    values::Date,
};

#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    pub year: i16,
    pub measure: Measure,
    pub taken_on: Option<Date>,
}

impl Workshop {
    pub(super) fn may_plan(&self, year: i16, measure: Measure, stamp: &Stamp) -> Result<(), Stop> {
        self.carrier.is_recognised()?;
        if self.plans.iter().any(|plan| (plan.year, plan.measure) == (year, measure)) {
            Err(Refusal::PlannedAlready { year, measure })?;
        }
        planned_for(year, stamp)
    }

    pub(super) fn is_planned(&self, year: i16, measure: Measure) -> Result<(), Stop> {
        let waits = |plan: &Plan| (plan.year, plan.measure, plan.taken_on) == (year, measure, None);
        if self.plans.iter().any(waits) { Ok(()) } else { Err(Refusal::NotPlanned { year, measure })? }
    }
}

pub(super) fn planned_for(year: i16, stamp: &Stamp) -> Result<(), Stop> {
    let this = stamp.occurred_on.year();
    if year == this || year == this.saturating_add(1) { Ok(()) } else { Err(Refusal::PlanOfAnotherYear { year })? }
}
