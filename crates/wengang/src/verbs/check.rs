//! The checks over a whole log, beside whoever writes it; nothing is appended.

use std::{io::stdout, process::ExitCode};

use comfy_table::{Table, TableStyle};
use projections::{
    checks::{self, Check},
    model::Projection,
};
use sentinel::{Found, found};
use serde_json::json;
use texts::Lang;
use views::{Limits, ViewError, Views};

use super::{progress, say};
use crate::{args::Global, failure::Failure, folder};

pub async fn run(global: &Global, named: &[String]) -> Result<ExitCode, Failure> {
    let checks = chosen(named)?;
    let log = folder::open_beside(global)?;
    let scratch = folder::Scratch::new("check")?;
    let projections: Vec<&'static Projection> = checks.iter().map(|check| &check.projection).collect();
    // No log is beside them.
    let limits = Limits { room_left_bytes: 0, ..Limits::default() };
    let of_scratch = |error| match error {
        ViewError::Store(error) => error.into(),
        own => Failure::from(own).in_folder(scratch.path()),
    };
    let views = Views::open_with(scratch.path(), &projections, limits).map_err(of_scratch)?;
    let bar = progress(*log.head().borrow());
    views.catch_up(&*log, |done| bar.set_position(done.position)).await.map_err(of_scratch)?;
    bar.finish_and_clear();
    let mut all = vec![];
    for check in &checks {
        all.extend(found(&views, check).await?.into_iter().map(|found| (*check, found)));
    }
    all.sort_by_key(|(check, found)| (found.position, check.id));
    if global.json {
        lines(&all)?
    } else {
        table(&checks, &all)?
    }
    Ok(ExitCode::SUCCESS)
}

fn chosen(named: &[String]) -> Result<Vec<&'static Check>, Failure> {
    if named.is_empty() {
        return Ok(checks::ALL.to_vec());
    }
    let known = || checks::ALL.iter().map(|check| check.id.name()).collect::<Vec<_>>().join(", ");
    let find = |name: &String| {
        checks::named(name).ok_or_else(|| Failure::new("unknown_check", &[("check", name), ("known", &known())]))
    };
    named.iter().map(find).collect()
}

/// One finding a line.
fn lines(all: &[(&'static Check, Found)]) -> Result<(), Failure> {
    let mut out = stdout().lock();
    for (check, found) in all {
        let sentence = found.sentence(check);
        let line = json!({
            "check": check.id, "version": check.projection.version, "key": found.key, "position": found.position,
            "found_on": found.found_on, "severity": found.severity, "amount_fen": found.amount_fen, "area": found.area,
            "cases": found.cases, "events": found.events, "officials": found.officials,
            "parameters": found.parameters.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
            "standard": found.standard, "standard_version": found.standard_version,
            "sentence": {"zh": sentence.zh, "en": sentence.en},
        });
        say(&mut out, line.to_string().as_bytes())?;
    }
    Ok(())
}

/// The findings, then how many each check has.
fn table(checks: &[&'static Check], all: &[(&'static Check, Found)]) -> Result<(), Failure> {
    let lang = Lang::from_locale();
    let mut out = stdout().lock();
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    for (check, found) in all {
        let sentence = found.sentence(check);
        let said = if lang == Lang::Zh { sentence.zh } else { sentence.en };
        let yuan = format!("{}.{:02}", found.amount_fen.get() / 100, found.amount_fen.get() % 100);
        let on = found.found_on.map(|on| on.to_string()).unwrap_or_default();
        table.add_row([check.id.name(), on, found.position.to_string(), yuan, said]);
    }
    if !all.is_empty() {
        say(&mut out, table.to_string().as_bytes())?;
    }
    for check in checks {
        let count = all.iter().filter(|(of, _)| of.id == check.id).count();
        let title = if lang == Lang::Zh { check.projection.title_zh } else { check.projection.title_en };
        say(&mut out, format!("{count:>6}  {title} ({})", check.id.name()).as_bytes())?;
    }
    Ok(())
}
