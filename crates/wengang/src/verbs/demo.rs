//! The product with a province in it, in one command.

use std::{process::ExitCode, time::Instant};

use access::{KeyStore, NewKey};
use domain::{actor::Role, envelope::instant_text};
use event_store::{EventStore, Position, Recorded, recorder::read};
use event_store_sqlite::Pace;
use tokio::net::TcpListener;

use super::{import, serve};
use crate::{
    args::{Demo, Global},
    calendar,
    failure::Failure,
    folder,
};

/// Where the demo looks: a fund that learnt in August of what happened in June.
const AS_OF: &str = "2025-06-30";
const KNOWN_AT: &str = "2025-07-15T00:00:00%2B08:00";
/// The same instant, as recorded times are written.
const KNOWN_UNTIL: &str = "2025-07-14T16:00:00";

pub async fn run(global: &Global, demo: &Demo) -> Result<ExitCode, Failure> {
    let listener = serve::listen(demo.serve.listen).await?;
    // Nobody asked to keep it.
    let fresh = if global.data.is_none() { Some(folder::Scratch::new("demo")?) } else { None };
    let data = fresh.as_ref().map_or_else(|| global.data(), |fresh| fresh.path().to_owned());
    let global = Global { data: Some(data), json: global.json };
    shown(&global, demo, listener).await.map_err(|failure| failure.in_folder(&global.data()))
}

async fn shown(global: &Global, demo: &Demo, listener: TcpListener) -> Result<ExitCode, Failure> {
    let writing = folder::open(global, Pace::SERVING).await?;
    if *writing.store.head().borrow() != 0 {
        return Err(Failure::new("folder_not_empty", &[("folder", &global.data().display())]));
    }
    let started = Instant::now();
    let events = import::generated(&writing.recorder, demo.seed, demo.events).await?;
    calendar::catch_up(&writing.recorder).await.map_err(|error| Failure::from(&error))?;
    eprintln!("A province of {events} events, recorded in {:.1} s.", started.elapsed().as_secs_f64());
    let tour = Tour::prepare(global, &*writing.store).await?;
    serve::until_told(global, (&demo.serve.views).into(), writing, listener, |url| tour.print(url, global)).await
}

/// What there is to look at.
struct Tour {
    keys: Vec<(Role, String)>,
    fund: String,
    post: String,
    person: String,
    /// The last position before the server begins.
    head: Position,
}

impl Tour {
    async fn prepare(global: &Global, store: &dyn EventStore) -> Result<Self, Failure> {
        let folder = KeyStore::open(&global.data())?;
        let mut keys = vec![];
        for role in [Role::Reader, Role::Clerk, Role::Approver, Role::Gateway] {
            let person = (role != Role::Gateway).then(|| format!("demo-{}", role.as_str()));
            let new = NewKey { role, area_prefix: "43".into(), person, organisation: Some("demo".into()) };
            keys.push((role, folder.create(&new)?.1.as_str().to_owned()));
        }
        let kind = |kind: &'static str| move |recorded: &Recorded| &*recorded.event.kind == kind;
        let late = |recorded: &Recorded| {
            recorded.event.kind.starts_with("fund.")
                && read(recorded).is_ok_and(|(stamp, _)| stamp.occurred_on.to_string().as_str() <= AS_OF)
                && instant_text(recorded.event.time_us).as_str() > KNOWN_UNTIL
        };
        let fund = find(store, late).await?;
        let post = find(store, kind("welfare_post.placed.v1")).await?;
        let person = find(store, kind("person.job_started.v1")).await?;
        Ok(Self { keys, fund, post, person, head: *store.head().borrow() })
    }

    fn key(&self, role: Role) -> &str {
        self.keys.iter().find(|(r, _)| *r == role).map_or("", |(_, key)| key)
    }

    fn print(&self, url: &str, global: &Global) {
        if global.json {
            let keys: serde_json::Map<_, _> =
                self.keys.iter().map(|(role, key)| (role.as_str().into(), key.as_str().into())).collect();
            println!("{}", serde_json::json!({"url": url, "keys": keys, "data": global.data().display().to_string()}));
            return;
        }
        let Self { fund, post, person, head, .. } = self;
        let (reader, clerk) = (self.key(Role::Reader), self.key(Role::Clerk));
        println!("\nWengang serves {} on {url}. Keys, one a role:", global.data().display());
        for (role, key) in &self.keys {
            println!("  {:<9} {key}", role.as_str());
        }
        println!(
            r#"
1. The reference, with every route and field:
   {url}/docs

2. A fund as it stood on {AS_OF}, as known then; leave out known_at and see what was learnt since:
   curl -s -H 'Authorization: Bearer {reader}' '{url}/v1/views/fund_audit/{fund}?as_of={AS_OF}&known_at={KNOWN_AT}'
   curl -s -H 'Authorization: Bearer {reader}' '{url}/v1/views/fund_audit/{fund}?as_of={AS_OF}'

3. A welfare post, and every event that made it so:
   curl -s -H 'Authorization: Bearer {reader}' '{url}/v1/views/welfare_post_register/{post}'
   curl -s -H 'Authorization: Bearer {reader}' '{url}/v1/cases/{post_path}/events'

4. A fact that cannot be true, refused with its reason in Chinese:
   curl -s -H 'Authorization: Bearer {clerk}' -H 'Content-Type: application/cloudevents+json' -H 'Accept-Language: zh' '{url}/v1/events' -d '{{"specversion":"1.0","id":"{id}","source":"/demo","type":"welfare_post.renewed.v1","subject":"{post}","occurredon":"2025-12-31","data":{{"until":"2099-12-31","agreement":{{"sha256":"{digest}","kind":"agreement"}}}}}}'

5. The live feed: everything that is recorded from now on (in another terminal, post something for {person}):
   curl -sN -H 'Authorization: Bearer {reader}' '{url}/v1/events/stream?after={head}'

Stop with Ctrl-C."#,
            post_path = post.replacen('-', "/", 1),
            id = uuid::Uuid::now_v7(),
            digest = "0".repeat(64),
        );
    }
}

/// The case of the first event that fits; empty in a province too small to have one.
async fn find(store: &dyn EventStore, fits: impl Fn(&Recorded) -> bool) -> Result<String, Failure> {
    const PAGE_EVENTS: usize = 2_000;
    let mut after = 0;
    loop {
        let page = store.read_all(after, PAGE_EVENTS).await?;
        let Some(last) = page.last() else { return Ok(String::new()) };
        if let Some(found) = page.iter().find(|recorded| fits(recorded)) {
            return Ok(found.event.stream.to_string());
        }
        after = last.position;
    }
}
