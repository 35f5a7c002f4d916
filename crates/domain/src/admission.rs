//! From one posted event to all that is recorded with it: judge it, take what it entails the same way, and note what
//! every judgement looked at. Pure: a case that is not at hand is asked for, and the judgement starts again.

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    actor::Role,
    case::{Cases, Cited, Entailed, Known, Malformed, Nature, Place, Refused, Stamp, Stop},
    irregularity::{self, Irregularity},
    kinds::{AnyEvent, AnyState},
    stream::{Ref, StreamId},
    values::AreaCode,
};

/// How far each case had come that a judgement wrote to or looked at.
pub type Rested = BTreeMap<StreamId, Option<u64>>;

/// What one append records, in order.
#[derive(Debug)]
pub struct Admitted {
    /// The posted event first, then what it entails.
    pub events: Vec<(Stamp, AnyEvent)>,
    /// The cases written to, after the append.
    pub after: BTreeMap<StreamId, Known>,
    pub rested: Rested,
}

/// A judgement.
#[derive(Debug)]
pub enum Verdict {
    Admitted(Admitted),
    Refused {
        refused: Refused,
        rested: Rested,
    },
    /// Load this case into `known`, then ask again.
    Look(StreamId),
}

/// The most that one posted event may make true at once; a chain of entailments that grows beyond it is refused.
pub const ENTAILED_MAX: usize = 4_000;

/// Which cases the caller may write to.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// A prefix of area codes; empty for everywhere.
    pub area_prefix: String,
}

impl Reach {
    /// What belongs nowhere is within everybody's reach.
    pub fn covers(&self, area: Option<AreaCode>) -> bool {
        area.is_none_or(|area| area.starts_with(&self.area_prefix))
    }
}

/// Judges one posted event on the cases in `known`.
///
/// `claimed_area`: the area that the client stated, if it did.
pub fn judge(
    stamp: Stamp,
    event: AnyEvent,
    claimed_area: Option<AreaCode>,
    reach: &Reach,
    known: &dyn Cases,
) -> Verdict {
    let mut rested = Rested::new();
    match admit_all(stamp, event, claimed_area, reach, known, &mut rested) {
        Ok((events, after)) => Verdict::Admitted(Admitted { events, after, rested }),
        Err(Stop::Look(stream)) => Verdict::Look(stream),
        Err(Stop::Malformed(refused) | Stop::Broken(refused)) => Verdict::Refused { refused, rested },
    }
}

type Chain = (Vec<(Stamp, AnyEvent)>, BTreeMap<StreamId, Known>);

fn admit_all(
    stamp: Stamp,
    event: AnyEvent,
    claimed_area: Option<AreaCode>,
    reach: &Reach,
    known: &dyn Cases,
    rested: &mut Rested,
) -> Result<Chain, Stop> {
    may_be_posted(&stamp, &event)?;
    let observed = event.nature() == Nature::Observation || stamp.decided_in.is_some();
    let cause = stamp.id;
    let mut after: BTreeMap<StreamId, Known> = BTreeMap::new();
    let mut events: Vec<(Stamp, AnyEvent)> = vec![];
    let mut todo = VecDeque::from([(stamp, event)]);
    while let Some((mut stamp, event)) = todo.pop_front() {
        let subject = stamp.subject.clone();
        let Some(case) = after.get(&subject).or_else(|| known.known(&subject)) else {
            return Err(Stop::Look(subject));
        };
        rested.entry(subject.clone()).or_insert(case.revision);
        if events.is_empty() && case.revision.is_some() {
            // Before any rule: what it says of a case is for those who may see the case.
            reaches(reach, case.state.area())?;
        }
        match (event.place(), case.revision) {
            (Place::First, Some(_)) => Err(Malformed::CaseExists { subject: subject.clone() })?,
            (Place::Later, None) => Err(Malformed::CaseMissing { subject: subject.clone() })?,
            _ => {}
        }

        let looked = RefCell::default();
        let cited = Cited::new(&after, known, &looked);
        let mut irregular = None;
        let judged = case.state.admit(&event, &stamp, &cited).or_else(|stop| match stop {
            Stop::Broken(refused) if observed => {
                irregular = Some(refused);
                Ok(())
            }
            stop => Err(stop),
        });
        let entailed = judged.and_then(|()| case.state.entails(&event, &stamp, &cited));
        // A refusal rests on what was looked at as much as an admission does.
        let looked = looked.into_inner();
        for (stream, revision) in &looked {
            if !after.contains_key(stream) {
                rested.entry(stream.clone()).or_insert(*revision);
            }
        }
        let mut entailed = entailed?;

        stamp.basis = looked.into_iter().filter_map(|(stream, revision)| Some((stream, revision?))).collect();
        stamp.revision = case.revision.map_or(0, |r| r + 1);
        let mut state: AnyState = case.state.clone();
        state.evolve(&event, &stamp);
        stamp.area = state.area();
        if events.is_empty() {
            check_area(&stamp, claimed_area, reach)?;
        }
        entailed.extend(irregular.map(|refused| irregularity_of(&stamp, &refused)));
        after.insert(subject, Known { revision: Some(stamp.revision), state });

        // Depth first: what an event entails stands directly behind it.
        for Entailed { subject, event } in entailed.into_iter().rev() {
            let entailed = Stamp { subject, causation_id: Some(stamp.id), basis: vec![], area: None, ..stamp.clone() };
            todo.push_front((entailed, event));
        }
        events.push((stamp, event));
        if events.len() + todo.len() > ENTAILED_MAX {
            Err(Malformed::EntailsTooMuch { entailed_max: ENTAILED_MAX })?;
        }
        if let Some((next, _)) = todo.front_mut() {
            next.id = entailed_id(cause, events.len());
        }
    }
    Ok((events, after))
}

/// What does not depend on any case.
fn may_be_posted(stamp: &Stamp, event: &AnyEvent) -> Result<(), Stop> {
    if stamp.subject.category() != event.category() {
        Err(Malformed::SubjectMismatch { subject: stamp.subject.clone(), category: event.category().into() })?;
    }
    if stamp.occurred_on > stamp.recorded_on() {
        Err(Malformed::OccursInFuture { occurred_on: stamp.occurred_on, recorded_on: stamp.recorded_on() })?;
    }
    let kind = || event.encode().0;
    let role = stamp.actor.role();
    match (event.nature(), role) {
        (Nature::Entailed, _) => Err(Malformed::EntailedOnly { kind: kind() })?,
        (Nature::Server, Role::Server) | (Nature::Approval, Role::Approver) => Ok(()),
        (Nature::Server, _) => Err(Malformed::ServerOnly { kind: kind() })?,
        (Nature::Decision | Nature::Observation, Role::Clerk | Role::Approver | Role::Server) => Ok(()),
        (_, role) => Err(Malformed::RoleNotAllowed { role })?,
    }
}

fn check_area(stamp: &Stamp, claimed: Option<AreaCode>, reach: &Reach) -> Result<(), Stop> {
    if let Some(claimed) = claimed.filter(|claimed| stamp.area != Some(*claimed)) {
        Err(Malformed::AreaOfCase { claimed, area: stamp.area })?;
    }
    reaches(reach, stamp.area)
}

fn reaches(reach: &Reach, area: Option<AreaCode>) -> Result<(), Stop> {
    if reach.covers(area) {
        return Ok(());
    }
    Err(Malformed::OutsideArea { allowed: reach.area_prefix.clone() })?
}

fn irregularity_of(stamp: &Stamp, refused: &Refused) -> Entailed {
    Ref::<Irregularity>::new(stamp.id.simple()).gets(irregularity::Event::Noted {
        event: stamp.id,
        at: stamp.subject.clone(),
        area: stamp.area,
        guard: refused.code.clone(),
        fields: refused.fields.iter().map(|(name, value)| (name.clone(), shown(value))).collect(),
    })
}

fn shown(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), Into::into)
}

/// The id of the `place`th event of an append, derived from the first one's: its time bits kept, the rest a digest.
pub fn entailed_id(cause: Uuid, place: usize) -> Uuid {
    let digest = Sha256::new().chain_update(cause.as_bytes()).chain_update((place as u64).to_be_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&cause.as_bytes()[..6]);
    bytes[6..].copy_from_slice(&digest[..10]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests;
