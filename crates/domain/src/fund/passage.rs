//! Money between levels, two-sided: each fund keeps what it sent and received, per other fund and document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Event, Fund, Line, Payer};
use crate::{
    actor::Actor,
    policy::RecoveredMoneyGoes,
    stream::Ref,
    values::{Date, Fen, Note},
};

/// Money that went between this fund and another under one document, as this side recorded it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Passage {
    pub down_fen: Fen,
    pub up_fen: Fen,
}

/// Per fund on the other side, per document.
pub type Passages = BTreeMap<Ref<Fund>, BTreeMap<Note, Passage>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Down,
    Up,
}

impl Passage {
    pub(super) fn of(passages: &Passages, fund: &Ref<Fund>, document: &Note) -> Self {
        passages.get(fund).and_then(|documents| documents.get(document)).copied().unwrap_or_default()
    }

    pub(super) fn get(self, way: Way) -> Fen {
        match way {
            Way::Down => self.down_fen,
            Way::Up => self.up_fen,
        }
    }

    pub(super) fn get_mut(&mut self, way: Way) -> &mut Fen {
        match way {
            Way::Down => &mut self.down_fen,
            Way::Up => &mut self.up_fen,
        }
    }
}

/// A movement that may turn out to be wrong: those by documents only, so that there are few. Movements of claims are
/// corrected at the claim.
#[derive(Clone, Debug)]
pub(super) struct Movement {
    pub line: Line,
    pub on: Date,
    pub by: Actor,
    pub passed: Option<Passed>,
}

/// Between this fund and which other, under which document, in which direction.
#[derive(Clone, Debug)]
pub(super) struct Passed {
    pub above: bool,
    pub fund: Ref<Fund>,
    pub document: Note,
    pub way: Way,
}

impl Fund {
    /// 在途 Sent under that document and not yet received, seen from the sender; `child` is the state of the other side.
    pub fn in_transit(&self, own: &Ref<Self>, to: &Ref<Self>, child: &Self, document: &Note) -> Fen {
        Passage::of(&self.below, to, document).down_fen.less(Passage::of(&child.above, own, document).down_fen)
    }

    /// Returned under that document by `child` and not yet arrived here.
    pub fn in_transit_up(&self, own: &Ref<Self>, from: &Ref<Self>, child: &Self, document: &Note) -> Fen {
        Passage::of(&child.above, own, document).up_fen.less(Passage::of(&self.below, from, document).up_fen)
    }

    pub(super) fn passed(&self, event: &Event) -> Option<(Passed, Fen)> {
        let above = |fund: &Ref<Self>, document: &Note, way| Passed {
            above: true,
            fund: fund.clone(),
            document: document.clone(),
            way,
        };
        let below = |fund: &Ref<Self>, document: &Note, way| Passed { above: false, ..above(fund, document, way) };
        Some(match event {
            Event::Received { from: Payer::Fund { fund }, document, amount_fen, .. } => {
                (above(fund, document, Way::Down), *amount_fen)
            }
            Event::SurplusReturned { document, amount_fen, .. } => {
                (above(self.parent.as_ref()?, document, Way::Up), *amount_fen)
            }
            Event::Recovered { amount_fen, goes: RecoveredMoneyGoes::Up, .. } => {
                (above(self.parent.as_ref()?, &self.document.as_ref()?.number, Way::Up), *amount_fen)
            }
            Event::SentDown { to, document, amount_fen, .. } => (below(to, document, Way::Down), *amount_fen),
            Event::SurplusArrived { from, document, amount_fen, .. } => (below(from, document, Way::Up), *amount_fen),
            _ => return None,
        })
    }

    pub(super) fn passage_mut(&mut self, passed: &Passed) -> &mut Fen {
        let passages = if passed.above { &mut self.above } else { &mut self.below };
        let documents = passages.entry(passed.fund.clone()).or_default();
        documents.entry(passed.document.clone()).or_default().get_mut(passed.way)
    }
}
