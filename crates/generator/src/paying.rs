//! 发放: once a month each county reserves what is approved, seals a batch, and the bank answers line by line. Most of it
//! arrives; some of it comes back and goes out again, and a little arrives at somebody else's.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    claim::{Claim, Event as ClaimEvent, FundLine, Subsidy},
    fund::Source,
    payment_batch::{Event, LINES_MAX, Line, Outcome, PaymentBatch, hash},
    stream::Ref,
    values::{Account, Evidence, EvidenceKind, Fen},
};

use crate::world::{When, World, note};

/// What follows in a county when a batch paid something.
pub type Then = fn(&mut World, usize, &Ref<PaymentBatch>, &Due);

/// An approved claim that waits for its money.
#[derive(Clone, Debug)]
pub struct Due {
    pub claim: Ref<Claim>,
    pub subsidy: Subsidy,
    pub amount: Fen,
    pub account: Account,
    /// Which purses keep how much for it, once it is reserved.
    pub lines: Vec<(usize, Fen)>,
    /// What follows when it arrived.
    pub then: Option<Then>,
}

#[derive(Clone, Debug, Default)]
pub struct Office {
    due: Vec<Due>,
    batches: u32,
    mishaps: Vec<Mishap>,
}

/// What may become of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mishap {
    Returned,
    /// Credited, and sent back days later.
    ReturnedLater,
    /// 错发 And what becomes of the money.
    Recovered,
    Waived,
    WrittenOff,
    /// 不明支出 Another line that nobody instructed.
    Unmatched,
    /// 重复回执
    AnsweredTwice,
    /// 回执金额不符
    OtherAmount,
}

/// What chance might not bring is given to the first counties.
pub fn plan_mishaps(world: &mut World) {
    use Mishap::{AnsweredTwice, OtherAmount, Recovered, Returned, ReturnedLater, Unmatched, Waived, WrittenOff};
    let all = [Returned, Recovered, ReturnedLater, WrittenOff, Unmatched, Waived, AnsweredTwice, OtherAmount];
    let counties = world.counties.len();
    for round in 0..world.scale.rounds {
        for (i, mishap) in all.into_iter().enumerate() {
            world.money.offices[(round * 3 + i) % counties].mishaps.push(mishap);
        }
    }
}

/// Payday is the eleventh.
pub fn routine(world: &mut World) {
    if world.today == world.today.month().first().plus_days(10) {
        for county in 0..world.counties.len() {
            pay(world, county);
        }
    }
}

pub fn due(world: &mut World, county: usize, due: Due) {
    world.money.offices[county].due.push(due);
}

/// A claim that waits unreserved waits for this much now; false when none does.
pub fn raised(world: &mut World, county: usize, claim: &Ref<Claim>, to: Fen) -> bool {
    let mut waiting = world.money.offices[county].due.iter_mut();
    let Some(due) = waiting.find(|due| due.claim == *claim && due.lines.is_empty()) else { return false };
    due.amount = to;
    true
}

fn pay(world: &mut World, county: usize) {
    let waiting = std::mem::take(&mut world.money.offices[county].due);
    let mut seen = BTreeSet::new();
    let mut ready = vec![];
    for mut due in waiting {
        if due.lines.is_empty() {
            due.lines = reserve(world, county, &due);
        }
        // One line a claim; and what no fund can bear now waits.
        if due.lines.is_empty() || !seen.insert(due.claim.clone()) {
            world.money.offices[county].due.push(due);
        } else {
            ready.push(due);
        }
    }
    for lines in ready.chunks(LINES_MAX * 4 / 5) {
        send(world, county, lines);
    }
}

/// Outside the month's batch: what did not arrive, or has waited long.
pub fn at_once(world: &mut World, county: usize, mut due: Due) {
    if due.lines.is_empty() {
        due.lines = reserve(world, county, &due);
    }
    if due.lines.is_empty() { self::due(world, county, due) } else { send(world, county, &[due]) }
}

/// Of the year's purse; travel of the purse set aside for it; a large sum of two.
pub fn reserve(world: &mut World, county: usize, due: &Due) -> Vec<(usize, Fen)> {
    let (area, year, need) = (world.counties[county].code, world.today.year(), due.amount.get());
    let money = &world.money;
    let main = money.purse(area, Source::EmploymentSubsidy, year);
    let local = money.purse(area, Source::Local, year);
    let travel = money.purses.iter().position(|p| {
        due.subsidy == Subsidy::Travel && p.area == area && p.year == year && p.of.id().contains("travel")
    });
    let has = |purse: &Option<usize>, need: i64| purse.is_some_and(|p| money.purses[p].available >= need);
    let quarter = due.amount.share(1, 4);
    let lines = match (main, local, travel) {
        (_, _, Some(travel)) if has(&Some(travel), need) => vec![(travel, due.amount)],
        (Some(main), Some(local), _)
            if need > 300_000 && has(&Some(main), need) && has(&Some(local), quarter.get()) =>
        {
            vec![(main, due.amount.less(quarter)), (local, quarter)]
        }
        (Some(main), ..) if has(&Some(main), need) => vec![(main, due.amount)],
        (_, Some(local), _) if has(&Some(local), need) => vec![(local, due.amount)],
        _ => return vec![],
    };
    for (purse, amount) in &lines {
        world.money.purses[*purse].available -= amount.get();
        world.money.purses[*purse].kept += amount.get();
    }
    let fund =
        |(purse, amount): &(usize, Fen)| FundLine { fund: world.money.purses[*purse].of.clone(), amount_fen: *amount };
    let event = ClaimEvent::BudgetReserved { lines: lines.iter().map(fund).collect() };
    let by = world.counties[county].desks.treasurer.clone();
    world.tell(When::from(world.today).hour(11), &by, &due.claim, event);
    lines
}

/// Under the next number of the county: the batch and its total.
fn seal(world: &mut World, county: usize, all: &[Due]) -> Option<(Ref<PaymentBatch>, Fen)> {
    let today = world.today;
    let by = world.counties[county].desks.treasurer.clone();
    let area = world.counties[county].code;
    world.money.offices[county].batches += 1;
    let number = world.money.offices[county].batches;
    let batch = Ref::<PaymentBatch>::new(format_args!("{}-{}-{number}", area.short(), today.month()));
    let line = |due: &Due| Line { claim: due.claim.clone(), amount_fen: due.amount, account: due.account.clone() };
    let lines: Vec<Line> = all.iter().map(line).collect();
    let hash = hash(&lines).parse().ok()?;
    let total_fen = lines.iter().map(|line| line.amount_fen).sum();
    let sealed = Event::Sealed { area, lines, total_fen, hash };
    world.tell(When::from(today).hour(14), &by, &batch, sealed);
    Some((batch, total_fen))
}

fn send(world: &mut World, county: usize, all: &[Due]) {
    let today = world.today;
    let desks = world.counties[county].desks.clone();
    // 封错重封 Some counties have to practise.
    if county.is_multiple_of(5) && world.money.offices[county].batches == 0 {
        let Some((batch, _)) = seal(world, county, all) else { return };
        let voided = Event::Voided { reason: note("附件有误,重新封批") };
        world.tell(When::from(today).hour(14), &desks.treasurer, &batch, voided);
    }
    let Some((batch, total_fen)) = seal(world, county, all) else { return };
    let voucher = world.rng.evidence(EvidenceKind::BankSlip);
    let instructed = Event::Instructed { voucher, total_fen: total_fen.into() };
    world.tell(When::from(today.plus_days(1)).hour(10), &desks.treasury_chief, &batch, instructed);
    let all = all.to_vec();
    world.plan(today.plus_days(3), move |world| {
        let slip = world.rng.evidence(EvidenceKind::BankSlip);
        for due in all {
            answer(world, county, &batch, due, &slip);
        }
        let by = world.counties[county].desks.treasurer.clone();
        let on = world.today.plus_days(1);
        world.tell(When::from(on).hour(17), &by, &batch, Event::Reconciled {});
    });
}

fn answer(world: &mut World, county: usize, batch: &Ref<PaymentBatch>, mut due: Due, slip: &Evidence) {
    let today = world.today;
    let bank = world.counties[county].desks.bank.clone();
    let chance = match world.rng.below(1_000) {
        0..15 => Some(Mishap::Returned),
        15 => Some(Mishap::Recovered),
        _ => None,
    };
    let usual = due.then.is_none() && due.lines.len() == 1;
    let planned = usual && due.subsidy == Subsidy::PostAllowance;
    let office = &mut world.money.offices[county];
    let planned = if planned { office.mishaps.pop() } else { None };
    let mishap = planned.or(chance.filter(|_| usual));
    let (claim, amount) = (due.claim.clone(), due.amount);
    let of = |amount: Fen, outcome| {
        let (claim, amount_fen, evidence) = (claim.clone(), amount.into(), slip.clone().into());
        Event::LineAnswered { claim, outcome, amount_fen, evidence }
    };
    let answered = |outcome| of(amount, outcome);
    match mishap {
        Some(Mishap::Returned) => {
            let code = note(world.rng.word(&["账户已销户", "户名不符", "账号状态异常"]));
            world.tell(When::from(today).hour(15), &bank, batch, answered(Outcome::Returned { code }));
            world.plan(today.plus_days(2), move |world| at_once(world, county, due));
            return;
        }
        Some(wrong @ (Mishap::Recovered | Mishap::Waived | Mishap::WrittenOff)) => {
            let account = world.rng.account();
            world.tell(When::from(today).hour(15), &bank, batch, answered(Outcome::WronglyCredited { account }));
            settle(world, &due);
            owed_back(world, county, due.clone(), wrong);
            due.lines = vec![];
            world.plan(today.plus_days(2), move |world| at_once(world, county, due));
            return;
        }
        Some(Mishap::ReturnedLater) => {
            world.tell(When::from(today).hour(15), &bank, batch, answered(Outcome::Credited));
            let back = today.plus_days(7);
            let outcome = Outcome::Returned { code: note("入账后退回") };
            world.tell(When::from(back).hour(15), &bank, batch, answered(outcome));
            world.plan(back.plus_days(1), move |world| at_once(world, county, due));
            return;
        }
        Some(Mishap::Unmatched) => {
            let fund = world.money.purses[due.lines[0].0].of.clone();
            let (account, evidence) = (world.rng.account(), world.rng.evidence(EvidenceKind::BankSlip));
            let amount_fen = Fen::yuan(650);
            let event = Event::UnmatchedLineReported { fund, account, amount_fen, evidence };
            world.tell(When::from(today).hour(16), &bank, batch, event);
        }
        Some(Mishap::AnsweredTwice) => {
            world.tell(When::from(today).hour(16), &bank, batch, answered(Outcome::Credited));
        }
        Some(Mishap::OtherAmount) => {
            let less = of(amount.less(Fen::yuan(1)), Outcome::Credited);
            world.tell(When::from(today).hour(14), &bank, batch, less);
        }
        None => {}
    }
    world.tell(When::from(today).hour(15), &bank, batch, answered(Outcome::Credited));
    settle(world, &due);
    if let Some(then) = due.then {
        then(world, county, batch, &due);
    }
}

/// 退票 What was credited comes back a week later, and goes out again.
pub fn comes_back(world: &mut World, county: usize, batch: &Ref<PaymentBatch>, mut due: Due, then: Option<Then>) {
    let (bank, back) = (world.counties[county].desks.bank.clone(), world.today.plus_days(7));
    let outcome = Outcome::Returned { code: note("入账后退回") };
    let evidence = world.rng.evidence(EvidenceKind::BankSlip).into();
    let answered = Event::LineAnswered { claim: due.claim.clone(), outcome, amount_fen: due.amount.into(), evidence };
    world.tell(When::from(back).hour(15), &bank, batch, answered);
    due.then = then;
    world.plan(back.plus_days(1), move |world| {
        for (purse, amount) in &due.lines {
            world.money.purses[*purse].kept += amount.get();
        }
        at_once(world, county, due);
    });
}

/// It left the bank; no purse keeps it any more.
fn settle(world: &mut World, due: &Due) {
    for (purse, amount) in &due.lines {
        world.money.purses[*purse].kept -= amount.get();
    }
}

/// 应收 A month or two later it is back, or given up.
fn owed_back(world: &mut World, county: usize, due: Due, how: Mishap) {
    let on = world.today.plus_days(world.rng.days(35, 70));
    world.plan(on, move |world| {
        let desks = world.counties[county].desks.clone();
        for (purse, amount_fen) in due.lines.clone() {
            let fund = world.money.purses[purse].of.clone();
            let evidence = world.rng.evidence(EvidenceKind::BankSlip);
            let (by, event) = match how {
                Mishap::Waived => {
                    let reason = note("误入低保家庭,经批准豁免");
                    (&desks.approver, ClaimEvent::Waived { fund, amount_fen, reason })
                }
                Mishap::WrittenOff => {
                    let reason = note("账户持有人下落不明");
                    (&desks.approver, ClaimEvent::WrittenOff { fund, amount_fen, reason, evidence })
                }
                _ => (&desks.treasurer, ClaimEvent::Recovered { fund, amount_fen, evidence }),
            };
            world.tell(When::from(world.today).hour(10), by, &due.claim, event);
            if !matches!(how, Mishap::Waived | Mishap::WrittenOff) {
                world.money.purses[purse].available += amount_fen.get();
            }
        }
    });
}

/// What a clawback asks back of each purse that paid, the names of the funds in order as the claim keeps them.
pub fn shares(world: &World, due: &Due, amount: Fen) -> Vec<(usize, Fen)> {
    let mut left = amount;
    let by_name: BTreeMap<_, _> = due.lines.iter().map(|(p, fen)| (&world.money.purses[*p].of, (*p, *fen))).collect();
    let mut taken = vec![];
    for (purse, there) in by_name.into_values() {
        let amount = there.min(left);
        left = left.less(amount);
        taken.push((purse, amount));
    }
    taken.retain(|(_, amount)| !amount.is_zero());
    taken
}
