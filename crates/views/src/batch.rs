//! One batch of events: decoded side by side, folded by each projection side by side, written in one transaction.

use std::mem;

use domain::envelope;
use event_store::{Position, Recorded, planted};
use projections::model::{Change, Folding, Seen};
use rayon::prelude::*;
use rusqlite::{Connection, Transaction};

use crate::{
    ViewError,
    file::{Checkpoint, Side, Work, copy_wal},
};

/// Smaller batches are not worth the threads.
pub const SIDE_BY_SIDE_EVENTS_MIN: usize = 256;

/// Pages of the write-ahead log from which on it is copied into the file.
const WAL_PAGES_MAX: u32 = 8_000;

/// Who has come to the head of the log meets fewer rows again than who folds it anew, and holds so many times fewer.
const AT_THE_HEAD: usize = 4;

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

/// The events of these categories, decoded, in order; those of a long page side by side, on the threads that are at it.
pub fn decode(page: &[Recorded], folds: &[&str]) -> Vec<Decoded> {
    let wanted = |recorded: &&Recorded| folds.contains(&category(recorded));
    if page.len() < SIDE_BY_SIDE_EVENTS_MIN {
        return page.iter().filter(wanted).map(decode_one).collect();
    }
    page.par_iter().with_min_len(SIDE_BY_SIDE_EVENTS_MIN).filter(wanted).map(decode_one).collect()
}

fn category(recorded: &Recorded) -> &str {
    recorded.event.kind.split('.').next().unwrap_or_default()
}

fn decode_one(recorded: &Recorded) -> Decoded {
    let position = recorded.position;
    let unreadable = |detail: String| Undecodable { position, category: category(recorded).into(), detail };
    let line = std::str::from_utf8(&recorded.event.body).map_err(|error| unreadable(error.to_string()))?;
    let read = envelope::read(line);
    let (stamp, event) = read.map_err(|error| unreadable(format!("{} {}", error.code, error.pointer)))?;
    Ok(Seen { position, stamp, kind: recorded.event.kind.clone(), event })
}

impl Side {
    /// Folds what follows, up to the first event of a folded category that cannot be read.
    fn fold(&mut self, page: &[Recorded], batch: &[Decoded]) -> Result<Option<Undecodable>, ViewError> {
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
        let stored = self.stored();
        stored.in_one_state(|| self.folding().fold(&seen))?;
        let before = stopped_by.as_ref().map_or(Position::MAX, |event| event.position);
        if let Some(last) = page.iter().rev().find(|recorded| recorded.position < before) {
            self.folded = Checkpoint { position: last.position, event: last.event.id };
        }
        Ok(stopped_by)
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
    let Work { db, sides, to_copy } = work;
    let mut sides: Vec<_> = sides.iter_mut().enumerate().filter(|(index, _)| members.contains(index)).collect();
    let (folded, copied) = if mem::take(to_copy) {
        rayon::join(|| fold(&mut sides, page), || copy_wal(&mut *db))
    } else {
        (fold(&mut sides, page), Ok(()))
    };
    let applied = copied.and(folded).and_then(|stopped| {
        *to_copy = write(db, &mut sides, &stopped, last, rows_held_max)?;
        Ok(stopped)
    });
    if applied.is_err() {
        for (_, side) in &mut sides {
            side.fall_back();
        }
    }
    applied
}

/// What is due: rows when there are too many or no more for now, and then indexes. Whether a long write-ahead log is left.
fn write(
    db: &mut Connection,
    sides: &mut Members,
    stopped: &[(usize, Undecodable)],
    last: bool,
    rows_held_max: usize,
) -> Result<bool, ViewError> {
    let held: usize = sides.iter_mut().map(|(_, side)| side.folding().rows()).sum();
    let too_many = held >= rows_held_max;
    // Copied within the commit it would keep everybody waiting; here it is copied beside the next page.
    let copied_later = too_many && !last;
    if last || !stopped.is_empty() || too_many {
        db.pragma_update(None, "wal_autocheckpoint", if copied_later { 0 } else { WAL_PAGES_MAX })?;
        flush(db, sides)?;
        let rows_held_max = if last { rows_held_max / AT_THE_HEAD } else { rows_held_max };
        make_room(&mut sides.iter_mut().map(|(_, side)| side.folding()).collect::<Vec<_>>(), rows_held_max);
    }
    for (index, side) in sides {
        if last || stopped.iter().any(|(who, _)| who == index) {
            side.index(db)?;
        }
    }
    Ok(copied_later)
}

/// Lets go of written rows until half of those that may be held are left: first of those that nobody has used for long.
pub fn make_room(foldings: &mut [&mut dyn Folding], rows_held_max: usize) {
    let few = |batches: &u32| foldings.iter().map(|folding| folding.used(*batches)).sum::<usize>() <= rows_held_max / 2;
    let batches = [u32::MAX, 64, 16, 4, 2, 1].into_iter().find(few).unwrap_or_default();
    if batches < u32::MAX {
        foldings.par_iter_mut().for_each(|folding| folding.age(batches));
    }
}

type Members<'a> = [(usize, &'a mut Side)];

fn fold(sides: &mut Members, page: &[Recorded]) -> Result<Vec<(usize, Undecodable)>, ViewError> {
    let folds: Vec<&str> = sides.iter().flat_map(|(_, side)| side.projection.folds).copied().collect();
    let batch = decode(page, &folds);
    let one = |(index, side): &mut (usize, &mut Side)| {
        let stopped = side.fold(page, &batch).transpose()?;
        Some(stopped.map(|event| (*index, event)))
    };
    if batch.len() < SIDE_BY_SIDE_EVENTS_MIN {
        return sides.iter_mut().filter_map(one).collect();
    }
    sides.par_iter_mut().filter_map(one).collect()
}

/// Rows and checkpoints, in one transaction.
fn flush(db: &mut Connection, sides: &mut Members) -> Result<(), ViewError> {
    if planted("checkpoint_early") {
        sides.iter().try_for_each(|(_, side)| side.keep_checkpoint(db))?;
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut ready = None;
    for (_, side) in sides.iter_mut() {
        ready = Some(write_and_make_ready(&tx, ready, side)?);
    }
    if let Some((side, changes)) = ready {
        side.write(&tx, &changes)?;
    }
    tx.commit()?;
    for (_, side) in sides.iter_mut() {
        side.kept = side.folded;
    }
    Ok(())
}

/// What became of the rows of a view.
type Ready<'a> = (&'a mut Side, Vec<Change>);

/// While the rows of one are written, those of the next are made ready.
fn write_and_make_ready<'a>(
    tx: &Transaction,
    ready: Option<Ready>,
    next: &'a mut Side,
) -> Result<Ready<'a>, ViewError> {
    let mut changes = Ok(vec![]);
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| changes = next.changes());
        ready.map_or(Ok(()), |(side, changes)| side.write(tx, &changes))
    })?;
    Ok((next, changes?))
}
