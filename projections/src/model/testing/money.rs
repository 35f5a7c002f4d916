//! A small province for folds of money: standards, a fund of the province and one of a county, and claims for training.

use domain::{
    claim::{self, Entitlement, FundLine, Payee, Period, PeriodKind, Subsidy},
    fund::{self, AllocationDocument, Payer, Purpose, Source},
    payment_batch::{self, Line, Outcome},
    person::{self, AccountHolder, Sex},
    policy::{self, LegalBasis, Rate, RecoveredMoneyGoes, Standard},
    stream::StreamId,
    testing::{Fact, World, area, case, day, evidence, fact, given, labour::holidays_2025, note, person_id},
    values::{Account, Evidence, EvidenceKind, Fen, Span},
};

pub const PROVINCE: &str = "430000000000";
pub const COUNTY: &str = "430225000000";
pub const TRAINING: &str = "policy-subsidy.vocational_training-43";
pub const DOCUMENT: &str = "湘财社指1号";

pub fn slip() -> Evidence {
    evidence(EvidenceKind::BankSlip)
}

pub fn account(n: u32) -> Account {
    format!("{n:032x}").parse().expect("an account")
}

fn issued(standard: Standard) -> Fact {
    let subject = format!("policy-{}-43", standard.name());
    let legal_basis =
        LegalBasis { document: note("湘人社规〔2025〕1号"), dated: day("2025-01-01"), evidence: slip() };
    let valid = Span { from: day("2025-01-01"), to: None };
    let issued = policy::Event::Issued { area: area(PROVINCE), standard, valid, legal_basis, claws_back: false };
    fact("2025-01-01", &subject, issued)
}

pub fn opened(name: &str, at: &str, parent: Option<&str>) -> Fact {
    let opened = fund::Event::Opened {
        area: area(at),
        holder: None,
        source: Source::EmploymentSubsidy,
        document: AllocationDocument { number: note(DOCUMENT), dated: day("2025-01-02"), evidence: slip() },
        purpose: Purpose::AnySubsidy,
        fiscal_year: if name.ends_with("26") { 2026 } else { 2025 },
        central_direct: true,
        parent: parent.map(case),
    };
    fact("2025-01-02", name, opened)
}

pub fn received(from: Option<&str>, yuan: u32) -> fund::Event {
    let from = from.map_or_else(|| Payer::Outside { payer: note("国库") }, |fund| Payer::Fund { fund: case(fund) });
    fund::Event::Received { from, document: note(DOCUMENT), amount_fen: Fen::yuan(yuan), evidence: slip() }
}

pub fn sent_down(yuan: u32) -> fund::Event {
    let (to, document) = (case("fund-c25"), note(DOCUMENT));
    fund::Event::SentDown { to, document, amount_fen: Fen::yuan(yuan), evidence: slip() }
}

/// Received 10000 yuan from outside, sent 4000 down, of which the county has received 3000.
pub fn funded() -> World {
    let purposes = vec![Purpose::AnySubsidy];
    given([
        issued(Standard::FundPurposes { source: Source::EmploymentSubsidy, purposes }),
        issued(Standard::Holidays(holidays_2025())),
        issued(Standard::RecoveredMoney { goes: RecoveredMoneyGoes::Kept }),
        issued(Standard::Subsidy {
            subsidy: Subsidy::VocationalTraining,
            per: PeriodKind::Year,
            rate: Rate::PerUnit { unit_fen: Fen::yuan(500), units_max: 12 },
            notice_days_min: 0,
            manual_review_above_fen: Some(Fen::yuan(2000)),
            automatic_approval: false,
            credited_days_max: 10,
        }),
        opened("fund-p25", PROVINCE, None),
        opened("fund-c25", COUNTY, Some("fund-p25")),
        fact("2025-01-05", "fund-p25", received(None, 10_000)),
        fact("2025-01-15", "fund-p25", sent_down(4000)),
        fact("2025-01-20", "fund-c25", received(Some("fund-p25"), 3000)),
    ])
}

pub fn training(n: u32) -> Entitlement {
    Entitlement {
        area: area("430225103204"),
        payee: Payee::Person(case(&person_id(n))),
        subsidy: Subsidy::VocationalTraining,
        period: Period::Year(2025),
        case: None,
    }
}

/// The claim of the `n`th person.
pub fn claim(n: u32) -> String {
    StreamId::of::<claim::Claim>(training(n).claim_id()).to_string()
}

/// The `n`th person applied for 1000 yuan on the 1st of March.
pub fn applied(n: u32) -> [Fact; 3] {
    applied_on("2025-03-01", n)
}

pub fn applied_on(on: &str, n: u32) -> [Fact; 3] {
    let person = person_id(n);
    let registered = person::Event::Registered { area: area("430225103204"), birth_year: 1985, sex: Sex::Female };
    let declared = person::Event::AccountDeclared { account: account(n), holder: AccountHolder::Oneself };
    let applied = claim::Event::Applied { entitlement: training(n), units: 2, base_fen: Fen::ZERO, evidence: slip() };
    [fact("2025-01-01", &person, registered), fact("2025-01-01", &person, declared), fact(on, &claim(n), applied)]
}

/// Approved on the 3rd and reserved in the county on the 4th.
pub fn reserved(n: u32) -> [Fact; 2] {
    let approved = claim::Event::Approved { amount_fen: Fen::yuan(1000), standard: case(TRAINING), version: 1 };
    let lines = vec![FundLine { fund: case("fund-c25"), amount_fen: Fen::yuan(1000) }];
    [fact("2025-03-03", &claim(n), approved), fact("2025-03-04", &claim(n), claim::Event::BudgetReserved { lines })]
}

/// Sealed on the 5th by a clerk and instructed on the 6th by another approver.
pub fn instructed(batch: &str, n: u32) -> [Fact; 2] {
    instructed_on(["2025-03-05", "2025-03-06"], batch, n)
}

pub fn instructed_on([sealed_on, sent_on]: [&str; 2], batch: &str, n: u32) -> [Fact; 2] {
    let lines = vec![Line { claim: case(&claim(n)), amount_fen: Fen::yuan(1000), account: account(n) }];
    let hash = payment_batch::hash(&lines).parse().expect("a digest");
    let sealed = payment_batch::Event::Sealed { area: area(COUNTY), total_fen: Fen::yuan(1000), lines, hash };
    let instructed = payment_batch::Event::Instructed { voucher: slip(), total_fen: Fen::yuan(1000).into() };
    [fact(sealed_on, batch, sealed), fact(sent_on, batch, instructed).by("a2")]
}

pub fn answered(on: &str, batch: &str, n: u32, outcome: Outcome) -> Fact {
    let (claim, amount_fen, evidence) = (case(&claim(n)), Fen::yuan(1000).into(), slip().into());
    fact(on, batch, payment_batch::Event::LineAnswered { claim, outcome, amount_fen, evidence })
}

pub fn returned() -> Outcome {
    Outcome::Returned { code: note("账号户名不符") }
}

/// The first person's claim, at the bank in batch b1.
pub fn at_bank() -> World {
    funded().given(applied(1)).given(reserved(1)).given(instructed("payment_batch-b1", 1))
}
