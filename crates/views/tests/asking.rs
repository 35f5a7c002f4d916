//! Questions to the rows, now and on two clocks.

mod support;

use domain::testing::day;
use event_store::EventStore;
use support::{built, history, wait};
use views::{Answer, Bounds, Query, REPLAYS_MAX, Replays, ViewError};

fn query(view: &str, filters: &[(&str, &str)], limit: usize) -> Query {
    let filters = filters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    Query { view: view.into(), filters, after: None, limit }
}

fn keys(answer: &Answer, column: &str) -> Vec<String> {
    answer.rows.iter().map(|row| row[column].as_str().unwrap().to_owned()).collect()
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let (_folder, views) = built(&history(&[]));
    for filters in [vec![], vec![("area", "43")], vec![("works", "false")]] {
        let whole = wait(views.rows(query("person_file", &filters, 100))).unwrap();
        assert_eq!((whole.rows.len(), &whole.next), (4, &None));
        let mut paged = vec![];
        let mut page = query("person_file", &filters, 3);
        loop {
            let answer = wait(views.rows(page.clone())).unwrap();
            paged.extend(answer.rows);
            let Some(next) = answer.next else { break };
            page.after = Some(next);
        }
        assert_eq!(paged, whole.rows, "{filters:?}");
    }
}

#[test]
fn rows_are_filtered_by_area_prefix_value_and_range() {
    let (_folder, views) = built(&history(&[(15, 0, 1, 0), (15, 0, 2, 20), (15, 0, 3, 40)]));
    let asked = |view: &str, filters: &[(&str, &str)]| wait(views.rows(query(view, filters, 10))).unwrap();
    assert_eq!(
        keys(&asked("welfare_post_register", &[("area", "4302")]), "post"),
        ["welfare_post-p0", "welfare_post-p2"]
    );
    assert_eq!(asked("welfare_post_register", &[("area", "4302"), ("state", "filled")]).rows.len(), 0);
    assert_eq!(asked("person_file", &[("works", "true")]).rows.len(), 3);
    assert_eq!(asked("person_file_engagement", &[("started_at", "..1000000")]).rows.len(), 3);
    assert_eq!(asked("person_file_engagement", &[("started_at", "1000000..")]).rows.len(), 0);
}

#[test]
fn the_claims_that_a_retroactive_standard_touches_are_found_by_the_version_that_decided_them() {
    let (_folder, views) = built(&history(&[]));
    let found = |version: &str| {
        let filters = [("standard", "policy-subsidy.vocational_training-43"), ("version", version)];
        wait(views.rows(query("fund_audit_claim", &filters, 10))).unwrap().rows.len()
    };
    assert_eq!((found("1"), found("2")), (4, 0));
    let other = [("standard", "policy-subsidy.vocational_training-430225"), ("version", "1")];
    assert_eq!(wait(views.rows(query("fund_audit_claim", &other, 10))).unwrap().rows.len(), 0);
}

#[test]
fn a_question_that_makes_no_sense_is_told_what_would() {
    let (_folder, views) = built(&history(&[]));
    let asked = |view: &str, name: &str, value: &str| wait(views.rows(query(view, &[(name, value)], 10))).unwrap_err();
    assert!(matches!(asked("nothing", "area", "43"), ViewError::UnknownView { .. }));
    let unknown = asked("welfare_post_register", "since", "2025-01-01");
    assert!(unknown.to_string().contains("post, area, state"), "{unknown}");
    assert!(matches!(asked("welfare_post_register", "area", "' OR 1=1 --"), ViewError::BadFilter { .. }));
    assert!(matches!(asked("person_file", "works", "maybe"), ViewError::BadFilter { .. }));
    let cursor = Query { after: Some("a,b,c".into()), ..query("person_file", &[], 10) };
    assert!(matches!(wait(views.rows(cursor)), Err(ViewError::BadCursor { .. })));
    assert!(matches!(wait(views.row("person_file_year", "person-1")), Err(ViewError::BadKey { .. })));
    assert_eq!(wait(views.row("person_file", "person-1")).unwrap(), None);
}

#[test]
fn a_placement_learnt_late_is_true_earlier_than_it_was_known() {
    // On the post from 2023-02-11 on, as recorded after everything else.
    let store = history(&[(4, 0, 1, 10)]);
    let log = wait(store.read_all(0, 100)).unwrap();
    let placed_us = log.iter().find(|e| &*e.event.kind == "welfare_post.placed.v1").unwrap().event.time_us;
    let replays = Replays::new(projections::ALL).unwrap();
    let holder = |as_of: &str, known_at_us: i64| {
        let bounds = Bounds { as_of: Some(day(as_of)), known_at_us: Some(known_at_us) };
        let row = wait(replays.row(&store, "welfare_post_register", "welfare_post-p0", bounds)).unwrap();
        row.unwrap()["holder"].clone()
    };
    assert!(holder("2023-02-11", placed_us).is_string());
    assert!(holder("2023-02-10", placed_us).is_null());
    assert!(holder("2023-02-11", placed_us - 1).is_null());
}

#[test]
fn no_more_whole_lists_are_replayed_at_once_than_the_limit() {
    let store = history(&[]);
    let replays = Replays::new(projections::ALL).unwrap();
    let one = || wait(replays.whole(&store, "person_file_year", Bounds::default()));
    let running: Vec<_> = (0..REPLAYS_MAX).map(|_| one().unwrap()).collect();
    assert!(matches!(one(), Err(ViewError::Busy { replays_max: REPLAYS_MAX })));
    let answer = wait(running[0].rows(query("person_file", &[("area", "4302")], 10))).unwrap();
    assert_eq!(answer.rows.len(), 2);
    drop(running);
    assert!(one().is_ok());
}
