use super::*;
use crate::{
    actor::Role,
    testing::{Fact, actor_of, area, case, day, evidence, fact, given, note, person_id, stream},
    values::EvidenceKind,
};

const KEY: &str = "welfare_post-p1,2025-03";

fn subject() -> String {
    name(CheckId::NoShow, KEY).stream().to_string()
}

fn raised() -> Fact {
    let raised = Raised {
        check: CheckId::NoShow,
        version: 1,
        key: KEY.into(),
        position: 7,
        severity: Severity::High,
        amount_fen: Fen::yuan(900),
        area: Some(area("430225103204")),
        events: vec![Uuid::nil()],
        cases: vec![stream("welfare_post-p1"), stream(&person_id(1))],
        officials: vec![actor_of("o1/village/clerk")],
        parameters: BTreeMap::from([("grace_days".into(), 10)]),
        standard: None,
        sentence: Bilingual::default(),
        rule_out: Bilingual::default(),
        clears: Bilingual::default(),
    };
    fact("2025-04-20", &subject(), Event::Raised(Box::new(raised))).by_role(Role::Server)
}

fn says(on: &str, event: Event) -> Fact {
    fact(on, &subject(), event)
}

fn paper() -> Evidence {
    evidence(EvidenceKind::Inspection)
}

fn assigned() -> Fact {
    says("2025-04-21", Event::Assigned { to: actor_of("i1/inspection/clerk") })
}

fn confirmed() -> Fact {
    says("2025-05-10", Event::Confirmed { amount_fen: Fen::yuan(900), evidence: paper() })
}

fn recovering() -> [Fact; 4] {
    [raised(), assigned(), confirmed(), says("2025-05-11", Event::RecoveryStarted { evidence: paper() })]
}

#[test]
fn a_finding_goes_from_raised_to_closed() {
    let question = Event::InfoRequested { question: note("三月考勤原件"), until: day("2025-05-01") };
    let world = given([
        raised(),
        assigned(),
        says("2025-04-22", question),
        says("2025-04-28", Event::InfoReceived { evidence: paper() }),
        confirmed(),
        says("2025-05-11", Event::RecoveryStarted { evidence: paper() }),
        says("2025-05-20", Event::Recovered { amount_fen: Fen::yuan(600), evidence: paper() }),
    ]);
    let open = world.case::<Finding>(&subject());
    assert_eq!((open.state, open.recovered_fen), (State::Recovering, Fen::yuan(600)));
    let world = world.given([
        says("2025-06-20", Event::Recovered { amount_fen: Fen::yuan(300), evidence: paper() }),
        says("2025-06-21", Event::Referred { to: Authority::DisciplineInspection, evidence: paper() }),
        says("2025-07-21", Event::Sanctioned { sanction: note("诫勉"), evidence: paper() }),
        says("2025-07-22", Event::Rectified { measure: note("每月抽查"), evidence: paper() }),
        says("2025-07-23", Event::Closed { evidence: paper() }),
    ]);
    assert_eq!(world.case::<Finding>(&subject()).state, State::Closed);
}

#[test]
fn only_the_runner_raises_one_and_under_its_name() {
    given([]).when(raised().by_role(Role::Clerk)).refused("server_only");
    let other = format!("finding-{}", "0".repeat(32));
    given([]).when(raised().about(&other)).refused("case_named_otherwise");
}

#[test]
fn a_finding_is_not_confirmed_before_someone_looked_into_it() {
    given([raised()]).when(confirmed()).refused("not_in_state");
}

#[test]
fn nobody_decides_on_a_finding_about_themselves() {
    let person = person_id(1).replace("person-", "");
    for subject in ["o1", person.as_str()] {
        given([raised(), assigned()]).when(confirmed().by(subject)).refused("subject_of_finding");
    }
    let to = actor_of("o1/inspection/clerk");
    given([raised()]).when(says("2025-04-21", Event::Assigned { to })).refused("subject_of_finding");
}

#[test]
fn whoever_looked_into_it_does_not_let_it_go_alone() {
    let explained = || says("2025-05-10", Event::Explained { explanation: note("纸质考勤补录"), evidence: paper() });
    given([raised(), assigned()]).when(explained().by("i1")).refused("officer_decides_alone");
    let world = given([raised(), assigned()]).when(explained()).admitted();
    assert_eq!(world.case::<Finding>(&subject()).state, State::Explained);
    let mended = Event::DataErrorFound { mended_by: Uuid::nil(), evidence: paper() };
    given([raised(), assigned()]).when(says("2025-05-10", mended)).then([]);
}

#[test]
fn no_more_is_recovered_or_written_off_than_was_confirmed() {
    let more = Event::WrittenOff { amount_fen: Fen::yuan(901), reason: note("已故"), evidence: paper() };
    given(recovering()).when(says("2025-06-01", more)).refused("more_than_confirmed");
    let all = Event::WrittenOff { amount_fen: Fen::yuan(900), reason: note("已故"), evidence: paper() };
    let world = given(recovering()).when(says("2025-06-01", all)).admitted();
    assert_eq!(world.case::<Finding>(&subject()).state, State::WrittenOff);
}

#[test]
fn a_finding_with_money_outstanding_is_not_closed() {
    given([raised(), assigned(), confirmed()])
        .given([says("2025-06-01", Event::Rectified { measure: note("每月抽查"), evidence: paper() })])
        .when(says("2025-06-02", Event::Closed { evidence: paper() }))
        .refused("still_owed");
}

#[test]
fn a_suppression_ends_and_covers_only_cases_of_the_finding() {
    let hides = |scope, until: &str| {
        let event = Event::Suppressed { scope, until: day(until), reason: note("季节性停岗"), evidence: paper() };
        says("2025-04-22", event)
    };
    given([raised()]).when(hides(Scope::Finding, "2026-04-23")).refused("suppressed_too_long");
    let elsewhere = Scope::Case { case: case::<Person>(&person_id(2)).stream().clone() };
    given([raised()]).when(hides(elsewhere, "2025-10-01")).refused("not_a_case_of_the_finding");
    let own = Scope::Case { case: stream("welfare_post-p1") };
    let world = given([raised()]).when(hides(own, "2025-10-01")).admitted();
    assert_eq!(world.case::<Finding>(&subject()).suppressed_until, Some(day("2025-10-01")));
}

#[test]
fn names_follow_from_check_and_key_alone() {
    assert_eq!(name(CheckId::NoShow, KEY), name(CheckId::NoShow, KEY));
    assert_ne!(name(CheckId::NoShow, KEY), name(CheckId::DoublePost, KEY));
    assert_ne!(raised_id(CheckId::NoShow, KEY), raised_id(CheckId::NoShow, "another"));
}
