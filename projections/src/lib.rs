//! Read models 视图: one file and one value each. What is asked of the cases, folded from the log.
//!
//! A projection takes time from the events, never from a clock, and never sees where its rows are stored.

pub mod checks;
pub mod known;
pub mod limits;
pub mod model;

pub mod alerts;
pub mod claim_funnel;
pub mod dispute_clocks;
pub mod findings;
pub mod fund_audit;
pub mod household_status;
pub mod person_file;
pub mod welfare_post_register;
pub mod workshop_register;

use model::{Projection, Table};

/// Every read model; a new one adds its line here.
pub const ALL: &[&Projection] = &[
    &alerts::ALERTS,
    &claim_funnel::CLAIM_FUNNEL,
    &findings::FINDINGS,
    &dispute_clocks::DISPUTE_CLOCKS,
    &fund_audit::FUND_AUDIT,
    &household_status::HOUSEHOLD_STATUS,
    &person_file::PERSON_FILE,
    &welfare_post_register::WELFARE_POST_REGISTER,
    &workshop_register::WORKSHOP_REGISTER,
];

/// The read model that has a table of this name, and the table.
pub fn of_table(name: &str) -> Option<(&'static Projection, &'static Table)> {
    ALL.iter().find_map(|projection| Some((*projection, projection.table(name)?)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::Place;

    #[test]
    fn every_file_is_in_the_list() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| Some(name.strip_suffix(".rs")?.to_owned()))
            .filter(|name| name != "lib")
            .collect();
        let listed: BTreeSet<_> = ALL.iter().map(|projection| projection.name.to_owned()).collect();
        assert_eq!(listed, files);
    }

    #[test]
    fn the_first_table_bears_the_name_and_the_others_begin_with_it() {
        let mut names = BTreeSet::new();
        for projection in ALL {
            assert_eq!(projection.tables[0].name, projection.name);
            for table in projection.tables {
                assert!(table.name.starts_with(projection.name), "{}", table.name);
                assert!(names.insert(table.name), "{} twice", table.name);
            }
        }
    }

    #[test]
    fn keys_stand_first_and_everything_is_described() {
        for table in ALL.iter().flat_map(|p| p.tables) {
            let keys = table.keys().count();
            assert!(table.columns.iter().take(keys).all(|c| c.place == Place::Key && !c.nullable), "{}", table.name);
            assert!(table.columns.iter().all(|c| c.doc.trim().len() > 2), "{}", table.name);
            let names: BTreeSet<_> = table.columns.iter().map(|c| c.name).collect();
            assert_eq!(names.len(), table.columns.len(), "{}", table.name);
        }
    }

    /// Who may see a row is decided by its area.
    #[test]
    fn every_table_can_be_filtered_by_area() {
        for table in ALL.iter().flat_map(|p| p.tables) {
            let area = table.column("area").unwrap_or_else(|| panic!("{} has no area", table.name));
            assert!(area.place != Place::Plain && area.shape == model::Shape::Area, "{}", table.name);
        }
    }

    #[test]
    fn no_name_begins_another() {
        for (one, other) in ALL.iter().flat_map(|one| ALL.iter().map(move |other| (one.name, other.name))) {
            assert!(!other.starts_with(&format!("{one}_")), "the tables of {one} and {other} cannot be told apart");
        }
    }

    #[test]
    fn what_is_named_in_a_projection_exists() {
        for projection in ALL {
            assert!(projection.by_case.iter().all(|name| projection.table(name).is_some()), "{}", projection.name);
            let known = domain::kinds::CATEGORIES;
            assert!(projection.folds.iter().all(|category| known.contains(category)), "{}", projection.name);
        }
    }

    #[test]
    fn a_key_in_one_word_is_read_back() {
        let (_, table) = of_table("welfare_post_register_month").unwrap();
        let key = table.parse_key("welfare_post-p1,person-00000000000000000000000000000001,2025-03").unwrap();
        assert_eq!(table.key_text(&key), "welfare_post-p1,person-00000000000000000000000000000001,2025-03");
        assert_eq!(table.parse_key("welfare_post-p1"), None);
        assert_eq!(table.parse_key("a,b,c"), None);
    }
}
