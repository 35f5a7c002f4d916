//! `POST /v1/events/bulk`: NDJSON in, a verdict a line out, in order, in constant memory.
//!
//! Lines are judged one after another and wait for the disk together, so that one sync answers many of them.

use std::{collections::VecDeque, pin::Pin, sync::Arc};

use access::Key;
use axum::{body::Bytes, http::header, response::IntoResponse};
use event_store::recorder::{Pending, Receipts, RecordError};
use serde_json::{Map, Value};
use texts::Lang;

use crate::{
    App,
    call::{BYTE_ORDER_MARK, Call, next_piece},
    events::{EVENT_BYTES_MAX, no_precondition},
    posting::{allowed_to_write, submission, told},
    problem::{Fault, Problem},
    route::Answer,
    spool::{Spool, body_of},
};

pub const NDJSON: &[&str] = &["application/x-ndjson", "application/ndjson", "application/jsonl"];
/// Lines judged but not yet answered.
const WINDOW_LINES_MAX: usize = 2_048;
/// Their text.
const WINDOW_BYTES_MAX: usize = 8 << 20;

/// `POST /v1/events/bulk`
pub async fn post(app: Arc<App>, key: Arc<Key>, mut call: Call) -> Answer {
    allowed_to_write(&key)?;
    call.content_type(NDJSON)?;
    no_precondition(&call)?;
    let permit = app.stream_permit()?;
    let spool = Arc::new(Spool::new(app.scratch.clone()));
    let lang = call.lang();
    let pieces = call.pieces();
    let verdicts = spool.clone();
    tokio::spawn(async move {
        let ended = answer_lines(&app, &key, lang, Lines::new(pieces), &verdicts).await;
        if let Err(error) = ended {
            tracing::error!(%error, "verdicts could not be kept for their client");
        }
        verdicts.end();
        drop(permit);
    });
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], body_of(spool)).into_response())
}

/// A line on its way to its verdict.
struct Waiting<'a> {
    line: u64,
    bytes: usize,
    step: Result<Pending<'a>, Problem>,
}

/// The oldest line's verdict. Only this one is awaited, so that a line judged again is so before those that came after it.
type Oldest<'a> = Pin<Box<dyn Future<Output = (u64, usize, Result<Receipts, Problem>)> + Send + 'a>>;

async fn answer_lines(app: &App, key: &Key, lang: Lang, mut lines: Lines, verdicts: &Spool) -> std::io::Result<()> {
    let mut window: VecDeque<Waiting> = VecDeque::new();
    let mut oldest: Option<Oldest> = None;
    let (mut number, mut waiting_bytes, mut reading) = (0, 0, true);
    loop {
        if oldest.is_none() {
            oldest = window.pop_front().map(|waiting| Box::pin(verdict(waiting)) as Oldest);
        }
        let room = window.len() < WINDOW_LINES_MAX && waiting_bytes < WINDOW_BYTES_MAX;
        tokio::select! {
            biased;
            line = lines.next(), if reading && room => {
                let Some(line) = line else {
                    reading = false;
                    continue;
                };
                number += 1;
                if line.as_ref().is_ok_and(|text| text.trim_ascii().is_empty()) {
                    continue;
                }
                reading &= !matches!(&line, Err(problem) if matches!(problem.code(), "body_interrupted" | "timed_out"));
                let bytes = line.as_ref().map_or(0, Vec::len);
                let step = match line.and_then(|text| decoded(key, &text)) {
                    Ok(submission) => Ok(app.recorder.submit(vec![submission], false).await),
                    Err(problem) => Err(problem),
                };
                waiting_bytes += bytes;
                window.push_back(Waiting { line: number, bytes, step });
            }
            (line, bytes, result) = async { if let Some(oldest) = &mut oldest { oldest.await } else { std::future::pending().await } },
                if oldest.is_some() =>
            {
                oldest = None;
                waiting_bytes -= bytes;
                verdicts.push(&verdict_line(line, result, lang))?;
            }
            else => return Ok(()),
        }
    }
}

fn decoded(key: &Key, text: &[u8]) -> Result<event_store::recorder::Submission, Problem> {
    let text = std::str::from_utf8(text).map_err(|_| Problem::from(Fault::NotUtf8))?;
    submission(key, text, None)
}

async fn verdict(waiting: Waiting<'_>) -> (u64, usize, Result<Receipts, Problem>) {
    let Waiting { line, bytes, step } = waiting;
    let result = match step {
        Ok(pending) => pending.verdict().await.map_err(|error: RecordError| Problem::from(error)),
        Err(problem) => Err(problem),
    };
    (line, bytes, result)
}

/// `{"line":N,"status":201,…}` as the answer to that line alone would be.
fn verdict_line(line: u64, result: Result<Receipts, Problem>, lang: Lang) -> Vec<u8> {
    let mut verdict = Map::new();
    verdict.insert("line".into(), line.into());
    match result {
        Ok(receipts) => {
            verdict.insert("status".into(), if receipts.repeated { 200 } else { 201 }.into());
            let recorded = receipts.events.first().map(Vec::as_slice).unwrap_or_default();
            if let (Value::Object(fields), _) = told(recorded) {
                verdict.extend(fields);
            }
        }
        Err(problem) => {
            problem.log();
            verdict.extend(problem.to_json(lang));
        }
    }
    let mut text = Value::Object(verdict).to_string().into_bytes();
    text.push(b'\n');
    text
}

/// The lines of a body. A line that is too long is passed over and said to be so.
struct Lines {
    pieces: axum::body::BodyDataStream,
    piece: Bytes,
    line: Vec<u8>,
    begun: bool,
    too_long: bool,
    ended: bool,
}

impl Lines {
    fn new(pieces: axum::body::BodyDataStream) -> Self {
        Self { pieces, piece: Bytes::new(), line: vec![], begun: false, too_long: false, ended: false }
    }

    /// May be dropped while it waits: nothing is lost. After an interruption there is nothing more.
    async fn next(&mut self) -> Option<Result<Vec<u8>, Problem>> {
        loop {
            if let Some(end) = self.piece.iter().position(|byte| *byte == b'\n') {
                let rest = self.piece.split_off(end + 1);
                let last = std::mem::replace(&mut self.piece, rest);
                self.keep(&last[..end]);
                return Some(self.finish());
            }
            let piece = std::mem::take(&mut self.piece);
            self.keep(&piece);
            if self.ended {
                return None;
            }
            match next_piece(&mut self.pieces).await {
                Ok(Some(piece)) => self.piece = piece,
                Ok(None) => {
                    self.ended = true;
                    if !self.line.is_empty() || self.too_long {
                        return Some(self.finish());
                    }
                }
                Err(problem) => {
                    self.ended = true;
                    self.line.clear();
                    return Some(Err(problem));
                }
            }
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.too_long |= self.line.len() + bytes.len() > EVENT_BYTES_MAX;
        if self.too_long {
            self.line.clear();
        } else {
            self.line.extend_from_slice(bytes);
        }
    }

    fn finish(&mut self) -> Result<Vec<u8>, Problem> {
        let mut line = std::mem::take(&mut self.line);
        if !std::mem::replace(&mut self.begun, true) && line.starts_with(BYTE_ORDER_MARK.as_bytes()) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        if std::mem::take(&mut self.too_long) {
            return Err(Fault::LineTooLong { bytes_max: EVENT_BYTES_MAX }.into());
        }
        Ok(line)
    }
}
