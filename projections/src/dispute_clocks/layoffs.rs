//! Workers who were laid off.

use domain::{
    layoff::{Event, Layoff, STANDARD, Worker, WorkerState},
    organisation::Organisation,
    owed::{Credit, Owed},
    person::Person,
    policy::Standard,
    stream::Ref,
    values::{AreaCode, Date, Standing},
};

use super::{
    Tables,
    limits::{Of, Under, keep, rest},
    standards,
};
use crate::{
    model::{Balance, List, Named, Seen, Then},
    table,
};

table! {
    /// 被裁减人员 One worker of one layoff. Overdue is who left and has not been paid by the last day.
    pub struct LaidOff in "dispute_clocks_layoff";
    key {
        /// The layoff.
        layoff: Ref<Layoff>,
        /// 劳动者
        worker: Ref<Person>,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
        /// noticed, left, compensation_due, paid or nothing_due.
        state: Named<WorkerState>,
        /// 用人单位
        employer: Option<Ref<Organisation>>,
        /// Of the payment: running, met, met_late, late, void or not_configured; none before the worker left.
        standing: Option<Named<Standing>>,
        /// 支付期限 The last day on which it is paid in time.
        due_on: Option<Date>,
    }
    plain {
        /// 告知日期
        noticed_on: Option<Date>,
        /// 离职日期
        left_on: Option<Date>,
        /// 核定日期
        found_on: Option<Date>,
        /// 未配置 The standard that is missing.
        not_configured: Option<String>,
        /// 经济补偿
        owed_fen: Balance,
        /// 到账
        credited_fen: Balance,
        /// 未付
        outstanding_fen: Balance,
        /// Credits so far.
        credits: List<Credit>,
    }
}

pub(super) fn happened(t: &mut Tables, event: &Event, seen: &Seen) {
    let Some(layoff) = Ref::<Layoff>::to(&seen.stamp.subject) else { return };
    match event {
        Event::Noticed { employer, workers, .. } => {
            for worker in workers {
                let row = t.laid_off.of((layoff.clone(), worker.clone()));
                (row.area, row.employer) = (seen.stamp.area, Some(employer.clone()));
                row.noticed_on = Some(seen.stamp.occurred_on);
            }
        }
        Event::Left { person, .. }
        | Event::CompensationDue { person, .. }
        | Event::Paid { person, .. }
        | Event::PaymentAnnulled { person, .. } => {
            let row = t.laid_off.of((layoff, person.clone()));
            row.area = seen.stamp.area.or(row.area);
            let mut worker = row.as_worker();
            worker.take(event, &seen.stamp);
            row.follow(worker);
        }
    }
}

pub(super) fn refresh(t: &mut Tables, layoff: &Ref<Layoff>) {
    let mut workers = vec![];
    t.laid_off.under(layoff, |row| {
        workers.extend(row.area.zip(row.as_worker().clock()).map(|(area, clock)| (row.worker.clone(), area, clock)));
        Then::Kept
    });
    let mut all = vec![];
    for (worker, area, clock) in workers {
        let limit = match standards::in_force(t, STANDARD, area, clock.from) {
            Some(Standard::Layoff(rules)) => Some(rules.payment),
            _ => None,
        };
        let of = Of { subject: layoff.stream().clone(), worker: worker.clone(), area };
        let kept = keep(t, &of, "payment", &clock, &Under::Standard(STANDARD, limit));
        let row = t.laid_off.of((layoff.clone(), worker));
        (row.standing, row.due_on) = (Some(kept.standing), kept.due_on);
        row.not_configured.clone_from(&kept.missing);
        all.push(kept);
    }
    rest(t, layoff.stream(), STANDARD, &all);
}

impl LaidOff {
    fn as_worker(&self) -> Worker {
        let owed = Owed { due_fen: self.owed_fen.into(), credits: self.credits.0.clone() };
        Worker { left_on: self.left_on, found_on: self.found_on, owed }
    }

    fn follow(&mut self, worker: Worker) {
        self.state = Named(worker.state());
        (self.left_on, self.found_on) = (worker.left_on, worker.found_on);
        self.owed_fen = worker.owed.due_fen.into();
        self.credited_fen = worker.owed.credited_fen().into();
        self.outstanding_fen = worker.owed.outstanding_fen().into();
        self.credits = List(worker.owed.credits);
    }
}
