use super::*;

fn notice(on: &str, reason: LeftReason) -> Fact {
    post(on, Event::ExitNoticed { reason, evidence: seen() })
}

fn objected(on: &str) -> Fact {
    post(on, Event::ExitObjected { evidence: seen() })
}

fn decided(on: &str, upheld: bool) -> Fact {
    post(on, Event::ExitObjectionDecided { upheld, evidence: seen() })
}

fn left(on: &str, reason: LeftReason) -> Fact {
    post(on, Event::Left { person: None, reason, evidence: None })
}

fn ended() -> String {
    format!("{} person.engagement_ended.v1", person_id(1))
}

#[test]
fn leaving_ends_the_engagement_and_opens_the_post() {
    let world = held().when(left("2024-06-30", LeftReason::MarketJob)).then([ended().as_str()]);
    assert_eq!(world.case::<WelfarePost>(POST).state, State::Open);
    world.clone().when(left("2024-07-01", LeftReason::Term)).refused("not_held");
    let abolished = |on| post(on, Event::Abolished { reason: note("合并") });
    held().when(abolished("2024-07-01")).refused("not_in_state");
    world.given([abolished("2024-07-01")]).when(abolished("2024-07-02")).refused("not_in_state");
}

#[test]
fn nobody_leaves_before_they_came() {
    held().when(left("2024-01-31", LeftReason::Resigned)).refused("occurs_before");
}

#[test]
fn an_adverse_exit_is_noticed_with_that_reason() {
    for reason in [
        LeftReason::DutyFailure,
        LeftReason::Incapacity,
        LeftReason::LostEligibility,
        LeftReason::Fraud,
        LeftReason::Other { reason: note("其他") },
    ] {
        held().when(left("2024-03-10", reason)).refused("exit_not_noticed");
    }
    let world = held().given([notice("2024-03-01", LeftReason::DutyFailure)]);
    world.clone().when(left("2024-03-10", LeftReason::Fraud)).refused("exit_not_noticed");
    world.when(left("2024-03-10", LeftReason::DutyFailure)).then([ended().as_str()]);
}

#[test]
fn an_objection_is_decided_before_anyone_has_to_leave() {
    let world = held().given([notice("2024-03-01", LeftReason::DutyFailure), objected("2024-03-05")]);
    world.clone().when(left("2024-03-10", LeftReason::DutyFailure)).refused("objection_open");
    // A second notice would silence the objection.
    world.clone().when(notice("2024-03-10", LeftReason::DutyFailure)).refused("objection_open");

    let upheld = world.clone().given([decided("2024-03-12", true)]);
    upheld.when(left("2024-03-20", LeftReason::DutyFailure)).refused("exit_not_noticed");
    world
        .given([decided("2024-03-12", false)])
        .when(left("2024-03-20", LeftReason::DutyFailure))
        .then([ended().as_str()]);
}

#[test]
fn there_is_nothing_to_object_to_without_a_notice() {
    held().when(objected("2024-03-05")).irregular("nothing_to_object");
    let noticed = held().given([notice("2024-03-01", LeftReason::Incapacity)]);
    noticed.when(decided("2024-03-05", true)).refused("nothing_to_object");
}

#[test]
fn nobody_but_a_holder_is_told_to_leave() {
    let open = village().given(open(POST, true));
    open.clone().when(notice("2024-03-01", LeftReason::Incapacity)).refused("not_held");
    open.when(left("2024-03-01", LeftReason::Term).decided_elsewhere()).irregular("not_held");
}

#[test]
fn death_ends_the_placement_even_while_an_objection_is_open() {
    let world = held().given([notice("2024-03-01", LeftReason::DutyFailure), objected("2024-03-05")]);
    let death = fact("2024-03-08", &person_id(1), person::Event::Died { evidence: seen() });
    let world = world.when(death).then(["welfare_post-p1 welfare_post.left.v1", ended().as_str()]);
    assert_eq!(world.case::<WelfarePost>(POST).state, State::Open);
}
