//! Recognising what was recorded before: a client that did not see the answer sends the same again and gets the same.

use std::collections::BTreeSet;

use domain::stream::StreamId;

use super::{Receipt, Receipts, RecordError, Submission, history};
use crate::{EventStore, Recorded, StoreError, planted};

/// The receipts of a batch that is recorded already; `None` when none of its ids is; an error when an id stands for other
/// content, or only part of the batch is there.
pub(super) async fn repeated(store: &dyn EventStore, batch: &[Submission]) -> Result<Option<Receipts>, RecordError> {
    let mut events = vec![];
    let mut missing = false;
    let mut reused = None;
    for (index, submission) in batch.iter().enumerate() {
        let id = submission.posted.id;
        let Some(recorded) = store.read_id(id).await?.filter(|_| !planted("forget_ids")) else {
            missing = true;
            continue;
        };
        let position = recorded.position;
        let (stamp, event) = history::read_verbatim(&recorded)?;
        if submission.posted.says_the_same(&submission.actor, &stamp, &event) && stamp.causation_id.is_none() {
            events.push(with_entailed(store, recorded).await?);
        } else {
            reused = reused.or(Some(RecordError::IdReused { index, id, position }));
        }
        if missing {
            // A batch repeats only whole.
            reused = reused.or(Some(RecordError::IdReused { index, id, position }));
        }
    }
    match reused {
        Some(reused) => Err(reused),
        None if events.is_empty() => Ok(None),
        None if missing => Err(partly(batch, &events)),
        None => Ok(Some(Receipts { events, repeated: true })),
    }
}

fn partly(batch: &[Submission], events: &[Vec<Receipt>]) -> RecordError {
    let found = events.first().and_then(|posted| posted.first());
    let index = batch.iter().position(|s| found.is_some_and(|f| f.id == s.posted.id)).unwrap_or_default();
    RecordError::IdReused {
        index,
        id: found.map(|f| f.id).unwrap_or_default(),
        position: found.and_then(|f| f.position).unwrap_or_default(),
    }
}

/// What an event entailed follows it directly, each caused by the one or another of them.
async fn with_entailed(store: &dyn EventStore, recorded: Recorded) -> Result<Vec<Receipt>, StoreError> {
    const PAGE_EVENTS: usize = 64;
    let mut causes = BTreeSet::from([recorded.event.id]);
    let mut after = recorded.position;
    let mut receipts = vec![receipt(&recorded)?];
    loop {
        let page = store.read_all(after, PAGE_EVENTS).await?;
        for next in &page {
            let (stamp, _) = history::read(next)?;
            if !stamp.causation_id.is_some_and(|cause| causes.contains(&cause)) {
                return Ok(receipts);
            }
            causes.insert(stamp.id);
            receipts.push(receipt(next)?);
            after = next.position;
        }
        if page.len() < PAGE_EVENTS {
            return Ok(receipts);
        }
    }
}

fn receipt(recorded: &Recorded) -> Result<Receipt, StoreError> {
    let stream: StreamId = recorded.event.stream.parse().map_err(|_| StoreError::Corrupt {
        position: recorded.position,
        detail: format!("unreadable: {}", recorded.event.stream),
    })?;
    Ok(Receipt {
        id: recorded.event.id,
        stream,
        kind: recorded.event.kind.clone(),
        revision: recorded.revision,
        position: Some(recorded.position),
    })
}
