//! 发放批次 payment batch: what goes to the agent bank in one voucher, and what the bank answers, line by line.
//!
//! Life: sealed (lines, total and hash stand) → instructed by another person → answered line by line → reconciled. Σ lines
//! = Σ claims = voucher = bank answer. A part may fail: each line has its own answer. DOMAIN §2.12.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    actor::Actor,
    case::{Case, Cited, Entailed, Nature, Place, Reason, Stamp, Stop, not_before, only_in},
    claim::{self, Claim},
    fund::{self, Fund},
    stream::Ref,
    values::{Account, AreaCode, Date, Digest, Evidence, Fen, Note},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// 封批 Nothing in it changes any more. `hash` is that of [`hash`](fn@hash) over the lines.
    #[serde(rename = "payment_batch.sealed.v1")]
    Sealed { area: AreaCode, lines: Vec<Line>, total_fen: Fen, hash: Digest },
    /// 下达支付 The voucher went to the agent bank.
    #[serde(rename = "payment_batch.instructed.v1")]
    Instructed { voucher: Evidence },
    /// 银行回执 What became of one line.
    #[serde(rename = "payment_batch.line_answered.v1")]
    LineAnswered { claim: Ref<Claim>, outcome: Outcome },
    /// 不明支出 The bank's answer holds a line that nobody instructed.
    #[serde(rename = "payment_batch.unmatched_line_reported.v1")]
    UnmatchedLineReported { fund: Ref<Fund>, account: Account, amount_fen: Fen, evidence: Evidence },
    /// 对账 Every line is answered.
    #[serde(rename = "payment_batch.reconciled.v1")]
    Reconciled {},
}

/// One payment.
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

/// The most lines of one batch; with all that they entail they stay within what one event may make true.
pub const LINES_MAX: usize = 500;

/// SHA-256 over the lines in their order, each written `<claim> <amount_fen> <account>\n`: the voucher carries it, so that
/// nobody can change a line between the seal and the bank.
pub fn hash(lines: &[Line]) -> String {
    let digest = lines.iter().fold(Sha256::new(), |digest, Line { claim, amount_fen, account }| {
        digest.chain_update(format!("{claim} {} {account}\n", amount_fen.get()))
    });
    digest.finalize().iter().fold(String::new(), |mut hex, byte| {
        hex.extend([byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)));
        hex
    })
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// A batch has lines, and not more than this.
    BatchSize { lines: usize, lines_max: usize },
    /// Σ lines = total. DOMAIN §2.12.
    TotalDiffers { total_fen: Fen, lines_fen: Fen },
    /// The hash is not that of the lines.
    HashDiffers { expected: String },
    /// A claim stands in a batch once.
    ClaimTwice { claim: Ref<Claim> },
    /// A line pays something.
    EmptyLine { claim: Ref<Claim> },
    /// The batch has no line for that claim.
    LineUnknown { claim: Ref<Claim> },
    /// The bank answered that line already.
    LineAnsweredAlready { claim: Ref<Claim> },
    /// Lines without an answer. DOMAIN §2.12.
    LinesUnanswered { lines: usize },
}
impl Reason for Refusal {}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Sealed,
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
}

impl PaymentBatch {
    fn may_seal(lines: &[Line], total_fen: Fen, sealed: &Digest, cited: &Cited) -> Result<(), Stop> {
        if lines.is_empty() || lines.len() > LINES_MAX {
            Err(Refusal::BatchSize { lines: lines.len(), lines_max: LINES_MAX })?;
        }
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

    /// Once; but what was credited may still come back.
    fn may_answer(&self, claim: &Ref<Claim>, outcome: &Outcome) -> Result<(), Refusal> {
        let line = self.lines.get(claim).ok_or_else(|| Refusal::LineUnknown { claim: claim.clone() })?;
        match (&line.outcome, outcome) {
            (None, _) | (Some(Outcome::Credited), Outcome::Returned { .. }) => Ok(()),
            _ => Err(Refusal::LineAnsweredAlready { claim: claim.clone() }),
        }
    }

    /// The line that the answer moves: a line that nobody knows, a second answer, or one before the instruction is noted, moves
    /// no money, and leaves the line to the bank's true answer.
    fn moves(&self, claim: &Ref<Claim>, outcome: &Outcome) -> Option<&Known> {
        let counts = self.state != State::Sealed && self.may_answer(claim, outcome).is_ok();
        self.lines.get(claim).filter(|_| counts)
    }

    fn unanswered(&self) -> usize {
        self.lines.values().filter(|line| line.outcome.is_none()).count()
    }
}

impl Case for PaymentBatch {
    const CATEGORY: &'static str = "payment_batch";
    type Event = Event;
    type Refusal = Refusal;

    fn place(event: &Event) -> Place {
        if matches!(event, Event::Sealed { .. }) { Place::First } else { Place::Later }
    }

    fn nature(event: &Event) -> Nature {
        match event {
            Event::Instructed { .. } => Nature::Approval,
            Event::LineAnswered { .. } | Event::UnmatchedLineReported { .. } => Nature::Observation,
            Event::Sealed { .. } | Event::Reconciled {} => Nature::Decision,
        }
    }

    fn area(&self) -> Option<AreaCode> {
        self.area
    }

    fn admit(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        match event {
            Event::Sealed { lines, total_fen, hash, .. } => Self::may_seal(lines, *total_fen, hash, cited)?,
            Event::Instructed { .. } => {
                only_in(&self.state, &[State::Sealed])?;
                if let Some(sealed_on) = self.sealed_on {
                    not_before(stamp, sealed_on)?;
                }
                if let Some(sealer) = &self.sealed_by {
                    stamp.by_another_than(sealer)?;
                }
                // What was reserved at the seal may have been released or instructed since.
                for (claim, line) in &self.lines {
                    cited.get(claim)?.may_be_instructed(line.amount_fen, &line.account, cited)?;
                }
            }
            Event::LineAnswered { claim, outcome } => {
                only_in(&self.state, &[State::Instructed, State::Reconciled])?;
                self.may_answer(claim, outcome)?;
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
            Event::LineAnswered { claim, outcome } => {
                let Some(line) = self.moves(claim, outcome) else { return Ok(vec![]) };
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
            Event::Sealed { .. } => vec![],
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
            Event::Instructed { .. } => {
                (self.state, self.instructed_on) = (State::Instructed, Some(stamp.occurred_on));
            }
            Event::LineAnswered { claim, outcome } => {
                if self.moves(claim, outcome).is_some()
                    && let Some(line) = self.lines.get_mut(claim)
                {
                    line.outcome = Some(outcome.clone());
                }
            }
            Event::Reconciled {} => self.state = State::Reconciled,
            Event::UnmatchedLineReported { .. } => {}
        }
    }
}
