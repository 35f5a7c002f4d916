use std::{io::stdout, process::ExitCode};

use comfy_table::{Table, TableStyle};
use projections::ALL;
use serde_json::Value;
use views::{Bounds, Query, ROWS_MAX, Replays};

use super::say;
use crate::{
    args::{Global, Replay},
    failure::Failure,
    folder,
};

/// One row, or every row in pages; JSON a line, or a table.
pub async fn run(global: &Global, replay: &Replay) -> Result<ExitCode, Failure> {
    let log = folder::open_beside(global)?;
    let replays = Replays::new(ALL)?;
    let bounds = Bounds { as_of: replay.as_of, known_at_us: replay.known_at };
    let Replay { view, key, .. } = replay;
    if let Some(key) = key {
        let row = replays.row(&*log, view, key, bounds).await?;
        let row = row.ok_or_else(|| Failure::new("row_missing", &[("view", view), ("key", key)]))?;
        show(global, &[row])?;
        return Ok(ExitCode::SUCCESS);
    }
    let replayed = replays.whole(&*log, view, bounds).await?;
    let mut after = None;
    loop {
        let answer = replayed.rows(Query { view: view.clone(), filters: vec![], after, limit: ROWS_MAX }).await?;
        show(global, &answer.rows)?;
        after = answer.next;
        if after.is_none() {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

fn show(global: &Global, rows: &[Value]) -> Result<(), Failure> {
    let mut out = stdout().lock();
    if global.json {
        return rows.iter().try_for_each(|row| say(&mut out, row.to_string().as_bytes()));
    }
    for row in rows.iter().filter_map(Value::as_object) {
        let mut table = Table::new();
        table.load_style(TableStyle::new());
        for (name, value) in row {
            let value = value.as_str().map_or_else(|| value.to_string(), Into::into);
            table.add_row([name.clone(), value]);
        }
        say(&mut out, table.to_string().as_bytes())?;
        say(&mut out, b"")?;
    }
    Ok(())
}
