//! Reading: pages, filters, the export, cases and views on two clocks, the documents.

mod support;

use std::sync::atomic::Ordering;

use serde_json::{Value, json};
use support::{NOW_US, Server, job, person, registered, registered_in, willing, with};

fn next_of(link: &str) -> String {
    link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().into()
}

#[tokio::test]
async fn pages_stay_what_they_are_while_events_are_appended() {
    let server = Server::new().await;
    server.register(1, 25).await;
    let mut path = "/v1/events?limit=10&category=person".to_owned();
    let mut seen = vec![];
    loop {
        let page = server.get(&path).await;
        let events = page.json()["events"].clone();
        seen.extend(events.as_array().unwrap().iter().map(|event| event["position"].as_u64().unwrap()));
        if page.header("link").is_empty() {
            assert_eq!(page.json()["next"], Value::Null);
            break;
        }
        path = next_of(page.header("link"));
        assert!(path.contains("category=person"), "{path}");
        if seen.len() < 40 {
            let more = 100 + u32::try_from(seen.len()).unwrap();
            server.register(more, more + 4).await;
        }
    }
    let head = *server.recorder.store().head().borrow();
    assert_eq!(seen, (1..=head).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_cursor_leads_on_in_its_own_list_and_nowhere_else() {
    let server = Server::new().await;
    server.register(1, 5).await;
    server.post(&willing(1)).await;
    server.views.catch_up(&**server.recorder.store(), |_| {}).await.unwrap();
    let history = format!("/v1/cases/person/{}/events", &person(1)["person-".len()..]);
    let lists = [
        "/v1/events?category=person".to_owned(),
        "/v1/events?area=430225".to_owned(),
        format!("{history}?"),
        "/v1/views/person_file?".to_owned(),
        "/v1/views/person_file?area=430225".to_owned(),
        "/v1/views/person_file?as_of=2025-05-01".to_owned(),
    ];
    let mut cursors = vec![];
    for list in &lists {
        let next = server.get(&format!("{list}&limit=1")).await.json()["next"].clone();
        cursors.push(next.as_str().unwrap_or_else(|| panic!("{list} has one page")).to_owned());
    }
    for (own, cursor) in cursors.iter().enumerate() {
        for (other, list) in lists.iter().enumerate() {
            let page = server.get(&format!("{list}&limit=3&cursor={cursor}")).await;
            if own == other {
                assert_eq!(page.status, 200, "{}", page.body);
            } else {
                assert_eq!(page.problem(), "400 bad_cursor", "{cursor} in {list}");
                assert_eq!(page.json()["parameter"], "cursor");
            }
        }
        for at in 0..cursor.len() {
            let mut tampered = cursor.clone().into_bytes();
            tampered[at] = if tampered[at] == b'0' { b'1' } else { b'0' };
            let tampered = String::from_utf8(tampered).unwrap();
            let page = server.get(&format!("{}&cursor={tampered}", lists[own])).await;
            assert_eq!(page.problem(), "400 bad_cursor", "{tampered}");
        }
    }
    // What another key may see is another list.
    let neighbour = server.key(domain::actor::Role::Reader, "4302", None);
    for (list, cursor) in lists.iter().zip(&cursors) {
        let page = server.get_as(&neighbour, &format!("{list}&cursor={cursor}"), &[]).await;
        assert_eq!(page.problem(), "400 bad_cursor");
    }
}

#[tokio::test]
async fn events_are_found_by_what_they_are_where_and_when() {
    let server = Server::new().await;
    server.post(&registered(1)).await;
    server.post(&registered_in(2, "430224103204")).await;
    server.post(&with(job(1), "/occurredon", json!("2025-04-01"))).await;
    for (query, expected) in [
        ("kind=person.job_started.v1", vec![3]),
        ("category=household", vec![]),
        ("area=430224", vec![2]),
        ("area=4302", vec![1, 2, 3]),
        ("from=2025-03-04", vec![3]),
        ("to=2025-03-31", vec![1, 2]),
        ("from=2025-03-03&to=2025-03-03", vec![1, 2]),
        ("actor=c1", vec![1, 2, 3]),
        ("actor=c2", vec![]),
        ("after=2", vec![3]),
        ("area=430225&kind=person.registered.v1", vec![1]),
    ] {
        let page = server.get(&format!("/v1/events?{query}")).await.json();
        let found: Vec<_> =
            page["events"].as_array().unwrap().iter().map(|e| e["position"].as_u64().unwrap()).collect();
        assert_eq!(found, expected, "{query}");
    }
}

#[tokio::test]
async fn the_export_is_the_recorded_bytes() {
    let server = Server::new().await;
    server.register(1, 1200).await;
    let mut recorded = vec![];
    for event in server.recorder.store().read_all(0, 2000).await.unwrap() {
        recorded.extend_from_slice(&event.event.body);
        recorded.push(b'\n');
    }
    let export = server.get("/v1/events.ndjson").await;
    assert!(export.body.as_bytes() == recorded);
    assert_eq!(server.get("/v1/events.ndjson?after=1198").await.body.lines().count(), 2);
    // Listed, an event is the same bytes.
    let first = export.body.lines().next().unwrap();
    assert!(server.get("/v1/events?limit=1").await.body.contains(first));
}

#[tokio::test]
async fn a_case_is_shown_as_it_is_and_as_it_was() {
    let server = Server::new().await;
    server.post(&registered(1)).await;
    server.clock_us.store(NOW_US + 86_400_000_000, Ordering::Relaxed);
    server.post(&with(willing(1), "/occurredon", json!("2025-05-01"))).await;
    let path = format!("/v1/cases/person/{}", &person(1)["person-".len()..]);
    let now = server.get(&path).await;
    assert_eq!((now.header("etag"), &now.json()["revision"]), ("\"1\"", &json!(1)));
    assert_eq!(now.json()["stream"], person(1));
    assert_eq!(server.get_as(&server.key, &path, &[("if-none-match", "\"1\"")]).await.status, 304);
    for (clocks, revision) in [
        ("as_of=2025-05-01", json!(1)),
        ("as_of=2025-04-30", json!(0)),
        ("known_at=2025-06-01T12:00:00Z", json!(0)),
        ("known_at=2025-06-02T08:00:00%2B08:00", json!(1)),
        ("as_of=2025-05-01&known_at=2025-06-01T12:00:00Z", json!(0)),
        ("as_of=2025-03-02", Value::Null),
    ] {
        assert_eq!(server.get(&format!("{path}?{clocks}")).await.json()["revision"], revision, "{clocks}");
    }
    let before = server.get(&format!("{path}?as_of=2025-04-30")).await.json();
    assert_ne!(before["state"], now.json()["state"]);
    let history = server.get(&format!("{path}/events?limit=1")).await;
    assert_eq!(history.json()["events"][0]["event"]["revision"], 0);
    let rest = server.get(&next_of(history.header("link"))).await;
    assert_eq!((&rest.json()["events"][0]["event"]["revision"], rest.header("link")), (&json!(1), ""));
}

#[tokio::test]
async fn views_are_rows_by_filter_page_and_clock() {
    let server = Server::new().await;
    server.register(1, 3).await;
    server.post(&registered_in(4, "430224103204")).await;
    server.clock_us.store(NOW_US + 86_400_000_000, Ordering::Relaxed);
    server.register(5, 5).await;
    server.views.catch_up(&**server.recorder.store(), |_| {}).await.unwrap();
    let count = |answer: &support::Answer| answer.json()["rows"].as_array().unwrap().len();
    let all = server.get("/v1/views/person_file").await;
    assert_eq!((count(&all), &all.json()["position"]), (5, &json!(5)));
    assert_eq!(count(&server.get("/v1/views/person_file?area=430224").await), 1);
    assert_eq!(count(&server.get("/v1/views/person_file?known_at=2025-06-01T12:00:00Z").await), 4);
    assert_eq!(count(&server.get("/v1/views/person_file?as_of=2025-03-02").await), 0);
    let page = server.get("/v1/views/person_file?limit=2").await;
    let second = server.get(&next_of(page.header("link"))).await;
    assert_eq!((count(&page), count(&second)), (2, 2));
    assert_eq!(page.json()["rows"][0], all.json()["rows"][0]);
    assert_eq!(second.json()["rows"][0], all.json()["rows"][2]);

    let reader = server.key(domain::actor::Role::Reader, "430224", None);
    assert_eq!(count(&server.get_as(&reader, "/v1/views/person_file", &[]).await), 1);
    assert_eq!(count(&server.get_as(&reader, "/v1/views/person_file?area=430225", &[]).await), 0);
    let row = |n| format!("/v1/views/person_file/{}", person(n));
    assert_eq!(server.get_as(&reader, &row(4), &[]).await.json()["person"], person(4));
    assert_eq!(server.get_as(&reader, &row(1), &[]).await.problem(), "403 outside_area");
    assert_eq!(server.get(&row(9)).await.problem(), "404 row_missing");
    assert_eq!(server.get(&format!("{}?known_at=2025-06-01T12:00:00Z", row(5))).await.problem(), "404 row_missing");
    assert_eq!(server.get("/v1/views/person_file?birth_year=x").await.code(), "bad_query");
    let metrics = server.get("/metrics").await.body;
    assert!(metrics.contains("wengang_projection_lag_events{view=\"person_file\"} 0"), "{metrics}");
    assert!(metrics.contains("wengang_events_recorded_total 5"), "{metrics}");
}

#[tokio::test]
async fn the_documents_name_everything_there_is() {
    let server = Server::new().await;
    let openapi = server.get("/openapi.json").await.json();
    let catalogue = server.get("/v1/catalogue").await.json();
    let kinds = catalogue["kinds"].as_array().unwrap();
    let mapping = openapi["components"]["schemas"]["CloudEvent"]["discriminator"]["mapping"].as_object().unwrap();
    for kind in kinds {
        let name = kind["kind"].as_str().unwrap();
        assert_eq!(mapping.contains_key(name), kind["posted"] == true, "{name}");
        let schema = server.get(&format!("/schemas/{}.json", name.replacen('.', "/", 1))).await.json();
        assert_eq!((&schema["title"], &schema["type"]), (&kind["kind"], &json!("object")));
    }
    assert!(kinds.iter().any(|kind| kind["nature"] == "entailed"));
    // What is written no more is told from what is, and names what is written instead.
    let superseded = kinds.iter().find(|kind| kind["kind"] == "payment_batch.line_answered.v1").unwrap();
    let current = kinds.iter().find(|kind| kind["kind"] == superseded["superseded_by"]).unwrap();
    assert_eq!((&superseded["posted"], &current["posted"]), (&json!(false), &json!(true)));
    assert_eq!((&current["kind"], &current["superseded_by"]), (&json!("payment_batch.line_answered.v2"), &Value::Null));
    let schemas = server.get("/schemas").await.json()["schemas"].as_array().unwrap().len();
    assert_eq!(schemas, kinds.len());
    let page = server.get("/docs").await;
    assert!(!page.body.contains("://") && page.header("content-security-policy").contains("script-src 'self'"));
}
