//! What a claim is worth under the standard in force, and what stands in its way. Run at the application and again at the
//! approval, by the same lines.

use super::{
    Entitlement, Finding, Payee, Period, Refusal, Subsidy,
    awards::{award_under, awarded},
    earned_by::earned_by,
};
use crate::{
    base::Base,
    carrier::CarrierKind,
    case::{Cited, Stop},
    person::Person,
    policy::{Policy, Standard, in_force, in_force_if_any},
    stream::Ref,
    values::{Date, Fen, Month},
    welfare_post::WelfarePost,
    workshop::Workshop,
};

/// What the applicant states: how many units, and what was spent or earned. Never the amount.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stated {
    pub units: u32,
    pub base_fen: Fen,
}

/// How this kind is decided here.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Procedure {
    pub notice_days_min: u16,
    pub automatic_approval: bool,
}

/// The answer.
#[derive(Clone, Debug)]
pub(super) struct Assessment {
    pub amount_fen: Fen,
    pub standard: Ref<Policy>,
    pub version: u32,
    pub procedure: Procedure,
    pub findings: Vec<Finding>,
}

impl Assessment {
    pub fn needs_review(&self) -> bool {
        self.findings.contains(&Finding::ManualReviewNeeded)
    }
}

pub(super) fn assess(claimed: &Entitlement, stated: Stated, on: Date, cited: &Cited) -> Result<Assessment, Stop> {
    earned_by(claimed, cited)?;
    let mut findings = payee_findings(claimed, on, cited)?;
    let name = claimed.subsidy.standard();
    let (amount_fen, priced) = if let Some(Reckoned { standard, on, amount_fen }) = reckoned(claimed, on, cited)? {
        if amount_fen.is_none() {
            findings.push(Finding::NotAccrued);
        }
        // What its case says was earned was held against this standard then.
        (amount_fen.unwrap_or_default(), in_force(cited, standard, claimed.area, on)?)
    } else {
        let found = in_force(cited, &name, claimed.area, on)?;
        let amount_fen = match &found.version.standard {
            Standard::Subsidy { per, .. } if *per != claimed.period.kind() => {
                Err(Refusal::NotItsPeriod { period: claimed.period, per: Some(*per) })?
            }
            Standard::Subsidy { rate, .. } => rate.amount(stated.units, stated.base_fen),
            _ => Fen::ZERO,
        };
        (amount_fen, found)
    };
    if amount_fen.is_zero() && !findings.contains(&Finding::NotAccrued) {
        findings.push(Finding::NothingDue);
    }
    // Without a standard for the procedure, a person looks.
    let mut procedure = Procedure::default();
    let mut left_to_the_check = false;
    if let Some(found) = in_force_if_any(cited, &name, claimed.area, on)?
        && let Standard::Subsidy { notice_days_min, manual_review_above_fen, automatic_approval, .. } =
            &found.version.standard
    {
        procedure = Procedure { notice_days_min: *notice_days_min, automatic_approval: *automatic_approval };
        left_to_the_check = manual_review_above_fen.is_none_or(|limit_fen| amount_fen <= limit_fen);
    }
    if !left_to_the_check {
        findings.push(Finding::ManualReviewNeeded);
    }
    let (standard, version) = (priced.policy, priced.version.version);
    Ok(Assessment { amount_fen, standard, version, procedure, findings })
}

/// What the case that is claimed for reckoned itself, by the standard in force on a day.
struct Reckoned {
    standard: &'static str,
    on: Date,
    /// Nothing when the case knows of none for that payee and period.
    amount_fen: Option<Fen>,
}

fn reckoned(claimed: &Entitlement, on: Date, cited: &Cited) -> Result<Option<Reckoned>, Stop> {
    let ended = claimed.period.span().and_then(|days| days.to).unwrap_or(on);
    Ok(Some(match claimed.subsidy {
        Subsidy::PostAllowance => Reckoned { standard: "post_allowance", on, amount_fen: accrued(claimed, cited)? },
        Subsidy::WorkshopAward => {
            Reckoned { standard: Workshop::AWARDS, on: ended, amount_fen: awarded::<Workshop>(claimed, cited)? }
        }
        Subsidy::BaseAward => {
            Reckoned { standard: Base::AWARDS, on: ended, amount_fen: awarded::<Base>(claimed, cited)? }
        }
        _ => return Ok(None),
    }))
}

fn payee_findings(claimed: &Entitlement, on: Date, cited: &Cited) -> Result<Vec<Finding>, Stop> {
    let mut findings = vec![];
    match &claimed.payee {
        Payee::Person(person) => {
            // What was earned on a post until then goes to the heirs; a month that began later was not.
            let bars = |died_on: Date| match (&claimed.subsidy, claimed.period) {
                (Subsidy::PostAllowance, Period::Month(month)) => month.first() > died_on,
                (subsidy, _) => *subsidy != Subsidy::PostAllowance,
            };
            if cited.get(person)?.died_on.is_some_and(bars) {
                findings.push(Finding::PayeeDied);
            }
        }
        Payee::Organisation(organisation) => {
            let payee = cited.get(organisation)?;
            let award = matches!(claimed.subsidy, Subsidy::BaseAward | Subsidy::WorkshopAward);
            if payee.is_blacklisted(on) {
                findings.push(Finding::PayeeBlacklisted);
            }
            if payee.closed_on.is_some_and(|closed| closed <= on) {
                findings.push(Finding::PayeeClosed);
            }
            if award && !payee.open_violations.is_empty() {
                findings.push(Finding::OpenViolation);
            }
        }
    }
    Ok(findings)
}

/// What a claim is worth under one version of a standard that fits it, and whether that version claws back.
pub(super) fn amount_under(
    claimed: &Entitlement,
    stated: Stated,
    standard: &Ref<Policy>,
    version: u32,
    cited: &Cited,
) -> Result<(Fen, bool), Stop> {
    let other = || Refusal::NotItsStandard { standard: standard.clone(), version };
    let policy = cited.get(standard)?;
    let serves = policy.area.is_some_and(|area| claimed.area.lies_in(area));
    let Some(found) = policy.versions.iter().find(|v| serves && v.version == version && v.withdrawn_on.is_none())
    else {
        Err(other())?
    };
    let amount_fen = match (&found.standard, &claimed.subsidy) {
        (Standard::PostAllowance { .. }, Subsidy::PostAllowance) => {
            let (post, person, month) = post_of(claimed).ok_or_else(other)?;
            let post = cited.get(&post)?;
            match post.placement_in(month, person) {
                Ok(placement) => post.allowance(placement, month, cited)?,
                Err(_) => Fen::ZERO,
            }
        }
        (tiers @ Standard::WorkshopTiers { .. }, Subsidy::WorkshopAward) => {
            award_under::<Workshop>(claimed, tiers, cited)?
        }
        (rate @ Standard::Subsidy { subsidy: Subsidy::BaseAward, .. }, Subsidy::BaseAward) => {
            award_under::<Base>(claimed, rate, cited)?
        }
        (Standard::Subsidy { subsidy, per, rate, .. }, own)
            if subsidy == own
                && *per == claimed.period.kind()
                && !matches!(own, Subsidy::PostAllowance | Subsidy::WorkshopAward) =>
        {
            rate.amount(stated.units, stated.base_fen)
        }
        _ => Err(other())?,
    };
    Ok((amount_fen, found.claws_back))
}

/// The post, the person and the month of a post allowance.
pub(super) fn post_of(claimed: &Entitlement) -> Option<(Ref<WelfarePost>, &Ref<Person>, Month)> {
    match (&claimed.subsidy, &claimed.payee, claimed.period, &claimed.case) {
        (Subsidy::PostAllowance, Payee::Person(person), Period::Month(month), Some(case)) => {
            Some((Ref::to(case)?, person, month))
        }
        _ => None,
    }
}

/// What the post that is claimed for says that this person's duty earned in that month.
fn accrued(claimed: &Entitlement, cited: &Cited) -> Result<Option<Fen>, Stop> {
    let Some((post, person, month)) = post_of(claimed) else { return Ok(None) };
    let post = cited.get(&post)?;
    Ok(post.placement_in(month, person).ok().and_then(|p| p.months.get(&month)).and_then(|m| m.accrued_fen))
}
