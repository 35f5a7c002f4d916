//! 按比例安排就业 What a project at a relocation site owes, and whether it met it. Notice §二(七).

use serde::Serialize;
use uuid::Uuid;

use super::{Area, HiringProject, Refusal};
use crate::{
    actor::Actor,
    case::{Case, Cited, Stamp, Stop},
    policy::{Standard, in_force},
    values::Note,
};

#[derive(Clone, Debug, Serialize)]
pub struct Obligation {
    pub project: HiringProject,
    pub name: Note,
    pub ratio_per_mille: Option<u16>,
    pub state: ObligationState,
    #[serde(skip)]
    pub(super) reported_by: Option<Actor>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ObligationState {
    Set,
    Reported,
    Verified,
    Met,
    Short,
}

impl Area {
    pub(super) fn obligation(&self, obligation: Uuid) -> Result<&Obligation, Refusal> {
        self.obligations.get(&obligation).ok_or(Refusal::NoSuchObligation { obligation })
    }

    /// What is asked of a project: its own share, else the standard's; there is no usual number.
    pub(super) fn ratio(&self, obligation: &Obligation, stamp: &Stamp, cited: &Cited) -> Result<u16, Stop> {
        let (None, Some(area)) = (obligation.ratio_per_mille, self.area()) else {
            return Ok(obligation.ratio_per_mille.unwrap_or_default());
        };
        match in_force(cited, "relocation_hiring", area, stamp.occurred_on)?.version.standard {
            Standard::RelocationHiring { ratio_per_mille } => Ok(ratio_per_mille),
            _ => Ok(0),
        }
    }

    pub(super) fn hiring(&mut self, obligation: Uuid, state: ObligationState) {
        if let Some(found) = self.obligations.get_mut(&obligation) {
            found.state = state;
        }
    }
}

pub(super) fn no_more_than(staff: u32, relocated: u32) -> Result<(), Refusal> {
    if relocated > staff { Err(Refusal::MoreRelocatedThanStaff { staff, relocated }) } else { Ok(()) }
}

/// How many relocated workers are missing from a share of the staff; a part of a worker counts as one.
pub(super) fn missing(staff: u32, relocated: u32, ratio_per_mille: u16) -> u32 {
    let needed = (u64::from(staff) * u64::from(ratio_per_mille)).div_ceil(1000);
    u32::try_from(needed).unwrap_or(u32::MAX).saturating_sub(relocated)
}
