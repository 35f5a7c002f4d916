//! The end of the log in memory: whoever follows reads there what was just recorded, however many follow.

use std::{
    collections::VecDeque,
    sync::{PoisonError, RwLock},
};

use event_store::{Position, Recorded};

/// About what the events kept may take.
const BYTES_MAX: usize = 8 << 20;
/// What an event takes beside its body.
const OVERHEAD_BYTES: usize = 256;

#[derive(Debug, Default)]
pub struct Tail(RwLock<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// The last events, without a gap.
    events: VecDeque<Recorded>,
    bytes: usize,
}

impl Tail {
    /// Takes what was recorded next, once it is durable and before the head tells of it.
    pub fn push(&self, recorded: impl Iterator<Item = Recorded>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for event in recorded {
            kept.bytes += bytes(&event);
            kept.events.push_back(event);
        }
        while kept.bytes > BYTES_MAX
            && let Some(oldest) = kept.events.pop_front()
        {
            kept.bytes -= bytes(&oldest);
        }
    }

    /// What follows, at most `limit`; `None` when it begins before what is kept.
    pub fn after(&self, after: Position, limit: usize) -> Option<Vec<Recorded>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let first = kept.events.front()?.position;
        let skipped = usize::try_from(after.saturating_add(1).checked_sub(first)?).ok()?;
        Some(kept.events.iter().skip(skipped).take(limit).cloned().collect())
    }

    pub fn clear(&self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Kept::default();
    }
}

fn bytes(event: &Recorded) -> usize {
    OVERHEAD_BYTES + event.event.body.len()
}

#[cfg(test)]
mod tests {
    use event_store::contract::writes;

    use super::*;

    fn recorded(positions: std::ops::RangeInclusive<Position>, body: usize) -> impl Iterator<Item = Recorded> {
        positions.map(move |position| {
            let mut event = writes("thing-a", None, 1).events.remove(0);
            event.body = vec![b' '; body].into();
            Recorded { position, revision: position - 1, event }
        })
    }

    fn positions(tail: &Tail, after: Position, limit: usize) -> Option<Vec<Position>> {
        Some(tail.after(after, limit)?.iter().map(|event| event.position).collect())
    }

    #[test]
    fn what_is_kept_is_given_from_any_place_on() {
        let tail = Tail::default();
        assert_eq!(positions(&tail, 0, 9), None, "of a log that was there before nothing is known");
        tail.push(recorded(4..=5, 1));
        tail.push(recorded(6..=7, 1));
        assert_eq!(positions(&tail, 2, 9), None);
        assert_eq!(positions(&tail, 3, 9), Some(vec![4, 5, 6, 7]));
        assert_eq!(positions(&tail, 4, 2), Some(vec![5, 6]));
        assert_eq!(positions(&tail, 7, 9), Some(vec![]));
        assert_eq!(positions(&tail, u64::MAX, 9), Some(vec![]));
        tail.clear();
        assert_eq!(positions(&tail, 4, 2), None);
    }

    #[test]
    fn no_more_is_kept_than_so_many_bytes() {
        let tail = Tail::default();
        tail.push(recorded(1..=100, BYTES_MAX / 10));
        assert_eq!(positions(&tail, 90, 1), None);
        assert_eq!(positions(&tail, 91, 100).map(|kept| kept.len()), Some(9));
    }
}
