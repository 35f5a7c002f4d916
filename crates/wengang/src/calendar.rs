//! The server's days: each begins once, missed ones in order.

use std::{sync::Arc, time::Duration};

use domain::{
    actor::Actor,
    admission::Reach,
    calendar::{self, Calendar},
    stream::Ref,
    values::Date,
};
use event_store::recorder::{RecordError, Recorder, Submission};

use crate::clock::now_us;

/// Days of one atomic append.
const DAYS_A_BATCH: usize = 100;

/// Appends every day from the one after the last known day up to today. A log without days begins with the day of its
/// first event, so that what a history is due is looked at day by day; an empty one with today.
pub async fn catch_up(recorder: &Recorder) -> Result<(), RecordError> {
    let today = Date::of_instant(now_us());
    let mut next = if let Some(last) = last_day(recorder, today).await? {
        last.plus_days(1)
    } else {
        let first = recorder.store().read_all(0, 1).await?;
        first.first().map_or(today, |recorded| Date::of_instant(recorded.event.time_us))
    };
    while next <= today {
        let mut batch = vec![];
        while next <= today && batch.len() < DAYS_A_BATCH {
            batch.push(Submission {
                posted: calendar::posted(next),
                actor: Actor::server(),
                via: None,
                reach: Reach::default(),
                precondition: None,
            });
            next = next.plus_days(1);
        }
        recorder.record(batch, false).await?;
    }
    Ok(())
}

/// The last day that began: this year's, or an earlier year's when the server was away for long.
async fn last_day(recorder: &Recorder, today: Date) -> Result<Option<Date>, RecordError> {
    const YEARS_BACK_MAX: i16 = 50;
    for year in (today.year() - YEARS_BACK_MAX..=today.year()).rev() {
        let stream = Ref::<Calendar>::new(year);
        if let Some((_, state)) = recorder.case(stream.stream()).await?
            && let Some(last) = domain::kinds::AsCase::<Calendar>::as_case(&state).and_then(|c| c.last)
        {
            return Ok(Some(last));
        }
    }
    Ok(None)
}

/// Begins each day as it comes, until the server ends. A failure is logged and tried again: the next success catches up.
pub async fn keep(recorder: Arc<Recorder>) {
    const LOOK_EVERY: Duration = Duration::from_secs(20);
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = catch_up(&recorder).await {
            tracing::error!(%error, "the day could not begin");
        }
    }
}
