//! Bookkeeping without rules.

use std::collections::{BTreeMap, BTreeSet};

use super::{Application, Event, Exit, Placement, State, Step, WelfarePost};
use crate::{case::Stamp, person::Person, stream::Ref, values::Span};

impl WelfarePost {
    pub(super) fn fold(&mut self, event: &Event, stamp: &Stamp) {
        let on = stamp.occurred_on;
        let step = |this: &mut Self, person: &Ref<Person>, step: Step| {
            if let Some(application) = this.applications.get_mut(person) {
                application.step = step;
                application.step_on = on;
                application.by.push(stamp.actor.clone());
            }
        };
        match event {
            Event::Planned { area, category, employing_unit, full_time } => {
                self.category = Some(category.clone());
                self.area = Some(*area);
                self.employing_unit = Some(employing_unit.clone());
                self.full_time = *full_time;
                self.planned_by = Some(stamp.actor.clone());
            }
            Event::Approved {} => self.state = State::Approved,
            Event::Opened {} => self.state = State::Open,
            Event::Applied { person, .. } => {
                let by = vec![stamp.actor.clone()];
                let step = Step::Applied;
                let recused = BTreeSet::new();
                let application = Application { step, applied_on: on, step_on: on, notice: None, recused, by };
                self.applications.insert(person.clone(), application);
            }
            Event::VillageReviewed { person, .. } => step(self, person, Step::VillageReviewed),
            Event::Noticed { person, span } => {
                step(self, person, Step::Noticed);
                if let Some(application) = self.applications.get_mut(person) {
                    application.notice = Some(*span);
                }
            }
            Event::TownshipReviewed { person } => step(self, person, Step::TownshipReviewed),
            Event::CountyApproved { person, .. } => step(self, person, Step::CountyApproved),
            Event::ApplicationRefused { person, .. } => {
                self.applications.remove(person);
            }
            Event::Placed { person, until, .. } => {
                self.applications.remove(person);
                self.state = State::Filled;
                self.placements.push(Placement {
                    event: stamp.id,
                    person: person.clone(),
                    span: Span { from: on, to: None },
                    until: *until,
                    suspended: false,
                    exit: None,
                    exit_reason: None,
                    months: BTreeMap::new(),
                    by: stamp.actor.clone(),
                });
            }
            Event::PlacementAnnulled { placement, .. } => {
                self.placements.retain(|p| p.event != *placement);
                self.vacant();
            }
            Event::DutySuspended { .. } | Event::DutyResumed {} => {
                if let Some(holder) = self.holder_mut() {
                    holder.suspended = matches!(event, Event::DutySuspended { .. });
                }
            }
            Event::Renewed { until, .. } => {
                if let Some(holder) = self.holder_mut() {
                    holder.until = Some(*until);
                }
            }
            Event::DutyAssessed { person, month, outcome, .. } => {
                if let Some(known) = self.month_mut(*month, person) {
                    known.outcome = Some(*outcome);
                }
            }
            Event::AllowanceAccrued { person, month, amount_fen } => {
                let accrued_to = self.placement_in(*month, person).ok().and_then(|p| p.served(*month).to);
                if let Some(known) = self.month_mut(*month, person) {
                    (known.accrued_fen, known.accrued_to) = (Some(*amount_fen), accrued_to);
                }
            }
            Event::AllowanceCredited { claim, person, month, amount_fen } => {
                if let Some(known) = self.month_mut(*month, person) {
                    let credited = known.credited.entry(claim.clone()).or_default();
                    *credited = *credited + *amount_fen;
                }
            }
            Event::AllowanceReturned { claim, person, month, amount_fen } => {
                if let Some(credited) = self.month_mut(*month, person).and_then(|m| m.credited.get_mut(claim)) {
                    *credited = credited.less(*amount_fen);
                }
            }
            Event::ExitNoticed { reason, .. } => {
                if let Some(holder) = self.holder_mut() {
                    (holder.exit, holder.exit_reason) = (Some(Exit::Noticed), Some(reason.clone()));
                }
            }
            Event::ExitObjected { .. } | Event::ExitObjectionDecided { upheld: false, .. } => {
                let objected = matches!(event, Event::ExitObjected { .. });
                if let Some(holder) = self.holder_mut() {
                    holder.exit = Some(if objected { Exit::Objected } else { Exit::Rejected });
                }
            }
            Event::ExitObjectionDecided { .. } => {
                if let Some(holder) = self.holder_mut() {
                    (holder.exit, holder.exit_reason) = (None, None);
                }
            }
            Event::Left { person, .. } => {
                if let Some(leaver) = self.leaver_mut(person.as_ref()) {
                    leaver.span.to = Some(on);
                    self.vacant();
                }
            }
            Event::Abolished { .. } => self.state = State::Abolished,
            Event::RecusalDeclared { official, person } => {
                if let Some(application) = self.applications.get_mut(person) {
                    application.recused.insert(official.clone());
                }
            }
            Event::Insured { .. } | Event::DutyLogged { .. } => {}
        }
    }
}
