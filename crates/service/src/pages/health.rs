//! Whether the process runs, and whether it can take requests.

use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;

/// `GET /healthz`.
pub(crate) async fn alive() -> &'static str {
    "alive\n"
}

/// `GET /readyz`: 503 while stopping, while the database does not answer, or until there is a key that widgets can
/// encrypt for.
pub(crate) async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match state.store.ping().await {
        Ok(()) if !state.envelopes.are_ready() => {
            (StatusCode::SERVICE_UNAVAILABLE, "the first key to encrypt for is not made yet\n")
        }
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(?error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
