//! The rows, in groups that share servers and logs. A group that fails says so in its rows, and the run goes on.

mod appends;
mod cases;
mod folds;
mod imports;
mod memory;
mod reads;
mod replays;
mod sizes;
mod starts;
mod stores;

use std::{
    cell::OnceCell,
    panic::{self, AssertUnwindSafe},
    time::Instant,
};

use crate::{
    logs::{Log, LongLogs},
    options::Options,
    report::Line,
};

/// What the groups share.
pub struct Bench<'a> {
    pub options: &'a Options,
    log: OnceCell<Log>,
    long_logs: OnceCell<LongLogs>,
}

impl Bench<'_> {
    /// A million events.
    pub fn log(&self) -> &Log {
        self.log.get_or_init(|| Log::make(self.options, self.options.events))
    }

    /// A million, and ten.
    pub fn long_logs(&self) -> &LongLogs {
        self.long_logs.get_or_init(|| LongLogs::make(self.options))
    }

    pub fn wants(&self, row: u8) -> bool {
        self.options.wants(row, GROUPS.iter().any(|group| group.is_long && group.rows.contains(&row)))
    }
}

type Measured = Result<Vec<Line>, String>;

struct Group {
    rows: &'static [u8],
    is_long: bool,
    measure: fn(&Bench) -> Measured,
}

const GROUPS: [Group; 11] = [
    Group { rows: &[1, 4], is_long: false, measure: appends::of_many_and_of_one },
    Group { rows: &[2], is_long: false, measure: appends::of_more_connections },
    Group { rows: &[3], is_long: false, measure: stores::appends },
    Group { rows: &[5], is_long: false, measure: appends::of_one_connection },
    Group { rows: &[6], is_long: false, measure: imports::of_a_log },
    Group { rows: &[7], is_long: false, measure: reads::of_all },
    Group { rows: &[8, 9], is_long: false, measure: folds::of_views_and_checks },
    Group { rows: &[12], is_long: false, measure: sizes::on_disk },
    Group {
        rows: &[10, 11],
        is_long: true,
        measure: |bench| Ok([cases::states(bench)?, replays::of_a_fund(bench)?].concat()),
    },
    Group { rows: &[14], is_long: true, measure: starts::to_ready },
    Group { rows: &[13], is_long: true, measure: memory::after_a_while },
];

pub fn measured(options: &Options) -> Vec<Line> {
    let bench = Bench { options, log: OnceCell::new(), long_logs: OnceCell::new() };
    let mut lines = vec![];
    for group in GROUPS.iter().filter(|group| group.rows.iter().any(|row| bench.wants(*row))) {
        let began = Instant::now();
        let found = panic::catch_unwind(AssertUnwindSafe(|| (group.measure)(&bench)));
        let found = found.unwrap_or_else(|_| Err("it panicked; what it said is above".into()));
        eprintln!("rows {:?}: {:.0} s", group.rows, began.elapsed().as_secs_f64());
        let failed = |why: String| group.rows.iter().map(|row| Line::missing(*row, "failed", why.clone())).collect();
        lines.extend(found.unwrap_or_else(failed));
    }
    lines.retain(|line| bench.wants(line.row));
    lines.sort_by_key(|line| line.row);
    lines
}

/// One after the other, so many times each; what each turn measured is handed back by side.
fn in_turns<T>(repeats: usize, sides: &mut [&mut dyn FnMut() -> Result<T, String>]) -> Result<Vec<Vec<T>>, String> {
    let mut found: Vec<Vec<T>> = sides.iter().map(|_| vec![]).collect();
    for _ in 0..repeats {
        for (side, found) in sides.iter_mut().zip(&mut found) {
            found.push(side()?);
        }
    }
    Ok(found)
}
