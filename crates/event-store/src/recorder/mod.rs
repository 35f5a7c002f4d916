//! The recording path: judge what is posted on the cases as they stand, and append it with all it entails.
//!
//! Judging happens one after another under a lock that is never held across I/O, on states that include what is appended
//! but not yet durable, so that a fund from which everybody pays is as fast as many. The store is the arbiter: every
//! judgement carries what it rested on, a refusal too, and is answered once all of that is durable. Where it no longer
//! holds, the states concerned are dropped and the judgement is made again.

mod cases;
mod history;
mod repeat;

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    actor::Actor,
    admission::{Reach, Rested, Verdict, judge},
    case::{Known, Malformed, Place, Refused, Stamp},
    envelope::{self, Posted, instant_text},
    kinds::{AnyEvent, AnyState},
    stream::StreamId,
};
use serde_json::{Map, Value, json};
use thiserror::Error;
use uuid::Uuid;

use self::cases::{Layered, RECENT_BYTES_MAX, Recent};
use crate::{Append, AppendError, Appended, EventStore, NewEvent, Position, Revision, StoreError, Ticket, planted};

pub use self::history::{AsOf, read, state_at};

/// A posted event, who answers for it, and what they make sure of.
#[derive(Clone, Debug)]
pub struct Submission {
    pub posted: Posted,
    /// As recorded: the key's, or the one that a gateway or an import states.
    pub actor: Actor,
    pub via: Option<Arc<str>>,
    pub reach: Reach,
    pub precondition: Option<Precondition>,
}

/// What must hold of the subject before the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// `If-Match`: its last revision is this one.
    Revision(Revision),
    /// `If-None-Match: *`: it has no event yet.
    Absent,
}

/// One event as it was recorded. `position` is `None` in a dry run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub id: Uuid,
    pub stream: StreamId,
    pub kind: Arc<str>,
    pub revision: Revision,
    pub position: Option<Position>,
}

/// What came of a submission: for every posted event, itself and then what it entailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipts {
    pub events: Vec<Vec<Receipt>>,
    /// It had been recorded before, word for word.
    pub repeated: bool,
}

/// `index`: which of the posted events.
#[derive(Clone, Debug, Error)]
pub enum RecordError {
    #[error("refused: {}", refused.code)]
    Refused { index: usize, refused: Refused },
    #[error("the id {id} is recorded with other content")]
    IdReused { index: usize, id: Uuid, position: Position },
    #[error("the id {id} stands twice in one batch")]
    IdTwice { index: usize, id: Uuid },
    #[error("the case is not at the stated revision")]
    Stale { index: usize, subject: StreamId, actual: Option<Revision> },
    /// The cases kept changing under the judgement; the event may be sent again.
    #[error("lost the race for a case too often")]
    LostRace,
    #[error("more than {events_max} events in one batch")]
    TooMany { events_max: usize },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RecordError {
    /// As a stable code with its fields, for whoever tells the client.
    pub fn refused(&self) -> Refused {
        let refused = |code: &str, fields: Value| {
            let fields = if let Value::Object(fields) = fields { fields } else { Map::new() };
            Refused { code: code.into(), fields }
        };
        match self {
            Self::Refused { refused, .. } => refused.clone(),
            Self::IdReused { id, position, .. } => refused("id_reused", json!({"id": id, "position": position})),
            Self::IdTwice { id, .. } => refused("id_twice", json!({"id": id})),
            Self::Stale { subject, actual, .. } => {
                refused("stale_revision", json!({"subject": subject, "actual": actual}))
            }
            Self::LostRace => refused("lost_race", json!({})),
            Self::TooMany { events_max } => refused("batch_too_large", json!({"events_max": events_max})),
            Self::Store(StoreError::Full(_)) => refused("disk_full", json!({})),
            Self::Store(StoreError::Busy(limit)) => refused("too_busy", json!({"limit": limit})),
            Self::Store(StoreError::Closed) => refused("unavailable", json!({})),
            Self::Store(StoreError::Failed(_)) => refused("log_failed", json!({})),
            Self::Store(StoreError::Corrupt { .. } | StoreError::Io(_)) => refused("internal", json!({})),
        }
    }

    /// Which of the posted events it is about, when it is about one.
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::Refused { index, .. }
            | Self::IdReused { index, .. }
            | Self::IdTwice { index, .. }
            | Self::Stale { index, .. } => Some(*index),
            Self::LostRace | Self::TooMany { .. } | Self::Store(_) => None,
        }
    }
}

/// Posted events in one atomic batch.
pub const BATCH_EVENTS_MAX: usize = 500;
/// How often a judgement is made again before the client is told that the race is lost.
const ATTEMPTS_MAX: usize = 64;
/// How many cases one submission may have to look at.
const LOOKS_MAX: usize = 20_000;

/// Microseconds since 1970 UTC.
pub type Clock = Box<dyn Fn() -> i64 + Send + Sync>;

pub struct Recorder {
    store: Arc<dyn EventStore>,
    clock: Clock,
    bench: Mutex<Bench>,
}

/// What judging needs: the recent cases, and the time of the last judgement, since times never decrease along the log.
struct Bench {
    recent: Recent,
    last_time_us: i64,
}

/// A judgement on its way to being durable.
#[must_use = "nothing is certain before the verdict"]
pub struct Pending<'a> {
    recorder: &'a Recorder,
    batch: Vec<Submission>,
    dry_run: bool,
    /// It was recorded before, and needs no judgement.
    repeated: Option<Receipts>,
    step: Result<Judged, RecordError>,
}

/// What was found, what it rests on, and the store's word on whether that held.
struct Judged {
    finding: Result<Vec<Vec<Receipt>>, RecordError>,
    touched: Vec<StreamId>,
    ticket: Ticket<Result<Appended, AppendError>>,
}

impl Recorder {
    /// On a store whose earlier events may be many; only the last one is read.
    pub async fn open(store: Arc<dyn EventStore>, clock: Clock) -> Result<Self, StoreError> {
        let head = *store.head().borrow();
        let last = store.read_all(head.saturating_sub(1), 1).await?;
        let last_time_us = last.last().map_or(0, |recorded| recorded.event.time_us);
        let recent = Recent::new(RECENT_BYTES_MAX, head == 0);
        Ok(Self { store, clock, bench: Mutex::new(Bench { recent, last_time_us }) })
    }

    pub fn store(&self) -> &Arc<dyn EventStore> {
        &self.store
    }

    /// Records one atomic batch: all of it with all it entails, or nothing.
    pub async fn record(&self, batch: Vec<Submission>, dry_run: bool) -> Result<Receipts, RecordError> {
        self.submit(batch, dry_run).await.verdict().await
    }

    /// Judges a batch and puts it in the store's queue; whoever submits several awaits each `submit` before the next and
    /// the verdicts in the same order, so that later ones are judged on earlier ones.
    pub async fn submit(&self, batch: Vec<Submission>, dry_run: bool) -> Pending<'_> {
        let step = if batch.len() > BATCH_EVENTS_MAX {
            Err(RecordError::TooMany { events_max: BATCH_EVENTS_MAX })
        } else if let Some((index, id)) = twice(&batch) {
            Err(RecordError::IdTwice { index, id })
        } else {
            match self.told_before(&batch).await {
                Ok(None) => self.judge(&batch, dry_run, true).await,
                Ok(repeated) => {
                    let step = Err(RecordError::LostRace);
                    return Pending { recorder: self, batch, dry_run, repeated, step };
                }
                Err(error) => Err(error),
            }
        };
        Pending { recorder: self, batch, dry_run, repeated: None, step }
    }

    /// A case as it durably stands; `None` for one without events.
    pub async fn case(&self, subject: &StreamId) -> Result<Option<(Revision, AnyState)>, RecordError> {
        for _ in 0..ATTEMPTS_MAX {
            let found = self.bench().recent.get(subject).cloned();
            let known = match found {
                Some(known) => known,
                None => self.load(subject).await?,
            };
            let expected = BTreeMap::from([(subject.shared(), known.revision)]);
            match self.store.append(Append { events: vec![], expected }).await {
                Ok(_) => return Ok(known.revision.map(|revision| (revision, known.state))),
                Err(AppendError::Store(error)) => return Err(error.into()),
                Err(_) => self.bench().recent.forget([subject]),
            }
        }
        Err(RecordError::LostRace)
    }

    /// A history that is told again is recognised first: judged and only then found to be there, it would make those after
    /// it be judged again, and their stated times would come too late.
    async fn told_before(&self, batch: &[Submission]) -> Result<Option<Receipts>, RecordError> {
        let stated = batch.iter().any(|s| s.posted.time_us.is_some());
        if !stated || self.bench().recent.is_whole() {
            return Ok(None);
        }
        repeat::repeated(&*self.store, batch).await
    }

    fn bench(&self) -> MutexGuard<'_, Bench> {
        self.bench.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loads whatever the rules look at until they come to a finding. `guess`: a case that one of the events may open, and
    /// that is not at hand, is taken to be new; the store knows better and says so, and then nothing is guessed any more.
    /// A history whose times are stated is only guessed at where that cannot fail: judged again, it would come too late.
    async fn judge(&self, batch: &[Submission], dry_run: bool, guess: bool) -> Result<Judged, RecordError> {
        let guess = guess && batch.iter().all(|s| s.posted.time_us.is_none());
        let may_open =
            |s: &Submission, case: &StreamId| s.posted.subject == *case && s.posted.event.says.place() != Place::Later;
        for _ in 0..LOOKS_MAX {
            match self.try_judge(batch, dry_run) {
                Ok(judged) => return Ok(judged),
                Err(case) => match AnyState::new(case.category()) {
                    Some(state)
                        if self.bench().recent.is_whole() || guess && batch.iter().any(|s| may_open(s, &case)) =>
                    {
                        self.bench().recent.offer(&case, Known { revision: None, state });
                    }
                    _ => drop(self.load(&case).await?),
                },
            }
        }
        Err(RecordError::LostRace)
    }

    async fn load(&self, stream: &StreamId) -> Result<Known, StoreError> {
        let known = history::fold_stream(&*self.store, stream).await?;
        Ok(self.bench().recent.offer(stream, known))
    }

    /// One pass over the batch on the cases at hand; `Err` names a case to load first.
    fn try_judge(&self, batch: &[Submission], dry_run: bool) -> Result<Judged, StreamId> {
        let mut bench = self.bench();
        let clock_us = (self.clock)();
        let now_us = clock_us.max(bench.last_time_us);
        let mut time_us = bench.last_time_us;
        let mut after: BTreeMap<StreamId, Known> = BTreeMap::new();
        let mut rested = Rested::new();
        let mut events: Vec<Vec<(Stamp, AnyEvent)>> = Vec::with_capacity(batch.len());
        let mut finding = Ok(());
        for (index, submission) in batch.iter().enumerate() {
            let posted = &submission.posted;
            let cases = Layered { upper: &after, lower: &bench.recent };
            let untimely = posted.time_us.and_then(|stated| untimely(stated, time_us, clock_us));
            if let Some(reason) = posted.event.is_current().err().or(untimely) {
                finding = Err(RecordError::Refused { index, refused: Refused::new(&reason) });
                break;
            }
            if let Some(stale) = stale(index, submission, &cases, &mut rested)? {
                finding = Err(stale);
                break;
            }
            time_us = posted.time_us.unwrap_or(now_us);
            let stamp = posted.stamp(submission.actor.clone(), submission.via.clone(), time_us);
            match judge(stamp, posted.event.says.clone(), posted.area, &submission.reach, &cases) {
                Verdict::Look(stream) => return Err(stream),
                Verdict::Refused { refused, rested: on } => {
                    rest_on(&mut rested, on, &after);
                    finding = Err(RecordError::Refused { index, refused });
                    break;
                }
                Verdict::Admitted(admitted) => {
                    rest_on(&mut rested, admitted.rested, &after);
                    after.extend(admitted.after);
                    let mut admitted = admitted.events;
                    if planted("lose_an_entailment") && now_us % 16 == 0 {
                        admitted.truncate(1);
                    }
                    events.push(admitted);
                }
            }
        }

        let mut append = Append { events: vec![], expected: expected(&rested) };
        let mut receipts = vec![];
        if finding.is_ok() {
            for posted in &events {
                receipts
                    .push(posted.iter().map(|(stamp, event)| written(stamp, event, dry_run, &mut append)).collect());
            }
            if !dry_run {
                bench.last_time_us = time_us;
                for (stream, known) in after {
                    bench.recent.put(stream, known);
                }
            }
        }
        // In the store's queue before anyone else judges on these states.
        let ticket = self.store.append(append);
        Ok(Judged { finding: finding.map(|()| receipts), touched: rested.into_keys().collect(), ticket })
    }
}

impl Pending<'_> {
    /// Once all it rests on is durable.
    pub async fn verdict(mut self) -> Result<Receipts, RecordError> {
        if let Some(receipts) = self.repeated {
            return Ok(receipts);
        }
        for _ in 0..ATTEMPTS_MAX {
            let judged = self.step?;
            match (judged.ticket.await, judged.finding) {
                (Ok(appended), Ok(mut events)) => {
                    if self.dry_run
                        && let Some(receipts) = repeat::repeated(&*self.recorder.store, &self.batch).await?
                    {
                        return Ok(receipts);
                    }
                    for (receipt, position) in events.iter_mut().flatten().zip(appended.positions) {
                        receipt.position = Some(position);
                    }
                    return Ok(Receipts { events, repeated: false });
                }
                (Ok(_), Err(found)) => {
                    // Recognising a repeat comes before rules and preconditions; asking only now spares everyone else the look.
                    let repeated = repeat::repeated(&*self.recorder.store, &self.batch).await?;
                    return repeated.ok_or(found);
                }
                (Err(AppendError::Conflict { .. }), _) => self.recorder.bench().recent.forget(&judged.touched),
                (Err(AppendError::IdUsed { .. }), _) => {
                    self.recorder.bench().recent.forget(&judged.touched);
                    if let Some(receipts) = repeat::repeated(&*self.recorder.store, &self.batch).await? {
                        return Ok(receipts);
                    }
                }
                (Err(AppendError::Store(error)), _) => {
                    self.recorder.bench().recent.forget(&judged.touched);
                    return Err(error.into());
                }
            }
            self.step = self.recorder.judge(&self.batch, self.dry_run, false).await;
        }
        Err(RecordError::LostRace)
    }
}

/// A stated time of recording lies between the last one and now.
fn untimely(stated_us: i64, last_us: i64, clock_us: i64) -> Option<Malformed> {
    let time = instant_text(stated_us);
    if stated_us < last_us {
        return Some(Malformed::TimeDecreases { time, earliest: instant_text(last_us) });
    }
    (stated_us > clock_us).then(|| Malformed::TimeAhead { time, now: instant_text(clock_us) })
}

/// The first event of a batch whose id an earlier one has.
fn twice(batch: &[Submission]) -> Option<(usize, Uuid)> {
    let mut seen = HashSet::with_capacity(batch.len());
    let mut ids = batch.iter().map(|submission| submission.posted.id).enumerate();
    ids.find(|(_, id)| !seen.insert(*id))
}

fn stale(
    index: usize,
    submission: &Submission,
    cases: &Layered,
    rested: &mut Rested,
) -> Result<Option<RecordError>, StreamId> {
    use domain::case::Cases;
    let Some(precondition) = submission.precondition else { return Ok(None) };
    let subject = &submission.posted.subject;
    let known = cases.known(subject).ok_or_else(|| subject.clone())?;
    if !submission.reach.covers(known.state.area()) {
        // How far it has come is not for this key either: the judgement refuses it.
        return Ok(None);
    }
    let actual = known.revision;
    // Also where it holds: what is refused without a look at the case rests on that too.
    rested.entry(subject.clone()).or_insert(actual);
    let holds = match precondition {
        Precondition::Revision(revision) => actual == Some(revision),
        Precondition::Absent => actual.is_none(),
    };
    if holds {
        return Ok(None);
    }
    Ok(Some(RecordError::Stale { index, subject: subject.clone(), actual }))
}

/// What earlier events of the batch made of a case is not what the append rests on.
fn rest_on(rested: &mut Rested, more: Rested, after: &BTreeMap<StreamId, Known>) {
    for (stream, revision) in more {
        if !after.contains_key(&stream) {
            rested.entry(stream).or_insert(revision);
        }
    }
}

fn expected(rested: &Rested) -> BTreeMap<Arc<str>, Option<Revision>> {
    rested.iter().map(|(stream, revision)| (stream.shared(), *revision)).collect()
}

fn written(stamp: &Stamp, event: &AnyEvent, dry_run: bool, append: &mut Append) -> Receipt {
    let (kind, line) = envelope::record(stamp, event);
    let kind: Arc<str> = kind.into();
    if !dry_run {
        append.events.push(NewEvent {
            id: stamp.id,
            stream: stamp.subject.shared(),
            kind: kind.clone(),
            time_us: stamp.time_us,
            body: line.into_bytes().into(),
        });
    }
    Receipt { id: stamp.id, stream: stamp.subject.clone(), kind, revision: stamp.revision, position: None }
}
