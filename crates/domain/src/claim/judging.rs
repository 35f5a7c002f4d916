//! The guards of a claim.

use super::{
    Answer, Approval, Claim, ClawbackReason, Entitlement, Event, FUND_LINES_MAX, FundLine, Payee, Refusal, State,
    assessment::{Stated, amount_under, assess},
    earned_by::earned_by,
    progress::total,
};
use crate::{
    case::{Case, Cited, Common, Malformed, Nature, Stamp, Stop, not_before, only_in},
    fund::Fund,
    payment_batch::PaymentBatch,
    policy::in_force,
    stream::{Ref, StreamId},
    values::{Account, Date, Fen},
};

impl Claim {
    pub(super) fn judge(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        use State::{Applied, AutoChecked, Identified, Invited, Noticed, Refused, Reviewed};
        if Self::nature(event) == Nature::Approval {
            self.not_the_applicant(stamp)?;
        }
        match event {
            Event::Identified { entitlement, .. } => {
                named_by(entitlement, stamp)?;
                match &entitlement.payee {
                    Payee::Person(person) => drop(cited.get(person)?),
                    Payee::Organisation(organisation) => drop(cited.get(organisation)?),
                }
                earned_by(entitlement, cited)?;
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
            Event::ClawbackOpened { amount_fen, reason } => {
                if *reason == ClawbackReason::LowerStandard && !stamp.entailed() {
                    Err(Refusal::LowerStandardAdjusts {})?;
                }
                let credited_fen = self.unclawed();
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
                // What the bank lent beyond the approval is its own risk.
                let guaranteed_fen = self.entitled_fen.less(loan.called_fen);
                within_loan(*amount_fen, loan.open_fen().min(guaranteed_fen))?;
            }
            Event::AutoChecked { .. } | Event::ApprovedAutomatically { .. } | Event::Reconciled { .. } => {}
        }
        Ok(())
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

    fn not_the_applicant(&self, stamp: &Stamp) -> Result<(), Refusal> {
        let is_applicant = match self.entitlement.as_ref().map(|e| &e.payee) {
            Some(Payee::Person(person)) => person.id() == stamp.actor.person(),
            Some(Payee::Organisation(organisation)) => organisation.id() == stamp.actor.organisation(),
            None => false,
        };
        if is_applicant { Err(Refusal::ApproverIsApplicant {}) } else { Ok(()) }
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

    fn is_owed(&self, fund: &Ref<Fund>, amount_fen: Fen) -> Result<(), Stop> {
        let none = || Malformed::NotAFundOfTheClaim { fund: fund.stream().clone() };
        let outstanding_fen = self.funds.get(fund).ok_or_else(none)?.outstanding_fen;
        if amount_fen > outstanding_fen {
            Err(Refusal::BeyondReceivable { fund: fund.clone(), amount_fen, outstanding_fen })?;
        }
        Ok(())
    }

    fn is_at_bank(&self, batch: &Ref<PaymentBatch>, answers: &[Answer]) -> Result<(), Refusal> {
        let known = self.instalments.get(batch).is_some_and(|i| answers.contains(&i.answer));
        if known { Ok(()) } else { Err(Refusal::NotInstructed { batch: batch.clone() }) }
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
