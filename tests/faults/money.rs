//! Money is conserved: after every one of many operations, allowed or refused, what each fund holds is what books kept by
//! double entry say, beside it and without its code; in the fund's state and in the fund audit alike.
//!
//! Funds receive, send down, return, carry over and repurpose; claims are reserved, paid in batches that the bank answers in
//! part, wrongly or twice, clawed back, recovered and given up; years are closed and mistakes reversed. What is refused
//! changes nothing, and nothing that the rules judge takes from an account what is not there. What another system decided
//! is recorded against every rule, and makes or loses no money either.

mod books;
mod operation;
mod province;

use std::collections::BTreeMap;

use domain::{fund::LedgerAccount, values::Date};
use tests::instance::Seeded;

use self::{
    books::{Books, ORIGINS, Recovered, Said},
    operation::{Fund, Operation},
    province::{Province, Reversed},
};
use crate::scale::times;

/// Of one province, over a year and a half.
const OPERATIONS: usize = 500;
const DAYS: usize = 540;

/// How often it was allowed, and how often refused.
type Tally = BTreeMap<String, [usize; 2]>;

#[test]
fn whatever_is_done_with_money_none_is_made_or_lost() {
    let mut seeded = Seeded::told();
    let provinces = times(30, 2_000);
    let mut tally = Tally::new();
    for province in 0..provinces {
        conserves(&format!("province {province}"), &mut seeded.fork(), &mut tally);
    }
    let done: usize = tally.values().flatten().sum();
    println!("{done} operations in {provinces} provinces, allowed and refused: {tally:?}");
    for (what, [allowed, refused]) in tally {
        assert!(allowed > 0 && refused > 0, "{what} was allowed {allowed} times and refused {refused} times");
    }
}

fn conserves(name: &str, seeded: &mut Seeded, tally: &mut Tally) {
    let recovered = *seeded.pick(&[Recovered::Kept, Recovered::Up]);
    let is_told_by_others = seeded.below(4) == 0;
    let (mut books, mut province) = (Books::new(recovered), Province::new(recovered));
    let mut days: BTreeMap<usize, Date> = BTreeMap::new();
    let first = Date::new(2025, 2, 1).expect("a day");
    for number in 0..OPERATIONS {
        let Some(operation) = Operation::drawn(&books, seeded) else { continue };
        let today = first.plus_days(i32::try_from(number * DAYS / OPERATIONS).expect("few"));
        let elsewhere = is_told_by_others && operation.moves_money_of_a_fund() && seeded.below(10) == 0;
        let said = Said { number, year: today.year(), elsewhere };
        let told = format!("{name}, operation {number} on {today}, elsewhere {elsewhere}: {operation:?}");
        let reversed = match operation {
            Operation::Reverse { nth, .. } => Some(to_reverse(&books, nth, &days)),
            _ => None,
        };
        let before = balances(&books);
        let allowed = books.takes(said, &operation);
        let done = province.takes(said, &operation, today, reversed);
        assert_eq!(done.is_ok(), allowed || elsewhere, "{told}: {done:?}");
        agree(&books, &province, &told);
        if !elsewhere {
            took_nothing_that_was_not_there(&before, &books, &told);
        }
        days.insert(number, today);
        let name = if elsewhere { "decided elsewhere".into() } else { operation.name() };
        tally.entry(name).or_default()[usize::from(!allowed)] += 1;
    }
}

fn balances(books: &Books) -> Vec<i128> {
    Fund::ALL.into_iter().flat_map(|fund| LedgerAccount::ALL.map(|account| books.balance(fund, account))).collect()
}

/// What is below zero was so before, and has not fallen.
fn took_nothing_that_was_not_there(before: &[i128], books: &Books, told: &str) {
    for (before, after) in before.iter().zip(balances(books)) {
        assert!(after >= 0.min(*before), "{told}: what stood at {before} stands at {after}");
    }
}

fn to_reverse(books: &Books, nth: usize, days: &BTreeMap<usize, Date>) -> Reversed {
    let movement = &books.movements[nth];
    Reversed {
        number: movement.by,
        fund: movement.fund,
        from: movement.from,
        to: movement.to,
        amount: movement.amount,
        on: days[&movement.by],
    }
}

fn agree(books: &Books, province: &Province, told: &str) {
    let mut held = 0;
    for fund in Fund::ALL {
        let mut sums = (0, 0);
        for (account, by_state, audited) in province.balances(fund) {
            let balance = books.balance(fund, account);
            assert_eq!((by_state, audited), (balance, balance), "{told}: {account:?} of {fund:?}");
            let sign = if ORIGINS.contains(&account) { -1 } else { 1 };
            sums = (sums.0 + sign * by_state, sums.1 + sign * audited);
            held += match account {
                LedgerAccount::Available
                | LedgerAccount::Reserved
                | LedgerAccount::Instructed
                | LedgerAccount::Credited => by_state,
                LedgerAccount::RecoveredIn => -by_state,
                _ => 0,
            };
        }
        assert_eq!(sums, (0, 0), "{told}: the accounts of {fund:?}");
        assert_eq!(province.fund(fund).closed_on.is_none(), books.is_open(fund), "{told}: {fund:?}");
    }
    // In the funds, at the bank, with payees and on its way is all that ever came from outside.
    let (by_states, audited) = province.in_transit();
    assert_eq!(held + by_states, books.from_outside, "{told}: of all funds together");
    assert_eq!(by_states, audited, "{told}: on its way");
}
