//! Appends waiting for the writer, in the order in which they were submitted.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use event_store::{Append, AppendError, Appended, StoreError};
use tokio::sync::oneshot;

/// Appends that may wait at once; beyond, `Busy`.
pub const WAITING_APPENDS_MAX: usize = 16_384;
/// Bytes that may wait at once; beyond, `Busy`. A single larger append is still taken when nothing else waits.
pub const WAITING_BYTES_MAX: usize = 64 << 20;
/// Events recorded with one sync: past a few thousand a sync costs nothing an event, and everybody waits longer.
pub const GROUP_EVENTS_MAX: usize = 4_096;
/// Appends that a group waits for, where it waits: for who keeps at least as many waiting, or each group takes as long as it may.
const GATHERED_APPENDS: usize = 1_024;
/// Bytes recorded with one sync. A single larger append makes a group of its own.
pub const GROUP_BYTES_MAX: usize = 8 << 20;

/// About what an append and an event hold beside their names and bodies.
const OVERHEAD_BYTES: usize = 128;

pub type Verdict = Result<Appended, AppendError>;

#[derive(Debug)]
pub struct Waiting {
    pub append: Append,
    pub answer: oneshot::Sender<Verdict>,
    bytes: usize,
}

#[derive(Debug, Default)]
pub struct Queue {
    line: Mutex<Line>,
    arrival: Condvar,
}

#[derive(Debug, Default)]
struct Line {
    waiting: VecDeque<Waiting>,
    bytes: usize,
    closed: bool,
}

impl Queue {
    /// Takes the last place in the line; the verdict comes through what is answered.
    pub fn push(&self, append: Append) -> Result<oneshot::Receiver<Verdict>, StoreError> {
        let bytes = bytes(&append);
        let mut line = self.line();
        line.admit(bytes)?;
        let (answer, verdict) = oneshot::channel();
        line.bytes += bytes;
        line.waiting.push_back(Waiting { append, answer, bytes });
        let may_be_awaited = matches!(line.waiting.len(), 1 | GATHERED_APPENDS);
        drop(line);
        if may_be_awaited {
            self.arrival.notify_one();
        }
        Ok(verdict)
    }

    /// Waits until something waits, and `gather` for [`GATHERED_APPENDS`], and takes as much of it as one sync may cover;
    /// `None` once closed and drained.
    pub fn next_group(&self, gather: Duration) -> Option<Vec<Waiting>> {
        let line = self.line();
        let mut line = self
            .arrival
            .wait_while(line, |line| line.waiting.is_empty() && !line.closed)
            .unwrap_or_else(PoisonError::into_inner);
        if !gather.is_zero() {
            let is_small = |line: &mut Line| line.waiting.len() < GATHERED_APPENDS && !line.closed;
            let gathered = self.arrival.wait_timeout_while(line, gather, is_small);
            line = gathered.unwrap_or_else(PoisonError::into_inner).0;
        }
        let group = line.take_group();
        (!group.is_empty()).then_some(group)
    }

    /// Nothing more is taken; what waits is still handed out.
    pub fn close(&self) {
        self.line().closed = true;
        self.arrival.notify_all();
    }

    /// For a writer that ends: whoever waits learns that nobody will write for them.
    pub fn abandon(&self) {
        self.close();
        self.line().waiting.clear();
    }

    /// No code panics while it holds the line, so a poisoned one is still whole.
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    fn admit(&self, bytes: usize) -> Result<(), StoreError> {
        if self.closed {
            return Err(StoreError::Closed);
        }
        if self.waiting.len() >= WAITING_APPENDS_MAX {
            return Err(StoreError::Busy(format!("waiting_appends_max = {WAITING_APPENDS_MAX}")));
        }
        if !self.waiting.is_empty() && self.bytes + bytes > WAITING_BYTES_MAX {
            return Err(StoreError::Busy(format!("waiting_bytes_max = {WAITING_BYTES_MAX}")));
        }
        Ok(())
    }

    fn take_group(&mut self) -> Vec<Waiting> {
        let (mut events, mut bytes) = (0, 0);
        let mut fits = |next: &Waiting| {
            events += next.append.events.len();
            bytes += next.bytes;
            events <= GROUP_EVENTS_MAX && bytes <= GROUP_BYTES_MAX
        };
        let count = self.waiting.iter().take_while(|next| fits(next)).count();
        // The first is taken whatever its size, or it would wait for ever.
        let count = count.max(1).min(self.waiting.len());
        let group: Vec<_> = self.waiting.drain(..count).collect();
        self.bytes -= group.iter().map(|taken| taken.bytes).sum::<usize>();
        group
    }
}

fn bytes(append: &Append) -> usize {
    let events = append.events.iter().map(|event| OVERHEAD_BYTES + event.stream.len() + event.body.len());
    let expected = append.expected.keys().map(|stream| OVERHEAD_BYTES + stream.len());
    OVERHEAD_BYTES + events.chain(expected).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use event_store::contract::{PATIENCE, expects, writes};

    use super::*;

    fn heavy(bytes: usize) -> Append {
        let mut append = writes("thing-a", None, 1);
        append.events[0].body = vec![b' '; bytes].into();
        append
    }

    #[test]
    fn a_full_line_names_its_limit() {
        let queue = Queue::default();
        for _ in 0..WAITING_APPENDS_MAX {
            queue.push(expects("thing-a", None)).expect("there is room");
        }
        let refused = queue.push(expects("thing-a", None)).expect_err("the line is full");
        assert_eq!(refused, StoreError::Busy("waiting_appends_max = 16384".into()));
        queue.next_group(Duration::ZERO).expect("a group");
        queue.push(expects("thing-a", None)).expect("there is room again");
    }

    #[test]
    fn a_line_of_heavy_appends_names_its_limit() {
        let queue = Queue::default();
        queue.push(heavy(WAITING_BYTES_MAX + 1)).expect("alone it is taken");
        let refused = queue.push(heavy(1)).expect_err("the line is full");
        assert_eq!(refused, StoreError::Busy("waiting_bytes_max = 67108864".into()));
    }

    #[test]
    fn a_group_keeps_to_its_limits() {
        let queue = Queue::default();
        for events in [GROUP_EVENTS_MAX - 1, 1, 1] {
            queue.push(writes("thing-a", None, events)).expect("there is room");
        }
        for body in [GROUP_BYTES_MAX / 2, GROUP_BYTES_MAX, 1] {
            queue.push(heavy(body)).expect("there is room");
        }
        queue.close();
        let sizes: Vec<_> = std::iter::from_fn(|| queue.next_group(Duration::ZERO)).map(|group| group.len()).collect();
        assert_eq!(sizes, [2, 2, 1, 1], "by events, by bytes, too heavy for company, the rest");
    }

    #[test]
    fn a_small_group_waits_for_company_and_no_longer_than_it_may() {
        let queue = Queue::default();
        let patient = || {
            let (began, group) = (Instant::now(), queue.next_group(PATIENCE));
            assert!(began.elapsed() < PATIENCE, "nobody said that there is enough");
            group.map(|group| group.len())
        };
        std::thread::scope(|scope| {
            let first = scope.spawn(patient);
            for _ in 0..GATHERED_APPENDS {
                queue.push(expects("thing-a", None)).expect("there is room");
            }
            assert_eq!(first.join().expect("no panic"), Some(GATHERED_APPENDS));
        });
        queue.push(expects("thing-a", None)).expect("there is room");
        let (began, wait) = (Instant::now(), Duration::from_millis(50));
        assert_eq!(queue.next_group(wait).map(|group| group.len()), Some(1));
        assert!(began.elapsed() >= wait, "company might have come");
        queue.push(expects("thing-a", None)).expect("there is room");
        queue.close();
        assert_eq!(patient(), Some(1), "nobody comes any more");
    }

    #[test]
    fn a_closed_line_is_drained_and_takes_no_more() {
        let queue = Queue::default();
        let mut waiting = queue.push(writes("thing-a", None, 1)).expect("there is room");
        queue.close();
        assert_eq!(queue.push(writes("thing-b", None, 1)).map(drop), Err(StoreError::Closed));
        assert_eq!(queue.next_group(Duration::ZERO).map(|group| group.len()), Some(1));
        assert!(queue.next_group(Duration::ZERO).is_none());
        assert!(waiting.try_recv().is_err(), "the writer has gone without an answer");
    }
}
