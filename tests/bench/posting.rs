//! What clients post: events of many cases, half of which entail others, or payments from one fund.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::{Value, json};
use tests::facts::{COUNTY, FUND, event, funded, registered, travel_applied, travel_claim, travel_subsidy};
use uuid::Uuid;

use crate::{
    http::{Connection, Head},
    load::Client,
    template::Template,
};

/// What each claim is approved for, by itself.
const AMOUNT_FEN: u32 = 1_000;
/// Enough to pay some millions of claims.
const FUND_FEN: u32 = u32::MAX;
/// Only what is entailed is told with its kind.
const TOLD_OF_ENTAILED: &[u8] = b"\"kind\":";
const PATH: &str = "/v1/events";

/// What must be recorded before: a standard that approves claims by itself, and a fund.
pub fn beforehand() -> Vec<Value> {
    let standard = travel_subsidy("430000000000", "2025-01-02", AMOUNT_FEN, true);
    [standard].into_iter().chain(funded(FUND_FEN)).collect()
}

/// What is posted over and over.
#[derive(Clone, Debug)]
pub struct Posting {
    /// In turns; each has holes for an id and a person.
    events: Vec<Template>,
    about: About,
}

/// The person of each round, in which every event is posted once.
#[derive(Clone, Debug)]
enum About {
    /// Nobody has heard of them.
    New,
    /// Their claims are approved, and each is paid once, whichever poster does it.
    Approved { persons: Arc<[Uuid]>, taken: Arc<AtomicUsize> },
}

impl About {
    fn next(&self) -> Result<Uuid, String> {
        match self {
            Self::New => Ok(Uuid::new_v4()),
            Self::Approved { persons, taken } => {
                let next = persons.get(taken.fetch_add(1, Ordering::Relaxed));
                next.copied().ok_or_else(|| format!("all {} approved claims have been paid", persons.len()))
            }
        }
    }
}

impl Posting {
    /// A person is registered, then claims, which entails the approval. So half of the events entail another, and each
    /// case is a new one.
    pub fn claims() -> Self {
        let person = Uuid::new_v4();
        Self { events: claim(person).iter().map(|event| template(event, person)).collect(), about: About::New }
    }

    /// Persons alone, who rest on nothing else.
    pub fn registrations() -> Self {
        let Self { mut events, about } = Self::claims();
        events.truncate(1);
        Self { events, about }
    }

    /// One fund sets aside what each person's claim was approved for. Each entails that the fund's money is reserved.
    pub fn payments(persons: &Arc<[Uuid]>) -> Self {
        let person = Uuid::new_v4();
        let lines = json!({"lines": [{"fund": FUND, "amount_fen": AMOUNT_FEN}]});
        let paid = event("claim.budget_reserved.v1", &travel_claim(&named(person)), "2025-03-04", lines);
        let about = About::Approved { persons: Arc::clone(persons), taken: Arc::default() };
        Self { events: vec![template(&paid, person)], about }
    }
}

fn named(person: Uuid) -> String {
    format!("person-{}", person.simple())
}

/// A person, and the claim that is approved by itself.
fn claim(person: Uuid) -> [Value; 2] {
    let person = named(person);
    [registered(&person), travel_applied(&person, COUNTY)]
}

fn template(event: &Value, about: Uuid) -> Template {
    Template::of(&event.to_string(), &[event["id"].as_str().expect("an id"), &about.simple().to_string()])
}

/// A connection that posts.
pub struct Poster {
    connection: Connection,
    head: Head,
    posting: Posting,
    turn: usize,
    about: String,
    body: String,
}

impl Poster {
    pub async fn open(address: SocketAddr, key: &str, posting: &Posting) -> Self {
        let (about, body) = (String::new(), String::new());
        let (connection, head) = (Connection::open(address).await, Head::post(PATH, key));
        Self { connection, head, posting: posting.clone(), turn: 0, about, body }
    }

    /// As the next event is made.
    fn turn(&mut self) -> Result<(), String> {
        if self.turn == 0 {
            self.about = self.posting.about.next()?.simple().to_string();
        }
        let id = Uuid::now_v7().to_string();
        self.posting.events[self.turn].fill(&[&id, &self.about], &mut self.body);
        self.turn = (self.turn + 1) % self.posting.events.len();
        Ok(())
    }

    pub async fn record(&mut self, event: &Value) -> Result<(), String> {
        let answer = self.connection.post(&self.head, &event.to_string()).await?;
        answer.is(201).map(drop)
    }
}

impl Client for Poster {
    async fn call(&mut self) -> Result<u64, String> {
        self.turn()?;
        let answer = self.connection.post(&self.head, &self.body).await?;
        let body = answer.is(201)?.body;
        let entailed = body.windows(TOLD_OF_ENTAILED.len()).filter(|window| *window == TOLD_OF_ENTAILED).count();
        Ok(1 + entailed as u64)
    }
}

/// Lines for an import: a claim of each person, with what must be recorded before.
pub fn claims_of(persons: &[Uuid]) -> String {
    lines(beforehand().into_iter().chain(persons.iter().copied().flat_map(claim)))
}

fn lines(events: impl Iterator<Item = Value>) -> String {
    events.map(|event| event.to_string() + "\n").collect()
}

/// A fund of its own, whose movements a replay folds.
pub const LONG_FUND: &str = "fund-bench-2025";

/// Lines for an import.
pub fn fund_of_many_movements(movements: usize) -> String {
    let [_, opened, receipt] = &funded(AMOUNT_FEN)[..] else { panic!("three facts") };
    let of_its_own = |event: &Value| {
        let mut event = event.clone();
        event["subject"] = LONG_FUND.into();
        event["id"] = Uuid::now_v7().to_string().into();
        event
    };
    let receipts = (0..movements).map(|n| {
        let mut receipt = of_its_own(receipt);
        receipt["data"]["document"] = format!("no. {n}").into();
        receipt
    });
    lines([of_its_own(opened)].into_iter().chain(receipts))
}
