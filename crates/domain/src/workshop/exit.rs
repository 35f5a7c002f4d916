//! 退出 Why a workshop may have to go, what proves it, and how its operator is heard. Notice §二(二); DOMAIN §1, §2.8.

use serde::Serialize;

use super::{ExitReason, ExitStep, Refusal, Workshop};
use crate::{
    actor::Actor,
    carrier::CarrierKind,
    case::{Cited, Stamp, Stop},
    policy::{Standard, in_force, in_force_if_any},
    values::Date,
};

/// An exit that is noticed and not decided.
#[derive(Clone, Debug, Serialize)]
pub struct Exit {
    pub reason: ExitReason,
    pub noticed_on: Date,
    pub step: ExitStep,
    #[serde(skip)]
    pub(super) by: Actor,
}

impl Workshop {
    pub(super) fn may_be_told_to_exit(&self, reason: &ExitReason, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        self.carrier.is_recognised()?;
        self.is_heard()?;
        self.is_proven(reason, stamp, cited)
    }

    pub(super) fn may_exit(&self, reason: &ExitReason, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        self.carrier.is_recognised()?;
        self.is_heard()?;
        if reason.is_adverse() {
            let exit = self.exit.as_ref().filter(|exit| exit.reason == *reason);
            let exit = exit.ok_or_else(|| Refusal::OperatorNotNoticed { reason: reason.clone() })?;
            stamp.by_another_than(&exit.by)?;
            self.had_time_to_object(exit, stamp, cited)?;
        } else if let Some(recorder) = &self.exit_requested_by {
            stamp.by_another_than(recorder)?;
        }
        // What proved it at the notice may have been put right since.
        self.is_proven(reason, stamp, cited)
    }

    pub(super) fn exit_at(&self, needed: ExitStep) -> Result<&Exit, Refusal> {
        let step = self.exit.as_ref().map(|exit| exit.step);
        self.exit.as_ref().filter(|exit| exit.step == needed).ok_or(Refusal::NoSuchExitStep { step })
    }

    /// A second notice, or the exit itself, would silence an objection.
    fn is_heard(&self) -> Result<(), Refusal> {
        match &self.exit {
            Some(exit) if exit.step == ExitStep::Objected => Err(Refusal::ExitObjectionOpen {}),
            _ => Ok(()),
        }
    }

    /// Whose objection is decided has been heard.
    fn had_time_to_object(&self, exit: &Exit, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        if exit.step == ExitStep::Noticed
            && let Some(found) = in_force_if_any(cited, Self::RULES, self.carrier.place(stamp)?, exit.noticed_on)?
            && let Standard::WorkshopRules { exit_notice_days_min, .. } = found.version.standard
        {
            // The first day is not counted. DOMAIN §1.
            let earliest = exit.noticed_on.plus_days(i32::from(exit_notice_days_min) + 1);
            if stamp.occurred_on < earliest {
                Err(Refusal::ExitNoticeNotOver { earliest })?;
            }
        }
        Ok(())
    }

    /// Each reason has its own proof.
    fn is_proven(&self, reason: &ExitReason, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let on = stamp.occurred_on;
        match reason {
            ExitReason::Illegal { violation, .. } => {
                let Some(operator) = &self.carrier.operator else { return Ok(()) };
                if !cited.get(operator)?.open_violations.contains(violation) {
                    Err(Refusal::ViolationNotOpen { violation: *violation })?;
                }
            }
            ExitReason::Stopped => {
                if self.production.stopped_since().is_none_or(|since| on < since) {
                    Err(Refusal::ProductionGoesOn {})?;
                }
                self.does_not_rest(on)?;
            }
            ExitReason::BelowHeadcount => self.is_too_small(stamp, cited)?,
            ExitReason::Voluntary if self.exit_requested_on.is_none() => Err(Refusal::ExitNotRequested {})?,
            ExitReason::Voluntary | ExitReason::Other { .. } => {}
        }
        Ok(())
    }

    fn does_not_rest(&self, on: Date) -> Result<(), Refusal> {
        match self.production.season(on) {
            Some(season) => Err(Refusal::ProductionRests { until: season.to }),
            None => Ok(()),
        }
    }

    /// By a number that is fitted to operations, or the rule answers "not configured".
    fn is_too_small(&self, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let verified = self.verified.as_ref().ok_or(Refusal::HeadcountNotVerified {})?;
        self.does_not_rest(verified.on)?;
        let found = verified.headcount;
        let standard = in_force(cited, "workshop_headcount", self.carrier.place(stamp)?, stamp.occurred_on)?;
        let Standard::WorkshopHeadcount { floors } = &standard.version.standard else { return Ok(()) };
        let floor = floors.iter().rfind(|floor| floor.workers_min <= found.workers);
        let ex_poor_min = floor.map_or(0, |floor| floor.ex_poor_min);
        if found.ex_poor >= ex_poor_min {
            Err(Refusal::HeadcountReached { ex_poor: found.ex_poor, ex_poor_min })?;
        }
        Ok(())
    }
}
