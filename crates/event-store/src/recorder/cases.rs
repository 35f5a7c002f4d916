//! The cases that were judged on of late.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, HashMap},
};

use domain::{
    case::{Cases, Known},
    stream::StreamId,
};

/// About how many bytes of cases are kept; the rest are folded again when looked at.
pub const RECENT_BYTES_MAX: usize = 128 << 20;
/// What a case takes beside its state: its name twice, and its place in the map.
const OVERHEAD_BYTES: usize = 256;

/// Recent cases in two generations: when the young one weighs half of what may be kept, it becomes the old one, and what
/// was not used since is gone.
pub struct Recent {
    young: Generation,
    old: Generation,
    bytes_max: usize,
    /// Every case of the log is here: what is not, does not exist.
    whole: bool,
}

#[derive(Default)]
struct Generation {
    cases: HashMap<StreamId, Weighed>,
    bytes: usize,
}

struct Weighed {
    known: Known,
    bytes: usize,
}

impl Generation {
    fn put(&mut self, case: StreamId, weighed: Weighed) {
        self.bytes += weighed.bytes;
        if let Some(before) = self.cases.insert(case, weighed) {
            self.bytes -= before.bytes;
        }
    }

    fn remove(&mut self, case: &StreamId) -> Option<Weighed> {
        let weighed = self.cases.remove(case)?;
        self.bytes -= weighed.bytes;
        Some(weighed)
    }
}

impl Recent {
    /// `whole`: of a log that is empty so far.
    pub fn new(bytes_max: usize, whole: bool) -> Self {
        Self { young: Generation::default(), old: Generation::default(), bytes_max, whole }
    }

    pub fn is_whole(&self) -> bool {
        self.whole
    }

    pub fn get(&self, case: &StreamId) -> Option<&Known> {
        self.young.cases.get(case).or_else(|| self.old.cases.get(case)).map(|weighed| &weighed.known)
    }

    pub fn put(&mut self, case: StreamId, known: Known) {
        let aged = self.old.remove(&case);
        let before = self.young.cases.get(&case).or(aged.as_ref()).map(|weighed| weighed.bytes);
        // To weigh is to serialise, so it is done again only when the number of events has doubled.
        let doubled = known.revision.is_none_or(|revision| (revision + 1).is_power_of_two());
        let bytes = before.filter(|_| !doubled).unwrap_or_else(|| OVERHEAD_BYTES + known.state.weight_bytes());
        if self.young.bytes + bytes > self.bytes_max / 2 && !self.young.cases.is_empty() {
            self.whole &= self.old.cases.is_empty();
            self.old = std::mem::take(&mut self.young);
            self.old.remove(&case);
        }
        self.young.put(case, Weighed { known, bytes });
    }

    /// What was read from the store; what is known here already is newer and stays. A case about to be aged out is young again.
    pub fn offer(&mut self, case: &StreamId, read: Known) -> Known {
        let known = self.get(case).cloned().unwrap_or(read);
        self.put(case.clone(), known.clone());
        known
    }

    pub fn forget(&mut self, cases: impl IntoIterator<Item = impl Borrow<StreamId>>) {
        self.whole = false;
        for case in cases {
            drop((self.young.remove(case.borrow()), self.old.remove(case.borrow())));
        }
    }
}

/// What a batch has made of cases so far, above what was known before it.
pub struct Layered<'a> {
    pub upper: &'a BTreeMap<StreamId, Known>,
    pub lower: &'a Recent,
}

impl Cases for Layered<'_> {
    fn known(&self, case: &StreamId) -> Option<&Known> {
        self.upper.get(case).or_else(|| self.lower.get(case))
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        kinds::AnyState,
        person::{Event, Sex},
        testing::{area, day, fact, given, person_id, stream},
        values::Fen,
    };

    use super::*;

    /// A person of whom so many months of income are known.
    fn person(n: u32, months: u32) -> (StreamId, Known) {
        let id = person_id(n);
        let registered = Event::Registered { area: area("430225103204"), birth_year: 1980, sex: Sex::Female };
        let earned = |month: u32| {
            let on = day("2020-02-01").plus_months(month.try_into().expect("few"));
            let reported = Event::IncomeReported { month: on.plus_months(-1).month(), amount_fen: Fen::yuan(1) };
            fact(&on.to_string(), &id, reported)
        };
        let world = given([fact("2020-01-01", &id, registered)]).given((0..months).map(earned));
        let mut state = AnyState::new("person").expect("a category");
        world.recorded().iter().for_each(|(stamp, event)| state.evolve(event, stamp));
        (stream(&id), Known { revision: Some(months.into()), state })
    }

    fn filled(bytes_max: usize, cases: u32, months: u32) -> Recent {
        let mut recent = Recent::new(bytes_max, true);
        for n in 0..cases {
            let (case, known) = person(n, months);
            recent.put(case, known);
        }
        recent
    }

    fn kept(recent: &Recent) -> usize {
        recent.young.cases.len() + recent.old.cases.len()
    }

    #[test]
    fn cases_with_long_lives_leave_room_for_fewer() {
        let (short, long) = (filled(40_000, 200, 0), filled(40_000, 200, 31));
        assert!(short.young.bytes + short.old.bytes <= 40_000 && long.young.bytes + long.old.bytes <= 40_000);
        assert!(kept(&long) > 0 && 2 * kept(&long) < kept(&short), "{} and {}", kept(&long), kept(&short));
        assert!(!short.is_whole() && !long.is_whole());
    }

    #[test]
    fn a_case_that_grows_weighs_more_and_a_case_that_is_used_stays() {
        let mut recent = filled(100_000, 1, 0);
        let (case, known) = person(0, 31);
        let before = recent.young.bytes;
        recent.put(case.clone(), known.clone());
        assert!(recent.young.bytes > 2 * before);
        for n in 1..500 {
            let (other, known) = person(n, 0);
            recent.put(other, known);
            recent.offer(&case, known_of(&case));
        }
        assert_eq!(recent.get(&case).and_then(|known| known.revision), Some(31));
    }

    fn known_of(case: &StreamId) -> Known {
        Known { revision: None, state: AnyState::new(case.category()).expect("a category") }
    }

    #[test]
    fn a_log_of_which_everything_is_here_is_whole_until_something_is_dropped() {
        let mut recent = filled(100_000, 3, 0);
        assert!(recent.is_whole());
        recent.forget([&person(1, 0).0]);
        assert!(!recent.is_whole());
        assert_eq!(recent.young.bytes, recent.young.cases.values().map(|weighed| weighed.bytes).sum::<usize>());
    }
}
