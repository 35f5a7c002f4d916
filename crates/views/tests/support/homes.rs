//! Random facts of two households: who lives there, what threatens them, how monitoring goes.

use domain::{
    household::{Clue, Event, HouseholdKind, LeaveReason, MonitoredKind, ReassignReason, RejectionReason, Risk},
    testing::{Fact, area, case, evidence, fact, person_id},
    values::{Date, Evidence, EvidenceKind, Fen, Span},
};
use uuid::Uuid;

const HOMES: [&str; 2] = ["household-h0", "household-h1"];

fn paper() -> Evidence {
    evidence(EvidenceKind::Certificate)
}

pub fn beginnings(people: u32) -> Vec<Fact> {
    let registered = HOMES.map(|home| {
        let household_kind = HouseholdKind::ExPoor;
        fact("2023-01-10", home, Event::Registered { area: area("430225103204"), household_kind })
    });
    let joined = (0..people).map(|n| {
        let home = if n.is_multiple_of(2) { HOMES[0] } else { HOMES[1] };
        fact("2023-01-11", home, Event::MemberJoined { person: case(&person_id(n)), evidence: paper() })
    });
    registered.into_iter().chain(joined).collect()
}

pub fn drawn(what: u8, n: u32, days: u16, on: Date, earlier: Uuid) -> Fact {
    let home = if days.is_multiple_of(2) { HOMES[0] } else { HOMES[1] };
    let person = || case(&person_id(n));
    let (total_fen, heads) = (Fen::yuan(days.into()), 3);
    let event = match what % 20 {
        0 | 1 => Event::MemberJoined { person: person(), evidence: paper() },
        2 | 3 => Event::MemberLeft { person: person(), reason: LeaveReason::Marriage },
        4 => Event::ClueReceived { clue: Clue::FieldCheck, evidence: paper() },
        5 => Event::HomeVerified { evidence: paper() },
        6 => Event::VillageNoticed { span: Span { from: on, to: Some(on.plus_days(6)) }, evidence: paper() },
        7 => Event::TownshipReviewed { evidence: paper() },
        8 => Event::CountyConfirmed { kind: MonitoredKind::UnstableExPoor, evidence: paper() },
        9 => Event::RiskRecorded { risk: Risk::Illness, sudden: days.is_multiple_of(3), evidence: paper() },
        10 => Event::RiskResolved { risk: earlier, evidence: paper() },
        11 => Event::IncomeAssessed { year: on.year(), total_fen, heads, evidence: paper() },
        12 => Event::RejectionNoticed { reason: RejectionReason::NoRiskFound, evidence: paper() },
        13 => Event::Objected { evidence: paper() },
        14 => Event::ObjectionDecided { upheld: days.is_multiple_of(3), evidence: paper() },
        15 => Event::RiskRemovalProposed { evidence: paper() },
        16 => Event::RiskRemoved { evidence: paper() },
        17 => Event::Relapsed { cause: Risk::JobLoss, evidence: paper() },
        18 => {
            let village = area(if days.is_multiple_of(3) { "431126101201" } else { "430225103204" });
            Event::AreaReassigned { area: village, reason: ReassignReason::BoundaryChange, evidence: paper() }
        }
        _ => {
            Event::MembershipAnnulled {
                joined: earlier, reason: domain::testing::note("录入错误"), evidence: paper()
            }
        }
    };
    fact(&on.to_string(), home, event)
}
