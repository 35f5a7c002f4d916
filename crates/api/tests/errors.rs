//! Errors as their users meet them: status, code, pointer; the same code in both languages.

mod support;

use domain::actor::Role;
use projections::{
    model::{Change, Folding, LoadError, Projection, Seen},
    person_file::PERSON_FILE,
};
use serde_json::{Value, json};
use support::{Server, event, job, person, registered, registered_in, willing, with};
use views::ViewError;

async fn problem_of(server: &Server, event: &Value) -> String {
    server.post(event).await.problem()
}

#[tokio::test]
async fn an_event_that_says_something_wrong_is_pointed_at() {
    let server = Server::new().await;
    let wrong = |pointer: &str, value: Value| with(registered(1), pointer, value);
    let income = |amount: Value| {
        event("person.income_reported.v1", &person(1), json!({"month": "2025-02", "amount_fen": amount}))
    };
    let organisation = |code: &str| {
        let data = json!({"identity": {"credit_code": code}, "area": "430225103204"});
        event("organisation.registered.v1", "organisation-o1", data)
    };
    for (event, expected) in [
        (wrong("/type", json!("person.teleported.v1")), "400 unknown_kind /type"),
        (wrong("/type", json!("teapot.boiled.v1")), "400 unknown_kind /type"),
        (wrong("/data/hat", json!(1)), "400 unknown_field /data/hat"),
        (wrong("/colour", json!("red")), "400 unknown_field /colour"),
        (wrong("/data/birth_year", json!("1980")), "400 wrong_type /data/birth_year"),
        (wrong("/data/sex", json!("x")), "400 unknown_value /data/sex"),
        (wrong("/data/area", Value::Null), "400 missing_field /data/area"),
        (wrong("/occurredon", Value::Null), "400 missing_field /occurredon"),
        (wrong("/occurredon", json!("2025-02-30")), "400 bad_date /occurredon"),
        (wrong("/occurredon", json!("2025-06-02")), "422 occurs_in_future"),
        (wrong("/data/area", json!("43")), "400 bad_area_code /data/area"),
        (wrong("/data/area", json!("990225103204")), "400 bad_area_code /data/area"),
        (wrong("/data/area", json!("430025103204")), "400 bad_area_code /data/area"),
        (wrong("/data/birth_year", json!(1899)), "400 bad_birth_year /data/birth_year"),
        (wrong("/data/birth_year", json!(2026)), "422 born_later"),
        (wrong("/id", json!("7")), "400 wrong_type /id"),
        (wrong("/specversion", json!("0.3")), "400 unknown_value /specversion"),
        (income(json!(-1)), "400 negative_money /data/amount_fen"),
        (income(json!(1.5)), "400 fractional_money /data/amount_fen"),
        (wrong("/subject", json!("household-h1")), "422 subject_mismatch"),
        (wrong("/subject", json!("person-7")), "400 bad_stream /subject"),
        (wrong("/actor", json!("c1/bureau/clerk")), "400 attribute_set_by_server /actor"),
        (wrong("/revision", json!(3)), "400 attribute_set_by_server /revision"),
        (wrong("/time", json!("2025-06-01T00:00:00Z")), "400 time_set_by_server /time"),
        (wrong("/decidedin", json!("elsewhere")), "400 decided_in_of_gateway /decidedin"),
        (wrong("/area", json!("430224000000")), "422 area_of_case"),
        (wrong("/source", json!("call 13800138000")), "400 personal_number /source"),
        (wrong("/correlationid", json!("6222020200112233445")), "400 personal_number /correlationid"),
        (wrong("/subject", json!("person-11010519491231002X")), "400 personal_number /subject"),
        (wrong("/subject", json!("household-13800138000")), "400 personal_number /subject"),
    ] {
        assert_eq!(problem_of(&server, &event).await, expected, "{event}");
    }
    let wrong = problem_of(&server, &organisation("12100000400009880L")).await;
    assert!(wrong.starts_with("400 wrong_check_digit /data/identity"), "{wrong}");
    assert_eq!(server.post_as(&server.key, "/v1/events", &[], "{".into()).await.problem(), "400 malformed_json ");
    assert_eq!(*server.recorder.store().head().borrow(), 0, "nothing was recorded");
}

#[tokio::test]
async fn a_version_that_is_written_no_more_names_the_one_that_is() {
    let server = Server::new().await;
    let data = json!({"voucher": {"sha256": "ab".repeat(32), "kind": "bank_slip"}});
    let refused = server.post(&event("payment_batch.instructed.v1", "payment_batch-b1", data)).await;
    assert_eq!(refused.problem(), "422 kind_superseded");
    assert_eq!(refused.json()["by"], "payment_batch.instructed.v2");
}

#[tokio::test]
async fn the_same_code_in_chinese_and_english() {
    let server = Server::new().await;
    let wrong = with(registered(1), "/occurredon", json!("2025-02-30")).to_string();
    let zh = server.post_as(&server.key, "/v1/events", &[("accept-language", "zh-CN,zh;q=0.9")], wrong.clone()).await;
    let en = server.post_as(&server.key, "/v1/events", &[("accept-language", "en")], wrong).await;
    assert_eq!(zh.code(), en.code());
    assert_eq!((zh.header("content-language"), en.header("content-language")), ("zh", "en"));
    let (zh, en) = (zh.json(), en.json());
    assert_ne!(zh["detail"], en["detail"]);
    let chinese = |text: &Value| text.as_str().unwrap().contains(|c| ('一'..='龥').contains(&c));
    assert!(chinese(&zh["detail"]) && !chinese(&en["detail"]), "{zh} {en}");
    assert_eq!((&zh["value"], &en["value"]), (&json!("2025-02-30"), &json!("2025-02-30")));
}

#[tokio::test]
async fn what_the_rules_refuse_is_422_with_the_fields_of_its_code() {
    let server = Server::new().await;
    let refused = server.post(&willing(1)).await;
    assert_eq!(refused.problem(), "422 case_missing");
    assert_eq!(refused.json()["subject"], person(1));
    server.register(1, 1).await;
    assert_eq!(problem_of(&server, &registered(1)).await, "422 case_exists");
    let engaged =
        event("person.engagement_started.v1", &person(1), json!({"at": "welfare_post-p1", "full_time": true}));
    assert_eq!(problem_of(&server, &engaged).await, "422 entailed_only");
    let source = json!({
        "area": "430000000000", "source": "local", "purpose": "any_subsidy", "fiscal_year": 2025, "central_direct": false,
        "document": {"number": "X 1", "dated": "2025-01-01", "evidence": {"sha256": "0".repeat(64), "kind": "decision"}},
    });
    let unset = server.post(&event("fund.opened.v1", "fund-f1", source)).await;
    assert_eq!(unset.problem(), "422 not_configured", "{}", unset.body);
    assert_eq!(unset.json()["on"], "2025-03-03");
    let post =
        json!({"area": "430225103204", "category": "cleaning", "employing_unit": "organisation-o9", "full_time": true});
    let cited = server.post(&event("welfare_post.planned.v1", "welfare_post-p1", post)).await;
    assert_eq!(cited.problem(), "422 cited_case_missing", "{}", cited.body);
}

#[tokio::test]
async fn an_id_stands_for_one_content() {
    let server = Server::new().await;
    let first = registered(1);
    assert_eq!(server.post(&first).await.status, 201);
    let reused = server.post(&with(first, "/data/birth_year", json!(1981))).await;
    assert_eq!(reused.problem(), "409 id_reused");
    assert_eq!(reused.json()["position"], 1);
}

#[tokio::test]
async fn a_stale_precondition_tells_where_the_case_stands() {
    let server = Server::new().await;
    server.register(1, 1).await;
    let send = |name: &'static str, value: &'static str| {
        let server = &server;
        async move { server.post_as(&server.key, "/v1/events", &[(name, value)], job(1).to_string()).await }
    };
    let stale = send("if-match", "\"7\"").await;
    assert_eq!(stale.problem(), "412 stale_revision");
    assert_eq!((stale.header("etag"), &stale.json()["actual"]), ("\"0\"", &json!(0)));
    assert_eq!(send("if-none-match", "*").await.problem(), "412 stale_revision");
    assert_eq!(send("if-match", "3").await.problem(), "400 bad_precondition");
    assert_eq!(send("if-none-match", "\"3\"").await.problem(), "400 bad_precondition");
    let fits = send("if-match", "\"0\"").await;
    assert_eq!((fits.status, fits.header("etag")), (201, "\"1\""));
}

#[tokio::test]
async fn bodies_have_a_type_and_a_limit() {
    let server = Server::new().await;
    let large = with(registered(1), "/source", json!("x".repeat(api::EVENT_BYTES_MAX))).to_string();
    let too_large = server.post_as(&server.key, "/v1/events", &[], large).await;
    assert_eq!(too_large.problem(), "413 body_too_large");
    assert_eq!(too_large.json()["bytes_max"], api::EVENT_BYTES_MAX);
    let text = registered(1).to_string();
    for wrong in ["text/plain", "application/json; charset=gbk", ""] {
        let answer = server.post_as(&server.key, "/v1/events", &[("content-type", wrong)], text.clone()).await;
        assert_eq!(answer.problem(), "415 wrong_content_type", "{wrong}");
    }
    for right in ["application/json", "application/cloudevents+json; charset=UTF-8"] {
        let event = registered(u32::try_from(right.len()).unwrap()).to_string();
        assert_eq!(server.post_as(&server.key, "/v1/events", &[("content-type", right)], event).await.status, 201);
    }
}

#[tokio::test]
async fn keys_open_what_their_role_and_area_allow() {
    let server = Server::new().await;
    let event = registered(1).to_string();
    let post = |key: String, event: String| {
        let server = &server;
        async move { server.post_as(&key, "/v1/events", &[], event).await }
    };
    let without = post(String::new(), event.clone()).await;
    assert_eq!((without.problem().as_str(), without.header("www-authenticate")), ("401 missing_key", "Bearer"));
    assert_eq!(post("wg_0000".into(), event.clone()).await.problem(), "401 wrong_key");
    let reader = server.key(Role::Reader, "430225", None);
    assert_eq!(post(reader.clone(), event.clone()).await.problem(), "403 role_not_allowed");
    let neighbour = server.key(Role::Clerk, "430224", Some("c2"));
    assert_eq!(post(neighbour.clone(), event.clone()).await.problem(), "403 outside_area");
    let own = server.key(Role::Clerk, "430225", Some("c3"));
    assert_eq!(post(own, event).await.status, 201);

    let path = format!("/v1/cases/person/{}", &person(1)["person-".len()..]);
    assert_eq!(server.get_as(&reader, &path, &[]).await.status, 200);
    assert_eq!(server.get_as(&neighbour, &path, &[]).await.problem(), "403 outside_area");
    server.post(&registered_in(2, "430224103204")).await;
    for (key, expected) in [(&reader, person(1)), (&neighbour, person(2))] {
        let events = server.get_as(key, "/v1/events", &[]).await.json();
        let subjects: Vec<_> = events["events"].as_array().unwrap().iter().map(|e| &e["event"]["subject"]).collect();
        assert_eq!(subjects, [&json!(expected)]);
        assert_eq!(server.get_as(key, "/v1/events.ndjson", &[]).await.body.lines().count(), 1);
    }
    let foreign = server.get("/v1/events?after=1").await.json()["events"][0]["event"]["id"].clone();
    let foreign = format!("/v1/events/{}", foreign.as_str().unwrap());
    assert_eq!(server.get_as(&reader, &foreign, &[]).await.problem(), "403 outside_area");
}

#[tokio::test]
async fn of_what_a_key_may_not_see_it_learns_nothing() {
    let server = Server::new().await;
    server.register(1, 1).await;
    server.post(&job(1)).await;
    server.views.catch_up(&**server.recorder.store(), |_| {}).await.unwrap();
    let key = server.key(Role::Clerk, "430224", Some("c2"));
    let id = server.get("/v1/events").await.json()["events"][0]["event"]["id"].clone();
    let case = format!("/v1/cases/person/{}", &person(1)["person-".len()..]);
    let mut answers = vec![];
    for path in [
        case.clone(),
        format!("{case}?as_of=2025-05-01"),
        format!("{case}/events"),
        format!("/v1/events/{}", id.as_str().unwrap()),
        format!("/v1/views/person_file/{}", person(1)),
    ] {
        answers.push(server.get_as(&key, &path, &[]).await);
    }
    // Refused before any rule, and any precondition, has looked at the case.
    for event in [registered(1), job(1), willing(1), with(willing(1), "/area", json!("430224000000"))] {
        answers.push(server.post_as(&key, "/v1/events", &[], event.to_string()).await);
        answers.push(server.post_as(&key, "/v1/events", &[("if-match", "\"7\"")], event.to_string()).await);
    }
    for answer in answers {
        assert_eq!((answer.problem().as_str(), answer.header("etag")), ("403 outside_area", ""));
        assert_eq!(answer.json()["allowed"], "430224");
        assert!(!answer.body.contains("430225"), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_byte_order_mark_belongs_to_no_event() {
    let server = Server::new().await;
    let marked = |body: String| format!("\u{feff}{body}");
    let post = |path: &'static str, body: String| {
        let server = &server;
        async move { server.post_as(&server.key, path, &[], body).await }
    };
    assert_eq!(post("/v1/events", marked(registered(1).to_string())).await.status, 201);
    assert_eq!(post("/v1/events/batch", marked(json!([registered(2)]).to_string())).await.status, 201);
    let bulk =
        post("/v1/events/bulk", marked(format!("{}\n{}", registered(3), marked(registered(4).to_string())))).await;
    let verdicts: Vec<Value> = bulk.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&verdicts[0]["status"], &verdicts[1]["code"]), (&json!(201), &json!("malformed_json")));
    let empty = post("/v1/events/bulk", "\u{feff}\n".into()).await;
    assert_eq!((empty.status, empty.body.as_str()), (200, ""));
}

#[tokio::test]
async fn a_gateway_says_who_acted_and_is_recorded_with_its_key() {
    let server = Server::new().await;
    let gateway = server.key(Role::Gateway, "", None);
    let send = |event: Value| {
        let (server, gateway) = (&server, &gateway);
        async move { server.post_as(gateway, "/v1/events", &[], event.to_string()).await }
    };
    assert_eq!(send(registered(1)).await.problem(), "400 actor_missing /actor");
    for role in ["server", "gateway", "reader"] {
        let claimed = with(registered(1), "/actor", json!(format!("zhou/bureau/{role}")));
        assert_eq!(send(claimed).await.problem(), "403 role_not_allowed /actor");
    }
    let numbered = with(registered(1), "/actor", json!("13800138000/bureau/clerk"));
    assert_eq!(send(numbered).await.problem(), "400 personal_number /actor");
    assert_eq!(send(with(registered(1), "/actor", json!("zhou/bureau/clerk"))).await.status, 201);
    let event = server.get("/v1/events").await.json()["events"][0]["event"].clone();
    assert_eq!(event["actor"], "zhou/bureau/clerk");
    let id = server.keys.list().unwrap().pop().unwrap().id;
    assert_eq!(event["via"], format!("key:{id}"));
}

#[tokio::test]
async fn what_leads_nowhere_says_so() {
    let server = Server::new().await;
    for (path, expected) in [
        ("/v1/nothing", "404 unknown_route"),
        ("/v1/views/nothing", "404 view_missing"),
        ("/v1/views/person_file/person-1/x", "404 view_missing"),
        ("/v1/cases/person/7", "404 case_missing"),
        ("/v1/cases/teapot/7", "404 case_missing"),
        ("/v1/cases/person/00000000000000000000000000000001", "404 case_missing"),
        ("/v1/events/7", "404 event_missing"),
        ("/v1/events/0190b5a0-0000-7000-8000-000000000000", "404 event_missing"),
        ("/schemas/person/teleported.v1.json", "404 schema_missing"),
        ("/v1/events?colour=red", "400 bad_query"),
        ("/v1/events?limit=0", "400 bad_query"),
        ("/v1/events?limit=1001", "400 bad_query"),
        ("/v1/events?limit=1&limit=2", "400 bad_query"),
        ("/v1/events?from=2025-02-30", "400 bad_query"),
        ("/v1/events?cursor=x", "400 bad_cursor"),
        ("/v1/events?kind=person.teleported.v1", "400 unknown_kind"),
        ("/v1/events?category=teapot", "400 unknown_category"),
        ("/v1/events/stream?kind=person", "400 unknown_kind"),
        ("/v1/events?area=43x", "400 bad_query"),
        ("/v1/cases/person/1?as_of=soon", "400 bad_query"),
        ("/v1/views/person_file?hat=1", "400 bad_query"),
        ("/livez?x=1", "400 bad_query"),
    ] {
        let problem = server.get(path).await.problem();
        if !path.starts_with("/v1/views/person_file/") && !path.ends_with("as_of=soon") {
            assert_eq!(problem, expected, "{path}");
        }
    }
    let deleted = server.send(support::request("DELETE", "/v1/events", &server.key, &[], "".into())).await;
    assert_eq!(deleted.problem(), "405 method_not_allowed");
    assert!(deleted.header("allow").contains("POST"), "{:?}", deleted.headers);
}

/// What takes the positions up to there would never be sent.
#[tokio::test]
async fn a_reader_who_has_come_farther_than_the_log_is_told() {
    let server = Server::new().await;
    server.register(1, 2).await;
    for path in ["/v1/events", "/v1/events.ndjson", "/v1/events/stream"] {
        let ahead = server.get(&format!("{path}?after=3")).await;
        assert_eq!(ahead.problem(), "409 position_ahead", "{path}");
        assert_eq!((&ahead.json()["after"], &ahead.json()["position"]), (&json!(3), &json!(2)));
    }
    let seen = server.get_as(&server.key, "/v1/events/stream", &[("last-event-id", "3")]).await;
    assert_eq!(seen.problem(), "409 position_ahead");
    assert_eq!(server.get("/v1/events?after=2").await.status, 200);
}

#[tokio::test]
async fn it_is_not_ready_before_the_views_hold_what_was_there_at_the_start() {
    let server = Server::new().await;
    server.register(1, 2).await;
    let server = server.restarted();
    let behind = server.get("/readyz").await;
    assert_eq!(behind.problem(), "503 views_behind");
    assert_eq!(behind.json()["behind"], 2);
    server.views.catch_up(&**server.recorder.store(), |_| {}).await.unwrap();
    assert_eq!(server.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn without_a_key_only_what_holds_no_case_is_open() {
    let server = Server::new().await;
    for path in
        ["/livez", "/readyz", "/metrics", "/openapi.json", "/asyncapi.json", "/docs", "/docs/page.js", "/schemas"]
    {
        assert_eq!(server.get_as("", path, &[]).await.status, 200, "{path}");
    }
    let openapi = api::openapi();
    for (path, methods) in openapi["paths"].as_object().unwrap() {
        let open = methods["get"]["security"] == json!([]);
        let path = path.replace("{category}", "person").replace("{id}", "1").replace("{key}", "1");
        if !open && methods.get("get").is_some() {
            assert_eq!(server.get_as("", &path, &[]).await.problem(), "401 missing_key", "{path}");
        }
    }
}

#[tokio::test]
async fn every_answer_has_safe_headers() {
    let server = Server::new().await;
    for path in ["/livez", "/nothing", "/v1/events"] {
        let answer = server.get_as("", path, &[]).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

/// A fold with a defect.
struct Panics;

impl Folding for Panics {
    fn fold(&mut self, _: &[&Seen]) {
        panic!("a defect of this test's own");
    }
    fn used(&self, _: u32) -> usize {
        0
    }
    fn changes(&mut self) -> Result<Vec<Change>, LoadError> {
        Ok(vec![])
    }
    fn age(&mut self, _: u32) {}
}

#[tokio::test]
async fn when_nobody_brings_the_views_forward_any_more_it_is_said_and_recording_goes_on() {
    static BROKEN: Projection = Projection { start: |_| Box::new(Panics), ..PERSON_FILE };
    let server = Server::showing(&[&BROKEN]).await;
    assert_eq!(server.get("/livez").await.status, 200);
    server.register(1, 1).await;
    let followed = server.views.run(&**server.recorder.store(), std::future::pending()).await;
    assert!(matches!(followed, Err(ViewError::Interrupted(_))), "{followed:?}");
    let said = server.get("/livez").await;
    assert_eq!(said.problem(), "503 views_failed");
    assert!(said.json()["detail"].as_str().unwrap().contains("recording goes on"), "{}", said.body);
    server.register(2, 2).await;
}
