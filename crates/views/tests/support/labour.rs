//! Random facts of three disputes, two complaints and a layoff, of the standards under which their clocks run, and of days.

use domain::{
    calendar,
    dispute::{self, ClaimKind, Claimed, Finality, Party, SuspensionReason},
    layoff,
    policy::{self, LegalBasis, Standard},
    testing::{
        Fact, area, case, day, evidence, fact,
        labour::{complaint_limits, dispute_limits, holidays_2025, layoff_rules, paper, slip},
        note, person_id,
    },
    values::{Date, EvidenceKind, Fen, Holidays, Span},
    wage_complaint,
};
use uuid::Uuid;

use super::UNIT;

const AREAS: [&str; 2] = ["430225103204", "431126101201"];

fn filed(n: usize, on: Date) -> Fact {
    let filed = dispute::Event::Filed {
        area: area(AREAS[n % 2]),
        worker: case(&person_id(0)),
        employer: case(UNIT),
        claims: vec![Claimed { kind: ClaimKind::Wages, amount_fen: None }],
        arose_on: on,
        green_channel: n.is_multiple_of(2),
        evidence: paper(),
    };
    fact(&on.to_string(), &format!("dispute-d{n}"), filed)
}

fn complained(n: usize) -> Fact {
    let month = || "2023-03".parse().expect("a month");
    let filed = wage_complaint::Event::Filed {
        area: area(AREAS[n % 2]),
        worker: case(&person_id(1)),
        employer: case(UNIT),
        from: month(),
        to: month(),
        claimed_fen: Fen::yuan(900),
        evidence: paper(),
    };
    fact("2023-04-03", &format!("wage_complaint-c{n}"), filed)
}

pub fn beginnings(people: u32) -> Vec<Fact> {
    let noticed = layoff::Event::Noticed {
        area: area(AREAS[0]),
        employer: case(UNIT),
        workers: (0..people).map(|n| case(&person_id(n))).collect(),
        leaving: 9,
        staff: 300,
        first_leaves_on: day("2023-05-01"),
        report: None,
        evidence: paper(),
    };
    let layoff = fact("2023-03-01", "layoff-l0", noticed).decided_elsewhere();
    vec![filed(0, day("2023-02-20")), filed(1, day("2023-12-15")), complained(0), complained(1), layoff]
}

/// A standard of the province or of one county.
fn issued(days: u16, on: Date) -> Fact {
    let at = area(if days.is_multiple_of(3) { "430225000000" } else { "430000000000" });
    let year = 2023 + i16::try_from(days % 2).unwrap_or_default();
    let off = domain::values::Date::new(year, 3, 1).map(|from| Span { from, to: Some(from.plus_days(days.into())) });
    let standard = match days % 7 {
        0 => Standard::Dispute(dispute_limits()),
        1 => Standard::Layoff(layoff_rules()),
        2 => Standard::WageComplaint(complaint_limits()),
        3 => Standard::Holidays(holidays_2025()),
        _ => Standard::Holidays(Holidays { year, days_off: off.into_iter().collect(), days_worked: vec![] }),
    };
    let subject = format!("policy-{}-{}", standard.name(), at.short());
    let legal_basis = LegalBasis { document: note("湘人社规〔2023〕1号"), dated: on, evidence: paper() };
    let valid = Span { from: day("2023-01-01"), to: None };
    fact(&on.to_string(), &subject, policy::Event::Issued { area: at, standard, valid, legal_basis, claws_back: false })
}

/// That day began; nothing is known of the days before it.
pub fn begins(date: Date) -> Fact {
    fact(&date.to_string(), &format!("calendar-{:04}", date.year()), calendar::Event::DayBegan { date })
}

pub fn drawn(what: u8, n: u32, days: u16, on: Date, earlier: Uuid) -> Fact {
    let of = |subject: &str| format!("{subject}{}", days % 3);
    let dispute = |event: dispute::Event| fact(&on.to_string(), &of("dispute-d"), event);
    let complaint = |event: wage_complaint::Event| fact(&on.to_string(), &of("wage_complaint-c"), event);
    let laid_off = |event: layoff::Event| fact(&on.to_string(), "layoff-l0", event);
    let person = || case(&person_id(n));
    let amount_fen = Fen::yuan(days.into());
    let slip = if days.is_multiple_of(5) { evidence(EvidenceKind::Other) } else { slip() };
    match what % 28 {
        0..5 => issued(days, on),
        5 => filed(2, on),
        6 => {
            let (missing, until) = (note("工资条"), on.plus_days(5));
            dispute(dispute::Event::SupplementAsked { missing, until, evidence: paper() })
        }
        7 => dispute(dispute::Event::Supplemented { evidence: paper() }),
        8 | 9 => dispute(dispute::Event::Accepted { evidence: paper() }),
        10 => dispute(dispute::Event::TribunalNoticed { evidence: paper() }),
        11 => dispute(dispute::Event::Suspended { reason: SuspensionReason::InjuryAssessment, evidence: paper() }),
        12 => dispute(dispute::Event::Resumed { evidence: paper() }),
        13 => dispute(dispute::Event::Extended { days: days % 16, notice: paper() }),
        14 => dispute(dispute::Event::Awarded { finality: Finality::Final, amount_fen, evidence: paper() }),
        15 => dispute(dispute::Event::Settled { amount_fen, evidence: paper() }),
        16 | 17 => dispute(dispute::Event::Credited { amount_fen, slip }),
        18 => {
            dispute(dispute::Event::CreditAnnulled { credit: earlier, reason: note("录入错误"), evidence: paper() })
        }
        19 => dispute(dispute::Event::TakenToCourt { by: Party::Worker, evidence: paper() }),
        20 => dispute(dispute::Event::Closed { document: paper() }),
        21 => complaint(wage_complaint::Event::Checked { owed_fen: amount_fen, evidence: paper() }),
        22 => complaint(wage_complaint::Event::Ordered { pay_by: on.plus_days(days.into()), evidence: paper() }),
        23 => complaint(wage_complaint::Event::Paid { amount_fen, slip }),
        24 => laid_off(layoff::Event::Left { person: person(), evidence: paper() }),
        25 => laid_off(layoff::Event::CompensationDue {
            person: person(),
            since: on,
            monthly_fen: amount_fen,
            amount_fen,
            evidence: paper(),
        }),
        26 => laid_off(layoff::Event::Paid { person: person(), amount_fen, slip }),
        _ => laid_off(layoff::Event::PaymentAnnulled {
            person: person(),
            payment: earlier,
            reason: note("录入错误"),
            evidence: paper(),
        }),
    }
}
