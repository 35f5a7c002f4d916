//! 奖补 What a period came to: who counts, which tier that is, what award it earned, and what became of the money.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Carrier, CarrierKind, Counting, Money, Refusal};
use crate::{
    case::{Cited, Stamp, Stop, not_before},
    claim::{Claim, Period},
    organisation::Organisation,
    person::Person,
    policy::{Standard, in_force},
    stream::Ref,
    values::{Date, Fen, Span},
};

/// What is settled for one period.
#[derive(Clone, Debug, Serialize)]
pub struct PeriodBook {
    pub period: Period,
    /// 认定人员 Who counts, and with how much income.
    pub counted: BTreeMap<Ref<Person>, Fen>,
    /// 梯次 Of a workshop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<u32>,
    pub award: Option<Award>,
    /// Claims that were credited for it, net of bank returns.
    pub credited: BTreeMap<Ref<Claim>, Fen>,
    pub clawed_back_fen: Fen,
}

#[derive(Clone, Debug, Serialize)]
pub struct Award {
    /// Who operated the carrier when it was reckoned, and is paid.
    pub operator: Ref<Organisation>,
    pub amount_fen: Fen,
}

/// Who counts towards an award.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub heads: u32,
    pub income_fen: Fen,
}

impl Carrier {
    pub fn book(&self, period: Period) -> Option<&PeriodBook> {
        self.periods.iter().find(|book| book.period == period)
    }

    /// The book of a period with days of this one, in which the person counts.
    pub(super) fn counting(&self, person: &Ref<Person>, period: Period) -> Option<&PeriodBook> {
        self.periods.iter().find(|book| book.counted.contains_key(person) && book.period.overlaps(period))
    }

    /// The days of one period are awarded once, under whatever name.
    pub(crate) fn not_awarded(&self, period: Period) -> Result<(), Refusal> {
        match self.periods.iter().find(|book| book.award.is_some() && book.period.overlaps(period)) {
            Some(book) => Err(Refusal::AwardedAlready { period: book.period }),
            None => Ok(()),
        }
    }

    /// The standard of awards in force at the end of a period that is over; it has awards for such periods.
    pub(crate) fn standard<'a, K: CarrierKind>(
        &self,
        period: Period,
        stamp: &Stamp,
        cited: &Cited<'a>,
    ) -> Result<&'a Standard, Stop> {
        let days = over(period, stamp)?;
        let found = in_force(cited, K::AWARDS, self.place(stamp)?, days.to.unwrap_or(days.from))?;
        let standard = &found.version.standard;
        match standard {
            Standard::WorkshopTiers { per, .. } | Standard::Subsidy { per, .. } if *per != period.kind() => {
                Err(Refusal::OtherPeriod { period, per: Some(*per) })?
            }
            _ => Ok(standard),
        }
    }

    /// Those who count in a period under these conditions.
    pub(crate) fn count(&self, period: Period, counting: &Counting) -> Counted {
        let (Some(book), Some(days)) = (self.book(period), period.span()) else { return Counted::default() };
        let enough = |person: &Ref<Person>, income_fen: Fen| {
            income_fen >= counting.income_min_fen && self.months(person, days) >= counting.months_min.into()
        };
        let fit = book.counted.iter().filter(|(person, income_fen)| enough(person, **income_fen));
        fit.fold(Counted::default(), |sum, (_, income_fen)| Counted {
            heads: sum.heads.saturating_add(1),
            income_fen: sum.income_fen + *income_fen,
        })
    }
}

/// The days of a period that is over.
pub(super) fn over(period: Period, stamp: &Stamp) -> Result<Span, Stop> {
    let days = period.span().ok_or(Refusal::OtherPeriod { period, per: None })?;
    not_before(stamp, days.to.unwrap_or(days.from))?;
    Ok(days)
}

/// So much of an amount for a whole period as falls on the days that earn.
pub fn pro_rata(amount_fen: Fen, period: Period, earns: impl Fn(Date) -> bool) -> Fen {
    let Some(Span { from, to: Some(to) }) = period.span() else { return Fen::ZERO };
    let days = i32::try_from(to.days_since(from) + 1).unwrap_or_default();
    let earning = (0..days).filter(|day| earns(from.plus_days(*day))).count();
    amount_fen.share(earning as u64, u64::from(days.unsigned_abs()))
}

pub(crate) fn may_earn<K: CarrierKind>(
    case: &K,
    period: Period,
    amount_fen: Fen,
    stamp: &Stamp,
    cited: &Cited,
) -> Result<(), Stop> {
    let carrier = case.carrier();
    let standard = carrier.standard::<K>(period, stamp, cited)?;
    carrier.not_awarded(period)?;
    if let Some(organisation) = &carrier.operator
        && !cited.get(organisation)?.open_violations.is_empty()
    {
        Err(Refusal::ViolationBlocksAward { organisation: organisation.clone() })?;
    }
    let limit_fen = case.award_under(standard, period, cited)?;
    if amount_fen > limit_fen {
        Err(Refusal::AwardAboveStandard { amount_fen, limit_fen })?;
    }
    Ok(())
}

/// Bookkeeping without rules.
impl Carrier {
    pub(crate) fn book_mut(&mut self, period: Period) -> &mut PeriodBook {
        let at = self.periods.iter().position(|book| book.period == period).unwrap_or_else(|| {
            let (counted, credited) = (BTreeMap::new(), BTreeMap::new());
            let clawed_back_fen = Fen::ZERO;
            self.periods.push(PeriodBook { period, counted, tier: None, award: None, credited, clawed_back_fen });
            self.periods.len() - 1
        });
        &mut self.periods[at]
    }

    pub(crate) fn awarded(&mut self, period: Period, amount_fen: Fen) {
        if let Some(operator) = self.operator.clone() {
            self.book_mut(period).award = Some(Award { operator, amount_fen });
        }
    }

    pub(crate) fn learns(&mut self, news: Money, claim: &Ref<Claim>, period: Period, amount_fen: Fen) {
        let book = self.book_mut(period);
        let credited = book.credited.entry(claim.clone()).or_default();
        match news {
            Money::Credited => *credited = *credited + amount_fen,
            Money::Returned => *credited = credited.less(amount_fen),
            Money::ClawbackOpened => book.clawed_back_fen = book.clawed_back_fen + amount_fen,
        }
    }
}
