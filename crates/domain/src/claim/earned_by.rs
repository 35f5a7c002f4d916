//! 补贴依据 The case that earns a subsidy: it exists, lies where the claim is decided or leads there, is of the kind that the
//! subsidy is for, and tells the payee as its own. DOMAIN §2.11.

use super::{Claim, Entitlement, Payee, Refusal, Subsidy};
use crate::{
    base::Base,
    case::{Case, Cited, Stop},
    kinds::{AnyState, AsCase},
    welfare_post::WelfarePost,
    workshop::Workshop,
};

/// A kind of case that earns a subsidy.
struct Earner {
    category: &'static str,
    subsidy: Subsidy,
    /// Is this the payee, as far as the case tells one?
    tells: fn(&AnyState, &Payee) -> bool,
}

/// One line a kind. A subsidy without a line may name any case, and a kind without one tells no payee.
const EARNERS: &[Earner] = &[
    Earner {
        category: WelfarePost::CATEGORY,
        subsidy: Subsidy::PostAllowance,
        tells: |case, payee| of_kind(case, |post: &WelfarePost| post.pays(payee)),
    },
    // An award names its operator itself: another payee has earned nothing.
    Earner { category: Workshop::CATEGORY, subsidy: Subsidy::WorkshopAward, tells: |_, _| true },
    Earner { category: Base::CATEGORY, subsidy: Subsidy::BaseAward, tells: |_, _| true },
    Earner {
        category: Claim::CATEGORY,
        subsidy: Subsidy::LoanInterest,
        tells: |case, payee| of_kind(case, |loan: &Claim| loan.is_lent_by(payee)),
    },
];

fn of_kind<T: Case>(case: &AnyState, tells: impl Fn(&T) -> bool) -> bool
where
    AnyState: AsCase<T>,
{
    case.as_case().is_some_and(tells)
}

pub(super) fn earned_by(claimed: &Entitlement, cited: &Cited) -> Result<(), Stop> {
    let Some(case) = &claimed.case else { return Ok(()) };
    let known = cited.any(case)?;
    let is_for = EARNERS.iter().find(|earner| earner.subsidy == claimed.subsidy);
    if let Some(earner) = is_for.filter(|earner| earner.category != case.category()) {
        Err(Refusal::CaseOfAnotherKind { case: case.clone(), category: earner.category.into() })?;
    }
    let area = known.area();
    if !area.is_some_and(|area| area.lies_in(claimed.area) || claimed.area.lies_in(area)) {
        Err(Refusal::CaseOfAnotherArea { case: case.clone(), area })?;
    }
    let kind = EARNERS.iter().find(|earner| earner.category == case.category());
    if kind.is_some_and(|earner| !(earner.tells)(known, &claimed.payee)) {
        Err(Refusal::CaseOfAnotherPayee { case: case.clone() })?;
    }
    Ok(())
}
