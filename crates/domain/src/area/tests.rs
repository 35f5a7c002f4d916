use super::*;
use crate::{
    policy,
    testing::{Fact, World, area, case, county_with_posts, day, evidence, fact, given, note},
    values::EvidenceKind,
    welfare_post,
};

const COUNTY: &str = "area-430225";
const SITE: &str = "area-site.mianyang";

fn paper() -> Evidence {
    evidence(EvidenceKind::Decision)
}

fn registered(on: &str, subject: &str, code: &str) -> Fact {
    let division = area(code);
    let site = subject.starts_with("area-site.");
    let identity = if site { AreaIdentity::Site(division) } else { AreaIdentity::Division(division) };
    fact(on, subject, Event::Registered { identity, name: note("炎陵县"), valid_from: day("2020-01-01") })
}

fn county() -> World {
    given([registered("2024-01-02", COUNTY, "430225000000")])
}

fn site() -> World {
    given([registered("2024-01-02", SITE, "430225103000")])
}

fn designated(designation: Designation) -> Event {
    Event::Designated { designation, evidence: paper() }
}

fn quota(total: u32, by_category: &[(PostCategory, u32)]) -> Event {
    let category =
        |(category, posts): &(PostCategory, u32)| CategoryPosts { category: category.clone(), posts: *posts };
    Event::PostQuotaSet {
        total,
        by_category: by_category.iter().map(category).collect(),
        basis: QuotaBasis { ex_poor_population: 9_000, hard_to_employ: 400, public_need: note("护林") },
        evidence: paper(),
    }
}

fn closed(month: &str, away: u32) -> Event {
    let month = month.parse().unwrap();
    Event::MonthlySnapshotClosed { month, away, local: 40, income_fen: Fen::yuan(500_000) }
}

// The area itself.

#[test]
fn a_county_is_registered_renamed_and_succeeded() {
    let world = county().given([
        registered("2024-01-02", "area-430224", "430224000000"),
        fact("2024-05-01", COUNTY, Event::Renamed { name: note("炎陵"), evidence: paper() }),
        fact("2024-07-01", COUNTY, Event::Succeeded { by: vec![case("area-430224")], evidence: paper() }),
    ]);
    let ended: &Area = world.case(COUNTY);
    assert_eq!(ended.successors, [Ref::of(area("430224000000"))]);
    assert!(ended.is_valid(day("2024-06-30")) && !ended.is_valid(day("2024-07-01")));
}

#[test]
fn an_area_is_named_by_its_code_and_a_site_by_its_own_id() {
    given([]).when(registered("2024-01-02", COUNTY, "430224000000")).refused("case_named_otherwise");
    let site_in_county = fact(
        "2024-01-02",
        COUNTY,
        Event::Registered {
            identity: AreaIdentity::Site(area("430225103000")),
            name: note("安置区"),
            valid_from: day("2020-01-01"),
        },
    );
    given([]).when(site_in_county).refused("case_named_otherwise");
    assert!(Area::id_fits("430225103204") && Area::id_fits("site.mianyang"));
    assert!(!Area::id_fits("4302251") && !Area::id_fits("site.") && !Area::id_fits("yanling"));
}

#[test]
fn nothing_is_decided_for_an_area_that_ended_or_has_not_begun() {
    let ended = county().given([
        registered("2024-01-02", "area-430224", "430224000000"),
        fact("2024-07-01", COUNTY, Event::Succeeded { by: vec![case("area-430224")], evidence: paper() }),
    ]);
    ended.clone().when(fact("2024-07-01", COUNTY, designated(Designation::KeyCounty))).refused("area_ended");
    ended.when(fact("2024-07-02", COUNTY, closed("2024-06", 60))).then([]);
    county().when(fact("2019-12-31", COUNTY, designated(Designation::KeyCounty))).refused("occurs_before");
}

#[test]
fn an_area_ends_in_other_areas_that_exist() {
    let by = |by: &[&str]| Event::Succeeded { by: by.iter().map(|b| case(b)).collect(), evidence: paper() };
    county().when(fact("2024-07-01", COUNTY, by(&[]))).refused("no_successor");
    county().when(fact("2024-07-01", COUNTY, by(&[COUNTY]))).refused("unfit_successor");
    county().when(fact("2024-07-01", COUNTY, by(&["area-430224"]))).refused("cited_case_missing");
    county()
        .given([
            registered("2024-01-02", "area-430224", "430224000000"),
            registered("2024-01-02", "area-430223", "430223000000"),
            fact("2024-03-01", "area-430224", by(&["area-430223"])),
        ])
        .when(fact("2024-07-01", COUNTY, by(&["area-430224"])))
        .refused("unfit_successor");
}

// Key areas.

#[test]
fn a_designation_has_its_days() {
    let lifted = Event::DesignationLifted { designation: Designation::EthnicArea, evidence: paper() };
    let world = county().given([
        fact("2024-02-01", COUNTY, designated(Designation::EthnicArea)),
        fact("2024-09-01", COUNTY, lifted.clone()),
    ]);
    let county: &Area = world.case(COUNTY);
    assert!(county.is_designated(&Designation::EthnicArea, day("2024-03-01")));
    assert!(!county.is_designated(&Designation::EthnicArea, day("2024-09-02")));
    world.when(fact("2024-10-01", COUNTY, lifted)).refused("not_designated");
}

#[test]
fn an_area_is_designated_once_and_as_what_it_is() {
    let key = || designated(Designation::KeyCounty);
    county()
        .given([fact("2024-02-01", COUNTY, key())])
        .when(fact("2024-03-01", COUNTY, key()))
        .refused("already_designated");
    site().when(fact("2024-03-01", SITE, key())).refused("misplaced_designation");
    county().when(fact("2024-03-01", COUNTY, designated(Designation::RelocationSite))).refused("misplaced_designation");
    site().when(fact("2024-03-01", SITE, designated(Designation::RelocationSite))).then([]);
}

// The quota of welfare posts.

const CODE: &str = "91430225MA4L00001Y";

fn planned_post(id: &str, category: PostCategory) -> Fact {
    let employing_unit = Ref::new(CODE.to_ascii_lowercase());
    let event = welfare_post::Event::Planned { area: area("430225103204"), category, employing_unit, full_time: false };
    fact("2024-02-01", &format!("welfare_post-{id}"), event)
}

fn approved(id: &str) -> Fact {
    fact("2024-02-02", &format!("welfare_post-{id}"), welfare_post::Event::Approved {})
}

/// A unit that employs on posts, in a world without a county.
fn unit() -> World {
    use crate::organisation::{Event, Identity, OrganisationRole};
    let code = credit_code();
    let subject = format!("organisation-{}", code.as_str().to_ascii_lowercase());
    given([
        fact(
            "2024-01-01",
            &subject,
            Event::Registered { identity: Identity::CreditCode(code), area: area("430225000000") },
        ),
        fact(
            "2024-01-01",
            &subject,
            Event::RoleGranted {
                role: OrganisationRole::PostEmployingUnit,
                evidence: evidence(EvidenceKind::Decision),
            },
        ),
    ])
}

fn credit_code() -> crate::values::CreditCode {
    CODE.parse().expect("a credit code")
}

#[test]
fn a_post_is_counted_when_approved_and_discounted_when_abolished() {
    let world = unit()
        .given(county_with_posts("430225000000", 2))
        .given([planned_post("p1", PostCategory::Patrol)])
        .when(approved("p1"))
        .then(["area-430225 area.post_counted.v1"]);
    assert_eq!(world.case::<Area>(COUNTY).posts, 1);
    let abolished = welfare_post::Event::Abolished { reason: note("项目结束") };
    let world =
        world.when(fact("2024-03-01", "welfare_post-p1", abolished)).then(["area-430225 area.post_discounted.v1"]);
    assert_eq!(world.case::<Area>(COUNTY).posts, 0);
}

#[test]
fn no_post_is_approved_beyond_the_quota_or_without_one() {
    let posts = || [planned_post("p1", PostCategory::Patrol), planned_post("p2", PostCategory::Patrol)];
    let one = || unit().given(posts()).given(county_with_posts("430225000000", 1)).given([approved("p1")]);
    one().when(approved("p2")).refused("quota_reached");
    one().when(approved("p2").decided_elsewhere()).irregular("quota_reached");
    let by_category = quota(9, &[(PostCategory::Patrol, 1)]);
    one().given([fact("2024-02-01", COUNTY, by_category)]).when(approved("p2")).refused("quota_reached");
    unit()
        .given(posts())
        .given([registered("2024-01-02", COUNTY, "430225000000")])
        .when(approved("p1"))
        .refused("not_configured");
    unit().given(posts()).when(approved("p1")).refused("case_missing");
}

#[test]
fn a_quota_is_a_countys_and_adds_up() {
    let patrol = |posts| (PostCategory::Patrol, posts);
    site().when(fact("2024-02-01", SITE, quota(5, &[]))).refused("quota_of_county_only");
    county().when(fact("2024-02-01", COUNTY, quota(5, &[patrol(6)]))).refused("categories_above_total");
    county().when(fact("2024-02-01", COUNTY, quota(5, &[patrol(1), patrol(2)]))).refused("category_named_twice");
    county().when(fact("2024-02-01", COUNTY, quota(5, &[patrol(5)]))).then([]);
}

// Targets, obligations, months, duties.

#[test]
fn a_target_is_for_this_year_or_the_next() {
    let target = |year| Event::WorkforceTargetSet { year, heads: 9_000, evidence: paper() };
    county().when(fact("2024-12-20", COUNTY, target(2025))).then([]);
    county().when(fact("2024-12-20", COUNTY, target(2026))).refused("target_of_another_year");
}

#[test]
fn a_survey_of_demand_is_answered_once() {
    let survey = Uuid::from_u128(8);
    let surveyed = Event::DemandSurveyed { wanted: note("家门口的岗位"), people: 12, evidence: paper() };
    let answered =
        |on| fact(on, COUNTY, Event::DemandAnswered { survey, answer: note("新设护林岗位 6 个"), evidence: paper() });
    let world = county().given([fact("2024-03-01", COUNTY, surveyed).id(survey)]);
    assert_eq!(world.case::<Area>(COUNTY).unanswered, BTreeSet::from([survey]));
    county().when(answered("2024-03-20")).refused("no_such_survey");
    let world = world.when(answered("2024-03-20")).then([]);
    world.when(answered("2024-03-21")).refused("no_such_survey");
}

const OBLIGATION: Uuid = Uuid::from_u128(7);

fn obligation(ratio_per_mille: Option<u16>) -> Fact {
    let (project, name) = (HiringProject::GovernmentInvested, note("厂房建设"));
    let event = Event::HiringObligationSet { project, name, ratio_per_mille, evidence: paper() };
    fact("2024-02-01", SITE, event).id(OBLIGATION)
}

fn reported(staff: u32, relocated: u32) -> Fact {
    let event = Event::HiringReported { obligation: OBLIGATION, staff, relocated, evidence: paper() };
    fact("2024-06-01", SITE, event)
}

fn verified(staff: u32, relocated: u32) -> Fact {
    let event = Event::HiringVerified { obligation: OBLIGATION, staff, relocated, evidence: paper() };
    fact("2024-06-10", SITE, event)
}

#[test]
fn an_obligation_is_reported_verified_and_met_or_not() {
    let world = || site().given([obligation(Some(300)), reported(40, 12)]);
    world().when(verified(40, 12)).then(["area-site.mianyang area.hiring_obligation_met.v1"]);
    let short = world().when(verified(41, 12)).then(["area-site.mianyang area.hiring_fell_short.v1"]);
    assert_eq!(short.case::<Area>(SITE).obligations[&OBLIGATION].state, ObligationState::Short);
    let (_, last) = short.recorded().last().unwrap();
    assert!(last.encode().1.contains("\"missing\":1"), "12.3 workers are 13: {last:?}");
    let ended = Event::HiringObligationEnded { obligation: OBLIGATION, evidence: paper() };
    let ended = short.when(fact("2024-09-01", SITE, ended)).then([]);
    ended.when(reported(40, 12)).irregular("no_such_obligation");
}

#[test]
fn without_a_ratio_of_its_own_the_standard_decides_and_without_one_nothing_does() {
    let world = || site().given([obligation(None), reported(40, 12)]);
    world().when(verified(40, 12)).refused("not_configured");
    let standard = policy::Event::Issued {
        area: area("430000000000"),
        standard: policy::Standard::RelocationHiring { ratio_per_mille: 250 },
        valid: Span { from: day("2024-01-01"), to: None },
        legal_basis: policy::LegalBasis { document: note("湘"), dated: day("2023-12-01"), evidence: paper() },
        claws_back: false,
    };
    world()
        .given([fact("2024-01-01", "policy-relocation_hiring-43", standard)])
        .when(verified(40, 10))
        .then(["area-site.mianyang area.hiring_obligation_met.v1"]);
}

#[test]
fn only_sites_have_obligations_and_no_share_is_above_the_whole() {
    let (project, name) = (HiringProject::GrassRootsManagement, note("物业"));
    let event = Event::HiringObligationSet { project, name, ratio_per_mille: Some(300), evidence: paper() };
    county().when(fact("2024-02-01", COUNTY, event)).refused("not_a_site");
    site().when(obligation(Some(1001))).refused("ratio_above_whole");
}

#[test]
fn a_report_is_verified_once_by_another_and_has_plausible_numbers() {
    let world = || site().given([obligation(Some(300))]);
    site().when(verified(40, 12)).refused("no_such_obligation");
    world().when(verified(40, 12)).refused("hiring_not_reported");
    world().when(reported(12, 40)).irregular("more_relocated_than_staff");
    world().given([reported(40, 12)]).when(verified(12, 40)).refused("more_relocated_than_staff");
    world().given([reported(40, 12).by("a1")]).when(verified(40, 12)).refused("approver_recorded_it");
    world().given([reported(40, 12), verified(40, 12)]).when(verified(40, 12)).refused("hiring_not_reported");
}

#[test]
fn a_month_is_closed_once_when_over_and_restated_by_another() {
    let snapshot = Uuid::from_u128(9);
    let world = || county().given([fact("2024-07-03", COUNTY, closed("2024-06", 60)).id(snapshot)]);
    world().when(fact("2024-07-04", COUNTY, closed("2024-06", 61))).refused("month_closed");
    world().when(fact("2024-07-31", COUNTY, closed("2024-07", 61))).refused("month_not_ended");
    let restated = |snapshot| Event::MonthlySnapshotRestated {
        snapshot,
        away: 58,
        local: 40,
        income_fen: Fen::yuan(480_000),
        reason: note("重复统计"),
        evidence: paper(),
    };
    let after = world().when(fact("2024-07-03", COUNTY, restated(snapshot))).then([]);
    assert_eq!(after.case::<Area>(COUNTY).months.values().map(|m| m.away).collect::<Vec<_>>(), [58]);
    after.when(fact("2024-07-03", COUNTY, restated(snapshot))).refused("nothing_to_correct");
    world().when(fact("2024-07-04", COUNTY, restated(snapshot))).refused("correction_dated_otherwise");
    world().when(fact("2024-07-03", COUNTY, restated(snapshot)).by("c1")).refused("approver_recorded_it");
}

#[test]
fn plans_duties_and_shared_data_are_on_file() {
    let assigned = |department, task, leads| Event::ResponsibilityAssigned { department, task, leads };
    let shared = |from, to| Event::DataShared { from, to, content: note("监测对象名单"), records: 120 };
    let world = county().given([
        fact("2024-01-10", COUNTY, Event::ImplementationPlanIssued { document: note("方案"), evidence: paper() }),
        fact("2024-01-11", COUNTY, assigned(Department::DevelopmentAndReform, Task::WorkRelief, true)),
        fact("2024-01-11", COUNTY, assigned(Department::HumanResources, Task::WorkRelief, false)),
        fact("2024-01-12", COUNTY, shared(Department::RuralRevitalisation, Department::HumanResources)),
    ]);
    assert_eq!(world.case::<Area>(COUNTY).leads.get(&Task::WorkRelief), Some(&Department::DevelopmentAndReform));
    world
        .when(fact("2024-01-13", COUNTY, shared(Department::Finance, Department::Finance)))
        .irregular("shared_with_itself");
}
