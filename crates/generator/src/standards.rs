//! 政策: what the province sets, where a county sets more, what changed in mid-year, and what took effect backwards.

use domain::{
    claim::Subsidy,
    policy::{Audience, Event, Exclusion, LegalBasis, Policy, Rate, RecoveredMoneyGoes, Standard},
    stream::Ref,
    values::{AreaCode, Date, EvidenceKind, Fen, Level, Month, Span},
};

use crate::world::{World, day, note};

/// What the allowance of a welfare post was set to, as the desks know it.
#[derive(Clone, Debug, Default)]
pub struct Standards {
    allowances: Vec<Allowance>,
}

#[derive(Clone, Debug)]
struct Allowance {
    area: AreaCode,
    /// Known to the desks from here on, also where it holds for earlier months.
    known: Date,
    from: Date,
    full_time: Fen,
    part_time: Fen,
}

impl Standards {
    /// What a whole month earns, by what is known today.
    pub fn monthly(&self, area: AreaCode, full_time: bool, month: Month, today: Date) -> Fen {
        let of = |level| {
            let here = self.allowances.iter().filter(|a| a.area == area.at(level));
            here.rev().find(|a| a.known <= today && a.from <= month.last())
        };
        let found = [Level::County, Level::Prefecture, Level::Province].into_iter().find_map(of);
        found.map_or(Fen::ZERO, |a| if full_time { a.full_time } else { a.part_time })
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
    if let Some(county) = world.counties.first().map(|c| c.code) {
        allowance(world, county, day(2024, 9, 10), Span { from: day(2024, 7, 1), to: None }, (1_400, 760));
    }
    let exclusions = vec![Exclusion::PublicPayroll, Exclusion::FullTimeJob, Exclusion::CannotDoDuty];
    let rules = Standard::PostRules { notice_days_min: 5, term_months_max: 12, exclusions };
    issue(world, province, start, open, rules);
    issue(world, province, start, year(2024), Standard::IncomeLine { yearly_fen: Fen::yuan(8_000) });
    issue(world, province, day(2024, 12, 20), year(2025), Standard::IncomeLine { yearly_fen: Fen::yuan(8_300) });
    issue(world, province, start, open, Standard::Monitoring { confirmation_days_max: 15, notice_days_min: 5 });
    issue(world, province, start, open, Standard::DutyAssessment { days_max: 10 });
    issue(world, province, start, open, Standard::RecoveredMoney { goes: RecoveredMoneyGoes::Kept });
    subsidies(world, province, start, open);
    publicity(world, province);
}

fn subsidies(world: &mut World, province: AreaCode, on: Date, valid: Span) {
    let yuan = Fen::yuan;
    let _ = (world, province, on, valid, yuan);
}

fn allowance(world: &mut World, area: AreaCode, on: Date, valid: Span, yuan: (u32, u32)) {
    let (full_time, part_time) = (Fen::yuan(yuan.0), Fen::yuan(yuan.1));
    world.standards.allowances.push(Allowance { area, known: on.plus_days(1), from: valid.from, full_time, part_time });
    let standard = Standard::PostAllowance { full_time_monthly_fen: full_time, part_time_monthly_fen: part_time };
    issue(world, area, on, valid, standard);
}

pub fn issue(world: &mut World, area: AreaCode, on: Date, valid: Span, standard: Standard) {
    let policy = Ref::<Policy>::new(format_args!("{}-{}", standard.name(), area.short()));
    let by = world.desks_of(area).clerk.clone();
    let number = world.rng.between(3, 89);
    let office = if area.level() == Level::Province { "湘人社发" } else { "县人社发" };
    let document = note(&format!("{office}〔{}〕{number}号", on.year()));
    let legal_basis = LegalBasis { document, dated: on, evidence: world.rng.evidence(EvidenceKind::Decision) };
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

    let prefecture = world.counties.first().map_or(province, |c| c.prefecture);
    let valid = Span { from: day(2024, 3, 1), to: None };
    issue(world, prefecture, day(2024, 2, 20), valid, Standard::DutyAssessment { days_max: 7 });
    let policy = Ref::<Policy>::new(format_args!("duty_assessment-{}", prefecture.short()));
    let reason = note("与省级规定不一致,予以废止");
    let by = world.desks_of(prefecture).approver.clone();
    world.tell(day(2024, 5, 8), &by, &policy, Event::Withdrawn { version: 1, reason });
}

/// What each subsidy pays, as the province set it.
pub fn subsidy(subsidy: Subsidy, rate: Rate, manual_review_above_fen: Option<Fen>) -> Standard {
    Standard::Subsidy { subsidy, rate, notice_days_min: 0, manual_review_above_fen, credited_days_max: 30 }
}
