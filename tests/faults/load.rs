//! Mixed load from many clients that journal what they are told, until the server that they work with is gone.

use std::{
    sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tests::{
    facts::{approved_applicant, open_post, person, placed, registered},
    instance::Seeded,
    server::{Answer, Server},
};

use crate::journal::Journal;

const CLIENTS: usize = 32;
/// The longest that a revived server may take until its clients are told of so many events, many times what it needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// What all clients of one life of the server share.
pub struct Life<'a> {
    pub server: &'a Server,
    /// Numbers of persons and posts, never used twice.
    next: &'a AtomicU32,
    told: AtomicUsize,
    /// Nothing is held against it any more that it fails; clients go on all the same.
    failing: AtomicBool,
    over: AtomicBool,
}

impl Life<'_> {
    /// Returns once clients were told of so many posted events.
    pub fn has_told(&self, enough: usize) {
        let patience = Instant::now() + PATIENCE;
        while self.told.load(Ordering::Relaxed) < enough {
            assert!(Instant::now() < patience, "the clients have come to a halt");
            thread::yield_now();
        }
    }

    pub fn may_fail(&self) {
        self.failing.store(true, Ordering::Relaxed);
    }

    /// An answer of that status.
    fn answered(&self, answer: Option<Answer>, status: u16) -> Result<Value, Gone> {
        let answer = answer.ok_or(Gone)?;
        if answer.status >= 500 && self.failing.load(Ordering::Relaxed) { Err(Gone) } else { Ok(answer.is(status)) }
    }
}

struct Client<'a> {
    life: &'a Life<'a>,
    seeded: Seeded,
    journal: Journal,
    /// The last event that it was told of, to be sent again.
    last: Option<Value>,
}

/// The server was gone before it answered, or failed as it may.
struct Gone;

impl Client<'_> {
    fn until_gone(mut self) -> Journal {
        while !self.life.over.load(Ordering::Relaxed) {
            let done = match self.seeded.below(20) {
                0..11 => self.employs(),
                11..14 => self.registers_together(),
                14..16 => self.registers_in_bulk(),
                16..18 => self.repeats(),
                _ => self.reads(),
            };
            if done.is_err() && !self.life.failing.load(Ordering::Relaxed) {
                break;
            }
        }
        self.journal
    }

    fn number(&self) -> u32 {
        self.life.next.fetch_add(1, Ordering::Relaxed)
    }

    fn posts(&mut self, event: Value) -> Result<(), Gone> {
        let Life { server, told, .. } = self.life;
        self.journal.sends(&[&event]);
        let answer = server.try_post(server.key_for(&event), &event);
        self.journal.is_told(&self.life.answered(answer, 201)?);
        told.fetch_add(1, Ordering::Relaxed);
        self.last = Some(event);
        Ok(())
    }

    /// Somebody comes onto a post: with what it makes true elsewhere, one event after another.
    fn employs(&mut self) -> Result<(), Gone> {
        let n = self.number();
        let (post, person) = (format!("welfare_post-k{n}"), person(n));
        let mut of_the_post = open_post(&post);
        of_the_post[0]["data"]["area"] = village(n).into();
        let facts = [registered(&person)].into_iter().chain(of_the_post).chain(approved_applicant(&post, &person));
        facts.chain([placed(&post, &person)]).try_for_each(|event| self.posts(event))
    }

    fn several(&mut self) -> Vec<Value> {
        (0..=self.seeded.below(20)).map(|_| registered(&person(self.number()))).collect()
    }

    fn registers_together(&mut self) -> Result<(), Gone> {
        let Life { server, .. } = self.life;
        let events = self.several();
        self.journal.sends(&events.iter().collect::<Vec<_>>());
        let (content, body) = ("application/cloudevents-batch+json", Value::from(events).to_string());
        let answer = server.send(&server.clerk, "/v1/events/batch", content, &body, &[]);
        let answer = self.life.answered(answer, 201)?;
        for receipt in answer["events"].as_array().expect("receipts") {
            self.journal.is_told(receipt);
        }
        Ok(())
    }

    fn registers_in_bulk(&mut self) -> Result<(), Gone> {
        let Life { server, .. } = self.life;
        let events = self.several();
        let mut lines = vec![];
        for event in &events {
            self.journal.sends(&[event]);
            lines.push(event.to_string());
        }
        let body = lines.join("\n");
        let answer = server.send(&server.clerk, "/v1/events/bulk", "application/x-ndjson", &body, &[]);
        // Cut off in the midst, the verdicts that came hold.
        let verdicts = self.life.answered(answer, 200)?;
        for line in verdicts.as_str().map_or_else(|| verdicts.to_string(), str::to_owned).lines() {
            let Ok(verdict) = serde_json::from_str::<Value>(line) else { break };
            if verdict["status"] != 201 && self.life.failing.load(Ordering::Relaxed) {
                break;
            }
            assert_eq!(verdict["status"], 201, "{verdict}");
            self.journal.is_told(&verdict);
        }
        Ok(())
    }

    fn repeats(&mut self) -> Result<(), Gone> {
        let Life { server, .. } = self.life;
        let Some(event) = &self.last else { return Ok(()) };
        let answer = server.try_post(server.key_for(event), event);
        self.journal.is_told(&self.life.answered(answer, 200)?);
        Ok(())
    }

    /// What was acknowledged can be read at once.
    fn reads(&mut self) -> Result<(), Gone> {
        let Life { server, .. } = self.life;
        let Some(event) = &self.last else { return Ok(()) };
        let subject = event["subject"].as_str().expect("a subject").replacen('-', "/", 1);
        self.life.answered(server.try_get(&format!("/v1/cases/{subject}")), 200)?;
        self.life.answered(server.try_get("/v1/views/person_file?limit=5"), 200)?;
        Ok(())
    }
}

/// A village has few posts, and who came first for them is asked anew at each event of its pool.
fn village(n: u32) -> String {
    format!("430225{:03}{:03}", 100 + n / 10 / 900 % 900, 100 + n / 10 % 900)
}

/// The server works for its clients until `end` has ended it.
pub fn until_ended(server: &mut Server, next: &AtomicU32, seeded: &mut Seeded, end: impl FnOnce(&Life)) -> Journal {
    let life = Life { server, next, told: AtomicUsize::new(0), failing: false.into(), over: false.into() };
    let all = thread::scope(|scope| {
        let start = |_| {
            let client = Client { life: &life, seeded: seeded.fork(), journal: Journal::default(), last: None };
            scope.spawn(|| client.until_gone())
        };
        let clients: Vec<_> = (0..CLIENTS).map(start).collect();
        let over = Over(&life.over);
        end(&life);
        drop(over);
        let mut all = Journal::default();
        for client in clients {
            all.add(client.join().expect("a client"));
        }
        all
    });
    server.wait();
    all
}

/// Ends the clients, also when a test panics.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
