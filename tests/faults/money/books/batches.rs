//! What the books know of batches, and of the bank's answers.

use std::collections::{BTreeMap, BTreeSet};

use domain::fund::LedgerAccount::*;

use super::Books;
use crate::money::operation::{Answer, Fund, Operation};

/// A payee's money.
#[derive(Clone, Debug)]
struct Line {
    amount: i128,
    answer: Option<Answer>,
    /// Once it is instructed.
    paid_by: Vec<(Fund, i128)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Sealed,
    Voided,
    Instructed,
    Reconciled,
}

#[derive(Clone, Debug)]
pub struct Batch {
    step: Step,
    total: i128,
    lines: BTreeMap<usize, Line>,
}

/// The claim, the amount, and whether the bank has answered.
pub type Lines = Vec<(usize, i128, bool)>;

impl Books {
    pub fn batches_at(&self, step: Step) -> Vec<(usize, Lines)> {
        let line = |(claim, line): (&usize, &Line)| (*claim, line.amount, line.answer.is_some());
        let lines = |batch: &Batch| batch.lines.iter().map(line).collect();
        let at = self.batches.iter().filter(|(_, batch)| batch.step == step);
        at.map(|(number, batch)| (*number, lines(batch))).collect()
    }

    fn may_be_instructed(&self, lines: &[(usize, i128)]) -> bool {
        lines.iter().all(|(claim, amount)| self.is_approved(*claim) && *amount <= self.reserved(*claim))
    }

    pub(super) fn takes_of_batches(&mut self, operation: &Operation) -> bool {
        match operation {
            Operation::Seal { batch, lines, total } => self.seals(*batch, lines, *total),
            Operation::Instruct { batch, total, same_person } => self.instructs(*batch, *total, *same_person),
            Operation::Void { batch } => self.steps(*batch, Step::Sealed, Step::Voided),
            Operation::Answer { batch, claim, answer, amount } => {
                let exists = self.batches.contains_key(batch);
                if exists {
                    self.answers(*batch, *claim, *answer, *amount);
                }
                exists
            }
            Operation::Reconcile { batch } => {
                let open = self.batches.get(batch).is_some_and(|b| b.lines.values().any(|line| line.answer.is_none()));
                !open && self.steps(*batch, Step::Instructed, Step::Reconciled)
            }
            // Noted, and no money of the ledger until it is explained.
            Operation::ReportUnmatched { batch, .. } => self.batches.contains_key(batch),
            other => unreachable!("{other:?} is of no batch"),
        }
    }

    fn seals(&mut self, batch: usize, lines: &[(usize, i128)], total: i128) -> bool {
        let claims: BTreeSet<_> = lines.iter().map(|(claim, _)| claim).collect();
        let allowed = !self.batches.contains_key(&batch)
            && !lines.is_empty()
            && claims.len() == lines.len()
            && lines.iter().all(|(_, amount)| *amount > 0)
            && total == lines.iter().map(|(_, amount)| amount).sum()
            && self.may_be_instructed(lines);
        if allowed {
            let line =
                |(claim, amount): &(usize, i128)| (*claim, Line { amount: *amount, answer: None, paid_by: vec![] });
            let lines = lines.iter().map(line).collect();
            self.batches.insert(batch, Batch { step: Step::Sealed, total, lines });
        }
        allowed
    }

    fn steps(&mut self, batch: usize, from: Step, to: Step) -> bool {
        let found = self.batches.get_mut(&batch).filter(|batch| batch.step == from);
        found.map(|batch| batch.step = to).is_some()
    }

    fn instructs(&mut self, batch: usize, total: i128, same_person: bool) -> bool {
        let lines = self.batches.get(&batch).into_iter().flat_map(|batch| &batch.lines);
        let lines: Vec<_> = lines.map(|(claim, line)| (*claim, line.amount)).collect();
        let parts: Vec<_> = lines
            .iter()
            .map(|(claim, amount)| (*claim, self.claims[claim].split(*amount, |share| share.reserved)))
            .collect();
        let are_open = parts.iter().flat_map(|(_, parts)| parts).all(|(fund, _)| self.is_open(*fund));
        let is_whole = self.batches.get(&batch).is_some_and(|batch| batch.total == total);
        let allowed = is_whole
            && !same_person
            && are_open
            && self.may_be_instructed(&lines)
            && self.steps(batch, Step::Sealed, Step::Instructed);
        for (claim, parts) in parts.into_iter().filter(|_| allowed) {
            for (fund, amount) in &parts {
                self.post(*fund, Reserved, Instructed, *amount);
                self.share(claim, *fund).reserved -= amount;
                self.claims.get_mut(&claim).expect("a claim").at_bank += amount;
            }
            self.batches.get_mut(&batch).and_then(|batch| batch.lines.get_mut(&claim)).expect("a line").paid_by = parts;
        }
        allowed
    }

    /// An answer that fits no line is noted, and moves nothing.
    fn answers(&mut self, batch: usize, claim: usize, answer: Answer, amount: i128) {
        let found = self.batches.get_mut(&batch).filter(|b| matches!(b.step, Step::Instructed | Step::Reconciled));
        let Some(line) = found.and_then(|batch| batch.lines.get_mut(&claim)) else { return };
        let before = line.answer;
        let fits = before.is_none() || (before, answer) == (Some(Answer::Credited), Answer::Returned);
        if !fits || line.amount != amount {
            return;
        }
        line.answer = Some(answer);
        for (fund, part) in line.paid_by.clone() {
            if before.is_none() {
                self.claims.get_mut(&claim).expect("a claim").at_bank -= part;
            }
            match (before, answer) {
                (Some(_), _) => {
                    self.post(fund, Credited, Reserved, part);
                    let share = self.share(claim, fund);
                    share.credited -= part;
                    share.reserved += part;
                }
                (None, Answer::Returned) => {
                    self.post(fund, Instructed, Reserved, part);
                    self.share(claim, fund).reserved += part;
                }
                (None, Answer::Credited) => {
                    self.post(fund, Instructed, Credited, part);
                    self.share(claim, fund).credited += part;
                }
                (None, Answer::WronglyCredited) => {
                    self.post(fund, Instructed, Credited, part);
                    self.owes(claim, fund, part);
                }
            }
        }
    }
}
