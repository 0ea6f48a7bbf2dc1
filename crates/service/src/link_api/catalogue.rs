//! The provider list, and a provider's login options.

use super::Answer;
use super::problem::Refusal;
use crate::app::AppState;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse as _;

pub(super) async fn list(State(state): State<AppState>, Path(hash): Path<String>) -> Answer {
    if hash != state.catalogue.hash() {
        return Err(Refusal::missing("the catalogue has changed; read the session for its hash"));
    }
    let headers = [
        (CONTENT_TYPE, "text/tab-separated-values; charset=utf-8"),
        // The address names the content, so a copy never goes stale.
        (CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, state.catalogue.text().to_owned()).into_response())
}

pub(super) async fn provider(State(state): State<AppState>, Path(id): Path<String>) -> Answer {
    let provider = state.catalogue.provider(&id);
    let provider = provider.ok_or_else(|| Refusal::missing("there is no such provider"))?;
    Ok(Json(provider.detail()).into_response())
}
