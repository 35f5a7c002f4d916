//! Rules as sentences: `given([…]).when(fact).then([…])` or `.refused("code")`.
//!
//! Facts run through the same admission as in service, entailments included, on cases held in memory.

pub mod labour;

use std::{cell::RefCell, collections::BTreeMap};

use uuid::Uuid;

use crate::{
    actor::{Actor, Role},
    admission::{Admitted, Reach, Verdict, judge},
    case::{Case, Cited, Known, Nature, Stamp, Stop},
    kinds::{AnyEvent, AnyState, AsCase},
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Evidence, EvidenceKind, Note},
};

/// A fact on its way: who says what of which case, and for which day.
#[derive(Clone, Debug)]
pub struct Fact {
    id: Uuid,
    on: Date,
    subject: StreamId,
    actor: Actor,
    decided_in: bool,
    learnt: Option<Date>,
    claimed_area: Option<AreaCode>,
    reach: Reach,
    event: AnyEvent,
}

/// Said by a clerk, or by an approver where only one may say it.
pub fn fact(on: &str, subject: &str, event: impl Into<AnyEvent>) -> Fact {
    let event = event.into();
    let actor = match event.nature() {
        Nature::Approval => actor("a1", Role::Approver),
        Nature::Server => Actor::server(),
        _ => actor("c1", Role::Clerk),
    };
    Fact {
        id: Uuid::new_v4(),
        on: day(on),
        subject: stream(subject),
        actor,
        decided_in: false,
        learnt: None,
        claimed_area: None,
        reach: Reach::default(),
        event,
    }
}

impl Fact {
    /// Said by this person, in the role that the fact needs.
    #[must_use]
    pub fn by(mut self, person: &str) -> Self {
        self.actor = actor(person, self.actor.role());
        self
    }

    /// Said by someone of that organisation.
    #[must_use]
    pub fn of(mut self, organisation: &str) -> Self {
        self.actor = Actor::new(self.actor.person(), organisation, self.actor.role()).expect("a plain id");
        self
    }

    #[must_use]
    pub fn by_role(mut self, role: Role) -> Self {
        self.actor = actor("c1", role);
        self
    }

    /// Recorded on another day than it happened on.
    #[must_use]
    pub fn learnt(mut self, on: &str) -> Self {
        self.learnt = Some(day(on));
        self
    }

    /// Said to belong to this area.
    #[must_use]
    pub fn in_area(mut self, code: &str) -> Self {
        self.claimed_area = Some(area(code));
        self
    }

    /// Said with a key that reaches this far.
    #[must_use]
    pub fn within(mut self, area_prefix: &str) -> Self {
        self.reach = Reach { area_prefix: area_prefix.into() };
        self
    }

    /// Said of another case.
    #[must_use]
    pub fn about(mut self, subject: &str) -> Self {
        self.subject = stream(subject);
        self
    }

    /// Under an id that a later fact can name.
    #[must_use]
    pub fn id(mut self, id: Uuid) -> Self {
        self.id = id;
        self
    }

    /// Decided in another system: an observation.
    #[must_use]
    pub fn decided_elsewhere(mut self) -> Self {
        self.decided_in = true;
        self
    }
}

fn actor(person: &str, role: Role) -> Actor {
    Actor::new(person, "bureau", role).expect("a plain id")
}

/// `person/organisation/role`.
pub fn actor_of(text: &str) -> Actor {
    text.parse().expect("an actor")
}

pub fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

/// Every day of these begins, as the server says it.
pub fn days(from: &str, to: &str) -> Vec<Fact> {
    let days = std::iter::successors(Some(day(from)), |date| Some(date.plus_days(1)));
    let begins = |date: Date| {
        let subject = format!("calendar-{}", date.year());
        fact(&date.to_string(), &subject, crate::calendar::Event::DayBegan { date })
    };
    days.take_while(|date| *date <= day(to)).map(begins).collect()
}

pub fn stream(text: &str) -> StreamId {
    text.parse().unwrap_or_else(|_| panic!("a stream, not {text}"))
}

pub fn case<T: Case>(text: &str) -> Ref<T> {
    Ref::to(&stream(text)).unwrap_or_else(|| panic!("{} expected, not {text}", T::CATEGORY))
}

pub fn area(text: &str) -> AreaCode {
    text.parse().expect("an area code")
}

pub fn note(text: &str) -> Note {
    text.parse().expect("a note")
}

pub fn evidence(kind: EvidenceKind) -> Evidence {
    Evidence { sha256: "ab".repeat(32).parse().expect("a digest"), kind }
}

/// `person-<32 digits>` for a short name in tests: hexadecimal digits of it, repeated.
pub fn person_id(n: u32) -> String {
    format!("person-{n:032x}")
}

/// A county that may have so many welfare posts.
pub fn county_with_posts(code: &str, posts_max: u32) -> [Fact; 2] {
    use crate::area::{Area, AreaIdentity, Event, QuotaBasis};
    let on = "2020-01-01";
    let county = Ref::<Area>::of(area(code));
    let registered =
        Event::Registered { identity: AreaIdentity::Division(area(code)), name: note("县"), valid_from: day(on) };
    let quota = Event::PostQuotaSet {
        total: posts_max,
        by_category: vec![],
        basis: QuotaBasis { ex_poor_population: 9_000, hard_to_employ: 400, public_need: note("护林") },
        evidence: evidence(EvidenceKind::Decision),
    };
    [fact(on, county.stream().as_str(), registered), fact(on, county.stream().as_str(), quota)]
}

/// Cases as the facts so far have made them.
#[derive(Clone, Debug, Default)]
pub struct World {
    cases: BTreeMap<StreamId, Known>,
    recorded: Vec<(Stamp, AnyEvent)>,
}

/// A world in which these facts are true. Panics when one is refused.
pub fn given(facts: impl IntoIterator<Item = Fact>) -> World {
    World::default().given(facts)
}

impl World {
    #[must_use]
    pub fn given(mut self, facts: impl IntoIterator<Item = Fact>) -> Self {
        for fact in facts {
            let shown = format!("{fact:?}");
            match self.judge(&fact) {
                Verdict::Admitted(admitted) => self.keep(admitted),
                verdict => panic!("given facts must be admissible: {shown}\n{verdict:?}"),
            }
        }
        self
    }

    /// With this fact when it is admitted; otherwise as before.
    #[must_use]
    pub fn tried(mut self, fact: &Fact) -> Self {
        if let Verdict::Admitted(admitted) = self.judge(fact) {
            self.keep(admitted);
        }
        self
    }

    /// The verdict on one more fact.
    // By value, so that a test reads as a sentence.
    #[allow(clippy::needless_pass_by_value)]
    pub fn when(mut self, fact: Fact) -> Outcome {
        let verdict = self.judge(&fact);
        Outcome { world: self, verdict }
    }

    /// What the case itself says to a fact that only another fact makes true.
    pub fn told(mut self, fact: Fact) -> Outcome {
        let stamp = Self::stamp(&fact);
        let subject = stamp.subject.clone();
        let known = self.cases.entry(subject.clone()).or_insert_with(|| {
            let state = AnyState::new(subject.category()).expect("a known category");
            Known { revision: None, state }
        });
        let (state, looked) = (known.state.clone(), RefCell::default());
        let verdict = match state.admit(&fact.event, &stamp, &Cited::new(&BTreeMap::new(), &self.cases, &looked)) {
            Ok(()) => {
                let (events, after) = (vec![(stamp, fact.event)], BTreeMap::new());
                Verdict::Admitted(Admitted { events, after, rested: BTreeMap::new() })
            }
            Err(Stop::Look(stream)) => Verdict::Look(stream),
            Err(Stop::Malformed(refused) | Stop::Broken(refused)) => {
                Verdict::Refused { refused, rested: BTreeMap::new() }
            }
        };
        Outcome { world: self, verdict }
    }

    pub fn case<T: Case>(&self, subject: &str) -> &T
    where
        AnyState: AsCase<T>,
    {
        self.cases[&stream(subject)].state.as_case().expect("a case of that kind")
    }

    /// Everything recorded so far, in order.
    pub fn recorded(&self) -> &[(Stamp, AnyEvent)] {
        &self.recorded
    }

    fn stamp(fact: &Fact) -> Stamp {
        let noon = format!("{}T12:00:00+08:00", fact.learnt.unwrap_or(fact.on));
        Stamp {
            id: fact.id,
            source: "/test".into(),
            subject: fact.subject.clone(),
            occurred_on: fact.on,
            time_us: crate::envelope::instant_of(&noon).expect("an instant"),
            area: None,
            actor: fact.actor.clone(),
            via: None,
            decided_in: fact.decided_in.then(|| "elsewhere".into()),
            correlation_id: None,
            causation_id: None,
            basis: vec![],
            revision: 0,
        }
    }

    fn judge(&mut self, fact: &Fact) -> Verdict {
        let stamp = Self::stamp(fact);
        loop {
            match judge(stamp.clone(), fact.event.clone(), fact.claimed_area, &fact.reach, &self.cases) {
                Verdict::Look(stream) => {
                    let state = AnyState::new(stream.category()).expect("a known category");
                    self.cases.insert(stream, Known { revision: None, state });
                }
                verdict => return verdict,
            }
        }
    }

    fn keep(&mut self, admitted: Admitted) {
        self.cases.extend(admitted.after);
        self.recorded.extend(admitted.events);
    }
}

/// What came of a fact.
#[derive(Debug)]
pub struct Outcome {
    world: World,
    verdict: Verdict,
}

impl Outcome {
    /// Refused with this code; nothing is recorded.
    #[track_caller]
    pub fn refused(self, code: &str) {
        match self.verdict {
            Verdict::Refused { refused, .. } => assert_eq!(refused.code, code, "{refused:?}"),
            verdict => panic!("expected refusal {code}, got {verdict:?}"),
        }
    }

    /// Recorded, and the broken guard noted beside it.
    #[track_caller]
    pub fn irregular(self, code: &str) -> World {
        let world = self.admitted();
        let noted = world.recorded.iter().any(|(_, event)| {
            matches!(event, AnyEvent::Irregularity(crate::irregularity::Event::Noted { guard, .. }) if guard == code)
        });
        assert!(noted, "no irregularity {code} in {:#?}", world.recorded);
        world
    }

    /// Recorded, and it made exactly these facts true elsewhere, in this order: `"<stream> <kind>"`.
    #[track_caller]
    pub fn then<const N: usize>(self, entailed: [&str; N]) -> World {
        let Verdict::Admitted(admitted) = &self.verdict else { panic!("expected admission, got {:?}", self.verdict) };
        let found: Vec<_> = admitted
            .events
            .iter()
            .skip(1)
            .map(|(stamp, event)| format!("{} {}", stamp.subject, event.encode().0))
            .collect();
        assert_eq!(found, entailed);
        self.admitted()
    }

    /// Recorded, whatever it entailed.
    #[track_caller]
    pub fn admitted(mut self) -> World {
        match self.verdict {
            Verdict::Admitted(admitted) => self.world.keep(admitted),
            verdict => panic!("expected admission, got {verdict:?}"),
        }
        self.world
    }
}
