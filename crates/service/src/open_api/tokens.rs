//! `/v1/tokens`: link tokens that hosts pass to the widget.

use super::Answer;
use super::auth::Caller;
use super::envelope::{Envelope, created};
use super::error::ApiError;
use super::params::Params;
use crate::link_tokens::CreatedToken;
use crate::state::AppState;
use axum::Extension;
use axum::extract::State;

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
    let user_id = params.required("userId")?;
    let user = state.store.user(caller.scope.tenant(), user_id).await?;
    let user = user.ok_or_else(|| ApiError::missing("there is no such user"))?;
    Ok(created(state.link_tokens.create(&caller.scope, &user.id).await?))
}
