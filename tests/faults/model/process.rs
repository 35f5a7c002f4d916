//! The real log beside the model: each operation is done to both, and the answers are compared.

mod reading;

use std::{
    collections::BTreeMap,
    fmt::Debug,
    fs,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use domain::{
    admission::Reach,
    envelope::{MayState, Posted},
};
use event_store::{
    Append, AppendError, EventStore, NewEvent, Recorded, StoreError,
    recorder::{Precondition, Receipt, RecordError, Recorder, Submission},
};
use event_store_sqlite::{LOG_FILE, SqliteStore};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::facts::{event, evidence};
use uuid::Uuid;

use super::{
    log::{AREA, Believed, Log, Sent, TODAY, Verdict},
    operation::{Altered, Answer, Event, Expected, Id, Operation, Says},
};
use crate::power::fast_folder;

/// 2025-06-01T01:00:00Z, when everything begins.
const START_US: i64 = 1_748_739_600_000_000;
const DAY_BEGAN_US: i64 = START_US - 3_600_000_000;
const ALL: usize = 1_000_000;

/// Or how the real answer contradicts the model.
type Held = Result<(), String>;

pub struct Process {
    folder: TempDir,
    store: Arc<SqliteStore>,
    recorder: Recorder,
    clock: Arc<AtomicI64>,
    /// The latest that the clock ever showed.
    latest_us: i64,
    log: Log,
    /// How often it came to what.
    pub tally: Tally,
}

/// In words.
pub type Tally = BTreeMap<&'static str, usize>;

fn same<T: PartialEq + Debug>(what: &str, real: &T, modelled: &T) -> Held {
    if real == modelled {
        return Ok(());
    }
    Err(format!("{what} is\n{real:#?}\nand should be\n{modelled:#?}"))
}

fn readable<T>(read: Result<T, StoreError>) -> Result<T, String> {
    read.map_err(|error| format!("the log cannot be read: {error}"))
}

fn person(n: usize) -> String {
    format!("person-{n:032x}")
}

fn actor(n: usize) -> String {
    format!("c{n}/bureau/clerk")
}

async fn opened(folder: &TempDir, clock: &Arc<AtomicI64>) -> (Arc<SqliteStore>, Recorder) {
    let store = Arc::new(SqliteStore::open(folder.path()).expect("opens"));
    let clock = Arc::clone(clock);
    let now = Box::new(move || clock.load(Ordering::Relaxed));
    let recorder = Recorder::open(store.clone(), now).await.expect("opens");
    (store, recorder)
}

impl Process {
    pub async fn started() -> Self {
        let (folder, clock) = (fast_folder(), Arc::new(AtomicI64::new(START_US)));
        let (store, recorder) = opened(&folder, &clock).await;
        Self { folder, store, recorder, clock, latest_us: START_US, log: Log::default(), tally: Tally::new() }
    }

    fn comes_to(&mut self, what: &'static str) {
        *self.tally.entry(what).or_default() += 1;
    }

    fn recorded(&self) -> usize {
        self.log.0.len()
    }

    pub async fn does(&mut self, operation: &Operation) -> Held {
        match operation {
            Operation::Append { batch, answer } => {
                let batch: Vec<_> = batch.iter().map(|event| self.sent(event)).collect();
                self.posts(batch, *answer).await
            }
            Operation::Again { first, events, altered, answer } => {
                let batch = self.sent_again(*first, *events, *altered);
                if batch.is_empty() { Ok(()) } else { self.posts(batch, *answer).await }
            }
            Operation::Beside { person, id, expected, looks_at } => {
                self.appends_beside(*person, *id, *expected, *looks_at).await
            }
            Operation::ReadStream { person: n, from, limit } => {
                let stream = person(*n);
                let all = self.stream(&stream);
                let from = from % (all.len() + 2);
                let real = readable(self.store.read_stream(&stream, from as u64, *limit).await)?;
                same("what is read of the stream", &real, &all.into_iter().skip(from).take(*limit).collect())
            }
            Operation::ReadStreamBack { person: n, page } => self.reads_back(&person(*n), *page).await,
            Operation::ReadAll { after, limit } => {
                let after = after % (self.recorded() + 2);
                let real = readable(self.store.read_all(after as u64, *limit).await)?;
                same("what is read of the log", &real, &self.lines().skip(after).take(*limit).collect())
            }
            Operation::ReadPages { page } => self.reads_pages(*page).await,
            Operation::ReadId { nth } => {
                let place = nth % (self.recorded() + 1);
                let id = self.log.0.get(place).map_or(Uuid::from_u64_pair(1, *nth as u64), |line| line.id);
                let real = readable(self.store.read_id(id).await)?;
                same("what is read by its id", &real, &self.lines().nth(place))
            }
            Operation::ReadCase { person: n } => self.reads_case(&person(*n)).await,
            Operation::ReadAsOf { person: n, day, known_at } => {
                let known_at_us = known_at.and_then(|(nth, just_before)| {
                    let line = self.log.0.get(nth % self.recorded().max(1))?;
                    Some(line.time_us - i64::from(just_before))
                });
                self.reads_as_of(&person(*n), *day, known_at_us).await
            }
            Operation::Clock { by_us } => {
                let now_us = self.clock.load(Ordering::Relaxed).saturating_add(*by_us).max(START_US);
                self.clock.store(now_us, Ordering::Relaxed);
                self.latest_us = self.latest_us.max(now_us);
                Ok(())
            }
            Operation::Killed => {
                self.is_started_again(true).await;
                self.has_the_whole_log().await
            }
            Operation::Closed => {
                self.is_started_again(false).await;
                self.has_the_whole_log().await
            }
        }
    }

    // Posting.

    fn sent(&self, posted: &Event) -> Sent {
        let (kind, data) = match posted.says {
            Says::Registered { birth_year } => {
                ("person.registered.v1", json!({"area": AREA, "birth_year": birth_year, "sex": "female"}))
            }
            Says::Willing(willing) => ("person.willingness_stated.v1", json!({"willing": willing})),
            Says::CustodyBegan => ("person.custody_began.v1", json!({"evidence": evidence("decision")})),
            Says::CustodyEnded => ("person.custody_ended.v1", json!({"evidence": evidence("decision")})),
            Says::Kin { other, relation } => {
                let data = json!({"kin": person(other), "relation": relation, "learnt_from": "declaration"});
                ("person.kinship_declared.v1", data)
            }
        };
        let subject = person(posted.person);
        let day = if posted.day == 0 { "2025-06-02".into() } else { format!("2025-05-{:02}", posted.day) };
        let mut wire = event(kind, &subject, &day, data);
        wire["id"] = json!(self.id(posted.id));
        let actual = self.log.last_revision(&subject);
        Sent { wire, actor: actor(1), precondition: posted.expected.map(|expected| Believed(expected.of(actual))) }
    }

    fn id(&self, id: Id) -> Uuid {
        match id {
            Id::Fresh(id) => id,
            Id::Taken(nth) => {
                let taken = self.log.0.get(nth % self.recorded().max(1));
                taken.map_or(Uuid::from_u64_pair(2, nth as u64), |line| line.id)
            }
        }
    }

    /// Each with a precondition that no longer holds, every second time: a repeat is recognised all the same.
    fn sent_again(&self, first: usize, events: usize, altered: Option<Altered>) -> Vec<Sent> {
        let posted: Vec<_> = self.log.0.iter().filter_map(|line| line.posted.as_ref()).collect();
        let again = posted.iter().cycle().skip(first % posted.len().max(1)).take(events);
        let precondition = first.is_multiple_of(2).then_some(Believed(None));
        let sent = |(wire, actor): &&(Value, String)| Sent { wire: wire.clone(), actor: actor.clone(), precondition };
        let mut batch: Vec<_> = again.map(sent).collect();
        if let (Some(altered), Some(last)) = (altered, batch.last_mut()) {
            match altered {
                Altered::Day => last.wire["occurredon"] = "2025-04-30".into(),
                Altered::Subject => last.wire["subject"] = person(99).into(),
                Altered::Actor => last.actor = actor(2),
                Altered::Batch(id) => {
                    let mut new = last.clone();
                    new.wire["id"] = json!(id);
                    batch.push(new);
                }
            }
        }
        batch
    }

    async fn posts(&mut self, batch: Vec<Sent>, answer: Answer) -> Held {
        let before = self.recorded();
        let verdict = self.log.takes(&batch);
        let dry_run = answer == Answer::DryRun;
        let submissions = batch.iter().map(submission).collect();
        let pending = self.recorder.submit(submissions, dry_run).await;
        if let Answer::Missed { killed } = answer {
            drop(pending);
            self.is_started_again(killed).await;
            if *self.store.head().borrow() == before as u64 {
                self.log.0.truncate(before);
            }
            self.comes_to(if self.recorded() > before {
                "recorded without an answer"
            } else {
                "nothing recorded without an answer"
            });
        } else {
            let real = pending.verdict().await;
            self.comes_to(verdict.name());
            self.compares(&batch, &verdict, real.map(|receipts| (receipts.events, receipts.repeated)), dry_run)?;
            if dry_run {
                self.log.0.truncate(before);
            }
        }
        self.has_since(before).await
    }

    fn compares(
        &mut self,
        batch: &[Sent],
        verdict: &Verdict,
        real: Result<(Vec<Vec<Receipt>>, bool), RecordError>,
        dry_run: bool,
    ) -> Held {
        match (verdict, real) {
            (Verdict::Recorded(places), Ok((receipts, false))) => {
                if places.iter().any(|with_entailed| with_entailed.len() > 1) {
                    self.comes_to("an event made true elsewhere");
                }
                for (place, receipt) in places.iter().flatten().zip(receipts.iter().flatten()) {
                    // Only now it is known how the entailed ones are called.
                    if self.log.0[*place].cause.is_some() && self.log.place_of(receipt.id).is_none() {
                        self.log.0[*place].id = receipt.id;
                    }
                }
                self.receipts_are(places, &receipts, dry_run)
            }
            (Verdict::Repeated(places), Ok((receipts, true))) => self.receipts_are(places, &receipts, false),
            (Verdict::Refused { index, code }, Err(RecordError::Refused { index: real, refused })) => {
                same("the refusal", &(real, refused.code.as_ref()), &(*index, *code))
            }
            (Verdict::Stale { index, actual }, Err(RecordError::Stale { index: real, subject, actual: found })) => {
                same("what is stale", &(real, subject.as_str(), found), &(*index, batch[*index].subject(), *actual))
            }
            (Verdict::IdTwice, Err(RecordError::IdTwice { index, id })) => {
                let first = batch.iter().position(|sent| sent.id() == id);
                same("the second of that id", &(batch[index].id(), first < Some(index)), &(id, true))
            }
            (Verdict::IdReused, Err(RecordError::IdReused { index, id, position })) => {
                let place = self.log.place_of(id).map(|place| place as u64 + 1);
                same("the reused id", &(id, Some(position)), &(batch[index].id(), place))
            }
            (verdict, real) => Err(format!("the answer is\n{real:#?}\nand should be\n{verdict:#?}")),
        }
    }

    fn receipts_are(&self, places: &[Vec<usize>], real: &[Vec<Receipt>], dry_run: bool) -> Held {
        let of = |place: &usize| {
            let line = &self.log.0[*place];
            Receipt {
                id: line.id,
                stream: line.stream.parse().expect("a stream"),
                kind: line.kind.as_str().into(),
                revision: line.revision,
                position: (!dry_run).then_some(*place as u64 + 1),
            }
        };
        let modelled: Vec<Vec<_>> = places.iter().map(|places| places.iter().map(of).collect()).collect();
        same("what was recorded by the receipts", &real.to_vec(), &modelled)
    }

    // Another writer.

    async fn appends_beside(
        &mut self,
        n: usize,
        id: Id,
        expected: Expected,
        looks_at: Option<(usize, Expected)>,
    ) -> Held {
        let (stream, before) = (person(n), self.recorded());
        let actual = self.log.last_revision(&stream);
        let (kind, data) = match actual {
            None => ("person.registered.v1", json!({"area": AREA, "birth_year": 1970, "sex": "male"})),
            Some(_) => ("person.willingness_stated.v1", json!({"willing": true})),
        };
        let mut wire = event(kind, &stream, "2025-05-31", data);
        (wire["id"], wire["source"]) = (json!(self.id(id)), "/beside".into());
        let sent = Sent { wire, actor: actor(3), precondition: None };

        let mut believed: BTreeMap<Arc<str>, Option<u64>> = BTreeMap::new();
        if let Some((other, expected)) = looks_at {
            believed.insert(person(other).into(), expected.of(self.log.last_revision(&person(other))));
        }
        believed.insert(stream.as_str().into(), expected.of(actual));
        let stale = believed.iter().find(|(stream, expected)| self.log.last_revision(stream) != **expected);
        let verdict = match (stale, self.log.place_of(sent.id())) {
            (Some((stream, expected)), _) => {
                let actual = self.log.last_revision(stream);
                Err(AppendError::Conflict { stream: stream.clone(), expected: *expected, actual })
            }
            (None, Some(place)) => Err(AppendError::IdUsed { id: sent.id(), position: place as u64 + 1 }),
            (None, None) => Ok((before as u64 + 1, actual.map_or(0, |last| last + 1))),
        };
        // Never before what the recorder has seen.
        let time_us = self.log.last_time_us().unwrap_or(START_US);
        let mut after = self.log.clone();
        after.takes_unjudged(&sent);
        let body = whole_body(&after, before, sent.id(), time_us).to_string().into_bytes().into();
        let event = NewEvent { id: sent.id(), stream: stream.into(), kind: kind.into(), time_us, body };
        let real = self.store.append(Append { events: vec![event], expected: believed }).await;
        let real = real.map(|appended| (appended.positions[0], appended.revisions[0]));
        same("the store's answer to the other writer", &real, &verdict)?;
        self.comes_to(match verdict {
            Ok(_) => "recorded beside",
            Err(AppendError::Conflict { .. }) => "conflict beside",
            Err(_) => "id used beside",
        });
        if verdict.is_ok() {
            self.log = after;
        }
        self.has_since(before).await
    }

    // The log after all that.

    /// Exactly what the model has added since, byte for byte from now on.
    async fn has_since(&mut self, before: usize) -> Held {
        let real = readable(self.store.read_all(before as u64, ALL).await)?;
        same("the number of events recorded by this", &real.len(), &(self.recorded() - before))?;
        for (place, Recorded { event, .. }) in (before..).zip(&real) {
            same("a time in order and by the clock", &self.is_timely(place, event.time_us), &true)?;
            if self.log.0[place].id.is_nil() {
                self.log.0[place].id = event.id;
            }
            let body: Value = serde_json::from_slice(&event.body).expect("JSON");
            same("the line", &body, &whole_body(&self.log, place, event.id, event.time_us))?;
            let line = &mut self.log.0[place];
            (line.time_us, line.body) = (event.time_us, event.body.to_vec());
        }
        same("what was recorded by this", &real, &self.lines().skip(before).collect())?;
        same("the head", &*self.store.head().borrow(), &(self.recorded() as u64))
    }

    /// Never before the event before it, and by the clock unless that was set back. The other writer has a clock of its own.
    fn is_timely(&self, place: usize, time_us: i64) -> bool {
        let (line, clock_us) = (&self.log.0[place], self.clock.load(Ordering::Relaxed));
        let earliest_us = place.checked_sub(1).map_or(START_US, |before| self.log.0[before].time_us);
        let by_the_clock = clock_us == time_us || clock_us < self.latest_us || line.says["source"] == "/beside";
        (earliest_us..=self.latest_us).contains(&time_us) && by_the_clock
    }

    pub async fn has_the_whole_log(&self) -> Held {
        let real = readable(self.store.read_all(0, ALL).await)?;
        same("the whole log", &real, &self.lines().collect())
    }

    /// Killed, all that is left is what stands in the files; stopped, the log is closed first.
    async fn is_started_again(&mut self, killed: bool) {
        self.comes_to(if killed { "killed" } else { "stopped" });
        let left = killed.then(|| self.files_as_they_stand());
        self.store.close();
        if let Some(left) = left {
            self.folder = left;
        }
        (self.store, self.recorder) = opened(&self.folder, &self.clock).await;
    }

    /// The write-ahead log last: what is written meanwhile is written there.
    fn files_as_they_stand(&self) -> TempDir {
        let folder = fast_folder();
        for file in [LOG_FILE.to_string(), format!("{LOG_FILE}-wal")] {
            let from = self.folder.path().join(&file);
            if from.exists() {
                fs::copy(from, folder.path().join(&file)).expect("copied");
            }
        }
        folder
    }
}

fn submission(sent: &Sent) -> Submission {
    Submission {
        posted: Posted::decode(&sent.wire.to_string(), MayState::default()).expect("well formed"),
        actor: sent.actor.parse().expect("an actor"),
        via: None,
        reach: Reach::default(),
        precondition: sent.precondition.map(|Believed(last)| last.map_or(Precondition::Absent, Precondition::Revision)),
    }
}

fn whole_body(log: &Log, place: usize, id: Uuid, time_us: i64) -> Value {
    let line = &log.0[place];
    let mut body = line.says.clone();
    (body["id"], body["time"]) = (json!(id), time_text(time_us).into());
    if let Some(cause) = line.cause {
        body["causationid"] = json!(log.0[cause].id);
    }
    body
}

fn time_text(time_us: i64) -> String {
    let us = time_us - DAY_BEGAN_US;
    let (seconds, us) = (us / 1_000_000, us % 1_000_000);
    format!("{TODAY}T{:02}:{:02}:{:02}.{us:06}Z", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}
