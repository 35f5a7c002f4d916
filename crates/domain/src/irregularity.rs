//! 异常 irregularity: an observation that broke a guard.
//!
//! The world does not ask our rules (DOMAIN §1): a bank line, an attendance, a decision imported from another system is
//! recorded as it is, and what it broke is noted here, one case an event. Checks feed on it. Named
//! `irregularity-<id of the event>`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    case::{Case, Cited, Nature, Place, Reason, Stamp, Stop},
    stream::StreamId,
    values::{AreaCode, is_hex},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// An observation broke a guard; what it says stands recorded all the same.
    #[serde(rename = "irregularity.noted.v1")]
    Noted {
        /// The observation, or what it entailed.
        event: Uuid,
        /// The case whose guard it broke.
        at: StreamId,
        /// Where that case belongs.
        #[serde(skip_serializing_if = "Option::is_none")]
        area: Option<AreaCode>,
        /// The code with which a decision would have been refused.
        guard: String,
        /// The fields of that refusal.
        fields: BTreeMap<String, String>,
    },
}

/// An irregularity is only ever entailed, by an event that its case let pass.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Irregularity {
    pub at: Option<StreamId>,
    pub area: Option<AreaCode>,
    pub guard: String,
}

impl Case for Irregularity {
    const CATEGORY: &'static str = "irregularity";
    type Event = Event;
    type Refusal = Refusal;

    fn id_fits(id: &str) -> bool {
        is_hex(id, 32)
    }
    fn place(_: &Event) -> Place {
        Place::First
    }
    fn nature(_: &Event) -> Nature {
        Nature::Entailed
    }
    fn area(&self) -> Option<AreaCode> {
        self.area
    }
    fn admit(&self, _: &Event, _: &Stamp, _: &Cited) -> Result<(), Stop> {
        Ok(())
    }
    fn evolve(&mut self, event: &Event, _: &Stamp) {
        let Event::Noted { at, area, guard, .. } = event;
        self.area = *area;
        self.at = Some(at.clone());
        self.guard.clone_from(guard);
    }
}
