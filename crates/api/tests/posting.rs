//! Recording: one event, the same again, a dry run, a batch, and bulk.

mod support;

use serde_json::{Value, json};
use support::{Server, event, job, person, registered, willing, with};

#[tokio::test]
async fn an_event_is_answered_with_where_it_went_and_what_it_entailed() {
    let server = Server::new().await;
    server.register(1, 2).await;
    let kin = json!({"kin": person(2), "relation": "spouse", "learnt_from": "declaration"});
    let declared = event("person.kinship_declared.v1", &person(1), kin);
    let answer = server.post(&declared).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let told = answer.json();
    assert_eq!((&told["id"], &told["stream"]), (&declared["id"], &json!(person(1))));
    assert_eq!((&told["revision"], &told["position"]), (&json!(1), &json!(3)));
    let entailed = &told["entailed"][0];
    assert_eq!((&entailed["kind"], &entailed["position"]), (&json!("person.kinship_noted.v1"), &json!(4)));
    assert_eq!(entailed["stream"], person(2));
    assert_eq!(answer.header("etag"), "\"1\"");
    let there = server.get(answer.header("location")).await.json();
    assert_eq!((&there["position"], &there["event"]["actor"]), (&json!(3), &json!("c1/bureau/clerk")));
    let noted = format!("/v1/events/{}", entailed["id"].as_str().unwrap());
    assert_eq!(server.get(&noted).await.json()["event"]["causationid"], declared["id"]);
}

#[tokio::test]
async fn the_same_again_is_answered_the_same_and_recorded_once() {
    let server = Server::new().await;
    let registered = registered(1);
    let first = server.post(&registered).await;
    server.post(&willing(1)).await;
    let again = server.post_as(&server.key, "/v1/events", &[("if-none-match", "*")], registered.to_string()).await;
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.body, again.body);
    assert_eq!((first.header("etag"), first.header("location")), (again.header("etag"), again.header("location")));
    assert_eq!(*server.recorder.store().head().borrow(), 2);
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_and_records_nothing() {
    let server = Server::new().await;
    let path = "/v1/events?dry_run=true";
    let registered = registered(1).to_string();
    let dry = server.post_as(&server.key, path, &[], registered.clone()).await;
    assert_eq!((dry.status, dry.header("location")), (200, ""));
    assert_eq!((&dry.json()["revision"], dry.json().get("position")), (&json!(0), None));
    let refused = server.post_as(&server.key, path, &[], willing(1).to_string()).await;
    assert_eq!(refused.problem(), "422 case_missing");
    assert_eq!(*server.recorder.store().head().borrow(), 0);
    assert_eq!(server.post_as(&server.key, "/v1/events", &[], registered.clone()).await.status, 201);
    assert_eq!(server.post_as(&server.key, path, &[], registered).await.json()["position"], 1);
}

#[tokio::test]
async fn a_batch_is_recorded_whole_or_not_at_all() {
    let server = Server::new().await;
    let send = |events: Vec<Value>| {
        let server = &server;
        async move { server.post_as(&server.key, "/v1/events/batch", &[], Value::from(events).to_string()).await }
    };
    let refused = send(vec![registered(1), willing(1), willing(2)]).await;
    assert_eq!((refused.problem().as_str(), &refused.json()["index"]), ("422 case_missing /2", &json!(2)));
    let wrong = send(vec![registered(1), with(willing(1), "/data/willing", json!("yes"))]).await;
    assert_eq!((wrong.problem().as_str(), &wrong.json()["index"]), ("400 wrong_type /1/data/willing", &json!(1)));
    assert_eq!(send(vec![]).await.problem(), "400 empty_batch");
    assert_eq!(send((0..501).map(registered).collect()).await.problem(), "413 batch_too_large");
    assert_eq!(*server.recorder.store().head().borrow(), 0);

    let batch = vec![registered(1), willing(1), job(1)];
    let recorded = send(batch.clone()).await;
    assert_eq!(recorded.status, 201);
    let positions: Vec<_> =
        recorded.json()["events"].as_array().unwrap().iter().map(|e| e["position"].clone()).collect();
    assert_eq!(positions, [1, 2, 3]);
    let again = send(batch.clone()).await;
    assert_eq!((again.status, &again.body), (200, &recorded.body));
    assert_eq!(send(batch[..2].iter().cloned().chain([registered(9)]).collect()).await.problem(), "409 id_reused /0");
    let single = server.post_as(&server.key, "/v1/events/batch", &[], registered(5).to_string()).await;
    assert_eq!(single.code(), "wrong_type");
}

#[tokio::test]
async fn bulk_answers_each_line_in_order_however_many() {
    const LINES: u32 = 5_000;
    let server = Server::new().await;
    let mut body = String::new();
    for n in 0..LINES {
        let line = match n % 10 {
            0..5 => registered(n).to_string(),
            // Of the line before: judged on what is not yet on disk.
            5 => willing(n - 1).to_string(),
            6 => "nonsense".into(),
            7 => willing(n).to_string(),
            8 => with(registered(n), "/data/hat", json!(1)).to_string(),
            _ => String::new(),
        };
        body.push_str(&line);
        body.push('\n');
    }
    let answer = server.post_as(&server.key, "/v1/events/bulk", &[], body.clone()).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-ndjson"));
    let verdicts: Vec<Value> = answer.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(verdicts.len(), LINES as usize / 10 * 9);
    let mut last_position = 0;
    let lines = (0..LINES).filter(|n| n % 10 != 9);
    for (n, verdict) in lines.zip(&verdicts) {
        assert_eq!(verdict["line"], n + 1);
        let expected = match n % 10 {
            0..6 => {
                let position = verdict["position"].as_u64().unwrap();
                assert_eq!(position, last_position + 1, "in order, nothing between");
                last_position = position;
                (201, Value::Null)
            }
            6 => (400, json!("malformed_json")),
            7 => (422, json!("case_missing")),
            _ => (400, json!("unknown_field")),
        };
        assert_eq!((verdict["status"].as_u64().unwrap(), &verdict["code"]), (expected.0, &expected.1), "{verdict}");
    }
    assert_eq!(*server.recorder.store().head().borrow(), u64::from(LINES / 10 * 6));

    let again = server.post_as(&server.key, "/v1/events/bulk", &[], body).await;
    assert_eq!(again.body.matches("\"status\":200").count(), LINES as usize / 10 * 6);
}

#[tokio::test]
async fn a_line_too_long_is_passed_over() {
    let server = Server::new().await;
    let long = "x".repeat(api::EVENT_BYTES_MAX + 1);
    let body = format!("{}\n{long}\n{}", registered(1), willing(1));
    let answer = server.post_as(&server.key, "/v1/events/bulk", &[], body).await;
    let told: Vec<_> =
        answer.body.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["status"].clone()).collect();
    assert_eq!(told, [201, 413, 201]);
}
