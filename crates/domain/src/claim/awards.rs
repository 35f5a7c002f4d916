//! 奖补 What a claim for the award of a workshop or a base asks of it, and tells it.

use super::{Claim, Entitlement, Payee};
use crate::{
    carrier::{CarrierKind, Money, PeriodBook},
    case::{Cited, Entailed, Stop},
    policy::Standard,
    stream::Ref,
    values::Fen,
};

/// What the carrier that is claimed for reckoned for that payee and period.
pub(super) fn awarded<K: CarrierKind>(claimed: &Entitlement, cited: &Cited) -> Result<Option<Fen>, Stop> {
    let Some(case) = carrier::<K>(claimed) else { return Ok(None) };
    let award = K::look(&case, cited)?.carrier().book(claimed.period).and_then(|book: &PeriodBook| book.award.as_ref());
    let own = award.filter(|award| claimed.payee == Payee::Organisation(award.operator.clone()));
    Ok(own.map(|award| award.amount_fen))
}

/// What a version of the standard gives for what was awarded.
pub(super) fn award_under<K: CarrierKind>(
    claimed: &Entitlement,
    standard: &Standard,
    cited: &Cited,
) -> Result<Fen, Stop> {
    match (carrier::<K>(claimed), awarded::<K>(claimed, cited)?) {
        (Some(case), Some(_)) => K::look(&case, cited)?.award_under(standard, claimed.period, cited),
        _ => Ok(Fen::ZERO),
    }
}

pub(super) fn told<K: CarrierKind>(
    claimed: &Entitlement,
    news: Money,
    claim: &Ref<Claim>,
    amount_fen: Fen,
) -> Option<Entailed> {
    Some(carrier::<K>(claimed)?.gets(K::told(news, claim.clone(), claimed.period, amount_fen)))
}

fn carrier<K: CarrierKind>(claimed: &Entitlement) -> Option<Ref<K>> {
    Ref::to(claimed.case.as_ref()?)
}
