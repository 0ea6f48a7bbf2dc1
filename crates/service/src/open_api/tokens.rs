//! `/v1/tokens`: link tokens for hosts to hand to the widget.

use super::Answer;
use super::auth::Caller;
use super::envelope::created;
use super::error::ApiError;
use super::params::Params;
use crate::app::AppState;
use crate::clock::iso;
use crate::ids::{new_id, new_secret, sha256_hex};
use crate::store::NewLinkToken;
use axum::Extension;
use axum::extract::State;
use serde::Serialize;
use wink_wire::Secret;

const MINUTE_MILLIS: i64 = 60_000;

/// A link token as its host sees it, once.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatedToken {
    pub(crate) id: String,
    pub(crate) expires_at: String,
    pub(crate) mode: String,
    pub(crate) access_token: Secret,
}

pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let user_id = params.text("userId").ok_or_else(|| ApiError::invalid("userId is missing"))?;
    let user = state.store.user(&caller.tenant_id, user_id).await?;
    let user = user.ok_or_else(|| ApiError::missing("there is no such user"))?;
    Ok(created(create_token(&state, &caller.tenant_id, &caller.mode, &user.id).await?))
}

/// Makes a link token for a user.
pub(crate) async fn create_token(
    state: &AppState,
    tenant_id: &str,
    mode: &str,
    user_id: &str,
) -> Result<CreatedToken, ApiError> {
    let (id, access_token) = (new_id("tk"), new_secret("lt_")?);
    let created_at = state.clock.now_millis();
    let expires_at = created_at + i64::from(state.link_token_minutes) * MINUTE_MILLIS;
    let token_sha256 = sha256_hex(access_token.expose());
    let token = NewLinkToken {
        id: &id,
        token_sha256: &token_sha256,
        tenant_id,
        user_id,
        mode,
        created_at,
        expires_at,
    };
    state.store.add_link_token(&token).await?;
    Ok(CreatedToken { id, expires_at: iso(expires_at), mode: mode.to_owned(), access_token })
}
