//! Follows the log: every projection from its own checkpoint, those at the same place together.

use std::{
    collections::{BTreeMap, HashMap},
    future::Future,
    mem,
    time::Duration,
};

use event_store::{EventStore, Position, Recorded};
use tokio::time::{self, Instant};

use crate::{
    Inner, Progress, ViewError, Views, all_in_log,
    batch::{Undecodable, apply},
    blocking, lock, room,
};

/// After an error that may pass.
const RETRY_MS: u64 = 1_000;
/// Rows of live views are written together, and then not for so many times as long as it took, within bounds: a page that many
/// of them share is written once. The first event after a pause is not held up.
const REST: u32 = 3;
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// How far a catching-up has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaughtUp {
    /// Every projection that is still running has come at least so far.
    pub position: Position,
    /// The last position of the log.
    pub head: Position,
}

/// How far a view is behind the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lag {
    pub view: &'static str,
    pub position: Position,
    /// Positions between the view and the last event.
    pub behind: u64,
    /// Why it goes no further.
    pub stopped: Option<String>,
}

/// Pages read ahead, by the position they follow.
type Ahead = HashMap<Position, Vec<Recorded>>;

impl Views {
    /// Folds everything up to the head of the log, telling after each batch how far it has come. A view that meets an
    /// event it cannot read stops there (see [`lag`](Self::lag)); the others go on.
    pub async fn catch_up(&self, store: &dyn EventStore, mut told: impl FnMut(CaughtUp)) -> Result<(), ViewError> {
        let folded: Vec<_> = lock(&self.0.work).sides.iter().map(|side| side.folded).collect();
        all_in_log(&folded, store).await?;
        let mut ahead = Ahead::new();
        while self.round(store, &mut ahead).await? {
            let position = self.groups().into_keys().next().unwrap_or_default();
            told(CaughtUp { position, head: *store.head().borrow() });
        }
        Ok(())
    }

    /// Follows the log until `stop`. An error that may pass (no room, out of memory, store busy) is logged and tried again;
    /// another one ends it. May be dropped at any point.
    pub async fn run(&self, store: &dyn EventStore, stop: impl Future<Output = ()>) -> Result<(), ViewError> {
        let ended = tokio::select! {
            biased;
            () = stop => Ok(()),
            ended = self.follow(store) => ended,
        };
        if let Err(error) = &ended {
            self.0.ended.get_or_init(|| error.to_string());
        }
        ended
    }

    /// Why nobody follows the log any more, if so.
    pub fn failure(&self) -> Option<&str> {
        self.0.ended.get().map(String::as_str)
    }

    async fn follow(&self, store: &dyn EventStore) -> Result<(), ViewError> {
        let mut head = store.head();
        let mut told = None;
        loop {
            head.mark_unchanged();
            let began = Instant::now();
            match self.catch_up(store, |_| {}).await {
                Ok(()) => told = None,
                Err(error) if error.passes() => {
                    // Said once, however long it lasts.
                    let why = mem::discriminant(&error);
                    if told.replace(why) != Some(why) {
                        tracing::warn!(%error, "views wait");
                    }
                    time::sleep(Duration::from_millis(RETRY_MS)).await;
                    continue;
                }
                Err(error) => return Err(error),
            }
            let rested = Instant::now() + (began.elapsed() * REST).clamp(PAUSE_MIN, PAUSE_MAX);
            tokio::select! {
                changed = head.changed() => if changed.is_err() { return Ok(()) },
                () = self.0.kick.notified() => {}
            }
            time::sleep_until(rested).await;
        }
    }

    /// Where each view stands; in the order of the list.
    pub fn lag(&self, store: &dyn EventStore) -> Vec<Lag> {
        let head = *store.head().borrow();
        let lag = |f: &crate::Followed| {
            let Progress { position, stopped } = f.progress.borrow().clone();
            let stopped = stopped.map(|detail| detail.to_string());
            Lag { view: f.projection.name, position, behind: head.saturating_sub(position), stopped }
        };
        self.0.projections.iter().map(lag).collect()
    }

    /// Resolves once the rows of a view (named by any of its tables) rest on everything up to this position: what was
    /// just written is then read. The caller bounds the wait.
    pub async fn wait_for(&self, view: &str, position: Position) -> Result<(), ViewError> {
        let mut progress = self.table(view)?.0.progress.subscribe();
        let reached = progress.wait_for(|p| p.position >= position || p.stopped.is_some()).await;
        match reached.map(|p| p.clone()) {
            Ok(Progress { stopped: Some(detail), position: at }) if at < position => {
                Err(ViewError::Stopped { view: view.into(), detail: detail.to_string() })
            }
            Ok(_) => Ok(()),
            Err(gone) => Err(ViewError::Interrupted(gone.to_string())),
        }
    }

    /// Empties these views (all, when none is named); whoever follows the log, or the next
    /// [`catch_up`](Self::catch_up), builds them anew. Readers see them grow.
    pub async fn rebuild(&self, views: &[&str]) -> Result<(), ViewError> {
        let named = if views.is_empty() {
            (0..self.0.projections.len()).collect()
        } else {
            views.iter().map(|name| self.followed(name).map(|(index, _)| index)).collect::<Result<_, _>>()?
        };
        self.reset(named).await?;
        self.0.kick.notify_one();
        Ok(())
    }

    async fn reset(&self, named: Vec<usize>) -> Result<(), ViewError> {
        let this = self.clone();
        blocking(move || {
            let mut work = lock(&this.0.work);
            for index in named {
                work.reset(index)?;
                if let Some(followed) = this.0.projections.get(index) {
                    followed.progress.send_replace(Progress::default());
                }
            }
            Ok(())
        })
        .await
    }

    /// One batch for each group of projections. False when all have come to the head.
    async fn round(&self, store: &dyn EventStore, ahead: &mut Ahead) -> Result<bool, ViewError> {
        let limit = self.0.limits.batch_events_max.max(1);
        let mut moved = false;
        let mut next = Ahead::new();
        for (after, Group { members, owes }) in self.groups() {
            let page = match ahead.remove(&after) {
                Some(page) => page,
                None => store.read_all(after, limit).await?,
            };
            if page.is_empty() && !owes {
                continue;
            }
            moved = true;
            let follows = page.last().filter(|_| page.len() == limit).map(|recorded| recorded.position);
            let inner = self.clone();
            let folding = self.0.threads.run(move || inner.0.advance(after, &members, &page, follows.is_none()));
            if let Some(last) = follows {
                // The next page is read while this one is folded.
                let (folded, page) = tokio::join!(folding, store.read_all(last, limit));
                folded?;
                next.insert(last, page?);
            } else {
                folding.await?;
            }
        }
        *ahead = next;
        Ok(moved)
    }

    /// The running projections by the position they have come to, the hindmost first.
    fn groups(&self) -> BTreeMap<Position, Group> {
        let mut groups: BTreeMap<Position, Group> = BTreeMap::new();
        let work = lock(&self.0.work);
        for (index, (side, followed)) in work.sides.iter().zip(&self.0.projections).enumerate() {
            if followed.progress.borrow().stopped.is_none() {
                let group = groups.entry(side.folded.position).or_default();
                group.members.push(index);
                group.owes |= side.owes();
            }
        }
        groups
    }
}

/// Projections at the same place.
#[derive(Default)]
struct Group {
    members: Vec<usize>,
    /// Some of what they folded is not in the file yet.
    owes: bool,
}

impl Inner {
    /// An empty page only writes what is owed.
    fn advance(&self, after: Position, members: &[usize], page: &[Recorded], last: bool) -> Result<(), ViewError> {
        let mut work = lock(&self.work);
        room::is_there(&work.db, &self.path, self.limits.room_left_bytes)?;
        // Whoever was emptied meanwhile is no longer where this page begins.
        let stands = |index: &usize| work.sides.get(*index).is_some_and(|side| side.folded.position == after);
        let members: Vec<usize> = members.iter().copied().filter(stands).collect();
        let stopped = apply(&mut work, &members, page, last, self.limits.rows_held_max)?;
        for index in members {
            if let (Some(followed), Some(side)) = (self.projections.get(index), work.sides.get(index)) {
                let stopped = stopped.iter().find(|(who, _)| *who == index).map(|(_, why)| told(followed, why));
                followed.progress.send_replace(Progress { position: side.kept.position, stopped });
            }
        }
        Ok(())
    }
}

fn told(followed: &crate::Followed, why: &Undecodable) -> std::sync::Arc<str> {
    let Undecodable { position, detail, .. } = why;
    tracing::error!(view = followed.projection.name, position, detail, "a view stopped at an event it cannot read");
    format!("event_unreadable: {position}, {detail}").into()
}
