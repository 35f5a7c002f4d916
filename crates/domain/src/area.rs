//! area

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    case::{Case, Cited, Nature, Place, Reason, Stamp, Stop},
    stream::StreamId,
    values::AreaCode,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Event {
    #[serde(rename = "area.post_counted.v1")]
    PostCounted { post: StreamId },
    #[serde(rename = "area.post_discounted.v1")]
    PostDiscounted { post: StreamId },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {}
impl Reason for Refusal {}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Area {}

impl Case for Area {
    const CATEGORY: &'static str = "area";
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
