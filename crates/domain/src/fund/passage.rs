//! Money between levels, two-sided: each fund keeps what it sent and received, per other fund and document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Fund, Line};
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
