//! F16 停产仍领奖补 award after stoppage: a workshop was paid an award for more than the days of the period on which it was recognised
//! and produced.
//!
//! Days that earn are those of a recognition, without a stoppage. Innocent: rest in a season that was registered before; an
//! award reckoned for the days before the stop; one that was claimed back as far as it was too much, when the stop became
//! known. What the whole period would give is what the standard of tiers in force at its end gives for all who were counted;
//! without such a standard the check says nothing. It is looked at on the day after, so that a stop that is learnt with its
//! clawback is no finding. Notice §二(二), §二(四); DOMAIN §2.8, §4 F16.

use domain::{
    actor::Actor,
    carrier::pro_rata,
    claim::Period,
    finding::{CheckId, Severity},
    kinds::AnyEvent,
    person::Person,
    policy::Standard,
    stream::Ref,
    values::{AreaCode, Date, Fen, Span},
    workshop::{Event, Production, Workshop},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Check, Finding, Finds};
use crate::{
    agenda, check_tables, kept,
    known::agenda::{due, look_on},
    model::{Balance, Holding, Kept, Projection, Seen, in_force, keep},
};

pub const AWARD_AFTER_STOPPAGE: Check = Check {
    id: CheckId::AwardAfterStoppage,
    how: &["stopped", "exited"],
    says: &["case", "period", "since"],
    projection: Projection {
        name: "check_award_after_stoppage",
        version: 1,
        title_zh: "停产仍领奖补",
        title_en: "Award after stoppage",
        description: "An award that was paid to a workshop for days after it had stopped or exited.",
        tables: TABLES,
        folds: &["calendar", "finding", "policy", "workshop"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

/// 车间 When it could earn, and what it was awarded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    recognised: Vec<Span>,
    production: Production,
    awards: Vec<Award>,
    /// The events that say that it stopped or exited.
    ended_by: Vec<(Date, Uuid)>,
}

/// 奖补 Of one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Award {
    period: Period,
    counted: Vec<(Ref<Person>, Fen)>,
    computed_by: Option<Uuid>,
    official: Option<Actor>,
    credited_fen: i64,
    credited_by: Vec<Uuid>,
    clawed_back_fen: i64,
}

kept! {
    /// 车间 What is known of one workshop.
    WorkshopRow in "check_award_after_stoppage_workshop";
    key {
        /// The workshop.
        workshop: Ref<Workshop>,
    }
    of Operation
}

agenda!("check_award_after_stoppage_day"; /// The workshop.
workshop: Ref<Workshop>);

check_tables! {
    CheckId::AwardAfterStoppage, in "check_award_after_stoppage"; workshops: WorkshopRow, days: LookAgain
}

fn fold(t: &mut Tables, seen: &Seen) {
    for (workshop, area) in due(&mut t.days, seen) {
        look(t, &workshop, area, seen);
    }
    match &seen.event {
        AnyEvent::Workshop(event) => {
            let Some((workshop, area)) = Ref::<Workshop>::to(&seen.stamp.subject).zip(seen.stamp.area) else { return };
            t.workshops.of((workshop.clone(),)).change(Some(area)).take(event, seen);
            if matches!(event, Event::AwardCredited { .. } | Event::StoppageDetected { .. } | Event::Exited { .. }) {
                look_on(&mut t.days, seen.stamp.recorded_on().plus_days(1), workshop, area);
            }
        }
        AnyEvent::Policy(event) => {
            keep(&mut t.standards, event, seen, |standard| matches!(standard, Standard::WorkshopTiers { .. }));
        }
        _ => {}
    }
}

impl Operation {
    fn take(&mut self, event: &Event, seen: &Seen) {
        let (id, on) = (seen.stamp.id, seen.stamp.occurred_on);
        self.production.take(event, &seen.stamp);
        match event {
            Event::Recognised { .. } => self.recognised.push(Span { from: on, to: None }),
            Event::Exited { .. } => {
                if let Some(last) = self.recognised.last_mut() {
                    last.to = Some(on.plus_days(-1));
                }
                self.ended_by.push((on, id));
            }
            Event::StoppageDetected { .. } => self.ended_by.push((on, id)),
            Event::WorkerCounted { person, period, income_fen, .. } => {
                let counted = &mut self.award(*period).counted;
                counted.retain(|(known, _)| known != person);
                counted.push((person.clone(), *income_fen));
            }
            Event::AwardComputed { period, .. } => {
                let award = self.award(*period);
                (award.computed_by, award.official) = (Some(id), Some(seen.stamp.actor.clone()));
            }
            Event::AwardCredited { period, amount_fen, .. } => {
                let award = self.award(*period);
                award.credited_fen += amount_fen.get();
                award.credited_by.push(id);
            }
            Event::AwardReturned { period, amount_fen, .. } => self.award(*period).credited_fen -= amount_fen.get(),
            Event::ClawbackOpened { period, amount_fen, .. } => self.award(*period).clawed_back_fen += amount_fen.get(),
            _ => {}
        }
    }

    fn award(&mut self, period: Period) -> &mut Award {
        let at = self.awards.iter().position(|award| award.period == period).unwrap_or_else(|| {
            self.awards.push(Award {
                period,
                counted: vec![],
                computed_by: None,
                official: None,
                credited_fen: 0,
                credited_by: vec![],
                clawed_back_fen: 0,
            });
            self.awards.len() - 1
        });
        &mut self.awards[at]
    }

    fn earns(&self, day: Date) -> bool {
        self.recognised.iter().any(|span| span.holds(day)) && !self.production.failed_on(day)
    }

    /// The first day of the period after a recognition had begun that earned nothing, and whether production had stopped.
    fn ended(&self, days: Span) -> Option<(Date, bool)> {
        let began = self.recognised.iter().map(|span| span.from).min()?;
        let (first, last) = (days.from.max(began), days.to?);
        let all = (0..=i32::try_from(last.days_since(first)).ok()?).map(|day| first.plus_days(day));
        all.into_iter().find(|day| !self.earns(*day)).map(|day| (day, self.production.failed_on(day)))
    }
}

fn look(t: &mut Tables, workshop: &Ref<Workshop>, area: AreaCode, seen: &Seen) {
    let Some(known) = t.workshops.get((workshop.clone(),)).and_then(|row| row.known().cloned()) else { return };
    for award in &known.awards {
        let Some(days) = award.period.span() else { continue };
        let Some((since, stopped)) = known.ended(days) else { continue };
        let last = days.to.unwrap_or(days.from);
        let Some(Holding { sets: Standard::WorkshopTiers { tiers, .. }, .. }) =
            in_force(&mut t.standards, "workshop_tiers", area, last)
        else {
            continue;
        };
        let heads = u32::try_from(award.counted.len()).unwrap_or(u32::MAX);
        let income_fen: Fen = award.counted.iter().map(|(_, income_fen)| *income_fen).sum();
        let reached = tiers.iter().rfind(|tier| heads >= tier.heads_min);
        let whole_fen = reached.map_or(Fen::ZERO, |tier| tier.rate.amount(heads, income_fen).min(tier.cap_fen));
        let earned_fen = pro_rata(whole_fen, award.period, |day| known.earns(day)).get();
        let beyond_fen = award.credited_fen - award.clawed_back_fen - earned_fen;
        if beyond_fen <= 0 {
            continue;
        }
        let by = t.parameters(area, seen.today());
        let ended_by = known.ended_by.iter().filter(|(on, _)| *on <= last).map(|(_, event)| *event);
        let finding = Finding {
            how: if stopped { "stopped" } else { "exited" },
            severity: Severity::High,
            amount_fen: Balance(beyond_fen).into(),
            area: Some(area),
            events: ended_by.chain(award.computed_by).chain(award.credited_by.iter().copied()).collect(),
            cases: vec![workshop.stream().clone()],
            officials: award.official.iter().cloned().collect(),
            says: vec![
                ("case", workshop.to_string()),
                ("period", award.period.to_string()),
                ("since", since.to_string()),
            ],
        };
        t.raise(format!("{workshop},{}", award.period), finding, &by, seen);
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        claim::{ClawbackReason, Event as ClaimEvent},
        testing::{Fact, World, day, days, fact},
    };
    use serde_json::json;

    use super::*;
    use crate::{
        checks::testing::assert_finds,
        model::testing::{
            assert_has, folded,
            workshops::{WORKSHOP, award_claim, awarded, recognised, said, seen, tiers},
        },
    };

    const KEY: &str = "workshop-w1,2025";

    /// It stopped at the end of June.
    fn stopped() -> Fact {
        said("2025-07-01", Event::StoppageDetected { evidence: seen() })
    }

    fn operated(by: impl IntoIterator<Item = Fact>, yuan: u32) -> World {
        let paid = awarded(Fen::yuan(yuan));
        recognised().given([tiers()]).given(by).given(paid).given(days("2026-01-26", "2026-01-27"))
    }

    #[test]
    fn an_award_for_the_whole_year_of_a_workshop_that_stopped_is_found() {
        let world = operated([stopped()], 900);
        assert_finds(&AWARD_AFTER_STOPPAGE, &world, [KEY]);
        let row = folded(&AWARD_AFTER_STOPPAGE.projection, &world)
            .row("check_award_after_stoppage", &KEY.replace(',', "%2c"));
        // 181 of 365 days earned 446.30 yuan.
        assert_has(
            &row,
            &json!({"how": "stopped", "severity": "high", "amount_fen": 45_370, "cases": [WORKSHOP],
                "found_on": "2026-01-26"}),
        );
    }

    #[test]
    fn without_the_stop_or_without_the_money_there_is_nothing_to_find() {
        assert_finds(&AWARD_AFTER_STOPPAGE, &operated([], 900), []);
        let unpaid = recognised().given([tiers(), stopped()]).given(days("2026-01-26", "2026-01-27"));
        assert_finds(&AWARD_AFTER_STOPPAGE, &unpaid, []);
    }

    #[test]
    fn an_award_for_days_after_an_exit_is_found() {
        let exited = Event::Exited { reason: domain::workshop::ExitReason::Voluntary, evidence: seen() };
        let exited = said("2025-07-01", exited).decided_elsewhere();
        let world = operated([exited], 900);
        let row = folded(&AWARD_AFTER_STOPPAGE.projection, &world)
            .row("check_award_after_stoppage", &KEY.replace(',', "%2c"));
        assert_has(&row, &json!({"how": "exited", "amount_fen": 45_370}));
    }

    #[test]
    fn rest_in_a_registered_season_is_innocent() {
        let rests = Span { from: day("2025-06-15"), to: Some(day("2025-12-31")) };
        let season = said("2025-06-01", Event::SeasonRegistered { rests, evidence: seen() });
        assert_finds(&AWARD_AFTER_STOPPAGE, &operated([season, stopped()], 900), []);
    }

    #[test]
    fn an_award_for_the_days_before_the_stop_is_innocent() {
        assert_finds(&AWARD_AFTER_STOPPAGE, &operated([stopped()], 446), []);
    }

    #[test]
    fn a_stop_that_is_learnt_with_its_clawback_is_innocent() {
        let late = stopped().learnt("2026-02-10");
        let clawed_back = ClaimEvent::ClawbackOpened {
            amount_fen: Fen::new(45_370).expect("an amount"),
            reason: ClawbackReason::WrongAmount,
        };
        let clawed_back = fact("2026-02-10", &award_claim(), clawed_back);
        let learnt = operated([], 900).given(days("2026-01-28", "2026-02-10")).given([late]);
        let found = learnt.clone().given(days("2026-02-11", "2026-02-11"));
        assert_finds(&AWARD_AFTER_STOPPAGE, &found, [KEY]);
        assert_finds(&AWARD_AFTER_STOPPAGE, &learnt.given([clawed_back]).given(days("2026-02-11", "2026-02-11")), []);
    }
}
