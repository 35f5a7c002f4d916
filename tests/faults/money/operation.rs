//! What may be done with money: drawn with an eye on the books, so that much of it is allowed, and much just not.

use domain::{claim::Subsidy, fund::LedgerAccount};
use tests::instance::Seeded;

use super::books::{Books, Step};

pub const PERSONS: usize = 4;
/// Payees claim for so many years each.
const CLAIMS: usize = 24;
const BATCHES: usize = 60;
/// An odd number, so that parts of it are odd.
pub const UNIT_FEN: u32 = 33_337;
pub const UNITS_MAX: u32 = 12;

/// In the order of their names. The county has two for 2025, one of them for training alone; another county has `D25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fund {
    C25,
    C26,
    D25,
    P25,
    P26,
    T25,
}

impl Fund {
    pub const ALL: [Self; 6] = [Self::C25, Self::C26, Self::D25, Self::P25, Self::P26, Self::T25];

    pub fn name(self) -> &'static str {
        match self {
            Self::C25 => "fund-c25",
            Self::C26 => "fund-c26",
            Self::D25 => "fund-d25",
            Self::P25 => "fund-p25",
            Self::P26 => "fund-p26",
            Self::T25 => "fund-t25",
        }
    }

    pub fn parent(self) -> Option<Self> {
        match self {
            Self::P25 | Self::P26 => None,
            Self::C26 => Some(Self::P26),
            Self::C25 | Self::D25 | Self::T25 => Some(Self::P25),
        }
    }

    pub fn year(self) -> i16 {
        if matches!(self, Self::C26 | Self::P26) { 2026 } else { 2025 }
    }

    /// For the same in the year after.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::C25 => Some(Self::C26),
            Self::P25 => Some(Self::P26),
            _ => None,
        }
    }

    /// Of the same holder and year, for another purpose.
    pub fn sister(self) -> Option<Self> {
        match self {
            Self::C25 => Some(Self::T25),
            Self::T25 => Some(Self::C25),
            _ => None,
        }
    }

    pub fn pays(self, claim: usize) -> bool {
        match self {
            Self::D25 => false,
            Self::T25 => subsidy(claim) == Subsidy::VocationalTraining,
            _ => true,
        }
    }
}

pub fn subsidy(claim: usize) -> Subsidy {
    if claim.is_multiple_of(2) { Subsidy::VocationalTraining } else { Subsidy::Travel }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    First,
    Second,
}

impl Document {
    pub const ALL: [Self; 2] = [Self::First, Self::Second];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Credited,
    Returned,
    WronglyCredited,
}

#[derive(Clone, Debug)]
pub enum Operation {
    Receive { fund: Fund, from: Option<Fund>, document: Document, amount: i128 },
    SendDown { fund: Fund, to: Fund, document: Document, amount: i128 },
    ReturnSurplus { fund: Fund, to: Option<Fund>, document: Document, amount: i128 },
    TakeSurplus { fund: Fund, from: Fund, document: Document, amount: i128 },
    CarryOut { fund: Fund, to: Fund, document: Option<Document>, amount: i128 },
    AdjustBudget { fund: Fund, increase: bool, amount: i128 },
    Repurpose { fund: Fund, to: Fund, amount: i128 },
    CloseYear { fund: Fund },
    Reverse { nth: usize, excess: i128, same_person: bool, other_day: bool },
    Apply { claim: usize, units: u32 },
    Reserve { claim: usize, lines: Vec<(Fund, i128)> },
    Release { claim: usize },
    Seal { batch: usize, lines: Vec<(usize, i128)>, total: i128 },
    Instruct { batch: usize, total: i128, same_person: bool },
    Void { batch: usize },
    Answer { batch: usize, claim: usize, answer: Answer, amount: i128 },
    Reconcile { batch: usize },
    ReportUnmatched { batch: usize, fund: Fund, amount: i128 },
    ClawBack { claim: usize, amount: i128 },
    Recover { claim: usize, fund: Fund, amount: i128 },
    Waive { claim: usize, fund: Fund, amount: i128 },
    WriteOff { claim: usize, fund: Fund, amount: i128 },
}

impl Operation {
    /// `None`: there is nothing yet to do it to.
    pub fn drawn(books: &Books, seeded: &mut Seeded) -> Option<Self> {
        let fund = *seeded.pick(&Fund::ALL);
        let other = *seeded.pick(&Fund::ALL);
        let document = *seeded.pick(&Document::ALL);
        let (claim, batch) = (seeded.below(CLAIMS), seeded.below(BATCHES));
        let (seldom, available) = (seeded.below(16) == 0, books.balance(fund, LedgerAccount::Available));
        Some(match seeded.below(100) {
            0..=8 => {
                let from = if seldom { Some(other) } else { fund.parent() };
                let bound = from.map_or(3_000_000, |from| books.in_transit(from, fund, document));
                Self::Receive { fund, from, document, amount: amount(bound, seeded) }
            }
            9..=15 => {
                let children: Vec<_> = Fund::ALL.into_iter().filter(|child| child.parent() == Some(fund)).collect();
                let to = if seldom || children.is_empty() { other } else { *seeded.pick(&children) };
                Self::SendDown { fund, to, document, amount: amount(available, seeded) }
            }
            16..=19 => {
                let to = (seeded.below(3) == 0).then_some(other);
                let bound = to.or(fund.parent()).map_or(available, |to| available.min(books.left(fund, to, document)));
                Self::ReturnSurplus { fund, to, document, amount: amount(bound, seeded) }
            }
            20..=23 => {
                let bound = books.in_transit_up(fund, other, document);
                Self::TakeSurplus { fund, from: other, document, amount: amount(bound, seeded) }
            }
            24..=26 => {
                let to = fund.next().filter(|_| !seldom).unwrap_or(other);
                let document = (seeded.below(3) == 0).then_some(document);
                Self::CarryOut { fund, to, document, amount: amount(available, seeded) }
            }
            27 | 28 => Self::AdjustBudget { fund, increase: seeded.below(2) == 0, amount: amount(available, seeded) },
            29..=31 => {
                let to = fund.sister().filter(|_| !seldom).unwrap_or(other);
                Self::Repurpose { fund, to, amount: amount(available, seeded) }
            }
            32 => {
                let empty: Vec<_> =
                    Fund::ALL.into_iter().filter(|fund| fund.year() == 2025 && books.is_empty(*fund)).collect();
                Self::CloseYear { fund: some(&empty, fund, seeded) }
            }
            33..=35 => Self::Reverse {
                nth: last(books.movements.len(), seeded)?,
                excess: i128::from(seldom),
                same_person: seeded.below(16) == 0,
                other_day: seeded.below(16) == 0,
            },
            36..=43 => Self::Apply { claim, units: u32::try_from(seeded.below(16)).unwrap_or_default() },
            44..=54 => {
                let claim = some(&books.claims_where(Books::due), claim, seeded);
                let has = |fund: &Fund| books.balance(*fund, LedgerAccount::Available) >= books.due(claim);
                let pays = |fund: &Fund| fund.pays(claim) && books.is_open(*fund) && has(fund);
                let pays: Vec<_> = Fund::ALL.into_iter().filter(pays).collect();
                Self::Reserve { claim, lines: lines(books, claim, some(&pays, fund, seeded), other, seeded) }
            }
            55 | 56 => Self::Release { claim: some(&books.claims_where(Books::reserved), claim, seeded) },
            57..=63 => sealed(books, batch, seeded),
            64..=69 => {
                let (batch, lines) = some(&books.batches_at(Step::Sealed), (batch, vec![]), seeded);
                let total = lines.iter().map(|(_, amount, _)| amount).sum::<i128>() + i128::from(seldom);
                Self::Instruct { batch, total, same_person: seeded.below(16) == 0 }
            }
            70 => Self::Void { batch: some(&books.batches_at(Step::Sealed), (batch, vec![]), seeded).0 },
            71..=84 => answered(books, batch, claim, seeded),
            85..=87 => {
                let mut sent = books.batches_at(Step::Instructed);
                sent.sort_by_key(|(_, lines)| lines.iter().any(|(.., answered)| !answered));
                sent.truncate(1);
                Self::Reconcile { batch: some(&sent, (batch, vec![]), seeded).0 }
            }
            88 => {
                let (batch, _) = some(&books.batches_at(Step::Instructed), (batch, vec![]), seeded);
                Self::ReportUnmatched { batch, fund, amount: amount(100_000, seeded) }
            }
            89..=91 => {
                let claim = some(&books.claims_where(Books::unclawed), claim, seeded);
                Self::ClawBack { claim, amount: amount(books.unclawed(claim), seeded) }
            }
            kind => {
                let (claim, fund, owed) = some(&books.receivables(), (claim, fund, 1), seeded);
                let amount = amount(owed, seeded);
                match kind {
                    92..=95 => Self::Recover { claim, fund, amount },
                    96 | 97 => Self::Waive { claim, fund, amount },
                    _ => Self::WriteOff { claim, fund, amount },
                }
            }
        })
    }

    /// What another system may decide for a fund.
    pub fn moves_money_of_a_fund(&self) -> bool {
        matches!(
            self,
            Self::Receive { .. }
                | Self::SendDown { .. }
                | Self::ReturnSurplus { .. }
                | Self::TakeSurplus { .. }
                | Self::CarryOut { .. }
                | Self::AdjustBudget { .. }
                | Self::Repurpose { .. }
                | Self::CloseYear { .. }
        )
    }

    pub fn name(&self) -> String {
        let shown = format!("{self:?}");
        shown.split(' ').next().unwrap_or_default().into()
    }
}

/// Mostly one of those to which it may be done.
fn some<T: Clone>(fitting: &[T], any: T, seeded: &mut Seeded) -> T {
    if fitting.is_empty() || seeded.below(8) == 0 { any } else { seeded.pick(fitting).clone() }
}

fn answered(books: &Books, batch: usize, claim: usize, seeded: &mut Seeded) -> Operation {
    let (batch, lines) = some(&books.batches_at(Step::Instructed), (batch, vec![]), seeded);
    let open: Vec<_> = lines.iter().copied().filter(|(.., answered)| !answered).collect();
    let any = lines.first().copied().unwrap_or((claim, 1, false));
    let (claim, amount, _) = some(&open, any, seeded);
    let answer = *seeded.pick(&[Answer::Credited, Answer::Credited, Answer::Returned, Answer::WronglyCredited]);
    Operation::Answer { batch, claim, answer, amount: amount - i128::from(seeded.below(16) == 0) }
}

/// Mostly some or all of it; now and then one fen too much, or any amount.
fn amount(bound: i128, seeded: &mut Seeded) -> i128 {
    let bound = bound.max(0);
    let mut part = |of: i128| seeded.below(usize::try_from(of + 1).unwrap_or(1)) as i128;
    match part(9) {
        0 | 1 => bound,
        2 => bound + 1,
        3 => part(2_000_000),
        _ => part(bound),
    }
}

fn last(of: usize, seeded: &mut Seeded) -> Option<usize> {
    of.checked_sub(1 + seeded.below(of.min(12)))
}

/// The whole debt, from one fund or two.
fn lines(books: &Books, claim: usize, fund: Fund, other: Fund, seeded: &mut Seeded) -> Vec<(Fund, i128)> {
    let due = books.due(claim) + i128::from(seeded.below(16) == 0);
    let part = amount(due, seeded);
    let split = vec![(fund, part), (other, due - part)];
    if seeded.below(3) == 0 && split.iter().all(|(_, amount)| *amount > 0) { split } else { vec![(fund, due.max(1))] }
}

fn sealed(books: &Books, batch: usize, seeded: &mut Seeded) -> Operation {
    let reserved = books.claims_where(Books::reserved);
    let count = 1 + seeded.below(3);
    let line = |_| {
        let any = seeded.below(CLAIMS);
        let claim = some(&reserved, any, seeded);
        let whole = books.reserved(claim);
        (claim, if seeded.below(3) == 0 { amount(whole, seeded) } else { whole })
    };
    let lines: Vec<_> = (0..count).map(line).collect();
    let total: i128 = lines.iter().map(|(_, amount)| amount).sum();
    let total = total + i128::from(seeded.below(16) == 0);
    Operation::Seal { batch, lines, total }
}
