//! Random facts of money: a fund of the province, one of a county, claims for training and two batches that pay them.

use domain::{
    claim::{self, ClawbackReason, Entitlement, FundLine, Payee, Period, PeriodKind, RefusalReason, Subsidy},
    fund::{self, AllocationDocument, LedgerAccount, Payer, Purpose, Source},
    payment_batch::{self, Line, Outcome},
    policy::{self, LegalBasis, Rate, Standard},
    stream::StreamId,
    testing::{Fact, area, case, day, evidence, fact, note, person_id},
    values::{Account, Date, Evidence, EvidenceKind, Fen, Span},
};
use uuid::Uuid;

const POLICY: &str = "policy-subsidy.vocational_training-43";

fn slip() -> Evidence {
    evidence(EvidenceKind::BankSlip)
}

fn account(n: u32) -> Account {
    format!("{n:032x}").parse().unwrap()
}

fn training(n: u32) -> Entitlement {
    Entitlement {
        area: area(if n.is_multiple_of(2) { "430225103204" } else { "431126101201" }),
        payee: Payee::Person(case(&person_id(n))),
        subsidy: Subsidy::VocationalTraining,
        period: Period::Year(2023),
        case: None,
    }
}

fn claim(n: u32) -> String {
    StreamId::of::<claim::Claim>(training(n).claim_id()).to_string()
}

fn opened(name: &str, at: &str, parent: Option<&str>) -> Fact {
    let opened = fund::Event::Opened {
        area: area(at),
        holder: None,
        source: Source::EmploymentSubsidy,
        document: AllocationDocument { number: note("湘财社指1号"), dated: day("2023-01-02"), evidence: slip() },
        purpose: Purpose::AnySubsidy,
        fiscal_year: 2023,
        central_direct: true,
        parent: parent.map(case),
    };
    fact("2023-01-06", name, opened).decided_elsewhere()
}

pub fn beginnings(people: u32) -> Vec<Fact> {
    let issued = policy::Event::Issued {
        area: area("430000000000"),
        standard: Standard::Subsidy {
            subsidy: Subsidy::VocationalTraining,
            per: PeriodKind::Year,
            rate: Rate::PerUnit { unit_fen: Fen::yuan(500), units_max: 12 },
            notice_days_min: 0,
            manual_review_above_fen: None,
            automatic_approval: false,
            credited_days_max: 30,
        },
        valid: Span { from: day("2023-01-01"), to: None },
        legal_basis: LegalBasis {
            document: note("湘人社规〔2023〕1号"), dated: day("2023-01-01"), evidence: slip()
        },
        claws_back: false,
    };
    let mut facts = vec![
        fact("2023-01-06", POLICY, issued),
        opened("fund-p", "430000000000", None),
        opened("fund-c", "430225000000", Some("fund-p")),
    ];
    facts.extend((0..people).map(|n| {
        let applied =
            claim::Event::Applied { entitlement: training(n), units: 2, base_fen: Fen::ZERO, evidence: slip() };
        fact("2023-01-07", &claim(n), applied).decided_elsewhere()
    }));
    facts.extend((0..2).map(|b| {
        let lines: Vec<_> = (0..people)
            .map(|n| Line { claim: case(&claim(n)), amount_fen: Fen::yuan(400), account: account(n) })
            .collect();
        let hash = payment_batch::hash(&lines).parse().unwrap();
        let total_fen = lines.iter().map(|line| line.amount_fen).sum();
        let sealed = payment_batch::Event::Sealed { area: area("430225000000"), lines, total_fen, hash };
        fact("2023-01-08", &format!("payment_batch-b{b}"), sealed).decided_elsewhere()
    }));
    facts
}

pub fn drawn(what: u8, n: u32, days: u16, on: Date, earlier: Uuid) -> Fact {
    use claim::Event as C;
    use fund::Event as F;
    let (subject, document, amount_fen) = (claim(n), note("湘财社指1号"), Fen::yuan(u32::from(days) % 1500));
    let batch = format!("payment_batch-b{}", days % 2);
    let fund = || case(if days.is_multiple_of(3) { "fund-p" } else { "fund-c" });
    let of_claim = |event: C| fact(&on.to_string(), &subject, event);
    let of_fund = |name: &str, event: F| fact(&on.to_string(), name, event);
    let of_batch = |event: payment_batch::Event| fact(&on.to_string(), &batch, event);
    let answered = |outcome| {
        let (claim, amount_fen, evidence) = (case(&subject), Fen::yuan(400).into(), slip().into());
        of_batch(payment_batch::Event::LineAnswered { claim, outcome, amount_fen, evidence })
    };
    match what % 20 {
        0 | 1 => of_claim(C::Approved { amount_fen: Fen::yuan(1000), standard: case(POLICY), version: 1 }),
        2 | 3 => of_claim(C::BudgetReserved { lines: vec![FundLine { fund: fund(), amount_fen }] }),
        4 | 5 => of_batch(payment_batch::Event::Instructed { voucher: slip(), total_fen: amount_fen.into() }),
        6 | 7 => answered(Outcome::Credited),
        8 => answered(Outcome::Returned { code: note("账号户名不符") }),
        9 => answered(Outcome::WronglyCredited { account: account(9) }),
        10 => of_claim(C::ClawbackOpened { amount_fen, reason: ClawbackReason::Fraud }),
        11 => of_claim(C::Recovered { fund: fund(), amount_fen, evidence: slip() }),
        12 => of_claim(C::Refused { reason: RefusalReason::Incomplete, evidence: slip() }),
        13 => of_claim(C::PayeeTold { evidence: slip() }),
        14 => of_claim(C::Supplied { evidence: slip() }),
        15 => of_fund(
            "fund-p",
            F::Received { from: Payer::Outside { payer: note("国库") }, document, amount_fen, evidence: slip() },
        ),
        16 => of_fund("fund-p", F::SentDown { to: case("fund-c"), document, amount_fen, evidence: slip() }),
        17 => {
            let from = Payer::Fund { fund: case("fund-p") };
            of_fund("fund-c", F::Received { from, document, amount_fen, evidence: slip() })
        }
        18 => of_fund(
            "fund-p",
            F::Reversed {
                event: earlier,
                from: LedgerAccount::Available,
                to: LedgerAccount::SentDown,
                amount_fen,
                reason: note("录入错误"),
                evidence: slip(),
            },
        ),
        _ => of_claim(C::ReservationReleased { reason: note("年终") }),
    }
}
