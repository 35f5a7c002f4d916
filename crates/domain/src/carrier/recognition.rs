//! 认定 From the application to the recognition, and to its end.

use super::{Carrier, CarrierKind, Headcount, RecognitionRules, Refusal, Step};
use crate::{
    case::{Cited, Common, Stamp, Stop, not_before, only_in},
    organisation::{Organisation, OrganisationRole},
    policy::{Standard, in_force},
    stream::Ref,
    values::{AreaCode, Date, Span},
};

impl Carrier {
    pub(crate) fn may_apply<K: CarrierKind>(
        &self,
        area: AreaCode,
        operator: &Ref<Organisation>,
        stamp: &Stamp,
        cited: &Cited,
    ) -> Result<(), Stop> {
        only_in(&self.step, &[Step::Planned, Step::Refused, Step::Exited])?;
        if let Some(known) = self.area.filter(|known| !area.lies_in(*known)) {
            Err(Refusal::CarrierStays { area: known })?;
        }
        self.goes_on(stamp)?;
        may_operate(operator, K::ROLE, stamp.occurred_on, cited)
    }

    pub(crate) fn may_be_checked(&self, found: Headcount, stamp: &Stamp) -> Result<(), Stop> {
        only_in(&self.step, &[Step::Applied])?;
        self.goes_on(stamp)?;
        Ok(found.adds_up()?)
    }

    pub(crate) fn may_be_noticed<K: CarrierKind>(&self, span: Span, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        only_in(&self.step, &[Step::SiteChecked])?;
        self.goes_on(stamp)?;
        let to = span.to.ok_or(Refusal::RecognitionNoticeOpenEnded {})?;
        let days_min = rules::<K>(self.place(stamp)?, stamp.occurred_on, cited)?.notice_days_min;
        // The first day is not counted. DOMAIN §1.
        let days = to.days_since(span.from);
        if days < i64::from(days_min) {
            Err(Refusal::RecognitionNoticeTooShort { days, days_min })?;
        }
        Ok(())
    }

    pub(crate) fn may_be_refused(&self, stamp: &Stamp) -> Result<(), Stop> {
        only_in(&self.step, &[Step::Applied, Step::SiteChecked, Step::Noticed])?;
        self.goes_on(stamp)
    }

    pub(crate) fn may_be_recognised<K: CarrierKind>(&self, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        only_in(&self.step, &[Step::Noticed])?;
        self.goes_on(stamp)?;
        match self.notice.map(|notice| notice.to) {
            Some(None) => Err(Refusal::RecognitionNoticeOpenEnded {})?,
            Some(Some(ends)) if stamp.occurred_on <= ends => Err(Refusal::RecognitionNoticeNotOver { ends })?,
            _ => {}
        }
        self.by.iter().try_for_each(|recorder| stamp.by_another_than(recorder))?;
        if let Some(operator) = &self.operator {
            may_operate(operator, K::ROLE, stamp.occurred_on, cited)?;
        }
        let rules = rules::<K>(self.place(stamp)?, stamp.occurred_on, cited)?;
        if let Some(found) = self.found.filter(|found| !rules.are_met(*found)) {
            let Headcount { workers, ex_poor } = found;
            let RecognitionRules { ex_poor_min, ex_poor_per_mille_min, .. } = *rules;
            Err(Refusal::TooFewExPoor { workers, ex_poor, ex_poor_min, ex_poor_per_mille_min })?;
        }
        Ok(())
    }

    pub(crate) fn is_recognised(&self) -> Result<(), Stop> {
        only_in(&self.step, &[Step::Recognised])
    }

    pub(crate) fn was_recognised_on(&self, day: Date) -> bool {
        self.recognised.iter().any(|span| span.holds(day))
    }

    fn goes_on(&self, stamp: &Stamp) -> Result<(), Stop> {
        self.step_on.map_or(Ok(()), |earliest| not_before(stamp, earliest))
    }
}

fn rules<'a, K: CarrierKind>(area: AreaCode, on: Date, cited: &Cited<'a>) -> Result<&'a RecognitionRules, Stop> {
    match &in_force(cited, K::RULES, area, on)?.version.standard {
        Standard::WorkshopRules { recognition, .. } | Standard::BaseRules { recognition, .. } => Ok(recognition),
        _ => Err(Common::NotConfigured { standard: K::RULES.into(), area, on })?,
    }
}

fn may_operate(organisation: &Ref<Organisation>, role: OrganisationRole, on: Date, cited: &Cited) -> Result<(), Stop> {
    let operator = cited.get(organisation)?;
    let closed = operator.closed_on.is_some_and(|closed| closed <= on);
    if !operator.roles.contains(&role) || operator.is_blacklisted(on) || closed {
        Err(Refusal::NotAnOperator { organisation: organisation.clone(), role })?;
    }
    Ok(())
}

/// Bookkeeping without rules.
impl Carrier {
    pub(crate) fn applied(&mut self, area: AreaCode, operator: &Ref<Organisation>, stamp: &Stamp) {
        (self.area, self.operator) = (Some(area), Some(operator.clone()));
        (self.found, self.notice) = (None, None);
        self.by.clear();
        self.comes_to(Step::Applied, stamp);
    }

    pub(crate) fn checked(&mut self, found: Headcount, stamp: &Stamp) {
        self.found = Some(found);
        self.comes_to(Step::SiteChecked, stamp);
    }

    pub(crate) fn noticed(&mut self, span: Span, stamp: &Stamp) {
        self.notice = Some(span);
        self.comes_to(Step::Noticed, stamp);
    }

    pub(crate) fn refused(&mut self, stamp: &Stamp) {
        self.comes_to(Step::Refused, stamp);
    }

    pub(crate) fn recognised(&mut self, stamp: &Stamp) {
        if self.step != Step::Recognised {
            self.recognised.push(Span { from: stamp.occurred_on, to: None });
        }
        self.comes_to(Step::Recognised, stamp);
    }

    pub(crate) fn exited(&mut self, stamp: &Stamp) {
        if let Some(spell) = self.recognised.last_mut().filter(|spell| spell.to.is_none()) {
            spell.to = Some(stamp.occurred_on);
        }
        self.comes_to(Step::Exited, stamp);
    }

    fn comes_to(&mut self, step: Step, stamp: &Stamp) {
        (self.step, self.step_on) = (step, Some(stamp.occurred_on));
        self.by.push(stamp.actor.clone());
    }
}
