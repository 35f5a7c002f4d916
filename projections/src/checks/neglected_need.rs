//! F4 漠视群众实际需求 neglected need: someone who comes first by the standard was refused, or waits too long, while someone who comes
//! after them was placed in the same village; or a survey of demand is not answered in time.
//!
//! Innocent: who declined, as the evidence shows; who may not or cannot do the duty; who was placed in time; a survey that was
//! answered, if only to say why nothing can be done. Without a standard of priority nobody comes first: "not configured".
//! Notice §二(四); DOMAIN §4 F4.

use domain::{
    actor::Actor,
    area,
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    stream::StreamId,
    values::{AreaCode, Date, Fen},
};
use uuid::Uuid;

use super::{Check, Finding, Finds, Parameters};
use crate::{
    check_tables,
    known::pool::{Applied, End, Holding, all_held, happened, needier},
    model::{Projection, Seen, Then},
    pool, table,
};

pub const NEGLECTED_NEED: Check = Check {
    id: CheckId::NeglectedNeed,
    how: &["refused", "waiting", "unanswered"],
    says: &["case", "person", "other_case", "other_person", "since"],
    projection: Projection {
        name: "check_neglected_need",
        version: 1,
        title_zh: "漠视群众实际需求",
        title_en: "Neglected need",
        description: "An applicant who comes first by the standard refused or waiting while another is placed in the \
                      village; a survey of demand that is not answered.",
        tables: TABLES,
        folds: &["area", "calendar", "finding", "household", "person", "policy", "welfare_post"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

pool!(in "check_neglected_need");

table! {
    /// 需求摸底 A survey of demand that is not answered.
    pub struct Survey in "check_neglected_need_survey";
    key {
        /// The event that found it.
        survey: Uuid,
    }
    plain {
        /// Where.
        area: Option<AreaCode>,
        /// The area's case.
        subject: Option<StreamId>,
        /// When.
        day: Option<Date>,
        /// Who recorded it, and has it from the people.
        actor: Option<Actor>,
    }
}

table! {
    /// 待查 What to look at again on a day.
    pub struct LookAgain in "check_neglected_need_day";
    key {
        /// The day.
        day: Date,
        /// The pool of that village, or the area that was surveyed.
        village: AreaCode,
        /// The application or the survey by its event.
        told_by: Uuid,
    }
    plain {
        /// The village.
        area: Option<AreaCode>,
    }
}

check_tables! {
    CheckId::NeglectedNeed, in "check_neglected_need";
    applicants: ApplicantRow, holdings: HoldingRow, standings: StandingRow, houses: HouseRow,
    surveys: Survey, days: LookAgain
}

fn fold(t: &mut Tables, seen: &Seen) {
    match &seen.event {
        AnyEvent::Calendar(domain::calendar::Event::DayBegan { date }) => {
            let mut due = vec![];
            t.days.under(date, |row| {
                due.push((row.village, row.told_by));
                Then::Removed
            });
            for (village, told_by) in due {
                unanswered(t, told_by, *date, seen);
                look(t, village, seen);
            }
        }
        AnyEvent::Area(area::Event::DemandSurveyed { .. }) => {
            let survey = t.surveys.of((seen.stamp.id,));
            (survey.day, survey.area) = (Some(seen.stamp.occurred_on), seen.stamp.area);
            (survey.subject, survey.actor) = (Some(seen.stamp.subject.clone()), Some(seen.stamp.actor.clone()));
            unanswered(t, seen.stamp.id, seen.today(), seen);
        }
        AnyEvent::Area(area::Event::DemandAnswered { survey, .. }) => t.surveys.remove((*survey,)),
        _ => {
            for village in happened(t, seen) {
                look(t, village, seen);
            }
        }
    }
}

fn unanswered(t: &mut Tables, survey: Uuid, today: Date, seen: &Seen) {
    let Some(Survey { area: Some(area), subject: Some(case), day: Some(on), actor, .. }) =
        t.surveys.get((survey,)).cloned()
    else {
        return;
    };
    let by = t.parameters(area, on);
    let Some(days_max) = by.days("waiting_days_max") else { return };
    if today.days_since(on) <= days_max.into() {
        t.days.of((on.plus_days(days_max.saturating_add(1)), area, survey)).area = Some(area);
        return;
    }
    let finding = Finding {
        how: "unanswered",
        severity: Severity::Low,
        amount_fen: Fen::ZERO,
        area: Some(area),
        events: vec![survey],
        cases: vec![case.clone()],
        officials: actor.into_iter().collect(),
        says: vec![("case", case.to_string()), ("since", on.to_string())],
    };
    t.raise(format!("unanswered,{case},{survey}"), finding, &by, seen);
}

/// At everybody placed in that village, and whoever came before them.
fn look(t: &mut Tables, village: AreaCode, seen: &Seen) {
    let today = seen.today();
    for (post, placement, placed) in all_held(t, village) {
        let by = t.parameters(village, placed.decided_on);
        let Some(days_max) = by.days("waiting_days_max") else { continue };
        let applied = needier(t, village, &placed, |applicant| {
            let until = applicant.ended.as_ref().map_or(today, |ended| ended.on);
            let until = if applicant.ended.as_ref().is_some_and(|ended| ended.how == End::PassedOver) {
                until.plus_days(days_max)
            } else {
                until
            };
            applicant.applied_on <= placed.decided_on && placed.decided_on <= until
        });
        for applied in applied {
            let (.., applicant) = &applied;
            let how = match &applicant.ended {
                Some(ended) if ended.how == End::PassedOver => "refused",
                ended => {
                    let until = ended.as_ref().map_or(today, |ended| ended.on);
                    if until.days_since(applicant.applied_on) <= days_max.into() {
                        if ended.is_none() {
                            let on = applicant.applied_on.plus_days(days_max.saturating_add(1));
                            t.days.of((on, village, applicant.applied_by)).area = Some(village);
                        }
                        continue;
                    }
                    "waiting"
                }
            };
            say(t, how, village, &applied, (post.stream(), placement, &placed), &by, seen);
        }
    }
}

fn say(
    t: &mut Tables,
    how: &'static str,
    village: AreaCode,
    (post, person, applicant): &Applied,
    (other_post, placement, placed): (&StreamId, Uuid, &Holding),
    by: &Parameters,
    seen: &Seen,
) {
    let ended = applicant.ended.as_ref().map(|ended| ended.by);
    let cases = [post.stream(), person.stream(), other_post, placed.person.stream()];
    let finding = Finding {
        how,
        severity: if how == "refused" { Severity::High } else { Severity::Medium },
        amount_fen: Fen::ZERO,
        area: Some(village),
        events: [applicant.applied_by, placement].into_iter().chain(ended).collect(),
        cases: cases.into_iter().cloned().collect(),
        officials: placed.officials.iter().chain(&applicant.officials).cloned().collect(),
        says: vec![
            ("case", post.to_string()),
            ("person", person.to_string()),
            ("other_case", other_post.to_string()),
            ("other_person", placed.person.to_string()),
            ("since", applicant.applied_on.to_string()),
        ],
    };
    t.raise(format!("{how},{post},{person},{}", applicant.applied_by), finding, by, seen);
}

#[cfg(test)]
mod tests;
