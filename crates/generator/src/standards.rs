//! 政策: what the province sets, where a county sets more, what changed in mid-year, and what took effect backwards.

use std::collections::BTreeMap;

use domain::{
    carrier::{Counting, HeadcountFloor, RecognitionRules, Tier},
    claim::{PeriodKind, Subsidy},
    dispute,
    finding::CheckId,
    fund::{Purpose, Source},
    layoff,
    policy::{Audience, Event, Exclusion, LegalBasis, Policy, Rate, RecoveredMoneyGoes, Standard},
    stream::Ref,
    values::{AreaCode, Date, EvidenceKind, Fen, Level, Limit, Month, Span},
    wage_complaint,
    welfare_post::NeedClass,
};

use crate::{
    holidays,
    world::{World, day, note},
};

/// What is issued so far, as the desks know it.
#[derive(Clone, Debug, Default)]
pub struct Standards {
    issued: Vec<Issued>,
}

#[derive(Clone, Debug)]
struct Issued {
    policy: Ref<Policy>,
    name: String,
    area: AreaCode,
    version: u32,
    /// Known to the desks from here on, also where it holds for earlier months.
    known: Date,
    valid: Span,
    standard: Standard,
}

impl Standards {
    /// The version in force on a day, by what is known today.
    fn find(&self, name: &str, area: AreaCode, on: Date, today: Date) -> Option<&Issued> {
        let known = |i: &&Issued| i.known <= today && i.name == name && i.valid.holds(on);
        let at = |level| self.issued.iter().rev().find(|i| i.area == area.at(level) && known(i));
        [Level::County, Level::Prefecture, Level::Province].into_iter().find_map(at)
    }

    /// What a whole month on a post earns.
    pub fn monthly(&self, area: AreaCode, full_time: bool, month: Month, today: Date) -> Fen {
        match self.find("post_allowance", area, month.last(), today).map(|i| &i.standard) {
            Some(Standard::PostAllowance { full_time_monthly_fen, .. }) if full_time => *full_time_monthly_fen,
            Some(Standard::PostAllowance { part_time_monthly_fen, .. }) => *part_time_monthly_fen,
            _ => Fen::ZERO,
        }
    }

    /// The version under which something is decided that day.
    pub fn version(&self, name: &str, area: AreaCode, on: Date) -> Option<(Ref<Policy>, u32)> {
        self.find(name, area, on, on).map(|i| (i.policy.clone(), i.version))
    }

    /// The tier that a workshop reaches with workers of so many months and so much income each, and its award for a whole
    /// period that ends on that day.
    pub fn tier(&self, area: AreaCode, on: Date, workers: &[(i32, Fen)]) -> Option<(u32, Fen)> {
        let Standard::WorkshopTiers { tiers, .. } = &self.find("workshop_tiers", area, on, on)?.standard else {
            return None;
        };
        let reached = (1..).zip(tiers).filter_map(|(number, tier)| {
            let enough = |(months, income_fen): &&(i32, Fen)| {
                *months >= tier.counting.months_min.into() && *income_fen >= tier.counting.income_min_fen
            };
            let heads = u32::try_from(workers.iter().filter(enough).count()).unwrap_or(u32::MAX);
            let income_fen = workers.iter().filter(enough).map(|(_, income_fen)| *income_fen).sum();
            (heads >= tier.heads_min).then(|| (number, tier.rate.amount(heads, income_fen).min(tier.cap_fen)))
        });
        reached.last()
    }

    /// What a subsidy pays that day.
    pub fn subsidy(&self, subsidy: &Subsidy, area: AreaCode, on: Date, (units, base): (u32, Fen)) -> Fen {
        match self.find(&subsidy.standard(), area, on, on).map(|i| &i.standard) {
            Some(Standard::Subsidy { rate, .. }) => rate.amount(units, base),
            _ => Fen::ZERO,
        }
    }
}

/// All standards of both years.
pub fn issue_all(world: &mut World) {
    let province = world.province();
    let start = day(2024, 1, 2);
    let year = |year| Span { from: day(year, 1, 1), to: Some(day(year, 12, 31)) };
    let open = Span { from: day(2024, 1, 1), to: None };
    allowance(world, province, start, open, (1_200, 650));
    for i in (1..world.counties.len()).step_by(3) {
        let county = world.counties[i].code;
        let more = 100 * (1 + u32::try_from(i % 4).unwrap_or(0));
        allowance(world, county, day(2024, 1, 3), open, (1_200 + more, 650 + more / 2));
    }
    // In mid-year the province raised it …
    allowance(world, province, day(2024, 6, 20), Span { from: day(2024, 7, 1), to: None }, (1_300, 700));
    // … and one county did so in September, back to July.
    let county = world.counties[0].code;
    allowance(world, county, raised_on(), Span { from: raised_from(), to: None }, (1_400, 760));

    let exclusions = vec![Exclusion::PublicPayroll, Exclusion::FullTimeJob, Exclusion::CannotDoDuty];
    let rules = Standard::PostRules { notice_days_min: 5, term_months_max: 12, exclusions };
    issue(world, province, start, open, rules);
    let order = vec![NeedClass::Monitored, NeedClass::ZeroEmployment, NeedClass::PartialLabour, NeedClass::ExPoor];
    issue(world, province, start, open, Standard::PostPriority { order });
    issue(world, province, start, year(2024), Standard::IncomeLine { yearly_fen: Fen::yuan(8_000) });
    issue(world, province, day(2024, 12, 20), year(2025), Standard::IncomeLine { yearly_fen: Fen::yuan(8_300) });
    issue(world, province, start, open, Standard::Monitoring { confirmation_days_max: 15, notice_days_min: 5 });
    issue(world, province, start, open, Standard::DutyAssessment { days_max: 10 });
    labour(world, province, start, open);
    issue(world, province, start, open, Standard::RecoveredMoney { goes: RecoveredMoneyGoes::Kept });
    let any = vec![Purpose::AnySubsidy, Purpose::Subsidy { subsidy: Subsidy::Travel }];
    for source in [Source::EmploymentSubsidy, Source::Local] {
        issue(world, province, start, open, Standard::FundPurposes { source, purposes: any.clone() });
    }
    // Money is used within the year for which it came and the months in which that is closed.
    let parameters = BTreeMap::from([("days_max".to_owned(), 450)]);
    issue(world, province, start, open, Standard::Check { check: CheckId::IdleFunds, parameters });
    carriers(world, province, start, open);
    subsidies(world, province, start, open);
    publicity(world, province);
}

/// When one county raised the allowance, and from when on.
pub fn raised_on() -> Date {
    day(2024, 9, 10)
}
pub fn raised_from() -> Date {
    day(2024, 7, 1)
}

fn subsidies(world: &mut World, province: AreaCode, on: Date, valid: Span) {
    use PeriodKind::{Month, Once, Quarter, Year};
    use Subsidy::{
        Apprenticeship, BaseAward, EmploymentService, GuaranteedLoan, LoanInterest, PostAllowance, SocialInsurance,
        Travel, VocationalTraining, WorkshopAward,
    };
    let yuan = Fen::yuan;
    let fixed = |amount| Rate::Fixed { amount_fen: yuan(amount) };
    let unit = |amount, units_max| Rate::PerUnit { unit_fen: yuan(amount), units_max };
    let share = |per_mille, cap| Rate::Share { per_mille, cap_fen: yuan(cap) };
    // Paid as the post accrued it, or as the workshop's tier gives: the rate is never asked.
    let all = [
        (PostAllowance, Month, fixed(0), 0, None, true),
        (Travel, Year, fixed(400), 0, None, true),
        (VocationalTraining, Year, unit(1_500, 3), 0, Some(yuan(3_000)), true),
        (SocialInsurance, Year, share(500, 6_000), 0, Some(yuan(4_000)), true),
        (EmploymentService, Once, unit(300, 60), 5, Some(yuan(1_000)), false),
        (Apprenticeship, Year, unit(4_000, 2), 0, Some(yuan(2_000)), false),
        (BaseAward, Year, unit(1_000, 50), 7, Some(yuan(0)), false),
        (WorkshopAward, Year, fixed(0), 7, Some(yuan(0)), false),
        (GuaranteedLoan, Once, share(1_000, 200_000), 0, Some(yuan(0)), false),
        (LoanInterest, Quarter, share(20, 5_000), 0, None, true),
    ];
    for (subsidy, per, rate, notice_days_min, manual_review_above_fen, automatic_approval) in all {
        let credited_days_max = 30;
        let standard = Standard::Subsidy {
            subsidy,
            per,
            rate,
            notice_days_min,
            manual_review_above_fen,
            automatic_approval,
            credited_days_max,
        };
        issue(world, province, on, valid, standard);
    }
}

/// 劳动争议、裁减、欠薪投诉, and the days on which offices work: each year's table when it was published.
fn labour(world: &mut World, province: AreaCode, start: Date, open: Span) {
    use Limit::{CalendarDays, WorkingDays};
    for (table, published) in [(2024, start), (2025, day(2024, 11, 12)), (2026, day(2025, 11, 4))] {
        let valid = Span { from: day(table, 1, 1), to: Some(day(table, 12, 31)) };
        issue(world, province, published, valid, Standard::Holidays(holidays::of(table)));
    }
    let limits = dispute::Limits {
        limitation: Limit::Months(12),
        acceptance: WorkingDays(5),
        tribunal: WorkingDays(5),
        award: CalendarDays(45),
        extension_max: 15,
        green_channel: CalendarDays(30),
        suit: CalendarDays(15),
    };
    issue(world, province, start, open, Standard::Dispute(limits));
    issue(world, province, start, open, Standard::Layoff(layoff_rules()));
    let limits = wage_complaint::Limits { check: WorkingDays(5), order: WorkingDays(60) };
    issue(world, province, start, open, Standard::WageComplaint(limits));
}

pub fn layoff_rules() -> layoff::Rules {
    layoff::Rules {
        mass_heads_min: 20,
        mass_per_mille_min: 100,
        notice: Limit::CalendarDays(30),
        year_per_mille: 1_000,
        rest_per_mille: 500,
        wage_cap_fen: Some(Fen::yuan(20_400)),
        capped_years_max: 12,
        payment: Limit::CalendarDays(15),
    }
}

/// 车间、基地 When one is recognised, which tiers there are, and with how few workers a workshop has to go.
fn carriers(world: &mut World, province: AreaCode, on: Date, valid: Span) {
    let yuan = Fen::yuan;
    let recognition = RecognitionRules { ex_poor_min: 5, ex_poor_per_mille_min: 200, notice_days_min: 5 };
    let counting = |months_min, income| Counting { months_min, income_min_fen: yuan(income) };
    let tier = |heads_min, counting, unit, cap| {
        let rate = Rate::PerUnit { unit_fen: yuan(unit), units_max: 100 };
        Tier { heads_min, counting, rate, cap_fen: yuan(cap) }
    };
    let usual = || counting(3, 5_000);
    let tiers = vec![
        tier(3, usual(), 500, 10_000),
        tier(10, usual(), 800, 20_000),
        tier(30, counting(6, 11_000), 1_000, 50_000),
    ];
    let floor = |workers_min, ex_poor_min| HeadcountFloor { workers_min, ex_poor_min };
    let all = [
        Standard::WorkshopRules { recognition: recognition.clone(), exit_notice_days_min: 7, exit_days_max: 30 },
        Standard::WorkshopTiers { per: PeriodKind::Year, tiers },
        Standard::WorkshopHeadcount { floors: vec![floor(0, 3), floor(30, 8)] },
        Standard::BaseRules { recognition, counting: usual() },
    ];
    for standard in all {
        issue(world, province, on, valid, standard);
    }
}

fn allowance(world: &mut World, area: AreaCode, on: Date, valid: Span, yuan: (u32, u32)) {
    let (full_time_monthly_fen, part_time_monthly_fen) = (Fen::yuan(yuan.0), Fen::yuan(yuan.1));
    issue(world, area, on, valid, Standard::PostAllowance { full_time_monthly_fen, part_time_monthly_fen });
}

fn issue(world: &mut World, area: AreaCode, on: Date, valid: Span, standard: Standard) {
    let name = standard.name();
    let policy = Ref::<Policy>::new(format_args!("{name}-{}", area.short()));
    let by = world.desks_of(area).clerk.clone();
    let number = world.rng.between(3, 89);
    let office = if area.level() == Level::Province { "湘人社发" } else { "县人社发" };
    let document = note(&format!("{office}〔{}〕{number}号", on.year()));
    let legal_basis = LegalBasis { document, dated: on, evidence: world.rng.evidence(EvidenceKind::Decision) };
    let version = 1 + u32::try_from(world.standards.issued.iter().filter(|i| i.policy == policy).count()).unwrap_or(0);
    let known = on.plus_days(i32::from(on > world.today));
    let issued = Issued { policy: policy.clone(), name, area, version, known, valid, standard: standard.clone() };
    world.standards.issued.push(issued);
    world.tell(on, &by, &policy, Event::Issued { area, standard, valid, legal_basis, claws_back: false });
}

/// 政策清单、知晓度、典型案例, and a standard that was given up.
fn publicity(world: &mut World, province: AreaCode) {
    let policy = Ref::<Policy>::new(format_args!("post_rules-{}", province.short()));
    let desks = world.desks_of(province).clone();
    for (month, audience) in [(2, Audience::Worker), (3, Audience::MarketEntity), (4, Audience::HrFirm)] {
        let evidence = world.rng.evidence(EvidenceKind::Notice);
        world.tell(day(2024, month, 6), &desks.clerk, &policy, Event::ListPublished { audience, evidence });
        let asked = world.rng.between(300, 900);
        let aware = asked * world.rng.between(55, 92) / 100;
        let evidence = world.rng.evidence(EvidenceKind::Other);
        let surveyed = Event::AwarenessSurveyed { audience, asked, aware, evidence };
        world.tell(day(2024, month + 5, 12), &desks.clerk, &policy, surveyed);
    }
    let consent = world.rng.evidence(EvidenceKind::Agreement);
    let evidence = world.rng.evidence(EvidenceKind::Other);
    world.tell(day(2024, 10, 17), &desks.clerk, &policy, Event::TypicalCasePublished { consent, evidence });

    let prefecture = world.counties[0].prefecture;
    let valid = Span { from: day(2024, 3, 1), to: None };
    issue(world, prefecture, day(2024, 2, 20), valid, Standard::DutyAssessment { days_max: 7 });
    let policy = Ref::<Policy>::new(format_args!("duty_assessment-{}", prefecture.short()));
    let reason = note("与省级规定不一致,予以废止");
    let by = world.desks_of(prefecture).approver.clone();
    world.tell(day(2024, 5, 8), &by, &policy, Event::Withdrawn { version: 1, reason });
}
