//! Events as a client would post them.

use serde_json::{Value, json};
use uuid::Uuid;

pub const COUNTY: &str = "430225000000";
pub const VILLAGE: &str = "430225103204";

#[expect(clippy::needless_pass_by_value, reason = "callers make the data on the spot")]
pub fn event(kind: &str, subject: &str, on: &str, data: Value) -> Value {
    json!({
        "specversion": "1.0", "id": Uuid::now_v7(), "source": "/county/430225",
        "type": kind, "subject": subject, "occurredon": on, "data": data,
    })
}

/// Approvals are for approvers, and for another person than who recorded what they approve.
pub fn needs_approver(event: &Value) -> bool {
    let kind = event["type"].as_str().unwrap_or_default();
    [
        "area.post_quota_set.v1",
        "welfare_post.approved.v1",
        "welfare_post.county_approved.v1",
        "claim.approved.v1",
        "payment_batch.instructed.v2",
    ]
    .contains(&kind)
}

pub fn person(n: u32) -> String {
    format!("person-{n:032x}")
}

pub fn evidence(kind: &str) -> Value {
    json!({"sha256": "0f".repeat(32), "kind": kind})
}

pub fn registered(person: &str) -> Value {
    event("person.registered.v1", person, "2025-01-02", json!({"area": VILLAGE, "birth_year": 1980, "sex": "female"}))
}

/// A unit that employs on welfare posts. Its code is of no real body: the registration authority 99 does not exist.
pub fn unit() -> Vec<Value> {
    let subject = format!("organisation-{}", CODE.to_ascii_lowercase());
    vec![
        event(
            "organisation.registered.v1",
            &subject,
            "2025-01-02",
            json!({"identity": {"credit_code": CODE}, "area": VILLAGE}),
        ),
        event(
            "organisation.role_granted.v1",
            &subject,
            "2025-01-02",
            json!({"role": "post_employing_unit", "evidence": evidence("decision")}),
        ),
    ]
}

/// Checked once by hand against GB 32100-2015.
pub const CODE: &str = "12100000400009880K";

/// The county and how many posts it may have.
pub fn county() -> Vec<Value> {
    let identity = json!({"division": COUNTY});
    let basis = json!({"ex_poor_population": 9000, "hard_to_employ": 400, "public_need": "护林"});
    let quota = json!({"total": 100_000, "by_category": [], "basis": basis, "evidence": evidence("decision")});
    vec![
        event(
            "area.registered.v1",
            "area-430225",
            "2025-01-02",
            json!({"identity": identity, "name": "炎陵县", "valid_from": "2020-01-01"}),
        ),
        event("area.post_quota_set.v1", "area-430225", "2025-01-02", quota),
    ]
}

/// A post that is open.
pub fn open_post(post: &str) -> Vec<Value> {
    let unit = format!("organisation-{}", CODE.to_ascii_lowercase());
    vec![
        event(
            "welfare_post.planned.v1",
            post,
            "2025-01-03",
            json!({"area": VILLAGE, "category": "cleaning", "employing_unit": unit, "full_time": true}),
        ),
        event("welfare_post.approved.v1", post, "2025-01-04", json!({})),
        event("welfare_post.opened.v1", post, "2025-01-05", json!({})),
    ]
}

/// An application that the county has approved.
pub fn approved_applicant(post: &str, person: &str) -> Vec<Value> {
    vec![
        event(
            "welfare_post.applied.v1",
            post,
            "2025-01-06",
            json!({"person": person, "evidence": evidence("application")}),
        ),
        event(
            "welfare_post.village_reviewed.v1",
            post,
            "2025-01-07",
            json!({"person": person, "minutes": evidence("minutes")}),
        ),
        event(
            "welfare_post.noticed.v1",
            post,
            "2025-01-08",
            json!({"person": person, "span": {"from": "2025-01-08", "to": "2025-01-15"}}),
        ),
        event("welfare_post.township_reviewed.v1", post, "2025-01-16", json!({"person": person})),
        event("welfare_post.county_approved.v1", post, "2025-01-17", json!({"person": person})),
    ]
}

pub fn placed(post: &str, person: &str) -> Value {
    event(
        "welfare_post.placed.v1",
        post,
        "2025-02-01",
        json!({"person": person, "agreement": evidence("agreement"), "full_time": true}),
    )
}

pub fn died(person: &str) -> Value {
    event("person.died.v1", person, "2025-01-20", json!({"evidence": evidence("certificate")}))
}

/// A standard of an area, in force from the start of 2025.
pub fn issued(standard: &Value, name: &str, area: &str, on: &str) -> Value {
    let short = if area.ends_with("0000000000") { &area[..2] } else { &area[..6] };
    let basis = json!({"document": "湘人社发〔2025〕1号", "dated": on, "evidence": evidence("decision")});
    let data = json!({
        "area": area, "standard": standard, "valid": {"from": on}, "legal_basis": basis, "claws_back": false,
    });
    event("policy.issued.v1", &format!("policy-{name}-{short}"), on, data)
}

/// A travel subsidy of one amount for everybody.
pub fn travel_subsidy(area: &str, on: &str, amount_fen: u32, automatic: bool) -> Value {
    let standard = json!({"subsidy": {
        "subsidy": "travel", "per": "once", "rate": {"fixed": {"amount_fen": amount_fen}}, "notice_days_min": 0,
        "manual_review_above_fen": null, "automatic_approval": automatic, "credited_days_max": 30,
    }});
    issued(&standard, "subsidy.travel", area, on)
}

pub fn travel_claim(person: &str) -> String {
    format!("claim-{}.travel.once.none", person.trim_start_matches("person-"))
}

pub fn travel_applied(person: &str, area: &str) -> Value {
    let entitlement = json!({"area": area, "payee": {"person": person}, "subsidy": "travel", "period": "once"});
    let data = json!({"entitlement": entitlement, "units": 1, "base_fen": 0, "evidence": evidence("application")});
    event("claim.applied.v1", &travel_claim(person), "2025-03-03", data)
}

pub const FUND: &str = "fund-430225-2025";

/// A fund of the county with this much to spend on subsidies.
pub fn funded(amount_fen: u32) -> Vec<Value> {
    let purposes = json!({"fund_purposes": {"source": "local", "purposes": ["any_subsidy"]}});
    let document = json!({"number": "县财社〔2025〕1号", "dated": "2025-01-02", "evidence": evidence("decision")});
    let opened = json!({
        "area": COUNTY, "source": "local", "document": document, "purpose": "any_subsidy", "fiscal_year": 2025,
        "central_direct": false,
    });
    let received = json!({
        "from": {"outside": {"payer": "县级预算"}}, "document": "县财社〔2025〕1号", "amount_fen": amount_fen,
        "evidence": evidence("bank_slip"),
    });
    vec![
        issued(&purposes, "fund_purposes.local", "430000000000", "2025-01-02"),
        event("fund.opened.v1", FUND, "2025-01-03", opened),
        event("fund.received.v1", FUND, "2025-01-04", received),
    ]
}
