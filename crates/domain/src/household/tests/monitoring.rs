//! Identification and removal, step by step.

use super::*;
use crate::policy::{self, LegalBasis, Standard};

const RISK: Uuid = Uuid::from_u128(21);
const CONFIRMATION: Uuid = Uuid::from_u128(22);
const REMOVAL: Uuid = Uuid::from_u128(23);

fn issued(standard: Standard) -> Fact {
    let subject = format!("policy-{}-43", standard.name());
    let event = policy::Event::Issued {
        area: area("430000000000"),
        standard,
        valid: Span { from: day("2021-01-01"), to: None },
        legal_basis: LegalBasis { document: note("湘乡振发"), dated: day("2020-12-01"), evidence: paper() },
        claws_back: false,
    };
    fact("2021-01-01", &subject, event)
}

fn standards() -> [Fact; 2] {
    [
        issued(Standard::Monitoring { confirmation_days_max: 15, notice_days_min: 5 }),
        issued(Standard::IncomeLine { yearly_fen: Fen::yuan(7_800) }),
    ]
}

fn clue() -> Event {
    Event::ClueReceived { clue: Clue::SelfReported, evidence: paper() }
}

fn noticed(from: &str, to: &str) -> Event {
    Event::VillageNoticed { span: Span { from: day(from), to: to.parse().ok() }, evidence: paper() }
}

fn on(day: &str, event: Event) -> Fact {
    fact(day, HOME, event)
}

/// The clue, and the steps up to the village's review.
fn reviewed() -> [Fact; 5] {
    [
        on("2024-03-01", clue()),
        on("2024-03-02", Event::Authorised { evidence: paper() }),
        on("2024-03-03", Event::HomeVerified { evidence: paper() }),
        on("2024-03-04", Event::DataMatched { evidence: paper() }),
        on("2024-03-05", Event::DemocraticallyReviewed { minutes: paper() }),
    ]
}

/// Those, and the notice and the township's review.
fn examined() -> Vec<Fact> {
    let mut all = reviewed().to_vec();
    all.push(on("2024-03-06", noticed("2024-03-06", "2024-03-11")));
    all.push(on("2024-03-12", Event::TownshipReviewed { evidence: paper() }));
    all
}

fn confirmed(kind: MonitoredKind) -> Fact {
    on("2024-03-13", Event::CountyConfirmed { kind, evidence: paper() }).id(CONFIRMATION)
}

/// Up to the first support.
fn supported() -> Vec<Fact> {
    let mut all = examined();
    all.extend([
        confirmed(MonitoredKind::UnstableExPoor),
        on("2024-03-14", Event::Announced { evidence: paper() }),
        on("2024-03-15", Event::PlanMade { measures: vec![Measure::Employment], evidence: paper() }),
        on("2024-03-16", Event::Supported { measure: Measure::Employment, evidence: paper() }),
    ]);
    all
}

fn able(n: u32) -> Fact {
    let ability = LabourAbility::Partial;
    fact("2023-02-01", &person_id(n), person::Event::LabourAbilityAssessed { ability, evidence: paper() })
}

/// All that removal needs.
fn secured() -> Vec<Fact> {
    vec![
        able(1),
        on("2025-01-10", assessed(2024, 30_000, 3)),
        on("2025-01-10", Event::GuaranteesChecked { insecure: vec![], evidence: paper() }),
    ]
}

/// The steps of removal up to its announcement.
fn removal() -> Vec<Fact> {
    vec![
        on("2025-03-01", Event::RiskRemovalProposed { evidence: paper() }),
        on("2025-03-02", Event::HomeVerified { evidence: paper() }),
        on("2025-03-03", Event::DemocraticallyReviewed { minutes: paper() }),
        on("2025-03-04", noticed("2025-03-04", "2025-03-09")),
        on("2025-03-10", Event::TownshipReviewed { evidence: paper() }),
        on("2025-03-11", Event::Announced { evidence: paper() }),
    ]
}

fn removed() -> Fact {
    on("2025-03-12", Event::RiskRemoved { evidence: paper() }).id(REMOVAL)
}

fn removal_and_decision() -> Vec<Fact> {
    let mut all = removal();
    all.push(removed());
    all
}

fn stage(world: &World) -> Stage {
    world.case::<Household>(HOME).monitoring.stage
}

fn world() -> World {
    ex_poor().given(standards())
}

fn monitored() -> World {
    world().given(supported())
}

// Identification.

#[test]
fn a_household_is_identified_confirmed_and_supported() {
    let world = monitored();
    let home: &Household = world.case(HOME);
    assert_eq!((home.monitoring.stage, home.monitoring.kind), (Stage::Supported, Some(MonitoredKind::UnstableExPoor)));
    assert_eq!(home.monitoring.clue_on, Some(day("2024-03-01")));
}

#[test]
fn a_layoff_is_a_clue_for_the_household() {
    let job = Uuid::from_u128(31);
    let (job_kind, destination) = (Job::AwayJob, area("440300000000"));
    let started = person::Event::JobStarted { job: job_kind, full_time: true, employer: None, destination };
    let world = world()
        .given([fact("2024-01-01", &person_id(1), started).id(job)])
        .when(fact("2024-02-01", &person_id(1), person::Event::LaidOff { job, evidence: paper() }))
        .then(["household-h1 household.clue_received.v1"]);
    assert_eq!(stage(&world), Stage::ClueReceived);
}

#[test]
fn steps_come_in_their_order_and_not_before_one_another() {
    world().when(on("2024-03-02", Event::Authorised { evidence: paper() })).refused("not_in_state");
    let skipped = on("2024-03-09", Event::TownshipReviewed { evidence: paper() });
    world().given(reviewed()).when(skipped).refused("not_in_state");
    let before = on("2024-03-04", noticed("2024-03-04", "2024-03-14"));
    world().given(reviewed()).when(before).refused("occurs_before");
}

#[test]
fn the_village_notice_has_an_end_and_the_days_of_the_standard() {
    let notice = |to| on("2024-03-06", noticed("2024-03-06", to));
    world().given(reviewed()).when(notice("")).refused("village_notice_open_ended");
    world().given(reviewed()).when(notice("2024-03-10")).refused("village_notice_too_short");
    world().given(reviewed()).when(notice("2024-03-11")).then([]);
    ex_poor().given(reviewed()).when(notice("2024-03-11")).refused("not_configured");
}

#[test]
fn nothing_is_confirmed_before_the_notice_ended() {
    let mut facts = reviewed().to_vec();
    facts.push(on("2024-03-06", noticed("2024-03-06", "2024-03-13")));
    facts.push(on("2024-03-07", Event::TownshipReviewed { evidence: paper() }));
    let early = || confirmed(MonitoredKind::UnstableExPoor);
    world().given(facts.clone()).when(early()).refused("village_notice_not_over");
    let world = world().given(facts).when(early().decided_elsewhere()).irregular("village_notice_not_over");
    assert_eq!(stage(&world), Stage::CountyConfirmed, "it is true all the same");
}

#[test]
fn nobody_confirms_a_procedure_they_took_part_in() {
    let mut facts = examined();
    facts[2] = facts[2].clone().by("a1");
    world().given(facts).when(confirmed(MonitoredKind::UnstableExPoor)).refused("approver_recorded_it");
}

#[test]
fn the_kind_fits_the_household() {
    let ordinary = || home(HouseholdKind::Ordinary).given(standards()).given(examined());
    ordinary().when(confirmed(MonitoredKind::UnstableExPoor)).refused("not_ex_poor");
    ordinary().when(confirmed(MonitoredKind::Marginal)).then([]);
    world().given(examined()).when(confirmed(MonitoredKind::Marginal)).refused("is_ex_poor");
    ordinary().when(confirmed(MonitoredKind::SuddenHardship)).refused("no_shock_recorded");
    let shock = |sudden| on("2024-02-20", Event::RiskRecorded { risk: Risk::Disaster, sudden, evidence: paper() });
    ordinary().given([shock(false)]).when(confirmed(MonitoredKind::SuddenHardship)).refused("no_shock_recorded");
    let confirmed = ordinary().given([shock(true)]).when(confirmed(MonitoredKind::SuddenHardship)).then([]);
    assert!(confirmed.case::<Household>(HOME).is_target());
}

#[test]
fn support_may_precede_confirmation_but_not_the_clue() {
    let support = || on("2024-03-03", Event::Supported { measure: Measure::MedicalAid, evidence: paper() });
    world().when(support()).refused("nothing_to_support");
    let world = world().given([on("2024-03-01", clue())]).when(support()).then([]);
    assert_eq!(stage(&world), Stage::ClueReceived);
}

// Rejection, objection.

fn rejection() -> (Event, Event) {
    let (reason, evidence) = (RejectionReason::NoRiskFound, paper());
    (
        Event::RejectionNoticed { reason: reason.clone(), evidence: evidence.clone() },
        Event::Rejected { reason, evidence },
    )
}

#[test]
fn a_rejection_is_noticed_first_and_a_new_clue_begins_anew() {
    let (notice, rejected) = rejection();
    world().given(reviewed()).when(on("2024-03-20", rejected.clone())).refused("rejection_not_noticed");
    world().when(on("2024-03-10", notice.clone())).refused("nothing_to_reject");
    let noticed = || world().given(reviewed()).given([on("2024-03-10", notice.clone())]);
    noticed().when(on("2024-03-20", rejected.clone()).by("c1")).refused("approver_recorded_it");
    let world = noticed().when(on("2024-03-20", rejected)).then([]);
    assert_eq!(stage(&world), Stage::Rejected);
    assert_eq!(stage(&world.when(on("2024-05-01", clue())).then([])), Stage::ClueReceived);
}

#[test]
fn an_objection_is_decided_before_the_household_is_rejected() {
    let (notice, rejected) = rejection();
    let objected = || on("2024-03-11", Event::Objected { evidence: paper() });
    let decided = |upheld| on("2024-03-15", Event::ObjectionDecided { upheld, evidence: paper() });
    let world = || world().given(reviewed()).given([on("2024-03-10", notice.clone())]);
    world().when(decided(true)).refused("no_objection_open");
    let open = || world().given([objected()]);
    open().when(on("2024-03-20", rejected.clone())).refused("monitoring_objection_open");
    open().given([decided(false)]).when(on("2024-03-20", rejected.clone())).then([]);
    open().given([decided(true)]).when(on("2024-03-20", rejected.clone())).refused("rejection_not_noticed");
    ex_poor().when(objected()).irregular("nothing_noticed");
}

#[test]
fn an_upheld_objection_calls_off_what_was_on_notice() {
    let objected = |day| on(day, Event::Objected { evidence: paper() });
    let upheld = |day| on(day, Event::ObjectionDecided { upheld: true, evidence: paper() });
    let open = world().given(examined()).given([objected("2024-03-12")]);
    open.clone().when(confirmed(MonitoredKind::UnstableExPoor)).refused("monitoring_objection_open");
    assert_eq!(stage(&open.given([upheld("2024-03-12")])), Stage::DataMatched);
    let open = monitored().given(secured()).given(removal()).given([objected("2025-03-11")]);
    open.clone().when(removed()).refused("monitoring_objection_open");
    assert_eq!(stage(&open.given([upheld("2025-03-12")])), Stage::Supported);
}

// Removal, relapse.

#[test]
fn a_risk_is_removed_the_same_way_and_may_come_back() {
    let relapsed = on("2025-06-01", Event::Relapsed { cause: Risk::JobLoss, evidence: paper() });
    let world = monitored().given(secured()).given(removal()).when(removed()).then([]);
    assert_eq!(stage(&world), Stage::RiskRemoved);
    let world = world.given([on("2025-05-20", clue())]).when(relapsed.clone()).then([]);
    let home: &Household = world.case(HOME);
    assert_eq!((home.monitoring.stage, home.monitoring.kind), (Stage::Relapsed, Some(MonitoredKind::UnstableExPoor)));
    assert_eq!(home.open_risks.len(), 1);
    let plan = Event::PlanMade { measures: vec![Measure::Employment], evidence: paper() };
    assert_eq!(stage(&world.given([on("2025-06-05", plan)])), Stage::PlanMade);
    monitored().when(relapsed).refused("not_in_state");
}

fn proposed() -> Fact {
    on("2025-03-01", Event::RiskRemovalProposed { evidence: paper() })
}

/// Everything that removal needs, save what `keep` leaves out.
fn lacking(left_out: usize, instead: &[Fact]) -> World {
    let mut facts = secured();
    facts.remove(left_out);
    facts.extend_from_slice(instead);
    monitored().given(facts)
}

#[test]
fn removal_needs_this_or_last_years_income_above_that_years_line() {
    lacking(1, &[]).when(proposed()).refused("income_not_assessed");
    let old = on("2025-01-10", assessed(2023, 30_000, 3));
    lacking(1, &[old]).when(proposed()).refused("income_not_assessed");
    let just_the_line = on("2025-01-10", assessed(2024, 23_400, 3));
    lacking(1, &[just_the_line]).when(proposed()).refused("income_not_above_line");
    let monitoring_only = standards().into_iter().take(1);
    let world = ex_poor().given(monitoring_only).given(supported()).given(secured());
    world.when(proposed()).refused("not_configured");
}

#[test]
fn removal_needs_guarantees_and_water_secure() {
    lacking(2, &[]).when(proposed()).refused("guarantees_not_checked");
    let dry = on("2025-01-10", Event::GuaranteesChecked { insecure: vec![Guarantee::Water], evidence: paper() });
    lacking(2, &[dry]).when(proposed()).refused("guarantees_insecure");
}

#[test]
fn removal_needs_every_risk_resolved_at_the_end_too() {
    let risk = |day| on(day, Event::RiskRecorded { risk: Risk::Illness, sudden: false, evidence: paper() }).id(RISK);
    let resolved = on("2025-02-20", Event::RiskResolved { risk: RISK, evidence: paper() });
    let ready = || monitored().given(secured());
    ready().given([risk("2025-02-01")]).when(proposed()).refused("risk_open");
    ready().given([risk("2025-02-01"), resolved]).when(proposed()).then([]);
    ready().given(removal()).given([risk("2025-03-11")]).when(removed()).refused("risk_open");
}

#[test]
fn a_household_without_labour_is_not_marked_removed_unless_the_standard_says_so() {
    lacking(0, &[]).when(proposed()).refused("no_labour");
    lacking(0, &[issued(Standard::RiskRemoval { without_labour: false })]).when(proposed()).refused("no_labour");
    lacking(0, &[issued(Standard::RiskRemoval { without_labour: true })]).when(proposed()).then([]);
}

#[test]
fn nobody_removes_a_risk_whose_removal_they_prepared_or_while_it_is_noticed() {
    let mut facts = removal();
    facts[1] = facts[1].clone().by("a1");
    monitored().given(secured()).given(facts).when(removed()).refused("approver_recorded_it");
    let mut facts = removal();
    facts[3] = on("2025-03-04", noticed("2025-03-04", "2025-03-12"));
    monitored().given(secured()).given(facts).when(removed()).refused("village_notice_not_over");
}

// Corrections, splits, mergers.

#[test]
fn a_confirmation_is_annulled_by_another_after_notice() {
    let annulled = |confirmation| {
        let (reason, evidence) = (note("申报不实"), paper());
        on("2024-03-13", Event::ConfirmationAnnulled { confirmation, reason, evidence }).by("a2")
    };
    let noticed = || monitored().given([on("2024-07-01", rejection().0)]);
    monitored().when(annulled(CONFIRMATION)).refused("rejection_not_noticed");
    noticed().when(annulled(REMOVAL)).refused("nothing_to_correct");
    noticed().when(annulled(CONFIRMATION).by("a1")).refused("approver_recorded_it");
    let world = noticed().when(annulled(CONFIRMATION)).then([]);
    assert_eq!(stage(&world), Stage::Rejected);
    world.when(annulled(CONFIRMATION)).refused("nothing_to_correct");
}

#[test]
fn a_removal_is_annulled_by_another() {
    let annulled = |removal| {
        let (reason, evidence) = (note("收入虚高"), paper());
        on("2025-03-12", Event::RemovalAnnulled { removal, reason, evidence }).by("a2")
    };
    let world = || monitored().given(secured()).given(removal()).given([removed()]);
    world().when(annulled(CONFIRMATION)).refused("nothing_to_correct");
    world().when(annulled(REMOVAL).by("a1")).refused("approver_recorded_it");
    assert_eq!(stage(&world().when(annulled(REMOVAL)).then([])), Stage::Supported);
}

#[test]
fn a_decision_is_annulled_on_its_own_day() {
    let removal = Event::RemovalAnnulled { removal: REMOVAL, reason: note("误录"), evidence: paper() };
    let world = monitored().given(secured()).given(removal_and_decision());
    world.when(on("2025-04-01", removal).by("a2")).refused("correction_dated_otherwise");
}

#[test]
fn who_splits_off_a_monitored_household_stays_monitored() {
    let shock = on("2024-02-20", Event::RiskRecorded { risk: Risk::Disaster, sudden: true, evidence: paper() });
    let world = monitored().given([shock.id(RISK)]).given([split(&[2])]);
    let formed: &Household = world.case(OTHER);
    assert_eq!(formed.monitoring.stage, Stage::Supported);
    assert_eq!(formed.monitoring.kind, Some(MonitoredKind::UnstableExPoor));
    assert_eq!(formed.open_risks.iter().map(|risk| risk.event).collect::<Vec<_>>(), [RISK]);
    assert_eq!(formed.shocked_on, Some(day("2024-02-20")));
    let unconfirmed = ex_poor().given(standards()).given(examined()).given([split(&[2])]);
    assert_eq!(unconfirmed.case::<Household>(OTHER).monitoring.stage, Stage::NotMonitored);
    let removing = monitored().given(secured()).given(removal());
    let into = Event::SplitOff { into: case(OTHER), members: vec![person(2)], evidence: paper() };
    let removing = removing.given([on("2025-04-01", into)]);
    assert_eq!(removing.case::<Household>(OTHER).monitoring.stage, Stage::Supported, "removal begins anew");
}

#[test]
fn a_monitored_household_does_not_merge_into_one_that_is_not() {
    let world = monitored().given([registered(OTHER, HouseholdKind::ExPoor)]);
    world.when(merged(OTHER)).refused("merging_loses_status");
}

#[test]
fn a_whole_life_reads_as_it_was_written() {
    let world = monitored().given(secured()).given(removal_and_decision()).given([split(&[2]), merged_later()]);
    for (stamp, event) in world.recorded() {
        let (kind, data) = event.encode();
        let read = crate::kinds::AnyEvent::decode(&kind, &data).unwrap_or_else(|e| panic!("{} {e:?}", stamp.subject));
        assert_eq!(read.encode(), (kind, data));
    }
}

/// The household that split off comes back.
fn merged_later() -> Fact {
    fact("2025-08-01", OTHER, Event::MergedInto { into: case(HOME), evidence: paper() })
}
