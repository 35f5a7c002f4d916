//! Complaints of wages.

use domain::{
    organisation::Organisation,
    owed::{Credit, Owed},
    person::Person,
    policy::Standard,
    stream::Ref,
    values::{AreaCode, Date},
    wage_complaint::{Course, Event, STANDARD, State, WageComplaint},
};

use super::{
    Tables,
    limits::{Of, Under, keep, rest},
    standards,
};
use crate::{
    model::{Balance, List, Named, Seen, word},
    table,
};

table! {
    /// 欠薪投诉 One complaint of wages.
    pub struct Complaint in "dispute_clocks_complaint";
    key {
        /// The complaint.
        complaint: Ref<WageComplaint>,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
        /// filed, checked, unfounded, ordered, paid, transferred or withdrawn.
        state: Named<State>,
        /// 劳动者
        worker: Option<Ref<Person>>,
        /// 用人单位
        employer: Option<Ref<Organisation>>,
        /// 逾期 A limit passed before what was due was done.
        is_late: bool,
    }
    plain {
        /// In this state since.
        since: Option<Date>,
        /// 投诉日期
        filed_on: Option<Date>,
        /// 核查
        checked_on: Option<Date>,
        /// 责令支付
        ordered_on: Option<Date>,
        /// 限期支付
        pay_by: Option<Date>,
        /// Unfounded, paid, transferred or withdrawn.
        ended_on: Option<Date>,
        /// Limits that passed, whether what was due was done later or not.
        late: List<String>,
        /// 未配置 Standards that are missing, so that some limit is not known.
        not_configured: List<String>,
        /// 投诉金额
        claimed_fen: Balance,
        /// 查实欠薪
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
    let Some(complaint) = Ref::to(&seen.stamp.subject) else { return };
    let row = t.complaints.of((complaint,));
    row.area = seen.stamp.area.or(row.area);
    if let Event::Filed { worker, employer, claimed_fen, .. } = event {
        (row.worker, row.employer) = (Some(worker.clone()), Some(employer.clone()));
        row.claimed_fen = (*claimed_fen).into();
    }
    let mut course = row.course();
    course.take(event, &seen.stamp);
    row.follow(course);
}

pub(super) fn refresh(t: &mut Tables, complaint: &Ref<WageComplaint>) {
    let Some(row) = t.complaints.get((complaint.clone(),)) else { return };
    let (Some(area), Some(worker), course) = (row.area, row.worker.clone(), row.course()) else { return };
    let of = Of { subject: complaint.stream().clone(), worker, area };
    let mut all = vec![];
    for (name, clock) in course.clocks() {
        let limit = match standards::in_force(t, STANDARD, area, clock.from) {
            Some(Standard::WageComplaint(limits)) => Some(limits.of(name)),
            _ => None,
        };
        all.push(keep(t, &of, &word(&name), &clock, &Under::Standard(STANDARD, limit)));
    }
    if let Some((pay_by, clock)) = course.payment() {
        all.push(keep(t, &of, "payment", &clock, &Under::Day(pay_by)));
    }
    rest(t, &of.subject, STANDARD, &all);
    let row = t.complaints.of((complaint.clone(),));
    (row.late, row.not_configured) = (List::default(), List::default());
    for kept in all {
        if kept.is_late() {
            row.late.add(kept.clock);
        }
        if let Some(missing) = kept.missing {
            row.not_configured.add(missing);
        }
    }
    row.is_late = !row.late.0.is_empty();
}

impl Complaint {
    fn course(&self) -> Course {
        Course {
            state: self.state.0,
            since: self.since,
            filed_on: self.filed_on,
            checked_on: self.checked_on,
            ordered_on: self.ordered_on,
            pay_by: self.pay_by,
            ended_on: self.ended_on,
            owed: Owed { due_fen: self.owed_fen.into(), credits: self.credits.0.clone() },
        }
    }

    fn follow(&mut self, course: Course) {
        (self.state, self.since) = (Named(course.state), course.since);
        (self.filed_on, self.checked_on, self.ordered_on) = (course.filed_on, course.checked_on, course.ordered_on);
        (self.pay_by, self.ended_on) = (course.pay_by, course.ended_on);
        self.owed_fen = course.owed.due_fen.into();
        self.credited_fen = course.owed.credited_fen().into();
        self.outstanding_fen = course.owed.outstanding_fen().into();
        self.credits = List(course.owed.credits);
    }
}
