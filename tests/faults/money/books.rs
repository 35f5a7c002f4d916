//! The model: books by double entry in plain numbers, and the rules by which an operation is let into them or not. They share
//! no code with the ledger, the claims and the batches of the domain; only accounts have the same names.

mod batches;
mod claims;

use std::collections::BTreeMap;

use domain::fund::LedgerAccount::{self, *};

pub use self::batches::Step;
use self::{batches::Batch, claims::Claim};
use super::operation::{Document, Fund, Operation};

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

/// What moved by document, and may be reversed.
#[derive(Clone, Copy, Debug)]
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

/// The operation of that number, in that year.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub number: usize,
    pub year: i16,
    /// Decided in another system: no rule holds it up.
    pub elsewhere: bool,
}

#[derive(Clone, Debug)]
pub struct Books {
    recovered: Recovered,
    funds: BTreeMap<Fund, Book>,
    claims: BTreeMap<usize, Claim>,
    batches: BTreeMap<usize, Batch>,
    pub movements: Vec<Movement>,
    /// Came from outside all funds, less what went there.
    pub from_outside: i128,
}

impl Books {
    pub fn new(recovered: Recovered) -> Self {
        let funds = Fund::ALL.map(|fund| (fund, Book::default())).into();
        let (claims, batches) = (BTreeMap::new(), BTreeMap::new());
        Self { recovered, funds, claims, batches, movements: vec![], from_outside: 0 }
    }

    /// As reports show it.
    pub fn balance(&self, fund: Fund, account: LedgerAccount) -> i128 {
        let fen = self.funds[&fund].accounts.get(&account).copied().unwrap_or_default();
        if ORIGINS.contains(&account) { -fen } else { fen }
    }

    pub fn is_open(&self, fund: Fund) -> bool {
        !self.funds[&fund].closed
    }

    /// It is open, and nothing is left in it.
    pub fn is_empty(&self, fund: Fund) -> bool {
        self.is_open(fund) && [Available, Reserved, Instructed].iter().all(|at| self.balance(fund, *at) == 0)
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
        side(&self.funds[&of]).get(&(with, document)).copied().unwrap_or_default()
    }

    fn has(&self, fund: Fund, account: LedgerAccount, amount: i128) -> bool {
        amount <= self.balance(fund, account)
    }

    fn book(&mut self, fund: Fund) -> &mut Book {
        self.funds.get_mut(&fund).expect("a fund")
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

    /// Of what came under documents, the first of it.
    fn origins(&self, fund: Fund, mut amount: i128, only: Option<Document>) -> Vec<(Fund, Document, i128)> {
        let mut origins = vec![];
        for ((above, document), passage) in &self.funds[&fund].above {
            if only.is_none_or(|only| only == *document) {
                let part = passage.left().min(amount);
                amount -= part;
                origins.extend((part > 0).then_some((*above, *document, part)));
            }
        }
        origins
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

    /// Whether the rules let it in. If not, nothing has changed, unless it was decided elsewhere.
    pub fn takes(&mut self, said: Said, operation: &Operation) -> bool {
        match operation {
            Operation::Receive { fund, from, document, amount } => {
                let is_covered = from.is_none_or(|from| *amount <= self.in_transit(from, *fund, *document).max(0));
                let passed = from.map_or(Passed::Outside, |from| Passed::FromAbove(from, *document));
                let allowed = self.is_open(*fund) && *from == fund.parent() && is_covered;
                self.moves(said, allowed, *fund, (Received, Available), *amount, passed)
            }
            Operation::SendDown { fund, to, document, amount } => {
                let are_open = self.is_open(*fund) && self.is_open(*to);
                let allowed = are_open && to.parent() == Some(*fund) && self.has(*fund, Available, *amount);
                self.moves(said, allowed, *fund, (Available, SentDown), *amount, Passed::Down(*to, *document))
            }
            Operation::ReturnSurplus { fund, to, document, amount } => {
                let to = to.or(fund.parent());
                let came = to.is_none_or(|to| *amount <= self.left(*fund, to, *document));
                let passed = to.map_or(Passed::Outside, |to| Passed::Up(to, *document));
                let allowed = came && self.has(*fund, Available, *amount);
                self.moves(said, allowed, *fund, (Available, ReturnedUp), *amount, passed)
            }
            Operation::TakeSurplus { fund, from, document, amount } => {
                let in_transit = self.in_transit_up(*fund, *from, *document).max(0);
                let allowed = *amount <= in_transit && self.has(*fund, SentDown, *amount);
                let passed = Passed::FromBelow(*from, *document);
                self.moves(said, allowed, *fund, (SentDown, Available), *amount, passed)
            }
            Operation::AdjustBudget { fund, increase, amount } => {
                let is_covered = [Available, Received].iter().all(|at| self.has(*fund, *at, *amount));
                let allowed = self.is_open(*fund) && fund.parent().is_none() && (*increase || is_covered);
                let way = if *increase { (Received, Available) } else { (Available, Received) };
                self.moves(said, allowed, *fund, way, *amount, Passed::Outside)
            }
            Operation::CarryOut { fund, to, document, amount } => {
                let origins = self.origins(*fund, i128::MAX, *document);
                let came = origins.iter().map(|(_, _, part)| part).sum();
                let allowed = fund.next() == Some(*to) && (document.is_none() || *amount <= came);
                self.carries(said, allowed, (*fund, *to), *amount, *document)
            }
            Operation::Repurpose { fund, to, amount } => {
                let allowed = fund.sister() == Some(*to) && self.is_open(*fund);
                self.carries(said, allowed, (*fund, *to), *amount, None)
            }
            Operation::CloseYear { fund } => {
                let awaits = |document| fund.parent().is_some_and(|from| self.in_transit(from, *fund, document) > 0);
                let awaits_money = Document::ALL.into_iter().any(awaits);
                let allowed = said.year > fund.year() && self.is_empty(*fund) && !awaits_money;
                self.book(*fund).closed |= allowed || said.elsewhere;
                allowed
            }
            Operation::Reverse { nth, excess, same_person, other_day } => {
                let is_stated_rightly = *excess == 0 && !same_person && !other_day;
                is_stated_rightly && self.reverses(*nth)
            }
            claims => self.takes_of_claims(claims),
        }
    }

    fn moves(
        &mut self,
        said: Said,
        allowed: bool,
        fund: Fund,
        (from, to): (LedgerAccount, LedgerAccount),
        amount: i128,
        passed: Passed,
    ) -> bool {
        if allowed || said.elsewhere {
            self.movements.push(Movement { by: said.number, fund, from, to, amount, passed, reversed: false });
            self.post(fund, from, to, amount);
            self.passes(fund, passed, from, amount);
        }
        allowed
    }

    fn carries(
        &mut self,
        said: Said,
        allowed: bool,
        (fund, to): (Fund, Fund),
        amount: i128,
        document: Option<Document>,
    ) -> bool {
        let allowed = allowed && self.has(fund, Available, amount) && self.is_open(to);
        if allowed || said.elsewhere {
            for (above, document, part) in self.origins(fund, amount, document) {
                self.above(fund, above, document).carried_out += part;
                self.above(to, above, document).carried_in += part;
            }
            self.post(fund, Available, CarriedOut, amount);
            self.post(to, CarriedIn, Available, amount);
        }
        allowed
    }

    fn reverses(&mut self, nth: usize) -> bool {
        let allowed = self.may_be_reversed(nth);
        if allowed {
            let Movement { fund, from, to, amount, passed, .. } = self.movements[nth];
            self.post(fund, to, from, amount);
            self.passes(fund, passed, from, -amount);
            self.movements[nth].reversed = true;
        }
        allowed
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
}
