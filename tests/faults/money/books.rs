//! The model: books by double entry in plain numbers, and the rules by which an operation is let into them or not. They share
//! no code with the ledger, the claims and the batches of the domain; only accounts have the same names.

use std::collections::{BTreeMap, BTreeSet};

use domain::fund::LedgerAccount::{self, *};

use super::operation::{Answer, Document, Fund, Operation, UNIT_FEN, UNITS_MAX};

/// What counts how much ever came out of it.
pub const ORIGINS: [LedgerAccount; 4] = [Received, CarriedIn, RecoveredIn, ReceivableClaimed];

/// Where recovered money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovered {
    Kept,
    Up,
}

/// Money of a fund that came from another one under a document, or went to it.
#[derive(Clone, Copy, Debug, Default)]
struct Passage {
    down: i128,
    up: i128,
    carried_in: i128,
    carried_out: i128,
}

impl Passage {
    fn left(self) -> i128 {
        (self.down + self.carried_in - self.up - self.carried_out).max(0)
    }
}

type Passages = BTreeMap<(Fund, Document), Passage>;

#[derive(Clone, Debug, Default)]
struct Book {
    accounts: BTreeMap<LedgerAccount, i128>,
    above: Passages,
    below: Passages,
    closed: bool,
}

/// What one fund has to do with a claim.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    reserved: i128,
    credited: i128,
    clawed: i128,
    outstanding: i128,
}

#[derive(Clone, Debug, Default)]
struct Claim {
    /// Nothing when it is not approved.
    entitled: Option<i128>,
    at_bank: i128,
    shares: BTreeMap<Fund, Share>,
}

impl Claim {
    fn sum(&self, of: impl Fn(&Share) -> i128) -> i128 {
        self.shares.values().map(of).sum()
    }

    fn due(&self) -> i128 {
        self.entitled.unwrap_or_default() - self.sum(|share| share.credited + share.reserved) - self.at_bank
    }

    /// Fund by fund, in the order of their names.
    fn split(&self, mut amount: i128, of: impl Fn(&Share) -> i128) -> Vec<(Fund, i128)> {
        let mut parts = vec![];
        for (fund, share) in &self.shares {
            let part = of(share).max(0).min(amount);
            amount -= part;
            parts.extend((part > 0).then_some((*fund, part)));
        }
        parts
    }
}

#[derive(Clone, Debug)]
struct Line {
    amount: i128,
    answer: Option<Answer>,
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
struct Batch {
    step: Step,
    total: i128,
    lines: BTreeMap<usize, Line>,
}

/// What moved by document, and may be reversed.
#[derive(Clone, Debug)]
pub struct Movement {
    /// The operation's number.
    pub by: usize,
    pub fund: Fund,
    pub from: LedgerAccount,
    pub to: LedgerAccount,
    pub amount: i128,
    passed: Passed,
    reversed: bool,
}

/// To or from whom.
#[derive(Clone, Copy, Debug)]
enum Passed {
    Outside,
    FromAbove(Fund, Document),
    Down(Fund, Document),
    Up(Fund, Document),
    FromBelow(Fund, Document),
}

#[derive(Clone, Debug)]
pub struct Books {
    recovered: Recovered,
    books: BTreeMap<Fund, Book>,
    claims: BTreeMap<usize, Claim>,
    batches: BTreeMap<usize, Batch>,
    pub movements: Vec<Movement>,
    /// Came from outside all funds, less what went there.
    pub from_outside: i128,
}

impl Books {
    pub fn new(recovered: Recovered) -> Self {
        let books = Fund::ALL.map(|fund| (fund, Book::default())).into();
        let (claims, batches) = (BTreeMap::new(), BTreeMap::new());
        Self { recovered, books, claims, batches, movements: vec![], from_outside: 0 }
    }

    /// As reports show it.
    pub fn balance(&self, fund: Fund, account: LedgerAccount) -> i128 {
        let fen = self.books[&fund].accounts.get(&account).copied().unwrap_or_default();
        if ORIGINS.contains(&account) { -fen } else { fen }
    }

    pub fn is_open(&self, fund: Fund) -> bool {
        !self.books[&fund].closed
    }

    pub fn due(&self, claim: usize) -> i128 {
        self.claims.get(&claim).map_or(0, Claim::due)
    }

    pub fn reserved(&self, claim: usize) -> i128 {
        self.claims.get(&claim).map_or(0, |claim| claim.sum(|share| share.reserved))
    }

    pub fn unclawed(&self, claim: usize) -> i128 {
        self.claims.get(&claim).map_or(0, |claim| claim.sum(|share| (share.credited - share.clawed).max(0)))
    }

    /// What is owed back, by claim and fund.
    pub fn receivables(&self) -> Vec<(usize, Fund, i128)> {
        let shares = self
            .claims
            .iter()
            .flat_map(|(claim, known)| known.shares.iter().map(|(fund, share)| (*claim, *fund, share)));
        shares.map(|(claim, fund, share)| (claim, fund, share.outstanding)).filter(|(.., fen)| *fen > 0).collect()
    }

    pub fn claims_where(&self, of: impl Fn(&Self, usize) -> i128) -> Vec<usize> {
        self.claims.keys().copied().filter(|claim| of(self, *claim) > 0).collect()
    }

    /// Their lines: the claim, the amount, and whether it is answered.
    pub fn batches_at(&self, step: Step) -> Vec<(usize, Vec<(usize, i128, bool)>)> {
        let line = |(claim, line): (&usize, &Line)| (*claim, line.amount, line.answer.is_some());
        let lines = |batch: &Batch| batch.lines.iter().map(line).collect();
        let at = self.batches.iter().filter(|(_, batch)| batch.step == step);
        at.map(|(number, batch)| (*number, lines(batch))).collect()
    }

    pub fn in_transit(&self, upper: Fund, lower: Fund, document: Document) -> i128 {
        self.passage(upper, |book| &book.below, lower, document).down
            - self.passage(lower, |book| &book.above, upper, document).down
    }

    pub fn in_transit_up(&self, upper: Fund, lower: Fund, document: Document) -> i128 {
        self.passage(lower, |book| &book.above, upper, document).up
            - self.passage(upper, |book| &book.below, lower, document).up
    }

    pub fn left(&self, fund: Fund, above: Fund, document: Document) -> i128 {
        self.passage(fund, |book| &book.above, above, document).left()
    }

    fn passage(&self, of: Fund, side: impl Fn(&Book) -> &Passages, with: Fund, document: Document) -> Passage {
        side(&self.books[&of]).get(&(with, document)).copied().unwrap_or_default()
    }

    fn has(&self, fund: Fund, account: LedgerAccount, amount: i128) -> bool {
        amount <= self.balance(fund, account)
    }

    fn book(&mut self, fund: Fund) -> &mut Book {
        self.books.get_mut(&fund).expect("a fund")
    }

    fn above(&mut self, fund: Fund, with: Fund, document: Document) -> &mut Passage {
        self.book(fund).above.entry((with, document)).or_default()
    }

    fn below(&mut self, fund: Fund, with: Fund, document: Document) -> &mut Passage {
        self.book(fund).below.entry((with, document)).or_default()
    }

    fn post(&mut self, fund: Fund, from: LedgerAccount, to: LedgerAccount, amount: i128) {
        let accounts = &mut self.book(fund).accounts;
        *accounts.entry(from).or_default() -= amount;
        *accounts.entry(to).or_default() += amount;
    }

    fn share(&mut self, claim: usize, fund: Fund) -> &mut Share {
        self.claims.get_mut(&claim).expect("a claim").shares.entry(fund).or_default()
    }

    /// Of what came under documents, the first of it.
    fn origins(&self, fund: Fund, mut amount: i128, only: Option<Document>) -> Vec<(Fund, Document, i128)> {
        let mut origins = vec![];
        for ((above, document), passage) in &self.books[&fund].above {
            if only.is_none_or(|only| only == *document) {
                let part = passage.left().min(amount);
                amount -= part;
                origins.extend((part > 0).then_some((*above, *document, part)));
            }
        }
        origins
    }

    fn carry(&mut self, fund: Fund, to: Fund, amount: i128, document: Option<Document>) {
        for (above, document, part) in self.origins(fund, amount, document) {
            self.above(fund, above, document).carried_out += part;
            self.above(to, above, document).carried_in += part;
        }
        self.post(fund, Available, CarriedOut, amount);
        self.post(to, CarriedIn, Available, amount);
    }

    fn moves(
        &mut self,
        by: usize,
        fund: Fund,
        (from, to): (LedgerAccount, LedgerAccount),
        amount: i128,
        passed: Passed,
    ) {
        self.movements.push(Movement { by, fund, from, to, amount, passed, reversed: false });
        self.post(fund, from, to, amount);
        self.passes(fund, passed, from, amount);
    }

    /// Noted by the side that says so; `from` tells what comes from outside from what goes there.
    fn passes(&mut self, fund: Fund, passed: Passed, from: LedgerAccount, amount: i128) {
        match passed {
            Passed::Outside => self.from_outside += if from == Available { -amount } else { amount },
            Passed::FromAbove(above, document) => self.above(fund, above, document).down += amount,
            Passed::Up(above, document) => self.above(fund, above, document).up += amount,
            Passed::Down(below, document) => self.below(fund, below, document).down += amount,
            Passed::FromBelow(below, document) => self.below(fund, below, document).up += amount,
        }
    }

    /// Whether it is let in; if not, nothing has changed.
    pub fn takes(&mut self, number: usize, operation: &Operation, year: i16) -> bool {
        match operation {
            Operation::Receive { fund, from, document, amount } => {
                let (passed, covered) = match (from, fund.parent()) {
                    (None, None) => (Passed::Outside, true),
                    (Some(from), Some(parent)) if *from == parent => {
                        let in_transit = self.in_transit(parent, *fund, *document).max(0);
                        (Passed::FromAbove(parent, *document), *amount <= in_transit)
                    }
                    _ => return false,
                };
                let allowed = self.is_open(*fund) && covered;
                if allowed {
                    self.moves(number, *fund, (Received, Available), *amount, passed);
                }
                allowed
            }
            Operation::SendDown { fund, to, document, amount } => {
                let allowed = self.is_open(*fund)
                    && to.parent() == Some(*fund)
                    && self.is_open(*to)
                    && self.has(*fund, Available, *amount);
                if allowed {
                    self.moves(number, *fund, (Available, SentDown), *amount, Passed::Down(*to, *document));
                }
                allowed
            }
            Operation::ReturnSurplus { fund, to, document, amount } => {
                let to = to.or(fund.parent());
                let allowed = to.is_none_or(|to| *amount <= self.left(*fund, to, *document))
                    && self.has(*fund, Available, *amount);
                if allowed {
                    let passed = to.map_or(Passed::Outside, |to| Passed::Up(to, *document));
                    self.moves(number, *fund, (Available, ReturnedUp), *amount, passed);
                }
                allowed
            }
            Operation::TakeSurplus { fund, from, document, amount } => {
                let in_transit = self.in_transit_up(*fund, *from, *document).max(0);
                let allowed = *amount <= in_transit && self.has(*fund, SentDown, *amount);
                if allowed {
                    self.moves(number, *fund, (SentDown, Available), *amount, Passed::FromBelow(*from, *document));
                }
                allowed
            }
            Operation::AdjustBudget { fund, increase, amount } => {
                let covered = *increase || self.has(*fund, Available, *amount) && self.has(*fund, Received, *amount);
                let allowed = self.is_open(*fund) && fund.parent().is_none() && covered;
                if allowed {
                    let way = if *increase { (Received, Available) } else { (Available, Received) };
                    self.moves(number, *fund, way, *amount, Passed::Outside);
                }
                allowed
            }
            Operation::CarryOut { fund, to, document, amount } => {
                let origins = self.origins(*fund, i128::MAX, *document);
                let came = origins.iter().map(|(_, _, part)| part).sum();
                let allowed = fund.next() == Some(*to)
                    && (document.is_none() || *amount <= came)
                    && self.has(*fund, Available, *amount)
                    && self.is_open(*to);
                if allowed {
                    self.carry(*fund, *to, *amount, *document);
                }
                allowed
            }
            Operation::Repurpose { fund, to, amount } => {
                let allowed = fund.sister() == Some(*to)
                    && self.is_open(*fund)
                    && self.is_open(*to)
                    && self.has(*fund, Available, *amount);
                if allowed {
                    self.carry(*fund, *to, *amount, None);
                }
                allowed
            }
            Operation::CloseYear { fund } => {
                let is_empty = [Available, Reserved, Instructed].iter().all(|at| self.balance(*fund, *at) == 0);
                let awaits = |document| fund.parent().is_some_and(|from| self.in_transit(from, *fund, document) > 0);
                let allowed =
                    self.is_open(*fund) && year > fund.year() && is_empty && !Document::ALL.into_iter().any(awaits);
                self.book(*fund).closed |= allowed;
                allowed
            }
            Operation::Reverse { nth, excess, same_person, other_day } => {
                let allowed = *excess == 0 && !same_person && !other_day && self.may_be_reversed(*nth);
                if allowed {
                    let Movement { fund, from, to, amount, passed, .. } = self.movements[*nth].clone();
                    self.post(fund, to, from, amount);
                    self.passes(fund, passed, from, -amount);
                    self.movements[*nth].reversed = true;
                }
                allowed
            }
            claims => self.takes_of_claims(claims),
        }
    }

    fn may_be_reversed(&self, nth: usize) -> bool {
        let Movement { fund, from, to, amount, passed, reversed, .. } = self.movements[nth];
        let goes_on = match passed {
            Passed::Outside | Passed::FromBelow(..) => false,
            Passed::FromAbove(above, document) => amount > self.left(fund, above, document),
            Passed::Down(below, document) => amount > self.in_transit(fund, below, document),
            Passed::Up(above, document) => amount > self.in_transit_up(above, fund, document),
        };
        // What it went to gives it back, and what came goes back only as far as it came.
        let covered = (ORIGINS.contains(&to) || self.has(fund, to, amount))
            && (!ORIGINS.contains(&from) || self.has(fund, from, amount));
        !reversed && !goes_on && covered
    }

    fn takes_of_claims(&mut self, operation: &Operation) -> bool {
        match operation {
            Operation::Apply { claim, units } => {
                let entitled = i128::from(UNIT_FEN) * i128::from(*units).min(i128::from(UNITS_MAX));
                let allowed = !self.claims.contains_key(claim);
                let entitled = (entitled > 0).then_some(entitled);
                self.claims.entry(*claim).or_insert(Claim { entitled, ..Claim::default() });
                allowed
            }
            Operation::Reserve { claim, lines } => {
                let funds: BTreeSet<_> = lines.iter().map(|(fund, _)| fund).collect();
                let serves = |(fund, amount): &(Fund, i128)| {
                    fund.pays(*claim) && self.is_open(*fund) && self.has(*fund, Available, *amount)
                };
                let total: i128 = lines.iter().map(|(_, amount)| amount).sum();
                let is_approved = self.claims.get(claim).is_some_and(|claim| claim.entitled.is_some());
                let allowed = is_approved
                    && funds.len() == lines.len()
                    && total > 0
                    && total == self.due(*claim)
                    && lines.iter().all(serves);
                for (fund, amount) in lines.iter().filter(|_| allowed) {
                    self.post(*fund, Available, Reserved, *amount);
                    self.share(*claim, *fund).reserved += amount;
                }
                allowed
            }
            Operation::Release { claim } => {
                let parts = self.claims.get(claim).map(|claim| claim.split(i128::MAX, |share| share.reserved));
                let parts = parts.unwrap_or_default();
                for (fund, amount) in &parts {
                    self.post(*fund, Reserved, Available, *amount);
                    self.share(*claim, *fund).reserved -= amount;
                }
                !parts.is_empty()
            }
            Operation::ClawBack { claim, amount } => {
                let allowed = self.claims.contains_key(claim) && *amount <= self.unclawed(*claim);
                if allowed {
                    for (fund, part) in self.claims[claim].split(*amount, |share| share.credited - share.clawed) {
                        self.owes(*claim, fund, part);
                        self.share(*claim, fund).clawed += part;
                    }
                }
                allowed
            }
            Operation::Recover { claim, fund, amount } => {
                // More than is owed is noted, and makes no money.
                let share = self.claims.get(claim).and_then(|claim| claim.shares.get(fund));
                let settled = share.map(|share| share.outstanding.min(*amount));
                if let Some(settled) = settled.filter(|settled| *settled > 0) {
                    self.recovers(*claim, *fund, settled);
                }
                settled.is_some()
            }
            Operation::Waive { claim, fund, amount } => self.gives_up(*claim, *fund, *amount, ReceivableWaived),
            Operation::WriteOff { claim, fund, amount } => self.gives_up(*claim, *fund, *amount, ReceivableWrittenOff),
            batches => self.takes_of_batches(batches),
        }
    }

    fn owes(&mut self, claim: usize, fund: Fund, amount: i128) {
        self.post(fund, ReceivableClaimed, ReceivableOutstanding, amount);
        self.share(claim, fund).outstanding += amount;
    }

    fn recovers(&mut self, claim: usize, fund: Fund, amount: i128) {
        self.share(claim, fund).outstanding -= amount;
        self.post(fund, ReceivableOutstanding, ReceivableRecovered, amount);
        if self.recovered == Recovered::Kept {
            return self.post(fund, RecoveredIn, Available, amount);
        }
        self.post(fund, RecoveredIn, ReturnedUp, amount);
        let mut rest = amount;
        for (above, document, part) in self.origins(fund, amount, None) {
            self.above(fund, above, document).up += part;
            rest -= part;
        }
        match fund.parent() {
            Some(parent) => self.above(fund, parent, Document::First).up += rest,
            None => self.from_outside -= rest,
        }
    }

    fn gives_up(&mut self, claim: usize, fund: Fund, amount: i128, to: LedgerAccount) -> bool {
        let share = self.claims.get(&claim).and_then(|claim| claim.shares.get(&fund));
        let allowed = share.is_some_and(|share| amount <= share.outstanding);
        if allowed {
            self.share(claim, fund).outstanding -= amount;
            self.post(fund, ReceivableOutstanding, to, amount);
        }
        allowed
    }

    fn may_be_instructed(&self, lines: &[(usize, i128)]) -> bool {
        let may = |(claim, amount): &(usize, i128)| {
            let is_approved = self.claims.get(claim).is_some_and(|claim| claim.entitled.is_some());
            is_approved && *amount <= self.reserved(*claim)
        };
        lines.iter().all(may)
    }

    fn takes_of_batches(&mut self, operation: &Operation) -> bool {
        match operation {
            Operation::Seal { batch, lines, total, .. } => {
                let claims: BTreeSet<_> = lines.iter().map(|(claim, _)| claim).collect();
                let allowed = !self.batches.contains_key(batch)
                    && !lines.is_empty()
                    && claims.len() == lines.len()
                    && lines.iter().all(|(_, amount)| *amount > 0)
                    && *total == lines.iter().map(|(_, amount)| amount).sum()
                    && self.may_be_instructed(lines);
                if allowed {
                    let line = |(claim, amount): &(usize, i128)| {
                        (*claim, Line { amount: *amount, answer: None, paid_by: vec![] })
                    };
                    let lines = lines.iter().map(line).collect();
                    self.batches.insert(*batch, Batch { step: Step::Sealed, total: *total, lines });
                }
                allowed
            }
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
