//! kill -9 under load: what was acknowledged is there once, with all it entailed; the rest is wholly there or wholly absent.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    thread,
    time::Duration,
};

use serde_json::Value;

use tests::{
    facts::{approved_applicant, county, open_post, person, placed, registered, unit},
    server::{Server, signal_kill, wengang},
};

const KILLS: u32 = 10;
const CLIENTS: u32 = 8;

#[test]
fn every_acknowledged_event_survives_ten_kills_once_with_all_it_entailed() {
    let mut server = Server::start();
    for event in county().into_iter().chain(unit()) {
        server.record(&event);
    }
    let next = AtomicU32::new(0);
    let mut acknowledged: BTreeMap<String, usize> = BTreeMap::new();
    let mut sent: BTreeMap<String, usize> = BTreeMap::new();
    for kill in 0..KILLS {
        let stop = AtomicBool::new(false);
        let busy = AtomicU32::new(0);
        let lives: Vec<_> = thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(|| live(&server, &next, &busy, &stop))).collect();
            // Killed in the midst of work, at another point of it each time.
            while busy.load(Ordering::Relaxed) < 40 + 13 * kill {
                thread::sleep(Duration::from_millis(1));
            }
            signal_kill(server.pid());
            stop.store(true, Ordering::Relaxed);
            clients.into_iter().map(|client| client.join().expect("a client")).collect()
        });
        for (acked, tried) in lives {
            acknowledged.extend(acked);
            sent.extend(tried);
        }
        server.wait();
        server.revive();
    }

    let log = server.export();
    let mut entailed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for event in &log {
        assert!(ids.insert(event["id"].as_str().expect("an id")), "recorded twice: {event:#}");
        if let Some(cause) = event["causationid"].as_str() {
            *entailed.entry(cause).or_default() += 1;
        }
    }
    assert!(!acknowledged.is_empty());
    for (id, count) in &acknowledged {
        assert!(ids.contains(id.as_str()), "acknowledged and lost: {id}");
        assert_eq!(entailed.get(id.as_str()).copied().unwrap_or_default(), *count, "not all it entailed: {id}");
    }
    for (id, count) in sent.iter().filter(|(id, _)| ids.contains(id.as_str())) {
        assert_eq!(entailed.get(id.as_str()).copied().unwrap_or_default(), *count, "half there: {id}");
    }
    let verified = wengang(server.folder.path(), &["verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}

/// Events by id, each with how many it makes true elsewhere.
type Entailing = Vec<(String, usize)>;

/// Registers persons, opens posts and places them until the server is gone. What was acknowledged, what was sent, each
/// with how many events it makes true elsewhere.
fn live(server: &Server, next: &AtomicU32, busy: &AtomicU32, stop: &AtomicBool) -> (Entailing, Entailing) {
    let (mut acknowledged, mut sent) = (vec![], vec![]);
    'lives: while !stop.load(Ordering::Relaxed) {
        let n = next.fetch_add(1, Ordering::Relaxed);
        let (post, person) = (format!("welfare_post-k{n}"), person(n));
        let facts: Vec<Value> = [registered(&person)]
            .into_iter()
            .chain(open_post(&post))
            .chain(approved_applicant(&post, &person))
            .chain([placed(&post, &person)])
            .collect();
        for event in facts {
            let id = event["id"].as_str().expect("an id").to_owned();
            let kind = event["type"].as_str().expect("a type");
            let entails = usize::from(matches!(kind, "welfare_post.approved.v1" | "welfare_post.placed.v1"));
            sent.push((id.clone(), entails));
            let Some(answer) = server.try_post(server.key_for(&event), &event) else { break 'lives };
            assert_eq!(answer.status, 201, "{:#}", answer.body);
            acknowledged.push((id, entails));
            busy.fetch_add(1, Ordering::Relaxed);
        }
    }
    (acknowledged, sent)
}
