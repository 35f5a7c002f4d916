//! What each event changes at a workshop or a base.

use domain::{
    base,
    organisation::Organisation,
    stream::Ref,
    workshop::{Event, ExitReason},
};

use super::{Carrier, Tables, awards, operators, workers};
use crate::model::{Seen, Then, word};

pub(super) fn of_workshop(t: &mut Tables, event: &Event, seen: &Seen) {
    let (own, on) = (seen.stamp.subject.clone(), seen.stamp.occurred_on);
    let row = t.carriers.of((own.clone(),));
    match event {
        Event::BuildPlanned { year, .. } => {
            row.state = "planned".into();
            plan(t, *year, "build", seen);
        }
        Event::MeasurePlanned { year, measure, .. } => plan(t, *year, &word(measure), seen),
        Event::MeasureTaken { year, measure, .. } => {
            if let Some(plan) = t.plans.find((own, *year, word(measure))) {
                plan.taken_on = Some(on);
            }
        }
        Event::Applied { operator, model, .. } => {
            row.model = Some(word(model));
            applied(t, operator, seen);
        }
        Event::SiteChecked { .. } => row.state = "site_checked".into(),
        Event::Noticed { .. } => row.state = "noticed".into(),
        Event::Recognised { .. } => {
            recognised(row, seen);
            t.plans.under(&own, |plan| {
                if plan.measure != "build" || plan.taken_on.is_some() {
                    return Then::Kept;
                }
                plan.taken_on = Some(on);
                Then::Changed
            });
        }
        Event::ApplicationRefused { .. } => row.state = "refused".into(),
        Event::WatchBegan { .. } => row.state = "watch".into(),
        Event::Suspended { .. } => row.state = "suspended".into(),
        Event::Rectified { .. } => row.state = "normal".into(),
        Event::WorkerJoined { person, full_time, .. } => workers::joined(t, person, *full_time, seen),
        Event::WorkerLeft { person, reason, .. } => workers::left(t, person, reason, seen),
        Event::WorkerAnnulled { joined, .. } => workers::annulled(t, *joined, seen),
        Event::WorkerCounted { person, period, income_fen, .. } => {
            awards::counted(t, person, *period, *income_fen, seen);
        }
        Event::HeadcountReported { reported, .. } => row.count(Some(*reported), None, seen),
        Event::HeadcountVerified { found, .. } => row.count(None, Some(*found), seen),
        Event::TierAssigned { period, tier } => {
            row.tier = Some(*tier);
            awards::of(t, *period, seen).tier = Some(*tier);
        }
        Event::AwardComputed { period, amount_fen } => awards::computed(t, *period, *amount_fen, seen),
        Event::AwardCredited { period, amount_fen, .. } => awards::credited(t, *period, amount_fen.get(), seen),
        Event::AwardReturned { period, amount_fen, .. } => awards::credited(t, *period, -amount_fen.get(), seen),
        Event::ClawbackOpened { period, amount_fen, .. } => awards::clawed_back(t, *period, *amount_fen, seen),
        Event::StoppageDetected { .. } => {
            // That it began earlier may be learnt later.
            row.stopped_since = Some(row.stopped_since.map_or(on, |since| since.min(on)));
            row.stoppage = Some(seen.stamp.id);
        }
        Event::ProductionResumed { .. } => (row.stopped_since, row.stoppage) = (None, None),
        Event::SeasonRegistered { rests, .. } => row.seasons.add(*rests),
        Event::ExitRequested { .. } => row.exit_request = Some(seen.stamp.id),
        Event::ExitNoticed { reason, .. } => {
            row.exit = Some("noticed".into());
            row.exit_noticed_on = Some(on);
            row.exits_for(reason);
        }
        Event::ExitObjected { .. } => row.exit = Some("objected".into()),
        Event::ExitObjectionDecided { upheld: false, .. } => row.exit = Some("rejected".into()),
        Event::ExitObjectionDecided { .. } => {
            (row.exit, row.exit_noticed_on, row.exit_reason, row.exit_proof) = (None, None, None, None);
        }
        Event::Exited { reason, .. } => {
            row.exits_for(reason);
            row.exit_days = row.exit_cause_since.map(|since| on.days_since(since));
            (row.state, row.exited_on) = ("exited".into(), Some(on));
            (row.exit, row.exit_request) = (None, None);
        }
    }
}

pub(super) fn of_base(t: &mut Tables, event: &base::Event, seen: &Seen) {
    use base::Event;
    let row = t.carriers.of((seen.stamp.subject.clone(),));
    match event {
        Event::Applied { operator, .. } => applied(t, operator, seen),
        Event::SiteChecked { .. } => row.state = "site_checked".into(),
        Event::Noticed { .. } => row.state = "noticed".into(),
        Event::Recognised { .. } => recognised(row, seen),
        Event::ApplicationRefused { .. } => row.state = "refused".into(),
        Event::Supported { .. } => {}
        Event::WorkerJoined { person, full_time, .. } => workers::joined(t, person, *full_time, seen),
        Event::WorkerLeft { person, reason, .. } => workers::left(t, person, reason, seen),
        Event::WorkerAnnulled { joined, .. } => workers::annulled(t, *joined, seen),
        Event::WorkerCounted { person, period, income_fen, .. } => {
            awards::counted(t, person, *period, *income_fen, seen);
        }
        Event::AwardComputed { period, amount_fen } => awards::computed(t, *period, *amount_fen, seen),
        Event::AwardCredited { period, amount_fen, .. } => awards::credited(t, *period, amount_fen.get(), seen),
        Event::AwardReturned { period, amount_fen, .. } => awards::credited(t, *period, -amount_fen.get(), seen),
        Event::ClawbackOpened { period, amount_fen, .. } => awards::clawed_back(t, *period, *amount_fen, seen),
        Event::GivenUp { .. } => (row.state, row.exited_on) = ("exited".into(), Some(seen.stamp.occurred_on)),
    }
}

fn applied(t: &mut Tables, operator: &Ref<Organisation>, seen: &Seen) {
    let row = t.carriers.of((seen.stamp.subject.clone(),));
    row.state = "applied".into();
    row.applied_on = Some(seen.stamp.occurred_on);
    operators::takes_over(t, operator, seen);
}

/// The exit before it, if there was one, is past.
fn recognised(row: &mut Carrier, seen: &Seen) {
    (row.state, row.recognised_on) = ("normal".into(), Some(seen.stamp.occurred_on));
    (row.exit_reason, row.exit_proof, row.exit_noticed_on) = (None, None, None);
    (row.exited_on, row.exit_days) = (None, None);
}

fn plan(t: &mut Tables, year: i16, measure: &str, seen: &Seen) {
    let plan = t.plans.of((seen.stamp.subject.clone(), year, measure.into()));
    (plan.area, plan.planned_on) = (seen.stamp.area, Some(seen.stamp.occurred_on));
}

impl Carrier {
    fn exits_for(&mut self, reason: &ExitReason) {
        self.exit_reason = Some(word(reason));
        self.exit_proof = match reason {
            ExitReason::Illegal { violation, .. } => Some(*violation),
            ExitReason::Stopped => self.stoppage,
            ExitReason::BelowHeadcount => self.verification,
            ExitReason::Voluntary => self.exit_request,
            ExitReason::Other { .. } => None,
        };
    }
}
