//! The guards of a claim, and what its events make true of funds, posts and itself.

use super::{
    Answer, Approval, Claim, ClawbackReason, Entitlement, Event, FUND_LINES_MAX, FundLine, Payee, Refusal, State,
    Subsidy,
    assessment::{Assessment, Stated, amount_under, assess, post_of},
    awards::told,
    progress::total,
};
use crate::{
    base::Base,
    carrier::Money,
    case::{Cited, Common, Entailed, Malformed, Stamp, Stop, not_before, only_in},
    fund::{self, Debtor, Fund},
    payment_batch::PaymentBatch,
    policy::{RecoveredMoneyGoes, Standard, in_force, in_force_if_any},
    stream::{Ref, StreamId},
    values::{Account, Date, Fen},
    welfare_post,
    workshop::Workshop,
};

impl Claim {
    pub(super) fn judge(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        use State::{Applied, AutoChecked, Identified, Invited, Noticed, Refused, Reviewed};
        match event {
            Event::Identified { entitlement, .. } => {
                named_by(entitlement, stamp)?;
                match &entitlement.payee {
                    Payee::Person(person) => drop(cited.get(person)?),
                    Payee::Organisation(organisation) => drop(cited.get(organisation)?),
                }
            }
            Event::Invited {} => only_in(&self.state, &[Identified])?,
            Event::Consented { units, base_fen, .. } => {
                only_in(&self.state, &[Invited])?;
                if let Some(entitlement) = &self.entitlement {
                    assess(entitlement, Stated { units: *units, base_fen: *base_fen }, stamp.occurred_on, cited)?;
                }
            }
            Event::Applied { entitlement, units, base_fen, .. } => {
                named_by(entitlement, stamp)?;
                only_in(&self.state, &[Identified, Invited, Refused])?;
                if self.entitlement.as_ref().is_some_and(|known| known != entitlement) {
                    Err(Refusal::OtherEntitlement {})?;
                }
                assess(entitlement, Stated { units: *units, base_fen: *base_fen }, stamp.occurred_on, cited)?;
            }
            Event::SupplementAsked { .. } => only_in(&self.state, &[Applied, AutoChecked, Reviewed, Noticed])?,
            Event::PayeeTold { .. } => {
                if !self.clock.asked || self.clock.paused_since.is_some() {
                    Err(Refusal::NoSupplementAsked {})?;
                }
            }
            Event::Supplied { .. } => {
                if !self.clock.asked {
                    Err(Refusal::NoSupplementAsked {})?;
                }
            }
            Event::ManuallyReviewed { .. } => only_in(&self.state, &[AutoChecked, Reviewed])?,
            Event::Noticed { span } => {
                only_in(&self.state, &[AutoChecked, Reviewed])?;
                if let Some(earliest) = self.clock.since.filter(|since| span.from < *since) {
                    Err(Common::OccursBefore { occurred_on: span.from, earliest })?;
                }
            }
            Event::Approved { .. } => self.may_approve(event, stamp, cited)?,
            Event::SampleReviewed { .. } => match &self.approval {
                Some(Approval { automatic: true, .. }) => self.not_a_recorder(stamp)?,
                _ => Err(Refusal::NotApprovedAutomatically {})?,
            },
            Event::Refused { .. } => {
                only_in(&self.state, &[Identified, Invited, Applied, AutoChecked, Reviewed, Noticed])?;
            }
            Event::Appealed { .. } => {
                let adverse = self.state == Refused || !self.receivable().is_zero();
                if self.appeal_open || !adverse {
                    Err(Refusal::NothingToAppeal {})?;
                }
            }
            Event::AppealDecided { .. } => {
                if !self.appeal_open {
                    Err(Refusal::NoAppealOpen {})?;
                }
                let appealed = if self.state == Refused { &self.refused_by } else { &self.receivable_by };
                if let Some(decider) = appealed {
                    stamp.by_another_than(decider)?;
                }
            }
            Event::BudgetReserved { lines } => self.may_reserve(lines, cited)?,
            Event::ReservationReleased { .. } => {
                if self.reserved().is_zero() {
                    Err(Refusal::NothingReserved {})?;
                }
            }
            Event::Instructed { account, lines, .. } => {
                self.may_be_instructed(total(lines), account, cited)?;
            }
            Event::Credited { batch, .. } | Event::WronglyCredited { batch, .. } => {
                self.is_at_bank(batch, &[Answer::Open])?;
            }
            Event::Returned { batch, .. } => self.is_at_bank(batch, &[Answer::Open, Answer::Credited])?,
            Event::Adjusted { .. } => self.may_adjust(event, stamp, cited)?,
            Event::ClawbackOpened { amount_fen, .. } => {
                let credited_fen = total(&self.clawback(Fen::MAX));
                if *amount_fen > credited_fen {
                    Err(Refusal::ClawbackBeyondCredited { amount_fen: *amount_fen, credited_fen })?;
                }
            }
            Event::Recovered { fund, amount_fen, .. } => {
                self.is_owed(fund, *amount_fen)?;
                if let Some(area) = cited.get(fund)?.area {
                    in_force(cited, "recovered_money", area, stamp.occurred_on)?;
                }
            }
            Event::Waived { fund, amount_fen, .. } | Event::WrittenOff { fund, amount_fen, .. } => {
                self.is_owed(fund, *amount_fen)?;
                if let Some(opener) = &self.receivable_by {
                    stamp.by_another_than(opener)?;
                }
            }
            Event::Disbursed { bank, amount_fen } => {
                cited.get(bank)?;
                if !self.is_loan() {
                    Err(Refusal::NotALoan {})?;
                }
                let lent = self.loan.as_ref().map_or(Fen::ZERO, |l| l.disbursed_fen);
                within_loan(*amount_fen, self.entitled_fen.less(lent))?;
            }
            Event::Repaid { amount_fen } => {
                let loan = self.loan.as_ref().ok_or(Refusal::NotALoan {})?;
                within_loan(*amount_fen, loan.open_fen())?;
            }
            Event::Defaulted { .. } => {
                self.loan.as_ref().ok_or(Refusal::NotALoan {})?;
            }
            Event::GuaranteeCalled { amount_fen, .. } => {
                let loan = self.loan.as_ref().filter(|l| l.defaulted).ok_or(Refusal::NotInDefault {})?;
                within_loan(*amount_fen, loan.open_fen())?;
            }
            Event::AutoChecked { .. } | Event::ApprovedAutomatically { .. } | Event::Reconciled { .. } => {}
        }
        Ok(())
    }

    pub(super) fn consequences(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<Vec<Entailed>, Stop> {
        let Some(own) = Ref::<Self>::to(&stamp.subject) else { return Ok(vec![]) };
        let on = stamp.occurred_on;
        Ok(match event {
            Event::Applied { entitlement, units, base_fen, .. } => {
                let stated = Stated { units: *units, base_fen: *base_fen };
                checked(&own, assess(entitlement, stated, on, cited))?
            }
            Event::Consented { units, base_fen, .. } => match &self.entitlement {
                Some(entitlement) => {
                    let stated = Stated { units: *units, base_fen: *base_fen };
                    checked(&own, assess(entitlement, stated, on, cited))?
                }
                None => vec![],
            },
            Event::AutoChecked { .. } => match &self.entitlement {
                Some(entitlement) => approved_at_once(&own, &assess(entitlement, self.stated(), on, cited)?),
                None => vec![],
            },
            Event::BudgetReserved { lines } => {
                let Some(subsidy) = self.entitlement.as_ref().map(|e| e.subsidy.clone()) else { return Ok(vec![]) };
                on_each(lines, |amount_fen| fund::Event::Reserved {
                    claim: own.clone(),
                    subsidy: subsidy.clone(),
                    amount_fen,
                })
            }
            Event::ReservationReleased { .. } => on_each(&self.instruction(Fen::MAX), |amount_fen| {
                fund::Event::Released { claim: own.clone(), amount_fen }
            }),
            Event::Instructed { batch, lines, .. } => on_each(lines, |amount_fen| fund::Event::Instructed {
                claim: own.clone(),
                batch: batch.clone(),
                amount_fen,
            }),
            Event::Credited { batch, amount_fen } => {
                let mut all = self.credit(&own, batch, false);
                if !all.is_empty() {
                    all.extend(self.case_told(&own, *amount_fen, Money::Credited));
                }
                all
            }
            Event::WronglyCredited { batch, account, .. } => {
                let mut all = self.credit(&own, batch, true);
                let debtor = Debtor::Holder { account: account.clone() };
                all.extend(claimed(&own, self.lines_at_bank(batch, Answer::Open), &debtor));
                all
            }
            Event::Returned { batch, .. } => {
                let back = |after_credit, amount_fen| fund::Event::BankReturned {
                    claim: own.clone(),
                    batch: batch.clone(),
                    amount_fen,
                    after_credit,
                };
                let credited = self.lines_at_bank(batch, Answer::Credited);
                let mut all = on_each(self.lines_at_bank(batch, Answer::Open), |fen| back(false, fen));
                all.extend(on_each(credited, |fen| back(true, fen)));
                if !credited.is_empty() {
                    all.extend(self.case_told(&own, total(credited), Money::Returned));
                }
                all
            }
            Event::Adjusted { to_fen, .. } => {
                let amount_fen = self.unclawed().less(*to_fen);
                let reason = ClawbackReason::LowerStandard;
                let lower = (!amount_fen.is_zero()).then(|| own.gets(Event::ClawbackOpened { amount_fen, reason }));
                lower.into_iter().collect()
            }
            Event::ClawbackOpened { amount_fen, .. } => {
                let lines = self.clawback(*amount_fen);
                let mut all = claimed(&own, &lines, &Debtor::Payee);
                all.extend(self.case_told(&own, total(&lines), Money::ClawbackOpened));
                all
            }
            Event::Recovered { fund, amount_fen, .. } => {
                // The cash is here, whatever the standard would say of it.
                let mut goes = RecoveredMoneyGoes::Kept;
                if let Some(area) = cited.get(fund)?.area
                    && let Some(found) = in_force_if_any(cited, "recovered_money", area, on)?
                    && let Standard::RecoveredMoney { goes: says } = found.version.standard
                {
                    goes = says;
                }
                self.settled(fund, *amount_fen, |amount_fen| fund::Event::Recovered {
                    claim: own.clone(),
                    amount_fen,
                    goes,
                })
            }
            Event::Waived { fund, amount_fen, .. } => {
                let waived = |amount_fen| fund::Event::ReceivableWaived { claim: own.clone(), amount_fen };
                self.settled(fund, *amount_fen, waived)
            }
            Event::WrittenOff { fund, amount_fen, .. } => {
                let lost = |amount_fen| fund::Event::ReceivableWrittenOff { claim: own.clone(), amount_fen };
                self.settled(fund, *amount_fen, lost)
            }
            _ => vec![],
        })
    }

    /// May this much go to that account? Asked when a batch is sealed, and again when it is instructed.
    pub(crate) fn may_be_instructed(&self, amount_fen: Fen, account: &Account, cited: &Cited) -> Result<(), Stop> {
        if self.approval.is_none() {
            Err(Refusal::NotApproved {})?;
        }
        let reserved_fen = self.reserved();
        if amount_fen > reserved_fen {
            Err(Refusal::BeyondReservation { amount_fen, reserved_fen })?;
        }
        let declared = match self.pays_to() {
            Some(Payee::Person(person)) => cited.get(&person)?.accounts.contains_key(account),
            Some(Payee::Organisation(organisation)) => cited.get(&organisation)?.accounts.contains(account),
            None => false,
        };
        if !declared {
            Err(Refusal::AccountNotOfPayee { account: account.clone() })?;
        }
        Ok(())
    }

    fn may_approve(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        only_in(&self.state, &[State::AutoChecked, State::Reviewed, State::Noticed])?;
        let (Event::Approved { amount_fen, standard, version }, Some(entitlement)) = (event, &self.entitlement) else {
            return Ok(());
        };
        if let Some(since) = self.clock.since {
            not_before(stamp, since)?;
        }
        let applicant = match &entitlement.payee {
            Payee::Person(person) => person.id() == stamp.actor.person(),
            Payee::Organisation(organisation) => organisation.id() == stamp.actor.organisation(),
        };
        if applicant {
            Err(Refusal::ApproverIsApplicant {})?;
        }
        self.not_a_recorder(stamp)?;
        let now = assess(entitlement, self.stated(), stamp.occurred_on, cited)?;
        let findings: Vec<_> = now.findings.iter().copied().filter(|f| f.blocks()).collect();
        if !findings.is_empty() {
            Err(Refusal::NotEligible { findings })?;
        }
        if (now.amount_fen, &now.standard, now.version) != (*amount_fen, standard, *version) {
            let (amount_fen, standard, version) = (now.amount_fen, now.standard.clone(), now.version);
            Err(Refusal::NotAsComputed { amount_fen, standard, version })?;
        }
        if now.needs_review() && self.review_passed != Some(true) {
            Err(Refusal::ManualReviewMissing {})?;
        }
        self.noticed_enough(now.procedure.notice_days_min, stamp.occurred_on)
    }

    fn noticed_enough(&self, days_min: u16, on: Date) -> Result<(), Stop> {
        let ends = self.notice.and_then(|n| n.to);
        // The first day is not counted. DOMAIN §1.
        let days = self.notice.zip(ends).map_or(0, |(notice, ends)| ends.days_since(notice.from));
        if days < i64::from(days_min) {
            Err(Refusal::ClaimNoticeTooShort { days, days_min })?;
        }
        if let Some(ends) = ends.filter(|ends| on <= *ends) {
            Err(Refusal::ClaimNoticeNotOver { ends })?;
        }
        Ok(())
    }

    fn not_a_recorder(&self, stamp: &Stamp) -> Result<(), Stop> {
        self.recorders.iter().try_for_each(|recorder| stamp.by_another_than(recorder))
    }

    fn may_reserve(&self, lines: &[FundLine], cited: &Cited) -> Result<(), Stop> {
        let (Some(_), Some(entitlement)) = (&self.approval, &self.entitlement) else {
            return Err(Refusal::NotApproved {})?;
        };
        if lines.len() > FUND_LINES_MAX {
            Err(Refusal::TooManyFunds { funds_max: FUND_LINES_MAX })?;
        }
        for (at, line) in lines.iter().enumerate() {
            if lines.iter().take(at).any(|before| before.fund == line.fund) {
                Err(Refusal::FundTwice { fund: line.fund.clone() })?;
            }
            let area = cited.get(&line.fund)?.area;
            if !area.is_some_and(|served| entitlement.area.lies_in(served)) {
                Err(Refusal::FundOfAnotherArea { fund: line.fund.clone(), area })?;
            }
        }
        let (amount_fen, due_fen) = (total(lines), self.debt().less(self.kept()));
        if amount_fen != due_fen || due_fen.is_zero() {
            Err(Refusal::NotTheDebt { amount_fen, due_fen })?;
        }
        Ok(())
    }

    fn may_adjust(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let Event::Adjusted { from_fen, to_fen, standard, version, .. } = event else { return Ok(()) };
        let (Some(_), Some(entitlement)) = (&self.approval, &self.entitlement) else {
            return Err(Refusal::NotApproved {})?;
        };
        self.not_a_recorder(stamp)?;
        if *from_fen != self.entitled_fen {
            Err(Refusal::AdjustsOtherAmount { from_fen: *from_fen, entitled_fen: self.entitled_fen })?;
        }
        let (amount_fen, claws_back) = amount_under(entitlement, self.stated(), standard, *version, cited)?;
        if amount_fen != *to_fen {
            Err(Refusal::NotAsComputed { amount_fen, standard: standard.clone(), version: *version })?;
        }
        let credited_fen = self.unclawed();
        if *to_fen < credited_fen && !claws_back {
            Err(Refusal::ClawsNothingBack { to_fen: *to_fen, credited_fen })?;
        }
        let (kept_fen, due_fen) = (self.kept(), to_fen.less(self.held()));
        if kept_fen > due_fen {
            Err(Refusal::MoneyStillReserved { kept_fen, due_fen })?;
        }
        Ok(())
    }

    /// On the payee's account and not claimed back.
    fn unclawed(&self) -> Fen {
        total(&self.clawback(Fen::MAX))
    }

    fn is_owed(&self, fund: &Ref<Fund>, amount_fen: Fen) -> Result<(), Stop> {
        let none = || Malformed::NotAFundOfTheClaim { fund: fund.stream().clone() };
        let outstanding_fen = self.funds.get(fund).ok_or_else(none)?.outstanding_fen;
        if amount_fen > outstanding_fen {
            Err(Refusal::BeyondReceivable { fund: fund.clone(), amount_fen, outstanding_fen })?;
        }
        Ok(())
    }

    /// Told to the fund as far as it is owed: more than that is noted, and makes no money.
    fn settled(&self, fund: &Ref<Fund>, amount_fen: Fen, event: impl Fn(Fen) -> fund::Event) -> Vec<Entailed> {
        let outstanding_fen = self.funds.get(fund).map_or(Fen::ZERO, |share| share.outstanding_fen);
        let amount_fen = amount_fen.min(outstanding_fen);
        if amount_fen.is_zero() { vec![] } else { vec![fund.gets(event(amount_fen))] }
    }

    fn is_at_bank(&self, batch: &Ref<PaymentBatch>, answers: &[Answer]) -> Result<(), Refusal> {
        let known = self.instalments.get(batch).is_some_and(|i| answers.contains(&i.answer));
        if known { Ok(()) } else { Err(Refusal::NotInstructed { batch: batch.clone() }) }
    }

    fn lines_at_bank(&self, batch: &Ref<PaymentBatch>, answer: Answer) -> &[FundLine] {
        self.instalments.get(batch).filter(|i| i.answer == answer).map_or(&[], |i| &i.lines)
    }

    fn credit(&self, own: &Ref<Self>, batch: &Ref<PaymentBatch>, wrong_payee: bool) -> Vec<Entailed> {
        on_each(self.lines_at_bank(batch, Answer::Open), |amount_fen| fund::Event::Credited {
            claim: own.clone(),
            batch: batch.clone(),
            amount_fen,
            wrong_payee,
        })
    }

    /// The case that earned it learns that the money arrived, came back after all, or is claimed back.
    fn case_told(&self, own: &Ref<Self>, amount_fen: Fen, news: Money) -> Option<Entailed> {
        let entitlement = self.entitlement.as_ref()?;
        match entitlement.subsidy {
            Subsidy::WorkshopAward => told::<Workshop>(entitlement, news, own, amount_fen),
            Subsidy::BaseAward => told::<Base>(entitlement, news, own, amount_fen),
            _ => {
                let (post, person, month) = post_of(entitlement)?;
                let (claim, person) = (own.clone(), person.clone());
                Some(post.gets(match news {
                    Money::Credited => welfare_post::Event::AllowanceCredited { claim, person, month, amount_fen },
                    Money::Returned => welfare_post::Event::AllowanceReturned { claim, person, month, amount_fen },
                    Money::ClawbackOpened => return None,
                }))
            }
        }
    }
}

fn named_by(entitlement: &Entitlement, stamp: &Stamp) -> Result<(), Stop> {
    entitlement.subsidy.is_named_well()?;
    let expected = StreamId::of::<Claim>(entitlement.claim_id());
    if expected != stamp.subject {
        Err(Malformed::CaseNamedOtherwise { subject: stamp.subject.clone(), expected: expected.to_string() })?;
    }
    if !entitlement.period.exists() {
        Err(Refusal::NotItsPeriod { period: entitlement.period, per: None })?;
    }
    Ok(())
}

fn within_loan(amount_fen: Fen, open_fen: Fen) -> Result<(), Refusal> {
    if amount_fen > open_fen { Err(Refusal::BeyondLoan { amount_fen, open_fen }) } else { Ok(()) }
}

fn on_each(lines: &[FundLine], event: impl Fn(Fen) -> fund::Event) -> Vec<Entailed> {
    lines.iter().map(|line| line.fund.gets(event(line.amount_fen))).collect()
}

fn claimed(own: &Ref<Claim>, lines: &[FundLine], debtor: &Debtor) -> Vec<Entailed> {
    on_each(lines, |amount_fen| fund::Event::ReceivableClaimed {
        claim: own.clone(),
        amount_fen,
        debtor: debtor.clone(),
    })
}

/// What was decided elsewhere stands without our check when no standard says how to check it.
fn checked(own: &Ref<Claim>, assessed: Result<Assessment, Stop>) -> Result<Vec<Entailed>, Stop> {
    match assessed {
        Ok(Assessment { amount_fen, standard, version, findings, .. }) => {
            Ok(vec![own.gets(Event::AutoChecked { amount_fen, standard, version, findings })])
        }
        Err(Stop::Broken(_)) => Ok(vec![]),
        Err(stop) => Err(stop),
    }
}

fn approved_at_once(own: &Ref<Claim>, found: &Assessment) -> Vec<Entailed> {
    let clean = found.procedure.automatic_approval && found.procedure.notice_days_min == 0 && found.findings.is_empty();
    let Assessment { amount_fen, standard, version, .. } = found.clone();
    let approved = Event::ApprovedAutomatically { amount_fen, standard, version };
    if clean { vec![own.gets(approved)] } else { vec![] }
}
