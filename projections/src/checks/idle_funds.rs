//! F31 滞留闲置 idle funds: money that a fund received is neither sent down nor used within the days that the standard gives.
//!
//! Used is what was given to the agent bank; what came first goes first. Without a standard for the days, or the year's table
//! of holidays, the check says nothing ("not configured") until there is one: no public source gives the days. Innocent:
//! money that was given back, carried over or given another purpose in time; what the bank returned counts from its receipt
//! all the same. It is looked at on the days that begin. Notice §二(四); DOMAIN §1, §2.12, §4 F31.

use domain::{
    finding::{CheckId, Severity},
    fund::Fund,
    kinds::AnyEvent,
    policy::Standard,
    stream::Ref,
    values::{AreaCode, Date, Limit, WorkDays},
};

use super::{Check, Finding, Finds, Parameters};
use crate::{
    agenda, check_tables, kept,
    known::{
        agenda::{due, look_on},
        passage::Passage,
    },
    model::{Balance, Kept, Projection, Seen, holidays, keep},
};

pub const IDLE_FUNDS: Check = Check {
    id: CheckId::IdleFunds,
    how: &["lying"],
    says: &["case", "since"],
    projection: Projection {
        name: "check_idle_funds",
        version: 3,
        title_zh: "资金滞留闲置",
        title_en: "Idle funds",
        description: "Money that was received and neither sent down nor used within the days of the standard.",
        tables: TABLES,
        folds: &["calendar", "finding", "fund", "policy"],
        start,
        by_case: &[],
        leads_to: |_| vec![],
    },
};

kept! {
    /// 资金 What a fund received, and how much of it went.
    PassageRow in "check_idle_funds_fund";
    key {
        /// The fund.
        fund: Ref<Fund>,
    }
    of Passage
}

agenda!("check_idle_funds_day"; /// The fund.
fund: Ref<Fund>);

check_tables! { CheckId::IdleFunds, in "check_idle_funds"; funds: PassageRow, days: LookAgain }

fn fold(t: &mut Tables, seen: &Seen) {
    for (fund, area) in due(&mut t.days, seen) {
        look(t, &fund, area, seen);
    }
    if let AnyEvent::Policy(event) = &seen.event {
        keep(&mut t.standards, event, seen, |standard| matches!(standard, Standard::Holidays(_)));
    }
    let AnyEvent::Fund(event) = &seen.event else { return };
    let Some((fund, area)) = Ref::<Fund>::to(&seen.stamp.subject).zip(seen.stamp.area) else { return };
    if t.funds.of((fund.clone(),)).change(Some(area)).moves(event, seen) {
        // The day after at the earliest, so that a history taken over is read to its end.
        let tomorrow = seen.stamp.recorded_on().plus_days(1);
        look_on(&mut t.days, tomorrow, fund, area);
    }
}

fn look(t: &mut Tables, fund: &Ref<Fund>, area: AreaCode, seen: &Seen) {
    let (today, tomorrow) = (seen.today(), seen.today().plus_days(1));
    let Some(passage) = t.funds.get((fund.clone(),)).and_then(|row| row.known().cloned()) else { return };
    let mut next: Option<Date> = None;
    for (receipt, left_fen) in passage.lying().filter(|(_, left_fen)| *left_fen > 0) {
        let by = t.parameters(area, receipt.on);
        // What is not configured may be tomorrow.
        let late_from = last_day(t, area, &by, receipt.on).map_or(tomorrow, |last| last.plus_days(1));
        if today < late_from {
            next = Some(next.map_or(late_from, |next| next.min(late_from)));
            continue;
        }
        let finding = Finding {
            how: "lying",
            severity: Severity::Medium,
            amount_fen: Balance(left_fen).into(),
            area: Some(area),
            events: vec![receipt.event, seen.stamp.id],
            cases: vec![fund.stream().clone()],
            officials: vec![],
            says: vec![("case", fund.to_string()), ("since", receipt.on.to_string())],
        };
        t.raise(format!("{fund},{}", receipt.event), finding, &by, seen);
    }
    if let Some(next) = next {
        look_on(&mut t.days, next, fund.clone(), area);
    }
}

/// The last day on which it may lie; none without the standard for the days, or the table of holidays that tells it.
fn last_day(t: &mut Tables, area: AreaCode, by: &Parameters, received_on: Date) -> Option<Date> {
    let days_max = Limit::CalendarDays(u16::try_from(by.get("days_max")?).ok()?);
    let compute = |days: &WorkDays| days_max.last_day(received_on, &[], days);
    WorkDays::computing(compute, |missing| holidays(&mut t.standards, area, missing)).ok().flatten()
}

#[cfg(test)]
mod tests {
    use domain::{
        fund::{Event, LedgerAccount},
        testing::{Fact, World, day, days, fact, note},
        values::Fen,
    };
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{
        checks::testing::{assert_finds, keys, set},
        model::testing::{
            assert_has, folded,
            money::{funded, received, sent_down, slip},
        },
    };

    const RECEIPT: Uuid = Uuid::from_u128(31);

    /// On the 1st of February the province has used what came before, and receives 1000 yuan, to be used within 60 days.
    fn received_again() -> World {
        let all_used = fact("2025-01-31", "fund-p25", sent_down(6000));
        let again = fact("2025-02-01", "fund-p25", received(None, 1000)).id(RECEIPT);
        funded().given([set(CheckId::IdleFunds, "days_max", 60), all_used, again])
    }

    fn sent(on: &str, yuan: u32) -> Fact {
        fact(on, "fund-p25", sent_down(yuan))
    }

    fn key() -> String {
        format!("fund-p25,{RECEIPT}")
    }

    #[test]
    fn what_lies_longer_than_the_standard_lets_it_is_found() {
        let lying = received_again().given(days("2025-02-02", "2025-04-02"));
        assert_finds(&IDLE_FUNDS, &lying, []);
        let late = lying.given(days("2025-04-03", "2025-04-03"));
        assert_finds(&IDLE_FUNDS, &late, [&key()]);
        let row = folded(&IDLE_FUNDS.projection, &late).row("check_idle_funds", &key().replace(',', "%2c"));
        assert_has(
            &row,
            &json!({"how": "lying", "severity": "medium", "amount_fen": 100_000, "cases": ["fund-p25"],
                "parameters": [["days_max", 60]], "found_on": "2025-04-03"}),
        );
    }

    #[test]
    fn without_the_receipt_there_is_nothing_to_find() {
        let all_used = fact("2025-01-31", "fund-p25", sent_down(6000));
        let world = funded().given([set(CheckId::IdleFunds, "days_max", 60), all_used]);
        assert_finds(&IDLE_FUNDS, &world.given(days("2025-02-02", "2025-04-10")), []);
    }

    #[test]
    fn money_that_was_sent_down_in_time_is_innocent_and_a_rest_of_it_is_not() {
        let until = |world: World| world.given(days("2025-03-21", "2025-04-10"));
        let world = || received_again().given(days("2025-02-02", "2025-03-20"));
        assert_finds(&IDLE_FUNDS, &until(world().given([sent("2025-03-20", 1000)])), []);
        let rest = until(world().given([sent("2025-03-20", 900)]));
        assert_finds(&IDLE_FUNDS, &rest, [&key()]);
        let row = folded(&IDLE_FUNDS.projection, &rest).row("check_idle_funds", &key().replace(',', "%2c"));
        assert_has(&row, &json!({"amount_fen": 10_000}));
    }

    #[test]
    fn without_a_standard_for_the_days_nothing_is_said_until_there_is_one() {
        let lying = funded().given(days("2025-01-21", "2025-06-10"));
        assert_finds(&IDLE_FUNDS, &lying, []);
        let first =
            lying.recorded().iter().find(|(stamp, _)| stamp.occurred_on == day("2025-01-20")).expect("a receipt");
        let key = format!("fund-c25,{}", first.0.id);
        let configured = lying.given([set(CheckId::IdleFunds, "days_max", 60)]);
        assert_eq!(keys(&IDLE_FUNDS, &configured.given(days("2025-06-11", "2025-06-11"))), [key]);
    }

    #[test]
    fn a_last_day_off_rolls_on() {
        let all_used = fact("2025-01-31", "fund-p25", sent_down(6000));
        let again = fact("2025-02-01", "fund-p25", received(None, 1000)).id(RECEIPT);
        // The 4th of April is a holiday, the next day that is none the 7th.
        let world = funded().given([set(CheckId::IdleFunds, "days_max", 62), all_used, again]);
        let lying = world.given(days("2025-02-02", "2025-04-07"));
        assert_finds(&IDLE_FUNDS, &lying, []);
        assert_finds(&IDLE_FUNDS, &lying.given(days("2025-04-08", "2025-04-08")), [&key()]);
    }

    #[test]
    fn a_receipt_that_was_a_mistake_and_its_reversal_change_nothing() {
        let mistake = fact("2025-03-10", "fund-p25", received(None, 1000)).id(Uuid::from_u128(32));
        let reversal = Event::Reversed {
            event: Uuid::from_u128(32),
            from: LedgerAccount::Received,
            to: LedgerAccount::Available,
            amount_fen: Fen::yuan(1000),
            reason: note("记错"),
            evidence: slip(),
        };
        let reversed = fact("2025-03-10", "fund-p25", reversal).by("another");
        let world = received_again().given(days("2025-02-02", "2025-03-10")).given([mistake, reversed]);
        assert_finds(&IDLE_FUNDS, &world.given(days("2025-03-11", "2025-06-10")), [&key()]);
    }
}
