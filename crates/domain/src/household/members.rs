//! Who may join, split off and merge, what a new household inherits, and what the members learn of it.

use super::{Event, Household, HouseholdKind, Inherited, Member, Refusal, Stage};
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

    /// What an event makes true of the members, and of the household that forms or goes on.
    pub(super) fn told(&self, own: &Ref<Self>, event: &Event) -> Vec<Entailed> {
        let is_member = |person: &&Ref<Person>| self.members.contains_key(*person);
        let joins = |person: &Ref<Person>| person.gets(person::Event::HouseholdJoined { household: own.clone() });
        let leaves = |person: &Ref<Person>| person.gets(person::Event::HouseholdLeft { household: own.clone() });
        match event {
            Event::MemberJoined { person, .. } | Event::MemberBorn { person, .. } => {
                Some(person).filter(|p| !is_member(p)).map(joins).into_iter().collect()
            }
            Event::MemberLeft { person, .. } | Event::MemberMigrated { person, .. } | Event::MemberDied { person } => {
                Some(person).filter(is_member).map(leaves).into_iter().collect()
            }
            Event::MembershipAnnulled { joined, .. } => {
                self.members.iter().filter(|(_, m)| m.joined == *joined).map(|(person, _)| leaves(person)).collect()
            }
            Event::SplitOff { into, members, .. } => {
                let Some(area) = self.area else { return vec![] };
                let (from, members, inherited) = (own.clone(), members.clone(), self.inherited());
                let moved = moves(members.iter().filter(is_member), own, into);
                let formed = into.gets(Event::FormedBySplit { from, area, members, inherited });
                [vec![formed], moved].concat()
            }
            Event::MergedInto { into, .. } => {
                let (from, members) = (own.clone(), self.members.keys().cloned().collect::<Vec<_>>());
                let moved = moves(members.iter(), own, into);
                [vec![into.gets(Event::Absorbed { from, members })], moved].concat()
            }
            _ => vec![],
        }
    }
}

/// Who moves from one household to another, told to each of them.
fn moves<'a>(
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
