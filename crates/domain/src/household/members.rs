//! Who may join, split off and merge, and what a new household inherits.

use super::{Household, HouseholdKind, Inherited, Member, Refusal, Stage};
use crate::{
    case::{Cited, Entailed, Stamp, Stop, not_before},
    person::{self, Person},
    stream::Ref,
};

impl Household {
    pub(super) fn may_join(&self, person: &Ref<Person>, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        if let Some(member) = self.members.get(person) {
            Err(Refusal::AlreadyMember { person: person.clone(), since: member.since })?;
        }
        if let Some(on) = cited.get(person)?.died_on.filter(|on| *on < stamp.occurred_on) {
            Err(Refusal::NewMemberDied { person: person.clone(), on })?;
        }
        self.has_room_for(1)
    }

    fn has_room_for(&self, more: usize) -> Result<(), Stop> {
        if self.members.len().saturating_add(more) > Self::MEMBERS_MAX {
            Err(Refusal::TooManyMembers { members_max: Self::MEMBERS_MAX })?;
        }
        Ok(())
    }

    pub(super) fn member(&self, person: &Ref<Person>) -> Result<&Member, Refusal> {
        self.members.get(person).ok_or_else(|| Refusal::NotAMember { person: person.clone() })
    }

    pub(super) fn may_split(&self, taken: &[Ref<Person>], stamp: &Stamp) -> Result<(), Stop> {
        for (i, person) in taken.iter().enumerate() {
            not_before(stamp, self.member(person)?.since)?;
            if taken.iter().take(i).any(|earlier| earlier == person) {
                Err(Refusal::NamedTwice { person: person.clone() })?;
            }
        }
        if taken.is_empty() || taken.len() == self.members.len() {
            Err(Refusal::SplitTakesNoneOrAll { members: self.members.len(), taken: taken.len() })?;
        }
        Ok(())
    }

    pub(super) fn may_merge(&self, into: &Ref<Self>, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let other = cited.get(into)?;
        if *into.stream() == stamp.subject || other.ended_on.is_some() {
            Err(Refusal::UnfitForMerging { into: into.clone() })?;
        }
        self.members.values().try_for_each(|member| not_before(stamp, member.since))?;
        let (own_stage, other_stage) = (self.monitoring.stage, other.monitoring.stage);
        if (self.household_kind == HouseholdKind::ExPoor && other.household_kind != HouseholdKind::ExPoor)
            || (own_stage.is_monitored() && !other_stage.is_monitored())
        {
            Err(Refusal::MergingLosesStatus { household_kind: self.household_kind, stage: own_stage })?;
        }
        other.has_room_for(self.members.len())
    }

    pub(super) fn inherited(&self) -> Inherited {
        let stage = self.monitoring.stage.inherited();
        Inherited {
            household_kind: self.household_kind,
            stage,
            monitored_kind: self.monitoring.kind.filter(|_| stage != Stage::NotMonitored),
            shocked_on: self.shocked_on,
            open_risks: self.open_risks.clone(),
            relocated_to: self.relocated_to.clone(),
        }
    }

    pub(super) fn take_in(&mut self, people: &[Ref<Person>], stamp: &Stamp) {
        for person in people {
            let member = Member { since: stamp.occurred_on, joined: stamp.id, by: stamp.actor.clone() };
            self.members.entry(person.clone()).or_insert(member);
        }
    }
}

/// Who moves from one household to another, told to each of them.
pub(super) fn moves<'a>(
    members: impl Iterator<Item = &'a Ref<Person>>,
    from: &Ref<Household>,
    to: &Ref<Household>,
) -> Vec<Entailed> {
    let both = |person: &Ref<Person>| {
        [
            person.gets(person::Event::HouseholdLeft { household: from.clone() }),
            person.gets(person::Event::HouseholdJoined { household: to.clone() }),
        ]
    };
    members.flat_map(both).collect()
}
