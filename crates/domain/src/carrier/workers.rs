//! 吸纳就业 Who works at a carrier, and who of them counts in a period.

use serde::Serialize;
use uuid::Uuid;

use super::{Carrier, CarrierKind, PeriodBook, Refusal, Step, WorkerLeftReason, awards::over};
use crate::{
    actor::Actor,
    case::{Cited, Common, Entailed, Stamp, Stop, not_before, only_in},
    claim::Period,
    household,
    person::{self, Person},
    stream::Ref,
    values::{Date, Evidence, Fen, Month, Span},
};

/// No period is longer than a year.
const MONTHS_MAX: i32 = 12;

/// One spell of work.
#[derive(Clone, Debug, Serialize)]
pub struct Worker {
    /// The event that said so.
    pub joined: Uuid,
    pub person: Ref<Person>,
    pub span: Span,
    #[serde(skip)]
    by: Actor,
}

impl Carrier {
    pub(crate) fn may_join(&self, person: &Ref<Person>, cited: &Cited) -> Result<(), Stop> {
        cited.get(person)?;
        only_in(&self.step, &[Step::Applied, Step::SiteChecked, Step::Noticed, Step::Recognised])?;
        match self.at_work(person) {
            Some(Worker { span, .. }) => Err(Refusal::WorksThereAlready { person: person.clone(), since: span.from })?,
            None => Ok(()),
        }
    }

    pub(crate) fn may_leave(&self, person: &Ref<Person>, stamp: &Stamp) -> Result<(), Stop> {
        let worker = self.at_work(person).ok_or_else(|| Refusal::NotAWorker { person: person.clone() })?;
        not_before(stamp, worker.span.from)
    }

    pub(crate) fn may_annul(&self, joined: Uuid, stamp: &Stamp) -> Result<(), Stop> {
        let wrong = self.workers.iter().find(|worker| worker.joined == joined);
        let wrong = wrong.ok_or(Common::NothingToCorrect { event: joined })?;
        stamp.corrects(wrong.span.from)?;
        stamp.by_another_than(&wrong.by)?;
        // What an award was reckoned with stays; the money is claimed back.
        let counted = |book: &&PeriodBook| book.award.is_some() && book.counted.contains_key(&wrong.person);
        match self.periods.iter().find(counted) {
            Some(book) => Err(Refusal::AwardedAlready { period: book.period })?,
            None => Ok(()),
        }
    }

    /// May this person count for that period, with so much income from work?
    pub(crate) fn may_count<K: CarrierKind>(
        &self,
        person: &Ref<Person>,
        period: Period,
        income_fen: Fen,
        stamp: &Stamp,
        cited: &Cited,
    ) -> Result<(), Stop> {
        let days = over(period, stamp)?;
        self.not_awarded(period)?;
        let mine: Vec<_> = self.spells_of(person).filter(|span| span.overlaps(&days)).collect();
        if mine.is_empty() {
            Err(Refusal::NotAWorker { person: person.clone() })?;
        }
        let known = cited.get(person)?;
        let household = known.household.as_ref().map(|household| cited.get(household)).transpose()?;
        if !household.is_some_and(household::Household::is_target) {
            Err(Refusal::NotInTargetPopulation { person: person.clone() })?;
        }
        let others = known.engagements.iter().filter_map(|e| e.at.as_ref()).filter(|at| **at != stamp.subject);
        for at in others {
            let Some(other) = Ref::<K>::to(at) else { continue };
            if let Some(book) = K::look(&other, cited)?.carrier().counting(person, period) {
                Err(Refusal::CountedElsewhere { at: at.clone(), period: book.period })?;
            }
        }
        let here = |month: Month| mine.iter().any(|span| span.overlaps(&month.span()));
        let months = known.income.iter().filter(|(month, _)| days.holds(month.first()) && here(**month));
        let reported_fen = months.map(|(_, report)| report.amount_fen).sum();
        if income_fen > reported_fen {
            Err(Refusal::IncomeAboveReported { income_fen, reported_fen })?;
        }
        Ok(())
    }

    /// Whole months of a period's days in which the person worked there.
    pub(super) fn months(&self, person: &Ref<Person>, days: Span) -> usize {
        let last = days.to.unwrap_or(days.from);
        let within = self.spells_of(person).filter(|span| span.overlaps(&days));
        let spells = within.map(|span| (span.from.max(days.from), span.to.map_or(last, |to| to.min(last))));
        spells.map(|(from, to)| (1..=MONTHS_MAX).take_while(|n| from.plus_months(*n) <= to.plus_days(1)).count()).sum()
    }

    fn spells_of(&self, person: &Ref<Person>) -> impl Iterator<Item = Span> {
        self.workers.iter().filter(move |worker| worker.person == *person).map(|worker| worker.span)
    }

    fn at_work(&self, person: &Ref<Person>) -> Option<&Worker> {
        self.workers.iter().rev().find(|worker| worker.person == *person && worker.span.to.is_none())
    }

    pub(crate) fn tells_annulled(&self, joined: Uuid, stamp: &Stamp) -> Vec<Entailed> {
        let wrong = self.workers.iter().find(|worker| worker.joined == joined);
        let gone = person::Event::EngagementAnnulled { at: stamp.subject.clone() };
        wrong.map(|worker| worker.person.gets(gone)).into_iter().collect()
    }

    /// The engagement ends, and the household of who was laid off is looked after.
    pub(crate) fn tells_left(
        &self,
        person: &Ref<Person>,
        reason: &WorkerLeftReason,
        evidence: &Evidence,
        stamp: &Stamp,
        cited: &Cited,
    ) -> Result<Vec<Entailed>, Stop> {
        if self.at_work(person).is_none() {
            return Ok(vec![]);
        }
        let mut all = vec![person.gets(person::Event::EngagementEnded { at: stamp.subject.clone() })];
        if *reason == WorkerLeftReason::LaidOff
            && let Some(household) = &cited.get(person)?.household
        {
            let (clue, evidence) = (household::Clue::JobLoss, evidence.clone());
            all.push(household.gets(household::Event::ClueReceived { clue, evidence }));
        }
        Ok(all)
    }
}

/// Works from now on at the case that says so.
pub(crate) fn tells_joined(person: &Ref<Person>, full_time: bool, stamp: &Stamp) -> Vec<Entailed> {
    vec![person.gets(person::Event::EngagementStarted { at: stamp.subject.clone(), full_time })]
}

/// Bookkeeping without rules.
impl Carrier {
    pub(crate) fn joined(&mut self, person: &Ref<Person>, stamp: &Stamp) {
        let (joined, span) = (stamp.id, Span { from: stamp.occurred_on, to: None });
        self.workers.push(Worker { joined, person: person.clone(), span, by: stamp.actor.clone() });
    }

    pub(crate) fn left(&mut self, person: &Ref<Person>, on: Date) {
        let mut open = self.workers.iter_mut().rev().filter(|worker| worker.span.to.is_none());
        if let Some(worker) = open.find(|worker| worker.person == *person) {
            worker.span.to = Some(on);
        }
    }

    pub(crate) fn counted(&mut self, person: &Ref<Person>, period: Period, income_fen: Fen) {
        self.book_mut(period).counted.insert(person.clone(), income_fen);
    }

    pub(crate) fn annulled(&mut self, joined: Uuid) {
        let Some(at) = self.workers.iter().position(|worker| worker.joined == joined) else { return };
        let person = self.workers.remove(at).person;
        let spells: Vec<_> = self.spells_of(&person).collect();
        for book in self.periods.iter_mut().filter(|book| book.award.is_none()) {
            let works = book.period.span().is_some_and(|days| spells.iter().any(|span| span.overlaps(&days)));
            if !works {
                book.counted.remove(&person);
            }
        }
    }
}
