//! Every promise written under `src/contract/` stands in the one list that adapters are checked by.

use std::{fs, path::Path};

#[test]
fn every_test_of_the_contract_is_in_its_list() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let list = fs::read_to_string(source.join("contract.rs")).expect("the list");
    let mut found = 0;
    for file in fs::read_dir(source.join("contract")).expect("the groups") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("text");
        for name in text.lines().filter_map(|line| line.strip_prefix("pub async fn ")?.split('(').next()) {
            assert!(list.lines().any(|line| line.trim() == name), "{name} is not in the list of contract.rs");
            found += 1;
        }
    }
    assert!(found > 40, "only {found} tests found");
}
