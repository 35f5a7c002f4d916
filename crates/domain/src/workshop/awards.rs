//! 梯次奖补 Which tier a period reaches, and what that gives for the days that earn.

use super::{Refusal, Workshop};
use crate::{
    carrier::{Tier, pro_rata},
    case::{Cited, Stamp, Stop},
    claim::Period,
    policy::Standard,
    values::{Date, Fen},
};

impl Workshop {
    /// The last tier that those who count reach, and the award that it gives at most.
    pub(super) fn reached(&self, tiers: &[Tier], period: Period) -> (Option<u32>, Fen) {
        let counted = tiers.iter().map(|tier| (tier, self.carrier.count(period, &tier.counting)));
        let reached = (1..).zip(counted).filter(|(_, (tier, counted))| counted.heads >= tier.heads_min).last();
        let Some((number, (tier, counted))) = reached else { return (None, Fen::ZERO) };
        let whole_fen = tier.rate.amount(counted.heads, counted.income_fen).min(tier.cap_fen);
        (Some(number), pro_rata(whole_fen, period, |day| self.earns(day)))
    }

    /// Recognised, not suspended, and producing or resting by season.
    fn earns(&self, day: Date) -> bool {
        let suspended = self.suspended.iter().any(|span| span.holds(day));
        self.carrier.was_recognised_on(day) && !suspended && !self.production.failed_on(day)
    }

    pub(super) fn may_be_in(&self, period: Period, tier: u32, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        self.carrier.not_awarded(period)?;
        match self.tier(period, stamp, cited)? {
            Some(reached) if reached == tier => Ok(()),
            reached => Err(Refusal::OtherTier { period, reached })?,
        }
    }

    /// Who counts may have changed since the tier was assigned.
    pub(super) fn is_in_its_tier(&self, period: Period, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let reached = self.tier(period, stamp, cited)?;
        let assigned = self.carrier.book(period).and_then(|book| book.tier);
        if assigned == reached { Ok(()) } else { Err(Refusal::OtherTier { period, reached })? }
    }

    fn tier(&self, period: Period, stamp: &Stamp, cited: &Cited) -> Result<Option<u32>, Stop> {
        match self.carrier.standard::<Self>(period, stamp, cited)? {
            Standard::WorkshopTiers { tiers, .. } => Ok(self.reached(tiers, period).0),
            _ => Ok(None),
        }
    }
}
