//! Where the streams written lately stand, so that a hot stream costs no query.

use std::{collections::HashMap, mem, sync::Arc};

/// A generation; at most two are held.
const STREAMS_PER_GENERATION: usize = 65_536;

/// A stream as stored: its integer name and its last revision. A stream without events is not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub sid: i64,
    pub revision: i64,
}

/// The streams used last, in two generations: when the young one is full it becomes the old one, and what nobody has
/// asked for in the meantime is forgotten.
#[derive(Debug, Default)]
pub struct Heads {
    young: HashMap<Arc<str>, Head>,
    old: HashMap<Arc<str>, Head>,
}

impl Heads {
    pub fn get(&mut self, stream: &Arc<str>) -> Option<Head> {
        if let Some(head) = self.young.get(stream) {
            return Some(*head);
        }
        let head = self.old.remove(stream)?;
        self.set(stream, head);
        Some(head)
    }

    pub fn set(&mut self, stream: &Arc<str>, head: Head) {
        if self.young.len() >= STREAMS_PER_GENERATION {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(stream.clone(), head);
    }

    pub fn forget(&mut self, stream: &str) {
        self.young.remove(stream);
        self.old.remove(stream);
    }

    pub fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(n: usize) -> Arc<str> {
        format!("thing-{n}").into()
    }

    fn filled(count: usize) -> Heads {
        let mut heads = Heads::default();
        for n in 0..count {
            heads.set(&name(n), Head { sid: 1, revision: 0 });
        }
        heads
    }

    #[test]
    fn no_more_than_two_generations_are_held() {
        let heads = filled(5 * STREAMS_PER_GENERATION);
        assert!(heads.young.len() + heads.old.len() <= 2 * STREAMS_PER_GENERATION);
    }

    #[test]
    fn a_stream_that_is_asked_for_stays() {
        let mut heads = filled(0);
        let hot = Head { sid: 7, revision: 3 };
        heads.set(&name(0), hot);
        for n in 1..3 * STREAMS_PER_GENERATION {
            heads.set(&name(n), Head { sid: 1, revision: 0 });
            assert_eq!(heads.get(&name(0)), Some(hot));
        }
    }

    #[test]
    fn the_newest_word_on_a_stream_wins_over_an_older_generation() {
        let mut heads = filled(STREAMS_PER_GENERATION + 1);
        let moved = Head { sid: 1, revision: 9 };
        heads.set(&name(0), moved);
        assert_eq!(heads.get(&name(0)), Some(moved));
        heads.forget(&name(0));
        assert_eq!(heads.get(&name(0)), None);
    }
}
