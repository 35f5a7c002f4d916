//! 发放批次 payment batch: what goes to the agent bank in one voucher, and what the bank answers, line by line.
//!
//! Life: sealed (lines, total and hash stand) → instructed by another person → answered line by line → reconciled; or
//! voided instead of instructed. Σ lines = Σ claims = voucher = bank answer. A part may fail: each line has its own answer,
//! and one that states another amount than the line's is noted and moves nothing. DOMAIN §2.12.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    actor::Actor,
    admission::ENTAILED_MAX,
    case::{Case, Cited, Entailed, Malformed, Nature, Place, Reason, Stamp, Stop, not_before, only_in},
    claim::{self, Claim},
    fund::{self, Fund},
    stream::Ref,
    values::{Account, AreaCode, Date, Digest, Evidence, Fen, Note, hex},
    versions::{Added, Earlier},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 封批 Nothing in it changes any more. `hash` is that of [`hash`](fn@hash) over the lines.
    #[serde(rename = "payment_batch.sealed.v1")]
    Sealed { area: AreaCode, lines: Vec<Line>, total_fen: Fen, hash: Digest },
    /// 作废 Before it was sent; its lines may stand in another batch.
    #[serde(rename = "payment_batch.voided.v1")]
    Voided { reason: Note },
    /// 下达支付 The voucher went to the agent bank, over this total.
    #[serde(rename = "payment_batch.instructed.v2")]
    Instructed { voucher: Evidence, total_fen: Added<Fen> },
    /// 银行回执 What became of one line, and of how much.
    #[serde(rename = "payment_batch.line_answered.v2")]
    LineAnswered { claim: Ref<Claim>, outcome: Outcome, amount_fen: Added<Fen>, evidence: Added<Evidence> },
    /// 不明支出 The bank's answer holds a line that nobody instructed.
    #[serde(rename = "payment_batch.unmatched_line_reported.v1")]
    UnmatchedLineReported { fund: Ref<Fund>, account: Account, amount_fen: Fen, evidence: Evidence },
    /// 对账 Every line is answered.
    #[serde(rename = "payment_batch.reconciled.v1")]
    Reconciled {},
}

/// Read for ever, written no more.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
enum Before {
    /// 下达支付 The voucher went to the agent bank.
    #[serde(rename = "payment_batch.instructed.v1")]
    Instructed { voucher: Evidence },
    /// 银行回执 What became of one line.
    #[serde(rename = "payment_batch.line_answered.v1")]
    LineAnswered { claim: Ref<Claim>, outcome: Outcome },
}

impl From<Before> for Event {
    fn from(before: Before) -> Self {
        match before {
            Before::Instructed { voucher } => Self::Instructed { voucher, total_fen: Added::UNKNOWN },
            Before::LineAnswered { claim, outcome } => {
                Self::LineAnswered { claim, outcome, amount_fen: Added::UNKNOWN, evidence: Added::UNKNOWN }
            }
        }
    }
}

/// One payee's money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub claim: Ref<Claim>,
    pub amount_fen: Fen,
    /// The payee's, as declared.
    pub account: Account,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Outcome {
    /// 到账 The whole line, on the payee's account.
    Credited,
    /// 退票 The whole line, with the bank's code; also after it was credited.
    Returned { code: Note },
    /// 错发 The whole line, on another account.
    WronglyCredited { account: Account },
}

/// The most lines of one batch.
pub const LINES_MAX: usize = 500;

/// The most payments of one batch, each of one line out of one fund. A batch decided elsewhere may break a guard with every
/// line, every payment and itself: each then has its irregularity, and all of it has room in one append.
pub const PAYMENTS_MAX: usize = ENTAILED_MAX / 2 - 1 - LINES_MAX;

/// SHA-256 over the lines in their order, each written `<claim> <amount_fen> <account>\n`: the voucher carries it, so that
/// nobody can change a line between the seal and the bank.
pub fn hash(lines: &[Line]) -> String {
    let digest = lines.iter().fold(Sha256::new(), |digest, Line { claim, amount_fen, account }| {
        digest.chain_update(format!("{claim} {} {account}\n", amount_fen.get()))
    });
    hex(&digest.finalize())
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// Σ lines = total. DOMAIN §2.12.
    TotalDiffers { total_fen: Fen, lines_fen: Fen },
    /// The hash is not that of the lines.
    HashDiffers { expected: String },
    /// A claim stands in a batch once.
    ClaimTwice { claim: Ref<Claim> },
    /// A line pays something.
    EmptyLine { claim: Ref<Claim> },
    /// Voucher = Σ lines. DOMAIN §2.12.
    VoucherDiffers { voucher_fen: Fen, total_fen: Fen },
    /// The batch has no line for that claim.
    LineUnknown { claim: Ref<Claim> },
    /// The bank answered that line already.
    LineAnsweredAlready { claim: Ref<Claim> },
    /// Bank answer = line. DOMAIN §2.12.
    AnswerDiffers { claim: Ref<Claim>, answered_fen: Fen, amount_fen: Fen },
    /// Lines without an answer. DOMAIN §2.12.
    LinesUnanswered { lines: usize },
}
impl Reason for Refusal {}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Sealed,
    Voided,
    Instructed,
    Reconciled,
}

#[derive(Clone, Debug, Serialize)]
pub struct Known {
    pub amount_fen: Fen,
    pub account: Account,
    pub outcome: Option<Outcome>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct PaymentBatch {
    pub area: Option<AreaCode>,
    pub state: State,
    pub total_fen: Fen,
    pub hash: Option<Digest>,
    pub lines: BTreeMap<Ref<Claim>, Known>,
    #[serde(skip)]
    sealed_by: Option<Actor>,
    #[serde(skip)]
    sealed_on: Option<Date>,
    #[serde(skip)]
    instructed_on: Option<Date>,
    #[serde(skip)]
    answered_on: Option<Date>,
}

impl PaymentBatch {
    fn may_seal(lines: &[Line], total_fen: Fen, sealed: &Digest, cited: &Cited) -> Result<(), Stop> {
        fits(lines.iter().map(|line| (&line.claim, line.amount_fen)), cited)?;
        let lines_fen = lines.iter().map(|line| line.amount_fen).sum();
        if lines_fen != total_fen {
            Err(Refusal::TotalDiffers { total_fen, lines_fen })?;
        }
        let expected = hash(lines);
        if sealed.to_string() != expected {
            Err(Refusal::HashDiffers { expected })?;
        }
        let mut seen = std::collections::BTreeSet::new();
        for Line { claim, amount_fen, account } in lines {
            if !seen.insert(claim) {
                Err(Refusal::ClaimTwice { claim: claim.clone() })?;
            }
            if amount_fen.is_zero() {
                Err(Refusal::EmptyLine { claim: claim.clone() })?;
            }
            cited.get(claim)?.may_be_instructed(*amount_fen, account, cited)?;
        }
        Ok(())
    }

    fn may_instruct(&self, voucher_fen: Option<Fen>, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        fits(self.lines.iter().map(|(claim, line)| (claim, line.amount_fen)), cited)?;
        only_in(&self.state, &[State::Sealed])?;
        if let Some(sealed_on) = self.sealed_on {
            not_before(stamp, sealed_on)?;
        }
        if let Some(sealer) = &self.sealed_by {
            stamp.by_another_than(sealer)?;
        }
        if let Some(voucher_fen) = voucher_fen.filter(|voucher_fen| *voucher_fen != self.total_fen) {
            Err(Refusal::VoucherDiffers { voucher_fen, total_fen: self.total_fen })?;
        }
        // What was reserved at the seal may have been released or instructed since.
        for (claim, line) in &self.lines {
            cited.get(claim)?.may_be_instructed(line.amount_fen, &line.account, cited)?;
        }
        Ok(())
    }

    /// The line that the answer moves, once and whole; but what was credited may still come back. Any other answer (to a
    /// line that nobody knows, before the instruction is noted, a second time, of another amount) moves no money, and
    /// leaves the line to the bank's true one.
    fn answers(&self, claim: &Ref<Claim>, outcome: &Outcome, amount_fen: &Added<Fen>) -> Result<&Known, Stop> {
        only_in(&self.state, &[State::Instructed, State::Reconciled])?;
        let line = self.lines.get(claim).ok_or_else(|| Refusal::LineUnknown { claim: claim.clone() })?;
        if !matches!((&line.outcome, outcome), (None, _) | (Some(Outcome::Credited), Outcome::Returned { .. })) {
            Err(Refusal::LineAnsweredAlready { claim: claim.clone() })?;
        }
        // The first version of an answer is for the whole line.
        let answered_fen = amount_fen.known().copied().unwrap_or(line.amount_fen);
        if answered_fen != line.amount_fen {
            Err(Refusal::AnswerDiffers { claim: claim.clone(), answered_fen, amount_fen: line.amount_fen })?;
        }
        Ok(line)
    }

    fn unanswered(&self) -> usize {
        self.lines.values().filter(|line| line.outcome.is_none()).count()
    }
}

/// Whoever says it: all that becomes true by it has room in one append.
fn fits<'a>(lines: impl ExactSizeIterator<Item = (&'a Ref<Claim>, Fen)>, cited: &Cited) -> Result<(), Stop> {
    let count = lines.len();
    if count == 0 || count > LINES_MAX {
        Err(Malformed::BatchSize { lines: count, lines_max: LINES_MAX })?;
    }
    let mut payments = 0;
    for (claim, amount_fen) in lines {
        payments += cited.get(claim)?.instruction(amount_fen).len();
    }
    if payments > PAYMENTS_MAX {
        Err(Malformed::TooManyPayments { payments, payments_max: PAYMENTS_MAX })?;
    }
    Ok(())
}

impl Case for PaymentBatch {
    const CATEGORY: &'static str = "payment_batch";
    type Event = Event;
    type Refusal = Refusal;

    fn earlier() -> Option<Earlier> {
        Some(Earlier::of::<Before, Event>())
    }

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Sealed { .. }) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Instructed { .. } => Nature::Approval,
            Event::LineAnswered { .. } | Event::UnmatchedLineReported { .. } => Nature::Observation,
            Event::Sealed { .. } | Event::Voided { .. } | Event::Reconciled {} => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        match event {
            Event::Sealed { lines, total_fen, hash, .. } => Self::may_seal(lines, *total_fen, hash, cited)?,
            Event::Voided { .. } => {
                only_in(&self.state, &[State::Sealed])?;
                if let Some(sealed_on) = self.sealed_on {
                    not_before(stamp, sealed_on)?;
                }
            }
            Event::Instructed { total_fen, .. } => self.may_instruct(total_fen.known().copied(), stamp, cited)?,
            Event::LineAnswered { claim, outcome, amount_fen, .. } => {
                self.answers(claim, outcome, amount_fen)?;
                if let Some(instructed_on) = self.instructed_on {
                    not_before(stamp, instructed_on)?;
                }
            }
            Event::UnmatchedLineReported { .. } => {}
            Event::Reconciled {} => {
                only_in(&self.state, &[State::Instructed])?;
                let lines = self.unanswered();
                if lines > 0 {
                    Err(Refusal::LinesUnanswered { lines })?;
                }
                if let Some(answered_on) = self.answered_on {
                    not_before(stamp, answered_on)?;
                }
            }
        }
        Ok(())
    }

    fn entails(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<Vec<Entailed>, Stop> {
        let Some(batch) = Ref::<Self>::to(&stamp.subject) else { return Ok(vec![]) };
        Ok(match event {
            Event::Instructed { .. } => {
                let instructed = self.lines.iter().map(|(claim, Known { amount_fen, account, .. })| {
                    let (batch, account) = (batch.clone(), account.clone());
                    let lines = cited.get(claim)?.instruction(*amount_fen);
                    Ok(claim.gets(claim::Event::Instructed { batch, account, lines }))
                });
                instructed.collect::<Result<_, Stop>>()?
            }
            Event::LineAnswered { claim, outcome, amount_fen, .. } => {
                let Ok(line) = self.answers(claim, outcome, amount_fen) else { return Ok(vec![]) };
                let amount_fen = line.amount_fen;
                vec![claim.gets(match outcome.clone() {
                    Outcome::Credited => claim::Event::Credited { batch, amount_fen },
                    Outcome::Returned { code } => claim::Event::Returned { batch, amount_fen, code },
                    Outcome::WronglyCredited { account } => {
                        claim::Event::WronglyCredited { batch, amount_fen, account }
                    }
                })]
            }
            Event::UnmatchedLineReported { fund, account, amount_fen, evidence } => {
                let (account, evidence) = (account.clone(), evidence.clone());
                vec![fund.gets(fund::Event::BankLineUnmatched { account, amount_fen: *amount_fen, evidence })]
            }
            Event::Reconciled {} => {
                let credited = self.lines.iter().filter(|(_, line)| line.outcome == Some(Outcome::Credited));
                credited.map(|(claim, _)| claim.gets(claim::Event::Reconciled { batch: batch.clone() })).collect()
            }
            Event::Sealed { .. } | Event::Voided { .. } => vec![],
        })
    }

    fn evolve(&mut self, event: &Event, stamp: &Stamp) {
        match event {
            Event::Sealed { area, lines, total_fen, hash } => {
                (self.area, self.total_fen, self.hash) = (Some(*area), *total_fen, Some(hash.clone()));
                (self.sealed_by, self.sealed_on) = (Some(stamp.actor.clone()), Some(stamp.occurred_on));
                let known =
                    |line: &Line| Known { amount_fen: line.amount_fen, account: line.account.clone(), outcome: None };
                self.lines = lines.iter().map(|line| (line.claim.clone(), known(line))).collect();
            }
            // Another system may void what is instructed already: that money is gone.
            Event::Voided { .. } if self.state != State::Sealed => {}
            Event::Voided { .. } => self.state = State::Voided,
            Event::Instructed { .. } => {
                (self.state, self.instructed_on) = (State::Instructed, Some(stamp.occurred_on));
            }
            Event::LineAnswered { claim, outcome, amount_fen, .. } => {
                if self.answers(claim, outcome, amount_fen).is_ok()
                    && let Some(line) = self.lines.get_mut(claim)
                {
                    line.outcome = Some(outcome.clone());
                    self.answered_on = self.answered_on.max(Some(stamp.occurred_on));
                }
            }
            Event::Reconciled {} => self.state = State::Reconciled,
            Event::UnmatchedLineReported { .. } => {}
        }
    }
}
