//! The recording path on the store in memory.

use std::{
    future::ready,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use domain::{
    actor::{Actor, Role},
    admission::Reach,
    envelope::{self, MayState, Posted},
    stream::StreamId,
};
use event_store::{
    Append, AppendError, Appended, EventStore, NewEvent, Position, Recorded, Revision, StoreError, Ticket,
    memory::MemoryStore,
    recorder::{Precondition, Receipts, RecordError, Recorder, Submission},
};
use serde_json::{Value, json};
use tokio::sync::watch;
use uuid::Uuid;

/// 2025-06-01T00:00:00Z
const NOW_US: i64 = 1_748_736_000_000_000;

fn submission(kind: &str, subject: &str, data: &Value) -> Submission {
    let event = json!({
        "specversion": "1.0", "id": Uuid::now_v7(), "source": "/test", "type": kind, "subject": subject,
        "occurredon": "2025-03-03", "data": data,
    });
    Submission {
        posted: Posted::decode(&event.to_string(), MayState::default()).expect("well formed"),
        actor: Actor::new("c1", "bureau", Role::Clerk).expect("an actor"),
        via: None,
        reach: Reach::default(),
        precondition: None,
    }
}

fn person(n: u32) -> String {
    format!("person-{n:032x}")
}

fn registered(n: u32) -> Submission {
    submission("person.registered.v1", &person(n), &json!({"area": "430225103204", "birth_year": 1980, "sex": "male"}))
}

fn willing(n: u32) -> Submission {
    submission("person.willingness_stated.v1", &person(n), &json!({"willing": true}))
}

fn job(n: u32) -> Submission {
    let data = json!({"job": "away_job", "full_time": true, "destination": "440100000000"});
    submission("person.job_started.v1", &person(n), &data)
}

async fn recorder(store: Arc<dyn EventStore>) -> Recorder {
    Recorder::open(store, Box::new(|| NOW_US)).await.expect("an empty store")
}

async fn log(store: &dyn EventStore) -> Vec<String> {
    let all = store.read_all(0, 1000).await.expect("readable");
    all.iter().map(|r| format!("{} {}", r.position, r.event.kind)).collect()
}

fn code(result: Result<Receipts, RecordError>) -> String {
    result.expect_err("refused").refused().code
}

#[tokio::test]
async fn a_batch_is_recorded_whole_and_later_events_see_earlier_ones() {
    let store = Arc::new(MemoryStore::default());
    let recorder = recorder(store.clone()).await;
    let receipts = recorder.record(vec![registered(1), job(1)], false).await.expect("recorded");
    assert_eq!(receipts.events[1][0].revision, 1);
    assert_eq!(log(&*store).await, ["1 person.registered.v1", "2 person.job_started.v1"]);
}

#[tokio::test]
async fn a_batch_with_one_refused_event_records_nothing_and_names_it() {
    let store = Arc::new(MemoryStore::default());
    let recorder = recorder(store.clone()).await;
    let error = recorder.record(vec![registered(1), registered(2), willing(3)], false).await.expect_err("refused");
    assert_eq!((error.index(), error.refused().code.as_str()), (Some(2), "case_missing"));
    assert!(log(&*store).await.is_empty());
    recorder.record(vec![registered(1)], false).await.expect("the refused batch left nothing behind");
}

#[tokio::test]
async fn the_same_event_again_gets_the_same_answer_and_is_recorded_once() {
    let store = Arc::new(MemoryStore::default());
    let recorder = recorder(store.clone()).await;
    for repeatable in [vec![registered(1)], vec![job(1)], vec![registered(2), willing(2)]] {
        let first = recorder.record(repeatable.clone(), false).await.expect("recorded");
        let second = recorder.record(repeatable, false).await.expect("repeated");
        assert!(!first.repeated && second.repeated);
        assert_eq!(first.events, second.events);
    }
    assert_eq!(log(&*store).await.len(), 4);
}

#[tokio::test]
async fn a_repeat_is_recognised_before_its_precondition_is_asked() {
    let recorder = recorder(Arc::new(MemoryStore::default())).await;
    let mut first = registered(1);
    first.precondition = Some(Precondition::Absent);
    recorder.record(vec![first.clone()], false).await.expect("recorded");
    assert!(recorder.record(vec![first], false).await.expect("repeated").repeated);
}

#[tokio::test]
async fn an_id_with_other_content_is_refused() {
    let recorder = recorder(Arc::new(MemoryStore::default())).await;
    let first = registered(1);
    recorder.record(vec![first.clone()], false).await.expect("recorded");
    let mut other = registered(2);
    other.posted.id = first.posted.id;
    assert_eq!(code(recorder.record(vec![other], false).await), "id_reused");
    let mut by_another = first.clone();
    by_another.actor = Actor::new("c2", "bureau", Role::Clerk).expect("an actor");
    assert_eq!(code(recorder.record(vec![by_another], false).await), "id_reused");
}

#[tokio::test]
async fn a_batch_repeats_only_whole() {
    let recorder = recorder(Arc::new(MemoryStore::default())).await;
    let first = registered(1);
    recorder.record(vec![first.clone()], false).await.expect("recorded");
    assert_eq!(code(recorder.record(vec![first.clone(), registered(2)], false).await), "id_reused");
    assert_eq!(code(recorder.record(vec![registered(3), first], false).await), "id_reused");
}

#[tokio::test]
async fn a_dry_run_is_judged_alike_and_records_nothing() {
    let store = Arc::new(MemoryStore::default());
    let recorder = recorder(store.clone()).await;
    let receipts = recorder.record(vec![registered(1)], true).await.expect("admissible");
    assert_eq!(receipts.events[0][0].position, None);
    assert_eq!(code(recorder.record(vec![willing(1)], true).await), "case_missing");
    assert!(log(&*store).await.is_empty());
    recorder.record(vec![registered(1)], false).await.expect("still new");
}

#[tokio::test]
async fn a_stale_precondition_tells_where_the_case_stands() {
    let recorder = recorder(Arc::new(MemoryStore::default())).await;
    recorder.record(vec![registered(1), willing(1)], false).await.expect("recorded");
    let mut late = job(1);
    late.precondition = Some(Precondition::Revision(0));
    let error = recorder.record(vec![late], false).await.expect_err("stale");
    assert!(matches!(error, RecordError::Stale { actual: Some(1), .. }), "{error:?}");
}

/// Refused as it is without a look at the case, it still rests on where the case was believed to stand.
#[tokio::test]
async fn a_precondition_that_another_writer_broke_is_stale_whatever_else_is_wrong() {
    let store = Arc::new(MemoryStore::default());
    let (one, another) = (recorder(store.clone()).await, recorder(store).await);
    another.record(vec![registered(1)], false).await.expect("recorded");
    let mut early = registered(1);
    early.posted.occurred_on = "2025-06-02".parse().expect("a day");
    early.precondition = Some(Precondition::Absent);
    let error = one.record(vec![early], false).await.expect_err("stale");
    assert!(matches!(error, RecordError::Stale { actual: Some(0), .. }), "{error:?}");
}

#[tokio::test]
async fn times_never_run_backwards_even_when_the_clock_does() {
    let store = Arc::new(MemoryStore::default());
    let clock = Arc::new(AtomicI64::new(NOW_US));
    let ticking = clock.clone();
    let recorder =
        Recorder::open(store.clone(), Box::new(move || ticking.load(Ordering::Relaxed))).await.expect("an empty store");
    recorder.record(vec![registered(1)], false).await.expect("recorded");
    clock.store(NOW_US - 5_000_000, Ordering::Relaxed);
    recorder.record(vec![registered(2)], false).await.expect("recorded");
    let times: Vec<_> = store.read_all(0, 10).await.expect("readable").iter().map(|r| r.event.time_us).collect();
    assert_eq!(times, [NOW_US, NOW_US]);
}

#[tokio::test]
async fn a_stated_time_may_not_precede_what_is_recorded() {
    let recorder = recorder(Arc::new(MemoryStore::default())).await;
    recorder.record(vec![registered(1)], false).await.expect("recorded");
    let mut early = registered(2);
    early.posted.time_us = Some(NOW_US - 1);
    assert_eq!(code(recorder.record(vec![early], false).await), "time_decreases");
}

#[tokio::test]
async fn a_stated_time_may_not_be_still_to_come() {
    let recorder = recorder(Arc::new(MemoryStore::default())).await;
    let mut ahead = registered(1);
    ahead.posted.time_us = Some(NOW_US + 1);
    assert_eq!(code(recorder.record(vec![ahead], false).await), "time_ahead");
}

#[tokio::test]
async fn an_id_stands_once_in_a_batch() {
    let recorder = recorder(Arc::new(MemoryStore::default())).await;
    let (first, mut second) = (registered(1), registered(2));
    second.posted.id = first.posted.id;
    let error = recorder.record(vec![first, second], false).await.expect_err("refused");
    assert_eq!((error.index(), error.refused().code.as_str()), (Some(1), "id_twice"));
}

/// What a release before this one recorded of a batch: the golden examples of versions that are written no more.
const BEFORE: [&str; 3] = [
    include_str!("../../../schemas/payment_batch/sealed.v1.example.json"),
    include_str!("../../../schemas/payment_batch/instructed.v1.example.json"),
    include_str!("../../../schemas/payment_batch/line_answered.v1.example.json"),
];

async fn recorded_before() -> Arc<MemoryStore> {
    let store = Arc::new(MemoryStore::default());
    let event = |line: &&str| {
        let (stamp, event) = envelope::read_verbatim(line.trim_end()).expect("read for ever");
        let (kind, body) = envelope::record_verbatim(&stamp, &event);
        assert_eq!(body, line.trim_end());
        let stream = stamp.subject.shared();
        NewEvent { id: stamp.id, stream, kind: kind.into(), time_us: stamp.time_us, body: body.into_bytes().into() }
    };
    let events: Vec<_> = BEFORE.iter().map(event).collect();
    let expected = [(events[0].stream.clone(), None)].into();
    store.append(Append { events, expected }).await.expect("recorded");
    store
}

/// A recorded line as its client posted it.
fn posted_before(line: &str) -> Submission {
    let (stamp, event) = envelope::read_verbatim(line.trim_end()).expect("read for ever");
    let (kind, data) = event.encode();
    let data = serde_json::from_str(&data).expect("JSON");
    let mut submission = submission(&kind, stamp.subject.as_str(), &data);
    let posted = &mut submission.posted;
    (posted.id, posted.source, posted.occurred_on) = (stamp.id, stamp.source, stamp.occurred_on);
    Submission { actor: stamp.actor, ..submission }
}

#[tokio::test]
async fn a_case_rests_on_versions_that_are_written_no_more() {
    let recorder = recorder(recorded_before().await).await;
    let batch = posted_before(BEFORE[0]).posted.subject;
    let (revision, state) = recorder.case(&batch).await.expect("readable").expect("there");
    let state = state.to_json();
    let answered = state["lines"].as_object().expect("lines").values().filter(|line| line["outcome"] == "credited");
    assert_eq!((revision, &state["state"], answered.count()), (2, &json!("instructed"), 1));
}

#[tokio::test]
async fn a_version_that_is_written_no_more_is_only_repeated() {
    let store = recorded_before().await;
    let recorder = recorder(store.clone()).await;
    let before: Vec<_> = BEFORE.iter().map(|line| posted_before(line)).collect();
    for again in [before.clone(), before[2..].to_vec()] {
        let receipts = recorder.record(again, false).await.expect("a repeat");
        assert!(receipts.repeated);
        let last = receipts.events.last().and_then(|posted| posted.first()).expect("a receipt");
        assert_eq!((&*last.kind, last.position), ("payment_batch.line_answered.v1", Some(3)));
    }
    for dry_run in [true, false] {
        let mut new = before[2].clone();
        new.posted.id = Uuid::now_v7();
        let refused = recorder.record(vec![new], dry_run).await.expect_err("refused").refused();
        assert_eq!(
            (refused.code.as_str(), &refused.fields["kind"], &refused.fields["by"]),
            ("kind_superseded", &json!("payment_batch.line_answered.v1"), &json!("payment_batch.line_answered.v2"),)
        );
    }
    // The same in the current version is another content.
    let mut current = before[2].clone();
    let (_, data) = current.posted.event.encode();
    let mut data: Value = serde_json::from_str(&data).expect("JSON");
    data["amount_fen"] = json!(400_000);
    data["evidence"] = json!({"sha256": "ab".repeat(32), "kind": "bank_slip"});
    current.posted.event = submission("payment_batch.line_answered.v2", "payment_batch-1", &data).posted.event;
    assert_eq!(code(recorder.record(vec![current], false).await), "id_reused");
    assert_eq!(log(&*store).await.len(), 3);
}

/// A store whose appends fail at will, as when the disk is full.
struct Failing {
    inner: MemoryStore,
    fails: AtomicBool,
}

impl EventStore for Failing {
    fn append(&self, append: Append) -> Ticket<Result<Appended, AppendError>> {
        if self.fails.load(Ordering::Relaxed) {
            return Box::pin(ready(Err(StoreError::Full("no space".into()).into())));
        }
        self.inner.append(append)
    }
    fn read_stream(&self, stream: &str, from: Revision, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        self.inner.read_stream(stream, from, limit)
    }
    fn read_all(&self, after: Position, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        self.inner.read_all(after, limit)
    }
    fn read_id(&self, id: Uuid) -> Ticket<Result<Option<Recorded>, StoreError>> {
        self.inner.read_id(id)
    }
    fn head(&self) -> watch::Receiver<Position> {
        self.inner.head()
    }
}

#[tokio::test]
async fn what_a_failed_commit_would_have_made_true_is_forgotten() {
    let store = Arc::new(Failing { inner: MemoryStore::default(), fails: AtomicBool::new(true) });
    let recorder = recorder(store.clone()).await;
    assert_eq!(code(recorder.record(vec![registered(1)], false).await), "disk_full");
    store.fails.store(false, Ordering::Relaxed);
    assert_eq!(code(recorder.record(vec![willing(1)], false).await), "case_missing");
    recorder.record(vec![registered(1)], false).await.expect("the case never began");
}

#[tokio::test]
async fn what_was_judged_on_a_commit_that_fails_is_judged_again() {
    let store = Arc::new(Failing { inner: MemoryStore::default(), fails: AtomicBool::new(true) });
    let recorder = recorder(store.clone()).await;
    let first = recorder.submit(vec![registered(1)], false).await;
    store.fails.store(false, Ordering::Relaxed);
    // Judged on a person who is on file in memory alone: admitted there, and a second registration refused.
    let second = recorder.submit(vec![willing(1)], false).await;
    let third = recorder.submit(vec![registered(1)], false).await;
    assert_eq!(code(first.verdict().await), "disk_full");
    assert_eq!(code(second.verdict().await), "case_missing");
    third.verdict().await.expect("nobody is on file");
}

#[tokio::test]
async fn another_writer_of_the_same_log_is_noticed() {
    let store = Arc::new(MemoryStore::default());
    let (one, two) = (recorder(store.clone()).await, recorder(store.clone()).await);
    one.record(vec![registered(1)], false).await.expect("recorded");
    two.record(vec![job(1)], false).await.expect("recorded by the other");
    one.record(vec![willing(1)], false).await.expect("judged again on what the other wrote");
    let subject: StreamId = person(1).parse().expect("a stream");
    let (revision, _) = one.case(&subject).await.expect("readable").expect("on file");
    assert_eq!(revision, 2);
}
