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

/// Most templates that a link token names.
const MOST_TEMPLATES: usize = 20;

/// Refresh Token
///
/// Creates another link token for a user. Each token opens one session of the widget.
#[utoipa::path(post, path = "/tokens", operation_id = "create-token", tag = "Tokens",
    params(("userId" = String, Query, min_length = 1, max_length = 200,
        description = "The ID of the user who will use the token"),
        ("templateIds" = Option<Vec<String>>, Query, style = Form, explode = false, min_items = 1, max_items = 20,
        description = "The Wink templates that the page may use. If the page names none, the widget uses the first. \
            Without this parameter, the page may name any of your templates.")),
    responses((status = 201, body = Envelope<CreatedToken>)))]
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let template_ids = params.list("templateIds")?.unwrap_or_default();
    let user_id = params.required("userId")?;
    let user = state.store.user(&caller.scope, user_id).await?;
    let user = user.ok_or_else(|| ApiError::missing("there is no such user"))?;
    let template_ids = template_ids.into_iter().map(str::to_owned).collect();
    let template_ids = checked_templates(&state, &caller, template_ids).await?;
    Ok(created(
        state.link_tokens.create(&caller.scope, Some(&caller.api_key), &user.id, &template_ids).await?,
    ))
}

/// The templates that a link token will name. Each must exist.
pub(super) async fn checked_templates(
    state: &AppState,
    caller: &Caller,
    template_ids: Vec<String>,
) -> Result<Vec<String>, ApiError> {
    if template_ids.len() > MOST_TEMPLATES {
        return Err(ApiError::invalid(format!("templateIds has more than {MOST_TEMPLATES} templates")));
    }
    for id in &template_ids {
        if state.store.wink_template(&caller.scope, id, None).await?.is_none() {
            return Err(ApiError::missing("templateIds names a template that does not exist"));
        }
    }
    Ok(template_ids)
}
