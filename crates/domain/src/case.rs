//! The one idea of the core: a kind of case admits or refuses facts, says what they make true elsewhere, and is folded
//! from them.

use std::{cell::RefCell, collections::BTreeMap, fmt, sync::Arc};

use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    actor::{Actor, Role},
    kinds::{AnyEvent, AnyState, AsCase},
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Fen},
    versions::Earlier,
};

/// One kind of case: what can happen to it, and what it amounts to so far.
///
/// The implementing type is the state of one case; its default means "nothing has happened yet". Its state is kept
/// small: what rules ask, and what a reader of the case wants to see.
pub trait Case: Default + Clone + Serialize + Send + Sync + 'static {
    /// Stream prefix, URL segment, folder in `schemas/`. Never changes once released.
    const CATEGORY: &'static str;
    /// Past-tense facts; each variant's stored name is written once: `#[serde(rename = "welfare_post.placed.v1")]`.
    type Event: Serialize + DeserializeOwned + JsonSchema + Clone + fmt::Debug + Into<AnyEvent>;
    /// The fact that stood in the way, as a stable code with its fields.
    type Refusal: Reason;

    /// The versions of its events that are read for ever and written no more.
    fn earlier() -> Option<Earlier> {
        None
    }
    /// May a case of this kind have this id? Called with plain ids (`0-9 a-z . _ -`) only.
    fn id_fits(_id: &str) -> bool {
        true
    }
    /// Where in the life of a case it may stand.
    fn place(event: &Self::Event) -> Place;
    /// Who may make it true, and what a broken guard means for it.
    fn nature(event: &Self::Event) -> Nature;
    /// Where the case belongs; every event of it is filed there.
    fn area(&self) -> Option<AreaCode>;
    /// May this be recorded? Pure. Looking is citing: whatever `cited` is asked for is checked against change at the
    /// append, and stamped into the event as its `basis`.
    fn admit(&self, event: &Self::Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop>;
    /// What does it make true elsewhere? Asked of the state before the event, also for an observation that broke a guard.
    fn entails(&self, _event: &Self::Event, _stamp: &Stamp, _cited: &Cited) -> Result<Vec<Entailed>, Stop> {
        Ok(vec![])
    }
    /// Bookkeeping without rules. Total: an as-of fold may leave out causes.
    fn evolve(&mut self, event: &Self::Event, stamp: &Stamp);
}

/// Where in the life of a case a fact may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It opens the case.
    First,
    /// The case must have begun.
    Later,
    /// It opens the case or comes later.
    Any,
}

/// Who may make a fact true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Refused when it breaks a guard.
    Decision,
    /// A decision for approvers.
    Approval,
    /// The world does not ask our rules: a broken guard is recorded beside it as an irregularity.
    Observation,
    /// Only another fact makes it true.
    Entailed,
    /// Only the server records it (and a history file brings its own).
    Server,
}

/// All that is known of an event beside its data: the CloudEvents attributes, as recorded.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub id: Uuid,
    pub source: Arc<str>,
    pub subject: StreamId,
    /// When it was true in the world.
    pub occurred_on: Date,
    /// When the system learnt it, in microseconds since 1970 UTC.
    pub time_us: i64,
    pub area: Option<AreaCode>,
    pub actor: Actor,
    /// The key or import through which another actor was named.
    pub via: Option<Arc<str>>,
    /// The other system in which this was decided: it is judged as an observation.
    pub decided_in: Option<Arc<str>>,
    pub correlation_id: Option<Arc<str>>,
    /// The event that made this one true.
    pub causation_id: Option<Uuid>,
    /// What the decision looked at, and how far that case had come.
    pub basis: Vec<(StreamId, u64)>,
    pub revision: u64,
}

impl Stamp {
    pub fn entailed(&self) -> bool {
        self.causation_id.is_some()
    }

    /// The Beijing day of recording.
    pub fn recorded_on(&self) -> Date {
        Date::of_instant(self.time_us)
    }

    /// An approval needs a different person than the record it approves (DOMAIN §1).
    pub fn by_another_than(&self, recorder: &Actor) -> Result<(), Stop> {
        if self.actor.person() == recorder.person() {
            Err(Common::ApproverRecordedIt { person: recorder.person().into() })?;
        }
        Ok(())
    }

    /// A correction carries the date of the fact it corrects, so that no day of the world shows the mistake (DOMAIN §1).
    pub fn corrects(&self, fact_on: Date) -> Result<(), Stop> {
        if self.occurred_on != fact_on {
            Err(Common::CorrectionDatedOtherwise { occurred_on: self.occurred_on, fact_on })?;
        }
        Ok(())
    }
}

/// What a fact makes true of another case.
#[derive(Clone, Debug)]
pub struct Entailed {
    pub subject: StreamId,
    pub event: AnyEvent,
}

/// A case as the judge knows it: its state and its last revision, `None` before its first event.
#[derive(Clone, Debug)]
pub struct Known {
    pub revision: Option<u64>,
    pub state: AnyState,
}

/// Why a judgement could not be completed, or went against the event.
#[derive(Clone, Debug)]
pub enum Stop {
    /// That case must be loaded first; then the rule runs again.
    Look(StreamId),
    /// It makes no sense, whoever says it.
    Malformed(Refused),
    /// It breaks a guard.
    Broken(Refused),
}

/// The fact that stood in the way: an enum, each variant a stable snake_case code with its fields.
pub trait Reason: Serialize + JsonSchema + fmt::Debug {}

/// A refusal without its type: a code, unique across kinds, and the fields its text is filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub code: String,
    pub fields: Map<String, Value>,
}

impl Refused {
    pub fn new(reason: &impl Serialize) -> Self {
        let Ok(Value::Object(mut fields)) = serde_json::to_value(reason) else {
            return Self { code: "refused".into(), fields: Map::new() };
        };
        let code = fields.shift_remove("code").and_then(|c| c.as_str().map(String::from)).unwrap_or_default();
        Self { code, fields }
    }
}

impl<R: Reason> From<R> for Stop {
    fn from(reason: R) -> Self {
        Self::Broken(Refused::new(&reason))
    }
}

/// What makes no sense whoever says it; refused from observers too.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Malformed {
    /// The case has begun already.
    CaseExists { subject: StreamId },
    /// Nothing is known of the case; it has to be opened first.
    CaseMissing { subject: StreamId },
    /// A case that the event names does not exist.
    CitedCaseMissing { stream: StreamId },
    /// The event belongs to another kind of case than its subject.
    SubjectMismatch { subject: StreamId, category: String },
    /// The case's name does not say what the event says.
    CaseNamedOtherwise { subject: StreamId, expected: String },
    /// Another kind of subsidy has a name of its own (`0-9 a-z _`), none of the notice's kinds: one name would mean two.
    NotASubsidyName { name: String },
    /// That fund paid nothing of the claim, so nothing comes back to it.
    NotAFundOfTheClaim { fund: StreamId },
    /// A later version of this kind is written instead; what is recorded under the earlier one is read for ever.
    KindSuperseded { kind: String, by: String },
    /// Only another fact makes this true.
    EntailedOnly { kind: String },
    /// Only the server records this.
    ServerOnly { kind: String },
    /// The caller's role does not allow it.
    RoleNotAllowed { role: Role },
    /// The caller's key does not reach the area of the case, and learns nothing of it, its area neither.
    OutsideArea { allowed: String },
    /// It is said to have happened after the day on which it is recorded.
    OccursInFuture { occurred_on: Date, recorded_on: Date },
    /// One event may not name more than this.
    TooManyNamed { named: usize, named_max: usize },
    /// A batch has lines, and not more than this. DOMAIN §2.12.
    BatchSize { lines: usize, lines_max: usize },
    /// A batch makes no more payments, each of a claim out of a fund, than one append has room for. DOMAIN §2.12.
    TooManyPayments { payments: usize, payments_max: usize },
    /// One event may not make more than this true at once.
    EntailsTooMuch { entailed_max: usize },
    /// A history file's times may not run backwards.
    TimeDecreases { time: String, earliest: String },
    /// A history file states a time of recording that has not come yet.
    TimeAhead { time: String, now: String },
    /// The event claims another area than its case has.
    AreaOfCase { claimed: AreaCode, area: Option<AreaCode> },
}

impl From<Malformed> for Stop {
    fn from(reason: Malformed) -> Self {
        Self::Malformed(Refused::new(&reason))
    }
}

/// Guards that several kinds share.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Common {
    /// The case is at another step of its life. DOMAIN §2.
    NotInState { state: Value, allowed: Vec<Value> },
    /// An approval needs a different person than the record it approves. DOMAIN §1.
    ApproverRecordedIt { person: String },
    /// No standard of this kind is in force there on that day; the rule answers "not configured", never "passed". DOMAIN, Marks.
    NotConfigured { standard: String, area: AreaCode, on: Date },
    /// It happened before what it rests on.
    OccursBefore { occurred_on: Date, earliest: Date },
    /// A correction names an event that this case does not have, or that is corrected already. DOMAIN §1.
    NothingToCorrect { event: Uuid },
    /// A correction carries the date of the fact it corrects. DOMAIN §1.
    CorrectionDatedOtherwise { occurred_on: Date, fact_on: Date },
    /// What an employer owes is paid when the bank shows it on the worker's account. DOMAIN §2.13.
    CreditNotShown {},
    /// More than the employer still owes.
    BeyondOutstanding { amount_fen: Fen, outstanding_fen: Fen },
    /// What was awarded, agreed or ordered is closed by the credit, not before. DOMAIN §2.13.
    StillOutstanding { outstanding_fen: Fen },
}
impl Reason for Common {}

/// Refuses unless the case stands at one of these steps.
pub fn only_in<S: Serialize + PartialEq>(state: &S, allowed: &[S]) -> Result<(), Stop> {
    if allowed.contains(state) {
        return Ok(());
    }
    let name = |s| serde_json::to_value(s).unwrap_or_default();
    Err(Common::NotInState { state: name(state), allowed: allowed.iter().map(name).collect() })?
}

/// Refuses what happened before `earliest`.
pub fn not_before(stamp: &Stamp, earliest: Date) -> Result<(), Stop> {
    if stamp.occurred_on < earliest {
        Err(Common::OccursBefore { occurred_on: stamp.occurred_on, earliest })?;
    }
    Ok(())
}

/// Cases by name, as known before a judgement.
pub trait Cases {
    fn known(&self, case: &StreamId) -> Option<&Known>;
}

impl Cases for BTreeMap<StreamId, Known> {
    fn known(&self, case: &StreamId) -> Option<&Known> {
        self.get(case)
    }
}

/// The other cases that a rule may look at. What it looks at is written down.
pub struct Cited<'a> {
    /// What this append has made of cases so far.
    after: &'a BTreeMap<StreamId, Known>,
    before: &'a dyn Cases,
    looked: &'a RefCell<BTreeMap<StreamId, Option<u64>>>,
}

impl<'a> Cited<'a> {
    pub(crate) fn new(
        after: &'a BTreeMap<StreamId, Known>,
        before: &'a dyn Cases,
        looked: &'a RefCell<BTreeMap<StreamId, Option<u64>>>,
    ) -> Self {
        Self { after, before, looked }
    }

    /// A case that must exist.
    pub fn get<T: Case>(&self, case: &Ref<T>) -> Result<&'a T, Stop>
    where
        AnyState: AsCase<T>,
    {
        match self.find(case)? {
            Some(state) => Ok(state),
            None => Err(Malformed::CitedCaseMissing { stream: case.stream().clone() })?,
        }
    }

    /// A case that may be absent; that it is absent is cited too.
    pub fn find<T: Case>(&self, case: &Ref<T>) -> Result<Option<&'a T>, Stop>
    where
        AnyState: AsCase<T>,
    {
        Ok(self.look(case.stream())?.and_then(AsCase::as_case))
    }

    /// A case of whatever kind that must exist.
    pub fn any(&self, case: &StreamId) -> Result<&'a AnyState, Stop> {
        match self.look(case)? {
            Some(state) => Ok(state),
            None => Err(Malformed::CitedCaseMissing { stream: case.clone() })?,
        }
    }

    fn look(&self, stream: &StreamId) -> Result<Option<&'a AnyState>, Stop> {
        let Some(known) = self.after.get(stream).or_else(|| self.before.known(stream)) else {
            return Err(Stop::Look(stream.clone()));
        };
        self.looked.borrow_mut().insert(stream.clone(), known.revision);
        Ok(known.revision.map(|_| &known.state))
    }
}
