//! The generated province through the whole product: imported without a refusal, balanced at every position by an
//! independent model, replayed on two clocks, taken out and back byte for byte.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    fs::File,
    path::Path,
    process::{Command, Stdio},
    sync::OnceLock,
};

use serde_json::Value;
use tempfile::TempDir;
use tests::instance::Seeded;

use crate::ledger::{ACCOUNTS, Ledger, Sums, in_transit, in_transit_up, sum};
use tests::server::{binary, command, stdout, wengang};

const LINES: &str = "20000";
const VIEWS: [&str; 9] = [
    "alerts",
    "claim_funnel",
    "dispute_clocks",
    "findings",
    "fund_audit",
    "household_status",
    "person_file",
    "welfare_post_register",
    "workshop_register",
];

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

fn time(event: &Value) -> &str {
    event["time"].as_str().expect("an instant")
}

/// The rows of a table are those of the ledger, and each says the same.
#[track_caller]
fn agrees<K>(table: &str, bounds: &[&str], ledger: &BTreeMap<K, Sums>, key: impl Fn(&Value) -> K, figures: &[Figure])
where
    K: Ord + Debug,
{
    let rows = replay(province(), &[&[table], bounds].concat());
    assert_eq!(rows.len(), ledger.len(), "rows of {table} {bounds:?}");
    for row in &rows {
        let key = key(row);
        let sums = ledger.get(&key).unwrap_or_else(|| panic!("{table} {bounds:?} has {key:?}"));
        for (name, figure) in figures {
            assert_eq!(row[format!("{name}_fen")], figure(sums), "{name} of {key:?} {bounds:?}");
        }
        if table == "fund_audit" {
            let negative = ACCOUNTS.iter().any(|account| sum(sums, account) < 0);
            assert_eq!(row["negative"], negative, "{key:?} {bounds:?}");
        }
    }
}

/// A column, and what the ledger says of it.
type Figure = (&'static str, Box<dyn Fn(&Sums) -> i64>);

fn figure(name: &'static str) -> Figure {
    (name, Box::new(move |sums| sum(sums, name)))
}

fn named(row: &Value, column: &str) -> String {
    row[column].as_str().expect("a name").into()
}

fn funds_agree(ledger: &Ledger, bounds: &[&str]) {
    let figures: Vec<_> = ACCOUNTS.into_iter().chain(["received_outside"]).map(figure).collect();
    agrees("fund_audit", bounds, &ledger.funds, |row| named(row, "fund"), &figures);
}

fn documents_and_receivables_agree(ledger: &Ledger, bounds: &[&str]) {
    let mut figures: Vec<_> =
        ["sent", "received", "returned", "arrived", "carried_in", "carried_out"].map(figure).into_iter().collect();
    figures.push(("in_transit", Box::new(in_transit)));
    figures.push(("in_transit_up", Box::new(in_transit_up)));
    let passage = |row: &Value| (named(row, "upper"), named(row, "lower"), named(row, "document"));
    agrees("fund_audit_transit", bounds, &ledger.passages, passage, &figures);

    let mut figures: Vec<_> = ["claimed", "recovered", "waived", "written_off"].map(figure).into_iter().collect();
    let settled = |sums: &Sums| sum(sums, "recovered") + sum(sums, "waived") + sum(sums, "written_off");
    figures.push(("outstanding", Box::new(move |sums| sum(sums, "claimed") - settled(sums))));
    let owed = |row: &Value| (named(row, "fund"), named(row, "claim"));
    agrees("fund_audit_receivable", bounds, &ledger.receivables, owed, &figures);
}

#[test]
fn the_identity_holds_at_every_position_and_at_any_of_them_the_fund_audit_says_the_same() {
    let events = events();
    let mut seeded = Seeded::new(11);
    let mut cuts: Vec<_> = (0..4).map(|_| time(&events[seeded.below(events.len())])).collect();
    cuts.sort_unstable();
    let mut ledger = Ledger::default();
    let mut coming = events.iter().peekable();
    for cut in cuts.into_iter().map(Some).chain([None]) {
        // Times never run backwards: those up to one of them are the log up to a position.
        while let Some(event) = coming.next_if(|event| cut.is_none_or(|cut| time(event) <= cut)) {
            ledger.post(event);
            if let Some(fund) = event["subject"].as_str().filter(|subject| ledger.funds.contains_key(*subject)) {
                ledger.balances(fund);
                ledger.never_falls_short(fund);
            }
        }
        ledger.consolidates();
        funds_agree(&ledger, &cut.map_or(vec![], |cut| vec!["--known-at", cut]));
    }
    documents_and_receivables_agree(&ledger, &[]);
    assert!(ledger.funds.len() > 10);
    for name in ["returned", "carried_in", "carried_out"] {
        assert!(ledger.passages.values().any(|sums| sum(sums, name) > 0), "nothing was {name}");
    }
    for name in ["recovered", "waived", "written_off"] {
        assert!(ledger.receivables.values().any(|sums| sum(sums, name) > 0), "nothing was {name}");
    }
    // What was carried over came under no document of that fund's own, and some of it went back.
    let back = |sums: &Sums| sum(sums, "received") == 0 && sum(sums, "arrived") > 0;
    assert!(ledger.passages.values().any(back), "nothing carried over went back");
}

#[test]
fn every_line_of_every_kind_is_recorded() {
    let kinds: BTreeSet<String> = events().iter().filter_map(|e| Some(e["type"].as_str()?.to_owned())).collect();
    let written = domain::kinds::schemas().into_iter().filter(|kind| kind.superseded_by.is_none());
    let missing: Vec<_> = written.map(|kind| kind.kind).filter(|kind| !kinds.contains(kind)).collect();
    assert!(missing.is_empty(), "never occurs: {missing:?}");
}

#[test]
fn what_occurred_in_june_and_was_recorded_later_is_as_of_june_today_and_was_not_as_known_in_july() {
    let [mut then, mut now] = [Ledger::default(), Ledger::default()];
    for event in events().iter().filter(|e| e["occurredon"].as_str().is_some_and(|on| on <= "2025-06-30")) {
        now.post(event);
        if time(event) <= "2025-07-14T16:00:00.000000Z" {
            then.post(event);
        }
    }
    assert_ne!(then, now, "the province has late entries");
    let as_of = ["--as-of", "2025-06-30"];
    let known = [&as_of[..], &["--known-at", "2025-07-15T00:00:00+08:00"]].concat();
    for (ledger, bounds) in [(then, known), (now, as_of.to_vec())] {
        ledger.funds.keys().for_each(|fund| ledger.balances(fund));
        funds_agree(&ledger, &bounds);
        documents_and_receivables_agree(&ledger, &bounds);
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

/// As a release before this one wrote it, when no amounts were stated.
fn in_first_version(mut line: Value) -> String {
    let added: &[&str] = match line["type"].as_str() {
        Some("payment_batch.instructed.v2") => &["total_fen"],
        Some("payment_batch.line_answered.v2") => &["amount_fen", "evidence"],
        _ => return line.to_string(),
    };
    line["type"] = line["type"].as_str().expect("a type").replace(".v2", ".v1").into();
    let data = line["data"].as_object_mut().expect("an object");
    for field in added {
        data.shift_remove(*field).expect("a field of the second version");
    }
    line.to_string()
}

/// What a client posted of a recorded line.
fn as_posted(line: &str) -> Value {
    let mut line: Value = serde_json::from_str(line).expect("JSON");
    let attributes = line.as_object_mut().expect("an object");
    attributes.retain(|name, _| !matches!(name.as_str(), "time" | "via" | "basis" | "revision" | "area"));
    line
}

#[test]
fn a_log_of_a_release_before_keeps_its_bytes_and_means_what_it_meant() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("events.ndjson");
    let lines: Vec<String> = events().into_iter().map(in_first_version).collect();
    let of_before: Vec<_> = lines.iter().filter(|line| line.contains("\"payment_batch.line_answered.v1\"")).collect();
    assert!(of_before.len() > 100);
    std::fs::write(&file, lines.join("\n") + "\n").expect("written");
    let data = folder.path().join("data");
    let taken = wengang(&data, &["import", "--recorded", file.to_str().expect("UTF-8")]);
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
    assert_eq!(wengang(&data, &["export"]).stdout, std::fs::read(&file).expect("readable"));
    assert!(wengang(&data, &["verify"]).status.success());
    // Rows name positions, and those are the same.
    for view in VIEWS {
        assert_eq!(replay(&data, &[view]), replay(province(), &[view]), "{view}");
    }
    // What was said in the first version may be said again, and nothing new in it.
    let again = as_posted(of_before[0]);
    let mut new = again.clone();
    new["id"] = "01920000-0000-7000-8000-000000000001".into();
    std::fs::write(&file, format!("{again}\n{new}\n")).expect("written");
    let said = stdout(&wengang(&data, &["import", file.to_str().expect("UTF-8")]));
    assert!(said.contains("[kind_superseded") && said.contains("1 lines repeated, 1 refused"), "{said}");
}
