use super::*;

pub fn stopped(on: &str) -> Fact {
    said(on, Event::StoppageDetected { evidence: seen() })
}

pub fn resumed(on: &str) -> Fact {
    said(on, Event::ProductionResumed { evidence: seen() })
}

pub fn rests(on: &str, from: &str, to: Option<&str>) -> Fact {
    let rests = Span { from: day(from), to: to.map(day) };
    said(on, Event::SeasonRegistered { rests, evidence: seen() })
}

#[test]
fn production_stops_and_resumes_in_turn() {
    recognised().when(resumed("2024-04-01")).irregular("production_unchanged");
    let world = recognised().given([stopped("2024-04-10")]);
    world.clone().when(resumed("2024-04-10")).irregular("occurs_before");
    // That it began earlier is learnt later.
    let world = world.when(stopped("2024-04-01").learnt("2024-04-20")).irregular("production_unchanged");
    assert_eq!(world.case::<Workshop>(WORKSHOP).production.stopped_since(), Some(day("2024-04-01")));
    let world = world.when(resumed("2024-05-01")).then([]);
    let whole = Span { from: day("2024-04-01"), to: Some(day("2024-04-30")) };
    assert_eq!(world.case::<Workshop>(WORKSHOP).production.stopped, [whole]);
}

#[test]
fn a_season_ends_and_is_registered_before_it_begins() {
    recognised().when(rests("2024-03-01", "2024-04-01", None)).refused("season_open_ended");
    recognised().when(rests("2024-04-02", "2024-04-01", Some("2024-05-31"))).refused("season_registered_late");
    recognised().when(rests("2024-03-01", "2024-04-01", Some("2024-05-31"))).then([]);
}
