//! Whatever is done to the log, in whatever order, every answer is the one that a list of lines would give: appends and
//! batches, stale expectations, repeats, dry runs, other writers, reads from either end and on two clocks, kills in between.
//!
//! The recorder and the store are the real ones. The model ([`Log`]) is a list in memory, written without them.

mod log;
mod operation;
mod process;

use tests::instance::Seeded;
use tokio::runtime::Builder;

use self::{
    operation::Operation,
    process::{Process, Tally},
};
use crate::scale::times;

const OPERATIONS: usize = 100;

/// What a sequence may come to; the test sees each of them often.
const OUTCOMES: [&str; 18] = [
    "recorded",
    "repeated",
    "id reused",
    "id twice",
    "stale",
    "born_later",
    "case_exists",
    "case_missing",
    "cited_case_missing",
    "occurs_in_future",
    "recorded without an answer",
    "nothing recorded without an answer",
    "recorded beside",
    "conflict beside",
    "id used beside",
    "killed",
    "stopped",
    "an event made true elsewhere",
];

/// At which operation the model was contradicted, and how.
struct Contradiction {
    at: usize,
    what: String,
}

#[test]
fn every_answer_is_that_of_a_list_of_lines() {
    let mut seeded = Seeded::told();
    let sequences = times(150, 2_000);
    let mut tally = Tally::new();
    for sequence in 0..sequences {
        let mut seeded = seeded.fork();
        let operations: Vec<_> = (0..OPERATIONS).map(|_| Operation::drawn(&mut seeded)).collect();
        match holds(&operations) {
            Ok(counted) => counted.into_iter().for_each(|(what, times)| *tally.entry(what).or_default() += times),
            Err(contradiction) => panic!("sequence {sequence}:\n{}", told(operations, contradiction)),
        }
    }
    println!("{sequences} sequences of {OPERATIONS} operations: {tally:?}");
    for what in OUTCOMES {
        assert!(tally.get(what).is_some_and(|times| *times > sequences / 20), "it hardly came to this: {what}");
    }
}

/// What the sequence came to.
fn holds(operations: &[Operation]) -> Result<Tally, Contradiction> {
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let mut process = Process::started().await;
        for (at, operation) in operations.iter().enumerate() {
            process.does(operation).await.map_err(|what| Contradiction { at, what })?;
        }
        let at = operations.len().saturating_sub(1);
        process.has_the_whole_log().await.map_err(|what| Contradiction { at, what })?;
        Ok(process.tally)
    })
}

/// In plain words, and as few operations as show it: cut behind the contradiction, then each left out that it does without.
fn told(mut operations: Vec<Operation>, found: Contradiction) -> String {
    operations.truncate(found.at + 1);
    let (mut what, mut before) = (found.what, usize::MAX);
    while operations.len() < before {
        before = operations.len();
        for left_out in (0..before).rev() {
            if let Some((fewer, still)) = without(&operations, left_out) {
                (operations, what) = (fewer, still.what);
            }
        }
    }
    let steps = (1..).zip(&operations).map(|(step, operation)| format!("{step}. {operation}\n"));
    format!("{}{what}", steps.collect::<String>())
}

/// That part of the rest which still shows a contradiction, if it does.
fn without(operations: &[Operation], left_out: usize) -> Option<(Vec<Operation>, Contradiction)> {
    let (before, after) = (operations.get(..left_out)?, operations.get(left_out + 1..)?);
    let mut fewer = [before, after].concat();
    let still = holds(&fewer).err()?;
    fewer.truncate(still.at + 1);
    Some((fewer, still))
}
