//! 资金: from the ministry to the counties and back, two-sided, year by year. 省直管县: every second county is allocated to
//! by the province directly.

use domain::{
    actor::Actor,
    fund::{AllocationDocument, Event, Fund, LedgerAccount, Payer, Purpose, Source},
    stream::Ref,
    values::{AreaCode, Date, EvidenceKind, Fen, Note},
};

use crate::{
    paying::Office,
    world::{When, World, day, note},
};

/// A fund as its treasurer knows it.
#[derive(Clone, Debug)]
pub struct Purse {
    pub of: Ref<Fund>,
    pub area: AreaCode,
    pub source: Source,
    pub year: i16,
    parent: Option<usize>,
    document: Note,
    /// Came under the document of the year.
    came: i64,
    /// Was carried over from last year.
    carried: i64,
    closed: bool,
    pub available: i64,
    /// Reserved or at the bank.
    pub kept: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Money {
    pub purses: Vec<Purse>,
    /// Who pays in each county, in its order.
    pub offices: Vec<Office>,
}

impl Money {
    pub fn purse(&self, area: AreaCode, source: Source, year: i16) -> Option<usize> {
        self.purses.iter().position(|p| p.area == area && p.source == source && p.year == year)
    }
}

/// Everything about money that has a date of its own.
pub fn plan_all(world: &mut World) {
    world.money.offices = world.counties.iter().map(|_| Office::default()).collect();
    for year in [2024, 2025] {
        world.plan(day(year, 1, 4), move |world| allocate(world, year));
        world.plan(day(year, 7, 8), move |world| second_half(world, year));
    }
    for year in [2024, 2025] {
        world.plan(day(year, 6, 18), move |world| late_receipt(world, year));
    }
    world.plan(day(2024, 10, 9), twice_recorded);
    world.plan(day(2024, 8, 6), local_money_moves);
    world.plan(day(2024, 11, 5), ministry_adjusts);
    world.plan(day(2025, 1, 21), |world| close_counties(world, 2024));
    world.plan(day(2025, 4, 15), called_back);
}

fn yuan(yuan: i64) -> i64 {
    yuan * 100
}

fn fen(amount: i64) -> Fen {
    Fen::new(amount).unwrap_or_default()
}

/// What a county is thought to need in a year.
fn budget(world: &World) -> i64 {
    let counties = i64::try_from(world.counties.len()).unwrap_or(1);
    let posts = i64::try_from(world.scale.posts).unwrap_or(0) / counties + 3;
    let households = i64::try_from(world.scale.households).unwrap_or(0) / counties + 3;
    let planted = i64::try_from(world.scale.planted).unwrap_or(0) / counties + 1;
    yuan(posts * 12_000 + households * 350 + planted * 12_000 + 60_000) / 100_000 * 100_000
}

fn number(world: &mut World, office: &str, year: i16) -> Note {
    let number = world.rng.between(5, 240);
    note(&format!("{office}〔{year}〕{number}号"))
}

fn open(
    world: &mut World,
    area: AreaCode,
    source: Source,
    year: i16,
    purpose: Purpose,
    parent: Option<usize>,
) -> usize {
    let name = match (source, &purpose) {
        (Source::EmploymentSubsidy, _) => "employment",
        (_, Purpose::AnySubsidy) => "local",
        _ => "local.travel",
    };
    let of = Ref::<Fund>::new(format_args!("{}-{name}-{year}", area.short()));
    let office = if source == Source::Local { "县财社" } else { "湘财社指" };
    let document = number(world, office, year);
    let by = world.desks_of(area).treasurer.clone();
    let today = world.today;
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let opened = Event::Opened {
        area,
        holder: None,
        source,
        document: AllocationDocument { number: document.clone(), dated: today, evidence },
        purpose,
        fiscal_year: year,
        central_direct: source == Source::EmploymentSubsidy,
        parent: parent.map(|p| world.money.purses[p].of.clone()),
    };
    world.tell(When::from(today).hour(8), &by, &of, opened);
    let purse =
        Purse { of, area, source, year, parent, document, came: 0, carried: 0, closed: false, available: 0, kept: 0 };
    world.money.purses.push(purse);
    world.money.purses.len() - 1
}

fn from_outside(world: &mut World, purse: usize, amount: i64, payer: &str) {
    let Purse { of, area, document, .. } = world.money.purses[purse].clone();
    let evidence = world.rng.evidence(EvidenceKind::BankSlip);
    let by = world.desks_of(area).treasurer.clone();
    let from = Payer::Outside { payer: note(payer) };
    let event = Event::Received { from, document, amount_fen: fen(amount), evidence };
    world.tell(When::from(world.today).hour(9), &by, &of, event);
    world.money.purses[purse].available += amount;
}

/// Sent today, received three days later, where it is there to use.
fn send(world: &mut World, to: usize, amount: i64) {
    let today = world.today;
    let Some(from) = sent(world, to, amount, today) else { return };
    world.plan(today.plus_days(3), move |world| {
        let today = world.today;
        received(world, from, to, amount, When::from(today).hour(9));
    });
}

/// The purse it left; none for one that has no parent.
fn sent(world: &mut World, to: usize, amount: i64, on: Date) -> Option<usize> {
    let child = world.money.purses[to].clone();
    let from = child.parent?;
    let Purse { of, area, .. } = world.money.purses[from].clone();
    let by = world.desks_of(area).treasurer.clone();
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let event = Event::SentDown { to: child.of, document: child.document, amount_fen: fen(amount), evidence };
    world.tell(When::from(on).hour(10), &by, &of, event);
    world.money.purses[from].available -= amount;
    Some(from)
}

fn received(world: &mut World, from: usize, to: usize, amount: i64, when: When) -> (uuid::Uuid, Actor) {
    let Purse { of, area, document, .. } = world.money.purses[to].clone();
    let fund = world.money.purses[from].of.clone();
    let by = world.desks_of(area).treasurer.clone();
    let evidence = world.rng.evidence(EvidenceKind::BankSlip);
    let event = Event::Received { from: Payer::Fund { fund }, document, amount_fen: fen(amount), evidence };
    let id = world.tell(when, &by, &of, event);
    world.money.purses[to].available += amount;
    world.money.purses[to].came += amount;
    (id, by)
}

/// January: three quarters of the year.
fn allocate(world: &mut World, year: i16) {
    let each = budget(world);
    let counties = i64::try_from(world.counties.len()).unwrap_or(1);
    let (source, any) = (Source::EmploymentSubsidy, Purpose::AnySubsidy);
    let province = world.province();
    let top = open(world, province, source, year, any.clone(), None);
    from_outside(world, top, each * counties * 11 / 10, "财政部");
    for i in 0..world.counties.len() {
        let (county, prefecture) = (world.counties[i].code, world.counties[i].prefecture);
        let parent = if i % 2 == 0 {
            top
        } else {
            let known = world.money.purse(prefecture, source, year);
            known.unwrap_or_else(|| open(world, prefecture, source, year, any.clone(), Some(top)))
        };
        let purse = open(world, county, source, year, any.clone(), Some(parent));
        hand_down(world, purse, each * 3 / 4);
        let local = open(world, county, Source::Local, year, any.clone(), None);
        from_outside(world, local, each / 8, "县级预算");
        if i == 0 {
            let travel = Purpose::Subsidy { subsidy: domain::claim::Subsidy::Travel };
            open(world, county, Source::Local, year, travel, None);
        }
    }
}

/// Over the prefecture where it stands between.
fn hand_down(world: &mut World, purse: usize, amount: i64) {
    match world.money.purses[purse].parent {
        Some(parent) if world.money.purses[parent].parent.is_some() => {
            send(world, parent, amount);
            world.plan(world.today.plus_days(4), move |world| send(world, purse, amount));
        }
        _ => send(world, purse, amount),
    }
}

fn second_half(world: &mut World, year: i16) {
    let each = budget(world);
    for i in 0..world.counties.len() {
        let county = world.counties[i].code;
        if let Some(purse) = world.money.purse(county, Source::EmploymentSubsidy, year) {
            hand_down(world, purse, each / 4);
        }
    }
}

/// 迟录 It arrived in June, and the county recorded it in August: June looks different from July and from today.
fn late_receipt(world: &mut World, year: i16) {
    let county = world.counties[0].code;
    let Some(to) = world.money.purse(county, Source::EmploymentSubsidy, year) else { return };
    let amount = budget(world) / 20;
    let today = world.today;
    let Some(from) = sent(world, to, amount, today) else { return };
    world.plan(day(year, 8, 5), move |world| {
        let learnt = When::learnt(day(year, 6, 20), world.today).hour(9);
        received(world, from, to, amount, learnt);
    });
}

/// 冲销 The same receipt recorded twice; the chief takes the second back.
fn twice_recorded(world: &mut World) {
    let county = world.counties[world.counties.len() - 1].code;
    let Some(local) = world.money.purse(county, Source::Local, 2024) else { return };
    let Purse { of, area, document, .. } = world.money.purses[local].clone();
    let desks = world.desks_of(area).clone();
    let (today, amount_fen) = (world.today, Fen::yuan(20_000));
    for twice in [false, true] {
        let evidence = world.rng.evidence(EvidenceKind::BankSlip);
        let from = Payer::Outside { payer: note("县级预算") };
        let event = Event::Received { from, document: document.clone(), amount_fen, evidence };
        let id = world.tell(When::from(today).hour(9), &desks.treasurer, &of, event);
        if twice {
            let evidence = world.rng.evidence(EvidenceKind::BankSlip);
            let reason = note("同一回单重复入账");
            let (from, to) = (LedgerAccount::Received, LedgerAccount::Available);
            let reversed = Event::Reversed { event: id, from, to, amount_fen, reason, evidence };
            world.tell(When::learnt(today, today.plus_days(6)), &desks.treasury_chief, &of, reversed);
        }
    }
    world.money.purses[local].available += amount_fen.get();
}

/// 调整用途 Some local money is set aside for travel.
fn local_money_moves(world: &mut World) {
    let county = world.counties[0].code;
    let Some(local) = world.money.purse(county, Source::Local, 2024) else { return };
    let Purse { of, area, .. } = world.money.purses[local].clone();
    let to = Ref::<Fund>::new(format_args!("{}-local.travel-2024", area.short()));
    let Some(travel) = world.money.purses.iter().position(|p| p.of == to) else { return };
    let by = world.desks_of(area).treasurer.clone();
    let amount = yuan(6_000);
    let document = number(world, "县财社", 2024);
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let event = Event::Repurposed { to, amount_fen: fen(amount), document, evidence };
    world.tell(When::from(world.today).hour(9), &by, &of, event);
    world.money.purses[local].available -= amount;
    world.money.purses[travel].available += amount;
}

fn ministry_adjusts(world: &mut World) {
    let province = world.province();
    let Some(top) = world.money.purse(province, Source::EmploymentSubsidy, 2024) else { return };
    let by = world.desks_of(province).treasurer.clone();
    let of = world.money.purses[top].of.clone();
    let (up, down) = (domain::fund::Change::Increase, domain::fund::Change::Decrease);
    for (change, amount) in [(up, yuan(300_000)), (down, yuan(120_000))] {
        let document = number(world, "财社", 2024);
        let evidence = world.rng.evidence(EvidenceKind::Decision);
        let sign = if change == down { -1 } else { 1 };
        let event = Event::BudgetAdjusted { change, amount_fen: fen(amount), document, evidence };
        world.tell(When::from(world.today).hour(9), &by, &of, event);
        world.money.purses[top].available += sign * amount;
    }
}

/// 年终 Counties first: a part goes back up, the rest is carried into the next year. What is not settled yet waits a month.
fn close_counties(world: &mut World, year: i16) {
    for purse in 0..world.money.purses.len() {
        let known = &world.money.purses[purse];
        let is_county = world.counties.iter().any(|c| c.code == known.area);
        if known.year == year && is_county {
            // Once everything else that is due on this day has been thought of.
            world.plan(world.today, move |world| close(world, purse));
        }
    }
    world.plan(world.today.plus_days(20), move |world| {
        for level in [true, false] {
            for purse in 0..world.money.purses.len() {
                let known = &world.money.purses[purse];
                let higher = world.counties.iter().all(|c| c.code != known.area);
                if known.year == year && higher && known.parent.is_some() == level {
                    world.plan(world.today, move |world| close(world, purse));
                }
            }
        }
    });
}

fn close(world: &mut World, purse: usize) {
    let today = world.today;
    let Purse { of, area, source, parent, came, available, kept, .. } = world.money.purses[purse].clone();
    if kept > 0 {
        world.plan(today.plus_days(30), move |world| close(world, purse));
        return;
    }
    if next_year(world, purse).is_none() || source == Source::Social {
        return;
    }
    let is_county = world.counties.iter().any(|c| c.code == area);
    if let (Some(above), true) = (parent, is_county) {
        let surplus = (available / 10).min(came) / 10_000 * 10_000;
        if surplus > 0 {
            give_back(world, (purse, purse), above, surplus);
        }
    }
    let left = world.money.purses[purse].available;
    if left > 0 {
        carry_over(world, purse, left);
    }
    let by = world.desks_of(area).treasurer.clone();
    world.tell(When::from(today).hour(17), &by, &of, Event::YearClosed {});
    world.money.purses[purse].closed = true;
}

/// The purse of the same money a year later.
fn next_year(world: &World, purse: usize) -> Option<usize> {
    let Purse { of, year, .. } = &world.money.purses[purse];
    let next = Ref::<Fund>::new(format_args!("{}{}", of.id().strip_suffix(&year.to_string())?, year + 1));
    world.money.purses.iter().position(|p| p.of == next)
}

fn carry_over(world: &mut World, purse: usize, amount: i64) {
    let Some(next) = next_year(world, purse) else { return };
    let Purse { of, area, .. } = world.money.purses[purse].clone();
    let to = world.money.purses[next].of.clone();
    let by = world.desks_of(area).treasurer.clone();
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let event = Event::CarriedOut { to, document: None, amount_fen: fen(amount), evidence };
    world.tell(When::from(world.today).hour(16), &by, &of, event);
    world.money.purses[purse].available -= amount;
    world.money.purses[next].available += amount;
    world.money.purses[next].carried += amount;
}

/// Out of one purse, under the document by which another one got it, to the purse above; there five days later, and carried
/// on where that year is closed already.
fn give_back(world: &mut World, (purse, got): (usize, usize), above: usize, amount: i64) {
    let Purse { of: from, area, .. } = world.money.purses[purse].clone();
    let document = world.money.purses[got].document.clone();
    let by = world.desks_of(area).treasurer.clone();
    let to = (purse != got).then(|| world.money.purses[above].of.clone());
    let evidence = world.rng.evidence(EvidenceKind::BankSlip);
    let event = Event::SurplusReturned { to, document: document.clone(), amount_fen: fen(amount), evidence };
    world.tell(When::from(world.today).hour(9), &by, &from, event);
    world.money.purses[purse].available -= amount;
    world.plan(world.today.plus_days(5), move |world| {
        let Purse { of, area, closed, .. } = world.money.purses[above].clone();
        let by = world.desks_of(area).treasurer.clone();
        let evidence = world.rng.evidence(EvidenceKind::BankSlip);
        let event = Event::SurplusArrived { from, document, amount_fen: fen(amount), evidence };
        world.tell(When::from(world.today).hour(9), &by, &of, event);
        world.money.purses[above].available += amount;
        if closed {
            carry_over(world, above, amount);
        }
    });
}

/// 收回结转 In spring some counties give back a part of what they carried over, to whom sent it last year.
fn called_back(world: &mut World) {
    for county in (0..world.counties.len()).step_by(2) {
        let area = world.counties[county].code;
        let of_year = |year| world.money.purse(area, Source::EmploymentSubsidy, year);
        let (Some(last), Some(this)) = (of_year(2024), of_year(2025)) else { continue };
        let Purse { carried, available, .. } = world.money.purses[this];
        let amount = (carried / 5).min(available) / 10_000 * 10_000;
        if let (Some(above), true) = (world.money.purses[last].parent, amount > 0) {
            give_back(world, (this, last), above, amount);
        }
    }
}
