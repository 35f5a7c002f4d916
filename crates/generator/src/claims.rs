//! 补贴: what ordinary people claim. 即申即享: checked and approved as it is applied for; 直补快办: found, asked, agreed.

use domain::{
    claim::{Claim, Entitlement, Event, Payee, Period, Subsidy},
    stream::{Ref, StreamId},
    values::{AreaCode, Date, EvidenceKind, Fen, Level, Month},
};

use crate::{
    paying::{self, Due},
    people::{Human, Work},
    posts::Post,
    standards::{raised_from, raised_on},
    world::{When, World, day, note},
};

/// A month of a post, paid or about to be, under a standard that changed afterwards.
#[derive(Clone, Debug)]
pub struct PaidMonth {
    due: Due,
    full_time: bool,
    served: u32,
    month: Month,
}

/// Who claims what, and the claim that is named by it.
pub fn entitled(
    area: AreaCode,
    payee: Payee,
    subsidy: Subsidy,
    period: Period,
    case: Option<StreamId>,
) -> (Entitlement, Ref<Claim>) {
    let entitlement = Entitlement { area, payee, subsidy, period, case };
    let claim = Ref::<Claim>::new(entitlement.claim_id());
    (entitlement, claim)
}

/// 公岗补贴 Applied for by the county for everyone whose month is accrued, days before payday.
pub fn allowance(world: &mut World, on: Date, post: usize, human: usize, (month, served, amount): (Month, u32, Fen)) {
    world.plan(on, move |world| {
        let Post { of, county, full_time, .. } = world.posts[post].clone();
        let Human { of: person, account, .. } = world.people[human].clone();
        let due = apply_for_allowance(world, county, &of, (&person, account), (month, amount));
        let raised_for = raised_from()..raised_on();
        if county == 0 && raised_for.contains(&month.first()) {
            world.raised.push(PaidMonth { due: due.clone(), full_time, served, month });
        }
        paying::due(world, county, due);
    });
}

pub fn apply_for_allowance(
    world: &mut World,
    county: usize,
    post: &Ref<domain::welfare_post::WelfarePost>,
    (person, account): (&Ref<domain::person::Person>, domain::values::Account),
    (month, amount): (Month, Fen),
) -> Due {
    let (area, by) = (world.counties[county].code, world.counties[county].desks.clerk.clone());
    let (payee, case) = (Payee::Person(person.clone()), Some(post.stream().clone()));
    let (entitlement, claim) = entitled(area, payee, Subsidy::PostAllowance, Period::Month(month), case);
    let evidence = world.rng.evidence(EvidenceKind::Attendance);
    let applied = Event::Applied { entitlement, units: 1, base_fen: Fen::ZERO, evidence };
    world.tell(When::from(world.today).hour(15), &by, &claim, applied);
    sample(world, county, &claim);
    Due { claim, subsidy: Subsidy::PostAllowance, amount, account, lines: vec![], then: None }
}

/// 抽查 Some automatic approvals are looked at afterwards.
fn sample(world: &mut World, county: usize, claim: &Ref<Claim>) {
    if world.rng.percent(4) {
        let by = world.counties[county].desks.approver.clone();
        let evidence = world.rng.evidence(EvidenceKind::Inspection);
        let on = world.today.plus_days(world.rng.days(5, 20));
        world.tell(on, &by, claim, Event::SampleReviewed { passed: true, evidence });
    }
}

/// On the 24th: travel of those away for three months, each once a year. On one day, what a raised standard adds.
pub fn routine(world: &mut World) {
    let first = world.today.month().first();
    if world.today == first.plus_days(23) {
        let month = usize::try_from(first.days_since(day(first.year(), 1, 1)) / 28).unwrap_or_default();
        for human in (month..world.people.len()).step_by(12) {
            travel(world, human);
        }
    }
    if world.today == raised_on().plus_days(10) {
        supplement(world);
    }
}

fn travel(world: &mut World, human: usize) {
    let today = world.today;
    let Human { of, county, village, account, work, .. } = world.people[human].clone();
    let Work::Job { since, away: true, .. } = work else { return };
    if today.days_since(since) < 92 || world.rng.percent(35) {
        return;
    }
    let here = &world.counties[county];
    let (area, desk, village) = (here.code, here.desks.clerk.clone(), here.villages[village].clerk.clone());
    let subsidy = Subsidy::Travel;
    let (entitlement, claim) = entitled(area, Payee::Person(of), subsidy.clone(), Period::Year(today.year()), None);
    let amount = world.standards.subsidy(&subsidy, area.at(Level::County), today, (1, Fen::ZERO));
    let evidence = world.rng.evidence(EvidenceKind::DataMatch);
    if world.rng.percent(50) {
        let applied = Event::Applied { entitlement, units: 1, base_fen: Fen::ZERO, evidence };
        world.tell(today, &village, &claim, applied);
        sample(world, county, &claim);
    } else {
        world.tell(today, &desk, &claim, Event::Identified { entitlement, evidence });
        world.tell(today.plus_days(1), &desk, &claim, Event::Invited {});
        let evidence = world.rng.evidence(EvidenceKind::Application);
        let consented = Event::Consented { units: 1, base_fen: Fen::ZERO, evidence };
        world.tell(today.plus_days(4), &village, &claim, consented);
    }
    paying::due(world, county, Due { claim, subsidy, amount, account, lines: vec![], then: None });
}

/// 补发 The standard was raised back to July: what was paid by the old one is topped up, an instalment of its own.
fn supplement(world: &mut World) {
    let (area, today) = (world.counties[0].code, world.today);
    let by = world.counties[0].desks.approver.clone();
    let Some((standard, version)) = world.standards.version("post_allowance", area, today) else { return };
    for PaidMonth { mut due, full_time, served, month } in std::mem::take(&mut world.raised) {
        let monthly = world.standards.monthly(area, full_time, month, today);
        let to = monthly.share(u64::from(served), u64::from(month.days()));
        let event = Event::Adjusted {
            from_fen: due.amount,
            to_fen: to,
            standard: standard.clone(),
            version,
            reason: note("补贴标准自七月起提高"),
        };
        world.tell(today, &by, &due.claim, event);
        // What no money is kept for yet is then reserved in one sum.
        if !paying::raised(world, 0, &due.claim, to) {
            due.amount = to.less(due.amount);
            paying::due(world, 0, due);
        }
    }
}
