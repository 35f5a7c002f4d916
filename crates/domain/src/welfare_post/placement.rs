//! Applications and placements: what a post remembers of them, and what its rules ask of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use uuid::Uuid;

use super::{DutyOutcome, Event, LeftReason, Refusal, State, Step, WelfarePost};
use crate::{
    actor::Actor,
    case::{Cited, Entailed, Stamp, Stop, not_before},
    claim::{self, Claim, ClawbackReason, Payee},
    person::Person,
    policy::{Standard, in_force, in_force_if_any},
    stream::Ref,
    values::{Date, Fen, Month, Span},
};

impl Event {
    /// 签批 For whom a step of the decision is signed by this: by the village, the township, the county, or in the agreement.
    pub fn signed_for(&self) -> Option<&Ref<Person>> {
        match self {
            Self::VillageReviewed { person, .. }
            | Self::TownshipReviewed { person }
            | Self::CountyApproved { person, .. }
            | Self::Placed { person, .. } => Some(person),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Application {
    pub step: Step,
    pub applied_on: Date,
    pub notice: Option<Span>,
    /// Officials who stood aside.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub recused: BTreeSet<Ref<Person>>,
    #[serde(skip)]
    pub(super) step_on: Date,
    /// Who recorded it; none of them may approve.
    #[serde(skip)]
    pub(super) by: Vec<Actor>,
}

impl Application {
    /// May its next step be taken then, and by this actor?
    pub(super) fn goes_on(&self, stamp: &Stamp) -> Result<(), Stop> {
        not_before(stamp, self.step_on)?;
        if let Some(official) = self.recused.iter().find(|official| official.id() == stamp.actor.person()) {
            Err(Refusal::OfficialStoodAside { official: official.clone() })?;
        }
        Ok(())
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Placement {
    pub event: Uuid,
    pub person: Ref<Person>,
    pub span: Span,
    pub until: Option<Date>,
    pub suspended: bool,
    pub exit: Option<Exit>,
    /// The reason of which the holder was told.
    pub exit_reason: Option<LeftReason>,
    pub months: BTreeMap<Month, DutyMonth>,
    #[serde(skip)]
    pub(super) by: Actor,
}

impl Placement {
    /// The days of a month on the post, in a month that it touches.
    pub(super) fn served(&self, month: Month) -> Span {
        let to = self.span.to.map_or(month.last(), |to| to.min(month.last()));
        Span { from: self.span.from.max(month.first()), to: Some(to) }
    }

    /// Of what a month was paid, the share of the days until then.
    fn earned(&self, month: Month, paid_fen: Fen, until: Date) -> Fen {
        let Span { from, to } = self.served(month);
        let to = self.months.get(&month).and_then(|known| known.accrued_to).or(to).unwrap_or(month.last());
        paid_fen.share(days(from, to.min(until)), days(from, to))
    }

    /// Nothing that reached the payee stayed there.
    pub(super) fn is_unpaid(&self) -> bool {
        self.months.values().flat_map(|m| m.credited.values()).all(|credited| credited.is_zero())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    Noticed,
    Objected,
    Rejected,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct DutyMonth {
    pub outcome: Option<DutyOutcome>,
    pub accrued_fen: Option<Fen>,
    /// The last day for which it was reckoned.
    #[serde(skip)]
    pub(super) accrued_to: Option<Date>,
    /// Claims that were credited for this month.
    pub credited: BTreeMap<Ref<Claim>, Fen>,
}

impl WelfarePost {
    pub fn holder(&self) -> Option<&Placement> {
        self.leaver(None)
    }

    pub(super) fn holder_mut(&mut self) -> Option<&mut Placement> {
        self.leaver_mut(None)
    }

    /// Whom "left" is about: the holder, or the one named while the post has, irregularly, several.
    pub(super) fn leaver(&self, person: Option<&Ref<Person>>) -> Option<&Placement> {
        self.placements.iter().rev().find(|p| p.span.to.is_none() && person.is_none_or(|named| p.person == *named))
    }

    pub(super) fn leaver_mut(&mut self, person: Option<&Ref<Person>>) -> Option<&mut Placement> {
        let mut open = self.placements.iter_mut().rev().filter(|p| p.span.to.is_none());
        open.find(|p| person.is_none_or(|named| p.person == *named))
    }

    /// Open again when nobody is left on it.
    pub(super) fn vacant(&mut self) {
        if self.state == State::Filled && self.placements.iter().all(|p| p.span.to.is_some()) {
            self.state = State::Open;
        }
    }

    pub(super) fn held(&self) -> Result<&Placement, Refusal> {
        self.holder().ok_or(Refusal::NotHeld {})
    }

    /// The person's last placement that touches a month.
    pub fn placement_in(&self, month: Month, person: &Ref<Person>) -> Result<&Placement, Refusal> {
        let whole = Span { from: month.first(), to: Some(month.last()) };
        let mut touching = self.placements.iter().rev().filter(|p| p.span.overlaps(&whole));
        touching.find(|p| p.person == *person).ok_or(Refusal::NotHeldThen { month })
    }

    /// Of the person's last placement that touches the month, or that knew it before it turned out to have ended earlier.
    pub(super) fn month_mut(&mut self, month: Month, person: &Ref<Person>) -> Option<&mut DutyMonth> {
        let whole = Span { from: month.first(), to: Some(month.last()) };
        let of = |p: &&mut Placement| p.span.overlaps(&whole) || p.months.contains_key(&month);
        let placement = self.placements.iter_mut().rev().filter(of).find(|p| p.person == *person)?;
        Some(placement.months.entry(month).or_default())
    }

    pub(super) fn application(&self, person: &Ref<Person>, needs: &[Step]) -> Result<&Application, Refusal> {
        let found = self.applications.get(person).ok_or_else(|| Refusal::NotAnApplicant { person: person.clone() })?;
        if needs.contains(&found.step) {
            Ok(found)
        } else {
            Err(Refusal::ApplicationAt { step: found.step, needs: needs.to_vec() })
        }
    }

    /// What the standard in force at the month's end gives for the days on the post. DOMAIN §2.10: pro rata in the month
    /// of entry or exit.
    pub fn allowance(&self, placement: &Placement, month: Month, cited: &Cited) -> Result<Fen, Stop> {
        let area = self.area.ok_or(Refusal::NotHeld {})?;
        let found = in_force(cited, "post_allowance", area, month.last())?;
        let monthly = match &found.version.standard {
            Standard::PostAllowance { full_time_monthly_fen, .. } if self.full_time => *full_time_monthly_fen,
            Standard::PostAllowance { part_time_monthly_fen, .. } => *part_time_monthly_fen,
            _ => Fen::ZERO,
        };
        let Span { from, to } = placement.served(month);
        Ok(monthly.share(days(from, to.unwrap_or(month.last())), u64::from(month.days())))
    }

    /// Whom it earns something: who holds or held it, and the unit that employs them.
    pub fn pays(&self, payee: &Payee) -> bool {
        match payee {
            Payee::Person(person) => self.placements.iter().any(|p| p.person == *person),
            Payee::Organisation(unit) => self.employing_unit.as_ref() == Some(unit),
        }
    }

    /// 死亡后发放 What someone was credited for days after their death and was not asked back yet. What was earned until then
    /// goes to the heirs. DOMAIN §2.10, §4 F12.
    pub fn paid_after(&self, died_on: Date, person: &Ref<Person>, cited: &Cited) -> Result<Vec<Entailed>, Stop> {
        let mut all = vec![];
        for placement in self.placements.iter().filter(|p| p.person == *person) {
            for (month, known) in placement.months.range(died_on.month()..) {
                for (claim, credited_fen) in &known.credited {
                    let unearned_fen = credited_fen.less(placement.earned(*month, *credited_fen, died_on));
                    let amount_fen = unearned_fen.less(cited.get(claim)?.clawed());
                    if !amount_fen.is_zero() {
                        let reason = ClawbackReason::PaidAfterDeath;
                        all.push(claim.gets(claim::Event::ClawbackOpened { amount_fen, reason }));
                    }
                }
            }
        }
        Ok(all)
    }

    pub(super) fn may_hold(&self, stamp: &Stamp) -> Result<(), Refusal> {
        let from_now_on = Span { from: stamp.occurred_on, to: None };
        match self.placements.iter().find(|p| p.span.overlaps(&from_now_on)) {
            Some(holder) => Err(Refusal::AlreadyHeld { holder: holder.person.clone(), since: holder.span.from }),
            None => Ok(()),
        }
    }

    pub(super) fn within_term(&self, from: Date, until: Date, cited: &Cited) -> Result<(), Stop> {
        let Some(area) = self.area else { return Ok(()) };
        if let Some(found) = in_force_if_any(cited, "post_rules", area, from)?
            && let Standard::PostRules { term_months_max, .. } = found.version.standard
        {
            let latest = from.plus_months(i32::from(term_months_max));
            if until > latest {
                Err(Refusal::TermTooLong { until, latest })?;
            }
        }
        Ok(())
    }

    pub(super) fn long_enough(&self, span: &Span, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let to = span.to.ok_or(Refusal::NoticeOpenEnded {})?;
        let Some(area) = self.area else { return Ok(()) };
        if let Some(found) = in_force_if_any(cited, "post_rules", area, stamp.occurred_on)?
            && let Standard::PostRules { notice_days_min, .. } = found.version.standard
        {
            // The first day is not counted. DOMAIN §1.
            let days = to.days_since(span.from);
            if days < i64::from(notice_days_min) {
                Err(Refusal::NoticeTooShort { days, days_min: notice_days_min })?;
            }
        }
        Ok(())
    }

    pub(super) fn is_of_age(person: &Person, on: Date, reviewed: bool) -> Result<(), Refusal> {
        match on.year() - person.birth_year {
            ..16 => Err(Refusal::UnderSixteen { birth_year: person.birth_year, review_needed: false }),
            16 if !reviewed => Err(Refusal::UnderSixteen { birth_year: person.birth_year, review_needed: true }),
            _ => Ok(()),
        }
    }
}

/// Both counted.
fn days(from: Date, to: Date) -> u64 {
    u64::try_from(to.days_since(from) + 1).unwrap_or(0)
}
