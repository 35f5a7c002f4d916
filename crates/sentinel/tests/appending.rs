//! What checks and limits have to say comes into the log once, whatever is interrupted.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use domain::{
    envelope,
    person::{self, Sex},
    policy,
    testing::{Fact, World, area, case, days, evidence, fact, given, note, person_id},
    values::{EvidenceKind, Fen, Span},
    welfare_post::{self, DutyOutcome, PostCategory},
};
use event_store::{Append, EventStore, NewEvent, memory::MemoryStore, recorder::Recorder};
use sentinel::{projections, say_pending};
use serde_json::Value;
use tempfile::TempDir;
use views::Views;

const VILLAGE: &str = "430225103204";
const POST: &str = "welfare_post-p1";
/// 2025-05-01 in Beijing.
const NOW_US: i64 = 1_746_028_800_000_000;

fn on_post(on: &str, event: welfare_post::Event) -> Fact {
    fact(on, POST, event).decided_elsewhere()
}

/// A month is accrued without a log, and nobody assesses the next one in time.
fn neglected() -> World {
    let unit = "organisation-12100000400009880k";
    let identity = domain::organisation::Identity::CreditCode("12100000400009880K".parse().unwrap());
    let registered = domain::organisation::Event::Registered { identity, area: area(VILLAGE) };
    let issued = policy::Event::Issued {
        area: area("430000000000"),
        standard: policy::Standard::DutyAssessment { days_max: 10 },
        valid: Span { from: "2024-01-01".parse().unwrap(), to: None },
        legal_basis: policy::LegalBasis {
            document: note("湘人社发〔2024〕1号"),
            dated: "2024-01-01".parse().unwrap(),
            evidence: evidence(EvidenceKind::Decision),
        },
        claws_back: false,
    };
    let planned = welfare_post::Event::Planned {
        area: area(VILLAGE),
        category: PostCategory::Cleaning,
        employing_unit: case(unit),
        full_time: true,
    };
    let born = person::Event::Registered { area: area(VILLAGE), birth_year: 1980, sex: Sex::Male };
    let agreement = evidence(EvidenceKind::Agreement);
    let person = || case::<person::Person>(&person_id(1));
    let month = "2025-02".parse().unwrap();
    let assessed = welfare_post::Event::DutyAssessed {
        person: person(),
        month,
        outcome: DutyOutcome::Completed,
        substitute: false,
        evidence: evidence(EvidenceKind::Attendance),
    };
    let accrued = welfare_post::Event::AllowanceAccrued { person: person(), month, amount_fen: Fen::yuan(1800) };
    let insured = welfare_post::Event::Insured {
        span: Span { from: "2025-02-01".parse().unwrap(), to: None },
        evidence: evidence(EvidenceKind::Certificate),
    };
    given([
        fact("2024-01-01", "policy-duty_assessment-43", issued),
        fact("2024-01-01", unit, registered),
        fact("2024-01-02", &person_id(1), born),
        on_post("2024-01-03", planned),
        on_post(
            "2025-02-01",
            welfare_post::Event::Placed { person: person(), agreement, full_time: true, until: None, temporary: None },
        ),
        fact("2025-02-01", POST, insured),
        on_post("2025-03-03", assessed),
        on_post("2025-03-05", accrued),
    ])
    .given(days("2025-03-06", "2025-04-12"))
}

struct Server {
    store: Arc<MemoryStore>,
    recorder: Recorder,
    views: Views,
    _folder: TempDir,
}

impl Server {
    async fn on(store: Arc<MemoryStore>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let recorder = Recorder::open(store.clone(), Box::new(|| NOW_US)).await.unwrap();
        let views = Views::open(folder.path(), &projections().collect::<Vec<_>>()).unwrap();
        Self { store, recorder, views, _folder: folder }
    }

    async fn says(&self) -> usize {
        self.views.catch_up(&*self.store, |_| {}).await.unwrap();
        let head = *self.store.head().borrow();
        say_pending(&self.recorder, &self.views, head).await.unwrap()
    }

    /// What the server said, of which case, in order.
    async fn said(&self) -> Vec<(String, Value)> {
        let all = self.store.read_all(0, 10_000).await.unwrap();
        let lines = all.iter().map(|recorded| serde_json::from_slice::<Value>(&recorded.event.body).unwrap());
        let own = lines.filter(|line| line["source"].as_str().is_some_and(|source| source.starts_with("/wengang/")));
        own.map(|line| (line["type"].as_str().unwrap().to_owned(), line)).collect()
    }

    fn dump(&self) -> String {
        let mut text = vec![];
        for projection in projections() {
            self.views.dump(projection.name, &mut text).unwrap();
        }
        String::from_utf8(text).unwrap()
    }
}

async fn log_of(world: &World) -> Arc<MemoryStore> {
    let store = Arc::new(MemoryStore::default());
    let mut revisions: BTreeMap<Arc<str>, u64> = BTreeMap::new();
    for (stamp, event) in world.recorded() {
        let (kind, line) = envelope::record(stamp, event);
        let stream = stamp.subject.shared();
        let expected = revisions.insert(stream.clone(), stamp.revision);
        let new = NewEvent {
            id: stamp.id,
            stream: stream.clone(),
            kind: kind.into(),
            time_us: stamp.time_us,
            body: line.into_bytes().into(),
        };
        let append = Append { events: vec![new], expected: BTreeMap::from([(stream, expected)]) };
        store.append(append).await.unwrap();
    }
    store
}

const SAID: [&str; 3] = ["finding.raised.v1", "alert.raised.v1", "alert.limit_passed.v1"];

#[tokio::test]
async fn what_is_found_is_said_once_with_all_that_it_rests_on() {
    let server = Server::on(log_of(&neglected()).await).await;
    assert_eq!(server.says().await, SAID.len());
    let said = server.said().await;
    assert_eq!(said.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), SAID);
    let finding = &said[0].1;
    assert_eq!(finding["occurredon"], "2025-03-16");
    assert_eq!(finding["area"], VILLAGE);
    assert_eq!(finding["actor"], "wengang/wengang/server");
    assert_eq!(finding["data"]["check"], "no_show");
    assert_eq!(finding["data"]["parameters"]["grace_days"], 10);
    assert_eq!(finding["data"]["events"].as_array().map(Vec::len), Some(1));
    assert_eq!(said[1].1["data"]["due"], "2025-04-10");
    assert_eq!(server.says().await, 0);
    assert_eq!(server.says().await, 0);
}

#[tokio::test]
async fn a_server_that_begins_anew_says_nothing_twice_and_folds_the_same() {
    let first = Server::on(log_of(&neglected()).await).await;
    first.says().await;
    first.says().await;
    let second = Server::on(first.store.clone()).await;
    assert_eq!(second.says().await, 0);
    assert_eq!(second.said().await.len(), SAID.len());
    assert_eq!(second.dump(), first.dump());
    assert!(!first.dump().contains("\"pending\":true"), "{}", first.dump());
}

/// Killed between the rows and the log: another one says the same, under the same ids.
#[tokio::test]
async fn two_servers_that_say_the_same_record_it_once() {
    let store = log_of(&neglected()).await;
    let (one, other) = (Server::on(store.clone()).await, Server::on(store).await);
    one.views.catch_up(&*one.store, |_| {}).await.unwrap();
    other.views.catch_up(&*other.store, |_| {}).await.unwrap();
    let head = *one.store.head().borrow();
    assert_eq!(say_pending(&one.recorder, &one.views, head).await.unwrap(), SAID.len());
    assert_eq!(say_pending(&other.recorder, &other.views, head).await.unwrap(), 0);
    assert_eq!(one.said().await.len(), SAID.len());
}

#[tokio::test]
async fn a_finding_is_in_the_log_within_a_second_of_the_event_that_completes_it() {
    let server = Arc::new(Server::on(log_of(&neglected()).await).await);
    let running = server.clone();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let following = tokio::spawn(async move {
        let (never, watched) = (std::future::pending::<()>(), async { drop(stopped.await) });
        tokio::select! {
            done = running.views.run(&*running.store, never) => done.unwrap(),
            () = sentinel::run(&running.recorder, &running.views, watched) => {}
        }
    });
    let mut head = server.store.head();
    let before = *head.borrow();
    let three_more = head.wait_for(|position| *position >= before + SAID.len() as u64);
    tokio::time::timeout(Duration::from_secs(1), three_more).await.expect("within a second").unwrap();
    stop.send(()).ok();
    following.await.unwrap();
    assert_eq!(server.said().await.len(), SAID.len());
}
