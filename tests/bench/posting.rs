//! What clients post: events of many cases, half of which entail another, or events of one case.

use std::net::SocketAddr;

use serde_json::Value;
use tests::facts::{COUNTY, FUND, funded, registered, travel_applied, travel_subsidy};
use uuid::Uuid;

use crate::{
    http::{Connection, Head},
    load::Client,
    template::Template,
};

/// What each claim is approved for, by itself.
const AMOUNT_FEN: u32 = 30_000;
/// Only what is entailed is told with its kind.
const TOLD_OF_ENTAILED: &[u8] = b"\"kind\":";
const PATH: &str = "/v1/events";

/// What must be recorded before: a standard that approves claims by itself, and a fund.
pub fn beforehand() -> Vec<Value> {
    let standard = travel_subsidy("430000000000", "2025-01-02", AMOUNT_FEN, true);
    [standard].into_iter().chain(funded(AMOUNT_FEN)).collect()
}

/// What is posted over and over.
#[derive(Clone, Debug)]
pub struct Posting {
    /// In turns; each has holes for an id and a person.
    events: Vec<Template>,
}

impl Posting {
    /// A person is registered, then claims, which entails the approval. So half of the events entail another, and each
    /// case is a new one.
    pub fn claims() -> Self {
        let person = Uuid::new_v4().simple().to_string();
        let named = format!("person-{person}");
        let events = [registered(&named), travel_applied(&named, COUNTY)];
        Self { events: events.iter().map(|event| template(event, &person)).collect() }
    }

    /// Persons alone, who rest on nothing else.
    pub fn registrations() -> Self {
        Self { events: Self::claims().events.into_iter().take(1).collect() }
    }

    /// One fund receives one sum after another, each under a document of its own.
    pub fn receipts() -> Self {
        let document = Uuid::new_v4().simple().to_string();
        let mut receipt = funded(AMOUNT_FEN).pop().expect("a receipt");
        receipt["data"]["document"] = document.as_str().into();
        assert_eq!(receipt["subject"], FUND);
        Self { events: vec![template(&receipt, &document)] }
    }
}

fn template(event: &Value, about: &str) -> Template {
    Template::of(&event.to_string(), &[event["id"].as_str().expect("an id"), about])
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
    fn turn(&mut self) {
        if self.turn == 0 {
            self.about = Uuid::new_v4().simple().to_string();
        }
        let id = Uuid::now_v7().to_string();
        self.posting.events[self.turn].fill(&[&id, &self.about], &mut self.body);
        self.turn = (self.turn + 1) % self.posting.events.len();
    }

    pub async fn record(&mut self, event: &Value) -> Result<(), String> {
        let answer = self.connection.post(&self.head, &event.to_string()).await?;
        answer.is(201).map(drop)
    }
}

impl Client for Poster {
    async fn call(&mut self) -> Result<u64, String> {
        self.turn();
        let answer = self.connection.post(&self.head, &self.body).await?;
        let body = answer.is(201)?.body;
        let entailed = body.windows(TOLD_OF_ENTAILED.len()).filter(|window| *window == TOLD_OF_ENTAILED).count();
        Ok(1 + entailed as u64)
    }
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
    [of_its_own(opened)].into_iter().chain(receipts).map(|event| event.to_string() + "\n").collect()
}
