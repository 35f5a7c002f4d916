//! Many clients at once: what is decided is decided on what is true.

use std::thread;

use serde_json::{Value, json};

use tests::{
    facts::{
        COUNTY, FUND, approved_applicant, county, died, event, evidence, funded, open_post, person, placed, registered,
        travel_applied, travel_claim, travel_subsidy, unit,
    },
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
                    server.post(server.key_for(event), event)
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
            None => assert_eq!(answers[0].body["code"], "has_died", "{:#?}", answers[0]),
        }
    }
}

#[test]
fn the_last_fen_of_a_fund_is_spent_once() {
    const AMOUNT_FEN: u32 = 30_000;
    let server = Server::start();
    let people: Vec<_> = (0..u32::try_from(CLIENTS).expect("few")).map(person).collect();
    let standard = travel_subsidy("430000000000", "2025-01-02", AMOUNT_FEN, true);
    let claims = people.iter().flat_map(|person| [registered(person), travel_applied(person, COUNTY)]);
    funded(AMOUNT_FEN).into_iter().chain([standard]).chain(claims).for_each(|event| drop(server.record(&event)));

    let lines = json!({"lines": [{"fund": FUND, "amount_fen": AMOUNT_FEN}]});
    let reserve =
        |person: &String| event("claim.budget_reserved.v1", &travel_claim(person), "2025-03-04", lines.clone());
    let answers = at_once(&server, &people.iter().map(reserve).collect::<Vec<_>>());

    let reserved = answers.iter().filter(|a| a.status == 201).count();
    let refused = answers.iter().filter(|a| a.status == 422 && a.body["code"] == "balance_short").count();
    assert_eq!((reserved, refused), (1, CLIENTS - 1), "{answers:#?}");
    let fund = server.get(&format!("/v1/cases/{}", FUND.replacen('-', "/", 1))).is(200);
    assert_eq!(fund["state"]["balances"]["available"], 0, "{fund:#}");
    assert_eq!(fund["state"]["balances"]["reserved"], AMOUNT_FEN, "{fund:#}");
}

#[test]
fn an_approval_that_races_a_change_of_its_standard_is_never_decided_on_the_one_that_gave_way() {
    let server = Server::start();
    let county = |n: u32| format!("4302{:02}000000", 21 + n);
    let pairs: Vec<_> = (0..16).map(|n| (person(n), county(n))).collect();
    for (person, county) in &pairs {
        let standard = travel_subsidy(county, "2025-01-02", 30_000, false);
        for event in [registered(person), standard, travel_applied(person, county)] {
            server.record(&event);
        }
        let passed = json!({"passed": true, "evidence": evidence("inspection")});
        server.record(&event("claim.manually_reviewed.v1", &travel_claim(person), "2025-03-03", passed));
    }

    let approve = |person: &str, county: &str| {
        let standard = format!("policy-subsidy.travel-{}", &county[..6]);
        let data = json!({"amount_fen": 30_000, "standard": standard, "version": 1});
        event("claim.approved.v1", &travel_claim(person), "2025-03-05", data)
    };
    let events: Vec<_> = pairs
        .iter()
        .flat_map(|(person, county)| [approve(person, county), travel_subsidy(county, "2025-03-05", 20_000, false)])
        .collect();
    let answers = at_once(&server, &events);

    let log = server.export();
    let place = |kind: &str, subject: &str| log.iter().rposition(|e| e["type"] == kind && e["subject"] == subject);
    for ((person, county), answers) in pairs.iter().zip(answers.chunks(2)) {
        assert_eq!(answers[1].status, 201, "{:#?}", answers[1]);
        let changed = place("policy.issued.v1", &format!("policy-subsidy.travel-{}", &county[..6])).expect("recorded");
        match place("claim.approved.v1", &travel_claim(person)) {
            Some(approved) => assert!(approved < changed, "approved on a standard that was gone"),
            None => assert_eq!(answers[0].body["code"], "not_as_computed", "{:#?}", answers[0]),
        }
    }
}
