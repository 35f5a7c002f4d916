//! kill -9 under mixed load, again and again: what was acknowledged is there once, where it was said to be, with all it
//! entailed; the rest is wholly there or wholly absent; and views are what a rebuild makes of it.

use std::{
    sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tests::{
    facts::{approved_applicant, county, open_post, person, placed, registered, unit},
    folded,
    instance::Seeded,
    server::{Server, signal_kill, wengang},
};

use crate::{
    journal::{Journal, Log},
    scale::times,
};

const CLIENTS: usize = 32;
/// The longest that a revived server may take until its clients are told of so many events, many times what it needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// What all clients of one life of the server share.
struct Life<'a> {
    server: &'a Server,
    /// Numbers of persons and posts, never used twice.
    next: &'a AtomicU32,
    told: AtomicUsize,
    over: AtomicBool,
}

struct Client<'a> {
    life: &'a Life<'a>,
    seeded: Seeded,
    journal: Journal,
    /// The last event that it was told of, to be sent again.
    last: Option<Value>,
}

/// The server was gone before it answered.
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
            if done.is_err() {
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
        let answer = server.try_post(server.key_for(&event), &event).ok_or(Gone)?;
        self.journal.is_told(&answer.is(201));
        told.fetch_add(1, Ordering::Relaxed);
        self.last = Some(event);
        Ok(())
    }

    /// Somebody comes onto a post: with what it makes true elsewhere, one event after another.
    fn employs(&mut self) -> Result<(), Gone> {
        let n = self.number();
        let (post, person) = (format!("welfare_post-k{n}"), person(n));
        let facts = [registered(&person)].into_iter().chain(open_post(&post)).chain(approved_applicant(&post, &person));
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
        let answer = server.send(&server.clerk, "/v1/events/batch", content, &body, &[]).ok_or(Gone)?.is(201);
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
        let answer = server.send(&server.clerk, "/v1/events/bulk", "application/x-ndjson", &body, &[]).ok_or(Gone)?;
        // Cut off in the midst, the verdicts that came hold.
        let verdicts = answer.is(200);
        for line in verdicts.as_str().map_or_else(|| verdicts.to_string(), str::to_owned).lines() {
            let Ok(verdict) = serde_json::from_str::<Value>(line) else { break };
            assert_eq!(verdict["status"], 201, "{verdict}");
            self.journal.is_told(&verdict);
        }
        Ok(())
    }

    fn repeats(&mut self) -> Result<(), Gone> {
        let Life { server, .. } = self.life;
        let Some(event) = &self.last else { return Ok(()) };
        let answer = server.try_post(server.key_for(event), event).ok_or(Gone)?;
        self.journal.is_told(&answer.is(200));
        Ok(())
    }

    /// What was acknowledged can be read at once.
    fn reads(&mut self) -> Result<(), Gone> {
        let Life { server, .. } = self.life;
        let Some(event) = &self.last else { return Ok(()) };
        let subject = event["subject"].as_str().expect("a subject").replacen('-', "/", 1);
        server.try_get(&format!("/v1/cases/{subject}")).ok_or(Gone)?.is(200);
        server.try_get("/v1/views/person_file?limit=5").ok_or(Gone)?.is(200);
        Ok(())
    }
}

/// The server works for its clients and is killed in the midst of it, at a moment that is drawn.
fn lives_and_dies(server: &mut Server, next: &AtomicU32, seeded: &mut Seeded) -> Journal {
    let life = Life { server, next, told: AtomicUsize::new(0), over: AtomicBool::new(false) };
    let (enough, then) = (seeded.below(150), Duration::from_micros(seeded.below(3_000) as u64));
    let all = thread::scope(|scope| {
        let start = |_| {
            let client = Client { life: &life, seeded: seeded.fork(), journal: Journal::default(), last: None };
            scope.spawn(|| client.until_gone())
        };
        let clients: Vec<_> = (0..CLIENTS).map(start).collect();
        let patience = Instant::now() + PATIENCE;
        while life.told.load(Ordering::Relaxed) < enough && Instant::now() < patience {
            thread::yield_now();
        }
        thread::sleep(then);
        life.over.store(true, Ordering::Relaxed);
        signal_kill(life.server.pid());
        let mut all = Journal::default();
        for client in clients {
            all.add(client.join().expect("a client"));
        }
        all
    });
    assert!(life.told.load(Ordering::Relaxed) >= enough, "the clients had come to a halt");
    server.wait();
    all
}

#[test]
fn nothing_acknowledged_is_lost_to_kills() {
    let mut seeded = Seeded::told();
    let mut server = Server::start();
    for event in county().into_iter().chain(unit()) {
        server.record(&event);
    }
    let (next, kills) = (AtomicU32::new(0), times(60, 10_000));
    let (mut acknowledged, mut log) = (0, Log::default());
    for _ in 0..kills {
        let journal = lives_and_dies(&mut server, &next, &mut seeded);
        server.revive();
        log.grows(&server.bytes(&format!("/v1/events.ndjson?after={}", log.end())));
        journal.holds(&log);
        acknowledged += journal.acknowledged();
    }
    println!("{kills} kills, {acknowledged} posted events acknowledged, {} in the log, none lost", log.end());

    folded::ends_caught_up(&mut server);
    let folder = server.folder.path();
    let export = wengang(folder, &["export"]).stdout;
    assert!(export.starts_with(&log.bytes), "what was read once is read again, byte for byte");
    let verified = wengang(folder, &["verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    let live = folded::dump(folder);
    folded::same(&live, &folded::rebuilt(folder, &[]), "rebuilt");
}
