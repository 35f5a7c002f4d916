//! One batch of events: decoded side by side, folded by each projection side by side, written in one transaction.

use std::thread::{Builder, ScopedJoinHandle, available_parallelism, scope};

use domain::envelope;
use event_store::{Position, Recorded, planted};
use projections::model::{Folding, Seen};
use rusqlite::Connection;

use crate::{
    ViewError,
    file::{Checkpoint, Side, Work},
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
        let start = |part| (part, Builder::new().spawn_scoped(scope, move || some(part)).ok());
        let parts: Vec<_> = page.chunks(page.len().div_ceil(threads)).map(start).collect();
        // A part for which there was no thread is decoded here. Decoding does not panic; were it to, it does so here too.
        let joined = |thread: ScopedJoinHandle<'_, Vec<Decoded>>| thread.join().ok();
        parts.into_iter().flat_map(|(part, thread)| thread.and_then(joined).unwrap_or_else(|| some(part))).collect()
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

impl Side {
    /// Folds what follows, up to the first event of a folded category that cannot be read.
    fn fold(&mut self, page: &[Recorded], batch: &[Decoded]) -> Option<Undecodable> {
        let after = self.folded.position;
        let mut seen = vec![];
        let mut stopped_by = None;
        for event in batch {
            match event {
                Ok(event) if self.folds(event.event.category()) && event.position > after => seen.push(event),
                Err(event) if self.folds(&event.category) && event.position > after => {
                    stopped_by = Some(event.clone());
                    break;
                }
                _ => {}
            }
        }
        self.folding().fold(&seen);
        let before = stopped_by.as_ref().map_or(Position::MAX, |event| event.position);
        if let Some(last) = page.iter().rev().find(|recorded| recorded.position < before) {
            self.folded = Checkpoint { position: last.position, event: last.event.id };
        }
        stopped_by
    }

    fn folds(&self, category: &str) -> bool {
        self.projection.folds.contains(&category)
    }
}

/// Brings those projections (by their place) forward over a page that follows where each stands, and writes their rows
/// when the page is the `last` for now or they are too many to hold. Returns which of them stopped, and why.
pub fn apply(
    work: &mut Work,
    members: &[usize],
    page: &[Recorded],
    last: bool,
    rows_held_max: usize,
) -> Result<Vec<(usize, Undecodable)>, ViewError> {
    let Work { db, sides } = work;
    let mut sides: Vec<_> = sides.iter_mut().enumerate().filter(|(index, _)| members.contains(index)).collect();
    let applied = fold(&mut sides, page).and_then(|stopped| {
        let held: usize = sides.iter_mut().map(|(_, side)| side.folding().rows()).sum();
        if last || !stopped.is_empty() || held >= rows_held_max {
            flush(db, &mut sides)?;
            make_room(&mut sides.iter_mut().map(|(_, side)| side.folding()).collect::<Vec<_>>(), rows_held_max);
        }
        for (index, side) in &mut sides {
            if last || stopped.iter().any(|(who, _)| who == index) {
                side.index(db)?;
            }
        }
        Ok(stopped)
    });
    if applied.is_err() {
        for (_, side) in &mut sides {
            side.fall_back();
        }
    }
    applied
}

/// Lets go of written rows until half of those that may be held are left: first of those that nobody has used for long.
pub fn make_room(foldings: &mut [&mut dyn Folding], rows_held_max: usize) {
    for batches in [64, 16, 4, 2, 1, 0] {
        if foldings.iter().map(|folding| folding.rows()).sum::<usize>() <= rows_held_max / 2 {
            return;
        }
        for folding in foldings.iter_mut() {
            folding.age(batches);
        }
    }
}

type Members<'a> = [(usize, &'a mut Side)];

fn fold(sides: &mut Members, page: &[Recorded]) -> Result<Vec<(usize, Undecodable)>, ViewError> {
    let folds: Vec<&str> = sides.iter().flat_map(|(_, side)| side.projection.folds).copied().collect();
    let batch = decode(page, &folds);
    let one = |(index, side): &mut (usize, &mut Side)| {
        let stopped_by = side.fold(page, &batch);
        Ok(stopped_by.map(|event| (*index, event)))
    };
    let folded: Vec<Result<_, ViewError>> = if batch.len() < SIDE_BY_SIDE_EVENTS_MIN {
        sides.iter_mut().map(one).collect()
    } else {
        scope(|scope| {
            let start = |member| Builder::new().spawn_scoped(scope, || one(member)).map_err(ViewError::NoThread);
            let threads: Vec<_> = sides.iter_mut().map(start).collect();
            let panicked = |_| Err(ViewError::Interrupted("a fold panicked".into()));
            threads.into_iter().map(|thread| thread?.join().unwrap_or_else(panicked)).collect()
        })
    };
    folded.into_iter().filter_map(Result::transpose).collect()
}

/// Rows and checkpoints, in one transaction.
fn flush(db: &mut Connection, sides: &mut Members) -> Result<(), ViewError> {
    if planted("checkpoint_early") {
        sides.iter().try_for_each(|(_, side)| side.keep_checkpoint(db))?;
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for (_, side) in sides.iter_mut() {
        side.write(&tx)?;
    }
    tx.commit()?;
    for (_, side) in sides.iter_mut() {
        side.kept = side.folded;
    }
    Ok(())
}
