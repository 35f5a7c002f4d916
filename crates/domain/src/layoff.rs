//! 裁减 layoff: an employer lets workers go, and owes them compensation.
//!
//! Life, worker by worker: noticed → left → compensation due → paid; overdue is what a limit says, not an event. What the employer
//! does is observed: a notice that was too short is recorded and noted as irregular. What the authority finds due, and that it
//! was paid, is decided. Each one who left is laid off on their own file, which gives their household a monitoring clue. Notice
//! §二(五); DOMAIN §2.13; Labour Contract Law, articles 41 and 47 (general knowledge).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    case::{Case, Cited, Common, Entailed, Malformed, Nature, Place, Reason, Stamp, Stop, not_before, only_in},
    organisation::Organisation,
    person::{self, Job, Person},
    policy::{Standard, in_force, on_work_days},
    stream::Ref,
    values::{AreaCode, Date, Evidence, Fen, Note},
};

pub use self::{
    rules::{Rules, STANDARD},
    worker::{Worker, WorkerState},
};

mod rules;
#[cfg(test)]
mod tests;
mod worker;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 裁减告知 All staff or the union were told on this day, and when the first one leaves. `workers`: those who are on file.
    #[serde(rename = "layoff.noticed.v1")]
    Noticed {
        area: AreaCode,
        employer: Ref<Organisation>,
        workers: Vec<Ref<Person>>,
        /// How many are let go, on file or not.
        leaving: u32,
        /// 职工总数
        staff: u32,
        first_leaves_on: Date,
        /// 向劳动行政部门报告
        report: Option<Evidence>,
        evidence: Evidence,
    },
    /// 离职 The worker's last day.
    #[serde(rename = "layoff.left.v1")]
    Left { person: Ref<Person>, evidence: Evidence },
    /// 经济补偿核定 By years of service since a day and the wage of an average month; nothing where nothing is due.
    #[serde(rename = "layoff.compensation_due.v1")]
    CompensationDue { person: Ref<Person>, since: Date, monthly_fen: Fen, amount_fen: Fen, evidence: Evidence },
    /// 支付到账 So much reached the worker's account, as the bank's slip shows.
    #[serde(rename = "layoff.paid.v1")]
    Paid { person: Ref<Person>, amount_fen: Fen, slip: Evidence },
    /// 更正 A payment that never was; `payment` is the event that said so.
    #[serde(rename = "layoff.payment_annulled.v1")]
    PaymentAnnulled { person: Ref<Person>, payment: Uuid, reason: Note, evidence: Evidence },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// More named than let go, or more let go than work there.
    HeadsDoNotAddUp { named: usize, leaving: u32, staff: u32 },
    /// Of a large layoff (usual: 20 people, or a tenth of the staff) all are told as long before as the standard asks (usual: 30
    /// days). Labour Contract Law, article 41.
    LayoffNoticeTooShort { leaves_on: Date, earliest: Date },
    /// A large layoff is reported to the authority. Labour Contract Law, article 41.
    LayoffNotReported { leaving: u32, staff: u32 },
    /// Not in a job with that employer on that day. Who is on a welfare post leaves it by the post's own exit.
    NotEmployedThere { person: Ref<Person>, on: Date },
    /// Not among those who were told.
    NotNamed { person: Ref<Person> },
    /// Longer in service than stated, by the worker's own file.
    ServiceShortened { since: Date },
    /// Welfare posts and services give no right to compensation. Labour Contract Law, article 47.
    NoCompensation { person: Ref<Person> },
    /// Computed by the standard (usual: a month's wage for each year of service, half a month for less than six months). Labour
    /// Contract Law, article 47.
    CompensationComputedOtherwise { amount_fen: Fen },
}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Layoff {
    pub area: Option<AreaCode>,
    pub employer: Option<Ref<Organisation>>,
    pub leaving: u32,
    pub staff: u32,
    pub noticed_on: Option<Date>,
    /// At most [`Layoff::WORKERS_MAX`].
    pub workers: BTreeMap<Ref<Person>, Worker>,
}

impl Case for Layoff {
    const CATEGORY: &'static str = "layoff";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Noticed { .. }) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Noticed { .. } | Event::Left { .. } => Nature::Observation,
            Event::CompensationDue { .. } | Event::Paid { .. } => Nature::Decision,
            Event::PaymentAnnulled { .. } => Nature::Approval,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        match event {
            Event::Noticed { area, employer, workers, leaving, staff, first_leaves_on, report, .. } => {
                if workers.len() > Self::WORKERS_MAX {
                    Err(Malformed::TooManyNamed { named: workers.len(), named_max: Self::WORKERS_MAX })?;
                }
                cited.get(employer)?;
                for worker in workers {
                    cited.get(worker)?;
                }
                let (named, leaving, staff) = (workers.len(), *leaving, *staff);
                if u32::try_from(named).is_ok_and(|named| named > leaving) || leaving > staff {
                    Err(Refusal::HeadsDoNotAddUp { named, leaving, staff })?;
                }
                let rules = rules(*area, stamp.occurred_on, cited)?;
                if rules.is_mass(leaving, staff) {
                    if report.is_none() {
                        Err(Refusal::LayoffNotReported { leaving, staff })?;
                    }
                    noticed_early_enough(*area, rules, stamp.occurred_on, *first_leaves_on, cited)?;
                }
            }
            Event::Left { person, .. } => {
                let worker = self.worker(person)?;
                only_in(&worker.state(), &[WorkerState::Noticed])?;
                let (Some(area), Some(noticed_on)) = (self.area, self.noticed_on) else { return Ok(()) };
                not_before(stamp, noticed_on)?;
                self.job(person, stamp.occurred_on, cited)?;
                let rules = rules(area, noticed_on, cited)?;
                if rules.is_mass(self.leaving, self.staff) {
                    noticed_early_enough(area, rules, noticed_on, stamp.occurred_on, cited)?;
                }
            }
            Event::CompensationDue { person, since, monthly_fen, amount_fen, .. } => {
                let worker = self.worker(person)?;
                only_in(&worker.state(), &[WorkerState::Left])?;
                let (Some(area), Some(left_on)) = (self.area, worker.left_on) else { return Ok(()) };
                not_before(stamp, left_on)?;
                let due_fen = match self.employment(person, left_on, cited)? {
                    Some(job) if job.span.from < *since => Err(Refusal::ServiceShortened { since: job.span.from })?,
                    Some(_) => rules(area, left_on, cited)?.compensation(*since, left_on, *monthly_fen),
                    None if amount_fen.is_zero() => Fen::ZERO,
                    None => Err(Refusal::NoCompensation { person: person.clone() })?,
                };
                if *amount_fen != due_fen {
                    Err(Refusal::CompensationComputedOtherwise { amount_fen: due_fen })?;
                }
            }
            Event::Paid { person, amount_fen, slip } => self.worker(person)?.owed.takes(*amount_fen, slip)?,
            Event::PaymentAnnulled { person, payment, .. } => self.worker(person)?.owed.may_annul(*payment, stamp)?,
        }
        Ok(())
    }

    fn entails(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<Vec<Entailed>, Stop> {
        let Event::Left { person, evidence } = event else { return Ok(vec![]) };
        let job = self.employer.as_ref().zip(cited.find(person)?).and_then(|(employer, person)| {
            let open = person.jobs_with(employer).rfind(|e| e.span.to.is_none() && e.span.from <= stamp.occurred_on);
            open.and_then(|e| e.job)
        });
        let laid_off = job.map(|(job, _)| person.gets(person::Event::LaidOff { job, evidence: evidence.clone() }));
        Ok(laid_off.into_iter().collect())
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        let on = stamp.occurred_on;
        match event {
            Event::Noticed { area, employer, workers, leaving, staff, .. } => {
                (self.area, self.employer, self.noticed_on) = (Some(*area), Some(employer.clone()), Some(on));
                (self.leaving, self.staff) = (*leaving, *staff);
                self.workers = workers.iter().map(|worker| (worker.clone(), Worker::default())).collect();
            }
            Event::Left { person, .. }
            | Event::CompensationDue { person, .. }
            | Event::Paid { person, .. }
            | Event::PaymentAnnulled { person, .. } => {
                self.workers.entry(person.clone()).or_default().take(event, stamp);
            }
        }
    }
}

impl Layoff {
    pub const WORKERS_MAX: usize = 500;

    fn worker(&self, person: &Ref<Person>) -> Result<&Worker, Refusal> {
        self.workers.get(person).ok_or_else(|| Refusal::NotNamed { person: person.clone() })
    }

    /// The job that the worker had there on a day.
    fn job<'a>(&self, person: &Ref<Person>, on: Date, cited: &Cited<'a>) -> Result<&'a person::Engagement, Stop> {
        let file = cited.get(person)?;
        let job = self.employer.as_ref().and_then(|employer| file.jobs_with(employer).rfind(|e| e.span.holds(on)));
        Ok(job.ok_or_else(|| Refusal::NotEmployedThere { person: person.clone(), on })?)
    }

    /// That job where it is an employment: who worked on a welfare post has none there, and services (灵活就业) are none.
    fn employment<'a>(
        &self,
        person: &Ref<Person>,
        on: Date,
        cited: &Cited<'a>,
    ) -> Result<Option<&'a person::Engagement>, Stop> {
        let file = cited.get(person)?;
        let jobs = self.employer.as_ref().map(|employer| file.jobs_with(employer));
        let employed =
            |e: &&person::Engagement| e.span.holds(on) && matches!(e.job, Some((_, Job::AwayJob | Job::LocalJob)));
        Ok(jobs.and_then(|mut jobs| jobs.rfind(employed)))
    }
}

/// Nobody leaves before the limit of the notice is over.
fn noticed_early_enough(
    area: AreaCode,
    rules: &Rules,
    noticed_on: Date,
    leaves_on: Date,
    cited: &Cited,
) -> Result<(), Stop> {
    let ends = on_work_days(cited, area, |days| rules.notice.last_day(noticed_on, &[], days))?;
    if let Some(earliest) = ends.filter(|ends| leaves_on < *ends) {
        Err(Refusal::LayoffNoticeTooShort { leaves_on, earliest })?;
    }
    Ok(())
}

fn rules<'a>(area: AreaCode, on: Date, cited: &Cited<'a>) -> Result<&'a Rules, Stop> {
    match &in_force(cited, STANDARD, area, on)?.version.standard {
        Standard::Layoff(rules) => Ok(rules),
        _ => Err(Common::NotConfigured { standard: STANDARD.into(), area, on })?,
    }
}
