//! Lines that clients might have posted, judged by the rules one by one, in order.

use std::{
    collections::VecDeque,
    fmt::Display,
    io::{self, BufRead, Read},
    path::Path,
    process::ExitCode,
};

use domain::{
    admission::Reach,
    case::Refused,
    decode::DecodeError,
    envelope::{MayState, Posted},
};
use event_store::{
    EventStore, Position,
    recorder::{Pending, Receipts, RecordError, Recorder, Submission, read},
};
use event_store_sqlite::Pace;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use texts::Lang;

use super::{announce, open, size, tell};
use crate::{
    args::{Global, Import},
    failure::Failure,
    folder,
};

/// Lines judged and not yet durable: enough for large commits, little enough to be held.
const WINDOW_LINES: usize = 4_096;
/// How imported events say so.
const VIA: &str = "import";
/// As over HTTP.
const LINE_BYTES_MAX: usize = 1 << 20;
/// The code of a line that states a time which it may not state any more.
const HISTORY_CLOSED: &str = "history_closed";
/// How often the bar moves.
const SHOWN_EVERY_LINES: u64 = 1_000;

pub async fn run(global: &Global, import: &Import) -> Result<ExitCode, Failure> {
    let bytes = size(&import.files)?;
    let writing = folder::open(global, Pace::BULK).await?;
    let closed_at = closed_at(&*writing.store).await?;
    let mut report = Report::new(global.json, bytes);
    for file in &import.files {
        let lines = open(file)?;
        if !one_file(&writing.recorder, import, closed_at, file, lines, &mut report).await? {
            break;
        }
    }
    writing.store.close();
    Ok(report.close())
}

/// Whether the import goes on behind it.
async fn one_file(
    recorder: &Recorder,
    import: &Import,
    closed_at: Option<Position>,
    file: &Path,
    mut lines: Box<dyn BufRead + Send>,
    report: &mut Report,
) -> Result<bool, Failure> {
    let mut waiting: VecDeque<(u64, Pending<'_>)> = VecDeque::new();
    let (mut line, mut goes_on) = (vec![], true);
    for number in 1.. {
        line.clear();
        let read = read_line(&mut lines, &mut line).map_err(|error| Failure::io(file.display(), &error))?;
        if read == 0 {
            break;
        }
        report.read(read);
        if line.trim_ascii().is_empty() {
            continue;
        }
        match submission(&line, import, closed_at) {
            Ok(submission) => waiting.push_back((number, recorder.submit(vec![submission], false).await)),
            Err(error) => {
                report.malformed(file, number, &error);
                if error.code == HISTORY_CLOSED {
                    // What follows may rest on it.
                    goes_on = false;
                    break;
                }
            }
        }
        if waiting.len() >= WINDOW_LINES {
            settle(&mut waiting, WINDOW_LINES / 2, file, report).await?;
        }
    }
    settle(&mut waiting, 0, file, report).await?;
    Ok(goes_on)
}

/// A history may state its times of recording as long as nothing else is recorded; so an import that was interrupted is
/// simply run again. The last event, if it closes the history.
async fn closed_at(store: &dyn EventStore) -> Result<Option<Position>, Failure> {
    let head = *store.head().borrow();
    let Some(last) = store.read_all(head.saturating_sub(1), 1).await?.pop() else { return Ok(None) };
    let (stamp, _) = read(&last)?;
    Ok((stamp.via.as_deref() != Some(VIA)).then_some(head))
}

/// One line, of which no more is kept than tells that it is too long; how much was read.
fn read_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let mut read = lines.by_ref().take(LINE_BYTES_MAX as u64 + 1).read_until(b'\n', line)?;
    if line.len() > LINE_BYTES_MAX && !line.ends_with(b"\n") {
        read += lines.skip_until(b'\n')?;
    }
    Ok(read)
}

/// The generated province, straight into the recorder: how many events were recorded. Its lines are never refused.
pub async fn generated(recorder: &Recorder, seed: u64, events: u64) -> Result<u64, Failure> {
    let file = Path::new("generated");
    let import = Import { files: vec![], recorded: false, actor: None };
    let mut report = Report::new(false, 0);
    let mut waiting = VecDeque::new();
    for (number, line) in (1..).zip(generator::province(seed, events)) {
        match submission(line.as_bytes(), &import, None) {
            Ok(submission) => waiting.push_back((number, recorder.submit(vec![submission], false).await)),
            Err(error) => report.malformed(file, number, &error),
        }
        if waiting.len() >= WINDOW_LINES {
            settle(&mut waiting, WINDOW_LINES / 2, file, &mut report).await?;
        }
    }
    settle(&mut waiting, 0, file, &mut report).await?;
    Ok(report.events)
}

/// Awaits the oldest verdicts until only `left` are out; what stops the store stops the import.
async fn settle(
    waiting: &mut VecDeque<(u64, Pending<'_>)>,
    left: usize,
    file: &Path,
    report: &mut Report,
) -> Result<(), Failure> {
    while waiting.len() > left {
        let Some((number, pending)) = waiting.pop_front() else { return Ok(()) };
        match pending.verdict().await {
            Ok(receipts) => report.recorded(&receipts),
            Err(RecordError::Store(error)) => return Err(error.into()),
            Err(error) => report.refused(file, number, &error.refused()),
        }
    }
    Ok(())
}

fn submission(line: &[u8], import: &Import, closed_at: Option<Position>) -> Result<Submission, DecodeError> {
    if line.len() > LINE_BYTES_MAX {
        let limit = LINE_BYTES_MAX.to_string();
        return Err(DecodeError::new("line_too_long", "", &[("bytes_max", &limit)]));
    }
    let text = std::str::from_utf8(line).map_err(|_| DecodeError::new("not_utf8", "", &[]))?;
    let may = MayState { others: true, time: closed_at.is_none() };
    let posted = Posted::decode(text.trim(), may).map_err(|error| match closed_at {
        Some(position) if error.code == "time_set_by_server" => {
            DecodeError::new(HISTORY_CLOSED, &error.pointer, &[("position", &position.to_string())])
        }
        _ => error,
    })?;
    let actor = posted.actor.clone().or_else(|| import.actor.clone());
    let actor = actor.ok_or_else(|| DecodeError::new("missing_field", "/actor", &[("field", "actor")]))?;
    Ok(Submission { posted, actor, via: Some(VIA.into()), reach: Reach::default(), precondition: None })
}

/// What came of the lines, told as it comes.
struct Report {
    as_json: bool,
    bar: ProgressBar,
    lines: u64,
    events: u64,
    repeated: u64,
    refused: u64,
}

impl Report {
    /// The bar hides by itself where standard error is not a terminal.
    fn new(as_json: bool, bytes: u64) -> Self {
        let style = "{bar:40} {bytes}/{total_bytes} {msg} {elapsed}";
        let bar = ProgressBar::new(bytes);
        bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { as_json, bar, lines: 0, events: 0, repeated: 0, refused: 0 }
    }

    fn read(&mut self, bytes: usize) {
        self.lines += 1;
        self.bar.inc(bytes as u64);
        if self.lines.is_multiple_of(SHOWN_EVERY_LINES) {
            self.bar.set_message(format!("{} lines, {} events, {} refused", self.lines, self.events, self.refused));
        }
    }

    fn recorded(&mut self, receipts: &Receipts) {
        let events = receipts.events.iter().map(Vec::len).sum::<usize>() as u64;
        if receipts.repeated { self.repeated += 1 } else { self.events += events }
    }

    fn malformed(&mut self, file: &Path, number: u64, error: &DecodeError) {
        let refused = Refused { code: error.code.clone(), fields: error.fields.clone() };
        self.tell(file, number, &error.pointer, &refused);
    }

    fn refused(&mut self, file: &Path, number: u64, refused: &Refused) {
        self.tell(file, number, "", refused);
    }

    fn tell(&mut self, file: &Path, number: u64, pointer: &str, refused: &Refused) {
        self.refused += 1;
        let text = texts::render(Lang::from_locale(), &refused.code, &refused.fields);
        let file = file.display();
        let line = if self.as_json {
            let mut row = refused.fields.clone();
            let stated = json!({"file": file.to_string(), "line": number, "code": refused.code, "pointer": pointer, "detail": text});
            row.extend(stated.as_object().cloned().unwrap_or_default());
            Value::Object(row).to_string()
        } else {
            format!("{file}:{number}: {text} [{}{}{pointer}]", refused.code, if pointer.is_empty() { "" } else { " " })
        };
        self.bar.suspend(|| tell(&line));
    }

    fn close(self) -> ExitCode {
        self.bar.finish_and_clear();
        let Self { lines, events, repeated, refused, .. } = self;
        if self.as_json {
            tell(&json!({"lines": lines, "events": events, "repeated": repeated, "refused": refused}));
        } else {
            let counts: [(&str, &dyn Display); 4] =
                [("lines", &lines), ("events", &events), ("repeated", &repeated), ("refused", &refused)];
            announce("imported", &counts);
        }
        if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
