//! Every error that a client meets while it learns: the same status, code and pointer in Chinese and English, and each
//! language by itself.

mod support;

use domain::actor::Role;
use serde_json::{Value, json};
use support::{Answer, Server, event, job, person, registered, request, willing, with};

const UNIT: &str = "organisation-12100000400009880k";

fn organisation(code: &str) -> Value {
    event("organisation.registered.v1", UNIT, json!({"identity": {"credit_code": code}, "area": "430225103204"}))
}

fn planned(unit: &str) -> Value {
    let data = json!({"area": "430225103204", "category": "cleaning", "employing_unit": unit, "full_time": true});
    event("welfare_post.planned.v1", "welfare_post-p1", data)
}

fn opened_fund() -> Value {
    let evidence = json!({"sha256": "0".repeat(64), "kind": "decision"});
    let document = json!({"number": "X 1", "dated": "2025-01-01", "evidence": evidence});
    let data = json!({
        "area": "430000000000", "source": "local", "purpose": "any_subsidy", "fiscal_year": 2025,
        "central_direct": false, "document": document,
    });
    event("fund.opened.v1", "fund-f1", data)
}

/// One wrong request: its key, further headers, body, and what is answered.
struct Wrong {
    key: String,
    headers: Vec<(&'static str, &'static str)>,
    body: String,
    answered: &'static str,
}

async fn wrongs(server: &Server) -> Vec<Wrong> {
    let wrong =
        |event: Value, answered| Wrong { key: server.key.clone(), headers: vec![], body: event.to_string(), answered };
    let income = |amount: Value| {
        event("person.income_reported.v1", &person(1), json!({"month": "2025-02", "amount_fen": amount}))
    };
    let fresh = || registered(9);
    let reader = server.key(Role::Reader, "430225", None);
    let clerk = server.key(Role::Clerk, "43", Some("c7"));
    let approval = event("welfare_post.approved.v1", "welfare_post-p1", json!({}));
    let reused = registered(8);
    assert_eq!(server.post(&reused).await.status, 201);
    vec![
        wrong(with(fresh(), "/type", json!("person.teleported.v1")), "400 unknown_kind /type"),
        wrong(with(fresh(), "/data/hat", json!(1)), "400 unknown_field /data/hat"),
        wrong(with(fresh(), "/data/birth_year", json!("1980")), "400 wrong_type /data/birth_year"),
        wrong(with(fresh(), "/data/birth_year", json!(1.5)), "400 wrong_type /data/birth_year"),
        wrong(with(fresh(), "/data/sex", json!("x")), "400 unknown_value /data/sex"),
        wrong(with(fresh(), "/data/sex", json!(1)), "400 wrong_type /data/sex"),
        wrong(with(fresh(), "/data/area", Value::Null), "400 missing_field /data/area"),
        wrong(with(fresh(), "/occurredon", json!("2025-02-30")), "400 bad_date /occurredon"),
        wrong(with(fresh(), "/occurredon", json!(20_250_303)), "400 wrong_type /occurredon"),
        wrong(income(json!(-1)), "400 negative_money /data/amount_fen"),
        wrong(income(json!(1.5)), "400 fractional_money /data/amount_fen"),
        wrong(organisation("12100000400009880L"), "400 wrong_check_digit /data/identity/credit_code"),
        wrong(with(fresh(), "/subject", json!("household-h1")), "422 subject_mismatch"),
        wrong(with(fresh(), "/actor", json!("c1/bureau/clerk")), "400 attribute_set_by_server /actor"),
        wrong(with(fresh(), "/revision", json!(3)), "400 attribute_set_by_server /revision"),
        wrong(with(fresh(), "/time", json!("2025-06-01T00:00:00Z")), "400 time_set_by_server /time"),
        wrong(with(fresh(), "/subject", json!("household-13800138000")), "400 personal_number /subject"),
        Wrong { body: "{".into(), ..wrong(fresh(), "400 malformed_json ") },
        Wrong { body: "x".repeat(api::EVENT_BYTES_MAX + 1), ..wrong(fresh(), "413 body_too_large") },
        Wrong { headers: vec![("content-type", "text/plain")], ..wrong(fresh(), "415 wrong_content_type") },
        wrong(with(reused, "/data/birth_year", json!(1981)), "409 id_reused"),
        Wrong { headers: vec![("if-match", "\"7\"")], ..wrong(job(1), "412 stale_revision") },
        Wrong { headers: vec![("if-match", "7")], ..wrong(job(1), "400 bad_precondition") },
        wrong(event("welfare_post.opened.v1", "welfare_post-p1", json!({})), "422 not_in_state"),
        wrong(willing(7), "422 case_missing"),
        wrong(with(planned("organisation-o9"), "/subject", json!("welfare_post-p2")), "422 cited_case_missing"),
        wrong(opened_fund(), "422 not_configured"),
        Wrong { key: "wg_0000".into(), ..wrong(fresh(), "401 wrong_key") },
        Wrong { key: String::new(), ..wrong(fresh(), "401 missing_key") },
        Wrong { key: reader, ..wrong(fresh(), "403 role_not_allowed") },
        Wrong { key: clerk, ..wrong(approval, "403 role_not_allowed") },
    ]
}

#[tokio::test]
async fn each_error_has_one_code_and_pointer_and_two_languages() {
    let server = Server::new().await;
    server.register(1, 1).await;
    let role = json!({"role": "post_employing_unit", "evidence": {"sha256": "0".repeat(64), "kind": "decision"}});
    let granted = event("organisation.role_granted.v1", UNIT, role);
    for event in [organisation("12100000400009880K"), granted, planned(UNIT)] {
        let answer = server.post(&event).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    let head = *server.recorder.store().head().borrow() + 1;
    for Wrong { key, headers, body, answered } in wrongs(&server).await {
        let say = |lang: &'static str| {
            let (server, key, body, mut headers) = (&server, &key, body.clone(), headers.clone());
            headers.push(("accept-language", lang));
            async move { server.post_as(key, "/v1/events", &headers, body).await }
        };
        said_alike(&say("zh-CN").await, &say("en").await, answered);
    }
    assert_eq!(*server.recorder.store().head().borrow(), head, "nothing more was recorded");
}

#[tokio::test]
async fn what_is_asked_for_wrongly_is_said_in_two_languages_too() {
    let server = Server::new().await;
    for (path, answered) in [
        ("/v1/nothing", "404 unknown_route"),
        ("/v1/views/nothing", "404 view_missing"),
        ("/v1/views/person_file/person-1", "404 row_missing"),
        ("/v1/cases/person/00000000000000000000000000000001", "404 case_missing"),
        ("/v1/events/7", "404 event_missing"),
        ("/schemas/person/teleported.v1.json", "404 schema_missing"),
        ("/v1/events?kind=person.teleported.v1", "400 unknown_kind"),
        ("/v1/events?category=teapot", "400 unknown_category"),
        ("/v1/events?cursor=x", "400 bad_cursor"),
        ("/v1/events?colour=red", "400 bad_query"),
        ("/v1/events?limit=many", "400 bad_query"),
        ("/v1/events?limit=0", "400 bad_query"),
        ("/v1/events?limit=1&limit=2", "400 bad_query"),
        ("/v1/events?from=", "400 bad_query"),
        ("/v1/events?from=today", "400 bad_query"),
        ("/v1/events?area=43x", "400 bad_query"),
        ("/v1/events?after=x", "400 bad_query"),
        ("/v1/views/person_file?known_at=noon", "400 bad_query"),
        ("/v1/views/person_file?birth_year=x", "400 bad_query"),
        ("/v1/views/person_file?area=x", "400 bad_query"),
        ("/v1/views/person_file?hat=1", "400 bad_query"),
    ] {
        let say = |lang: &'static str| {
            let server = &server;
            async move {
                let headers = [("accept-language", lang)];
                server.send(request("GET", path, &server.key, &headers, "".into())).await
            }
        };
        said_alike(&say("zh").await, &say("en").await, answered);
    }
}

#[track_caller]
fn said_alike(zh: &Answer, en: &Answer, answered: &str) {
    assert_eq!((zh.problem().as_str(), en.problem().as_str()), (answered, answered));
    assert_eq!((zh.header("content-language"), en.header("content-language")), ("zh", "en"));
    let detail = |answer: &Answer| answer.json()["detail"].as_str().unwrap_or_default().to_owned();
    let (zh, en) = (detail(zh), detail(en));
    let chinese = |text: &str| text.contains(|c| ('一'..='龥').contains(&c));
    assert!(chinese(&zh) && !chinese(&en), "{zh} {en}");
    assert!(!english(&zh), "a piece of English in {zh}");
}

/// Two words beside each other that are no name of ours.
fn english(text: &str) -> bool {
    let words: Vec<_> = text.split(' ').collect();
    let plain = |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    words.windows(2).any(|pair| pair.iter().all(plain))
}
