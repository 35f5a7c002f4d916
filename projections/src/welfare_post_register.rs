//! 公益性岗位台账 welfare-post register: each post and its holder, who applied, who held it, what each month's duty
//! earned and was paid. Notice §二(四); DOMAIN §2.10, §3.

use domain::{
    kinds::AnyEvent,
    organisation::Organisation,
    person::Person,
    stream::Ref,
    values::{AreaCode, Date, Month, Span},
    welfare_post::{Event, WelfarePost},
};
use uuid::Uuid;

use crate::{
    model::{Balance, Projection, Row, Seen, Then, word},
    table, tables,
};

pub const WELFARE_POST_REGISTER: Projection = Projection {
    name: "welfare_post_register",
    version: 1,
    title_zh: "公益性岗位台账",
    title_en: "Welfare-post register",
    description: "Each rural welfare post: its holder, its applicants, its placements, and for each month the duty \
                  logged and assessed, the allowance accrued and credited.",
    tables: TABLES,
    folds: &["welfare_post"],
    start,
    by_case: &[
        "welfare_post_register",
        "welfare_post_register_application",
        "welfare_post_register_placement",
        "welfare_post_register_month",
    ],
    leads_to: |_| vec![],
};

table! {
    /// 岗位 One post, now.
    pub struct Post in "welfare_post_register";
    key {
        /// The post.
        post: Ref<WelfarePost>,
    }
    index {
        /// 所在地 Where it is.
        area: Option<AreaCode>,
        /// planned, approved, open, filled, vacant or abolished.
        state: String,
        /// 用人单位
        employing_unit: Option<Ref<Organisation>>,
        /// 在岗人员 Who holds it; the last one placed, should there be several.
        holder: Option<Ref<Person>>,
        /// 在岗人数 More than one is irregular, and may all the same be true.
        holders: u32,
    }
    plain {
        /// 岗位类别
        category: String,
        /// 全日制
        full_time: bool,
        /// The event that placed the holder.
        placement: Option<Uuid>,
        /// On duty since.
        since: Option<Date>,
        /// End of the holder's term.
        until: Option<Date>,
        /// 暂停履职
        suspended: bool,
        /// Where an exit stands: noticed, objected or rejected.
        exit: Option<String>,
        /// 意外伤害保险 Insured up to this day.
        insured_until: Option<Date>,
        /// Placements so far, without those annulled.
        placements: u32,
        /// Applications not decided yet.
        applicants_waiting: u32,
        /// 核定补贴 Allowances accrued so far.
        accrued_fen: Balance,
        /// Allowances that reached their payees.
        credited_fen: Balance,
        /// Position of the last event of the post.
        changed_at: u64,
    }
}

table! {
    /// 申请 The last application of one person for one post.
    pub struct Application in "welfare_post_register_application";
    key {
        /// The post.
        post: Ref<WelfarePost>,
        /// The applicant.
        person: Ref<Person>,
    }
    index {
        /// applied, village_reviewed, noticed, township_reviewed, county_approved, placed or refused.
        step: String,
        /// Where the post is.
        area: Option<AreaCode>,
    }
    plain {
        /// 申请日期
        applied_on: Option<Date>,
        /// 公示 First day of the public notice.
        noticed_from: Option<Date>,
        /// Last day of the public notice.
        noticed_to: Option<Date>,
        /// 县级审批日期
        approved_on: Option<Date>,
        /// Who approved it: person/organisation/role.
        approver: Option<String>,
        /// 不予录用原因
        refused_for: Option<String>,
        /// Placed or refused on this day.
        closed_on: Option<Date>,
        /// 回避 Officials who stood aside.
        recusals: u32,
    }
}

table! {
    /// 在岗经历 One spell of one person on one post.
    pub struct Placement in "welfare_post_register_placement";
    key {
        /// The post.
        post: Ref<WelfarePost>,
        /// The event that placed the person.
        placement: Uuid,
    }
    index {
        /// 在岗人员
        person: Option<Ref<Person>>,
        /// Where the post is.
        area: Option<AreaCode>,
    }
    plain {
        /// 上岗日期
        since: Option<Date>,
        /// 离岗日期
        left_on: Option<Date>,
        /// 离岗原因
        left_for: Option<String>,
        /// Agreed end of the term.
        until: Option<Date>,
        /// 全日制
        full_time: bool,
        /// 暂停履职
        suspended: bool,
        /// Where an exit stands: noticed, objected or rejected.
        exit: Option<String>,
        /// Position of the event that placed the person.
        placed_at: u64,
    }
}

table! {
    /// 履职与补贴 One month of one person on one post.
    pub struct DutyMonth in "welfare_post_register_month";
    key {
        /// The post.
        post: Ref<WelfarePost>,
        /// 在岗人员
        person: Ref<Person>,
        /// The month of duty.
        month: Month,
    }
    index {
        /// Where the post is.
        area: Option<AreaCode>,
        /// 考核结果 completed or not_completed.
        outcome: Option<String>,
    }
    plain {
        /// 履职天数 Days on duty, as logged.
        days_logged: Option<u8>,
        /// Assessed on this day.
        assessed_on: Option<Date>,
        /// Assessed by another body than the employing unit.
        substitute: bool,
        /// 核定补贴
        accrued_fen: Option<Balance>,
        /// Accrued on this day.
        accrued_on: Option<Date>,
        /// Reached the payee.
        credited_fen: Balance,
        /// The last credit's day.
        credited_on: Option<Date>,
    }
}

tables! { posts: Post, applications: Application, placements: Placement, months: DutyMonth }

fn fold(t: &mut Tables, seen: &Seen) {
    let AnyEvent::WelfarePost(event) = &seen.event else { return };
    let Some(post) = Ref::<WelfarePost>::to(&seen.stamp.subject) else { return };
    let on = seen.stamp.occurred_on;
    let area = seen.stamp.area;
    let row = t.posts.of((post.clone(),));
    row.changed_at = seen.position;
    row.area = area.or(row.area);
    match event {
        Event::Planned { category, employing_unit, full_time, .. } => {
            row.state = "planned".into();
            row.category = word(category);
            row.employing_unit = Some(employing_unit.clone());
            row.full_time = *full_time;
        }
        Event::Approved {} => row.state = "approved".into(),
        Event::Opened {} => row.state = "open".into(),
        Event::Abolished { .. } => row.state = "abolished".into(),
        Event::Insured { span, .. } => row.insured_until = span.to,
        Event::DutySuspended { .. } => of_holder(t, &post, None, |held| held.suspended = true),
        Event::DutyResumed {} => of_holder(t, &post, None, |held| held.suspended = false),
        Event::ExitNoticed { .. } => of_holder(t, &post, None, |held| held.exit = Some("noticed".into())),
        Event::ExitObjected { .. } => of_holder(t, &post, None, |held| held.exit = Some("objected".into())),
        Event::ExitObjectionDecided { upheld, .. } => {
            of_holder(t, &post, None, |held| held.exit = (!upheld).then(|| "rejected".into()));
        }
        Event::Applied { person, .. } => {
            row.applicants_waiting = row.applicants_waiting.saturating_add(1);
            t.applications.remove((post.clone(), person.clone()));
            let application = t.applications.of((post, person.clone()));
            application.applied_on = Some(on);
            step(application, "applied", area);
        }
        Event::RecusalDeclared { person, .. } => t.applications.of((post, person.clone())).recusals += 1,
        Event::VillageReviewed { person, .. } => {
            step(t.applications.of((post, person.clone())), "village_reviewed", area);
        }
        Event::Noticed { person, span: Span { from, to } } => {
            let application = t.applications.of((post, person.clone()));
            (application.noticed_from, application.noticed_to) = (Some(*from), *to);
            step(application, "noticed", area);
        }
        Event::TownshipReviewed { person } => {
            step(t.applications.of((post, person.clone())), "township_reviewed", area);
        }
        Event::CountyApproved { person, .. } => {
            let application = t.applications.of((post, person.clone()));
            application.approved_on = Some(on);
            application.approver = Some(seen.stamp.actor.to_string());
            step(application, "county_approved", area);
        }
        Event::ApplicationRefused { person, reason, .. } => {
            row.applicants_waiting = row.applicants_waiting.saturating_sub(1);
            let application = t.applications.of((post, person.clone()));
            application.refused_for = Some(word(reason));
            application.closed_on = Some(on);
            step(application, "refused", area);
        }
        Event::Placed { person, full_time, until, .. } => {
            row.applicants_waiting = row.applicants_waiting.saturating_sub(1);
            row.placements = row.placements.saturating_add(1);
            row.state = "filled".into();
            let application = t.applications.of((post.clone(), person.clone()));
            application.closed_on = Some(on);
            step(application, "placed", area);
            let placement = t.placements.of((post.clone(), seen.stamp.id));
            (placement.person, placement.area, placement.since) = (Some(person.clone()), area, Some(on));
            (placement.until, placement.full_time, placement.placed_at) = (*until, *full_time, seen.position);
            show_holder(t, &post);
        }
        Event::PlacementAnnulled { placement, .. } => {
            if t.placements.get((post.clone(), *placement)).is_some() {
                row.placements = row.placements.saturating_sub(1);
                t.placements.remove((post.clone(), *placement));
                show_holder(t, &post);
            }
        }
        Event::Renewed { until, .. } => of_holder(t, &post, None, |held| held.until = Some(*until)),
        Event::Left { person, reason, .. } => of_holder(t, &post, person.as_ref(), |held| {
            (held.left_on, held.left_for) = (Some(on), Some(word(reason)));
        }),
        Event::DutyLogged { person, month, days, .. } => {
            let known = t.months.of((post, person.clone(), *month));
            (known.days_logged, known.area) = (Some(*days), area);
        }
        Event::DutyAssessed { person, month, outcome, substitute, .. } => {
            let known = t.months.of((post, person.clone(), *month));
            (known.outcome, known.substitute) = (Some(word(outcome)), *substitute);
            (known.assessed_on, known.area) = (Some(on), area);
        }
        Event::AllowanceAccrued { person, month, amount_fen } => {
            row.accrued_fen += *amount_fen;
            let known = t.months.of((post, person.clone(), *month));
            (known.accrued_fen, known.accrued_on, known.area) = (Some((*amount_fen).into()), Some(on), area);
        }
        Event::AllowanceCredited { person, month, amount_fen, .. } => {
            row.credited_fen += *amount_fen;
            let known = t.months.of((post, person.clone(), *month));
            known.credited_fen += *amount_fen;
            (known.credited_on, known.area) = (Some(on), area);
        }
        Event::AllowanceReturned { person, month, amount_fen, .. } => {
            row.credited_fen -= *amount_fen;
            t.months.of((post, person.clone(), *month)).credited_fen -= *amount_fen;
        }
    }
}

fn step(application: &mut Application, name: &str, area: Option<AreaCode>) {
    application.step = name.into();
    application.area = area;
}

/// Changes the spell of the holder, or of the one named while the post has, irregularly, several.
fn of_holder(
    t: &mut Tables,
    post: &Ref<WelfarePost>,
    person: Option<&Ref<Person>>,
    change: impl FnOnce(&mut Placement),
) {
    let meant = open_placements(t, post).into_iter().rfind(|open| person.is_none() || open.person.as_ref() == person);
    if let Some(placement) = meant.and_then(|meant| t.placements.find(meant.key())) {
        change(placement);
        show_holder(t, post);
    }
}

/// In the order in which they were recorded.
fn open_placements(t: &mut Tables, post: &Ref<WelfarePost>) -> Vec<Placement> {
    let mut open = vec![];
    t.placements.under(post, |placement| {
        if placement.left_on.is_none() {
            open.push(placement.clone());
        }
        Then::Kept
    });
    open.sort_unstable_by_key(|placement| placement.placed_at);
    open
}

/// What the post shows of its holder is what the last open spell says.
fn show_holder(t: &mut Tables, post: &Ref<WelfarePost>) {
    let open = open_placements(t, post);
    let row = t.posts.of((post.clone(),));
    row.holders = u32::try_from(open.len()).unwrap_or(u32::MAX);
    let held = open.last();
    row.holder = held.and_then(|held| held.person.clone());
    row.placement = held.map(|held| held.placement);
    (row.since, row.until) = (held.and_then(|held| held.since), held.and_then(|held| held.until));
    row.suspended = held.is_some_and(|held| held.suspended);
    row.exit = held.and_then(|held| held.exit.clone());
    if held.is_none() && row.state == "filled" {
        row.state = if row.placements > 0 { "vacant" } else { "open" }.into();
    }
}

#[cfg(test)]
mod tests;
