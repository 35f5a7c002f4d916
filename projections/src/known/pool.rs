//! 岗位池 The posts of a village: who applied, who held which post and when, and who came before whom by the standard.
//!
//! Who is needier is what the files of person and household say for the day on which the other was placed: monitored, in a
//! household where nobody works, of partial labour, ex-poor … Without a standard that orders these, nobody is: "not
//! configured". Notice §二(四); DOMAIN §2.1, §2.10, §4 F3, F4.

use std::collections::BTreeSet;

use domain::{
    actor::Actor,
    household::{self, Household, HouseholdKind},
    kinds::AnyEvent,
    person::{self, LabourAbility, Person},
    policy::Standard,
    stream::Ref,
    values::{AreaCode, Date},
    welfare_post::{self, LeftReason, NeedClass, RefusalReason, Temporary, WelfarePost},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    checks::Finds,
    model::{Kept, Loaded, Row, Seen, Then, Whole, in_force, keep},
};

/// Declares the tables of a check that knows the pools of villages, to be listed as `applicants`, `holdings`, `standings` and
/// `houses` in its [`check_tables!`](crate::check_tables).
#[macro_export]
macro_rules! pool {
    (in $name:literal) => {
        $crate::kept! {
            /// 申请人 One application for a post of a village, the last of that person for that post.
            ApplicantRow in concat!($name, "_applicant");
            key {
                /// Where the post is.
                village: domain::values::AreaCode,
                /// The post.
                post: domain::stream::Ref<domain::welfare_post::WelfarePost>,
                /// Who applied.
                person: domain::stream::Ref<domain::person::Person>,
            }
            of $crate::known::pool::Applicant
        }
        $crate::kept! {
            /// 在岗经历 One spell of a holder on a post of a village.
            HoldingRow in concat!($name, "_holding");
            key {
                /// Where the post is.
                village: domain::values::AreaCode,
                /// The post.
                post: domain::stream::Ref<domain::welfare_post::WelfarePost>,
                /// The event that placed the holder.
                placement: uuid::Uuid,
            }
            of $crate::known::pool::Holding
        }
        $crate::kept! {
            /// 人员 What a person's file says of need.
            StandingRow in concat!($name, "_person");
            key {
                /// The person.
                person: domain::stream::Ref<domain::person::Person>,
            }
            of $crate::known::pool::Standing
        }
        $crate::kept! {
            /// 农户 What a household's file says of need.
            HouseRow in concat!($name, "_household");
            key {
                /// The household.
                household: domain::stream::Ref<domain::household::Household>,
            }
            of $crate::known::pool::House
        }
        impl $crate::known::pool::Pool for Tables {
            type Applicants = ApplicantRow;
            type Holdings = HoldingRow;
            type Standings = StandingRow;
            type Houses = HouseRow;
            fn applicants(&mut self) -> &mut $crate::model::Loaded<ApplicantRow> {
                &mut self.applicants
            }
            fn holdings(&mut self) -> &mut $crate::model::Loaded<HoldingRow> {
                &mut self.holdings
            }
            fn standings(&mut self) -> &mut $crate::model::Loaded<StandingRow> {
                &mut self.standings
            }
            fn houses(&mut self) -> &mut $crate::model::Loaded<HouseRow> {
                &mut self.houses
            }
        }
    };
}

/// A check that knows the pools of villages; declared with [`pool!`](crate::pool).
pub trait Pool: Finds {
    type Applicants: Kept<Known = Applicant> + Row<Key = (AreaCode, Ref<WelfarePost>, Ref<Person>), First = AreaCode>;
    type Holdings: Kept<Known = Holding> + Row<Key = (AreaCode, Ref<WelfarePost>, Uuid), First = AreaCode>;
    type Standings: Kept<Known = Standing> + Row<Key = (Ref<Person>,)>;
    type Houses: Kept<Known = House> + Row<Key = (Ref<Household>,)>;
    fn applicants(&mut self) -> &mut Loaded<Self::Applicants>;
    fn holdings(&mut self) -> &mut Loaded<Self::Holdings>;
    fn standings(&mut self) -> &mut Loaded<Self::Standings>;
    fn houses(&mut self) -> &mut Loaded<Self::Houses>;
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    pub applied_on: Date,
    pub applied_by: Uuid,
    /// Who signed a step of the decision, or refused.
    pub officials: Vec<Actor>,
    pub approved_on: Option<Date>,
    pub ended: Option<Ended>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub on: Date,
    pub by: Uuid,
    pub how: End,
}

/// How an application ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// On a post of the village.
    Placed,
    /// By the applicant's own will, as the evidence shows.
    Declined,
    /// The applicant may not, or cannot, do the duty.
    Unfit,
    /// In favour of another, or for a reason of the official's own.
    PassedOver,
}

impl From<&RefusalReason> for End {
    fn from(reason: &RefusalReason) -> Self {
        match reason {
            RefusalReason::Withdrawn => Self::Declined,
            RefusalReason::NeedierApplicant | RefusalReason::Other { .. } => Self::PassedOver,
            RefusalReason::CannotDoDuty
            | RefusalReason::NotInTargetPopulation
            | RefusalReason::FullTimeJob
            | RefusalReason::PublicPayroll
            | RefusalReason::UnderSixteen => Self::Unfit,
        }
    }
}

/// One holder's time on a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    pub person: Ref<Person>,
    /// When it was decided: at the approval, where there is one.
    pub decided_on: Date,
    pub from: Date,
    pub temporary: Option<Temporary>,
    /// What spoke for the holder when it was decided.
    pub classes: Vec<NeedClass>,
    /// Who signed a step of the decision.
    pub officials: Vec<Actor>,
    pub left: Option<(Date, LeftReason)>,
}

/// What speaks for a person, by their own file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    household: Option<Ref<Household>>,
    /// Open engagements, by the case that leads them or the event that started them.
    works: Vec<String>,
    /// The last engagement ended on this day.
    idle_since: Option<Date>,
    /// Of partial labour from this day on.
    partial_since: Option<Date>,
    ability_since: Option<Date>,
    /// Where the person last applied.
    village: Option<AreaCode>,
}

/// What speaks for a household.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct House {
    kind: HouseholdKind,
    monitored_since: Option<Date>,
    /// At most [`Household::MEMBERS_MAX`].
    members: BTreeSet<Ref<Person>>,
}

/// Keeps what an event says; the villages whose pools may look different now.
pub fn happened<T: Pool>(t: &mut T, seen: &Seen) -> BTreeSet<AreaCode> {
    match &seen.event {
        AnyEvent::WelfarePost(event) => changed(t, event, seen).into_iter().collect(),
        AnyEvent::Person(event) => {
            let Some(person) = Ref::<Person>::to(&seen.stamp.subject) else { return BTreeSet::new() };
            let whom = stands(t, &person, event, seen);
            where_they_applied(t, whom)
        }
        AnyEvent::Household(event) => {
            let Some(household) = Ref::<Household>::to(&seen.stamp.subject) else { return BTreeSet::new() };
            if !lives(t.houses().of((household.clone(),)).change(seen.stamp.area), event, seen.stamp.occurred_on) {
                return BTreeSet::new();
            }
            let whom = members(t, &household);
            where_they_applied(t, whom)
        }
        AnyEvent::Policy(event) => {
            keep(t.standards(), event, seen, |standard| matches!(standard, Standard::PostPriority { .. }));
            BTreeSet::new()
        }
        _ => BTreeSet::new(),
    }
}

fn members<T: Pool>(t: &mut T, household: &Ref<Household>) -> BTreeSet<Ref<Person>> {
    let house = t.houses().get((household.clone(),)).and_then(Kept::known);
    house.map(|house| house.members.clone()).unwrap_or_default()
}

fn where_they_applied<T: Pool>(t: &mut T, whom: BTreeSet<Ref<Person>>) -> BTreeSet<AreaCode> {
    whom.into_iter().filter_map(|person| t.standings().get((person,))?.known()?.village).collect()
}

fn changed<T: Pool>(t: &mut T, event: &welfare_post::Event, seen: &Seen) -> Option<AreaCode> {
    use welfare_post::Event::{ApplicationRefused, Applied, CountyApproved, Left, Placed, PlacementAnnulled};
    let (post, village) = (Ref::<WelfarePost>::to(&seen.stamp.subject)?, seen.stamp.area?);
    let (on, by, actor) = (seen.stamp.occurred_on, seen.stamp.id, &seen.stamp.actor);
    match event {
        Applied { person, .. } => {
            let applicant =
                Applicant { applied_on: on, applied_by: by, officials: vec![], approved_on: None, ended: None };
            *t.applicants().of((village, post, person.clone())).keep(Some(village)) = Some(Whole(applicant));
            t.standings().of((person.clone(),)).change(None).village = Some(village);
        }
        ApplicationRefused { person, reason, .. } => {
            let ended = Ended { on, by, how: reason.into() };
            let applicant = t.applicants().find((village, post, person.clone()))?.keep(None).as_mut()?;
            applicant.0.signed(actor);
            applicant.0.ended = Some(ended);
        }
        Placed { person, temporary, .. } => {
            let (mut officials, mut decided_on) = (vec![], on);
            t.applicants().under(&village, |row| {
                let (_, applied_for, applicant) = row.key();
                let Some(Whole(known)) = row.keep(None) else { return Then::Kept };
                if applicant != *person || known.ended.is_some() {
                    return Then::Kept;
                }
                known.ended = Some(Ended { on, by, how: End::Placed });
                if applied_for == post {
                    officials.clone_from(&known.officials);
                    decided_on = known.approved_on.unwrap_or(on);
                }
                Then::Changed
            });
            officials.push(actor.clone());
            let classes = classes_of(t, person, decided_on);
            let (person, temporary) = (person.clone(), *temporary);
            let holding = Holding { person, decided_on, from: on, temporary, classes, officials, left: None };
            *t.holdings().of((village, post, by)).keep(Some(village)) = Some(Whole(holding));
        }
        PlacementAnnulled { placement, .. } => t.holdings().remove((village, post, *placement)),
        Left { person, reason, .. } => {
            let open = held(t, village, &post).into_iter().rfind(|(_, holding)| {
                holding.left.is_none() && person.as_ref().is_none_or(|person| holding.person == *person)
            });
            let holding = t.holdings().find((village, post, open?.0))?.keep(None).as_mut()?;
            holding.0.left = Some((on, reason.clone()));
        }
        _ => {
            let person = event.signed_for()?.clone();
            let applicant = t.applicants().find((village, post, person))?.keep(None).as_mut()?;
            applicant.0.signed(actor);
            if matches!(event, CountyApproved { .. }) {
                applicant.0.approved_on = Some(on);
            }
            return None;
        }
    }
    Some(village)
}

impl Applicant {
    fn signed(&mut self, actor: &Actor) {
        if !self.officials.contains(actor) {
            self.officials.push(actor.clone());
        }
    }
}

/// Those who may be needier or less so by the event: the person, and who lives with them.
fn stands<T: Pool>(t: &mut T, person: &Ref<Person>, event: &person::Event, seen: &Seen) -> BTreeSet<Ref<Person>> {
    use person::Event::{
        Died, EngagementAnnulled, EngagementEnded, EngagementStarted, HouseholdJoined, HouseholdLeft, JobAnnulled,
        JobEnded, JobStarted, LabourAbilityAssessed, LaidOff,
    };
    let on = seen.stamp.occurred_on;
    let mut known = t.standings().get((person.clone(),)).and_then(Kept::known).cloned().unwrap_or_default();
    let (worked, before) = (!known.works.is_empty(), known.household.clone());
    match event {
        HouseholdJoined { household } => {
            known.household = Some(household.clone());
            t.houses().of((household.clone(),)).change(None).members.insert(person.clone());
        }
        HouseholdLeft { household } => {
            known.household = None;
            t.houses().of((household.clone(),)).change(None).members.remove(person);
        }
        LabourAbilityAssessed { ability, .. } if known.ability_since.is_none_or(|since| since <= on) => {
            known.ability_since = Some(on);
            known.partial_since = (*ability == LabourAbility::Partial).then_some(known.partial_since.unwrap_or(on));
        }
        JobStarted { .. } => known.works.push(seen.stamp.id.to_string()),
        EngagementStarted { at, .. } => known.works.push(at.to_string()),
        JobEnded { job } | LaidOff { job, .. } | JobAnnulled { job, .. } => {
            known.works.retain(|work| *work != job.to_string());
        }
        EngagementEnded { at } | EngagementAnnulled { at } => {
            if let Some(ended) = known.works.iter().position(|work| *work == at.to_string()) {
                known.works.remove(ended);
            }
        }
        Died { .. } => known.works.clear(),
        _ => return BTreeSet::new(),
    }
    if worked && known.works.is_empty() {
        known.idle_since = Some(on);
    }
    let household = known.household.clone().or(before);
    *t.standings().of((person.clone(),)).keep(seen.stamp.area) = Some(Whole(known));
    let mut whom = household.map_or_else(BTreeSet::new, |household| members(t, &household));
    whom.insert(person.clone());
    whom
}

/// Whether the event changed what speaks for a household.
fn lives(known: &mut House, event: &household::Event, on: Date) -> bool {
    use household::Event::{
        ConfirmationAnnulled, CountyConfirmed, FormedBySplit, KindRestated, Registered, Relapsed, RemovalAnnulled,
        RiskRemoved,
    };
    match event {
        Registered { household_kind, .. } | KindRestated { household_kind, .. } => known.kind = *household_kind,
        FormedBySplit { inherited, .. } => {
            known.kind = inherited.household_kind;
            known.monitored_since = inherited.stage.is_monitored().then_some(on);
        }
        CountyConfirmed { .. } | Relapsed { .. } | RemovalAnnulled { .. } => known.monitored_since = Some(on),
        RiskRemoved { .. } | ConfirmationAnnulled { .. } => known.monitored_since = None,
        _ => return false,
    }
    true
}

/// What speaks for a person on that day, by what is known now.
fn classes_of<T: Pool>(t: &mut T, person: &Ref<Person>, on: Date) -> Vec<NeedClass> {
    let Some(own) = t.standings().get((person.clone(),)).and_then(Kept::known).cloned() else { return vec![] };
    let held = |since: Option<Date>| since.is_some_and(|since| since <= on);
    let mut classes = vec![];
    if held(own.partial_since) {
        classes.push(NeedClass::PartialLabour);
    }
    let house = own.household.and_then(|household| t.houses().get((household,))?.known().cloned());
    let Some(house) = house else { return classes };
    classes.extend(held(house.monitored_since).then_some(NeedClass::Monitored));
    classes.extend(match house.kind {
        HouseholdKind::ExPoor => Some(NeedClass::ExPoor),
        HouseholdKind::OtherLowIncome => Some(NeedClass::OtherLowIncome),
        HouseholdKind::Ordinary => None,
    });
    let idle = |member: Ref<Person>| {
        let known = t.standings().get((member,)).and_then(Kept::known);
        known.is_none_or(|known| known.works.is_empty() && known.idle_since.is_none_or(|since| since <= on))
    };
    if house.members.into_iter().all(idle) {
        classes.push(NeedClass::ZeroEmployment);
    }
    classes
}

/// All spells of a post, the earliest first.
pub fn held<T: Pool>(t: &mut T, village: AreaCode, post: &Ref<WelfarePost>) -> Vec<(Uuid, Holding)> {
    let all = all_held(t, village).into_iter().filter(|(of, ..)| of == post);
    all.map(|(_, placement, holding)| (placement, holding)).collect()
}

/// All spells of the posts of a village, the earliest first.
pub fn all_held<T: Pool>(t: &mut T, village: AreaCode) -> Vec<(Ref<WelfarePost>, Uuid, Holding)> {
    let mut found = vec![];
    t.holdings().under(&village, |row| {
        let (_, post, placement) = row.key();
        found.extend(row.known().map(|holding| (post, placement, holding.clone())));
        Then::Kept
    });
    found.sort_by_key(|(_, placement, holding)| (holding.from, *placement));
    found
}

/// An application, by post and person.
pub type Applied = (Ref<WelfarePost>, Ref<Person>, Applicant);

/// Those of the village's applicants that `counts`, and who came before that holder by the standard in force when it was
/// decided. Nobody without a standard, nor who withdrew or cannot do the duty.
pub fn needier<T: Pool>(
    t: &mut T,
    village: AreaCode,
    than: &Holding,
    counts: impl Fn(&Applicant) -> bool,
) -> Vec<Applied> {
    let mut found: Vec<Applied> = vec![];
    t.applicants().under(&village, |row| {
        let (_, post, person) = row.key();
        let fit = |applicant: &&Applicant| {
            !applicant.ended.as_ref().is_some_and(|ended| matches!(ended.how, End::Declined | End::Unfit))
        };
        let known = row.known().filter(fit).filter(|applicant| person != than.person && counts(applicant));
        found.extend(known.map(|applicant| (post, person, applicant.clone())));
        Then::Kept
    });
    if found.is_empty() {
        return found;
    }
    let holding = in_force(t.standards(), "post_priority", village, than.decided_on).map(|holding| holding.sets);
    let Some(Standard::PostPriority { order }) = holding else { return vec![] };
    let rank = NeedClass::rank(&order, &than.classes);
    found.retain(|(_, person, _)| NeedClass::rank(&order, &classes_of(t, person, than.decided_on)) < rank);
    found
}
