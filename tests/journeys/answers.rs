//! What the checks find in the generated province, held against its answer key: of each check, how many of the planted abuses
//! are found, and how many of its findings are right.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    thread,
};

use domain::finding::CheckId;
use serde_json::Value;
use tempfile::TempDir;

use tests::server::{command, stdout, wengang};

const LINES: &str = "100000";
const SEEDS: [&str; 3] = ["1", "2", "3"];
/// Of abuses, and of lives that look like one, for each check.
const PLANTED_MIN: usize = 40;
const ENOUGH: f64 = 0.95;

/// Of one check.
#[derive(Default)]
struct Score {
    abuses: BTreeSet<String>,
    innocents: BTreeSet<String>,
    /// The cases that each finding names.
    findings: Vec<BTreeSet<String>>,
}

impl Score {
    fn found(&self) -> usize {
        self.abuses.iter().filter(|abuse| self.findings.iter().any(|named| named.contains(*abuse))).count()
    }

    fn right(&self) -> usize {
        self.findings.iter().filter(|named| !named.is_disjoint(&self.abuses)).count()
    }

    fn accused(&self) -> usize {
        let wrong = self.findings.iter().filter(|named| named.is_disjoint(&self.abuses));
        self.innocents.iter().filter(|innocent| wrong.clone().any(|named| named.contains(*innocent))).count()
    }

    fn precision(&self) -> f64 {
        share(self.right(), self.findings.len())
    }

    fn recall(&self) -> f64 {
        share(self.found(), self.abuses.len())
    }
}

#[allow(clippy::cast_precision_loss)]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn text(line: &Value, name: &str) -> String {
    line[name].as_str().expect("a text").into()
}

/// Generated, imported into an empty folder, and looked through.
fn scores(seed: &str) -> BTreeMap<String, Score> {
    let folder = TempDir::new().expect("a folder");
    let (lines, key) = (folder.path().join("province.ndjson"), folder.path().join("key.ndjson"));
    let generated = command(folder.path(), &["generate", "--seed", seed, "--events", LINES])
        .arg("--answer-key")
        .arg(&key)
        .stdout(File::create(&lines).expect("a file"))
        .status();
    assert!(generated.expect("it runs").success());
    let imported = command(folder.path(), &["import"]).arg(&lines).output().expect("it runs");
    assert!(imported.status.success(), "{}", stdout(&imported));

    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for line in fs::read_to_string(&key).expect("a key").lines() {
        let answer: Value = serde_json::from_str(line).expect("JSON");
        let score = scores.entry(text(&answer, "check")).or_default();
        let of = if answer["finding"] == true { &mut score.abuses } else { &mut score.innocents };
        of.insert(text(&answer, "stream"));
    }
    for line in stdout(&wengang(folder.path(), &["check", "--json"])).lines() {
        let found: Value = serde_json::from_str(line).expect("JSON");
        let cases = found["cases"].as_array().expect("cases").iter().filter_map(Value::as_str).map(Into::into);
        scores.entry(text(&found, "check")).or_default().findings.push(cases.collect());
    }
    scores
}

#[test]
fn each_check_finds_the_abuses_and_leaves_the_innocent_alone() {
    let all: Vec<_> = thread::scope(|scope| {
        let begun: Vec<_> = SEEDS.iter().map(|seed| scope.spawn(|| scores(seed))).collect();
        begun.into_iter().map(|seed| seed.join().expect("scores")).collect()
    });
    println!(
        "{:>4} {:22} {:>7} {:>6} {:>9} {:>8} {:>9} {:>6}",
        "seed", "check", "planted", "found", "innocents", "accused", "precision", "recall"
    );
    let mut too_low = vec![];
    for (seed, scores) in SEEDS.iter().zip(&all) {
        for check in CheckId::ALL.iter().map(|check| check.name()) {
            let score = scores.get(&check).unwrap_or_else(|| panic!("nothing is planted for {check}"));
            let (planted, innocents) = (score.abuses.len(), score.innocents.len());
            let (precision, recall) = (score.precision(), score.recall());
            println!(
                "{seed:>4} {check:22} {planted:>7} {:>6} {innocents:>9} {:>8} {precision:>9.3} {recall:>6.3}",
                score.found(),
                score.accused()
            );
            if planted.min(innocents) < PLANTED_MIN || precision < ENOUGH || recall < ENOUGH {
                too_low.push(format!("{check}, seed {seed}"));
            }
        }
    }
    assert!(too_low.is_empty(), "{too_low:?}");
}
