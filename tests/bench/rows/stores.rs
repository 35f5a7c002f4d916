//! Row 3: our appends with all that judging takes, beside stores that append the same events unjudged.

use std::time::Duration;

use super::{
    Bench, Measured,
    appends::{Turn, cpu_us_each, events_per_s, load, recording, turn},
};
use crate::{
    files, http,
    load::{Done, Load, drive},
    peers::{postgres::Postgres, umadb::Umadb},
    posting::Posting,
    report::{Line, Side, Target},
    server::Server,
    stored::Appends,
};

const WORK: &str = "append, 64 writers, recorded events";
const CLIENTS: usize = 64;

pub fn appends(bench: &Bench) -> Measured {
    let folder = files::folder(bench.options);
    let server = Server::prepared(folder.path());
    let load = load(bench, CLIENTS);
    let lines = recorded_of_one_round(&server)?;
    let appends = Appends::of(&lines);
    let (mut umadb, mut postgres) = (Umadb::start(bench.options), Postgres::start(bench.options));
    let (mut ours, mut of_umadb, mut of_postgres) = (vec![], vec![], vec![]);
    for _ in 0..bench.options.repeats {
        ours.push(recording(&server, load, &Posting::claims())?);
        umadb = umadb.and_then(|umadb| {
            of_umadb.push(turn(&umadb.process, || written(&umadb, load, &lines))?);
            Ok(umadb)
        });
        postgres = postgres.and_then(|postgres| {
            of_postgres.push(inserted(&postgres, load, &appends)?);
            Ok(postgres)
        });
    }
    Ok(vec![
        line(&ours, "UmaDB", umadb.map(|_| &of_umadb[..]), 2.5),
        line(&ours, "PostgreSQL function", postgres.map(|_| &of_postgres[..]), 4.0),
    ])
}

fn line(ours: &[Turn], name: &str, theirs: Result<&[Turn], String>, at_least: f64) -> Line {
    match theirs {
        Err(why) => Line::missing(3, format!("{WORK}, {name}"), why),
        Ok(theirs) => {
            let sides =
                (Side::new("ours", "events/s", events_per_s(ours)), Side::new(name, "events/s", events_per_s(theirs)));
            let line = Line::compared(3, WORK, sides.0, sides.1, Target::RatioAtLeast(at_least));
            line.noting(format!("CPU of the server an event: ours {}", cpu_us_each(ours, |done| done.events)))
                .noting(format!("theirs {}", cpu_us_each(theirs, |done| done.events)))
        }
    }
}

/// The lines that each round of what we post leaves in the log.
fn recorded_of_one_round(server: &Server) -> Result<String, String> {
    let before = server.ready();
    // Many rounds, since a round cannot be asked for; the first is taken.
    recording(server, Load { clients: 1, lasting: Duration::from_millis(200) }, &Posting::claims())?;
    let page = http::get(server.address, &format!("/v1/events?after={before}&limit=100"), &server.reader)?.1;
    Ok(first_round(&page))
}

fn first_round(page: &str) -> String {
    let page: serde_json::Value = serde_json::from_str(page).expect("JSON");
    let events: Vec<_> = page["events"].as_array().into_iter().flatten().map(|listed| &listed["event"]).collect();
    let rounds = events.iter().skip(1).position(|event| event["type"] == "person.registered.v1");
    let first = rounds.map_or(&events[..], |next| &events[..=next]);
    first.iter().map(|event| event.to_string() + "\n").collect()
}

fn written(umadb: &Umadb, load: Load, lines: &str) -> Result<Done, String> {
    let measured = umadb.write(load.clients, load.lasting, lines)?;
    Ok(Done { calls: 0, events: measured.events, seconds: measured.seconds, took: vec![] })
}

fn inserted(postgres: &Postgres, load: Load, appends: &Appends) -> Result<Turn, String> {
    postgres.empty()?;
    let turn = turn(&postgres.process, || drive(load, async || postgres.writer(appends).await))?;
    let stored = postgres.events()?;
    if stored == turn.done.events {
        Ok(turn)
    } else {
        Err(format!("{} acknowledged, {stored} stored", turn.done.events))
    }
}
