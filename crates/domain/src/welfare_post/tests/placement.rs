use super::*;

#[test]
fn only_a_unit_in_that_capacity_employs() {
    let role = OrganisationRole::PostEmployingUnit;
    village()
        .given([unit("2024-01-04", organisation::Event::RoleWithdrawn { role, reason: note("撤并") })])
        .when(planned(POST, true))
        .refused("not_an_employing_unit");
    village()
        .given([unit("2024-01-04", organisation::Event::Blacklisted { until: None, evidence: seen() })])
        .when(planned(POST, true))
        .refused("not_an_employing_unit");
}

#[test]
fn a_post_is_approved_by_another_than_who_planned_it() {
    let approved = |person: &str| post("2024-01-08", Event::Approved {}).by(person);
    village().given([planned(POST, true)]).when(approved("c1")).refused("approver_recorded_it");
    let world = village().given([planned(POST, true)]).given([approved("a1")]);
    world.when(approved("a2")).refused("not_in_state");
}

#[test]
fn an_application_goes_its_way_step_by_step() {
    let world = village().given([rules()]).given(open(POST, true));
    world.clone().when(post("2024-01-12", reviewed(1))).refused("not_an_applicant");
    let world = world.given([post("2024-01-10", applied(1))]);
    world.clone().when(post("2024-01-11", applied(1))).refused("already_applied");
    world.clone().when(post("2024-01-11", approved(1))).refused("application_at");
    world.when(post("2024-01-09", reviewed(1))).refused("occurs_before");
}

#[test]
fn a_placement_is_also_an_engagement_of_the_person() {
    let mut way = on_duty(POST, 1, true);
    let last = way.pop().expect("the placement");
    let engaged = format!("{} person.engagement_started.v1", person_id(1));
    let world = village().given(way).when(last).then([engaged.as_str()]);
    let post = world.case::<WelfarePost>(POST);
    assert_eq!((post.state, post.applications.len()), (State::Filled, 0));
}

#[test]
fn a_notice_states_its_last_day_and_is_as_long_as_the_standard_asks() {
    let applicant = village().given(open(POST, true)).given(asked(POST, 1).into_iter().take(2));
    let with = |to| post("2024-01-13", noticed(1, "2024-01-13", to));
    applicant.clone().when(with(None)).refused("notice_open_ended");
    // The first day is not counted.
    applicant.clone().given([rules()]).when(with(Some("2024-01-17"))).refused("notice_too_short");
    applicant.given([rules()]).when(with(Some("2024-01-18"))).then([]);
}

#[test]
fn nobody_is_approved_before_the_notice_ended() {
    let mut way = asked(POST, 1);
    way[3] = post("2024-01-15", Event::TownshipReviewed { person: person(1) });
    let world = village().given(open(POST, true)).given(way);
    world.clone().when(post("2024-01-20", approved(1))).refused("notice_not_over");
    world.clone().when(post("2024-01-20", approved(1)).decided_elsewhere()).irregular("notice_not_over");
    world.when(post("2024-01-21", approved(1))).then([]);
}

#[test]
fn who_recorded_an_application_does_not_approve_it() {
    let world = village().given(open(POST, true)).given(asked(POST, 1));
    world.when(post("2024-01-24", approved(1)).by("c1")).refused("approver_recorded_it");
}

#[test]
fn an_official_who_stood_aside_decides_nothing() {
    let official = person_id(2).replace("person-", "");
    let recused = Event::RecusalDeclared { official: person(2), person: person(1) };
    let world = village().given(open(POST, true)).given(asked(POST, 1)).given([post("2024-01-22", recused)]);
    world.clone().when(post("2024-01-24", approved(1)).by(&official)).refused("official_stood_aside");
    world.when(post("2024-01-24", approved(1))).then([]);
}

#[test]
fn below_sixteen_nobody_works_and_in_the_sixteenth_year_a_review_decides() {
    let born = |year| village().given([someone(3, year)]).given(open(POST, true)).given(asked(POST, 3));
    let reviewed = Event::CountyApproved { person: person(3), age_review: Some(seen()) };
    born(2009).when(post("2024-01-24", reviewed.clone())).refused("under_sixteen");
    born(2008).when(post("2024-01-24", approved(3))).refused("under_sixteen");
    born(2008).when(post("2024-01-24", reviewed)).then([]);
    born(2007).when(post("2024-01-24", approved(3))).then([]);
}

#[test]
fn a_refused_application_may_be_made_again() {
    let refused =
        Event::ApplicationRefused { person: person(1), reason: RefusalReason::CannotDoDuty, evidence: seen() };
    let world = village().given(open(POST, true)).given([post("2024-01-10", applied(1)), post("2024-01-11", refused)]);
    world.when(post("2024-01-12", applied(1))).then([]);
}

#[test]
fn a_post_takes_no_second_holder() {
    let mut world = held();
    for fact in asked(POST, 2) {
        world = world.given([fact]);
    }
    let world = world.given([post("2024-01-24", approved(2))]);
    world.clone().when(post("2024-02-02", placed(2, true))).refused("already_held");
    let world = world.when(post("2024-02-02", placed(2, true)).decided_elsewhere()).irregular("already_held");
    // Of two holders, the one who dies is the one who leaves.
    let death = fact("2024-03-01", &person_id(1), person::Event::Died { evidence: seen() });
    let ended = format!("{} person.engagement_ended.v1", person_id(1));
    let world = world.when(death).then(["welfare_post-p1 welfare_post.left.v1", ended.as_str()]);
    let post = world.case::<WelfarePost>(POST);
    assert_eq!(post.holder().map(|h| h.person.clone()), Some(person(2)));
    assert_eq!(post.state, State::Filled);
}

#[test]
fn nobody_holds_two_posts() {
    let mut second = on_duty("welfare_post-p2", 1, false);
    let last = second.pop().expect("the placement");
    let world = held().given(second);
    world.clone().when(last.clone()).refused("already_placed");
    world.when(last.decided_elsewhere()).irregular("already_placed");
}

#[test]
fn a_part_time_post_goes_with_flexible_work_and_a_full_time_one_with_no_full_time_job() {
    let job = |full_time| {
        let (job, employer, destination) = (person::Job::Flexible, None, area(COUNTY));
        let started = person::Event::JobStarted { job, full_time, employer, destination };
        fact("2024-01-20", &person_id(1), started)
    };
    let on = |full_time, has_full_time| {
        let mut way = on_duty(POST, 1, full_time);
        let last = way.pop().expect("the placement");
        village().given([job(has_full_time)]).given(way).when(last)
    };
    on(false, true).admitted();
    on(true, false).admitted();
    on(true, true).refused("already_engaged");
}

#[test]
fn no_placement_starts_after_death() {
    let mut way = on_duty(POST, 1, true);
    let last = way.pop().expect("the placement");
    let death = fact("2024-01-25", &person_id(1), person::Event::Died { evidence: seen() });
    village().given(way).given([death]).when(last).refused("has_died");
}

#[test]
fn an_agreement_is_for_the_hours_of_the_post() {
    let mut way = on_duty(POST, 1, true);
    way.pop();
    village().given(way).when(post("2024-02-01", placed(1, false))).refused("other_hours");
}

#[test]
fn a_term_is_as_long_as_the_standard_allows_and_renewed_from_its_end() {
    let until = |until: &str| {
        let (agreement, until) = (seen(), Some(day(until)));
        Event::Placed { person: person(1), agreement, full_time: true, until, temporary: None }
    };
    let renewed = |until: &str| post("2025-01-20", Event::Renewed { until: day(until), agreement: seen() });
    let mut way = on_duty(POST, 1, true);
    way.pop();
    let world = village().given([rules()]).given(way);
    world.clone().when(post("2024-02-01", until("2025-02-02"))).refused("term_too_long");
    let world = world.given([post("2024-02-01", until("2025-02-01"))]);
    world.clone().when(renewed("2026-02-02")).refused("term_too_long");
    let world = world.when(renewed("2026-02-01")).then([]);
    assert_eq!(world.case::<WelfarePost>(POST).holder().and_then(|h| h.until), Some(day("2026-02-01")));
}

#[test]
fn who_is_there_for_a_season_is_there_until_a_day() {
    let season = |until: Option<&str>| {
        let (agreement, temporary) = (seen(), Some(Temporary::Season));
        Event::Placed { person: person(1), agreement, full_time: true, until: until.map(day), temporary }
    };
    let mut way = on_duty(POST, 1, true);
    way.pop();
    let world = village().given(way);
    world.clone().when(post("2024-02-01", season(None))).refused("temporary_open_ended");
    world.when(post("2024-02-01", season(Some("2024-05-01")))).admitted();
}

#[test]
fn a_placement_that_never_was_is_annulled_for_its_day() {
    let placement = Uuid::from_u128(11);
    let annulled = |placement| Event::PlacementAnnulled { placement, reason: note("同名误录"), evidence: seen() };
    let mut way = on_duty(POST, 1, true);
    let last = way.pop().expect("the placement").id(placement);
    let world = village().given([allowance()]).given(way).given([last]);
    world.clone().when(post("2024-02-01", annulled(Uuid::nil()))).refused("nothing_to_correct");
    world.clone().when(post("2024-02-09", annulled(placement))).refused("correction_dated_otherwise");
    world.clone().when(post("2024-02-01", annulled(placement)).by("c1")).refused("approver_recorded_it");
    let gone = format!("{} person.engagement_annulled.v1", person_id(1));
    let world = world.when(post("2024-02-01", annulled(placement)).learnt("2024-02-09")).then([gone.as_str()]);
    assert_eq!(world.case::<WelfarePost>(POST).state, State::Open);
    assert!(world.case::<Person>(&person_id(1)).engagements.is_empty());
}
