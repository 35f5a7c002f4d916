//! Many clients on one thread: the machine is for the server.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use futures_util::future::join_all;

/// One connection, and what it does over and over.
pub trait Client {
    /// One call, until it is acknowledged; how many events are recorded by it. An error ends the measurement.
    fn call(&mut self) -> impl Future<Output = Result<u64, String>>;
}

/// How many clients, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub clients: usize,
    pub lasting: Duration,
}

/// What was acknowledged.
#[derive(Debug, Default)]
pub struct Done {
    pub calls: u64,
    pub events: u64,
    pub seconds: f64,
    /// Of each call.
    pub took: Vec<Duration>,
}

impl Done {
    pub fn calls_per_s(&self) -> f64 {
        self.calls as f64 / self.seconds
    }

    pub fn events_per_s(&self) -> f64 {
        self.events as f64 / self.seconds
    }
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(future)
}

/// Connects all of them, then lets them call until the time is over.
pub fn drive<C: Client>(load: Load, open: impl AsyncFn() -> C) -> Result<Done, String> {
    block_on(async {
        let clients = join_all((0..load.clients).map(|_| open())).await;
        let began = Instant::now();
        let until = began + load.lasting;
        let each = join_all(clients.into_iter().map(|client| calls(client, until))).await;
        let seconds = began.elapsed().as_secs_f64();
        each.into_iter().try_fold(Done { seconds, ..Done::default() }, |mut all, one| {
            let one = one?;
            all.calls += one.calls;
            all.events += one.events;
            all.took.extend(one.took);
            Ok(all)
        })
    })
}

async fn calls(mut client: impl Client, until: Instant) -> Result<Done, String> {
    let mut done = Done::default();
    let mut began = Instant::now();
    while began < until {
        done.events += client.call().await?;
        done.calls += 1;
        let ended = Instant::now();
        done.took.push(ended - began);
        began = ended;
    }
    Ok(done)
}
