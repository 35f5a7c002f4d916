//! What a claim's events make true of funds, of the cases that earned it, and of itself.

use super::{
    Answer, Claim, ClawbackReason, Event, FundLine, Subsidy,
    assessment::{Assessment, Stated, assess, post_of},
    awards::told,
    progress::total,
};
use crate::{
    base::Base,
    carrier::Money,
    case::{Cited, Entailed, Stamp, Stop},
    fund::{self, Debtor, Fund},
    payment_batch::PaymentBatch,
    policy::{RecoveredMoneyGoes, Standard, in_force_if_any},
    stream::Ref,
    values::Fen,
    welfare_post,
    workshop::Workshop,
};

impl Claim {
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
                let paid = cited.get(fund)?;
                if let Some(area) = paid.area
                    && let Some(found) = in_force_if_any(cited, "recovered_money", area, on)?
                    && let Standard::RecoveredMoney { goes: says } = found.version.standard
                {
                    goes = says;
                }
                self.settled(fund, *amount_fen, |amount_fen| {
                    let up = if goes == RecoveredMoneyGoes::Up { paid.way_up(amount_fen) } else { vec![] };
                    fund::Event::Recovered { claim: own.clone(), amount_fen, goes, up }
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

    /// Told to the fund as far as it is owed: more than that is noted, and makes no money.
    fn settled(&self, fund: &Ref<Fund>, amount_fen: Fen, event: impl Fn(Fen) -> fund::Event) -> Vec<Entailed> {
        let outstanding_fen = self.funds.get(fund).map_or(Fen::ZERO, |share| share.outstanding_fen);
        let amount_fen = amount_fen.min(outstanding_fen);
        if amount_fen.is_zero() { vec![] } else { vec![fund.gets(event(amount_fen))] }
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
