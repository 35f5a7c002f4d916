//! Money between levels, two-sided: each fund keeps what it sent and received, per other fund and document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Event, Fund, Line, Origin, Payer};
use crate::{
    actor::Actor,
    stream::Ref,
    values::{Date, Fen, Note},
};

/// Money that went between this fund and another under one document, as this side recorded it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Passage {
    pub down_fen: Fen,
    pub up_fen: Fen,
    /// Of what came down, taken over from last year's fund, or from one with another purpose.
    pub carried_in_fen: Fen,
    /// And passed on so.
    pub carried_out_fen: Fen,
}

/// Per fund on the other side, per document.
pub type Passages = BTreeMap<Ref<Fund>, BTreeMap<Note, Passage>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Down,
    Up,
    CarriedIn,
    CarriedOut,
}

impl Passage {
    pub(super) fn of(passages: &Passages, fund: &Ref<Fund>, document: &Note) -> Self {
        passages.get(fund).and_then(|documents| documents.get(document)).copied().unwrap_or_default()
    }

    pub(super) fn get(mut self, way: Way) -> Fen {
        *self.get_mut(way)
    }

    pub(super) fn get_mut(&mut self, way: Way) -> &mut Fen {
        match way {
            Way::Down => &mut self.down_fen,
            Way::Up => &mut self.up_fen,
            Way::CarriedIn => &mut self.carried_in_fen,
            Way::CarriedOut => &mut self.carried_out_fen,
        }
    }

    /// What came and neither went back nor was carried on, spent or not.
    pub(super) fn left(self) -> Fen {
        (self.down_fen + self.carried_in_fen).less(self.up_fen + self.carried_out_fen)
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

    /// Where this amount came from, document by document, or under one of them; less when less of it was allocated.
    pub fn origins(&self, amount_fen: Fen, document: Option<&Note>) -> Vec<Origin> {
        let mut left_fen = amount_fen;
        let all =
            self.above.iter().flat_map(|(fund, documents)| documents.iter().map(move |(of, with)| (fund, of, with)));
        let taken = all.filter(|(_, of, _)| document.is_none_or(|only| only == *of)).map(|(fund, of, with)| {
            let amount_fen = with.left().min(left_fen);
            left_fen = left_fen.less(amount_fen);
            Origin { fund: fund.clone(), document: of.clone(), amount_fen }
        });
        taken.filter(|origin| !origin.amount_fen.is_zero()).collect()
    }

    /// To whom money that was spent and recovered goes up: whence it came, else to the fund above.
    pub fn way_up(&self, amount_fen: Fen) -> Vec<Origin> {
        let mut all = self.origins(amount_fen, None);
        let rest_fen = amount_fen.less(all.iter().map(|origin| origin.amount_fen).sum());
        if let (false, Some(fund), Some(own)) = (rest_fen.is_zero(), &self.parent, &self.document) {
            all.push(Origin { fund: fund.clone(), document: own.number.clone(), amount_fen: rest_fen });
        }
        all
    }

    pub(super) fn passed(&self, event: &Event) -> Vec<(Passed, Fen)> {
        let passed = |above, fund: &Ref<Self>, document: &Note, way, amount_fen: &Fen| {
            let (fund, document) = (fund.clone(), document.clone());
            vec![(Passed { above, fund, document, way }, *amount_fen)]
        };
        let each = |origins: &[Origin], way| {
            origins.iter().flat_map(|from| passed(true, &from.fund, &from.document, way, &from.amount_fen)).collect()
        };
        match event {
            Event::Received { from: Payer::Fund { fund }, document, amount_fen, .. } => {
                passed(true, fund, document, Way::Down, amount_fen)
            }
            Event::SurplusReturned { to, document, amount_fen, .. } => match to.as_ref().or(self.parent.as_ref()) {
                Some(fund) => passed(true, fund, document, Way::Up, amount_fen),
                None => vec![],
            },
            Event::Recovered { up, .. } => each(up, Way::Up),
            Event::CarriedIn { origins, .. } | Event::RepurposedIn { origins, .. } => each(origins, Way::CarriedIn),
            Event::CarriedOut { document, amount_fen, .. } => {
                each(&self.origins(*amount_fen, document.as_ref()), Way::CarriedOut)
            }
            Event::Repurposed { amount_fen, .. } => each(&self.origins(*amount_fen, None), Way::CarriedOut),
            Event::SentDown { to, document, amount_fen, .. } => passed(false, to, document, Way::Down, amount_fen),
            Event::SurplusArrived { from, document, amount_fen, .. } => {
                passed(false, from, document, Way::Up, amount_fen)
            }
            _ => vec![],
        }
    }

    pub(super) fn passage_mut(&mut self, passed: &Passed) -> &mut Fen {
        let passages = if passed.above { &mut self.above } else { &mut self.below };
        let documents = passages.entry(passed.fund.clone()).or_default();
        documents.entry(passed.document.clone()).or_default().get_mut(passed.way)
    }
}
