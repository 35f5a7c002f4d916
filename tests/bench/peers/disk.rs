//! The disk alone: what one durable append costs at least.

use std::{
    fs::File,
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

use crate::stats::quantile_us;

const APPEND_BYTES: usize = 4 << 10;

/// The median time of an append of 4 KiB with its fdatasync, in microseconds.
pub fn sync_p50_us(folder: &Path, lasting: Duration) -> f64 {
    let mut file = File::create(folder.join("appended")).expect("a file");
    let (until, mut times) = (Instant::now() + lasting, vec![]);
    while Instant::now() < until {
        let began = Instant::now();
        file.write_all(&[b'x'; APPEND_BYTES]).and_then(|()| file.sync_data()).expect("written and synced");
        times.push(began.elapsed());
    }
    quantile_us(&mut times, 0.5)
}
