//! The generated province through the whole product: imported without a refusal, balanced at every position by an
//! independent model, replayed on two clocks, taken out and back byte for byte.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    path::Path,
    process::{Command, Stdio},
    sync::OnceLock,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::server::{binary, command, stdout, wengang};

const LINES: &str = "20000";
const VIEWS: [&str; 5] = ["claim_funnel", "fund_audit", "household_status", "person_file", "welfare_post_register"];

/// Generated and imported once for all tests of this file, which only read it.
pub fn province() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let made = FOLDER.get_or_init(|| {
        let folder = TempDir::new().expect("a folder");
        let mut generate = Command::new(binary())
            .args(["generate", "--seed", "11", "--events", LINES])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let lines = generate.stdout.take().expect("its output");
        let import = command(folder.path(), &["import", "-"]).stdin(lines).output().expect("the binary runs");
        assert!(generate.wait().expect("it ended").success());
        let said = stdout(&import);
        assert!(
            import.status.success() && said.contains(" 0 refused"),
            "{said}{}",
            String::from_utf8_lossy(&import.stderr)
        );
        folder
    });
    made.path()
}

fn events() -> Vec<Value> {
    let export = stdout(&wengang(province(), &["export"]));
    export.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Rows as `replay --json` prints them.
fn replay(folder: &Path, args: &[&str]) -> Vec<Value> {
    let ran = wengang(folder, &[&["replay", "--json"], args].concat());
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    stdout(&ran).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// What an event does to a fund, written down a second time from DOMAIN §2.12 and the schemas, on plain JSON.
fn moves(event: &Value) -> Option<(&'static str, &'static str)> {
    let data = &event["data"];
    Some(match event["type"].as_str()? {
        "fund.received.v1" => ("received", "available"),
        "fund.budget_adjusted.v1" if data["change"] == "increase" => ("received", "available"),
        "fund.budget_adjusted.v1" => ("available", "received"),
        "fund.sent_down.v1" => ("available", "sent_down"),
        "fund.surplus_returned.v1" => ("available", "returned_up"),
        "fund.surplus_arrived.v1" => ("sent_down", "available"),
        "fund.carried_out.v1" | "fund.repurposed.v1" => ("available", "carried_out"),
        "fund.carried_in.v1" | "fund.repurposed_in.v1" => ("carried_in", "available"),
        "fund.reserved.v1" => ("available", "reserved"),
        "fund.released.v1" => ("reserved", "available"),
        "fund.instructed.v1" => ("reserved", "instructed"),
        "fund.credited.v1" => ("instructed", "credited"),
        "fund.bank_returned.v1" if data["after_credit"] == true => ("credited", "reserved"),
        "fund.bank_returned.v1" => ("instructed", "reserved"),
        "fund.recovered.v1" if data["goes"] == "up" => ("recovered_in", "returned_up"),
        "fund.recovered.v1" => ("recovered_in", "available"),
        "fund.reversed.v1" => {
            let name = |at: &Value| ACCOUNTS.into_iter().find(|account| *at == *account);
            (name(&data["to"])?, name(&data["from"])?)
        }
        _ => return None,
    })
}

const ACCOUNTS: [&str; 10] = [
    "received",
    "carried_in",
    "recovered_in",
    "available",
    "reserved",
    "instructed",
    "credited",
    "sent_down",
    "returned_up",
    "carried_out",
];

type Ledger = BTreeMap<String, BTreeMap<&'static str, i64>>;

/// Folds an event and holds the fund it touched to the identity.
fn post(ledger: &mut Ledger, event: &Value) {
    let Some((from, to)) = moves(event) else { return };
    let amount = event["data"]["amount_fen"].as_i64().expect("an amount");
    let fund = ledger.entry(event["subject"].as_str().expect("a subject").into()).or_default();
    let origin = |account: &str| account == "received" || account.ends_with("_in");
    *fund.entry(from).or_default() += if origin(from) { amount } else { -amount };
    *fund.entry(to).or_default() += if origin(to) { -amount } else { amount };
    let sum = |origins: bool| fund.iter().filter(|(a, _)| origin(a) == origins).map(|(_, fen)| fen).sum::<i64>();
    assert_eq!(sum(true), sum(false), "received + carried in + recovered in ≠ the rest after {event:#}");
    assert!(fund.get("available").is_none_or(|fen| *fen >= 0), "spent what was not there: {event:#}");
}

#[test]
fn the_fund_audit_agrees_with_an_independent_ledger_that_balances_at_every_position() {
    let mut ledger = Ledger::new();
    for event in events() {
        post(&mut ledger, &event);
    }
    assert!(ledger.len() > 10);
    let rows = replay(province(), &["fund_audit"]);
    for (fund, accounts) in &ledger {
        let row = rows.iter().find(|row| row["fund"] == fund.as_str()).unwrap_or_else(|| panic!("{fund} has no row"));
        for account in ACCOUNTS {
            let expected = accounts.get(account).copied().unwrap_or_default();
            assert_eq!(row[format!("{account}_fen")], expected, "{account} of {fund}");
        }
    }
}

#[test]
fn every_line_of_every_kind_is_recorded() {
    let kinds: BTreeSet<String> = events().iter().filter_map(|e| Some(e["type"].as_str()?.to_owned())).collect();
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let mut missing = vec![];
    for category in schemas.read_dir().expect("schemas").filter_map(Result::ok).filter(|e| e.path().is_dir()) {
        for file in category.path().read_dir().expect("schemas of a category").filter_map(Result::ok) {
            let name = file.file_name().into_string().expect("UTF-8");
            let Some(event) = name.strip_suffix(".json").filter(|name| !name.ends_with(".example")) else { continue };
            let kind = format!("{}.{event}", category.file_name().to_string_lossy());
            if !kinds.contains(&kind) {
                missing.push(kind);
            }
        }
    }
    assert!(missing.is_empty(), "never occurs: {missing:?}");
}

#[test]
fn what_occurred_in_june_and_was_recorded_later_is_as_of_june_today_and_was_not_as_known_in_july() {
    let late = |event: &&Value| {
        let (on, at) = (event["occurredon"].as_str().expect("a day"), event["time"].as_str().expect("an instant"));
        on <= "2025-06-30" && at > "2025-07-14T16:00:00.000000Z"
    };
    let mut then = Ledger::new();
    let mut now = Ledger::new();
    for event in events().iter().filter(|e| e["occurredon"].as_str().is_some_and(|on| on <= "2025-06-30")) {
        let Some((from, to)) = moves(event) else { continue };
        for ledger in [Some(&mut now), (!late(&event)).then_some(&mut then)].into_iter().flatten() {
            let fund = ledger.entry(event["subject"].as_str().expect("a subject").into()).or_default();
            let amount = event["data"]["amount_fen"].as_i64().expect("an amount");
            let origin = |account: &str| account == "received" || account.ends_with("_in");
            *fund.entry(from).or_default() += if origin(from) { amount } else { -amount };
            *fund.entry(to).or_default() += if origin(to) { -amount } else { amount };
        }
    }
    assert_ne!(then, now, "the province has late entries");
    let as_of = ["fund_audit", "--as-of", "2025-06-30"];
    let known = [&as_of[..], &["--known-at", "2025-07-15T00:00:00+08:00"]].concat();
    for (ledger, args) in [(then, known), (now, as_of.to_vec())] {
        let rows = replay(province(), &args);
        for (fund, accounts) in &ledger {
            let row =
                rows.iter().find(|row| row["fund"] == fund.as_str()).unwrap_or_else(|| panic!("{fund} has no row"));
            for account in ACCOUNTS {
                let expected = accounts.get(account).copied().unwrap_or_default();
                assert_eq!(row[format!("{account}_fen")], expected, "{account} of {fund} {args:?}");
            }
        }
    }
}

#[test]
fn one_row_replayed_alone_is_the_row_of_the_whole_view() {
    // The funnel's own rows are sums over an area; a claim's row rests on the claim.
    for view in VIEWS.map(|view| if view == "claim_funnel" { "claim_funnel_claim" } else { view }) {
        let bounds = ["--as-of", "2025-06-30", "--known-at", "2025-08-01T00:00:00+08:00"];
        let rows = replay(province(), &[&[view], &bounds[..]].concat());
        assert!(!rows.is_empty(), "{view} is empty");
        for row in rows.iter().step_by(rows.len().div_ceil(5)) {
            let key = row.as_object().and_then(|row| row.values().next()).and_then(Value::as_str).expect("a key first");
            let alone = replay(province(), &[&[view, key], &bounds[..]].concat());
            assert_eq!(alone.iter().collect::<Vec<_>>(), [row], "{view} {key}");
        }
    }
}

#[test]
fn an_export_taken_back_gives_the_same_bytes_and_the_same_views() {
    let copy = TempDir::new().expect("a folder");
    let file = copy.path().join("events.ndjson");
    let out = File::create(&file).expect("a file");
    assert!(command(province(), &["export"]).stdout(out).status().expect("the binary runs").success());
    let data = copy.path().join("data");
    let taken = wengang(&data, &["import", "--recorded", file.to_str().expect("UTF-8")]);
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
    assert_eq!(wengang(&data, &["export"]).stdout, std::fs::read(&file).expect("readable"));
    for view in VIEWS {
        assert_eq!(replay(&data, &[view]), replay(province(), &[view]), "{view}");
    }
    assert!(wengang(&data, &["verify"]).status.success());
}
