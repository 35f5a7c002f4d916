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
