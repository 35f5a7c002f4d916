//! Random facts of a workshop and a base: who works there, what stands against them, what their periods earn.

use domain::{
    base,
    carrier::{Headcount, WorkerLeftReason},
    claim::Period,
    organisation::{self, Violation},
    testing::{Fact, area, case, evidence, fact, note, person_id},
    values::{Date, Evidence, EvidenceKind, Fen, Span},
    workshop::{Event, ExitReason, Measure, Model},
};
use uuid::Uuid;

use super::UNIT;

const WORKSHOP: &str = "workshop-w0";
const BASE: &str = "base-b0";

fn paper() -> Evidence {
    evidence(EvidenceKind::Inspection)
}

fn applied() -> Event {
    let (area, operator) = (area("430225103204"), case(UNIT));
    Event::Applied { area, operator, model: Model::Plain, evidence: paper() }
}

pub fn beginnings() -> [Fact; 2] {
    let (area, operator) = (area("430225103204"), case(UNIT));
    let base = base::Event::Applied { area, operator, evidence: paper() };
    [fact("2023-01-12", WORKSHOP, applied()).decided_elsewhere(), fact("2023-01-12", BASE, base).decided_elsewhere()]
}

pub fn drawn(what: u8, n: u32, days: u16, on: Date, earlier: Uuid) -> Fact {
    let person = || case(&person_id(n));
    let (amount_fen, reason) = (Fen::yuan(days.into()), note("核查"));
    let period = Period::Year(2023 + i16::from(days.is_multiple_of(2)));
    let heads = Headcount { workers: 20, ex_poor: n };
    let of_base = |event| fact(&on.to_string(), BASE, event);
    let of_operator = |event| fact(&on.to_string(), UNIT, event);
    let exit = || {
        if days.is_multiple_of(2) {
            ExitReason::Stopped
        } else {
            ExitReason::Illegal { violation: earlier, decision: paper() }
        }
    };
    let event = match what % 24 {
        0 => Event::Recognised { evidence: paper() },
        1 => Event::WorkerJoined { person: person(), full_time: days.is_multiple_of(2), evidence: paper() },
        2 => Event::WorkerLeft { person: person(), reason: WorkerLeftReason::LaidOff, evidence: paper() },
        3 => Event::WorkerAnnulled { joined: earlier, reason, evidence: paper() },
        4 => Event::WorkerCounted { person: person(), period, income_fen: amount_fen, evidence: paper() },
        5 => Event::HeadcountReported { reported: heads, evidence: paper() },
        6 => Event::HeadcountVerified { found: heads, evidence: paper() },
        7 => Event::TierAssigned { period, tier: n },
        8 => Event::AwardComputed { period, amount_fen },
        9 => Event::StoppageDetected { evidence: paper() },
        10 => Event::ProductionResumed { evidence: paper() },
        11 => Event::SeasonRegistered { rests: Span { from: on, to: Some(on.plus_days(40)) }, evidence: paper() },
        12 => Event::ExitNoticed { reason: exit(), evidence: paper() },
        13 => Event::ExitObjectionDecided { upheld: days.is_multiple_of(3), evidence: paper() },
        14 => Event::Exited { reason: exit(), evidence: paper() },
        15 => Event::WatchBegan { reason, evidence: paper() },
        16 => Event::MeasurePlanned { year: on.year(), measure: Measure::Adjust, evidence: paper() },
        17 => Event::MeasureTaken { year: on.year(), measure: Measure::Adjust, evidence: paper() },
        18 => applied(),
        19 => {
            return of_operator(organisation::Event::ViolationFound {
                violation: Violation::WorkSafety,
                evidence: paper(),
            });
        }
        20 => return of_operator(organisation::Event::ViolationCleared { violation: earlier, evidence: paper() }),
        21 => {
            return of_base(base::Event::WorkerJoined { person: person(), full_time: false, evidence: paper() });
        }
        22 => return of_base(base::Event::Recognised { evidence: paper() }),
        _ => return of_base(base::Event::GivenUp { evidence: paper() }),
    };
    fact(&on.to_string(), WORKSHOP, event)
}
