use std::{net::SocketAddr, process::ExitCode, sync::Arc};

use access::KeyStore;
use api::App;
use event_store_sqlite::Pace;
use serde_json::json;
use tokio::{net::TcpListener, signal::unix::SignalKind, sync::watch};
use views::{Limits, Views};

use super::{announce, tell};
use crate::{
    args::{Global, Serve},
    calendar, descriptors,
    failure::Failure,
    folder::{self, Writing},
};

pub async fn run(global: &Global, serve: &Serve) -> Result<ExitCode, Failure> {
    let listener = listen(serve.listen).await?;
    let is_new = folder::holds_a_log(global).is_err();
    let writing = folder::open(global, Pace::SERVING).await?;
    if is_new {
        // A mistyped --data would otherwise be an empty province.
        Failure::new("new_folder", &[("folder", &global.data().display())]).tell(global.json);
    }
    until_told(global, (&serve.views).into(), writing, listener, |url| {
        if global.json {
            tell(&json!({"url": url}));
        } else {
            announce("serves", &[("folder", &global.data().display()), ("url", &url)]);
        }
    })
    .await
}

/// Taken before the folder, so that a port in use is said at once.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::new("port_taken", &[("address", &address)]),
        _ => Failure::io(address, &error),
    })
}

/// Serves until SIGTERM or SIGINT; then no new request is taken, what is under way is finished and recorded, and the
/// folder is closed.
pub async fn until_told(
    global: &Global,
    limits: Limits,
    Writing { store, recorder }: Writing,
    listener: TcpListener,
    ready: impl FnOnce(&str),
) -> Result<ExitCode, Failure> {
    let keys = Arc::new(KeyStore::open(&global.data())?);
    let views = Views::open_with(&global.data(), &folder::folded(), limits)?;
    let address = listener.local_addr().map_err(|error| Failure::io("listener", &error))?;
    calendar::catch_up(&recorder).await.map_err(|error| Failure::from(&error))?;

    let (stop, stopped) = watch::channel(false);
    let days = tokio::spawn(calendar::keep(recorder.clone()));
    let following = tokio::spawn({
        let (views, store, mut stopped) = (views.clone(), store.clone(), stopped.clone());
        async move {
            let stop = async move { drop(stopped.wait_for(|stop| *stop).await) };
            if let Err(error) = views.run(&*store, stop).await {
                tracing::error!(%error, "the views no longer follow the log");
            }
        }
    });
    let watching = tokio::spawn({
        let (recorder, views, mut stopped) = (recorder.clone(), views.clone(), stopped.clone());
        async move { sentinel::run(&recorder, &views, async move { drop(stopped.wait_for(|stop| *stop).await) }).await }
    });
    let commits = {
        let store = store.clone();
        move || store.commits()
    };
    let app = App::new(recorder, keys, views, global.data())
        .counting_commits(commits)
        .with_connections(descriptors::for_connections());
    let mut shutdown = stopped.clone();
    let server =
        tokio::spawn(api::serve(listener, Arc::new(app), async move { drop(shutdown.wait_for(|stop| *stop).await) }));

    ready(&format!("http://{address}"));
    signalled().await?;
    // The receivers live in the tasks below.
    let _ = stop.send(true);
    days.abort();
    let served = server.await;
    drop((following.await, watching.await));
    tokio::task::spawn_blocking(move || store.close()).await.ok();
    match served {
        Ok(Ok(())) => Ok(ExitCode::SUCCESS),
        Ok(Err(error)) => Err(Failure::io("server", &error)),
        Err(error) => Err(Failure::used("server", &error)),
    }
}

async fn signalled() -> Result<(), Failure> {
    let signal = |kind| tokio::signal::unix::signal(kind).map_err(|error| Failure::io("signals", &error));
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    Ok(())
}
