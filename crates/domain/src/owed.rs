//! 应付款 What an employer owes a worker by an award, an order or the law, and what reached the worker of it.
//!
//! It is paid by the credit on the worker's account, which a bank slip shows, and by nothing before that. DOMAIN §2.13.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    actor::Actor,
    case::{Common, Stamp, Stop},
    values::{Date, Evidence, EvidenceKind, Fen},
};

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Owed {
    pub due_fen: Fen,
    pub credits: Vec<Credit>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credit {
    pub event: Uuid,
    pub amount_fen: Fen,
    pub on: Date,
    /// Who recorded it.
    #[serde(skip)]
    pub by: Option<Actor>,
}

impl Owed {
    pub fn credited_fen(&self) -> Fen {
        self.credits.iter().map(|credit| credit.amount_fen).sum()
    }

    pub fn outstanding_fen(&self) -> Fen {
        self.due_fen.less(self.credited_fen())
    }

    /// Something was owed, and all of it reached the worker.
    pub fn is_paid(&self) -> bool {
        !self.due_fen.is_zero() && self.outstanding_fen().is_zero()
    }

    /// With a bank slip, and no more than is owed.
    pub fn takes(&self, amount_fen: Fen, slip: &Evidence) -> Result<(), Stop> {
        if slip.kind != EvidenceKind::BankSlip {
            Err(Common::CreditNotShown {})?;
        }
        let outstanding_fen = self.outstanding_fen();
        if amount_fen > outstanding_fen {
            Err(Common::BeyondOutstanding { amount_fen, outstanding_fen })?;
        }
        Ok(())
    }

    pub fn is_settled(&self) -> Result<(), Stop> {
        let outstanding_fen = self.outstanding_fen();
        if outstanding_fen.is_zero() { Ok(()) } else { Err(Common::StillOutstanding { outstanding_fen })? }
    }

    /// A credit that never was is annulled by another than who recorded it, for the day on which it was said to be.
    pub fn may_annul(&self, credit: Uuid, stamp: &Stamp) -> Result<(), Stop> {
        let known = self.credits.iter().find(|known| known.event == credit);
        let known = known.ok_or(Common::NothingToCorrect { event: credit })?;
        stamp.corrects(known.on)?;
        known.by.as_ref().map_or(Ok(()), |by| stamp.by_another_than(by))
    }

    /// What no slip shows is no credit, whoever says so.
    pub fn credit(&mut self, amount_fen: Fen, slip: &Evidence, stamp: &Stamp) {
        if slip.kind == EvidenceKind::BankSlip {
            let by = Some(stamp.actor.clone());
            self.credits.push(Credit { event: stamp.id, amount_fen, on: stamp.occurred_on, by });
        }
    }

    pub fn annul(&mut self, credit: Uuid) {
        self.credits.retain(|known| known.event != credit);
    }
}
