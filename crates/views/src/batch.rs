//! One batch of events: decoded side by side, folded by each projection side by side, written in one transaction.

use std::{
    sync::Mutex,
    thread::{available_parallelism, scope},
};

use domain::envelope;
use event_store::{Position, Recorded};
use projections::model::{Change, Projection, Seen};
use rusqlite::Connection;

use crate::{
    ViewError,
    file::{Checkpoint, Work, keep_checkpoint},
    lock,
    rows::{OnFile, write},
};

/// Smaller batches are not worth the threads.
const SIDE_BY_SIDE_EVENTS_MIN: usize = 256;

/// An event of a category that somebody folds, or why it cannot be read.
pub type Decoded = Result<Seen, Undecodable>;

#[derive(Clone, Debug)]
pub struct Undecodable {
    pub position: Position,
    pub category: String,
    pub detail: String,
}

impl From<Undecodable> for ViewError {
    fn from(Undecodable { position, detail, .. }: Undecodable) -> Self {
        Self::CorruptEvent { position, detail }
    }
}

/// The events of these categories, decoded, in order.
pub fn decode(page: &[Recorded], folds: &[&str]) -> Vec<Decoded> {
    let wanted = |recorded: &&Recorded| folds.contains(&category(recorded));
    let some = |part: &[Recorded]| part.iter().filter(wanted).map(decode_one).collect::<Vec<_>>();
    let threads = available_parallelism().map_or(1, usize::from);
    if page.len() < SIDE_BY_SIDE_EVENTS_MIN || threads == 1 {
        return some(page);
    }
    scope(|scope| {
        let parts: Vec<_> =
            page.chunks(page.len().div_ceil(threads)).map(|part| (part, scope.spawn(move || some(part)))).collect();
        // Decoding does not panic; were it to, the part is decoded here and the panic shows.
        parts.into_iter().flat_map(|(part, thread)| thread.join().unwrap_or_else(|_| some(part))).collect()
    })
}

fn category(recorded: &Recorded) -> &str {
    recorded.event.kind.split('.').next().unwrap_or_default()
}

fn decode_one(recorded: &Recorded) -> Decoded {
    let position = recorded.position;
    let unreadable = |detail: String| Undecodable { position, category: category(recorded).into(), detail };
    let line = std::str::from_utf8(&recorded.event.body).map_err(|error| unreadable(error.to_string()))?;
    let read = envelope::read(line);
    let (stamp, event) = read.map_err(|error| unreadable(format!("{} at {}", error.code, error.pointer)))?;
    Ok(Seen { position, stamp, kind: recorded.event.kind.clone(), event })
}

/// What a projection made of a batch.
pub struct Folded {
    changes: Vec<Change>,
    /// The event that it could not get past.
    stopped_by: Option<Undecodable>,
}

/// Folds what follows `after`, up to the first event of a folded category that cannot be read.
pub fn fold(
    projection: &Projection,
    after: Position,
    batch: &[Decoded],
    loader: &Connection,
) -> Result<Folded, ViewError> {
    let mut seen = vec![];
    let mut stopped_by = None;
    for event in batch {
        match event {
            Ok(event) if projection.folds.contains(&event.event.category()) && event.position > after => {
                seen.push(event);
            }
            Err(event) if projection.folds.contains(&event.category.as_str()) && event.position > after => {
                stopped_by = Some(event.clone());
                break;
            }
            _ => {}
        }
    }
    let changes = (projection.fold)(&OnFile::new(loader, projection.tables), &seen)?;
    Ok(Folded { changes, stopped_by })
}

/// Brings those projections (by their place in `all`) forward over a page that follows the checkpoint of each.
/// Returns which of them stopped, and why.
pub fn apply(
    work: &mut Work,
    all: &[&'static Projection],
    members: &[usize],
    page: &[Recorded],
) -> Result<Vec<(usize, Undecodable)>, ViewError> {
    let members: Vec<_> = members
        .iter()
        .filter_map(|&index| Some((index, *all.get(index)?, work.at.get(index)?.position, work.loaders.get(index)?)))
        .collect();
    let folds: Vec<&str> = members.iter().flat_map(|(_, projection, ..)| projection.folds).copied().collect();
    let batch = decode(page, &folds);
    let one = |projection: &'static Projection, after: Position, loader: &Mutex<Connection>| {
        fold(projection, after, &batch, &lock(loader))
    };
    let folded: Vec<Result<Folded, ViewError>> = if batch.len() < SIDE_BY_SIDE_EVENTS_MIN {
        members.iter().map(|&(_, projection, after, loader)| one(projection, after, loader)).collect()
    } else {
        scope(|scope| {
            let threads: Vec<_> = members
                .iter()
                .map(|&(_, projection, after, loader)| {
                    (projection, scope.spawn(move || one(projection, after, loader)))
                })
                .collect();
            let panicked = |name: &str| ViewError::Interrupted(format!("the fold of {name} panicked"));
            threads.into_iter().map(|(p, thread)| thread.join().unwrap_or_else(|_| Err(panicked(p.name)))).collect()
        })
    };

    let mut stopped = vec![];
    let mut reached = vec![];
    let tx = work.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for ((index, projection, ..), folded) in members.iter().zip(folded) {
        let Folded { changes, stopped_by } = folded?;
        let before = stopped_by.as_ref().map_or(Position::MAX, |event| event.position);
        let last = page.iter().rev().find(|recorded| recorded.position < before);
        write(&tx, projection, &changes)?;
        if let Some(last) = last {
            let at = Checkpoint { position: last.position, event: last.event.id };
            keep_checkpoint(&tx, projection, at)?;
            reached.push((*index, at));
        }
        stopped.extend(stopped_by.map(|event| (*index, event)));
    }
    tx.commit()?;
    for (index, at) in reached {
        if let Some(kept) = work.at.get_mut(index) {
            *kept = at;
        }
    }
    Ok(stopped)
}
