//! Disputes.

use domain::{
    dispute::{ClaimKind, ClockName, Course, Dispute, Event, Finality, STANDARD, State},
    organisation::Organisation,
    owed::{Credit, Owed},
    person::Person,
    policy::Standard,
    stream::Ref,
    values::{AreaCode, Date, Span},
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
    /// 劳动争议 One dispute.
    pub struct Status in "dispute_clocks";
    key {
        /// The dispute.
        dispute: Ref<Dispute>,
    }
    index {
        /// 所属地区
        area: Option<AreaCode>,
        /// filed, supplement_asked, accepted, refused, lapsed, mediating, settled, hearing, partially_awarded, awarded, effective,
        /// enforcing, credited, closed, withdrawn, dismissed, enforcement_terminated or court.
        state: Named<State>,
        /// 劳动者
        worker: Option<Ref<Person>>,
        /// 用人单位
        employer: Option<Ref<Organisation>>,
        /// 绿色通道
        green_channel: bool,
        /// 逾期 A limit passed before what was due was done.
        is_late: bool,
    }
    plain {
        /// In this state since.
        since: Option<Date>,
        /// 争议类型
        claims: List<ClaimKind>,
        /// 申请日期
        filed_on: Option<Date>,
        /// 收到申请 Filed, or complete after a supplement.
        received_on: Option<Date>,
        /// 要求补正 Told what is missing, and not supplied.
        asked_on: Option<Date>,
        /// 受理或不予受理
        answered_on: Option<Date>,
        /// 受理
        accepted_on: Option<Date>,
        /// 组庭通知
        tribunal_on: Option<Date>,
        /// 中止审理
        suspensions: List<Span>,
        /// 延期
        extended_on: Option<Date>,
        /// Days by which it was extended.
        extended_by: Option<u32>,
        /// 调解、裁决或驳回
        concluded_on: Option<Date>,
        /// 撤回、视为撤回或起诉
        ended_on: Option<Date>,
        /// final or appealable.
        finality: Option<Named<Finality>>,
        /// 受理期限 The last day on which acceptance is decided in time.
        acceptance_due_on: Option<Date>,
        /// 组庭期限
        tribunal_due_on: Option<Date>,
        /// 审结期限
        award_due_on: Option<Date>,
        /// 延长后的审结期限
        extension_due_on: Option<Date>,
        /// 绿色通道目标
        green_channel_due_on: Option<Date>,
        /// 逾期的期限 Limits that passed, whether what was due was done later or not.
        late: List<ClockName>,
        /// 未配置 Standards that are missing, so that some limit is not known.
        not_configured: List<String>,
        /// 应付 Settled or awarded, as it stands.
        awarded_fen: Balance,
        /// 到账
        credited_fen: Balance,
        /// 未付
        outstanding_fen: Balance,
        /// Credits so far.
        credits: List<Credit>,
    }
}

pub(super) fn happened(t: &mut Tables, event: &Event, seen: &Seen) {
    let Some(dispute) = Ref::to(&seen.stamp.subject) else { return };
    let row = t.disputes.of((dispute,));
    row.area = seen.stamp.area.or(row.area);
    if let Event::Filed { worker, employer, claims, .. } = event {
        (row.worker, row.employer) = (Some(worker.clone()), Some(employer.clone()));
        row.filed_on = Some(seen.stamp.occurred_on);
        row.claims = List::default();
        for claimed in claims {
            row.claims.add(claimed.kind.clone());
        }
    }
    let mut course = row.course();
    course.take(event, &seen.stamp);
    row.follow(course);
}

pub(super) fn refresh(t: &mut Tables, dispute: &Ref<Dispute>) {
    let Some(row) = t.disputes.get((dispute.clone(),)) else { return };
    let (Some(area), Some(worker), course) = (row.area, row.worker.clone(), row.course()) else { return };
    let of = Of { subject: dispute.stream().clone(), worker, area };
    let (mut names, mut all) = (vec![], vec![]);
    for (name, clock) in course.clocks() {
        let limit = match standards::in_force(t, STANDARD, area, clock.from) {
            Some(Standard::Dispute(limits)) => Some(limits.of(name, &course)),
            _ => None,
        };
        names.push(name);
        all.push(keep(t, &of, &word(&name), &clock, &Under::Standard(STANDARD, limit)));
    }
    rest(t, &of.subject, STANDARD, &all);
    let row = t.disputes.of((dispute.clone(),));
    (row.late, row.not_configured) = (List::default(), List::default());
    for (name, kept) in names.into_iter().zip(all) {
        *row.due_mut(name) = kept.due_on;
        if kept.is_late() {
            row.late.add(name);
        }
        if let Some(missing) = kept.missing {
            row.not_configured.add(missing);
        }
    }
    row.is_late = !row.late.0.is_empty();
}

impl Status {
    fn due_mut(&mut self, name: ClockName) -> &mut Option<Date> {
        match name {
            ClockName::Acceptance => &mut self.acceptance_due_on,
            ClockName::Tribunal => &mut self.tribunal_due_on,
            ClockName::Award => &mut self.award_due_on,
            ClockName::Extension => &mut self.extension_due_on,
            ClockName::GreenChannel => &mut self.green_channel_due_on,
        }
    }

    fn course(&self) -> Course {
        Course {
            state: self.state.0,
            since: self.since,
            green_channel: self.green_channel,
            received_on: self.received_on,
            asked_on: self.asked_on,
            answered_on: self.answered_on,
            accepted_on: self.accepted_on,
            tribunal_on: self.tribunal_on,
            suspensions: self.suspensions.0.clone(),
            extended_on: self.extended_on,
            extended_by: self.extended_by.and_then(|days| days.try_into().ok()),
            concluded_on: self.concluded_on,
            ended_on: self.ended_on,
            finality: self.finality.map(|finality| finality.0),
            owed: Owed { due_fen: self.awarded_fen.into(), credits: self.credits.0.clone() },
        }
    }

    fn follow(&mut self, course: Course) {
        (self.state, self.since, self.green_channel) = (Named(course.state), course.since, course.green_channel);
        (self.received_on, self.asked_on, self.answered_on) = (course.received_on, course.asked_on, course.answered_on);
        (self.accepted_on, self.tribunal_on) = (course.accepted_on, course.tribunal_on);
        (self.extended_on, self.extended_by) = (course.extended_on, course.extended_by.map(Into::into));
        (self.concluded_on, self.ended_on) = (course.concluded_on, course.ended_on);
        self.finality = course.finality.map(Named);
        self.suspensions = List(course.suspensions);
        self.awarded_fen = course.owed.due_fen.into();
        self.credited_fen = course.owed.credited_fen().into();
        self.outstanding_fen = course.owed.outstanding_fen().into();
        self.credits = List(course.owed.credits);
    }
}
