//! Whether the process runs, and whether it can take requests.

use crate::state::AppState;
use crate::store::{Outage, outage};
use axum::extract::State;
use axum::http::StatusCode;

/// `GET /healthz`.
pub(crate) async fn alive() -> &'static str {
    "alive\n"
}

/// `GET /readyz`: 503 while stopping, while the database does not answer or takes no writes, while a disk is full, or until
/// there is a key that widgets can encrypt for.
pub(crate) async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    if let Err(error) = state.store.check_writes(state.clock.now_millis()).await {
        return not_ready(&*error, "the database does not answer, or takes no writes\n");
    }
    if let Err(error) = state.archives.check_writes().await {
        return not_ready(&*error, "the storage of uploaded files takes no writes\n");
    }
    if !state.envelopes.are_ready() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the first key to encrypt for is not made yet\n");
    }
    if state.disk.check().is_err() {
        // Still 200: everything but documents works.
        return (StatusCode::OK, "ready, but documents are refused: the disk is nearly full\n");
    }
    (StatusCode::OK, "ready\n")
}

fn not_ready(error: &(dyn std::error::Error + 'static), words: &'static str) -> (StatusCode, &'static str) {
    let words = match outage(error) {
        Some(Outage::DiskFull) => "the disk is full: nothing can be stored until there is space\n",
        Some(Outage::Passing) | None => words,
    };
    tracing::warn!(?error, "not ready: {}", words.trim());
    (StatusCode::SERVICE_UNAVAILABLE, words)
}
