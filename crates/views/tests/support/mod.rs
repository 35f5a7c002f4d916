//! A log to fold: whatever random facts say of a few posts and people, as another system decided them, so that hardly
//! any is refused and views must cope with all of it.
#![allow(dead_code)]

mod homes;
mod labour;
mod money;
mod workshops;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{
    envelope,
    organisation::{self, Identity, OrganisationRole},
    person::{self, Job, LabourAbility, Service, Sex},
    policy,
    testing::{Fact, World, area, case, county_with_posts, day, evidence, fact, given, note, person_id},
    values::{EvidenceKind, Fen, Month, Span},
    welfare_post::{self, DutyOutcome, LeftReason, PostCategory, RefusalReason},
};
use event_store::{
    Append, AppendError, Appended, EventStore, NewEvent, Position, Recorded, Revision, StoreError, Ticket,
    memory::MemoryStore,
};
use uuid::Uuid;
use views::Views;

/// 2025-01-01T00:00:00Z.
pub const START_US: i64 = 1_735_689_600_000_000;
pub const SECOND_US: i64 = 1_000_000;

pub const UNIT: &str = "organisation-12100000400009880k";
const POSTS: u32 = 3;
const PEOPLE: u32 = 4;
/// So often a day begins, six weeks later each time.
const DAY_EVERY: usize = 8;

/// One random fact: what, of which post and person, on which day.
pub type Dice = (u8, u8, u8, u16);

pub fn post(n: u32) -> String {
    format!("welfare_post-p{n}")
}

fn beginnings() -> World {
    let registered = organisation::Event::Registered {
        identity: Identity::CreditCode("12100000400009880K".parse().unwrap()),
        area: area("430225103204"),
    };
    let granted = organisation::Event::RoleGranted {
        role: OrganisationRole::PostEmployingUnit,
        evidence: evidence(EvidenceKind::Agreement),
    };
    let issued = policy::Event::Issued {
        area: area("430000000000"),
        standard: policy::Standard::PostAllowance {
            full_time_monthly_fen: Fen::yuan(1800),
            part_time_monthly_fen: Fen::yuan(900),
        },
        valid: Span { from: day("2023-01-01"), to: None },
        legal_basis: policy::LegalBasis {
            document: note("湘人社发〔2023〕1号"),
            dated: day("2023-01-01"),
            evidence: evidence(EvidenceKind::Agreement),
        },
        claws_back: false,
    };
    let people = (0..PEOPLE).map(|n| {
        let village = area(if n.is_multiple_of(2) { "430225103204" } else { "431126101201" });
        let birth_year = 1970 + i16::try_from(n).unwrap();
        fact("2023-01-02", &person_id(n), person::Event::Registered { area: village, birth_year, sex: Sex::Female })
    });
    let posts = (0..POSTS).flat_map(|n| {
        let planned = welfare_post::Event::Planned {
            area: area(if n.is_multiple_of(2) { "430225103204" } else { "431126101201" }),
            category: PostCategory::Cleaning,
            employing_unit: case(UNIT),
            full_time: n.is_multiple_of(2),
        };
        [
            fact("2023-01-03", &post(n), planned),
            fact("2023-01-04", &post(n), welfare_post::Event::Approved {}),
            fact("2023-01-05", &post(n), welfare_post::Event::Opened {}),
        ]
    });
    given([
        fact("2023-01-01", UNIT, registered),
        fact("2023-01-01", UNIT, granted),
        fact("2023-01-01", "policy-post_allowance-43", issued),
    ])
    .given(people)
    .given(county_with_posts("430225000000", 10))
    .given(county_with_posts("431126000000", 10))
    .given(posts)
    .given(money::beginnings(PEOPLE))
    .given(homes::beginnings(PEOPLE))
    .given(labour::beginnings(PEOPLE))
    .given(workshops::beginnings())
}

/// The `n`th fact; it may name an earlier one, whatever that was.
fn drawn(n: usize, (what, post_n, person_n, days): Dice) -> Fact {
    use person::Event as P;
    use welfare_post::Event as W;
    let on = day("2023-02-01").plus_days((days % 700).into());
    let month: Month = on.plus_months(-1).month();
    let (post, someone) = (post(u32::from(post_n) % POSTS), person_id(u32::from(person_n) % PEOPLE));
    let person = || case::<person::Person>(&someone);
    let sheet = || evidence(EvidenceKind::Agreement);
    let amount_fen = Fen::yuan(days.into());
    let earlier = id(usize::from(days) % (n + 1));
    let on_post = |event: W| fact(&on.to_string(), &post, event);
    let of_person = |event: P| fact(&on.to_string(), &someone, event);
    if n % DAY_EVERY == DAY_EVERY - 1 {
        let weeks = i32::try_from(n / DAY_EVERY).unwrap() * 6;
        return labour::begins(day("2023-02-01").plus_days(weeks * 7)).id(id(n)).decided_elsewhere();
    }
    if what >= 232 {
        let someone = u32::from(person_n) % PEOPLE;
        return workshops::drawn(what, someone, days, on, earlier).id(id(n)).decided_elsewhere();
    }
    if what >= 208 {
        let someone = u32::from(person_n) % PEOPLE;
        return homes::drawn(what, someone, days, on, earlier).id(id(n)).decided_elsewhere();
    }
    if what >= 144 {
        return money::drawn(what, u32::from(person_n) % PEOPLE, days, on, earlier).id(id(n)).decided_elsewhere();
    }
    if what >= 96 {
        return labour::drawn(what, u32::from(person_n) % PEOPLE, days, on, earlier).id(id(n)).decided_elsewhere();
    }
    let drawn = match what % 24 {
        0 => on_post(W::Applied { person: person(), evidence: sheet() }),
        1 => on_post(W::VillageReviewed { person: person(), minutes: sheet() }),
        2 => on_post(W::Noticed { person: person(), span: Span { from: on, to: Some(on.plus_days(7)) } }),
        3 => on_post(W::CountyApproved { person: person(), age_review: None }),
        4 | 5 => {
            let (until, full_time) = (Some(on.plus_months(12)), person_n.is_multiple_of(2));
            on_post(W::Placed { person: person(), agreement: sheet(), full_time, until, temporary: None })
        }
        6 => {
            on_post(W::Left { person: (days.is_multiple_of(3)).then(person), reason: LeftReason::Term, evidence: None })
        }
        7 => on_post(W::DutyLogged { person: person(), month, days: 20, evidence: sheet() }),
        8 => {
            let outcome = DutyOutcome::Completed;
            on_post(W::DutyAssessed { person: person(), month, outcome, substitute: false, evidence: sheet() })
        }
        9 => on_post(W::AllowanceAccrued { person: person(), month, amount_fen }),
        10 => on_post(W::Renewed { until: on.plus_months(12), agreement: sheet() }),
        11 => {
            on_post(W::ApplicationRefused { person: person(), reason: RefusalReason::FullTimeJob, evidence: sheet() })
        }
        12 => on_post(W::ExitNoticed { reason: LeftReason::DutyFailure, evidence: sheet() }),
        13 => on_post(W::PlacementAnnulled { placement: earlier, reason: note("录入错误"), evidence: sheet() }),
        14 => of_person(P::WillingnessStated { willing: days % 3 > 0 }),
        15 => {
            let (job, destination) = (Job::AwayJob, area("440300000000"));
            of_person(P::JobStarted { job, full_time: days.is_multiple_of(2), employer: None, destination })
        }
        16 => of_person(P::JobEnded { job: earlier }),
        17 => of_person(P::JobAnnulled { job: earlier, reason: note("录入错误"), evidence: sheet() }),
        18 => of_person(P::IncomeReported { month, amount_fen }),
        19 => of_person(P::ServiceReceived {
            service: Service::VacancyInfo,
            content: note(&format!("岗位{}", days % 5)),
        }),
        20 => of_person(P::LabourAbilityAssessed { ability: LabourAbility::Partial, evidence: sheet() }),
        21 if days.is_multiple_of(10) => of_person(P::Died { evidence: sheet() }),
        22 => on_post(W::DutySuspended { reason: note("汛期") }),
        _ => of_person(P::ServiceReceived { service: Service::CareerGuidance, content: note("指导") }),
    };
    drawn.id(id(n)).decided_elsewhere()
}

fn id(n: usize) -> Uuid {
    Uuid::from_u128(0x1000 + n as u128)
}

/// What these facts, and all that they entail, leave in a log: a second apart.
pub fn history(dice: &[Dice]) -> MemoryStore {
    let store = MemoryStore::new();
    fill(&store, &dice.iter().enumerate().fold(beginnings(), |world, (n, dice)| world.tried(&drawn(n, *dice))));
    store
}

pub fn fill(store: &MemoryStore, world: &World) {
    let events = (0..).zip(world.recorded()).map(|(n, (stamp, event))| {
        let mut stamp = stamp.clone();
        stamp.time_us = START_US + n * SECOND_US;
        let (kind, line) = envelope::record(&stamp, event);
        recorded(stamp.id, stamp.subject.as_str(), &kind, stamp.time_us, &line)
    });
    append(store, events.collect());
}

pub fn recorded(id: Uuid, stream: &str, kind: &str, time_us: i64, line: &str) -> NewEvent {
    NewEvent { id, stream: stream.into(), kind: kind.into(), time_us, body: line.as_bytes().into() }
}

pub fn append(store: &MemoryStore, events: Vec<NewEvent>) {
    wait(store.append(Append { events, ..Append::default() })).unwrap();
}

pub fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Every table of every projection.
pub fn dump(views: &Views) -> String {
    let mut all = vec![];
    for projection in projections::ALL {
        views.dump(projection.name, &mut all).unwrap();
    }
    String::from_utf8(all).unwrap()
}

pub fn built(store: &dyn EventStore) -> (tempfile::TempDir, Views) {
    let folder = tempfile::tempdir().unwrap();
    let views = Views::open(folder.path(), projections::ALL).unwrap();
    wait(views.catch_up(store, |_| {})).unwrap();
    (folder, views)
}

/// A log whose reads fail after so many.
pub struct Failing {
    pub log: Arc<MemoryStore>,
    pub reads_left: AtomicUsize,
}

impl EventStore for Failing {
    fn append(&self, append: Append) -> Ticket<Result<Appended, AppendError>> {
        self.log.append(append)
    }
    fn read_stream(&self, stream: &str, from: Revision, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        self.log.read_stream(stream, from, limit)
    }
    fn read_all(&self, after: Position, limit: usize) -> Ticket<Result<Vec<Recorded>, StoreError>> {
        let left = self.reads_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_err() {
            return Box::pin(std::future::ready(Err(StoreError::Io("pulled".into()))));
        }
        self.log.read_all(after, limit)
    }
    fn read_id(&self, id: Uuid) -> Ticket<Result<Option<Recorded>, StoreError>> {
        self.log.read_id(id)
    }
    fn head(&self) -> tokio::sync::watch::Receiver<Position> {
        self.log.head()
    }
}
