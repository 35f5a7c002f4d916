//! The real thing: cases judged and folded by the domain, and the fund audit folded from what is recorded.

use std::{collections::BTreeMap, fmt::Debug, str::FromStr, sync::Arc};

use domain::{
    actor::Actor,
    admission::{Reach, Verdict, judge},
    case::{Case, Known, Nature, Stamp},
    claim::{self, Claim, ClawbackReason, Entitlement, FundLine, Payee, Period, PeriodKind, Subsidy},
    envelope::instant_of,
    fund::{self, AllocationDocument, Change, LedgerAccount, Payer, Purpose, Source},
    kinds::{AnyEvent, AnyState, AsCase},
    payment_batch::{self, Line, Outcome, PaymentBatch},
    person::{self, AccountHolder, Person, Sex},
    policy::{self, LegalBasis, Rate, RecoveredMoneyGoes, Standard},
    stream::{Ref, StreamId},
    values::{Account, Date, Evidence, EvidenceKind, Fen, Note, Span},
};
use projections::{
    fund_audit::FUND_AUDIT,
    model::{Change as RowChange, Folding, Nothing, Seen, word},
};
use uuid::Uuid;

use super::{
    books::{Recovered, Said},
    operation::{Answer, Document, Fund, Operation, PERSONS, UNIT_FEN, UNITS_MAX, subsidy},
};

const VILLAGE: &str = "430225103204";

pub struct Province {
    cases: BTreeMap<StreamId, Known>,
    position: u64,
    audit: Box<dyn Folding>,
    /// By the rows of the fund audit, what stands on each account.
    audited: BTreeMap<String, [i128; LedgerAccount::ALL.len()]>,
    /// By those rows, what is on its way between two funds under a document.
    audited_transit: BTreeMap<String, i128>,
}

fn of<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect(text)
}

fn case<T: Case>(text: &str) -> Ref<T> {
    Ref::to(&of(text)).expect("a case of that kind")
}

fn fen(amount: i128) -> Fen {
    i64::try_from(amount).ok().and_then(Fen::new).expect("an amount")
}

fn slip() -> Evidence {
    Evidence { sha256: of(&"ab".repeat(32)), kind: EvidenceKind::BankSlip }
}

fn number(document: Document) -> Note {
    of(match document {
        Document::First => "湘财社指1号",
        Document::Second => "湘财社指2号",
    })
}

fn payee(n: usize) -> Ref<Person> {
    Ref::new(format!("{n:032x}"))
}

fn account(n: usize) -> Account {
    of(&format!("{n:032x}"))
}

fn entitlement(claim: usize) -> Entitlement {
    let year = 2010 + i16::try_from(claim / PERSONS).expect("few");
    let (payee, period) = (Payee::Person(payee(claim % PERSONS)), Period::Year(year));
    Entitlement { area: of(VILLAGE), payee, subsidy: subsidy(claim), period, case: None }
}

fn claim(n: usize) -> Ref<Claim> {
    Ref::new(entitlement(n).claim_id())
}

fn batch(n: usize) -> Ref<PaymentBatch> {
    Ref::new(format!("b{n}"))
}

fn fund_of(fund: Fund) -> Ref<fund::Fund> {
    case(fund.name())
}

/// The event by which that operation is done. Numbers begin anew in each province.
fn id(number: usize) -> Uuid {
    Uuid::from_u64_pair(1, number as u64)
}

impl Province {
    /// With its standards, funds and payees.
    pub fn new(recovered: Recovered) -> Self {
        let mut province = Self {
            cases: BTreeMap::new(),
            position: 0,
            audit: (FUND_AUDIT.start)(Arc::new(Nothing)),
            audited: BTreeMap::new(),
            audited_transit: BTreeMap::new(),
        };
        let standards = standards(recovered).into_iter().map(issued);
        let (below, above): (Vec<_>, Vec<_>) = Fund::ALL.into_iter().partition(|fund| fund.parent().is_some());
        let opens = |fund: Fund| (fund_of(fund).stream().clone(), opened(fund).into());
        let funds = above.into_iter().chain(below).map(opens);
        let payees = (0..PERSONS).flat_map(registered);
        for (number, (subject, event)) in standards.chain(funds).chain(payees).enumerate() {
            let id = Uuid::from_u64_pair(0, number as u64);
            let stamp = stamp(id, of("2025-01-02"), of("a1/bureau/approver"), subject);
            province.records(&stamp, &event).expect("a province to begin with");
        }
        province
    }

    /// Refused with a code, or recorded with all that becomes true by it.
    pub fn takes(
        &mut self,
        said: Said,
        operation: &Operation,
        today: Date,
        reversed: Option<Reversed>,
    ) -> Result<(), String> {
        let same_person = matches!(
            operation,
            Operation::Instruct { same_person: true, .. } | Operation::Reverse { same_person: true, .. }
        );
        let (on, (subject, event)) = match (operation, reversed) {
            (Operation::Reverse { excess, other_day, .. }, Some(reversed)) => {
                let on = if *other_day { reversed.on.plus_days(-1) } else { reversed.on };
                (on, reversed.event(*excess))
            }
            _ => (today, event_of(operation)),
        };
        let actor = match event.nature() {
            Nature::Approval if same_person => "c1/bureau/approver",
            Nature::Approval => "a1/bureau/approver",
            _ => "c1/bureau/clerk",
        };
        let decided_in = said.elsewhere.then(|| "elsewhere".into());
        let stamp = Stamp { decided_in, ..stamp(id(said.number), on, of(actor), subject) };
        self.records(&stamp, &event)
    }

    fn records(&mut self, stamp: &Stamp, event: &AnyEvent) -> Result<(), String> {
        let admitted = loop {
            match judge(stamp.clone(), event.clone(), None, &Reach::default(), &self.cases) {
                Verdict::Look(stream) => {
                    let state = AnyState::new(stream.category()).expect("a known category");
                    self.cases.insert(stream, Known { revision: None, state });
                }
                Verdict::Refused { refused, .. } => return Err(refused.code),
                Verdict::Admitted(admitted) => break admitted,
            }
        };
        self.cases.extend(admitted.after);
        self.audits(admitted.events);
        Ok(())
    }

    fn audits(&mut self, events: Vec<(Stamp, AnyEvent)>) {
        let mut seen = vec![];
        for (stamp, event) in events {
            self.position += 1;
            if FUND_AUDIT.folds.contains(&event.category()) {
                let kind = event.encode().0.into();
                seen.push(Seen { position: self.position, stamp, kind, event });
            }
        }
        self.audit.fold(&seen.iter().collect::<Vec<_>>());
        let (audited, audited_transit) = (&mut self.audited, &mut self.audited_transit);
        for change in self.audit.changes().expect("rows at hand") {
            let RowChange::Put { table, row } = change else { panic!("{change:?}: no row of it is ever removed") };
            let table = FUND_AUDIT.table(table).expect("its own table");
            let key = table.key_text(&row[..table.keys().count()]);
            let row = table.to_json(&row);
            let fen = |name: &str| i128::from(row[format!("{name}_fen")].as_i64().expect("an amount"));
            match table.name {
                "fund_audit" => drop(audited.insert(key, LedgerAccount::ALL.map(|account| fen(&word(&account))))),
                "fund_audit_transit" => drop(audited_transit.insert(key, fen("in_transit") + fen("in_transit_up"))),
                _ => {}
            }
        }
    }

    pub fn fund(&self, fund: Fund) -> &fund::Fund {
        self.cases[fund_of(fund).stream()].state.as_case().expect("a fund")
    }

    /// Account by account, by the state of the fund, and by the fund audit.
    pub fn balances(&self, fund: Fund) -> impl Iterator<Item = (LedgerAccount, i128, i128)> {
        let (state, audited) = (self.fund(fund), self.audited[fund.name()]);
        LedgerAccount::ALL.into_iter().zip(audited).map(|(at, audited)| (at, state.balance(at).into(), audited))
    }

    /// On its way between funds, by what both sides say, and by the fund audit.
    pub fn in_transit(&self) -> (i128, i128) {
        let passages = |fund: Fund, above: bool| {
            let fund = self.fund(fund);
            let documents = if above { &fund.above } else { &fund.below };
            documents.values().flat_map(BTreeMap::values).map(|with| (with.down_fen.get(), with.up_fen.get())).collect()
        };
        let mut by_states = 0;
        for fund in Fund::ALL {
            let (above, below): (Vec<_>, Vec<_>) = (passages(fund, true), passages(fund, false));
            by_states += below.iter().map(|(down, up)| i128::from(down - up)).sum::<i128>();
            by_states -= above.iter().map(|(down, up)| i128::from(down - up)).sum::<i128>();
        }
        (by_states, self.audited_transit.values().sum())
    }
}

fn stamp(id: Uuid, on: Date, actor: Actor, subject: StreamId) -> Stamp {
    Stamp {
        id,
        source: "/money".into(),
        subject,
        occurred_on: on,
        time_us: instant_of("2026-12-31T12:00:00+08:00").expect("an instant"),
        area: None,
        actor,
        via: None,
        decided_in: None,
        correlation_id: None,
        causation_id: None,
        basis: vec![],
        revision: 0,
    }
}

// To begin with.

fn standards(recovered: Recovered) -> Vec<Standard> {
    let pays = |subsidy| Standard::Subsidy {
        subsidy,
        per: PeriodKind::Year,
        rate: Rate::PerUnit { unit_fen: fen(UNIT_FEN.into()), units_max: UNITS_MAX },
        notice_days_min: 0,
        manual_review_above_fen: None,
        automatic_approval: true,
        credited_days_max: 30,
    };
    let purposes = vec![Purpose::AnySubsidy, Purpose::Subsidy { subsidy: Subsidy::VocationalTraining }];
    let goes = match recovered {
        Recovered::Kept => RecoveredMoneyGoes::Kept,
        Recovered::Up => RecoveredMoneyGoes::Up,
    };
    vec![
        Standard::FundPurposes { source: Source::EmploymentSubsidy, purposes },
        Standard::RecoveredMoney { goes },
        pays(Subsidy::VocationalTraining),
        pays(Subsidy::Travel),
    ]
}

fn issued(standard: Standard) -> (StreamId, AnyEvent) {
    let subject = of(&format!("policy-{}-43", standard.name()));
    let legal_basis =
        LegalBasis { document: of("湘人社规〔2025〕1号"), dated: of("2025-01-01"), evidence: slip() };
    let valid = Span { from: of("2025-01-01"), to: None };
    let area = of("430000000000");
    (subject, policy::Event::Issued { area, standard, valid, legal_basis, claws_back: false }.into())
}

fn opened(fund: Fund) -> fund::Event {
    fund::Event::Opened {
        area: of(match fund {
            Fund::P25 | Fund::P26 => "430000000000",
            Fund::D25 => "430224000000",
            Fund::C25 | Fund::C26 | Fund::T25 => "430225000000",
        }),
        holder: None,
        source: Source::EmploymentSubsidy,
        document: AllocationDocument { number: number(Document::First), dated: of("2025-01-02"), evidence: slip() },
        purpose: match fund {
            Fund::T25 => Purpose::Subsidy { subsidy: Subsidy::VocationalTraining },
            _ => Purpose::AnySubsidy,
        },
        fiscal_year: fund.year(),
        central_direct: true,
        parent: fund.parent().map(fund_of),
    }
}

fn registered(n: usize) -> [(StreamId, AnyEvent); 2] {
    let registered = person::Event::Registered { area: of(VILLAGE), birth_year: 1985, sex: Sex::Female };
    let declared = person::Event::AccountDeclared { account: account(n), holder: AccountHolder::Oneself };
    [registered, declared].map(|event| (payee(n).stream().clone(), event.into()))
}

// Operations as events.

/// What moved, to be taken back.
pub struct Reversed {
    pub number: usize,
    pub fund: Fund,
    pub from: LedgerAccount,
    pub to: LedgerAccount,
    pub amount: i128,
    pub on: Date,
}

impl Reversed {
    fn event(&self, excess: i128) -> (StreamId, AnyEvent) {
        let Self { number, fund, from, to, amount, .. } = self;
        let reversed = fund::Event::Reversed {
            event: id(*number),
            from: *from,
            to: *to,
            amount_fen: fen(amount + excess),
            reason: of("录入错误"),
            evidence: slip(),
        };
        (fund_of(*fund).stream().clone(), reversed.into())
    }
}

fn event_of(operation: &Operation) -> (StreamId, AnyEvent) {
    let evidence = slip();
    let (fund, event) = match operation {
        Operation::Receive { fund, from, document, amount } => {
            let from = match from {
                Some(from) => Payer::Fund { fund: fund_of(*from) },
                None => Payer::Outside { payer: of("国库") },
            };
            (fund, fund::Event::Received { from, document: number(*document), amount_fen: fen(*amount), evidence })
        }
        Operation::SendDown { fund, to, document, amount } => {
            let (to, document, amount_fen) = (fund_of(*to), number(*document), fen(*amount));
            (fund, fund::Event::SentDown { to, document, amount_fen, evidence })
        }
        Operation::ReturnSurplus { fund, to, document, amount } => {
            let (to, document, amount_fen) = (to.map(fund_of), number(*document), fen(*amount));
            (fund, fund::Event::SurplusReturned { to, document, amount_fen, evidence })
        }
        Operation::TakeSurplus { fund, from, document, amount } => {
            let (from, document, amount_fen) = (fund_of(*from), number(*document), fen(*amount));
            (fund, fund::Event::SurplusArrived { from, document, amount_fen, evidence })
        }
        Operation::CarryOut { fund, to, document, amount } => {
            let (to, document, amount_fen) = (fund_of(*to), document.map(number), fen(*amount));
            (fund, fund::Event::CarriedOut { to, document, amount_fen, evidence })
        }
        Operation::AdjustBudget { fund, increase, amount } => {
            let change = if *increase { Change::Increase } else { Change::Decrease };
            let (document, amount_fen) = (number(Document::First), fen(*amount));
            (fund, fund::Event::BudgetAdjusted { change, amount_fen, document, evidence })
        }
        Operation::Repurpose { fund, to, amount } => {
            let (to, document, amount_fen) = (fund_of(*to), number(Document::First), fen(*amount));
            (fund, fund::Event::Repurposed { to, amount_fen, document, evidence })
        }
        Operation::CloseYear { fund } => (fund, fund::Event::YearClosed {}),
        other => return event_of_claim(other),
    };
    (fund_of(*fund).stream().clone(), event.into())
}

fn event_of_claim(operation: &Operation) -> (StreamId, AnyEvent) {
    let evidence = slip();
    let (n, event) = match operation {
        Operation::Apply { claim, units } => {
            let (entitlement, units) = (entitlement(*claim), *units);
            (claim, claim::Event::Applied { entitlement, units, base_fen: Fen::ZERO, evidence })
        }
        Operation::Reserve { claim, lines } => {
            let line = |(fund, amount): &(Fund, i128)| FundLine { fund: fund_of(*fund), amount_fen: fen(*amount) };
            (claim, claim::Event::BudgetReserved { lines: lines.iter().map(line).collect() })
        }
        Operation::Release { claim } => (claim, claim::Event::ReservationReleased { reason: of("不再需要") }),
        Operation::ClawBack { claim, amount } => {
            (claim, claim::Event::ClawbackOpened { amount_fen: fen(*amount), reason: ClawbackReason::Fraud })
        }
        Operation::Recover { claim, fund, amount } => {
            (claim, claim::Event::Recovered { fund: fund_of(*fund), amount_fen: fen(*amount), evidence })
        }
        Operation::Waive { claim, fund, amount } => {
            let (fund, amount_fen, reason) = (fund_of(*fund), fen(*amount), of("豁免"));
            (claim, claim::Event::Waived { fund, amount_fen, reason })
        }
        Operation::WriteOff { claim, fund, amount } => {
            let (fund, amount_fen, reason) = (fund_of(*fund), fen(*amount), of("核销"));
            (claim, claim::Event::WrittenOff { fund, amount_fen, reason, evidence })
        }
        other => return event_of_batch(other),
    };
    (claim(*n).stream().clone(), event.into())
}

fn event_of_batch(operation: &Operation) -> (StreamId, AnyEvent) {
    let evidence = slip();
    let (n, event) = match operation {
        Operation::Seal { batch, lines, total } => {
            let line = |(n, amount): &(usize, i128)| Line {
                claim: claim(*n),
                amount_fen: fen(*amount),
                account: account(n % PERSONS),
            };
            let lines: Vec<_> = lines.iter().map(line).collect();
            let (area, total_fen, hash) = (of("430225000000"), fen(*total), of(&payment_batch::hash(&lines)));
            (batch, payment_batch::Event::Sealed { area, lines, total_fen, hash })
        }
        Operation::Instruct { batch, total, .. } => {
            (batch, payment_batch::Event::Instructed { voucher: evidence, total_fen: fen(*total).into() })
        }
        Operation::Void { batch } => (batch, payment_batch::Event::Voided { reason: of("作废") }),
        Operation::Answer { batch, claim: n, answer, amount } => {
            let outcome = match answer {
                Answer::Credited => Outcome::Credited,
                Answer::Returned => Outcome::Returned { code: of("账号户名不符") },
                Answer::WronglyCredited => Outcome::WronglyCredited { account: account(99) },
            };
            let (claim, amount_fen, evidence) = (claim(*n), fen(*amount).into(), evidence.into());
            (batch, payment_batch::Event::LineAnswered { claim, outcome, amount_fen, evidence })
        }
        Operation::Reconcile { batch } => (batch, payment_batch::Event::Reconciled {}),
        Operation::ReportUnmatched { batch, fund, amount } => {
            let (fund, account, amount_fen) = (fund_of(*fund), account(99), fen(*amount));
            (batch, payment_batch::Event::UnmatchedLineReported { fund, account, amount_fen, evidence })
        }
        other => unreachable!("{other:?} is no event of a batch"),
    };
    (batch(*n).stream().clone(), event.into())
}
