//! Bookkeeping without rules.

use super::{Counted, Event, Exit, ExitStep, Plan, Standing, Workshop};
use crate::{
    carrier::{Headcount, Money},
    case::Stamp,
    values::Span,
};

impl Workshop {
    pub(super) fn fold(&mut self, event: &Event, stamp: &Stamp) {
        let on = stamp.occurred_on;
        let counted = |headcount: Headcount| Some(Counted { headcount, on, by: stamp.actor.clone() });
        let carrier = &mut self.carrier;
        match event {
            Event::BuildPlanned { area, .. } => carrier.area = Some(*area),
            Event::MeasurePlanned { year, measure, .. } => {
                self.plans.push(Plan { year: *year, measure: *measure, taken_on: None });
            }
            Event::MeasureTaken { year, measure, .. } => {
                let mut plans = self.plans.iter_mut();
                if let Some(plan) = plans.find(|plan| (plan.year, plan.measure) == (*year, *measure)) {
                    plan.taken_on = Some(on);
                }
            }
            Event::Applied { area, operator, model, .. } => {
                carrier.applied(*area, operator, stamp);
                self.model = Some(model.clone());
            }
            Event::SiteChecked { found, .. } => carrier.checked(*found, stamp),
            Event::Noticed { span } => carrier.noticed(*span, stamp),
            Event::Recognised { .. } => {
                carrier.recognised(stamp);
                self.exited_for = None;
            }
            Event::ApplicationRefused { .. } => carrier.refused(stamp),
            Event::WatchBegan { .. } => self.standing = Standing::Watch,
            Event::Suspended { .. } => {
                self.standing = Standing::Suspended;
                self.suspended.push(Span { from: on, to: None });
            }
            Event::Rectified { .. } => self.stands_well(stamp),
            Event::WorkerJoined { person, .. } => carrier.joined(person, stamp),
            Event::WorkerLeft { person, .. } => carrier.left(person, on),
            Event::WorkerAnnulled { joined, .. } => carrier.annulled(*joined),
            Event::WorkerCounted { person, period, income_fen, .. } => carrier.counted(person, *period, *income_fen),
            Event::HeadcountReported { reported, .. } => self.reported = counted(*reported),
            Event::HeadcountVerified { found, .. } => self.verified = counted(*found),
            Event::TierAssigned { period, tier } => carrier.book_mut(*period).tier = Some(*tier),
            Event::AwardComputed { period, amount_fen } => carrier.awarded(*period, *amount_fen),
            Event::AwardCredited { claim, period, amount_fen } => {
                carrier.learns(Money::Credited, claim, *period, *amount_fen);
            }
            Event::AwardReturned { claim, period, amount_fen } => {
                carrier.learns(Money::Returned, claim, *period, *amount_fen);
            }
            Event::ClawbackOpened { claim, period, amount_fen } => {
                carrier.learns(Money::ClawbackOpened, claim, *period, *amount_fen);
            }
            Event::StoppageDetected { .. } => self.production.stops(on),
            Event::ProductionResumed { .. } => self.production.resumes(on),
            Event::SeasonRegistered { rests, .. } => self.production.seasons.push(*rests),
            Event::ExitRequested { .. } => {
                (self.exit_requested_on, self.exit_requested_by) = (Some(on), Some(stamp.actor.clone()));
            }
            Event::ExitNoticed { reason, .. } => {
                let (reason, step, by) = (reason.clone(), ExitStep::Noticed, stamp.actor.clone());
                self.exit = Some(Exit { reason, noticed_on: on, step, by });
            }
            Event::ExitObjected { .. } => self.exit_comes_to(ExitStep::Objected),
            Event::ExitObjectionDecided { upheld: false, .. } => self.exit_comes_to(ExitStep::Rejected),
            Event::ExitObjectionDecided { .. } => self.exit = None,
            Event::Exited { reason, .. } => {
                carrier.exited(stamp);
                self.stands_well(stamp);
                (self.exit, self.exited_for) = (None, Some(reason.clone()));
                (self.exit_requested_on, self.exit_requested_by) = (None, None);
            }
        }
    }

    fn exit_comes_to(&mut self, step: ExitStep) {
        if let Some(exit) = &mut self.exit {
            exit.step = step;
        }
    }

    /// The day before was the last of a suspension.
    fn stands_well(&mut self, stamp: &Stamp) {
        self.standing = Standing::Normal;
        if let Some(open) = self.suspended.last_mut().filter(|span| span.to.is_none()) {
            open.to = Some(stamp.occurred_on.plus_days(-1));
        }
    }
}
