//! Serving on a socket, until a signal.

use crate::app::App;
use crate::metrics::Metrics;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
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
    let router = app.router().into_make_service_with_connect_info::<SocketAddr>();
    let (told_to_stop, stopping) = tokio::sync::oneshot::channel();
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        // An error means that the sender is gone, and then it is time to stop too.
        let _ = stopping.await;
    });
    let server = tokio::spawn(server.into_future());
    interrupted.await;
    tracing::info!("stopping");
    app.shut_down();
    let _ = told_to_stop.send(());
    let ended = tokio::time::timeout(GRACE_PERIOD, server).await;
    if tokio::time::timeout(LAST_PERIOD, app.stop()).await.is_err() {
        tracing::warn!("some work did not stop in time; the next process resumes it when its lease expires");
    }
    match ended {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(panicked)) => Err(std::io::Error::other(panicked)),
        Err(_) => {
            tracing::warn!("some requests did not finish in time");
            Ok(())
        }
    }
}

/// Answers `GET /metrics` on a socket of its own, for as long as what this returns lives.
pub fn serve_metrics(app: &App, metrics: Metrics, listener: TcpListener) -> AbortOnDropHandle<()> {
    let router = app.metrics_router(metrics);
    AbortOnDropHandle::new(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "metrics are no longer shown");
        }
    }))
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
