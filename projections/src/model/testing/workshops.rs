//! A workshop with one worker, and an award of the year 2025 that was paid to it.

use domain::{
    carrier::{Counting, Headcount, RecognitionRules, Tier},
    claim::{Entitlement, Event as ClaimEvent, FundLine, Payee, Period, PeriodKind, Subsidy},
    household::{self, HouseholdKind},
    organisation::{self, Identity, OrganisationRole},
    payment_batch::{Event as BatchEvent, Line, Outcome, hash},
    person::{self, Person, Sex},
    policy::{self, LegalBasis, Rate, Standard},
    stream::Ref,
    testing::{Fact, World, area, case, day, evidence, fact, note, person_id, stream},
    values::{Evidence, EvidenceKind, Fen, Span},
    workshop::{Event, Model},
};
use uuid::Uuid;

use super::money;

pub const WORKSHOP: &str = "workshop-w1";
pub const FIRM: &str = "organisation-12100000400009880k";
pub const VILLAGE: &str = "430225103204";
pub const JOINED: Uuid = Uuid::from_u128(17);
pub const YEAR: Period = Period::Year(2025);

pub fn said(on: &str, event: Event) -> Fact {
    fact(on, WORKSHOP, event)
}

pub fn seen() -> Evidence {
    evidence(EvidenceKind::Inspection)
}

pub fn someone() -> Ref<Person> {
    case(&person_id(1))
}

pub fn issued(standard: Standard) -> Fact {
    let subject = format!("policy-{}-43", standard.name());
    let legal_basis =
        LegalBasis { document: note("湘人社规〔2024〕9号"), dated: day("2024-12-01"), evidence: seen() };
    let (area, valid) = (area("430000000000"), Span { from: day("2024-12-01"), to: None });
    fact("2024-12-01", &subject, policy::Event::Issued { area, standard, valid, legal_basis, claws_back: false })
}

pub fn rules() -> RecognitionRules {
    RecognitionRules { ex_poor_min: 5, ex_poor_per_mille_min: 200, notice_days_min: 0 }
}

pub fn heads(workers: u32, ex_poor: u32) -> Headcount {
    Headcount { workers, ex_poor }
}

pub fn noticed() -> Span {
    Span { from: day("2024-12-20"), to: Some(day("2024-12-31")) }
}

/// Planned to be built, recognised from the first day of 2025 on, with one worker.
pub fn recognised() -> World {
    let identity = Identity::CreditCode("12100000400009880K".parse().unwrap());
    let granted = |role| organisation::Event::RoleGranted { role, evidence: seen() };
    let registered = person::Event::Registered { area: area(VILLAGE), birth_year: 1980, sex: Sex::Female };
    let (operator, model) = (case(FIRM), Model::ConsortiumWorkshop);
    money::funded().given([
        issued(Standard::WorkshopRules { recognition: rules(), exit_notice_days_min: 0, exit_days_max: 30 }),
        fact("2024-12-01", FIRM, organisation::Event::Registered { identity, area: area("430225000000") }),
        fact("2024-12-01", FIRM, granted(OrganisationRole::WorkshopOperator)),
        fact("2024-12-01", FIRM, granted(OrganisationRole::Employer)),
        fact("2024-12-01", &person_id(1), registered),
        fact(
            "2024-12-01",
            "household-h1",
            household::Event::Registered { area: area(VILLAGE), household_kind: HouseholdKind::ExPoor },
        ),
        fact("2024-12-01", "household-h1", household::Event::MemberJoined { person: someone(), evidence: seen() }),
        said("2024-12-05", Event::BuildPlanned { area: area("430225000000"), year: 2025, evidence: seen() }),
        said("2024-12-10", Event::Applied { area: area(VILLAGE), operator, model, evidence: seen() }),
        said("2024-12-15", Event::SiteChecked { found: heads(20, 6), evidence: seen() }),
        said("2024-12-20", Event::Noticed { span: noticed() }),
        said("2025-01-01", Event::Recognised { evidence: seen() }),
        said("2025-01-01", Event::WorkerJoined { person: someone(), full_time: true, evidence: seen() }).id(JOINED),
    ])
}

/// The only worker counts for the year.
pub fn counted() -> Fact {
    let (person, income_fen) = (someone(), Fen::ZERO);
    said("2026-01-10", Event::WorkerCounted { person, period: YEAR, income_fen, evidence: seen() })
}

/// 900 yuan for one who worked there for three months.
pub fn tiers() -> Fact {
    let tier = Tier {
        heads_min: 1,
        counting: Counting { months_min: 3, income_min_fen: Fen::ZERO },
        rate: Rate::Fixed { amount_fen: Fen::yuan(900) },
        cap_fen: Fen::yuan(900),
    };
    issued(Standard::WorkshopTiers { per: PeriodKind::Year, tiers: vec![tier] })
}

pub fn award() -> Entitlement {
    Entitlement {
        area: area(VILLAGE),
        payee: Payee::Organisation(case(FIRM)),
        subsidy: Subsidy::WorkshopAward,
        period: YEAR,
        case: Some(stream(WORKSHOP)),
    }
}

pub fn award_claim() -> String {
    format!("claim-{}", award().claim_id())
}

/// So much was reckoned for the year 2025, in another system if it had to be, and reached the operator on the 25th of January.
pub fn awarded(amount_fen: Fen) -> Vec<Fact> {
    let claim = award_claim();
    let on_claim = |on, event| fact(on, &claim, event).decided_elsewhere();
    let in_batch = |on, event| fact(on, "payment_batch-b9", event);
    let standard = case("policy-workshop_tiers-43");
    let lines = vec![Line { claim: case(&claim), amount_fen, account: money::account(9) }];
    let hash = hash(&lines).parse().expect("a digest");
    let sealed = BatchEvent::Sealed { area: area(money::COUNTY), lines, total_fen: amount_fen, hash };
    let reserved = vec![FundLine { fund: case("fund-c25"), amount_fen }];
    let answered = BatchEvent::LineAnswered {
        claim: case(&claim),
        outcome: Outcome::Credited,
        amount_fen: amount_fen.into(),
        evidence: money::slip().into(),
    };
    vec![
        fact("2025-01-02", FIRM, organisation::Event::AccountDeclared { account: money::account(9) }),
        counted(),
        said("2026-01-12", Event::TierAssigned { period: YEAR, tier: 1 }),
        said("2026-01-15", Event::AwardComputed { period: YEAR, amount_fen }).decided_elsewhere(),
        on_claim(
            "2026-01-16",
            ClaimEvent::Applied { entitlement: award(), units: 0, base_fen: Fen::ZERO, evidence: seen() },
        ),
        on_claim("2026-01-17", ClaimEvent::ManuallyReviewed { passed: true, evidence: seen() }),
        on_claim("2026-01-18", ClaimEvent::Approved { amount_fen, standard, version: 1 }),
        on_claim("2026-01-19", ClaimEvent::BudgetReserved { lines: reserved }),
        in_batch("2026-01-20", sealed),
        in_batch("2026-01-21", BatchEvent::Instructed { voucher: money::slip(), total_fen: amount_fen.into() })
            .by("a2"),
        in_batch("2026-01-25", answered),
    ]
}
