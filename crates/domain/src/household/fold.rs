//! Bookkeeping without rules.

use super::{Event, Household, Income, Monitoring, OpenRisk, Registration};
use crate::case::Stamp;

impl Household {
    pub(super) fn fold(&mut self, event: &Event, stamp: &Stamp) {
        let on = stamp.occurred_on;
        self.monitoring.evolve(event, stamp);
        match event {
            Event::Registered { area, household_kind } => {
                (self.area, self.household_kind) = (Some(*area), *household_kind);
                self.registration = Some(Registration::of(stamp));
            }
            Event::KindRestated { household_kind, .. } => {
                self.household_kind = *household_kind;
                self.registration = Some(Registration::of(stamp));
            }
            Event::MemberJoined { person, .. } | Event::MemberBorn { person, .. } => {
                self.take_in(std::slice::from_ref(person), stamp);
            }
            Event::MembershipAnnulled { joined, .. } => self.members.retain(|_, member| member.joined != *joined),
            Event::MemberLeft { person, .. } | Event::MemberMigrated { person, .. } | Event::MemberDied { person } => {
                self.members.remove(person);
            }
            Event::SplitOff { members, .. } => self.members.retain(|person, _| !members.contains(person)),
            Event::FormedBySplit { area, members, inherited, .. } => {
                (self.area, self.household_kind) = (Some(*area), inherited.household_kind);
                self.registration = Some(Registration::of(stamp));
                self.monitoring = Monitoring::of_split(inherited.stage, inherited.monitored_kind, on);
                self.shocked_on = inherited.shocked_on;
                self.open_risks.clone_from(&inherited.open_risks);
                self.relocated_to.clone_from(&inherited.relocated_to);
                self.take_in(members, stamp);
            }
            Event::MergedInto { .. } => {
                self.members.clear();
                self.ended_on = Some(on);
            }
            Event::Absorbed { members, .. } => self.take_in(members, stamp),
            Event::Dissolved { .. } => self.ended_on = Some(on),
            Event::AreaReassigned { area, .. } => self.area = Some(*area),
            Event::Relocated { site, .. } => self.relocated_to = Some(site.clone()),
            Event::IncomeAssessed { year, total_fen, heads, .. } => {
                self.income.insert(*year, Income::of(stamp, *total_fen, *heads));
            }
            Event::IncomeRestated { assessment, total_fen, heads, .. } => {
                if let Some(known) = self.income.values_mut().find(|income| income.event == *assessment) {
                    *known = Income::of(stamp, *total_fen, *heads);
                }
            }
            Event::GuaranteesChecked { insecure, .. } => self.insecure = Some(insecure.clone()),
            Event::RiskRecorded { risk, sudden, .. } => {
                self.open_risks.push(OpenRisk { event: stamp.id, risk: risk.clone(), since: on });
                if *sudden {
                    self.shocked_on = self.shocked_on.max(Some(on));
                }
            }
            Event::Relapsed { cause, .. } => {
                self.open_risks.push(OpenRisk { event: stamp.id, risk: cause.clone(), since: on });
            }
            Event::RiskResolved { risk, .. } => self.open_risks.retain(|open| open.event != *risk),
            _ => {}
        }
    }
}
