//! Bookkeeping without rules.

use super::{Engagement, Event, Kin, OfficialPost, Person, Report};
use crate::{case::Stamp, values::Span};

impl Person {
    pub(super) fn fold(&mut self, event: &Event, stamp: &Stamp) {
        let on = stamp.occurred_on;
        match event {
            Event::Registered { area, birth_year, sex } => {
                (self.area, self.birth_year, self.sex) = (Some(*area), *birth_year, Some(*sex));
            }
            Event::LabourAbilityAssessed { ability, .. } if self.ability_since.is_none_or(|since| since <= on) => {
                (self.labour_ability, self.ability_since) = (Some(*ability), Some(on));
            }
            Event::WillingnessStated { willing } if self.willing_since.is_none_or(|since| since <= on) => {
                (self.willing, self.willing_since) = (Some(*willing), Some(on));
            }
            Event::EducationRecorded { education } => self.education = Some(*education),
            Event::OfficialPostHeld { post, area, .. } => {
                let span = Span { from: on, to: None };
                self.official_posts.push(OfficialPost { held: stamp.id, post: post.clone(), area: *area, span });
            }
            Event::OfficialPostLeft { held } => {
                if let Some(post) = self.official_posts.iter_mut().find(|p| p.held == *held) {
                    post.span.to = Some(on);
                }
            }
            Event::KinshipDeclared { kin, relation, .. } | Event::KinshipNoted { kin, relation, .. } => {
                self.kin.push(Kin { kin: kin.clone(), relation: *relation, learnt_on: stamp.recorded_on() });
            }
            Event::JobStarted { job, full_time, employer, .. } => self.engagements.push(Engagement {
                job: Some((stamp.id, *job)),
                employer: employer.clone(),
                ..Engagement::begins(*full_time, stamp)
            }),
            Event::EngagementStarted { at, full_time } => {
                self.engagements.push(Engagement { at: Some(at.clone()), ..Engagement::begins(*full_time, stamp) });
            }
            Event::JobEnded { job } | Event::LaidOff { job, .. } => {
                let open = self
                    .engagements
                    .iter_mut()
                    .find(|e| e.span.to.is_none() && e.job.is_some_and(|(id, _)| id == *job));
                if let Some(engagement) = open {
                    engagement.span.to = Some(on);
                }
            }
            Event::JobAnnulled { job, .. } => self.engagements.retain(|e| e.job.is_none_or(|(id, _)| id != *job)),
            Event::EngagementEnded { at } => {
                if let Some(engagement) = self.open_at(at) {
                    engagement.span.to = Some(on);
                }
            }
            Event::EngagementAnnulled { at } => {
                // The latest, should another system have said the same twice.
                let wrong = self.engagements.iter().rposition(|e| e.span.from == on && e.at.as_ref() == Some(at));
                if let Some(wrong) = wrong {
                    self.engagements.remove(wrong);
                }
            }
            Event::IncomeReported { month, amount_fen } => {
                let report = Report { event: stamp.id, amount_fen: *amount_fen, on, by: stamp.actor.clone() };
                self.income.insert(*month, report);
            }
            Event::IncomeRestated { report, amount_fen, .. } => {
                if let Some(report) = self.income.values_mut().find(|r| r.event == *report) {
                    *report = Report { event: stamp.id, amount_fen: *amount_fen, on, by: stamp.actor.clone() };
                }
            }
            Event::AccountDeclared { account, .. } => {
                self.accounts.insert(account.clone(), false);
            }
            Event::AccountVerified { account } => {
                self.accounts.insert(account.clone(), true);
            }
            Event::AccountClosed { account } => {
                self.accounts.remove(account);
            }
            Event::CustodyBegan { .. } => self.in_custody = true,
            Event::CustodyEnded { .. } => self.in_custody = false,
            Event::Died { .. } => {
                self.died_on = Some(on);
                self.death = Some((stamp.id, stamp.actor.clone()));
                for engagement in self.engagements.iter_mut().filter(|e| e.job.is_some() && e.span.to.is_none()) {
                    engagement.span.to = Some(on);
                }
            }
            Event::HouseholdJoined { household } => self.household = Some(household.clone()),
            Event::HouseholdLeft { household } => {
                if self.household.as_ref() == Some(household) {
                    self.household = None;
                }
            }
            Event::DeathAnnulled { .. } => (self.died_on, self.death) = (None, None),
            Event::LabourAbilityAssessed { .. }
            | Event::WillingnessStated { .. }
            | Event::SkillRecorded { .. }
            | Event::ServiceReceived { .. }
            | Event::MoneyForwarded { .. } => {}
        }
    }
}
