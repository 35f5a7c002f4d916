//! A firm in Yanling county, people who work for it, and the standards of layoffs, disputes and complaints: the usual numbers.

use uuid::Uuid;

use super::{Fact, World, area, case, day, evidence, fact, given, note, person_id};
use crate::{
    dispute, layoff,
    organisation::{self, Identity, Organisation, OrganisationRole},
    person::{self, Job, Person, Sex},
    policy::{self, LegalBasis, Standard},
    stream::Ref,
    values::{Evidence, EvidenceKind, Fen, Holidays, Limit, Span},
    wage_complaint,
};

pub const COUNTY: &str = "430225000000";
pub const VILLAGE: &str = "430225103204";
pub const FIRM: &str = "organisation-12100000400009880k";

pub fn firm() -> Ref<Organisation> {
    case(FIRM)
}

pub fn person(n: u32) -> Ref<Person> {
    case(&person_id(n))
}

pub fn paper() -> Evidence {
    evidence(EvidenceKind::Decision)
}

pub fn slip() -> Evidence {
    evidence(EvidenceKind::BankSlip)
}

/// As the State Council published it.
pub fn holidays_2025() -> Holidays {
    let days_off = [
        ("2025-01-01", "2025-01-01"),
        ("2025-01-28", "2025-02-04"),
        ("2025-04-04", "2025-04-06"),
        ("2025-05-01", "2025-05-05"),
        ("2025-05-31", "2025-06-02"),
        ("2025-10-01", "2025-10-08"),
    ];
    let days_off = days_off.map(|(from, to)| Span { from: day(from), to: Some(day(to)) }).to_vec();
    let days_worked = ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"].map(day).to_vec();
    Holidays { year: 2025, days_off, days_worked }
}

/// Issued by the province for good.
pub fn issued(on: &str, standard: Standard) -> Fact {
    let legal_basis = LegalBasis { document: note("湘人社规〔2024〕1号"), dated: day(on), evidence: paper() };
    let (subject, area) = (format!("policy-{}-43", standard.name()), area("430000000000"));
    let valid = Span { from: day(on), to: None };
    fact(on, &subject, policy::Event::Issued { area, standard, valid, legal_basis, claws_back: false })
}

pub fn dispute_limits() -> dispute::Limits {
    dispute::Limits {
        limitation: Limit::Months(12),
        acceptance: Limit::WorkingDays(5),
        tribunal: Limit::WorkingDays(5),
        award: Limit::CalendarDays(45),
        extension_max: 15,
        green_channel: Limit::CalendarDays(30),
        suit: Limit::CalendarDays(15),
    }
}

pub fn layoff_rules() -> layoff::Rules {
    layoff::Rules {
        mass_heads_min: 20,
        mass_per_mille_min: 100,
        notice: Limit::CalendarDays(30),
        year_per_mille: 1000,
        rest_per_mille: 500,
        wage_cap_fen: Some(Fen::yuan(18_000)),
        capped_years_max: 12,
        payment: Limit::CalendarDays(15),
    }
}

pub fn complaint_limits() -> wage_complaint::Limits {
    wage_complaint::Limits { check: Limit::WorkingDays(5), order: Limit::WorkingDays(60) }
}

pub fn standards() -> [Fact; 4] {
    [
        issued("2024-01-01", Standard::Holidays(holidays_2025())),
        issued("2024-01-01", Standard::Dispute(dispute_limits())),
        issued("2024-01-01", Standard::Layoff(layoff_rules())),
        issued("2024-01-01", Standard::WageComplaint(complaint_limits())),
    ]
}

/// Someone in a job there since 2023-03-01; the job's event is numbered as the person.
pub fn employed(n: u32, job: Job) -> [Fact; 2] {
    let registered = person::Event::Registered { area: area(VILLAGE), birth_year: 1985, sex: Sex::Female };
    let started = person::Event::JobStarted {
        job,
        full_time: job != Job::Flexible,
        employer: Some(firm()),
        destination: area(COUNTY),
    };
    [
        fact("2023-01-02", &person_id(n), registered),
        fact("2023-03-01", &person_id(n), started).id(Uuid::from_u128(n.into())),
    ]
}

/// The firm, the first two in jobs there, the third for services, the fourth without a job; no standard yet.
pub fn workplace() -> World {
    let identity = Identity::CreditCode("12100000400009880K".parse().expect("a credit code"));
    let role = OrganisationRole::Employer;
    given([
        fact("2023-01-02", FIRM, organisation::Event::Registered { identity, area: area(COUNTY) }),
        fact("2023-01-03", FIRM, organisation::Event::RoleGranted { role, evidence: paper() }),
    ])
    .given(employed(1, Job::LocalJob))
    .given(employed(2, Job::AwayJob))
    .given(employed(3, Job::Flexible))
    .given(employed(4, Job::LocalJob).into_iter().take(1))
}

pub fn ended(on: &str, n: u32) -> Fact {
    fact(on, &person_id(n), person::Event::JobEnded { job: Uuid::from_u128(n.into()) })
}
