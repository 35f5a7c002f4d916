//! A small province for the tests of money: its standards, funds and payees, and the identity that holds after every event.

use std::collections::BTreeMap;

use super::*;
use crate::{
    fund::{self, AllocationDocument, Balances, LedgerAccount, Payer, Purpose, Source, lines},
    kinds::AnyEvent,
    organisation::{self, Identity},
    payment_batch::{self, Line, Outcome},
    person::{self, AccountHolder, Person, Sex},
    policy::{self, LegalBasis, Rate, RecoveredMoneyGoes, Standard},
    stream::StreamId,
    testing::{Fact, World, area, case, day, evidence, fact, given, note, person_id, stream},
    values::EvidenceKind,
};

pub const PROVINCE: &str = "430000000000";
pub const COUNTY: &str = "430225000000";
pub const BANK: &str = "organisation-12100000400009880k";

pub fn yuan(yuan: u32) -> Fen {
    Fen::yuan(yuan)
}

pub fn slip() -> Evidence {
    evidence(EvidenceKind::BankSlip)
}

pub fn account(n: u32) -> Account {
    format!("{n:032x}").parse().expect("an account")
}

pub fn person(n: u32) -> Ref<Person> {
    case(&person_id(n))
}

// Standards.

pub fn issued(on: &str, at: &str, standard: Standard, claws_back: bool) -> Fact {
    let subject = format!("policy-{}-{}", standard.name(), area(at).short());
    fact(on, &subject, version(on, at, standard, claws_back))
}

pub fn version(on: &str, at: &str, standard: Standard, claws_back: bool) -> policy::Event {
    let legal_basis = LegalBasis {
        document: note("湘人社规〔2025〕1号"),
        dated: day(on),
        evidence: evidence(EvidenceKind::Decision),
    };
    let valid = Span { from: day("2025-01-01"), to: None };
    policy::Event::Issued { area: area(at), standard, valid, legal_basis, claws_back }
}

/// What a kind of subsidy pays a unit; above 2000 yuan a person looks.
pub fn pays(subsidy: Subsidy, unit: u32) -> Standard {
    Standard::Subsidy {
        subsidy,
        per: PeriodKind::Year,
        rate: Rate::PerUnit { unit_fen: yuan(unit), units_max: 12 },
        notice_days_min: 0,
        manual_review_above_fen: Some(yuan(2000)),
        automatic_approval: false,
        credited_days_max: 30,
    }
}

pub fn standards() -> Vec<Fact> {
    let purposes = vec![Purpose::AnySubsidy, Purpose::Subsidy { subsidy: Subsidy::VocationalTraining }];
    vec![
        issued(
            "2025-01-01",
            PROVINCE,
            Standard::FundPurposes { source: Source::EmploymentSubsidy, purposes: purposes.clone() },
            false,
        ),
        issued("2025-01-01", PROVINCE, Standard::FundPurposes { source: Source::Local, purposes }, false),
        issued("2025-01-01", PROVINCE, pays(Subsidy::VocationalTraining, 500), false),
        issued("2025-01-01", PROVINCE, Standard::RecoveredMoney { goes: RecoveredMoneyGoes::Kept }, false),
    ]
}

// Funds.

pub fn opened(name: &str, at: &str, parent: Option<&str>) -> fund::Event {
    let year = name[name.len() - 2..].parse().map_or(2025, |year: i16| 2000 + year);
    fund::Event::Opened {
        area: area(at),
        holder: None,
        source: Source::EmploymentSubsidy,
        document: AllocationDocument { number: note("湘财社指1号"), dated: day("2025-01-02"), evidence: slip() },
        purpose: if name.contains("training") {
            Purpose::Subsidy { subsidy: Subsidy::VocationalTraining }
        } else {
            Purpose::AnySubsidy
        },
        fiscal_year: year,
        central_direct: true,
        parent: parent.map(case),
    }
}

pub fn open(name: &str, at: &str, parent: Option<&str>) -> Fact {
    fact("2025-01-02", name, opened(name, at, parent))
}

pub fn received(from: Option<&str>, amount: u32) -> fund::Event {
    let from = match from {
        Some(fund) => Payer::Fund { fund: case(fund) },
        None => Payer::Outside { payer: note("国库") },
    };
    fund::Event::Received { from, document: note("湘财社指1号"), amount_fen: yuan(amount), evidence: slip() }
}

pub fn sent_down(to: &str, amount: u32) -> fund::Event {
    let (to, document) = (case(to), note("湘财社指1号"));
    fund::Event::SentDown { to, document, amount_fen: yuan(amount), evidence: slip() }
}

/// The province has 6000 yuan left, the county 4000.
pub fn funded() -> Vec<Fact> {
    let mut facts = standards();
    facts.extend([
        open("fund-p25", PROVINCE, None),
        open("fund-c25", COUNTY, Some("fund-p25")),
        fact("2025-01-05", "fund-p25", received(None, 10_000)),
        fact("2025-01-06", "fund-p25", sent_down("fund-c25", 4000)),
        fact("2025-01-08", "fund-c25", received(Some("fund-p25"), 4000)),
    ]);
    facts
}

// Payees and claims.

pub fn payee(n: u32) -> Vec<Fact> {
    let subject = person_id(n);
    let registered = person::Event::Registered { area: area("430225103204"), birth_year: 1985, sex: Sex::Female };
    let declared = person::Event::AccountDeclared { account: account(n), holder: AccountHolder::Oneself };
    vec![fact("2025-01-01", &subject, registered), fact("2025-01-01", &subject, declared)]
}

pub fn organisation() -> Vec<Fact> {
    let identity = Identity::CreditCode("12100000400009880K".parse().expect("a code"));
    vec![
        fact("2025-01-01", BANK, organisation::Event::Registered { identity, area: area(COUNTY) }),
        fact("2025-01-01", BANK, organisation::Event::AccountDeclared { account: account(99) }),
    ]
}

pub fn entitlement(payee: Payee, subsidy: Subsidy) -> Entitlement {
    Entitlement { area: area("430225103204"), payee, subsidy, period: Period::Year(2025), case: None }
}

/// Training of the `n`th person.
pub fn training(n: u32) -> Entitlement {
    entitlement(Payee::Person(person(n)), Subsidy::VocationalTraining)
}

pub fn named(entitlement: &Entitlement) -> String {
    StreamId::of::<Claim>(entitlement.claim_id()).to_string()
}

/// The claim of the `n`th person for training.
pub fn claim(n: u32) -> String {
    named(&training(n))
}

pub fn applied(entitlement: &Entitlement, units: u32) -> Fact {
    let (subject, entitlement) = (named(entitlement), entitlement.clone());
    let evidence = evidence(EvidenceKind::Application);
    fact("2025-03-01", &subject, Event::Applied { entitlement, units, base_fen: Fen::ZERO, evidence })
}

pub fn approval(amount: u32) -> Event {
    let standard = case("policy-subsidy.vocational_training-43");
    Event::Approved { amount_fen: yuan(amount), standard, version: 1 }
}

pub fn reserved(lines: &[(&str, u32)]) -> Event {
    let line = |(fund, amount): &(&str, u32)| FundLine { fund: case(fund), amount_fen: yuan(*amount) };
    Event::BudgetReserved { lines: lines.iter().map(line).collect() }
}

/// Claim of the `n`th person for two units, 1000 yuan, approved.
pub fn approved(n: u32) -> Vec<Fact> {
    let mut facts = payee(n);
    facts.extend([applied(&training(n), 2), fact("2025-03-03", &claim(n), approval(1000))]);
    facts
}

/// The same, with its money reserved in the county.
pub fn reserved_for(n: u32) -> Vec<Fact> {
    let mut facts = approved(n);
    facts.push(fact("2025-03-04", &claim(n), reserved(&[("fund-c25", 1000)])));
    facts
}

pub fn line(n: u32, amount: u32) -> Line {
    Line { claim: case(&claim(n)), amount_fen: yuan(amount), account: account(n) }
}

pub fn sealed(lines: Vec<Line>) -> payment_batch::Event {
    let total_fen = lines.iter().map(|l| l.amount_fen).sum();
    let hash = payment_batch::hash(&lines).parse().expect("a digest");
    payment_batch::Event::Sealed { area: area(COUNTY), lines, total_fen, hash }
}

/// Of a whole claim.
pub fn answered(n: u32, outcome: Outcome) -> payment_batch::Event {
    answer(&claim(n), 1000, outcome)
}

pub fn answer(claim: &str, amount: u32, outcome: Outcome) -> payment_batch::Event {
    let (claim, amount_fen, evidence) = (case(claim), yuan(amount).into(), slip().into());
    payment_batch::Event::LineAnswered { claim, outcome, amount_fen, evidence }
}

/// Claims of these persons, instructed in one batch.
pub fn instructed(persons: &[u32]) -> World {
    let batch = "payment_batch-b1";
    let lines: Vec<_> = persons.iter().map(|n| line(*n, 1000)).collect();
    let total = lines.iter().map(|_| 1000).sum();
    given(funded())
        .given(persons.iter().flat_map(|n| reserved_for(*n)))
        .given([fact("2025-03-05", batch, sealed(lines)), sent(batch, total)])
}

pub fn sent(batch: &str, total: u32) -> Fact {
    sent_on("2025-03-06", batch, total)
}

pub fn sent_on(on: &str, batch: &str, total: u32) -> Fact {
    fact(on, batch, payment_batch::Event::Instructed { voucher: slip(), total_fen: yuan(total).into() })
}

pub fn returned() -> Outcome {
    Outcome::Returned { code: note("账号户名不符") }
}

/// The first person's claim, credited.
pub fn credited() -> World {
    instructed(&[1]).given([fact("2025-03-08", "payment_batch-b1", answered(1, Outcome::Credited))])
}

// The identity.

/// Replays the ledger of every fund: after each event it balances and nothing is below zero; at the end it is the state's.
#[track_caller]
pub fn balances(world: &World) {
    let mut ledgers: BTreeMap<StreamId, Balances> = BTreeMap::new();
    for (stamp, event) in world.recorded() {
        let (kind, data) = event.encode();
        let decoded = AnyEvent::decode(&kind, &data).map(|again| again.encode());
        assert_eq!(decoded, Ok((kind, data)), "what is recorded reads back");
        let AnyEvent::Fund(event) = event else { continue };
        let ledger = ledgers.entry(stamp.subject.clone()).or_default();
        for line in lines(event) {
            ledger.post(line);
        }
        let fen = LedgerAccount::ALL.map(|account| ledger.fen(account));
        let [received, carried_in, recovered_in, available, reserved, instructed, credited, down, up, carried_out, ..] =
            fen;
        let [.., claimed, outstanding, recovered, waived, written_off] = fen;
        let came = received + carried_in + recovered_in;
        let is_or_went = available + reserved + instructed + credited + down + up + carried_out;
        assert_eq!(came, is_or_went, "{} after {event:?}", stamp.subject);
        assert_eq!(claimed, outstanding + recovered + waived + written_off, "{} after {event:?}", stamp.subject);
        for account in LedgerAccount::ALL {
            assert!(ledger.fen(account) >= 0, "{account:?} of {} after {event:?}", stamp.subject);
        }
    }
    for (fund, ledger) in &ledgers {
        assert_eq!(world.case::<Fund>(fund.as_str()).balances, *ledger);
    }
    documents_add_up(world, ledgers.keys());
}

/// Per document: no more is received than was sent, no more arrives than was returned, and carrying loses nothing.
#[track_caller]
fn documents_add_up<'a>(world: &World, funds: impl Iterator<Item = &'a StreamId>) {
    let mut carried: BTreeMap<_, i64> = BTreeMap::new();
    for fund in funds {
        let own = Ref::to(fund).expect("a fund");
        for (above, documents) in &world.case::<Fund>(fund.as_str()).above {
            for (document, here) in documents {
                let below = &world.case::<Fund>(above.stream().as_str()).below;
                let there = below.get(&own).and_then(|with| with.get(document)).copied().unwrap_or_default();
                assert!(here.down_fen <= there.down_fen && there.up_fen <= here.up_fen, "{above} {fund} {document}");
                let sum = carried.entry((above, document)).or_default();
                *sum += here.carried_in_fen.get() - here.carried_out_fen.get();
            }
        }
    }
    assert!(carried.values().all(|sum| *sum == 0), "{carried:?}");
}

/// A balance in yuan.
pub fn at(world: &World, fund: &str, account: LedgerAccount) -> i64 {
    world.case::<Fund>(stream(fund).as_str()).balance(account) / 100
}
