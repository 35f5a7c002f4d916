//! 区域: what each area is, how many posts it may have, who does what, and what each month showed.

use std::collections::BTreeSet;

use domain::{
    area::{Area, AreaIdentity, Department, Designation, Event, QuotaBasis, Task},
    stream::Ref,
    values::{AreaCode, Date, EvidenceKind, Fen, Level, Month},
};

use crate::{
    divisions,
    people::Work,
    world::{When, World, day, note},
};

/// Province, prefectures and counties, with everything that is settled at the beginning of the campaign.
pub fn register_all(world: &mut World, on: Date) {
    let above = world.counties.iter().flat_map(|c| [c.code.at(Level::Province), c.prefecture]);
    let above: BTreeSet<AreaCode> = above.collect();
    for code in above {
        register(world, on, code, divisions::name(code));
    }
    for county in 0..world.counties.len() {
        register(world, on, world.counties[county].code, world.counties[county].name);
        begin(world, on, county);
    }
}

fn register(world: &mut World, on: Date, code: AreaCode, name: &str) {
    let by = world.desks_of(code).clerk.clone();
    let valid_from = day(2023, 6, 30);
    let registered = Event::Registered { identity: AreaIdentity::Division(code), name: note(name), valid_from };
    world.tell(When::from(on).hour(8), &by, &Ref::<Area>::of(code), registered);
}

fn begin(world: &mut World, on: Date, county: usize) {
    let (code, desks) = (world.counties[county].code, world.counties[county].desks.clone());
    let area = Ref::<Area>::of(code);
    let on = When::from(on).hour(9);
    let counties = world.counties.len();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let posts = count(
        world.scale.posts * 2 / counties
            + world.scale.rounds * 12 / counties
            + world.scale.planted * 16 / counties
            + 60,
    );
    let basis = QuotaBasis {
        ex_poor_population: count(world.scale.households * 3 / counties + 900),
        hard_to_employ: count(world.scale.posts / counties + 60),
        public_need: note("村庄保洁、护林护河、养老托幼"),
    };
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let quota = Event::PostQuotaSet { total: posts, by_category: vec![], basis, evidence };
    world.tell(on.clone(), &desks.approver, &area, quota);
    let (document, evidence) = (note("防止返贫就业攻坚行动实施方案"), world.rng.evidence(EvidenceKind::Decision));
    world.tell(on.clone(), &desks.clerk, &area, Event::ImplementationPlanIssued { document, evidence });
    let duties = [
        (Department::HumanResources, Task::WelfarePosts),
        (Department::DevelopmentAndReform, Task::WorkRelief),
        (Department::RuralRevitalisation, Task::Monitoring),
    ];
    for (department, task) in duties {
        let assigned = Event::ResponsibilityAssigned { department, task, leads: true };
        world.tell(on.clone(), &desks.clerk, &area, assigned);
    }
    let designation = match county % 4 {
        0 => Designation::KeyCounty,
        1 => Designation::ExPoorCounty,
        2 => Designation::EthnicArea,
        _ => return,
    };
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    world.tell(on, &desks.clerk, &area, Event::Designated { designation, evidence });
}

/// On the 15th the figures of last month; each January the year's target; each quarter data from one department to another.
pub fn routine(world: &mut World) {
    let today = world.today;
    let first = today.month().first();
    let last = first.plus_days(-1).month();
    if today == first.plus_days(14) && last.first() > day(2024, 1, 1) {
        snapshots(world, last);
    }
    if today == day(today.year(), 1, 16) {
        let heads = working(world);
        for (county, (away, local)) in heads.into_iter().enumerate() {
            let (by, area) = (world.counties[county].desks.clerk.clone(), Ref::<Area>::of(world.counties[county].code));
            let evidence = world.rng.evidence(EvidenceKind::Decision);
            let heads = (away + local).max(20) * 21 / 20;
            let target = Event::WorkforceTargetSet { year: today.year(), heads, evidence };
            world.tell(today, &by, &area, target);
        }
    }
    if today == first.plus_days(17) && today.plus_months(-1).year() == today.year() {
        share(world);
    }
}

/// Away and local, county by county.
fn working(world: &World) -> Vec<(u32, u32)> {
    let mut heads = vec![(0, 0); world.counties.len()];
    for human in &world.people {
        match human.work {
            Work::Job { away: true, .. } => heads[human.county].0 += 1,
            Work::Job { .. } | Work::Post | Work::Workshop { .. } => heads[human.county].1 += 1,
            _ => {}
        }
    }
    heads
}

fn snapshots(world: &mut World, month: Month) {
    let heads = working(world);
    let incomes = std::mem::replace(&mut world.incomes, vec![Fen::ZERO; world.counties.len()]);
    for (county, (away, local)) in heads.into_iter().enumerate() {
        let (desks, area) = (world.counties[county].desks.clone(), Ref::<Area>::of(world.counties[county].code));
        let income_fen = incomes.get(county).copied().unwrap_or_default();
        let wrong = county == 0 && month == day(2024, 6, 1).month();
        let first = if wrong { away + 3 } else { away };
        let closed = Event::MonthlySnapshotClosed { month, away: first, local, income_fen };
        let snapshot = world.tell(world.today, &desks.monitor, &area, closed);
        if wrong {
            let (reason, evidence) = (note("三人重复统计"), world.rng.evidence(EvidenceKind::DataMatch));
            let event = Event::MonthlySnapshotRestated { snapshot, away, local, income_fen, reason, evidence };
            let learnt = When::learnt(world.today, world.today.plus_days(9));
            world.tell(learnt, &desks.monitor_chief, &area, event);
        }
    }
}

/// One county a month, in turn.
fn share(world: &mut World) {
    let county = world.rng.below(world.counties.len());
    let (desks, area) = (world.counties[county].desks.clone(), Ref::<Area>::of(world.counties[county].code));
    let (from, to) = (Department::RuralRevitalisation, Department::HumanResources);
    let records = world.rng.between(40, 900);
    let shared = Event::DataShared { from, to, content: note("监测对象及脱贫人口名单"), records };
    world.tell(world.today, &desks.monitor, &area, shared);
}
