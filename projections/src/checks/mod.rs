//! Red flags 疑点: one file and one value each. A check is a fold like any read model, with tables of its own; its first table
//! holds what it found, and the runner alone appends that to the log (`crates/sentinel`). Taken up again or from scratch it
//! finds the same at the same positions, since it takes time from the events (`calendar.day_began`) and nothing else.
//!
//! A finding is about decisions, payments and officials; it explains itself, and stands however the check's words or numbers
//! change later: its name follows from the check and what it is about. DOMAIN §4.

use domain::finding::CheckId;

use crate::model::Projection;

pub mod arrears;
pub mod award_after_stoppage;
pub mod diversion;
pub mod double_post;
pub mod duplicate_benefit;
mod found;
pub mod idle_funds;
pub mod missed_recusal;
pub mod neglected_need;
pub mod nepotism;
pub mod no_show;
pub mod recomputed_otherwise;
pub mod rotation;
pub mod shared_account;
#[cfg(test)]
pub(crate) mod testing;
pub mod unreasonable_limit;

pub use found::{Finding, Finds, FoundRow, Parameters, fold_check};

/// A red flag.
pub struct Check {
    pub id: CheckId,
    /// The ways in which it can be true: each has its sentence, `check_<id>_<how>`.
    pub how: &'static [&'static str],
    /// What the sentences are filled with, beside the parameters.
    pub says: &'static [&'static str],
    /// Its tables and fold, under the name `check_<id>`; the version is the check's.
    pub projection: Projection,
}

/// Every check; a new one adds its line here.
pub const ALL: &[&Check] = &[
    &arrears::ARREARS,
    &award_after_stoppage::AWARD_AFTER_STOPPAGE,
    &diversion::DIVERSION,
    &double_post::DOUBLE_POST,
    &duplicate_benefit::DUPLICATE_BENEFIT,
    &idle_funds::IDLE_FUNDS,
    &missed_recusal::MISSED_RECUSAL,
    &neglected_need::NEGLECTED_NEED,
    &nepotism::NEPOTISM,
    &no_show::NO_SHOW,
    &recomputed_otherwise::RECOMPUTED_OTHERWISE,
    &rotation::ROTATION,
    &shared_account::SHARED_ACCOUNT,
    &unreasonable_limit::UNREASONABLE_LIMIT,
];

/// The check of that name.
pub fn named(name: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| check.id.name() == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_file_is_in_the_list_and_bears_the_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/checks");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| Some(name.strip_suffix(".rs")?.to_owned()))
            .filter(|name| !["mod", "found", "testing"].contains(&name.as_str()))
            .collect();
        let listed: BTreeSet<_> = ALL.iter().map(|check| check.id.name()).collect();
        assert_eq!(listed, files);
        for check in ALL {
            assert_eq!(check.projection.name, format!("check_{}", check.id.name()));
            for folded in ["calendar", "finding", "policy"] {
                assert!(check.projection.folds.contains(&folded), "{} does not fold {folded}", check.projection.name);
            }
        }
    }
}
