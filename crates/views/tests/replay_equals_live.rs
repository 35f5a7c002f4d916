//! One batch = random batches = crash and resume = rebuild = replay without bounds. DESIGN promise 3.

mod support;

use std::sync::{Arc, atomic::AtomicUsize};

use projections::model::Projection;
use proptest::prelude::*;
use support::{Dice, Failing, built, dump, history, wait};
use views::{Bounds, Limits, Replays, Views};

fn dice() -> impl Strategy<Value = Vec<Dice>> {
    prop::collection::vec(any::<Dice>(), 0..120)
}

/// How a run goes: events a batch, rows held, and after how many reads the power goes.
fn runs() -> impl Strategy<Value = Vec<(Limits, usize)>> {
    let limits = (1..40_usize, 0..60_usize);
    let limits = limits.prop_map(|(batch_events_max, rows_held_max)| Limits {
        batch_events_max,
        rows_held_max,
        ..Limits::default()
    });
    prop::collection::vec((limits, 0..8_usize), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_batches_and_any_crashes_leave_the_same_rows(dice in dice(), runs in runs()) {
        let store = Arc::new(history(&dice));
        let (_folder, views) = built(&*store);
        let expected = dump(&views);

        let folder = tempfile::tempdir().unwrap();
        for (limits, reads) in runs {
            let views = Views::open_with(folder.path(), projections::ALL, limits).unwrap();
            let failing = Failing { log: Arc::clone(&store), reads_left: AtomicUsize::new(reads) };
            let _ = wait(views.catch_up(&failing, |_| {}));
        }
        let views = Views::open_with(folder.path(), projections::ALL, Limits { batch_events_max: 7, rows_held_max: 20, ..Limits::default() }).unwrap();
        wait(views.catch_up(&*store, |_| {})).unwrap();
        prop_assert_eq!(&dump(&views), &expected);

        wait(views.rebuild(&[])).unwrap();
        prop_assert!(dump(&views).is_empty());
        wait(views.catch_up(&*store, |_| {})).unwrap();
        prop_assert_eq!(&dump(&views), &expected);

        let replays = Replays::new(projections::ALL).unwrap();
        let mut replayed = vec![];
        for projection in projections::ALL {
            let whole = wait(replays.whole(&*store, projection.name, Bounds::default())).unwrap();
            whole.dump(&mut replayed).unwrap();
        }
        prop_assert_eq!(String::from_utf8(replayed).unwrap(), expected);
    }

    /// A row from the few cases it rests on is the row of the whole list, under any bounds.
    #[test]
    fn one_row_from_its_cases_is_the_row_of_the_whole(dice in dice(), seconds in 0..200_i64, days in 0..800_i32) {
        let store = history(&dice);
        let bounds = Bounds {
            as_of: Some(domain::testing::day("2023-01-01").plus_days(days)),
            known_at_us: Some(support::START_US + seconds * support::SECOND_US),
        };
        let replays = Replays::new(projections::ALL).unwrap();
        for projection in projections::ALL {
            let whole = wait(replays.whole(&store, projection.name, bounds)).unwrap();
            let mut rows = vec![];
            whole.dump(&mut rows).unwrap();
            for line in String::from_utf8(rows).unwrap().lines() {
                let (table, row) = line.split_once('\t').unwrap();
                let row: serde_json::Value = serde_json::from_str(row).unwrap();
                let key = key(projection, table, &row);
                let one = wait(replays.row(&store, table, &key, bounds)).unwrap();
                prop_assert_eq!(one, Some(row), "{} {}", table, key);
            }
        }
    }
}

fn key(projection: &Projection, table: &str, row: &serde_json::Value) -> String {
    let values = projection.table(table).unwrap().keys().map(|column| match &row[column.name] {
        serde_json::Value::String(text) => text.replace('%', "%25").replace(',', "%2c"),
        other => other.to_string(),
    });
    values.collect::<Vec<_>>().join(",")
}

#[test]
fn a_transaction_that_fails_at_its_end_leaves_neither_rows_nor_checkpoint() {
    let store = history(&[(4, 0, 0, 1), (15, 0, 1, 2)]);
    let folder = tempfile::tempdir().unwrap();
    let views = Views::open(folder.path(), projections::ALL).unwrap();
    let other = rusqlite::Connection::open(folder.path().join(views::FILE)).unwrap();
    other
        .execute_batch(
            "CREATE TRIGGER fault BEFORE UPDATE ON checkpoint WHEN new.view = 'welfare_post_register'
             BEGIN SELECT RAISE(ABORT, 'power'); END",
        )
        .unwrap();
    assert!(wait(views.catch_up(&store, |_| {})).is_err());
    assert!(dump(&views).is_empty());
    other.execute_batch("DROP TRIGGER fault").unwrap();
    wait(views.catch_up(&store, |_| {})).unwrap();
    assert_eq!(dump(&views), dump(&built(&store).1));
}
