//! The threads that events are decoded and folded on. They stay, so that memory which one batch gave back is there for the
//! next, and they give way: recording and answering come first, rows follow.

use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::oneshot;

use crate::ViewError;

/// How nice they are.
const GIVES_WAY: i32 = 10;

pub struct Threads(ThreadPool);

impl Threads {
    /// As many as there are cores.
    pub fn start() -> Result<Self, ViewError> {
        let pool = ThreadPoolBuilder::new()
            .thread_name(|_| "views".into())
            // Where they may not, they work like everybody.
            .start_handler(|_| {
                let _ = rustix::process::setpriority_process(None, GIVES_WAY);
            })
            // Whoever waits for what panicked learns that nothing comes.
            .panic_handler(|_| {});
        Ok(Self(pool.build()?))
    }

    /// Waits for it; what it does side by side is done on these threads.
    pub fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.0.install(work)
    }

    /// The same without keeping a thread that serves.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ViewError> + Send + 'static,
    ) -> Result<T, ViewError> {
        let (told, done) = oneshot::channel();
        self.0.spawn(move || drop(told.send(work())));
        done.await.unwrap_or_else(|gone| Err(ViewError::Interrupted(gone.to_string())))
    }
}
