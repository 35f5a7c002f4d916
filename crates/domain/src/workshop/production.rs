//! 生产 When production stopped, and when it was to rest by season.

use serde::{Deserialize, Serialize};

use super::{Event, Refusal};
use crate::{
    case::{Stamp, Stop},
    values::{Date, Span},
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Production {
    /// 停工停产 In order; the last one without an end goes on.
    pub stopped: Vec<Span>,
    /// 季节性停产
    pub seasons: Vec<Span>,
}

impl Production {
    /// The first day of a stoppage that goes on.
    pub fn stopped_since(&self) -> Option<Date> {
        self.stopped.last().filter(|span| span.to.is_none()).map(|span| span.from)
    }

    /// The registered season in which a day falls.
    pub fn season(&self, day: Date) -> Option<Span> {
        self.seasons.iter().find(|span| span.holds(day)).copied()
    }

    /// Stopped on a day on which it did not rest by season.
    pub fn failed_on(&self, day: Date) -> bool {
        self.stopped.iter().any(|span| span.holds(day)) && self.season(day).is_none()
    }

    pub(super) fn turns(&self, stops: bool) -> Result<(), Refusal> {
        let stopped = self.stopped_since().is_some();
        if stopped == stops { Err(Refusal::ProductionUnchanged { stopped }) } else { Ok(()) }
    }

    /// Bookkeeping without rules.
    pub fn take(&mut self, event: &Event, stamp: &Stamp) {
        match event {
            Event::StoppageDetected { .. } => self.stops(stamp.occurred_on),
            Event::ProductionResumed { .. } => self.resumes(stamp.occurred_on),
            Event::SeasonRegistered { rests, .. } => self.seasons.push(*rests),
            _ => {}
        }
    }

    fn stops(&mut self, on: Date) {
        match self.stopped.last_mut().filter(|span| span.to.is_none()) {
            // Learnt later, that it began earlier.
            Some(goes_on) => goes_on.from = goes_on.from.min(on),
            None => self.stopped.push(Span { from: on, to: None }),
        }
    }

    /// The day before was its last without production.
    fn resumes(&mut self, on: Date) {
        if let Some(goes_on) = self.stopped.last_mut().filter(|span| span.to.is_none()) {
            goes_on.to = Some(on.plus_days(-1));
        }
    }
}

pub(super) fn is_season(rests: Span, stamp: &Stamp) -> Result<(), Stop> {
    if rests.to.is_none() {
        Err(Refusal::SeasonOpenEnded {})?;
    }
    if rests.from < stamp.occurred_on {
        Err(Refusal::SeasonRegisteredLate { from: rests.from })?;
    }
    Ok(())
}
