//! Serving on a socket, until a signal. [`acceptor`] accepts connections, [`gate`] decides which stay when there are too
//! many, and [`connection`] answers the requests of one: HTTP/1.1 only, and no client may keep it waiting for long.

mod acceptor;
mod bodies;
mod connection;
mod exchange;
mod gate;
mod head;
mod limits;
mod socket;

use crate::app::App;
use crate::metrics::Metrics;
use acceptor::Acceptor;
use limits::Limits;
use std::future::Future;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// How long requests may take to finish once the service is stopping.
const GRACE_PERIOD: Duration = Duration::from_secs(10);

/// How long background work may take to stop after that.
const LAST_PERIOD: Duration = Duration::from_secs(5);

/// Answers requests until `interrupted` completes, then stops gracefully: long polls are answered at once, other
/// requests may finish, and work in progress is left to the next process.
///
/// # Errors
/// The socket fails.
pub async fn serve(
    app: &App,
    listener: TcpListener,
    interrupted: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (limits, stopping) = (Limits::of(app.settings()), CancellationToken::new());
    let acceptor = Acceptor::new(listener, app.router(), limits, stopping.clone());
    let server = tokio::spawn(acceptor.run());
    interrupted.await;
    tracing::info!("stopping");
    app.shut_down();
    stopping.cancel();
    let ended = tokio::time::timeout(GRACE_PERIOD, server).await;
    if tokio::time::timeout(LAST_PERIOD, app.stop()).await.is_err() {
        tracing::warn!("some work did not stop in time; the next process resumes it when its lease expires");
    }
    match ended {
        Ok(Ok(())) => Ok(()),
        Ok(Err(panicked)) => Err(std::io::Error::other(panicked)),
        Err(_) => {
            tracing::warn!("some requests did not finish in time");
            Ok(())
        }
    }
}

/// Answers `GET /metrics` and health checks on a socket of its own, for as long as what this returns lives.
pub fn serve_metrics(app: &App, metrics: Metrics, listener: TcpListener) -> AbortOnDropHandle<()> {
    let limits = Limits::for_monitoring(app.settings());
    let acceptor = Acceptor::new(listener, app.metrics_router(metrics), limits, CancellationToken::new());
    AbortOnDropHandle::new(tokio::spawn(acceptor.run()))
}

/// Completes at the first SIGINT or SIGTERM.
///
/// # Errors
/// The signal handlers cannot be installed.
pub fn interruption() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
