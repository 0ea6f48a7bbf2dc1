//! Whether the process lives, and whether it can take requests.

use crate::app::AppState;
use axum::extract::State;
use axum::http::StatusCode;

/// `GET /healthz`.
pub(crate) async fn alive() -> &'static str {
    "alive\n"
}

/// `GET /readyz`: 503 while stopping, or while the database does not answer.
pub(crate) async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match state.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(?error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
