//! The one table, and the same as JSON.

use comfy_table::{Table, presets::UTF8_FULL};
use serde_json::{Value, json};

use crate::{
    files,
    options::Options,
    peers::{postgres, sqlite, umadb},
    server::{binary, said},
    stats::Runs,
};

/// What a row measured on one side.
#[derive(Clone, Debug)]
pub struct Side {
    pub name: String,
    pub unit: &'static str,
    pub runs: Runs,
}

impl Side {
    pub fn new(name: impl Into<String>, unit: &'static str, runs: Runs) -> Self {
        Self { name: name.into(), unit, runs }
    }
}

#[derive(Clone, Copy, Debug)]
pub enum Target {
    RatioAtLeast(f64),
    RatioAtMost(f64),
    /// Of our own side, in its unit.
    AtMost(f64),
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Line {
    pub row: u8,
    pub work: String,
    pub found: Found,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum Found {
    Compared { ours: Side, theirs: Side, target: Target },
    Alone { ours: Side, target: Target },
    Missing(String),
}

impl Line {
    pub fn compared(row: u8, work: impl Into<String>, ours: Side, theirs: Side, target: Target) -> Self {
        Self { row, work: work.into(), found: Found::Compared { ours, theirs, target }, notes: vec![] }
    }

    pub fn alone(row: u8, work: impl Into<String>, ours: Side, target: Target) -> Self {
        Self { row, work: work.into(), found: Found::Alone { ours, target }, notes: vec![] }
    }

    pub fn missing(row: u8, work: impl Into<String>, why: impl Into<String>) -> Self {
        Self { row, work: work.into(), found: Found::Missing(why.into()), notes: vec![] }
    }

    #[must_use]
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    fn ratios(&self) -> Option<Runs> {
        let Found::Compared { ours, theirs, .. } = &self.found else { return None };
        Some(ours.runs.over(&theirs.runs))
    }

    /// Of the medians.
    fn ratio(&self) -> Option<f64> {
        let Found::Compared { ours, theirs, .. } = &self.found else { return None };
        Some(ours.runs.median() / theirs.runs.median())
    }

    fn target(&self) -> Option<(Target, f64)> {
        match &self.found {
            Found::Compared { ours, target: target @ Target::AtMost(_), .. } | Found::Alone { ours, target } => {
                Some((*target, ours.runs.median()))
            }
            Found::Compared { target, .. } => Some((*target, self.ratio()?)),
            Found::Missing(_) => None,
        }
    }

    fn is_met(&self) -> Option<bool> {
        let (target, found) = self.target()?;
        Some(match target {
            Target::RatioAtLeast(least) => found >= least,
            Target::RatioAtMost(most) | Target::AtMost(most) => found <= most,
        })
    }

    fn cells(&self) -> [String; 7] {
        let side = |side: &Side| format!("{} {}\n{}", shown(side.runs.median()), side.unit, spread(&side.runs));
        let (ours, theirs) = match &self.found {
            Found::Compared { ours, theirs, .. } => (side(ours), format!("{}: {}", theirs.name, side(theirs))),
            Found::Alone { ours, .. } => (side(ours), String::new()),
            Found::Missing(why) => (String::new(), format!("missing: {}", why.trim())),
        };
        let ratio = self.ratio().map(shown).unwrap_or_default();
        let ratios = self.ratios().map(|ratios| spread(&ratios)).unwrap_or_default();
        let target = self.target().map(|(target, _)| target.to_string()).unwrap_or_default();
        let met = self.is_met().map_or("-", |met| if met { "yes" } else { "no" });
        let work = [self.work.as_str()].into_iter().chain(self.notes.iter().map(String::as_str));
        let work = work.collect::<Vec<_>>().join("\n");
        [self.row.to_string(), work, ours, theirs, format!("{ratio}\n{ratios}"), target, met.into()]
    }

    fn to_json(&self) -> Value {
        let side = |side: &Side| {
            json!({
                "name": side.name, "unit": side.unit, "median": side.runs.median(), "min": side.runs.least(),
                "max": side.runs.most(), "runs": side.runs.0,
            })
        };
        let mut line = json!({"row": self.row, "work": self.work, "notes": self.notes});
        match &self.found {
            Found::Compared { ours, theirs, .. } => {
                (line["ours"], line["theirs"]) = (side(ours), side(theirs));
                line["ratio"] = self.ratio().into();
                line["ratios"] = self.ratios().map(|ratios| ratios.0).into();
            }
            Found::Alone { ours, .. } => line["ours"] = side(ours),
            Found::Missing(why) => line["missing"] = why.trim().into(),
        }
        line["target"] = self.target().map(|(target, _)| target.to_string()).into();
        line["met"] = self.is_met().into();
        line
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::RatioAtLeast(least) => write!(f, "≥ {least}"),
            Self::RatioAtMost(most) => write!(f, "≤ {most}"),
            Self::AtMost(most) => write!(f, "ours ≤ {most}"),
        }
    }
}

/// Three digits that mean something.
fn shown(number: f64) -> String {
    match number.abs() {
        large if large >= 100.0 => format!("{number:.0}"),
        middle if middle >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

fn spread(runs: &Runs) -> String {
    format!("({}–{})", shown(runs.least()), shown(runs.most()))
}

pub struct Report {
    about: Vec<(&'static str, String)>,
    lines: Vec<Line>,
}

impl Report {
    pub fn of(options: &Options, lines: Vec<Line>) -> Self {
        let or_missing = |version: Result<String, String>| version.unwrap_or_else(|why| why);
        let built = std::env::var("BENCH_BUILT_FROM").unwrap_or_else(|_| "unknown".into());
        let version = said(std::process::Command::new(binary()).arg("--version"));
        let rust = std::env::var("BENCH_RUST").unwrap_or_else(|_| "unknown".into());
        let about = vec![
            ("version", format!("{} of {built}, {rust}", version.trim())),
            (
                "machine",
                format!(
                    "{}, {} on {}",
                    files::machine(),
                    options.scratch.display(),
                    files::system_of(&options.scratch)
                ),
            ),
            (
                "peers",
                format!(
                    "SQLite {}; {}; {}",
                    sqlite::version(),
                    or_missing(postgres::version()),
                    or_missing(umadb::version())
                ),
            ),
            (
                "settings",
                format!(
                    "medians of {} turns of {} s of each side, one after the other; what is recorded is synced before \
                 its answer; clients on one thread beside the servers; PostgreSQL {}",
                    options.repeats,
                    options.seconds,
                    postgres::settings(),
                ),
            ),
            ("spread", "(least–most); of ratios turn by turn".into()),
        ];
        Self { about, lines }
    }

    pub fn to_text(&self) -> String {
        let mut table = Table::new();
        table.load_style(UTF8_FULL);
        table.set_header(["row", "work", "ours", "against", "ratio", "target", "met"]);
        for line in &self.lines {
            table.add_row(line.cells());
        }
        let about = self.about.iter().map(|(name, value)| format!("{name}: {value}\n"));
        about.chain([table.to_string()]).collect()
    }

    pub fn to_json(&self) -> Value {
        let about: serde_json::Map<_, _> =
            self.about.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect();
        json!({"about": about, "lines": self.lines.iter().map(Line::to_json).collect::<Vec<_>>()})
    }
}
