//! Every kind of event occurs, and has an example beside its schema that decodes for ever.
//!
//! `UPDATE_GENERATED=1 cargo test -p generator --test golden` writes the examples that are missing: the first recorded event of
//! a kind from seed 1. An example that stands is never written anew, whatever the generator says today; that of an earlier
//! version nobody could write again.

mod recorded;

use std::{collections::BTreeSet, fs};

use domain::{
    envelope,
    kinds::{self, EventSchema},
};
use recorded::Folder;
use tests::sources::{golden, root, updating};

const LINES: u64 = 20_000;

/// `schemas/<category>/<event>.v1.example.json`
fn example(kind: &str) -> String {
    format!("schemas/{}.example.json", kind.replacen('.', "/", 1))
}

#[test]
fn every_kind_occurs_and_has_an_example() {
    let folder = Folder::of(generator::province(1, LINES));
    let current = kinds::schemas().into_iter().filter(|kind| kind.superseded_by.is_none());
    let mut missing: BTreeSet<_> = current.map(|kind| kind.kind).collect();
    assert!(missing.len() > 50, "{missing:?}");
    let mut without = vec![];
    for (stamp, event) in &folder.recorded {
        let (kind, line) = envelope::record(stamp, event);
        if missing.remove(&kind) && !golden(&example(&kind), &(line + "\n"), updating()) {
            without.push(kind);
        }
    }
    assert!(missing.is_empty(), "{} kinds do not occur: {missing:?}", missing.len());
    assert!(without.is_empty(), "no example yet, run with UPDATE_GENERATED=1: {without:?}");
}

#[test]
fn every_example_decodes_and_encodes_to_the_same_line() {
    for EventSchema { kind, superseded_by, .. } in kinds::schemas() {
        let Ok(line) = fs::read_to_string(root().join(example(&kind))) else {
            assert!(superseded_by.is_none(), "{kind} lost its example, and nobody writes one any more");
            continue;
        };
        let line = line.trim_end();
        let (stamp, event) = envelope::read_verbatim(line).unwrap_or_else(|error| panic!("{kind}: {error:?}"));
        assert_eq!(envelope::record_verbatim(&stamp, &event), (kind, line.to_owned()));
    }
}
