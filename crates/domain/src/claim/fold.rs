//! Bookkeeping without rules.

use super::{Answer, Approval, Check, Claim, ClawbackReason, Clock, Event, Instalment, State};
use crate::{
    case::{Case, Nature, Stamp},
    values::Fen,
};

impl Claim {
    pub(super) fn fold(&mut self, event: &Event, stamp: &Stamp) {
        let (on, by) = (stamp.occurred_on, &stamp.actor);
        let prepares = self.approval.is_none() && Self::nature(event) != Nature::Approval;
        if prepares && !stamp.entailed() && !self.recorders.contains(by) {
            self.recorders.push(by.clone());
        }
        match event {
            Event::Identified { entitlement, .. } => self.entitlement = Some(entitlement.clone()),
            Event::Invited {} => self.state = State::Invited,
            Event::Consented { units, base_fen, .. } | Event::Applied { units, base_fen, .. } => {
                if let Event::Applied { entitlement, .. } = event {
                    self.entitlement.get_or_insert_with(|| entitlement.clone());
                }
                self.state = State::Applied;
                (self.units, self.base_fen) = (*units, *base_fen);
                (self.check, self.review_passed, self.notice) = (None, None, None);
                self.clock = Clock { since: Some(on), ..Clock::default() };
            }
            Event::AutoChecked { amount_fen, standard, version, findings } => {
                self.state = State::AutoChecked;
                let (standard, findings) = (standard.clone(), findings.clone());
                self.check = Some(Check { amount_fen: *amount_fen, standard, version: *version, findings });
            }
            Event::SupplementAsked { .. } => self.clock.asked = true,
            Event::PayeeTold { .. } => self.clock.paused_since = self.clock.paused_since.or(Some(on)),
            Event::Supplied { .. } => {
                if let Some(since) = self.clock.paused_since.take() {
                    self.clock.paused_days += on.days_since(since).max(0);
                }
                self.clock.asked = false;
            }
            Event::ManuallyReviewed { passed, .. } => {
                self.review_passed = Some(*passed);
                if *passed {
                    self.state = State::Reviewed;
                }
            }
            Event::Noticed { span } => (self.state, self.notice) = (State::Noticed, Some(*span)),
            Event::Approved { amount_fen, standard, version }
            | Event::ApprovedAutomatically { amount_fen, standard, version } => {
                let automatic = matches!(event, Event::ApprovedAutomatically { .. });
                let standard = standard.clone();
                self.approved(Approval { amount_fen: *amount_fen, standard, version: *version, automatic, on });
            }
            Event::SampleReviewed { passed, .. } => self.sample_passed = Some(*passed),
            Event::Refused { .. } => (self.state, self.refused_by) = (State::Refused, Some(by.clone())),
            Event::Appealed { .. } => self.appeal_open = true,
            Event::AppealDecided { upheld, .. } => {
                self.appeal_open = false;
                if *upheld && self.state == State::Refused {
                    self.state = if self.check.is_some() { State::AutoChecked } else { State::Identified };
                }
            }
            Event::BudgetReserved { lines } => {
                self.each(lines, |share, fen| share.reserved_fen = share.reserved_fen + fen);
                self.state = State::Reserved;
            }
            Event::ReservationReleased { .. } => {
                for share in self.funds.values_mut() {
                    share.reserved_fen = Fen::ZERO;
                }
                if self.state == State::Reserved {
                    self.state = State::Approved;
                }
            }
            Event::Instructed { batch, account, lines } => {
                self.each(lines, |share, fen| {
                    share.reserved_fen = share.reserved_fen.less(fen);
                    share.instructed_fen = share.instructed_fen + fen;
                });
                let (account, lines) = (account.clone(), lines.clone());
                self.instalments.insert(batch.clone(), Instalment { account, lines, answer: Answer::Open });
                self.state = State::Instructed;
            }
            Event::Credited { batch, .. } => {
                let lines = self.answered(batch, &[Answer::Open], Answer::Credited);
                self.each(&lines, |share, fen| {
                    share.instructed_fen = share.instructed_fen.less(fen);
                    share.credited_fen = share.credited_fen + fen;
                });
                if !lines.is_empty() {
                    self.settle();
                }
            }
            Event::Returned { batch, .. } => {
                let credited = self.answered(batch, &[Answer::Credited], Answer::Returned);
                self.each(&credited, |share, fen| {
                    share.credited_fen = share.credited_fen.less(fen);
                    share.reserved_fen = share.reserved_fen + fen;
                });
                let open = self.answered(batch, &[Answer::Open], Answer::Returned);
                self.each(&open, |share, fen| {
                    share.instructed_fen = share.instructed_fen.less(fen);
                    share.reserved_fen = share.reserved_fen + fen;
                });
                if !(credited.is_empty() && open.is_empty()) {
                    self.state = State::Returned;
                }
            }
            Event::WronglyCredited { batch, .. } => {
                let lines = self.answered(batch, &[Answer::Open], Answer::WronglyCredited);
                self.each(&lines, |share, fen| {
                    share.instructed_fen = share.instructed_fen.less(fen);
                    share.outstanding_fen = share.outstanding_fen + fen;
                });
                if !lines.is_empty() {
                    (self.state, self.receivable_by) = (State::Returned, Some(by.clone()));
                }
            }
            Event::Reconciled { .. } => {
                if self.debt().is_zero() {
                    self.state = State::Reconciled;
                }
            }
            Event::Adjusted { to_fen, .. } => {
                self.entitled_fen = *to_fen;
                if !self.debt().is_zero() && matches!(self.state, State::Credited | State::Reconciled) {
                    self.state = State::PartCredited;
                }
            }
            Event::ClawbackOpened { amount_fen, reason } => {
                let lines = self.clawback(*amount_fen);
                if *reason == ClawbackReason::LowerStandard && stamp.entailed() {
                    self.lowered_fen = self.lowered_fen + *amount_fen;
                }
                self.each(&lines, |share, fen| {
                    share.clawed_fen = share.clawed_fen + fen;
                    share.outstanding_fen = share.outstanding_fen + fen;
                });
                self.receivable_by = Some(by.clone());
            }
            Event::Recovered { fund, amount_fen, .. } => {
                if let Some(share) = self.funds.get_mut(fund) {
                    share.recovered_fen = share.recovered_fen + share.settle(*amount_fen);
                }
            }
            Event::Waived { fund, amount_fen, .. } => {
                if let Some(share) = self.funds.get_mut(fund) {
                    let kept_fen = share.settle(*amount_fen);
                    share.waived_fen = share.waived_fen + kept_fen;
                    self.lowered_fen = self.lowered_fen.less(kept_fen);
                }
            }
            Event::WrittenOff { fund, amount_fen, .. } => {
                if let Some(share) = self.funds.get_mut(fund) {
                    let kept_fen = share.settle(*amount_fen);
                    share.written_off_fen = share.written_off_fen + kept_fen;
                    self.lowered_fen = self.lowered_fen.less(kept_fen);
                }
            }
            // Of another kind of subsidy they are noted, and change neither what is owed nor to whom.
            Event::Disbursed { .. }
            | Event::Repaid { .. }
            | Event::Defaulted { .. }
            | Event::GuaranteeCalled { .. }
                if !self.is_loan() => {}
            Event::Disbursed { bank, amount_fen } => {
                let loan = self.loan.get_or_insert_default();
                // Whoever says later that another bank lent does not move the payment there.
                loan.bank.get_or_insert_with(|| bank.clone());
                loan.disbursed_fen = loan.disbursed_fen + *amount_fen;
            }
            Event::Repaid { amount_fen } => {
                let loan = self.loan.get_or_insert_default();
                loan.repaid_fen = loan.repaid_fen + *amount_fen;
            }
            Event::Defaulted { .. } => self.loan.get_or_insert_default().defaulted = true,
            Event::GuaranteeCalled { amount_fen, .. } => {
                let loan = self.loan.get_or_insert_default();
                loan.called_fen = loan.called_fen + *amount_fen;
            }
        }
    }
}
