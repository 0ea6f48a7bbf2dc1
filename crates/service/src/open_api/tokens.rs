//! `/v1/tokens`: link tokens that hosts pass to the widget.

use super::Answer;
use super::auth::Caller;
use super::envelope::{Envelope, created};
use super::error::ApiError;
use super::params::Params;
use crate::clock::iso;
use crate::ids::{new_id, sha256_hex};
use crate::state::AppState;
use crate::store::NewLinkToken;
use crate::tokens::{Claims, TokenUse};
use axum::Extension;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wink_wire::Secret;

const MINUTE_MILLIS: i64 = 60_000;

/// A new link token. The service shows it only once.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Token)]
pub(crate) struct CreatedToken {
    #[schema(example = "tk-ac86a0f7d46545f89adee8607a727573")]
    pub(crate) id: String,
    #[schema(format = DateTime)]
    pub(crate) expires_at: String,
    /// Whether the token opens the sandbox, with test data, or production.
    #[schema(value_type = Mode)]
    pub(crate) mode: String,
    /// The token to pass to the widget.
    #[schema(value_type = String)]
    pub(crate) access_token: Secret,
}

/// The values of `mode`.
#[derive(ToSchema)]
#[schema(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(dead_code, reason = "the key's row holds the value")]
enum Mode {
    Sandbox,
    Production,
}

/// Refresh Token
///
/// Creates another link token for a user. Each token opens one session of the widget.
#[utoipa::path(post, path = "/tokens", operation_id = "create-token", tag = "Tokens",
    params(("userId" = String, Query, min_length = 1, max_length = 200,
        description = "The ID of the user who will use the token")),
    responses((status = 201, body = Envelope<CreatedToken>)))]
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

/// Creates a link token for a user.
pub(crate) async fn create_token(
    state: &AppState,
    tenant_id: &str,
    mode: &str,
    user_id: &str,
) -> Result<CreatedToken, ApiError> {
    let id = new_id("tk");
    let created_at = state.clock.now_millis();
    let expires_at = created_at + i64::from(state.link_token_minutes) * MINUTE_MILLIS;
    let claims = Claims {
        aud: TokenUse::Link,
        jti: id.clone(),
        tenant: tenant_id.to_owned(),
        sub: user_id.to_owned(),
        mode: mode.to_owned(),
        exp: expires_at / 1000,
    };
    let access_token = state.tokens.sign(&claims).await?;
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
