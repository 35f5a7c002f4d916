//! 奖补 Who counts for which period, and what that earned and was paid.

use domain::{
    claim::Period,
    person::Person,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Fen},
};

use super::Tables;
use crate::{
    model::{Balance, Seen, Then},
    table,
};

table! {
    /// 认定吸纳 One worker who counts for a period.
    pub struct Counted in "workshop_register_count";
    key {
        /// The workshop or base.
        carrier: StreamId,
        /// As claims spell it: 2025, 2025-q1, 2025-03.
        period: String,
        /// 认定人员
        person: Ref<Person>,
    }
    index {
        /// Where the workshop or base is.
        area: Option<AreaCode>,
    }
    plain {
        /// 务工收入 Earned in the period, as far as it counts.
        income_fen: Balance,
        /// Counted on this day.
        counted_on: Option<Date>,
        /// First day of the period.
        period_from: Option<Date>,
        /// Last day of the period.
        period_to: Option<Date>,
    }
}

table! {
    /// 奖补期 What one period came to.
    pub struct PeriodRow in "workshop_register_period";
    key {
        /// The workshop or base.
        carrier: StreamId,
        /// As claims spell it: 2025, 2025-q1, 2025-03.
        period: String,
    }
    index {
        /// Where the workshop or base is.
        area: Option<AreaCode>,
        /// 梯次 Of a workshop; 1 is the lowest.
        tier: Option<u32>,
    }
    plain {
        /// 认定人数 Workers counted, whatever they worked and earned.
        counted: u32,
        /// 核算奖补
        awarded_fen: Option<Balance>,
        /// Computed on this day.
        computed_on: Option<Date>,
        /// Reached the operator, net of bank returns.
        credited_fen: Balance,
        /// The last credit's day.
        credited_on: Option<Date>,
        /// 追回 Of that, claimed back.
        clawed_back_fen: Balance,
    }
}

/// The row of a period.
pub(super) fn of<'t>(t: &'t mut Tables, period: Period, seen: &Seen) -> &'t mut PeriodRow {
    let row = t.periods.of((seen.stamp.subject.clone(), period.to_string()));
    row.area = seen.stamp.area;
    row
}

pub(super) fn counted(t: &mut Tables, person: &Ref<Person>, period: Period, income_fen: Fen, seen: &Seen) {
    let own = &seen.stamp.subject;
    let count = t.counts.of((own.clone(), period.to_string(), person.clone()));
    (count.area, count.income_fen, count.counted_on) =
        (seen.stamp.area, income_fen.into(), Some(seen.stamp.occurred_on));
    let days = period.span();
    (count.period_from, count.period_to) = (days.map(|days| days.from), days.and_then(|days| days.to));
    of(t, period, seen);
    tally(t, own);
}

/// Whoever did not work in a period does not count for it; where an award is computed, it stays as it was.
pub(super) fn uncounted(t: &mut Tables, person: &Ref<Person>, spells: &[(Date, Option<Date>)], carrier: &StreamId) {
    let mut settled = vec![];
    t.periods.under(carrier, |row| {
        settled.extend(row.awarded_fen.map(|_| row.period.clone()));
        Then::Kept
    });
    t.counts.under(carrier, |count| {
        let works = |(since, left_on): &(Date, Option<Date>)| {
            count.period_to.is_some_and(|to| *since <= to)
                && count.period_from.zip(*left_on).is_none_or(|(from, left)| from <= left)
        };
        let stays = count.person != *person || settled.contains(&count.period) || spells.iter().any(works);
        if stays { Then::Kept } else { Then::Removed }
    });
    tally(t, carrier);
}

fn tally(t: &mut Tables, carrier: &StreamId) {
    let mut of_period = std::collections::BTreeMap::<String, u32>::new();
    t.counts.under(carrier, |count| {
        *of_period.entry(count.period.clone()).or_default() += 1;
        Then::Kept
    });
    t.periods.under(carrier, |row| {
        let counted = of_period.get(&row.period).copied().unwrap_or(0);
        if row.counted == counted {
            return Then::Kept;
        }
        row.counted = counted;
        Then::Changed
    });
}

pub(super) fn computed(t: &mut Tables, period: Period, amount_fen: Fen, seen: &Seen) {
    t.carriers.of((seen.stamp.subject.clone(),)).awarded_fen += amount_fen;
    let row = of(t, period, seen);
    (row.awarded_fen, row.computed_on) = (Some(amount_fen.into()), Some(seen.stamp.occurred_on));
}

/// Credited, or with a minus sent back.
pub(super) fn credited(t: &mut Tables, period: Period, fen: i64, seen: &Seen) {
    t.carriers.of((seen.stamp.subject.clone(),)).credited_fen.add(fen);
    let row = of(t, period, seen);
    row.credited_fen.add(fen);
    if fen > 0 {
        row.credited_on = Some(seen.stamp.occurred_on);
    }
}

pub(super) fn clawed_back(t: &mut Tables, period: Period, amount_fen: Fen, seen: &Seen) {
    t.carriers.of((seen.stamp.subject.clone(),)).clawed_back_fen += amount_fen;
    of(t, period, seen).clawed_back_fen += amount_fen;
}
