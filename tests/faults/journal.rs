//! What clients were told and what they sent, held against the log.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// One event as a receipt tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub id: String,
    pub stream: String,
    pub revision: u64,
    pub position: u64,
}

impl Told {
    fn of(receipt: &Value) -> Self {
        let text = |name: &str| receipt[name].as_str().unwrap_or_else(|| panic!("no {name} in {receipt}")).to_owned();
        let number = |name: &str| receipt[name].as_u64().unwrap_or_else(|| panic!("no {name} in {receipt}"));
        Self { id: text("id"), stream: text("stream"), revision: number("revision"), position: number("position") }
    }
}

/// Of one client, or of all of them together.
#[derive(Debug, Default)]
pub struct Journal {
    /// Every event of which a client was told that it is recorded: the posted ones, each with those that it entailed.
    acknowledged: BTreeMap<String, (Told, Vec<Told>)>,
    /// What was sent together, and how many events each of it makes true elsewhere.
    sent: Vec<Vec<(String, usize)>>,
}

impl Journal {
    /// Before it is known what comes of it.
    pub fn sends(&mut self, events: &[&Value]) {
        let sent = |event: &&Value| (event["id"].as_str().expect("an id").to_owned(), entails(event));
        self.sent.push(events.iter().map(sent).collect());
    }

    /// An answer with the receipt of one event. Told twice, it is told the same.
    pub fn is_told(&mut self, receipt: &Value) {
        let entailed: Vec<_> = receipt["entailed"].as_array().expect("a list").iter().map(Told::of).collect();
        let told = (Told::of(receipt), entailed);
        if let Some(before) = self.acknowledged.insert(told.0.id.clone(), told.clone()) {
            assert_eq!(before, told, "told before otherwise");
        }
    }

    pub fn add(&mut self, other: Self) {
        for (id, told) in other.acknowledged {
            if let Some(before) = self.acknowledged.insert(id, told.clone()) {
                assert_eq!(before, told, "told another client otherwise");
            }
        }
        self.sent.extend(other.sent);
    }

    pub fn acknowledged(&self) -> usize {
        self.acknowledged.len()
    }

    /// Panics unless everything acknowledged is in the log once, where it was said to be, with all it entailed, and
    /// everything else that was sent is there whole or not at all.
    pub fn holds(&self, log: &Log) {
        for (posted, entailed) in self.acknowledged.values() {
            for told in [posted].into_iter().chain(entailed) {
                assert_eq!(log.told(&told.id).as_ref(), Some(told), "acknowledged and lost or moved");
            }
            let caused: BTreeSet<_> = log.caused_by(&posted.id).collect();
            assert_eq!(caused, entailed.iter().map(|told| told.id.as_str()).collect(), "not what {posted:?} entailed");
        }
        for together in &self.sent {
            let there: Vec<_> = together.iter().filter(|(id, _)| log.told(id).is_some()).collect();
            assert!(there.is_empty() || there.len() == together.len(), "sent together and half there: {together:?}");
            for (id, entails) in there {
                assert_eq!(log.caused_by(id).count(), *entails, "half there: {id}");
            }
        }
    }
}

/// How many events it makes true elsewhere, of those that the clients here post.
fn entails(event: &Value) -> usize {
    let kind = event["type"].as_str().expect("a type");
    usize::from(matches!(kind, "welfare_post.approved.v1" | "welfare_post.placed.v1"))
}

/// The export of a log that only grows, read piece by piece.
#[derive(Debug, Default)]
pub struct Log {
    pub bytes: Vec<u8>,
    end: u64,
    events: BTreeMap<String, Told>,
    caused: BTreeMap<String, Vec<String>>,
    revisions: BTreeMap<String, u64>,
}

impl Log {
    /// Where to read on.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// What follows: positions and revisions go on without a gap, no id comes again, and what is caused follows its cause.
    pub fn grows(&mut self, piece: &[u8]) {
        for line in piece.split_inclusive(|byte| *byte == b'\n') {
            let event: Value = serde_json::from_slice(line).expect("a line of JSON");
            self.end += 1;
            let text = |name: &str| event[name].as_str().map(str::to_owned);
            let (id, stream) = (text("id").expect("an id"), text("subject").expect("a subject"));
            let revision = event["revision"].as_u64().expect("a revision");
            let before = self.revisions.insert(stream.clone(), revision);
            assert_eq!(revision, before.map_or(0, |before| before + 1), "{event:#}");
            if let Some(cause) = text("causationid") {
                let caused_at = self.events.get(&cause).map(|told| told.position);
                let among = self.caused.get(&cause).map_or(0, Vec::len) as u64;
                assert_eq!(caused_at, Some(self.end - 1 - among), "apart from its cause: {event:#}");
                self.caused.entry(cause).or_default().push(id.clone());
            }
            let told = Told { id: id.clone(), stream, revision, position: self.end };
            assert!(self.events.insert(id, told).is_none(), "recorded twice: {event:#}");
        }
        self.bytes.extend_from_slice(piece);
    }

    fn told(&self, id: &str) -> Option<Told> {
        self.events.get(id).cloned()
    }

    fn caused_by(&self, id: &str) -> impl Iterator<Item = &str> {
        self.caused.get(id).into_iter().flatten().map(String::as_str)
    }
}
