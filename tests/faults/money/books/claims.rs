//! What the books know of claims.

use std::collections::{BTreeMap, BTreeSet};

use domain::fund::LedgerAccount::{self, *};

use super::{Books, Recovered};
use crate::money::operation::{Document, Fund, Operation, UNIT_FEN, UNITS_MAX};

/// What one fund has to do with a claim.
#[derive(Clone, Copy, Debug, Default)]
pub struct Share {
    pub(super) reserved: i128,
    pub(super) credited: i128,
    pub(super) clawed: i128,
    pub(super) outstanding: i128,
}

#[derive(Clone, Debug, Default)]
pub struct Claim {
    /// Nothing when it is not approved.
    pub(super) entitled: Option<i128>,
    pub(super) at_bank: i128,
    pub(super) shares: BTreeMap<Fund, Share>,
}

impl Claim {
    pub(super) fn sum(&self, of: impl Fn(&Share) -> i128) -> i128 {
        self.shares.values().map(of).sum()
    }

    fn due(&self) -> i128 {
        self.entitled.unwrap_or_default() - self.sum(|share| share.credited + share.reserved) - self.at_bank
    }

    /// Fund by fund, in the order of their names.
    pub(super) fn split(&self, mut amount: i128, of: impl Fn(&Share) -> i128) -> Vec<(Fund, i128)> {
        let mut parts = vec![];
        for (fund, share) in &self.shares {
            let part = of(share).max(0).min(amount);
            amount -= part;
            parts.extend((part > 0).then_some((*fund, part)));
        }
        parts
    }
}

impl Books {
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

    pub(super) fn share(&mut self, claim: usize, fund: Fund) -> &mut Share {
        self.claims.get_mut(&claim).expect("a claim").shares.entry(fund).or_default()
    }

    pub(super) fn takes_of_claims(&mut self, operation: &Operation) -> bool {
        match operation {
            Operation::Apply { claim, units } => self.applies(*claim, *units),
            Operation::Reserve { claim, lines } => self.reserves(*claim, lines),
            Operation::Release { claim } => self.releases(*claim),
            Operation::ClawBack { claim, amount } => self.claws_back(*claim, *amount),
            Operation::Recover { claim, fund, amount } => self.recovers(*claim, *fund, *amount),
            Operation::Waive { claim, fund, amount } => self.gives_up(*claim, *fund, *amount, ReceivableWaived),
            Operation::WriteOff { claim, fund, amount } => self.gives_up(*claim, *fund, *amount, ReceivableWrittenOff),
            batches => self.takes_of_batches(batches),
        }
    }

    /// Once; what gives nothing is not approved.
    fn applies(&mut self, claim: usize, units: u32) -> bool {
        let entitled = i128::from(UNIT_FEN * units.min(UNITS_MAX));
        let entitled = (entitled > 0).then_some(entitled);
        let allowed = !self.claims.contains_key(&claim);
        self.claims.entry(claim).or_insert(Claim { entitled, ..Claim::default() });
        allowed
    }

    pub(super) fn is_approved(&self, claim: usize) -> bool {
        self.claims.get(&claim).is_some_and(|claim| claim.entitled.is_some())
    }

    /// The whole debt, all lines or none.
    fn reserves(&mut self, claim: usize, lines: &[(Fund, i128)]) -> bool {
        let funds: BTreeSet<_> = lines.iter().map(|(fund, _)| fund).collect();
        let total: i128 = lines.iter().map(|(_, amount)| amount).sum();
        let is_the_debt = total > 0 && total == self.due(claim);
        let gives = |(fund, amount): &(Fund, i128)| {
            fund.pays(claim) && self.is_open(*fund) && self.has(*fund, Available, *amount)
        };
        let allowed = self.is_approved(claim) && is_the_debt && funds.len() == lines.len() && lines.iter().all(gives);
        for (fund, amount) in lines.iter().filter(|_| allowed) {
            self.post(*fund, Available, Reserved, *amount);
            self.share(claim, *fund).reserved += amount;
        }
        allowed
    }

    fn releases(&mut self, claim: usize) -> bool {
        let parts = self.claims.get(&claim).map(|claim| claim.split(i128::MAX, |share| share.reserved));
        let parts = parts.unwrap_or_default();
        for (fund, amount) in &parts {
            self.post(*fund, Reserved, Available, *amount);
            self.share(claim, *fund).reserved -= amount;
        }
        !parts.is_empty()
    }

    fn claws_back(&mut self, claim: usize, amount: i128) -> bool {
        let allowed = self.claims.contains_key(&claim) && amount <= self.unclawed(claim);
        if allowed {
            for (fund, part) in self.claims[&claim].split(amount, |share| share.credited - share.clawed) {
                self.owes(claim, fund, part);
                self.share(claim, fund).clawed += part;
            }
        }
        allowed
    }

    pub(super) fn owes(&mut self, claim: usize, fund: Fund, amount: i128) {
        self.post(fund, ReceivableClaimed, ReceivableOutstanding, amount);
        self.share(claim, fund).outstanding += amount;
    }

    /// Of a fund that has to do with the claim. More than is owed is noted, and makes no money.
    fn recovers(&mut self, claim: usize, fund: Fund, amount: i128) -> bool {
        let share = self.claims.get(&claim).and_then(|claim| claim.shares.get(&fund));
        let Some(settled) = share.map(|share| share.outstanding.min(amount)) else { return false };
        self.share(claim, fund).outstanding -= settled;
        self.post(fund, ReceivableOutstanding, ReceivableRecovered, settled);
        match self.recovered {
            Recovered::Kept => self.post(fund, RecoveredIn, Available, settled),
            Recovered::Up => self.goes_up(fund, settled),
        }
        true
    }

    /// The way it came, and the rest to the fund above.
    fn goes_up(&mut self, fund: Fund, amount: i128) {
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
}
