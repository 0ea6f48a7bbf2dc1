//! HTTP Basic with API key and secret.

use super::error::ApiError;
use crate::api_secrets::Verdict;
use crate::http::rate_limit::address_of;
use crate::scope::Scope;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::net::IpAddr;
use wink_wire::Secret;

/// The caller, as its API key identifies it.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) scope: Scope,
    pub(super) api_key: String,
}

/// Middleware: rejects every request without a valid key and secret.
pub(super) async fn check(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let address = address_of(&request);
    match caller(&state, request.headers(), address).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(error) => error.into_response(),
    }
}

async fn caller(state: &AppState, headers: &HeaderMap, address: IpAddr) -> Result<Caller, ApiError> {
    let (key, secret) = credentials(headers).ok_or_else(|| {
        ApiError::unauthorized("send your API key and secret with HTTP Basic authentication")
    })?;
    // One message for a wrong key and a wrong secret, so that callers cannot find out which keys exist.
    let wrong = || ApiError::unauthorized("wrong API key or secret");
    let known = state.store.api_key(&key).await?;
    let is_remembered = known.as_ref().is_some_and(|known| state.secrets.is_remembered(&key, known, &secret));
    if !is_remembered {
        state.secret_limit.check_address(address).map_err(ApiError::too_many)?;
        match state.secrets.compare(&key, known.as_ref(), &secret).await? {
            Verdict::Right => {}
            Verdict::RightByOldHash(hash) => {
                let old = known.as_ref().map_or("", |known| &known.secret_sha256);
                state.store.upgrade_api_key(&key, old, &hash).await?;
            }
            Verdict::Wrong => return Err(wrong()),
        }
    }
    let known = known.filter(|known| state.admits(&known.scope)).ok_or_else(wrong)?;
    Ok(Caller { scope: known.scope, api_key: key })
}

pub(super) fn credentials(headers: &HeaderMap) -> Option<(String, Secret)> {
    let (scheme, encoded) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (key, secret) = decoded.split_once(':').filter(|(key, _)| !key.contains('\0'))?;
    Some((key.to_owned(), Secret::from(secret)))
}
