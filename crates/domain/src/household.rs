//! household

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    case::{Case, Cited, Nature, Place, Reason, Stamp, Stop},
    values::{AreaCode, Evidence},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    #[serde(rename = "household.clue_received.v1")]
    ClueReceived { clue: Clue, evidence: Evidence },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clue {
    JobLoss,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Household {}

impl Case for Household {
    const CATEGORY: &'static str = "household";
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
