//! claim

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    case::{Case, Cited, Nature, Place, Reason, Stamp, Stop},
    values::{AreaCode, Fen},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    #[serde(rename = "claim.clawback_opened.v1")]
    ClawbackOpened { amount_fen: Fen, reason: ClawbackReason },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClawbackReason {
    PaidAfterDeath,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subsidy {
    PostAllowance,
}
impl Subsidy {
    pub fn standard(&self) -> String {
        "subsidy.post_allowance".into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Claim {}

impl Case for Claim {
    const CATEGORY: &'static str = "claim";
    type Event = Event;
    type Refusal = Refusal;
    fn place(_: &Event) -> Place {
        Place::Any
    }
    fn nature(_: &Event) -> Nature {
        Nature::Decision
    }
    fn area(&self) -> Option<AreaCode> {
        None
    }
    fn admit(&self, _: &Event, _: &Stamp, _: &Cited) -> Result<(), Stop> {
        Ok(())
    }
    fn evolve(&mut self, _: &Event, _: &Stamp) {}
}
