//! A worker files on Monday 2025-03-03; complete the same day, accepted on the 6th.

mod clocks;
mod paying;
mod steps;

use super::*;
use crate::testing::{
    Fact, World, area, day, fact,
    labour::{VILLAGE, firm, paper, person, slip, standards, workplace},
    note,
};

const CASE: &str = "dispute-d1";

fn on(on: &str, event: Event) -> Fact {
    fact(on, CASE, event)
}

fn wages(yuan: u32) -> Claimed {
    Claimed { kind: ClaimKind::Wages, amount_fen: Some(Fen::yuan(yuan)) }
}

fn contract() -> Claimed {
    Claimed { kind: ClaimKind::Contract, amount_fen: None }
}

fn filed(date: &str, arose_on: &str, claims: Vec<Claimed>) -> Fact {
    let (worker, employer) = (person(1), firm());
    let (arose_on, green_channel) = (day(arose_on), true);
    on(date, Event::Filed { area: area(VILLAGE), worker, employer, claims, arose_on, green_channel, evidence: paper() })
}

fn accepted(date: &str) -> Fact {
    on(date, Event::Accepted { evidence: paper() })
}

fn heard(date: &str) -> Fact {
    on(date, Event::HearingHeld { minutes: paper() })
}

fn awarded(date: &str, finality: Finality, yuan: u32) -> Fact {
    on(date, Event::Awarded { finality, amount_fen: Fen::yuan(yuan), evidence: paper() })
}

fn effective(date: &str, served_on: &str) -> Fact {
    on(date, Event::BecameEffective { served_on: day(served_on), evidence: paper() })
}

fn credited(date: &str, yuan: u32) -> Fact {
    on(date, Event::Credited { amount_fen: Fen::yuan(yuan), slip: slip() })
}

fn closed(date: &str) -> Fact {
    on(date, Event::Closed { document: paper() })
}

fn state(world: &World) -> State {
    world.case::<Dispute>(CASE).course.state
}

/// Filed for wages, and for the contract, which is no money.
fn at_filing() -> World {
    workplace().given(standards()).given([filed("2025-03-03", "2025-01-20", vec![wages(8_000), contract()])])
}

fn under_way() -> World {
    at_filing().given([accepted("2025-03-06")])
}

fn with_award(finality: Finality, yuan: u32) -> World {
    under_way().given([heard("2025-03-20"), awarded("2025-03-31", finality, yuan)])
}
