//! What the generator says is true by the rules, complete, and the same every time.

mod recorded;

use std::collections::BTreeMap;

use recorded::Folder;

const LINES: u64 = 20_000;

#[test]
fn an_import_refuses_nothing() {
    for seed in 1..=3 {
        let folder = Folder::of(generator::province(seed, LINES));
        let mut codes: BTreeMap<(String, String), (u32, String)> = BTreeMap::new();
        for (line, refused) in &folder.refused {
            let kind = line.split("\"type\":\"").nth(1).and_then(|t| t.split('"').next()).unwrap_or_default();
            let entry = codes.entry((kind.into(), refused.code.clone()));
            entry.or_insert_with(|| (0, format!("{line}\n  {refused:?}"))).0 += 1;
        }
        assert!(codes.is_empty(), "seed {seed} refused {}: {codes:#?}", folder.refused.len());
    }
}

#[test]
fn a_seed_names_a_province() {
    let lines = |seed, events| generator::province(seed, events).collect::<Vec<_>>();
    assert_eq!(lines(7, 5_000), lines(7, 5_000));
    assert_ne!(lines(7, 100), lines(8, 100));
}

#[test]
fn the_count_is_exact_and_the_last_line_is_said_in_the_last_days() {
    for events in [1_500, 6_000, 20_000, 60_000] {
        let mut lines = generator::province(1, events);
        let last = lines.by_ref().last().unwrap_or_default();
        assert!(last.contains("\"time\":\"2025-12-"), "{events}: {last}");
        assert_eq!(generator::province(1, events).count() as u64, events);
    }
}

#[test]
fn june_looks_different_from_july_and_from_today() {
    for (events, year) in [(1_500, 2024), (1_500, 2025), (LINES, 2024), (LINES, 2025)] {
        let late = |line: &String| {
            line.contains("\"fund.received.v1\"")
                && line.contains(&format!("\"occurredon\":\"{year}-06"))
                && line.contains(&format!("\"time\":\"{year}-08"))
        };
        assert_eq!(generator::province(1, events).filter(late).count(), 1, "{events} {year}");
    }
}

#[test]
fn a_short_history_is_the_beginning_of_one() {
    let short: Vec<_> = generator::province(1, 90).collect();
    let longer: Vec<_> = generator::province(1, 1_500).take(90).collect();
    assert_eq!(short, longer);
}
