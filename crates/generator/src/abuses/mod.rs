//! 疑点样本 Abuses that are planted, and innocent lives that look like them: one file a check of DOMAIN §4, written from its
//! description there and from nothing of how it is looked for. What comes of each is the answer key: which findings must
//! appear, and which must not. An abuse enters as what was observed, or was decided in another system.

mod arrears;
mod award_after_stoppage;
mod diversion;
mod double_post;
mod duplicate_benefit;
mod idle_funds;
mod neglected_need;
mod nepotism;
mod no_show;
mod recomputed_otherwise;
mod rotation;
mod shared_account;
mod unreasonable_limit;

use std::fmt;

use crate::{
    stories::Scene,
    world::{When, World, day},
};
use domain::{
    actor::Actor,
    case::Case,
    finding::CheckId,
    person::Person,
    stream::{Ref, StreamId},
    values::{Date, EvidenceKind},
    welfare_post::{Event, LeftReason, Temporary, WelfarePost},
};

/// One line of the answer key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    pub check: CheckId,
    /// A case that the finding names.
    pub stream: StreamId,
    /// Whether there must be such a finding, or must not be.
    pub finding: bool,
}

/// As a line of JSON; neither a check's name nor a stream has anything to escape.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { check, stream, finding } = self;
        write!(f, r#"{{"check":"{}","stream":"{stream}","finding":{finding}}}"#, check.name())
    }
}

type Life = fn(&mut World, &Scene);

/// Each with the last day on which it may begin, so that it is over before the two years are.
const LIVES: &[(Life, i32)] = &[
    (nepotism::cousin_shown_by_the_register_later, 640),
    (nepotism::cousin_of_the_clerk, 660),
    (nepotism::cousin_of_one_who_stood_aside, 660),
    (rotation::handed_round, 290),
    (rotation::there_for_the_season, 290),
    (neglected_need::passed_over, 640),
    (neglected_need::withdrew, 640),
    (unreasonable_limit::too_old, 680),
    (unreasonable_limit::cannot_do_it, 680),
    (no_show::nobody_saw_them, 600),
    (no_show::sheet_came_later, 600),
    (double_post::two_at_once, 600),
    (double_post::changed_over, 600),
    (arrears::forgotten, 630),
    (arrears::waits_for_the_payee, 630),
    (duplicate_benefit::month_of_a_paid_year, 560),
    (duplicate_benefit::year_after_year, 200),
    (shared_account::three_on_one, 680),
    (shared_account::one_card, 680),
    (award_after_stoppage::paid_for_the_whole_year, 100),
    (award_after_stoppage::rested_by_season, 100),
    (idle_funds::left_lying, 180),
    (idle_funds::given_back, 180),
    (recomputed_otherwise::more_than_the_standard, 560),
    (recomputed_otherwise::adjusted_on_the_record, 560),
    (diversion::gathered, 660),
    (diversion::one_household, 660),
];

/// Every life as often as the scale asks, spread over places and over the time that each has.
pub fn plan_all(world: &mut World) {
    for round in 0..world.scale.planted {
        for (i, (life, latest)) in LIVES.iter().enumerate() {
            let county = (round * 5 + i) % world.counties.len();
            let village = world.rng.below(world.counties[county].villages.len());
            let on = day(2024, 2, 20).plus_days(world.rng.days(0, u32::try_from(*latest - 50).unwrap_or(0)));
            let life = *life;
            world.plan(on, move |world| {
                let scene = world.scene(county, village, on);
                life(world, &scene);
            });
        }
    }
}

impl World {
    /// Something that must be found, or must not be.
    pub fn expect<T: Case>(&mut self, check: CheckId, of: &Ref<T>, finding: bool) {
        self.answers.push(Answer { check, stream: of.stream().clone(), finding });
    }

    /// Placed by that official, in another system.
    fn placed_elsewhere(
        &mut self,
        on: Date,
        by: &Actor,
        (post, full_time): (&Ref<WelfarePost>, bool),
        person: &Ref<Person>,
        temporary: Option<Temporary>,
    ) {
        let (person, agreement) = (person.clone(), self.rng.evidence(EvidenceKind::Agreement));
        let until = Some(on.plus_months(12));
        let event = Event::Placed { person, agreement, full_time, until, temporary };
        self.tell(When::from(on).elsewhere(), by, post, event);
    }

    fn left_elsewhere(
        &mut self,
        on: Date,
        by: &Actor,
        post: &Ref<WelfarePost>,
        person: &Ref<Person>,
        reason: LeftReason,
    ) {
        let event = Event::Left { person: Some(person.clone()), reason, evidence: None };
        self.tell(When::from(on).hour(17).elsewhere(), by, post, event);
    }
}
