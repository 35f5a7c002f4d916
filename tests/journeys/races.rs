//! Many clients at once: what is decided is decided on what is true.

use std::thread;

use serde_json::Value;

use crate::{
    facts::{approved_applicant, county, died, open_post, person, placed, registered, unit},
    server::{Answer, Server},
};

const CLIENTS: usize = 64;

/// All at the same moment, each on its own connection; the answers in the order of the events.
fn at_once(server: &Server, events: &[Value]) -> Vec<Answer> {
    let gate = std::sync::Barrier::new(events.len());
    thread::scope(|scope| {
        let clients: Vec<_> = events
            .iter()
            .map(|event| {
                scope.spawn(|| {
                    gate.wait();
                    server.post(&server.clerk, event)
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().expect("a client")).collect()
    })
}

fn posts(server: &Server, names: &[String], person: &str) {
    let setup = county().into_iter().chain(unit()).chain([registered(person)]);
    let posts = names.iter().flat_map(|post| open_post(post).into_iter().chain(approved_applicant(post, person)));
    for event in setup.chain(posts) {
        server.record(&event);
    }
}

#[test]
fn one_person_is_placed_on_one_of_64_posts_at_once() {
    let server = Server::start();
    let person = person(1);
    let names: Vec<_> = (0..CLIENTS).map(|n| format!("welfare_post-p{n}")).collect();
    posts(&server, &names, &person);

    let placements: Vec<_> = names.iter().map(|post| placed(post, &person)).collect();
    let answers = at_once(&server, &placements);

    let placed = answers.iter().filter(|a| a.status == 201).count();
    let refused = answers.iter().filter(|a| a.status == 422 && a.body["code"] == "already_placed").count();
    assert_eq!((placed, refused), (1, CLIENTS - 1), "{answers:#?}");
    let started = server.export().iter().filter(|e| e["type"] == "person.engagement_started.v1").count();
    assert_eq!(started, 1);
}

#[test]
fn a_placement_that_races_the_persons_death_is_never_decided_on_a_living_person_who_was_dead() {
    let server = Server::start();
    let pairs: Vec<_> = (0..16).map(|n| (format!("welfare_post-p{n}"), person(n))).collect();
    for event in county().into_iter().chain(unit()) {
        server.record(&event);
    }
    for (post, person) in &pairs {
        let facts = [registered(person)].into_iter().chain(open_post(post)).chain(approved_applicant(post, person));
        facts.for_each(|event| drop(server.record(&event)));
    }

    let events: Vec<_> = pairs.iter().flat_map(|(post, person)| [placed(post, person), died(person)]).collect();
    let answers = at_once(&server, &events);

    let log = server.export();
    let place = |kind: &str, subject: &str| log.iter().position(|e| e["type"] == kind && e["subject"] == subject);
    for ((post, person), answers) in pairs.iter().zip(answers.chunks(2)) {
        assert_eq!(answers[1].status, 201, "a death is an observation: {:#?}", answers[1]);
        let death = place("person.died.v1", person).expect("recorded");
        match place("welfare_post.placed.v1", post) {
            // Placed first: the death that came to be known later ended it.
            Some(placement) => {
                assert!(placement < death);
                assert!(place("welfare_post.left.v1", post).is_some_and(|left| left > death));
            }
            None => assert_eq!(answers[0].body["code"], "applicant_died", "{:#?}", answers[0]),
        }
    }
}
