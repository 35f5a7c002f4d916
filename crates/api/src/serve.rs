//! Connections: how many, how long they may take to ask, and how they end.

use std::{future::Future, io, sync::Arc, time::Duration};

use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::Semaphore, time};

use crate::{App, route::Route, router_of, routes};

/// Connections at once, where the system lets the process have as many; the next waits to be accepted. More than feeds, so
/// that others find a place beside them.
pub const CONNECTIONS_MAX: usize = 16_384;
/// For a request's head, so that nobody holds a connection by asking slowly.
const HEAD_TIME_MAX: Duration = Duration::from_secs(15);
/// What is being answered when the server stops may take so long.
const STOP_TIME_MAX: Duration = Duration::from_secs(30);
/// After an accept that failed, e.g. for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `shutdown`, then answers what it has begun: feeds end, other answers are finished.
pub async fn serve(listener: TcpListener, app: Arc<App>, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    serve_routes(listener, app, routes::all(), shutdown).await
}

/// The same with other routes: what they cost beside what every connection and every request costs.
pub async fn serve_routes(
    listener: TcpListener,
    app: Arc<App>,
    routes: Vec<Route>,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let service = TowerToHyperService::new(router_of(app.clone(), routes));
    let places = Arc::new(Semaphore::new(app.connections_max));
    let connections = GracefulShutdown::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut shutdown => break,
            accepted = accepted => accepted,
        };
        let Ok((connection, _)) = accepted else {
            tracing::warn!("a connection could not be accepted");
            time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        // An answer is small and waited for: it is not held back for more.
        let _ = connection.set_nodelay(true);
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME_MAX);
        let serving = http.serve_connection(TokioIo::new(connection), service.clone());
        let serving = connections.watch(serving);
        tokio::spawn(async move {
            let _ = serving.await;
            drop(place);
        });
    }
    drop(listener);
    app.stopping.send_replace(true);
    if time::timeout(STOP_TIME_MAX, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    Ok(())
}
