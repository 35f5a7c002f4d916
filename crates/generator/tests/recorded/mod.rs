//! Lines taken the way an import into an empty folder takes them: decoded, judged by the rules, and kept in memory.

use std::collections::BTreeMap;

use domain::{
    admission::{Reach, Verdict, judge},
    case::{Known, Refused, Stamp},
    envelope::{MayState, Posted},
    kinds::{AnyEvent, AnyState},
    stream::StreamId,
};

#[derive(Default)]
pub struct Folder {
    cases: BTreeMap<StreamId, Known>,
    last_us: i64,
    pub recorded: Vec<(Stamp, AnyEvent)>,
    pub refused: Vec<(String, Refused)>,
}

impl Folder {
    pub fn of(lines: impl IntoIterator<Item = String>) -> Self {
        let mut folder = Self::default();
        for line in lines {
            folder.take(&line);
        }
        folder
    }

    pub fn take(&mut self, line: &str) {
        let posted = Posted::decode(line, MayState { others: true, time: true });
        let posted = posted.unwrap_or_else(|error| panic!("{error:?} in {line}"));
        let (actor, time_us) = (posted.actor.clone().expect("an actor"), posted.time_us.expect("a time"));
        assert!(time_us >= self.last_us, "time runs backwards in {line}");
        self.last_us = time_us;
        let stamp = posted.stamp(actor, Some("import".into()), time_us);
        loop {
            match judge(stamp.clone(), posted.event.says.clone(), posted.area, &Reach::default(), &self.cases) {
                Verdict::Look(stream) => {
                    let state = AnyState::new(stream.category()).expect("a known category");
                    self.cases.insert(stream, Known { revision: None, state });
                }
                Verdict::Refused { refused, .. } => return self.refused.push((line.into(), refused)),
                Verdict::Admitted(admitted) => {
                    self.cases.extend(admitted.after);
                    return self.recorded.extend(admitted.events);
                }
            }
        }
    }
}
