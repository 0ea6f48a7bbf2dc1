//! The provider list, and a provider's login options.

use super::Answer;
use super::problem::LinkError;
use crate::http::headers::{Caching, Kind, compressed_with_brotli};
use crate::state::AppState;
use crate::store::Session;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;
use axum::response::IntoResponse as _;
use axum::{Extension, Json};

pub(super) async fn list(
    State(state): State<AppState>,
    Path(hash): Path<String>,
    request_headers: HeaderMap,
) -> Answer {
    let changed =
        || LinkError::missing("the catalogue has changed; read the session to get the current hash");
    let catalogue = state.catalogue_named(&hash).ok_or_else(changed)?;
    // The URL contains the list's hash, so a cached copy never goes stale.
    let headers = (Kind::Catalogue.headers(), Caching::ForEverPrivately.headers());
    match catalogue.packed().filter(|_| accepts_brotli(&request_headers)) {
        Some(packed) => Ok((headers, compressed_with_brotli(), packed.to_vec()).into_response()),
        None => Ok((headers, catalogue.text().to_owned()).into_response()),
    }
}

pub(super) async fn provider(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
) -> Answer {
    let provider = state.catalogue(session.scope.mode()).provider(&id);
    let provider = provider.ok_or_else(|| LinkError::missing("there is no such provider"))?;
    Ok(Json(provider.detail()).into_response())
}

/// Whether the client accepts brotli. The order of preference does not matter here.
fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|encoding| {
        let (name, weight) = encoding.split_once(';').unwrap_or((encoding, ""));
        name.trim() == "br" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}
