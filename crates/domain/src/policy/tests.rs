use super::*;
use crate::{
    testing::{Fact, World, area, day, evidence, fact, given, note},
    values::EvidenceKind,
};

const PROVINCE: &str = "430000000000";
const COUNTY: &str = "430225000000";

fn valid(from: &str, to: Option<&str>) -> Span {
    Span { from: day(from), to: to.map(day) }
}

fn issued(on: &str, at: &str, standard: Standard, valid: Span) -> Fact {
    let legal_basis = LegalBasis {
        document: note("湘人社规〔2025〕1号"),
        dated: day(on),
        evidence: evidence(EvidenceKind::Decision),
    };
    let subject = format!("policy-{}-{}", standard.name(), area(at).short());
    fact(on, &subject, Event::Issued { area: area(at), standard, valid, legal_basis, claws_back: false })
}

fn line(yuan: u32) -> Standard {
    Standard::IncomeLine { yearly_fen: Fen::yuan(yuan) }
}

fn in_province(on: &str, event: Event) -> Fact {
    fact(on, "policy-income_line-43", event)
}

fn withdrawn(on: &str, version: u32) -> Fact {
    in_province(on, Event::Withdrawn { version, reason: note("失效") })
}

fn first() -> World {
    given([issued("2024-12-20", PROVINCE, line(7_000), valid("2025-01-01", None))])
}

/// Which version holds on a day.
fn holding(world: &World, on: &str) -> Option<u32> {
    world.case::<Policy>("policy-income_line-43").in_force(day(on)).map(|v| v.version)
}

#[test]
fn a_version_takes_the_place_of_the_one_before_it_from_its_first_day_on() {
    let second = issued("2025-06-01", PROVINCE, line(7_500), valid("2025-07-01", Some("2025-12-31")));
    let world = first().when(second).then(["policy-income_line-43 policy.superseded.v1"]);
    assert_eq!(holding(&world, "2024-12-31"), None);
    assert_eq!(holding(&world, "2025-06-30"), Some(1));
    assert_eq!(holding(&world, "2025-07-01"), Some(2));
    // The first does not come back to life when the second has ended.
    assert_eq!(holding(&world, "2026-01-01"), None);
}

#[test]
fn a_version_takes_effect_no_earlier_than_the_one_before_it() {
    first()
        .when(issued("2025-06-01", PROVINCE, line(7_500), valid("2024-07-01", None)))
        .refused("earlier_than_version");
}

#[test]
fn a_withdrawn_version_holds_no_longer() {
    let world = first().when(withdrawn("2025-03-01", 1)).then([]);
    assert_eq!((holding(&world, "2025-02-28"), holding(&world, "2025-03-01")), (Some(1), None));
    world.clone().when(withdrawn("2025-04-01", 1)).refused("no_such_version");
    // Nothing gives way to a version that follows a withdrawn one.
    world.when(issued("2025-06-01", PROVINCE, line(7_500), valid("2025-07-01", None))).then([]);
}

#[test]
fn a_version_withdrawn_before_its_first_day_never_was() {
    let world = first()
        .given([issued("2025-06-01", PROVINCE, line(7_500), valid("2025-07-01", None)), withdrawn("2025-06-10", 2)]);
    assert_eq!(holding(&world, "2025-08-01"), Some(1));
}

#[test]
fn another_than_the_issuer_withdraws() {
    first().when(withdrawn("2025-03-01", 9)).refused("no_such_version");
    first().when(withdrawn("2025-03-01", 1).by("c1")).refused("approver_recorded_it");
    first().when(withdrawn("2025-03-01", 1).by_role(crate::actor::Role::Clerk)).refused("role_not_allowed");
}

#[test]
fn age_disability_and_the_like_are_no_grounds_of_a_standard() {
    use Exclusion::{
        Age, CannotDoDuty, Disability, Ethnicity, FullTimeJob, HouseholdRegister, Marriage, Other, PublicPayroll, Sex,
    };
    let rules = |exclusions| {
        let standard = Standard::PostRules { notice_days_min: 5, term_months_max: 12, exclusions };
        issued("2025-01-01", PROVINCE, standard, valid("2025-01-01", None))
    };
    for ground in [Age, Disability, Sex, Ethnicity, Marriage, HouseholdRegister] {
        given([]).when(rules(vec![PublicPayroll, ground])).refused("unreasonable_limit");
    }
    let lawful = vec![PublicPayroll, FullTimeJob, CannotDoDuty, Other { reason: note("服刑期间") }];
    given([]).when(rules(lawful)).then([]);
}

#[test]
fn a_case_holds_one_standard_of_one_area() {
    let misplaced = |subject| {
        let basis =
            LegalBasis {
                document: note("文件"), dated: day("2025-01-01"), evidence: evidence(EvidenceKind::Decision)
            };
        let (standard, valid) = (line(7_000), valid("2025-01-01", None));
        let event = Event::Issued { area: area(COUNTY), standard, valid, legal_basis: basis, claws_back: false };
        fact("2025-01-01", subject, event)
    };
    given([]).when(misplaced("policy-income_line-43")).refused("case_named_otherwise");
    given([]).when(misplaced("policy-monitoring-430225")).refused("case_named_otherwise");
    given([]).when(misplaced("policy-income_line-430225")).then([]);
}

#[test]
fn no_standard_is_issued_below_the_county() {
    given([])
        .when(issued("2025-01-01", "430225103000", line(7_000), valid("2025-01-01", None)))
        .refused("below_county");
}

#[test]
fn a_survey_that_cannot_be_is_recorded_and_found() {
    let surveyed = |aware| {
        let (audience, evidence) = (Audience::Worker, evidence(EvidenceKind::Other));
        in_province("2025-03-01", Event::AwarenessSurveyed { audience, asked: 100, aware, evidence })
    };
    first().when(surveyed(100)).then([]);
    first().when(surveyed(101)).irregular("more_aware_than_asked");
}

#[test]
fn a_standard_is_made_known() {
    let evidence = || evidence(EvidenceKind::Notice);
    let told = Event::ListPublished { audience: Audience::MarketEntity, evidence: evidence() };
    let shown = Event::TypicalCasePublished { consent: evidence(), evidence: evidence() };
    first().given([in_province("2025-03-01", told)]).when(in_province("2025-03-01", shown)).then([]);
    given([])
        .when(in_province("2025-03-01", Event::ListPublished { audience: Audience::Worker, evidence: evidence() }))
        .refused("case_missing");
}

#[test]
fn what_a_rate_pays_is_rounded_down_and_capped() {
    let yuan = Fen::yuan;
    assert_eq!(Rate::Fixed { amount_fen: yuan(500) }.amount(9, yuan(9)), yuan(500));
    assert_eq!(Rate::PerUnit { unit_fen: yuan(100), units_max: 3 }.amount(5, Fen::ZERO), yuan(300));
    let share = Rate::Share { per_mille: 333, cap_fen: yuan(1_000) };
    assert_eq!(share.amount(1, yuan(10)).get(), 333);
    assert_eq!(share.amount(1, yuan(1_000_000)), yuan(1_000));
}

#[test]
fn a_class_has_one_place_in_an_order_of_priority() {
    use NeedClass::{ExPoor, Monitored, PartialLabour};
    let order = |order: &[NeedClass]| {
        let standard = Standard::PostPriority { order: order.into() };
        issued("2025-01-01", COUNTY, standard, valid("2025-01-01", None))
    };
    given([]).when(order(&[Monitored, ExPoor, Monitored])).refused("class_named_twice");
    given([]).when(order(&[Monitored, ExPoor])).then([]);
    let rank = |classes: &[NeedClass]| NeedClass::rank(&[Monitored, ExPoor], classes);
    assert_eq!((rank(&[ExPoor, Monitored]), rank(&[ExPoor]), rank(&[PartialLabour]), rank(&[])), (0, 1, 2, 2));
}

#[test]
fn a_check_goes_by_parameters_that_it_has() {
    let set = |name: &str| Standard::Check {
        check: CheckId::NoShow,
        parameters: std::collections::BTreeMap::from([(name.to_owned(), 20)]),
    };
    given([]).when(issued("2025-01-01", COUNTY, set("grace_days"), valid("2025-01-01", None))).then([]);
    given([])
        .when(issued("2025-01-01", COUNTY, set("grace_day"), valid("2025-01-01", None)))
        .refused("unknown_parameter");
}

#[test]
fn a_table_of_holidays_names_days_of_its_year() {
    let table = crate::testing::labour::holidays_2025;
    let on = |table| issued("2024-11-12", PROVINCE, Standard::Holidays(table), valid("2025-01-01", Some("2025-12-31")));
    given([]).when(on(table())).then([]);
    let mut other_year = table();
    other_year.days_off.push(valid("2026-01-01", Some("2026-01-03")));
    given([]).when(on(other_year)).refused("day_outside_table");
    let mut monday = table();
    monday.days_worked.push(day("2025-03-03"));
    given([]).when(on(monday)).refused("day_outside_table");
}

#[test]
fn no_limit_is_longer_than_a_year() {
    let limits = |award| {
        let limits = crate::dispute::Limits { award, ..crate::testing::labour::dispute_limits() };
        issued("2025-01-01", PROVINCE, Standard::Dispute(limits), valid("2025-01-01", None))
    };
    given([]).when(limits(Limit::CalendarDays(366))).then([]);
    for award in [Limit::CalendarDays(367), Limit::WorkingDays(367), Limit::Months(13)] {
        given([]).when(limits(award)).refused("limit_too_long");
    }
}
